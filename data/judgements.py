"""Judgements of people in a CSV: read and validate. All or nothing."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from data.indicators import Scheme
from data.types import Judgement, Outcome, Unit

REQUIRED = ("单位", "指标", "结论", "理由", "评审人")
OPTIONAL = ("要素", "计数")  # a:met;b:missing and a=1;b=2

VERDICTS: Mapping[str, Outcome] = {
    "符合": Outcome.MET,
    "部分符合": Outcome.PARTIAL,
    "未公开": Outcome.MISSING,
    "不符合": Outcome.MISSING,
    "确认": Outcome.MISSING,  # of a veto: the fault is confirmed
    "不涉及": Outcome.NOT_APPLICABLE,
    "无法判断": Outcome.UNKNOWN,
}


class JudgementError(Exception):
    """A file of judgements that cannot be used: file, row and what to do, in Chinese."""


def read_judgements(
    path: Path, scheme: Scheme, units: Sequence[Unit], at: datetime
) -> list[Judgement]:
    """The judgements of a file, in its order.

    A CSV in UTF-8 with columns 单位 (id, name or alias), 指标 (id or code of a leaf, a veto or a
    bonus item), 结论, 理由, 评审人; optional 要素 (`key:结论;…`) and 计数 (`key=number;…`) for
    rules that score by items or counts.

    Raises:
        JudgementError: the first thing that is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise JudgementError(f"读不了文件 {path}；请检查路径和权限") from error
    except UnicodeDecodeError as error:
        raise JudgementError(f"{path.name} 不是 UTF-8 文本；请另存为 UTF-8 编码的 CSV") from error
    rows = csv.DictReader(io.StringIO(text))
    if lacking := [name for name in REQUIRED if name not in (rows.fieldnames or [])]:
        raise JudgementError(f"{path.name} 第 1 行缺少列“{'、'.join(lacking)}”；请补上表头")
    by_name = {name: u.id for u in units for name in (u.id, u.name, *u.aliases)}
    coded = [(leaf.id, leaf.code) for leaf in scheme.leaves()]
    coded += [(veto.id, veto.code) for veto in scheme.vetoes]
    coded += [(item.id, item.code) for item in (scheme.bonus.items if scheme.bonus else ())]
    indicators = {key: id_ for id_, code in coded for key in (id_, code)}
    return [
        _judgement(row, f"{path.name} 第 {rows_read} 行", by_name, indicators, at)
        for rows_read, row in enumerate(rows, start=2)
    ]


def _judgement(
    row: Mapping[str, str | None],
    where: str,
    units: Mapping[str, str],
    indicators: Mapping[str, str],
    at: datetime,
) -> Judgement:
    cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
    reason, by = cells["理由"], cells["评审人"]
    if not reason or not by:
        raise JudgementError(f"{where}：理由和评审人必须填写")
    return Judgement(
        unit_id=units[_known(cells["单位"], units, where, "单位")],
        indicator_id=indicators[_known(cells["指标"], indicators, where, "指标")],
        outcome=_verdict(cells["结论"], where),
        reason=reason,
        by=by,
        at=at,
        items={
            key: _verdict(value, where) for key, value in _pairs(cells.get("要素", ""), ":", where)
        },
        counts={
            key: _count(value, where) for key, value in _pairs(cells.get("计数", ""), "=", where)
        },
    )


def _known(name: str, names: Collection[str], where: str, column: str) -> str:
    if name not in names:
        raise JudgementError(f"{where}：{column}“{name}”不在本轮中；请核对编号或名称")
    return name


def _verdict(text: str, where: str) -> Outcome:
    if text not in VERDICTS:
        raise JudgementError(f"{where}：结论“{text}”无效；可写：{'、'.join(VERDICTS)}")
    return VERDICTS[text]


def _pairs(text: str, sign: str, where: str) -> list[tuple[str, str]]:
    pairs = []
    for part in text.replace("；", ";").replace("：", ":").split(";"):
        if part.strip():
            key, found, value = part.partition(sign)
            if not found:
                raise JudgementError(
                    f"{where}：“{part.strip()}”应写成 名称{sign}值，多个用分号隔开"
                )
            pairs.append((key.strip(), value.strip()))
    return pairs


def _count(text: str, where: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise JudgementError(f"{where}：计数“{text}”应是非负整数")
    return int(text)
