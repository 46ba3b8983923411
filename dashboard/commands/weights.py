"""Weights as suggestions to those who write schemes: AHP, entropy, TOPSIS. Never a score."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from dashboard.commands.options import CommandError, FormatOption, open_store
from dashboard.commands.scored import Scored, read_scored
from dashboard.wording.printing import Format, emit, say
from data.indicators import Leaf
from data.sheets import SheetError, read_sheet
from data.types import UnitScore
from scoring.weights import CONSISTENT, MOST, Matrix, ahp, entropy, topsis

app = typer.Typer()

Row = dict[str, object]
_ROUND = "评估轮次编号"
_PAIR = ("指标一", "指标二", "重要程度")


@app.command("weights")
def weights_command(
    file: Annotated[
        Path | None,
        typer.Argument(help="两两比较的 CSV，列为 指标一,指标二,重要程度", metavar="文件"),
    ] = None,
    entropy_of: Annotated[
        str | None, typer.Option("--entropy", help="按这一轮得分的离散程度建议权重", metavar="轮次")
    ] = None,
    topsis_of: Annotated[
        str | None,
        typer.Option("--topsis", help="按这一轮各单位与最优的接近程度排序", metavar="轮次"),
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """权重建议：层次分析法、熵权法、TOPSIS，只供修订指标体系时参考，不影响任何得分。

    层次分析法（给出文件）：重要程度写 1 到 9 或 1/9 到 1，如 3 表示指标一比指标二稍重要；每两个指标
    比一次。一致性比率超过 0.1 说明比较前后矛盾，应重新比较。熵权法、TOPSIS 用一轮里各单位都能
    评判的指标，各组分开计算。

    \b
    示例：
        gkc weights 两两比较.csv
        gkc weights --entropy 2023-q4
    """
    if sum(given is not None for given in (file, entropy_of, topsis_of)) != 1:
        raise CommandError("请给出两两比较的文件，或写 --entropy、--topsis 之一")
    if file is not None:
        _compared(file, fmt)
        return
    round_id = entropy_of or topsis_of or ""
    with open_store() as store:
        scored = read_scored(store, round_id)
    _by_entropy(scored, fmt) if entropy_of is not None else _by_nearness(scored, fmt)


def _compared(path: Path, fmt: Format) -> None:
    judged: dict[tuple[str, str], float] = {}
    names: dict[str, None] = {}
    try:
        for where, row in read_sheet(path, _PAIR, what="比较"):
            one, other = row["指标一"], row["指标二"]
            if not one or not other or one == other:
                raise CommandError(f"{where}：要写两个不同的指标")
            if (one, other) in judged or (other, one) in judged:
                raise CommandError(f"{where}：“{one}”和“{other}”已经比较过；请只保留一行")
            judged[one, other] = _times(row["重要程度"], where)
            names |= {one: None, other: None}
    except SheetError as error:
        raise CommandError(str(error)) from error
    if len(names) > MOST:
        raise CommandError(f"{path.name} 里有 {len(names)} 个指标，最多比较 {MOST} 个；请分层比较")
    for n, one in enumerate(names):
        for other in list(names)[n + 1 :]:
            if (one, other) not in judged and (other, one) not in judged:
                raise CommandError(f"{path.name} 里缺少“{one}”和“{other}”的比较；请补一行")
    found = ahp(list(names), judged)
    verdict = "可以接受" if found.consistent else f"超过 {CONSISTENT}，比较前后矛盾，请重新比较"
    say(f"一致性比率 {found.ratio:.3f}，{verdict}")
    rows: list[Row] = [
        {"name": name, "weight": _percent(weight, fmt), "ratio": round(found.ratio, 4)}
        for name, weight in sorted(found.weights.items(), key=lambda pair: -pair[1])
    ]
    emit(rows, {"name": "指标", "weight": "建议权重"}, fmt, "层次分析法权重建议")


def _times(text: str, where: str) -> float:
    try:
        times = Fraction(text.replace("／", "/"))
    except (ValueError, ZeroDivisionError):
        times = Fraction(0)
    if not Fraction(1, 9) <= times <= 9:
        raise CommandError(f"{where}：重要程度“{text}”无效；请写 1 到 9，或 1/9 到 1，如 3、1/5")
    return float(times)


def _by_entropy(scored: Scored, fmt: Format) -> None:
    rows: list[Row] = []
    for group, members in scored.large_enough(2, "熵权分析").items():
        leaves, table = _table(scored, group, members)
        whole = sum((leaf.points for leaf in leaves), Fraction(0))
        for leaf, weight in zip(leaves, entropy(table).tolist(), strict=True):
            rows.append(
                {"group": group, "indicator_id": leaf.id, "code": leaf.code, "name": leaf.name,
                 "now": _percent(float(leaf.points / whole), fmt), "weight": _percent(weight, fmt)}
            )  # fmt: skip
    columns = {"group": "组别", "code": "序号", "name": "指标", "now": "现有权重",
               "weight": "建议权重"}  # fmt: skip
    emit(rows, columns, fmt, f"{scored.name} 熵权法权重建议")


def _by_nearness(scored: Scored, fmt: Format) -> None:
    places = {row.unit_id: row.place for row in scored.ranked}
    rows: list[Row] = []
    for group, members in scored.large_enough(2, "TOPSIS 分析").items():
        leaves, table = _table(scored, group, members)
        near = topsis(table, np.array([float(leaf.points) for leaf in leaves])).round(9).tolist()
        for nearness, score in sorted(
            zip(near, members, strict=True), key=lambda pair: (-pair[0], pair[1].unit_id)
        ):
            rows.append(
                {"group": group, "order": 1 + sum(other > nearness for other in near),
                 "unit_id": score.unit_id, "unit": scored.units[score.unit_id].name,
                 "nearness": round(nearness, 4), "place": places[score.unit_id]}
            )  # fmt: skip
    columns = {"group": "组别", "order": "TOPSIS 次序", "unit": "单位", "nearness": "接近程度",
               "place": "本轮名次"}  # fmt: skip
    if fmt is not Format.JSON:
        rows = [row | {"nearness": f"{row['nearness']:.4f}"} for row in rows]
    emit(rows, columns, fmt, f"{scored.name} TOPSIS 次序")


def _table(scored: Scored, group: str, members: list[UnitScore]) -> tuple[list[Leaf], Matrix]:
    """Shares of points got, units × leaves: of leaves that could be judged of every unit.

    Raises:
        CommandError: there is no such leaf.
    """
    leaves = scored.scheme.leaves()
    used = [
        leaf
        for leaf in leaves
        if all(leaf.id in score.leaves and score.leaves[leaf.id].known for score in members)
    ]
    if not used:
        raise CommandError(f"{group}：没有一个指标是各单位都能评判的，不能分析")
    say(f"{group}：用各单位都能评判的指标 {len(used)} 项，其余 {len(leaves) - len(used)} 项不计")
    shares = [
        [float(score.leaves[leaf.id].got / score.leaves[leaf.id].known) for leaf in used]
        for score in members
    ]
    return used, np.array(shares)


def _percent(share: float, fmt: Format) -> object:
    return round(share, 4) if fmt is Format.JSON else f"{100 * share:.1f}%"
