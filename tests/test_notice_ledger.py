"""The ledger of a notice: who owes what, by when, how far; and the workbook made of it."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from dashboard.commands import lookback, notice
from dashboard.reports.notice_ledger import sheet_names
from data.store import Store
from data.types import Cause, Finding, Outcome, Unit
from scoring.notice.compiling import compiled
from scoring.notice.ledger import (
    OPEN_FIRST,
    Progress,
    State,
    by_unit,
    days_left,
    entries,
    open_first,
    progress_of,
)
from scoring.notice.unitnames import unit_of
from tests.rounds import GOOD, GOOD_FINDINGS, POOR, create, poor_findings

TEXT = """甲县2023年政务公开工作要点
一、编制年度报告。1月31日前发布政府信息公开工作年度报告。（甲局牵头，乙局配合）
二、公开部门预算。各部门公开部门预算，20日内公开部门预算。（乙局）
三、建设驿站。年底前新建不少于20个。
"""
DAY = date(2023, 12, 15)


def unit(name, *aliases):
    return Unit(name, name, "department", "部门", f"http://{name}.localhost/", aliases=aliases)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("县发改局", "清河县发展和改革局"),
        ("县人力资源社会保障局", "清河县人力资源和社会保障局"),
        ("县市场监管局", "清河县市场监督管理局"),
        ("县政府办公室", "清河县人民政府办公室"),
        ("县编办", None),
        ("市发改局", None),
        ("各部门", None),
        ("县直有关单位", None),
        ("县医保中心", "清河县医疗保险服务中心"),
    ],
)
def test_a_notice_and_a_register_mean_the_same_unit(said, meant):
    names = ("发展和改革局", "人力资源和社会保障局", "市场监督管理局", "人民政府办公室")
    register = [unit(f"清河县{name}") for name in names]
    register.append(unit("清河县医疗保险服务中心", "县医保中心"))
    found = unit_of(said, register)
    assert (found and found.name) == meant


def test_two_units_of_one_name_are_nobody():
    assert unit_of("区财政局", [unit("甲区财政局"), unit("乙区财政局")]) is None


def test_days_to_the_next_due_day_and_since_the_last():
    (task,) = compiled("2023年工作要点\n一、公开。6月底前公开，年底前总结。").tasks
    assert days_left(task.deadlines, date(2023, 6, 1)) == 29
    assert days_left(task.deadlines, date(2023, 7, 1)) == 183
    assert days_left(task.deadlines, date(2024, 1, 10)) == -10
    assert days_left((), DAY) is None


MET, PARTLY, MISSING = (
    Finding(outcome, "") for outcome in (Outcome.MET, Outcome.PARTIAL, Outcome.MISSING)
)
UNKNOWN = Finding(Outcome.UNKNOWN, "", Cause.SITE_DOWN)
NOT_ASKED = Finding(Outcome.NOT_APPLICABLE, "")


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ([MET, MET], State.DONE),
        ([MET, NOT_ASKED], State.DONE),
        ([MET, MISSING], State.PARTIAL),
        ([MET, UNKNOWN], State.PARTIAL),
        ([PARTLY], State.PARTIAL),
        ([MISSING, MISSING], State.NOT_SEEN),
        ([MISSING, UNKNOWN], State.UNCLEAR),
        ([UNKNOWN], State.UNCLEAR),
        ([NOT_ASKED], State.UNCLEAR),
        ([], State.UNCLEAR),
    ],
)
def test_what_could_not_be_looked_at_is_not_unseen(findings, state):
    assert progress_of({str(at): each for at, each in enumerate(findings)}).state is state


def test_every_unit_has_what_it_owes():
    tasks = compiled(TEXT).tasks
    done = {(1, "乙局"): Progress(State.DONE)}
    lines = by_unit(tasks, done, DAY)
    assert {
        name: [(line.position, line.role, line.progress.state.value) for line in each]
        for name, each in lines.items()
    } == {
        "甲局": [(1, "牵头", "未填")],
        "乙局": [(1, "配合", "已完成"), (2, "责任", "未填")],
    }


def test_open_tasks_come_first():
    tasks = compiled("2023年工作要点\n" + "".join(f"{n}．公开。\n" for n in range(1, 6))).tasks
    states = [State.DONE, State.UNCLEAR, State.NOT_SEEN, State.NOT_FILLED, State.PARTIAL]
    lines = open_first(entries(tasks, [Progress(state) for state in states], DAY))
    assert [line.progress.state for line in lines] == list(OPEN_FIRST)


def test_names_of_sheets_are_those_that_excel_takes():
    long = "甲" * 40
    assert sheet_names(["县(市)/区:局", long, long, "", "HISTORY", "'x'"]) == [
        "县(市) 区 局",
        "甲" * 31,
        "甲" * 28 + "（2）",
        "未写明单位",
        "HISTORY表",
        "x",
    ]


@pytest.fixture
def address(tmp_path, monkeypatch):
    """A database with a round in which 甲局 did well and 乙局 did not."""
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", url)
    with Store(url) as store:
        create(store)
        store.put_findings("r1", GOOD.id, GOOD_FINDINGS)
        store.put_findings("r1", POOR.id, poor_findings(None) | {"report": MISSING})
    return url


def run(app, path, *args):
    path.write_text(TEXT, encoding="utf-8")
    return CliRunner().invoke(app, [str(path), *args])


def test_the_workbook_has_a_sheet_in_all_and_one_a_unit(tmp_path, address):
    out = tmp_path / "台账.xlsx"
    args = ("--format", "xlsx", "--out", str(out), "--round", "r1", "--as-of", "2023-12-15")
    done = run(notice.app, tmp_path / "要点.txt", *args)
    assert done.exit_code == 0, done.output
    book = CalamineWorkbook.from_filelike(io.BytesIO(out.read_bytes()))
    assert book.sheet_names == ["总台账", "甲局", "乙局"]
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert sheets["总台账"][0] == [
        *("序号", "任务", "责任单位", "牵头/配合", "期限", "数量要求", "渠道", "状态"),
        *("剩余天数", "佐证"),
    ]
    lines = {
        name: [(row[0], row[3], row[7], row[8]) for row in rows[1:]]
        for name, rows in sheets.items()
    }
    assert lines == {
        "总台账": [
            ("一", "", "部分", -318.0),
            ("二", "", "未见", ""),
            ("三", "", "待核实", 16.0),
        ],
        "甲局": [("一", "牵头", "已完成", -318.0)],
        "乙局": [("一", "配合", "未见", -318.0), ("二", "责任", "未见", "")],
    }
    assert "没有找到2023年部门预算" in sheets["乙局"][2][9]


def test_no_cell_is_a_formula(tmp_path):
    out = tmp_path / "台账.xlsx"
    path = tmp_path / "要点.txt"
    path.write_text("甲县2025年工作要点\n一、=HYPERLINK(1)。（县=A1局负责）\n", encoding="utf-8")
    done = CliRunner().invoke(notice.app, [str(path), "--format", "xlsx", "--out", str(out)])
    assert done.exit_code == 0, done.output
    cells = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("总台账").to_python()[1]
    assert cells[1] == "'=HYPERLINK(1)"
    assert cells[7] == "未填"


def test_looking_back_puts_first_what_is_open(tmp_path, address):
    args = ("--round", "r1", "--as-of", "2023-12-15", "--format", "csv")
    done = run(lookback.app, tmp_path / "要点.txt", *args)
    assert done.exit_code == 0, done.output
    rows = [line.split(",") for line in done.stdout.splitlines()[1:]]
    assert [(row[0], row[5]) for row in rows] == [("二", "未见"), ("一", "部分"), ("三", "待核实")]
    assert "3 项任务，已完成 0 项" in done.stderr
