"""Reading what stands over the tree: grades, vetoes, bonus, penalties, dates, publishing."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from data.indicators import (
    EVERYTHING,
    Band,
    Bonus,
    BonusItem,
    Dates,
    Effect,
    Penalty,
    Publish,
    Publishing,
    Veto,
)
from data.marked import Entry, Fault, Fields, did_you_mean
from data.parameters import Parameters
from data.rule_reading import read_rule
from data.rules import ONE
from data.scheme_form import BONUS, BONUS_ITEM, DATES, GRADE, PENALTY, PUBLISH, VETO, fields_of
from data.scheme_tree import Ids
from data.sheets import SheetError, read_sheet

REFUSED = Path(__file__).with_name("refused_bonus.csv")


def read_grades(head: Fields) -> tuple[Band, ...]:
    """Grades, best first.

    Raises:
        Fault: one that nobody can reach, or a last one that does not take everybody left.
    """
    bands: list[Band] = []
    for entry in head.entries("grades"):
        fields = fields_of(entry, "grades 的一档", GRADE)
        top = fields.share("top", ONE) if fields.get("top") else None
        if top is not None and not 0 < top < 1:
            raise Fault(fields.need("top").line, "grades 的 top 是组内比例，应大于 0 且小于 1")
        least = fields.number("min", None if top is None else Fraction(0))
        band = Band(fields.text("name"), least, top)
        if any(_takes_all(better, band) for better in bands):
            raise Fault(
                head.need("grades").line,
                f"grades 应从高到低排列，“{band.name}”没有单位能得到；请核对 min 和 top",
            )
        bands.append(band)
    if not bands or bands[-1].minimum != 0 or bands[-1].top is not None:
        raise Fault(
            head.need("grades").line, "grades 应从高到低排列，最后一档的 min 为 0，不写 top"
        )
    return tuple(bands)


def _takes_all(better: Band, band: Band) -> bool:
    """Whether whoever reaches a band has reached a better one before."""
    return better.minimum <= band.minimum and (better.top or ONE) >= (band.top or ONE)


def read_dates(entry: Entry | None) -> Dates:
    if entry is None:
        return Dates()
    fields = fields_of(entry, "dates ", DATES)
    cut_off = _day(each, "cut_off") if (each := fields.get("cut_off")) else None
    capture, recheck = _window(fields, "capture"), _window(fields, "recheck")
    if capture and cut_off and capture[1] < cut_off:
        raise Fault(
            fields.need("capture").line, "采集期在截止日之前就结束了，其后发布的看不到；请核对"
        )
    if capture and recheck and recheck[0] < capture[0]:
        raise Fault(fields.need("recheck").line, "复查期不能早于采集期；请核对")
    return Dates(cut_off, capture, recheck)


def _window(fields: Fields, key: str) -> tuple[date, date] | None:
    entry = fields.get(key)
    if entry is None:
        return None
    days = [_day(each, key) for each in entry.entries(f"dates 的 {key} ")]
    if len(days) != 2 or days[0] > days[1]:
        raise Fault(entry.line, f"dates 的 {key} 应为两个日期：[起, 止]，起不晚于止")
    return days[0], days[1]


def _day(entry: Entry, key: str) -> date:
    text = entry.text(f"dates 的 {key} ")
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Fault(
            entry.line, f"dates 的 {key}：“{text}”不是日期，请写成 2023-12-15 的样子"
        ) from error


def read_publish(entry: Entry | None) -> Publish:
    """`full`, or `{mode: ends, n: 5}`."""
    if entry is None:
        return EVERYTHING
    written = Entry(entry.line, {"mode": entry}) if isinstance(entry.value, str) else entry
    fields = fields_of(written, "publish ", PUBLISH)
    mode = fields.choice("mode", Publishing)
    if (mode is Publishing.ENDS) != (fields.get("n") is not None):
        raise Fault(fields.line, "publish 的 n（前后各几名）应与 mode: ends 同写")
    if mode is not Publishing.ENDS:
        return Publish(mode)
    n = fields.need("n").whole("publish 的 n ")
    if n < 1:
        raise Fault(fields.need("n").line, "publish 的 n 应为不小于 1 的整数")
    return Publish(mode, n)


def read_veto(
    entry: Entry,
    code: str,
    ids: Ids,
    leaf_ids: Collection[str],
    total: Fraction,
    grades: Collection[str],
) -> Veto:
    fields = fields_of(entry, "vetoes 的一项", VETO)
    effect = fields.choice("effect", Effect)
    own = (("value", Effect.CAP_AT, "封顶分"), ("grade", Effect.CAP_GRADE, "最好等次"))
    for key, owner, said in own:
        if (effect is owner) != (fields.get(key) is not None):
            raise Fault(fields.line, f"{owner} 要写 {key}（{said}），其他 effect 不写 {key}")
    grade = fields.text("grade", "")
    if grade and grade not in grades:
        hint = did_you_mean(grade, grades)
        raise Fault(fields.need("grade").line, f"等次“{grade}”未在 grades 中列出{hint}")
    watch = fields.texts("watch")
    for leaf_id in watch:
        if leaf_id not in leaf_ids:
            hint = did_you_mean(leaf_id, leaf_ids)
            raise Fault(fields.need("watch").line, f"watch 的指标“{leaf_id}”不存在{hint}")
    value = fields.within("value", Fraction(0), total, Fraction(0))
    return Veto(ids.take(fields), code, fields.text("name"), effect, value, grade, watch)


def read_penalty(entry: Entry, code: str, ids: Ids, parameters: Parameters) -> Penalty:
    fields = fields_of(entry, "penalties 的一项", PENALTY)
    points = fields.positive("points")
    return Penalty(
        id=ids.take(fields),
        code=code,
        name=fields.text("name"),
        points=points,
        scoring=read_rule(parameters.fill(fields.need("scoring")), points),
        evidence=fields.text("evidence"),
    )


def read_bonus(
    entry: Entry | None, ids: Ids, total: Fraction, parts: Mapping[str, Fraction]
) -> Bonus | None:
    """
    Args:
        parts: points of every group of indicators, by id.
    """
    if entry is None:
        return None
    fields = fields_of(entry, "bonus ", BONUS)
    items = tuple(_bonus_item(e, f"J{n}", ids) for n, e in enumerate(fields.entries("items"), 1))
    part = fields.text("part", "")
    if part and part not in parts:
        hint = did_you_mean(part, tuple(parts))
        raise Fault(fields.need("part").line, f"bonus 的 part：没有编号为“{part}”的分组{hint}")
    gate = fields.within("gate", Fraction(0), parts[part] if part else total, Fraction(0))
    return Bonus(fields.within("cap", Fraction(0), total, total), gate, items, part)


def _bonus_item(entry: Entry, code: str, ids: Ids) -> BonusItem:
    fields = fields_of(entry, "bonus 的一项", BONUS_ITEM)
    name, evidence = fields.text("name"), fields.text("evidence", "")
    try:
        refused = _refused()
    except SheetError as error:
        raise Fault(fields.line, f"核对加分项用的词语表有误：{error}") from error
    for word, ground, basis in refused:
        if word in name + evidence:
            raise Fault(
                fields.line,
                f"加分项“{name}”涉及“{word}”：{ground}不得作为考核加分（依据{basis}），请删去",
            )
    return BonusItem(ids.take(fields), code, name, fields.positive("points"), evidence)


@cache
def _refused() -> Sequence[tuple[str, str, str]]:
    """Words that no bonus may rest on: the word, what it means, the rule that forbids it.

    Source: data/refused_bonus.csv, to be edited as rules change.
    """
    rows = read_sheet(REFUSED, ("用词", "事由", "依据", "核实"))
    return tuple(
        (row["用词"], row["事由"], row["依据"] + ("" if row["核实"] == "已核" else "，条文待核"))
        for _, row in rows
    )
