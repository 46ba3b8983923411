"""One site is one job: the same function on one machine and on many."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

from crawlers.clock import now
from crawlers.collect import Means, look
from crawlers.looks.keeper import Before
from crawlers.network.pace import Paces
from crawlers.settings import Settings
from data.archive import Archive, evidence_of
from data.facts import SiteState, SiteStatus
from data.leftover import Leftover, leftover
from data.store import Store
from data.types import Fetch, FetchOutcome, Page, Step, Traffic, Unit


async def collect_site(
    store: Store,
    round_id: str,
    unit: Unit,
    var: Path,
    settings: Settings,
    *,
    paces: Paces | None = None,
    archive: Archive | None = None,
    held: BinaryIO | None = None,
) -> None:
    """Look at a unit's site and keep what comes home; goes on where it was cut off.

    Args:
        var: folder of the run-time files; evidence is kept below it.
        paces: of all looks of this process.
        archive: where evidence is kept; not given: where that round has it below `var`.
        held: the right to write about the unit (`Archive.hold`); not given: it is taken here.

    Raises:
        ArchiveBusy: another process looks at this unit right now; nothing was noted of this try.
        ArchiveError: evidence of an earlier part of this look is gone or changed.
        StoreError: the round or the unit is unknown.
    """
    archive = archive or evidence_of(var, round_id)
    # What is read now stays true until the look has ended.
    with nullcontext(held) if held else archive.hold(unit.id) as right:
        before = store.site(round_id, unit.id)
        # What was cut off goes on; what had ended and is asked for again climbs the ladder again.
        steps = store.steps(round_id, unit.id) if before.status is not SiteStatus.DONE else []
        known = store.fetches(round_id, unit.id)
        left = Leftover()
        if before.started_at and before.status is not SiteStatus.DONE:
            left = leftover(archive, unit.id, known, before.started_at)
        store.start_site(round_id, unit.id, now(), traffic=left.traffic)
        exhausted = await look(
            unit,
            archive,
            _Saving(store, round_id, unit.id, steps).save,
            before=Before(_worth_knowing(before, known), steps, left.answers),
            means=Means(settings, paces, now=now),
            copy=before.copy,
            held=right,
        )
        store.finish_site(round_id, unit.id, now(), exhausted=exhausted)


def _worth_knowing(before: SiteState, known: Iterable[Fetch]) -> list[Fetch]:
    """Rows of what need not be asked for again.

    An address that we refused to go to may have been allowed since. A name that was not resolved
    may be by now, when the look had ended and somebody asks for another; one that was cut off goes
    on as it would have.
    """
    again = {FetchOutcome.BLOCKED_ADDRESS}
    if before.status is SiteStatus.DONE:
        again.add(FetchOutcome.DNS_FAILED)
    return [row for row in known if row.outcome not in again]


class _Saving:
    """Where a look puts what it has, and which steps are there already."""

    def __init__(self, store: Store, round_id: str, unit_id: str, steps: Sequence[Step]) -> None:
        self._store, self._site, self._kept = store, (round_id, unit_id), tuple(steps)

    def save(
        self,
        fetches: Sequence[Fetch],
        pages: Sequence[tuple[int, Page]],
        traffic: Sequence[Traffic],
        steps: Sequence[Step],
    ) -> None:
        """Steps first: one whose row was lost is gone again, a row without its step would mislead.

        A large site has thousands of steps; only those from the first new one on are written.
        """
        alike = _alike(self._kept, steps)
        if alike < max(len(self._kept), len(steps)):
            self._store.put_steps(*self._site, steps[alike:], alike)
            self._kept = tuple(steps)
        self._store.add_fetches(*self._site, fetches, pages=pages, traffic=traffic)


def _alike(before: Sequence[Step], after: Sequence[Step]) -> int:
    """How many of the first steps are the same."""
    pairs = zip(before, after, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
