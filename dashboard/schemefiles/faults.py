"""Every fault of an edited scheme, each with its place: the reader of files stops at the first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from dashboard.schemefiles.editing import Place, Row, listed, rows, sums_off, worths
from data.composition import read_composition
from data.indicators import Band, Leaf, Scheme
from data.marked import Entry, Fault, Fields, read_marked
from data.parameters import Parameters
from data.scheme_form import FILE, NODE, SCHEME, fields_of
from data.scheme_head import (
    read_bonus,
    read_dates,
    read_grades,
    read_penalty,
    read_publish,
    read_veto,
)
from data.scheme_sheets.plain import Plain, write_scheme
from data.scheme_tree import Ids, TreeReader
from data.schemes import Gives, SchemeError, bind, parse_scheme

HEAD = "总则"
# What stands beside the tree, by its key in the file.
PARTS = {
    "vetoes": "单项否决",
    "bonus": "加分项",
    "penalties": "倒扣项",
    "parameters": "参数",
    "dates": "日期",
    "composition": "合成",
    "publish": "对外公布",
    "duties": "职责",
    "groups": "分组",
}
NOTE = "由“指标体系”页面编辑。已用于评估的版本不再修改；要改动请换新编号。"


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong, where; `place` is None for the head and what stands beside the tree."""

    place: Place | None
    where: str
    said: str
    part: str = ""  # key of PARTS; empty: head and tree


@dataclass(frozen=True, slots=True)
class Examined:
    """An edited scheme: its file, and the scheme it makes when nothing is wrong."""

    text: str
    scheme: Scheme | None
    faults: tuple[Found, ...]


def examined(tree: Mapping[str, Plain], checks: Mapping[str, Gives]) -> Examined:
    """The tree as a file, with everything that is wrong in it; head first, then from the top down.

    Args:
        checks: every check by name.
    """
    try:
        text = write_scheme(tree, [NOTE]).text
    except ValueError as error:
        said = f"有一个数不能写成有限小数（{error}），请改成小数"
        return Examined("", None, (Found(None, HEAD, said),))
    found = list(_faults(tree, text, checks))
    if found:
        return Examined(text, None, tuple(found))
    try:
        scheme = parse_scheme(text, "草稿")
        bind(scheme, checks)
    except SchemeError as error:
        cause = error.__cause__
        said = str(cause) if isinstance(cause, Fault) else str(error)
        return Examined(text, None, (Found(None, HEAD, said),))
    return Examined(text, scheme, ())


def _faults(tree: Mapping[str, Plain], text: str, checks: Mapping[str, Gives]) -> Iterator[Found]:
    try:
        root = read_marked(text)
        whole = fields_of(root, "文件", FILE)
        head = fields_of(whole.need("scheme"), "scheme ", SCHEME)
        sources = whole.texts_by_key("sources")
        entries = whole.entries("indicators")
    except Fault as fault:
        yield Found(None, HEAD, str(fault))
        return
    part = "duties"
    try:
        duties = head.texts_by_key(part)
        part = "parameters"
        reader = TreeReader(Ids(), sources, duties, Parameters(head.get(part)))
    except Fault as fault:
        yield Found(None, PARTS[part], str(fault), part)
        return
    yield from _head(head)
    yield from _beside(tree, head, reader.parameters)
    titled = {row.place: row for row in rows(tree)}
    for off in sums_off(tree):
        row = titled.get(off.place)
        yield Found(off.place or None, row.title if row else off.where, off.said)
    yield from _twice(titled.values())
    worth, sound = worths(tree), True
    for place, entry in _entries(entries):
        row = titled[place]
        for said in _row(row, entry, worth[place], reader, checks):
            sound = False
            yield Found(place, row.title, said)
    if sound:  # else a row that could not be read may use it
        try:
            reader.parameters.check_used()
        except Fault as fault:
            yield Found(None, PARTS["parameters"], str(fault), "parameters")


def _head(head: Fields) -> Iterator[Found]:
    asked: tuple[Callable[[], object], ...] = (
        lambda: head.text("id"),
        lambda: head.text("title"),
        lambda: head.positive("total"),
        lambda: head.share("coverage_floor", Fraction(3, 5)),
        lambda: read_grades(head),
    )
    for ask in asked:
        try:
            ask()
        except Fault as fault:
            yield Found(None, HEAD, str(fault))


