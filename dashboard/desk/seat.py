"""A person before the store: what may be asked, and the refusal. Parts of the desk begin here."""

from data.people import ACTION_NAMES, Action, NotAllowed, Person, demand, may
from data.store import Store


class Seat:
    """What the parts of the desk share; `person` is None for the public."""

    def __init__(self, store: Store, person: Person | None) -> None:
        self.person = person
        self._store = store

    def may(self, action: Action, unit_id: str = "") -> bool:
        """Whether to offer something: what is done asks again.

        Raises:
            ValueError: the action concerns one unit and none is given, or the reverse.
        """
        if self.person is None:
            return action is Action.READ_PUBLISHED
        return may(self.person, action, unit_id)

    def readable(self, round_id: str) -> frozenset[str]:
        """Units of the round whose findings, evidence and points the person may read."""
        units = self._store.round(round_id).unit_ids
        return frozenset(id_ for id_ in units if self.may(Action.READ_RESULTS, id_))

    def _demand(self, action: Action, unit_id: str = "") -> Person:
        if self.person is None:
            raise self._refused(action)
        demand(self.person, action, unit_id)
        return self.person

    def _own(self) -> str:
        """The unit of a person of one; else a word that is no unit, for which nobody may ask."""
        return (self.person.unit_id if self.person else "") or "-"

    def _refused(self, action: Action) -> NotAllowed:
        if self.person is None:
            return NotAllowed(f"请先登录：{ACTION_NAMES[action]}")
        return NotAllowed(f"{self.person.name}没有这项权限：{ACTION_NAMES[action]}")
