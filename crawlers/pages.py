"""Bytes of a page to page facts: title, dates, 文号, column, topic, links, text.

A pure function of bytes, address and media type: the same capture gives the same facts forever.
"""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from crawlers.reading import feeds, files, kind, labels, links, title
from crawlers.reading.charset import decode
from crawlers.reading.dates import chinese_date, dates_in, first_date
from crawlers.reading.layout import Layout, inside, layout_of
from crawlers.reading.markup import Markup, parse
from crawlers.reading.urls import absolute
from crawlers.topics import topic_of
from data.types import Attachment, Link, Page, PageKind, PageState, Place

_PUBLISHED = ("发布日期", "发布时间", "发表于", "发表时间", "发布于", "公开日期", "公开时间", "公布日期")
_DATED = ("日期", "时间", "更新时间", "更新日期", "录入时间", "上传时间", "添加时间", "生成日期")
_WRITTEN = ("成文日期", "成文时间", "发文日期", "发文时间", "签发日期", "制发日期", "印发日期", "生成日期")
_NUMBER = ("发文字号", "发文文号", "发布文号", "文号", "文件编号")
_SOURCE = ("来源", "信息来源", "文章来源", "稿源", "发布机构", "发布机关", "发文机关", "发文单位", "公开机构", "发布单位", "制发机关", "制定机关", "文章作者")
_VALIDITY = ("有效性", "效力状态", "时效性", "信息时效", "是否有效", "时效", "文件状态")
_INFO = re.compile(
    r"(?:发布(?:日期|时间)|发表(?:于|时间)|来\s*源|日\s*期|时\s*间|信息来源|稿源|浏览|点击|阅读|访问|作\s*者|字\s*[号体]|更新时间)"
    r"(?:次数|量)?\s*[：:\]】\[【]"
)
_CLOCK = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?\s+\d{1,2}:\d\d")
_PERSON = re.compile(r"^[\u4e00-\u9fa5]\s?[\u4e00-\u9fa5]{1,3}$")
_CAREER = re.compile(r"分管|简历|领导(?:分工|简介)|\d{4}年\d{1,2}月生|主持.{0,6}全面工作")
_STAMP = re.compile(r"(?:日期|时间|发表于|发布于)\s*[：:\]】]?\s*[\[【(]?\s*(?:19|20)\d\d")
_TOOLS = re.compile(
    r"^[\[【]?(?:分享到?|打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|字体|收藏|返回顶部|扫一扫.*|上一[篇条].*|下一[篇条].*|责任编辑.*|大|中|小|我要纠错)[:：\]】]?$"
)
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19[89]\d)(?!\d)")
_YEARLY = {"budget", "final_accounts", "annual_report", "planning", "statistics"}
_SCRIPT_DATE = re.compile(r"""(?:pub(?:lish)?_?(?:date|time)|fbsj|docreltime|发布(?:时间|日期))["']?\s*[:=]\s*["']([^"']{8,30})["']""", re.I)


def read_page(url: str, body: bytes, media_type: str = "") -> Page:
    """Facts of one captured page. Never raises: bytes that are no page give kind OTHER.

    `url` is the final address, against which links are resolved; `media_type` is the response
    header with its parameters, "" when unknown.
    """
    if body.startswith(_BINARY) or media_type.startswith(("image/", "video/", "audio/", "font/")):
        return Page(url, PageKind.OTHER, PageState.OK)
    text = decode(body, media_type).replace("\x00", "")
    if data := _read_data(url, text, media_type):
        return data
    return _read_html(url, text)


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
    if start[:1] in ("[", "{") or "json" in media_type or (start[:1] != "<" and "javascript" in media_type):
        found = feeds.json_links(text, url)
    elif start.startswith(("<?xml", "<datastore", "<root", "<rss", "<recordset", "<nextgroup")) and "<html" not in start:
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
        for anchor in piece.anchors[:1]:
            if address := absolute(url, anchor.href):
                day = links.date_beside(piece, anchor)
                found.append(Link(address, links.link_text(anchor), Place.CONTENT, day))
    return found


def _read_html(url: str, html: str) -> Page:
    page = parse(html)
    layout = layout_of(page)
    base = absolute(url, page.base) or url
    metas: Mapping[str, str] = MappingProxyType(page.metas)
    near = _dates_of_entries(page, layout)
    info = _info_line(page, layout, near)
    box = links.content_box(page, layout, near)
    records = _record_links(base, feeds.records(html))
    shape = _shape(page, layout, info, near, box, len(records))
    crumbs = title.breadcrumb(page, layout)
    what = kind.kind_of(page, layout, url, shape, crumbs)
    main = layout.text_box if what is PageKind.ARTICLE else box
    if what in (PageKind.HOME, PageKind.PLATFORM):
        main = 0 if page.boxes else -1
    found = [*links.links_of(page, layout, base, main, near), *records]
    fed = any(link.place is Place.FEED for link in found)
    name = _title(page, layout, what, crumbs, info, box)
    columns = _columns(crumbs, name, metas, what)
    content = _text(page, layout, main, info if what is PageKind.ARTICLE else -1)
    whole = "\n".join(line.text for line in page.lines if not line.hidden)
    state = kind.state_of(page, html, layout, shape, what, content, whole, fed)
    if state in (PageState.CHALLENGE, PageState.ERROR) and what in (PageKind.HOME, PageKind.LIST):
        what = PageKind.OTHER
    attached = files.attachments_of(page, layout, base, what is PageKind.ARTICLE)
    common = {"columns": columns, "links": tuple(found), "text": content, "whole_text": whole}
    if what is not PageKind.ARTICLE:
        return Page(
            url, what, state, title=name, topic=_topic(name, columns, what), attachments=attached,
            subject_year=None, meta=metas, **common,  # type: ignore[arg-type]
        )  # fmt: skip
    return _article(url, page, layout, state, name, info, attached, metas, common)


