"""Every rule for budgets on a few sentences and small tables: what it says, and what it lets pass."""
# ruff: noqa: E501

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.subjects.budget.disclosure import disclosed
from crawlers.subjects.budget.issues import Severity
from crawlers.subjects.budget.opening import with_tables
from crawlers.subjects.budget.register import RULES, issues
from tests.budgets import ACCOUNTS, BUDGET, Part, book, found

UNIT = "部门：青禾县教育局 单位：万元"
FUNCTION = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def general(*rows: list[str]) -> tuple[Part, ...]:
    return ("一般公共预算财政拨款支出决算表", UNIT, [FUNCTION, *rows])


def basic(*rows: list[str]) -> tuple[Part, ...]:
    return ("一般公共预算财政拨款基本支出决算表", UNIT, [["科目编码", "科目名称", "决算数"], *rows])


def text(rule: str, said: str, *, title: str = BUDGET) -> str:
    """What a rule says of one paragraph, "" for nothing."""
    return "；".join(issue.found for issue in found(rule, said, title=title))


# --- changes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("运行经费支出6032.55万元，比2022年增加3401.59万元，增长129.97%。", "129.29%"),
        ("行政运行(项)支出6106.99万元，与上年相比增加101.48万元，增长1.66%。", "用本年数作了分母"),
        ("案件审判(项)支出6049.97万元，与上年相比减少392.92万元，下降5.95%。", "6.10%"),
        ("项目支出4335.3万元。与上年相比减少了1237.7万元，减少13.22%。", "22.21%"),
        ("住房保障支出3894.09万元，主要用于公积金。与上年相比增加878.93万元，增长30%。", "29.15%"),
        ("收入总计100.00万元，比上年增加10.00万元，下降11.11%。", "方向相反"),
    ],
)
def test_a_change_that_its_percentage_contradicts(said: str, right: str) -> None:
    assert right in text("growth", said)


@pytest.mark.parametrize(
    "said",
    [
        "收入总计13649.07万元，与上年相比收、支预算总计各增加844.15万元，增长6.59%。",
        "支出10.00万元，占本年支出合计的5%。与上年相比，支出减少2.50万元，下降20%。",
        "收入20702.25万元，与上年相比增加2043.58万元，增长\f10.95%。",  # a page ends here
        "社会保障支出2000.39万元，与上年相比增加65.88万元，增长3.4%。",  # 3.406
        "支出年初预算为9.00万元，公务接待费减少0.15万元，下降27.78%。",  # of another amount
        "全部由财政拨款100.00万元安排，教育费附加比上年增加3.00万元，增长50%。",
        "新增支出1326.81万元，与上年相比增加1326.81万元，增长100%。",  # nothing the year before
        "收入100.00万元（上年80.00万元），其他收入60.00万元，与上年相比增加20.00万元，增长25%。",
    ],
)
def test_changes_that_are_right_or_cannot_be_told(said: str) -> None:
    assert text("growth", said) == ""


@given(
    st.decimals(1, 99999, places=2),
    st.decimals(Decimal("0.01"), 99999, places=2),
    st.booleans(),
)
def test_a_percentage_that_was_calculated_is_never_accused(
    prior: Decimal, by: Decimal, up: bool
) -> None:
    now = prior + by if up else prior - by
    if now < 0:
        now, by = Decimal("0.00"), prior
    percent = (by / prior * 100).quantize(Decimal("0.01"))
    verb, word = ("增加", "增长") if up else ("减少", "下降")
    said = f"支出{now}万元，与上年相比{verb}{by}万元，{word}{percent}%。"
    assert text("growth", said) == ""


def test_two_amounts_of_one_change() -> None:
    same = "预算{}21,940.96万元，与上年相比增加{}万元，增长22%。"
    said = [same.format("收入", "3,959.28"), same.format("支出", "3,958.98")]
    (issue,) = found("repeated_changes", *said)
    assert issue.found == "本年数都是21,940.96万元，增减额一处3,959.28万元、一处3,958.98万元"
    # All funds and fiscal funds may be alike this year and have differed last year.
    assert not found(
        "repeated_changes", same.format("收入", "2,214.39"), same.format("支出", "2,228.78")
    )


