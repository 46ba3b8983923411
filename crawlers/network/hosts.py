"""Who answers at an address. `www.` makes no other host: it is the same server."""

from urllib.parse import urlsplit


def server_of(url: str) -> str:
    """Host and port of a normalised address, without `www.`."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def host_of(url: str) -> str:
    """Name of the host alone, without `www.`; of what is no address, all of it."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
