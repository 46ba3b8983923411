"""The units of a task, by what each has to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scoring.notice.text import Quoted


@dataclass(frozen=True, slots=True)
class Responsible:
    """Units by what they have to do; each as named, with its place."""

    lead: tuple[Quoted, ...] = ()  # 牵头
    others: tuple[Quoted, ...] = ()  # 责任, 配合, 按职责分工负责
    addressed: tuple[
        Quoted, ...
    ] = ()  # "各级各部门要…", "市财政局要…", where no bracket names anybody
    carried: tuple[Quoted, ...] = ()  # responsible for this and all that follows

    def first_leads(self) -> "Responsible":
        """Where the notice says that of several units the first one leads."""
        if self.lead or not self.others:
            return self
        return replace(self, lead=self.others[:1], others=self.others[1:])

    def also(self, units: Iterable[Quoted]) -> "Responsible":
        """With units that an earlier task made responsible for all that follows."""
        return replace(self, others=once((*self.others, *units)))


def joined(one: Responsible, other: Responsible) -> Responsible:
    """What both say, every unit once."""
    return Responsible(
        once((*one.lead, *other.lead)),
        once((*one.others, *other.others)),
        once((*one.addressed, *other.addressed)),
        once((*one.carried, *other.carried)),
    )


def once(units: Iterable[Quoted]) -> tuple[Quoted, ...]:
    """Every name the first time it is said."""
    found: dict[str, Quoted] = {}
    for unit in units:
        found.setdefault(unit.text, unit)
    return tuple(found.values())