# --- shares ---------------------------------------------------------------------------------------

SANGONG = [
    ["“三公”经费", "", "", "", "会议费"],
    ["小计", "因公出国(境)费", "公务用车购置及运行费", "公务接待费", ""],
    ["833.60", "222.50", "183.60", "427.50", "100.00"],
]


def test_shares_of_the_wrong_whole() -> None:
    said = "“三公”经费中，因公出国费222.5万元，占“三公”经费的8.75%；公务用车购置及运行费183.6万元，占“三公”经费的7.22%；公务接待费427.5万元，占“三公”经费的16.81%。"
    (issue,) = found("shares", "“三公”经费、会议费支出预算表", UNIT, SANGONG, said)
    assert "222.5万元÷833.60＝26.69%，文中写8.75%" in issue.found
    assert issue.severity is Severity.CERTAIN


@pytest.mark.parametrize(
    "said",
    [
        "本年支出合计200.00万元，其中：基本支出150.00万元，占75%；项目支出50.00万元，占25%。",
        "支出100.00万元，占某项资金的33%。",  # nobody says what it is a part of
        "公务接待费0.00万元，占0.00%。",
    ],
)
def test_shares_that_are_right_or_whose_whole_is_unknown(said: str) -> None:
    assert text("shares", said) == ""


def test_shares_of_a_whole_in_the_paragraph_before() -> None:
    said = (
        "本年支出合计200.00万元，其中：",
        "基本支出150.00万元，占85.00%。",
        "项目支出50.00万元，占25.00%。",
    )
    (issue,) = found("shares", *said)
    assert "150.00万元÷200.00万元＝75.00%，文中写85.00%" in issue.found


def test_degrees_of_completion_and_last_digits_cut_off() -> None:
    done = "年初预算为10210.34万元，支出决算为9746.50万元，完成年初预算的{}%。"
    assert "95.46%" in text("rounding", done.format("95.45"), title=ACCOUNTS)
    assert "95.46%" in text("shares", done.format("94.45"), title=ACCOUNTS)
    assert text("rounding", done.format("95.46"), title=ACCOUNTS) == ""


def test_shares_that_were_trimmed_to_make_a_hundred_are_no_slip() -> None:
    said = "支出合计3.00万元，其中：教育1.00万元，占33.34%；卫生1.00万元，占33.33%；住房1.00万元，占33.33%。"
    assert text("rounding", said) == ""


# --- sums -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("政府采购预算总额30.00万元，其中：货物10.00万元、工程0万元、服务15.00万元。", True),
        ("政府采购预算总额25.00万元，其中：货物10.00万元、工程0万元、服务15.00万元。", False),
        (
            "政府采购预算总额30.00万元，其中：货物10.00万元、服务15.00万元。",
            False,
        ),  # one part is not said
        (
            "政府采购金额为2319.21万元，其中：货物122.43万元、工程1387.72万元、服务809.07万元。",
            False,
        ),  # 0.01
        (
            "公务用车购置及运行费支出9.00万元，其中：公务用车购置费0万元，公务用车运行费6.50万元。",
            True,
        ),
        ("基本支出10.00万元，其中：人员经费6.00万元，公用经费4.50万元。", True),
    ],
)
def test_sums_in_a_sentence(said: str, wrong: bool) -> None:
    assert bool(text("said_sums", said)) is wrong


def test_parts_in_paragraphs_of_their_own() -> None:
    said = [
        "支出预算总计100.00万元，包括：",
        "1.教育（类）支出60.00万元，主要用于学校。",
        "(1)其中小学30.00万元。",
        "2.住房保障（类）支出39.00万元。",
        "此外，基本支出20.00万元。",
    ]
    (issue,) = found("listed_sums", *said)
    assert issue.found == "60.00万元＋39.00万元＝99.00万元，文中100.00万元，相差1.00万元"
    short = [
        said[0],
        *said[1:3],
        "2.住房保障（类）支出9.00万元。",
    ]  # a list that stops short is no slip
    assert not found("listed_sums", *short)


