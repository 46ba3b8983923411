"""Data files that a script fills a list from: JSON and XML, and datastores inside pages."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from crawlers.reading.dates import any_date
from crawlers.reading.flat import squeeze
from crawlers.reading.urls import absolute
from data.types import Link, Place

_RECORD = re.compile(r"<record>\s*+(<!\[CDATA\[)?", re.I)
_CDATA_END = re.compile(r"\]\]>\s*+</record>", re.I)
_RECORD_END = re.compile(r"</record>", re.I)
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
_JSONP = re.compile(r"^[\s;]*(?:(?:var|let|const)\s+)?[\w$.]+\s*[(=]\s*(?=[\[{])")
_TAG = re.compile(r"<[^<>]+>")
_ITEM = re.compile(r"<(item|row|entry|info|doc|article|list|record|node)\b[^<>]{0,2000}+>", re.I)
_FIELD = re.compile(r"<([\w:-]{1,60}+)(?:\s[^<>]{0,2000}+)?>\s*+(<!\[CDATA\[)?")
_ELEMENT = re.compile(r"<\w+\s[^<>]{1,4000}+>")
_ATTRIBUTE = re.compile(r"""([\w:-]{1,60}+)\s*+=\s*+["']([^"']*)["']""")


def records(html: str) -> list[str]:
    """Markup of every record of an XML datastore inside a page or data file."""
    if "<record" not in html and "<RECORD" not in html:
        return []
    found = []
    place = 0
    while start := _RECORD.search(html, place):
        end = (_CDATA_END if start[1] else _RECORD_END).search(html, start.end())
        if end is None:  # then no later one ends either
            break
        body = html[start.end() : end.start()]
        found.append(body if start[1] else unescape(body.rstrip()))
        place = end.end()
    return found


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
    found = [link for body in _items(text) if (link := _link(_fields(body), base))]
    if not found:
        for tag in _ELEMENT.findall(text):
            fields = {k.lower(): unescape(v) for k, v in _ATTRIBUTE.findall(tag)}
            if link := _link(fields, base):
                found.append(link)
    return found


def _items(text: str) -> Iterator[str]:
    """What stands inside each entry. One look for each end, however broken the file is."""
    place = 0
    endless: set[str] = set()
    while start := _ITEM.search(text, place):
        place = start.end()
        if start[1] in endless:
            continue
        end = _end(start[1]).search(text, place)
        if end is None:
            endless.add(start[1])
            continue
        yield text[place : end.start()]
        place = end.end()


def _fields(body: str) -> dict[str, str]:
    """The fields of one entry that hold nothing but text."""
    fields: dict[str, str] = {}
    place = 0
    while start := _FIELD.search(body, place):
        place = start.end()
        if start[2]:
            end = body.find("]]>", place)
            if end < 0:
                break
            value, after = body[place:end], end + 3
        else:
            after = body.find("<", place)
            if after < 0:
                break
            value = unescape(body[place:after].strip())
        while after < len(body) and body[after].isspace():
            after += 1
        if closing := _end(start[1]).match(body, after):
            fields[start[1].lower()] = value
            place = closing.end()
    return fields


@lru_cache(maxsize=256)
def _end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*+>", re.I)


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
