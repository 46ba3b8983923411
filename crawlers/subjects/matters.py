"""Has a matter been disclosed: its entries, in the period asked for, older, or not to be told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from re import findall

from crawlers.findings import absent, unknown
from crawlers.looking import checklist, day_of_look, filled, lacking, page_itself
from crawlers.registry import Ask
from crawlers.site import Item, Site
from crawlers.subjects.contents import elsewhere, my_items, readable, shown
from crawlers.subjects.deadlines import out_by
from data.matters import Matter, elements
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

Period = Callable[[Item], bool | None]  # None: the entry does not tell
Verdict = tuple[Outcome, str]

_HEAD = 800  # characters at the head of a text that tell what it is about


# --- periods --------------------------------------------------------------------------------------


def published_in(year: int) -> Period:
    """Published in that year."""
    return lambda item: item.on.year == year if item.on else None


def speaks_of(year: int) -> Period:
    """About that year, by its title; by its day where the title names no year."""

    def told(item: Item) -> bool | None:
        years = years_named(item.title)
        if years:
            return year in years
        return item.on.year == year if item.on else None

    return told


def reports_on(year: int) -> Period:
    """About that year, by its title; without a year in the title, published in the next."""

    def told(item: Item) -> bool | None:
        if years := years_named(item.title):
            return year in years
        return item.on.year == year + 1 if item.on else None

    return told


def within(site: Site, ask: Ask, days: int) -> Period:
    """Published in the last `days` days that the look can speak of."""
    since = day_of_look(site, ask) - timedelta(days=days)
    return lambda item: item.on >= since if item.on else None


def ever(item: Item) -> bool | None:
    return True


def not_due(site: Site, ask: Ask, due: str, year: int | None = None) -> str:
    """Why nothing may be published yet, "" when it must be.

    Args:
        due: month and day, "06-30", of the assessment year or of `year`; empty: any time.
    """
    if not due:
        return ""
    deadline = date.fromisoformat(f"{year or ask.year}-{due}")
    return f"尚未到{deadline.isoformat()}" if day_of_look(site, ask) <= deadline else ""


def years_named(title: str) -> set[int]:
    return {int(year) for year in findall(r"(?<!\d)(20\d\d)(?!\d)", title)}


# --- what was seen --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """Entries of one matter, newest first."""

    current: tuple[Item, ...]
    older: tuple[Item, ...]
    undated: tuple[Item, ...]
    unread: tuple[Item, ...]  # listed, but their pages did not come home
    near: tuple[Item, ...] = ()  # titles that may mean it in other words

    @property
    def nothing(self) -> bool:
        return not (self.current or self.older or self.undated or self.unread)


def is_about(item: Item, matter: Matter) -> bool:
    """The entry's title says so, or it stands in a column that is kept for the matter."""
    title, page = item.title, item.page
    columns = (item.column, *(page.columns if page else ()))
    named = matter.title.search(title) is not None
    if not named and not (matter.column and any(map(matter.column.search, columns))):
        return False
    if matter.unless and matter.unless.search(title):
        return False
    if not matter.news and is_event(item):
        return False
    if not named or matter.also is None:
        return True
    head = page.text[:_HEAD] if page else ""
    return any(map(matter.also.search, (title, *columns, head)))


def is_event(item: Item) -> bool:
    """A report of something that happened, or an entry among such reports, discloses nothing."""
    if item.topic == "news":
        return True
    return _tells(item.title, (item.column, *(item.page.columns if item.page else ())))


@lru_cache(maxsize=65_536)  # many matters are looked for among the same entries
def _tells(title: str, columns: tuple[str, ...]) -> bool:
    event = elements("event")
    if event["told"].match.search(title):
        return False
    return any(map(event["column"].match.search, columns)) or bool(
        event["happened"].match.search(title)
    )


def seen(site: Site, mine: Iterable[Item], matter: Matter, period: Period = ever) -> Seen:
    """The entries among `mine` that are about the matter, by what is known of their period.

    A page that came home empty discloses nothing and is left out.
    """
    entries = list(mine)
    about = sorted(
        (item for item in entries if is_about(item, matter)),
        key=lambda item: (item.on or date.min, item.url),
        reverse=True,
    )
    unread = tuple(item for item in about if not readable(site, item))
    read = [i for i in about if readable(site, i) and (i.page is None or filled(i.page))]
    told = [(item, period(item)) for item in read]
    return Seen(
        tuple(item for item, current in told if current),
        tuple(item for item, current in told if current is False),
        tuple(item for item, current in told if current is None),
        unread,
        () if about else tuple(item for item in entries if _is_near(item, matter)),
    )


def _is_near(item: Item, matter: Matter) -> bool:
    return (
        matter.near is not None
        and matter.near.search(item.title) is not None
        and not (matter.unless and matter.unless.search(item.title))
        and not is_event(item)
    )


def expected(site: Site, matter: Matter) -> bool:
    """The unit surely has this matter: a government, or one that keeps a column for it."""
    if matter.optional:
        return False
    names = matter.column or matter.title
    return governs(site.unit) or any(
        names.search(column.name) for column in site.columns if site.own(column.url)
    )


