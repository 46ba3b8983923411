"""Tables as offices hand them over: long, wide, merged, with titles; all faults at once."""

import io
from contextlib import suppress
from datetime import datetime
from fractions import Fraction

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.metrics.grids import read_grids
from data.metrics.reading import MetricSheetError, read_metrics
from data.metrics.types import Period, Proof
from data.sheets import SheetError
from tests.metric_books import asked, csv, workbook

LONG = "单位,指标,时期,数值"


def figures(body, name="表.xlsx", **changes):
    """Unit, metric, months and value of every figure."""
    read = read_metrics(body, name, asked(**changes))
    return [(f.unit_id, f.metric_id, str(f.period), f.value) for f in read.figures]


def faults(body, name="表.csv", **changes):
    with pytest.raises(MetricSheetError) as caught:
        read_metrics(body, name, asked(**changes))
    return caught.value.lines


def test_a_long_table_says_one_figure_a_row():
    body = csv(
        "12345热线通报,,,,,",
        "单位,指标,时期,数值,单位,说明",
        "县教育局,派单件数,1-6月,1.2,万件,含转办",
        "发改委,按时办结率,2023Q3,97.5％,,",
        "合计,派单件数,1-6月,99,,",
    )
    assert figures(body, "表.csv") == [
        ("jyj", "hotline_cases", "2023年1-6月", 12000),
        ("fgj", "hotline_on_time_rate", "2023年7-9月", Fraction("97.5")),
    ]


def test_a_wide_table_has_merged_headings_percent_cells_and_its_period_in_the_title():
    body = workbook(
        [
            [],
            [],
            [None, None, "应办结件数", "按时办结率(%)", "满意率", "满意", "默认好评（件）"],
            [1, "县教育局", 120, 97.5, 0.95, 10, 900],
            [2, "发改委", 60, 100, 1, None, "-"],
            [None, "合计", 180],
            ["注：数据来自平台"],
        ],
        percent={(3, 4), (4, 4)},
        merged=[
            (0, 0, 0, 6, "清河县2023年1-11月政务服务情况通报"),
            (1, 0, 2, 0, "序号"),
            (1, 1, 2, 1, "单位名称"),
            (1, 2, 1, 4, "12345热线"),
            (1, 5, 1, 6, "好差评"),
        ],
    )
    months = "2023年1-11月"
    assert figures(body) == [
        ("jyj", "hotline_due", months, 120),
        ("jyj", "hotline_on_time_rate", months, Fraction("97.5")),
        ("jyj", "hotline_satisfied_rate", months, 95),
        ("jyj", "ratings_l4", months, 10),
        ("jyj", "ratings_default", months, 900),
        ("fgj", "hotline_due", months, 60),
        ("fgj", "hotline_on_time_rate", months, 100),
        ("fgj", "hotline_satisfied_rate", months, 100),
    ]
    assert read_metrics(body, "表.xlsx", asked()).remarks == (
        "表.xlsx没有时期列，按标题作 2023年1-11月 导入；不对的请用 --period 指明",
    )


def test_a_unit_merged_over_several_rows_is_of_all_of_them():
    body = workbook(
        [["单位", "指标", "时期", "数值"], [None, "红牌", "全年", 1], [None, "黄牌", "全年", 2]],
        merged=[(1, 0, 2, 0, "县教育局")],
    )
    assert [row[:2] for row in figures(body)] == [("jyj", "red_cards"), ("jyj", "yellow_cards")]


def test_every_sheet_with_a_table_is_read_and_notes_are_not():
    body = workbook(
        [["单位", "红牌"], ["县教育局", 1]],
        name="2023年1月",
        more={"2023年2月": [["单位", "红牌"], ["县教育局", 2]], "填写说明": [["请如实填写"]]},
    )
    assert figures(body) == [
        ("jyj", "red_cards", "2023年1月", 1),
        ("jyj", "red_cards", "2023年2月", 2),
    ]


