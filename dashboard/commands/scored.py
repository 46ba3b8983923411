"""A scored round as the analyses take it: one group at a time, groups are never mixed."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.commands.options import CommandError
from dashboard.figures.placed import placed
from dashboard.rounds.currency import out_of_date
from dashboard.rounds.steps import round_scheme
from dashboard.wording.printing import say
from data.indicators import Scheme
from data.store import Store
from data.types import Ranked, Unit, UnitScore


@dataclass(frozen=True, slots=True)
class Scored:
    """What a round came to."""

    name: str
    scheme: Scheme
    units: Mapping[str, Unit]
    scores: Mapping[str, UnitScore]
    ranked: tuple[Ranked, ...]

    def placed(self) -> dict[str, list[UnitScore]]:
        """Scores of the units with a place, by group, best first."""
        return placed(self.ranked, self.scores)

    def large_enough(self, least: int, what: str) -> dict[str, list[UnitScore]]:
        """Groups with at least `least` placed units; of the others a sentence says so.

        Raises:
            CommandError: there is no such group.
        """
        found = {}
        for group, members in self.placed().items():
            if len(members) >= least:
                found[group] = members
            else:
                say(f"{group}：列入名次的单位只有 {len(members)} 个，少于 {least} 个，不作{what}")
        if not found:
            raise CommandError(f"没有一个组别有 {least} 个以上列入名次的单位，不能作{what}")
        return found


def read_scored(store: Store, round_id: str) -> Scored:
    """A round as last scored.

    Raises:
        CommandError: it has not been scored.
        StoreError: there is no such round.
    """
    assessed = store.round(round_id)
    ranked = store.ranked(round_id)
    if not ranked:
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    if old := out_of_date(store, round_id):
        say(f"提示：{old}", style="yellow")
    return Scored(
        name=assessed.name,
        scheme=round_scheme(store, assessed),
        units={unit.id: unit for unit in store.round_units(round_id)},
        scores=store.scores(round_id),
        ranked=tuple(ranked),
    )
