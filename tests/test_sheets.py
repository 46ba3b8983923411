"""Verdict sheets beside findings, and scores written in bulk, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from dashboard.rounds.steps import score_round
from data.storage.database import Database, StoreError
from data.tables import SheetRow
from data.types import Finding, Outcome
from data.verdicts import ScoreLine, sheet_of
from tests.rounds import AT, DOWN, GOOD, GOOD_FINDINGS, POOR, create, poor_findings
from tests.rounds import LATE as EVIDENCE

LINE = ScoreLine("good", '{"unit_id":"good"}', "市直部门", 1, "100/1", "70/1", "100/1", "7/10",
                 100.0, "优秀", "")  # fmt: skip
LATER = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.fixture
def filled(store):
    create(store)
    store.put_findings("r1", "good", GOOD_FINDINGS)
    store.put_reading("r1", "poor", [], [], poor_findings(EVIDENCE))
    return store


def test_a_sheet_is_kept_with_findings_and_changes_with_them(filled):
    assert filled.sheets("r1") == {
        "good": sheet_of(GOOD_FINDINGS),
        "poor": sheet_of(poor_findings(EVIDENCE)),
    }
    filled.put_findings("r1", "good", {"report": Finding(Outcome.MISSING, "没有")})
    assert filled.sheets("r1")["good"].lines == "report\tmissing"


def test_a_database_older_than_sheets_gets_them_when_it_is_scored(filled, database):
    before = filled.sheets("r1")
    one = score_round(filled, "r1")
    old = Database(database)
    with old.write() as session:
        session.execute(delete(SheetRow))
    assert filled.sheets("r1") == before
    with old.write() as session:
        session.execute(delete(SheetRow).where(SheetRow.unit_id == "good"))
    old.close()
    assert score_round(filled, "r1") == one


def test_lines_are_kept_as_scores_and_places(filled):
    assert score_round(filled, "r1") == filled.digest("r1")
    good, poor, down = (filled.scores("r1")[unit.id] for unit in (GOOD, POOR, DOWN))
    assert (good.value, poor.value, down.value) == (100, poor.value, None)
    assert poor.leaves["report"].got == 30
    assert [(r.unit_id, r.place) for r in filled.ranked("r1")] == [
        ("good", 1), ("poor", 2), ("down", None)
    ]  # fmt: skip


def test_lines_are_kept_all_or_none(filled):
    made = score_round(filled, "r1")
    before = filled.ranked("r1")

    def broken():
        yield LINE
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError, match="cut off"):
        filled.put_score_lines("r1", broken(), lambda: "other", LATER)
    assert (filled.digest("r1"), filled.ranked("r1")) == (made, before)


def test_lines_of_a_stranger_are_refused(filled):
    stranger = ScoreLine("nobody", "{}", "组", None, None, "0/1", "0/1", "0/1", None, "", "")
    with pytest.raises(StoreError, match="评估轮次“r1”中没有单位“nobody”"):
        filled.put_score_lines("r1", [LINE, stranger], lambda: "x", AT)
    with pytest.raises(StoreError, match="没有编号为“r9”的评估轮次"):
        filled.put_score_lines("r9", [LINE], lambda: "x", AT)
