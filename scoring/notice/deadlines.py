"""By when a task is due, and how often: 年底前, 6月底前, 第三季度, 每季度. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from scoring.notice.text import Quoted, Text

_YEAR = r"(?:(?P<year>\d{4})年|(?P<named>[今本当明后])年)"
_NAMED = {"明": 1, "后": 2}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_TENTHS = {"上旬": 10, "中旬": 20}
_PLANS = {"十三五": 2020, "十四五": 2025, "十五五": 2030}
_BEGINS = r"(?P<begins>开始|起(?!草)|以来)?"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time that a task names; exactly one of `due`, `begins` and `every` is set."""

    said: Quoted
    due: date | None = None  # last day
    begins: date | None = None  # first day
    every: str = ""  # "年", "半年", "季度", "月", "半月", "旬", "周", "日"


_Reader = Callable[[re.Match[str], int], tuple[date | None, date | None, str]]


def deadlines(text: Text, start: int, end: int, year: int | None) -> Iterator[Deadline]:
    """The times named between two places of a text, in their order.

    Args:
        year: the year that the notice plans; without it a time that names no year has no day and
            is left out.
    """
    found: list[tuple[int, int, Deadline]] = []
    for pattern, reader in _PATTERNS:
        for match in pattern.finditer(text.even, start, end):
            if any(match.start() < stop and begin < match.end() for begin, stop, _ in found):
                continue  # a more exact pattern has read these words
            of = _year(match, year)
            if of is None and reader is not _every:
                continue
            try:
                due, begins, every = reader(match, of or 0)
            except ValueError:  # 13月, 2月30日
                continue
            said = text.quoted(match.start(), match.end())
            found.append((match.start(), match.end(), Deadline(said, due, begins, every)))
    yield from (deadline for _, _, deadline in sorted(found, key=lambda each: each[0]))


def _year(match: re.Match[str], planned: int | None) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("plan"):
        return _PLANS[groups["plan"]]
    return planned + _NAMED.get(groups.get("named") or "", 0) if planned else None


def _day(match: re.Match[str], year: int) -> tuple[date, None, str]:
    return date(year, int(match["month"]), int(match["day"])), None, ""


def _month(match: re.Match[str], year: int) -> tuple[date, None, str]:
    """The end of the month or of its part; 6月前, without 底, ends with May."""
    month = int(match["month"])
    if not match["part"]:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    last = monthrange(year, month)[1]
    return date(year, month, _TENTHS.get(match["part"] or "", last)), None, ""


def _quarter(match: re.Match[str], year: int) -> tuple[date | None, date | None, str]:
    last = 3 * _QUARTERS[match["quarter"]]
    return _period(year, last - 2, last, begins=bool(match["begins"]))


def _half(match: re.Match[str], year: int) -> tuple[date | None, date | None, str]:
    last = 6 if match["half"] == "上" else 12
    return _period(year, last - 5, last, begins=bool(match["begins"]))


def _period(
    year: int, first: int, last: int, *, begins: bool
) -> tuple[date | None, date | None, str]:
    if begins:
        return None, date(year, first, 1), ""
    return date(year, last, monthrange(year, last)[1]), None, ""


def _end(match: re.Match[str], year: int) -> tuple[date, None, str]:
    return date(year, 12, 31), None, ""


def _every(match: re.Match[str], year: int) -> tuple[None, None, str]:
    said = match["every"]
    return None, None, _SHORT.get(said, said)


_SHORT = {"季": "季度", "年度": "年", "半个月": "半月", "天": "日"}
_PERIOD = "半年|季度|季|年度|年|半个月|半月|月|周|旬|日|天"
# In this order: what an earlier pattern has read, a later one does not read again.
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            rf"{_YEAR}?度?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]"
            r"(?:(?:之|以)?前|止|(?=(?:之内)?(?:完成|截止)))",
            _day,
        ),
        (
            rf"{_YEAR}?(?P<month>\d{{1,2}})月(?:份)?(?:(?P<part>底|末|[上中下]旬)(?:(?:之|以)?前)?|(?:之|以)?前)",
            _month,
        ),
        (
            rf"{_YEAR}?第?(?P<quarter>[一二三四1-4])季度(?:末|底|内)?(?:(?:之|以)?前)?{_BEGINS}",
            _quarter,
        ),
        (rf"{_YEAR}?(?P<half>[上下])半年(?:内|底)?(?:(?:之|以)?前)?{_BEGINS}", _half),
        (rf"“?(?P<plan>{'|'.join(_PLANS)})”?(?:时期|期)?末(?:前)?", _end),
        (
            rf"(?:{_YEAR}|(?<![\d今本当明后])年)度?(?:[底末内终](?:(?:之|以)?前)?|(?:之|以)?前)",
            _end,
        ),
        (rf"(?:每个?|[按逐])(?P<every>{_PERIOD})", _every),
        (
            r"(?<![年个第\d一二三四五六七八九十两数近])(?P<every>[年季月周日])"
            r"(?=调度|通报|督查|监测|报告|检查|抽查|总结|评估|会商|更新|报送)",
            _every,
        ),
    )
)
