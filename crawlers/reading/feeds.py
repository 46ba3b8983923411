"""Data files that a script fills a list from: JSON and XML, and datastores inside pages."""

import json
import re
from collections.abc import Iterator
from html import unescape

from crawlers.reading.dates import any_date
from crawlers.reading.flat import squeeze
from crawlers.reading.urls import absolute
from data.types import Link, Place

_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</record>", re.S | re.I)
_TITLES = (
    "title",
    "bt",
    "doctitle",
    "name",
    "subject",
    "infotitle",
    "biaoti",
    "articletitle",
    "标题",
)
_URLS = (
    "url",
    "href",
    "link",
    "docpuburl",
    "linkurl",
    "puburl",
    "infourl",
    "path",
    "src",
    "address",
)
_DATES = ("date", "pubdate", "publishdate", "time", "docreltime", "pubtime", "publishtime", "fbsj",
          "publishedtime", "publishedtimestr", "created", "displaydate", "deploytime",
          "发布日期")  # fmt: skip
_JSONP = re.compile(r"^[\s;]*[\w$.]+\s*[(=]\s*(?=[\[{])")
_TAG = re.compile(r"<[^>]+>")
_ITEM = re.compile(
    r"<(item|row|entry|info|doc|article|list|record|node)\b[^>]*>(.*?)</\1\s*>", re.S | re.I
)
_FIELD = re.compile(r"<([\w:-]+)\b[^>]*>\s*(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))\s*</\1\s*>", re.S)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*["']([^"']*)["']""")


def records(html: str) -> list[str]:
    """Markup of every record of an XML datastore inside a page or data file."""
    if "<record" not in html and "<RECORD" not in html:
        return []
    return [match[1] or unescape(match[2] or "") for match in _RECORD.finditer(html)]


def json_links(text: str, base: str) -> list[Link] | None:
    """Entries of a JSON (or JSONP) data file; None when the text is no JSON."""
    body = _JSONP.sub("", text.strip().lstrip("\ufeff"), count=1).rstrip(" ;\n\r\t")
    if not body or body[0] not in "[{":
        return None
    try:
        data, _ = json.JSONDecoder(strict=False).raw_decode(body)
    except (ValueError, RecursionError):
        return None
    return [link for entry in _objects(data) if (link := _link(entry, base))]


def xml_links(text: str, base: str) -> list[Link]:
    """Entries of an XML data file whose records have fields for title, address and date."""
    found = []
    for match in _ITEM.finditer(text):
        fields = {
            name.lower(): cdata or unescape(plain or "")
            for name, cdata, plain in _FIELD.findall(match[2])
        }
        if not fields:
            continue
        if link := _link(fields, base):
            found.append(link)
    if not found:
        for tag in re.findall(r"<\w+\s+[^>]*>", text):
            fields = {k.lower(): unescape(v) for k, v in _ATTRIBUTE.findall(tag)}
            if link := _link(fields, base):
                found.append(link)
    return found


def _objects(data: object) -> Iterator[dict[str, object]]:
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(v for v in reversed(list(value.values())) if isinstance(v, (dict, list)))
        elif isinstance(value, list):
            stack.extend(v for v in reversed(value) if isinstance(v, (dict, list)))


def _link(entry: dict[str, object] | dict[str, str], base: str) -> Link | None:
    fields = {str(k).lower(): v for k, v in entry.items() if isinstance(v, (str, int))}
    title = squeeze(unescape(_TAG.sub("", _pick(fields, _TITLES))))
    url = absolute(base, _pick(fields, _URLS))
    if not url and (match := re.search(r"""href\s*=\s*["']([^"']+)""", _pick(fields, _TITLES))):
        url = absolute(base, match[1])
    if not title or not url:
        return None
    return Link(url, title, Place.CONTENT, any_date(_pick(fields, _DATES)[:20]))


def _pick(fields: dict[str, str | int], names: tuple[str, ...]) -> str:
    for name in names:
        if (value := fields.get(name)) not in (None, ""):
            return str(value)
    for name in names:
        for key, value in fields.items():
            if key.endswith(name) and value not in (None, "") and len(name) > 2:
                return str(value)
    return ""
