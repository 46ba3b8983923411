"""Periods as people write them -> whole months of one year."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from data.metrics.numbers import FigureError
from data.metrics.types import Period

_TO = r"(?:-|—|–|－|~|至|到)+"
_YEAR = r"(?:(?P<year>20\d\d)(?:年度?)?)?"
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}
_AS = "请写成 2023年6月、2023年1-6月、2023年第2季度、2023年上半年或 2023年全年"


def _quarters(first: str, last: str) -> tuple[int, int]:
    begin, end = (_CHINESE.get(q) or int(q) for q in (first, last))
    return 3 * begin - 2, 3 * end


_SPANS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int]]], ...] = tuple(
    (re.compile(_YEAR + form), months)
    for form, months in (
        (r"(?:全年|年度|度|1-12月)?", lambda m: (1, 12)),
        (r"上半年", lambda m: (1, 6)),
        (r"下半年", lambda m: (7, 12)),
        (r"前三季度", lambda m: (1, 9)),
        (r"(?:\.|/|-)?Q(?P<q>[1-4])", lambda m: _quarters(m["q"], m["q"])),
        (r"第?(?P<q>[1-4一二三四])季度?", lambda m: _quarters(m["q"], m["q"])),
        (
            rf"第?(?P<a>[1-4一二三四])(?:季度)?{_TO}第?(?P<b>[1-4一二三四])季度",
            lambda m: _quarters(m["a"], m["b"]),
        ),
        (
            rf"(?P<a>\d{{1,2}})月?(?:份)?{_TO}(?P<b>\d{{1,2}})月(?:份)?(?:累计)?",
            lambda m: (int(m["a"]), int(m["b"])),
        ),
        (
            r"截(?:至|止)(?:20\d\d年)?(?P<b>\d{1,2})月(?:份|底|末)?",
            lambda m: (1, int(m["b"])),
        ),
        (r"(?P<a>\d{1,2})月(?:份)?(?:当月)?", lambda m: (int(m["a"]), int(m["a"]))),
    )
)
_MONTH = re.compile(r"(20\d\d)(?:[-/.]?)(0?[1-9]|1[0-2])")
_SPAN = re.compile(rf"(20\d\d)[-/.年](\d{{1,2}})月?{_TO}(20\d\d)[-/.年](\d{{1,2}})月?")
_DAY = r"(?:(20\d\d)[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?"
_DAYS = re.compile(rf"{_DAY}(?:{_TO}{_DAY})?(?:00:00:00)?")


def read_period(text: str, year: int) -> Period:
    """The months meant; a text without a year is about `year`.

    Read: 2023年1-6月, 1—6月份, 2023Q2, 第二季度, 2023-06, 202306, 上半年, 全年, 截至6月底,
    the first day of a month (as spreadsheets keep months), 1月1日至6月30日.

    Raises:
        FigureError: no period, not whole months, or months of two years.
    """
    folded = unicodedata.normalize("NFKC", text)
    squeezed = re.sub(r"[\s“”\"']", "", folded).upper().strip("()")
    if stated := re.fullmatch(r"截(?:至|止)(20\d\d)年(\d{1,2})月(?:份|底|末)?", squeezed):
        return _months(int(stated[1]), 1, int(stated[2]), text)
    if not squeezed:
        raise FigureError(f"时期为空；{_AS}")
    if re.fullmatch(r"20\d\d\.1", squeezed):  # a spreadsheet drops the 0 of 2023.10
        raise FigureError(f"时期“{text}”看不出是 1 月还是 10 月；{_AS}")
    if match := _MONTH.fullmatch(squeezed):
        return _months(int(match[1]), int(match[2]), int(match[2]), text)
    if match := _SPAN.fullmatch(squeezed):
        if match[1] != match[3]:
            raise FigureError(f"时期“{text}”跨两个年度；请分年度填报")
        return _months(int(match[1]), int(match[2]), int(match[4]), text)
    if match := _DAYS.fullmatch(squeezed):
        return _between_days(match, year, text)
    for form, months in _SPANS:
        if match := form.fullmatch(squeezed):
            first, last = months(match)
            return _months(int(match["year"] or year), first, last, text)
    raise FigureError(f"看不懂时期“{text}”；{_AS}")


def find_period(text: str, year: int) -> Period | None:
    """The period that a title names: “12345热线2023年1-6月办理情况”; None when it names none."""
    squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    for match in _IN_TITLE.finditer(squeezed):
        try:
            return read_period(match[0], year)
        except FigureError:
            continue
    return None


# A day, as in 10月15日, is when a table was made and not what it is about.
_IN_TITLE = re.compile(
    rf"20\d\d年(?:\d{{1,2}}月?(?:份)?{_TO}\d{{1,2}}月(?:份)?|\d{{1,2}}月(?:份)?|第?[1-4一二三四]季度"
    r"|前三季度|上半年|下半年|全年|年度|度)(?!\d)"
    rf"|20\d\dQ[1-4]|20\d\d年(?!\d{{1,2}}[月./-])"
    rf"|(?<![\d年])\d{{1,2}}月?(?:份)?{_TO}\d{{1,2}}月(?:份)?(?!\d)"
    r"|(?<![\d年])(?:1[0-2]|[1-9])月(?:份)?(?!\d)|上半年|下半年|前三季度|第?[一二三四]季度|全年"
)


def _months(year: int, first: int, last: int, text: str) -> Period:
    if not 1 <= first <= last <= 12:
        raise FigureError(f"时期“{text}”的月份不对；{_AS}")
    return Period(year, first, last)


def _between_days(match: re.Match[str], year: int, text: str) -> Period:
    try:
        begin = date(int(match[1] or year), int(match[2]), int(match[3]))
        end = begin if match[5] is None else _day(match, begin.year)
    except ValueError as error:
        raise FigureError(f"时期“{text}”不是日期；{_AS}") from error
    single = match[5] is None
    whole = begin.day == 1 and (single or end.day == monthrange(end.year, end.month)[1])
    if not whole or end.year != begin.year:
        raise FigureError(f"时期“{text}”不是整月；{_AS}")
    return _months(begin.year, begin.month, end.month, text)


def _day(match: re.Match[str], year: int) -> date:
    return date(int(match[4] or year), int(match[5]), int(match[6]))