def _beside(tree: Mapping[str, Plain], head: Fields, parameters: Parameters) -> Iterator[Found]:
    """What is wrong in what stands beside the tree, each with its row."""
    every = rows(tree)
    leaf_ids = [str(row.node.get("id", "")) for row in every if not row.is_group]
    worth = worths(tree)
    groups = {str(row.node.get("id", "")): worth[row.place] for row in every if row.is_group}
    parts = {id_: points for id_, points in groups.items() if points is not None}
    said = tree.get("scheme")
    known = said if isinstance(said, dict) else {}
    grades = [str(band.get("name", "")) for band in listed(known.get("grades"))]
    value = known.get("total")
    total = Fraction(value) if isinstance(value, int | Fraction) else Fraction(100)
    ids = Ids()
    lists: tuple[tuple[str, str, Callable[[Entry, str], object]], ...] = (
        ("vetoes", "V", lambda e, code: read_veto(e, code, ids, leaf_ids, total, grades)),
        ("penalties", "K", lambda e, code: read_penalty(e, code, ids, parameters)),
    )
    for part, letter, read in lists:
        try:
            entries = head.entries(part)
        except Fault as fault:
            yield Found(None, PARTS[part], str(fault), part)
            continue
        for n, entry in enumerate(entries, 1):
            try:
                read(entry, f"{letter}{n}")
            except Fault as fault:
                yield Found(None, f"{PARTS[part]} {letter}{n}", str(fault), part)
    others: tuple[tuple[str, Callable[[], object]], ...] = (
        ("bonus", lambda: read_bonus(head.get("bonus"), ids, total, parts)),
        ("dates", lambda: read_dates(head.get("dates"))),
        ("composition", lambda: read_composition(head.get("composition"))),
        ("publish", lambda: read_publish(head.get("publish"))),
        ("groups", lambda: head.texts("groups")),
    )
    for part, ask in others:
        try:
            ask()
        except Fault as fault:
            yield Found(None, PARTS[part], str(fault), part)


def _twice(every: Iterable[Row]) -> Iterator[Found]:
    seen: dict[str, Row] = {}
    for row in every:
        id_ = str(row.node.get("id", ""))
        if id_ in seen:
            said = f"编号“{id_}”与“{seen[id_].title}”重复，请改用别的编号"
            yield Found(row.place, row.title, said)
        elif id_:
            seen[id_] = row


def _entries(entries: list[Entry], place: Place = ()) -> Iterator[tuple[Place, Entry]]:
    for n, entry in enumerate(entries):
        yield (*place, n), entry
        fields = entry.value if isinstance(entry.value, dict) else {}
        below = fields.get("children")
        if below is not None and isinstance(below.value, list):
            yield from _entries(below.value, (*place, n))


def _row(
    row: Row,
    entry: Entry,
    worth: Fraction | None,
    reader: TreeReader,
    checks: Mapping[str, Gives],
) -> Iterator[str]:
    """What is wrong in one row by itself."""
    fresh = replace(reader, ids=Ids())
    try:
        if row.is_group:
            fields = fields_of(entry, f"分组“{row.name}”", NODE)
            fresh.ids.take(fields)
            fields.text("name")
            if "weight" not in row.node:
                fields.positive("points")
            if not fields.entries("children"):
                yield "没有下级指标，请增加指标或删去这个分组"
            return
        (leaf,) = fresh.nodes(
            [_counted(entry, worth or Fraction(1))], [row.code], Fraction(1), ("上级",)
        )
    except Fault as fault:
        yield str(fault)
        return
    assert isinstance(leaf, Leaf)  # a row without children
    try:
        bind(_alone(leaf), checks)
    except SchemeError as error:
        yield str(error).partition(f"指标“{leaf.id}”")[2].lstrip("：").rstrip("。") or str(error)


def _counted(entry: Entry, worth: Fraction) -> Entry:
    """The row with points in place of its percentage, which only counts beside others."""
    fields = entry.value
    if not isinstance(fields, dict) or "weight" not in fields or "points" in fields:
        return entry
    kept = {key: value for key, value in fields.items() if key != "weight"}
    return Entry(entry.line, {**kept, "points": Entry(fields["weight"].line, worth)})


def _alone(leaf: Leaf) -> Scheme:
    """A scheme of one leaf, to bind it."""
    return Scheme(
        "one", "one", "one", leaf.points, Fraction(0), (Band("all", Fraction(0)),), (leaf,)
    )


def next_id(scheme_id: str, taken: Collection[str]) -> str:
    """The id of the next version: `x` -> `x-v2`, `x-v2` -> `x-v3`, the first that is free."""
    stem, mark, number = scheme_id.rpartition("-v")
    base, n = (stem, int(number)) if mark and number.isdecimal() else (scheme_id, 1)
    while (found := f"{base}-v{n + 1}") in taken:
        n += 1
    return found
