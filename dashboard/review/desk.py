"""The review desk as one person may use it: every method asks first, then goes to the store.

Of the words of others a person who judges blind sees nothing before both have spoken.
"""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from dashboard.review.allot import By, action_of, allot_first, allot_second, judges
from dashboard.review.founded import Unfounded, demand_founded, point_of, watched
from dashboard.review.known import scheme_of
from dashboard.review.queue import bulk
from dashboard.rounds.permitted import demand_stage, during
from dashboard.wording.language import _
from data.archive import Record, evidence_of
from data.card import TiedCard
from data.indicators import Leaf
from data.people import Action, NotAllowed, Person, demand, may
from data.reviews import Assignment, Cell, ReviewNote, Stand, Upload
from data.storage.judging import Overtaken, last_number
from data.store import Store
from data.types import Evidence, Finding, Judgement, Mark
from data.uploads import UploadError, accepted, keep, read
from scoring.rounds import in_force
from scoring.stages import Act


class ReviewDesk:
    """Raises NotAllowed where the person may not, and StoreError as the store does.

    A new method asks `demand` or `reads`; a test finds it and walks every role.
    """

    def __init__(self, store: Store, person: Person) -> None:
        self.person = person
        self._store = store

    # --- reading ---------------------------------------------------------------------------

    def stands(self, round_id: str) -> list[Stand]:
        """Findings in short, of the units that the person may review."""
        return [s for s in self._store.stands(round_id) if self.reads(s.unit_id)]

    def judgements(self, round_id: str) -> list[Judgement]:
        """Judgements of the round that the person may know of: see `on_cell`."""
        return self.news(round_id, 0)[0]

    def news(self, round_id: str, after: int) -> tuple[list[Judgement], list[int]]:
        """Judgements with a higher number that the person may know of, and all those numbers."""
        every = self._store.judgements_after(round_id, after)
        blind = self._blind(round_id)
        known = [j for j in every if self.reads(j.unit_id) and self._knows(j, blind)]
        return known, [j.number for j in every]

    def on_cell(self, round_id: str, cell: Cell) -> list[Judgement]:
        """Judgements on a point, oldest first; to whoever judges it blind, the own ones only."""
        demand(self.person, Action.READ_NOTES, cell[0])
        said = self._store.on_cell(round_id, cell)
        blind = frozenset({cell} if said and self._blinded(round_id, cell) else ())
        return [j for j in said if self._knows(j, blind)]

    def found(self, round_id: str, cell: Cell) -> Finding | None:
        demand(self.person, Action.READ_NOTES, cell[0])
        return self._store.found(round_id, cell)

    def found_of(self, round_id: str, indicator_id: str) -> dict[str, Finding]:
        """Findings on one indicator, of the units that the person may review."""
        found = self._store.found_of(round_id, indicator_id)
        return {unit_id: finding for unit_id, finding in found.items() if self.reads(unit_id)}

    def assignments(self, round_id: str) -> list[Assignment]:
        """The person's own tasks."""
        return self._store.assignments(round_id, self.person.id)

    def notes(self, round_id: str, cell: Cell) -> list[ReviewNote]:
        """Remarks on a point, oldest first; to whoever judges it blind, the own ones only."""
        demand(self.person, Action.READ_NOTES, cell[0])
        written = self._store.notes(round_id, cell)
        if written and self._blinded(round_id, cell):
            return [note for note in written if note.by == self.person.id]
        return written

    def uploads(self, round_id: str, cell: Cell) -> list[Upload]:
        demand(self.person, Action.READ_RESULTS, cell[0])
        return self._store.uploads(round_id, cell)

    def file(self, round_id: str, cell: Cell, file: Upload, var: Path) -> bytes:
        """The bytes of a file that was brought on a point.

        Raises:
            UploadError: the bytes are gone or changed, or it was not brought on this point.
        """
        if all(kept.sha256 != file.sha256 for kept in self.uploads(round_id, cell)):
            raise UploadError(_("这一项没有这份证据文件"))
        return read(var, file)

    def archived(self, round_id: str, cell: Cell, piece: Evidence, var: Path) -> Record:
        """The answer behind a piece of evidence of a point.

        Raises:
            ArchiveError: the file is gone or its bytes changed.
        """
        found = self.found(round_id, cell)
        if found is None or piece not in found.evidence:
            raise NotAllowed(_("这不是该单位这一项核查结果的证据"))
        return evidence_of(var, round_id).record(piece.warc, piece.offset, piece.sha256)

    def card(self, round_id: str) -> TiedCard | None:
        """The accuracy card that the round is tied to, which says what is confirmed in bulk."""
        if not any(self.reads(unit_id) for unit_id in self._store.round(round_id).unit_ids):
            raise NotAllowed(_("{name}没有这项权限：评审").format(name=self.person.name))
        return self._store.card(round_id)

    def watched(self, round_id: str, cell: Cell) -> list[tuple[Leaf, Finding]]:
        """What the check found on the indicators that a veto watches; of other points nothing."""
        demand(self.person, Action.READ_NOTES, cell[0])
        return watched(self._store, round_id, cell)

    def reads(self, unit_id: str) -> bool:
        return may(self.person, Action.READ_NOTES, unit_id)

    def judges(self, unit_id: str, mark: Mark) -> bool:
        return may(self.person, action_of(mark), unit_id)

    # --- writing ---------------------------------------------------------------------------

    def judge(
        self, round_id: str, judgements: Sequence[tuple[Judgement, int]], confirmed: bool = False
    ) -> list[int]:
        """Save judgements, all or nothing: see `Reviews.record`.

        Args:
            confirmed: the person went the rest of the confirmation ladder.

        Raises:
            LadderOpen: "missing" of what the program could not see, and nobody confirmed it.
            Unfounded: the scheme has no such point or verdict, a veto, a bonus or a penalty is
                confirmed without proof, or a blind mark was not asked for.
            WorkflowError: the stage of the round does not allow it.
        """
        for judgement, _seen in judgements:
            demand(self.person, action_of(judgement.mark), judgement.unit_id)
        demand_stage(self._store, round_id, Act.JUDGE)
        for judgement, _seen in judgements:
            demand_founded(self._store, round_id, judgement, confirmed=confirmed)
        return self._store.record(round_id, judgements, self.person, during(Act.JUDGE))

    def confirm(
        self, round_id: str, indicator_id: str, units: Sequence[str], at: datetime
    ) -> list[int]:
        """Confirm what the check found on one indicator of several units, all or nothing.

        Raises:
            Unfounded: the round's accuracy card does not allow it.
            Overtaken: somebody judged one of the points.
            WorkflowError: the stage of the round does not allow it.
        """
        for unit_id in units:
            demand(self.person, Action.JUDGE, unit_id)
        card, leaf = (
            self._store.card(round_id),
            point_of(scheme_of(self._store, round_id), indicator_id)[1],
        )
        found = self._store.found_of(round_id, indicator_id)
        said = self._store.said_of(round_id, indicator_id)
        made = []
        for unit_id in units:
            finding, known = found.get(unit_id), said.get(unit_id, [])
            if finding is None or not bulk(card, leaf, finding.outcome):
                raise Unfounded(_("本轮的准确率卡不允许成批确认这一结论，请逐项评审"))
            if indicator_id in in_force(known):
                raise Overtaken(in_force(known)[indicator_id])
            judgement = Judgement(
                unit_id, indicator_id, finding.outcome, finding.reason, self.person.id, at,
                items=finding.items, counts=finding.counts,
            )  # fmt: skip
            made.append((judgement, last_number(known, Mark.FIRST)))
        return self.judge(round_id, made)

    def undo(self, round_id: str, cell: Cell, mark: Mark, at: datetime) -> None:
        """Restore what stood before the person's own last judgement.

        Raises:
            WorkflowError: the stage of the round does not allow it.
        """
        demand(self.person, action_of(mark), cell[0])
        seen = last_number(self._store.on_cell(round_id, cell), mark)
        self._store.undo(round_id, cell, mark, self.person, at, seen=seen, refuse=during(Act.JUDGE))

    def add_note(self, round_id: str, cell: Cell, text: str, at: datetime) -> None:
        demand(self.person, Action.READ_NOTES, cell[0])
        self._store.add_note(round_id, cell, text, self.person, at)

    def upload(
        self, round_id: str, cell: Cell, name: str, content: bytes, var: Path, at: datetime
    ) -> Upload:
        """Keep a file of evidence.

        Raises:
            UploadError: the file is not taken, and why.
            WorkflowError: the stage of the round does not allow it.
        """
        demand(self.person, Action.JUDGE, cell[0])
        demand_stage(self._store, round_id, Act.JUDGE)  # before a byte is kept
        file = accepted(name, content)
        keep(var, file, content)
        self._store.add_upload(round_id, cell, file, self.person, at, during(Act.JUDGE))
        return file

    # --- sharing out -----------------------------------------------------------------------

    def allots(self) -> bool:
        """Whether the person may share out the work."""
        return may(self.person, Action.MANAGE_ROUNDS)

    def judges_by_name(self, mark: Mark) -> dict[str, str]:
        """Names of the accounts that may give a mark, by id."""
        demand(self.person, Action.MANAGE_ROUNDS)
        return {id_: each.name for id_, each in judges(self._store, mark).items()}

    def allot(
        self,
        round_id: str,
        people: Sequence[str],
        by: By,
        share: Fraction,
        seed: str,
        at: datetime,
    ) -> list[Assignment]:
        """Share out the first mark, and a drawn share to be judged blind: see `allot_first`.

        Raises:
            WorkflowError: why it cannot be shared out so.
        """
        demand(self.person, Action.MANAGE_ROUNDS)
        given = allot_first(self._store, round_id, people, by, share, seed)
        self._store.assign(round_id, given, at, self.person.id)
        return given

    def allot_again(
        self, round_id: str, people: Sequence[str], share: Fraction, seed: str, at: datetime
    ) -> list[Assignment]:
        """Share out the second mark: see `allot_second`. Nothing lost: nothing is written.

        Raises:
            WorkflowError: why it cannot be shared out so, or the stage does not allow it.
        """
        demand(self.person, Action.MANAGE_ROUNDS)
        demand_stage(self._store, round_id, Act.JUDGE)
        given = allot_second(self._store, round_id, people, share, seed)
        if given:
            self._store.assign(round_id, given, at, self.person.id, during(Act.JUDGE))
        return given

    def _blinded(self, round_id: str, cell: Cell) -> bool:
        """Whether the person judges the point blind."""
        return self._store.assigned(round_id, cell, Mark.BLIND) == self.person.id

    def _blind(self, round_id: str) -> frozenset[Cell]:
        """What the person judges blind."""
        mine = self._store.assignments(round_id, self.person.id)
        return frozenset((a.unit_id, a.indicator_id) for a in mine if a.mark is Mark.BLIND)

    def _knows(self, judgement: Judgement, blind: frozenset[Cell]) -> bool:
        if judgement.by == self.person.id:
            return True
        if (judgement.unit_id, judgement.indicator_id) in blind:
            return False
        # Others' blind words are for those who compare them.
        return judgement.mark is not Mark.BLIND or may(
            self.person, Action.JUDGE_AGAIN, judgement.unit_id
        )
