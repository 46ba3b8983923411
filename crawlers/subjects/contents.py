"""What an entry says in full: its page and its attachments, and what of it could not be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from crawlers.formats.states import STATE_WORDS
from crawlers.looking import LEAST_TEXT, entrances, in_time
from crawlers.registry import Ask
from crawlers.site import Item, Site, once_a_site
from crawlers.subjects.authorship import is_named, passed_on
from data.types import Cause, Document, Evidence, Unit
from data.units import governs

_ORGAN = re.compile(
    r"[\u4e00-\u9fa5]{1,20}?(?:委员会|办公室|管理局|[\u4e00-\u9fa5]局|街道|[\u4e00-\u9fa5]镇|"
    r"[\u4e00-\u9fa5]乡|中心|[\u4e00-\u9fa5]厅|学校|中学|小学|幼儿园|学院|医院|大队|支队|管委会|"
    r"组织部|宣传部|统战部|武装部|总队|党校|公司|税务所|派出所|司法所|财政所|联合会|总工会|共青团|妇联|文联|科协|档案馆|图书馆|法院|检察院|政协|人大)"
)
_PLACE = re.compile(r"^.{1,12}?(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗)(?=.{2})")


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of an entry. `gaps` says, in Chinese, which attachments were not read and why."""

    text: str  # main content, then attachments
    whole: str  # the same with everything else that the page shows, menus too
    names: tuple[str, ...]  # of the attachments
    gaps: tuple[str, ...]
    cause: Cause | None = None  # of the first gap
    documents: tuple[Document, ...] = ()

    @property
    def everything(self) -> str:
        return "\n".join((*self.names, self.text))


def read_item(site: Site, item: Item) -> Reading:
    """Page text, then every attachment's text with its tables as lines of tabbed cells."""
    page = item.page
    texts = [page.text] if page else []
    names: list[str] = []
    gaps: list[str] = []
    cause: Cause | None = None
    found: list[Document] = []
    files = [(a.url, a.name) for a in page.attachments] if page else []
    if direct := document_of(site, item):
        files = [(direct.url, item.title)]
    for url, name in dict(files).items():
        document = _document(site, url)
        if document is None and site.dead(url):
            continue  # the site itself says that there is no such file
        names.append(name)
        if document is None:
            gaps.append(f"附件“{name}”{'不在副本中' if site.copy else '没有读到'}")
            cause = cause or (Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ)
        elif document.state != "ok":
            gaps.append(f"附件“{name}”{STATE_WORDS.get(document.state, '无法读取')}")
            cause = cause or Cause.NOT_READ
        else:
            found.append(document)
            texts.append(document_text(document))
    if page and page.images and not names and len(page.text) < LEAST_TEXT:
        gaps.append("正文为图片，没有文字")
        cause = Cause.NEEDS_PERSON
    whole = [page.whole_text if page else "", *texts[1 if page else 0 :]]
    return Reading(
        "\n".join(texts), "\n".join(whole), tuple(names), tuple(gaps), cause, tuple(found)
    )


def document_text(document: Document) -> str:
    """Text, then the lines of those tables that the text does not already show as tabbed lines."""
    shown = set(document.text.splitlines())
    rows = (
        "\t".join(re.sub(r"\s*\n\s*", "", cell) for cell in row)
        for table in document.tables
        for row in table
    )
    return "\n".join((document.text, *(row for row in rows if row not in shown)))


def _document(site: Site, url: str) -> Document | None:
    return site.documents.get(url) or site.documents.get(site.final(url))


def document_of(site: Site, item: Item) -> Document | None:
    """The file that the entry is, when it is one that came home."""
    return _document(site, item.url)


_HEAD_OFFICE = re.compile(r"^(?:关于)?([\u4e00-\u9fa5]{3,20}?(?:委员会|办公室|局|厅|委))")
_FIELD = re.compile(r"(?:委员会|办公室|局|厅|委)$")


def other_name(unit: Unit, title: str) -> bool:
    """The title is headed by what may be the unit under a name from before or after a reform:
    清河县教育体育局 for 清河县教育局. An office of the same place, and one field is in the other.
    """
    head = _HEAD_OFFICE.match("".join(title.split()))
    if head is None or not _FIELD.search(unit.name):
        return False
    place, other = _PLACE.match(unit.name), _PLACE.match(head[1])
    if place and other and place[0] != other[0]:
        return False
    mine, theirs = (_FIELD.sub("", _PLACE.sub("", name)) for name in (unit.name, head[1]))
    return len(mine) >= 2 and len(theirs) >= 2 and (mine in theirs or theirs in mine)


