"""Which addresses may be visited: public ones, and those that somebody allowed by name.

Every URL passes here before it is asked for, every hop of a redirect again, and every address
that a name resolves to. The connection goes to the very address that was judged.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

Allow = Mapping[str, tuple[str, int]]  # host, or host:port, -> (address, port)

LONGEST_URL = 2000  # characters; nothing longer was ever a page

_PORTS = {"http": 80, "https": 443}
# What IANA's registries of special-purpose addresses name (RFC 6890 and since, as RFC 9637), called
# globally reachable or not: no site lives there. Python's own list lacks the newest.
_SPECIAL = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",  # multicast; reserved, broadcast too
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        ),
    )
)  # fmt: skip
_UNICAST = ip_network("2000::/3")  # all of IPv6 that is handed out for the internet

_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)
_SESSION_KEY = re.compile(r"(?:jsessionid|phpsessid|aspsessionid\w*)$", re.IGNORECASE)
_COLD_FUSION = {"cfid", "cftoken"}  # a session only when both are there: cfid alone is a number
# Addresses that are spelled as they should be, which most are; none of the rules below applies.
_SPELLED = re.compile(
    r"https?://[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*"
    r"(?::(?:(?!80/|443/)[1-9]\d{0,3}|[1-5]\d{4}))?"
    r"(?:/(?!\.)[A-Za-z0-9._~!$&'()*+,=:@-]*)+"
    r"(?:\?(?!(?i:\w*sess|cf))[\w.~-]+=[\w.~/-]*(?:&(?!(?i:\w*sess|cf))[\w.~-]+=[\w.~/-]*)*)?",
    re.ASCII,
)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$")
_NUMERIC_LABEL = re.compile(r"(?:\d+|0x[0-9a-f]*)$")


class BlockedAddress(OSError):
    """A name resolved to nothing but addresses that may not be visited."""


def public(address: str) -> bool:
    """The address belongs to the public internet. What is not an address at all does not."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is None and ip not in _UNICAST:
            return False
        ip = ip.ipv4_mapped or ip
    return not any(ip in network for network in _SPECIAL)


def allowed(allow: Allow, host: str, port: int) -> tuple[str, int] | None:
    """Where an allowed host is: what was said of this port of it, else of the host."""
    return allow.get(f"{host}:{port}") or allow.get(host)


def refusal(url: str, allow: Allow) -> str:
    """Why a normalised URL may not be visited, in Chinese; empty when it may.

    Names are judged here only as far as they are addresses in disguise; what they resolve to is
    judged by `Resolver`, which HTTP libraries do not ask about literal addresses.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    if place := allowed(allow, host, port):
        # A literal address is never resolved, so the port cannot be mapped: it must be named.
        literal = ":" in host or _numeric(host)
        if literal and place != (host, port):
            return f"{host} 只允许访问指定端口{how_to_allow(host, port)}"
        return ""
    if (":" in host or _numeric(host)) and not public(host):
        return f"{host} 不是公网地址{how_to_allow(host, port)}"
    return ""


def refusal_for_good(url: str, allow: Allow) -> str:
    """As `refusal`; of this machine's names too, which `Resolver` refuses without asking DNS."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    if is_here(host) and not allowed(allow, host, port):
        return own_refusal(host, port)
    return refusal(url, allow)


def how_to_allow(host: str, port: int) -> str:
    """The end of a refusal: what a person does who wants this host visited all the same."""
    if ":" in host or _numeric(host):
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return f"；确需访问时加 --allow-host {place}"
    return f"；确需访问时加 --allow-host {host}=IP:{port}，IP 为它的地址"


def _numeric(host: str) -> bool:
    """The last label is a number, so network libraries read the host as an IPv4 address."""
    return bool(_NUMERIC_LABEL.match(host.rpartition(".")[2]))


def is_here(host: str) -> bool:
    """The name is this machine's, which DNS is never asked about (RFC 6761 6.3)."""
    return host == "localhost" or host.endswith(".localhost")


def own_refusal(host: str, port: int) -> str:
    return f"{host} 是本机{how_to_allow(host, port)}"


@lru_cache(maxsize=8192)  # menus repeat on every page
def normalise_url(url: str) -> str | None:
    """The one spelling of an absolute http(s) address, or None when it is not one.

    Host in lower case and ASCII, no default port, no dot segments, no fragment, no session id;
    percent-encoding only where needed, in capitals. Idempotent. The order of a query is kept:
    servers may care.
    """
    if _SPELLED.fullmatch(url) and len(url) <= LONGEST_URL:
        return url
    text = re.sub(r"[\t\r\n]", "", url).strip()
    if "://" not in text[:9]:
        return None
    head, _, query = text.partition("#")[0].partition("?")
    try:
        parts = urlsplit(head.replace("\\", "/"))
        scheme, port = parts.scheme.lower(), parts.port
        path = _without_dots(_escape(_SESSION_PATH.sub("", parts.path), "!$&'()*+,;=:@/"))
        kept = _escape(_without_sessions(query), "!$&'()*+,;=:@/?[]|")
    except ValueError:  # a broken port, bracket or character
        return None
    host = _spelled_host(parts)
    if scheme not in _PORTS or host is None or port == 0:
        return None
    netloc = host if port in {None, _PORTS[scheme]} else f"{host}:{port}"
    result = urlunsplit((scheme, netloc, path, kept, ""))
    return result if len(result) <= LONGEST_URL else None


def _spelled_host(parts: SplitResult) -> str | None:
    if "@" in parts.netloc or parts.hostname is None:
        return None
    if ":" in parts.hostname:
        if "%" in parts.hostname:  # a zone: only this machine knows what it means
            return None
        try:
            return f"[{IPv6Address(parts.hostname).compressed}]"
        except ValueError:
            return None
    name = unicodedata.normalize("NFKC", parts.hostname).lower().rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return name if _HOST.match(name) and ".." not in name else None


def _escape(text: str, safe: str) -> str:
    """Percent-encode what must be, decode what need not be, leave the rest as it is."""

    def one(match: re.Match[str]) -> str:
        byte = int(match[1], 16)
        return chr(byte) if byte in _UNRESERVED else match[0].upper()

    raw = text.encode("utf-8", "surrogateescape")  # header bytes that were no UTF-8 stay bytes
    return _ESCAPE.sub(one, quote(re.sub(rb"%(?![0-9A-Fa-f]{2})", b"%25", raw), safe + "%~"))


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _without_sessions(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair]
    names = [pair.partition("=")[0].lower() for pair in pairs]
    session = _COLD_FUSION if set(names) >= _COLD_FUSION else set()
    return "&".join(
        pair
        for pair, name in zip(pairs, names, strict=True)
        if name not in session and not _SESSION_KEY.match(name)
    )
