"""The four parts of the platform, and the catalogue."""

import pytest

from crawlers.checks.platform import disclosure_catalogue, platform_parts
from data.types import Cause, FetchOutcome, Outcome
from tests.sites import article, ask, entries, page, site

GUIDE = article(
    "清河县人民政府政府信息公开指南",
    "机构名称：清河县人民政府办公室\n办公地址：清河县建设路1号\n联系电话：0990-6220001\n"
    "申请人可以填写申请表提出申请，认为权益受到侵犯的可以申请行政复议。",
)
RULES = article("清河县政府信息公开审查制度", "第一条 为规范公开审查工作，制定本制度。")
REPORT = article("清河县人民政府2022年政府信息公开工作年度报告", "一、总体情况。")
PLATFORM = page(
    "政府信息公开",
    '<div class="tree"><a href="/zn/1.html">政府信息公开指南</a>'
    '<a href="/zd/1.html">政府信息公开制度</a>'
    '<a href="/nr/">法定主动公开内容</a><a href="/nb/1.html">政府信息公开年报</a></div>',
)
CONTENT = page(
    "法定主动公开内容",
    entries(("/nr/1.html", "清河县召开防汛工作会议", "2023-12-10")),
    crumbs=("政府信息公开", "法定主动公开内容"),
)
NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。")
HOME = page(
    "清河县人民政府",
    '<div class="nav"><a href="/xxgk/">政府信息公开</a></div>'
    + entries(("/nr/1.html", "清河县召开防汛工作会议", "2023-12-10")),
)
ALL = {
    "/": HOME,
    "/xxgk/": PLATFORM,
    "/zn/1.html": GUIDE,
    "/zd/1.html": RULES,
    "/nr/": CONTENT,
    "/nr/1.html": NEWS,
    "/nb/1.html": REPORT,
}


def without(*paths: str) -> dict[str, str]:
    return {path: html for path, html in ALL.items() if path not in paths}


def test_four_parts_with_content_are_met() -> None:
    finding = platform_parts(site(ALL), ask())
    assert finding.outcome is Outcome.MET
    assert len(finding.items) == 4


def test_a_menu_entry_that_leads_nowhere_is_no_part() -> None:
    finding = platform_parts(site(without("/zn/1.html")), ask())
    assert finding.items["guide"] is Outcome.MISSING
    assert finding.outcome is Outcome.PARTIAL
    assert finding.looked
    assert "政府信息公开指南" in finding.reason


@pytest.mark.parametrize("ended", [FetchOutcome.SERVER_ERROR, FetchOutcome.CHALLENGE])
def test_a_part_that_could_not_be_read_is_unknown(ended: FetchOutcome) -> None:
    seen = site(without("/zn/1.html"), statuses={"/zn/1.html": ended})
    assert platform_parts(seen, ask()).items["guide"] is Outcome.UNKNOWN


def test_in_a_copy_a_part_that_was_not_saved_is_unknown() -> None:
    seen = site(without("/zn/1.html"), copy=True)
    assert platform_parts(seen, ask()).items["guide"] is Outcome.UNKNOWN


def test_a_part_on_another_site_is_left_to_a_person() -> None:
    away = PLATFORM.replace("/zn/1.html", "http://xxgk.example/zn/")
    seen = site({**without("/zn/1.html"), "/xxgk/": away})
    assert platform_parts(seen, ask()).items["guide"] is Outcome.UNKNOWN


def test_news_in_the_column_of_the_guide_is_no_guide() -> None:
    wrong = page(
        "政府信息公开指南",
        entries(("/zn/2.html", "关于部门职权清理情况的说明材料", "2023-03-01")),
        crumbs=("政府信息公开", "政府信息公开指南"),
    )
    pages = {
        **without("/zn/1.html"),
        "/xxgk/": PLATFORM.replace("/zn/1.html", "/zn/"),
        "/zn/": wrong,
        "/zn/2.html": article("关于部门职权清理情况的说明材料", "我县对职权进行了梳理和确认。"),
    }
    assert platform_parts(site(pages), ask()).items["guide"] is Outcome.PARTIAL


# --- disclosure_catalogue ------------------------------------------------------------------------

HEAD = (
    "<tr><th>公开事项</th><th>公开内容</th><th>公开依据</th><th>公开时限</th>{}"
    "<th>公开途径</th></tr>"
)
ROW = (
    "<tr><td>机构职能</td><td>职能</td><td>条例</td><td>20个工作日</td><td>办公室</td>"
    "<td>网站</td></tr>"
)


def catalogue(
    title: str, day: str, *, head: str = HEAD.format("<th>责任股室</th>"), as_of: str = "2023-12-15"
) -> tuple[Outcome, Outcome, str]:
    html = article(title, "现将目录清单予以公布。", day=day, extra=f"<table>{head}{ROW}</table>")
    html = html.replace("</p></div>", f"</p><table>{head}{ROW}</table></div>")
    pages = {
        "/": HOME.replace("/xxgk/", "/ml/"),
        "/nr/1.html": NEWS,
        "/ml/": page("主动公开目录", entries(("/ml/1.html", title, day)), crumbs=("主动公开目录",)),
        "/ml/1.html": html,
    }
    finding = disclosure_catalogue(site(pages), ask(as_of))
    return finding.items["by_due"], finding.items["columns"], finding.reason


