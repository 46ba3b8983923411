"""Tables, text and identity of a budget as the rules see them."""

from decimal import Decimal

import pytest

from crawlers.subjects.budget.book import Sort
from crawlers.subjects.budget.disclosure import State, disclosed
from crawlers.subjects.budget.figures import adds_up, amount, cell_number, ratio_range
from crawlers.subjects.budget.passages import read_passages
from crawlers.subjects.budget.published import published
from crawlers.subjects.budget.sangong_sums import sums
from crawlers.subjects.budget.tables import bare_title
from data.types import Block
from tests.budgets import ACCOUNTS, BUDGET, book

UNIT = "部门：青禾县教育局 单位：万元"
D = Decimal


# --- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", D("1234.50")),
        ("-3.2", D("-3.2")),
        ("(3.20)", D("-3.20")),
        ("0", D("0")),
        ("", None),
        ("—", None),
        ("12.5%", None),
        ("2080501项", None),
        ("1,23", None),
    ],
)
def test_a_cell_is_a_number_or_none(text: str, value: Decimal | None) -> None:
    assert cell_number(text) == value


def test_an_amount_knows_its_unit_and_its_last_digit() -> None:
    assert (amount("1,234.5", "万元").yuan, amount("1,234.5", "万元").step) == (
        D(12345000),
        D(1000),
    )
    assert amount("1.2", "亿元").yuan == D(120000000)


def test_rounded_parts_may_miss_the_total_by_half_a_digit_each() -> None:
    parts = [D("1.00"), D("2.00"), D("3.00")]
    assert adds_up(D("6.02"), parts, D("0.01"))  # 4 figures, 0.005 each
    assert not adds_up(D("6.03"), parts, D("0.01"))


def test_a_share_of_nothing_is_unknown() -> None:
    assert ratio_range(amount("1.00", "万元"), amount("0.00", "万元")) is None


# --- tables -----------------------------------------------------------------------------------


def test_title_unit_and_rows_of_a_table() -> None:
    read = book(
        "五、财政拨款支出预算表",
        UNIT,
        [
            ["功能科目代码", "功能科目名称", "金额"],
            ["", "合计", "17,981.68"],
            ["204", "公共安全支出", "13,641.34"],
            ["20404", "检察", ""],
        ],
    )
    (table,) = read.tables
    assert (table.kind, table.title, table.unit) == (
        "fiscal_expense",
        "五、财政拨款支出预算表",
        10000,
    )
    assert [(r.code, r.name, dict(r.figures)) for r in table.rows] == [
        ("", "合计", {2: D("17981.68")}),
        ("204", "公共安全支出", {2: D("13641.34")}),
        ("20404", "检察", {}),
    ]


def test_two_sides_of_a_table_are_two_panels() -> None:
    read = book(
        "收入支出决算总表",
        [
            ["收入", "", "支出", ""],
            ["项目", "决算数", "项目", "决算数"],
            ["一、财政拨款收入", "9.50", "一、教育支出", "9.00"],
            ["总计", "9.50", "总计", "9.50"],
        ],
        title=ACCOUNTS,
    )
    (table,) = read.tables
    assert [(c.panel, c.label) for c in table.columns] == [(0, "收入/决算数"), (1, "支出/决算数")]
    assert [(r.panel, r.name) for r in table.rows[:2]] == [
        (0, "一、财政拨款收入"),
        (1, "一、教育支出"),
    ]


def test_heads_over_columns_count_for_each_of_them() -> None:
    read = book(
        "一般公共预算“三公”经费支出表",
        [
            ["合计", "“三公”经费", "", "", "", "", "", "会议费"],
            ["", "小计", "因公出国(境)费", "公务用车购置及运行费", "", "", "公务接待费", ""],
            ["", "", "", "小计", "购置费", "运行费", "", ""],
            ["20.00", "12.00", "2.00", "6.00", "0", "6.00", "4.00", "8.00"],
        ],
    )
    assert [column.label for column in read.tables[0].columns] == [
        "合计",
        "“三公”经费/小计",
        "“三公”经费/因公出国(境)费",
        "“三公”经费/公务用车购置及运行费/小计",
        "“三公”经费/公务用车购置及运行费/购置费",
        "“三公”经费/公务用车购置及运行费/运行费",
        "“三公”经费/公务接待费",
        "会议费",
    ]


