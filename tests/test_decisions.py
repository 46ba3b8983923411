"""What is decided of an appeal, an excuse or a fix goes before what was judged, and stays so."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from data.certificate_lines import judgement_line, judgement_of
from data.storage.database import StoreError
from data.storage.judging import last_number
from data.types import Finding, Judgement, Mark, Outcome
from scoring.rounds import effective
from tests.people import EVALUATOR
from tests.rounds import AT, create

MISSED = {"budget": Finding(Outcome.MISSING, "没有找到")}
SAID = Judgement("poor", "budget", Outcome.MISSING, "没有", EVALUATOR.id, AT)
UPHELD = replace(SAID, outcome=Outcome.MET, by="rev", mark=Mark.DECISION)


@pytest.mark.parametrize("mark", [Mark.FIRST, Mark.SECOND, Mark.ARBITRATION])
def test_a_decision_goes_before_every_mark_earlier_or_later(mark):
    for days in (-1, 1):
        other = replace(SAID, mark=mark, at=AT + timedelta(days=days))
        assert effective(MISSED, [other, UPHELD])["budget"].outcome is Outcome.MET
    taken_back = replace(UPHELD, withdrawn=True, at=AT + timedelta(days=2))
    counts = effective(MISSED, [replace(SAID, mark=mark), UPHELD, taken_back])["budget"]
    assert (counts.outcome, counts.reason) == (Outcome.MISSING, "没有")


def test_nobody_decides_at_the_review_desk_and_nobody_judges_first_afterwards(store):
    create(store)
    with pytest.raises(StoreError, match="裁定只能在"):
        store.record("r1", [(replace(UPHELD, by=EVALUATOR.id), 0)], EVALUATOR)
    store.add_judgements("r1", [UPHELD])
    seen = last_number(store.on_cell("r1", ("poor", "budget")), Mark.FIRST)
    with pytest.raises(StoreError, match="已有裁定意见"):
        store.record("r1", [(SAID, seen)], EVALUATOR)


@pytest.mark.parametrize(
    "judgement", [SAID, UPHELD, replace(UPHELD, withdrawn=True), replace(SAID, mark=Mark.BLIND)]
)
def test_a_certificate_tells_the_mark_where_there_is_one(judgement):
    raw = json.loads(judgement_line(judgement))
    assert judgement_of(raw) == judgement
    assert ("mark" in raw["judgement"]) is (judgement.mark is not Mark.FIRST)
    assert ("withdrawn" in raw["judgement"]) is judgement.withdrawn
