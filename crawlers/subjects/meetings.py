"""Which entries report on which meeting of a government (常务会议, 全体会议)."""

import re
from datetime import date

from crawlers.registry import Ask
from crawlers.site import Item, Site
from crawlers.subjects.contents import my_items

_NTH = r"第([一二三四五六七八九十百零〇\d]{1,6})次"
_MEETING = re.compile(rf"{_NTH}(?:[省市县区州旗]?(?:人民)?政府)?(常务会|全体会)")
_NUMBER_BEHIND = re.compile(rf"(常务会|全体会)议?[（(【]{_NTH}")
_SOME_MEETING = re.compile(r"常务会|政府[^，。]{0,6}全体会")
_TERM = re.compile(r"第?([一二三四五六七八九十百\d]{1,4})届")
_NOT_GOVERNMENT = re.compile(r"人大常委|人民代表大会常务|党委常委|委常委会")
# Before the number it is somebody else who studies what the meeting decided (学习贯彻第12次…精神);
# behind it, it is what the meeting itself did. Holding a meeting ends the other matter.
_ABOUT_ONE = re.compile(r"(?:学习|贯彻|传达|落实)(?!.*(?:召开|举行|主持)(?!的))")
SHORTEST = 40  # characters of a report worth the name

Meeting = tuple[str, str, int]  # term, kind, number


def meetings_of_year(site: Site, ask: Ask) -> dict[Meeting, list[Item]]:
    """Entries of the assessment year, or without a day, by the meeting that they report on."""
    since = date(ask.year, 1, 1)
    groups: dict[Meeting, list[Item]] = {}
    for item in my_items(site, ask, own=True):
        key = _meeting(item.title)
        if key and (item.on is None or item.on >= since):
            groups.setdefault(key, []).append(item)
    return groups


def unnumbered(site: Site, ask: Ask) -> list[Item]:
    """Entries of the assessment year, or without a day, about meetings whose number no title gives:
    县政府召开常务会议.
    """
    return [
        item
        for item in my_items(site, ask, own=True)
        if (item.on is None or item.on.year == ask.year)
        and _of_government(title := re.sub(r"\s", "", item.title), _SOME_MEETING.search(title))
        and _meeting(title) is None
    ]


def _of_government(title: str, found: re.Match[str] | None) -> bool:
    """What was found in the title is the government's own meeting, not the study of another's."""
    if found is None or _NOT_GOVERNMENT.search(title):
        return False
    return _ABOUT_ONE.search(title[: found.start()]) is None


def _meeting(title: str) -> Meeting | None:
    """(term, kind, number) of a government meeting that a title reports on."""
    title = re.sub(r"\s", "", title)
    match = _MEETING.search(title)
    behind = None if match else _NUMBER_BEHIND.search(title)
    if not _of_government(title, match or behind):
        return None
    said, name = match.groups() if match else behind.groups()[::-1] if behind else ("", "")
    term = _TERM.search(title)
    number = _number(said)
    kind = "常务会议" if name == "常务会" else "全体会议"
    return (str(_number(term.group(1))) if term else "", kind, number) if number else None


_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    hundreds, hundred, rest = text.rpartition("百")
    total = _DIGITS.get(hundreds, 1) * 100 if hundred else 0
    rest = rest.lstrip("零〇")
    tens, ten, ones = rest.rpartition("十")
    if ten:
        total += _DIGITS.get(tens, 1) * 10
    return total + _DIGITS.get(ones, 0)
