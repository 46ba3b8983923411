"""Addresses as pages write them, made absolute."""

import re
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from crawlers.guard import normalise_url

_CODE = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|open\w*\()\s*["']([^"']+)["']"""
)
_NO_ADDRESS = re.compile(
    r"^(?:javascript|mailto|tel|data|about|file|sms|weixin|vbscript)\s*:", re.I
)
_PLAIN = re.compile(r"(?:/(?![/.])|(?![./?]))(?:[\w%~,;=&?+-]|\.(?!\.)|(?<!/)/(?![/.]))*")
_RESPELLED = re.compile("[%;?]")  # what the one spelling of an address may change
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"';]+)", re.I)


def absolute(base: str, href: str) -> str:
    """The address a link leads to, without fragment; "" when it leads to no page."""
    href = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if not href or href.startswith("#") or _NO_ADDRESS.match(href):
        return ""
    try:
        return _join(base, href)
    except ValueError:  # e.g. a broken IPv6 host
        return ""


@lru_cache(maxsize=256)
def _roots(base: str) -> tuple[str, str, str]:
    """Scheme with colon, origin and folder of an http address; empty when it is none."""
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return "", "", ""
    origin = f"{parts.scheme}://{parts.netloc}"
    return f"{parts.scheme}:", origin, f"{origin}{parts.path.rpartition('/')[0]}/"


@lru_cache(maxsize=16384)
def _join(base: str, href: str) -> str:
    # Plain cases by concatenation: urljoin is ten times dearer and every page has a hundred links.
    if _PLAIN.fullmatch(href) and (roots := _roots(base))[0]:
        url = (roots[1] if href[0] == "/" else roots[2]) + href
        return url if href.isascii() and not _RESPELLED.search(url) else normalise_url(url) or ""
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
    match = _REFRESH.search(content)
    return match[1].strip() if match else ""


def extension(url: str) -> str:
    """Lower-case extension of an address's path (or of a file name in its query), no dot."""
    if "?" not in url and "%" not in url and ";" not in url:
        stem, _, end = url.rpartition("/")[2].rpartition(".")
        return end.lower() if stem and re.fullmatch(r"[A-Za-z0-9]{1,6}", end) else ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    for part in (parts.path, *reversed(parts.query.split("&"))):
        name = unquote(part).rsplit("/", 1)[-1].rsplit("=", 1)[-1]
        stem, dot, end = name.rpartition(".")
        if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,6}", end):
            return end.lower()
    return ""
