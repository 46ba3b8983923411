"""What was spent on each host, hour by hour: a unit may ask, and gets it printed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from data.types import Traffic

_HOUR = timedelta(hours=1)


class Ledger:
    """Counts every request on the wire, whatever came of it, until somebody takes the sum."""

    def __init__(self) -> None:
        self._spent: dict[tuple[str, datetime], list[int]] = {}
        self._hour = datetime.min.replace(tzinfo=UTC)  # of the request before: mostly the same

    def count(self, host: str, at: datetime, size_bytes: int) -> None:
        """One request, in the hour in which it was sent, and what came back, as it was packed."""
        if not self._hour <= at < self._hour + _HOUR:
            self._hour = at.replace(minute=0, second=0, microsecond=0)
        key = host, self._hour
        if key in self._spent:
            spent = self._spent[key]
            spent[0] += 1
            spent[1] += size_bytes
        else:
            self._spent[key] = [1, size_bytes]

    def take(self) -> tuple[Traffic, ...]:
        """What was counted since the last time, by host and hour."""
        taken, self._spent = self._spent, {}
        return tuple(Traffic(host, hour, *spent) for (host, hour), spent in sorted(taken.items()))


def summed(spent: Iterable[Traffic]) -> tuple[Traffic, ...]:
    """One sum a host and hour, in their order."""
    sums: dict[tuple[str, datetime], list[int]] = {}
    for each in spent:
        here = sums.setdefault((each.host, each.hour), [0, 0])
        here[0] += each.requests
        here[1] += each.size_bytes
    return tuple(Traffic(host, hour, *both) for (host, hour), both in sorted(sums.items()))
