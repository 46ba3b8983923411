"""Appeals, excuses and rectification of a round as one person may handle them. Part of `Desk`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crawlers.clock import now as clock_now
from crawlers.settings import Settings
from dashboard.casework.appealing import (
    Plea,
    Shown,
    decide_appeal,
    find_appeal,
    leaf_named,
    proof_of,
    proofs_of,
    raise_appeal,
    shown_of,
)
from dashboard.casework.excusing import all_excuses, answer_excuse, ask_excuse, end_expired
from dashboard.casework.rectifying import fix_of, fixes, look_again, report_fix, rule_fix
from dashboard.desk.seat import Seat
from data.cases import CaseCapture, Subject
from data.people import Action
from data.types import Outcome
from data.workflow import WorkflowError
from scoring.appeals import Appeal, Decision, Ruling, appeals
from scoring.excuses import Excuse, Sort
from scoring.rectification import Fix, Status, Verdict


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decides of an appeal, as filled in."""

    decision: Decision
    reason: str
    cites: str  # SHA-256
    outcome: Outcome | None = None  # None: what follows from the ground
    items: Mapping[str, Outcome] | None = None


class CaseDesk(Seat):
    """Raises NotAllowed where the person may not, StoreError as the store does, and WorkflowError
    where the stage of the round does not allow something or something is lacking.
    """

    # --- appeals ---------------------------------------------------------------------------

    def appeals(self, round_id: str) -> dict[int, Appeal]:
        """Appeals of readable units, by number."""
        units = self.readable(round_id)
        found = appeals(self._store.events(Subject.APPEAL, round_id))
        return {number: each for number, each in found.items() if each.unit_id in units}

    def raise_appeal(
        self,
        round_id: str,
        indicator: str,
        plea: Plea,
        *,
        var: Path,
        settings: Settings,
        now: Callable[[], datetime] = clock_now,
    ) -> tuple[int, CaseCapture | None]:
        """Appeal for the own unit; the link is captured at once.

        Raises:
            ArchiveError: the evidence cannot be written.
        """
        person = self._demand(Action.APPEAL, self._own())
        leaf = leaf_named(self._store, round_id, indicator)
        return raise_appeal(
            self._store, person, round_id, leaf, plea, var=var, settings=settings, now=now
        )

    def appeal_shown(self, round_id: str, number: int) -> list[Shown]:
        """What was there at the cut-off."""
        return shown_of(self._store, round_id, self._appeal(round_id, number))

    def appeal_file(self, round_id: str, number: int, var: Path) -> bytes:
        """What was handed in with an appeal."""
        return proof_of(self._appeal(round_id, number), var)

    def appeal_proofs(self, round_id: str, number: int) -> set[str]:
        """SHA-256 of all that a decision may cite."""
        appeal = find_appeal(self._store, round_id, number)
        self._demand(Action.DECIDE_APPEAL, appeal.unit_id)
        return proofs_of(self._store, round_id, appeal)

    def decide_appeal(self, round_id: str, number: int, said: Decided, at: datetime) -> None:
        person = self._demand(
            Action.DECIDE_APPEAL, find_appeal(self._store, round_id, number).unit_id
        )
        ruling = Ruling(
            said.decision, said.reason, said.cites, frozenset({person.id, person.name}),
            said.outcome, said.items or {},
        )  # fmt: skip
        decide_appeal(self._store, person, round_id, number, ruling, at=at)

    def _appeal(self, round_id: str, number: int) -> Appeal:
        appeal = find_appeal(self._store, round_id, number)
        self._demand(Action.READ_RESULTS, appeal.unit_id)
        return appeal

    # --- excuses ---------------------------------------------------------------------------

    def excuses(self, round_id: str) -> dict[int, Excuse]:
        """Excuses of readable units, by number."""
        units = self.readable(round_id)
        found = all_excuses(self._store, round_id)
        return {number: each for number, each in found.items() if each.unit_id in units}

    def ask_excuse(
        self, round_id: str, indicator: str, sort: Sort, reason: str, until: date, at: datetime
    ) -> int:
        """Ask for the own unit; the number of the excuse."""
        person = self._demand(Action.ASK_EXCUSE, self._own())
        leaf = leaf_named(self._store, round_id, indicator)
        return ask_excuse(self._store, person, round_id, leaf, sort, reason, until, at=at)

    def answer_excuse(
        self, round_id: str, number: int, *, grant: bool, reason: str, at: datetime
    ) -> None:
        excuse = all_excuses(self._store, round_id).get(number)
        if excuse is None:
            raise WorkflowError(f"轮次 {round_id} 没有第 {number} 号不涉及或情况说明")
        person = self._demand(Action.GRANT_EXCUSE, excuse.unit_id)
        answer_excuse(self._store, person, round_id, number, grant=grant, reason=reason, at=at)

    def end_excuses(self, round_id: str, at: datetime) -> list[Excuse]:
        """Let the points of expired excuses fall back."""
        person = self._demand(Action.MANAGE_ROUNDS)
        return end_expired(self._store, person, round_id, at=at)

    # --- rectification ---------------------------------------------------------------------

    def fixes(self, round_id: str) -> list[Fix]:
        """The register, of readable units."""
        units = self.readable(round_id)
        return [fix for fix in fixes(self._store, round_id) if fix.unit_id in units]

    def report_fix(
        self, round_id: str, indicator: str, status: Status, link: str, note: str, at: datetime
    ) -> None:
        """Say what became of a lost point of the own unit."""
        person = self._demand(Action.RECTIFY, self._own())
        report_fix(self._store, person, round_id, indicator, status, link=link, note=note, at=at)

    def look_again(
        self,
        round_id: str,
        unit_id: str,
        indicator: str,
        *,
        phrase: str = "",
        updated: bool = False,
        var: Path,
        settings: Settings,
    ) -> tuple[Verdict, CaseCapture]:
        """Ask for the link of a reported fix once more; see `casework.rectifying.look_again`.

        Raises:
            ArchiveError: the evidence cannot be written.
        """
        self._demand(Action.CLOSE_RECTIFICATION, unit_id)
        fix = fix_of(self._store, round_id, unit_id, indicator)
        return look_again(
            self._store, round_id, fix, phrase=phrase, updated=updated, var=var, settings=settings
        )

    def rule_fix(
        self, round_id: str, unit_id: str, indicator: str, *, passed: bool, note: str, at: datetime
    ) -> None:
        """Say that a fix passed its re-check, or not."""
        person = self._demand(Action.CLOSE_RECTIFICATION, unit_id)
        fix = fix_of(self._store, round_id, unit_id, indicator)
        rule_fix(self._store, person, round_id, fix, passed=passed, note=note, at=at)
