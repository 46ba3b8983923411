"""The versions that the scoring benchmark compares come to the same values."""

import pytest

from benchmarks.score import VETOED, compared, drawn, fill, province, ratios, rescore


def test_every_version_comes_to_the_engine_s_values(monkeypatch):
    monkeypatch.setattr("benchmarks.score.VETOED", 10 * VETOED)
    of = province(40)
    assert of.vetoes.any()
    assert set(compared(of, 1)) == {
        "engine", "bare numpy", "pandas long + merge", "SQL in SQLite"
    }  # fmt: skip


def test_one_that_does_not_is_not_measured(monkeypatch):
    monkeypatch.setattr("benchmarks.score.with_numpy", lambda *given: 0.0)
    with pytest.raises(SystemExit, match="bare numpy does not come to the values"):
        compared(province(5), 1)


def test_a_round_from_the_database_to_stored_ranks(tmp_path):
    of = province(12)
    fill(tmp_path / "gkc.db", of)
    again = rescore(tmp_path / "gkc.db", 2, profile=False)
    spent = {"engine": 1.0, "bare numpy": 1.0, "pandas long + merge": 4.0, "SQL in SQLite": 29.0}
    said = ratios(spent, again, 0.5, 100.0)
    assert "| SQL in SQLite : engine, time | 29.00 | ≥ 30 | **no** |" in said
    assert "| engine : bare numpy, time | 1.00 | ≤ 1.5 | yes |" in said


def test_weights_are_drawn_for_two_hundred_units():
    assert drawn(province(200)) > 0
