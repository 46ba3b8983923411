"""Counts that tell a list from an article: text, entries, dates, headings, form fields."""

import re
from dataclasses import dataclass
from datetime import date

from crawlers.reading.dates import first_date
from crawlers.reading.flat import Markup
from crawlers.reading.layout import Layout, inside
from crawlers.reading.title import plain

_INFO = re.compile(
    r"(?:发布(?:日期|时间)|发表(?:于|时间)|来\s*源|日\s*期|时\s*间|信息来源|稿源|浏览|点击|阅读|访问|作\s*者|字\s*[号体]|更新时间)"
    r"(?:次数|量)?\s*[：:\]】\[【]"
)
_STAMP = re.compile(r"(?:日期|时间|发表于|发布于)\s*[：:\]】]?\s*[\[【(]?\s*(?:19|20)\d\d")
_POSTED = re.compile(r"(?:发表|发布|更新)于\s*(?:19|20)\d\d")
_SEARCH_BOX = re.compile(r"search|keyword|word|^q$|^qt$|sea", re.I)


@dataclass(frozen=True, slots=True)
class Shape:
    """Counts that the decisions rest on."""

    text: int  # unlinked characters of running text in the content
    entries: int  # content links
    dated: int  # content links with a date beside them
    info: int  # line with 来源/发布时间, -1 when there is none
    groups: int  # separate blocks of links
    fields: int  # form fields in the content, search boxes of the header left out
    infos: int = 0  # lines with a labelled date; many of them make a list of messages
    apart: bool = False  # the running text lies outside the box of links
    strong: bool = False  # the info line has a labelled date
    headed: bool = False  # a heading of its own stands over the content
    links: int = 0  # all links outside navigation


def shape_of(
    page: Markup,
    layout: Layout,
    info: int,
    near: dict[int, date],
    box: int,
    records: int,
    crumbs: tuple[str, ...],
) -> Shape:
    site = plain(page.metas.get("sitename", "")) or None
    first, last = page.boxes[box].anchors if box >= 0 else (0, 0)
    content = [
        n
        for n, a in enumerate(page.anchors[first:last], start=first)
        if layout.inner[n] and a.entry and plain(a.text) != site
    ]  # fmt: skip
    text = sum([
        own
        for nav, line in zip(layout.nav_lines, page.lines, strict=True)
        if not nav and (own := len(line.text) - line.linked) >= 15 and line.linked < own
    ])  # fmt: skip
    dated = sum(n in near for n in content)
    fields = sum(
        b >= 0
        and not layout.roles[b]
        and type_ in ("text", "textarea", "radio", "file", "password", "tel")
        for b, type_, name in page.inputs
        if not _SEARCH_BOX.search(name)
    )
    groups = _groups(page, layout)
    infos = sum(
        bool(_STAMP.search(line.text))
        for nav, line in zip(layout.nav_lines, page.lines, strict=True)
        if not nav and len(line.text) < 80
    )
    return Shape(
        text, len(content) + records, dated + records, info, groups, fields, infos,
        apart=_apart(page, layout, box, near),
        strong=info >= 0 and bool(_STAMP.search(page.lines[info].text)),
        headed=_headed(page, layout, crumbs),
        links=sum([i and a.text != "" for i, a in zip(layout.inner, page.anchors, strict=True)]),
    )  # fmt: skip


def _apart(page: Markup, layout: Layout, box: int, near: dict[int, date]) -> bool:
    """The running text has a box of its own, and is not a list of excerpts with dates."""
    text = layout.text_box
    if inside(page, box, text) or inside(page, text, box):
        return False
    first, last = page.boxes[text].anchors if text >= 0 else (0, 0)
    return sum(first <= n < last for n in near) < 2


def _headed(page: Markup, layout: Layout, crumbs: tuple[str, ...]) -> bool:
    """A heading that is no column name: long, not a link, below the breadcrumb."""
    names = {plain(name) for name in crumbs}
    names |= {
        plain(page.metas.get("columnname", "")),
        plain(page.metas.get("sitename", "")),
    }
    return any(
        line.tag in ("h1", "h2") and not line.linked and len(line.text) >= 10
        and not layout.nav_lines[n] and plain(line.text) not in names
        for n, line in enumerate(page.lines)
    )  # fmt: skip


def info_line(page: Markup, layout: Layout, near: dict[int, date]) -> int:
    """The line under an article's title that gives 来源 and 发布时间; -1 when there is none."""
    entries: dict[int, set[date | None]] = {}  # the days of the entries of each line
    for number, day in near.items():
        entries.setdefault(page.anchors[number].line, set()).add(day)
    for n in range(layout.head, layout.foot):
        line = page.lines[n]
        if layout.nav_lines[n] or line.linked * 2 > len(line.text) or len(line.text) > 300:
            continue
        text = line.text
        above = [entries[m] for m in range(n - 3, n + 1) if m in entries]
        if above and any(first_date(text) in days for days in above):
            continue
        if _POSTED.search(text):
            return n
        if _INFO.search(text) and (
            first_date(text) or re.search(r"来\s*源|浏览|点击|阅读|字\s*[号体]|发布", text)
        ):
            return n
        alone = len(text) <= 19 and not line.linked and first_date(text[:11]) is not None
        if alone and layout.head < n < len(page.lines) - 1 and not page.lines[n - 1].linked:
            return n
    return -1


def _groups(page: Markup, layout: Layout) -> int:
    """Blocks of at least three content links each."""
    counts: dict[int, int] = {}
    for anchor in page.anchors:
        box = anchor.box
        if box < 0 or layout.roles[box] or not anchor.text:
            continue
        while box >= 0 and page.boxes[box].tag in {"li", "tr", "td", "dd", "dt"}:
            box = page.boxes[box].parent
        counts[box] = counts.get(box, 0) + 1
    return sum(n >= 3 for n in counts.values())
