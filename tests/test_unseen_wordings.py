"""Words of sites never seen: an honest office that says it otherwise is not accused.

Every page here is invented, in words that offices use and the rules did not know.
"""

from dataclasses import replace
from datetime import date

import pytest

from crawlers.checks.acts import administrative_acts
from crawlers.checks.address import site_address
from crawlers.checks.annual_report import annual_report
from crawlers.checks.budget import department_accounts, department_budget
from crawlers.checks.charges import fee_catalogue
from crawlers.checks.decision import consultation, decision_catalogue
from crawlers.checks.disclosure import enforcement
from crawlers.checks.economy import statistics
from crawlers.checks.expropriation import land_expropriation
from crawlers.checks.foi import foi_guide
from crawlers.checks.interaction import hotline
from crawlers.checks.marks import identity_marks
from crawlers.checks.meetings import meetings
from crawlers.checks.openness import key_points
from crawlers.checks.organisation import leadership, organisation
from crawlers.checks.plans import plans
from crawlers.checks.policy import document_fields
from crawlers.checks.powers import power_list_adjusted
from crawlers.checks.roster import budget_roster
from crawlers.site import Item, Site
from crawlers.subjects.budget_titles import may_be
from crawlers.subjects.consultations import is_consultation
from crawlers.subjects.contents import without_names
from crawlers.subjects.deadlines import out_by
from crawlers.subjects.meetings import unnumbered
from crawlers.subjects.periods import period_end
from data.types import Cause, Finding, Outcome, Unit
from tests.columns import Entry, listing, table, with_columns
from tests.sites import BASE, DEPARTMENT, UNIT, ask, entries, page, site
from tests.test_checks_address import at
from tests.test_checks_organisation import LINES
from tests.test_checks_website import NEWS, home

WORK = "围绕年度目标，抓好以下各项工作，压实责任，按期完成。" * 6


def office(name: str, *aliases: str) -> Unit:
    return Unit("x", name, "department", "市直部门", BASE, aliases=aliases)


# --- an office's own name is no word of its titles ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("清河市统计局", "清河市统计局2023年工作要点"),
        ("清河市统计局", "2023年全市统计工作要点"),
        ("清河市政府采购中心", "清河市政府采购中心2023年工作计划"),
        ("清河市会议培训中心", "会议培训中心2023年工作计划"),
        ("清河市招生考试院", "清河市招生考试院2023年工作要点"),
    ],
)
def test_a_plan_is_the_years_plan_whatever_the_office_is_called(name: str, title: str) -> None:
    built = with_columns({"规划计划": [Entry(title, "2023-02-10", WORK)]}, unit=office(name))
    assert plans(built, ask(), want=("plan",)).outcome is Outcome.MET


@pytest.mark.parametrize(
    "title", ["2023年清河教育工作思路和举措", "清河市教育局2023年工作安排意见"]
)
def test_a_plan_may_be_called_otherwise(title: str) -> None:
    built = with_columns({"规划计划": [Entry(title, "2023-02-10", WORK)]}, unit=DEPARTMENT)
    assert plans(built, ask(), want=("plan",)).outcome is Outcome.MET


def test_a_summary_may_tell_what_was_completed() -> None:
    entry = Entry("清河市教育局2022年工作完成情况", "2023-01-10", WORK)
    built = with_columns({"工作总结": [entry]}, unit=DEPARTMENT)
    assert plans(built, ask(), want=("summary",)).outcome is Outcome.MET


def test_a_field_and_something_besides_is_left_to_a_person() -> None:
    entry = Entry("清河市2023年教育体育工作要点", "2023-02-10", WORK)
    built = with_columns({"规划计划": [entry]}, unit=DEPARTMENT)
    assert plans(built, ask(), want=("plan",)).items["plan"] is Outcome.UNKNOWN


