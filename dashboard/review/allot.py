"""Sharing out the work of a round: who judges what first, what is judged blind, what a second time.

Those who judge are accounts, and so are their ties to units. Who may share out is asked at the
desk (`dashboard.review.desk`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from dashboard.review.known import scheme_of
from dashboard.review.outside import CONFIRMS, outside
from dashboard.wording.language import _
from data.cases import Subject
from data.people import Action, Person, may
from data.reviews import MARK_NAMES, Assignment, Cell
from data.store import Store
from data.types import Judgement, Mark
from data.workflow import WorkflowError
from scoring.appeals import appeals
from scoring.review import NobodyLeft, by_another, by_indicator, by_unit, drawn, second_look
from scoring.rounds import by_mark, effective
from scoring.score import leaf_points

AGAIN = frozenset({Mark.SECOND, Mark.ARBITRATION})


class By(StrEnum):
    """What stays in one hand."""

    UNIT = "unit"
    INDICATOR = "indicator"


def action_of(mark: Mark) -> Action:
    """What somebody who gives this mark must be allowed to do."""
    return Action.JUDGE_AGAIN if mark in AGAIN else Action.JUDGE


def judges(store: Store, mark: Mark) -> dict[str, Person]:
    """Active accounts that may give this mark, of units that they are not tied to; by id."""
    people = (account.person for account in store.accounts() if account.active)
    # "-" is no unit: whoever may judge it may judge every one that he has nothing to do with.
    return {each.id: each for each in people if may(each, action_of(mark), "-")}


def allot_first(
    store: Store, round_id: str, people: Sequence[str], by: By, share: Fraction, seed: str
) -> list[Assignment]:
    """Every point of the round to one person, a drawn share of the indicators to another, blind.

    Args:
        people: ids of accounts.
        share: 0-1 of the indicators of all units; vetoes, bonus items and penalties are not drawn.

    Raises:
        StoreError: there is no such round.
        WorkflowError: somebody named may not judge, nobody is left, or a seed is lacking.
    """
    named = _named(store, people, Mark.FIRST)
    _demand_seed(share, seed)
    scheme = scheme_of(store, round_id)
    leaves = [leaf.id for leaf in scheme.leaves()]
    every = [*leaves, *outside(scheme)]
    units = store.round(round_id).unit_ids
    cells = [(unit_id, id_) for unit_id in units for id_ in every]
    ties = {id_: person.tied for id_, person in named.items()}
    share_out = by_unit if by is By.UNIT else by_indicator
    try:
        firsts = share_out(cells, list(named), ties)
        who = {(a.unit_id, a.indicator_id): {a.person} for a in firsts}
        lots = [(unit_id, id_) for unit_id in units for id_ in leaves]
        twice = drawn(lots, share, seed) if share else []
        return [*firsts, *by_another(twice, who, list(named), ties, Mark.BLIND, seed)]
    except NobodyLeft as error:
        raise WorkflowError(
            _("{by_name}；请增加评审人").format(by_name=_by_name(store, round_id, error))
        ) from error


def allot_second(
    store: Store, round_id: str, people: Sequence[str], share: Fraction, seed: str
) -> list[Assignment]:
    """Every lost point appealed and a drawn share of the other lost ones, to somebody else than
    who judged it; what has a second mark already is left alone.

    Args:
        people: ids of accounts.
        share: 0-1 of the lost points that nobody appealed.

    Raises:
        StoreError: there is no such round.
        WorkflowError: somebody named may not judge a second time, nobody is left, or a seed is
            lacking.
    """
    named = _named(store, people, Mark.SECOND)
    _demand_seed(share, seed)
    said: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in store.judgements(round_id):
        said[judgement.unit_id].append(judgement)
    spoken, again = _spoken(said)
    events = store.events(Subject.APPEAL, round_id)
    appealed = {(a.unit_id, a.indicator_id) for a in appeals(events).values()}
    lost = [cell for cell in lost_points(store, round_id, said) if cell not in again]
    cells = second_look(lost, appealed, share, seed)
    for given in store.assignments(round_id):
        if given.mark in {Mark.FIRST, Mark.BLIND}:
            cell = (given.unit_id, given.indicator_id)
            if given.mark is Mark.BLIND or not spoken.get(cell):
                spoken.setdefault(cell, set()).add(given.person)
    ties = {id_: person.tied for id_, person in named.items()}
    try:
        return by_another(cells, spoken, list(named), ties, Mark.SECOND, seed)
    except NobodyLeft as error:
        raise WorkflowError(
            _("{by_name}；请增加复核员").format(by_name=_by_name(store, round_id, error))
        ) from error


def lost_points(store: Store, round_id: str, said: Mapping[str, Sequence[Judgement]]) -> list[Cell]:
    """Points that cost a unit something as things stand: indicators with a loss, vetoes and
    penalties confirmed.

    Args:
        said: judgements by unit id.
    """
    scheme, found = scheme_of(store, round_id), store.findings(round_id)
    beside = outside(scheme)
    lost = []
    for unit in store.round_units(round_id):
        counts = effective(found.get(unit.id, {}), said.get(unit.id, ()), scheme.heavy)
        for leaf in scheme.leaves():
            points = leaf_points(leaf, unit, counts.get(leaf.id))
            if points is not None and points.lost:
                lost.append((unit.id, leaf.id))
        for id_, (sort, _title) in beside.items():
            costs = not sort.adds and id_ in counts and counts[id_].outcome in CONFIRMS[sort]
            lost += [(unit.id, id_)] if costs else []
    return lost


def _spoken(
    said: Mapping[str, Sequence[Judgement]],
) -> tuple[dict[Cell, set[str]], set[Cell]]:
    """Who judged which point first or blind, and the points that have a second mark."""
    spoken: dict[Cell, set[str]] = {}
    again: set[Cell] = set()
    for unit_id, mine in said.items():
        for (indicator_id, mark), judgement in by_mark(mine).items():
            if judgement.withdrawn:
                continue
            cell = (unit_id, indicator_id)
            if mark in AGAIN:
                again.add(cell)
            else:
                spoken.setdefault(cell, set()).add(judgement.by)
    return spoken, again


def _named(store: Store, people: Sequence[str], mark: Mark) -> dict[str, Person]:
    """The people named, in their order.

    Raises:
        WorkflowError: nobody, or somebody who may not; with everybody who may.
    """
    may_judge = judges(store, mark)
    what = _(MARK_NAMES[mark])
    known = "、".join(f"{id_}（{person.name}）" for id_, person in may_judge.items())
    can = (
        _("可以{what}的账号有：{known}").format(what=what, known=known)
        if known
        else _("还没有可以{what}的账号，请先建立").format(what=what)
    )
    if not people:
        raise WorkflowError(_("请写明评审人账号；{can}").format(can=can))
    if others := [name for name in people if name not in may_judge]:
        raise WorkflowError(
            _("{others} 不是可以{what}的账号；{can}").format(
                others="、".join(others), what=what, can=can
            )
        )
    return {name: may_judge[name] for name in people}


def _demand_seed(share: Fraction, seed: str) -> None:
    if not 0 <= share <= 1:
        raise WorkflowError(_("抽取比例应在 0% 到 100% 之间"))
    if share and not seed.strip():
        raise WorkflowError(_("抽取要有抽签种子，请写明，如公开抽签的结果或当天日期"))


def _by_name(store: Store, round_id: str, error: NobodyLeft) -> str:
    """The sentence with the unit's name instead of its id."""
    told = str(error)
    for unit in store.round_units(round_id):
        told = told.replace(f"“{unit.id}”", f"“{unit.name}”")
    return told
