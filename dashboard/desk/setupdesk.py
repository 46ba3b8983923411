"""Setting up a round as one person may do it: register, schemes, the round. Part of `Desk`."""

from collections.abc import Sequence
from datetime import date, datetime

from dashboard.desk.seat import Seat
from dashboard.rounds.creating import create_round
from dashboard.stages.course import set_terms
from data.indicators import Scheme
from data.people import Action
from data.trail import Doer
from data.types import Round, Unit
from data.workflow import Terms


class SetupDesk(Seat):
    """Raises NotAllowed where the person may not, and StoreError as the store does."""

    def register(self) -> list[Unit]:
        """All units known."""
        self._demand(Action.MANAGE_UNITS)
        return self._store.units()

    def import_units(self, units: Sequence[Unit], at: datetime) -> int:
        """Take units into the register, or bring those up to date that are there; how many."""
        by = self._demand(Action.MANAGE_UNITS).id
        self._store.put_units(units, Doer(by, at))
        return len(units)

    def begin_round(
        self,
        round_id: str,
        name: str,
        scheme: Scheme,
        text: str,
        units: Sequence[Unit],
        as_of: date,
        year: int,
        terms: Terms,
        at: datetime,
        *,
        web_only: bool = False,
    ) -> Round:
        """Begin a round, and agree on its terms.

        Raises:
            WorkflowError: its id cannot be one, or is taken; there is no unit; or the terms cannot
                be.
        """
        person = self._demand(Action.MANAGE_ROUNDS)
        made = create_round(
            self._store, round_id, scheme, text, list(units),
            as_of=as_of, year=year, name=name, web_only=web_only, doer=Doer(person.id, at),
        )  # fmt: skip
        if terms != Terms():
            set_terms(self._store, person, round_id, terms, at=at)
        return made