def test_a_month_kept_as_a_day_is_that_month():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["单位", "月份", "红牌"])
        sheet.write_row(1, 0, ["县教育局", None, 1])
        month = book.add_format({"num_format": 'yyyy"年"m"月"'})
        sheet.write_datetime(1, 1, datetime(2023, 6, 1), month)  # noqa: DTZ001 - a cell has no zone
    assert figures(out.getvalue()) == [("jyj", "red_cards", "2023年6月", 1)]


def test_a_table_that_begins_in_the_middle_of_a_sheet_is_found_with_its_row_numbers():
    body = workbook([[], [], [None, None, "单位", "红牌"], [None, None, "县教育局", 0.5]])
    (line,) = faults(body, "表.xlsx", period=Period(2023, 1, 12))
    assert line.startswith("表.xlsx 第 4 行“红牌”列：“0.5”应为整数")


def test_all_faults_are_said_at_once_with_row_and_remedy():
    body = csv(
        LONG,
        "县教育局,派单件,1-6月,12",
        "没有的局,红牌,1-6月,1",
        "县教育局,红牌,去年,1",
        "县教育局,按时办结率,1-6月,",
        "县教育局,12345按时办结率,1-6月,0.975",
        "县教育局,红牌,1-6月,-1",
        "县教育局,黄牌,1-6月,2",
        "县教育局,黄牌数,2023年上半年,2",
        ",黄牌,1-6月,2",
        "县教育局,满意,1-6月,2",
        "县教育局,红牌,2022年1-6月,2",
    )
    said = [
        "第 2 行：“派单件”不是已知的填报指标，是否想写“派单件数”",
        "第 3 行：本轮和名册里没有单位“没有的局”",
        "第 4 行：看不懂时期“去年”",
        "第 6 行：“0.975”看不出是 97.5% 还是 0.975%",
        "第 7 行：“-1”超出可接受的范围（0 到 1000000000张）",
        "第 9 行：清河县教育局 2023年1-6月 的“电子监察黄牌数”与第 8 行重复",
        "第 10 行：单位为空",
        "第 11 行：“满意”可能是“12345满意件数”“好差评满意件数”“公众满意度调查满意份数”",
        "第 12 行：时期 2022年1-6月 不在本轮评估年度 2023 年",
    ]
    lines = faults(body)
    assert len(lines) == len(said)
    for line, words in zip(lines, said, strict=True):
        assert line.startswith(f"表.csv {words}")


def test_the_first_twenty_faults_are_said_and_the_others_counted():
    body = csv(LONG, *["无名局,红牌,全年,1"] * 25)
    lines = faults(body)
    assert len(lines) == 21
    assert lines[-1] == "另有 5 处错误未列出，请改正以上各处后再导入"


def test_a_column_that_nobody_knows_is_refused_unless_it_is_to_be_left_out():
    body = csv("序号,单位,红牌,黄排数,联系人,排名", "1,县教育局,1,2,李四,3")
    (line,) = faults(body, period=Period(2023, 1, 12))
    assert "表头列“黄排数”不是已知的填报指标，是否想写“黄牌数”" in line
    assert "--ignore 黄排数" in line
    assert figures(body, period=Period(2023, 1, 12), ignore=["黄排数"]) == [
        ("jyj", "red_cards", "2023年全年", 1)
    ]


def test_a_table_without_a_period_is_refused():
    (line,) = faults(csv("单位,红牌", "县教育局,1"))
    assert "没有写明时期；请加“时期”列，或用 --period" in line


def test_a_unit_outside_the_round_is_passed_over_and_named():
    body = csv(LONG, "白水县政府,红牌,全年,1", "县教育局,红牌,全年,1")
    read = read_metrics(body, "表.csv", asked())
    assert read.outside == ("白水县政府",)
    assert len(read.figures) == 1