def test_a_code_in_three_columns_is_one_code() -> None:
    """The trap: 类, 款 and 项 are no amounts; the last head may share a row with the total."""
    read = book(
        "支出决算表",
        [
            ["项目", "", "", "", "本年支出合计", "基本支出", "项目支出"],
            ["支出功能分类科目编码", "", "", "科目名称", "", "", ""],
            ["类", "款", "项", "合计", "10.00", "9.00", "1.00"],
            ["201", "", "", "一般公共服务支出", "10.00", "9.00", "1.00"],
            ["201", "06", "", "财政事务", "10.00", "9.00", "1.00"],
            ["201", "06", "01", "行政运行", "10.00", "9.00", "1.00"],
        ],
        title=ACCOUNTS,
    )
    (table,) = read.tables
    assert [column.label for column in table.columns] == ["本年支出合计", "基本支出", "项目支出"]
    assert [row.code for row in table.rows] == ["", "201", "20106", "2010601"]


def test_a_table_goes_on_on_the_next_page_and_mends_a_name_cut_in_two() -> None:
    head = ["项目名称", "金额"]
    read = book(
        "收支预算总表",
        UNIT,
        [head, ["八、社会保障和就", "8.00"]],
        None,
        [head, ["业支出", ""], ["九、卫生健康支出", "1.00"]],
    )
    (table,) = read.tables
    assert (table.page, table.last_page, table.whole) == (1, 2, True)
    assert [row.name for row in table.rows] == ["八、社会保障和就业支出", "九、卫生健康支出"]


def test_a_part_in_other_columns_makes_the_table_incomplete() -> None:
    read = book(
        "收支预算总表",
        [["项目", "金额", "项目", "金额"], ["一、财政拨款", "1", "一、教育支出", "1"]],
        None,
        [["合计", "1", "合计"], ["总计", "1", "总计"]],
    )
    assert [(table.kind, table.whole) for table in read.tables] == [("overall", False)] * 2


def test_a_title_left_behind_on_the_page_before_counts() -> None:
    read = book(
        "财政拨款基本支出预算表",
        UNIT,
        None,
        [["科目编码", "科目名称", "金额"], ["301", "工资", "1"]],
    )
    assert [(table.kind, table.page) for table in read.tables] == [("basic", 2)]


def test_a_title_in_two_lines_and_one_inside_the_table() -> None:
    sangong = ["“三公”经费、会议费、培训费支出预算", "表"]
    rows = [["合计", "公务接待费"], ["1.00", "1.00"]]
    inside = [
        ["政府性基金预算支出表", "", ""],
        ["", "", "单位：元"],
        ["科目编码", "科目名称", "金额"],
        ["", "合计", "0"],
    ]
    first, second = book(*sangong, rows, None, inside).tables
    assert (first.kind, second.kind, second.unit) == ("sangong", "fund", 1)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("五、财政拨款支出预算表", "财政拨款支出预算表"),
        ("表5一般公共预算支出情况表", "一般公共预算支出情况表"),
        ("附表3-1：收入总表", "收入总表"),
        ("公开01表收支总表", "收支总表"),
        ("一般公共预算“三公”经费支出表", "一般公共预算三公经费支出表"),
    ],
)
def test_numbers_in_front_are_no_part_of_a_title(title: str, bare: str) -> None:
    assert bare_title(title) == bare


# --- text -------------------------------------------------------------------------------------


def test_passages_know_their_page_heading_and_part() -> None:
    blocks = [
        Block(1, "目  录"),
        Block(1, "一、主要职能"),
        Block(1, "第三部分 情况说明"),
        Block(1, "二、收支情况说明"),
        Block(2, "第三部分 情况说明"),
        Block(2, "二、收支情况说明"),
        Block(2, "收入总计增长\f17.31%。"),
    ]
    passages = read_passages(blocks)
    assert [p.listed for p in passages] == [True] * 4 + [False] * 3
    last = passages[-1]
    assert (last.text, last.heading, last.part) == (
        "收入总计增长17.31%。",
        "二、收支情况说明",
        "第三部分情况说明",
    )
    assert (last.page_at(0), last.page_at(last.text.index("17.31"))) == (2, 3)


# --- whose, of which year and sort ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "sort", "year"),
    [
        (BUDGET, Sort.DEPARTMENT_BUDGET, 2023),
        (ACCOUNTS, Sort.DEPARTMENT_ACCOUNTS, 2023),
        ("青禾县2023年政府预算", Sort.GOVERNMENT_BUDGET, 2023),
        ("青禾县2022年财政决算（草案）", Sort.GOVERNMENT_ACCOUNTS, 2022),
        ("青禾县教育局2023年政府信息公开工作年度报告", Sort.OTHER, None),
    ],
)
def test_the_title_tells_sort_and_year(title: str, sort: Sort, year: int | None) -> None:
    read = book("收入1.00万元，支出1.00万元，结余0万元。" * 5, title=title)
    assert (read.sort, read.year) == (sort, year)


def test_the_name_above_the_tables_goes_before_the_one_in_the_title() -> None:
    read = book(
        "收支预算总表", "部门：中共青禾县委办公室 单位：万元", [["项目", "金额"], ["合计", "1"]]
    )
    assert read.unit == "中共青禾县委办公室"
    assert book(title=BUDGET).unit == "青禾县教育局"


