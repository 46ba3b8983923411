"""Where the desk of a screen reads."""

from dashboard.desk.sources import Sources
from dashboard.load.collecting import sites_now, standings_now, visits_failed
from dashboard.load.opened import places_of, result_of, waiting_of
from data.storage.database import database_url


def sources() -> Sources:
    """Where the desk of a screen reads: everything is kept for a while, whoever asks."""
    url = database_url()
    return Sources(
        result=result_of,
        places=places_of,
        waiting=waiting_of,
        sites=lambda round_id: sites_now(url, round_id),
        standings=lambda: standings_now(url),
        not_opened=lambda units, most: visits_failed(url, units, most),
    )