def test_this_years_catalogue_in_time_is_met() -> None:
    title = "清河县人民政府2023年主动公开目录清单"
    assert catalogue(title, "2023-05-24")[:2] == (Outcome.MET, Outcome.MET)


def test_a_late_catalogue_is_partial() -> None:
    title = "清河县人民政府2023年主动公开目录清单"
    assert catalogue(title, "2023-08-01")[:2] == (Outcome.PARTIAL, Outcome.MET)


def test_last_years_catalogue_alone_is_missing() -> None:
    title = "清河县人民政府2022年主动公开目录清单"
    assert catalogue(title, "2022-05-24")[0] is Outcome.MISSING


def test_a_missing_column_is_named() -> None:
    by_due, columns, reason = catalogue(
        "清河县人民政府2023年主动公开目录清单", "2023-05-24", head=HEAD.format("")
    )
    assert (by_due, columns) == (Outcome.MET, Outcome.PARTIAL)
    assert "责任单位" in reason


def test_no_catalogue_is_missing_after_the_due_day_only() -> None:
    pages = {"/": HOME, "/xxgk/": PLATFORM, **without("/", "/xxgk/")}
    assert disclosure_catalogue(site(pages), ask()).outcome is Outcome.MISSING
    early = disclosure_catalogue(site(pages), ask("2023-05-01"))
    assert early.cause is Cause.NOTHING_TO_JUDGE


@pytest.mark.parametrize(
    "title",
    [
        "清河县人民政府政务公开负面清单（2023年）",
        "清河县人民政府2023年权责清单",
        "清河县人民政府2023年行政事业性收费目录清单",
    ],
)
def test_a_list_of_other_things_is_no_catalogue_of_what_is_disclosed(title: str) -> None:
    html = article(title, "现予公布。", day="2023-05-24").replace(
        "</p></div>", f"</p><table>{HEAD.format('')}{ROW}</table></div>"
    )
    pages = {
        "/": HOME.replace("/xxgk/", "/ml/"),
        "/nr/1.html": NEWS,
        "/ml/": page(
            "主动公开目录", entries(("/ml/1.html", title, "2023-05-24")), crumbs=("主动公开目录",)
        ),
        "/ml/1.html": html,
    }
    finding = disclosure_catalogue(site(pages), ask())
    assert "by_due" not in finding.items
    assert finding.outcome is not Outcome.MET


def test_a_catalogue_that_has_a_negative_list_beside_it_counts() -> None:
    title = "清河县人民政府2023年主动公开目录清单和负面清单"
    assert catalogue(title, "2023-05-24")[0] is Outcome.MET


def test_a_late_catalogue_scores_more_than_an_old_one() -> None:
    late = catalogue("清河县人民政府2023年主动公开目录清单", "2023-08-01")[0]
    old = catalogue("清河县人民政府2021年主动公开目录清单", "2021-08-01")[0]
    assert (late, old) == (Outcome.PARTIAL, Outcome.MISSING)


def test_the_catalogue_of_another_organ_is_not_credited() -> None:
    title = "江东省教育厅2023年主动公开目录清单"
    html = article(title, "现予公布。", day="2023-05-24", extra=f"<table>{HEAD}{ROW}</table>")
    pages = {
        "/": HOME.replace("/xxgk/", "/ml/"),
        "/nr/1.html": NEWS,
        "/ml/": page(
            "主动公开目录", entries(("/ml/1.html", title, "2023-05-24")), crumbs=("主动公开目录",)
        ),
        "/ml/1.html": html,
    }
    assert disclosure_catalogue(site(pages), ask()).outcome is Outcome.MISSING


# --- what tells of a part is not the part ---------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "column", "outcome"),
    [
        ("国务院办公厅印发《公共企事业单位信息公开规定制定办法》", "政策法规", Outcome.MISSING),
        ("清河县政府信息公开审查制度", "工作动态", Outcome.MISSING),
        ("关于印发《清河县政府信息公开审查制度》的通知", "政策法规", Outcome.MET),
        ("清河县政府信息公开审查制度", "政策法规", Outcome.MET),
    ],
)
def test_a_report_about_rules_is_no_rule(title: str, column: str, outcome: Outcome) -> None:
    pages = {
        **without("/zd/1.html"),
        "/xxgk/": PLATFORM.replace('<a href="/zd/1.html">政府信息公开制度</a>', ""),
        "/nr/": CONTENT.replace("</ul>", f'<li><a href="/x/">{column}</a></li></ul>'),
        "/x/": page(column, entries(("/x/1.html", title, "2023-06-01")), crumbs=(column,)),
        "/x/1.html": article(title, "第一条 为规范公开审查工作，制定本制度。", crumbs=(column,)),
    }
    assert platform_parts(site(pages), ask()).items["rules"] is outcome
