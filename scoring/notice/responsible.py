"""Who has to do a task: the units named in the brackets behind it, or at the head of it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scoring.notice.duties import Responsible, joined, once
from scoring.notice.naming import CLOSING, ENDS, OPENING, UNIT_END, units_in
from scoring.notice.sentences import acting, at_heads, in_sentences
from scoring.notice.text import Quoted, Span, Text

_ROLE = re.compile(
    rf"(?<=[{ENDS}])(?:指导|督导)$|牵头|负责|会同|责任(?:单位|部门|主体|科室|处室)|配合|参与|参加|主办|承办|协办|落实单位|^(?:责任|牵头)[^,。;]*:"
)
_DUTY = (
    r"(?:共同|总)?(?:牵头|主办|主责|责任|配合|参与|参加|协办|承办|落实|协同|协助|实施|负责)"
    r"(?:责任)?"
)
_BODY = r"(?:单位|部门|主体|科室|处室|股室)(?:[及和、](?:配合|责任|参与)(?:单位|部门)?)?"
_BOXED = rf"[(〔【]{_DUTY}{_BODY}[)〕】]"
_SAID_FIRST = re.compile(rf"{_BOXED}:?|{_DUTY}(?:{_BODY})?:")
_LABEL_INSIDE = re.compile(rf"{_BOXED}|(?<=[{ENDS}])(?:牵头|责任|配合)(?:单位|部门):")
_LEADS = re.compile(r"[(〔【]?(?:共同|总)?(?:牵头|主办|主责)")
_BEFORE_LABEL = 4  # characters of a line before its label, such as a bullet
_SAID_ON_LINE = re.compile(
    rf"(?:(?<=\n)(?=[^\n]{{0,{_BEFORE_LABEL}}}(?:{_SAID_FIRST.pattern}))|(?<=[。;)])(?={_SAID_FIRST.pattern}))"
    rf"[^\n]+(?:(?<=[:〕】])\n[^\n]+)?"
)
_TIME_LABEL = re.compile(r"[(〔]?(?:完成|整改|办结|工作|落实)?(?:时限|时间|期限|节点)")
_NOT_UNITS = re.compile(
    r"(?:完成|整改|办结|工作|落实)?(?:时限|时间|期限|节点)(?:要求)?:|长期坚持|持续推进|常态化|"
    r"(?:完成|整改|办结)(?:时限|时间)|"
    r"(?:责任|分管|牵头|包保)?(?:领导|责任人|联系人|负责人|联络员)[^:]{0,6}:|"
    r"(?:\d{4}年|\d{1,2}月|年底|年内|全年|每(?:年|半年|季度|月|周|日))"
)
_SAID_LAST = re.compile(
    r"(?:(?:按照?|根据|依)(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?|分别|共同|具体|联合|统筹|各自|依职责|均)*"
    r"(?:(?P<lead>牵头(?:负责|组织|实施|落实|推进)*|主办)|(?:为|是)责任单位|"
    r"负责(?:落实|实施|推进|组织)*|配合(?:落实|做好)?|(?:统筹)?(?:推进|协调)|(?:做好|提供)[^、,;]{2,8}|参与|参加|指导|督导|落实|承办|协办|实施)$"
)
# "The units below are all of you, not said again": carried on to what follows.
_CARRIED = re.compile(
    r"以下.{0,12}?(?:(?:均|都)(?:需|由|为)?|不再|同)|不再(?:一一|逐一|另行|做分工)?(?:列出|列明|列|标注|,|$)|下同"
)
_ALL_CONCERN = re.compile(r"(?:均|都)(?:需要?|由|为|涉及|包括|含)")
_SUBJECT = re.compile(
    rf"(?<![^。;\n])((?:(?:各级|各|市|区|县|省|全|起草|相关|有关|牵头|配合)"
    rf"(?:\([^)]*\)|[^。;:,要应须()]){{0,40}}?(?:{UNIT_END})(?:办公室)?(?:\([^)]*\))?、?)+)"
    r"(?=(?:都)?(?:要|应|须|必须|需|负责|于(?:每|\d)))"
)
# A bracket at the end that holds names of units and nothing else.
_NAMES = rf"[^。;:,()〔〕、]{{1,24}}?(?:{UNIT_END})(?:\([^()]{{1,8}}\))?"
_ONLY_UNITS = re.compile(rf"(?<=[。;\n])[(〔【](?P<units>{_NAMES}(?:[、,]{_NAMES})*)[)〕】]")
_LEAD_IN_BRACKET = re.compile(r"[(〔](?:牵头|主办)(?:单位)?[)〕]$")


def responsible(text: Text, start: int, end: int) -> Responsible:
    """The units that characters `start` to `end` of a text make responsible."""
    found = Responsible()
    for opened, closed in _groups(text.even, start, end):
        found = joined(found, _named(text, opened, closed))
    if _nobody(found):
        found = in_sentences(text, start, end)
    if _nobody(found):
        for said in _ONLY_UNITS.finditer(text.even, start, end):
            if not text.even[said.end() : end].strip("。\n "):
                units = tuple(units_in(text, *said.span("units")))
                found = joined(found, Responsible(others=units))
    if not _nobody(found):
        return found
    found = at_heads(text, start, end)
    named = {unit.text for unit in (*found.lead, *found.others)}
    addressed: list[Quoted] = [*acting(text, start, end)]
    for said in _SUBJECT.finditer(text.even, start, end):
        addressed += units_in(text, said.start(1), said.end(1))
    return replace(found, addressed=once(each for each in addressed if each.text not in named))


def _nobody(found: Responsible) -> bool:
    return not found.lead and not found.others


def named(text: Text, role: str) -> Responsible:
    """The units of a text that names nothing else, such as the cell of a column 责任单位.

    Args:
        role: "lead" or "other": of units of which the text does not say what they do.
    """
    return _named(text, 0, len(text.even), role)


def _named(text: Text, opened: int, closed: int, usual: str = "") -> Responsible:
    """The units between two places that hold nothing but units, roles and times."""
    lead: list[Quoted] = []
    others: list[Quoted] = []
    carried: list[Quoted] = []
    before: list[Quoted] = []
    first = usual
    for begin, stop in _clauses(text.even, opened, closed):
        said = text.even[begin:stop]
        if _CARRIED.search(said):
            units = list(_carried_units(text, begin, stop))
            carried += units or before
            others += units
            before = []
            continue
        role, begin, stop = _bare(text.even, begin, stop)
        if said != text.even[begin:stop] or not first:
            first = role or first
        role = role or first
        if role != "none" and (together := _together(text.even, begin, stop)):
            lead += units_in(text, begin, together.start())
            begin, role = together.end(), "other"
        before = list(units_in(text, begin, stop)) if role != "none" else []
        (lead if role == "lead" else others).extend(before)
    leading = [unit for unit in others if _LEAD_IN_BRACKET.search(unit.text)]
    rest = [unit for unit in others if unit not in leading]
    return Responsible(
        once(map(_without_bracket, (*lead, *leading))), once(rest), (), once(carried)
    )


def _together(even: str, start: int, end: int) -> re.Match[str] | None:
    """Between the unit that acts and those it acts with: 甲局会同乙局、丙局."""
    return re.compile("(?:牵头)?会同").search(even, start + 1, end - 1)


def _carried_units(text: Text, start: int, end: int) -> Iterator[Quoted]:
    """The units that a clause makes responsible for all below; none where it means those before."""
    said = text.even[start:end]
    if found := _ALL_CONCERN.search(said):
        yield from units_in(text, *_bare(text.even, start + found.end(), end)[1:])
    elif _SAID_LAST.search(said):
        yield from units_in(text, *_bare(text.even, start, end)[1:])


def _without_bracket(unit: Quoted) -> Quoted:
    """`县财政局(牵头)` -> `县财政局`."""
    name = _LEAD_IN_BRACKET.sub("", unit.text)
    cut = len(unit.text) - len(name)
    return Quoted(name, Span(unit.span.start, unit.span.end - cut)) if cut else unit


def without(text: Text, start: int, end: int) -> int:
    """Where the words of a task end, the bracket that names its units left out."""
    for opened, closed in _groups(text.even, start, end):
        if not text.even[closed + 1 : end].strip("。\n "):
            return opened - 1
    return end


def _groups(even: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Insides of the outermost brackets that name who is responsible; or lines that do."""
    depth, opened = 0, start
    brackets: list[tuple[int, int]] = []
    for at in range(start, end):
        character = even[at]
        if character in "(〔【":
            if depth == 0:
                opened = at + 1
            depth += 1
        elif character in ")〕】" and depth:
            depth -= 1
            if depth == 0 and _ROLE.search(even[opened:at]) and _ends_sentence(even, at + 1, end):
                brackets.append((opened, at))
    yield from brackets
    for found in _SAID_ON_LINE.finditer(even, start, end):
        if not any(opened - _BEFORE_LABEL <= found.start() < closed for opened, closed in brackets):
            yield found.start(), _end_of_units(even, found.start(), found.end())