# --- what is disclosed ----------------------------------------------------------------------------


def states(*parts: object, title: str = BUDGET) -> dict[str, State]:
    return {item.name: item.state for item in disclosed(book(*parts, title=title))}  # type: ignore[arg-type]


TABLES = {
    "部门收支总体情况表": [["项目", "金额"], ["收入总计", "1.00"]],
    "部门收入总体情况表": [["项目", "合计"], ["合计", "1.00"]],
    "部门支出总体情况表": [["项目", "合计"], ["合计", "1.00"]],
    "财政拨款收支总体情况表": [["项目", "金额"], ["收入总计", "1.00"]],
    "一般公共预算支出情况表": [["科目编码", "科目名称", "金额"], ["205", "教育支出", "1.00"]],
    "一般公共预算基本支出情况表": [["科目编码", "科目名称", "金额"], ["301", "工资", "1.00"]],
    "“三公”经费支出情况表": [
        ["因公出国(境)费", "公务用车购置费", "公务用车运行费", "公务接待费"],
        ["0", "0", "1.00", "0.50"],
    ],
    "政府性基金预算支出情况表": [["科目编码", "科目名称", "金额"], ["", "合计", ""]],
}


def sheets(*names: str) -> list[object]:
    return [part for name in names for part in (name, TABLES[name], None)]


def test_every_required_table_is_found_and_an_empty_one_must_say_so() -> None:
    found = states(*sheets(*TABLES))
    assert list(found.values())[:8] == [State.THERE] * 7 + [State.BARE]
    told = states(*sheets(*TABLES), "本单位没有政府性基金预算支出，本表无数据。")
    assert told["政府性基金预算支出表"] is State.EMPTY


def test_a_table_less_is_missing_only_where_the_others_are_there() -> None:
    few = sheets(*list(TABLES)[:2])
    assert states(*few)["部门支出总表"] is State.UNKNOWN
    most = sheets(*(name for name in TABLES if "支出总体" not in name))
    assert states(*most)["部门支出总表"] is State.MISSING
    other = [*most, "各项资金安排表", [["项目", "金额"], ["合计", "1.00"]]]
    assert states(*other)["部门支出总表"] is State.UNKNOWN


def test_tables_alone_say_nothing_about_explanations() -> None:
    found = states(*sheets(*TABLES))
    assert found["公务用车购置费"] is State.THERE
    assert found["机关运行经费"] is found["增减变化及原因"] is State.UNKNOWN


def test_a_full_text_without_a_matter_lacks_it() -> None:
    text = [
        "收入1.00万元。",
        "支出1.00万元。",
        "基本支出1.00万元。",
        "项目支出0万元。",
        "结余0万元。",
    ]
    assert states(*text)["政府采购"] is State.MISSING
    assert states(*text, "政府采购预算0万元。")["政府采购"] is State.THERE


# --- layouts that are rarer -----------------------------------------------------------------------


@pytest.mark.parametrize("title", ["收支预算总表（续）", "续表", "续表1", "收支预算总表续"])
def test_a_table_goes_on_under_its_title_with_a_word_for_it(title: str) -> None:
    head = ["项目", "金额"]
    read = book(
        "收支预算总表", UNIT, [head, ["教育支出", "8.00"]], None, title, [head, ["总计", "9.00"]]
    )
    (table,) = read.tables
    assert [row.name for row in table.rows] == ["教育支出", "总计"]


def test_dashes_for_nothing_leave_a_column_of_figures() -> None:
    read = book(
        "“三公”经费支出表",
        [["合计", "因公出国（境）费", "公务接待费"], ["3.00", "3.00", "—"], ["2.00", "2.00", "－"]],
    )
    assert [column.label for column in read.tables[0].columns] == [
        "合计",
        "因公出国(境)费",
        "公务接待费",
    ]


def test_years_alone_are_heads() -> None:
    read = book("“三公”经费支出表", [["项目", "2023", "2022"], ["合计", "3.00", "2.00"]])
    assert [column.label for column in read.tables[0].columns] == ["2023", "2022"]
    rows = book("收支预算总表", [["教育支出", "2023"], ["合计", "2023"]]).tables[0].rows
    assert [row.name for row in rows] == ["教育支出", "合计"]


# --- a title without a table, and a publication of several files ----------------------------------


def test_a_heading_over_a_sentence_is_a_table_that_was_published() -> None:
    name = "政府性基金预算支出情况表"
    told = "本单位没有政府性基金预算支出，本表无数据。"
    most = sheets(*(table for table in TABLES if table != name))
    assert states(*most, name, told)["政府性基金预算支出表"] is State.EMPTY
    assert states(*most, f"一、{name}说明", told)["政府性基金预算支出表"] is State.NAMED
    assert states(*most, told)["政府性基金预算支出表"] is State.MISSING


