"""The review desk as one person may use it: every method asks first, then goes to the store.

Of the words of others a person who judges blind sees nothing before both have spoken.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dashboard.permitted import demand_stage
from data.people import Action, Person, demand, may
from data.reviews import Assignment, Cell, ReviewNote, Stand, Upload
from data.storage.reviews import last_number
from data.store import Store
from data.types import Finding, Judgement, Mark, Outcome
from data.uploads import accepted, keep, read
from scoring.review import looked_through
from scoring.stages import Act

_AGAIN = frozenset({Mark.SECOND, Mark.ARBITRATION})


class LadderOpen(Exception):
    """ "Missing" was said of what nobody saw; one Chinese sentence."""


class ReviewDesk:
    """Raises NotAllowed where the person may not, and StoreError as the store does."""

    def __init__(self, store: Store, person: Person) -> None:
        self.person = person
        self._store = store

    # --- reading ---------------------------------------------------------------------------

    def stands(self, round_id: str) -> list[Stand]:
        """Findings in short, of the units that the person may review."""
        return [s for s in self._store.stands(round_id) if self.reads(s.unit_id)]

    def judgements(self, round_id: str) -> list[Judgement]:
        """Judgements of the round that the person may know of: see `on_cell`."""
        every = [j for j in self._store.judgements(round_id) if self.reads(j.unit_id)]
        blind = self._blind(round_id)
        return [j for j in every if self._knows(j, blind)]

    def on_cell(self, round_id: str, cell: Cell) -> list[Judgement]:
        """Judgements on a point, oldest first; to whoever judges it blind, the own ones only."""
        demand(self.person, Action.READ_NOTES, cell[0])
        blind = self._blind(round_id)
        return [j for j in self._store.on_cell(round_id, cell) if self._knows(j, blind)]

    def found(self, round_id: str, cell: Cell) -> Finding | None:
        demand(self.person, Action.READ_NOTES, cell[0])
        return self._store.found(round_id, cell)

    def found_of(self, round_id: str, indicator_id: str) -> dict[str, Finding]:
        """Findings on one indicator, of the units that the person may review."""
        found = self._store.found_of(round_id, indicator_id)
        return {unit_id: finding for unit_id, finding in found.items() if self.reads(unit_id)}

    def assignments(self, round_id: str) -> list[Assignment]:
        """The person's own tasks; all of them for who does not judge blind."""
        return self._store.assignments(round_id, self.person.id)

    def notes(self, round_id: str, cell: Cell) -> list[ReviewNote]:
        demand(self.person, Action.READ_NOTES, cell[0])
        return self._store.notes(round_id, cell)

    def uploads(self, round_id: str, cell: Cell) -> list[Upload]:
        demand(self.person, Action.READ_RESULTS, cell[0])
        return self._store.uploads(round_id, cell)

    def file(self, unit_id: str, file: Upload, var: Path) -> bytes:
        """
        Raises:
            UploadError: the bytes are gone or changed.
        """
        demand(self.person, Action.READ_RESULTS, unit_id)
        return read(var, file)

    def reads(self, unit_id: str) -> bool:
        return may(self.person, Action.READ_NOTES, unit_id)

    def judges(self, unit_id: str, mark: Mark) -> bool:
        return may(self.person, _action(mark), unit_id)

    # --- writing ---------------------------------------------------------------------------

    def judge(
        self, round_id: str, judgements: Sequence[tuple[Judgement, int]], confirmed: bool = False
    ) -> list[int]:
        """Save judgements, all or nothing: see `Reviews.record`.

        Args:
            confirmed: the person went the rest of the confirmation ladder.

        Raises:
            LadderOpen: "missing" of what the program could not see, and nobody confirmed it.
            WorkflowError: the stage of the round does not allow it.
        """
        demand_stage(self._store, round_id, Act.JUDGE)
        for judgement, _ in judgements:
            demand(self.person, _action(judgement.mark), judgement.unit_id)
            cell = (judgement.unit_id, judgement.indicator_id)
            if judgement.outcome is Outcome.MISSING and not confirmed:
                found = self._store.found(round_id, cell)
                if found is not None and not looked_through(found):
                    raise LadderOpen("核查没有看全，不能直接认定“不符合”；请先完成确认步骤并勾选")
        return self._store.record(round_id, judgements, self.person)

    def undo(self, round_id: str, cell: Cell, mark: Mark, at: datetime) -> None:
        """Restore what stood before the person's own last judgement.

        Raises:
            WorkflowError: the stage of the round does not allow it.
        """
        demand_stage(self._store, round_id, Act.JUDGE)
        demand(self.person, _action(mark), cell[0])
        seen = last_number(self._store.on_cell(round_id, cell), mark)
        self._store.undo(round_id, cell, mark, self.person, at, seen=seen)

    def add_note(self, round_id: str, cell: Cell, text: str, at: datetime) -> None:
        demand(self.person, Action.READ_NOTES, cell[0])
        self._store.add_note(round_id, cell, text, self.person, at)

    def upload(
        self, round_id: str, cell: Cell, name: str, content: bytes, var: Path, at: datetime
    ) -> Upload:
        """Keep a file of evidence.

        Raises:
            UploadError: the file is not taken, and why.
        """
        demand(self.person, Action.JUDGE, cell[0])
        file = accepted(name, content)
        keep(var, file, content)
        self._store.add_upload(round_id, cell, file, self.person, at)
        return file

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


def _action(mark: Mark) -> Action:
    return Action.JUDGE_AGAIN if mark in _AGAIN else Action.JUDGE
