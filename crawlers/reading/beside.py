"""The date printed beside a link: in its line, or in the entry that it is the only link of."""

import re
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate

from crawlers.reading.dates import first_date, yearlike
from crawlers.reading.flat import Anchor, Markup
from crawlers.reading.layout import Layout

_SPLIT_DAY = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])\s*((?:19|20)\d{2})\s*[-/.年]\s*(1[0-2]|0?[1-9])(?![\d])"
)
_MONTH_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(1[0-2]|0[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])\s*((?:19|20)\d{2})(?!\d)"
)
_SPLIT_HINT = re.compile(r"\d\s*(?:19|20)\d\d|(?:19|20)\d\d\s*\d")  # in all three
# The line under an article's title also has links (字号, 来源) and a date, but is no entry.
_ARTICLE_LINE = re.compile(
    r"(?:来\s*源|字\s*[号体]|浏览|点击数?|阅读|打印|分享|【大|大 中 小)\s*(?:次数|量)?"
    r"\s*[：:】\[（(]"
)
_ENTRY_CREDITS = 4  # lines with 来源 and a date; so many are those of a list
_NEIGHBOURS = ("上一篇", "上一条", "下一篇", "下一条")
_EXCERPT = 90  # characters; a longer line is running text
_LINE = 400  # characters; the same for a line with one link
_ALONE = 20  # characters around a day
_ENTRY = 14  # lines; what has more is no single entry
_MOST_LINKS = 200  # in one entry
_ENTRIES = frozenset(["li", "tr", "dl", "dd", "div", "td", "table", "ul", "section", "article"])


def dates_of_entries(page: Markup, layout: Layout) -> dict[int, date]:
    """By the number of the anchor."""
    beside = _Beside(page)
    near: dict[int, date] = {}
    if not beside.years[-1]:
        return near
    for n, anchor in enumerate(page.anchors):
        if anchor.box < 0 or anchor.pager or not (anchor.text or anchor.title):
            continue
        if layout.head <= anchor.line < layout.foot and (day := beside.day(anchor)):
            near[n] = day
    return near


def date_beside(page: Markup, anchor: Anchor) -> date | None:
    """The day printed in the same line or entry as a link, the link's own words left out."""
    return _Beside(page).day(anchor)


class _Beside:
    """One page's lines and boxes, each judged once however many links it holds."""

    def __init__(self, page: Markup) -> None:
        self.page = page
        # Lines up to each one that have a year: a box without one has no date.
        self.years = list(
            accumulate(
                [len(line.text) <= _LINE and yearlike(line.text) for line in page.lines],
                initial=0,
            )
        )
        self._leads: dict[int, set[str]] = {}

    def day(self, anchor: Anchor) -> date | None:
        page, years = self.page, self.years
        here = anchor.line
        if here >= len(page.lines):
            return None
        line = page.lines[here]
        if years[here + 1] > years[here]:
            if self._of_article(here, here + 1):
                return None
            if len(line.anchors) == 1:
                if day := _entry_date(line.text.replace(anchor.text, " ", 1)):
                    return day
                # 标题 2023-05-01 inside the link itself, at either end.
                if day := _entry_date(line.text[-14:]) or _entry_date(line.text[:11]):
                    return day
        number = anchor.box
        for _ in range(3):
            if number < 0:
                return None
            box = page.boxes[number]
            if box.last - box.first > _ENTRY:
                return None
            if years[box.last] > years[box.first] and box.tag in _ENTRIES:
                if self._others(number, anchor) or self._of_article(box.first, box.last):
                    return None
                # Long lines are excerpts; a date in one of them is what the text is about.
                inner = page.lines[box.first : box.last]
                text = " ".join(row.text for row in inner if len(row.text) <= _EXCERPT)
                if day := _entry_date(text.replace(anchor.text, " ", 1)):
                    return day
            number = box.parent
        return None

    @cached_property
    def _credits(self) -> list[int]:
        """Lines up to each one that give 来源 and a date; none where they are a list's entries."""
        years = self.years
        found = [
            years[n + 1] > years[n] and _ARTICLE_LINE.search(line.text) is not None
            for n, line in enumerate(self.page.lines)
        ]
        return list(accumulate(found if sum(found) < _ENTRY_CREDITS else [], initial=0))

    def _of_article(self, first: int, last: int) -> bool:
        """One of these lines stands under an article's title, or leads to the next article."""
        credits, neighbours = self._credits, self._neighbours
        if len(credits) > last and credits[last] > credits[first]:
            return True
        return neighbours[last] > neighbours[first]

    @cached_property
    def _neighbours(self) -> list[int]:
        """Lines up to each one that lead to the article before or after."""
        found = [line.text.startswith(_NEIGHBOURS) for line in self.page.lines]
        return list(accumulate(found, initial=0))

    def _others(self, number: int, anchor: Anchor) -> bool:
        """The box has an entry that leads elsewhere."""
        if number not in self._leads:
            first, last = self.page.boxes[number].anchors
            near = self.page.anchors[first : min(last, first + _MOST_LINKS)]
            self._leads[number] = {a.href for a in near if a.entry}
        return bool(self._leads[number] - {anchor.href})


def _entry_date(text: str) -> date | None:
    # Beside most entries a day stands alone, and the same one on page after page.
    return _day_alone(text) if len(text) <= _ALONE else _day_in(text)


@lru_cache(maxsize=4096)
def _day_alone(text: str) -> date | None:
    return _day_in(text)


def _day_in(text: str) -> date | None:
    if day := first_date(text):
        return day
    if not _SPLIT_HINT.search(text):
        return None
    for pattern, order in (
        (_SPLIT_DAY, (2, 3, 1)),
        (_MONTH_DAY, (1, 2, 3)),
        (_MONTH_FIRST, (3, 1, 2)),
    ):
        if match := pattern.search(text):
            try:
                return date(*(int(match[n]) for n in order))
            except ValueError:
                continue
    return None
