"""The column that a page stands in: its breadcrumb, its tag, or the menu item marked as current."""

import re

from crawlers.reading.flat import Markup
from crawlers.reading.found import Found
from crawlers.reading.layout import HOME_WORDS, Layout
from crawlers.reading.title import plain

_CHOSEN = re.compile(
    r"(?:^|[\s_-])(?:active|on|cur|current|selected|sel|now|here|thisclass)(?:$|[\s_-])"
)
_LONGEST = 14  # characters of a column's name in a menu
_BRACKETS = re.compile(r"[【】\[\].…]")


def columns_of(
    page: Markup, layout: Layout, crumbs: tuple[str, ...], title: str, article: bool
) -> Found[tuple[str, ...]]:
    """Outermost first, without the title itself. A list's own name is its title, no column."""
    if kept := _above(crumbs, title, page.metas.get("sitename", "")):
        return Found(kept, "位置导航", " > ".join(crumbs))
    if not article:
        return Found(())
    if column := page.metas.get("columnname", ""):
        return Found((column,), "标签 ColumnName", column)
    if column := _chosen(page, layout):
        return Found((column,), "菜单中标为当前的一项", column)
    return Found(())


def _above(crumbs: tuple[str, ...], title: str, site: str) -> tuple[str, ...]:
    own = plain(title)
    kept = tuple(c for c in crumbs if plain(c) not in (own, plain(site)))
    whole = re.sub(r"[【】\[\]]", "", own)
    for n in range(len(kept)):
        # The title itself, cut at its own spaces or brackets, ends many breadcrumbs.
        tail = _BRACKETS.sub("", "".join(map(plain, kept[n:])))
        if len(tail) >= 8 and tail in whole:
            return kept[:n]
    return kept


def _chosen(page: Markup, layout: Layout) -> str:
    """The only item of the page's menus that is marked; "" when none is, or several are."""
    marked = {
        plain(line.text)
        for line, nav in zip(page.lines, layout.nav_lines, strict=True)
        if nav and len(line.anchors) == 1 and not line.hidden and _CHOSEN.search(line.css)
    } - HOME_WORDS
    name = marked.pop() if len(marked) == 1 else ""
    return name if 2 <= len(name) <= _LONGEST else ""
