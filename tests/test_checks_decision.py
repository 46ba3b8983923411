"""Meetings, the yearly catalogue, consultations and what became of the opinions."""

from datetime import date

import pytest

from crawlers.checks.decision import consultation, consultation_feedback, decision_catalogue
from crawlers.checks.meetings import meetings
from crawlers.site import Site
from crawlers.subjects.consultation_period import period
from data.types import Cause, Document, FetchOutcome, Outcome
from tests.columns import Row, listing
from tests.sites import DEPARTMENT, ask

# --- meetings -------------------------------------------------------------------------------------


def meeting(number: int, *, decided: bool = True, explained: bool = True) -> list[Row]:
    name = f"清河县人民政府第{number}次常务会议"
    day = f"2023-0{number - 30}-12"
    heard = "听取了安全生产和重点项目建设情况汇报，要求压实责任，按期完成全年任务。"
    report = f"会议审议了《清河县停车管理办法》，{heard}"
    rows = [(f"县政府召开{name.removeprefix('清河县人民政府')}", day, report)]
    if decided:
        rows.append((f"{name}议定事项", day, "一、原则同意《清河县停车管理办法》。"))
    if explained:
        rows.append((f"{name}解读", day, "为什么制定，有哪些举措。"))
    return rows


def test_meetings_with_all_three_parts_are_met() -> None:
    finding = meetings(listing("政府常务会议", *meeting(36), *meeting(37)), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"meetings": 2, "missing_part": 0, "missing_meeting": 0}


