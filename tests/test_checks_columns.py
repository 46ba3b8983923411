"""Columns: kept up, and not empty."""

import pytest

from crawlers.checks.columns import columns_filled, columns_fresh
from data.types import Cause, FetchOutcome, Outcome
from tests.sites import article, ask, entries, page, site

HOME = page(
    "清河县人民政府",
    '<ul class="nav"><li><a href="/a/">栏目</a></li></ul>'
    + entries(("/x.html", "要闻一则", "2023-12-14")),
)
ITEM = article("关于开展冬季巡查的通知", "请各单位按要求开展巡查。", day="")


def column(
    name: str, day: str, crumbs: tuple[str, ...] = ("政务公开",), extra: str = ""
) -> dict[str, str]:
    rows = entries(
        ("/a/1.html", "关于开展冬季巡查的通知", day), ("/a/2.html", "关于开展春季巡查的通知", day)
    )
    html = page(name, rows + extra, crumbs=(*crumbs, name))
    return {"/": HOME, "/a/": html, "/a/1.html": ITEM, "/a/2.html": ITEM}


def fresh(name: str, day: str, **more: str) -> tuple[Outcome, dict[str, int]]:
    finding = columns_fresh(site({**column(name, day), **more}), ask())
    return finding.outcome, dict(finding.counts)


# --- columns_fresh -----------------------------------------------------------------------------


def test_news_has_fourteen_days() -> None:
    assert fresh("工作动态", "2023-12-01") == (
        Outcome.MET,
        {"stale_dynamic": 0, "stale_regular": 0},
    )
    assert fresh("工作动态", "2023-11-30") == (
        Outcome.PARTIAL,
        {"stale_dynamic": 1, "stale_regular": 0},
    )


def test_notices_have_half_a_year() -> None:
    assert fresh("通知公告", "2023-06-20")[0] is Outcome.MET
    assert fresh("通知公告", "2023-06-01") == (
        Outcome.PARTIAL,
        {"stale_dynamic": 0, "stale_regular": 1},
    )


def test_days_are_set_by_the_scheme() -> None:
    finding = columns_fresh(site(column("工作动态", "2023-11-30")), ask(), dynamic_days=30)
    assert finding.outcome is Outcome.MET


def test_a_scheme_that_scores_one_class_gets_the_outcome_of_that_class() -> None:
    pages = {
        **column("通知公告", "2023-06-01"),
        "/d/": page(
            "工作动态",
            entries(("/d/1.html", "召开会议", "2023-12-10")),
            crumbs=("政务公开", "工作动态"),
        ),
        "/d/1.html": ITEM,
    }
    seen = site(pages)
    dynamic = columns_fresh(seen, ask(), classes=("dynamic",))
    assert (dynamic.outcome, dict(dynamic.counts)) == (Outcome.MET, {"stale_dynamic": 0})
    regular = columns_fresh(seen, ask(), classes=("regular",))
    assert (regular.outcome, dict(regular.counts)) == (Outcome.PARTIAL, {"stale_regular": 1})
    assert columns_fresh(seen, ask()).outcome is Outcome.PARTIAL


def test_standing_columns_are_never_stale() -> None:
    for name in (
        "机构职能",
        "领导信息",
        "政府信息公开指南",
        "政府信息公开年报",
        "规划计划",
        "行政规范性文件",
    ):
        finding = columns_fresh(site(column(name, "2020-01-01")), ask())
        assert finding.cause is Cause.NOTHING_TO_JUDGE, name


def test_a_closed_topical_column_is_not_judged() -> None:
    old = column("工作动态", "2019-11-01", crumbs=("专题专栏", "主题教育"))
    assert columns_fresh(site(old), ask()).cause is Cause.NOTHING_TO_JUDGE


def test_undated_entries_count_as_not_updated_only_when_all_were_read() -> None:
    pages = column("工作动态", "")
    assert columns_fresh(site(pages), ask()).counts["stale_dynamic"] == 1
    unread = site(
        {k: v for k, v in pages.items() if k != "/a/2.html"},
        statuses={"/a/2.html": FetchOutcome.FORBIDDEN},
    )
    assert columns_fresh(unread, ask()).outcome is Outcome.UNKNOWN


def test_entries_after_the_cut_off_do_not_count() -> None:
    seen = site(column("工作动态", "2023-12-14"))
    assert columns_fresh(seen, ask("2023-06-30")).outcome is Outcome.UNKNOWN


def test_a_day_beside_an_entry_without_a_link_shows_that_the_column_was_kept_up() -> None:
    pages = column("工作动态", "2023-10-01")
    first = '<ul class="list"><li>关于举办培训班的通知<span>2023-12-08</span></li>'
    pages["/a/"] = pages["/a/"].replace('<ul class="list">', first)
    assert columns_fresh(site(pages), ask()).outcome is Outcome.MET


# --- columns_filled ----------------------------------------------------------------------------


def filled(name: str, body: str, **options: bool) -> tuple[Outcome, dict[str, int]]:
    pages = {**column("工作动态", "2023-12-01"), "/b/": page(name, body, crumbs=("政务公开", name))}
    finding = columns_filled(site(pages, **options), ask())
    return finding.outcome, dict(finding.counts)


def test_a_column_without_entries_is_empty() -> None:
    assert filled("社会救助", "<p>暂无信息</p>") == (
        Outcome.PARTIAL,
        {"empty_column": 1, "statement_column": 0},
    )


def test_a_parent_column_is_not_empty() -> None:
    parent = '<ul><li><a href="/a/">工作动态</a></li></ul>'
    assert filled("新闻中心", parent)[0] is Outcome.MET


