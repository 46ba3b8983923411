"""What waits at the review desk, in which order, and in whose turn. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.review.outside import Sort, outside
from dashboard.wording.language import N_
from dashboard.wording.words import BY_SITE, CLOSED_BY
from data.card import Kind, TiedCard, bundled_card
from data.indicators import Leaf, Method, Scheme
from data.people import Role
from data.reviews import Assignment, Cell, Stand
from data.types import Cause, Finding, Judgement, Mark, Outcome
from scoring.review import pairs
from scoring.rounds import by_mark, in_force, suspicions


class State(StrEnum):
    """How far a point is; in the order in which people look at them."""

    DISPUTED = N_("有分歧")  # two opinions differ, nobody arbitrated
    OPEN = N_("待评定")  # only a person can say
    LOST = N_("失分待确认")  # the check found a fault, nobody confirmed it
    BLOCKED = N_("暂不能评")  # the site was not seen, or figures lack
    MET = N_("机评符合")
    QUIET = N_("未提出")  # a veto, a bonus or a penalty that nothing speaks for
    DONE = N_("已评")


WAITING = (State.DISPUTED, State.OPEN, State.LOST)
_AGAIN = frozenset({Mark.SECOND, Mark.ARBITRATION})


@dataclass(frozen=True, slots=True)
class Line:
    """One point of one unit as the queue shows it."""

    unit_id: str
    indicator_id: str
    state: State
    outcome: Outcome  # in force
    mark: Mark  # in which turn the person would judge it
    mine: bool  # assigned to the person
    judged_by: str = ""

    @property
    def cell(self) -> Cell:
        return self.unit_id, self.indicator_id


class Queue:
    """Every point of a round as one person sees it. When somebody judges, only the unit is made
    anew: with 200 units and 30 people at work that is what keeps the desk quick.

    Args:
        units: in the order of the round.
        assignments: of the person.
    """

    def __init__(
        self,
        scheme: Scheme,
        units: Iterable[str],
        stands: Iterable[Stand],
        assignments: Iterable[Assignment],
        role: Role,
        person: str,
    ) -> None:
        self._scheme, self._role, self._person = scheme, role, person
        self._points = [(Sort.LEAF, leaf) for leaf in scheme.leaves()]
        self._points += outside(scheme).values()
        self._watched = {id_ for veto in scheme.vetoes for id_ in (veto.id, *veto.watch)}
        self._seen: dict[str, dict[str, Stand]] = defaultdict(dict)
        for stand in stands:
            self._seen[stand.unit_id][stand.indicator_id] = stand
        self._given: dict[str, dict[str, Mark]] = defaultdict(dict)
        for each in assignments:
            self._given[each.unit_id][each.indicator_id] = each.mark
        self._said: dict[str, dict[int, Judgement]] = defaultdict(dict)
        self._lines: dict[str, list[Line] | None] = dict.fromkeys(units)  # None: to be made

    def take(self, judgements: Iterable[Judgement]) -> None:
        """Judgements that the person may know of; those known already change nothing."""
        for judgement in judgements:
            self._said[judgement.unit_id][judgement.number] = judgement
            if judgement.unit_id in self._lines:
                self._lines[judgement.unit_id] = None

    def lines(self) -> list[Line]:
        """The urgent first, then by unit and indicator."""
        for unit_id, made in self._lines.items():
            if made is None:
                self._lines[unit_id] = self._of_unit(unit_id)
        by_state: dict[State, list[Line]] = {state: [] for state in State}
        for made in self._lines.values():
            for line in made or ():
                by_state[line.state].append(line)
        return [line for some in by_state.values() for line in some]

    def _of_unit(self, unit_id: str) -> list[Line]:
        seen, given = self._seen[unit_id], self._given[unit_id]
        said = self._said[unit_id]
        mine = [said[number] for number in sorted(said)]
        force, marks = (in_force(mine), by_mark(mine)) if mine else ({}, {})
        disputed = {p.cell[1] for p in pairs(mine) if p.differ and not p.settled}
        counts = {id_: _counts(seen.get(id_), force.get(id_)) for id_ in self._watched}
        doubts = suspicions(self._scheme, {id_: f for id_, f in counts.items() if f})
        suspected = {veto.id for veto in doubts}
        found = []
        for sort, leaf in self._points:
            own, stand = given.get(leaf.id), seen.get(leaf.id)
            mark = _turn(own, self._role, self._person, leaf.id in disputed, leaf.id, force)
            last = marks.get((leaf.id, Mark.BLIND)) if mark is Mark.BLIND else force.get(leaf.id)
            judged = last if last and not last.withdrawn else None
            if leaf.id in disputed:
                state = State.DISPUTED
            elif sort is Sort.LEAF or judged is not None:
                state = _state(stand, judged, leaf)
            else:
                state = State.OPEN if leaf.id in suspected or _accused(stand) else State.QUIET
            # A second mark that was asked for waits until it is given.
            if own in _AGAIN and state is State.DONE:
                state = State.DONE if judged and judged.mark is own else State.OPEN
            outcome = judged.outcome if judged else stand.outcome if stand else Outcome.UNKNOWN
            by = judged.by if judged else ""
            found.append(Line(unit_id, leaf.id, state, outcome, mark, own is not None, by))
        return found


def lines(
    scheme: Scheme,
    units: Iterable[str],
    stands: Iterable[Stand],
    judgements: Iterable[Judgement],
    assignments: Iterable[Assignment],
    role: Role,
    person: str,
) -> list[Line]:
    """A whole queue at once: see `Queue`.

    Args:
        judgements: oldest first.
    """
    queue = Queue(scheme, units, stands, assignments, role, person)
    queue.take(replace(j, number=n) for n, j in enumerate(judgements, 1))
    return queue.lines()


def _counts(stand: Stand | None, judged: Judgement | None) -> Finding | None:
    """What counts on a point, in short: a person's word before the check's."""
    if judged is not None:
        cause = Cause.NO_BASIS if judged.outcome is Outcome.UNKNOWN else None
        return Finding(judged.outcome, "", cause)
    if stand is None:
        return None
    return Finding(stand.outcome, "", stand.cause)


def _accused(stand: Stand | None) -> bool:
    """Whether a check speaks of a veto, which only a person may find."""
    return stand is not None and stand.outcome is not Outcome.MET


def _turn(
    own: Mark | None,
    role: Role,
    person: str,
    disputed: bool,
    indicator_id: str,
    force: Mapping[str, Judgement],
) -> Mark:
    """In which turn the person's word would be: as assigned, or as the state of things asks."""
    if own is not None:
        return own
    if role is not Role.REVIEWER:
        return Mark.FIRST
    if disputed:
        return Mark.ARBITRATION
    standing = force.get(indicator_id)
    if standing is None or (standing.mark is Mark.FIRST and standing.by == person):
        return Mark.FIRST
    return Mark.ARBITRATION if standing.mark is Mark.ARBITRATION else Mark.SECOND


