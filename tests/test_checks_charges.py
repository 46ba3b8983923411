"""Fee catalogues, what was cleared up, the eight kinds of information on a major project."""

import pytest

from crawlers.checks.charges import clearing_lists, fee_catalogue, project_stages
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import DEPARTMENT, ask

HEAD = ("序号", "部门", "收费项目", "收费依据", "收费标准")
ROW = ("1", "教育", "保教费", "价费〔2020〕1号文", "每月320元")


def fees(*lost: str, title: str = "清河县2023年行政事业性收费目录清单", day: str = "2023-08-09"):
    kept = [n for n, name in enumerate(HEAD) if name not in lost]
    row = tuple("甲" if lost and n > 1 else ROW[n] for n in kept)
    return Entry(title, day, "现予公布。", table(tuple(HEAD[n] for n in kept), row))


def test_a_current_catalogue_with_items_basis_and_rates_is_met():
    finding = fee_catalogue(with_columns({"行政事业性收费": [fees()]}), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_an_element_that_the_catalogue_lacks_is_missing():
    finding = fee_catalogue(with_columns({"行政事业性收费": [fees("收费标准")]}), ask())
    assert [k for k, o in finding.items.items() if o is Outcome.MISSING] == ["rate"]


def test_an_old_catalogue_is_not_current():
    old = fees(title="清河县2019年行政事业性收费目录清单", day="2019-08-09")
    finding = fee_catalogue(with_columns({"行政事业性收费": [old]}), ask())
    assert finding.items["current"] is Outcome.PARTIAL
    assert fee_catalogue(with_columns({"收费": [old]}), ask(), years=5).outcome is Outcome.MET


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("清河县涉企收费目录清单", id="of enterprises"),
        pytest.param("关于开展收费清单检查的通知", id="an inspection"),
        pytest.param("行政事业性收费管理办法", id="rules"),
    ],
)
def test_another_list_is_no_catalogue_of_fees(title):
    finding = fee_catalogue(with_columns({"通知公告": [Entry(title, "2023-05-01")]}), ask())
    assert finding.outcome is Outcome.MISSING


def test_no_catalogue_of_fees_is_missing_only_after_a_complete_look():
    seen = with_columns({"收费目录": []}, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert fee_catalogue(seen, ask()).outcome is Outcome.UNKNOWN
    office = with_columns({"通知公告": []}, unit=DEPARTMENT)
    assert fee_catalogue(office, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- clearing up ----------------------------------------------------------------------------------

CLEARED = [
    Entry("清河县政务服务事项清理结果公示", "2021-01-01"),
    Entry("清河县行政给付事项清单", "2021-01-02"),
    Entry("清河县行政确认事项清单", "2021-01-03"),
    Entry("清河县取消停征行政事业性收费项目公告", "2021-01-04"),
    Entry("清河县中介服务收费清单", "2021-01-05"),
]


def test_five_kinds_of_matters_cleared_up_are_met():
    finding = clearing_lists(with_columns({"通知公告": CLEARED}), ask())
    assert finding.outcome is Outcome.MET
    assert set(finding.items.values()) == {Outcome.MET}


def test_only_state_fees_must_have_been_cleared_up():
    finding = clearing_lists(with_columns({"通知公告": CLEARED[:1]}), ask())
    assert finding.items["state_fees"] is Outcome.MISSING
    assert finding.items["payment"] is Outcome.UNKNOWN


def test_a_scheme_may_ask_for_one_kind():
    finding = clearing_lists(with_columns({"通知公告": CLEARED}), ask(), want=("service_fees",))
    assert finding.items == {"service_fees": Outcome.MET}


def test_an_office_without_such_matters_is_not_judged():
    finding = clearing_lists(with_columns({"通知公告": []}, unit=DEPARTMENT), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


# --- projects -------------------------------------------------------------------------------------

STAGES = [
    Entry("建设项目施工许可办事指南", "2023-02-01"),
    Entry("关于城东水厂工程可行性研究报告的批复", "2023-03-01"),
    Entry("城东水厂工程施工招标公告", "2023-04-01"),
    Entry("城东水厂工程征收土地公告", "2023-05-01"),
    Entry("城东水厂工程设计变更批复", "2023-06-01"),
    Entry("城东水厂项目建设进展情况", "2023-07-01"),
    Entry("建筑工程质量安全监督检查情况通报", "2023-08-01"),
    Entry("城东水厂工程竣工验收公示", "2023-09-01"),
]


def test_all_eight_kinds_are_met():
    finding = project_stages(with_columns({"重大建设项目": STAGES}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}


def test_what_need_not_have_happened_is_not_missing():
    finding = project_stages(with_columns({"重大建设项目": STAGES[:1]}), ask())
    assert finding.items["approval"] is Outcome.MISSING
    for id_ in ("land", "change", "completion"):
        assert finding.items[id_] is Outcome.UNKNOWN


def test_old_news_of_a_project_is_partial():
    rows = [Entry("城东水厂项目建设进展情况", "2021-07-01")]
    finding = project_stages(with_columns({"重大建设项目": rows}), ask(), want=("building",))
    assert finding.items["building"] is Outcome.PARTIAL


def test_tenders_on_a_trade_platform_are_left_to_a_person():
    link = '<a href="http://ggzy.example.cn/">公共资源交易平台</a>'
    seen = with_columns({"重大建设项目": []}, extra=link)
    assert project_stages(seen, ask(), want=("bidding",)).items["bidding"] is Outcome.UNKNOWN


def test_rules_about_projects_are_no_information_on_a_project():
    rows = [
        Entry("建设工程质量监督管理规定", "2023-07-01"),
        Entry("招标投标管理办法", "2023-07-01"),
    ]
    finding = project_stages(with_columns({"政策文件": rows}), ask(), want=("quality", "bidding"))
    assert set(finding.items.values()) == {Outcome.MISSING}
