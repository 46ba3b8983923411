"""The front page: can its columns be reached, is it kept up."""

import pytest

from crawlers.checks.website import home_fresh, site_reachable
from data.types import Cause, FetchOutcome, Outcome
from tests.sites import article, ask, entries, page, site

FOOT = (
    "主办单位：清河县人民政府办公室 网站标识码：9901000001 某ICP备12345678号-1 "
    '某公网安备 99010002000001号 <a href="http://bszs.conac.cn/sitename?id=1">党政机关网站标识</a> '
    '<a href="http://example.com/jiucuo.html">我为政府网站找错</a>'
)
MENU = (
    '<ul class="nav"><li><a href="/dt/">政务动态</a></li><li><a href="/tz/">通知公告</a></li></ul>'
)


def home(news_day: str, *, foot: str = FOOT, more: str = "") -> str:
    body = MENU + entries(("/dt/1.html", "清河县召开防汛工作会议", news_day)) + more
    return page("清河县人民政府", body, foot=foot)


NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。", day="")
LIST = page("政务动态", entries(("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10")))


# --- site_reachable ----------------------------------------------------------------------------


def test_all_columns_open_is_met() -> None:
    seen = site({"/": home("2023-12-10"), "/dt/": LIST, "/tz/": LIST, "/dt/1.html": NEWS})
    finding = site_reachable(seen, ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"failed_columns": 0}


def test_a_dead_menu_entry_is_counted_and_a_broken_server_named() -> None:
    pages = {"/": home("2023-12-10"), "/dt/1.html": NEWS}
    seen = site(pages, statuses={"/tz/": FetchOutcome.SERVER_ERROR})
    finding = site_reachable(seen, ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"failed_columns": 1}
    assert "另有“通知公告”未能核对" in finding.reason


@pytest.mark.parametrize("outcome", [FetchOutcome.TIMEOUT_CONNECT, FetchOutcome.SERVER_ERROR])
def test_a_request_that_failed_may_be_our_fault_and_is_not_counted(outcome) -> None:
    pages = {"/": home("2023-12-10"), "/dt/": LIST, "/dt/1.html": NEWS}
    seen = site(pages, statuses={"/tz/": outcome})
    finding = site_reachable(seen, ask())
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.cause is Cause.NOT_READ


def test_a_copy_says_nothing_about_reachability() -> None:
    seen = site({"/": home("2023-12-10"), "/dt/1.html": NEWS}, copy=True)
    assert site_reachable(seen, ask()).cause is Cause.NOT_IN_COPY


# --- home_fresh --------------------------------------------------------------------------------


def fresh(day: str, as_of: str = "2023-12-15", **more: str) -> tuple[Outcome, Cause | None]:
    pages = {"/": home(day), "/dt/": LIST.replace("2023-12-10", day), "/dt/1.html": NEWS, **more}
    finding = home_fresh(site(pages), ask(as_of))
    return finding.outcome, finding.cause


def test_an_entry_fourteen_days_old_is_fresh() -> None:
    assert fresh("2023-12-01") == (Outcome.MET, None)


def test_fifteen_days_without_an_entry_is_missing() -> None:
    pages = {"/": home("2023-11-30"), "/dt/": LIST.replace("2023-12-10", "2023-11-30")}
    finding = home_fresh(site({**pages, "/dt/1.html": NEWS}), ask())
    assert finding.outcome is Outcome.MISSING
    assert finding.looked
    assert "2023-11-30" in finding.reason


def test_entries_after_the_cut_off_leave_the_old_front_page_unknown() -> None:
    assert fresh("2023-12-15", as_of="2023-06-30") == (Outcome.UNKNOWN, Cause.NO_BASIS)


def test_a_visit_before_the_cut_off_is_judged_on_its_own_day() -> None:
    assert fresh("2023-12-10", as_of="2024-06-30") == (Outcome.MET, None)


def test_an_unread_undated_entry_may_be_new() -> None:
    more = entries(("/dt/2.html", "清河县启动冬季供暖保障工作", ""))
    seen = site(
        {
            "/": home("2023-11-01", more=more),
            "/dt/1.html": NEWS,
            "/dt/": LIST.replace("12-10", "11-01"),
        },
        statuses={"/dt/2.html": FetchOutcome.TIMEOUT_BODY},
    )
    finding = home_fresh(seen, ask())
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.NOT_READ)


def test_no_date_anywhere_counts_as_not_updated_when_every_page_was_read() -> None:
    assert fresh("")[0] is Outcome.MISSING


def test_a_front_page_of_menus_only_is_judged_by_its_columns() -> None:
    seen = site({"/": page("清河县人民政府", MENU, foot=FOOT), "/dt/": LIST, "/dt/1.html": NEWS})
    assert home_fresh(seen, ask()).outcome is Outcome.MET