def test_classes_that_a_list_leaves_out() -> None:
    table = general(
        ["合计", "", "100.00", "", ""],
        ["205", "教育支出", "60.00", "", ""],
        ["221", "住房保障支出", "40.00", "", ""],
    )
    said = ["一、收支情况说明", "支出决算总计100.00万元。包括：", "1.教育（类）支出60.00万元。"]
    (issue,) = found("unlisted", *table, *said, title=ACCOUNTS)
    assert "住房保障支出 40.00" in issue.found
    assert not found("unlisted", *table, *said, "2.住房保障支出40.00万元。", title=ACCOUNTS)


# --- tables ---------------------------------------------------------------------------------------

ROWS = [
    ["合计", "", "100.00", "90.00", "10.00"],
    ["205", "教育支出", "60.00", "50.00", "10.00"],
    ["20502", "普通教育", "60.00", "50.00", "10.00"],
    ["2050202", "小学教育", "35.00", "30.00", "5.00"],
    ["2050203", "初中教育", "25.00", "20.00", "5.00"],
    ["221", "住房保障支出", "40.00", "40.00", ""],
]


def changed(row: int, column: int, value: str) -> tuple[Part, ...]:
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = value
    return general(*rows)


def test_subjects_add_up_level_by_level() -> None:
    assert not found("hierarchy", *general(*ROWS), title=ACCOUNTS)
    (issue,) = found("hierarchy", *changed(3, 3, "31.00"), title=ACCOUNTS)
    assert (issue.table, issue.row) == (
        "一般公共预算财政拨款支出决算表",
        "20502普通教育（基本支出）",
    )
    assert "31.00＋20.00＝51.00，与50.00相差-1.00" in issue.found
    assert not found("hierarchy", *changed(3, 3, "30.01"), title=ACCOUNTS)  # rounding


@pytest.mark.parametrize(
    "rows",
    [
        [*ROWS[:5], ["2050202", "小学教育", "9.00", "", ""]],  # two units, one code twice
        [
            ["205", "教育支出", "60.00", "", ""],
            ["20502", "普通教育", "1.00", "", ""],
            ["20503", "职业教育", "1.00", "", ""],
            ["206", "科学", "9.00", "", ""],
            ["20601", "管理", "1.00", "", ""],
        ],
    ],
    ids=["a code twice", "no sum holds"],
)
def test_columns_that_are_no_sums_are_left_alone(rows: list[list[str]]) -> None:
    assert not found("hierarchy", *general(*rows), title=ACCOUNTS)


def test_rows_add_up_across() -> None:
    assert not found("across", *general(*ROWS), title=ACCOUNTS)
    (issue,) = found("across", *changed(5, 3, "41.00"), title=ACCOUNTS)
    assert issue.row == "221住房保障支出"
    assert "基本支出41.00＋项目支出0＝41.00，与40.00相差-1.00" in issue.found


def test_sangong_with_budget_and_accounts_side_by_side() -> None:
    """The trap: 预算数 and 决算数 alternate, blank cells are zeros."""
    head = [["合计", "", "因公出国(境)费", "", "公务接待费", ""], ["预算数", "决算数"] * 3]
    table = ("财政拨款“三公”经费支出决算表", UNIT)
    assert not found(
        "across", *table, [*head, ["2.85", "0.39", "", "", "2.85", "0.39"]], title=ACCOUNTS
    )
    (issue,) = found(
        "across", *table, [*head, ["2.85", "0.49", "", "", "2.85", "0.39"]], title=ACCOUNTS
    )
    assert "相差0.10" in issue.found


def test_columns_with_an_unknown_one_among_them_make_no_sum() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "比上年增减"],
        ["205", "教育支出", "9.00", "5.00", "1.00"],
    ]
    assert not found("across", "支出决算表", UNIT, rows, title=ACCOUNTS)


