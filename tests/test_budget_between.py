"""Tables against each other and against what is listed in the text; words that are not its own."""
# ruff: noqa: E501

import pytest

from crawlers.subjects.budget.issues import Severity
from tests.budgets import ACCOUNTS, Part, book, found

UNIT = "部门：青禾县教育局　单位：万元"
FUNCTION = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def functions(title: str, *amounts: str) -> tuple[Part, ...]:
    """合计 and three subjects, all of them basic."""
    codes = [("合计", ""), ("205", "教育支出"), ("20502", "普通教育"), ("2050202", "小学教育")]
    rows = [
        [code, name, value, value, ""] for (code, name), value in zip(codes, amounts, strict=True)
    ]
    return (title, UNIT, [FUNCTION, *rows])


def overall(title: str, total: str) -> tuple[Part, ...]:
    rows = [
        ["项目", "决算数", "项目", "决算数"],
        ["一、财政拨款收入", total, "一、教育支出", total],
        ["本年收入合计", total, "本年支出合计", total],
        ["总计", total, "总计", total],
    ]
    return (title, UNIT, rows)


EXPENSE, GENERAL = "支出决算表", "一般公共预算财政拨款支出决算表"


@pytest.mark.parametrize(
    ("spent", "says"),
    [
        (["60.00"] * 4, ""),
        (["60.01"] * 4, ""),  # rounding
        (["66.00"] * 4, "合计66.00，《收入支出决算总表》里没有这个数"),
    ],
)
def test_the_total_of_one_table_stands_in_the_other(spent: list[str], says: str) -> None:
    parts = (*overall("收入支出决算总表", "60.00"), *functions(EXPENSE, *spent))
    issues = found("between", *parts, title=ACCOUNTS)
    assert says in "".join(issue.found for issue in issues)
    assert bool(issues) is bool(says)


@pytest.mark.parametrize(
    ("part", "severity"),
    [
        (["60.00", "60.00", "60.00", "60.00"], None),
        (["50.00", "50.00", "50.00", "50.00"], None),  # the rest is paid otherwise
        (["60.00", "60.00", "60.00", "66.00"], Severity.CERTAIN),
        (["60.00", "66.00", "66.00", "66.00"], Severity.ASK),  # perhaps misread
    ],
)
def test_a_subject_is_not_more_in_a_part_than_in_the_whole(
    part: list[str], severity: Severity | None
) -> None:
    parts = (*functions(EXPENSE, *["60.00"] * 4), *functions(GENERAL, *part))
    issues = found("between", *parts, title=ACCOUNTS)
    assert [issue.severity for issue in issues] == ([severity] if severity else [])


def test_tables_that_stand_twice_are_of_several_units() -> None:
    one, other = (functions(EXPENSE, *[total] * 4) for total in ("60.00", "50.00"))
    parts = (*overall("收入支出决算总表", "110.00"), *one, "所属单位", *other)
    assert not found("between", *parts, title=ACCOUNTS)


SANGONG = "财政拨款“三公”经费支出决算表"
COLUMNS = [
    ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"],
    ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""],
]


@pytest.mark.parametrize(("hosting", "wrong"), [("3.00", False), ("3.01", False), ("7.40", True)])
def test_a_kind_of_sangong_is_not_more_in_basic_expenditure_than_in_all(
    hosting: str, wrong: bool
) -> None:
    used = [
        ["科目编码", "科目名称", "决算数"],
        ["30217", "公务接待费", hosting],
        ["30201", "办公费", "50.00"],
    ]
    parts = (
        *("一般公共预算财政拨款基本支出决算表", UNIT, used),
        *(SANGONG, UNIT, [*COLUMNS, ["12.00", "", "9.00", "", "9.00", "3.00"]]),
    )
    assert bool(found("sangong_within", *parts, title=ACCOUNTS)) is wrong


def listed(total: str, running: str) -> tuple[Part, ...]:
    rows = [
        ["项目", "预算数", "决算数"],
        ["合计", "20.00", total],
        ["1.因公出国（境）费", "2.00", "1.00"],
        ["2.公务用车购置及运行维护费", "15.00", "9.00"],
        ["其中：公务用车购置费", "5.00", ""],
        ["公务用车运行维护费", "10.00", running],
        ["3.公务接待费", "3.00", "2.00"],
    ]
    return (SANGONG, UNIT, rows)


