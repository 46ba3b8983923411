"""Other addresses under which a front door may open. Pure."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from crawlers.network.answers import registered


def variants(url: str) -> Iterator[str]:
    """Other spellings of the front door: http or https, with www or without."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    hosts = [host]
    if host.startswith("www."):
        hosts.append(host.removeprefix("www."))
    elif registered(host) == host and not _is_address(host):
        hosts.append(f"www.{host}")
    other = "https" if parts.scheme == "http" else "http"
    for name in hosts:
        for scheme in (parts.scheme,) if port else (parts.scheme, other):
            netloc = f"{name}:{port}" if port else name
            again = parts._replace(scheme=scheme, netloc=netloc).geturl()
            if again != url:
                yield again


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
