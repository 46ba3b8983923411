"""What holds for every address of an origin before it is asked: guard, pace, robots, machine."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.guard import Allow, allowed, refusal
from crawlers.network.hosts import host_of
from crawlers.network.pace import CONNECTIONS, Pace, Paces
from crawlers.network.resolver import Resolver
from crawlers.network.robots import Robots


@dataclass(slots=True)
class Door:
    """One scheme, host and port."""

    origin: str
    host: str
    refusal: str  # why the guard lets nobody through; empty when it does
    pace: Pace
    robots: Robots
    machine: asyncio.Semaphore | None = None  # turns of the machine behind, once it is known


class Doors:
    """The doors that a look comes to.

    Args:
        delay_s: seconds between two requests to one host; none for allowed hosts on loopback.
        robots: makes the robots.txt of an origin with this pace.
    """

    def __init__(
        self,
        allow: Allow,
        resolver: Resolver,
        paces: Paces,
        *,
        delay_s: float,
        robots: Callable[[str, Pace], Robots],
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._allow, self._resolver, self._paces = allow, resolver, paces
        self._delay_s, self._robots, self._clock, self._sleep = delay_s, robots, clock, sleep
        self._doors: dict[str, Door] = {}

    def of(self, url: str) -> Door:
        """The door of a normalised address."""
        end = url.find("/", 8)
        origin = url[:end] if end > 0 else url
        door = self._doors.get(origin)
        if door is None:
            host, pace = urlsplit(origin).hostname or "", self._pace(origin)
            refused = refusal(origin, self._allow)
            door = Door(origin, host, refused, pace, self._robots(origin, pace))
            self._doors[origin] = door
        return door

    def _pace(self, origin: str) -> Pace:
        """The turns of a host, the same at all its doors, with www. and without."""
        parts = urlsplit(origin)
        host = parts.hostname or ""
        paces, name = self._paces.hosts, host_of(origin)
        address, _ = allowed(self._allow, host, parts.port or 80) or ("", 0)
        local = address.startswith("127.") or address == "::1"
        delay_s = 0.0 if local else self._delay_s
        if name not in paces:
            paces[name] = Pace(delay_s, self._clock, self._sleep)
        paces[name].slow_down(delay_s)  # of looks with different delays the longest holds
        return paces[name]

    async def machine(self, door: Door) -> asyncio.Semaphore:
        """The turns of the machine behind a host: portals share one, and it has one capacity.

        Hosts that somebody allowed are his own affair.
        """
        if door.machine is None:
            turns = asyncio.Semaphore(CONNECTIONS)
            port = urlsplit(door.origin).port or 80
            if allowed(self._allow, door.host, port) is None:
                try:
                    found = await self._resolver.resolve(door.host, port)
                except OSError:  # the request will find out and say so
                    return turns
                if found:
                    turns = self._paces.machines.setdefault(found[0]["host"], turns)
            door.machine = door.machine or turns
        return door.machine

    async def close(self) -> None:
        await asyncio.gather(*(door.robots.close() for door in self._doors.values()))
