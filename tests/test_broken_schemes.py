"""Broken schemes, tables and figures: one clear Chinese sentence, exit 1, nothing half-written."""

import re
import zipfile

import pytest
import xlsxwriter

from tests.commands import gkc
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "schemes.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[1]
_ALIASES = "a: &a [x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)
)


_GROUP = ("  name: 甲", "  points: 100", "  children:")


def changed(old, new):
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1)


def deep(levels):
    """Groups in groups."""
    return (
        EXAMPLE.partition("indicators:")[0]
        + "indicators:\n"
        + "".join(
            "".join(f"{'  ' * n}{line}\n" for line in (f"- id: n{n}", *_GROUP))
            for n in range(levels)
        )
    )


def test_the_example_of_the_guide_can_be_used_as_it_stands(tmp_path):
    (tmp_path / "x.yaml").write_text(EXAMPLE, encoding="utf-8")
    assert gkc(tmp_path, "schemes", "check", "x.yaml").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_ALIASES, "第 2 行：不支持 YAML 引用"),
        (changed("total: 100", "total: .nan"), "total 应为数字"),
        (changed("total: 100", "total: -.inf"), "total 应为数字"),
        (changed("total: 100", "total: 1e400"), "total 应为数字"),
        (changed("total: 100", "total: " + "9" * 5000), "total 应为数字"),
        (changed("total: 100", "total: 0"), "total 应大于 0"),
        (changed("total: 100", "total: 100\n  total: 90"), "“total”重复出现"),
        (changed("weight: 60%\n    children", "weight: -60%\n    children"), "应为大于 0% 到 100%"),
        (changed("points: 40", "points: -40"), "points 应大于 0"),
        (changed("points: 40", "points: yes"), "points 应为数字"),
        (changed("id: documents", "id: report"), "编号“report”与第 38 行重复"),
        (changed("id: qinghe-2023", "id: ../../x"), "id 只能用小写字母、数字和连字符"),
        (changed("remedy: 按", "remdy: 按"), "是否想写“remedy”"),
        (changed("check: annual_report", "check: anual_report"), "是否想写“annual_report”"),
        (changed("on_time: 25%", "ontime: 25%"), "是否想写“on_time”"),
        (changed("rule: checklist", "rule: cheklist"), "是否想写“checklist”"),
        (changed("of: [齐全, 抽查]", "of: [齐全]"), "of 应为两项"),
        (changed("$service_items 项得", "$service_item 项得"), "是否想写“service_items”"),
        (changed("value: 700", "value: $service_items"), "value 应为数字"),
        (changed("floor: 500", "floor: 900"), "应低于 target"),
        (changed("cut_off: 2023-12-31", "cut_off: 2023-02-30"), "“2023-02-30”不是日期"),
        (changed("name: 不合格, min: 0", "name: 不合格, min: 70"), "没有单位能得到"),
        (changed("share: 70%", "share: 80%"), "合计 1.1，应为 1"),
        (changed("gate: 80", "gate: -5"), "gate 应在 0 到 100 之间"),
        (changed("gate: 80", "gate: 80\n    part: sevice"), "是否想写“service”"),
        (changed("value: 59", "value: 500"), "value 应在 0 到 100 之间"),
        (changed("承担上级试点", "获得市领导批示"), "领导批示不得作为考核加分"),
        (changed("title: 清河县", "title: !!python/name:os.system 清河县"), "第 3 行"),
        (changed("  id: qinghe", "\tid: qinghe"), "请检查缩进"),
        (EXAMPLE + "\n---\nscheme: {}\n", "一个文件只能写一份内容"),
        ("", "不是指标体系文件"),
        ("- 1\n", "不是指标体系文件"),
        ("a: " + "[" * 3000 + "]" * 3000, "嵌套过深"),
        (deep(200), "嵌套过深"),
        ("# " + "x" * 20_000_000 + "\n" + EXAMPLE, "文件过大"),
        (EXAMPLE.encode("gbk"), "不是 UTF-8 文本"),
        (bytes(range(256)), "不是 UTF-8 文本"),
    ],
    ids=range(37),
)
def test_a_broken_scheme_is_refused_in_one_sentence(tmp_path, text, said):
    (tmp_path / "x.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    done = gkc(tmp_path, "schemes", "check", "x.yaml")
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert done.err.startswith("错误：x.yaml")
    assert len(done.err.strip().splitlines()) == 1


def book(path, rows, merged=""):
    with xlsxwriter.Workbook(path) as out:
        sheet = out.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merged:
            sheet.merge_range(merged, rows[0][0])
    return path


HEAD = ["一级指标", "分值", "二级指标", "分值", "评分标准"]
ROW = ["公开", 5, "甲", 5, "未公开的，扣5分"]


@pytest.mark.parametrize(
    ("rows", "merged", "said"),
    [
        ([HEAD, ROW], "A1:C1", "第 2 个层级列里只有数字（“5”）"),
        ([HEAD, ROW], "A1:E2", "找不到指标表的表头"),
        ([HEAD, ["公开", -5, "甲", -5, "扣5分"]], "", "分值“-5”不是数字"),
        ([HEAD, ["公开", "NaN", "甲", "NaN", "扣5分"]], "", "分值“NaN”不是数字"),
        ([HEAD, ["公开", "1e400", "甲", 5, "扣5分"]], "", "分值“1e400”不是数字"),
        ([HEAD, ["公开", 10**30, "甲", 10**30, "扣5分"]], "", "过大，请核对"),
        ([HEAD, ["公开", "五分", "甲", 5, "扣5分"]], "", "分值“五分”不是数字"),
        ([HEAD, ["公开", 0, "甲", 0, "扣5分"]], "", "分值是 0"),
        ([HEAD], "", "表头以下没有指标"),
        ([[]], "", "找不到指标表的表头"),
    ],
    ids=range(10),
)
def test_a_broken_table_is_refused_and_nothing_is_written(tmp_path, rows, merged, said):
    book(tmp_path / "表.xlsx", rows, merged)
    done = gkc(tmp_path, "schemes", "import", "表.xlsx", "-o", "out.yaml")
    assert done.code == 1
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "x")
        out.writestr("xl/workbook.xml", b"<a/>" + b" " * 60_000_000)


