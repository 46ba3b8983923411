"""Words and hosts that make a link to another website suspicious: outside_links.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

_FILE = Path(__file__).with_name("outside_links.yaml")


@dataclass(frozen=True, slots=True)
class OutsideLinks:
    """`trades`: pattern by name of a trade. `sites`, `trades_needed`: what makes a cluster."""

    certain: re.Pattern[str]
    unless: re.Pattern[str]
    hosts: re.Pattern[str]
    trusted: re.Pattern[str]
    trades: Mapping[str, re.Pattern[str]]
    sites: int
    trades_needed: int


@cache
def outside_links() -> OutsideLinks:
    """The patterns, read once."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return OutsideLinks(
        certain=_any_of(raw["certain"]),
        unless=re.compile(raw["unless"]),
        hosts=_any_of(raw["hosts"]),
        trusted=re.compile(raw["trusted"]),
        trades=MappingProxyType({k: re.compile(v, re.I) for k, v in raw["trades"].items()}),
        sites=int(raw["cluster"]["sites"]),
        trades_needed=int(raw["cluster"]["trades"]),
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)
