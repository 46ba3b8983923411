"""What the regulation lists for people and places, and the audit report."""

import pytest

from crawlers.checks.statutory import audit_report, local_matters, statutory_matters
from data.types import Cause, FetchOutcome, Outcome, Unit
from tests.columns import Entry, with_columns
from tests.sites import BASE, DEPARTMENT, ask

TOWN = Unit("yangping", "清河县羊坪镇人民政府", "township", "乡镇", BASE)
TITLES = {
    "revitalisation": "巩固脱贫攻坚成果和乡村振兴衔接资金安排公示",
    "education": "2023年义务教育学校招生公告",
    "medical": "基本医疗保险报销政策公告",
    "social_security": "城乡居民养老保险待遇发放情况",
    "employment": "就业补助资金发放公示",
    "emergency_plan": "清河县自然灾害应急预案",
    "warning": "清河县气象局发布暴雨橙色预警信号",
    "response": "清河县启动防汛四级应急响应",
    "environment": "饮用水水源水质监测信息",
    "health": "公共卫生监督检查情况公示",
    "safety": "安全生产监督检查情况通报",
    "food_drug": "食品安全监督抽检信息公告",
    "quality": "产品质量监督抽查结果通告",
    "posts": "清河县2023年公开招聘事业单位工作人员公告",
    "hired": "2023年拟录用公务员公示",
}
ROWS = {id_: Entry(title, "2023-09-01") for id_, title in TITLES.items()}


def test_every_matter_has_an_example_that_meets_it():
    finding = statutory_matters(with_columns({"重点领域": list(ROWS.values())}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert dict.fromkeys(TITLES, Outcome.MET) == finding.items


@pytest.mark.parametrize("id_", TITLES)
def test_one_matter_earns_nothing_for_the_rest(id_):
    finding = statutory_matters(with_columns({"重点领域": [ROWS[id_]]}), ask())
    met = [key for key, outcome in finding.items.items() if outcome is Outcome.MET]
    assert id_ in met
    assert len(met) <= 2, met  # 疫情 and the like speak of two matters at once


def test_old_entries_are_partial_and_none_is_missing():
    old = Entry(TITLES["employment"], "2021-09-01")
    finding = statutory_matters(
        with_columns({"就业": [old], "食品药品": []}), ask(), want=("employment", "food_drug")
    )
    assert finding.items == {"employment": Outcome.PARTIAL, "food_drug": Outcome.MISSING}


@pytest.mark.parametrize(
    "title",
    ["县领导调研义务教育工作", "清河县召开食品安全工作会议", "县第一幼儿园举办亲子活动"],
)
def test_reports_of_events_disclose_nothing(title):
    rows = [Entry(title, "2023-09-01")]
    finding = statutory_matters(
        with_columns({"工作动态": rows}), ask(), want=("education", "food_drug")
    )
    assert set(finding.items.values()) == {Outcome.MISSING}


def test_an_exercise_is_no_emergency_plan():
    rows = [Entry("清河县举行防汛应急预案演练", "2023-09-01")]
    finding = statutory_matters(with_columns({"应急": rows}), ask(), want=("emergency_plan",))
    assert finding.items["emergency_plan"] is Outcome.MISSING


def test_what_may_not_have_happened_is_not_missing():
    finding = statutory_matters(with_columns({"民生": []}), ask(), want=("posts", "hired"))
    assert set(finding.items.values()) <= {Outcome.UNKNOWN}


def test_a_department_is_asked_for_its_own_matters_only():
    seen = with_columns({"学生资助": [], "义务教育": []}, unit=DEPARTMENT)
    finding = statutory_matters(seen, ask())
    assert [k for k, o in finding.items.items() if o is Outcome.MISSING] == ["education"]


# --- places ---------------------------------------------------------------------------------------

COUNTY_ROWS = [
    Entry("城区市政道路维修工程公告", "2023-09-01"),
    Entry("清河县公共服务事项目录", "2023-09-02"),
    Entry("慈善募捐款物使用情况公示", "2023-09-03"),
    Entry("关于禁止在城区燃放烟花的治安管理通告", "2023-09-04"),
    Entry("9月城乡低保资金发放公示", "2023-09-05"),
    Entry("耕地地力保护补贴发放公示", "2023-09-06"),
]


def test_matters_of_a_county():
    finding = local_matters(with_columns({"重点领域": COUNTY_ROWS}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert len(finding.items) == 6


def test_matters_of_a_township_are_others():
    rows = [*COUNTY_ROWS[4:], Entry("农村宅基地审批结果公示", "2023-09-07")]
    seen = with_columns({"政务公开": rows}, unit=TOWN)
    finding = local_matters(seen, ask())
    assert {"homestead", "levy", "relief"} <= set(finding.items)
    assert finding.items["homestead"] is Outcome.MET
    assert finding.items["levy"] is Outcome.UNKNOWN
    assert "municipal" not in finding.items


def test_the_political_conference_is_no_municipal_work():
    rows = [Entry("关于玉衡市政协第27号提案的答复", "2023-09-01")]
    finding = local_matters(with_columns({"建议提案": rows}), ask(), want=("municipal",))
    assert finding.items["municipal"] is Outcome.MISSING


# --- audit ----------------------------------------------------------------------------------------

AUDIT = Entry("清河县2022年度本级预算执行和其他财政收支的审计工作报告", "2023-08-01")
MENDED = Entry("清河县2022年度审计查出问题整改情况", "2023-12-01")


@pytest.mark.parametrize(
    ("rows", "outcomes"),
    [
        pytest.param([AUDIT, MENDED], ["met", "met"], id="both"),
        pytest.param([AUDIT], ["met", "unknown"], id="mending is not due before the year ends"),
        pytest.param(
            [Entry("清河县2021年度本级预算执行审计工作报告", "2022-08-01"), MENDED],
            ["partial", "met"],
            id="last year's",
        ),
        pytest.param(
            [Entry("县人大常委会听取审议2022年度审计工作报告", "2023-08-01"), MENDED],
            ["missing", "met"],
            id="a session that heard it",
        ),
    ],
)
def test_audit_report(rows, outcomes):
    finding = audit_report(with_columns({"审计公开": rows}), ask())
    assert [finding.items[key] for key in ("report", "rectification")] == outcomes, finding.reason


def test_an_office_without_an_audit_column_is_not_judged():
    seen = with_columns({"通知公告": []}, unit=DEPARTMENT)
    assert audit_report(seen, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_an_unread_audit_column():
    seen = with_columns({"审计公开": []}, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert Outcome.MISSING not in audit_report(seen, ask()).items.values()
