"""Sites for the tests of the checks: a home page, columns, and the articles that they list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawlers.site import Site
from data.types import Unit
from tests.sites import UNIT, article, entries, page, site


@dataclass(frozen=True, slots=True)
class Entry:
    """One article. `html` stands behind its text, a `table` for example."""

    title: str
    day: str = "2023-06-01"  # empty: the page shows none
    text: str = ""  # paragraphs by line; the title a few times when empty
    html: str = ""


def table(*rows: Sequence[str]) -> str:
    """An HTML table, the head as its first row."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def with_columns(
    columns: Mapping[str, Sequence[Entry]],
    *,
    unit: Unit = UNIT,
    extra: str = "",
    more: Mapping[str, str] | None = None,
    **options: object,
) -> Site:
    """A site whose columns list these articles.

    Args:
        extra: HTML on the home page behind the menu.
        more: further pages by path.
        options: passed on to `tests.sites.site`.
    """
    menu = entries(*((f"/c{n}/", name, "") for n, name in enumerate(columns)))
    pages = {"/": page(unit.name, menu + extra)}
    for n, (name, rows) in enumerate(columns.items()):
        links = [(f"/c{n}/{k}.html", row.title, row.day) for k, row in enumerate(rows)]
        pages[f"/c{n}/"] = page(name, entries(*links), crumbs=("政务公开", name))
        for k, row in enumerate(rows):
            text = row.text or f"{row.title}。" * 5
            pages[f"/c{n}/{k}.html"] = article(
                row.title,
                text,
                day=row.day,
                source=unit.name,
                extra=row.html,
                crumbs=("政务公开", name),
            )
    return site(pages | dict(more or {}), unit=unit, **options)  # type: ignore[arg-type]


Row = tuple[str, str, str]  # title, day, text


def listing(name: str, *rows: Row, unit: Unit = UNIT, **more: object) -> Site:
    """A unit's site with one column of these articles, and another beside it."""
    links = [(f"/c/{n}.html", title, day) for n, (title, day, _) in enumerate(rows)]
    pages = {
        "/": page(unit.name, entries(("/c/", name, ""), ("/d/", "通知公告", ""))),
        "/c/": page(name, entries(*links), crumbs=("政务公开", name)),
        "/d/": page(
            "通知公告", entries(("/d/1.html", "关于停水的通知", "2023-03-01")), crumbs=("通知公告",)
        ),
        "/d/1.html": article("关于停水的通知", "明日停水。", day="2023-03-01"),
        **{
            f"/c/{n}.html": article(title, text, day=day)
            for n, (title, day, text) in enumerate(rows)
        },
    }
    return site(pages, unit=unit, **more)  # type: ignore[arg-type]