def test_both_sides_of_the_overall_table() -> None:
    def table(left: str, right: str, item: str = "6.00") -> tuple[Part, ...]:
        rows = [
            ["项目", "决算数", "项目", "决算数"],
            ["一、财政拨款收入", "10.00", "一、教育支出", "4.00"],
            ["二、其他收入", "", "二、住房保障支出", item],
            ["本年收入合计", "10.00", "本年支出合计", "10.00"],
            ["总计", left, "总计", right],
        ]
        return ("收入支出决算总表", UNIT, rows)

    assert not found("balance", *table("10.00", "10.00"), title=ACCOUNTS)
    assert "两边总计不等" in found("balance", *table("10.00", "10.50"), title=ACCOUNTS)[0].found
    assert (
        "4.00＋6.40＝10.40"
        in found("balance", *table("10.00", "10.00", "6.40"), title=ACCOUNTS)[0].found
    )


def test_what_is_carried_over_leads_to_the_grand_total() -> None:
    def table(carried: str) -> tuple[Part, ...]:
        rows = [
            ["项目", "决算数", "项目", "决算数"],
            ["一、财政拨款收入", "10.00", "一、教育支出", "10.00"],
            ["本年收入合计", "10.00", "本年支出合计", "10.00"],
            ["年初结转和结余", carried, "年末结转和结余", "2.00"],
            ["总计", "12.00", "总计", "12.00"],
        ]
        return ("收入支出决算总表", UNIT, rows)

    assert not found("balance", *table("2.00"), title=ACCOUNTS)
    (issue,) = found("balance", *table("2.50"), title=ACCOUNTS)
    assert issue.found == "本年合计与结转结余之和10.00＋2.50＝12.50，与12.00相差-0.50"


def test_a_total_that_stands_in_the_panel_beside() -> None:
    """One cell holds the total of both lists of expenditure, by function and by use."""

    def table(item: str) -> tuple[Part, ...]:
        rows = [
            ["收入", "", "支出", "", "", ""],
            ["项目名称", "金额", "功能科目名称", "金额", "支出用途", "金额"],
            ["一、财政拨款", "10.00", "一、教育支出", item, "一、基本支出", "7.00"],
            ["1.一般公共预算", "10.00", "二、住房保障支出", "4.00", "二、项目支出", "3.00"],
            ["2.政府性基金", "", "三、其他支出", "", "", ""],
            ["当年收入小计", "10.00", "当年支出小计", "", "", "10.00"],
        ]
        return ("收支预算总表", UNIT, rows)

    assert not found("balance", *table("6.00"))
    (issue,) = found("balance", *table("6.50"))
    assert (issue.row, issue.figures) == ("当年支出小计", ("10.00", "10.50"))


def test_subtotals_of_groups_and_of_purchases() -> None:
    def income(part: str) -> tuple[Part, ...]:
        rows = [
            ["项目名称", "", "金额"],
            ["收入总计", "", "15.00"],
            ["一般公共预算资金", "小计", "10.00"],
            ["", "公共财政拨款资金", part],
            ["", "专项收入", "3.00"],
            ["其他资金", "小计", "5.00"],
        ]
        return ("收入预算总表", UNIT, rows)

    assert not found("subtotals", *income("7.00"))
    (issue,) = found("subtotals", *income("8.00"))
    assert (issue.row, issue.figures) == ("一般公共预算资金小计", ("10.00", "11.00"))

    def bought(chairs: str) -> tuple[Part, ...]:
        rows = [
            ["品目大类", "专项名称", "经济科目", "物品名称", "组织形式", "总计"],
            ["合计", "", "", "", "", "9.00"],
            ["一、货物A", "", "", "", "", "6.00"],
            ["", "办公设备购置费", "办公设备购置", "", "", "6.00"],
            ["", "", "", "桌子", "分散采购", "4.00"],
            ["", "", "", "椅子", "分散采购", chairs],
            ["三、服务C", "", "", "", "", "3.00"],
            ["", "会议经费", "会议费", "", "", "3.00"],
            ["", "", "", "会议服务", "分散采购", "3.00"],
        ]
        return ("2023年政府采购预算表", UNIT, rows)

    assert not found("subtotals", *bought("2.00"))
    assert "4.00＋3.00＝7.00" in found("subtotals", *bought("3.00"))[0].found


