"""Where the sites of units are built: on a host of their own, or on one that several share."""

from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from data.types import Unit


def hosts(units: Iterable[Unit]) -> dict[str, str]:
    """Host of the portal by unit id; what has none is named as it is."""
    return {unit.id: urlsplit(unit.portal).netloc or unit.portal for unit in units}


def shared_hosts(units: Iterable[Unit], alone: str) -> Mapping[str, str]:
    """The same, with all hosts of one unit only under one name.

    Args:
        alone: what to call those.
    """
    found = hosts(units)
    size = Counter(found.values())
    return {id_: host if size[host] > 1 else alone for id_, host in found.items()}
