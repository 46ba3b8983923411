"""Killed with -9 in the middle of writing: nothing acknowledged is lost, the trail is whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.cases import Subject
from data.store import Store
from scoring.appeals import appeals
from tests import rounds
from tests.killed_writes import LEAVES

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
KILLS, WRITES = 2, 100  # times killed; writes acknowledged, together at least


def written(store):
    """Texts of everything people wrote, by kind."""
    cells = [(unit, leaf) for unit in ("good", "poor") for leaf in LEAVES]
    return {
        "judge": [j.reason for j in store.judgements("r1")],
        "note": [n.text for cell in cells for n in store.notes("r1", cell)],
        "appeal": [a.text for a in appeals(store.events(Subject.APPEAL, "r1")).values()],
        "move": [m.reason for m in store.stage_moves("r1")],
    }


def killed(url, seed, after):
    """What a process had acknowledged when it was killed, after so many writes at the earliest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.killed_writes", url, seed],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    told = []
    for line in process.stdout:
        told.append(line)
        if len(told) == after:
            process.kill()  # SIGKILL, in the middle of the next write
            break
    rest, wrong = process.communicate(timeout=60)
    assert len(told) == after, wrong
    # The last line may be cut off: it was not acknowledged.
    whole = [line for line in [*told, *rest.splitlines(keepends=True)] if line.endswith("\n")]
    return [tuple(json.loads(line)) for line in whole]


def test_nothing_acknowledged_is_lost_and_the_trail_verifies(database):
    with Store(database) as store:
        rounds.create(store)
        for unit in ("good", "poor"):
            store.put_findings("r1", unit, rounds.poor_findings(rounds.LATE))
    told = []
    for n in range(KILLS):
        told += killed(database, f"s{n}", WRITES // KILLS + n)
        with Store(database) as store:
            kept = written(store)
            trail, verdict = store.trail(), store.verify_trail()
        assert [(kind, text) for kind, text in told if text not in kept[kind]] == []
        texts = [text for mine in kept.values() for text in mine]
        assert len(texts) == len(set(texts))  # nothing twice
        # At most the one write that the kill came upon was saved and not acknowledged.
        assert len(told) <= len(texts) <= len(told) + n + 1
        assert verdict.fault == ""
        assert len(trail) == verdict.end.number == len(texts)  # no act without its entry
    assert len(told) >= WRITES
