"""Counts that tell a list from an article: text, entries, dates, headings, form fields."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

from crawlers.reading.dates import first_date, yearlike
from crawlers.reading.files import FORMATS
from crawlers.reading.flat import Markup
from crawlers.reading.layout import Layout, inside
from crawlers.reading.links import content_box
from crawlers.reading.title import plain, segments
from crawlers.reading.urls import extension

_INFO = re.compile(
    r"(?:发布(?:日期|时间)|发表(?:于|时间)|来\s*源|日\s*期|时\s*间|信息来源|稿源|浏览|点击|阅读|访问|作\s*者|字\s*[号体]|更新时间)"
    r"(?:次数|量)?\s*[：:\]】\[【]"
)
_STAMP = re.compile(
    r"([\u4e00-\u9fa5]{0,2}(?:日期|时间|发表于|发布于))\s*[：:\]】]?\s*[\[【(]?\s*(?:19|20)\d\d"
)
_POSTED = re.compile(r"(?:发表|发布|更新)于\s*(?:19|20)\d\d")
_TYPED = frozenset({"text", "textarea", "radio", "file", "password", "tel"})
_OF_ENTRY = frozenset({"li", "tr", "td", "dd", "dt"})
_LEAST_TITLE = 10  # characters; shorter ones may be names of columns
_UNDER_TITLE = 60  # characters of a line under the title that gives a date without a label
_LEAST_NAME = 8  # characters; shorter ones are names of columns
_SEARCH_BOX = re.compile(r"search|keyword|word|^q$|^qt$|sea", re.I)


@dataclass(eq=False)
class Shape:
    """Counts that the decisions rest on; each is made when it is first asked for."""

    page: Markup
    layout: Layout
    near: dict[int, date]  # the day beside a link, by the number of the link
    info: int  # line with 来源/发布时间, -1 when there is none
    records: int  # entries of a data file inside the page
    crumbs: tuple[str, ...]

    @cached_property
    def box(self) -> int:
        """The box of the entries."""
        return content_box(self.page, self.layout, self.near)

    @cached_property
    def text(self) -> int:
        """Unlinked characters of running text in the content."""
        return sum([
            own
            for nav, line in zip(self.layout.nav_lines, self.page.lines, strict=True)
            if not nav and (own := len(line.text) - line.linked) >= 15 and line.linked < own
        ])  # fmt: skip

    @cached_property
    def _content(self) -> list[int]:
        page, inner = self.page, self.layout.inner
        site = plain(page.metas.get("sitename", "")) or None
        first, last = page.boxes[self.box].anchors if self.box >= 0 else (0, 0)
        return [
            n
            for n, a in enumerate(page.anchors[first:last], start=first)
            if inner[n] and a.entry and plain(a.text) != site
        ]

    @cached_property
    def entries(self) -> int:
        """Content links."""
        return len(self._content) + self.records

    @cached_property
    def dated(self) -> int:
        """Content links with a date beside them."""
        return sum([n in self.near for n in self._content]) + self.records

    @cached_property
    def fields(self) -> int:
        """Form fields in the content, search boxes of the header left out."""
        return sum(
            box >= 0 and not self.layout.roles[box] and kind in _TYPED
            for box, kind, name in self.page.inputs
            if not _SEARCH_BOX.search(name)
        )

    @cached_property
    def links(self) -> int:
        """All links outside navigation."""
        both = zip(self.layout.inner, self.page.anchors, strict=True)
        return sum([inner and anchor.text != "" for inner, anchor in both])

    @cached_property
    def groups(self) -> int:
        """Separate blocks of at least three links each."""
        boxes, counts = self.page.boxes, Counter[int]()
        for anchor in self.page.anchors:
            box = anchor.box
            if box >= 0 and not self.layout.roles[box] and anchor.text:
                while box >= 0 and boxes[box].tag in _OF_ENTRY:
                    box = boxes[box].parent
                counts[box] += 1
        return sum(n >= 3 for n in counts.values())

    @cached_property
    def infos(self) -> int:
        """Lines whose date has the same label; many of them make a list of messages.

        An article's own 成文日期, 发布日期 and 实施日期 differ in theirs.
        """
        found = [
            stamp[1]
            for nav, line in zip(self.layout.nav_lines, self.page.lines, strict=True)
            if not nav and len(line.text) < 80 and (stamp := _STAMP.search(line.text))
        ]
        return max(Counter(found).values(), default=0)

    @cached_property
    def strong(self) -> bool:
        """The info line has a labelled date."""
        return self.info >= 0 and _STAMP.search(self.page.lines[self.info].text) is not None

    @cached_property
    def apart(self) -> bool:
        """The running text has a box of its own, and is not a list of excerpts with dates."""
        text = self.layout.text_box
        if inside(self.page, self.box, text) or inside(self.page, text, self.box):
            return False
        first, last = self.page.boxes[text].anchors if text >= 0 else (0, 0)
        return sum(first <= n < last for n in self.near) < 2

    @cached_property
    def filed(self) -> bool:
        """All content links are documents to download."""
        anchors = self.page.anchors
        return bool(self._content) and all(
            extension(anchors[n].url) in FORMATS for n in self._content
        )

    @cached_property
    def titled(self) -> bool:
        """A line that is no link is what <title> names first, and it is no column's name."""
        name = plain((segments(self.page) or [""])[0])
        if len(name) < _LEAST_TITLE or name in {plain(crumb) for crumb in self.crumbs}:
            return False
        return any(
            not nav
            and not line.linked
            and plain(line.text) in name
            and len(line.text) >= _LEAST_TITLE
            for nav, line in zip(self.layout.nav_lines, self.page.lines, strict=True)
        )

    @cached_property
    def headed(self) -> bool:
        """A heading that is no column name: long, not a link, below the breadcrumb."""
        metas = self.page.metas
        tags = (metas.get("columnname", ""), metas.get("sitename", ""))
        names = {plain(name) for name in (*self.crumbs, *tags)}
        return any(
            line.tag in ("h1", "h2")
            and not line.linked
            and len(line.text) >= 10
            and not nav
            and plain(line.text) not in names
            for nav, line in zip(self.layout.nav_lines, self.page.lines, strict=True)
        )


def info_line(page: Markup, layout: Layout, near: dict[int, date]) -> int:
    """The line under an article's title that gives 来源 and 发布时间; -1 when there is none."""
    entries: dict[int, set[date | None]] = {}  # the days of the entries of each line
    for number, day in near.items():
        entries.setdefault(page.anchors[number].line, set()).add(day)
    signatures, name = _Signatures(page, layout), plain(page.title)
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
        if not layout.head < n < len(page.lines) - 1 or line.linked or page.lines[n - 1].linked:
            continue
        if len(text) > _UNDER_TITLE or not yearlike(text):
            continue
        if len(text) <= 19 and first_date(text[:11]) and not signatures.at(n):
            return n
        heading = plain(page.lines[n - 1].text)
        if len(heading) >= _LEAST_NAME and name.startswith(heading) and first_date(text):
            return n
    return -1


class _Signatures:
    """Whether a day alone on its line, 2023年5月12日, is that under a text."""

    def __init__(self, page: Markup, layout: Layout) -> None:
        self.lines = page.lines[layout.head : layout.foot]
        self.head = layout.head

    @cached_property
    def sums(self) -> list[int]:
        """Unlinked characters up to each line."""
        return list(accumulate([len(line.text) - line.linked for line in self.lines], initial=0))

    def at(self, number: int) -> bool:
        n = number - self.head
        if "年" not in self.lines[n].text:
            return False
        return self.sums[n] > self.sums[-1] - self.sums[n + 1]