def test_a_figure_that_the_text_gives_twice() -> None:
    said = [
        f"{word}20849.45万元。"
        for word in ("收入、支出预算总计", "本年收入预算合计", "本年支出预算合计")
    ]
    assert not found("repeated_figures", *said, "收入预算总计20849.45万元。")
    (issue,) = found("repeated_figures", *said, "收入预算总计20840.45万元。")
    assert issue.found == "收支总计这里是20840.45万元，第1页是20849.45万元"
    assert not found("repeated_figures", *said, "收入预算总计18000.00万元。")  # another total
    sangong = (
        "公务接待费支出28.00万元，占“三公”经费的5%。",
        "3.公务接待费预算支出{}万元，与上年一致。",
    )
    assert found("repeated_figures", sangong[0], sangong[1].format("23.00"))
    assert not found("repeated_figures", sangong[0], sangong[1].format("28.00"))


# --- text and tables ------------------------------------------------------------------------------

KEY = (
    *general(*ROWS),
    *basic(
        ["301", "工资福利支出", "70.00"],
        ["302", "商品和服务支出", "20.00"],
        ["人员经费合计", "", "70.00"],
        ["公用经费合计", "", "20.00"],
    ),
)


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        ("一般公共预算财政拨款支出100.00万元。", False),
        ("一般公共预算财政拨款支出100.01万元。", False),  # rounding
        ("一般公共预算财政拨款支出101.00万元。", True),
        ("一般公共预算财政拨款基本支出90.00万元。", False),
        ("一般公共预算财政拨款基本支出91.00万元。", True),
        ("其中：人员经费71.00万元。", True),
        ("其中：公用经费20.00万元。", False),
        ("与上年相比，一般公共预算财政拨款支出增加7.00万元。", False),
        ("2022年一般公共预算财政拨款支出88.00万元。", False),
        ("下属单位基本支出90.00万元。", False),
    ],
)
def test_key_figures_repeat_the_tables(said: str, differs: bool) -> None:
    assert bool(found("key_figures", *KEY, said, title=ACCOUNTS)) is differs


def test_a_key_figure_says_where_the_table_has_it() -> None:
    (issue,) = found("key_figures", *KEY, "其中：人员经费71.00万元。", title=ACCOUNTS)
    assert (
        issue.found
        == "文中人员经费71.00万元；《一般公共预算财政拨款基本支出决算表》第1页人员经费合计70.00"
    )
    assert issue.figures == ("71.00万元", "70.00")


def test_without_tables_nothing_differs_from_them() -> None:
    assert not found("key_figures", "一般公共预算财政拨款支出100.00万元。", title=ACCOUNTS)


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        ("教育支出（类）普通教育（款）小学教育（项）。支出决算为35.00万元。", False),
        ("教育支出（类）普通教育（款）小学教育（项）。支出决算为53.00万元。", True),
        (
            "教育支出（类）普通教育（款）幼儿教育（项）。支出决算为9.00万元。",
            False,
        ),  # not in the table
    ],
)
def test_amounts_of_subjects(said: str, differs: bool) -> None:
    assert bool(found("subject_amounts", *general(*ROWS), said, title=ACCOUNTS)) is differs


@pytest.mark.parametrize(
    ("said", "right"),
    [
        (
            "教育支出（类）普通教育（款）小学生教育（项）。支出决算为35.00万元。",
            "小学教育",
        ),  # by the amount
        ("教育支出（类）普通教育（款）初等教育（项）。支出决算为1.00万元。", ""),  # not sure enough
        ("教育支出（类）教育支出（款）小学教育（项）。支出决算为35.00万元。", "普通教育（款）"),
        (
            "教育（类）普通教育（款）小学教育支出（项）。支出决算为35.00万元。",
            "",
        ),  # 支出 may be left out
    ],
)
def test_names_of_subjects(said: str, right: str) -> None:
    issues = found("subject_names", *general(*ROWS), said, title=ACCOUNTS)
    assert bool(issues) is bool(right)
    assert not right or f"为“{right}”" in issues[0].found


