"""Self-checks of a round as one person may handle them. Part of `Desk`."""

from datetime import datetime
from pathlib import Path

from dashboard.desk.seat import Seat
from dashboard.selfchecks.selfrunning import Running, running, start
from data.people import Action, Person
from data.selfchecks import KeptSelfCheck
from data.workflow import WorkflowError


class SelfDesk(Seat):
    """Raises NotAllowed where the person may not, and StoreError as the store does."""

    def self_checks(self, round_id: str) -> list[KeptSelfCheck]:
        """The own ones, and those of readable units that were submitted; newest first."""
        units, own = self.readable(round_id), self._own()
        return [
            each
            for each in reversed(self._store.self_checks(round_id))
            if each.unit_id in units and (each.submitted_at or each.unit_id == own)
        ]

    def start_self_check(self, round_id: str, var: Path, at: datetime) -> None:
        """Begin to look at the own unit, in a process of its own.

        Raises:
            WorkflowError: one runs already, or the unit is not in the round.
        """
        person = self._mine(round_id)
        start(self._store.url, var, round_id, person.unit_id, person.id, at)

    def self_check_running(self, round_id: str, var: Path) -> Running:
        """Whether the own unit is being looked at.

        Raises:
            WorkflowError: the unit is not in the round.
        """
        return running(var, round_id, self._mine(round_id).unit_id)

    def submit_self_check(self, round_id: str, number: int, at: datetime) -> None:
        """Show one of the own self-checks to the others.

        Raises:
            WorkflowError: it is none of the own unit's, or was submitted before.
        """
        person = self._mine(round_id)
        self._store.submit_self_check(round_id, person.unit_id, number, at=at, by=person.id)

    def _mine(self, round_id: str) -> Person:
        """Somebody of a unit of the round."""
        person = self._demand(Action.SELF_CHECK)
        if not person.unit_id:
            raise self._refused(Action.SELF_CHECK)
        if person.unit_id not in self._store.round(round_id).unit_ids:
            raise WorkflowError("本单位不在这一轮评估中")
        return person
