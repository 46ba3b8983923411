"""How long a notice gives the public for its opinions, as its words say."""

import re
from datetime import date, timedelta

from data.calendar import CalendarError, add_workdays

_ABOUT_PERIOD = re.compile(
    r"征求|征集|公示|反馈|意见|建议|公开|提交|提出|收集|截止|截至|为期|之日起|起止|期限|时间|日前"
)
_CLAUSE_LINE = re.compile(r"^第[一二三四五六七八九十百\d]+[章节条款]")  # the draft, not the notice
_LABEL_BREAK = re.compile(r"((?:时间|期限|日期)[:：]?)[\n\t]+(?=\d)")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_TIME = r"(?:[（(][^（）()]{0,8}[)）])?(?:[上下]午)?(?:\d{1,2}[:：时点](?:\d{1,2}分?)?)?"
_JOINT = rf"{_TIME}起?[,，]?(?:至|到|[-—–~～－]+)"
_FULL = r"(?<!\d)(?P<y{n}>20\d\d)[年./-](?P<m{n}>\d{{1,2}})[月./-](?P<d{n}>\d{{1,2}})(?!\d)日?"
_PART = r"(?<![\d年])(?P<mm{n}>\d{{1,2}})月(?P<dd{n}>\d{{1,2}})日"
_BARE = r"(?:(?P<bm>\d{1,2})[月./-])?(?P<bd>\d{1,2})(?!\d)日?"
_DAY = f"(?:{_FULL}|{_PART})"
_PAIR = re.compile(f"{_DAY.format(n=1)}{_JOINT}(?:{_DAY.format(n=2)}|{_BARE})")
_SINGLE = re.compile(_DAY.format(n=1))
_LEADS_IN = re.compile(r"(?:期限|时间|日期|起止|期间|期|自|从|于|在|为)[^。；]{0,12}$")
_UNTIL_BEFORE = re.compile(r"(?:截止|截至|至|到)(?:日期|时间|日)?(?:为|是|到|至|于)?[:：]?$")
_UNTIL_AFTER = re.compile(rf"{_TIME}(?:之前|以前|前|为?止|截止|结束)")
_AHEAD = 24  # characters before a day that any of the words ending in `$` can take up
# Days of other things: when a law came into force, when the draft will.
_OTHER_DAY_BEFORE = re.compile(
    r"(?:(?:施行|实施|印发|发布|修订|通过|有效|规划)(?:时间|日期|期限|期间|期)?|令)[（(]?[:：为于自从]{0,2}$"
)
_OTHER_DAY_AFTER = re.compile(
    rf"{_TIME}(?:之日)?[起后前止]?[^，,。；、）)]{{0,6}}?(?:施行|实施|印发|修订|执行|生效|废止|令第|国务院令)"
)
_SPAN = re.compile(
    r"(?:(?:公告|公布|发布|公示|公开|刊登|登载|通告|即)之?日起|"
    r"(?:征求|征集|公示|反馈|公开|意见|提交|收集)[^。；\n\d]{0,12}?(?:期限|时间|日期|期)|"
    r"^期限|^时间|为期|(?<=日)起)"
    r"[^。；\n\d]{0,8}(\d{1,3})\s*个?(工作日|自然日|日|天)(?!前|\d)"
)
_LONGEST = 90  # days; whatever is longer was read from dates of something else


def period(text: str, published: date | None) -> tuple[date | None, int | None, str]:
    """(last day, days with both ends, words) of a notice's period; no words: it gives none.

    No days where the words leave them open: a first day before the day of publication, a period
    beyond 90 days, working days of a year whose plan is not known.
    """
    flat = re.sub(r"(?<!\d)[ \u3000\xa0]+|[ \u3000\xa0]+(?!\d)", "", text.translate(_WIDE))
    for line in _LABEL_BREAK.sub(r"\1", flat).splitlines():
        if _CLAUSE_LINE.match(line):
            continue
        for sentence in re.split(r"[。；;]", line):
            if not _ABOUT_PERIOD.search(sentence):
                continue
            found = (
                _from_to(sentence, published)
                or _until(sentence, published)
                or _span(sentence, published)
            )
            if found:
                end, days = found
                known = days if days is not None and 0 < days <= _LONGEST else None
                return end, known, sentence[:80]
    return None, None, ""


def _from_to(sentence: str, published: date | None) -> tuple[date | None, int | None] | None:
    """A pair of days joined by 至 that the sentence calls a period."""
    for match in _PAIR.finditer(sentence):
        if _of_other_things(sentence, match) or not _before(_LEADS_IN, sentence, match):
            continue
        start = _day(match, 1, published)
        end = start and (_day(match, 2, start) or _bare_day(match, start))
        if not start or not end or end < start or (published and end < published):
            continue
        # Published after the first day: nobody can tell how long people really had.
        early = published is not None and start < published
        return end, None if early else (end - start).days + 1
    return None


def _until(sentence: str, published: date | None) -> tuple[date | None, int | None] | None:
    """A last day alone: 6月10日前, 截止6月10日."""
    for match in _SINGLE.finditer(sentence):
        if _of_other_things(sentence, match):
            continue
        if not (
            _before(_UNTIL_BEFORE, sentence, match) or _UNTIL_AFTER.match(sentence, match.end())
        ):
            continue
        end = _day(match, 1, published)
        if end and (published is None or end >= published):
            return end, (end - published).days + 1 if published else None
    return None


def _span(sentence: str, published: date | None) -> tuple[date | None, int | None] | None:
    """A number of days, from the day that the sentence names or else from the publication."""
    match = _SPAN.search(sentence)
    if not match:
        return None
    count = int(match.group(1))
    named = [
        day
        for found in _SINGLE.finditer(sentence, 0, match.end())
        if not _of_other_things(sentence, found) and (day := _day(found, 1, published))
    ]
    first = next((day for day in named if published is None or day >= published), published)
    if match.group(2) != "工作日":
        return (first + timedelta(days=count - 1) if first else None), count
    if first is None or not 0 < count <= _LONGEST:
        return None, None
    try:
        last = add_workdays(first, count)
    except CalendarError:
        return None, None
    return last, (last - first).days + 1


def _of_other_things(sentence: str, match: re.Match[str]) -> bool:
    return bool(
        _before(_OTHER_DAY_BEFORE, sentence, match) or _OTHER_DAY_AFTER.match(sentence, match.end())
    )


def _before(words: re.Pattern[str], sentence: str, match: re.Match[str]) -> bool:
    """`words`, which end in `$`, stand right before the day. Only the last few characters are
    looked at: a sentence may be as long as a page and have a day in every line of it.
    """
    start = match.start()
    return words.search(sentence, max(0, start - _AHEAD), start) is not None


def _day(match: re.Match[str], n: int, near: date | None) -> date | None:
    """The n-th day of a match; a year left out is that of `near`, or the next after its end."""
    if match.group(f"y{n}"):
        return _date(*(int(match.group(f"{part}{n}")) for part in "ymd"))
    if not match.group(f"mm{n}") or near is None:
        return None
    return _after(near, int(match.group(f"mm{n}")), int(match.group(f"dd{n}")))


def _bare_day(match: re.Match[str], start: date) -> date | None:
    return _after(start, int(match.group("bm") or start.month), int(match.group("bd")))


def _after(near: date, month: int, day: int) -> date | None:
    found = _date(near.year, month, day)
    if found and (near - found).days > 180:
        return _date(near.year + 1, month, day)
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