def test_a_group_said_to_be_a_class() -> None:
    said = "住房改革支出（类）提租补贴（项）1.00万元。"
    assert "“住房改革支出（类）”1处，应为（款）" in text("subject_levels", said)
    assert (
        text(
            "subject_levels",
            "住房保障（类）住房改革支出（款）1.00万元，工资福利支出（类）2.00万元。",
        )
        == ""
    )


LIST = "人员经费70.00万元。主要包括：基本工资、{}。"


@pytest.mark.parametrize(
    ("names", "says", "severity"),
    [
        ("津贴补贴、奖金", "", None),
        ("津贴补贴、奖金、抚恤金", "列了抚恤金", Severity.MINOR),
        ("津贴补贴、抚恤金", "奖金 1.00没有列", Severity.CERTAIN),
        ("津贴补贴、抚恤金等", "列了抚恤金", Severity.MINOR),  # 等: need not be complete
        ("津贴补贴、奖金、社会保障缴费", "", None),
        ("津贴补贴、资金", "“资金”不是经济分类科目，应为“奖金”", Severity.CERTAIN),
        ("津贴补贴、奖金、奖金", "“奖金”列了2次", Severity.CERTAIN),
    ],
)
def test_listed_subjects(names: str, says: str, severity: Severity | None) -> None:
    table = basic(
        ["30101", "基本工资", "60.00"],
        ["30102", "津贴补贴", "5.00"],
        ["30103", "奖金", "1.00"],
        ["30112", "其他社会保障缴费", "4.00"],
        ["30304", "抚恤金", ""],
    )
    if "社会保障" not in names:
        table = basic(*table[2][1:4])  # type: ignore[index]
    issues = found("listed_subjects", *table, LIST.format(names), title=ACCOUNTS)
    assert bool(issues) is bool(says)
    assert not says or any(says in i.found and i.severity is severity for i in issues)


def test_tables_that_are_said_to_agree() -> None:
    tables = (
        "一般公共预算基本支出预算表",
        [
            ["科目编码", "科目名称", "金额"],
            ["302", "商品和服务支出", "15.00"],
            ["303", "补助", "1.00"],
        ],
        "机关运行经费支出预算表",
        [["科目编码", "科目名称", "金额"], ["", "合计", "{}"]],
    )
    said = (
        "十、机关运行经费支出预算表情况说明",
        "支出数与《一般公共预算基本支出预算表》的“商品和服务支出”数一致。",
    )

    def agreed(total: str) -> list[str]:
        rows = [[cell.format(total) for cell in row] for row in tables[3]]
        return [issue.found for issue in found("agreement", *tables[:3], rows, *said)]

    assert agreed("15.00") == []
    assert "合计56.00" in agreed("56.00")[0]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("小学教育（项）。主要用于：教师工资等基本支出。", False),
        ("高中教育（项）。主要用于：办学等基本支出。", True),
        ("住房公积金（项）。主要用于：事业单位医疗保险支出。", True),
        ("住房公积金（项）。主要用于：缴纳在职人员公积金。", False),
    ],
)
def test_purposes(said: str, wrong: bool) -> None:
    table = general(*ROWS[:5], ["2050204", "高中教育", "9.00", "", "9.00"])
    assert bool(found("purpose", *table, said, title=ACCOUNTS)) is wrong


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("年初预算为80.81万元，支出决算为80.38万元。决算数大于预算数的主要原因：", True),
        (
            "年初预算为80.81万元，支出决算为80.38万元，完成年初预算的99.47%。决算数小于预算数的主要原因：",
            False,
        ),
        ("年初预算为10.00万元，支出决算为10.00万元。决算数与预算数基本持平。", False),
        ("年初预算为10.00万元，支出决算为9.00万元。决算数与预算数持平。", True),
        (
            "年初预算为0万元，全年预算为321.02万元，支出决算为307.82万元，完成年初预算的95.89%。",
            True,
        ),
    ],
)
def test_words_of_comparison(said: str, wrong: bool) -> None:
    assert bool(found("comparison", said, title=ACCOUNTS)) is wrong


