"""`gkc metrics`: import, list, template; a round scored with figures from a workbook."""

import csv
import io
import json
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from data.store import Store
from tests.commands import gkc
from tests.metric_books import workbook

REGISTER = """\
编号,名称,类型,组别,网址,栏目,别名,职责
jyj,清河县教育局,部门,市直部门,http://jyj.example.com/,,,
fgj,清河县发展和改革委员会,部门,市直部门,http://fgj.example.com/,,,
mzj,清河县民政局,部门,市直部门,http://mzj.example.com/,,,政府信息公开申请
qh,清河县人民政府,县级政府,县市区政府,http://qh.example.com/,,,
"""
CARDS = workbook(
    [
        ["电子监察红黄牌情况（2023年1-11月）"],
        ["单位名称", "红牌", "黄牌", "备注"],
        ["县教育局", 1, 2, "联系人13812345678"],
        ["发改委", 0, 0],
    ]
)


@pytest.fixture
def office(tmp_path):
    """A folder with a round of three departments; its database is in var/."""
    (tmp_path / "units.csv").write_text(REGISTER, encoding="utf-8")
    assert gkc(tmp_path, "units", "import", "units.csv").code == 0
    made = gkc(
        tmp_path, "rounds", "create", "r1", "--scheme", "department-2023-v2",
        "--as-of", "2023-12-15",
    )  # fmt: skip
    assert made.code == 0, made.err
    return tmp_path


def give(office, body, name="红黄牌.xlsx", *more):
    (office / name).write_bytes(body)
    return gkc(office, "metrics", "import", name, "--round", "r1", "--by", "张三", *more)


def gap(office, unit, indicator):
    shown = gkc(office, "gaps", "r1", "--unit", unit, "--format", "json")
    found = [g for g in json.loads(shown.out) if g["indicator_id"] == indicator]
    return found[0] if found else None


def listed(office, *more):
    shown = gkc(office, "metrics", "list", "r1", "--format", "csv", *more)
    return list(csv.DictReader(io.StringIO(shown.out)))


def test_a_round_is_scored_with_figures_from_a_workbook(office):
    assert gkc(office, "score", "r1").code == 0
    before = gap(office, "jyj", "e_supervision")
    assert (before["lost"], before["open"], before["cause"]) == (0, 1.6, "needs_metric")
    done = give(office, CARDS)
    assert done.code == 0, done.err
    assert "已导入 4 个数" in done.err
    digest = gkc(office, "score", "r1").out
    # 1 × 0.5 + 2 × 0.2 = 0.9 of 1.6
    after = gap(office, "jyj", "e_supervision")
    assert (after["lost"], after["open"], after["outcome"]) == (0.9, 0, "partial")
    assert after["reason"] == "电子监察红牌数 1张、电子监察黄牌数 2张（1-11月）"
    (piece,) = after["evidence"]
    assert piece["url"] == "填报表 红黄牌.xlsx"
    assert "第 3 行：2023年1-11月 电子监察红牌数 1张（联系人138******78）" in piece["quote"]
    assert len(piece["sha256"]) == 64
    assert gap(office, "fgj", "e_supervision") is None  # nothing lost, nothing open
    assert gap(office, "mzj", "e_supervision") is None  # has no such duty
    waiting = gap(office, "jyj", "hotline")
    assert (waiting["lost"], waiting["cause"]) == (0, "needs_metric")
    assert gkc(office, "score", "r1").out == digest


def test_checking_again_keeps_what_was_handed_over(office):
    give(office, CARDS)
    gkc(office, "check", "r1")
    gkc(office, "score", "r1")
    assert gap(office, "jyj", "e_supervision")["lost"] == 0.9


def test_a_judgement_goes_before_the_figures(office):
    give(office, CARDS)
    (office / "j.csv").write_text(
        "单位,指标,结论,理由,评审人,计数\n"
        "jyj,e_supervision,部分符合,红牌经复核撤销,李四,红牌=0;黄牌=2\n",
        encoding="utf-8",
    )
    assert gkc(office, "judge", "r1", "j.csv").code == 0
    gkc(office, "score", "r1")
    assert gap(office, "jyj", "e_supervision")["lost"] == 0.4


def test_a_corrected_table_replaces_and_the_history_is_kept(office):
    give(office, CARDS)
    assert "已导入 0 个数（其中更正 0 个），与已有的相同 4 个" in give(office, CARDS).err
    corrected = workbook([["单位", "时期", "红牌"], ["县教育局", "1-11月", 0]])
    assert "已导入 1 个数（其中更正 1 个）" in give(office, corrected, "更正.xlsx").err
    gkc(office, "score", "r1")
    assert gap(office, "jyj", "e_supervision")["lost"] == 0.4
    red = [row for row in listed(office, "--unit", "jyj") if row["指标"] == "电子监察红牌数"]
    assert [(r["数值"], r["填报表"], r["位置"]) for r in red] == [("0", "更正.xlsx", "第 2 行")]
    history = [r for r in listed(office, "--unit", "jyj", "--history") if "红牌" in r["指标"]]
    assert [(r["数值"], r["状态"], r["导入人"]) for r in history] == [
        ("1", "已被更正或撤回", "张三"),
        ("0", "有效", "张三"),
    ]


def test_figures_taken_back_leave_the_leaf_waiting(office):
    give(office, CARDS)
    gkc(office, "score", "r1")
    back = workbook([["单位", "时期", "红牌", "黄牌"], ["县教育局", "1-11月", "撤回", "撤回"]])
    assert give(office, back, "撤回.xlsx").code == 0
    gkc(office, "score", "r1")
    after = gap(office, "jyj", "e_supervision")
    assert (after["lost"], after["open"], after["cause"]) == (0, 1.6, "needs_metric")
    assert after["evidence"] == []


