"""Proposals, service guides, messages."""

import pytest

from crawlers.checks.services import messages_answered, proposals, service_guide
from crawlers.site import Site
from data.types import Cause, Outcome
from tests.columns import Row, listing
from tests.sites import DEPARTMENT, UNIT, article, ask, entries, page, site

# --- proposals ------------------------------------------------------------------------------------

OVERVIEW = (
    "2023年人大建议和政协提案办理总体情况",
    "2023-10-31",
    "共承办人大代表建议6件、政协提案5件，均已办结。",
)
NPC = ("关于清河县人大会议第3号建议的答复", "2023-08-15", "您提出的建议收悉。")
CPPCC = ("关于清河县政协会议第8号提案的答复", "2023-08-17", "您提出的提案收悉。")


def test_both_kinds_of_replies_and_the_overview_are_met() -> None:
    finding = proposals(listing("建议提案办理", OVERVIEW, NPC, CPPCC), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}


def test_the_overview_alone_leaves_both_replies_missing() -> None:
    finding = proposals(listing("建议提案办理", OVERVIEW, OVERVIEW), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.items["npc"] is finding.items["cppcc"] is Outcome.MISSING


def test_a_department_owes_only_the_kind_that_it_was_given() -> None:
    told = (OVERVIEW[0], OVERVIEW[1], "共承办人大代表建议6件、政协提案0件。")
    finding = proposals(listing("建议提案办理", told, NPC, unit=DEPARTMENT), ask())
    assert finding.items["npc"] is Outcome.MET
    assert finding.items["cppcc"] is Outcome.NOT_APPLICABLE
    untold = proposals(listing("建议提案办理", NPC, NPC, unit=DEPARTMENT), ask())
    assert untold.items["cppcc"] is Outcome.UNKNOWN


def test_replies_of_earlier_years_do_not_count() -> None:
    old = [(t, "2021-08-15", x) for t, _, x in (OVERVIEW, NPC, CPPCC)]
    assert proposals(listing("建议提案办理", *old), ask()).outcome is Outcome.MISSING


def test_a_unit_that_says_it_was_given_none_is_not_concerned() -> None:
    said = ("2023年建议提案办理情况说明", "2023-10-31", "本单位2023年没有承办人大建议和政协提案。")
    assert proposals(listing("建议提案办理", said), ask()).outcome is Outcome.NOT_APPLICABLE


def test_listed_replies_that_a_script_opens_count_by_their_titles() -> None:
    built = listing("建议提案办理", OVERVIEW)
    rows = "".join(
        f'<li><a href="javascript:;">{title}</a><span>{day}</span></li>'
        for title, day, _ in (NPC, CPPCC)
    )
    column = page("建议提案办理", f'<ul class="list">{rows}</ul>', crumbs=("建议提案办理",))
    pages = {"/": page(UNIT.name, entries(("/c/", "建议提案办理", ""))), "/c/": column}
    more = {"/d/1.html": article("关于停水的通知", "明日停水。", day="2023-03-01")}
    finding = proposals(site({**pages, **more}), ask())
    assert (finding.items["npc"], finding.items["cppcc"]) == (Outcome.MET, Outcome.MET)
    assert finding.items["overview"] is not Outcome.MET
    assert proposals(built, ask()).items["npc"] is Outcome.MISSING
    old = {**pages, "/c/": column.replace("2023-", "2021-")}
    assert proposals(site({**old, **more}), ask()).items.get("npc") is not Outcome.MET


# --- guides ---------------------------------------------------------------------------------------

GUIDE = (
    "事项名称：停车证办理\n设定依据：停车管理办法\n申请条件：本县居民\n办理材料：申请书、身份证明复印件\n"
    "办理地点：兰台路3号政务服务大厅\n办理时间：工作日9:00—17:00\n联系电话：0741-6220037\n"
    "办理流程：申请—受理—审查—决定—送达，期间可以随时查询进度，结果现场领取或者邮寄送达"
)


def guides(text: str, title: str = "停车证办理办事指南") -> Site:
    return listing("办事指南", (title, "2023-08-01", text), (f"{title}（二）", "2023-08-01", GUIDE))


def test_guides_with_eight_elements_are_met() -> None:
    finding = service_guide(guides(GUIDE), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"guides": 2, "missing_element": 0}


def test_lacking_elements_are_counted_and_named() -> None:
    text = GUIDE.replace("设定依据：停车管理办法\n", "").replace("联系电话：0741-6220037\n", "")
    finding = service_guide(guides(text + "，请携带好本人随身物品，有序排队等候叫号办理"), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"guides": 2, "missing_element": 2}
    assert "设定依据、联系电话" in finding.reason


@pytest.mark.parametrize(
    "title", ["关于印发停车证办事指南的通知", "停车证办事指南目录", "停车证如何办理"]
)
def test_what_only_speaks_of_guides_is_not_sampled(title: str) -> None:
    built = listing("办事指南", (title, "2023-08-01", "略。" * 60))
    assert service_guide(built, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_a_page_that_only_links_elsewhere_is_not_sampled() -> None:
    built = listing(
        "办事指南", ("停车证办理办事指南", "2023-08-01", "请点击进入省政务服务网。" * 12)
    )
    assert service_guide(built, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- messages -------------------------------------------------------------------------------------


def letter(asked: str, answered: str, state: str = "") -> Row:
    text = f"留言标题：咨询停车\n留言时间：{asked}\n留言内容：您好，想咨询停车，请予告知，谢谢。\n"
    if answered:
        text += (
            f"答复单位：清河县人民政府\n答复时间：{answered}\n答复内容：来信收悉，请拨打咨询。\n"
        )
    return "咨询停车", answered or asked, text + state


def test_answered_messages_are_met() -> None:
    finding = messages_answered(listing("咨询投诉", letter("2023-11-01", "2023-11-03")), ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"messages": 1, "late": 0, "unanswered": 0}


def test_an_old_message_without_an_answer_is_counted() -> None:
    finding = messages_answered(
        listing("咨询投诉", letter("2023-08-01", "", "办理状态：办理中")), ask()
    )
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"messages": 1, "late": 0, "unanswered": 1}


def test_a_recent_message_may_still_wait() -> None:
    finding = messages_answered(
        listing("咨询投诉", letter("2023-11-01", "", "办理状态：办理中")), ask()
    )
    assert finding.outcome is Outcome.MET


def test_an_answer_after_three_months_is_late() -> None:
    finding = messages_answered(listing("咨询投诉", letter("2023-03-01", "2023-07-03")), ask())
    assert finding.counts == {"messages": 1, "late": 1, "unanswered": 0}


def test_an_answer_without_a_date_is_neither_late_nor_open() -> None:
    title, day, text = letter("2023-03-01", "")
    row = (title, day, text + "答复内容：您好，已经办好。")
    assert messages_answered(listing("咨询投诉", row), ask()).outcome is Outcome.MET


def test_a_form_for_letters_is_not_a_letter() -> None:
    row = ("我要写信", "2023-03-01", "留言标题：\n留言内容：\n留言时间：\n请填写后提交。")
    assert messages_answered(listing("咨询投诉", row), ask()).cause is Cause.NOTHING_TO_JUDGE
