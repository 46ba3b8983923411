"""Looking at a unit's site afresh: the new look counts only when it has seen the site."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from crawlers.collect import entry_of
from crawlers.job import collect_site
from crawlers.loop import run
from crawlers.network.pace import Paces
from crawlers.run import read_site
from crawlers.settings import Settings
from dashboard.wording.collected import why_nothing
from dashboard.wording.words import NOTHING_READ
from data.archive import Archive, evidence_of
from data.cdxj import index_of
from data.facts import SiteStatus
from data.storage.afresh import add_cost, apart, discard, files_of, take_over
from data.storage.database import Database
from data.store import Store
from data.types import Unit

# Shows how a look comes along; what it gives shows it once more.
Watched = Callable[[Store], AbstractContextManager[Callable[[], None]]]


@dataclass(frozen=True, slots=True)
class Afresh:
    """What came of it."""

    why_not: str = ""  # the old look is still in its place; empty: it is not
    pages: int = 0  # read
    before: Mapping[str, bool] = field(default_factory=dict)  # evidence file -> it is there


def collect_afresh(
    store: Store, round_id: str, unit: Unit, var: Path, settings: Settings, watched: Watched
) -> Afresh:
    """Look at a unit's site from nothing; what is known of it changes when that has succeeded.

    Killed at any moment, either all is as it was, and the next call goes on with the new look; or
    the new look has taken the old one's place. First times seen, the ledger, findings and
    judgements stay.

    Args:
        var: folder of the run-time files.

    Raises:
        ArchiveBusy: somebody is looking at the unit.
        ArchiveError: the evidence folder cannot be written, or lost what was just written.
    """
    with closing(Database(store.url)) as database:
        before = files_of(database, round_id, unit.id)
    archive = evidence_of(var, round_id, before)
    archive.make_ready()
    folder = var / "afresh" / round_id / unit.id
    with archive.hold(unit.id) as held:
        there = set(archive.files_of(unit.id))
        with apart(store, round_id, unit.id, folder) as new:
            if new.site(round_id, unit.id).status is not SiteStatus.DONE:
                with watched(new) as glance:
                    looking = collect_site(
                        new,
                        round_id,
                        unit,
                        var,
                        settings,
                        paces=Paces(),
                        archive=archive,
                        held=held,
                    )
                    run(looking)
                    glance()
            pages = sum(fetch.outcome.read for fetch in new.fetches(round_id, unit.id))
            why_not = (
                _unseen(new, round_id, unit, archive)
                if pages
                else f"{NOTHING_READ}：{why_nothing(new, round_id, unit)}"
            )
            if why_not:
                add_cost(store, new)
                _remove(archive, _made_by(new, round_id, unit, archive, there) - set(before))
            else:
                take_over(store, new, round_id, unit.id)
        discard(folder)
        with suppress(OSError):  # another unit is being looked at afresh as well
            folder.parent.rmdir()
            folder.parent.parent.rmdir()
    return Afresh(why_not, pages, {name: (archive.folder / name).exists() for name in before})


def _made_by(new: Store, round_id: str, unit: Unit, archive: Archive, there: set[str]) -> set[str]:
    """Evidence files of the new look, those from before it was cut off among them.

    Args:
        there: files of the round before this run; nobody else makes any for the unit meanwhile.
    """
    made = set(archive.files_of(unit.id)) - there
    with closing(Database(new.url)) as database:
        return made | set(files_of(database, round_id, unit.id))


def _remove(archive: Archive, names: Iterable[str]) -> None:
    """Take away evidence that nothing speaks of: verifying would tell of it for ever."""
    for name in names:
        path = archive.folder / name
        for each in (path, index_of(path)):
            each.unlink(missing_ok=True)


def _unseen(new: Store, round_id: str, unit: Unit, archive: Archive) -> str:
    """Why nothing can be said about the site by this look; empty when something can."""
    state = new.site(round_id, unit.id)
    site = read_site(
        unit,
        entry_of(unit),
        new.fetches(round_id, unit.id),
        archive,
        lambda files: (),  # what is in documents decides nothing here
        exhausted=state.exhausted,
        copy=state.copy,
        steps=new.steps(round_id, unit.id),
    )
    return site.trouble[1] if site.trouble else ""
