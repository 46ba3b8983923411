"""A quick look at a page: links, title, date and tags, at a tenth of the cost of reading it.

For surveys of many sites. What it says of an article is meant to agree with the full reading; where
that would take more than a look, it says nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import turbohtml

from crawlers.reading.charset import MOST_CHARACTERS, binary, decode_as
from crawlers.reading.dates import first_date
from crawlers.reading.flat import squeeze
from crawlers.reading.title import first_name
from crawlers.reading.urls import absolute, in_code

_DATE_TAGS = ("pubdate", "publishdate", "article:published_time")
_PRINTED_LABELS = r"发布(?:日期|时间|于)|发表(?:时间|于)|公开(?:日期|时间)|公布日期"
_BETWEEN = (
    r"(?:\s++|&nbsp;|&emsp;|<[^<>]{0,200}>|[】\]：:]){0,12}"
    r"((?:19|20)\d\d\s{0,2}[-/.年]\s{0,2}\d{1,2}\s{0,2}[-/.月]\s{0,2}\d{1,2})"
)
_PRINTED = re.compile(f"(?:{_PRINTED_LABELS}){_BETWEEN}")
_LABELLED = re.compile(rf"(?:{_PRINTED_LABELS}|日\s*期|时\s*间){_BETWEEN}")
_FRONT = re.compile(r"://[^/]+/?(?:(?:index|default|main|home)\.\w+)?$", re.I)
_LONGEST = 1000  # characters of <title>
_LONGEST_HEADING = 160
_NEAR = 3000  # characters of markup behind the title
_LEAST_TITLE = 4  # characters; a shorter one is found anywhere


@dataclass(frozen=True, slots=True)
class Glance:
    title: str = ""
    published_on: date | None = None
    meta: Mapping[str, str] = field(default_factory=dict)  # names lower-case
    links: tuple[str, ...] = ()  # absolute normalised addresses


def glance(url: str, body: bytes, media_type: str = "") -> Glance:
    """What a first look shows. Never raises; bytes that are no page show nothing."""
    if binary(body, media_type):
        return Glance()
    html, codec = decode_as(body, media_type)
    html = html[:MOST_CHARACTERS]
    page = turbohtml.parse(html)
    meta = _meta(page)
    title = squeeze(meta.get("articletitle", "")) or _title(page, url)
    return Glance(title, _published(html, title, meta), meta, _links(page, url, codec))


def _meta(page: turbohtml.Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in page.select("meta"):
        name = (tag.attr("name") or tag.attr("property") or "").strip().lower()
        if name and not found.get(name):
            found[name] = (tag.attr("content") or "").strip()
    return found


def _title(page: turbohtml.Document, url: str) -> str:
    """What <title> names first, else the first heading; of a front page the site's name, for its
    headings are those of its blocks.
    """
    tag = page.select_one("title")
    whole = squeeze(tag.text[:_LONGEST]) if tag is not None else ""
    if name := first_name(whole):
        return name
    if whole and _FRONT.search(url):
        return whole
    heading = page.select_one("h1") or page.select_one("h2")
    shown = squeeze(heading.text) if heading is not None else ""
    return shown if _LEAST_TITLE <= len(shown) <= _LONGEST_HEADING else ""


def _published(html: str, title: str, meta: Mapping[str, str]) -> date | None:
    start = max(html.find("<body"), 0)
    place = html.find(title, start) if len(title) >= _LEAST_TITLE else -1
    if place >= 0:
        found = _LABELLED.search(html, place, place + _NEAR)
    else:
        found = _PRINTED.search(html, start)
    if found:
        return first_date(found[1])
    return first_date(next((value for name in _DATE_TAGS if (value := meta.get(name))), ""))


def _links(page: turbohtml.Document, url: str, codec: str) -> tuple[str, ...]:
    base = url
    if (tag := page.select_one("base")) is not None:
        base = absolute(url, tag.attr("href") or "") or url
    origin = "/".join(base.split("/", 3)[:3])
    folder = base.partition("?")[0].rpartition("/")[0] + "/"
    found = []
    for tag in page.select("a[href]"):
        href = in_code((tag.attr("href") or "").strip(), codec)
        if href.startswith(("/", "http:", "https:")):
            address = _absolute(origin, href)
        else:
            address = _absolute(base if href.startswith("?") else folder, href)
        if address:
            found.append(address)
    return tuple(found)


# The pages of a site share most of their links.
_absolute = lru_cache(maxsize=8192)(absolute)
