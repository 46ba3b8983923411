"""Bytes of a page to page facts: title, dates, 文号, column, topic, links, text.

A pure function of bytes, address and media type: the same capture gives the same facts forever.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from crawlers.reading import article, feeds, files, links, title
from crawlers.reading.beside import date_beside, dates_of_entries
from crawlers.reading.charset import MOST_CHARACTERS, binary, decode
from crawlers.reading.flat import Markup
from crawlers.reading.kind import kind_of
from crawlers.reading.layout import Layout, layout_of
from crawlers.reading.markup import MOST_ELEMENTS, parse
from crawlers.reading.nesting import shallow
from crawlers.reading.search import search_form
from crawlers.reading.shape import info_line, shape_of
from crawlers.reading.state import state_of
from crawlers.reading.urls import absolute
from crawlers.topics import topic_of
from data.types import Link, Page, PageKind, PageState, Place

_PERSON = re.compile(r"^[\u4e00-\u9fa5]\s?[\u4e00-\u9fa5]{1,3}$")
_PRESS = re.compile(
    r"日报|晚报|早报|晨报|新华社|新华网|人民网|央视|电视台|融媒体|客户端|公众号|通讯社"
)
_CAREER = re.compile(r"分管|简历|领导(?:分工|简介)|\d{4}年\d{1,2}月生|主持.{0,6}全面工作")
_TOOLS = re.compile(
    r"^[\[【]?(?:分享到?|打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|字体|收藏|返回顶部|扫一扫.*|上一[篇条].*|下一[篇条].*|责任编辑.*|大|中|小|我要纠错)[:：\]】]?$"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19[89]\d)(?!\d)")
_YEARLY = {"budget", "final_accounts", "annual_report", "planning", "statistics"}


def read_page(url: str, body: bytes, media_type: str = "") -> Page:
    """Facts of one captured page. Never raises: bytes that are no page give kind OTHER.

    `url` is the final address, against which links are resolved; `media_type` is the response
    header with its parameters, "" when unknown.
    """
    if binary(body, media_type):
        return Page(url, PageKind.OTHER, PageState.OK)
    text = decode(body, media_type)
    if data := _read_data(url, text, media_type):
        return data
    page = _read_html(url, shallow(text[:MOST_CHARACTERS]))
    return replace(page, cut=True) if len(text) > MOST_CHARACTERS else page


def facts(page: Page) -> dict[str, object]:
    """The object that `gkc extract` prints: plain values, dates in ISO form, None where absent."""
    return {
        "kind": page.kind.value,
        "title": page.title,
        "published_on": page.published_on.isoformat() if page.published_on else None,
        "doc_no": page.doc_no,
        "issuer": page.issuer,
        "topic": page.topic,
        "subject_year": page.subject_year,
        "attachments": len(page.attachments),
        "files": [file.url for file in page.attachments],
        "state": page.state.value,
        "columns": list(page.columns),
        "written_on": page.written_on.isoformat() if page.written_on else None,
        "index_no": page.index_no,
        "validity": page.validity.value if page.validity else None,
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
    return Page(url, PageKind.LIST, state, links=tuple(found), text=words, whole_text=words)


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


def _read_html(url: str, html: str) -> Page:
    page = parse(html)
    base = absolute(url, page.base) or url
    links.resolve(page, base)
    layout = layout_of(page)
    metas: Mapping[str, str] = MappingProxyType(page.metas)
    near = dates_of_entries(page, layout)
    info = info_line(page, layout, near)
    box = links.content_box(page, layout, near)
    records = _record_links(base, feeds.records(html))
    crumbs = title.breadcrumb(page, layout)
    shape = shape_of(page, layout, info, near, box, len(records), crumbs)
    what = kind_of(page, layout, url, shape, crumbs)
    main = _main_box(page, layout, what, box)
    known = {record.url for record in records}  # the parser sees records as loose links too
    found = list(links.links_of(page, layout, base, main, near))
    if records:
        found = [*(link for link in found if link.url not in known), *records]
    content = _text(page, layout, main, info if what is PageKind.ARTICLE else -1)
    whole = "\n".join(line.text for line in page.lines if not line.hidden)
    fed = any(link.place is Place.FEED for link in found)
    state = state_of(page, html, layout, shape, what, content, whole, fed)
    name = _title(page, layout, what, crumbs, info, box)
    columns = _columns(crumbs, name, metas, what)
    if state in (PageState.CHALLENGE, PageState.ERROR) and what in (PageKind.HOME, PageKind.LIST):
        what = PageKind.OTHER
    facts = Page(
        url,
        what,
        state,
        title=name,
        topic=_topic(name, columns, what, content),
        columns=columns,
        attachments=files.attachments_of(page, layout, base, what is PageKind.ARTICLE),
        links=tuple(found),
        lost=tuple(links.lost_links(page, base, near)),
        search=search_form(page, base),
        cut=page.elements >= MOST_ELEMENTS,
        images=page.images,
        text=content,
        whole_text=whole,
        meta=metas,
    )
    return _with_article(facts, page, layout, info) if what is PageKind.ARTICLE else facts


def _with_article(facts: Page, page: Markup, layout: Layout, info: int) -> Page:
    zone = article.zone_of(page, layout)
    issuer = article.issuer(zone, facts.meta)
    # What nothing else decides and a newspaper or broadcaster wrote is a report.
    topic = facts.topic or ("news" if _PRESS.search(issuer) else "")
    return replace(
        facts,
        topic=topic,
        published_on=article.published(page, layout, zone, facts.meta, info),
        written_on=article.written(zone, facts.text),
        doc_no=article.doc_no(zone, facts.title, facts.text),
        index_no=article.index_no(zone),
        issuer=issuer,
        validity=article.validity(zone),
        subject_year=_year(facts.title, topic),
    )


def _main_box(page: Markup, layout: Layout, what: PageKind, box: int) -> int:
    """The box whose links and text are content: on a front page all that is no navigation."""
    if what is PageKind.ARTICLE:
        return layout.text_box
    if what in (PageKind.HOME, PageKind.PLATFORM):
        return 0 if page.boxes else -1
    return box


def _topic(name: str, columns: tuple[str, ...], what: PageKind, content: str) -> str:
    if what is PageKind.HOME:
        return "other"
    if what is PageKind.LIST:  # a column's own name says more than its parents'
        return topic_of(name) or topic_of(name, columns)
    topic = topic_of(name, columns)
    if not topic and _PERSON.match(name) and _CAREER.search(content[:1500]):
        return "leadership"
    return topic


def _title(
    page: Markup, layout: Layout, what: PageKind, crumbs: tuple[str, ...], info: int, box: int
) -> str:
    if what is PageKind.ARTICLE:
        return title.article_title(page, layout, info)
    if what is PageKind.HOME:
        site = page.metas.get("sitename", "")
        return site or (title.segments(page) or [page.title])[0]
    start = page.boxes[box].first if box >= 0 else 0
    first = (title.segments(page) or [""])[0]
    shown = {title.plain(line.text) for line in page.lines} if what is PageKind.SEARCH else set()
    if title.plain(first) in shown:
        return first
    return title.list_title(page, layout, crumbs, start)


def _columns(
    crumbs: tuple[str, ...], name: str, metas: Mapping[str, str], what: PageKind
) -> tuple[str, ...]:
    """Breadcrumb without the title itself, else the ColumnName tag."""
    own = title.plain(name)
    site = title.plain(metas.get("sitename", ""))
    kept = tuple(c for c in crumbs if title.plain(c) not in (own, site))
    for n in range(len(kept)):
        # The title itself, cut at its own spaces or brackets, ends many breadcrumbs.
        tail = re.sub(r"[【】\[\].…]", "", "".join(map(title.plain, kept[n:])))
        if len(tail) >= 8 and tail in re.sub(r"[【】\[\]]", "", own):
            kept = kept[:n]
            break
    if kept or what is not PageKind.ARTICLE:
        return kept
    column = metas.get("columnname", "")
    return (column,) if column else ()


def _year(name: str, topic: str) -> int | None:
    if topic not in _YEARLY:
        return None
    years = [int(y) for y in _YEAR.findall(name)]
    return years[0] if years else None


def _text(page: Markup, layout: Layout, box: int, info: int) -> str:
    if box < 0:
        return ""
    here = page.boxes[box]
    start = max(here.first, info + 1)
    kept = [
        line.text
        for n, line in enumerate(page.lines[start : here.last], start=start)
        if not layout.nav_lines[n] and not _TOOLS.match(line.text)
    ]
    return "\n".join(kept)
