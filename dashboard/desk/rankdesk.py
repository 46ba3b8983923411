"""Places, and what a place is compared with, as one person may see them. Part of `Desk`."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from dashboard.desk.blind import awaited, without
from dashboard.desk.seat import Seat
from dashboard.desk.sources import Sources
from dashboard.rounds.permitted import is_published
from dashboard.rounds.places import earlier, read_states, with_details
from dashboard.rounds.result import NO_PLACES_YET, PLACES_KEPT, Result, restricted
from data.indicators import Publishing
from data.people import Action
from data.types import Ranked, Round, UnitScore
from scoring.bridge import Bridge, bridge
from scoring.review import Pair, pairs


class RankDesk(Seat):
    """Raises NotAllowed where the person may not, and StoreError as the store does."""

    _sources: Sources

    def rounds(self) -> list[Round]:
        """Rounds of which the person may see anything, that of the latest cut-off first."""
        return [r for r in self._store.rounds() if self._knows(r)]

    def _knows(self, assessed: Round) -> bool:
        return is_published(self._store, assessed.id) or any(
            self.may(Action.READ_RESULTS, unit_id) for unit_id in assessed.unit_ids
        )

    def sees_ranking(self) -> bool:
        """Whether the person may ask for all places before publication."""
        return self.may(Action.READ_RANKS)

    def _sees_places(self, whole: Result) -> bool:
        full = whole.scheme.publish.mode is Publishing.FULL
        return self.sees_ranking() or (full and is_published(self._store, whole.round.id))

    def _restricted(self, whole: Result, units: Collection[str]) -> Result:
        """What the person may see of these units; where places are not, it is said why."""
        why = PLACES_KEPT if is_published(self._store, whole.round.id) else NO_PLACES_YET
        return restricted(whole, units, places=self._sees_places(whole), why=why)

    def standings(self, round_id: str) -> Result:
        """All places and values of a round, without the points that they are made of."""
        self._demand(Action.READ_RANKS)
        return self._sources.places(round_id)

    def own_standings(self, round_id: str) -> Result:
        """The same of readable units, at least one; with places where the person may see them."""
        units = self.readable(round_id)
        if not units:
            raise self._refused(Action.READ_RESULTS)
        whole = self._sources.places(round_id)
        return self._restricted(whole, units)

    def with_details(self, shown: Result, unit_ids: Collection[str]) -> Result:
        """Places with scores and findings of some units."""
        for unit_id in unit_ids:
            self._demand(Action.READ_RESULTS, unit_id)
        return self._blinded(with_details(self._store, shown, unit_ids))

    def _blinded(self, shown: Result) -> Result:
        """Without what the person is to judge blind."""
        return without(shown, awaited(self._store, self.person, shown.round.id))

    def group_scores(self, round_id: str, group: str) -> list[UnitScore]:
        """Scores of the units of a group that have a place, best first."""
        self._demand(Action.READ_RANKS)
        placed = [
            line.unit_id
            for line in self._sources.places(round_id).ranked
            if line.group == group and line.place is not None
        ]
        scores = self._store.scores(round_id, placed)
        return [scores[id_] for id_ in placed]

    def rivals(self, round_id: str, unit_id: str) -> list[Fraction] | None:
        """Values of the other placed units of a unit's group; None where they are not for the
        person to know."""
        self._demand(Action.READ_RESULTS, unit_id)
        whole = self._sources.places(round_id)
        if not self._sees_places(whole):
            return None
        own = next((line.group for line in whole.ranked if line.unit_id == unit_id), None)
        return [
            line.value
            for line in whole.ranked
            if line.group == own
            and line.place is not None
            and line.value is not None
            and line.unit_id != unit_id
        ]

    def earlier(self, round_id: str) -> list[Round]:
        """Rounds before this one under versions of the same scheme, the last first."""
        return earlier(self._store, self.rounds(), round_id)

    def bridges(
        self, round_id: str, before: str, unit_ids: Collection[str]
    ) -> Mapping[str, Bridge | None]:
        """Why values moved since an earlier round, of units that were in both."""
        for unit_id in unit_ids:
            self._demand(Action.READ_RESULTS, unit_id)
        old, new = self._sources.places(before), self._sources.places(round_id)
        both = [id_ for id_ in unit_ids if id_ in old.units and id_ in new.units]
        was, now = (read_states(self._store, places, both) for places in (old, new))
        return {id_: bridge(was[id_], now[id_]) for id_ in both}

    def marked_twice(self, round_id: str) -> list[Pair]:
        """Points that two people judged, neither knowing the other's word, of units of which the
        person may read what reviewers write for each other.
        """
        found = pairs(self._store.judgements(round_id))
        return [pair for pair in found if self.may(Action.READ_NOTES, pair.cell[0])]

    def history(self, round_id: str, unit_id: str) -> list[tuple[Result, Ranked]]:
        """The unit's place and value in this round and those of its family before it, the first
        first; rounds without a score are left out."""
        self._demand(Action.READ_RESULTS, unit_id)
        known = {each.id: each for each in self.rounds()}
        found = []
        for each in [*self.earlier(round_id)[::-1], known[round_id]]:
            if unit_id in each.unit_ids:
                shown = self.own_standings(each.id)
                found += [(shown, line) for line in shown.ranked if line.unit_id == unit_id]
        return found