def _end_of_units(even: str, start: int, end: int) -> int:
    """Where a line stops naming units: at a full stop, unless another label follows."""
    for at in range(start, end):
        if even[at] == "。" and not (
            _SAID_FIRST.match(even, at + 1) or _TIME_LABEL.match(even, at + 1)
        ):
            return at
    return end


def _ends_sentence(even: str, at: int, end: int) -> bool:
    return at >= end or even[at] in "。;\n(〔【" or even[at - 2 : at] == "。)"


def _clauses(even: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces with a role of their own: parted by ; and 。, and by a comma after a role."""
    depth, begin = 0, start
    labels = {found.start() for found in _LABEL_INSIDE.finditer(even, start + 1, end)}
    for at in range(start, end + 1):
        character = even[at] if at < end else ";"
        if depth == 0 and at in labels:
            yield begin, at
            begin = at
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
        elif at == end or (
            depth == 0 and (character in ";。" or (character == "," and _closes(even[begin:at])))
        ):
            if begin < at:
                yield begin, at
            begin = at + 1


def _closes(said: str) -> bool:
    """Whether a clause is complete: it says what its units do, or on what paper it rests."""
    return bool(
        _SAID_FIRST.match(said)
        or _SAID_LAST.search(said)
        or _CARRIED.search(said)
        or said.startswith(("根据", "按照", "依据"))
    )


def _bare(even: str, start: int, end: int) -> tuple[str, int, int]:
    """A clause without the words of its role: role ("lead", "other", "none" or ""), start, end."""
    said = even[start:end]
    if _NOT_UNITS.match(said) or said.startswith(("根据", "按照", "依据")):
        return "none", start, end
    role = ""
    if found := _SAID_FIRST.match(said):
        role, start = ("lead" if _LEADS.match(said) else "other"), start + found.end()
    said = even[start:end]
    if found := re.match(r"(?:以下|此项工作)?[^、]{0,6}?(?:均需|均由|都由|由)", said):
        start += found.end()
    if found := _SAID_LAST.search(even[start:end]):
        # "责任单位:甲局牵头": what is said of the unit itself goes before the label.
        role = "lead" if found["lead"] else role or "other"
        end = start + found.start()
    return role, start, end
