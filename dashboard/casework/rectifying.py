"""The register of rectification of a round: reported by units, looked at again, ruled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawlers.clock import now as clock_now
from crawlers.personal import masked
from crawlers.settings import Settings
from dashboard.casework.appealing import unit_of
from dashboard.casework.capture import address, capture
from dashboard.casework.telling import round_names, with_names
from dashboard.rounds.permitted import demand_stage, during
from dashboard.rounds.steps import round_scheme
from data.calendar import CHINA
from data.cases import CaseCapture, Event, Subject
from data.people import Action, Person, demand
from data.store import Store
from data.workflow import WorkflowError
from scoring.appeals import Decision, appeals
from scoring.engine.counted import by_unit
from scoring.rectification import (
    Fix,
    Look,
    Status,
    Verdict,
    faults_of_report,
    judgement_of,
    recheck,
    register,
    settled,
)
from scoring.rounds import effective
from scoring.score import leaf_points
from scoring.stages import Act, allowed


def fixes(store: Store, round_id: str) -> list[Fix]:
    """Every lost point that units were told of, and how far it is mended; earlier rounds that
    lost it by their names.
    """
    lists = store.told(round_id)
    told = {
        unit.id: (lists[unit.id][-1].lines, lists[unit.id][-1].at, lists[unit.id][-1].rectify_by)
        for unit in store.round_units(round_id)
        if unit.id in lists
    }
    found = register(told, store.events(Subject.RECTIFICATION, round_id))
    names = round_names(store)
    named = [replace(fix, line=with_names(fix.line, names)) for fix in found]
    return settled(named, _won(store, round_id))


def _won(store: Store, round_id: str) -> set[tuple[str, str]]:
    """Points that lose nothing any more since an appeal was upheld, wholly or in part."""
    upheld = [
        appeal
        for appeal in appeals(store.events(Subject.APPEAL, round_id)).values()
        if appeal.decision in {Decision.UPHELD, Decision.PARTLY}
    ]
    if not upheld:
        return set()
    scheme = round_scheme(store, store.round(round_id))
    leaves = {leaf.id: leaf for leaf in scheme.leaves()}
    units = {unit.id: unit for unit in store.round_units(round_id)}
    found, judged = store.findings(round_id), by_unit(store.judgements(round_id))
    won = set()
    for appeal in upheld:
        mine = judged.get(appeal.unit_id, [])
        counted = effective(found.get(appeal.unit_id, {}), mine, scheme.heavy)
        point = (appeal.unit_id, appeal.indicator_id)
        worth = leaf_points(leaves[point[1]], units[point[0]], counted.get(point[1]))
        if worth is None or not worth.lost:
            won.add(point)
    return won


def fix_of(store: Store, round_id: str, unit_id: str, indicator: str) -> Fix:
    """One lost point, by id or code of its indicator.

    Raises:
        WorkflowError: the unit was not told of such a point.
    """
    for fix in fixes(store, round_id):
        if fix.unit_id == unit_id and indicator in {fix.line.indicator_id, fix.line.code}:
            return fix
    raise WorkflowError(f"没有向该单位反馈过指标“{indicator}”的失分；请核对 gkc rectify list")


def report_fix(
    store: Store,
    person: Person,
    round_id: str,
    indicator: str,
    status: Status,
    *,
    link: str,
    note: str,
    at: datetime,
) -> None:
    """A unit says what became of one of its lost points.

    Raises:
        NotAllowed: the person may not.
        WorkflowError: what is lacking, or the stage does not allow it.
    """
    demand(person, Action.RECTIFY, person.unit_id or "-")
    demand_stage(store, round_id, Act.RECTIFY)
    fix = fix_of(store, round_id, person.unit_id, indicator)
    url = address(link)
    if faults := faults_of_report(fix, status, url, note):
        raise WorkflowError("；".join(faults))
    _say(store, person, round_id, fix, status, {"link": url, "note": masked(note.strip())}, at)


def look_again(
    store: Store,
    round_id: str,
    fix: Fix,
    *,
    phrase: str = "",
    updated: bool = False,
    var: Path,
    settings: Settings,
    now: Callable[[], datetime] = clock_now,
) -> tuple[Verdict, CaseCapture]:
    """Ask for the link of a reported fix once more, archive the answer, and say what it shows.

    Args:
        phrase: that should be gone from the page.
        updated: the page is a column, and should be newer than the day of the feedback.

    Raises:
        WorkflowError: there is no link to look at, or the stage does not allow it.
    """
    demand_stage(store, round_id, Act.RECTIFY)
    if not fix.link:
        raise WorkflowError(f"{fix.line.code} {fix.line.name} 没有整改链接，须人工复核")
    unit = unit_of(store, round_id, fix.unit_id)
    kept, text = capture(
        store, round_id, unit, fix.link, var, settings,
        subject=Subject.RECTIFICATION, number=fix.number, now=now,
    )  # fmt: skip
    opened = True if kept.outcome.read else False if kept.outcome.answered_no else None
    since = fix.told_at.astimezone(CHINA).date() if updated else None
    return recheck(Look(opened, kept.said, text, phrase, kept.newest_on, since)), kept


def rule_fix(
    store: Store,
    person: Person,
    round_id: str,
    fix: Fix,
    *,
    passed: bool,
    note: str,
    at: datetime,
) -> None:
    """Say that a fix passed its re-check, or not; where fixes count, one that passed becomes a
    judgement at once.

    Raises:
        NotAllowed: the person may not, or is tied to the unit.
        WorkflowError: nothing was reported, no reason is given, or the stage does not allow it.
    """
    demand(person, Action.CLOSE_RECTIFICATION, fix.unit_id)
    demand_stage(store, round_id, Act.RECTIFY)
    if fix.status is Status.SETTLED:
        raise WorkflowError("该项申诉已经成立，不需整改")
    if not fix.events:
        raise WorkflowError("单位还没有报整改情况，不能复核")
    if not note.strip():
        raise WorkflowError("请写明复核意见")
    said = masked(note.strip())
    counts = passed and store.terms(round_id).fix_counts
    # From the final score on a fix mends the site and no longer the points.
    counts = counts and allowed(Act.JUDGE, store.stage(round_id))
    judged = judgement_of(fix, said, person.id, at) if counts else None
    status = Status.PASSED if passed else Status.FAILED
    event = Event(
        fix.unit_id, fix.line.indicator_id, status.value, person.id, at, {"note": said}, fix.number
    )
    acts = (Act.RECTIFY, Act.JUDGE) if judged else (Act.RECTIFY,)
    store.add_event(
        Subject.RECTIFICATION, round_id, event, seen=fix.events, judgement=judged, person=person,
        refuse=during(*acts),
    )  # fmt: skip


def _say(
    store: Store,
    person: Person,
    round_id: str,
    fix: Fix,
    status: Status,
    said: dict[str, str],
    at: datetime,
) -> None:
    event = Event(fix.unit_id, fix.line.indicator_id, status.value, person.id, at, said, fix.number)
    store.add_event(
        Subject.RECTIFICATION, round_id, event, seen=fix.events, person=person,
        refuse=during(Act.RECTIFY),
    )  # fmt: skip
