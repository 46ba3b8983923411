"""Progress of a running command on stderr."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from threading import Event, Thread
from time import monotonic

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from dashboard.rounds.progress import Since, totals
from dashboard.wording.printing import STDERR, inert
from data.facts import SiteStatus
from data.storage.database import Database, DatabaseError
from data.storage.progress import SiteProgress, site_progress
from data.store import Store

Advance = Callable[[int, str], None]  # sites done, text beside the bar
GLANCE_S = 1.0  # between two looks at the database


@contextmanager
def watched(store: Store, round_id: str, ids: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Show what the database says of these sites, once a second, until the block ends.

    Yields:
        What looks once more, now.
    """
    names = {unit.id: unit.name for unit in store.round_units(round_id)}
    over = Event()
    with closing(Database(store.url)) as database, bar("采集", len(ids)) as advance:
        since = Since(_of(site_progress(database, round_id), ids))

        def glance() -> None:
            try:
                sites = _of(site_progress(database, round_id), ids)
            except DatabaseError:  # who collects finds out too, and says so
                return
            ended, now_at = since.take(sites), totals(sites)
            running = now_at.by_status.get(SiteStatus.RUNNING, 0)
            failed = now_at.by_status.get(SiteStatus.FAILED, 0)
            newest = now_at.last.state.unit_id if now_at.last else ""
            words = [f"采集中 {running}", f"出错 {failed}" if failed else "", f"{now_at.asked} 页"]
            if newest:
                words.append(f"{names[newest]} 第 {sites[newest].asked} 页")
            advance(len(ended), " · ".join(filter(None, words)))

        def watch() -> None:
            pause = GLANCE_S
            while not over.wait(pause):
                began = monotonic()
                glance()
                # A large round takes a while to count: never more than a twentieth of the time.
                pause = max(GLANCE_S, 20 * (monotonic() - began))

        thread = Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield glance
        finally:
            over.set()
            thread.join()


def _of(sites: Mapping[str, SiteProgress], ids: Iterable[str]) -> dict[str, SiteProgress]:
    return {id_: sites[id_] for id_ in ids}


@contextmanager
def bar(verb: str, total: int) -> Iterator[Advance]:
    columns = (SpinnerColumn(), TextColumn(verb), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TextColumn("{task.description}", markup=False), console=STDERR
    ) as shown:
        task = shown.add_task("", total=total)
        yield lambda done, text: shown.update(task, advance=done, description=inert(text))