def test_a_report_of_what_was_discussed_is_not_what_was_decided() -> None:
    finding = meetings(listing("政府常务会议", *meeting(36, decided=False), *meeting(37)), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts["missing_part"] == 1
    assert "第36次常务会议缺议定事项" in finding.reason


def test_a_gap_in_the_numbers_is_a_missing_meeting() -> None:
    finding = meetings(listing("政府常务会议", *meeting(36), *meeting(38)), ask())
    assert finding.counts == {"meetings": 2, "missing_part": 0, "missing_meeting": 1}
    assert "第37次" in finding.reason


def test_congress_and_study_sessions_are_not_the_governments_meetings() -> None:
    rows = [("县人大常委会第9次常务会议召开", "2023-05-01", "人大。" * 30)]
    rows += [("县直各单位学习贯彻第36次常务会议精神", "2023-05-02", "学习。" * 30)]
    finding = meetings(listing("政府常务会议", *rows), ask())
    assert finding.counts.get("meetings", 0) == 0


def test_a_page_that_did_not_open_is_not_a_lacking_part() -> None:
    rows = [*meeting(36, decided=False), *meeting(37)]
    blind = listing("政府常务会议", *rows, statuses={"/c/1.html": FetchOutcome.TIMEOUT_BODY})
    finding = meetings(blind, ask())
    assert finding.outcome is not Outcome.PARTIAL


def test_numbers_may_be_written_in_chinese() -> None:
    rows = [
        (f"县政府第{n}次常务会议召开", "2023-06-01", "会议审议通过《办法》，观看视频。" * 4)
        for n in ("二十", "二十一")
    ]
    finding = meetings(listing("政府常务会议", *rows), ask())
    assert finding.counts == {"meetings": 2, "missing_part": 0, "missing_meeting": 0}


def test_no_meeting_at_all_is_missing_for_a_government_only() -> None:
    built = listing("政府常务会议", ("清河县概况", "2023-05-01", "概况。" * 20))
    assert meetings(built, ask()).outcome is Outcome.MISSING
    office = Site(DEPARTMENT, built.entry, built.pages, built.fetches, {})
    assert meetings(office, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- catalogue ------------------------------------------------------------------------------------

CATALOGUE = "清河县人民政府2023年度重大行政决策事项目录"


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2023-06-30", Outcome.MET), ("2023-07-01", Outcome.MISSING), ("", Outcome.UNKNOWN)],
)
def test_the_catalogue_is_due_by_midyear(day: str, outcome: Outcome) -> None:
    finding = decision_catalogue(
        listing("重大行政决策", (CATALOGUE, day, "一、制定停车办法。")), ask()
    )
    assert finding.items == {"published": Outcome.MET, "by_due": outcome}


@pytest.mark.parametrize(
    "title",
    [
        "清河县人民政府2022年度重大行政决策事项目录",
        "清河县重大行政决策事项目录管理办法",
        "关于征集2023年度重大行政决策事项目录建议的公告",
    ],
)
def test_other_catalogues_and_rules_about_them_do_not_count(title: str) -> None:
    finding = decision_catalogue(listing("重大行政决策", (title, "2022-05-01", "略。")), ask())
    assert finding.outcome is Outcome.MISSING


def test_before_the_due_day_nobody_is_late() -> None:
    built = listing("重大行政决策", ("县情简介", "2022-05-01", "略。"))
    assert decision_catalogue(built, ask("2023-06-01")).cause is Cause.NOTHING_TO_JUDGE


# --- consultations --------------------------------------------------------------------------------

TITLE = "关于公开征求《清河县停车管理办法（征求意见稿）》意见的公告"
PERIOD = "征求意见时间：2023年4月3日至2023年5月8日。"
ASKED = (
    "现就《清河县停车管理办法（征求意见稿）》向社会公开征求意见。\n{period}\n{channel}\n"
    "第一条 为规范停车，制定本办法。\n第二条 本办法适用于本县。\n{explained}"
)


def asked(
    period: str = PERIOD,
    channel: str = "电话：0741-6220000，电子邮箱：a@b.example",
    explained: str = "起草说明：现行规定已不能满足需要。",
) -> Row:
    text = ASKED.format(period=period, channel=channel, explained=explained)
    return TITLE, "2023-04-03", text


def test_a_consultation_with_every_element_is_met() -> None:
    finding = consultation(listing("意见征集", asked()), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"consultations": 1, "missing_element": 0, "short_period": 0}


def test_a_lacking_explanation_and_a_short_period_are_counted() -> None:
    row = asked("征求意见时间：2023年4月3日至4月12日。", explained="")
    finding = consultation(listing("意见征集", row), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"consultations": 1, "missing_element": 1, "short_period": 1}
    assert finding.items["explanation"] is Outcome.MISSING
    assert "期限10日" in finding.reason


def test_a_short_period_with_its_reason_is_excused() -> None:
    row = asked("征求意见时间：2023年4月3日至4月12日。因情况紧急，缩短征求意见期限。")
    assert consultation(listing("意见征集", row), ask()).outcome is Outcome.MET


def test_an_unread_attachment_may_be_the_explanation() -> None:
    title, day, text = asked(explained='<a href="/c/1.doc">附件2.doc</a>')
    scan = Document("http://qinghe.localhost/c/1.doc", "doc", "broken")
    built = listing("意见征集", (title, day, text), files={"/c/1.doc": scan})
    finding = consultation(built, ask())
    assert finding.items["explanation"] is Outcome.UNKNOWN
    assert finding.counts["missing_element"] == 0


@pytest.mark.parametrize(
    "title",
    [
        "《清河县停车管理办法（征求意见稿）》公开征求意见采纳情况反馈",
        "清河县居民出行意见调查问卷",
        "《停车管理办法（征求意见稿）》解读",
        "关于征求意见工作的动态",
    ],
)
def test_what_only_sounds_like_a_consultation_is_none(title: str) -> None:
    row = (title, "2023-04-03", "向社会公开。")
    assert consultation(listing("意见征集", row), ask()).cause is Cause.NOTHING_TO_JUDGE


def test_a_letter_to_other_offices_is_no_public_consultation() -> None:
    row = (
        "关于征求《停车管理办法（征求意见稿）》意见的通知",
        "2023-04-03",
        "各有关单位：请于4月9日前反馈。",
    )
    assert consultation(listing("意见征集", row), ask()).cause is Cause.NOTHING_TO_JUDGE


@pytest.mark.parametrize(
    ("text", "end", "days"),
    [
        ("征求意见时间：2023年4月3日至2023年5月8日", date(2023, 5, 8), 36),
        ("征集时间为2023年4月3日-5月2日", date(2023, 5, 2), 30),
        ("征求意见时间为2023年4月3日至20日", date(2023, 4, 20), 18),
        ("请于2023年5月2日前将意见反馈至邮箱", date(2023, 5, 2), 30),
        ("意见反馈截止日期：2023-05-02", date(2023, 5, 2), 30),
        ("公示期为30日", date(2023, 5, 2), 30),
        ("自公告发布之日起30日内提出意见", date(2023, 5, 2), 30),
        ("征求意见期限为20个工作日", date(2023, 5, 4), 32),  # 清明、五一 and their make-up days
        ("现公开征求意见，欢迎来信", None, None),
        ("本办法自2023年6月1日起施行", None, None),
    ],
)
def test_the_period_is_read_from_the_notice(text: str, end: date | None, days: int | None) -> None:
    found = period(text, date(2023, 4, 3))
    assert found[:2] == (end, days)


# --- feedback -------------------------------------------------------------------------------------

ANSWER = (
    "《清河县停车管理办法（征求意见稿）》公开征求意见采纳情况反馈",
    "2023-05-23",
    "共收到意见6条，采纳4条，未采纳2条。",
)


def test_a_consultation_answered_under_its_name_is_matched() -> None:
    finding = consultation_feedback(listing("意见征集", asked(), ANSWER), ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"consultations": 1, "matched": 1}


def test_an_answer_to_another_draft_does_not_match() -> None:
    other = ("《清河县物业管理办法（征求意见稿）》公开征求意见采纳情况反馈", "2023-05-23", "无。")
    finding = consultation_feedback(listing("意见征集", asked(), other), ask())
    assert finding.outcome is Outcome.MISSING
    assert finding.counts == {"consultations": 1, "matched": 0}


def test_a_consultation_that_has_just_ended_needs_no_answer_yet() -> None:
    finding = consultation_feedback(listing("意见征集", asked()), ask("2023-05-20"))
    assert finding.cause is Cause.NOTHING_TO_JUDGE


def test_an_unread_page_may_be_the_answer() -> None:
    title, day, text = ANSWER
    blind = {"/c/1.html": FetchOutcome.SERVER_ERROR}
    built = listing("意见征集", asked(), (title, day, text), statuses=blind)
    assert consultation_feedback(built, ask()).outcome is Outcome.UNKNOWN


def test_the_notice_itself_may_say_what_became_of_the_opinions() -> None:
    title, day, text = asked()
    row = (title, day, text + "\n征集结果：公告期间共收到社会意见3条，采纳2条。")
    assert consultation_feedback(listing("意见征集", row), ask()).outcome is Outcome.MET


def test_a_draft_that_sets_no_rules_is_not_bound_to_thirty_days() -> None:
    row = asked("征求意见时间：2023年4月3日至4月12日。")
    title = "关于公开征求清河县南门广场雕塑方案设计草案意见的公告"
    finding = consultation(listing("意见征集", (title, *row[1:])), ask())
    assert finding.counts["short_period"] == 0
    assert "期限10日" in finding.reason


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("关于公开征求《清河县停车管理办法（征求意见稿）》意见的公告", 1),
        ("关于公开征求《清河县十四五养老规划（草案）》意见的公告", 1),
        ("关于公开征求清河县物业管理规定意见的公告", 1),
        ("关于就《清河县降低企业用电成本若干举措（征求意见稿）》公开征求意见的公告", 1),
        ("关于公开征求《南门广场命名（征求意见稿）》意见的公告", 0),
    ],
)
def test_rules_plans_and_business_matters_are_bound_to_thirty_days(title: str, short: int) -> None:
    row = asked("征求意见时间：2023年4月3日至4月12日。")
    finding = consultation(listing("意见征集", (title, *row[1:])), ask())
    assert finding.counts["short_period"] == short


