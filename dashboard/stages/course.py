"""The course of a round: what is left to do in a stage, and the step to another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from dashboard.casework.rectifying import fixes
from dashboard.rounds.steps import round_scheme, unfinished
from data.calendar import CHINA
from data.cases import Subject
from data.feedback import Feedback
from data.indicators import Method, Scheme
from data.people import Action, Person, demand
from data.store import Store
from data.types import Cause, Finding, Judgement, Outcome
from data.workflow import Stage, StageMove, Terms, WorkflowError
from scoring.appeals import appeals
from scoring.excuses import ASKED, excuses
from scoring.rectification import REPORTED
from scoring.review import still_due
from scoring.rounds import effective, in_force, suspicions
from scoring.stages import SKIPPABLE, Work, faults_of_move

_TRIES = 3  # somebody may write while it is counted what is left to do
Waiting = Callable[[str], tuple[int, int]]  # of a round id: see `waiting`


def work_left(store: Store, round_id: str, *, today: date, of: Waiting | None = None) -> Work:
    """What is not done yet in a round.

    Args:
        today: the Chinese day.
        of: what is kept of `waiting_in`; None: it is counted anew.

    Raises:
        StoreError: there is no such round.
    """
    units, judgements = store.round_units(round_id), store.judgements(round_id)
    behind, told = store.behind(round_id), store.told(round_id)
    unchecked = set(behind.unchecked) | {unit.id for unit in units} - store.checked(round_id)
    unjudged, suspected = of(round_id) if of else waiting_in(store, round_id)
    # A round that only people judge looks at no site.
    looked_at = any(leaf.check for leaf in round_scheme(store, store.round(round_id)).leaves())
    return Work(
        no_units=0 if units else 1,
        unfinished_sites=len(unfinished(store, round_id)) if looked_at else 0,
        unchecked=len(unchecked),
        unjudged=unjudged,
        suspected=suspected,
        second_reviews=still_due(store.assignments(round_id), judgements),
        untold=len({unit.id for unit in units} - set(told)),
        days_to_appeal=_days_to_appeal(told, today),
        open_appeals=sum(
            each.open for each in appeals(store.events(Subject.APPEAL, round_id)).values()
        ),
        open_excuses=sum(
            each.state == ASKED for each in excuses(store.events(Subject.EXCUSE, round_id)).values()
        ),
        unchecked_fixes=sum(fix.status in REPORTED for fix in fixes(store, round_id)),
        unscored=len(_unscored(store, round_id, judgements) | set(behind.unscored)),
    )


def waiting_in(store: Store, round_id: str) -> tuple[int, int]:
    """`waiting` of a round as it is stored."""
    scheme = round_scheme(store, store.round(round_id))
    looked_at = {leaf.id for leaf in scheme.leaves() if leaf.method is Method.MANUAL}
    looked_at.update(scheme.heavy, *(veto.watch for veto in scheme.vetoes))
    found: dict[str, dict[str, Finding]] = defaultdict(dict)
    for stand in store.stands(round_id, looked_at, also=Cause.SUSPECTED):
        found[stand.unit_id][stand.indicator_id] = Finding(stand.outcome, "", stand.cause)
    return waiting(scheme, found, store.judgements(round_id))


def _days_to_appeal(told: Mapping[str, Sequence[Feedback]], today: date) -> int:
    """Days that are left to the unit with the latest date."""
    due = [lists[-1].appeal_by for lists in told.values()]
    return max(((day - today).days + 1 for day in due if day >= today), default=0)


def waiting(
    scheme: Scheme,
    found: Mapping[str, Mapping[str, Finding]],
    judgements: Iterable[Judgement],
) -> tuple[int, int]:
    """Manual indicators, and heavy verdicts, that no person has said anything of.

    A veto waits when an indicator that it watches gives reason to: the review desk shows it as
    open as long.
    """
    manual = {leaf.id for leaf in scheme.leaves() if leaf.method is Method.MANUAL}
    mine: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        mine[judgement.unit_id].append(judgement)
    judged = {(unit_id, id_) for unit_id, said in mine.items() for id_ in in_force(said)}
    unjudged = suspected = 0
    for unit_id, findings in found.items():
        doubts = suspicions(scheme, effective(findings, mine[unit_id], scheme.heavy))
        told = {id_ for id_ in scheme.heavy if id_ in findings}
        suspected += sum(
            veto.id not in told and (unit_id, veto.id) not in judged for veto in doubts
        )
        for id_, finding in findings.items():
            if (unit_id, id_) in judged:
                continue
            unjudged += id_ in manual and finding.outcome is Outcome.UNKNOWN
            heavy = id_ in scheme.heavy and finding.outcome is Outcome.MISSING
            suspected += heavy or finding.cause is Cause.SUSPECTED
    return unjudged, suspected


def _unscored(store: Store, round_id: str, judgements: list[Judgement]) -> set[str]:
    """Units without points, or with a judgement that is later than the points."""
    scored_at = store.scored_at(round_id)
    units = {unit.id for unit in store.round_units(round_id)}
    if scored_at is None:
        return units
    later = {judgement.unit_id for judgement in judgements if judgement.at > scored_at}
    return (units - {line.unit_id for line in store.ranked(round_id)}) | later


def move_round(
    store: Store,
    person: Person,
    round_id: str,
    to: Stage,
    *,
    at: datetime,
    reason: str = "",
) -> StageMove:
    """Move a round on, or one step back with a reason.

    Raises:
        NotAllowed: the person may not.
        WorkflowError: something is lacking, or the step is none; every reason in one sentence.
        StoreError: there is no such round.
    """
    demand(person, Action.MOVE_STAGE)
    if to is Stage.PUBLISHED:
        demand(person, Action.PUBLISH)
    for _again in range(_TRIES):
        seen = store.moment(round_id)
        stands = store.stage(round_id) or Stage.DRAFT
        skips = store.terms(round_id).skips
        work = work_left(store, round_id, today=at.astimezone(CHINA).date())
        if faults := faults_of_move(stands, to, work, reason, skips):
            raise WorkflowError("；".join(faults))
        move = StageMove(stands, to, person.id, at, reason.strip())
        if store.move_stage(round_id, move, seen):
            return move
    raise WorkflowError("本轮正有人在写入核查、评审或申诉，阶段没有变动；请稍后再试")


def set_terms(store: Store, person: Person, round_id: str, terms: Terms, *, at: datetime) -> None:
    """Set the terms of a round, until units were told of its results.

    Raises:
        NotAllowed: the person may not.
        WorkflowError: it is too late, or a stage cannot be left out.
    """
    demand(person, Action.MANAGE_ROUNDS)
    if bad := sorted(terms.skips - SKIPPABLE):
        raise WorkflowError(f"阶段 {'、'.join(bad)} 不能省去；可省去的有 {_names()}")
    if min(terms.appeal_days, terms.rectify_days) < 1:
        raise WorkflowError("期限至少为 1 个工作日")
    stands = store.stage(round_id) or Stage.DRAFT
    if list(Stage).index(stands) >= list(Stage).index(Stage.FEEDBACK):
        raise WorkflowError("问题清单已经反馈，本轮约定不能再改；确需更改，先退回反馈之前的阶段")
    if stands in terms.skips:
        raise WorkflowError("本轮正处在要省去的阶段；请先转到下一阶段")
    store.set_terms(round_id, terms, at=at, by=person.id)


def changed(terms: Terms, **new: object) -> Terms:
    """Terms with those of the new values that are not None."""
    return replace(terms, **{key: value for key, value in new.items() if value is not None})  # type: ignore[arg-type]


def _names() -> str:
    return "、".join(sorted(SKIPPABLE))
