"""The steps of a round, each from what the one before has stored: collect, check, score.

The only place where the layers meet. Every step can be run again: collecting goes on where it was
cut off, checking and scoring replace what they made before.
"""

from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path

from crawlers.clock import now
from crawlers.collect import entry_of
from crawlers.documents import Reader
from crawlers.findings import unknown
from crawlers.fleet.crew import collect_sites
from crawlers.fleet.sidebyside import OnSite
from crawlers.guard import Allow
from crawlers.loop import run
from crawlers.network.resolver import refusals
from crawlers.personal import masked, without_numbers
from crawlers.registry import Ask, Check, all_checks
from crawlers.run import judge, read_site
from crawlers.settings import Settings
from crawlers.site import Column, Site
from crawlers.topics import Retopic
from dashboard.rounds import accuracycard, textmodel
from dashboard.rounds.permitted import demand_stage, during
from dashboard.rounds.reported import lay_metrics, of_metrics
from data.archive import evidence_of
from data.canonical import finding_from
from data.facts import ColumnFacts, SiteStatus
from data.indicators import Scheme
from data.schemes import bind, parse_scheme
from data.storage.currency import Checked
from data.storage.progress import Shut, not_reached
from data.store import Store
from data.types import Cause, Finding, Round, Unit
from data.web_part import web_part
from data.writer import ArchiveError
from scoring.engine.counted import Digest, counted
from scoring.engine.score import score_lines
from scoring.gaps import Gap, gaps
from scoring.rounds import effective
from scoring.stages import Act

Advance = Callable[[Unit], None]


@cache
def checks() -> dict[str, Check]:
    return all_checks()


def round_scheme(store: Store, assessed: Round) -> Scheme:
    """The scheme of a round as it was when the round was created, bound to today's checks.

    Of a round that assesses websites only, the part that a website can show.

    Raises:
        SchemeError: a check that the scheme names no longer exists.
    """
    scheme = parse_scheme(store.scheme_text(assessed.scheme_id), assessed.scheme_id)
    bind(scheme, checks())
    return web_part(scheme) if assessed.web_only else scheme


# --- collect ----------------------------------------------------------------------------------


def collect_round(
    store: Store,
    round_id: str,
    var: Path,
    settings: Settings,
    *,
    units: Iterable[str] = (),
    processes: int = 1,
    on_site: OnSite = lambda unit, failed: None,
) -> dict[str, str]:
    """Look at every site of the round that is not finished; archive what comes home.

    Args:
        units: ids to look at, finished or not; empty: all that are not finished, but those whose
            addresses our guard would refuse again.
        processes: that share the work; 1: this one does it.
        on_site: told of every look that ended, and why it failed when it did.

    Returns:
        Why looks failed, by unit id: faults of ours, never of the sites.
    """
    demand_stage(store, round_id, Act.COLLECT)
    chosen = tuple(units)
    refused = () if chosen else still_refused(store, round_id, settings.allow)
    waiting = unfinished(store, round_id, chosen, but=refused)
    return collect_sites(
        store.url, round_id, waiting, var, settings, processes=processes, on_site=on_site
    )


def unfinished(
    store: Store, round_id: str, units: Iterable[str] = (), *, but: Collection[str] = ()
) -> list[Unit]:
    """The units of a round whose sites are not finished, or were not reached for reasons of our
    own side (`data.storage.progress.shut`); or these units, finished or not.

    Args:
        but: ids of finished sites that are not to be tried again.
    """
    chosen = set(units)
    sites = store.site_progress(round_id)
    waiting = {id_ for id_, site in sites.items() if site.state.status is not SiteStatus.DONE}
    waiting |= set(not_reached(sites)) - set(but)
    return [
        unit for unit in store.round_units(round_id) if unit.id in (chosen if chosen else waiting)
    ]


def still_refused(store: Store, round_id: str, allow: Allow) -> dict[str, str]:
    """Units whose sites our guard refused to go to and would refuse again, each with why: nobody
    has allowed their addresses since, and their names lead where they led. Asks DNS, no site.
    """
    shut = not_reached(store.site_progress(round_id))
    doors = {
        unit.id: entry_of(unit)
        for unit in store.round_units(round_id)
        if shut.get(unit.id) is Shut.ADDRESS
    }
    refused = run(refusals(doors.values(), allow)) if doors else {}
    return {id_: refused[door] for id_, door in doors.items() if door in refused}


# --- check ------------------------------------------------------------------------------------


