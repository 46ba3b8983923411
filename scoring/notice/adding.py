"""A task that the compiler passed over, read from the words that a person points at. Pure.

Nothing is invented: the words must stand in the notice, and units, times, figures and channels are
read from them as from any other task.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scoring.notice.compiling import Layout, asked, for_those_below, laid_out
from scoring.notice.deadlines import deadlines
from scoring.notice.duties import Responsible
from scoring.notice.outline import MARKER, Item, Part
from scoring.notice.quantities import quantities
from scoring.notice.responsible import responsible, without
from scoring.notice.sentences import for_all_below
from scoring.notice.tasks import Task, channels_in, heading_in, heading_of
from scoring.notice.text import Quoted, Span, Text, even, piece, unspaced

_FEWEST = 4  # characters that can be a task: 公开预算
_FEWEST_LEFT = 12  # of a paragraph worth offering; shorter ones are headings and signatures
_SIGNS = "。;:,、.()〔〕【】!?"
_LONGEST_HEADING = 40


class PassageError(ValueError):
    """Words that cannot become a task: a Chinese sentence with what to do."""


def place_of(raw: str, passage: str, tasks: Sequence[Task], within: Span | None = None) -> Span:
    """Where a passage stands in a notice; gaps, line breaks and widths of signs do not count.

    Of several places it is the one within `within`, else the one outside every task.

    Raises:
        PassageError: it stands nowhere, or in several places that nothing tells apart.
    """
    said = unspaced(passage).even
    if len(said) < _FEWEST:
        raise PassageError("请粘贴原文中的一句或一段，至少四个字")
    whole = unspaced(raw)
    found = [
        Span(whole.places[at], whole.places[at + len(said) - 1] + 1)
        for at in _places(whole.even, said)
    ]
    if not found:
        raise PassageError(_nowhere(whole.even, said))
    near = [each for each in found if within and _inside(each, within)]
    free = [each for each in found if not any(_inside(each, task.text.span) for task in tasks)]
    for some in (found, near, free):
        if len(some) == 1:
            return some[0]
    raise PassageError(
        f"原文中有 {len(found)} 处这样的话，请连同前后的字多粘贴一些，只剩一处时再补充"
    )


def _places(even: str, said: str) -> Iterator[int]:
    at = even.find(said)
    while at >= 0:
        yield at
        at = even.find(said, at + len(said))


def _nowhere(even: str, said: str) -> str:
    """Why a passage was not found: from where on it is another."""
    same, other = 0, len(said)  # the longest beginning that stands in the notice
    while other - same > 1:
        middle = (same + other) // 2
        same, other = (middle, other) if said[:middle] in even else (same, middle)
    if same < _FEWEST:
        return "原文中没有这段话；任务要有原文依据，请从原文中复制"
    return f"原文中没有这段话：“{said[max(same - 12, 0) : same]}”之后与原文不同，请从原文中复制"


def _inside(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end


def same_task(raw: str, span: Span, tasks: Sequence[Task]) -> int | None:
    """The task, from 0, that is those words already, signs at their ends aside."""
    for at, task in enumerate(tasks):
        own = task.text.span
        ends = ((span.start, own.start), (span.end, own.end))
        if _inside(span, own) | _inside(own, span) and not any(
            unspaced(raw[min(pair) : max(pair)]).even.strip(_SIGNS) for pair in ends
        ):
            return at
    return None


def task_at(raw: str, span: Span, tasks: Sequence[Task]) -> Task:
    """The task that the words between two places of a notice say.

    Who does it is read from the words; where they name nobody, from the task that they are part
    of, from the items above, from what the notice says of all.

    Args:
        tasks: those that were read from the notice, in its order.
    """
    read = laid_out(raw)
    words = piece(raw, span, MARKER)
    mark = MARKER.match(words.even)
    body, end = mark.end() if mark else 0, len(words.even)
    body += len(words.even[body:]) - len(words.even[body:].lstrip(_SIGNS + "\n"))
    part, above = _above(read, span.start)
    table = next((t for t in read.tables if t.start <= span.start < t.end), None)
    title = read.title_of(table) if table else part.title if part else read.title
    headings = tuple(heading_of(read.text, each) for each in above)
    if table:
        rows = [t for t in tasks if table.start <= t.text.span.start <= span.start and not t.added]
        headings = rows[-1].headings if rows else ()
    own = responsible(words, body, end)
    units = own
    if not own.lead and not own.others:
        said = _from_around(read, span, part, above, tasks)
        units = replace(own, lead=said.lead, others=said.others)
    stop = without(words, body, end)
    return Task(
        number="".join(each.rstrip("、.:") for each in (*(i.marker for i in above), mark[0]))
        if mark
        else "",
        part=title,
        headings=headings,
        heading=_heading(words, body, end),
        text=words.quoted(0, end),
        units=units.first_leads() if read.first_leads else units,
        deadlines=tuple(deadlines(words, body, end, read.year, read.written)),
        quantities=tuple(asked(quantities(words, body, stop), own)),
        channels=channels_in(words, body, stop),
        added=True,
    )


def _heading(words: Text, start: int, end: int) -> Quoted:
    """The first sentence or clause; the first words where there is neither."""
    found = heading_in(words, start, end)
    return found if found.text else words.quoted(start, min(start + _LONGEST_HEADING, end))


def _above(read: Layout, raw_place: int) -> tuple[Part | None, tuple[Item, ...]]:
    """The part that holds a place, and the items it stands under, outermost first.

    The finest item around it is a task beside it, not above it.
    """
    at = read.place(raw_place)
    part = next((each for each in reversed(read.parts) if each.start <= at), None)
    path: list[Item] = []
    items = part.items if part else ()
    while item := next((each for each in items if each.start <= at < _end(each)), None):
        path.append(item)
        items = item.children
    if path and (not path[-1].children or at <= path[-1].body):
        path.pop()
    return part, tuple(path)


def _end(item: Item) -> int:
    """Where an item with all that is below it ends."""
    return _end(item.children[-1]) if item.children else item.end


def _from_around(
    read: Layout, span: Span, part: Part | None, above: Sequence[Item], tasks: Sequence[Task]
) -> Responsible:
    around = [t for t in tasks if _inside(span, t.text.span) and not t.added]
    for task in sorted(around, key=lambda each: each.text.span.end - each.text.span.start):
        return task.units
    for item in reversed(above):
        said = for_those_below(read.text, item)
        if said.lead or said.others:
            return said
    return for_all_below(read.text, 0, part.start if part else read.start)


def left_out(raw: str, tasks: Sequence[Task]) -> tuple[Quoted, ...]:
    """Paragraphs of a notice that no task touches, in their order.

    Its title, the heads of its tables and short lines are left out.
    """
    read = laid_out(raw)
    text = even(read.clean, MARKER)
    spans = [task.text.span for task in tasks]
    spans += [Span(table.start, table.rows[0].start) for table in read.tables]
    found, at = [], 0
    for line in text.even.split("\n"):
        said = text.quoted(at, at + len(line))
        at += len(line) + 1
        if (
            len(said.text) >= _FEWEST_LEFT
            and said.text != read.title
            and not any(span.start < said.span.end and said.span.start < span.end for span in spans)
        ):
            found.append(said)
    return tuple(found)
