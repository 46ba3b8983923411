"""Four saved sites of real departments, judged as on 31 December 2020: `gkc assess`, once."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.store import Store
from data.types import Cause, FetchOutcome, Finding, Outcome
from tests.commands import Done, gkc

SITES = Path(__file__).parents[2] / "shared" / "corpus" / "sites"
SLUGS = ("dongkou-forestry", "hainan-construction", "pds-education", "sc-education")
ROUND = "real"
# Findings other than "unknown" on a site that has the content; a suspicion is one too.
LEAST_KNOWN = 15
RICH = ("dongkou-forestry", "pds-education", "sc-education")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not SITES.is_dir(), reason="没有真实网站的副本（不随项目提供）"),
]


@dataclass(frozen=True, slots=True)
class Assessed:
    done: Done
    store: Store

    @property
    def findings(self) -> Mapping[str, Mapping[str, Finding]]:
        return self.store.findings(ROUND)


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assessed]:
    folder = tmp_path_factory.mktemp("real")
    options = ("--scheme", "department-2023", "--kind", "department", "--as-of", "2020-12-31")
    sites = (SITES / slug for slug in SLUGS)
    done = gkc(folder, "assess", *sites, *options, "--round", ROUND, "--format", "csv")
    with Store(f"sqlite:///{folder / 'var' / 'gkc.db'}") as store:
        yield Assessed(done, store)


def test_all_four_are_ranked_or_told_why_not(assessed: Assessed) -> None:
    assert assessed.done.code == 0, assessed.done.err
    assert "Traceback" not in assessed.done.err
    rows = list(csv.DictReader(io.StringIO(assessed.done.out)))
    assert len(rows) == len(SLUGS)
    assert all((row["名次"] == "—") is bool(row["说明"]) for row in rows)


def test_no_check_breaks_on_them(assessed: Assessed) -> None:
    assert set(assessed.findings) == set(SLUGS)
    broken = {
        (slug, id_)
        for slug, found in assessed.findings.items()
        for id_, finding in found.items()
        if finding.cause in {Cause.CHECK_FAILED, Cause.NOT_COLLECTED}
    }
    assert broken == set()


@pytest.mark.parametrize("slug", RICH)
def test_most_of_what_they_hold_is_judged(assessed: Assessed, slug: str) -> None:
    found = assessed.findings[slug].values()
    known = [f for f in found if f.outcome is not Outcome.UNKNOWN or f.cause is Cause.SUSPECTED]
    assert len(known) >= LEAST_KNOWN


def test_links_dead_only_in_the_copy_are_not_counted(assessed: Assessed) -> None:
    counted = {
        (slug, id_, key): number
        for slug, found in assessed.findings.items()
        for id_, finding in found.items()
        for key, number in finding.counts.items()
        if key in {"dead_home", "dead_other", "bad_attachment", "failed_columns"} and number
    }
    assert counted == {}


def test_what_a_copy_lacks_is_no_evidence_against_the_site(assessed: Assessed) -> None:
    absent = {
        row.url
        for slug in SLUGS
        for row in assessed.store.fetches(ROUND, slug)
        if row.outcome is FetchOutcome.NOT_FOUND
    }
    accused = {
        piece.url
        for found in assessed.findings.values()
        for finding in found.values()
        if finding.outcome in {Outcome.MISSING, Outcome.PARTIAL}
        for piece in finding.evidence
    }
    assert absent
    assert accused
    assert not absent & accused


def test_nothing_published_after_the_cut_off_counts(assessed: Assessed) -> None:
    cut_off = assessed.store.round(ROUND).as_of
    for slug, found in assessed.findings.items():
        dates = {page.url: page.published_on for page in assessed.store.pages(ROUND, slug)}
        for id_, finding in found.items():
            if finding.outcome is Outcome.MET:
                days = {dates.get(piece.url) for piece in finding.evidence} - {None}
                assert all(day <= cut_off for day in days if day), (slug, id_)


def test_whatever_is_called_missing_shows_where_was_looked(assessed: Assessed) -> None:
    for slug, found in assessed.findings.items():
        for id_, finding in found.items():
            if finding.outcome is Outcome.MISSING:
                assert finding.looked, (slug, id_)
                assert finding.looked.pages > 0, (slug, id_)
                assert finding.looked.words, (slug, id_)
