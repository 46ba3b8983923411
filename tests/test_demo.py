"""The main job on the demo sites: `gkc demo --no-serve`, once a session, in its own folder."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawlers.accuracy.outcomes import Compared, outcome_tallies
from dashboard.accuracy.measuring import demo_truth, demo_truths
from dashboard.rounds.steps import counted_findings, round_scheme
from data.archive import evidence_of
from data.card import Source, bundled_card
from data.demo.faults import ID_NUMBER
from data.indicators import Leaf
from data.rules import keys_used
from data.store import Store
from data.types import Cause, Finding, Outcome, UnitScore
from scoring.gaps import Gap, gaps
from tests.commands import gkc, start

pytestmark = pytest.mark.long

ROUNDS = ("demo-county", "demo-department")
FINE = {Outcome.MET, Outcome.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Demo:
    """What the command left behind."""

    folder: Path
    store: Store
    truth: Mapping[str, list[dict[str, Any]]]
    out: str
    err: str

    @property
    def var(self) -> Path:
        return self.folder / "var"

    def findings(self) -> Iterator[tuple[str, Leaf, Finding]]:
        """(unit, leaf, finding) of both rounds."""
        for round_id in ROUNDS:
            leaves = round_scheme(self.store, self.store.round(round_id)).leaves()
            for unit, found in self.store.findings(round_id).items():
                yield from ((unit, leaf, found[leaf.id]) for leaf in leaves)

    def scores(self) -> dict[str, UnitScore]:
        return {u: s for round_id in ROUNDS for u, s in self.store.scores(round_id).items()}

    def gaps(self) -> Iterator[tuple[str, str, Gap]]:
        """(round, unit, gap), open ones too."""
        for round_id in ROUNDS:
            scheme = round_scheme(self.store, self.store.round(round_id))
            for unit, score in self.store.scores(round_id).items():
                found = counted_findings(self.store, scheme, round_id, unit)
                yield from ((round_id, unit, gap) for gap in gaps(scheme, score, found))

    @property
    def unreadable(self) -> dict[str, Cause]:
        return {entry["unit"]: Cause(entry["cause"]) for entry in self.truth["unreadable"]}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    process = start(folder, "demo", "--no-serve")
    out, err = process.communicate()
    assert process.returncode == 0, err
    truth = json.loads((folder / "var" / "demo" / "truth.json").read_text(encoding="utf-8"))
    with Store(f"sqlite:///{folder / 'var' / 'gkc.db'}") as store:
        yield Demo(folder, store, truth, out, err)


def said(leaf: Leaf, finding: Finding, entry: Mapping[str, Any]) -> dict[str, object]:
    """A finding as the truth would write it. Of the counts that cost points, all that are not 0;
    of the others, those that the truth speaks of.
    """
    costly = _deducted(leaf)
    return {
        "outcome": finding.outcome.value,
        "cause": finding.cause.value if finding.cause else None,
        "items": {k: v.value for k, v in finding.items.items() if v not in FINE},
        "counts": {
            k: n for k, n in finding.counts.items() if k in entry["counts"] or (k in costly and n)
        },
    }


def _deducted(leaf: Leaf) -> frozenset[str]:
    _, counts = keys_used(leaf.scoring)
    return frozenset(k for k in counts if k.split("_")[0] in {"missing", "stale", "dead", "short"})


# --- the truth ----------------------------------------------------------------------------------


def test_every_planted_fault_is_found_with_its_outcome_items_and_counts(demo: Demo) -> None:
    planted = {(entry["unit"], entry["check"]): entry for entry in demo.truth["faults"]}
    found, expected = {}, {}
    for unit, leaf, finding in demo.findings():
        entry = planted.get((unit, str(leaf.check)))
        if entry is not None:
            found[unit, leaf.id] = said(leaf, finding, entry)
            expected[unit, leaf.id] = {key: entry[key] for key in found[unit, leaf.id]}
    assert found == expected
    assert {(u, leaf.check) for u, leaf, _ in demo.findings()} >= set(planted)
    assert len(planted) == len(demo.truth["faults"])


def test_nothing_else_is_wrong_or_unknown(demo: Demo) -> None:
    planted = {(entry["unit"], entry["check"]) for entry in demo.truth["faults"]}
    kinds = {unit.id: unit.kind for unit in demo.store.units()}
    left = {(entry["kind"], entry["check"]): entry["cause"] for entry in demo.truth["open"]}
    seen = set()
    wrong = set()
    for unit, leaf, finding in demo.findings():
        if unit in demo.unreadable or (unit, leaf.check) in planted or not leaf.check:
            continue
        key = kinds[unit], leaf.check
        if finding.cause and left.get(key) == finding.cause.value:
            seen.add(key)
        elif finding.outcome not in FINE:
            wrong.add((unit, leaf.id, finding.outcome, finding.reason))
    assert wrong == set()
    assert seen == set(left), "what is called open is open"


def test_points_are_lost_exactly_where_a_fault_was_planted(demo: Demo) -> None:
    leaves = {
        (unit, leaf.id): (unit, leaf.check)
        for unit, leaf, _ in demo.findings()
        if unit not in demo.unreadable
    }
    lost = {
        leaves[unit, id_]
        for unit, score in demo.scores().items()
        for id_, points in score.leaves.items()
        if points.lost > 0
    }
    costly = {(e["unit"], e["check"]) for e in demo.truth["faults"] if e["outcome"] != "unknown"}
    assert lost == costly


def test_what_a_check_leaves_open_is_named_in_its_reason(demo: Demo) -> None:
    scores = demo.scores()
    for unit, leaf, finding in demo.findings():
        points = scores[unit].leaves.get(leaf.id)
        if not (leaf.check and points and points.open) or unit in demo.unreadable:
            continue
        assert finding.reason, (unit, leaf.id)
        # What is unknown as a whole is what its reason is about; of a list that is missing, a check
        # does not ask what stands in it.
        whole = finding.cause not in {None, Cause.SUSPECTED}
        unasked = keys_used(leaf.scoring)[0] - set(finding.items)
        named = re.search("无法核对|需人工复核", finding.reason)
        assert whole or unasked or named, (unit, leaf.id, finding.reason)


def test_a_site_nobody_can_read_is_unknown_throughout_and_loses_nothing(demo: Demo) -> None:
    ranked = {line.unit_id: line for round_id in ROUNDS for line in demo.store.ranked(round_id)}
    for unit, cause in demo.unreadable.items():
        causes = {f.cause for u, leaf, f in demo.findings() if u == unit and leaf.check}
        score, line = demo.scores()[unit], ranked[unit]
        assert causes == {cause}
        assert {points.lost for points in score.leaves.values()} == {0}
        assert (score.coverage, score.value, line.place) == (0, None, None)
        assert line.why_not


def test_a_person_or_an_import_decides_what_no_check_can(demo: Demo) -> None:
    causes = {finding.cause for _, leaf, finding in demo.findings() if leaf.check is None}
    assert causes == {Cause.NEEDS_PERSON, Cause.NEEDS_METRIC}


def test_the_accuracy_card_says_of_the_demo_what_is_found_here(demo: Demo) -> None:
    truths = demo_truths(demo.truth, demo.store.units())
    seen = [
        Compared(leaf.check, finding, demo_truth(truths, unit, leaf.check))
        for unit, leaf, finding in demo.findings()
        if leaf.check
    ]
    on_card = {s: n for s, n in bundled_card().tallies.items() if s.source is Source.DEMO}
    assert outcome_tallies(seen, Source.DEMO) == on_card, "运行 gkc card measure 重新测量"


def test_every_grade_is_given(demo: Demo) -> None:
    lines = [line for round_id in ROUNDS for line in demo.store.ranked(round_id)]
    assert {line.grade for line in lines if line.place} == {"优秀", "良好", "一般", "较差"}


# --- again --------------------------------------------------------------------------------------


@pytest.mark.parametrize("round_id", ROUNDS)
def test_checking_and_scoring_again_gives_the_same_digest(demo: Demo, round_id: str) -> None:
    before = demo.store.digest(round_id)
    checked, scored = (gkc(demo.folder, step, round_id) for step in ("check", "score"))
    assert (checked.code, scored.code) == (0, 0)
    assert scored.out.strip() == demo.store.digest(round_id) == before


# --- what people see ----------------------------------------------------------------------------


@pytest.mark.parametrize("round_id", ROUNDS)
def test_the_ranking_is_the_golden_one(demo: Demo, round_id: str, golden: Any) -> None:
    golden(f"ranking-{round_id}.csv", gkc(demo.folder, "rank", round_id, "--format", "csv").out)


def test_the_command_prints_both_rankings_and_three_gaps_of_each_unit(demo: Demo) -> None:
    shown = [
        gkc(demo.folder, *command).out
        for round_id in ROUNDS
        for command in (("rank", round_id), ("gaps", round_id, "--top", 3))
    ]
    assert demo.out == "".join(shown)


def test_every_gap_says_why_and_what_to_do(demo: Demo) -> None:
    for _, unit, gap in demo.gaps():
        assert gap.reason, (unit, gap)
        assert gap.remedy, (unit, gap)


def test_every_lost_point_has_evidence_that_the_archive_still_holds(demo: Demo) -> None:
    lost = [(round_id, gap) for round_id, _, gap in demo.gaps() if gap.lost]
    assert lost
    for round_id, gap in lost:
        if not gap.evidence:  # nothing was found: the proof is where was looked, and for what
            assert gap.outcome is Outcome.MISSING, gap
            assert gap.looked, gap
            assert gap.looked.columns, gap
            assert gap.looked.words, gap
            continue
        for piece in gap.evidence:
            assert (bool(piece.url), bool(piece.quote)) == (True, True), piece
            assert piece.captured_at, piece
            if piece.sha256:
                evidence_of(demo.var, round_id).read(piece.warc, piece.offset, piece.sha256)
        assert any(piece.sha256 for piece in gap.evidence), gap


def test_whatever_is_called_missing_shows_where_was_looked(demo: Demo) -> None:
    for unit, leaf, finding in demo.findings():
        parts = {finding.outcome, *finding.items.values()}
        if Outcome.MISSING in parts:
            looked = finding.looked
            assert looked, (unit, leaf.id)
            assert looked.columns, (unit, leaf.id)
            assert looked.pages > 0, (unit, leaf.id)


def test_a_missing_names_the_words_it_searched_for(demo: Demo) -> None:
    for unit, leaf, finding in demo.findings():
        if finding.outcome is Outcome.MISSING:
            assert finding.looked, (unit, leaf.id)
            assert finding.looked.words, (unit, leaf.id)


def test_the_planted_number_is_nowhere_but_in_the_archive(demo: Demo) -> None:
    number = ID_NUMBER.encode()
    kept = [path for path in demo.var.glob("gkc.db*") if path.is_file()]
    assert kept
    for path in kept:
        assert number not in path.read_bytes()
        assert number[:17] not in path.read_bytes()
    shown = [gkc(demo.folder, "gaps", "demo-department", "--format", f) for f in ("json", "csv")]
    for text in (demo.out, demo.err, *(done.out + done.err for done in shown)):
        assert ID_NUMBER not in text


def test_the_leak_is_suspected_and_costs_nothing_before_a_person_confirms_it(demo: Demo) -> None:
    found = next(
        finding
        for unit, leaf, finding in demo.findings()
        if (unit, leaf.check) == ("jiaoyu", "privacy_leaks")
    )
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.SUSPECTED)
    assert "身份证号1个" in found.reason
    assert "*" in "".join(piece.quote for piece in found.evidence)