def check_round(
    store: Store,
    round_id: str,
    var: Path,
    *,
    units: Iterable[str] = (),
    on_site: Advance = lambda unit: None,
) -> None:
    """Read every site of the round from its archive and judge it. Touches no network.

    Raises:
        ArchiveError: evidence of a unit is damaged; the others have been judged by then, and the
            unit's findings say that nothing could be read.
        TopicModelError: the text model that the round is tied to is gone or damaged.
        WorkflowError: the stage of the round does not allow it.
    """
    demand_stage(store, round_id, Act.CHECK)
    assessed = store.round(round_id)
    scheme = round_scheme(store, assessed)
    leaves = scheme.leaves()
    reported = of_metrics(store, assessed, scheme)
    ask = Ask(assessed.as_of, assessed.year)
    retopic = textmodel.of_round(store, round_id, var)
    decides = accuracycard.of_round(store, round_id).decides
    chosen = set(units)
    damaged: list[ArchiveError] = []
    with Reader() as reader:
        for unit in store.round_units(round_id):
            if chosen and unit.id not in chosen:
                continue
            look = store.site(round_id, unit.id).attempts  # before its rows are read
            try:
                site = archived_site(store, assessed, unit, var, reader, retopic)
            except ArchiveError as error:  # one damaged file must not keep the others unjudged
                damaged.append(error)
                lost = unknown(Cause.CHECK_FAILED, f"存证无法读取，未能核查：{error}")
                found = {leaf.id: lost for leaf in leaves} | reported.get(unit.id, {})
                made = Checked(look, now())
                store.put_findings(round_id, unit.id, found, made, during(Act.CHECK))
                continue
            findings = judge(site, ask, leaves, checks(), decides) | reported.get(unit.id, {})
            pages = map(without_numbers, site.pages.values())
            made = Checked(look, now())
            store.put_reading(
                round_id, unit.id, pages, _column_facts(site), findings, made, during(Act.CHECK)
            )
            on_site(unit)
    if damaged:
        raise damaged[0]


def archived_site(
    store: Store, assessed: Round, unit: Unit, var: Path, reader: Reader, retopic: Retopic
) -> Site:
    """A unit's site as a round saw it, read from the archive.

    Raises:
        ArchiveError: evidence of the unit is damaged.
    """
    return read_site(
        unit,
        entry_of(unit),
        store.fetches(assessed.id, unit.id),
        evidence_of(var, assessed.id),
        reader.read_all,
        exhausted=store.site(assessed.id, unit.id).exhausted,
        copy=unit.id in assessed.copies,
        steps=store.steps(assessed.id, unit.id),
        retopic=retopic,
    )


def _column_facts(site: Site) -> list[ColumnFacts]:
    return [_facts_of(column) for column in site.columns]


def _facts_of(column: Column) -> ColumnFacts:
    newest = column.newest
    return ColumnFacts(
        name=masked(column.name),
        path=tuple(map(masked, column.path)),
        url=column.url,
        topics=column.topics,
        state=column.state.value,
        items=len(column.items),
        newest_on=newest.on if newest else None,
    )


# --- score ------------------------------------------------------------------------------------


def score_round(store: Store, round_id: str, by: str = "gkc") -> str:
    """Score and rank the round from its findings and judgements; returns the digest.

    Args:
        by: who has it scored, for the audit chain; not given: whoever has the machine.

    Raises:
        StoreError: the round is sealed.
        WorkflowError: the stage of the round does not allow it.
    """
    demand_stage(store, round_id, Act.SCORE)
    assessed = store.round(round_id)
    scheme = round_scheme(store, assessed)
    lay_metrics(store, assessed, scheme)
    sheets, judged = store.sheets(round_id), store.judgements(round_id)
    lines = score_lines(scheme, store.round_units(round_id), counted(sheets, judged, scheme.heavy))
    made = Digest(scheme, sheets, judged)
    return store.put_score_lines(
        round_id, made.watched(lines), made.hex, now(), by, during(Act.SCORE)
    )


def counted_findings(
    store: Store, scheme: Scheme, round_id: str, unit_id: str
) -> dict[str, Finding]:
    """A unit's findings with people's judgements laid over them, by indicator id."""
    mine = [judgement for judgement in store.judgements(round_id) if judgement.unit_id == unit_id]
    return effective(unit_findings(store, round_id, unit_id), mine, scheme.heavy)


def unit_findings(store: Store, round_id: str, unit_id: str) -> dict[str, Finding]:
    """What was found of a unit, by indicator id; empty before it was checked."""
    return {id_: finding_from(text) for id_, text in store.finding_texts(round_id, unit_id)}


def unit_gaps(store: Store, round_id: str, unit_id: str) -> list[Gap]:
    """Gaps of a scored unit, largest loss first; none before the round was scored."""
    assessed = store.round(round_id)
    scheme = round_scheme(store, assessed)
    scored = store.scores(round_id).get(unit_id)
    if scored is None:
        return []
    return gaps(scheme, scored, counted_findings(store, scheme, round_id, unit_id))
