"""Values to table rows and back. Rows to be written are mappings, ready for a bulk insert."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from data.canonical import (
    dumps,
    finding_text,
    number_values,
    numbers_from,
    outcomes_from,
    outcomes_text,
    score_text,
    step_values,
)
from data.facts import ColumnFacts, PageFacts, SiteState, SiteStatus
from data.tables import (
    CaptureRow,
    ColumnRow,
    FetchRow,
    JudgementRow,
    PageRow,
    RoundUnitRow,
    StepRow,
    TrafficRow,
)
from data.types import (
    Capture,
    Fetch,
    FetchOutcome,
    Finding,
    Judgement,
    Mark,
    Origin,
    Outcome,
    Page,
    PageKind,
    PageState,
    Ranked,
    Rung,
    Step,
    Traffic,
    UnitScore,
)


def site_state(row: RoundUnitRow) -> SiteState:
    return SiteState(
        unit_id=row.unit_id,
        status=SiteStatus(row.status),
        started_at=row.started_at,
        finished_at=row.finished_at,
        exhausted=row.exhausted,
        copy=row.copy,
        attempts=row.attempts,
        note=row.note,
    )


@lru_cache(maxsize=1024)  # of a batch: a page has several rows
def url_key(url: str) -> str:
    """What stands for an address in a key: PostgreSQL cannot index a URL above 2.7 kB."""
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()


def fetch_row(fetch: Fetch) -> dict[str, Any]:
    return {
        "url_key": url_key(fetch.url),
        "url": fetch.url,
        "outcome": fetch.outcome.value,
        "fetched_at": fetch.fetched_at,
        "status": fetch.status,
        "final_url": fetch.final_url,
        "elapsed_ms": fetch.elapsed_ms,
        "size_bytes": fetch.size_bytes,
        "media_type": fetch.media_type,
        "sha256": fetch.sha256,
        "warc": fetch.warc,
        "offset": fetch.offset,
        "length": fetch.length,
        "via": fetch.via,
        "hint": fetch.hint,
        "depth": fetch.depth,
        "note": fetch.note,
        "rendered": fetch.rendered,
    }


def fetch(row: FetchRow) -> Fetch:
    return Fetch(
        url=row.url,
        outcome=FetchOutcome(row.outcome),
        fetched_at=row.fetched_at,
        status=row.status,
        final_url=row.final_url,
        elapsed_ms=row.elapsed_ms,
        size_bytes=row.size_bytes,
        media_type=row.media_type,
        sha256=row.sha256,
        warc=row.warc,
        offset=row.offset,
        length=row.length,
        via=row.via,
        hint=row.hint,
        depth=row.depth,
        note=row.note,
        rendered=row.rendered,
    )


def traffic(row: TrafficRow) -> Traffic:
    return Traffic(row.host, row.hour, row.requests, row.size_bytes)


def traffic_row(spent: Traffic) -> dict[str, Any]:
    return {
        "host": spent.host,
        "hour": spent.hour,
        "requests": spent.requests,
        "size_bytes": spent.size_bytes,
    }


def step(row: StepRow) -> Step:
    return Step(
        rung=Rung(row.rung),
        url=row.url,
        at=row.at,
        outcome=FetchOutcome(row.outcome) if row.outcome else None,
        found=row.found,
        words=row.words,
        note=row.note,
    )


def step_row(step: Step) -> dict[str, Any]:
    return {**step_values(step), "at": step.at}  # a column keeps a time, JSON its text


def capture(row: CaptureRow) -> Capture:
    return Capture(
        url=row.url,
        sha256=row.sha256,
        first_at=row.first_at,
        round_id=row.round_id,
        unit_id=row.unit_id,
        warc=row.warc,
        offset=row.offset,
    )


def capture_row(fetch: Fetch) -> dict[str, Any]:
    """The capture that an answered request is, without the look it belongs to."""
    url = fetch.final_url or fetch.url
    return {
        "url_key": url_key(url),
        "sha256": fetch.sha256,
        "url": url,
        "first_at": fetch.fetched_at,
        "warc": fetch.warc,
        "offset": fetch.offset,
    }


def page_row(page: Page, sha256: str, position: int) -> dict[str, Any]:
    return {
        "url_key": url_key(page.url),
        "position": position,
        "url": page.url,
        "kind": page.kind.value,
        "state": page.state.value,
        "title": page.title,
        "published_on": page.published_on,
        "written_on": page.written_on,
        "doc_no": page.doc_no,
        "issuer": page.issuer,
        "origin": page.origin.value if page.origin else None,
        "author": page.author,
        "topic": page.topic,
        "year": page.subject_year,
        "columns": dumps(list(page.columns)),
        "attachments": len(page.attachments),
        "simhash": page.simhash,
        "sha256": sha256,
    }


def page_facts(row: PageRow) -> PageFacts:
    return PageFacts(
        url=row.url,
        kind=PageKind(row.kind),
        state=PageState(row.state),
        title=row.title,
        published_on=row.published_on,
        written_on=row.written_on,
        doc_no=row.doc_no,
        issuer=row.issuer,
        origin=Origin(row.origin) if row.origin else None,
        author=row.author,
        topic=row.topic,
        year=row.year,
        columns=tuple(json.loads(row.columns)),
        attachments=row.attachments,
        simhash=row.simhash,
        sha256=row.sha256,
    )


def column_row(column: ColumnFacts) -> dict[str, Any]:
    return {
        "name": column.name,
        "path": dumps(list(column.path)),
        "url": column.url,
        "state": column.state,
        "items": column.items,
        "newest_on": column.newest_on,
        "topics": dumps(sorted(column.topics)),
    }


def column_facts(row: ColumnRow) -> ColumnFacts:
    return ColumnFacts(
        name=row.name,
        path=tuple(json.loads(row.path)),
        url=row.url,
        state=row.state,
        items=row.items,
        newest_on=row.newest_on,
        topics=frozenset(json.loads(row.topics)),
    )


def finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "outcome": finding.outcome.value,
        "cause": finding.cause.value if finding.cause else None,
        "payload": finding_text(finding),
    }


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    return {
        "unit_id": judgement.unit_id,
        "indicator_id": judgement.indicator_id,
        "outcome": judgement.outcome.value,
        "reason": judgement.reason,
        "judged_by": judgement.by,
        "judged_at": judgement.at,
        "items": outcomes_text(judgement.items),
        "counts": dumps(number_values(judgement.counts)),
        "mark": judgement.mark.value,
        "withdrawn": judgement.withdrawn,
    }


def judgement(row: JudgementRow) -> Judgement:
    return Judgement(
        unit_id=row.unit_id,
        indicator_id=row.indicator_id,
        outcome=Outcome(row.outcome),
        reason=row.reason,
        by=row.judged_by,
        at=row.judged_at,
        items=outcomes_from(row.items),
        counts=numbers_from(json.loads(row.counts)),
        mark=Mark(row.mark),
        withdrawn=row.withdrawn,
        number=row.id,
    )


def score_row(score: UnitScore, line: Ranked) -> dict[str, Any]:
    return {
        "payload": score_text(score),
        "unit_group": line.group,
        "place": line.place,
        "value": line.value,
        "low": line.low,
        "high": line.high,
        "coverage": line.coverage,
        "points": None if line.value is None else float(line.value),
        "grade": line.grade,
        "why_not": line.why_not,
    }


# Columns of a score in the order of the fields of `Ranked`.
RANKED = (
    "unit_id", "unit_group", "place", "value", "low", "high", "coverage", "grade", "why_not",
)  # fmt: skip
