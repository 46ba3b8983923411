"""Where the desk of the API reads whole rounds: the last few are kept until scored anew."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from dashboard.desk.sources import Sources
from dashboard.rounds.places import read_places
from dashboard.rounds.progress import standings
from dashboard.rounds.result import Result, read_result
from dashboard.stages.course import waiting_in
from data.storage.database import Database
from data.storage.monitors import Monitors
from data.storage.progress import site_progress
from data.store import Store
from data.watches import levels

_KEPT = 8  # rounds


def sources(store: Store, database: Database) -> Sources:
    """Everything read from a store, and from the same database where progress is counted."""

    @lru_cache(maxsize=_KEPT)
    def scored(round_id: str, digest: str, created_at: datetime) -> Result:
        return read_result(store, round_id, digest)

    def result(round_id: str) -> Result:
        digest = store.digest(round_id)
        if digest is None:  # findings still come in: nothing to keep
            return read_result(store, round_id, "")
        return scored(round_id, digest, store.round(round_id).created_at)

    @lru_cache(maxsize=_KEPT)
    def placed(round_id: str, digest: str, created_at: datetime) -> Result:
        return read_places(store, round_id, digest)

    def places(round_id: str) -> Result:
        digest = store.digest(round_id)
        if digest is None:
            return read_places(store, round_id, "")
        return placed(round_id, digest, store.round(round_id).created_at)

    watches = Monitors(database)
    return Sources(
        result=result,
        places=places,
        waiting=lambda round_id: waiting_in(store, round_id),
        sites=lambda round_id: site_progress(database, round_id),
        standings=lambda: standings(watches, levels(), datetime.now(UTC)),
        not_opened=lambda units, most: watches.not_opened(
            datetime.now(UTC) - timedelta(days=levels().window_days), units=units, most=most
        ),
    )
