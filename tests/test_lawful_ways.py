"""Unusual but lawful ways to disclose: none of them is "missing", and beside each the honest
"missing" that it must not hide.
"""

from collections.abc import Callable

import pytest

from crawlers.checks.annual_report import annual_report
from crawlers.checks.budget import department_accounts, department_budget
from crawlers.checks.foi import foi_channel, foi_guide
from crawlers.checks.organisation import organisation
from crawlers.checks.plans import plans
from crawlers.registry import Ask
from crawlers.site import Site
from data.types import Document, Finding, Outcome
from tests.sites import DEPARTMENT, article, ask, entries, page, site

MET, MISSING, UNKNOWN = Outcome.MET, Outcome.MISSING, Outcome.UNKNOWN
PROSE = "围绕校园安全、教师队伍等重点任务，全市各学校认真落实各项工作要求。" * 5
COLUMNS = {
    "/gh/": "规划计划",
    "/ys/": "财政预决算",
    "/nb/": "政府信息公开年报",
    "/zn/": "政府信息公开指南",
    "/sq/": "依申请公开",
    "/jg/": "机构职能",
}
MENU = "".join(f'<a href="{path}">{name}</a>' for path, name in COLUMNS.items())


def made(given: dict[str, str], **files: Document | str) -> Site:
    """A department's site: the pages given, and every other column says that it has nothing."""
    pages = {path: column(path, "<p>暂无</p>") for path in COLUMNS} | given
    home = page("清河市教育局", f'<div class="nav">{MENU}</div>')
    named = {f"/{name.replace('_', '/', 1)}.docx": it for name, it in files.items()}
    return site({"/": home, **pages}, unit=DEPARTMENT, files=named)


def column(path: str, body: str) -> str:
    return page(COLUMNS[path], f'<div class="nav">{MENU}</div>{body}', crumbs=(COLUMNS[path],))


def listed(path: str, *rows: tuple[str, str, str]) -> str:
    return column(path, entries(*rows))


# --- years ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "outcome"),
    [
        ("２０２３", MET),
        ("二〇二三", MET),
        ("二○二三", MET),
        ("二零二三", MET),
        ("２０２１", MISSING),
        ("二〇二一", MISSING),
    ],
)
def test_a_year_counts_however_it_is_written(year: str, outcome: Outcome) -> None:
    title = f"清河市教育局{year}年工作计划"
    seen = made(
        {
            "/gh/": listed("/gh/", ("/gh/1.html", title, "2023-02-20")),
            "/gh/1.html": article(title, PROSE, day="2023-02-20", source="清河市教育局"),
        }
    )
    assert plans(seen, ask(), want=("plan",)).items["plan"] is outcome


@pytest.mark.parametrize(("day", "outcome"), [("2023-01-20", MET), ("2022-01-20", MISSING)])
def test_a_report_that_names_no_year_is_about_the_year_before_it_came_out(
    day: str, outcome: Outcome
) -> None:
    title = "政府信息公开工作年度报告"
    seen = made(
        {
            "/nb/": column("/nb/", '<ul><li><a href="/nb/x/">年度报告</a></li></ul>'),
            "/nb/x/": page("年度报告", entries(("/nb/x/1.html", title, day)), crumbs=("年报",)),
            "/nb/x/1.html": article(title, PROSE, day=day, source="清河市教育局"),
        }
    )
    found = annual_report(seen, ask())
    assert (found.outcome is MISSING) is (outcome is MISSING)


@pytest.mark.parametrize(("day", "found"), [("2023-09-01", True), ("2021-09-01", False)])
def test_accounts_that_name_no_year_are_those_of_the_year_before(day: str, found: bool) -> None:
    seen = made(
        {
            "/ys/": listed("/ys/", ("/ys/1.html", "部门决算公开", day)),
            "/ys/1.html": article("部门决算公开", PROSE, day=day, source="清河市教育局"),
        }
    )
    assert (department_accounts(seen, ask()).outcome is MISSING) is not found


# --- files, pictures, the column itself -----------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        (PROSE, MET),
        (Document("http://qinghe.localhost/gh/1.docx", "docx", "broken"), UNKNOWN),
    ],
)
def test_a_plan_may_be_a_file(document: Document | str, outcome: Outcome) -> None:
    rows = ("/gh/1.docx", "清河市教育局2023年工作计划", "2023-02-20")
    seen = made({"/gh/": listed("/gh/", rows)}, gh_1=document)
    assert plans(seen, ask(), want=("plan",)).items["plan"] is outcome