def _state(stand: Stand | None, judged: Judgement | None, leaf: Leaf) -> State:
    if judged is not None:
        return State.DONE
    if leaf.method is Method.MANUAL:
        return State.OPEN
    if stand is None or stand.cause is Cause.NEEDS_METRIC:
        return State.BLOCKED
    if stand.outcome in {Outcome.MISSING, Outcome.PARTIAL}:
        return State.LOST
    if stand.outcome is Outcome.UNKNOWN:
        return State.BLOCKED if stand.cause and CLOSED_BY[stand.cause] == BY_SITE else State.OPEN
    return State.MET


def chosen(
    every: Iterable[Line],
    *,
    states: Collection[State] = (),
    unit_id: str = "",
    indicator_id: str = "",
    mine: bool = False,
) -> list[Line]:
    """The part of the queue that somebody asked for; nothing asked: all of it."""
    return [
        line
        for line in every
        if (not states or line.state in states)
        and unit_id in {"", line.unit_id}
        and indicator_id in {"", line.indicator_id}
        and (line.mine or not mine)
    ]


def beside(
    queue: Sequence[Line], every: Sequence[Line], cell: Cell | None, step: int
) -> Cell | None:
    """The point `step` places on in the queue, round its end; its first when `cell` left it.

    Args:
        every: the whole queue, where a point that left it still has its place.
    """
    cells = [line.cell for line in queue]
    if not cells:
        return None
    if cell in cells:
        return cells[(cells.index(cell) + step) % len(cells)]
    places = {line.cell: n for n, line in enumerate(every)}
    if cell is None or cell not in places:
        return cells[0]
    here = places[cell]
    later = [other for other in cells if places[other] > here]
    return (
        (later or cells)[0] if step > 0 else ([c for c in cells if places[c] < here] or cells)[-1]
    )


def bulk(card: TiedCard | None, leaf: Leaf, outcome: Outcome) -> bool:
    """Whether findings of this outcome may be confirmed many at once: the check was right often
    enough when it said so (`Tally.decides`), and nobody has to look at each.

    Args:
        card: what the round is tied to; None before its first check. It keeps who may say
            "missing"; how often a check was right in saying something else is known only while
            the card that came with the program is the same.
    """
    if card is None or leaf.method is not Method.AUTO or leaf.check is None:
        return False
    if outcome is Outcome.MISSING:
        return leaf.check in card.decides
    if outcome not in {Outcome.MET, Outcome.PARTIAL}:
        return False
    known = bundled_card()
    return known.version == card.version and known.of(Kind.CHECK, leaf.check, outcome.value).decides
