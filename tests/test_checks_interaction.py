"""How a site listens and answers: entrances, columns kept up, statistics."""

import pytest

from crawlers.checks.interaction import (
    hotline,
    interaction_columns,
    policy_consultation,
    service_statistics,
)
from crawlers.site import Site
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, ask, page

NEWS = Entry("清河县召开放管服改革推进会", "2023-11-01")
PLAIN = {"工作动态": [NEWS, NEWS]}


def site_with(html: str, columns: dict[str, list[Entry]] | None = None, **options: object) -> Site:
    return with_columns({**PLAIN, **(columns or {})}, extra=html, **options)


# --- hotline --------------------------------------------------------------------------------------

RESULTS = {"热线通报": [Entry("清河县2023年10月12345热线办理情况通报", "2023-11-05")] * 2}
AWAY = '<a href="http://12345.example.cn/">12345政务服务便民热线</a>'


def test_a_link_to_the_hotline_and_fresh_results_are_met() -> None:
    finding = hotline(site_with(AWAY, RESULTS), ask())
    assert finding.outcome is Outcome.MET
    assert set(finding.items.values()) == {Outcome.MET}
    assert "12345.example.cn" in finding.evidence[0].quote


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        pytest.param('<a href="/rx/">县长热线</a>', Outcome.PARTIAL, id="a dead link"),
        pytest.param('<a href="javascript:;">12345热线</a>', Outcome.MET, id="a script"),
        pytest.param("", Outcome.MISSING, id="nothing"),
        pytest.param('<a href="/ts/">12315投诉电话</a>', Outcome.MISSING, id="another number"),
        pytest.param(
            '<a href="http://a.example.cn/1.html">12345热线荣获先进称号</a>',
            Outcome.MISSING,
            id="news",
        ),
        pytest.param(
            '<a href="javascript:;">关于优化政务服务便民热线的指导意见</a>',
            Outcome.MISSING,
            id="a document",
        ),
        pytest.param(
            '<a href="http://12345.example.cn/"><img src="/a.png"></a>', Outcome.MET, id="a picture"
        ),
        pytest.param(
            '<a href="http://a.example.cn/"><img src="/a.png"></a>',
            Outcome.UNKNOWN,
            id="a picture that may lead there",
        ),
    ],
)
def test_what_the_entrance_proves(html: str, outcome: Outcome) -> None:
    assert hotline(site_with(html), ask()).items["entry"] is outcome


def test_a_number_printed_in_the_frame_is_half_an_entrance_and_in_an_article_none() -> None:
    printed = with_columns(PLAIN, more={"/p.html": page("页面", "<p>略</p>", foot="热线：12345")})
    assert hotline(printed, ask()).items["entry"] is Outcome.PARTIAL
    said = with_columns(
        {
            "工作动态": [
                NEWS,
                Entry("清河县回应群众诉求", "2023-11-02", "群众拨打12345反映停水。" * 3),
            ]
        }
    )
    assert hotline(said, ask()).items["entry"] is Outcome.MISSING


@pytest.mark.parametrize("foot", ["热线：12345", '<a href="/rx/">县长热线</a>'])
def test_half_an_entrance_is_not_all_while_a_column_may_hide_another(foot: str) -> None:
    built = with_columns(
        PLAIN,
        extra='<a href="/hd/">互动交流</a>',
        more={"/p.html": page("页面", "<p>略</p>", foot=foot)},
        statuses={"/hd/": FetchOutcome.TIMEOUT_BODY},
    )
    assert hotline(built, ask()).items["entry"] is Outcome.UNKNOWN


def test_old_results_are_partial_and_an_entrance_that_did_not_come_home_unknown() -> None:
    old = {"热线通报": [Entry("清河县2022年10月12345热线办理情况通报", "2022-11-05")] * 2}
    assert hotline(site_with("", old), ask()).items["results"] is Outcome.PARTIAL
    html = '<a href="/rx/">县长热线</a>'
    unread = site_with(html, statuses={"/rx/": FetchOutcome.SERVER_ERROR})
    assert hotline(unread, ask()).items["entry"] is Outcome.UNKNOWN


def test_a_department_without_a_hotline_is_not_judged() -> None:
    assert hotline(site_with("", unit=DEPARTMENT), ask()).cause is Cause.NOTHING_TO_JUDGE


# --- questions ------------------------------------------------------------------------------------

FAQ = {"常见问题": [Entry("居住证怎么办？", "2023-10-01"), Entry("医保如何缴费？", "2023-09-01")]}


def test_a_robot_and_fresh_questions_are_met() -> None:
    finding = policy_consultation(site_with('<a href="javascript:;">智能问答</a>', FAQ), ask())
    assert finding.outcome is Outcome.MET
    assert set(finding.items.values()) == {Outcome.MET}


def test_a_robot_that_is_not_seen_may_be_a_picture() -> None:
    finding = policy_consultation(site_with("", FAQ), ask())
    assert finding.items == {"smart": Outcome.UNKNOWN, "knowledge": Outcome.MET}


def test_questions_of_last_year_are_partial_and_none_are_missing() -> None:
    old = {"常见问题": [Entry("居住证怎么办？", "2022-10-01")] * 2}
    assert policy_consultation(site_with("", old), ask()).items["knowledge"] is Outcome.PARTIAL
    nothing = policy_consultation(site_with(""), ask())
    assert nothing.items["knowledge"] is Outcome.MISSING
    assert nothing.looked