def test_a_plan_that_is_a_picture_is_for_a_person_to_read() -> None:
    title = "清河市教育局2023年工作计划"
    scan = article(
        title, "", day="2023-02-20", extra='<div class="article"><img src="/a.png"></div>'
    )
    seen = made({"/gh/": listed("/gh/", ("/gh/1.html", title, "2023-02-20")), "/gh/1.html": scan})
    assert plans(seen, ask(), want=("plan",)).items["plan"] is UNKNOWN


@pytest.mark.parametrize(("year", "outcome"), [(2023, UNKNOWN), (2020, MISSING)])
def test_a_plan_written_on_the_page_of_its_column_is_for_a_person_to_read(
    year: int, outcome: Outcome
) -> None:
    text = f"<h2>清河市教育局{year}年工作计划</h2><p>{PROSE}</p>"
    seen = made({"/gh/": column("/gh/", text)})
    assert plans(seen, ask(), want=("plan",)).items["plan"] is outcome


GUIDE = (
    "清河市教育局政府信息公开指南\n受理机构：清河市教育局办公室。办公地址：清河市人民路1号。"
    "办公时间：上午8:30-12:00。联系电话：0319-1234567。电子邮箱：jyj@qinghe.example。\n"
    "申请可当面提交、寄送书面信函，也可登录省平台提交。\n可以依法申请行政复议或者提起行政诉讼。"
)
DUTIES = (
    "清河市教育局职能配置、内设机构和人员编制规定\n主要职责：贯彻执行教育法律法规，拟订规划并组织"
    "实施。\n内设机构：办公室、人事股、基础教育股。\n负责人：张三。办公地址：清河市人民路1号。"
    "办公时间：8:30-12:00。联系电话：0319-1234567"
)


def test_a_guide_may_be_a_file_behind_a_short_page() -> None:
    link = '<p>点击下载：<a href="/zn/1.docx">指南.docx</a></p>'
    seen = made({"/zn/": column("/zn/", link)}, zn_1=GUIDE)
    assert foi_guide(seen, ask()).outcome is MET
    assert set(foi_channel(seen, ask()).items.values()) == {MET}


def test_a_guide_in_a_file_that_nobody_can_read_is_not_missing() -> None:
    link = '<p>点击下载：<a href="/zn/1.docx">指南.docx</a></p>'
    broken = Document("http://qinghe.localhost/zn/1.docx", "docx", "broken")
    assert foi_guide(made({"/zn/": column("/zn/", link)}, zn_1=broken), ask()).outcome is UNKNOWN


def test_without_a_guide_it_is_missing() -> None:
    assert foi_guide(made({}), ask()).outcome is MISSING


def test_duties_and_offices_may_be_a_file() -> None:
    seen = made({"/jg/": listed("/jg/", ("/jg/1.docx", "清河市教育局“三定”规定", ""))}, jg_1=DUTIES)
    assert set(organisation(seen, ask()).items.values()) == {MET}


# --- elsewhere ------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", [department_budget, department_accounts])
def test_a_column_that_sends_its_readers_to_another_website_hides_what_is_there(
    check: Callable[[Site, Ask], Finding],
) -> None:
    words = (
        '<p>本局财政预决算请到<a href="https://xxgk.province.example/130534/">全省统一平台</a>'
        "查看。</p>"
    )
    assert check(made({"/ys/": column("/ys/", words)}), ask()).outcome is UNKNOWN
    assert check(made({}), ask()).outcome is MISSING


# --- names and words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "missing"),
    [("清河市教育体育局", False), ("清河市水利局", True), ("清河市第一中学", True)],
)
def test_an_office_may_go_by_its_name_before_or_after_a_reform(office: str, missing: bool) -> None:
    title = f"{office}2023年部门预算"
    seen = made(
        {
            "/ys/": listed("/ys/", ("/ys/1.html", title, "2023-02-10")),
            "/ys/1.html": article(title, PROSE, day="2023-02-10", source=office),
        }
    )
    assert (department_budget(seen, ask()).outcome is MISSING) is missing


def test_a_mailbox_and_an_address_in_a_guide_may_serve_to_apply() -> None:
    text = (
        "一、受理单位\n清河市教育局政策法规股\n二、联系方式\n地址 清河市人民路1号\n"
        "电话 0319-1234567\n邮箱 jyj@qinghe.example\n时间 工作日8:30—12:00\n三、怎样申请\n"
        "填写申请表后送交。\n四、权利保障\n可依法复议、诉讼。"
    )
    seen = made({"/zn/": article("清河市教育局政府信息公开指南", text, source="清河市教育局")})
    assert set(foi_channel(seen, ask()).items.values()) == {UNKNOWN}
    assert MISSING not in foi_guide(seen, ask()).items.values()
