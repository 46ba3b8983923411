"""Default limits of the checks stand in a file, each with its basis."""

import pytest

from crawlers.registry import all_checks
from data.check_limits import (
    LimitError,
    days,
    known_limits,
    month_and_day,
    read_limits,
    share,
)


def entry(value: str) -> str:
    return f"one: {{name: 名, value: {value}, basis: 依据, checked: false}}"


def test_every_limit_says_where_it_comes_from() -> None:
    assert set(known_limits()) == {
        "recent_days", "plan_due", "leader_share", "copied_share", "order_share",
        "consultation_days",
    }  # fmt: skip
    assert all(limit.name and limit.basis for limit in known_limits().values())
    assert days("consultation_days") == 30
    assert month_and_day("plan_due") == (3, 31)


def test_the_defaults_of_checks_come_from_the_file() -> None:
    checks = all_checks()
    assert checks["statutory_matters"].params["days"] == days("recent_days")
    assert checks["leadership"].params["share"] == share("leader_share")
    assert checks["interpretation_copied"].params["share"] == share("copied_share")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (days, "0"), (days, "一年"), (days, "1.5"), (days, "true"), (share, "0"), (share, "1.2"),
        (share, ".nan"), (month_and_day, "02-30"), (month_and_day, "三月"),
    ],
)  # fmt: skip
def test_a_number_that_means_nothing_is_refused_by_name(read, value) -> None:
    with pytest.raises(LimitError, match=r"check_limits\.yaml 的 one"):
        read("one", read_limits(entry(value)))


@pytest.mark.parametrize("text", ["", "one", "one: 5", "one: {value: 5}", "one: [", "a: {b: c"])
def test_a_broken_file_is_refused(text) -> None:
    with pytest.raises(LimitError, match=r"check_limits\.yaml"):
        read_limits(text)


def test_a_limit_that_was_deleted_is_named() -> None:
    with pytest.raises(LimitError, match="recent_days"):
        days("recent_days", read_limits(entry("1")))
