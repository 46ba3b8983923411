"""What a final value is made of: the parts that a scheme names, and values that people bring."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from data.indicators import Composition, Part, Source
from data.marked import Entry, Fault, number_text, percent
from data.scheme_form import COMPOSITION, PART, fields_of
from data.sheets import SheetError, read_sheet
from data.types import Unit

REQUIRED = ("单位", "得分")
OPTIONAL = ("满分",)


class PartError(Exception):
    """A table of values that cannot be used: one Chinese sentence for every bad row."""

    def __init__(self, *faults: str) -> None:
        super().__init__("；".join(faults))
        self.faults = faults


def read_composition(entry: Entry | None) -> Composition | None:
    """The parts of a final value, their shares adding up to 1.

    With `renormalise`, shares are what the parts are worth beside each other: 15 and 25 become
    3/8 and 5/8, and 6:3:1 becomes 0.6, 0.3, 0.1.

    Raises:
        Fault: an id twice, no share above 0, shares that do not add up.
    """
    if entry is None:
        return None
    fields = fields_of(entry, "composition ", COMPOSITION)
    parts: list[Part] = []
    for each in fields.entries("parts"):
        row = fields_of(each, "composition 的一部分", PART)
        said = percent(row.need("share"))
        share = row.positive("share") if said is None else said
        part = Part(row.text("id"), row.text("name"), share, row.choice("source", Source))
        if share <= 0:
            raise Fault(row.need("share").line, f"“{part.id}”的 share 应大于 0")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", part.id):
            raise Fault(
                row.need("id").line,
                f"编号“{part.id}”应由小写字母、数字和下划线组成，以字母开头",
            )
        if part.id in [known.id for known in parts]:
            raise Fault(row.need("id").line, f"composition 的编号“{part.id}”重复，请改用别的编号")
        parts.append(part)
    if len(parts) < 2:
        raise Fault(fields.line, "composition 至少写两部分；只有一部分的不用写 composition")
    if sum(part.source is Source.OWN for part in parts) > 1:
        raise Fault(fields.line, "composition 里 source: own（本轮得分）最多写一次")
    whole = sum((part.share for part in parts), Fraction(0))
    if whole == 1:
        return Composition(tuple(parts))
    if not fields.flag("renormalise", default=False):
        raise Fault(
            fields.line,
            f"composition 各部分的 share 合计 {number_text(whole)}，应为 1；"
            "要按所占比重折算，写 renormalise: true",
        )
    return Composition(tuple(Part(p.id, p.name, p.share / whole, p.source) for p in parts))


def read_part(
    path: Path, units: Sequence[Unit], total: Fraction, *, several: bool = False
) -> dict[str, list[Fraction]]:
    """Values by unit id, on `total`, in the order of the table.

    A CSV in UTF-8 or GBK with columns 单位 (id, name or alias), 得分 and optionally 满分, by
    default `total`; further columns are left unread. A value is 得分 / 满分 × total.

    Args:
        several: a unit may have several rows, one for each unit under it.

    Raises:
        PartError: the table cannot be read, or rows of it: an unknown unit, a unit twice, what is
            no number, below 0 or above 满分.
    """
    by_name = {name: unit.id for unit in units for name in (unit.id, unit.name, *unit.aliases)}
    found: dict[str, list[Fraction]] = {}
    faults: list[str] = []
    try:
        for where, row in read_sheet(path, REQUIRED, OPTIONAL, what="得分", others=True):
            try:
                unit_id = _unit(row["单位"], by_name)
                value = _value(row, total)
                if unit_id in found and not several:
                    raise ValueError(f"单位“{row['单位']}”重复；每个单位只留一行")
            except ValueError as error:
                faults.append(f"{where}：{error}")
                continue
            found.setdefault(unit_id, []).append(value)
    except SheetError as error:
        raise PartError(str(error)) from error
    if faults:
        raise PartError(*faults)
    return found


def _unit(name: str, by_name: Mapping[str, str]) -> str:
    if name not in by_name:
        near = get_close_matches(name, list(by_name), n=1)
        hint = f"，是否想写“{near[0]}”" if near else "；请核对编号或名称"
        raise ValueError(f"单位“{name}”不在本轮中{hint}")
    return by_name[name]


def _value(row: Mapping[str, str], total: Fraction) -> Fraction:
    full = _number(row["满分"], "满分") if row["满分"] else total
    got = _number(row["得分"], "得分")
    if full <= 0:
        raise ValueError(f"满分“{row['满分']}”应大于 0")
    if not 0 <= got <= full:
        raise ValueError(f"得分“{row['得分']}”应在 0 到满分 {number_text(full)} 之间")
    return got / full * total


def _number(text: str, column: str) -> Fraction:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{column}“{text}”不是数字，请写成 86.5 的样子") from error
    if not number.is_finite() or len(text) > 20 or "e" in text.lower():
        raise ValueError(f"{column}“{text}”不是数字，请写成 86.5 的样子")
    return Fraction(number)
