"""Scripts from hosts of others: public libraries, that a page cannot be drawn without, and counters
and the like, that never bring an entry. Pure.

Which they are stands in `script_hosts.csv`. Everything else of another host is not asked for, and
the page may lack it.
"""

import csv
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

TABLE = Path(__file__).parent / "script_hosts.csv"
_LIBRARY = "程序库"


def is_library(url: str) -> bool:
    """A public host of script libraries serves this address, the same to everybody."""
    parts = urlsplit(url)
    plain = not parts.username and parts.port in {None, 80, 443}
    return plain and _kind(url) == _LIBRARY


def brings_nothing(url: str) -> bool:
    """What counts visits, shares a page, shows a badge or the weather: no content of the site."""
    return _kind(url) not in {"", _LIBRARY}


def _kind(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    for known, path, kind in _table():
        under = host == known or (known.startswith("*.") and f".{host}".endswith(known[1:]))
        if under and parts.path.startswith(path):
            return kind
    return ""


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple((row["主机"], row["路径"], row["种类"]) for row in csv.DictReader(file))
