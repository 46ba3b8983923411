"""Legal days: calendar days need no help; working days follow the yearly plan with its 调休.

A period runs from the day after the event: an event on Friday and an answer on Monday are one
working day apart. A year whose plan is not known is an error, never a guess.
"""

import csv
from collections.abc import Mapping
from datetime import date, timedelta, timezone
from functools import cache
from pathlib import Path
from types import MappingProxyType

# No summer time since 1991; a bare machine may lack the zone files.
CHINA = timezone(timedelta(hours=8))
# The operator's own table. The State Council publishes a year's plan in the November before; the
# libraries learn it with their next release.
TABLE = Path(__file__).parent / "registers" / "workdays.csv"
COLUMNS = ("日期", "安排", "说明")
_ARRANGEMENTS = {"上班": True, "放假": False}

_SATURDAY = 5


class CalendarError(Exception):
    """Working days that cannot be told, or a table of them that cannot be read."""


def is_workday(day: date, table: Mapping[date, bool] | None = None) -> bool:
    """People work on `day`.

    Args:
        table: days that differ from Monday to Friday, by `read_table`; the shipped one by default.
            Its days come before what the libraries say. A year that no library knows counts as
            known once the table has a day of it.

    Raises:
        CalendarError: the plan of that year is not known.
    """
    table = _shipped() if table is None else table
    if day in table:
        return table[day]
    import chinese_calendar  # both take a while to load, and most who come here want CHINA alone
    import holidays

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # its way of saying that it has no plan for the year
        plans = holidays.country_holidays("CN", years=day.year)
    # Without the year's plan the library would compute the festivals and know no 调休.
    if day.year in plans.special_public_holidays:
        return plans.is_working_day(day)
    if any(listed.year == day.year for listed in table):
        return day.weekday() < _SATURDAY
    raise CalendarError(
        f"没有 {day.year} 年的节假日安排，不能计算工作日；"
        f"请把国务院办公厅公布的安排填入 {TABLE.name}"
    )


def workdays_between(start: date, end: date, table: Mapping[date, bool] | None = None) -> int:
    """Working days after `start`, up to and including `end`; 0 when `end` is not later.

    Raises:
        CalendarError: the plan of one of the years is not known.
    """
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day, table) for day in days)


def add_workdays(day: date, count: int, table: Mapping[date, bool] | None = None) -> date:
    """The `count`-th working day after `day`: the last day of a period of that many.

    Raises:
        CalendarError: the plan of one of the years is not known.
        ValueError: `count` is below 1.
    """
    if count < 1:
        raise ValueError(f"a period has at least one day, not {count}")
    while count:
        day += timedelta(days=1)
        count -= is_workday(day, table)
    return day


def read_table(path: Path) -> Mapping[date, bool]:
    """Days that differ from Monday to Friday: True where people work, False where they do not.

    A CSV in UTF-8 with columns 日期 (2026-10-10), 安排 (上班 or 放假) and 说明. For a year, list
    all of its days off that fall on Monday to Friday and all of its make-up days.

    Raises:
        CalendarError: the first thing that is wrong, in Chinese.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CalendarError(f"读不到工作日表 {path}；请检查路径，并存为 UTF-8 编码") from error
    reader = csv.DictReader(text.splitlines())
    if missing := set(COLUMNS[:2]) - set(reader.fieldnames or ()):
        raise CalendarError(
            f"{path.name} 第 1 行缺少“{'”“'.join(sorted(missing))}”列；表头应为 {','.join(COLUMNS)}"
        )
    table: dict[date, bool] = {}
    for row in reader:
        where = f"{path.name} 第 {reader.line_num} 行"
        try:
            day = date.fromisoformat((row["日期"] or "").strip())
        except ValueError as error:
            raise CalendarError(
                f"{where}“日期”列：“{row['日期']}”不是日期；请写成 2026-10-10 的样子"
            ) from error
        arrangement = (row["安排"] or "").strip()
        if arrangement not in _ARRANGEMENTS:
            raise CalendarError(f"{where}“安排”列：“{arrangement}”不对；请填 上班 或 放假")
        if day in table:
            raise CalendarError(f"{where}“日期”列：{day} 重复；请只保留一行")
        table[day] = _ARRANGEMENTS[arrangement]
    return MappingProxyType(table)


@cache
def _shipped() -> Mapping[date, bool]:
    return read_table(TABLE)