def _article(
    url: str, page: Markup, layout: Layout, state: PageState, name: str, info: int,
    attached: tuple[Attachment, ...], metas: Mapping[str, str], common: dict[str, object],
) -> Page:  # fmt: skip
    zone = _zone(page, layout, info)
    columns = common["columns"]
    assert isinstance(columns, tuple)
    content = str(common["text"])
    topic = _topic(name, columns, PageKind.ARTICLE)
    if not topic and _PERSON.match(name) and _CAREER.search(content[:1500]):
        topic = "leadership"
    value = labels.labelled(zone, *_VALIDITY)
    return Page(
        url, PageKind.ARTICLE, state, title=name,
        published_on=_published(page, layout, zone, metas, info),
        written_on=labels.labelled_date(zone, *_WRITTEN) or chinese_date(content[-400:]),
        doc_no=_doc_no(zone, name, content),
        index_no=_index(labels.labelled(zone, "索引号", "信息索引")),
        issuer=_issuer(zone, metas),
        validity=labels.validity_of(value) if value else None,
        topic=topic,
        subject_year=_year(name, topic),
        attachments=attached, meta=metas, **common,  # type: ignore[arg-type]
    )  # fmt: skip


def _topic(name: str, columns: tuple[str, ...], what: PageKind) -> str:
    if what is PageKind.HOME:
        return "other"
    if what is PageKind.LIST:  # a column's own name says more than its parents'
        return topic_of(name) or topic_of(name, columns)
    return topic_of(name, columns)


def _title(
    page: Markup, layout: Layout, what: PageKind, crumbs: tuple[str, ...], info: int, box: int
) -> str:
    if what is PageKind.ARTICLE:
        return title.article_title(page, layout, info)
    if what is PageKind.HOME:
        site = page.metas.get("sitename", "")
        return site or (title.segments(page) or [page.title])[0]
    start = page.boxes[box].first if box >= 0 else 0
    if what is PageKind.SEARCH and (first := (title.segments(page) or [""])[0]):
        if any(title.plain(line.text) == title.plain(first) for line in page.lines):
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


def _dates_of_entries(page: Markup, layout: Layout) -> dict[int, date]:
    near: dict[int, date] = {}
    for n, anchor in enumerate(page.anchors):
        if anchor.box < 0 or not (anchor.text or anchor.title) or links.is_pager(page, anchor):
            continue
        if layout.head <= anchor.line < layout.foot and (day := links.date_beside(page, anchor)):
            near[n] = day
    return near


def _shape(
    page: Markup, layout: Layout, info: int, near: dict[int, date], box: int, records: int
) -> kind.Shape:
    content = [
        n
        for n, a in enumerate(page.anchors)
        if a.box >= 0 and not layout.roles[a.box] and layout.head <= a.line < layout.foot
        and inside(page, a.box, box) and links.is_entry(page, a)
    ]  # fmt: skip
    text = sum(
        len(line.text) - line.linked
        for n, line in enumerate(page.lines)
        if not layout.nav_lines[n] and len(line.text) - line.linked >= 15
        and line.linked * 2 < len(line.text)
    )  # fmt: skip
    dated = sum(n in near for n in content)
    fields = sum(
        b >= 0 and not layout.roles[b] and kind_ in ("text", "textarea", "radio", "file", "password", "tel")
        for b, kind_, name in page.inputs
        if not re.search(r"search|keyword|word|^q$|^qt$|sea", name, re.I)
    )
    groups = kind.group_count(page, layout)
    infos = sum(
        not nav and len(line.text) < 80 and bool(_STAMP.search(line.text))
        for nav, line in zip(layout.nav_lines, page.lines, strict=True)
    )
    return kind.Shape(
        text, len(content) + records, dated + records, info, groups, fields, infos,
        apart=not inside(page, box, layout.text_box) and not inside(page, layout.text_box, box),
        strong=info >= 0 and bool(_STAMP.search(page.lines[info].text)),
        headed=_headed(page, layout), links=_links(page, layout),
    )  # fmt: skip


def _links(page: Markup, layout: Layout) -> int:
    return sum(
        a.box >= 0 and not layout.roles[a.box] and layout.head <= a.line < layout.foot
        and bool(a.text) for a in page.anchors
    )  # fmt: skip


