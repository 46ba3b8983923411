"""Who has to do a task: the units named in the brackets behind it, or at the head of it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scoring.notice.duties import Responsible, joined, once
from scoring.notice.text import Quoted, Span, Text

_OPENING, _CLOSING = "(〔【〈《“", ")〕】〉》”"
_ROLE = re.compile(
    r"牵头|负责|责任(?:单位|部门|主体|科室|处室)|配合|参与|参加|主办|承办|协办|落实单位|^(?:责任|牵头)[^,。;]*:"
)
_ENDS = "局委办厅部院心司府会署所处队站行社馆室道乡镇台校联区门位科股〉"
_DUTY = (
    r"(?:共同|总)?(?:牵头|主办|主责|责任|配合|参与|参加|协办|承办|落实|协同|协助|实施|负责)"
    r"(?:责任)?"
)
_BODY = r"(?:单位|部门|主体|科室|处室|股室)(?:[及和、](?:配合|责任|参与)(?:单位|部门)?)?"
_BOXED = rf"[(〔【]{_DUTY}{_BODY}[)〕】]"
_SAID_FIRST = re.compile(rf"{_BOXED}:?|{_DUTY}(?:{_BODY})?:")
_LABEL_INSIDE = re.compile(rf"{_BOXED}|(?<=[{_ENDS}])(?:牵头|责任|配合)(?:单位|部门):")
_LEADS = re.compile(r"[(〔【]?(?:共同|总)?(?:牵头|主办|主责)")
_BEFORE_LABEL = 4  # characters of a line before its label, such as a bullet
_SAID_ON_LINE = re.compile(
    rf"(?:(?<=\n)(?=[^\n]{{0,{_BEFORE_LABEL}}}(?:{_SAID_FIRST.pattern}))|(?<=[。;)])(?={_SAID_FIRST.pattern}))"
    rf"[^\n]+(?:(?<=[:〕】])\n[^\n]+)?"
)
_NOT_UNITS = re.compile(
    r"(?:完成|整改|办结|工作|落实)?(?:时限|时间|期限|节点)(?:要求)?:|长期坚持|持续推进|常态化|"
    r"(?:完成|整改|办结)(?:时限|时间)|"
    r"(?:责任|分管|牵头|包保)?(?:领导|责任人|联系人|负责人|联络员)[^:]{0,6}:|"
    r"(?:\d{4}年|\d{1,2}月|年底|年内|全年|每(?:年|半年|季度|月|周|日))"
)
_SAID_LAST = re.compile(
    r"(?:(?:按照?|根据|依)(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?|分别|共同|具体|联合|统筹|各自|依职责|均)*"
    r"(?:(?P<lead>牵头(?:负责|组织|实施|落实|推进)*|主办)|(?:为|是)责任单位|"
    r"负责(?:落实|实施|推进|组织)*|配合(?:落实|做好)?|参与|参加|落实|承办|协办|实施)$"
)
# "The units below are all of you, not said again": carried on to what follows.
_CARRIED = re.compile(
    r"以下.{0,12}?(?:(?:均|都)(?:需|由|为)?|不再|同)|不再(?:一一|逐一|另行|做分工)?(?:列出|列明|列|标注|,|$)|下同"
)
_ALL_CONCERN = re.compile(r"(?:均|都)(?:需要?|由|为|涉及|包括|含)")
_UNIT_END = (
    "局|委|委员会|办|厅|部|院|中心|公司|集团|政府|会|署|所|处|队|站|行|银行|社|馆|办公室|街道|乡|镇|"
    "台|校|库|监委|法院|检察院|税务|联|园区|管委会|单位|部门|高新区|开发区|经开区|新区|科|科室|股"
)
_PARTED = re.compile(
    rf"、|,(?=.)|;|(?<=[{_ENDS}])"
    r"(?:以及|及其?|和|与)(?!责任|配合|参与)(?=.)|(?<!上)等(?=[^、,;]{0,8}(?:单位|部门|机构)(?:$|[、,;和及与]))"
)
_SUBJECT = re.compile(
    rf"(?<![^。;\n])((?:(?:各级|各|市|区|县|省|全|起草|相关|有关|牵头|配合)"
    rf"(?:\([^)]*\)|[^。;:,要应须()]){{0,40}}?(?:{_UNIT_END})(?:办公室)?(?:\([^)]*\))?、?)+)"
    r"(?=(?:都)?(?:要|应|须|必须|需|负责))"
)
# "以下任务均由县政府办公室负责": said once, in a sentence, for all that stands below.
_ALL_BELOW = re.compile(
    r"(?:以下|下列|下述|本(?:方案|要点))[^。;:由]{0,14}(?:均|都|一律|统一)?(?:需)?由"
    r"(?P<units>[^。;:]{2,60}?)(?:共同|分别|统一|具体|按职责分工)?(?P<role>牵头|负责|落实|承办)"
)
# Names are told from other words afterwards: one pattern for both would try every way to part them.
_IN_SENTENCE = re.compile(
    r"(?<![自经理缘事])由(?P<units>[^。;:,()由\n]{2,80}?)(?:具体|统一|共同|分别)?"
    r"(?P<role>牵头|负责|承办|主办)(?:负责|落实|组织)*"
    r"(?:[,、](?P<helpers>[^。;:()由\n]{2,80}?)(?:等)?(?:配合|协助|参与|协办))?"
)
_NAMED = re.compile(rf"(?!其)[^。;:,]{{1,24}}(?:{_UNIT_END})(?:\([^()]{{1,8}}\))?")
# A bracket at the end that holds names of units and nothing else.
_NAMES = rf"[^。;:,()〔〕、]{{1,24}}?(?:{_UNIT_END})(?:\([^()]{{1,8}}\))?"
_ONLY_UNITS = re.compile(rf"(?<=[。;\n])[(〔【](?P<units>{_NAMES}(?:[、,]{_NAMES})*)[)〕】]")
_NO_UNIT = re.compile(
    r"(?:按|依)?(?:职责|职能).*|.*(?:完成|落实|推进|坚持)$|.*\d{1,2}月.*|.*\d{4}年.*|年底.*|下同|不再.*"
)
_LEAD_IN_BRACKET = re.compile(r"\((?:牵头|主办)(?:单位)?\)$")


def responsible(text: Text, start: int, end: int) -> Responsible:
    """The units that characters `start` to `end` of a text make responsible."""
    found = Responsible()
    for opened, closed in _groups(text.even, start, end):
        found = joined(found, _named(text, opened, closed))
    if not found.lead and not found.others:
        for said in _IN_SENTENCE.finditer(text.even, start, end):
            units = tuple(_units(text, *said.span("units")))
            if not units or not all(_NAMED.fullmatch(unit.text) for unit in units):
                continue
            found = joined(found, _in_role(said["role"], units))
            helpers = tuple(_units(text, *said.span("helpers"))) if said["helpers"] else ()
            if all(_NAMED.fullmatch(unit.text) for unit in helpers):
                found = joined(found, Responsible(others=helpers))
    if not found.lead and not found.others:
        for said in _ONLY_UNITS.finditer(text.even, start, end):
            if not text.even[said.end() : end].strip("。\n "):
                found = joined(found, Responsible(others=tuple(_units(text, *said.span("units")))))
    if found.lead or found.others:
        return found
    addressed: list[Quoted] = []
    for said in _SUBJECT.finditer(text.even, start, end):
        addressed += _units(text, said.start(1), said.end(1))
    return replace(found, addressed=once(addressed))


def named(text: Text, role: str) -> Responsible:
    """The units of a text that names nothing else, such as the cell of a column 责任单位.

    Args:
        role: "lead" or "other": of units of which the text does not say what they do.
    """
    return _named(text, 0, len(text.even), role)


def for_all_below(text: Text, start: int, end: int) -> Responsible:
    """The units that a sentence before the tasks makes responsible for all of them."""
    found = Responsible()
    for said in _ALL_BELOW.finditer(text.even, start, end):
        found = joined(found, _in_role(said["role"], tuple(_units(text, *said.span("units")))))
    return found


def _in_role(role: str, units: tuple[Quoted, ...]) -> Responsible:
    return Responsible(lead=units) if role in {"牵头", "主办"} else Responsible(others=units)


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
        before = list(_units(text, begin, stop)) if role != "none" else []
        (lead if role == "lead" else others).extend(before)
    leading = [unit for unit in others if _LEAD_IN_BRACKET.search(unit.text)]
    rest = [unit for unit in others if unit not in leading]
    return Responsible(
        once(map(_without_bracket, (*lead, *leading))), once(rest), (), once(carried)
    )


def _carried_units(text: Text, start: int, end: int) -> Iterator[Quoted]:
    """The units that a clause makes responsible for all below; none where it means those before."""
    said = text.even[start:end]
    if found := _ALL_CONCERN.search(said):
        yield from _units(text, *_bare(text.even, start + found.end(), end)[1:])
    elif _SAID_LAST.search(said):
        yield from _units(text, *_bare(text.even, start, end)[1:])


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
            yield found.start(), found.end()


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
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
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


def _units(text: Text, start: int, end: int) -> Iterator[Quoted]:
    """Names between 、 that stand outside every bracket."""
    said = text.even[start:end]
    depth, begin, at = 0, 0, 0
    while at <= len(said):
        found = _PARTED.match(said, at) if depth == 0 and at < len(said) else None
        if found or at == len(said):
            if name := said[begin:at].strip(" 等\n。"):
                shift = said.index(name, begin)
                if _NO_UNIT.fullmatch(name):
                    name = ""
            if name:
                yield text.quoted(start + shift, start + shift + len(name))
            begin = at = found.end() if found else at + 1
            continue
        depth += (said[at] in _OPENING) - (said[at] in _CLOSING)
        at += 1
