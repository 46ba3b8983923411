"""Documents that were issued, and their numbers. Part of `Store`."""

import json
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.canonical import dumps
from data.issued import Issue, IssuedBefore, IssuedFile, NumberTaken
from data.storage.audit import note
from data.storage.database import Database, insert
from data.storage.stages import lock_round
from data.storage.still import demand_stage
from data.tables import IssuedReportRow
from data.workflow import Refuse, at_any_time


class Issues:
    """Queries about issued documents. All it needs is a database."""

    _database: Database

    def next_number(self, mark: str, year: int) -> int:
        """The first free number of an office in a year."""
        last = select(func.max(IssuedReportRow.number)).where(
            IssuedReportRow.mark == mark, IssuedReportRow.year == year
        )
        with self._database.read() as session:
            return (session.scalar(last) or 0) + 1

    def put_issue(self, issue: Issue, *, again: bool = False, refuse: Refuse = at_any_time) -> None:
        """Append an issued document whose bytes are kept already.

        Args:
            again: although the same document was issued before, or is issued at this moment.
            refuse: asked of the stage in which the round is when this is written.

        Raises:
            IssuedBefore: it was, and not `again`.
            WorkflowError: the stage does not allow it.
            NumberTaken: the number is not the next one any more.
            StoreError: there is no such round.
        """
        row = asdict(issue) | {"files": dumps([asdict(file) for file in issue.files])}
        row |= {"issued_by": row.pop("by"), "issued_at": row.pop("at")}
        with self._database.write() as session:
            lock_round(session, issue.round_id)
            demand_stage(session, issue.round_id, refuse)
            # The trail comes first: in PostgreSQL it makes those wait who would take the number.
            note(
                session,
                at=issue.at,
                by=issue.by,
                action="issue_report",
                round_id=issue.round_id,
                unit_id=issue.unit_id,
                what=f"制发 {issue.kind}，{issue.text}，"
                + "，".join(f"{file.format} {file.sha256}" for file in issue.files),
            )
            if not again and (before := _last_of(session, issue)):
                raise IssuedBefore(before.text)
            last = select(func.max(IssuedReportRow.number)).where(
                IssuedReportRow.mark == issue.mark, IssuedReportRow.year == issue.year
            )
            if (session.scalar(last) or 0) + 1 != issue.number:
                raise NumberTaken(issue.text)
            insert(session, IssuedReportRow, [row])

    def issues(self, round_id: str) -> list[Issue]:
        """Every issued document of a round, oldest first."""
        query = select(IssuedReportRow).where(IssuedReportRow.round_id == round_id)
        with self._database.read() as session:
            return [_issue(row) for row in session.scalars(query.order_by(IssuedReportRow.id))]


def _last_of(session: Session, issue: Issue) -> Issue | None:
    """The last time that the same document was issued."""
    same = select(IssuedReportRow).where(
        IssuedReportRow.round_id == issue.round_id,
        IssuedReportRow.kind == issue.kind,
        IssuedReportRow.unit_id == issue.unit_id,
    )
    row = session.scalars(same.order_by(IssuedReportRow.id.desc()).limit(1)).first()
    return None if row is None else _issue(row)


def _issue(row: IssuedReportRow) -> Issue:
    files = tuple(IssuedFile(**file) for file in json.loads(row.files))
    return Issue(
        row.round_id, row.kind, row.unit_id, row.organisation, row.mark, row.year, row.number,
        row.issued_by, row.issued_at, files,
    )  # fmt: skip