def test_a_draft_in_the_catalogue_of_decisions_is_bound_to_thirty_days() -> None:
    title = "关于公开征求《南门广场命名（征求意见稿）》意见的公告"
    row = asked("征求意见时间：2023年4月3日至4月12日。")
    catalogue = (CATALOGUE, "2023-03-01", "一、南门广场命名。承办单位：县民政局。")
    finding = consultation(listing("意见征集", (title, *row[1:]), catalogue), ask())
    assert finding.counts["short_period"] == 1


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        (
            "根据《江东省停车条例》（2019年9月1日起施行），起草了办法，请于2023年6月10日前反馈意见",
            date(2023, 5, 31),
            11,  # both ends counted
        ),
        ("征求意见时间：6月1日至6月30日，拟自9月1日起施行", date(2023, 6, 1), 30),
        ("征求意见时间：2023年6月1日 8:00至2023年6月30日 18:00", date(2023, 6, 1), 30),
        ("征求意见时间\n2023年6月1日（星期四）至6月30日（星期五）", date(2023, 6, 1), 30),
        ("征求意见时间：2023年12月20日至1月20日", date(2023, 12, 20), 32),
        ("征求意见时间为即日起至2023年6月30日", date(2023, 5, 31), 31),
        ("征求意见时间：2023年6月1日至6月30日", date(2023, 6, 5), None),  # began before it was out
        ("征求意见时间：2023年6月1日至2023年12月31日", date(2023, 6, 1), None),
        ("征求意见期限为20个工作日", date(2033, 6, 1), None),  # no plan of holidays is known
        ("第五条 名单应当公示，公示期为7日", date(2023, 6, 1), None),
    ],
)
def test_days_are_told_only_where_the_notice_leaves_no_doubt(
    text: str, published: date, days: int | None
) -> None:
    assert period(text, published)[1] == days


