"""What a demo unit discloses, as plain values: columns, articles, tables, files.

Nothing here knows how a page looks; the families under `data/demo/families` decide that.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from data.types import Unit

AS_OF = date(2023, 12, 15)
YEAR = 2023

_NO_FIELDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that spans others, as on the printed annual report form."""

    text: str
    rows: int = 1
    columns: int = 1


Row = tuple[str | Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    rows: tuple[Row, ...]


Block = str | Table  # a paragraph, or a table between paragraphs


@dataclass(frozen=True, slots=True)
class File:
    """An attachment. `format` is pdf, docx, xlsx or doc and decides how it is written."""

    name: str  # without extension
    format: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    key: str  # names the article inside its site, e.g. "budget"
    title: str
    on: date
    blocks: tuple[Block, ...] = ()
    files: tuple[File, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: _NO_FIELDS)  # 文号, 成文日期 …
    source: str = ""  # empty: the unit itself
    related: tuple[str, ...] = ()  # keys of articles linked below the text
    dead: tuple[str, ...] = ()  # words of links in the text that lead nowhere (planted)
    photo: bool = False
    form: bool = False  # 依申请公开: an application form follows the text


@dataclass(frozen=True, slots=True)
class Column:
    """A column with articles, or a parent that only leads to other columns."""

    key: str
    name: str
    kind: str  # ColumnType of the national tag list, e.g. 政策文件
    articles: tuple[Article, ...] = ()
    columns: tuple["Column", ...] = ()

    def walk(self) -> Iterator["Column"]:
        yield self
        for column in self.columns:
            yield from column.walk()


@dataclass(frozen=True, slots=True)
class Body:
    """Who discloses: what the texts and the page frames need to know about a unit."""

    id: str
    name: str
    kind: str  # county or department
    place: str  # the county itself, or the city of a department
    family: str  # how its pages look: static, table, json, xml, frames, portal
    host: str
    number: str  # 机关代字, e.g. 玉民
    site_code: str
    seed: int  # sets figures and names apart
    domain: str  # name of the department's own 重点领域 column
    subjects: tuple[str, ...]  # three matters that it regulates
    folder: str = ""  # path prefix on a shared portal, e.g. /bm/wjw
    aliases: tuple[str, ...] = ()

    @property
    def organ(self) -> str:
        """The organ that signs: a county's government, or the department itself."""
        return f"{self.name}人民政府" if self.kind == "county" else self.name

    @property
    def level(self) -> str:
        """县, 区 or 市, as in 县人大."""
        return self.place[-1]

    @property
    def finance(self) -> str:
        return f"{self.place}财政局"

    @property
    def phone(self) -> str:
        return f"0741-{6220000 + self.seed * 37}"

    @property
    def email(self) -> str:
        return f"{self.id}@xxgk.example"

    @property
    def address(self) -> str:
        return f"{self.place}兰台路{10 + self.seed}号"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on one unit's site. `platform` holds the columns of 政府信息公开."""

    body: Body
    menu: tuple[Column, ...]
    platform: tuple[Column, ...]
    home_dead: tuple[str, ...] = ()  # words of links on the home page that lead nowhere (planted)

    def columns(self) -> Iterator[Column]:
        """Every column, outermost first."""
        for column in (*self.menu, *self.platform):
            yield from column.walk()

    def articles(self) -> Iterator[tuple[Column, Article]]:
        for column in self.columns():
            for article in column.articles:
                yield column, article

    def article(self, key: str) -> Article:
        """Raises KeyError when the site has no such article."""
        for _, article in self.articles():
            if article.key == key:
                return article
        raise KeyError(f"{self.body.id}: no article {key!r}")

    def column(self, key: str) -> Column:
        """Raises KeyError when the site has no such column."""
        for column in self.columns():
            if column.key == key:
                return column
        raise KeyError(f"{self.body.id}: no column {key!r}")


# --- changes: every edit gives a new Content ----------------------------------------------------


def change_columns(content: Content, edit: Callable[[Column], Column]) -> Content:
    """Apply `edit` to every column, innermost first."""

    def deep(column: Column) -> Column:
        return edit(replace(column, columns=tuple(deep(child) for child in column.columns)))

    menu = tuple(deep(column) for column in content.menu)
    return replace(content, menu=menu, platform=tuple(deep(c) for c in content.platform))


def change_article(content: Content, key: str, edit: Callable[[Article], Article]) -> Content:
    """Apply `edit` to the article called `key`, which must exist."""
    content.article(key)

    def within(column: Column) -> Column:
        articles = tuple(edit(a) if a.key == key else a for a in column.articles)
        return replace(column, articles=articles)

    return change_columns(content, within)


def drop_article(content: Content, key: str) -> Content:
    """Take the article called `key`, which must exist, off the site."""
    content.article(key)
    return change_columns(
        content,
        lambda c: replace(c, articles=tuple(a for a in c.articles if a.key != key)),
    )


def change_column(content: Content, key: str, edit: Callable[[Column], Column]) -> Content:
    """Apply `edit` to the column called `key`, which must exist."""
    content.column(key)
    return change_columns(content, lambda c: edit(c) if c.key == key else c)


def drop_columns(content: Content, keys: Collection[str]) -> Content:
    """Take the columns of these keys, which must exist, off the site with all below them."""
    for key in keys:
        content.column(key)

    def kept(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        left = (column for column in columns if column.key not in keys)
        return tuple(replace(column, columns=kept(column.columns)) for column in left)

    return replace(content, menu=kept(content.menu), platform=kept(content.platform))


def unit_of(body: Body, home: str) -> Unit:
    """The register row of a body whose pages start at `home`."""
    group = "县市区政府" if body.kind == "county" else "市直部门"
    if not body.folder:
        return Unit(body.id, body.name, body.kind, group, home, aliases=body.aliases)
    portal = home[: home.index(body.folder) + 1]
    return Unit(body.id, body.name, body.kind, group, portal, (home,), body.aliases)
