"""What the people of the review desk read and write. Part of `Store`.

Nothing is overwritten: a judgement is saved with the number of the last one that its author saw,
and refused when there is a newer one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import rows
from data.canonical import finding_from
from data.people import Person
from data.reviews import MARK_NAMES, Assignment, Cell, ReviewNote, Stand, Upload
from data.storage.audit import note
from data.storage.database import Database, StoreError
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.tables import (
    AssignmentRow,
    CheckedRow,
    FindingRow,
    JudgementRow,
    NoteRow,
    RoundUnitRow,
    UploadRow,
)
from data.types import Cause, Finding, Judgement, Mark, Outcome

_CHINA = timezone(timedelta(hours=8))
LONGEST = 2000  # characters of a reason or a note


class Overtaken(StoreError):
    """Somebody else judged the point meanwhile; nothing was saved."""

    def __init__(self, newer: Judgement) -> None:
        self.newer = newer
        when = newer.at.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")
        done = "撤回了意见" if newer.withdrawn else f"作出{MARK_NAMES[newer.mark]}意见"
        super().__init__(
            f"{newer.by} 已于 {when}（北京时间）对这一项{done}，你的意见没有保存，填写的内容还在；"
            "请看过新的意见再决定是否保存"
        )


class Reviews:
    """Queries of the review desk. All they need is a database."""

    _database: Database

    # --- judgements ------------------------------------------------------------------------

    def record(
        self,
        round_id: str,
        judgements: Sequence[tuple[Judgement, int]],
        person: Person,
    ) -> list[int]:
        """Append what a person decided, all or nothing; returns the numbers given.

        Args:
            judgements: each with the number of the last judgement that its author saw on the
                point (`last_number`), 0 for none.

        Raises:
            Overtaken: somebody judged one of the points since; nothing was saved.
            StoreError: the unit is not in the round, the author is another person, the text is
                empty or too long, a first mark comes after a second, or one person would give
                both.
        """
        with self._database.write() as session:
            # Always in one order, so that two who save in bulk never wait for each other.
            for unit_id in sorted({judgement.unit_id for judgement, _ in judgements}):
                _hold(session, round_id, unit_id)
            return [
                _append(session, round_id, judgement, seen, person)
                for judgement, seen in judgements
            ]

    def undo(
        self,
        round_id: str,
        cell: Cell,
        mark: Mark,
        person: Person,
        at: datetime,
        *,
        seen: int,
    ) -> int:
        """Append a judgement that restores what stood under a mark before the last one, which
        must be the person's own; the number given. Undone twice, it stands again.

        Raises:
            Overtaken: somebody judged the point since.
            StoreError: there is nothing of the person to undo.
        """
        unit_id, indicator_id = cell
        with self._database.write() as session:
            _hold(session, round_id, unit_id)
            own = [j for j in _of_cell(session, round_id, cell) if j.mark is mark]
            if not own or own[-1].by != person.id:
                raise StoreError("这一项没有你可以撤销的意见")
            before = own[-2] if len(own) > 1 else None
            restored = (
                replace(before, by=person.id, at=at)
                if before
                else Judgement(
                    unit_id, indicator_id, Outcome.UNKNOWN, "撤销意见，恢复原来的结果", person.id,
                    at, mark=mark, withdrawn=True,
                )
            )  # fmt: skip
            return _append(session, round_id, restored, seen, person, action="undo")

    def on_cell(self, round_id: str, cell: Cell) -> list[Judgement]:
        """All judgements on one point, oldest first."""
        with self._database.read() as session:
            return _of_cell(session, round_id, cell)

    def found(self, round_id: str, cell: Cell) -> Finding | None:
        """What the check found; None when nobody looked."""
        with self._database.read() as session:
            row = session.get(FindingRow, (round_id, *cell))
            return finding_from(row.payload) if row else None

    def found_of(self, round_id: str, indicator_id: str) -> dict[str, Finding]:
        """What the check found on one indicator, by unit id."""
        query = select(FindingRow.unit_id, FindingRow.payload).where(
            FindingRow.round_id == round_id, FindingRow.indicator_id == indicator_id
        )
        with self._database.read() as session:
            return {unit_id: finding_from(text) for unit_id, text in session.execute(query)}

    def stands(self, round_id: str) -> list[Stand]:
        """Every finding of a round in short: the evidence is not read."""
        row = FindingRow
        query = select(row.unit_id, row.indicator_id, row.outcome, row.cause)
        with self._database.read() as session:
            found = session.execute(query.where(row.round_id == round_id))
            return [
                Stand(unit, indicator, Outcome(outcome), Cause(cause) if cause else None)
                for unit, indicator, outcome, cause in found
            ]

    def review_stamp(self, round_id: str) -> tuple[int, str, str]:
        """Something that changes whenever findings, judgements or assignments of a round do."""
        with self._database.read() as session:
            last = select(func.max(JudgementRow.id)).where(JudgementRow.round_id == round_id)
            checked = select(func.max(CheckedRow.checked_at), func.count()).where(
                CheckedRow.round_id == round_id
            )
            given = select(func.max(AssignmentRow.assigned_at), func.count()).where(
                AssignmentRow.round_id == round_id
            )
            return (
                session.scalar(last) or 0,
                str(tuple(session.execute(checked).one())),
                str(tuple(session.execute(given).one())),
            )

    # --- assignments -----------------------------------------------------------------------

    def assign(
        self,
        round_id: str,
        assignments: Iterable[Assignment],
        at: datetime,
        by: str,
    ) -> None:
        """Give points to people; who had one in the same turn has it no longer.

        Raises:
            StoreError: a unit is not in the round.
        """
        given = list(assignments)
        new = [
            {
                "round_id": round_id,
                "unit_id": each.unit_id,
                "indicator_id": each.indicator_id,
                "mark": each.mark.value,
                "person": each.person,
                "seed": each.seed,
                "assigned_at": at,
            }
            for each in given
        ]
        with self._database.write() as session:
            for unit_id in sorted({each.unit_id for each in given}):
                demand_member(session, round_id, unit_id)
            self._database.upsert(session, AssignmentRow, new)
            marks = {mark: sum(each.mark is mark for each in given) for mark in Mark}
            seeds = sorted({each.seed for each in given if each.seed})
            told = "，".join(f"{MARK_NAMES[mark]} {n} 项" for mark, n in marks.items() if n)
            drawn = f"；抽签种子 {'、'.join(seeds)}" if seeds else ""
            note(
                session, at=at, by=by, action="assign", round_id=round_id, unit_id="",
                what=f"分派 {told}{drawn}",
            )  # fmt: skip

    def assignments(self, round_id: str, person: str = "") -> list[Assignment]:
        """Who is to judge what; of one person where one is named. By unit, indicator and turn."""
        query = select(AssignmentRow).where(AssignmentRow.round_id == round_id)
        if person:
            query = query.where(AssignmentRow.person == person)
        with self._database.read() as session:
            found = [
                Assignment(r.unit_id, r.indicator_id, r.person, Mark(r.mark), r.seed)
                for r in session.scalars(query)
            ]
        return sorted(found, key=lambda a: (a.unit_id, a.indicator_id, a.mark))

    # --- notes and files -------------------------------------------------------------------

    def add_note(self, round_id: str, cell: Cell, text: str, person: Person, at: datetime) -> None:
        """Append a remark for other reviewers.

        Raises:
            StoreError: it is empty or too long, or the unit is not in the round.
        """
        _demand_text(text, "备注")
        with self._database.write() as session:
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
            StoreError: the unit is not in the round.
        """
        with self._database.write() as session:
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