def test_a_table_with_faults_changes_nothing(office):
    body = "单位,指标,时期,数值\n县教育局,红牌,全年,1\n没有的局,红牌,全年,x\n".encode()
    done = give(office, body, "表.csv")
    assert done.code == 1
    assert "表.csv 第 3 行：本轮和名册里没有单位“没有的局”" in done.err
    assert "错误：表.csv 没有导入；请改正以上各处后重新导入" in done.err
    assert listed(office) == []
    assert not (office / "var" / "metrics").exists()


def test_the_table_and_its_proofs_are_kept_by_hash(office):
    (office / "证明.txt").write_text("复核结论", encoding="utf-8")
    body = "单位,指标,时期,数值,佐证文件\n县教育局,红牌,全年,0,证明.txt\n".encode()
    assert give(office, body, "表.csv").code == 0
    folder = office / "var" / "metrics"
    kept = sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert kept == sorted([body, "复核结论".encode()])
    (row,) = json.loads(gkc(office, "metrics", "list", "r1", "--format", "json").out)
    assert row["proof"] == "证明.txt"
    assert {p.name for p in folder.rglob("*") if p.is_file()} == {
        row["sha256"], row["proof_sha256"],
    }  # fmt: skip


def test_a_file_that_is_not_there_is_one_sentence(office):
    done = gkc(office, "metrics", "import", "没有.xlsx", "--round", "r1")
    assert (done.code, done.out) == (1, "")
    assert "读不了文件 没有.xlsx（文件或文件夹不存在）；请检查路径和权限" in done.err


def test_an_unknown_round_is_one_sentence(office):
    (office / "表.csv").write_text("单位,红牌\n县教育局,1\n", encoding="utf-8")
    done = gkc(office, "metrics", "import", "表.csv", "--round", "r9")
    assert done.code == 1
    assert "没有编号为“r9”的评估轮次" in done.err


def test_the_template_asks_for_the_schemes_metrics_and_is_read_back(office):
    assert gkc(office, "metrics", "template", "--round", "r1", "-o", "t.xlsx").code == 0
    book = CalamineWorkbook.from_path(office / "t.xlsx")
    assert book.sheet_names == ["填报表", "填写说明"]
    rows = book.get_sheet_by_name("填报表").to_python()
    heading = rows[0]
    assert heading[:2] == ["单位", "时期"]
    assert heading[-2:] == ["说明", "佐证文件"]
    assert "12345应办结件数（件）" in heading
    assert "好差评默认评价件数（件）" in heading
    assert {tuple(row[:2]) for row in rows[1:]} == {
        ("清河县教育局", "2023年全年"),
        ("清河县发展和改革委员会", "2023年全年"),
        ("清河县民政局", "2023年全年"),
    }
    empty = give(office, (office / "t.xlsx").read_bytes(), "空.xlsx")
    assert "没有填写任何数值" in empty.err
    column = heading.index("电子监察红牌数（张）")
    filled = [heading, *[[*row[:column], 3, *row[column + 1 :]] for row in rows[1:2]]]
    assert give(office, workbook(filled), "填.xlsx").code == 0
    (row,) = listed(office)
    assert (row["指标"], row["时期"], row["数值"]) == ("电子监察红牌数", "2023年全年", "3")


def test_every_heading_of_a_template_is_understood(office):
    gkc(office, "metrics", "template", "--round", "r1", "-o", "t.xlsx")
    rows = CalamineWorkbook.from_path(office / "t.xlsx").get_sheet_by_name("填报表").to_python()
    zeros = [rows[0], [*rows[1][:2], *([0] * (len(rows[0]) - 4))]]
    done = give(office, workbook(zeros), "零.xlsx")
    assert done.code == 0, done.err
    assert f"已导入 {len(rows[0]) - 4} 个数" in done.err


def test_known_metrics_are_listed_with_unit_range_and_basis(tmp_path):
    shown = gkc(tmp_path, "metrics", "list", "--format", "csv")
    rows = {row["编号"]: row for row in csv.DictReader(io.StringIO(shown.out))}
    rate = rows["hotline_on_time_rate"]
    assert (rate["计量单位"], rate["范围"], rate["越优"]) == ("%", "0—100", "高")
    assert "国办发〔2020〕53号" in rate["依据"]


def test_a_round_of_websites_alone_asks_for_no_figures(office):
    gkc(
        office, "rounds", "create", "web", "--scheme", "department-2023-v2",
        "--as-of", "2023-12-15", "--web-only",
    )  # fmt: skip
    done = gkc(office, "metrics", "template", "--round", "web", "-o", "t.xlsx")
    assert done.code == 1
    assert "没有填报指标，不需要模板" in done.err


def test_figures_are_scored_on_both_databases(database, office):
    (office / "红黄牌.xlsx").write_bytes(CARDS)
    for words in (
        ("units", "import", "units.csv"),
        ("rounds", "create", "r1", "--scheme", "department-2023-v2", "--as-of", "2023-12-15"),
        ("metrics", "import", "红黄牌.xlsx", "--round", "r1"),
        ("score", "r1"),
    ):
        assert gkc(office, *words, url=database).code == 0
    with Store(database) as store:
        lost = store.scores("r1")["jyj"].leaves["e_supervision"].lost
    assert lost == Fraction("0.9")
