"""Tables of tasks (任务分解表): which column says what, and the words of every row. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scoring.notice.text import Span

_CELL_END = re.compile(r"\t|[|｜│]")
_GAPS = re.compile(r"[\s*]+")
# A heading of a column -> what stands below it; the first that fits. The order matters: 责任领导
# and 联系人 are persons, 任务类别 is no task.
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("number", r"序号|编号|No\.?|号"),
        (
            "person",
            r".*(?:领导|责任人|联系人|负责人|电话|签字).*|备注|说明|依据|文件依据|来源|进展.*|完成情况.*",
        ),
        (
            "lead",
            r"(?:牵头|主办|主责|主要责任)(?:责任)?(?:单位|部门|科室|处室|股室|机构)?(?:和责任单位)?",
        ),
        (
            "others",
            r"(?:责任|配合|参与|参加|协办|承办|落实|实施|协同|协助|负责)(?:\(?(?:责任|落实|配合|参与)\)?)?"
            r"(?:主体|单位|部门|科室|处室|股室|机构)(?:\(.*\))?|(?:责任|任务)分工|单位|部门|分工",
        ),
        (
            "time",
            r"(?:完成|办结|工作|整改|推进|计划|时间|截止|公开|进度)*(?:时限|时间|期限|节点|日期|频次|进度)"
            r"(?:要求|安排|节点|计划)?|(?:完成|更新)(?:频次|频率)|时间|时限",
        ),
        (
            "figure",
            r"(?:目标值?|指标值?|数量|标准|考核指标|量化指标|工作目标|目标要求|完成标准|数量要求|年度目标)",
        ),
        (
            "group",
            r"(?:工作|任务|项目|公开|重点|主要)?(?:类别|分类|类型|领域|板块|方面|大项|一级.*)|(?:工作)?项目|类别",
        ),
        (
            "detail",
            r"(?:具体|工作|任务|主要|细化|落实|推进)?(?:要求|内容|措施|举措|做法|标准|分解|内容及要求|"
            r"内容和要求|任务内容|任务要求|工作内容|工作要求|工作措施|工作举措|任务描述)|具体(?:工作)?任务|"
            r"(?:工作|任务)(?:内容|要求|措施)(?:及|和|与)(?:标准|要求|措施)",
        ),
        (
            "task",
            r".{0,8}(?:任务|事项|重点工作|工作|举措|指标名称|要点|目标任务|名称|任务名称|任务及要求)(?:\(.*\))?",
        ),
    )
)
_ROLES_OF_ANSWERS = {"lead", "others", "time"}
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}部分)"
)


_LONGEST_SECTION = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A task of a table: places in the raw text, by what the column says."""

    cells: dict[str, tuple[Span, ...]]
    number: str
    start: int
    end: int
    headings: tuple[Span, ...] = ()  # rows that stand over it, and merged cells on its left
    name: Span | None = None  # what the table calls this task alone, beside what is to be done


@dataclass(frozen=True, slots=True)
class TaskTable:
    """Rows of one table whose heads name tasks and who or when."""

    start: int
    end: int
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Reading:
    """A table while its lines are read."""

    heads: dict[int, str]
    width: int
    said: tuple[str, ...]
    start: int
    end: int
    rows: list[Row] = field(default_factory=list)
    last: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    section: tuple[Span, ...] = ()


def tables_of(raw: str) -> Iterator[TaskTable]:
    """Tables of tasks in a text whose cells are parted by tabs or upright bars, one row a line."""
    reading: _Reading | None = None
    for start, end in _lines(raw):
        cells = _cells(raw, start, end)
        if len(cells) < 2:
            if reading is None or not raw[start:end].strip():
                continue
            if _heads_rows(raw, start, end):
                reading.section, reading.last, reading.end = (Span(start, end),), {}, end
                continue
            if reading.rows:
                yield TaskTable(reading.start, reading.end, _names_told(reading.rows))
            reading = None
            continue
        heads = _heads(raw, cells)
        if heads is not None:
            said = tuple(_bare(raw, cell) for cell in cells)
            if reading is not None and said == reading.said:
                reading.end = end  # said again at the top of the next page
                continue
            if reading is not None and reading.rows:
                yield TaskTable(reading.start, reading.end, _names_told(reading.rows))
            reading = _Reading(heads, len(cells), said, start, end)
        elif reading is not None:
            _row(raw, reading, cells, end)
            reading.end = end
    if reading is not None and reading.rows:
        yield TaskTable(reading.start, reading.end, _names_told(reading.rows))


def blanked(raw: str, tables: Sequence[TaskTable]) -> str:
    """The text without its tables, every other character in its place."""
    for table in tables:
        words = re.sub(r"[^\n]", " ", raw[table.start : table.end])
        raw = raw[: table.start] + words + raw[table.end :]
    return raw