def _headed(page: Markup, layout: Layout) -> bool:
    """A heading that is no column name: long, not a link, below the breadcrumb."""
    names = {title.plain(name) for name in title.breadcrumb(page, layout)}
    names |= {title.plain(page.metas.get("columnname", "")), title.plain(page.metas.get("sitename", ""))}
    return any(
        line.tag in ("h1", "h2") and not line.linked and len(line.text) >= 10
        and not layout.nav_lines[n] and title.plain(line.text) not in names
        for n, line in enumerate(page.lines)
    )  # fmt: skip


def _info_line(page: Markup, layout: Layout, near: dict[int, date]) -> int:
    """The line under an article's title that gives 来源 and 发布时间; -1 when there is none."""
    entries = {(page.anchors[n].line + step, day) for n, day in near.items() for step in range(4)}
    for n in range(layout.head, layout.foot):
        line = page.lines[n]
        if layout.nav_lines[n] or line.linked * 2 > len(line.text) or len(line.text) > 300:
            continue
        text = line.text
        if entries and (n, first_date(text)) in entries:
            continue
        if _INFO.search(text) and (first_date(text) or re.search(r"来\s*源|浏览|点击|阅读|字\s*[号体]|发布", text)):
            return n
        if len(text) <= 24 and first_date(text[:11]) and len(text) - 10 <= 9 and not line.linked:
            if n + 1 < len(page.lines) and n > layout.head and not page.lines[n - 1].linked:
                return n
    return -1


def _zone(page: Markup, layout: Layout, info: int) -> str:
    """Text in which labelled facts stand: all of the article but its long paragraphs."""
    kept = [
        line.text
        for n, line in enumerate(page.lines)
        if layout.head <= n < layout.foot and len(line.text) <= 400
    ]
    return "\n".join(kept)


def _published(
    page: Markup, layout: Layout, zone: str, metas: Mapping[str, str], info: int
) -> date | None:
    if info >= 0:
        near = "\n".join(line.text for line in page.lines[layout.head : info + 4])
        if day := labels.labelled_date(near, *_PUBLISHED):
            return day
    if day := labels.labelled_date(zone, *_PUBLISHED):
        return day
    if day := labels.labelled_date(zone, *_DATED):
        return day
    tagged = first_date(metas.get("pubdate", "") or metas.get("publishdate", "") or metas.get("article:published_time", ""))
    lines = [
        line.text
        for n, line in enumerate(page.lines[: layout.foot])
        if n >= layout.head and len(line.text) <= 60 and not line.linked
    ]
    bare = [day for text in lines[:12] for _, day in dates_in(text) if len(text) < 40]
    if tagged:
        return tagged
    if bare:
        return bare[0]
    for n, line in enumerate(page.lines[: layout.foot]):
        if n >= layout.head and len(line.text) <= 40 and not line.linked and _CLOCK.search(line.text):
            return first_date(line.text)
    for code in page.scripts:
        if match := _SCRIPT_DATE.search(code):
            return first_date(match[1])
    ends = [day for text in lines[-4:] for _, day in dates_in(text) if len(text) < 30]
    return ends[-1] if ends else None


def _doc_no(zone: str, name: str, content: str) -> str:
    value = labels.labelled(zone, *_NUMBER)
    if value and re.search(r"\d", value):
        return labels.normal_number(value) or labels.order_number(value) or re.sub(r"\s+", "", value)
    for line in content.split("\n")[:6]:
        bare = re.sub(r"^[（(]|[）)]$|\s*\d{4}年\d+月\d+日[）)]?$", "", line)
        number = labels.normal_number(bare)
        if number and "\t" not in line and len(title.plain(bare)) - len(number) <= 2:
            return number
    for line in content.split("\n")[:6]:
        # （2021年7月27日国务院令第746号公布）, 发文字号中华人民共和国国务院令第711号
        if len(line) <= 60 and (match := re.match(r"^[（(](.*)[）)]$|^(?:发文字号|文号)\s*(.+)$", line)):
            inner = re.sub(r"^.*?\d日|\s(?:19|20)\d\d年.*$", "", match[1] or match[2])
            if number := labels.normal_number(inner) or labels.order_number(inner):
                return number if match[2] else number.removeprefix("中华人民共和国")
    if match := re.search(r"[（(](?:\d{4}年)?([^（()]*?第\d+号)[）)]\s*$", name):
        return labels.order_number(match[1])
    if match := re.search(r"[（(]([^（()]*?[〔\[（(﹝【]\d{4}[〕\]）)﹞】]\s*\d+\s*号)[）)]\s*$", name):
        return labels.normal_number(match[1])
    return ""


def _index(value: str) -> str:
    """索引号 always has figures; a title that slipped into its field has none."""
    return value if re.search(r"\d", value) else ""


def _issuer(zone: str, metas: Mapping[str, str]) -> str:
    value = labels.labelled(zone, *_SOURCE)
    tagged = metas.get("contentsource", "") or metas.get("source", "")
    cut = value.rstrip(".…")
    if cut != value and tagged.startswith(cut):
        return tagged
    return value or tagged


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