def last_number(judgements: Iterable[Judgement], mark: Mark) -> int:
    """The number of the last judgement that somebody who gives this mark is to have seen.

    A blind one is compared with blind ones only, all others with all but those.
    """
    blind = mark is Mark.BLIND
    return max((j.number for j in judgements if (j.mark is Mark.BLIND) is blind), default=0)


def _hold(session: Session, round_id: str, unit_id: str) -> None:
    """Whoever judges the same unit waits until this transaction ends.

    Raises:
        StoreError: the unit is not in the round, or the round is sealed.
    """
    demand_open(session, round_id)
    demand_member(session, round_id, unit_id)
    # SQLite has no rows to lock and needs none: there is one writer at a time. `key_share`: rows
    # that refer to this one, such as fetches, can be added meanwhile.
    held = select(RoundUnitRow.position).where(
        RoundUnitRow.round_id == round_id, RoundUnitRow.unit_id == unit_id
    )
    session.execute(held.with_for_update(key_share=True))


def _of_cell(session: Session, round_id: str, cell: Cell) -> list[Judgement]:
    query = select(JudgementRow).where(
        JudgementRow.round_id == round_id,
        JudgementRow.unit_id == cell[0],
        JudgementRow.indicator_id == cell[1],
    )
    return [rows.judgement(row) for row in session.scalars(query.order_by(JudgementRow.id))]


