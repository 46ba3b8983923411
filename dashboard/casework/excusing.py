"""Excuses of a round: asked for, answered, and ended when their day has passed."""

from datetime import date, datetime

from crawlers.personal import masked
from dashboard.casework.appealing import about, leaf_named, unit_of
from dashboard.rounds.permitted import demand_stage, during
from data.calendar import CHINA
from data.cases import Event, Subject
from data.indicators import Leaf
from data.people import Action, Person, demand
from data.store import Store
from data.workflow import WorkflowError
from scoring.excuses import (
    ASKED,
    DECLINED,
    ENDED,
    GRANTED,
    Excuse,
    Sort,
    excuses,
    fallback,
    faults_of_excuse,
    judgement_of,
    not_to_be_had,
)
from scoring.stages import Act


def ask_excuse(
    store: Store,
    person: Person,
    round_id: str,
    leaf: Leaf,
    sort: Sort,
    reason: str,
    until: date,
    *,
    at: datetime,
) -> int:
    """Ask for an excuse of the person's own unit; its number.

    Raises:
        NotAllowed: the person may not.
        WorkflowError: what is lacking, or the stage does not allow it.
    """
    demand(person, Action.ASK_EXCUSE, person.unit_id or "-")
    demand_stage(store, round_id, Act.ASK_EXCUSE)
    unit_of(store, round_id, person.unit_id)
    today = at.astimezone(CHINA).date()
    before = about(store.events(Subject.EXCUSE, round_id), person.unit_id, leaf.id)
    others = [
        each.number
        for each in excuses(before).values()
        if each.state == ASKED or (each.state == GRANTED and not each.expired(today))
    ]
    faults = faults_of_excuse(reason, until, today, others)
    if why := not_to_be_had(leaf, sort):
        faults.insert(0, why)
    if faults:
        raise WorkflowError("；".join(faults))
    said = {"sort": sort.value, "reason": masked(reason.strip()), "until": until.isoformat()}
    event = Event(person.unit_id, leaf.id, ASKED, person.id, at, said)
    return store.add_event(
        Subject.EXCUSE, round_id, event, seen=len(before), person=person,
        refuse=during(Act.ASK_EXCUSE),
    )  # fmt: skip


def all_excuses(store: Store, round_id: str) -> dict[int, Excuse]:
    return excuses(store.events(Subject.EXCUSE, round_id))


def answer_excuse(
    store: Store,
    person: Person,
    round_id: str,
    number: int,
    *,
    grant: bool,
    reason: str,
    at: datetime,
) -> None:
    """Approve or decline; an approved one becomes a judgement by the approver, at once.

    Raises:
        NotAllowed: the person may not, or is tied to the unit.
        WorkflowError: why not.
    """
    excuse = all_excuses(store, round_id).get(number)
    if excuse is None:
        raise WorkflowError(f"轮次 {round_id} 没有第 {number} 号不涉及或情况说明")
    demand(person, Action.GRANT_EXCUSE, excuse.unit_id)
    demand_stage(store, round_id, Act.DECIDE)
    if excuse.state != ASKED:
        raise WorkflowError(f"第 {number} 号已经审批")
    if grant and at.astimezone(CHINA).date() > excuse.until:
        raise WorkflowError(f"第 {number} 号的有效期 {excuse.until} 已过，不能批准")
    if not reason.strip():
        raise WorkflowError("请写明审批意见")
    answer, leaf = masked(reason.strip()), leaf_named(store, round_id, excuse.indicator_id)
    kind = GRANTED if grant else DECLINED
    event = Event(
        excuse.unit_id, excuse.indicator_id, kind, person.id, at, {"reason": answer}, number
    )
    judgement = judgement_of(excuse, leaf, answer, person.id, at) if grant else None
    store.add_event(
        Subject.EXCUSE, round_id, event, seen=excuse.events, judgement=judgement, person=person,
        refuse=during(Act.DECIDE),
    )  # fmt: skip


def end_expired(store: Store, person: Person, round_id: str, *, at: datetime) -> list[Excuse]:
    """Let the points of expired excuses fall back to what held before.

    Raises:
        NotAllowed: the person may not.
        WorkflowError: the stage does not allow it.
    """
    today = at.astimezone(CHINA).date()
    over = [each for each in all_excuses(store, round_id).values() if each.expired(today)]
    for excuse in over:
        demand(person, Action.GRANT_EXCUSE, excuse.unit_id)
    demand_stage(store, round_id, Act.DECIDE)
    judgements = store.judgements(round_id)
    for excuse in over:
        point = (excuse.unit_id, excuse.indicator_id)
        judgement = fallback(
            excuse,
            [j for j in judgements if (j.unit_id, j.indicator_id) == point],
            by=person.id,
            at=at,
        )
        event = Event(*point, ENDED, person.id, at, {}, excuse.number)
        store.add_event(
            Subject.EXCUSE, round_id, event, seen=excuse.events, judgement=judgement,
            person=person, refuse=during(Act.DECIDE),
        )  # fmt: skip
    return over