def test_a_headline_about_a_robot_is_no_robot() -> None:
    html = '<a href="http://a.example.cn/1.html">智能问答机器人亮相政务大厅</a>'
    assert policy_consultation(site_with(html, FAQ), ask()).items["smart"] is Outcome.UNKNOWN


# --- columns --------------------------------------------------------------------------------------

FORM = page(
    "我要写信",
    "<p>留言标题 留言内容 联系电话 验证码</p>"
    '<form><input type="text" name="a"><textarea name="b"></textarea><input type="submit"></form>',
    crumbs=("互动交流",),
)
LETTER = Entry(
    "咨询停车",
    "2023-11-03",
    "留言标题：咨询停车\n留言时间：2023-11-01\n留言内容：您好，想咨询停车，请予告知，谢谢。\n"
    "答复单位：清河县人民政府\n答复时间：2023-11-03\n答复内容：来信收悉，请拨打咨询。\n",
)
FOUR = {
    "在线访谈": [Entry("县教育局局长谈义务教育招生", "2023-06-01")] * 2,
    "民意征集": [Entry("关于征集2024年民生实事项目建议的公告", "2023-10-01")] * 2,
    "留言选登": [LETTER, LETTER],
}


def test_four_kinds_of_interaction_are_met() -> None:
    built = site_with('<a href="/xx/">我要写信</a>', FOUR, more={"/xx/": FORM})
    finding = interaction_columns(built, ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"interviews": 2}
    assert len(finding.items) == 4


def test_too_few_interviews_are_partial() -> None:
    built = site_with("", FOUR)
    finding = interaction_columns(built, ask(), want=("interviews",), interviews_per_year=4)
    assert finding.items["interviews"] is Outcome.PARTIAL
    assert finding.counts == {"interviews": 2}


def test_a_government_without_any_lacks_all_four() -> None:
    finding = interaction_columns(site_with(""), ask())
    assert set(finding.items.values()) == {Outcome.MISSING}
    assert finding.looked


def test_results_of_a_survey_are_no_survey() -> None:
    columns = {"通知公告": [Entry("民意征集意见采纳情况的公告", "2023-10-01")] * 2}
    finding = interaction_columns(site_with("", columns), ask(), want=("surveys",))
    assert finding.items["surveys"] is Outcome.MISSING


def test_a_letter_that_asks_other_bodies_for_their_opinion_is_no_survey() -> None:
    inside = {"通知公告": [Entry("关于征求《校长职级制改革办法》意见的函", "2023-10-01")] * 2}
    finding = interaction_columns(site_with("", inside), ask(), want=("surveys",))
    assert finding.items["surveys"] is Outcome.MISSING
    text = "现将征求意见稿公布，欢迎社会公众于2023年10月1日至31日提出意见。电话：0990-6220001。" * 2
    public = {
        "通知公告": [
            Entry("关于公开征求《停车管理办法（征求意见稿）》意见的公告", "2023-10-01", text)
        ]
    }
    finding = interaction_columns(site_with("", public), ask(), want=("surveys",))
    assert finding.items["surveys"] is Outcome.MET


def test_letters_without_times_are_unknown_and_a_failed_column_forbids_missing() -> None:
    bare = {"县长信箱": [Entry("咨询停车", "2023-11-03", "请问哪里可以停车？谢谢。" * 4)] * 2}
    finding = interaction_columns(site_with("", bare), ask(), want=("messages",))
    assert finding.outcome is Outcome.UNKNOWN
    html = '<a href="/hd/">互动交流</a>'
    failed = site_with(html, statuses={"/hd/": FetchOutcome.CHALLENGE})
    assert Outcome.MISSING not in interaction_columns(failed, ask()).items.values()


def test_the_form_of_disclosure_on_request_is_no_channel_for_letters() -> None:
    form = FORM.replace("我要写信", "依申请公开").replace("互动交流", "依申请公开")
    built = site_with('<a href="/sq/">依申请公开</a>', more={"/sq/": form})
    assert interaction_columns(built, ask(), want=("channel",)).items["channel"] is Outcome.MISSING


def test_a_department_whose_portal_keeps_the_columns_is_not_judged() -> None:
    built = site_with("", unit=DEPARTMENT)
    assert interaction_columns(built, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- statistics -----------------------------------------------------------------------------------


def test_ratings_and_volumes_of_this_quarter_are_met() -> None:
    columns = {
        "好差评": [Entry("清河县10月政务服务好差评情况通报", "2023-11-02")] * 2,
        "办件统计": [Entry("清河县10月办件统计", "2023-11-02")] * 2,
    }
    finding = service_statistics(site_with("", columns), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_statistics_that_stopped_are_partial_and_on_a_platform_unknown() -> None:
    old = {"办件统计": [Entry("清河县5月办件统计", "2023-06-02")] * 2}
    finding = service_statistics(site_with("", old), ask(), want=("volumes",))
    assert finding.items["volumes"] is Outcome.PARTIAL
    link = '<a href="http://zwfw.example.cn/">省政务服务网</a>'
    away = service_statistics(site_with(link), ask(), want=("volumes",))
    assert away.items["volumes"] is Outcome.UNKNOWN


@pytest.mark.parametrize("title", ["清河县召开好差评工作推进会", "好差评系统采购公告"])
def test_what_only_speaks_of_ratings_is_no_publication(title: str) -> None:
    columns = {"通知公告": [Entry(title, "2023-11-02"), NEWS]}
    finding = service_statistics(site_with("", columns), ask(), want=("ratings",))
    assert finding.items["ratings"] is Outcome.MISSING