def files_about(site: Site, *topics: str) -> Iterator[tuple[Item, Document]]:
    """Entries of these topics that are files, with what came home; `Site.about` has the pages."""
    for item in site.items:
        if item.topic in topics and item.page is None and (document := document_of(site, item)):
            yield item, document


def readable(site: Site, item: Item) -> bool:
    """Its page, or the file that the list links to directly, came home."""
    return item.page is not None or document_of(site, item) is not None


# --- whose, and when ----------------------------------------------------------------------------


def my_items(site: Site, ask: Ask, *topics: str, own: bool = False) -> tuple[Item, ...]:
    """The unit's own entries up to the cut-off, of these topics (of all when none is given).

    On a shared portal: those below the unit's columns, and those that name the unit. With `own`,
    without those whose title is headed by another organ: passing on is not disclosing.
    """
    mine = in_time(_by_itself(site) if own else _of_unit(site), ask)
    return tuple(item for item in mine if item.topic in topics) if topics else mine


@once_a_site
def _of_unit(site: Site) -> tuple[Item, ...]:
    return tuple(i for i in site.items if site.own(i.url) or names_unit(site.unit, i.title))


@once_a_site
def _by_itself(site: Site) -> tuple[Item, ...]:
    return tuple(item for item in _of_unit(site) if not passed_on(site.unit, item))


def names_unit(unit: Unit, title: str) -> bool:
    """The title says the unit's name, in full, by an alias or without the place."""
    return any(name in title for name in _names_of(unit))


def without_names(unit: Unit, title: str) -> str:
    """The title without the unit's names: 统计 in 统计局 is no word of the title's own."""
    for name in _names_of(unit):
        title = title.replace(name, "")
    return title


@lru_cache(maxsize=1024)
def _names_of(unit: Unit) -> tuple[str, ...]:
    """In full, by alias and without the place, the longest first."""
    names = {unit.name, *unit.aliases}
    if not governs(unit):
        names |= {_PLACE.sub("", name) for name in names}
    long = (name for name in names if len(name) >= 3)
    return tuple(sorted(long, key=lambda name: (-len(name), name)))


def of_other_organ(unit: Unit, title: str) -> bool:
    """The title names an organ, but not the unit: a department's budget on a county's site."""
    if not is_named(unit) or names_unit(unit, title):
        return False
    return _ORGAN.search(title) is not None


_MARKS = re.compile(r"[\s《》〈〉“”\"'（）()【】]")


def called(item: Item, name: str, *, files: bool = False) -> bool:
    """The title says `name`, punctuation and white space aside; with `files`, or an attachment's
    name does.
    """
    said = [item.title]
    if files and item.page:
        said += [file.name for file in item.page.attachments]
    wanted = _MARKS.sub("", name)
    return any(wanted in _MARKS.sub("", words) for words in said)


# --- what to show, and what is due ---------------------------------------------------------------


def recent(items: Sequence[Item], ask: Ask, days: int) -> list[Item]:
    since = ask.as_of - timedelta(days=days)
    return [item for item in items if item.on and since <= item.on <= ask.as_of]


def shown(site: Site, items: Sequence[Item], most: int = 3) -> list[Evidence]:
    return [
        site.evidence(item.url, f"{item.title} {item.on.isoformat() if item.on else ''}".strip())
        for item in items[:most]
    ]


def elsewhere(site: Site, words: re.Pattern[str]) -> str:
    """Name of a link that leads to another host for this matter, or ""."""
    return next(
        (link.text for _, link, _ in entrances(site, words) if not site.own(link.url)),
        "",
    )


def established(site: Site, topics: Sequence[str]) -> bool:
    """The unit surely has this matter: a government, a keeper of the column, one whose duty it is.

    A scheme row that asks for a duty is not run for a unit without it, so known duties mean that
    this one is among them.
    """
    if governs(site.unit) or site.unit.duties is not None:
        return True
    return any(site.own(column.url) for column in site.columns_for(*topics))