def _lines(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in raw.splitlines(keepends=True):
        yield start, start + len(line.rstrip("\r\n"))
        start += len(line)


def _cells(raw: str, start: int, end: int) -> list[Span]:
    """Places of the cells of a line, a bar at either end aside."""
    while start < end and raw[start] in "|｜│ ":
        start += 1
    stop = end
    while stop > start and raw[stop - 1] in "|｜│ ":
        stop -= 1
    cells, at = [], start
    for found in _CELL_END.finditer(raw, start, stop):
        cells.append(Span(at, found.start()))
        at = found.end()
    return [*cells, Span(at, stop)]


def _bare(raw: str, cell: Span) -> str:
    said = _GAPS.sub("", raw[cell.start : cell.end])
    return said.translate(str.maketrans("（）", "()"))


def _heads(raw: str, cells: Sequence[Span]) -> dict[int, str] | None:
    """What each column says, of a line that heads a table of tasks; None of any other line."""
    heads: dict[int, str] = {}
    for at, cell in enumerate(cells):
        said = _bare(raw, cell)
        role = next((role for role, pattern in _HEADS if pattern.fullmatch(said)), "")
        if role:
            heads[at] = role
        elif said:
            return None
    roles = list(heads.values())
    if "task" not in roles and "detail" not in roles and "group" not in roles:
        return None
    if not _ROLES_OF_ANSWERS & set(roles):
        return None
    # Of several columns about the task the last one says most; those before it stand over it, but
    # 任务 before 具体要求 is what the task is called.
    about = [at for at, role in heads.items() if role in {"group", "task", "detail"}]
    found = heads | dict.fromkeys(about, "group") | {about[-1]: "task"}
    if len(about) > 1 and (heads[about[-2]], heads[about[-1]]) == ("task", "detail"):
        found[about[-2]] = "name"
    return found


def _row(raw: str, reading: _Reading, cells: list[Span], end: int) -> None:
    """Take one line in: a heading over the rows below, or a task."""
    filled = [cell for cell in cells if raw[cell.start : cell.end].strip()]
    if not filled:
        return
    if _is_section(raw, reading, cells, filled):
        reading.section, reading.last = (filled[0],), {}
        return
    missing = max(reading.width - len(cells), 0)
    by_role: dict[str, tuple[Span, ...]] = {}
    for at, cell in enumerate(cells):
        # Text of web pages drops cells merged with those above: the row is short on its left.
        role = reading.heads.get(at + missing, "")
        if role and raw[cell.start : cell.end].strip():
            by_role[role] = (*by_role.get(role, ()), cell)
    by_role = _from_above(reading, by_role) | by_role
    for above in ("name", "group"):
        if "task" not in by_role and by_role.get(above):
            by_role["task"] = by_role.pop(above)
    if "task" not in by_role:
        return
    number = next((raw[c.start : c.end].strip() for c in by_role.get("number", ())), "")
    headings = (*reading.section, *by_role.get("group", ()))
    row = Row(by_role, number or str(len(reading.rows) + 1), filled[0].start, end, headings)
    reading.last = by_role
    reading.rows.append(row)


def _heads_rows(raw: str, start: int, end: int) -> bool:
    """Whether a line without cells is a numbered heading over the row below it."""
    words = raw[start:end].strip()
    below = raw[end:].lstrip().partition("\n")[0]
    if not _SECTION.match(words) or "。" in words or len(words) > _LONGEST_SECTION:
        return False
    return _CELL_END.search(below) is not None


def _is_section(raw: str, reading: _Reading, cells: Sequence[Span], filled: Sequence[Span]) -> bool:
    """Whether a line only heads the rows below: one cell, or one said in all of them."""
    words = raw[filled[0].start : filled[0].end].strip()
    if len({_bare(raw, cell) for cell in filled}) > 1 or len(words) > _LONGEST_SECTION:
        return False
    if "。" in words or filled[0] != cells[0] or words.isdigit():
        return False
    return _SECTION.match(words) is not None or reading.heads.get(0) != "task"


def _from_above(
    reading: _Reading, by_role: dict[str, tuple[Span, ...]]
) -> dict[str, tuple[Span, ...]]:
    """What a row takes from the one above it: cells merged with those above are empty."""
    grouped, named = "group" in reading.last, "name" in by_role
    if "group" in by_role or (named and not grouped):
        return {}
    answers = by_role.keys() & _ROLES_OF_ANSWERS
    kept = {"group"} if named else {"group", "name"}
    if not answers & {"lead", "others"}:
        kept |= {"lead", "others"}
    elif grouped and "lead" not in answers:
        kept.add("lead")  # one who leads all of the group, each with helpers of its own
    if (grouped and not named) or not answers:
        kept.add("time")
    return {role: spans for role, spans in reading.last.items() if role in kept}


def _names_told(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, with names that stand beside one row alone; others head the rows they stand by."""
    beside = Counter(span for row in rows for span in row.cells.get("name", ()))
    found = []
    for row in rows:
        said = row.cells.get("name", ())
        if said and beside[said[-1]] == 1:
            found.append(replace(row, name=said[-1]))
        else:
            found.append(replace(row, headings=(*row.headings, *said)))
    return tuple(found)