def cut(path):
    book(path, [HEAD, ROW])
    path.write_bytes(path.read_bytes()[:2000])


@pytest.mark.parametrize("make", [bomb, cut, lambda path: path.write_bytes(b"hello")])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, make):
    make(tmp_path / "表.xlsx")
    done = gkc(tmp_path, "schemes", "import", "表.xlsx", "-o", "out.yaml")
    assert done.code == 1
    assert "读不出表格，请用表格软件打开后另存为 xlsx 再试" in done.err
    assert not (tmp_path / "out.yaml").exists()


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-8"])
def test_a_table_is_read_in_the_encodings_that_spreadsheets_write(tmp_path, encoding):
    lines = (",".join(map(str, row)).replace("，", "") for row in (HEAD, ROW))
    (tmp_path / "表.csv").write_text("\n".join(lines), encoding=encoding)
    assert gkc(tmp_path, "schemes", "import", "表.csv", "-o", "out.yaml").code == 0


METRICS = ["单位", "指标", "时期", "数值", "计量单位"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    row = "编号,名称,类型,组别,网址\njia,甲局,department,组,http://jia.localhost/\n"
    (folder / "units.csv").write_text(row, encoding="utf-8")
    assert gkc(folder, "units", "import", "units.csv").code == 0
    args = ("rounds", "create", "r", "--scheme", "department-2023", "--as-of", "2023-12-15")
    assert gkc(folder, *args).code == 0
    return folder


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["甲局", "12345派单件数", "2023年1月", "5", "公里"], "不认识计量单位“公里”"),
        (["甲局", "12345派单件数", "2023年1月", "NaN", "件"], "“NaN”不是数字"),
        (["甲局", "12345派单件数", "2023年1月", "1e400", "件"], "“1e400”不是数字"),
        (["甲局", "12345派单件数", "2023年1月", "③26", "件"], "“③26”不是数字"),
        (["甲局", "12345派单件数", "2023年1月", -5, "件"], "超出可接受的范围"),
        (["甲局", "12345派单件数", "2023年13月", 5, "件"], "月份不对"),
        (["丁局", "12345派单件数", "2023年1月", 5, "件"], "没有单位“丁局”"),
        (["甲局", "飞碟数", "2023年1月", 5, "件"], "“飞碟数”不是已知的填报指标"),
    ],
)
def test_a_broken_figure_is_refused_and_nothing_is_taken_in(office, cells, said):
    book(office / "数.xlsx", [METRICS, ["甲局", "12345派单件数", "2023年2月", 7, "件"], cells])
    done = gkc(office, "metrics", "import", "数.xlsx", "--round", "r")
    assert done.code == 1
    assert "数.xlsx 第 3 行：" in done.err
    assert said in done.err
    assert "没有导入" in done.err
