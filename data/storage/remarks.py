"""Notes that reviewers write for each other, and files brought as evidence. Part of `Store`."""

from datetime import datetime

from sqlalchemy import select

from data.people import Person
from data.reviews import Cell, ReviewNote, Upload
from data.storage.audit import note
from data.storage.database import Database, StoreError
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.tables import NoteRow, UploadRow

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
        with self._database.write() as session:
            demand_open(session, round_id)
            demand_member(session, round_id, cell[0])
            session.add(
                NoteRow(
                    round_id=round_id, unit_id=cell[0], indicator_id=cell[1], text=text.strip(),
                    written_by=person.id, written_at=at,
                )
            )  # fmt: skip
            note(
                session, at=at, by=person.id, action="note", round_id=round_id, unit_id=cell[0],
                what=f"{cell[1]}：写了评审备注",
            )  # fmt: skip

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
        self, round_id: str, cell: Cell, file: Upload, person: Person, at: datetime
    ) -> None:
        """Append a file whose bytes are kept already (`data.uploads.keep`).

        Raises:
            StoreError: the unit is not in the round, or the round is sealed.
        """
        with self._database.write() as session:
            demand_open(session, round_id)
            demand_member(session, round_id, cell[0])
            session.add(
                UploadRow(
                    round_id=round_id, unit_id=cell[0], indicator_id=cell[1], sha256=file.sha256,
                    name=file.name, format=file.format, size_bytes=file.size_bytes,
                    brought_by=person.id, brought_at=at,
                )
            )  # fmt: skip
            note(
                session, at=at, by=person.id, action="upload", round_id=round_id, unit_id=cell[0],
                what=f"{cell[1]}：上传证据 SHA-256 {file.sha256}",
            )  # fmt: skip

    def uploads(self, round_id: str, cell: Cell) -> list[Upload]:
        """Files brought on a point, oldest first."""
        query = select(UploadRow).where(
            UploadRow.round_id == round_id,
            UploadRow.unit_id == cell[0],
            UploadRow.indicator_id == cell[1],
        )
        with self._database.read() as session:
            return [
                Upload(
                    row.sha256, row.name, row.format, row.size_bytes, row.brought_by,
                    row.brought_at,
                )
                for row in session.scalars(query.order_by(UploadRow.id))
            ]  # fmt: skip


def demand_text(text: str, what: str) -> None:
    """
    Raises:
        StoreError: the text is empty or too long.
    """
    if not text.strip():
        raise StoreError(f"请填写{what}")
    if len(text) > LONGEST:
        raise StoreError(f"{what}有 {len(text)} 字，最多 {LONGEST} 字；请写短一些")
