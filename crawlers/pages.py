"""Bytes of a page to page facts: title, dates, 文号, column, topic, links, text.

A pure function of bytes, address and media type: the same capture gives the same facts forever.
"""

import re
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from crawlers.reading import article, feeds, links, title
from crawlers.reading.alike import simhash
from crawlers.reading.article import Article, article_of
from crawlers.reading.beside import date_beside, dates_of_entries
from crawlers.reading.charset import MOST_CHARACTERS, binary, decode_as
from crawlers.reading.column import columns_of
from crawlers.reading.files import attachments_of
from crawlers.reading.flat import Markup
from crawlers.reading.found import Found
from crawlers.reading.kind import kind_of
from crawlers.reading.layout import Layout, layout_of
from crawlers.reading.markup import MOST_ELEMENTS, parse
from crawlers.reading.nesting import shallow
from crawlers.reading.origin import PRESS, origin_of, publisher
from crawlers.reading.parts import parts_of
from crawlers.reading.search import search_form
from crawlers.reading.shape import Shape, info_line
from crawlers.reading.state import state_of
from crawlers.reading.told import told_by_data
from crawlers.reading.urls import absolute
from crawlers.topics import topic_of
from data.types import Link, Page, PageKind, PageState, Place

_PERSON = re.compile(r"^[\u4e00-\u9fa5]\s?[\u4e00-\u9fa5]{1,3}$")
_CAREER = re.compile(r"分管|简历|领导(?:分工|简介)|\d{4}年\d{1,2}月生|主持.{0,6}全面工作")
_TOOLS = re.compile(
    r"^[\[【]?(?:分享到?|打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|字体|收藏|返回顶部|扫一扫.*|上一[篇条].*|下一[篇条].*|责任编辑.*|大|中|小|我要纠错)[:：\]】]?$"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19[89]\d)(?!\d)")
_YEARLY = {"budget", "final_accounts", "annual_report", "planning", "statistics"}

# More than any list shows; every one costs each check a look.
MOST_LINKS = 5000


def read_page(url: str, body: bytes, media_type: str = "") -> Page:
    """Facts of one captured page. Never raises: bytes that are no page give kind OTHER.

    `url` is the final address, against which links are resolved; `media_type` is the response
    header with its parameters, "" when unknown.
    """
    if binary(body, media_type):
        return Page(url, PageKind.OTHER, PageState.OK, trace={"kind": ("不是网页的文件", "")})
    text, codec = decode_as(body, media_type)
    if data := _read_data(url, text, media_type):
        return data
    page = _read_html(url, shallow(text[:MOST_CHARACTERS]), codec)
    return replace(page, cut=True) if len(text) > MOST_CHARACTERS else page


def facts(page: Page) -> dict[str, object]:
    """The object that `gkc extract` prints: plain values, dates in ISO form, None where absent."""
    return {
        "kind": page.kind.value,
        "title": page.title,
        "published_on": page.published_on.isoformat() if page.published_on else None,
        "doc_no": page.doc_no,
        "issuer": page.issuer,
        "origin": page.origin.value if page.origin else None,
        "author": page.author,
        "topic": page.topic,
        "subject_year": page.subject_year,
        "attachments": len(page.attachments),
        "files": [
            {"name": file.name, "format": file.format, "url": file.url, "dead": file.dead}
            for file in page.attachments
        ],
        "state": page.state.value,
        "columns": list(page.columns),
        "written_on": page.written_on.isoformat() if page.written_on else None,
        "index_no": page.index_no,
        "validity": page.validity.value if page.validity else None,
        "simhash": page.simhash,
    }


def _read_data(url: str, text: str, media_type: str) -> Page | None:
    """A data file that scripts fill a list from: JSON, or XML that is no page."""
    start = text.lstrip("\ufeff \t\r\n")[:600].lower()
    found: list[Link] | None = None
    if (
        start[:1] in ("[", "{")
        or "json" in media_type
        or (start[:1] != "<" and "javascript" in media_type)
    ):
        found = feeds.json_links(text, url)
    elif (
        start.startswith(("<?xml", "<datastore", "<root", "<rss", "<recordset", "<nextgroup"))
        and "<html" not in start
    ):
        if records := feeds.records(text):
            found = _record_links(url, records)
        found = found or feeds.xml_links(text, url)
    if found is None:
        return None
    words = "\n".join(link.text for link in found)
    state = PageState.OK if found else PageState.EMPTY
    trace = {"kind": ("数据文件", ""), "state": (f"数据文件里的条目 {len(found)} 个", "")}
    return Page(
        url, PageKind.LIST, state, links=tuple(found), text=words, whole_text=words, trace=trace
    )


def _record_links(url: str, records: list[str]) -> list[Link]:
    """Links of a datastore's records; a record is a piece of markup with one entry."""
    found: list[Link] = []
    for record in records:
        piece = parse(f"<body><div>{record}</div></body>")
        links.resolve(piece, url)
        for anchor in piece.anchors[:1]:
            if anchor.url:
                day = date_beside(piece, anchor)
                found.append(Link(anchor.url, links.link_text(anchor), Place.CONTENT, day))
    return found


