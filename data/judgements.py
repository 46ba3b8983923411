"""Judgements of people in a CSV: read and validate. All or nothing."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.indicators import Scheme
from data.rules import keys_used
from data.sheets import SheetError, read_sheet
from data.types import Judgement, Outcome, Unit

REQUIRED = ("单位", "指标", "结论", "理由", "评审人")
OPTIONAL = ("要素", "计数", "确认步骤")  # a:符合;b:未公开, a=1;b=2 and 步骤;步骤

VERDICTS: Mapping[str, Outcome] = {
    "符合": Outcome.MET,
    "部分符合": Outcome.PARTIAL,
    "未公开": Outcome.MISSING,
    "不符合": Outcome.MISSING,
    "不涉及": Outcome.NOT_APPLICABLE,
    "无法判断": Outcome.UNKNOWN,
}
# "符合" could be read both ways of a veto, so it has words of its own.
VETO_VERDICTS: Mapping[str, Outcome] = {
    "确认": Outcome.MISSING,
    "排除": Outcome.MET,
    "无法判断": Outcome.UNKNOWN,
}


_MOST_DIGITS = 9  # a count of a billion faults is a slip


class JudgementError(Exception):
    """A file of judgements that cannot be used: file, row and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What may be said of an indicator, a veto or a bonus item."""

    id: str
    verdicts: Mapping[str, Outcome]
    items: frozenset[str] = frozenset()  # keys that its rule reads
    counts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A judgement as it stands in a file."""

    where: str  # file and row, in Chinese
    judgement: Judgement
    steps: tuple[str, ...] = ()  # what was done before a zero was said


def read_judgements(
    path: Path, scheme: Scheme, units: Sequence[Unit], at: datetime
) -> list[Judgement]:
    """The judgements of a file without the rows they stand in: see `read_rows`."""
    return [row.judgement for row in read_rows(path, scheme, units, at)]


def read_rows(path: Path, scheme: Scheme, units: Sequence[Unit], at: datetime) -> list[Row]:
    """The judgements of a file, in its order.

    A CSV in UTF-8 or GBK with columns 单位 (id, name or alias), 指标 (id or code of a leaf, a veto
    or a bonus item), 结论, 理由, 评审人; optional 要素 (`key:结论;…`) and 计数 (`key=number;…`) for
    rules that score by items or counts, and 确认步骤 (`step;…`) for a zero of what no check
    saw. Further columns are left unread.

    Raises:
        JudgementError: the first thing that is wrong.
    """
    by_name = {name: u.id for u in units for name in (u.id, u.name, *u.aliases)}
    asked = _asked(scheme)
    try:
        rows = read_sheet(path, REQUIRED, OPTIONAL, what="评审意见", others=True)
        return [
            Row(where, _judgement(row, where, by_name, asked, at), _steps(row["确认步骤"]))
            for where, row in rows
        ]
    except SheetError as error:
        raise JudgementError(str(error)) from error


def _asked(scheme: Scheme) -> dict[str, _Asked]:
    """By id and by code."""
    found: dict[str, _Asked] = {}
    for leaf in scheme.leaves():
        items, counts = keys_used(leaf.scoring)
        found[leaf.id] = found[leaf.code] = _Asked(leaf.id, VERDICTS, items, counts)
    for veto in scheme.vetoes:
        found[veto.id] = found[veto.code] = _Asked(veto.id, VETO_VERDICTS)
    for item in scheme.bonus.items if scheme.bonus else ():
        found[item.id] = found[item.code] = _Asked(item.id, VERDICTS)
    for penalty in scheme.penalties:
        found[penalty.id] = found[penalty.code] = _Asked(
            penalty.id, VERDICTS, *keys_used(penalty.scoring)
        )
    return found


def _judgement(
    row: Mapping[str, str],
    where: str,
    units: Mapping[str, str],
    indicators: Mapping[str, _Asked],
    at: datetime,
) -> Judgement:
    reason, by = row["理由"], row["评审人"]
    if not reason or not by:
        raise JudgementError(f"{where}：理由和评审人必须填写")
    unit = units[_known(row["单位"], units, where, "单位")]
    asked = indicators[_known(row["指标"], indicators, where, "指标")]
    items = _pairs(row["要素"], ":", where, "要素", asked.items)
    counts = _pairs(row["计数"], "=", where, "计数", asked.counts)
    return Judgement(
        unit_id=unit,
        indicator_id=asked.id,
        outcome=_verdict(row["结论"], asked.verdicts, where),
        reason=reason,
        by=by,
        at=at,
        items={key: _verdict(value, VERDICTS, where) for key, value in items},
        counts={key: _count(value, where) for key, value in counts},
    )


def _known(name: str, names: Collection[str], where: str, column: str) -> str:
    if name not in names:
        raise JudgementError(f"{where}：{column}“{name}”不在本轮中；请核对编号或名称")
    return name


def _verdict(text: str, verdicts: Mapping[str, Outcome], where: str) -> Outcome:
    if text not in verdicts:
        raise JudgementError(f"{where}：结论“{text}”无效；可写：{'、'.join(verdicts)}")
    return verdicts[text]


def _pairs(
    text: str, sign: str, where: str, column: str, known: Collection[str]
) -> list[tuple[str, str]]:
    pairs = []
    for part in text.replace("；", ";").replace("：", ":").replace("＝", "=").split(";"):
        if not part.strip():
            continue
        key, found, value = (word.strip() for word in part.partition(sign))
        if not found:
            raise JudgementError(f"{where}：“{part.strip()}”应写成 名称{sign}值，多个用分号隔开")
        if key not in known:
            may = f"可用：{'、'.join(sorted(known))}" if known else f"该指标不按{column}计分"
            raise JudgementError(f"{where}：{column}“{key}”无效；{may}")
        pairs.append((key, value))
    return pairs


def _steps(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;；、,，]", text))
    return tuple(dict.fromkeys(filter(None, parts)))


def _count(text: str, where: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise JudgementError(f"{where}：计数“{text}”应是非负整数")
    return int(text)
