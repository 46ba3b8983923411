"""New media, theme days, cases and publicity."""

import pytest

from crawlers.checks.media import new_media, publicity, theme_day
from crawlers.site import Site
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, ask, page

NEWS = Entry("清河县召开放管服改革推进会", "2023-11-01")
PLAIN = {"工作动态": [NEWS, NEWS]}


def site_with(columns: dict[str, list[Entry]] | None = None, **options: object) -> Site:
    return with_columns({**PLAIN, **(columns or {})}, **options)  # type: ignore[arg-type]


# --- new media ------------------------------------------------------------------------------------

MATRIX = page(
    "政务新媒体",
    "<p>微信公众号：清河发布</p><p>新浪微博：@清河县发布</p><p>抖音号：清河融媒</p>",
    crumbs=("政务新媒体",),
)
ENTRANCE = '<a href="/xmt/">政务新媒体</a>'


def test_a_list_with_the_names_of_accounts_is_met() -> None:
    finding = new_media(site_with(extra=ENTRANCE, more={"/xmt/": MATRIX}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts["accounts"] == 3


def test_icons_without_names_are_half_a_list() -> None:
    finding = new_media(site_with(extra='<a href="javascript:;">官方微信</a>'), ask())
    assert finding.items == {"listing": Outcome.PARTIAL, "names": Outcome.PARTIAL}
    assert finding.outcome is Outcome.PARTIAL


@pytest.mark.parametrize(
    "entrance",
    [
        '<a href="https://weibo.example/qinghe">官方微博</a>',  # the account itself
        '<a href="javascript:;">政务新媒体矩阵</a>',  # a list that a script opens
        '<a href="javascript:;">官方微信</a><p>微信公众号：清河发布</p>',
    ],
)
def test_an_account_or_a_list_that_can_be_opened_is_listed(entrance: str) -> None:
    finding = new_media(site_with(extra=entrance), ask())
    assert finding.items is not None
    assert finding.items["listing"] is Outcome.MET


def test_nothing_is_missing_unless_a_picture_may_show_it_or_a_column_failed() -> None:
    finding = new_media(site_with(), ask())
    assert finding.outcome is Outcome.MISSING
    assert finding.looked
    pictured = new_media(site_with(extra='<img src="/qr.png">'), ask())
    assert pictured.outcome is Outcome.UNKNOWN
    failed = site_with(extra=ENTRANCE, statuses={"/xmt/": FetchOutcome.SERVER_ERROR})
    assert new_media(failed, ask()).items["names"] is Outcome.UNKNOWN


def test_an_article_that_mentions_an_account_is_no_list() -> None:
    said = Entry(
        "关于停水的通知",
        "2023-11-02",
        "详情请关注微信公众号“清河发布”，也可以致电自来水公司咨询具体情况，我们将竭诚为您服务，感谢您的理解与支持配合。"
        * 2,
    )
    finding = new_media(site_with({"通知公告": [said, NEWS]}), ask())
    assert finding.items["names"] is not Outcome.MET


def test_closed_accounts_are_counted() -> None:
    closed = Entry("关于关停“清河环保”微博账号的公告", "2023-05-01")
    finding = new_media(
        site_with({"通知公告": [closed, NEWS]}, extra=ENTRANCE, more={"/xmt/": MATRIX}), ask()
    )
    assert finding.counts["closed"] == 1


def test_a_department_without_any_is_not_judged() -> None:
    assert new_media(site_with(unit=DEPARTMENT), ask()).cause is Cause.NOTHING_TO_JUDGE


# --- theme day ------------------------------------------------------------------------------------

OVER = "11-30"  # the look is of 15 December
HELD = Entry(
    "清河县举办2023年政务公开主题日活动", "2023-06-20", "活动展示了精准扶贫首倡十周年的成果。" * 4
)
PLAN = Entry("关于开展2023年政务公开主题日活动的通知", "2023-05-20")


def themes(*entries: Entry, **more: object) -> Outcome:
    built = site_with({"政务公开工作": [*entries, NEWS]})
    return theme_day(built, ask(), due=OVER, **more).items["held"]  # type: ignore[arg-type]


def test_a_report_of_the_year_is_met_and_a_plan_alone_partial() -> None:
    assert themes(HELD) is Outcome.MET
    assert themes(PLAN) is Outcome.PARTIAL
    assert themes(HELD, least=2) is Outcome.PARTIAL


def test_last_years_activity_is_partial_and_none_missing_once_the_year_is_over() -> None:
    old = Entry(HELD.title.replace("2023", "2022"), "2022-06-20")
    assert themes(old) is Outcome.PARTIAL
    nothing = theme_day(site_with(), ask(), due=OVER)
    assert nothing.outcome is Outcome.MISSING
    early = theme_day(site_with(), ask())
    assert early.outcome is Outcome.UNKNOWN


def test_what_a_failed_column_may_hold_is_not_held_against_anybody() -> None:
    built = site_with(
        {"政务公开工作": [PLAN, NEWS]},
        extra='<a href="/tz/">通知公告</a>',
        statuses={"/tz/": FetchOutcome.TIMEOUT_BODY},
    )
    finding = theme_day(built, ask(), themes=("精准扶贫",), due=OVER)
    assert set(finding.items.values()) == {Outcome.UNKNOWN}


def test_themes_are_looked_for_in_title_and_text() -> None:
    built = site_with({"政务公开工作": [HELD, NEWS]})
    finding = theme_day(built, ask(), themes=("精准扶贫首倡", "一江碧水"))
    assert finding.items["themes"] is Outcome.PARTIAL
    assert "一江碧水" in finding.reason
    assert finding.counts == {"activities": 1, "themes": 1}


# --- cases ----------------------------------------------------------------------------------------

CASE = Entry("清河县“高效办成一件事”典型案例选登", "2023-08-01")
SHOWN = Entry("一图读懂清河县政务服务改革", "2023-08-02")


def test_a_case_and_publicity_of_the_year_are_met() -> None:
    finding = publicity(site_with({"改革专栏": [CASE, SHOWN]}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"cases": 1}


@pytest.mark.parametrize(
    ("entry", "outcome"),
    [
        (Entry("全县安全生产典型案例通报", "2023-08-01"), Outcome.MISSING),
        (Entry(CASE.title, "2022-08-01"), Outcome.PARTIAL),
        (Entry(CASE.title, ""), Outcome.UNKNOWN),
    ],
)
def test_another_matter_another_year_or_no_day_is_no_case_of_the_year(
    entry: Entry, outcome: Outcome
) -> None:
    built = site_with({"改革专栏": [entry, entry]})
    assert publicity(built, ask(), want=("cases",), due=OVER).items["cases"] is outcome


def test_a_failed_column_leaves_it_unknown() -> None:
    built = site_with(
        extra='<a href="/tz/">通知公告</a>', statuses={"/tz/": FetchOutcome.TIMEOUT_BODY}
    )
    finding = publicity(built, ask(), due=OVER)
    assert Outcome.MISSING not in finding.items.values()
