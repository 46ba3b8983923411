"""What a site map names: XML, plain lines, either packed. Pure."""

import gzip
import re
from html import unescape
from io import BytesIO

from crawlers.guard import normalise_url

_MOST_BYTES = 20 * 1024 * 1024  # unpacked
_LOC = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]+)", re.IGNORECASE)


def addresses(body: bytes) -> tuple[list[str], list[str]]:
    """Pages and further site maps that a site map names, each once, in its order."""
    if body.startswith(b"\x1f\x8b"):
        try:
            body = gzip.GzipFile(fileobj=BytesIO(body)).read(_MOST_BYTES)
        except (OSError, EOFError):
            return [], []
    text = body[:_MOST_BYTES].decode("utf-8", "replace")
    found = [unescape(url.strip()) for url in _LOC.findall(text)]
    if not found and "<" not in text:
        found = [line.strip() for line in text.splitlines()]
    known = list(dict.fromkeys(url for raw in found if (url := normalise_url(raw))))
    return ([], known) if "<sitemapindex" in text[:2000].lower() else (known, [])
