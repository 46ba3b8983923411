"""A notice to its tasks. Nothing is invented: whatever is said of a task points at its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.notice.deadlines import Deadline, deadlines
from scoring.notice.outline import MARKER, Item, Part, finest, is_aim, parts_of
from scoring.notice.quantities import Quantity, quantities
from scoring.notice.responsible import Responsible, responsible, without
from scoring.notice.text import Quoted, Text, even

_LONGEST_HEADING = 50
_DOC_NO = re.compile(r"[一-龥]{2,12}〔(\d{4})〕第?\d{1,4}号")
_WRITTEN = re.compile(r"(\d{4})年\d{1,2}月\d{1,2}日")
_TITLE_YEAR = re.compile(r"(\d{4})(?:-\d{4})?年")
# Where the public gets to see it; the longer name first, so that it is taken whole.
_CHANNELS = re.compile(
    r"政府门户网站|门户网站|政府网站|政务新媒体|政府公报|政务服务(?:移动端|平台|大厅|网)|一体化(?:政务服务)?平台|"
    r"信息公开(?:统一)?(?:发布)?平台|新闻发布会|在线访谈|政务公开(?:窗口|专区|栏)|“?\d{0,3}12345”?(?:政务服务便民)?热线|"
    r"“[^”]{1,10}”(?:超级服务端|APP|小程序)|公共查阅(?:点|场所)|(?:收费|办公|经营)场所|微信公众号|政务微博"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One numbered task of a notice."""

    number: str  # markers from the outside in: "三(三)1(2)"
    part: str  # title of the document it stands in
    headings: tuple[Quoted, ...]  # of the items above it, outermost first
    heading: Quoted
    text: Quoted  # all of it, heading and brackets included
    units: Responsible
    deadlines: tuple[Deadline, ...]
    quantities: tuple[Quantity, ...]
    channels: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a 工作要点 or 实施方案 asks for."""

    title: str
    doc_no: Quoted | None
    year: int | None  # the year it plans: of its title, else of its date
    tasks: tuple[Task, ...]


def compiled(raw: str) -> Notice:
    """The tasks of a notice: its finest numbered items; an unnumbered section is one.

    Aims, principles and scope are no tasks.

    Args:
        raw: the text as published; spans count its characters.
    """
    text = even(raw, MARKER)
    parts = parts_of(text)
    start = parts[0].start if parts else len(text.even)
    found = _DOC_NO.search(text.even, 0, start)
    title = parts[0].title if parts else ""
    year = _year(title, text.even[:start], found)
    tasks = tuple(task for part in parts for task in _tasks(text, part, year))
    doc_no = text.quoted(found.start(), found.end()) if found else None
    return Notice(title, doc_no, year, tasks)


def _year(title: str, before: str, doc_no: re.Match[str] | None) -> int | None:
    """Of the title, of the day it was written, of its number: the first that there is."""
    named = _TITLE_YEAR.search(title) or _WRITTEN.search(before)
    return int(named[1]) if named else int(doc_no[1]) if doc_no else None


def _tasks(text: Text, part: Part, year: int | None) -> Iterator[Task]:
    carried: tuple[Quoted, ...] = ()
    for above, item in finest(part):
        headings = tuple(_heading(text, each) for each in above)
        heading = _heading(text, item)
        if any(is_aim(each.text) for each in (*headings, heading)):
            continue
        units = responsible(text, item.body, item.end)
        end = without(text, item.body, item.end)
        yield Task(
            number="".join(each.marker.rstrip("、.") for each in (*above, item)),
            part=part.title,
            headings=headings,
            heading=heading,
            text=text.quoted(item.start, item.end),
            units=units.also(carried),
            deadlines=tuple(deadlines(text, item.body, end, year)),
            quantities=tuple(quantities(text, item.body, end)),
            channels=_channels(text, item.body, end),
        )
        carried = carried + units.carried


def _heading(text: Text, item: Item) -> Quoted:
    """The first sentence where it is short; else its first clause."""
    end = item.children[0].start if item.children else item.end
    words = text.even[item.body : end]
    sentence = re.match(r"[^。\n:]*", words)
    stop = sentence.end() if sentence else 0
    if stop > _LONGEST_HEADING:
        stop = len(re.split("[,;]", words, maxsplit=1)[0])
    return text.quoted(item.body, item.body + min(stop, 2 * _LONGEST_HEADING))


def _channels(text: Text, start: int, end: int) -> tuple[Quoted, ...]:
    found: dict[str, Quoted] = {}
    for match in _CHANNELS.finditer(text.even, start, end):
        found.setdefault(match.group(), text.quoted(match.start(), match.end()))
    return tuple(found.values())
