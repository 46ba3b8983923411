"""A notice to its tasks. Nothing is invented: whatever is said of a task points at its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from scoring.notice.clean import cleaned
from scoring.notice.deadlines import deadlines
from scoring.notice.duties import Responsible
from scoring.notice.outline import MARKER, Item, Part, finest, is_aim, parts_of, title_before
from scoring.notice.quantities import Quantity, quantities
from scoring.notice.responsible import responsible, without
from scoring.notice.sentences import for_all_below, leading_unless_noted
from scoring.notice.tabled import tasks_of_table
from scoring.notice.tables import blanked, tables_of
from scoring.notice.tasks import Notice, Task, channels_in, heading_of
from scoring.notice.text import Quoted, Text, even
from scoring.notice.unnumbered import sections_of

_DOC_NO = re.compile(r"[一-龥]{2,12}〔(\d{4})〕第?\d{1,4}号")
_WRITTEN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_SIGNED = re.compile(r"(?<=\n)[^\n]{0,12}?(\d{4})年(\d{1,2})月(\d{1,2})日(?=\n|$)")
_TITLE_YEAR = re.compile(r"(\d{4})(?:[-—–~至]+\d{4})?年")  # of several years the first
_FIRST_LEADS = re.compile(
    r"(?:排在?(?:首位|第一(?:位)?|最前)|(?:列|列在|居)(?:首位|第一(?:位)?)|第一(?:个|家)|首位|排名第一)"
    r"[^。;)]{0,12}牵头"
)


def compiled(raw: str) -> Notice:
    """The tasks of a notice: its finest numbered items; an unnumbered section is one.

    The rows of a table of tasks are tasks too. Aims, principles and scope are none.

    Args:
        raw: the text as published, cells of tables parted by tabs; spans count its characters.
    """
    clean = cleaned(raw)
    tables = tuple(tables_of(clean))
    text = even(blanked(clean, tables), MARKER)
    parts = parts_of(text)
    if not parts and not tables:
        parts = sections_of(text)
    start = parts[0].start if parts else _place(text, tables[0].start) if tables else len(text.even)
    found = _DOC_NO.search(text.even, 0, start)
    title = parts[0].title if parts else title_before(text.even, start)
    signed = _written(text.even, signed=True)
    written = _written(text.even[:start]) or signed
    year = _year(title, text.even[:start], found) or (signed.year if signed else None)
    tasks = [task for part in parts for task in _tasks(text, part, year, written)]
    for table in tables:
        at = _place(text, table.start)
        name = title_before(text.even, at) or title
        tasks += tasks_of_table(clean, table, name, year, for_all_below(text, 0, at))
    if _FIRST_LEADS.search(text.even):
        tasks = [replace(task, units=task.units.first_leads()) for task in tasks]
    tasks.sort(key=lambda task: task.text.span.start)
    doc_no = text.quoted(found.start(), found.end()) if found else None
    return Notice(title, doc_no, year, tuple(tasks))


def _place(text: Text, raw_place: int) -> int:
    """Where in the even text the words from a place of the raw text on begin."""
    return next((at for at, place in enumerate(text.places) if place >= raw_place), len(text.even))


def _year(title: str, before: str, doc_no: re.Match[str] | None) -> int | None:
    """Of the title, of the day it was written, of its number: the first that there is."""
    named = _TITLE_YEAR.search(title) or _WRITTEN.search(before)
    return int(named[1]) if named else int(doc_no[1]) if doc_no else None


def _written(words: str, *, signed: bool = False) -> date | None:
    """The day that a notice bears: alone on a line at its head, or at its foot."""
    for found in reversed(list((_SIGNED if signed else _WRITTEN).finditer(words))):
        try:
            return date(*map(int, found.groups()))
        except ValueError:  # 2月30日
            continue
    return None


def _tasks(text: Text, part: Part, year: int | None, written: date | None) -> Iterator[Task]:
    common = for_all_below(text, 0, part.start)
    inherited: dict[int, Responsible] = {}
    leaves = list(finest(part))
    own = {item.start: responsible(text, item.body, item.end) for _, item in leaves}
    _share_last_line(text, leaves, own)
    carried: tuple[Quoted, ...] = ()
    for above, item in leaves:
        headings = tuple(heading_of(text, each) for each in above)
        heading = heading_of(text, item)
        if any(is_aim(each.text) for each in (*headings, heading)):
            common = _or(common, for_all_below(text, item.body, item.end))
            continue
        for each in above:
            if each.start not in inherited:
                stop = each.children[0].start
                said = responsible(text, each.body, stop)
                if not said.lead and not said.others:
                    said = for_all_below(text, each.body, stop)
                inherited[each.start] = said
                carried = carried + said.carried
        units = own[item.start]
        if not units.lead and not units.others:
            for said in (*(inherited[each.start] for each in reversed(above)), common):
                if said.lead or said.others:
                    units = replace(units, lead=said.lead, others=said.others)
                    break
        elif not units.lead:
            spans = [(each.body, each.children[0].start) for each in reversed(above)]
            for begin, stop in (*spans, (0, part.start)):
                if lead := leading_unless_noted(text, begin, stop):
                    names = {unit.text for unit in lead}
                    others = tuple(unit for unit in units.others if unit.text not in names)
                    units = replace(units, lead=lead, others=others)
                    break
        end = without(text, item.body, item.end)
        yield Task(
            number="".join(each.marker.rstrip("、.:") for each in (*above, item)),
            part=part.title,
            headings=headings,
            heading=heading,
            text=text.quoted(item.start, item.end),
            units=units.also(carried),
            deadlines=tuple(deadlines(text, item.body, item.end, year, written)),
            quantities=tuple(_asked(quantities(text, item.body, end), own[item.start])),
            channels=channels_in(text, item.body, end),
        )
        carried = carried + units.carried


def _asked(figures: Iterable[Quantity], units: Responsible) -> Iterator[Quantity]:
    """Figures without those in the names of units: 26个试点领域主管部门."""
    names = [unit.span for unit in (*units.lead, *units.others)]
    for figure in figures:
        at = figure.said.span.start
        if not any(name.start <= at < name.end for name in names):
            yield figure


def _or(one: Responsible, other: Responsible) -> Responsible:
    return one if one.lead or one.others else other


def _share_last_line(
    text: Text,
    leaves: list[tuple[tuple[Item, ...], Item]],
    own: dict[int, Responsible],
) -> None:
    """Units named on a line of its own below the last of several items are those of all of them."""
    for above, item in leaves:
        if not above or item.start != above[-1].children[-1].start:
            continue
        siblings = [other for other in above[-1].children[:-1] if other.start in own]
        said = own[item.start]
        line = re.search(
            r"\n(?=[(〔【]|以上|[^\n]{0,4}(?:牵头|责任)(?:单位|部门):)",
            text.even[item.body : item.end],
        )
        if (
            line
            and siblings
            and (said.lead or said.others)
            and not any(own[other.start].lead or own[other.start].others for other in siblings)
        ):
            for other in siblings:
                own[other.start] = said
