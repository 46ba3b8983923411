"""Lists and texts of government services: the list itself, not what is told of it."""

import pytest

from crawlers.checks.lists import (
    commitment_lists,
    intermediary_services,
    no_application_benefits,
    service_lists,
    service_texts,
    tolerant_list,
)
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import DEPARTMENT, ask

NEWS = Entry("清河县召开放管服改革推进会", "2023-11-01")
NEWS_ONLY = {"工作动态": [NEWS, NEWS]}
LICENCES = Entry("清河县涉企经营许可事项告知承诺清单（2023年版）", "2023-05-04")
PROOFS = Entry("清河县证明事项告知承诺制目录清单", "2022-05-04")


def test_both_lists_of_commitments_are_met() -> None:
    finding = commitment_lists(with_columns({"政务服务": [LICENCES, PROOFS]}), ask())
    assert finding.outcome is Outcome.MET
    assert set(finding.items.values()) == {Outcome.MET}


def test_one_list_of_two_is_partial_and_none_is_missing() -> None:
    finding = commitment_lists(with_columns({"政务服务": [LICENCES, NEWS]}), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.items["proof_commitment"] is Outcome.MISSING
    nothing = commitment_lists(with_columns(NEWS_ONLY), ask())
    assert nothing.outcome is Outcome.MISSING
    assert nothing.looked


@pytest.mark.parametrize(
    "title",
    [
        "清河县召开证明事项告知承诺制清单编制工作推进会",
        "关于全面推行告知承诺制的实施方案",
        "一图读懂告知承诺制事项清单解读",
        "关于做好告知承诺事项清单报送工作的通知",
    ],
)
def test_what_only_speaks_of_commitments_is_no_list(title: str) -> None:
    finding = commitment_lists(with_columns({"通知公告": [Entry(title), NEWS]}), ask())
    assert Outcome.MET not in finding.items.values()


def test_a_column_that_did_not_open_leaves_the_lists_unknown() -> None:
    built = with_columns(
        NEWS_ONLY,
        extra='<a href="/qd/">权责清单</a>',
        statuses={"/qd/": FetchOutcome.TIMEOUT_CONNECT},
    )
    assert commitment_lists(built, ask()).outcome is Outcome.UNKNOWN


def test_a_department_without_any_trace_is_not_judged() -> None:
    built = with_columns(NEWS_ONLY, unit=DEPARTMENT)
    for check in (commitment_lists, tolerant_list, no_application_benefits, intermediary_services):
        assert check(built, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- what may be lacking --------------------------------------------------------------------------

SPARED = table(("事项名称", "可容缺材料", "补齐时限"), ("停车证办理", "照片", "3个工作日"))


def tolerant(day: str, html: str = SPARED) -> dict[str, Outcome]:
    entry = Entry("清河县容缺受理事项清单", day, "现将容缺受理事项予以公布。", html)
    return dict(tolerant_list(with_columns({"政务服务": [entry, NEWS]}), ask()).items)


def test_a_list_of_this_year_with_its_materials_is_met() -> None:
    assert set(tolerant("2023-04-01").values()) == {Outcome.MET}


def test_an_older_list_is_there_but_was_not_kept_up() -> None:
    found = tolerant("2022-04-01")
    assert (found["list"], found["updated"]) == (Outcome.MET, Outcome.PARTIAL)


def test_a_list_without_a_day_cannot_be_called_old() -> None:
    assert tolerant("")["updated"] is Outcome.UNKNOWN


def test_a_list_that_names_no_materials_lacks_them() -> None:
    bare = table(("事项名称", "办理部门"), ("停车证办理", "交警大队"))
    assert tolerant("2023-04-01", bare)["materials"] is Outcome.MISSING


def test_materials_in_an_attachment_that_was_not_read_are_unknown() -> None:
    attached = '<p>附件：<a href="/f/1.pdf">清单.pdf</a></p>'
    entry = Entry("清河县容缺受理事项清单", "2023-04-01", "现予公布。", attached)
    built = with_columns(
        {"政务服务": [entry, NEWS]}, statuses={"/f/1.pdf": FetchOutcome.TIMEOUT_BODY}
    )
    assert tolerant_list(built, ask()).items["materials"] is Outcome.UNKNOWN


def test_materials_may_stand_in_a_column_that_did_not_open() -> None:
    entry = Entry("清河县容缺受理事项清单", "2023-04-01", "现将容缺受理事项予以公布，请遵照执行。")
    built = with_columns(
        {"政务服务": [entry, NEWS]},
        extra='<a href="/fw/">办事服务</a>',
        statuses={"/fw/": FetchOutcome.FORBIDDEN},
    )
    assert tolerant_list(built, ask()).items["materials"] is Outcome.UNKNOWN


def test_news_about_tolerance_is_no_list() -> None:
    entry = Entry("清河县深入推进容缺受理清单改革 破解办事难", "2023-04-01")
    finding = tolerant_list(with_columns({"工作动态": [entry, NEWS]}), ask())
    assert finding.outcome is Outcome.MISSING


# --- benefits -------------------------------------------------------------------------------------


def test_benefits_need_their_conditions() -> None:
    said = Entry("清河县“免申即享”政策清单", text="稳岗返还：享受对象为参保企业，补贴标准90%。")
    finding = no_application_benefits(with_columns({"惠企政策": [said, NEWS]}), ask())
    assert finding.outcome is Outcome.MET
    bare = Entry("清河县“免申即享”政策清单", text="稳岗返还、扩岗补助、社保补贴，另行公布。")
    finding = no_application_benefits(with_columns({"惠企政策": [bare, NEWS]}), ask())
    assert finding.items == {"list": Outcome.MET, "conditions": Outcome.MISSING}
    told = Entry("免申即享政策落地 企业点赞", "2023-05-01")
    finding = no_application_benefits(with_columns({"工作动态": [told, NEWS]}), ask())
    assert finding.outcome is Outcome.MISSING


# --- intermediaries -------------------------------------------------------------------------------

INTERMEDIARIES = Entry("清河县行政审批中介服务事项清单", "2023-05-01")
RULES = Entry(
    "清河县网上中介超市管理办法",
    "2023-05-02",
    "每季度开展抽查，抽查结果予以通报，年底对中介机构进行考核。",
)


def test_a_list_and_three_mechanisms_are_met() -> None:
    finding = intermediary_services(with_columns({"政策文件": [INTERMEDIARIES, RULES]}), ask())
    assert finding.outcome is Outcome.MET
    assert len(finding.items) == 4


def test_rules_that_name_no_appraisal_lack_it() -> None:
    rules = Entry(RULES.title, RULES.day, "每季度开展抽查，抽查结果予以通报，由中心负责解释。")
    finding = intermediary_services(with_columns({"政策文件": [INTERMEDIARIES, rules]}), ask())
    assert finding.items["appraisal"] is Outcome.MISSING


def test_without_rules_of_its_own_those_of_the_level_above_may_hold() -> None:
    finding = intermediary_services(with_columns({"政策文件": [INTERMEDIARIES, NEWS]}), ask())
    assert finding.items["spot_check"] is Outcome.UNKNOWN
    assert finding.items["list"] is Outcome.MET


def test_a_list_on_the_marketplace_is_left_to_a_person() -> None:
    link = '<a href="http://zjcs.example.cn/">网上中介服务超市</a>'
    finding = intermediary_services(with_columns(NEWS_ONLY, extra=link), ask())
    assert finding.items["list"] is Outcome.UNKNOWN


# --- texts and other lists ------------------------------------------------------------------------

SIX = [
    Entry("清河县政务服务事项目录（2023年版）"),
    Entry("停车证办理实施清单"),
    Entry("清河县一窗受理事项目录"),
    Entry("综合窗口操作手册"),
    Entry("停车证办事指南"),
    Entry("停车证申请表填写样例"),
]


def test_six_texts_are_met() -> None:
    finding = service_texts(with_columns({"政务服务": SIX}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert len(finding.items) == 6


def test_a_text_that_is_nowhere_is_missing_unless_a_platform_may_hold_it() -> None:
    finding = service_texts(with_columns({"政务服务": SIX[1:]}), ask())
    assert finding.items["matters_list"] is Outcome.MISSING
    link = '<a href="http://zwfw.example.cn/">省政务服务网</a>'
    finding = service_texts(with_columns({"政务服务": SIX[1:]}, extra=link), ask())
    assert finding.items["matters_list"] is Outcome.UNKNOWN


def test_other_lists_are_asked_for_by_name_and_by_year() -> None:
    built = with_columns({"政务服务": [Entry("清河县高频政务服务事项清单", "2022-03-01"), NEWS]})
    want = ("high_frequency", "helped")
    assert service_lists(built, ask(), want=want).items == {
        "high_frequency": Outcome.MET,
        "helped": Outcome.MISSING,
    }
    finding = service_lists(built, ask(), want=("high_frequency",), this_year=True)
    assert finding.items["high_frequency"] is Outcome.PARTIAL
