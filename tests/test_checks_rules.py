"""Regulations with their validity; the library counted against the annual report."""

import pytest

from crawlers.checks.rules import documents_counted, regulations
from data.types import Cause, FetchOutcome, Outcome, Unit
from tests.columns import Entry, table, with_columns
from tests.sites import BASE, ask, entries, page

CITY = Unit("qinghe", "清河市人民政府", "city", "市州政府", BASE)
VALID = "<p>有效性：有效</p>"
FILE = '<a href="/f/1.pdf">清河市停车条例.pdf</a>'
FILES = {"/f/1.pdf": "第一条"}


def rule(title="清河市停车管理规定（市政府令第12号）", html=VALID + FILE) -> Entry:
    return Entry(title, "2021-05-01", "第一条 为了规范停车，制定本规定。", html)


def test_regulations_with_validity_and_file_are_met():
    seen = with_columns({"政府规章": [rule()]}, unit=CITY, files=FILES)
    finding = regulations(seen, ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_some_without_validity_are_partial_and_all_missing():
    other = rule("清河市养犬管理办法", FILE)
    finding = regulations(
        with_columns({"政府规章": [rule(), other]}, unit=CITY, files=FILES), ask()
    )
    assert finding.items["validity"] is Outcome.PARTIAL
    finding = regulations(with_columns({"政府规章": [other]}, unit=CITY, files=FILES), ask())
    assert finding.items["validity"] is Outcome.MISSING


@pytest.mark.parametrize(
    "title",
    ["清河县封山禁火令第3号", "机关内部规章制度汇编", "住房和城乡建设部令第5号"],
)
def test_what_is_called_an_order_is_not_always_a_regulation(title):
    seen = with_columns({"政策文件": [Entry(title, "2021-05-01")]})
    assert regulations(seen, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_a_county_has_no_regulations_to_publish():
    assert regulations(with_columns({"政策文件": []}), ask()).cause is Cause.NOTHING_TO_JUDGE
    seen = with_columns({"政策文件": []}, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert regulations(seen, ask()).cause is Cause.NOT_READ


# --- counting -------------------------------------------------------------------------------------


def document(n: int, day: str, extra: str = "") -> Entry:
    text = f"清政办规〔2021〕{n}号\n各有关单位：现印发给你们。\n清河县人民政府办公室"
    name = "甲乙丙丁"[n]
    return Entry(f"清河县人民政府办公室关于印发《{name}区停车管理办法》的通知", day, text, extra)


def report(valid: int) -> Entry:
    rows = table(
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "0", "0"),
        ("行政规范性文件", "1", "0", str(valid)),
    )
    return Entry("清河县人民政府2022年政府信息公开工作年度报告", "2023-03-20", html=rows)


LIBRARY = [document(1, "2021-05-01"), document(2, "2022-05-01"), document(3, "2023-05-01")]


def counted(library, valid, **options):
    return with_columns({"行政规范性文件": library, "政府信息公开年报": [report(valid)]}, **options)


def test_a_library_that_agrees_with_the_report_is_met():
    finding = documents_counted(counted(LIBRARY, 2), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"library": 2, "reported": 2, "difference": 0}


def test_a_difference_is_only_suspected_and_both_numbers_are_shown():
    finding = documents_counted(counted(LIBRARY, 5), ask())
    assert finding.cause is Cause.SUSPECTED
    assert finding.counts == {"library": 2, "reported": 5, "difference": 3}
    assert "5件" in finding.reason
    assert documents_counted(counted(LIBRARY, 5), ask(), tolerance=3).outcome is Outcome.MET


def test_a_repealed_document_is_not_in_force():
    library = [document(1, "2021-05-01", "<p>有效性：已废止</p>"), *LIBRARY[1:]]
    finding = documents_counted(counted(library, 1), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_a_list_that_goes_on_cannot_be_counted():
    seen = counted(LIBRARY, 2)
    rows = [(f"/c0/{k}.html", row.title, row.day) for k, row in enumerate(LIBRARY)]
    pager = '<div class="pages"><a href="/c0/index_2.html">下一页</a></div>'
    html = page("行政规范性文件", entries(*rows) + pager, crumbs=("政务公开", "行政规范性文件"))
    seen = counted(
        LIBRARY, 2, more={"/c0/": html}, statuses={"/c0/index_2.html": FetchOutcome.TIMEOUT_BODY}
    )
    assert documents_counted(seen, ask()).cause is Cause.NOT_READ


def test_without_the_reports_table_or_a_library_there_is_nothing_to_compare():
    plain = Entry("清河县人民政府2022年政府信息公开工作年度报告", "2023-03-20")
    seen = with_columns({"行政规范性文件": LIBRARY, "政府信息公开年报": [plain]})
    assert documents_counted(seen, ask()).cause is Cause.NO_BASIS
    seen = with_columns({"政府信息公开年报": [report(2)]})
    assert documents_counted(seen, ask()).cause is Cause.NOTHING_TO_JUDGE