def _append(
    session: Session,
    round_id: str,
    judgement: Judgement,
    seen: int,
    person: Person,
    action: str = "judge",
) -> int:
    if judgement.by != person.id:
        raise StoreError("评审意见只能由本人作出")
    _demand_text(judgement.reason, "理由")
    cell = (judgement.unit_id, judgement.indicator_id)
    known = _of_cell(session, round_id, cell)
    if (last := last_number(known, judgement.mark)) != seen:
        raise Overtaken(next(j for j in known if j.number == last) if last else known[-1])
    _demand_turn(judgement, known)
    row = JudgementRow(round_id=round_id, **rows.judgement_row(judgement))
    session.add(row)
    session.flush()
    said = ["撤回" if judgement.withdrawn else judgement.outcome.value]
    said += [f"{key}={value}" for key, value in judgement.items.items()]
    said += [f"{key}={value}" for key, value in judgement.counts.items()]
    turn = f"{judgement.indicator_id} {judgement.mark.value} #{row.id}"
    note(
        session, at=judgement.at, by=person.id, action=action, round_id=round_id,
        unit_id=judgement.unit_id,
        what=" ".join([turn, *said]),
    )  # fmt: skip
    return row.id


def _demand_turn(new: Judgement, known: Iterable[Judgement]) -> None:
    """
    Raises:
        StoreError: the first mark comes after others, or one person would give two of them; or
            it is none of a reviewer's.
    """
    if new.mark is Mark.DECISION:
        raise StoreError("裁定只能在申诉、情况说明或整改中作出")
    latest = {j.mark: j for j in known}
    standing = {mark: j for mark, j in latest.items() if not j.withdrawn}
    if new.mark is Mark.FIRST:
        after = (Mark.DECISION, Mark.ARBITRATION, Mark.SECOND)
        later = next((standing[mark] for mark in after if mark in standing), None)
        if later is not None and not new.withdrawn:
            raise StoreError(
                f"这一项已有{MARK_NAMES[later.mark]}意见（{later.by}），初评不能再改；请交复核员处理"
            )
    elif not new.withdrawn:
        others = {Mark.FIRST, Mark.BLIND} - {new.mark}
        if any(mark in standing and standing[mark].by == new.by for mark in others):
            raise StoreError(f"{MARK_NAMES[new.mark]}须由另一人作出，你已评过这一项")


def _demand_text(text: str, what: str) -> None:
    if not text.strip():
        raise StoreError(f"请填写{what}")
    if len(text) > LONGEST:
        raise StoreError(f"{what}有 {len(text)} 字，最多 {LONGEST} 字；请写短一些")
