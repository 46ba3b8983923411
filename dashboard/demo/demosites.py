"""The demo sites as the loopback server shows them, and the rounds that look at them."""

from pathlib import Path

from crawlers.loopback import CHALLENGE, Behaviour, Down, Folder
from data.demo.generate import Demo

DEMO_ROUNDS = {"demo-county": "county-2023-v2", "demo-department": "department-2023-v2"}


def behaviours(made: Demo) -> dict[str, Behaviour]:
    """How the loopback server answers, by host."""
    return {host: _behaviour(what) for host, what in made.hosts.items()}


def _behaviour(what: Path | str) -> Behaviour:
    match what:
        case "challenge":
            return CHALLENGE
        case "down":
            return Down()
        case _:
            return Folder(Path(what))