@pytest.mark.parametrize(
    ("total", "running", "rows"),
    [
        ("12.00", "9.00", []),
        ("13.00", "9.00", ["合计（决算数）"]),
        ("12.00", "8.00", ["2.公务用车购置及运行维护费（决算数）"]),
    ],
)
def test_sangong_listed_one_below_the_other(total: str, running: str, rows: list[str]) -> None:
    issues = found("sangong_rows", *listed(total, running), title=ACCOUNTS)
    assert [issue.row for issue in issues] == rows


# --- lists in the text ----------------------------------------------------------------------------

CLASSES = (
    "一般公共预算支出表",
    UNIT,
    [
        FUNCTION,
        ["205", "教育支出", "60.00", "60.00", ""],
        ["208", "社会保障和就业支出", "30.00", "30.00", ""],
        ["210", "卫生健康支出", "8.00", "8.00", ""],
        ["221", "住房保障支出", "2.00", "2.00", ""],
    ],
)
LIST = "教育支出60.00万元，占60%；社会保障和就业支出30.00万元，占30%；卫生健康支出{}万元，占8%；住房保障支出2.00万元，占2%。"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (LIST.format("8.00"), False),
        (LIST.format("6.00"), True),
        ("卫生健康支出6.00万元，主要用于体检。", False),  # no list: perhaps a part of the class
    ],
)
def test_classes_listed_without_codes(said: str, wrong: bool) -> None:
    assert bool(found("listed_classes", *CLASSES, said)) is wrong


def test_shares_of_a_whole_that_nobody_names() -> None:
    issues = found("shares", LIST.format("8.00").replace("占8%", "占18%"))
    assert [issue.found for issue in issues] == [
        "8.00万元÷100.00万元（各项之和）＝8.00%，文中写18%"
    ]


@pytest.mark.parametrize(
    ("said", "found_"),
    [
        (
            "财政拨款支出预算300.00万元，比上年增加30.00万元。其中，一般公共预算支出100.00万元，比上年减少10.00万元；政府性基金支出200.00万元，比上年增加45.00万元。",
            "－10.00+45.00＝+35.00万元",
        ),
        (
            "财政拨款支出预算300.00万元，比上年增加30.00万元。其中，一般公共预算支出100.00万元，比上年减少10.00万元；政府性基金支出200.00万元，比上年增加40.00万元。",
            "",
        ),
        # Classes may have been left out because they got nothing this year.
        (
            "支出预算300.00万元，比上年增加30.00万元。其中，教育支出100.00万元，比上年减少10.00万元；住房保障支出200.00万元，比上年增加45.00万元。",
            "",
        ),
        # Buying and running are parts of the cars, not of all.
        (
            "“三公”经费12.00万元，比上年增加2.00万元。因公出国（境）费0万元，与上年持平。公务用车购置及运行费9.00万元，比上年增加2.00万元，其中：公务用车购置费5.00万元，比上年增加2.00万元；公务用车运行费4.00万元，与上年持平。公务接待费3.00万元，与上年持平。",
            "",
        ),
    ],
)
def test_changes_of_parts_make_the_change_of_the_whole(said: str, found_: str) -> None:
    says = "".join(issue.found for issue in found("part_changes", said)).replace("-", "－")
    assert found_ in says
    assert bool(says) is bool(found_)


def test_a_change_whose_amount_only_the_table_gives() -> None:
    table = (SANGONG, UNIT, [*COLUMNS, ["12.00", "", "9.00", "", "9.00", "3.00"]])
    said = "（二）公务接待费比2022年预算数增加1.00万元，增长{}%。"
    assert not found("growth", *table, said.format("50.00"))
    (issue,) = found("growth", *table, said.format("60.00"))
    assert "1.00万元÷（3.00－1.00万元）＝50.00%，文中写60.00%" in issue.found


