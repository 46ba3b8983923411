"""A register as an office has it: a workbook with a title and headings of its own."""

from datetime import UTC, datetime

import pytest
import xlsxwriter
from typer.testing import CliRunner

from dashboard.commands.registers import app
from dashboard.panels.setup import schemes
from data.register_files import read_register


def book(path, *rows):
    """A workbook of one sheet with these rows."""
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("名册")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    made.close()
    return path


OFFICE = ("序号", "单位编号", "单位名称", "单位类型", "分组", "网址", "简称")
ROW = (1, "czj", "示例市财政局", "市直部门", "市直部门", "http://czj.example.gov.cn/", "市财政局")


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_workbook_with_an_offices_headings_is_a_register(tmp_path):
    path = book(tmp_path / "名册.xlsx", ("示例市评估单位名册",), OFFICE, ROW)
    found = read_register("名册.xlsx", path.read_bytes())
    assert found.faults == ()
    (unit,) = found.units
    assert (unit.id, unit.name, unit.kind) == ("czj", "示例市财政局", "department")
    assert unit.aliases == ("市财政局",)


def test_a_header_that_lacks_a_column_is_said_with_its_row(tmp_path):
    path = book(tmp_path / "名册.xlsx", ("名册",), OFFICE[2:], ROW[2:])
    (fault,) = read_register("名册.xlsx", path.read_bytes()).faults
    assert fault == (
        "名册.xlsx 工作表“名册”第 2 行是表头，但缺少列“编号”；请在表中加上这些列并逐行填写；"
        "编号由你们自己定、以后不变，如 czj，逐年会变的序号不能代替"
    )


def test_the_command_takes_a_workbook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = book(tmp_path / "名册.xlsx", OFFICE, ROW)
    assert "已导入 1 个单位" in run("units", "import", path).output
    wrong = book(tmp_path / "错.xlsx", OFFICE, (*ROW[:3], "公司", *ROW[4:]))
    done = run("units", "import", wrong)
    assert done.exit_code == 1
    assert "第 2 行“类型”列：不认识“公司”" in str(done.exception)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("suqian 2025.xlsx", "suqian-2025"),
        ("2025年指标体系.xlsx", "scheme-2025"),
        ("指标体系.xlsx", "scheme-20240105"),
    ],
)
def test_every_file_of_a_scheme_is_offered_an_id(monkeypatch, name, id_):
    monkeypatch.setattr(schemes, "now", lambda: datetime(2024, 1, 5, 1, tzinfo=UTC))
    assert schemes._slug(name) == id_
