"""How looks are conducted: one value, the same on one machine and on many."""

import json
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Self

from crawlers.fetch import Fetcher
from crawlers.frontier import Budget
from crawlers.guard import Allow

HOSTS_AT_ONCE = 100  # in one process: at one request a second each, to keep a processor busy
HEARTBEAT_S = 10.0  # between two signs of life of a worker
STALLED_S = 120.0  # without one, a worker is taken for dead


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person who starts a collection may choose."""

    budget: Budget = field(default_factory=Budget)  # of one site
    allow: Allow = field(default_factory=dict)  # hosts that are not public, and where they are
    contact: str = ""  # shown to the people who run the sites, in the user agent
    delay_s: float = 1.0  # between two requests to one host; none for allowed hosts on loopback
    hours: tuple[time, time] | None = None  # only between these, Chinese time; may pass midnight
    browser: bool = True  # draw pages that scripts fill

    def fetcher(self, **more: Any) -> Fetcher:
        """Who asks, as these settings say.

        Args:
            more: of `Fetcher`, beside what the settings say.
        """
        return Fetcher(
            allow=self.allow, contact=self.contact, delay_s=self.delay_s, hours=self.hours, **more
        )

    def to_json(self) -> str:
        return json.dumps(
            {
                "budget": [self.budget.pages, self.budget.size_bytes, self.budget.seconds],
                "allow": {host: list(place) for host, place in self.allow.items()},
                "contact": self.contact,
                "delay_s": self.delay_s,
                "hours": [each.isoformat() for each in self.hours] if self.hours else None,
                "browser": self.browser,
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        raw = json.loads(text)
        hours = [time.fromisoformat(each) for each in raw["hours"] or ()]
        return cls(
            budget=Budget(*raw["budget"]),
            allow={host: (ip, port) for host, (ip, port) in raw["allow"].items()},
            contact=raw["contact"],
            delay_s=raw["delay_s"],
            hours=(hours[0], hours[1]) if hours else None,
            browser=raw["browser"],
        )