# --- names and years ------------------------------------------------------------------------------

BUREAU = "南江市青禾区规划和自然资源局"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("南江市规划和自然资源局2023年度部门决算表", True),  # the district is gone
        ("2023年，南江市青禾区规划与自然资源局保有车辆0辆。", True),
        ("按照南江市规划和自然资源局的要求，完成测绘工作。", False),  # another organ
        ("规划和自然资源局2023年度部门决算情况说明", False),
    ],
)
def test_the_units_name(said: str, wrong: bool) -> None:
    title = f"{BUREAU}2023年度部门决算"
    assert bool(found("unit_name", said, title=title)) is wrong


def test_a_member_whose_name_is_cut_short() -> None:
    members = "下属事业单位包括：南江省政协联谊俱乐部、南江省政协文史资料编辑部。"
    assert found("member_names", members, "还包括南江省联谊俱乐部8名在职人员。")
    assert not found("member_names", members, "还包括南江省政协联谊俱乐部8名在职人员。")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("纳入本部门2022年部门汇总预算编制范围的单位共1家。", True),
        ("纳入本部门2023年部门汇总预算编制范围的单位共1家。", False),
        ("比2022年增加3.00万元。", False),
    ],
)
def test_a_year_left_from_last_time(said: str, wrong: bool) -> None:
    assert bool(found("wrong_year", said)) is wrong


def test_accounts_count_what_is_there_at_the_end_of_their_year() -> None:
    said = "截至2022年12月31日，本部门共有车辆3辆。"
    assert found("wrong_year", said, title=ACCOUNTS)
    assert not found("wrong_year", said, title=BUDGET)


# --- wording --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "said", "says"),
    [
        ("leftover_hints", "比上年增加（减少）0万元，增长（减少）0%。", "2处"),
        ("leftover_hints", "主要包括：奖金等。（按“06表”中实际发生的事项填写）", "填写说明没有删"),
        ("leftover_hints", "因公出国（境）费0万元。", ""),
        ("leftover_hints", "青禾县XX局2023年度部门决算。", "没有填写"),
        ("missing_sign", "支出增加1193.20万元，增长13.95。", "“13.95”后缺“%”"),
        ("missing_sign", "支出增加1193.20万元，增长13.95%。", ""),
        ("missing_sign", "支出增加1193.20万元，增加人员3。", ""),
        ("missing_figure", "政府性基金预算支出万元。", "“万元”前没有金额"),
        ("missing_figure", "单位：万元", ""),
        ("misspelt", "较上一度增加3.00万元。", "应为“上一年度”"),
        ("misspelt", "上一年度、上年度、提租补贴、与上年相比，与上年相同。", ""),
        (
            "brackets",
            "平均得分99分（其中，优39个。绩效自评共发现问题0个。",
            "“（”没有与之成对的“）”",
        ),
        ("brackets", "1）因公出国（境）费0万元；2）接待费0万元。", ""),
    ],
)
def test_wording(rule: str, said: str, says: str) -> None:
    whole = f"绩效情况如下。{said}这是后面一句。"
    assert (says in text(rule, whole)) if says else not text(rule, whole)


def test_stops() -> None:
    ends = [
        "二、收入说明",
        "其他收入6.2万元，占0.21%；",
        "三、支出说明",
        "项目支出3万元，占0.1%；",
        "四、其他说明",
    ]
    assert found("punctuation", *ends)
    assert not found("punctuation", *ends[:3])  # one is a slip of the pen
    items = [f"{n}.负责本区域第{n}项工作的组织实施和监督检查工作。" for n in (1, 2, 3)]
    assert not found("punctuation", *items)
    assert "段末缺句号" in found("punctuation", items[0], items[1][:-1], items[2])[0].found


# --- structure ------------------------------------------------------------------------------------


def test_a_blank_page_in_the_middle() -> None:
    assert found("blank_pages", "一。", None, None, "二。")[0].pages == (2,)
    assert not found("blank_pages", "一。", None, "二。", None)


