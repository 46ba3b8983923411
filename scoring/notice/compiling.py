"""A notice to its tasks. Nothing is invented: whatever is said of a task points at its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from scoring.notice.clean import cleaned
from scoring.notice.deadlines import deadlines
from scoring.notice.duties import Responsible
from scoring.notice.outline import MARKER, Item, Part, finest, is_aim, parts_of, title_before
from scoring.notice.quantities import Quantity, quantities
from scoring.notice.responsible import responsible, without
from scoring.notice.sentences import for_all_below, leading_unless_noted
from scoring.notice.tabled import tasks_of_table
from scoring.notice.tables import TaskTable, blanked, tables_of
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


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where in a notice, before anything is read of its tasks."""

    clean: str  # the text as published, blanks where it only helps to leaf through the paper
    text: Text  # without the tables
    tables: tuple[TaskTable, ...]
    parts: tuple[Part, ...]
    start: int  # in the even text, of the first task
    title: str
    doc_no: Quoted | None
    year: int | None
    written: date | None

    @property
    def first_leads(self) -> bool:
        """Whether the notice says that of several units the first one leads."""
        return _FIRST_LEADS.search(self.text.even) is not None

    def place(self, raw_place: int) -> int:
        """Where in the even text the words from a place of the notice on begin."""
        places = self.text.places
        return next((at for at, place in enumerate(places) if place >= raw_place), len(places))

    def title_of(self, table: TaskTable) -> str:
        return title_before(self.text.even, self.place(table.start)) or self.title


def laid_out(raw: str) -> Layout:
    """Tables, numbered parts and head of a notice; its sections where nothing is numbered."""
    clean = cleaned(raw)
    tables = tuple(tables_of(clean))
    text = even(blanked(clean, tables), MARKER)
    parts = parts_of(text)
    if not parts and not tables:
        parts = sections_of(text)
    read = Layout(clean, text, tables, parts, len(text.even), "", None, None, None)
    start = parts[0].start if parts else read.place(tables[0].start) if tables else read.start
    found = _DOC_NO.search(text.even, 0, start)
    title = parts[0].title if parts else title_before(text.even, start)
    signed = _written(text.even, signed=True)
    return replace(
        read,
        start=start,
        title=title,
        doc_no=text.quoted(found.start(), found.end()) if found else None,
        year=_year(title, text.even[:start], found) or (signed.year if signed else None),
        written=_written(text.even[:start]) or signed,
    )


def compiled(raw: str) -> Notice:
    """The tasks of a notice: its finest numbered items; an unnumbered section is one.

    The rows of a table of tasks are tasks too. Aims, principles and scope are none.

    Args:
        raw: the text as published, cells of tables parted by tabs; spans count its characters.
    """
    read = laid_out(raw)
    text, year = read.text, read.year
    tasks = [task for part in read.parts for task in _tasks(text, part, year, read.written)]
    for table in read.tables:
        common = for_all_below(text, 0, read.place(table.start))
        tasks += tasks_of_table(read.clean, table, read.title_of(table), year, common)
    if read.first_leads:
        tasks = [replace(task, units=task.units.first_leads()) for task in tasks]
    tasks.sort(key=lambda task: task.text.span.start)
    return Notice(read.title, read.doc_no, year, tuple(tasks))


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
                said = for_those_below(text, each)
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
            quantities=tuple(asked(quantities(text, item.body, end), own[item.start])),
            channels=channels_in(text, item.body, end),
        )
        carried = carried + units.carried


def for_those_below(text: Text, item: Item) -> Responsible:
    """The units that an item names for the items below it."""
    stop = item.children[0].start
    said = responsible(text, item.body, stop)
    return said if said.lead or said.others else for_all_below(text, item.body, stop)


def asked(figures: Iterable[Quantity], units: Responsible) -> Iterator[Quantity]:
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
