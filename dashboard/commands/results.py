"""What a scored round says: ranking and gaps."""

from typing import Annotated

import typer

from dashboard.commands.options import CommandError, FormatOption, RoundId, UnitOption, open_store
from dashboard.commands.rounds import chosen_units
from dashboard.printing import Format, emit, percent, points
from dashboard.steps import unit_gaps
from dashboard.words import CAUSE, OUTCOME
from data.store import Store

app = typer.Typer()


@app.command("rank")
def rank_command(round_id: RoundId, fmt: FormatOption = Format.TABLE) -> None:
    """输出分组排名：名次、得分、得分区间、核查覆盖率、等级。

    \b
    示例：
        gkc rank 2023-q4 --format csv > 排名.csv
    """
    with open_store() as store:
        print_ranking(store, round_id, fmt)


@app.command("gaps")
def gaps_command(
    round_id: RoundId,
    unit: UnitOption = None,
    top: Annotated[int, typer.Option("--top", min=0, help="每个单位最多列几条；0 为全部")] = 0,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """输出失分点和待核查项：失分多的在前，附原因、证据网址和改进办法。

    \b
    示例：
        gkc gaps 2023-q4 --unit 市财政局
    """
    with open_store() as store:
        print_gaps(store, round_id, fmt, unit=unit, top=top)


def print_ranking(store: Store, round_id: str, fmt: Format) -> None:
    """The ranking of a scored round on stdout.

    Raises:
        CommandError: the round has not been scored.
        StoreError: there is no such round.
    """
    name = store.round(round_id).name
    ranked = store.ranked(round_id)
    if not ranked:
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    names = {unit.id: unit.name for unit in store.round_units(round_id)}
    columns = {
        "group": "组别",
        "place": "名次",
        "unit": "单位",
        "value": "得分",
        "low": "最低",
        "high": "最高",
        "coverage": "覆盖率",
        "grade": "等级",
        "why_not": "说明",
    }
    emit(
        (
            {
                "group": r.group,
                "place": "—" if r.place is None and fmt is not Format.JSON else r.place,
                "unit_id": r.unit_id,
                "unit": names[r.unit_id],
                "value": points(r.value),
                "low": points(r.low),
                "high": points(r.high),
                "coverage": percent(r.coverage),
                "grade": r.grade,
                "why_not": r.why_not,
            }
            for r in ranked
        ),
        columns,
        fmt,
        f"{name} 排名",
    )


def print_gaps(
    store: Store, round_id: str, fmt: Format, *, unit: str | None = None, top: int = 0
) -> None:
    """Gaps of one or all units on stdout, largest loss first.

    Raises:
        CommandError: the round has not been scored.
        StoreError: there is no such round.
    """
    name = store.round(round_id).name
    if not store.scores(round_id):
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    columns = {
        "unit": "单位",
        "code": "序号",
        "name": "指标",
        "lost": "失分",
        "open": "待核查",
        "outcome": "结果",
        "reason": "原因",
        "url": "证据网址",
        "remedy": "怎么改",
    }
    rows = []
    for one in chosen_units(store, round_id, unit):
        found = unit_gaps(store, round_id, one.id)
        for gap in found[: top or None]:
            outcome = CAUSE[gap.cause] if gap.cause else OUTCOME[gap.outcome]
            rows.append(
                {
                    "unit": one.name,
                    "code": gap.code,
                    "name": gap.name,
                    "lost": points(gap.lost),
                    "open": points(gap.open),
                    "outcome": outcome,
                    "reason": gap.reason,
                    "url": gap.evidence[0].url if gap.evidence else "",
                    "remedy": gap.remedy,
                }
            )
    emit(rows, columns, fmt, f"{name} 失分点")
