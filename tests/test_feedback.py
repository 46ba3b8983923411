"""Lists of lost points: what a unit is told, kept as it was told."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from dashboard.casework.rectifying import fixes
from dashboard.casework.telling import tell_units, workbook
from dashboard.rounds.steps import score_round
from data.people import NotAllowed
from data.store import Store
from data.types import Finding, Looked, Outcome
from data.workflow import Stage, StageMove, WorkflowError
from tests.commands import gkc
from tests.people import EVALUATOR, OFFICE, add_accounts
from tests.rounds import AT, GOOD, LATE, POOR, ROUND, fill, poor_findings

# Tuesday; five working days later is the next Tuesday, ten the Tuesday after.
TOLD = datetime(2023, 12, 19, 2, tzinfo=UTC)


@pytest.fixture
def scored(tmp_path):
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    fill(url)
    with Store(url) as store:
        yield store


def test_a_unit_is_told_what_it_lost_why_and_until_when(scored):
    good, poor = tell_units(scored, OFFICE, "r1", (GOOD, POOR), at=TOLD)
    assert good.lines == ()
    assert [(line.name, line.lost) for line in poor.lines] == [
        ("部门预算", "20/1"), ("年度报告", "10/1"), ("栏目更新", "1/1"),
    ]  # fmt: skip
    report = poor.lines[1]
    assert report.reason == "年报迟于 1 月 31 日"
    assert report.remedy == "按格式补齐年报。"
    assert report.evidence == (
        "http://poor.localhost/report.html；发布日期 2023-03-02；采集于 2023-12-15 16:30:00；"
        f"SHA-256 {'ab' * 32}",
    )
    assert (poor.appeal_by, poor.rectify_by) == (date(2023, 12, 26), date(2024, 1, 3))
    assert scored.told("r1") == {"good": [good], "poor": [poor]}


def test_the_same_list_is_told_once_and_a_new_one_is_added(scored):
    (first,) = tell_units(scored, OFFICE, "r1", (POOR,), at=TOLD)
    (again,) = tell_units(scored, OFFICE, "r1", (POOR,), at=datetime(2024, 3, 1, tzinfo=UTC))
    assert again == first
    found = poor_findings(LATE) | {"budget": Finding(Outcome.MET, "已公开")}
    scored.put_reading("r1", "poor", [], [], found)
    score_round(scored, "r1")
    (new,) = tell_units(scored, OFFICE, "r1", (POOR,), at=TOLD)
    assert scored.told("r1")["poor"] == [first, new]
    assert first.digest != new.digest


def test_points_lost_in_an_earlier_round_nobody_told_of_are_not_marked(scored):
    scored.create_round(replace(ROUND, id="r2", as_of=date(2024, 6, 1)))
    scored.put_findings("r2", "poor", poor_findings(LATE))
    score_round(scored, "r2")
    tell_units(scored, OFFICE, "r1", (GOOD,), at=TOLD)
    (told,) = tell_units(scored, OFFICE, "r2", (POOR,), at=TOLD)
    assert {line.again for line in told.lines} == {()}


def test_points_lost_in_an_earlier_round_are_marked(scored):
    tell_units(scored, OFFICE, "r1", (POOR,), at=TOLD)
    scored.create_round(replace(ROUND, id="r2", as_of=date(2024, 6, 1)))
    scored.put_findings("r2", "poor", poor_findings(LATE))
    score_round(scored, "r2")
    (told,) = tell_units(scored, OFFICE, "r2", (POOR,), at=TOLD)
    assert {line.again for line in told.lines} == {("r1",)}
    # People read the name of the round; what was told stays as it is, for its digest.
    assert {fix.line.again for fix in fixes(scored, "r2")} == {("2023年小评估",)}
    assert scored.told("r2")["poor"][-1].digest == told.digest


def test_who_may_tell_and_when(scored):
    with pytest.raises(NotAllowed):
        tell_units(scored, EVALUATOR, "r1", (POOR,), at=TOLD)
    scored.move_stage("r1", StageMove(Stage.DRAFT, Stage.COLLECTING, "office", AT))
    with pytest.raises(WorkflowError, match="不能反馈问题清单"):
        tell_units(scored, OFFICE, "r1", (POOR,), at=TOLD)


def test_nothing_in_the_workbook_is_a_formula(scored):
    wicked = Finding(Outcome.MISSING, '=HYPERLINK("http://evil.invalid","看")')
    scored.put_reading("r1", "poor", [], [], poor_findings(LATE) | {"budget": wicked})
    score_round(scored, "r1")
    (told,) = tell_units(scored, OFFICE, "r1", (POOR,), at=TOLD)
    found = {"budget": replace(wicked, looked=Looked(("=1+1", "公告"), 9, ("预算",)))}
    book = workbook("一轮", replace(POOR, name="=1+1局"), told, findings=found)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "=1+1局问题清单（一轮）"
    assert rows[4][4] == '=HYPERLINK("http://evil.invalid","看")'
    assert rows[4][6] == "查过的栏目：=1+1、公告\n查找的词：预算\n读取页数：9"
    assert told.digest in rows[2][0]


def test_the_command_writes_a_workbook_a_unit(scored, tmp_path):
    add_accounts(scored.url)
    done = gkc(tmp_path, "feedback", "r1", "-o", "lists")
    assert (done.code, "请用 --as 写明" in done.err) == (1, True)
    done = gkc(tmp_path, "feedback", "r1", "-o", "lists", "--as", "office")
    assert done.code == 0, done.err
    assert sorted(path.name for path in (tmp_path / "lists").iterdir()) == [
        "down 丙局.xlsx", "good 甲局.xlsx", "poor 乙局.xlsx",
    ]  # fmt: skip
    assert "已反馈 3 个单位，共 3 项" in done.err
