"""Notes that reviewers write for each other, and files brought as evidence. Part of `Store`."""

from datetime import datetime

from sqlalchemy import select

from data.people import Person
from data.reviews import Cell, ReviewNote, Upload
from data.storage.audit import note
from data.storage.database import Database, StoreError
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.storage.still import demand_same, demand_stage
from data.tables import NoteRow, UploadRow
from data.workflow import Refuse, at_any_time

LONGEST = 2000  # characters of a reason or a note


class Remarks:
    """Queries about notes and files. All they need is a database."""

    _database: Database

    def add_note(self, round_id: str, cell: Cell, text: str, person: Person, at: datetime) -> None:
        """Append a remark for other reviewers.

        Raises:
            StoreError: it is empty or too long, the unit is not in the round, or the round is
                sealed.
        """
        demand_text(text, "备注")
        row = NoteRow(
            round_id=round_id, unit_id=cell[0], indicator_id=cell[1], text=text.strip(),
            written_by=person.id, written_at=at,
        )  # fmt: skip
        self._append(row, person, at, "note", "写了评审备注")

    def notes(self, round_id: str, cell: Cell) -> list[ReviewNote]:
        """Remarks on a point, oldest first. For reviewers only."""
        query = select(NoteRow).where(
            NoteRow.round_id == round_id,
            NoteRow.unit_id == cell[0],
            NoteRow.indicator_id == cell[1],
        )
        with self._database.read() as session:
            found = session.scalars(query.order_by(NoteRow.id))
            return [ReviewNote(row.text, row.written_by, row.written_at) for row in found]

    def add_upload(
        self,
        round_id: str,
        cell: Cell,
        file: Upload,
        person: Person,
        at: datetime,
        refuse: Refuse = at_any_time,
    ) -> None:
        """Append a file whose bytes are kept already (`data.uploads.keep`).

        Args:
            refuse: asked of the stage in which the round is when this is written.

        Raises:
            NotAllowed: the person's account was changed since.
            WorkflowError: the stage does not allow it.
            StoreError: the unit is not in the round, or the round is sealed.
        """
        row = UploadRow(
            round_id=round_id, unit_id=cell[0], indicator_id=cell[1], sha256=file.sha256,
            name=file.name, format=file.format, size_bytes=file.size_bytes,
            brought_by=person.id, brought_at=at,
        )  # fmt: skip
        self._append(row, person, at, "upload", f"上传证据 SHA-256 {file.sha256}", refuse)

    def uploads(self, round_id: str, cell: Cell) -> list[Upload]:
        """Files brought on a point, oldest first."""
        query = select(UploadRow).where(
            UploadRow.round_id == round_id,
            UploadRow.unit_id == cell[0],
            UploadRow.indicator_id == cell[1],
        )
        with self._database.read() as session:
            return [_upload(row) for row in session.scalars(query.order_by(UploadRow.id))]

    def uploads_of(self, round_id: str) -> dict[Cell, list[Upload]]:
        """Files brought on every point of a round, oldest first."""
        query = select(UploadRow).where(UploadRow.round_id == round_id).order_by(UploadRow.id)
        found: dict[Cell, list[Upload]] = {}
        with self._database.read() as session:
            for row in session.scalars(query):
                found.setdefault((row.unit_id, row.indicator_id), []).append(_upload(row))
        return found

    def _append(
        self,
        row: NoteRow | UploadRow,
        person: Person,
        at: datetime,
        action: str,
        what: str,
        refuse: Refuse = at_any_time,
    ) -> None:
        with self._database.write() as session:
            demand_open(session, row.round_id)
            demand_stage(session, row.round_id, refuse)
            demand_same(session, person)
            demand_member(session, row.round_id, row.unit_id)
            said = f"{row.indicator_id}：{what}"
            session.add(row)
            note(
                session, at=at, by=person.id, action=action, round_id=row.round_id,
                unit_id=row.unit_id, what=said,
            )  # fmt: skip


def demand_text(text: str, what: str) -> None:
    """
    Raises:
        StoreError: the text is empty or too long.
    """
    if not text.strip():
        raise StoreError(f"请填写{what}")
    if len(text) > LONGEST:
        raise StoreError(f"{what}有 {len(text)} 字，最多 {LONGEST} 字；请写短一些")


def _upload(row: UploadRow) -> Upload:
    return Upload(row.sha256, row.name, row.format, row.size_bytes, row.brought_by, row.brought_at)