def test_tables_in_another_order_than_listed() -> None:
    names = [
        "收支预算总表",
        "收入预算总表",
        "支出预算总表",
        "财政拨款收支预算总表",
        "政府性基金预算支出表",
        "“三公”经费支出表",
    ]
    listed = [
        "目录",
        *(f"{n}、{name}" for n, name in zip("一二三四五六", names, strict=True)),
        "第一部分概况",
        "本部门的主要职责是管理教育工作，负责全县的教育教学和招生考试工作。",
    ]

    def tables(order: list[str]) -> list[Part]:
        return [
            part for name in order for part in (name, [["项目", "金额"], ["合计", "1.00"]], None)
        ]

    assert not found("table_order", *listed, *tables(names))
    (issue,) = found("table_order", *listed, *tables([*names[:4], names[5], names[4]]))
    assert "政府性基金预算支出表" in issue.found


def test_names_of_subjects_that_are_no_longer_used() -> None:
    rows = [["项目", "金额"], ["七、文化体育与传媒支出", ""], ["十、节能环保支出", "1.00"]]
    (issue,) = found("old_names", "收支预算总表", UNIT, rows)
    assert "“文化体育与传媒支出”2018年后改为“文化旅游体育与传媒支出”" in issue.found
    assert not found("old_names", "收支预算总表", UNIT, rows, title="青禾县教育局2018年部门预算")


def test_a_blank_form_is_one_finding() -> None:
    said = [f"第{n}项支出XXX万元，完成预算的XX%，增长（下降）XX%。" for n in range(9)]
    (issue,) = issues(
        book("上海市XX局2024年度部门决算表", *said, title="青禾县XX局2024年度部门决算")
    )
    assert (issue.rule, issue.severity) == ("template", Severity.CERTAIN)


# --- the register ---------------------------------------------------------------------------------


def test_every_rule_has_a_name_a_title_a_basis_and_a_method() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.title
        assert rule.basis
        assert rule.method, rule.name


def test_only_final_accounts_rest_on_the_section_about_final_accounts() -> None:
    """预算法 75 says that draft accounts must be true; of budgets it says nothing."""
    wrong = ("“三公”经费支出表", UNIT, [["合计", "因公出国费", "公务用车购置费", "公务用车运行费",
             "公务接待费"], ["9.00", "1.00", "2.00", "3.00", "4.00"]])  # fmt: skip
    (budget,) = found("sangong_rows", *wrong, title=BUDGET)
    (accounts,) = found("sangong_rows", *wrong, title=ACCOUNTS)
    assert "第七十五条" not in budget.basis
    assert accounts.basis == f"{budget.basis}；《预算法》第七十五条"


def test_a_text_is_checked_against_tables_from_another_file() -> None:
    read = book("一般公共预算财政拨款支出101.00万元。", "0元、0元、0元、0元、0元。", title=ACCOUNTS)
    tables = book(*changed(3, 2, "99.00"), title=ACCOUNTS)
    whole = with_tables(read, [("/a/表.xlsx", tables)])
    (issue,) = [issue for issue in issues(whole) if issue.severity is Severity.CERTAIN]
    assert (issue.rule, issue.table) == ("key_figures", "一般公共预算财政拨款支出决算表（表.xlsx）")


SCRAPS = st.text(
    "预算决算收入支出合计总计小计三公经费因公出国公务接待其中包括主要用于增加减少占一二、()类款项1205.%万元;,。“”",
    max_size=40,
)


@given(
    st.lists(
        SCRAPS
        | st.none()
        | st.lists(st.lists(SCRAPS, min_size=1, max_size=5), min_size=1, max_size=5),
        max_size=8,
    ),
    st.sampled_from([BUDGET, ACCOUNTS, "青禾县2023年政府预算"]),
)
def test_no_document_is_too_odd_for_the_rules(parts: list[Part], title: str) -> None:
    read = book(*parts, "0元、0元、0元、0元、0元。", title=title)
    assert all(found.found for found in issues(read))
    assert disclosed(read)
