"""What people type into the editor of a scheme, as values of its tree, and back. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from dashboard.schemefiles.editing import Row, changed
from dashboard.wording.language import _
from data.marked import Entry, Fault, number_text, percent
from data.scheme_sheets.plain import Plain, Tree, flow, read_plain

_POINTS = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,9})?%")


class TypedError(ValueError):
    """Something typed that means nothing: one Chinese sentence."""


def worth_shown(node: Mapping[str, Plain]) -> str:
    """What a row is worth, as typed: `5`, `40%`."""
    value = node.get("weight", node.get("points"))
    if isinstance(value, bool) or value is None:
        return ""
    return number_text(Fraction(value)) if isinstance(value, int | Fraction) else str(value)


def worth_typed(text: str, where: str) -> dict[str, Plain]:
    """The keys of a row that say what it is worth.

    Raises:
        TypedError: neither points nor a percentage.
    """
    said = text.strip().replace("％", "%").replace("分", "")
    if _PERCENT.fullmatch(said):
        return {"weight": said, "points": None}
    if _POINTS.fullmatch(said) and Fraction(said) > 0:
        value = Fraction(said)
        number = int(value) if value.denominator == 1 else value
        return {"points": number, "weight": None}
    raise TypedError(f"{where}：分值“{text}”应为大于 0 的数，如 5 或 2.5，或占上级的百分比，如 40%")


def number_of(value: Plain) -> Fraction | None:
    """A number of a scheme file, which may write a share as 0.8 or 80%; None of what is none."""
    if isinstance(value, str):
        return percent(Entry(1, value))
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        return None
    return Fraction(value)


def lines_typed(text: str) -> tuple[str, ...] | None:
    """Texts typed one a line; None for nothing."""
    found = tuple(line.strip() for line in text.splitlines() if line.strip())
    return found or None


def lines_shown(value: Plain) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ""
    return "\n".join(map(str, value))


def rule_shown(value: Plain) -> str:
    """A machine rule in one line, as a file has it."""
    try:
        return "" if value is None else flow(value)
    except ValueError:
        return ""


def rule_typed(text: str, where: str) -> Plain:
    """The machine rule in a line of YAML.

    Raises:
        TypedError: it is no mapping.
    """
    try:
        value = read_plain(text)
    except Fault as fault:
        raise TypedError(f"{where}：计分公式{fault}") from fault
    if not isinstance(value, dict):
        raise TypedError(f"{where}：计分公式应写成 {{rule: presence}} 的样子")
    return value


def applied(
    tree: Tree, before: Sequence[Row], table: Iterable[Mapping[str, object]], na: Mapping[str, str]
) -> Tree:
    """The tree with what was changed in the table of its rows.

    Args:
        before: the rows that the table was made of, in its order.
        table: of every row `name`, `worth` and `na`, as they stand in the table now.
        na: word of a treatment of 不涉及 -> its key.

    Raises:
        TypedError: a cell that means nothing; nothing is changed then.
    """
    for row, now in zip(before, table, strict=True):
        values: dict[str, Plain] = {}
        name, worth = (str(now.get(key) or "").strip() for key in ("name", "worth"))
        if name != row.name:
            if not name:
                raise TypedError(f"{row.title}：名称不能空着")
            values["name"] = name
        if worth != worth_shown(row.node):
            values |= worth_typed(worth, row.title)
        said = na.get(str(now.get("na") or ""))
        if not row.is_group and said is not None and said != row.node.get("na"):
            values["na"] = said
        if values:
            tree = changed(tree, row.place, values)
    return tree


def typed_number(text: str, what: str) -> Plain:
    """A number as a scheme writes it; None for nothing.

    Raises:
        TypedError: it is none.
    """
    said = text.strip()
    if not said:
        return None
    try:
        value = Fraction(said)
    except (ValueError, ZeroDivisionError) as error:
        raise TypedError(
            _("{what}“{text}”不是数字，请改正").format(what=what, text=text)
        ) from error
    return int(value) if value.denominator == 1 else value
