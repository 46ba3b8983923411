"""One site is one job: the same function on one machine and on many."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from crawlers.collect import look
from crawlers.settings import Settings
from data.archive import evidence_of
from data.facts import SiteStatus
from data.store import Store
from data.types import Fetch, Page, Step, Traffic, Unit

OnPage = Callable[[Unit, Fetch, int], None]  # the row just made, addresses still waiting


def now() -> datetime:
    return datetime.now(UTC)


async def collect_site(
    store: Store,
    round_id: str,
    unit: Unit,
    var: Path,
    settings: Settings,
    on_page: OnPage = lambda unit, fetch, waiting: None,
) -> None:
    """Look at a unit's site and keep what comes home; goes on where it was cut off.

    Args:
        var: folder of the run-time files; evidence is kept below it.
        on_page: told of every page.

    Raises:
        ArchiveError: evidence of an earlier part of this look is gone or changed, or another
            process looks at this unit right now.
        StoreError: the round or the unit is unknown.
    """
    # What was cut off goes on; what had ended and is asked for again climbs the ladder again.
    before = store.site(round_id, unit.id)
    steps = store.steps(round_id, unit.id) if before.status is not SiteStatus.DONE else []
    store.start_site(round_id, unit.id, now())
    exhausted = await look(
        unit,
        evidence_of(var, round_id),
        known=store.fetches(round_id, unit.id),
        steps=steps,
        save=partial(_save, store, round_id, unit.id),
        settings=settings,
        copy=before.copy,
        now=now,
        progress=lambda fetch, waiting: on_page(unit, fetch, waiting),
    )
    store.finish_site(round_id, unit.id, now(), exhausted=exhausted)


def _save(
    store: Store,
    round_id: str,
    unit_id: str,
    fetches: Sequence[Fetch],
    pages: Sequence[tuple[int, Page]],
    traffic: Sequence[Traffic],
    steps: Sequence[Step],
) -> None:
    """Steps first: one whose row was lost is gone again, a row without its step would mislead."""
    if steps:
        store.put_steps(round_id, unit_id, steps)
    store.add_fetches(round_id, unit_id, fetches, pages=pages, traffic=traffic)