@pytest.mark.parametrize(
    "title", ["江东省人民政府2023年度重大行政决策事项目录", "玉泉市2023年度重大行政决策事项目录"]
)
def test_the_catalogue_of_another_government_is_not_credited(title: str) -> None:
    finding = decision_catalogue(listing("重大行政决策", (title, "2023-05-01", "略。")), ask())
    assert finding.outcome is Outcome.MISSING


# --- numbers of meetings --------------------------------------------------------------------------


def held(*meetings_: tuple[int, str], title: str = "县政府召开第{}次常务会议") -> Site:
    text = "会议审议通过《清河县停车管理办法》，观看视频，听取安全生产和重点项目建设情况汇报。" * 2
    return listing("政府常务会议", *((title.format(n), day, text) for n, day in meetings_))


def test_a_meeting_that_passes_on_what_it_studied_is_a_meeting() -> None:
    built = held((12, "2023-05-01"), title="县政府第{}次常务会议传达学习上级会议精神")
    assert meetings(built, ask()).counts["meetings"] == 1
    built = held((12, "2023-05-01"), title="县教育局学习贯彻县政府第{}次常务会议精神")
    assert meetings(built, ask()).outcome is Outcome.MISSING


def test_numbers_that_start_anew_leave_no_gaps() -> None:
    days = ((80, "2023-01-10"), (1, "2023-02-10"), (2, "2023-03-10"))
    assert meetings(held(*days), ask()).outcome is Outcome.MET
    gap = meetings(held(*days, (4, "2023-05-10")), ask())
    assert gap.counts["missing_meeting"] == 1
    assert "第3次" in gap.reason


def test_a_report_that_came_late_is_no_gap() -> None:
    days = ((36, "2023-09-07"), (38, "2023-11-05"), (37, "2023-11-06"))
    assert meetings(held(*days), ask()).counts["missing_meeting"] == 0


def test_undated_meetings_make_no_gaps() -> None:
    finding = meetings(held((12, "2023-05-01"), (3, "")), ask())
    assert finding.counts == {"meetings": 1, "missing_part": 0, "missing_meeting": 0}
    assert meetings(held((3, "")), ask()).cause is Cause.NO_BASIS


def test_more_gaps_than_meetings_show_that_the_numbers_say_nothing() -> None:
    finding = meetings(held((1, "2023-02-01"), (9, "2023-05-01")), ask())
    assert finding.cause is Cause.NO_BASIS


def test_the_meetings_of_a_higher_government_are_not_the_units() -> None:
    built = held((12, "2023-05-01"), title="江东省人民政府召开第{}次常务会议")
    assert meetings(built, ask()).outcome is Outcome.MISSING
