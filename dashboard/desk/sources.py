"""Where a desk reads whole rounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.rounds.progress import Standings
from dashboard.rounds.result import Result
from data.storage.progress import SiteProgress
from data.watches import Probe, Watch


@dataclass(frozen=True)
class Sources:
    """Where a desk reads whole rounds: screens keep what was read for a while, whoever asks."""

    result: Callable[[str], Result]
    places: Callable[[str], Result]  # without scores and findings: much quicker
    waiting: Callable[[str], tuple[int, int]]  # `dashboard.stages.course.waiting_in`
    sites: Callable[[str], Mapping[str, SiteProgress]]
    standings: Callable[[], Standings]
    not_opened: Callable[[tuple[str, ...], int], list[tuple[Watch, Probe]]]