def test_a_summary_of_disclosure_may_be_the_report() -> None:
    entry = Entry("2022年政府信息公开工作总结", "2023-01-10", WORK)
    built = with_columns({"公开年报": [entry]}, unit=DEPARTMENT)
    assert annual_report(built, ask()).cause is Cause.NEEDS_PERSON


def test_the_field_of_another_office_is_still_a_narrower_subject() -> None:
    plan = Entry("2023年统计工作要点", "2023-02-10", WORK)
    built = with_columns({"规划计划": [plan]}, unit=DEPARTMENT)
    assert plans(built, ask(), want=("plan",)).items["plan"] is Outcome.MISSING


@pytest.mark.parametrize(
    "title",
    [
        "2023年清河市审计局部门预算",
        "2023年度清河市公共资源交易和招标采购办公室预算公开",
        "2023年清河市审计局（本级）部门预算",
        "2023年市财政绩效评价中心部门预算",
        "2023年清河市会议中心单位预算",
        "2023年清河市重点工程建设中心2023年度部门收支预算",
        "清河市教育局2023年部门预算及绩效目标公开",
        "清河市教育局2023年度部门预算（含政府采购、专项资金）",
        "清河市教育局2022年度部门决算和绩效评价报告",
    ],
)
def test_a_budget_may_name_its_office_behind_the_year(title: str) -> None:
    assert may_be(title)


@pytest.mark.parametrize(
    "title",
    [
        "2023年部门预算绩效目标表",
        "2023年部门预算编制培训会召开",
        "2023年清河市审计局部门预算绩效自评报告",
        "2023年政府采购项目预算公示",
        "2023年部门预算和绩效管理办法",
        "2023年部门预算及绩效管理培训会召开",
        "2022年度审计局决算审计报告",
        "2023年市图书馆工程预算评审结果",
    ],
)
def test_what_is_about_a_budget_is_still_none(title: str) -> None:
    assert not may_be(title)


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("财政预决算", "清河县{office}{year}年部门{kind}"),
        ("财政预决算", "{year}年清河县{office}部门{kind}"),
        ("财政预决算", "{year}年度{office}（本级）{kind}公开"),
        ("清河县{office}", "{year}年部门{kind}"),
    ],
)
def test_a_roster_knows_whose_budget_it_is(column: str, title: str) -> None:
    columns: dict[str, list[Entry]] = {}
    for name in ("审计局", "教育局", "民政局"):
        for year, kind in ((2023, "预算"), (2022, "决算")):
            said = title.format(office=name, year=year, kind=kind)
            entry = Entry(said, "2023-09-10", f"{said}说明。" * 20)
            columns.setdefault(column.format(office=name), []).append(entry)
    finding = budget_roster(with_columns(columns), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"required_units": 3, "published_units": 3}


def test_the_audit_office_has_published_its_budget_and_accounts() -> None:
    unit = office("清河市审计局")
    rows = [("2023年清河市审计局部门预算", "2023-02-10", "部门预算说明。" * 30)]
    rows += [("2022年度清河市审计局部门决算", "2023-09-10", "部门决算说明。" * 30)]
    built = listing("财政预决算", *rows, unit=unit)
    assert department_budget(built, ask()).items["published"] is Outcome.MET
    assert department_accounts(built, ask()).items["published"] is Outcome.MET


@pytest.mark.parametrize(
    "title",
    [
        "中共清河市委机构编制委员会办公室2022年政府信息公开工作年度报告",
        "关于印发《清河市教育局2022年政府信息公开工作年度报告》的通知",
        "清河市教育局关于公布2022年政府信息公开工作年度报告的通知",
    ],
)
def test_a_report_is_one_whoever_issues_it(title: str) -> None:
    unit = office("中共清河市委机构编制委员会办公室") if "编制" in title else DEPARTMENT
    built = listing("公开年报", (title, "2023-01-20", "一、总体情况\n略。" * 20), unit=unit)
    assert annual_report(built, ask()).items["on_time"] is Outcome.MET


