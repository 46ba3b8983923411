"""The month or quarter that a statistics title reports on."""

import re
from datetime import date, timedelta

_MONTHS = re.compile(r"(20\d\d)年\s*(?:(\d{1,2})月?\s*[-—–~～至到]\s*)?(\d{1,2})月(?!\d*日)")
_QUARTERS: tuple[tuple[str, int], ...] = (
    (r"上半年|二季度|第二季度|2季度|1[-—–~～至]2季度", 6),
    (r"前三季度|三季度|第三季度|3季度|1[-—–~～至]3季度", 9),
    (r"四季度|第四季度|4季度|全年", 12),
    (r"一季度|首季|第一季度|1季度", 3),
)


def period_end(title: str, published: date | None) -> tuple[int, int] | None:
    """(year, last month) that a title reports on; its day of publication may give the year."""
    if match := _MONTHS.search(title):
        month = int(match.group(3))
        return (int(match.group(1)), month) if 1 <= month <= 12 else None
    said = re.search(r"(20\d\d)年", title)
    for words, month in _QUARTERS:
        if re.search(words, title):
            if said:
                return int(said.group(1)), month
            if published:
                # A year is over with December itself: what is out by then is about the one before.
                over = month < published.month or month == published.month < 12
                return (published.year if over else published.year - 1), month
    if not said and published and (match := re.search(r"(?<!\d)(\d{1,2})月(?!\d*日)", title)):
        month = int(match.group(1))
        if 1 <= month <= 12:
            return (published.year - 1 if month > published.month else published.year), month
    return None


def quarters_due(as_of: date, lag_days: int = 60) -> tuple[tuple[int, int], ...]:
    """Quarter ends of the last twelve months that ended at least `lag_days` before `as_of`."""
    found = []
    for year in (as_of.year - 1, as_of.year):
        for month in (3, 6, 9, 12):
            end = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if as_of - timedelta(days=365) < end <= as_of - timedelta(days=lag_days):
                found.append((year, month))
    return tuple(found)