def whole(*texts: str, names: tuple[str, ...] = ()) -> dict[str, State]:
    read = published(Sort.DEPARTMENT_BUDGET, 2023, texts, (), names).whole
    return {item.name: item.state for item in disclosed(read, complete=True)}


def test_the_pages_of_an_entry_are_one_publication() -> None:
    found = whole(
        "部门收支总体情况表\n项目\t金额\n合计\t1.00", "三公经费：公务用车费3万元，比上年持平。"
    )
    assert found["部门收支总表"] is State.THERE
    assert found["部门收入总表"] is State.MISSING  # nothing can stand elsewhere
    assert found["公务用车购置费"] is State.NAMED  # not parted
    assert found["公务接待费"] is State.MISSING
    assert found["增减变化及原因"] is State.THERE


def test_a_file_named_like_a_table_is_that_table() -> None:
    assert whole("略。", names=("部门收入总表.xls",))["部门收入总表"] is State.THERE


def test_a_wider_word_is_neither_said_nor_missing() -> None:
    assert whole("公用经费3万元。")["机关运行经费"] is State.NAMED
    assert whole("略。")["机关运行经费"] is State.MISSING
    assert whole("目录\n一、机关运行经费说明")["机关运行经费"] is State.NAMED


# --- 三公 -----------------------------------------------------------------------------------------


def sangong(
    *rows: list[str], title: str = "“三公”经费支出表", unit: str = "单位：万元"
) -> list[str]:
    return [str(one) for one in sums(book(title, unit, list(rows))) if not one.holds]


HEADS = ["合计", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([HEADS, ["10.00", "1.00", "2.00", "3.00", "4.00"]], []),
        ([HEADS, ["10.00", "1.00", "2.00", "3.00", "5.00"]], ["10.00≠1.00+2.00+3.00+5.00"]),
        (
            [["项目", "2023年预算", "增减"], ["合计", "5.00", "9.00"], ["因公出国费", "1.00", "0"],
             ["公务用车购置及运行费", "1.00", "0"], ["公务接待费", "2.00", "0"]],
            ["5.00≠1.00+1.00+2.00"],
        ),
        (
            [["2022年决算", *[""] * 4, "2023年预算", *[""] * 4], [*HEADS, *HEADS],
             ["10.00", "1.00", "2.00", "3.00", "4.00", "9.00", "1.00", "2.00", "3.00", "4.00"]],
            ["9.00≠1.00+2.00+3.00+4.00"],
        ),
    ],
    ids=["right", "wrong", "below each other", "two years"],
)  # fmt: skip
def test_totals_of_sangong_in_every_layout(rows: list[list[str]], wrong: list[str]) -> None:
    assert [one.removeprefix("“三公”经费合计") for one in sangong(*rows)] == wrong


def test_sangong_in_yuan_is_shown_as_ten_thousands() -> None:
    rows = (HEADS, ["100,000", "10,000", "20,000", "30,000", "50,000"])
    assert sangong(*rows, unit="单位：元") == ["“三公”经费合计10.0000≠1.0000+2.0000+3.0000+5.0000"]


def test_a_table_without_its_name_is_known_by_its_kinds_and_nothing_else() -> None:
    rows = (HEADS, ["10.00", "1.00", "2.00", "3.00", "5.00"])
    assert len(sangong(*rows, title="附件5")) == 1
    more = ([*HEADS, "办公费"], ["10.00", "1.00", "2.00", "3.00", "3.00", "1.00"])
    assert sangong(*more, title="附件5") == []
    beside = ([*HEADS, "会议费"], ["10.00", "1.00", "2.00", "3.00", "3.00", "1.00"])
    assert sangong(*beside) == []  # the total counts the meetings in


@pytest.mark.parametrize(
    ("text", "state", "note"),
    [
        ("“三公”经费预算3万元，比上年减少1万元，主要原因是厉行节约。", State.THERE, "正文"),
        ("“三公”经费预算3万元，与上年持平。", State.THERE, "正文"),
        ("本单位无“三公”经费。", State.THERE, "写明没有这项支出"),
        ("“三公”经费预算3万元，比上年减少1万元。", State.MISSING, "写了增减变化，没有写原因"),
        ("“三公”经费预算3万元。", State.MISSING, "没有写与上年相比的增减变化"),
    ],
)
def test_the_change_of_sangong_says_what_it_lacks(text: str, state: State, note: str) -> None:
    items = disclosed(book(text, "1元、1元、1元、1元、1元。", title=BUDGET), complete=True)
    (item,) = [item for item in items if item.name == "增减变化及原因"]
    assert (item.state, item.note) == (state, note)