@pytest.mark.parametrize(
    "title",
    [
        "关于做好2022年政府信息公开工作年度报告编制和发布工作的通知",
        "关于转发2022年政府信息公开工作年度报告格式的通知",
        "2022年政府信息公开工作年度报告解读",
    ],
)
def test_orders_and_explanations_are_no_reports(title: str) -> None:
    built = listing("公开年报", (title, "2023-01-20", "请各单位认真做好编制工作。" * 20))
    assert annual_report(built, ask("2023-12-15")).outcome is Outcome.MISSING


def test_names_leave_the_longest_first() -> None:
    unit = office("清河市文化广电新闻出版局", "市文广新局")
    assert without_names(unit, "清河市文化广电新闻出版局机构职能") == "机构职能"
    assert without_names(unit, "文化广电新闻出版局概况") == "概况"
    assert without_names(unit, "市文广新局概况") == "概况"


# --- who the office is ----------------------------------------------------------------------------


def described(
    title: str, column: str = "机构职能", unit: Unit = DEPARTMENT, **line: str
) -> Finding:
    text = "\n".join({**LINES, **line}.values())
    return organisation(listing(column, (title, "2023-06-01", text), unit=unit), ask())


@pytest.mark.parametrize(
    ("title", "column", "name"),
    [
        ("清河市文化广电新闻出版局机构职能", "机构职能", "清河市文化广电新闻出版局"),
        (
            "关于印发《清河市教育局职能配置、内设机构和人员编制规定》的通知",
            "机构职能",
            "清河市教育局",
        ),
        ("清河市教育局组织架构", "组织架构", "清河市教育局"),
        ("清河市教育局单位概览", "单位概览", "清河市教育局"),
    ],
)
def test_an_office_is_described_under_other_titles(title: str, column: str, name: str) -> None:
    finding = described(title, column, office(name))
    assert finding.outcome is Outcome.MET, finding.reason


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("hours", "夏令时 8:00-12:00，15:00-18:00"),
        ("hours", "开放时间：法定工作日"),
        ("hours", "工作日9:00至17:00"),
        ("phone", "联系方式：6220001"),
        ("phone", "座机：6220001"),
        ("phone", "0990-622 0001"),
        ("address", "办公场所：市政务服务中心三楼"),
        ("address", "我局位于清河市市民中心综合办公楼"),
    ],
)
def test_contact_data_are_seen_in_other_words(key: str, line: str) -> None:
    finding = described("清河市教育局机构职能", **{key: line})
    assert finding.items[key] is Outcome.MET, finding.reason


def test_what_a_page_of_pictures_says_is_not_missing() -> None:
    picture = '<img src="/up/W0230101.jpg">'
    plain = Entry("关于停水的通知", text="明日停水。")
    shown = Entry("清河市教育局机构职能", text="见下图。", html=picture)
    built = with_columns({"机构职能": [shown], "通知公告": [plain]}, unit=DEPARTMENT)
    finding = organisation(built, ask())
    assert Outcome.MISSING not in {finding.outcome, *finding.items.values()}


def test_leaders_may_stand_under_班子成员() -> None:
    row = ("局长 沈知远", "2023-06-01", "沈知远，1990年参加工作。工作经历：历任教师。分管办公室。")
    finding = leadership(listing("班子成员", row, unit=DEPARTMENT), ask())
    assert finding.items["name_post"] is Outcome.MET, finding.reason


# --- decisions, meetings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "清河县人民政府办公室关于印发《2023年度重大行政决策事项目录》的通知",
        "关于公布清河县2023年度重大行政决策事项目录的通知",
    ],
)
def test_the_notice_that_issues_a_catalogue_is_the_catalogue(title: str) -> None:
    built = listing("重大行政决策", (title, "2023-04-01", "一、制定停车办法。"))
    assert decision_catalogue(built, ask()).outcome is Outcome.MET


