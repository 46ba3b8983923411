"""Cached reading for the views: the only Streamlit cache. Values are shared and never changed.

Every result is keyed by the database address and the digest of the last scoring, so a new scoring
shows at once and a test never sees another test's database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from crawlers.documents import read_document
from crawlers.pages import read_page
from dashboard.steps import archive_of, counted_findings, round_scheme
from data.database import database_url
from data.facts import ColumnFacts, SiteState
from data.indicators import Scheme
from data.store import Store
from data.types import Evidence, FetchOutcome, Finding, Ranked, Round, Unit, UnitScore
from scoring.gaps import Gap, gaps

VAR = Path("var")


@dataclass(frozen=True)
class Result:
    """A round with everything the views show of it."""

    round: Round
    scheme: Scheme
    units: Mapping[str, Unit]
    ranked: Sequence[Ranked]
    scores: Mapping[str, UnitScore]
    findings: Mapping[str, Mapping[str, Finding]]
    digest: str


@st.cache_resource(max_entries=4, show_spinner=False)
def _store(url: str) -> Store:
    return Store(url)


def store() -> Store:
    return _store(database_url())


def rounds() -> list[Round]:
    return store().rounds()


def result(round_id: str) -> Result:
    """A round's result as last scored; empty scores before that."""
    opened = store()
    return _result(opened.url, round_id, opened.digest(round_id) or "")


@st.cache_resource(max_entries=16, show_spinner="读取结果…")
def _result(url: str, round_id: str, digest: str) -> Result:
    opened = _store(url)
    assessed = opened.round(round_id)
    scheme = round_scheme(opened, assessed)
    units = {unit.id: unit for unit in opened.round_units(round_id)}
    return Result(
        round=assessed,
        scheme=scheme,
        units=units,
        ranked=opened.ranked(round_id),
        scores=opened.scores(round_id),
        findings={id_: counted_findings(opened, scheme, round_id, id_) for id_ in units},
        digest=digest,
    )


def unit_gaps(shown: Result, unit_id: str) -> list[Gap]:
    return gaps(shown.scheme, shown.scores[unit_id], shown.findings[unit_id])


def site_states(round_id: str) -> dict[str, SiteState]:
    return store().site_states(round_id)


def fetch_tally(round_id: str) -> dict[str, dict[FetchOutcome, int]]:
    return store().fetch_tally(round_id)


def columns(round_id: str, unit_id: str) -> list[ColumnFacts]:
    return store().columns(round_id, unit_id)


def archived_text(round_id: str, evidence: Evidence) -> str:
    """What was archived at that place, as plain text; never markup that a browser would run.

    Raises:
        ArchiveError: the evidence file is gone or its bytes changed.
    """
    record = archive_of(VAR, round_id).record(evidence.warc, evidence.offset)
    archive_of(VAR, round_id).read(evidence.warc, evidence.offset, evidence.sha256)
    document = read_document(record.url, record.payload)
    if document.state == "ok" and document.format not in {"html", "xml", "text"}:
        return document.text
    page = read_page(record.url, record.payload, dict(record.headers).get("Content-Type", ""))
    return page.whole_text or page.text


