"""Days that the order of numbers contradicts: only ever a suspicion."""

from datetime import date, timedelta

import pytest

from crawlers.checks.backdating import dates_forged
from crawlers.site import Site
from data.types import Cause, FetchOutcome, Outcome
from tests.sites import article, ask, entries, page, site

FIRST = date(2023, 1, 5)


def numbered(days: list[str], *, folder: str = "/xw/", **options) -> Site:
    """Articles whose addresses are numbered in the order of this list."""
    rows = [(f"{folder}{1000 + n}.html", f"动态第{n}条消息", day) for n, day in enumerate(days)]
    return site(
        {
            "/": page("清河县人民政府", f'<a href="{folder}">工作动态</a>'),
            folder: page("工作动态", entries(*rows), crumbs=("工作动态",)),
        }
        | {url: article(title, f"{title}。" * 5, day=day) for url, title, day in rows},
        **options,
    )


def weekly(count: int = 30) -> list[str]:
    return [(FIRST + timedelta(days=7 * n)).isoformat() for n in range(count)]


def test_days_that_rise_with_the_numbers_are_met():
    finding = dates_forged(numbered(weekly()), ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"compared": 30, "suspected": 0}


def test_one_day_far_behind_its_neighbours_is_suspected_and_shown():
    days = weekly()
    days[20] = "2023-01-10"
    finding = dates_forged(numbered(days), ask())
    assert finding.cause is Cause.SUSPECTED
    assert finding.counts == {"compared": 30, "suspected": 1}
    assert "编号1020" in finding.evidence[0].quote


@pytest.mark.parametrize(
    ("place", "day", "suspected"),
    [
        pytest.param(20, "2023-04-01", 0, id="a month behind is no contradiction"),
        pytest.param(20, "2019-01-10", 0, id="an old document put up later"),
        pytest.param(1, "2022-01-10", 0, id="no neighbours on one side"),
    ],
)
def test_what_has_an_innocent_reason_is_passed_over(place, day, suspected):
    days = weekly()
    days[place] = day
    finding = dates_forged(numbered(days), ask())
    assert finding.counts["suspected"] == suspected


def test_a_day_of_years_ago_can_be_asked_for_too():
    days = weekly()
    days[20] = "2019-01-10"
    assert dates_forged(numbered(days), ask(), year_only=False).cause is Cause.SUSPECTED


def test_a_batch_of_old_pages_moved_together_is_no_contradiction():
    days = [*weekly(20), *(["2023-01-10"] * 12), *weekly(45)[33:]]
    assert dates_forged(numbered(days), ask()).counts["suspected"] == 0


def test_numbers_that_do_not_follow_time_say_nothing():
    finding = dates_forged(numbered(weekly()[::-1]), ask())
    assert finding.cause is Cause.NO_BASIS


def test_a_day_after_the_look_is_suspected():
    days = weekly()
    days[-1] = "2023-12-31"
    finding = dates_forged(numbered(days), ask("2024-01-31", 2023))
    assert finding.cause is Cause.SUSPECTED
    assert "采集于2023-12-15" in finding.evidence[0].quote


def test_in_a_saved_copy_nobody_knows_the_day_of_the_look():
    days = weekly()
    days[-1] = "2023-12-31"
    assert dates_forged(numbered(days, copy=True), ask("2024-01-31", 2023)).outcome is Outcome.MET


def test_too_few_pages_cannot_be_compared():
    assert dates_forged(numbered(weekly(12)), ask()).cause is Cause.NO_BASIS
    seen = numbered(weekly(12), statuses={"/xw/": FetchOutcome.TIMEOUT_BODY})
    assert dates_forged(seen, ask()).cause is Cause.NOT_READ