@pytest.mark.parametrize(
    "title",
    [
        "关于做好2023年度重大行政决策事项目录公布工作的通知",
        "关于落实2023年度重大行政决策事项目录的通知",
        "关于申报2023年度重大行政决策事项目录的通知",
    ],
)
def test_a_notice_that_orders_one_is_not(title: str) -> None:
    built = listing("重大行政决策", (title, "2023-04-01", "请各单位按要求办理。"))
    assert decision_catalogue(built, ask()).outcome is Outcome.MISSING


def test_meetings_without_a_number_are_not_missing() -> None:
    rows = [("县政府召开常务会议 研究安全生产工作", f"2023-0{n}-05", WORK) for n in (3, 6)]
    finding = meetings(listing("政府会议", *rows), ask())
    assert finding.cause is Cause.NO_BASIS
    assert "没有写会次" in finding.reason


@pytest.mark.parametrize(
    "title",
    [
        "县政府第20次政府常务会议召开",
        "第20次县人民政府常务会议召开",
        "县政府常务会议（第20次）",
        "县政府常务会议（第二十次）",
    ],
)
def test_the_number_may_stand_on_either_side(title: str) -> None:
    text = "会议审议通过《停车管理办法》，观看视频回放，部署下一步工作，要求压实责任。" * 2
    finding = meetings(listing("政府会议", (title, "2023-05-05", text)), ask())
    assert finding.counts == {"meetings": 1, "missing_part": 0, "missing_meeting": 0}


@pytest.mark.parametrize(
    "title", ["县直各单位学习县政府常务会议精神", "县人大常委会召开常务会议", "县委召开全体会议"]
)
def test_meetings_of_others_are_not_the_governments(title: str) -> None:
    built = listing("政府会议", (title, "2023-05-05", WORK))
    assert unnumbered(built, ask()) == []
    assert meetings(built, ask()).outcome is Outcome.MISSING


def test_the_explanation_of_a_draft_may_be_an_entry_of_its_own() -> None:
    name = "《清河县停车管理办法（征求意见稿）》"
    asked = (
        "向社会公开征求意见，期限自2023年5月5日至2023年6月10日，电话0990-6220001。\n"
        "第一条 略。\n第二条 略。"
    )
    rows = [(f"关于公开征求{name}意见的公告", "2023-05-05", asked)]
    alone = consultation(listing("意见征集", *rows), ask())
    assert alone.items["explanation"] is Outcome.MISSING
    rows += [(f"关于{name}的起草说明", "2023-05-05", "为规范停车，起草本办法。")]
    finding = consultation(listing("意见征集", *rows), ask())
    assert finding.items["explanation"] is Outcome.MET
    assert finding.counts["missing_element"] == 0


