"""One value, one text, and the same value again."""

import json
from datetime import UTC
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.canonical import (
    dumps,
    finding_from,
    finding_text,
    fraction_text,
    score_from,
    score_text,
    unit_from,
    unit_text,
)
from data.types import (
    Cause,
    Evidence,
    FetchOutcome,
    Finding,
    Looked,
    Outcome,
    Points,
    Rung,
    Step,
    Unit,
    UnitScore,
)

words = st.text(max_size=20)
texts = st.lists(words, max_size=4).map(tuple)
outcomes = st.sampled_from(Outcome)
units = st.builds(
    Unit,
    **dict.fromkeys(("id", "name", "kind", "group", "portal"), words),
    columns=texts,
    aliases=texts,
    duties=st.none() | st.frozensets(words, max_size=4),
)
evidence = st.builds(
    Evidence,
    url=words,
    quote=words,
    captured_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    sha256=words,
    warc=words,
    offset=st.integers(0, 2**60),
)
steps = st.builds(
    Step,
    rung=st.sampled_from(Rung),
    url=words,
    at=st.datetimes(timezones=st.just(UTC)),
    outcome=st.none() | st.sampled_from(FetchOutcome),
    found=st.integers(0),
    words=words,
    note=words,
)
findings = st.builds(
    lambda outcome, reason, cause, **rest: Finding(
        outcome, reason, cause if outcome is Outcome.UNKNOWN else None, **rest
    ),
    outcomes,
    words,
    st.sampled_from(Cause),
    evidence=st.lists(evidence, max_size=3).map(tuple),
    looked=st.none()
    | st.builds(
        Looked,
        columns=texts,
        pages=st.integers(0),
        words=texts,
        steps=st.lists(steps, max_size=3).map(tuple),
    ),
    items=st.dictionaries(words, outcomes, max_size=4),
    counts=st.dictionaries(words, st.integers(0), max_size=4),
)
points = st.builds(Points, st.fractions(), st.fractions(), st.fractions())
scores = st.builds(
    UnitScore,
    unit_id=words,
    leaves=st.dictionaries(words, points, max_size=4),
    nodes=st.dictionaries(words, points, max_size=4),
    value=st.none() | st.fractions(),
    low=st.fractions(),
    high=st.fractions(),
    coverage=st.fractions(),
    bonus=st.fractions(),
    vetoes=texts,
    grade=words,
)


@given(units)
def test_a_unit_comes_back(unit):
    assert unit_from(unit_text(unit)) == unit


@given(findings)
def test_a_finding_comes_back(finding):
    assert finding_from(finding_text(finding)) == finding


@given(scores)
def test_a_score_comes_back(score):
    assert score_from(score_text(score)) == score


@given(findings, st.randoms())
def test_the_order_of_keys_leaves_no_trace(finding, random):
    keys = list(finding.counts)
    random.shuffle(keys)
    again = Finding(
        finding.outcome,
        finding.reason,
        finding.cause,
        finding.evidence,
        finding.looked,
        dict(reversed(finding.items.items())),
        {key: finding.counts[key] for key in keys},
    )
    assert finding_text(again) == finding_text(finding)


def test_json_is_sorted_tight_and_readable():
    assert dumps({"乙": [1, None], "a": "公开"}) == '{"a":"公开","乙":[1,null]}'


def test_a_number_json_does_not_have_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(float("nan"))


def test_fractions_are_in_lowest_terms():
    assert fraction_text(Fraction(14, 4)) == "7/2"
    assert fraction_text(Fraction(3)) == "3/1"


def test_a_finding_holds_plain_dicts_when_it_comes_back():
    finding = finding_from(finding_text(Finding(Outcome.MET, "已公开")))
    assert (type(finding.items), type(finding.counts)) == (dict, dict)


def test_a_finding_says_what_it_says():
    finding = Finding(Outcome.UNKNOWN, "没有读到", Cause.NOT_READ, items={"a": Outcome.MET})
    assert json.loads(finding_text(finding)) == {
        "outcome": "unknown",
        "reason": "没有读到",
        "cause": "not_read",
        "evidence": [],
        "looked": None,
        "items": {"a": "met"},
        "counts": {},
    }


def test_what_was_kept_before_there_was_a_ladder_still_comes_back():
    found = Finding(Outcome.MISSING, "未见", looked=Looked(("预算",), 3, ("预算",)))
    old = json.loads(finding_text(found))
    del old["looked"]["steps"]
    assert finding_from(json.dumps(old)) == found
