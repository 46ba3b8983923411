"""Budgets and final accounts of governments: which they are, of which year, and their sums."""

import pytest

from crawlers.subjects.budget.book import Sort
from crawlers.subjects.budget.disclosure import State, disclosed
from crawlers.subjects.budget.issues import Severity
from crawlers.subjects.budget.opening import BudgetError, book_of
from data.types import Document
from tests.budgets import Part, book, found

REVENUE = "青禾县2023年一般公共预算收入决算表"
ACCOUNTS = "青禾县2023年政府决算公开"
MONEY = "税收8元，非税2元，上级补助3元，债务1元，结转1元。"


def revenue(tax: str = "80", other: str = "20", total: str = "100") -> tuple[Part, ...]:
    rows = [
        ["项目", "预算数", "决算数", "决算数为预算数的%", "比上年增幅"],
        ["一、税收收入", "78", tax, "102.6", "3.0"],
        ["增值税", "50", "52", "104.0", "4.0"],
        ["契税", "28", "28", "100.0", "1.0"],
        ["二、非税收入", "20", other, "100.0", "2.0"],
        ["本级收入合计", "98", total, "102.0", "2.8"],
        ["上级补助收入", "", "300", "", ""],
        ["收入总计", "", "400", "", ""],
    ]
    return (REVENUE, "单位：万元", rows)


def test_classes_of_revenue_make_the_total() -> None:
    assert found("class_sums", *revenue(), title=ACCOUNTS) == []


def test_a_column_that_does_not_add_up_beside_one_that_does_is_found() -> None:
    (issue,) = found("class_sums", *revenue(other="22"), title=ACCOUNTS)
    assert issue.severity is Severity.CERTAIN
    assert issue.row == "本级收入合计"
    assert "80＋22＝102，与100相差-2" in issue.found


def test_items_that_make_their_class_in_one_column_are_asked_about_in_the_other() -> None:
    issues = found("class_sums", *revenue(tax="81", total="101"), title=ACCOUNTS)
    assert [(issue.row, issue.severity) for issue in issues] == [("一、税收收入", Severity.ASK)]


def test_a_list_of_the_largest_items_only_is_no_error() -> None:
    rows = [
        ["项目", "预算数", "决算数"],
        ["一、教育支出", "30", "31"],
        ["二、农林水支出", "40", "41"],
        ["支出合计", "100", "102"],
    ]
    title = "青禾县2023年一般公共预算支出决算表"
    assert found("class_sums", title, "单位：万元", rows, title=ACCOUNTS) == []


@pytest.mark.parametrize(
    ("title", "sort", "year", "unit"),
    [
        (
            "关于青禾县2024年预算执行情况和2025年预算草案的报告",
            Sort.GOVERNMENT_BUDGET,
            2025,
            "青禾县",
        ),
        ("青禾县2023年政府决算公开", Sort.GOVERNMENT_ACCOUNTS, 2023, None),
        (
            "青禾县2023年政府决算和2024年上半年预算执行情况的报告",
            Sort.GOVERNMENT_ACCOUNTS,
            2023,
            None,
        ),
        ("青禾县教育局2023年度部门决算", Sort.DEPARTMENT_ACCOUNTS, 2023, "青禾县教育局"),
    ],
)
def test_the_title_decides_however_often_the_text_says_预算(
    title: str, sort: Sort, year: int, unit: str | None
) -> None:
    text = "一般公共预算收入10元，为预算的102%，一般公共预算支出9元，政府性基金预算支出8元。"
    one = book(text, MONEY, title=title)
    assert (one.sort, one.year) == (sort, year)
    assert unit is None or one.unit == unit


def _state(text: str, name: str, *parts: Part) -> State:
    one = book(*parts, text, MONEY)
    return next(item.state for item in disclosed(one) if item.name == name)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("2023年“三公”经费预算20.00万元。", State.BARE),
        ("2023年“三公”经费预算为0.5万元。", State.BARE),
        ("无锡市安排2023年“三公”经费预算。", State.BARE),
        ("2023年“三公”经费预算0.00万元。", State.EMPTY),
        ("2023年“三公”经费预算为0.00元。", State.EMPTY),
        ("2023年“三公”经费预算为0。", State.EMPTY),
        ("本部门没有安排“三公”经费。", State.EMPTY),
    ],
)
def test_an_amount_that_ends_in_nought_does_not_declare_an_empty_table(
    text: str, state: State
) -> None:
    table = [["项目", "预算数"], ["合计", ""], ["因公出国（境）费", ""], ["公务接待费", ""]]
    assert _state(text, "“三公”经费支出表", "“三公”经费支出表", table) is state


@pytest.mark.parametrize(
    ("page", "says"), [("", "页面上没有文字"), ("识别的文字", "从扫描件上识别")]
)
def test_a_blank_file_is_not_called_a_scan(page: str, says: str) -> None:
    with pytest.raises(BudgetError, match=says):
        book_of(Document("a.pdf", "pdf", "ok", (page,), (), ()))


# --- text against tables --------------------------------------------------------------------------

SAID = (
    "2023年，全县一般公共预算收入完成{total}万元，其中：税收收入80万元，增值税{vat}万元，"
    "非税收入{other}万元。"
)


def said(total: str = "100", vat: str = "52", other: str = "20") -> str:
    return SAID.format(total=total, vat=vat, other=other)


def test_a_text_that_repeats_its_tables_is_right() -> None:
    assert found("government_figures", *revenue(), said(), title=ACCOUNTS) == []
    # The text may give the total of all means.
    assert found("government_figures", *revenue(), said(total="400"), title=ACCOUNTS) == []


@pytest.mark.parametrize(
    ("text", "row", "figures"),
    [
        (said(vat="53"), "增值税", ("53万元", "50")),
        (said(total="101"), "本级收入合计", ("101万元", "98")),
    ],
)
def test_a_figure_that_no_table_has_is_asked_about(text, row, figures) -> None:
    (issue,) = found("government_figures", *revenue(), text, title=ACCOUNTS)
    assert (issue.row, issue.severity, issue.figures) == (row, Severity.ASK, figures)


def test_a_text_of_another_scope_is_no_error() -> None:
    """Most of its figures are not those of the tables: the county, and the tables its own level."""
    text = said(total="900", vat="500", other="20")
    assert found("government_figures", *revenue(), text, title=ACCOUNTS) == []


def test_last_year_and_changes_are_not_compared() -> None:
    text = said() + "上年税收收入70万元，税收收入比上年增加10万元。"
    assert found("government_figures", *revenue(), text, title=ACCOUNTS) == []


def test_a_department_is_not_asked() -> None:
    assert found("government_figures", *revenue(), said(vat="53")) == []
