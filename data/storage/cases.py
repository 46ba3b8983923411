"""Appeals, excuses, rectification: what was said in each, and captured for it. Part of `Store`."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from data import rows
from data.canonical import dumps
from data.cases import CaseCapture, Event, Subject
from data.people import Person
from data.reviews import Upload
from data.storage.audit import note
from data.storage.database import Database, insert
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.storage.stages import lock_round
from data.storage.still import demand_same, demand_stage
from data.tables import (
    AppealRow,
    CaptureRow,
    CaseCaptureRow,
    ExcuseRow,
    JudgementRow,
    RectificationRow,
    TrafficRow,
    UploadRow,
)
from data.types import Fetch, FetchOutcome, Judgement, Traffic
from data.workflow import Refuse, WorkflowError, at_any_time

_ROWS: dict[Subject, type[AppealRow | ExcuseRow | RectificationRow]] = {
    Subject.APPEAL: AppealRow,
    Subject.EXCUSE: ExcuseRow,
    Subject.RECTIFICATION: RectificationRow,
}


class Cases:
    """Queries about cases. All it needs is a database."""

    _database: Database

    def add_event(
        self,
        subject: Subject,
        round_id: str,
        event: Event,
        *,
        seen: int = 0,
        judgement: Judgement | None = None,
        person: Person | None = None,
        refuse: Refuse = at_any_time,
    ) -> int:
        """Append an event, and what it decides of the point; both or neither.

        Args:
            seen: events of the case that its author knew; when the case begins, of all cases
                about the point.
            person: its author, whose account is to be as it was when the person was asked for.
            refuse: asked of the stage in which the round is when this is written.

        Returns:
            The number of the case.

        Raises:
            StoreError: the round or the unit in it is unknown, or the round is sealed.
            NotAllowed: the person's account was changed since.
            WorkflowError: the stage does not allow it, the case went on meanwhile, or somebody
                began another about the point.
        """
        row_class = _ROWS[subject]
        with self._database.write() as session:
            lock_round(session, round_id)
            demand_open(session, round_id)
            demand_member(session, round_id, event.unit_id)
            demand_stage(session, round_id, refuse)
            if person is not None:
                demand_same(session, person)
            here = row_class.round_id == round_id
            number = event.number
            if number:
                mine = select(func.count()).where(here, row_class.number == number)
                if session.scalar(mine) != seen:
                    raise WorkflowError(f"第 {number} 号刚由别人办理过；请核对后再操作")
            else:
                point = (row_class.unit_id == event.unit_id) & (
                    row_class.indicator_id == event.indicator_id
                )
                if session.scalar(select(func.count()).where(here, point)) != seen:
                    raise WorkflowError("该指标刚由别人报过；请刷新看过后再操作")
                number = (session.scalar(select(func.max(row_class.number)).where(here)) or 0) + 1
            row = {
                "round_id": round_id,
                "number": number,
                "unit_id": event.unit_id,
                "indicator_id": event.indicator_id,
                "kind": event.kind,
                "said": dumps(dict(event.said)),
                "by_person": event.by,
                "at": event.at,
            }
            insert(session, row_class, [row])
            if judgement is not None:
                judged = {"round_id": round_id, **rows.judgement_row(judgement)}
                insert(session, JudgementRow, [judged])
            note(
                session,
                at=event.at,
                by=event.by,
                action=f"{subject}:{event.kind}",
                round_id=round_id,
                unit_id=event.unit_id,
                what=f"第 {number} 号，指标 {event.indicator_id}",
            )
        return number

    def events(self, subject: Subject, round_id: str) -> list[Event]:
        """Everything said in the cases of a round, oldest first."""
        row_class = _ROWS[subject]
        query = select(row_class).where(row_class.round_id == round_id).order_by(row_class.id)
        with self._database.read() as session:
            found: Iterable[Any] = session.scalars(query)  # three tables of the same columns
            return [
                Event(
                    row.unit_id, row.indicator_id, row.kind, row.by_person, row.at,
                    json.loads(row.said), row.number,
                )
                for row in found
            ]  # fmt: skip

    def brought(self) -> list[Upload]:
        """Every file that people brought, to judge by or with an appeal; each once."""
        with self._database.read() as session:
            found = {
                row.sha256: Upload(row.sha256, row.name, row.format, row.size_bytes)
                for row in session.scalars(select(UploadRow).order_by(UploadRow.id))
            }
            for text in session.scalars(select(AppealRow.said).order_by(AppealRow.id)):
                said = json.loads(text)
                if said.get("file"):
                    name = said.get("file_name", "")
                    found.setdefault(said["file"], Upload(said["file"], name, "", 0))
        return list(found.values())

    def add_case_capture(
        self,
        subject: Subject,
        round_id: str,
        unit_id: str,
        capture: CaseCapture,
        fetch: Fetch,
        traffic: Iterable[Traffic] = (),
    ) -> None:
        """Keep what was asked for because of a case, what it cost, and when it was first seen.

        The rows of the look that the round judges by stay as they are.
        """
        key = {"round_id": round_id, "unit_id": unit_id}
        row = {
            **key,
            "subject": subject.value,
            "number": capture.number,
            "url": capture.url,
            "final_url": capture.final_url,
            "outcome": capture.outcome.value,
            "said": capture.said,
            "fetched_at": capture.at,
            "sha256": capture.sha256,
            "warc": capture.warc,
            "offset": capture.offset,
            "title": capture.title,
            "published_on": capture.published_on,
            "newest_on": capture.newest_on,
        }
        first = [{**key, **rows.capture_row(fetch)}] if fetch.warc else []
        ledger = [{**key, **rows.traffic_row(spent)} for spent in traffic]
        with self._database.write() as session:
            demand_member(session, round_id, unit_id)
            insert(session, CaseCaptureRow, [row])
            self._database.keep_least(session, CaptureRow, "first_at", first)
            self._database.add_up(session, TrafficRow, ledger)

    def case_captures(self, subject: Subject, round_id: str) -> dict[int, list[CaseCapture]]:
        """What was asked for because of the cases of a round, by number, oldest first."""
        query = select(CaseCaptureRow).where(
            CaseCaptureRow.round_id == round_id, CaseCaptureRow.subject == subject.value
        )
        found: dict[int, list[CaseCapture]] = {}
        with self._database.read() as session:
            for row in session.scalars(query.order_by(CaseCaptureRow.id)):
                capture = CaseCapture(
                    row.number, row.url, row.final_url, FetchOutcome(row.outcome), row.said,
                    row.fetched_at, row.sha256, row.warc, row.offset, row.title,
                    row.published_on, row.newest_on,
                )  # fmt: skip
                found.setdefault(row.number, []).append(capture)
        return found
