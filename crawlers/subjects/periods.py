"""The month or quarter that a statistics title reports on."""

import re
from datetime import date, timedelta

from crawlers.subjects.annual.numerals import whole_number

_TO = r"[-—–~～至到]"
_MONTHS = re.compile(rf"(20\d\d)年\s*(?:\d{{1,2}}月?\s*{_TO}\s*)?(\d{{1,2}})月(?!\d*日)")
# 202309, 2023-09, 2023.1-9; a day behind it makes it a date.
_DIGITS = re.compile(
    rf"(?<!\d)(20\d\d)[-./]?(0[1-9]|1[0-2]|(?<=[-./])[1-9])(?![-./]?\d|日|号)"
    rf"|(?<!\d)(20\d\d)\.\d{{1,2}}\s*{_TO}\s*(\d{{1,2}})(?![\d.日])"
)
_CHINESE = "一二三四五六七八九十"
_CHINESE_MONTH = re.compile(rf"(?<![{_CHINESE}])(十[一二]|[{_CHINESE}])(?=月(?!.{{0,3}}日)|个月)")
_A_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?!\d*日)|前(\d{1,2})个月")
_QUARTERS: tuple[tuple[str, int], ...] = (
    (r"上半年|二季度|第二季度|2季度|1[-—–~～至]2季度", 6),
    (r"前三季度|三季度|第三季度|3季度|1[-—–~～至]3季度", 9),
    (r"四季度|第四季度|4季度|全年", 12),
    (r"一季度|首季|第一季度|1季度", 3),
)


def period_end(title: str, published: date | None) -> tuple[int, int] | None:
    """(year, last month) that a title reports on; its day of publication may give the year."""
    title = _CHINESE_MONTH.sub(lambda month: str(whole_number(month[1])), title)
    if match := _MONTHS.search(title):
        return _if_month(int(match[1]), int(match[2]))
    said = re.search(r"(20\d\d)年", title)
    for words, month in _QUARTERS:
        if re.search(words, title):
            if said:
                return int(said.group(1)), month
            if published:
                # A year is over with December itself: what is out by then is about the one before.
                over = month < published.month or month == published.month < 12
                return (published.year if over else published.year - 1), month
    if match := _A_MONTH.search(title):
        month = int(match[1] or match[2])
        if said:
            return _if_month(int(said[1]), month)
        if published:
            return _if_month(published.year - (month > published.month), month)
    if match := _DIGITS.search(title):
        return _if_month(int(match[1] or match[3]), int(match[2] or match[4]))
    return None


def _if_month(year: int, month: int) -> tuple[int, int] | None:
    return (year, month) if 1 <= month <= 12 else None


def quarters_due(as_of: date, lag_days: int = 60) -> tuple[tuple[int, int], ...]:
    """Quarter ends of the last twelve months that ended at least `lag_days` before `as_of`."""
    found = []
    for year in (as_of.year - 1, as_of.year):
        for month in (3, 6, 9, 12):
            end = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if as_of - timedelta(days=365) < end <= as_of - timedelta(days=lag_days):
                found.append((year, month))
    return tuple(found)