def verdict(site: Site, matter: Matter, found: Seen, *, not_yet: str = "") -> Verdict:
    """MET when a current entry was read; PARTIAL when only older ones exist; what is unclear is
    UNKNOWN.

    Args:
        not_yet: why nothing may be due on the day of the look; empty when it is.
    """
    if found.current:
        return Outcome.MET, ""
    if matter.outside and (name := elsewhere(site, matter.outside)):
        return Outcome.UNKNOWN, f"可能在外部平台“{name}”公开，需人工核对"
    if found.unread:
        return Outcome.UNKNOWN, f"列表中的“{found.unread[0].title}”没有读到"
    if found.undated:
        return Outcome.UNKNOWN, f"“{found.undated[0].title}”没有日期"
    if not_yet:
        return Outcome.UNKNOWN, not_yet
    if found.older:
        newest = found.older[0]
        said = f"最新一条{newest.on.isoformat()}" if newest.on else f"只见“{newest.title}”"
        # Who once told something of another's matter need not go on with it.
        bound = expected(site, matter) and lacking(site, *matter.topics) is Outcome.MISSING
        return (Outcome.PARTIAL if bound else Outcome.UNKNOWN), said
    if not expected(site, matter):
        return Outcome.UNKNOWN, "可能没有" if matter.optional else "本单位不一定承担"
    if found.near:
        return Outcome.UNKNOWN, f"见到“{found.near[0].title}”，是不是需人工核对"
    if lacking(site, *matter.topics) is Outcome.UNKNOWN:
        return Outcome.UNKNOWN, ""
    if page := page_itself(site, matter.topics, matter.title, matter.column):
        return Outcome.UNKNOWN, f"“{page.title}”的页面上直接写有内容，需人工核对"
    return Outcome.MISSING, ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter as one check asks for it."""

    matter: Matter
    period: Period = ever
    not_yet: str = ""  # why nothing may be due on the day of the look; empty when it is


def each(
    wanted: Mapping[str, Matter], period: Period = ever, not_yet: str = ""
) -> dict[str, Asked]:
    """All of them asked for alike."""
    return {id_: Asked(matter, period, not_yet) for id_, matter in wanted.items()}


def survey(
    site: Site, ask: Ask, wanted: Mapping[str, Asked], *, words: Sequence[str] = ()
) -> Finding:
    """One finding over several matters, each an item. Not judged where the unit need have none.

    Args:
        wanted: at least one matter, by the key of its item.
        words: searched for, shown as proof of the look; the names of the matters by default.
    """
    mine = my_items(site, ask, own=True)
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    evidence: list[Evidence] = []
    anything = False
    for id_, asked in wanted.items():
        found = seen(site, mine, asked.matter, asked.period)
        outcomes[id_], note = verdict(site, asked.matter, found, not_yet=asked.not_yet)
        notes |= {id_: note} if note else {}
        evidence += shown(site, found.current or found.older or found.undated, 2)
        anything = anything or not found.nothing or expected(site, asked.matter)
    names = {id_: asked.matter.name for id_, asked in wanted.items()}
    if not anything:
        said = "、".join(names.values())
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{said}的信息，本单位不一定承担")
    topics = tuple(dict.fromkeys(topic for a in wanted.values() for topic in a.matter.topics))
    return checklist(
        site,
        outcomes,
        names,
        evidence,
        topics=topics,
        words=tuple(words) or tuple(names.values()),
        notes=notes,
    )


YEARLY = {"published": "已公开", "on_time": "按期公开"}


def yearly(
    site: Site, ask: Ask, matter: Matter, *, due: str, carries: bool | None = None
) -> Finding:
    """Last year's report, published by month and day of this year; until that day, the one before.

    Args:
        carries: the unit must have it; by default when `expected` says so.
    """
    year = ask.year - 1 if not_due(site, ask, due) else ask.year
    deadline = date.fromisoformat(f"{year}-{due}")
    what = f"{year - 1}年{matter.name}"
    found = seen(site, my_items(site, ask, own=True), matter, reports_on(year - 1))
    if not found.current:
        if unclear := (*found.unread, *found.undated):
            return unknown(Cause.NOT_READ, f"“{unclear[0].title}”没有读到或没有日期")
        if not (expected(site, matter) if carries is None else carries):
            return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}，本单位不一定承担")
        if found.near:
            reason = f"未见{what}，但见到“{found.near[0].title}”，是不是需人工核对"
            return unknown(Cause.NEEDS_PERSON, reason, shown(site, found.near, 3))
        finding = absent(site, matter.topics, what, (str(year - 1), matter.name))
        return replace(finding, items=dict.fromkeys(YEARLY, finding.outcome))
    first = min(found.current, key=lambda item: item.on or date.max)
    on_time, said = out_by(first, deadline)
    outcomes = {"published": Outcome.MET, "on_time": on_time}
    said += f"，应于{deadline.isoformat()}前公开" if first.on else ""
    notes = {"published": what, "on_time": said}
    evidence = shown(site, found.current)
    return checklist(site, outcomes, YEARLY, evidence, topics=matter.topics, notes=notes)


def chosen(wanted: Mapping[str, Matter], want: Sequence[str]) -> dict[str, Matter]:
    """The matters that a scheme row asks for, all when it names none.

    Raises:
        KeyError: a name that the file does not have.
    """
    return {id_: wanted[id_] for id_ in want} if want else dict(wanted)
