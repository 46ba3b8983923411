"""One site is one job: the same function on one machine and on many."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawlers.collect import look
from crawlers.settings import Settings
from data.archive import evidence_of
from data.store import Store
from data.types import Fetch, Unit

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
    store.start_site(round_id, unit.id, now())
    exhausted = await look(
        unit,
        evidence_of(var, round_id),
        known=store.fetches(round_id, unit.id),
        save=lambda fetches: store.add_fetches(round_id, unit.id, fetches),
        allow=settings.allow,
        budget=settings.budget,
        contact=settings.contact,
        copy=unit.id in store.round(round_id).copies,
        now=now,
        progress=lambda fetch, waiting: on_page(unit, fetch, waiting),
    )
    store.finish_site(round_id, unit.id, now(), exhausted=exhausted)
