"""Appeals of a round: raised, captured at once, shown with what was there, decided."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crawlers.clock import now as clock_now
from crawlers.personal import masked
from crawlers.settings import Settings
from dashboard.casework.capture import address, capture
from dashboard.rounds.permitted import demand_stage, during
from dashboard.rounds.steps import round_scheme, unit_findings
from data.calendar import CHINA
from data.cases import CaseCapture, Event, Subject
from data.indicators import Leaf
from data.people import Action, Person, demand
from data.reviews import Upload
from data.rules import keys_used
from data.store import Store
from data.types import Capture, Unit
from data.uploads import UploadError, accepted, keep, read
from data.workflow import WorkflowError
from scoring.appeals import (
    DECIDED,
    RAISED,
    Appeal,
    Ground,
    Point,
    Ruling,
    Standing,
    appeals,
    at_cut_off,
    faults_of_appeal,
    faults_of_ruling,
    judgement_of,
)
from scoring.excuses import everybodys
from scoring.stages import Act


def leaf_named(store: Store, round_id: str, name: str) -> Leaf:
    """An indicator of a round by id or code.

    Raises:
        WorkflowError: there is none.
    """
    for leaf in round_scheme(store, store.round(round_id)).leaves():
        if name in {leaf.id, leaf.code}:
            return leaf
    raise WorkflowError(f"本轮没有编号为“{name}”的指标；请核对 gkc gaps {round_id}")


def unit_of(store: Store, round_id: str, unit_id: str) -> Unit:
    """
    Raises:
        WorkflowError: the unit is not in the round.
    """
    found = next((unit for unit in store.round_units(round_id) if unit.id == unit_id), None)
    if found is None:
        raise WorkflowError(f"轮次 {round_id} 中没有单位“{unit_id}”")
    return found


@dataclass(frozen=True, slots=True)
class Plea:
    """What a unit says against a lost point, as filled in."""

    ground: Ground
    text: str
    link: str = ""
    file: tuple[str, bytes] | None = None  # name and content


def raise_appeal(
    store: Store,
    person: Person,
    round_id: str,
    leaf: Leaf,
    plea: Plea,
    *,
    var: Path,
    settings: Settings,
    now: Callable[[], datetime] = clock_now,
) -> tuple[int, CaseCapture | None]:
    """Take an appeal of the person's own unit, and capture its link at once.

    Returns:
        Its number, and what the link answered.

    Raises:
        NotAllowed: the person may not.
        WorkflowError: what is lacking, or the stage does not allow it.
    """
    demand(person, Action.APPEAL, person.unit_id or "-")
    demand_stage(store, round_id, Act.APPEAL)
    unit, url, at = unit_of(store, round_id, person.unit_id), address(plea.link), now()
    digest, name = _proof(plea.file)
    today = at.astimezone(CHINA).date()
    before = about(store.events(Subject.APPEAL, round_id), unit.id, leaf.id)
    point = _point(store, round_id, unit.id, leaf, before)
    if faults := faults_of_appeal(plea.ground, plea.text, url, digest, today, point):
        raise WorkflowError("；".join(faults))
    if plea.file:
        keep(var, accepted(*plea.file), plea.file[1])
    said = {
        "ground": plea.ground.value,
        "text": masked(plea.text.strip()),
        "link": url,
        "file": digest,
        "file_name": masked(name),
    }
    event = Event(unit.id, leaf.id, RAISED, person.id, at, said)
    number = store.add_event(
        Subject.APPEAL, round_id, event, seen=len(before), person=person,
        refuse=during(Act.APPEAL),
    )  # fmt: skip
    if not url:
        return number, None
    kept, _ = capture(
        store, round_id, unit, url, var, settings, subject=Subject.APPEAL, number=number, now=now
    )
    return number, kept


def _proof(file: tuple[str, bytes] | None) -> tuple[str, str]:
    """SHA-256 and name of a file handed in; empty for none.

    Raises:
        WorkflowError: it is not taken, and why.
    """
    if file is None:
        return "", ""
    try:
        taken = accepted(*file)
    except UploadError as error:
        raise WorkflowError(str(error)) from error
    return taken.sha256, taken.name


def proof_of(appeal: Appeal, var: Path) -> bytes:
    """The file handed in with an appeal.

    Raises:
        WorkflowError: there is none, or its bytes are gone or changed.
    """
    if not appeal.file:
        raise WorkflowError(f"第 {appeal.number} 号申诉没有附文件")
    try:
        return read(var, Upload(appeal.file, appeal.file_name, "", 0))
    except UploadError as error:
        raise WorkflowError(str(error)) from error


def about(events: Iterable[Event], unit_id: str, indicator_id: str) -> list[Event]:
    """What was said in cases about one point, oldest first."""
    return [e for e in events if (e.unit_id, e.indicator_id) == (unit_id, indicator_id)]


def _point(store: Store, round_id: str, unit_id: str, leaf: Leaf, said: Iterable[Event]) -> Point:
    told = store.told(round_id).get(unit_id, [])
    return Point(
        told=not told or any(line.indicator_id == leaf.id for line in told[-1].lines),
        open=[appeal.number for appeal in appeals(said).values() if appeal.open],
        due=told[-1].appeal_by if told else None,
        everybodys=everybodys(leaf),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """An address that bears on an appeal, and all that is known of it."""

    url: str
    shown_on: date | None  # the day that the page shows now
    title: str
    now: CaseCapture | None  # what was captured for the appeal
    seen: tuple[Capture, ...]  # every content ever seen there, oldest first
    standing: Standing


def find_appeal(store: Store, round_id: str, number: int) -> Appeal:
    """
    Raises:
        WorkflowError: there is no such appeal.
    """
    found = appeals(store.events(Subject.APPEAL, round_id)).get(number)
    if found is None:
        raise WorkflowError(f"轮次 {round_id} 没有第 {number} 号申诉")
    return found


def shown_of(store: Store, round_id: str, appeal: Appeal) -> list[Shown]:
    """What was there: at the link of an appeal, and where the round looked before."""
    as_of = store.round(round_id).as_of
    captured = store.case_captures(Subject.APPEAL, round_id).get(appeal.number, [])
    found = []
    for kept in captured:
        seen = store.captures(kept.final_url)
        same = next((each for each in seen if each.sha256 == kept.sha256), None)
        standing = at_cut_off(kept.published_on, same.first_at if same else None, as_of)
        shown = Shown(kept.final_url, kept.published_on, kept.title, kept, tuple(seen), standing)
        found.append(shown)
    finding = unit_findings(store, round_id, appeal.unit_id).get(appeal.indicator_id)
    known = {shown.url for shown in found}
    for url in dict.fromkeys(piece.url for piece in (finding.evidence if finding else ())):
        if url in known:
            continue
        seen = store.captures(url)
        first = seen[0].first_at if seen else None
        found.append(Shown(url, None, "", None, tuple(seen), at_cut_off(None, first, as_of)))
    return found


def proofs_of(store: Store, round_id: str, appeal: Appeal) -> set[str]:
    """SHA-256 of all that a decision may rest on."""
    finding = unit_findings(store, round_id, appeal.unit_id).get(appeal.indicator_id)
    found = {
        capture.sha256 for shown in shown_of(store, round_id, appeal) for capture in shown.seen
    }
    found |= {piece.sha256 for piece in (finding.evidence if finding else ())}
    return (found | {appeal.file}) - {""}


def decide_appeal(
    store: Store, person: Person, round_id: str, number: int, ruling: Ruling, *, at: datetime
) -> None:
    """Decide an appeal; an upheld one becomes a judgement by the decider in the same transaction.

    Raises:
        NotAllowed: the person may not, or is tied to the unit.
        WorkflowError: why it cannot be decided so.
    """
    appeal = find_appeal(store, round_id, number)
    demand(person, Action.DECIDE_APPEAL, appeal.unit_id)
    demand_stage(store, round_id, Act.DECIDE)
    leaf = leaf_named(store, round_id, appeal.indicator_id)
    items, counts = keys_used(leaf.scoring)
    if unknown := sorted((set(ruling.items) - items) | (set(ruling.counts) - counts)):
        raise WorkflowError(f"该指标不按“{'、'.join(unknown)}”计分")
    judges = {
        judgement.by
        for judgement in store.judgements(round_id)
        if (judgement.unit_id, judgement.indicator_id) == (appeal.unit_id, appeal.indicator_id)
    }
    faults = faults_of_ruling(
        appeal,
        ruling,
        proofs_of(store, round_id, appeal),
        judges,
        fix_counts=store.terms(round_id).fix_counts,
    )
    if faults:
        raise WorkflowError("；".join(faults))
    said = {
        "decision": ruling.decision.value,
        "reason": masked(ruling.reason.strip()),
        "cites": ruling.cites,
    }
    event = Event(appeal.unit_id, appeal.indicator_id, DECIDED, person.id, at, said, number)
    judgement = judgement_of(appeal, ruling, leaf, person.id, at)
    store.add_event(
        Subject.APPEAL, round_id, event, seen=appeal.events, judgement=judgement, person=person,
        refuse=during(Act.DECIDE),
    )  # fmt: skip
