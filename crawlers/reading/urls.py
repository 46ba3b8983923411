"""Addresses as pages write them, made absolute."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote_from_bytes, unquote, urljoin, urlsplit

from crawlers.guard import LONGEST_URL, normalise_url

_CODE = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|open\w{0,40}\()\s*["']([^"']+)["']"""
)
_NO_ADDRESS = re.compile(
    r"^(?:javascript|mailto|tel|data|about|file|sms|weixin|vbscript)\s*:", re.I
)
_SIMPLE = re.compile(r"[A-Za-z0-9_~,=&+/.-]*")  # the one spelling of an address changes nothing
_LONGEST_KEPT = 300  # characters of an address that is kept with what it came to
_ENDS = re.compile(r"[A-Za-z0-9]{1,6}")
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"';]+)", re.I)
_BARE_REFRESH = re.compile(r"\s*+\d[\d.]*+\s*+[;,]\s*+[\"']?([^\"';]+)")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def absolute(base: str, href: str) -> str:
    """The address a link leads to, without fragment; "" when it leads to no page."""
    href = href.strip()
    if not href or href[0] == "#":
        return ""
    origin, folder = _roots(base)
    if origin:
        near = _near_kept if len(href) <= _LONGEST_KEPT else _near
        if url := near(origin, folder, href):
            return url
    href = href.replace("\n", "").replace("\r", "").replace("\t", "")
    if _NO_ADDRESS.match(href):
        return ""
    try:
        return _join(base, href)
    except ValueError:  # e.g. a broken IPv6 host
        return ""


def nearby(base: str) -> Callable[[str], str]:
    """What `absolute` says of a plain address on the host of `base`; "" of others."""
    origin, folder = _roots(base)

    def near(href: str) -> str:
        return _near_kept(origin, folder, href) if href and len(href) <= _LONGEST_KEPT else ""

    return near if origin else lambda href: ""


def _near(origin: str, place: str, href: str) -> str:
    """A plain address on the same host by concatenation, "" for every other one.

    urljoin and normalise_url are ten times dearer, and every page has a hundred links.
    """
    if len(href) > LONGEST_URL or not _SIMPLE.fullmatch(href):
        return ""
    if href[0] == "/":
        place = origin
    elif href.startswith("./"):
        href = href[2:]
    else:
        while href.startswith("../"):
            href = href[3:]
            place = place[: place.rfind("/", len(origin), -1) + 1] or place
    if "//" in href or "/." in href or (href and href[0] in "./" and place is not origin):
        return ""
    return place + href


_near_kept = lru_cache(maxsize=8192)(_near)  # the pages of a site have the same menus


@lru_cache(maxsize=256)
def _roots(base: str) -> tuple[str, str]:
    """Origin and folder of an http address; empty when it is none, or not plainly spelt."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return "", ""
    origin = f"{parts.scheme}://{parts.netloc}"
    folder = f"{origin}{parts.path.rpartition('/')[0]}/"
    return (origin, folder) if normalise_url(folder) == folder else ("", "")


def _join(base: str, href: str) -> str:
    if href.startswith(("http://", "https://")):
        return _whole_kept(href) if len(href) <= _LONGEST_KEPT else _whole(href)
    return _joined(base, href)


def _whole(href: str) -> str:
    return normalise_url(href.replace("\\", "/").partition("#")[0]) or ""


_whole_kept = lru_cache(maxsize=8192)(_whole)


@lru_cache(maxsize=4096)
def _joined(base: str, href: str) -> str:
    url = urljoin(base, href.replace("\\", "/")).partition("#")[0]
    scheme = urlsplit(url).scheme.lower()
    if scheme in {"http", "https"}:
        return normalise_url(url) or ""
    # A page read from a file has no host; its relative links stay paths.
    return url if not scheme and not urlsplit(base).scheme else ""


def from_code(code: str) -> str:
    """The address that an onclick or a javascript: link opens, or ""."""
    match = _CODE.search(code)
    return match[1] if match else ""


def from_refresh(content: str) -> str:
    """The address of a meta refresh, or ""."""
    match = _REFRESH.search(content) or _BARE_REFRESH.match(content)
    return match[1].strip() if match else ""


def in_code(href: str, codec: str) -> str:
    """An address whose query is percent-encoded in the code of its page, as browsers send it; its
    path goes as UTF-8, whatever the page is in.

    Args:
        codec: Python's name of it; a page in a wide code is sent as UTF-8.

    Source: URL Standard (WHATWG) 4.4, query state; 1.3, percent-encode after encoding.
    """
    if href.isascii() or "?" not in href or codec.startswith(("utf-8", "utf-16")):
        return href

    def spelled(run: re.Match[str]) -> str:
        # What the code lacks goes as a reference, &#12345; percent-encoded.
        return quote_from_bytes(run[0].encode(codec, "xmlcharrefreplace"), safe="")

    path, _, rest = href.partition("?")
    query, hash_, fragment = rest.partition("#")
    if "#" in path:
        return href
    return f"{path}?{_BEYOND_ASCII.sub(spelled, query)}{hash_}{fragment}"


def extension(url: str) -> str:
    """Lower-case extension of an address's path (or of a file name in its query), no dot."""
    if "?" not in url and "%" not in url and ";" not in url:
        stem, _, end = url.rpartition("/")[2].rpartition(".")
        return end.lower() if stem and _ENDS.fullmatch(end) else ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    for part in (parts.path, *reversed(parts.query.split("&"))):
        name = unquote(part).rsplit("/", 1)[-1].rsplit("=", 1)[-1]
        stem, dot, end = name.rpartition(".")
        if dot and stem and _ENDS.fullmatch(end):
            return end.lower()
    return ""
