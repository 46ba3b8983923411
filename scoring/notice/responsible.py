"""Who has to do a task: the units named in the brackets behind it, or at the head of it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scoring.notice.text import Quoted, Text

_OPENING, _CLOSING = "(〔【〈《“", ")〕】〉》”"
_ROLE = re.compile(r"牵头|负责|责任(?:单位|部门|主体)|配合|参与|参加|主办|承办|协办|落实单位")
_SAID_FIRST = re.compile(
    r"(?:(?:共同|总)?(?P<lead>牵头|主办|主责)|(?P<other>责任|配合|参与|参加|协办|承办|落实|协同|实施))"
    r"(?:单位|部门|主体|领导)?(?:及配合单位)?:"
)
_NOT_UNITS = re.compile(r"(?:完成|整改|办结)?(?:时限|时间|期限|节点)(?:要求)?:|长期坚持|持续推进")
_SAID_LAST = re.compile(
    r"(?:(?:按照?|根据|依)(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?|分别|共同|具体|联合|统筹|各自|依职责|均)*"
    r"(?:(?P<lead>牵头(?:负责|组织|实施|落实)?|主办)|(?:为|是)责任单位|"
    r"负责(?:落实|实施|推进)?|配合(?:落实|做好)?|参与|参加|落实|承办|实施)$"
)
# "The units below are all of you, not said again": carried on to what follows.
_CARRIED = re.compile(
    r"以下.{0,12}?(?:(?:均|都)(?:需|由|为)?|不再|同)|不再(?:一一|逐一|另行)?(?:列出|列明|列|标注)|下同"
)
_UNIT_END = (
    "局|委|委员会|办|厅|部|院|中心|公司|集团|政府|会|署|所|处|队|站|行|银行|社|馆|办公室|街道|乡|镇|"
    "台|校|库|监委|法院|检察院|税务|联|园区|管委会|单位|部门|高新区|开发区|经开区|新区"
)
_PARTED = re.compile(
    rf"、|,(?=.)|;|(?<=[{''.join(sorted(set('局委办厅部院心司府会署所处队站行社馆室道乡镇台校联区门位〉)')))}])"
    r"(?:以及|及其?|和|与)(?!责任|配合|参与)(?=.)|(?<!上)等(?=.*(?:单位|部门|机构)$)"
)
_SUBJECT = re.compile(
    rf"(?<![^。;\n])((?:(?:各级|各|市|区|县|省|全|起草|相关|有关|牵头|配合)"
    rf"(?:\([^)]*\)|[^。;:,要应须()]){{0,40}}?(?:{_UNIT_END})(?:办公室)?(?:\([^)]*\))?、?)+)"
    r"(?=(?:都)?(?:要|应|须|必须|需|负责))"
)


@dataclass(frozen=True, slots=True)
class Responsible:
    """Units by what they have to do; each as named, with its place."""

    lead: tuple[Quoted, ...] = ()  # 牵头
    others: tuple[Quoted, ...] = ()  # 责任, 配合, 按职责分工负责
    addressed: tuple[Quoted, ...] = ()  # "各级各部门要…", where no bracket names anybody
    carried: tuple[Quoted, ...] = ()  # responsible for this and all that follows

    def also(self, units: Iterable[Quoted]) -> "Responsible":
        """With units that an earlier task made responsible for all that follows."""
        return replace(self, others=_once((*self.others, *units)))


def responsible(text: Text, start: int, end: int) -> Responsible:
    """The units that characters `start` to `end` of a text make responsible."""
    lead: list[Quoted] = []
    others: list[Quoted] = []
    carried: list[Quoted] = []
    for opened, closed in _groups(text.even, start, end):
        before: list[Quoted] = []
        first = ""
        for begin, stop in _clauses(text.even, opened, closed):
            said = text.even[begin:stop]
            if found := _CARRIED.search(said):
                units = []
                if found.group().endswith(("需", "由", "为")) or _SAID_LAST.search(said):
                    units = list(_units(text, *_bare(text.even, begin, stop)[1:]))
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
    addressed: list[Quoted] = []
    if not lead and not others:
        for found in _SUBJECT.finditer(text.even, start, end):
            addressed += _units(text, found.start(1), found.end(1))
    return Responsible(_once(lead), _once(others), _once(addressed), _once(carried))


def without(text: Text, start: int, end: int) -> int:
    """Where the words of a task end, the bracket that names its units left out."""
    for opened, closed in _groups(text.even, start, end):
        if not text.even[closed + 1 : end].strip("。\n "):
            return opened - 1
    return end


def _groups(even: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Insides of the outermost brackets that name who is responsible; or lines that do."""
    depth, opened = 0, start
    for at in range(start, end):
        character = even[at]
        if character in "(〔【":
            if depth == 0:
                opened = at + 1
            depth += 1
        elif character in ")〕】" and depth:
            depth -= 1
            if depth == 0 and _ROLE.search(even, opened, at) and _ends_sentence(even, at + 1, end):
                yield opened, at
    for found in re.finditer(
        rf"(?:^|\n)(?=[^\n]{{0,4}}{_SAID_FIRST.pattern})[^\n]+", even[start:end]
    ):
        yield start + found.start() + (found.group()[0] == "\n"), start + found.end()


def _ends_sentence(even: str, at: int, end: int) -> bool:
    return at >= end or even[at] in "。;\n(〔【" or even[at - 2 : at] == "。)"


def _clauses(even: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces with a role of their own: parted by ; and 。, and by a comma after a role."""
    depth, begin = 0, start
    for at in range(start, end + 1):
        character = even[at] if at < end else ";"
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
        role, start = ("lead" if found["lead"] else "other"), start + found.end()
    said = even[start:end]
    if found := re.match(r"(?:以下|此项工作)?[^、]{0,6}?(?:均需|均由|都由|由)", said):
        start += found.end()
    if found := _SAID_LAST.search(even[start:end]):
        role = role or ("lead" if found["lead"] else "other")
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
                yield text.quoted(start + shift, start + shift + len(name))
            begin = at = found.end() if found else at + 1
            continue
        depth += (said[at] in _OPENING) - (said[at] in _CLOSING)
        at += 1


def _once(units: Iterable[Quoted]) -> tuple[Quoted, ...]:
    found: dict[str, Quoted] = {}
    for unit in units:
        found.setdefault(unit.text, unit)
    return tuple(found.values())
