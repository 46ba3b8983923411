"""Today's findings on the four saved sites against the outcomes read by eye (tests/labels)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from crawlers.accuracy.outcomes import Compared, outcome_tallies, tally
from crawlers.accuracy.pages import compared, topic_tallies
from dashboard.accuracy.measuring import sites_compared
from data.card import Source, bundled_card
from data.types import Outcome

LABELS = Path(__file__).parent / "labels"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
LABELLED = 424

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="没有真实网站的副本（不随项目提供）"),
]

Seen = Mapping[tuple[str, str], Compared]


@pytest.fixture(scope="module")
def seen() -> Seen:
    return sites_compared(LABELS, CORPUS / "sites")


def test_every_labelled_outcome_is_compared(seen: Seen) -> None:
    assert len(seen) == LABELLED


def test_nothing_is_called_missing_that_is_not(seen: Seen) -> None:
    wrong = {
        key: (one.finding.outcome, one.finding.reason, one.truth)
        for key, one in seen.items()
        if tally(one.finding, one.truth, Outcome.MISSING).wrong
    }
    assert wrong == {}


def test_the_card_says_of_the_sites_what_is_measured_today(seen: Seen) -> None:
    assert outcome_tallies(seen.values(), Source.SITES) == _of(Source.SITES)


def test_the_card_says_of_the_topics_what_is_measured_today() -> None:
    pages = compared(CORPUS / "labels.tsv", CORPUS / "pages")
    assert topic_tallies(pages) == _of(Source.PAGES)


def _of(source: Source) -> object:
    return {s: counts for s, counts in bundled_card().tallies.items() if s.source is source}
