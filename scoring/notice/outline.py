"""The numbered outline of a notice: 一、 (一) 1. (1) ①, in whatever order it uses them. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scoring.notice.text import Text

_CHINESE = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十百]{1,5}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# A figure before one of these counts something: it is not the number of a paragraph.
_COUNTERS = "[年月日号时秒个名家项次批场期篇条件种户座台套份倍轮例宗岁级届位元万亿千百米吨亩辆余多]"
# By kind of number, outermost first in most notices; which stands over which is read off the text.
_KINDS: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第({_NUMERAL})[章部编]分?、?"),
    ("section", rf"({_NUMERAL})(?:、|\.(?![0-9A-Za-z]))"),
    ("task", rf"(?:重点)?(?:任务|事项|行动|工程)(\d{{1,2}}|{_NUMERAL})(?:[:、.]|(?=[^\w、,。的]))"),
    ("article", rf"第({_NUMERAL})条"),
    ("bracketed", rf"\(({_NUMERAL})\)、?"),
    ("counted", r"(\d{1,3})(?:[.、](?!\d)|\.(?=\d{4}年))"),
    ("half_bracketed", r"\(?(\d{1,2})\)[.、]?"),
    ("circled", rf"([{_CIRCLED}])"),
    ("bare", rf"(\d{{1,2}})(?=[一-龥“])(?!{_COUNTERS})"),
)
# Where a paragraph begins, whatever came before it; a bare figure may as well go on a line.
MARKER = re.compile("|".join(f"(?:{pattern})" for kind, pattern in _KINDS if kind != "bare"))
_MARK = re.compile("|".join(f"(?:{pattern})" for _, pattern in _KINDS))
_BREAKS = re.compile(rf"(?<=[。;)])(?={MARKER.pattern})")
_FEWEST_PARAGRAPHS = 3  # numbered ones; a text with fewer was handed in without line breaks
_TITLE = re.compile(
    r"[^。;]{0,80}(?:要点|方案|意见|计划|办法|措施|安排|规划|清单|通知|分工|分解|台账|任务|任务书|分解表|清单表|分工表|任务表|一览表)(?:\(.{1,12}\))?"
)
_PLAN = re.compile(r"(?:要点|方案|计划|措施|安排|清单|分工|任务)(?:\(.{1,12}\))?$")
_LONGEST_TITLE = 60
_NO_TITLE = re.compile(
    r"^(?:附件|各|\()|[。:;,]$|[\d一二三四五六七八九十]日$|(?:办公室|办公厅|政府|委员会|局)$|号$"
)
# What stands below the last task: who gets a copy, signatures, buttons of the web page.
AFTER = re.compile(
    r"抄送|主送|附件\d*[:.、]?|〔?(?:打印|关闭)|分享到|责任编辑|信息来源|来源:|编辑:|扫一扫|相关(?:链接|文档|解读|附件)"
    r"|\((?:此件|联系)|(?:上|下)一(?:篇|条)|[^:;,。]{2,40}\d{4}年\d{1,2}月\d{1,2}日(?:印发)?$"
    r"|[^:;,。]{2,30}(?:人民政府|办公室|办公厅|委员会|局)$|\d{4}年\d{1,2}月\d{1,2}日|二[〇○Ο零O0][一二三四五六七八九〇○零]{2}年[一二三四五六七八九十]{1,2}月"
)
_AIMS = re.compile(
    r"(?:指导思想|基本原则|总体(?:要求|思路|目标|部署|安排)|(?:工作|主要|年度|发展|重点|核心)?目标(?:任务)?|"
    r"(?:工作|编制|起草|实施|试点|坚持|遵循)(?:思路|原则|背景|依据)|(?:编制|起草)要求|(?:适用|实施)范围|背景|前言|名词解释|有关说明)"
    r"(?:和|与|及|、)?(?:指导思想|基本原则|总体(?:要求|思路|目标)|(?:工作|主要)目标)?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered paragraph, and those that belong to it."""

    kind: str
    number: int
    marker: str  # as written: "(一)"
    start: int  # in the even text, of the marker
    body: int  # where its words begin
    end: int  # where the next item, of any kind, begins
    children: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a notice: a notice may bring two."""

    title: str
    start: int
    items: tuple[Item, ...]


@dataclass(slots=True)
class _Open:
    """An item whose end has not been seen."""

    item: Item
    children: list["_Open"] = field(default_factory=list)

    def closed(self) -> Item:
        return replace(self.item, children=tuple(child.closed() for child in self.children))


def parts_of(text: Text) -> tuple[Part, ...]:
    """The numbered documents in a text, outermost numbering first."""
    marks = list(_marks(text.even))
    ends = [mark.start for mark in marks][1:] + [len(text.even)] * bool(marks)
    items = [
        replace(mark, end=_cut(text.even, mark.body, end))
        for mark, end in zip(marks, ends, strict=True)
    ]
    return tuple(_parts(text.even, items))


def finest(part: Part) -> Iterator[tuple[tuple[Item, ...], Item]]:
    """The tasks: items without items below, each with those above it; aims and principles out."""

    def below(item: Item, above: tuple[Item, ...]) -> Iterator[tuple[tuple[Item, ...], Item]]:
        if not item.children:
            yield above, item
        for child in item.children:
            yield from below(child, (*above, item))

    for item in part.items:
        yield from below(item, ())


def is_aim(heading: str) -> bool:
    """Whether a heading opens aims, principles or scope: nobody is asked to do them."""
    return _AIMS.fullmatch(heading.strip("。:、 ")) is not None


def _marks(even: str) -> Iterator[Item]:
    """Every number that goes on counting where its kind left off, or begins again."""
    starts = [0] + [found.end() for found in re.finditer("\n", even)]
    if sum(MARKER.match(even, start) is not None for start in starts) < _FEWEST_PARAGRAPHS:
        starts = sorted({*starts, *(found.start() for found in _BREAKS.finditer(even))})
    last: dict[str, int] = {}
    found = []
    for start in starts:
        mark = _MARK.match(even, start)
        if mark is None:
            continue
        at = next(n for n, said in enumerate(mark.groups()) if said is not None)
        kind, number = _KINDS[at][0], _number(mark.group(at + 1))
        if number != 1 and not 0 < number - last.get(kind, 0) <= 2:
            continue  # a year, a telephone, a figure that begins a line
        last[kind] = number
        found.append(Item(kind, number, mark.group(), start, mark.end(), mark.end()))
    # ① comes out of most files as a bare 1: believed where a bare 2 follows.
    believed = False
    for item, after in zip(found, [*found[1:], None], strict=False):
        if item.kind == "bare" and item.number == 1:
            believed = after is not None and (after.kind, after.number) == ("bare", 2)
        if item.kind != "bare" or believed:
            yield item


def _parts(even: str, items: Sequence[Item]) -> Iterator[Part]:
    """Items in their order to trees: a kind already open closes what is below it."""
    title, _ = _title(even, 0, items[0].start if items else 0)
    roots: list[_Open] = []
    path: list[_Open] = []
    for item in items:
        kinds = [each.item.kind for each in path]
        depth = kinds.index(item.kind) if item.kind in kinds else len(path)
        if depth == 0 and roots and item.number == 1 and item.kind == roots[0].item.kind:
            over, began = _title(even, path[-1].item.body, item.start)
            path[-1].item = replace(path[-1].item, end=began)
            yield _part(title, roots)
            title, roots = over, []
        node = _Open(item)
        path = [*path[:depth], node]
        (path[depth - 1].children if depth else roots).append(node)
    if roots:
        yield _part(title, roots)


def _part(title: str, roots: Sequence[_Open]) -> Part:
    items = tuple(root.closed() for root in roots)
    return Part(title, items[0].start, items)


def _title(even: str, start: int, end: int) -> tuple[str, int]:
    """The last title between two places, and where it begins; titles run over two lines at will.

    Without a title the place is `end`.
    """
    lines: list[tuple[str, int]] = []
    for line in even[start:end].split("\n"):
        lines.append((line, start))
        start += len(line) + 1
    for at in range(len(lines) - 1, -1, -1):
        line, place = lines[at]
        if not line or len(line) > _LONGEST_TITLE or line[-1] in "。:;":
            continue
        before, there = lines[at - 1] if at else ("", place)
        if before and len(before) <= _LONGEST_TITLE and not _NO_TITLE.search(before):
            line, place = before + line, there
        if _TITLE.fullmatch(line) and not _NO_TITLE.match(line):
            return line, place
    return "", end


def title_before(even: str, end: int) -> str:
    """The last title before a place of an even text; empty when there is none."""
    return _title(even, 0, end)[0]


def title_at(even: str) -> tuple[str, int] | None:
    """The title of a text that numbers nothing, and where the line behind it begins."""
    at = 0
    found: tuple[str, int] | None = None
    for line in even.split("\n"):
        at += len(line) + 1
        if 4 < len(line) <= _LONGEST_TITLE and _PLAN.search(line) and not _NO_TITLE.search(line):
            found = line, min(at, len(even))
    return found


def _cut(even: str, start: int, end: int) -> int:
    """Where an item's words end: before what follows the text."""
    at, before = start, ""
    for paragraph in even[start:end].split("\n"):
        # A unit alone on its line signs the text, unless a label stands over it.
        if at > start and AFTER.match(paragraph) and before[-1:] not in {":", "〕"}:
            return at
        at, before = at + len(paragraph) + 1, paragraph
    return end


def _number(said: str) -> int:
    """`十二` -> 12, `③` -> 3, `7` -> 7."""
    if said.isdigit() and said not in _CIRCLED:
        return int(said)
    if said in _CIRCLED:
        return _CIRCLED.index(said) + 1
    hundreds, _, rest = said.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    number = (_CHINESE.find(hundreds) if hundreds else 0) * 100
    if ten:
        number += (_CHINESE.find(tens[-1]) if tens else 1) * 10
    return number + (_CHINESE.find(ones[-1]) if ones else 0)
