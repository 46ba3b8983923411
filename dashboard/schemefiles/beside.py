"""What a scheme says beside its tree, as rows of small tables and back: vetoes, bonus, penalties,
parameters, dates, composition, duties. Pure.

Cells are texts, as somebody types them. What a row means is asked of the readers of scheme files
(`schemefiles.faults`); here only what is no number, or names no indicator, is refused.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.schemefiles.editing import head_changed, listed, rows
from dashboard.schemefiles.typed import TypedError, rule_shown, rule_typed, typed_number
from dashboard.wording.language import N_, _
from data.indicators import Effect, Source
from data.marked import number_text
from data.scheme_sheets.ids import unused
from data.scheme_sheets.plain import Plain, Tree

VETOES, BONUS, PENALTIES, PARAMETERS, DATES = "vetoes", "bonus", "penalties", "parameters", "dates"
COMPOSITION, DUTIES = "composition", "duties"
EFFECTS: Mapping[str, str] = {
    Effect.CAP_AT.value: N_("封顶到一个分数"),
    Effect.CAP_GRADE.value: N_("等次受限"),
    Effect.FAIL.value: N_("最低等次"),
}
SOURCES: Mapping[str, str] = {
    Source.OWN.value: N_("本轮得分"),
    Source.ROUND.value: N_("另一轮的得分"),
    Source.METRIC.value: N_("得分表"),
    Source.MEAN_OF_GROUP.value: N_("下级单位的平均"),
}
Cells = Mapping[str, object]
# Columns of every table, in order: keys of the file.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    VETOES: ("name", "effect", "value", "grade", "watch", "id"),
    BONUS: ("name", "points", "evidence", "id"),
    PENALTIES: ("name", "points", "scoring", "evidence", "id"),
    PARAMETERS: ("id", "name", "value", "unit"),
    COMPOSITION: ("name", "share", "source", "id"),
    DUTIES: ("name", "about"),
}
_NUMBERS = {"value", "points"}
_SPLIT = re.compile(r"[、,，;；\s]+")  # of several duties in one cell of a register, too
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,9})?%")
# Keys whose words the file has in English: how each is said.
_SAID = {"effect": EFFECTS, "source": SOURCES}


def shown_rows(tree: Mapping[str, Plain], part: str) -> list[dict[str, str]]:
    """The rows of one table as they are typed."""
    codes = {str(row.node.get("id", "")): row.code for row in rows(tree) if not row.is_group}
    found = [_named(each) for each in _entries(tree, part)]
    return [{key: _cell(each, key, codes) for key in COLUMNS[part]} for each in found]


def _named(entry: Mapping[str, Plain]) -> Mapping[str, Plain]:
    words = {key: str(entry[key]) for key in _SAID if entry.get(key)}
    return {**entry, **{key: _(_SAID[key].get(word, word)) for key, word in words.items()}}


def _entries(tree: Mapping[str, Plain], part: str) -> list[Tree]:
    value = _head(tree).get(part)
    if part in _INSIDE:
        return listed(value.get(_INSIDE[part])) if isinstance(value, dict) else []
    if part == DUTIES:
        pairs = value.items() if isinstance(value, dict) else ()
        return [{"name": name, "about": about} for name, about in pairs]
    if part == PARAMETERS:
        pairs = value.items() if isinstance(value, dict) else ()
        return [{"id": id_, **each} for id_, each in pairs if isinstance(each, dict)]
    return listed(value)


def _head(tree: Mapping[str, Plain]) -> Mapping[str, Plain]:
    head = tree.get("scheme")
    return head if isinstance(head, dict) else {}


def _cell(entry: Mapping[str, Plain], key: str, codes: Mapping[str, str]) -> str:
    value = entry.get(key)
    if key == "watch" and isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(codes.get(str(id_), str(id_)) for id_ in value)
    if key == "scoring":
        return rule_shown(value)
    if isinstance(value, bool) or value is None:
        return ""
    return number_text(Fraction(value)) if isinstance(value, int | Fraction) else str(value)


def with_rows(tree: Tree, part: str, table: Iterable[Cells]) -> Tree:
    """The tree with one table typed anew; rows without a word are left out.

    Raises:
        TypedError: a cell that means nothing, with its row; nothing is changed then.
    """
    typed = [_row(tree, part, n, row) for n, row in enumerate(_filled(table), 1)]
    if part == PARAMETERS:
        named = {str(row.pop("id")): row for row in typed}
        if len(named) != len(typed):
            raise TypedError(_("有两个参数的名称相同，请改正"))
        return head_changed(tree, {PARAMETERS: named or None})
    if part == DUTIES:
        return head_changed(tree, {DUTIES: _duties(tree, typed) or None})
    taken = [str(row.node.get("id", "")) for row in rows(tree)]
    taken += [str(each.get("id", "")) for other in _LISTS for each in _entries(tree, other)]
    for row in typed:
        if not row.get("id"):
            row["id"] = unused(_STEMS[part], taken)
        taken.append(str(row["id"]))
    if part not in _INSIDE:
        return head_changed(tree, {part: tuple(typed) or None})
    kept = _head(tree).get(part)
    whole = {**(kept if isinstance(kept, dict) else {}), _INSIDE[part]: tuple(typed)}
    return head_changed(tree, {part: whole if typed else None})


# Tables that are a key of what they belong to.
_INSIDE = {BONUS: "items", COMPOSITION: "parts"}
_LISTS = (VETOES, BONUS, PENALTIES, COMPOSITION)
_STEMS = {VETOES: "veto", BONUS: "bonus", PENALTIES: "penalty", COMPOSITION: "part"}


def _duties(tree: Tree, typed: Sequence[Mapping[str, Plain]]) -> Tree:
    """Duties by name.

    Raises:
        TypedError: a name twice, or one that a register could not say.
    """
    known = {str(each["name"]) for each in _entries(tree, DUTIES)}
    found: Tree = {}
    for row in typed:
        name = str(row["name"])
        if name in found:
            raise TypedError(_("职责“{name}”写了两次，请留下一行").format(name=name))
        if name not in known and _SPLIT.search(name):
            raise TypedError(
                _(
                    "职责“{name}”的名称里不能有顿号、逗号、分号或空格：名册用它们分开几项职责"
                ).format(name=name)
            )
        if "about" not in row:
            raise TypedError(_("职责“{name}”还没有说明，请写一句").format(name=name))
        found[name] = row["about"]
    return found


def _filled(table: Iterable[Cells]) -> list[dict[str, str]]:
    """Rows with words, every cell a text; a cell that nobody filled is empty."""
    said = [
        {key: "" if value is None else str(value).strip() for key, value in row.items()}
        for row in table
    ]
    return [row for row in said if any(row.values())]


def _row(tree: Tree, part: str, number: int, row: Mapping[str, str]) -> Tree:
    where = _("第 {n} 行：").format(n=number)
    if not row.get("name"):
        raise TypedError(where + _("名称不能空着"))
    if part == PARAMETERS and not row.get("id"):
        raise TypedError(where + _("参数要有编号，在计分公式里写 $编号 来用它"))
    for key, said in (("share", N_("比重")), ("source", N_("来源"))):
        if part == COMPOSITION and not row.get(key):
            raise TypedError(where + _("{what}不能空着，请补上").format(what=_(said)))
    found: Tree = {key: row[key] for key in COLUMNS[part] if row.get(key)}
    for key in _NUMBERS & found.keys():
        found[key] = typed_number(row[key], where)
    if "share" in found:
        found["share"] = _share(row["share"], where)
    for key, what in (("effect", N_("后果")), ("source", N_("来源"))):
        if key in found:
            found[key] = _worded(row[key], _SAID[key], where + _(what))
    if "scoring" in found:
        found["scoring"] = rule_typed(row["scoring"], where.rstrip("："))
    if "watch" in found:
        found["watch"] = tuple(_indicator(tree, word, where) for word in _words(row["watch"]))
    return found


def _words(text: str) -> list[str]:
    return [word for word in _SPLIT.split(text) if word]


def _share(text: str, where: str) -> Plain:
    """A percentage as it is, or a number."""
    said = text.replace("％", "%").replace(" ", "")
    return said if _PERCENT.fullmatch(said) else typed_number(said, where + _("比重"))


def _worded(word: str, words: Mapping[str, str], what: str) -> str:
    """The key of a word that a cell may hold.

    Raises:
        TypedError: it is none of them.
    """
    for key, said in words.items():
        if word in {key, said, _(said)}:
            return key
    known = "、".join(_(said) for said in words.values())
    raise TypedError(_("{what}“{word}”应为：{known}").format(what=what, word=word, known=known))


def _indicator(tree: Tree, word: str, where: str) -> str:
    """The id of an indicator called by its id, number or name."""
    for row in rows(tree):
        id_ = str(row.node.get("id", ""))
        if not row.is_group and word in {id_, row.code, row.name}:
            return id_
    raise TypedError(where + _("没有指标“{word}”，请写指标的序号，如 A1.2").format(word=word))


@dataclass(frozen=True, slots=True)
class Gate:
    """When bonus counts, as typed."""

    cap: str
    least: str
    part: str  # id of a group; empty: the whole


def shown_gate(tree: Mapping[str, Plain]) -> Gate:
    bonus = _head(tree).get(BONUS)
    said = bonus if isinstance(bonus, dict) else {}
    return Gate(*(_cell(said, key, {}) for key in ("cap", "gate", "part")))


def with_gate(tree: Tree, gate: Gate) -> Tree:
    """The tree with the limits of its bonus; without bonus items there are none.

    Raises:
        TypedError: no number.
    """
    bonus = _head(tree).get(BONUS)
    if not isinstance(bonus, dict):
        return tree
    said: Tree = {
        "cap": typed_number(gate.cap, _("加分上限")),
        "gate": typed_number(gate.least, _("加分门槛")),
        "part": gate.part or None,
    }
    kept = {key: value for key, value in bonus.items() if key not in said}
    return head_changed(tree, {BONUS: {**{k: v for k, v in said.items() if v is not None}, **kept}})


DAYS = ("cut_off", "capture from", "capture to", "recheck from", "recheck to")


def shown_dates(tree: Mapping[str, Plain]) -> tuple[str, ...]:
    """The days of DAYS as typed; empty where there is none."""
    found = _head(tree).get(DATES)
    said = found if isinstance(found, dict) else {}

    def window(key: str) -> tuple[str, str]:
        days = said.get(key)
        pair = [str(day) for day in days] if isinstance(days, tuple | list) else []
        begin, end, *_more = [*pair, "", ""]
        return begin, end

    cut_off = said.get("cut_off")
    return (str(cut_off) if cut_off else "", *window("capture"), *window("recheck"))


def with_dates(tree: Tree, days: Sequence[str]) -> Tree:
    """The tree with its three times, from the days of DAYS.

    Raises:
        TypedError: a period with one end only.
    """
    cut_off, *ends = (day.strip() for day in days)
    found: Tree = {"cut_off": cut_off} if cut_off else {}
    for key, said, (begin, end) in (
        ("capture", _("采集期"), ends[:2]),
        ("recheck", _("复查期"), ends[2:]),
    ):
        if bool(begin) != bool(end):
            raise TypedError(_("{what}要写起止两天").format(what=said))
        if begin:
            found[key] = (begin, end)
    return head_changed(tree, {DATES: found or None})
