"""Somebody else's indicator table as a scheme of ours: a tree ready to be written as YAML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction

from data.check_words import RuleWords
from data.indicators import Leaf
from data.marked import number_text
from data.scheme_sheets.foreign_rows import ForeignRow, ForeignTable
from data.scheme_sheets.ids import id_from, plain_name, unused
from data.scheme_sheets.plain import NOTES, WHERE, Plain, Tree, leaf_rows
from scoring.rubric.clauses import read_sentence
from scoring.rubric.compiling import (
    Compiled,
    RubricError,
    answers,
    compiled,
    costs_all,
)
from scoring.rubric.matching import Match, match, suggestions
from scoring.rubric.sentence import Sentence
from scoring.rubric.weighing import leaf_points

# Bands of the values that most published schemes use; a table rarely says its own.
_GRADES = (
    ("优秀", Fraction(9, 10)),
    ("良好", Fraction(8, 10)),
    ("一般", Fraction(6, 10)),
    ("较差", Fraction(0)),
)
# Proof that is not on a website.
_OFFLINE = re.compile(
    "专项测评|实地|台账|查阅资料|现场|电话(?:抽查|测试)|模拟申请|工作人员|问卷|会议记录|佐证材料"
)
_OPTIONAL = ("responsible", "sampling")  # texts of a leaf, where the format has them
_KNOWN = frozenset(field.name for field in fields(Leaf))


@dataclass(frozen=True, slots=True)
class Head:
    """What a table does not say of itself."""

    id: str
    title: str
    kind: str
    total: Fraction | None = None  # of a table that prints percentages only


@dataclass(frozen=True, slots=True)
class Built:
    """One imported indicator: how it was understood."""

    id: str
    row: ForeignRow
    points: Fraction
    check: str | None
    suggested: tuple[str, ...]
    figures: bool  # the rule says how much a fault costs
    kept: bool  # taken over from the version before, rule and points being the same


def build(
    table: ForeignTable,
    head: Head,
    words: Sequence[RuleWords],
    titles: Mapping[str, str],
    before: Mapping[str, Plain] | None = None,
) -> tuple[Tree, tuple[Built, ...]]:
    """The scheme of a table, and how every row was understood.

    A leaf keeps the id that it has in `before` when its name and place are the same; when rule and
    points are the same too, all that was set there by hand is kept. Every leaf with a check is for
    a person to confirm (`semi`): that a table is about a check is our reading of it.

    Args:
        words: words by which checks are known.
        titles: check -> its title, for suggestions.
        before: the tree of the version before.

    Raises:
        RubricError: points that do not add up; the sentence names rows and remedy.
    """
    sentences = [read_sentence(row.rule) for row in table.rows]
    points = leaf_points(table, sentences, head.total)
    old = _by_place(before or {})
    taken: set[str] = set()
    reserved = {str(leaf.get("id")) for leaf in old.values()}
    leaves: list[Tree] = []
    built: list[Built] = []
    sources: dict[str, str] = {"table": head.title}
    for row, sentence, worth in zip(table.rows, sentences, points, strict=True):
        known = old.get(_place(row.path, row.name))
        if known and known["id"] not in taken:
            leaf_id = str(known["id"])
        else:
            leaf_id = unused(id_from(row.code, row.path, row.name), taken | reserved)
            known = None
        taken.add(leaf_id)
        leaf, told = _leaf(row, sentence, worth, leaf_id, words, titles)
        leaf["basis"] = tuple(_basis(row, sources))
        if known and known.get("rule") == leaf["rule"] and known.get("points") == worth:
            told = replace(told, kept=True, check=str(known["check"]) if "check" in known else None)
            leaf = {**known, WHERE: row.where}
            leaf |= _kept_basis(known, before or {}, sources)
        leaves.append(leaf)
        built.append(told)

    nodes = _nodes(table.rows, leaves, taken, _groups_by_place(before or {}))
    total = sum(points, Fraction(0))
    scheme: Tree = {
        "id": head.id,
        "title": head.title,
        "kind": head.kind,
        "total": total,
        "grades": tuple({"name": name, "min": share * total} for name, share in _GRADES),
    }
    if before and isinstance(was := before.get("scheme"), Mapping):
        kept = {
            key: value for key, value in was.items() if key not in {"id", "title", "kind", "total"}
        }
        scheme |= kept if was.get("total") == total else {}
    return {"scheme": scheme, "sources": sources, "indicators": nodes}, tuple(built)


def _leaf(
    row: ForeignRow,
    sentence: Sentence,
    worth: Fraction,
    leaf_id: str,
    words: Sequence[RuleWords],
    titles: Mapping[str, str],
) -> tuple[Tree, Built]:
    about = f"{row.name}：{sentence.text}"
    offline = row.by_person or bool(_OFFLINE.search(f"{row.rule}{row.sampling}"))
    found, others = match(about, words)
    sure = None if offline else found
    near = tuple(
        name
        for name in suggestions(
            about, titles, ([found.check] if found and offline else []) + list(others)
        )
        if sure is None or name != sure.check
    )
    rule, sure = _rule(row, sentence, worth, sure)
    leaf: Tree = {
        "id": leaf_id,
        "name": row.name,
        "points": worth,
        "method": "semi" if sure else "manual",
        "na": "none",
    }
    if sure:
        leaf["check"] = sure.check
        if sure.params:
            leaf["params"] = dict(sure.params)
        if rule.person_gives:
            leaf["person_gives"] = rule.person_gives
    leaf |= {
        "rule": _one_sentence(row.rule),
        "scoring": rule.scoring,
        "basis": (),
        "remedy": _remedy(sentence),
    }
    if row.evidence:
        leaf["evidence"] = row.evidence
    notes = []
    for key in _OPTIONAL:
        said = getattr(row, key)
        if said and key in _KNOWN:
            leaf[key] = said
        elif said:
            notes.append(f"{'责任单位' if key == 'responsible' else '采样方式'}：{said}")
    if near and not sure:
        notes.append(f"可考虑的核查方法：{'、'.join(f'{titles.get(n, n)}（{n}）' for n in near)}")
    if sentence.most is not None and sentence.most < worth:
        notes.append(
            f"规则写明最多扣 {number_text(sentence.most)} 分，计分公式扣到本项分值为止，请核对"
        )
    if sentence.elements and sentence.deductions and not sentence.marked:
        notes.append("规则里既写得分又写扣分，计分公式只按扣分，请核对")
    if not rule.figures:
        notes.append("规则没有写明分数，由评审人员按符合、部分符合、不符合评定")
    leaf |= {WHERE: row.where, NOTES: tuple(notes)}
    told = Built(leaf_id, row, worth, sure.check if sure else None, near, rule.figures, kept=False)
    return leaf, told


def _rule(
    row: ForeignRow, sentence: Sentence, worth: Fraction, sure: Match | None
) -> tuple[Compiled, Match | None]:
    """The machine rule, and the check if it still has one: its items are what the rule asks."""
    try:
        rule = compiled(sentence, worth, sure)
        if sure and not answers(sentence, sure):
            return rule, None
        if sure and ((not rule.figures and sentence.vague) or not costs_all(sentence, worth)):
            return rule, None
        if sure and len(sentence.elements) > 1 and not sentence.deductions:
            items = rule.scoring.get("items")
            if not (
                isinstance(items, Mapping) and sure.words and set(items) <= set(sure.words.items)
            ):
                return rule, None
        return rule, sure
    except RubricError as error:
        raise RubricError(f"{row.where}：“{row.name}”的{error}。") from error


def _basis(row: ForeignRow, sources: dict[str, str]) -> Iterator[str]:
    place = row.code or re.sub(r"^.*?(第 \d+ 行)$", r"\1", row.where)
    yield f"table {place}"
    for line in row.basis.splitlines():
        if line.strip():
            key = next((k for k, title in sources.items() if title == line.strip()), "")
            if not key:
                key = unused("source", sources)
                sources[key] = line.strip()
            yield key


def _kept_basis(known: Tree, before: Mapping[str, Plain], sources: dict[str, str]) -> Tree:
    """The basis of a leaf that is taken over, with its sources."""
    old = before.get("sources")
    titles = {str(k): str(v) for k, v in old.items()} if isinstance(old, Mapping) else {}
    entries = known.get("basis")
    for entry in entries if isinstance(entries, tuple) else ():
        key = str(entry).partition(" ")[0]
        if key in titles:
            sources.setdefault(key, titles[key])
    return {}


def _remedy(sentence: Sentence) -> str:
    """How the points are won back: by undoing what costs them."""
    faults = "、".join(f"“{each.fault}”" for each in sentence.deductions[:4])
    return f"对照规则改正{faults}的问题。" if faults else "对照规则逐项落实。"


def _one_sentence(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return "".join(
        line if re.search("[。；，、：;,:]$", line) or n == len(lines) else line + "；"
        for n, line in enumerate(lines, 1)
    )


def _place(path: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(plain_name(part) or part for part in (*path, name))


def _by_place(tree: Mapping[str, Plain]) -> dict[tuple[str, ...], Tree]:
    return {
        _place([str(node.get("name")) for node in above], str(leaf.get("name"))): leaf
        for above, leaf in leaf_rows(tree.get("indicators", ()))
    }


def _groups_by_place(tree: Mapping[str, Plain]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for above, _ in leaf_rows(tree.get("indicators", ())):
        for n, node in enumerate(above):
            names = [str(each.get("name")) for each in above[: n + 1]]
            found[_place(names[:-1], names[-1])] = str(node.get("id"))
    return found


def _nodes(
    rows: Sequence[ForeignRow],
    leaves: Sequence[Tree],
    taken: set[str],
    known: Mapping[tuple[str, ...], str],
) -> tuple[Plain, ...]:
    """The leaves under their groups, in the table's order; groups worth the sum of their leaves."""
    roots: list[Plain] = []
    groups: dict[tuple[str, ...], Tree] = {}
    for row, leaf in zip(rows, leaves, strict=True):
        into = roots
        for n, name in enumerate(row.path):
            key = row.path[: n + 1]
            if key not in groups:
                old = known.get(_place(key[:-1], name), "")
                group_id = (
                    old if old and old not in taken else unused(id_from("", key[:-1], name), taken)
                )
                taken.add(group_id)
                groups[key] = {
                    "id": group_id,
                    "name": name,
                    "points": Fraction(0),
                    "children": [],
                    WHERE: row.where,
                }
                into.append(groups[key])
            group = groups[key]
            group["points"] = _sum(group["points"], leaf["points"])
            children = group["children"]
            into = children if isinstance(children, list) else []
        into.append(leaf)
    return tuple(roots)


def _sum(one: Plain, other: Plain) -> Fraction:
    return sum((Fraction(v) for v in (one, other) if isinstance(v, int | Fraction)), Fraction(0))
