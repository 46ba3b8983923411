"""Where a look stands: what it asks next, what it tries next, what it has, what it has cost."""

from collections.abc import Callable
from dataclasses import dataclass

from crawlers.frontier import Budget, Frontier
from crawlers.looks.confirm import Ladder
from crawlers.looks.keeper import Keeper


class Purse:
    """What this run has cost so far, against what a look may cost.

    Args:
        waited_s: seconds so far that requests waited for the hours to begin; they cost nothing.
    """

    def __init__(
        self, budget: Budget, clock: Callable[[], float], waited_s: Callable[[], float]
    ) -> None:
        self._budget, self._clock, self._waited_s = budget, clock, waited_s
        self._began = clock()
        self.asked = 0  # addresses
        self.size_bytes = 0  # of bodies, decoded

    @property
    def room(self) -> bool:
        """One more address may be asked for."""
        seconds = self._clock() - self._began - self._waited_s()
        return self._budget.allows(self.asked, self.size_bytes, seconds)

    def forget(self, seconds: float) -> None:
        """Time went by that costs the site nothing."""
        self._began += seconds


@dataclass(frozen=True, slots=True)
class Course:
    """The parts of a look that all of its steps change."""

    frontier: Frontier
    ladder: Ladder
    keeper: Keeper
    purse: Purse
