"""Documents that were issued, and their numbers. Part of `Store`."""

import json
from dataclasses import asdict

from sqlalchemy import func, select

from data.canonical import dumps
from data.issued import Issue, IssuedFile, NumberTaken
from data.storage.audit import note
from data.storage.database import Database, StoreError, insert
from data.tables import IssuedReportRow, RoundRow


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

    def put_issue(self, issue: Issue) -> None:
        """Append an issued document whose bytes are kept already.

        Raises:
            NumberTaken: the number is not the next one any more.
            StoreError: there is no such round.
        """
        row = asdict(issue) | {"files": dumps([asdict(file) for file in issue.files])}
        row |= {"issued_by": row.pop("by"), "issued_at": row.pop("at")}
        with self._database.write() as session:
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
            if session.get(RoundRow, issue.round_id) is None:
                raise StoreError(f"没有评估轮次“{issue.round_id}”；请先运行 gkc rounds list 核对")
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


def _issue(row: IssuedReportRow) -> Issue:
    files = tuple(IssuedFile(**file) for file in json.loads(row.files))
    return Issue(
        row.round_id, row.kind, row.unit_id, row.organisation, row.mark, row.year, row.number,
        row.issued_by, row.issued_at, files,
    )  # fmt: skip