def test_a_growth_from_nothing_is_asked_about() -> None:
    (issue,) = found("zero_base", "公务接待费0.30万元，比上年增加0.30万元，增长100%。")
    assert issue.severity is Severity.ASK
    assert not found("zero_base", "公务接待费0.60万元，比上年增加0.30万元，增长100%。")


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "said", "says"),
    [
        ("missing_unit", "支出决算为4.27，决算数大于预算数。", "“4.27”后没有金额单位"),
        ("missing_unit", "行政运行（项）1,208.50，主要用于人员支出。", "“1,208.50”"),
        ("missing_unit", "与上年相比减少3.60，下降13.92%。", "“3.60”后没有金额单位"),
        ("missing_unit", "年初预算为0，支出决算为150.00万元。", ""),
        ("missing_unit", "项目支出10.00万元，占本年支出合计99.48，与上年相近。", ""),
        ("missing_sign", "城乡社区支出（类）512.60万元，占64.10；住房保障支出5万元。", "“64.10”"),
        ("missing_sign", "支出决算为18.20万元，完成预算的70.25，其中：", "“70.25”"),
        ("missing_sign", "新校区占地100，建筑面积2000平方米。", ""),
        ("leftover_hints", "决算数比上年度减增加17.30万元。", "减增加"),
        ("leftover_hints", "涉及资金14.90万元。（管理工作情况，以及项目数量、单位数量、预算金额等）", "填写说明没有删"),
        ("leftover_hints", "公务接待费支出决算减少为0.00万元，与2022年持平。", "又说增减又说持平"),
        ("leftover_hints", "202年度部门决算情况说明。", "年度少一位数字"),
        ("leftover_hints", "公务接待费支出决算减少0.20万元，其他与2022年持平。", ""),
        ("misspelt", "比2022年预算增加增加31.20万元。", "删去重复的字"),
        ("misspelt", "5,150.00万元，主要用扶持企业发展。", "主要用于"),
        ("old_names", "“文化体育与传媒支出”63.40万元，占0.52%。", "文化旅游体育与传媒支出"),
    ],
)  # fmt: skip
def test_words(rule: str, said: str, says: str) -> None:
    issues = found(rule, said)
    assert says in "".join(issue.found for issue in issues)
    assert bool(issues) is bool(says)


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("青禾县教育局2023年没有使用政府性基金预算拨款安排的支出。", None),
        ("纳入青禾县交通运输局2023年度部门预算编制范围的单位共1个。", Severity.CERTAIN),
        ("青禾县交通运输局2023年没有使用政府性基金预算拨款安排的支出。", Severity.CERTAIN),
        ("南岭市交通运输局2023年收入预算100.00万元。", Severity.ASK),
        ("县教育局2023年收入预算100.00万元。", None),  # in short
        ("青禾县教育局机关服务局2023年收入预算100.00万元。", None),  # a part of it
        ("根据青禾县财政局2023年预算批复，本单位收入预算100.00万元。", None),
    ],
)
def test_a_sentence_of_another_organ(said: str, severity: Severity | None) -> None:
    issues = found("strangers", "部门：青禾县教育局　单位：万元", said)
    assert [issue.severity for issue in issues] == ([severity] if severity else [])


def test_an_organ_that_is_named_elsewhere_too_is_no_stranger() -> None:
    said = "青禾县交通运输局2023年收入预算100.00万元。"
    assert not found("strangers", UNIT, "本部门代编青禾县交通运输局的预算。", said)


@pytest.mark.parametrize(
    ("said", "asked"), [("本年收支情况见表。", True), ("本部门没有政府性基金预算支出。", False)]
)
def test_an_empty_table_wants_a_word(said: str, asked: bool) -> None:
    empty = ("政府性基金预算支出表", UNIT, [FUNCTION, ["合计", "", "", "", ""]])
    assert bool(found("bare_tables", *empty, said)) is asked


def test_what_is_said_of_a_subject_is_compared_wherever_it_is_said() -> None:
    """The amount behind the name and the one behind 支出决算为 must both be the table's."""
    table = functions(GENERAL, *["60.00"] * 4)
    said = "教育支出（类）普通教育（款）小学教育（项）{}万元，主要用于办学。年初预算为50.00万元，支出决算为{}万元。"
    for one, other, wrong in [("60.00", "60.00", False), ("61.00", "60.00", True), ("60.00", "61.00", True)]:  # fmt: skip
        issues = found("subject_amounts", *table, said.format(one, other), title=ACCOUNTS)
        assert bool(issues) is wrong


def test_a_figure_of_sangong_is_not_all_fiscal_expenditure() -> None:
    """“三公”经费财政拨款支出 is compared with the table of 三公 alone."""
    table = functions(GENERAL, *["60.00"] * 4)
    assert not found("key_figures", *table, "“三公”经费财政拨款支出3.04万元。", title=ACCOUNTS)


def test_titles_of_tables_in_several_provinces() -> None:
    titles = [
        "部门一般公共预算支出功能分类预算表",
        "一般公共预算支出情况表（按功能分类科目）",
        "一般公共预算支出明细表（按支出功能分类科目）",
    ]
    rows = [FUNCTION, ["205", "教育支出", "60.00", "60.00", ""]]
    parts = [part for title in titles for part in (title, UNIT, rows, None)]
    assert [table.kind for table in book(*parts).tables] == ["general"] * 3