def test_a_figure_may_be_taken_back():
    assert figures(csv(LONG, "县教育局,红牌,全年,撤回"), "表.csv")[0][3] is None


def test_a_failed_formula_is_no_blank():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["单位", "时期", "红牌"])
        sheet.write_row(1, 0, ["县教育局", "全年"])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    assert "公式出错" in faults(out.getvalue(), "表.xlsx")[0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["县教育局,应办结件数,全年,100", "县教育局,按时办结件数,全年,120"],
            "“12345按时办结件数 120、12345应办结件数 100”大小关系不对",
        ),
        (
            ["县教育局,评价总数,全年,1000", "县教育局,默认好评数,全年,900"]
            + [f"县教育局,好差评{n}件数,全年,{v}" for n, v in
               [("非常满意", 80), ("满意", 10), ("基本满意", 5), ("不满意", 3), ("非常不满意", 1)]],
            "填 1000，按好差评主动评价件数 99、好差评默认评价件数 900应为 999",
        ),
        (
            [f"县教育局,{n},全年,{v}" for n, v in
               [("应答复件数", 10), ("按期答复件数", 9), ("超期件数", 2)]],
            "“依申请公开按期答复件数”填 9，按依申请公开应答复件数 10、依申请公开超期件数 2应为 8",
        ),
    ],
)  # fmt: skip
def test_counts_that_contradict_each_other_are_refused(lines, said):
    assert any(said in line for line in faults(csv(LONG, *lines)))


def test_a_rate_that_the_counts_do_not_bear_out_is_remarked():
    body = csv(
        LONG,
        "县教育局,应办结件数,全年,100",
        "县教育局,按时办结件数,全年,90",
        "县教育局,12345按时办结率,全年,95%",
    )
    (remark,) = read_metrics(body, "表.csv", asked()).remarks
    assert "“12345按时办结率”填 95%，按12345按时办结件数 90、12345应办结件数 100为 90%" in remark


def test_proof_and_note_stand_beside_the_figure():
    body = csv(f"{LONG},说明,佐证文件", "县教育局,红牌,全年,1,已复核,http://x.example/a")
    (figure,) = read_metrics(body, "表.csv", asked()).figures
    assert (figure.note, figure.proof, figure.place) == (
        "已复核",
        Proof(url="http://x.example/a"),
        "第 2 行",
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "空文件"),
        (b"\xff\xfe\x00\x01", "编码"),
        (b"PK\x03\x04 nothing", "已损坏"),
        (b"\xd0\xcf\x11\xe0 nothing", "不是能读的表格"),
        (csv("a,b", "1,2"), "没有找到填报表"),
        (csv(LONG), "没有填写任何数值"),
        (csv(LONG, "县教育局,红牌,全年,"), "没有填写任何数值"),
        (csv('"单位', "x"), "不是正确的 CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_one_sentence(body, said):
    with pytest.raises(SheetError, match=said):
        read_metrics(body, "表.csv", asked())


def test_hidden_sheets_are_not_read():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("看得见").write_row(0, 0, ["单位", "红牌"])
        hidden = book.add_worksheet("旧表")
        hidden.write_row(0, 0, ["单位", "红牌"])
        hidden.hide()
    assert [grid.name for grid in read_grids(out.getvalue(), "表.xlsx")] == ["看得见"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    with pytest.raises(SheetError):
        read_metrics(body, "表.csv", asked())


_GOOD = workbook([["单位", "时期", "红牌"], ["县教育局", "全年", 1]], percent={(1, 2)})


@given(st.lists(st.tuples(st.integers(0, len(_GOOD) - 1), st.integers(0, 255)), max_size=12))
def test_a_damaged_workbook_is_read_or_refused(changes):
    body = bytearray(_GOOD)
    for place, byte in changes:
        body[place] = byte
    with suppress(SheetError):
        read_metrics(bytes(body), "表.xlsx", asked())
