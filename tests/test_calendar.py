"""Working days follow the published plans; a year without a plan is an error."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import (
    TABLE,
    CalendarError,
    add_workdays,
    is_workday,
    read_table,
    workdays_between,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2023, 12, 15), True, id="a Friday"),
        pytest.param(date(2023, 12, 16), False, id="a Saturday"),
        pytest.param(date(2026, 10, 10), True, id="a make-up Saturday"),
        pytest.param(date(2023, 1, 28), True, id="a make-up Saturday after Spring Festival"),
        pytest.param(date(2023, 10, 6), False, id="a Friday in the National Day week"),
        pytest.param(date(2002, 10, 7), False, id="a year that only the second library knows"),
    ],
)
def test_days_follow_the_plan(day, works):
    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        # Wed 7, Thu 8, Fri 9; Mon 12 to Fri 16
        pytest.param(date(2024, 8, 6), date(2024, 8, 16), 8, id="the day itself is not counted"),
        # Thu 8; Fri 9; then 10 October is a make-up Saturday
        pytest.param(date(2026, 10, 7), date(2026, 10, 11), 3, id="a make-up Saturday counts"),
        pytest.param(date(2023, 9, 28), date(2023, 10, 7), 1, id="a holiday week does not"),
        pytest.param(date(2023, 12, 15), date(2023, 12, 15), 0, id="the same day"),
        pytest.param(date(2023, 12, 15), date(2023, 12, 1), 0, id="an end before the start"),
    ],
)
def test_workdays_between(start, end, days):
    assert workdays_between(start, end) == days


def test_a_period_ends_on_its_last_working_day():
    assert add_workdays(date(2024, 8, 6), 8) == date(2024, 8, 16)
    assert add_workdays(date(2023, 12, 15), 1) == date(2023, 12, 18)


def test_a_period_has_a_day():
    with pytest.raises(ValueError, match="at least one day"):
        add_workdays(date(2023, 12, 15), 0)


@given(st.dates(date(2004, 1, 1), date(2026, 6, 30)), st.integers(1, 40))
def test_adding_and_counting_agree(day, count):
    end = add_workdays(day, count)
    assert is_workday(end)
    assert workdays_between(day, end) == count
    assert workdays_between(day, end - timedelta(days=1)) == count - 1


@pytest.mark.parametrize("day", [date(1999, 5, 4), date(2050, 5, 4), date(2050, 5, 7)])
def test_a_year_without_a_plan_is_an_error(day):
    with pytest.raises(CalendarError, match=f"没有 {day.year} 年的节假日安排"):
        is_workday(day)


def test_a_period_into_a_year_without_a_plan_is_an_error():
    with pytest.raises(CalendarError, match="2051"):
        workdays_between(date(2050, 12, 30), date(2051, 1, 4), {date(2050, 12, 31): False})


def test_the_operators_table_comes_first():
    table = {date(2023, 12, 15): False, date(2050, 5, 7): True}
    assert not is_workday(date(2023, 12, 15), table)
    assert is_workday(date(2023, 12, 14), table)
    assert not is_workday(date(2023, 10, 6), table), "the rest of a known year stays as it was"
    assert is_workday(date(2050, 5, 7), table)
    assert is_workday(date(2050, 5, 9), table), "a Monday"
    assert not is_workday(date(2050, 5, 8), table), "a Sunday"


def test_the_shipped_table_can_be_read():
    read_table(TABLE)


def test_a_table_is_read(tmp_path):
    path = tmp_path / "workdays.csv"
    path.write_text("\ufeff日期,安排,说明\n2026-10-10,上班,国庆调休\n2026-10-01,放假,\n")
    assert read_table(path) == {date(2026, 10, 10): True, date(2026, 10, 1): False}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("日期,说明\n", "第 1 行缺少“安排”列；表头应为 日期,安排,说明"),
        ("日期,安排\n10月1日,放假\n", "第 2 行“日期”列：“10月1日”不是日期；请写成 2026-10-10"),
        ("日期,安排\n2026-10-01,休\n", "第 2 行“安排”列：“休”不对；请填 上班 或 放假"),
        ("日期,安排\n2026-10-01\n", "第 2 行“安排”列：“”不对"),
        ("日期,安排\n2026-10-01,放假\n2026-10-01,上班\n", "第 3 行“日期”列：2026-10-01 重复"),
    ],
    ids=["no column", "no date", "no arrangement", "a short row", "a day twice"],
)
def test_a_wrong_table_is_refused(tmp_path, content, sentence):
    path = tmp_path / "workdays.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CalendarError, match=f"workdays.csv {sentence}"):
        read_table(path)


def test_a_table_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CalendarError, match="读不到工作日表"):
        read_table(tmp_path / "none.csv")