def test_an_explanation_is_no_consultation_of_its_own() -> None:
    row = (
        "关于《清河县停车管理办法（征求意见稿）》的编制说明",
        "2023-05-05",
        "为规范停车，起草本办法，欢迎社会各界监督。" * 3,
    )
    finding = consultation(listing("意见征集", row), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE
    assert is_consultation("关于征求《停车管理办法（征求意见稿）》及编制说明意见的公告")


@pytest.mark.parametrize(
    ("year_before", "seen_now", "expected"),
    [
        ("2022", "征收土地公告", ("met", "met", "met")),
        ("", "征收土地公告", ("missing", "missing", "met")),
        ("", "征收土地预公告", ("met", "unknown", "unknown")),
    ],
)
def test_stages_of_taking_land_may_lie_in_other_years_or_ahead(
    year_before: str, seen_now: str, expected: tuple[str, ...]
) -> None:
    rows = [(f"清河县人民政府{seen_now}", "2023-05-05", WORK)]
    for name in ("征收土地预公告", "征地补偿安置公告") if year_before else ():
        rows.append((f"清河县人民政府{name}", f"{year_before}-09-05", WORK))
    finding = land_expropriation(listing("征地信息", *rows), ask())
    stages = ("pre_notice", "compensation", "land_notice")
    assert tuple(finding.items[stage].value for stage in stages) == expected


def test_a_column_of_enforcement_does_not_say_that_an_office_may_coerce() -> None:
    told = Entry("行政处罚依据和程序", "2023-03-01", "依据行政处罚法，适用条件和程序如下。" * 5)
    finding = administrative_acts(with_columns({"行政执法公示": [told]}, unit=DEPARTMENT), ask())
    assert {key.partition("_")[0] for key in finding.items} == {"penalty"}


def test_an_office_without_penalties_is_not_told_that_results_are_missing() -> None:
    told = Entry("行政处罚依据和程序", "2023-03-01", "依据行政处罚法，适用条件和程序如下。" * 5)
    built = with_columns({"行政执法公示": [told]}, unit=DEPARTMENT)
    finding = administrative_acts(built, ask(), want=("penalty",))
    assert finding.items["penalty_result"] is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("foot", "entry"),
    [
        ("网站标识码：1234567890", Outcome.MISSING),
        ("备案号 99123456", Outcome.MISSING),
        ("热线 12345", Outcome.PARTIAL),
        ("热线 0990-12345", Outcome.PARTIAL),
    ],
)
def test_part_of_another_number_is_no_hotline(foot: str, entry: Outcome) -> None:
    html = home("2023-12-10", foot=f"主办单位：清河县人民政府办公室 {foot}")
    finding = hotline(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.items["entry"] is entry, finding.reason


@pytest.mark.parametrize(
    ("unit", "due", "on_time"),
    [
        (UNIT, "", Outcome.MET),
        (DEPARTMENT, "", Outcome.MISSING),
        (UNIT, "01-31", Outcome.MISSING),
    ],
)
def test_a_governments_report_is_due_two_months_later(
    unit: Unit, due: str, on_time: Outcome
) -> None:
    title = f"{unit.name}2022年政府信息公开工作年度报告"
    built = listing("公开年报", (title, "2023-03-18", "一、总体情况\n略。" * 20), unit=unit)
    assert annual_report(built, ask(), due=due).items["on_time"] is on_time


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("zwgk/202301/t20230118_123.html", Outcome.UNKNOWN),
        ("art/2023/1/18/art_1.html", Outcome.UNKNOWN),
        ("zwgk/202305/t20230518_123.html", Outcome.MISSING),
        ("zwgk/20231399.html", Outcome.MISSING),
        ("zwgk/123.html", Outcome.MISSING),
    ],
)
def test_a_day_in_time_in_the_address_leaves_it_open_who_was_late(path: str, told: Outcome) -> None:
    moved = Item("年报", BASE + path, date(2023, 5, 18), "annual_report", None)
    assert out_by(moved, date(2023, 1, 31))[0] is told
    assert out_by(replace(moved, on=date(2023, 1, 31)), date(2023, 1, 31))[0] is Outcome.MET
    assert out_by(replace(moved, on=None), date(2023, 1, 31))[0] is Outcome.UNKNOWN


# --- figures, plans, guides -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("2023年统计月报（9月）", (2023, 9)),
        ("2023年九月统计数据", (2023, 9)),
        ("2023年前9个月主要经济指标", (2023, 9)),
        ("2023年前十一个月主要经济指标", (2023, 11)),
        ("统计月报202309", (2023, 9)),
        ("2023-09统计月报", (2023, 9)),
        ("2023.1-9主要经济指标", (2023, 9)),
        ("2023年12月15日统计快报", None),
        ("2023-09-15统计快报", None),
        ("统计工作简报", None),
    ],
)
def test_the_period_of_figures_in_other_words(title: str, end: tuple[int, int] | None) -> None:
    assert period_end(title, date(2023, 12, 5)) == end


def test_an_analysis_may_stand_under_数说() -> None:
    rows = [("前三季度全县经济形势简析", "2023-10-21", WORK)]
    finding = statistics(listing("数说清河", *rows), ask())
    assert finding.items["analysis"] is Outcome.MET, finding.reason