def _read_html(url: str, html: str, codec: str) -> Page:
    page = parse(html)
    base = absolute(url, page.base) or url
    links.resolve(page, base, codec)
    layout = layout_of(page)
    near = dates_of_entries(page, layout)
    info = info_line(page, layout, near)
    records = _record_links(base, feeds.records(html))
    crumbs = title.breadcrumb(page, layout)
    shape = Shape(page, layout, near, info, len(records), crumbs)
    kind = kind_of(page, layout, url, shape, crumbs)
    is_article = kind.value is PageKind.ARTICLE
    main = _main_box(page, layout, kind.value, shape)
    known = {record.url for record in records}  # the parser sees records as loose links too
    told = tuple(told_by_data(html))
    found = list(links.links_of(page, layout, base, main, near, told))
    if records:
        found = [*(link for link in found if link.url not in known), *records]
    crowded = len(found) > MOST_LINKS
    del found[MOST_LINKS:]
    content = _text(page, layout, main, info if is_article else -1)
    whole = "\n".join([line.text for line in page.lines if not line.hidden])
    fed = any(link.place is Place.FEED for link in found)
    state = state_of(page, html, layout, shape, kind.value, content, whole, fed)
    name = _title(page, layout, kind.value, shape)
    columns = columns_of(page, layout, crumbs, name.value, is_article)
    given: dict[str, Found[Any]] = {
        "kind": _kind_in(kind, state.value),
        "state": state,
        "title": name,
        "topic": _topic(name.value, columns.value, kind.value, content),
        "columns": columns,
        "attachments": attachments_of(page, layout, base, is_article),
    }
    if is_article:
        metas = page.metas
        given |= _of_article(
            article_of(page, layout, metas, info, name.value, content), given["topic"]
        )
    return Page(
        url,
        **{fact: found.value for fact, found in given.items()},
        links=tuple(found),
        lost=tuple(links.lost_links(page, base, near, told)),
        search=search_form(page, base, codec),
        cut=crowded or page.elements >= MOST_ELEMENTS,
        images=page.images,
        parts=parts_of(page, html),
        text=content,
        whole_text=whole,
        meta=MappingProxyType(page.metas),
        trace={fact: found[1:] for fact, found in given.items() if found.rule},
    )


def _of_article(here: Article, topic: Found[str]) -> dict[str, Found[Any]]:
    """What only an article has."""
    issuer, doc_no = article.issuer(here), article.doc_no(here)
    names = publisher(here.page, here.layout)
    (origin, author), *why = origin_of(names, here.title, here.text, doc_no.value, issuer.value)
    if not topic.value and (press := PRESS.search(issuer.value)):
        # What nothing else decides and a newspaper or broadcaster wrote is a report.
        topic = Found("news", "来源是新闻单位", press[0])
    return {
        "topic": topic,
        "published_on": article.published(here),
        "written_on": article.written(here),
        "doc_no": doc_no,
        "index_no": article.index_no(here),
        "issuer": issuer,
        "origin": Found(origin, *why),
        "author": Found(author, *why),
        "validity": article.validity(here),
        "subject_year": year_of(here.title, topic.value),
        "simhash": Found(simhash(here.text)),
    }


def _kind_in(kind: Found[PageKind], state: PageState) -> Found[PageKind]:
    """A wall or an error is no page of the site's, whatever stands around it."""
    if state in (PageState.CHALLENGE, PageState.ERROR) and kind.value is not PageKind.OTHER:
        return Found(PageKind.OTHER, "出错或访问验证的页面", "")
    return kind


def _main_box(page: Markup, layout: Layout, what: PageKind, shape: Shape) -> int:
    """The box whose links and text are content: on a front page all that is no navigation."""
    if what is PageKind.ARTICLE:
        return layout.text_box
    if what in (PageKind.HOME, PageKind.PLATFORM):
        return 0 if page.boxes else -1
    return shape.box


def _topic(name: str, columns: tuple[str, ...], what: PageKind, content: str) -> Found[str]:
    if what is PageKind.HOME:
        return Found("other", "首页")
    own = topic_of(name)
    if own and what is PageKind.LIST:  # a column's own name says more than its parents'
        return Found(own, "栏目名", name)
    if topic := topic_of(name, columns):
        if topic == own:
            return Found(topic, "标题", name)
        return Found(topic, "所在栏目", " > ".join(columns))
    person = what is not PageKind.LIST and _PERSON.match(name)
    if person and (career := _CAREER.search(content[:1500])):
        return Found("leadership", "标题是人名，正文是简历或分工", career[0])
    return Found("")


def _title(page: Markup, layout: Layout, what: PageKind, shape: Shape) -> Found[str]:
    if what is PageKind.ARTICLE:
        return title.article_title(page, layout, shape.info)
    first = (title.segments(page) or [page.title])[0]
    if what is PageKind.HOME:
        site = page.metas.get("sitename", "")
        return Found(site, "标签 SiteName", site) if site else Found(first, "<title>", page.title)
    if what is PageKind.SEARCH and title.plain(first) in {
        title.plain(line.text) for line in page.lines
    }:
        return Found(first, "<title>，页面上也有", page.title)
    start = page.boxes[shape.box].first if shape.box >= 0 else 0
    return title.list_title(page, layout, shape.crumbs, start)


def year_of(name: str, topic: str) -> Found[int | None]:
    """The year that an article of this title and topic is about, where that matters."""
    year = _YEAR.search(name) if topic in _YEARLY else None
    return Found(int(year[0]), "标题中的年份", year[0]) if year else Found(None)


def _text(page: Markup, layout: Layout, box: int, info: int) -> str:
    if box < 0:
        return ""
    here = page.boxes[box]
    start = max(here.first, info + 1)
    if _sentences(page, here.first, start) > _sentences(page, start, here.last):
        start = here.first  # 发布时间 stands under the text
    kept = [
        line.text
        for n, line in enumerate(page.lines[start : here.last], start=start)
        if not layout.nav_lines[n] and not _TOOLS.match(line.text)
    ]
    return "\n".join(kept)


def _sentences(page: Markup, first: int, last: int) -> int:
    """Characters of the lines that hold whole sentences."""
    return sum([len(line.text) for line in page.lines[first:last] if "。" in line.text])