def test_a_statement_is_counted_apart() -> None:
    pages = {
        **column("工作动态", "2023-12-01"),
        "/b/": page(
            "房屋征收",
            entries(("/b/1.html", "关于2023年房屋征收情况的说明", "2023-05-04")),
            crumbs=("政务公开", "房屋征收"),
        ),
        "/b/1.html": article("关于2023年房屋征收情况的说明", "本年度没有房屋征收项目。"),
    }
    finding = columns_filled(site(pages), ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"empty_column": 0, "statement_column": 1}


def test_a_column_whose_entries_lie_elsewhere_is_not_empty() -> None:
    elsewhere = entries(
        ("http://other.example/1.html", "市级政策一览", "2023-05-04"),
        ("http://other.example/2.html", "市级政策二览", "2023-05-03"),
    )
    assert filled("政策文件", elsewhere)[0] is Outcome.MET


def test_a_copy_must_say_itself_that_the_list_is_empty() -> None:
    assert filled("社会救助", "", copy=True)[0] is Outcome.MET
    assert filled("社会救助", "<p>共 0 条</p>", copy=True)[0] is Outcome.PARTIAL


MENU = "".join(
    f'<p><a href="/m{n}/">{name}</a></p>'
    for n, name in enumerate(("局长信箱", "我要写信", "信件查询"))
)
NO_ROWS = "<script>createPageHTML('page', 1, 1, 'list', 'shtml', 0);</script>"


def beside(*bodies: str, copy: bool = False) -> tuple[Outcome, dict[str, int]]:
    """Columns with these bodies, each beside the same menu as the pages of three others."""
    pages = column("工作动态", "2023-12-01")
    for n in range(3):
        rows = entries((f"/m{n}/1.html", f"第{n}号巡查情况通报", "2023-12-01"))
        pages[f"/m{n}/"] = page(f"栏目{n}", MENU + rows, crumbs=("互动交流", f"栏目{n}"))
        pages[f"/m{n}/1.html"] = ITEM
    for n, body in enumerate(bodies):
        pages[f"/e{n}/"] = page(f"空栏{n}", body, crumbs=("互动交流", f"空栏{n}"))
    finding = columns_filled(site(pages, copy=copy), ask())
    return finding.outcome, dict(finding.counts)


@pytest.mark.parametrize("copy", [False, True], ids=["live", "copy"])
def test_a_list_that_counts_nothing_is_empty_beside_the_menu_of_every_page(copy: bool) -> None:
    said = beside(MENU + "<p>共 0 条 第1/1页</p>", copy=copy)
    assert said == (Outcome.PARTIAL, {"empty_column": 1, "statement_column": 0})


@pytest.mark.parametrize("copy", [False, True], ids=["live", "copy"])
def test_a_pager_that_counts_no_rows_says_that_the_list_is_empty(copy: bool) -> None:
    assert beside(NO_ROWS, copy=copy)[1]["empty_column"] == 1
    some = NO_ROWS.replace(", 0)", ", 7)")
    assert beside(some, copy=True)[0] is Outcome.MET


def test_a_copy_without_such_words_may_have_lost_its_entries() -> None:
    assert beside(MENU, copy=True)[0] is Outcome.MET


def test_a_list_that_counts_nothing_but_leads_to_columns_below_is_their_parent() -> None:
    pages = column("工作动态", "2023-12-01", crumbs=("政务公开", "新闻中心"))
    pages["/n/"] = page("新闻中心", MENU + NO_ROWS, crumbs=("政务公开", "新闻中心"))
    assert columns_filled(site(pages), ask()).outcome is Outcome.MET


def test_a_page_that_only_leads_on_by_script_is_not_empty() -> None:
    pages = column("工作动态", "2023-12-01")
    script = "<script>window.open('/a/','_self')</script>"
    jump = f"<html><head><title>战线动态</title></head><body>{script}</body></html>"
    assert columns_filled(site({**pages, "/j/": jump}), ask()).outcome is Outcome.MET


def paged(*days: str) -> dict[str, str]:
    rows = [(f"/a/{n}.html", f"第{n}号巡查情况通报", day) for n, day in enumerate(days)]
    pager = '<div class="pages"><a href="/a/index_1.html">下一页</a></div>'
    html = page("工作动态", entries(*rows) + pager, crumbs=("政务公开", "工作动态"))
    return {"/": HOME, "/a/": html, **{url: ITEM for url, _, _ in rows}}


LATER = {"/a/index_1.html": FetchOutcome.TIMEOUT_BODY}


def test_entries_younger_than_the_judged_day_hide_what_the_next_page_holds() -> None:
    pages = paged("2023-12-14", "2023-12-10", "2023-12-01", "2023-05-01")
    seen = site(pages, statuses=LATER)
    assert columns_fresh(seen, ask("2023-06-30")).outcome is Outcome.UNKNOWN


def test_an_old_list_with_the_newest_on_top_needs_no_next_page() -> None:
    seen = site(paged("2023-06-05", "2023-06-03", "2023-06-01", "2023-05-01"), statuses=LATER)
    assert columns_fresh(seen, ask()).counts["stale_dynamic"] == 1


def test_pinned_entries_do_not_break_the_order() -> None:
    days = ("2021-03-01", "2023-06-05", "2023-06-03", "2023-06-01", "2023-05-01")
    seen = site(paged(*days), statuses=LATER)
    assert columns_fresh(seen, ask()).counts["stale_dynamic"] == 1