def test_figures_without_a_period_leave_the_gap_open() -> None:
    rows = [("清河县2022年国民经济和社会发展统计公报", "2023-04-12", "略。")]
    rows += [("全县主要经济指标完成情况", f"2023-{n:02}-20", "略。") for n in (4, 7, 10)]
    finding = statistics(listing("统计信息", *rows), ask())
    assert finding.items["series"] is Outcome.UNKNOWN
    assert finding.counts == {}


def test_the_notice_that_publishes_a_guide_carries_it() -> None:
    text = (
        "工作机构：清河县政府办公室。地址：建设路1号。办公时间：工作日。联系电话：0990-6220001。"
        "电子邮箱：a@b.example。申请方式：当面、邮寄。可以依法申请行政复议。"
    )
    title = "清河县人民政府关于公布《政府信息公开指南》的公告"
    finding = foi_guide(listing("政府信息公开指南", (title, "2023-05-01", text)), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_words_about_a_guide_are_none() -> None:
    text = "地址、电话、邮箱、办公时间怎样填写，申请方式怎样说明，请对照执行。"
    title = "关于做好政府信息公开指南编制工作的通知"
    built = listing("政府信息公开指南", (title, "2023-05-01", text))
    assert foi_guide(built, ask()).outcome is Outcome.MISSING


def test_the_years_key_points_are_told_by_the_report_of_the_编办() -> None:
    unit = office("中共清河市委机构编制委员会办公室")
    title = f"{unit.name}2022年政府信息公开工作年度报告"
    text = "一、总体情况\n认真落实政务公开工作要点。" * 20
    finding = key_points(listing("公开年报", (title, "2023-01-20", text), unit=unit), ask())
    assert finding.items["implemented"] is Outcome.MET, finding.reason


# --- pictures, buttons, numbers -------------------------------------------------------------------


def test_tables_in_pictures_on_the_page_are_not_missing() -> None:
    text = "清河市教育局2023年部门预算说明。" * 20
    pictures = "".join(f'<img src="/up/{n}.jpg">' for n in range(8))
    other = Entry("关于停水的通知", text="明日停水。")
    title = "清河市教育局2023年部门预算"
    for html, told in ((pictures, Outcome.UNKNOWN), ("", Outcome.MISSING)):
        columns = {"财政预决算": [Entry(title, "2023-02-10", text, html)], "通知公告": [other]}
        finding = department_budget(with_columns(columns, unit=DEPARTMENT), ask())
        assert finding.items["tables"] is told, finding.reason


@pytest.mark.parametrize(
    "button",
    [
        '<a href="javascript:;" onclick="down()">下载Word版</a>',
        '<button onclick="exportPdf()">导出PDF</button>',
        "<span>PDF版</span>",
    ],
)
def test_a_button_of_a_script_offers_the_file(button: str) -> None:
    text = (
        "清河县人民政府办公室\n2023年5月30日\n第一条 略。\n文号：清政办规〔2023〕1号\n有效性：有效"
    )
    title = "清河县人民政府办公室关于印发《清河县农村供水管理办法》的通知"
    entry = Entry(title, "2023-06-01", text, button)
    finding = document_fields(with_columns({"行政规范性文件": [entry]}), ask())
    assert finding.counts["no_download"] == 0, finding.reason
    bare = with_columns({"行政规范性文件": [Entry(title, "2023-06-01", text)]})
    assert document_fields(bare, ask()).counts["no_download"] == 1


@pytest.mark.parametrize(
    ("key", "foot"),
    [
        ("site_code", "政府网站标识码（1234567890）"),
        ("site_code", "网站标识编码：1234567890"),
        ("icp", "备案序号：某ICP（备）05000001号"),
        ("icp", "ICP备案号：某05000001"),
        ("police", "某公网安备：12345678901234"),
        ("police", "公安机关备案号12345678901234"),
        ("police", "公安联网备案：12345678901234"),
    ],
)
def test_numbers_of_the_footer_in_other_forms(key: str, foot: str) -> None:
    html = home("2023-12-10", foot=f"主办单位：清河县人民政府办公室 {foot}")
    finding = identity_marks(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.items[key] is Outcome.MET, finding.reason


@pytest.mark.parametrize(
    ("name", "host", "form"),
    [
        ("教育部", "www.moe.gov.cn", Outcome.MET),
        ("国家统计局", "www.stats.gov.cn", Outcome.MET),
        ("国家税务总局某省税务局", "mou.chinatax.gov.cn", Outcome.MET),
        ("清河市教育局", "www.qhjy.gov.cn", Outcome.MISSING),
    ],
)
def test_departments_of_the_nation_have_portals(name: str, host: str, form: Outcome) -> None:
    assert site_address(at(host, office(name)), ask()).items["form"] is form


def test_the_frame_of_the_articles_is_no_picture_of_a_page() -> None:
    built = site(
        {
            "/": page(UNIT.name, ""),
            "/1.html": page("甲", "甲。" * 40 + '<img src="/share.png">'),
        }
    )
    assert not any(
        built.pictured(one) for one in built.pages.values() if one.kind.value == "article"
    )


def test_two_lists_of_fees_in_one_entry_are_both() -> None:
    title = "清河县涉企收费目录清单、行政事业性收费目录清单"
    rows = table(("收费项目", "收费依据", "收费标准"), ("考试费", "某发改〔2020〕1号", "50元"))
    entry = Entry(title, "2023-03-01", WORK, rows)
    assert fee_catalogue(with_columns({"收费": [entry]}), ask()).outcome is Outcome.MET
    only = Entry("清河县涉企收费目录清单", "2023-03-01", WORK, rows)
    assert fee_catalogue(with_columns({"收费": [only]}), ask()).outcome is Outcome.MISSING


def test_the_outline_of_five_years_may_name_them_first() -> None:
    entry = Entry("清河县“十四五”国民经济和社会发展规划纲要", "2021-07-20", WORK)
    finding = plans(with_columns({"规划": [entry]}), ask(), want=("outline",))
    assert finding.outcome is Outcome.MET


def test_departments_of_a_government_are_its_offices() -> None:
    finding = described(
        "清河县人民政府机构设置", unit=UNIT, departments="政府工作部门：教育局、财政局。"
    )
    assert finding.items["departments"] is Outcome.MET


# --- columns whose page is the disclosure ---------------------------------------------------------


def with_a_page(column: str, body: str) -> Site:
    """A county's site whose menu leads to a page that lists nothing and says it all itself."""
    names = (column, "通知公告", "审计公开")
    menu = "".join(f'<a href="/m{n}/">{name}</a>' for n, name in enumerate(names))
    nav = f'<div class="nav">{menu}</div>'
    pages = {"/": page(UNIT.name, nav), "/m0/": page(column, nav + body, crumbs=(column,))}
    for n, name in list(enumerate(names))[1:]:
        row = (f"/m{n}/1.html", f"关于{name}的通知", "2023-03-01")
        pages[f"/m{n}/"] = page(name, nav + entries(row), crumbs=(name,))
        pages[f"/m{n}/1.html"] = page(row[1], f"{nav}<h1>{row[1]}</h1><p>{WORK}</p>")
    return site(pages)


ROWS = table(
    ("序号", "职权名称", "设定依据"), *((str(n), f"许可事项{n}", "许可法") for n in range(30))
)


def test_the_page_of_a_column_may_be_the_list_of_powers() -> None:
    built = with_a_page("权责清单", ROWS)
    assert enforcement(built, ask()).items["list"] is Outcome.MET
    assert Outcome.MISSING not in power_list_adjusted(built, ask()).items.values()


def test_a_column_with_nothing_to_say_is_no_list_of_powers() -> None:
    built = with_a_page("权责清单", "<p>暂无信息</p>")
    assert enforcement(built, ask()).items["list"] is Outcome.MISSING
    assert power_list_adjusted(built, ask()).items["power_list"] is Outcome.MISSING
