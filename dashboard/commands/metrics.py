"""Commands about figures that other systems hand over: import, list, template."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from crawlers.clock import now
from crawlers.personal import masked
from dashboard.commands.options import (
    CommandError,
    FormatOption,
    UnitOption,
    chosen_units,
    open_store,
)
from dashboard.metrics.metric_lines import figure_values, key, list_known, state
from dashboard.metrics.metric_template import write_template
from dashboard.rounds.reported import excused, round_metrics
from dashboard.rounds.steps import round_scheme
from dashboard.wording.printing import Format, emit, say
from data.indicators import Method
from data.metrics.known import known
from data.metrics.numbers import FigureError
from data.metrics.periods import read_period
from data.metrics.proofs import Proofs, harmless, keep
from data.metrics.reading import Asked, MetricSheetError, read_metrics
from data.metrics.types import Figure, Reported
from data.sheets import MOST_BYTES, SheetError, raw_of
from data.store import Store
from data.var import VAR

app = typer.Typer()
metrics_app = typer.Typer(
    help="填报指标：12345、好差评、红黄牌、依申请公开等业务系统移交的数据。", no_args_is_help=True
)
app.add_typer(metrics_app, name="metrics")

FOLDER = VAR / "metrics"  # sheets and proofs, by SHA-256
RoundOption = Annotated[str, typer.Option("--round", help="评估轮次编号", metavar="轮次")]


@metrics_app.command("import")
def metrics_import(
    file: Annotated[Path, typer.Argument(metavar="填报表", help="填报表，CSV、XLSX 或 XLS")],
    round_id: RoundOption,
    period: Annotated[
        str,
        typer.Option("--period", help="表里没有写明时期时用，如 2023年1-6月", metavar="时期"),
    ] = "",
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="不导入的列，可多次给出", metavar="列名")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="导入人；默认本机登录名", metavar="姓名")] = "",
) -> None:
    """导入填报表：每行一个数（单位,指标,时期,数值），或每个指标一列。

    可加“计量单位”“说明”“佐证文件”列；佐证填网址，或放在填报表旁边的文件名。有一处不对就整份不导入，
    并列出全部错误。更正后再次导入的，同一单位、指标、时期以后一次为准，原来的数留作历史；数值填“撤回”的，
    原来的数不再使用。好差评的五级件数只填主动评价，系统默认评价另填一列。

    \b
    示例：
        gkc metrics import 12345月报.xlsx --round 2023-q4 && gkc score 2023-q4
    """
    body = _body(file)
    with open_store() as store:
        assessed = store.round(round_id)
        store.demand_open(round_id)
        scheme = round_scheme(store, assessed)
        metrics = round_metrics(scheme)
        proofs = Proofs(file.parent)
        try:
            asked = Asked(
                units=store.round_units(round_id),
                register=store.units(),
                known=metrics,
                year=assessed.year,
                period=read_period(period, assessed.year) if period else None,
                ignore=ignore or (),
                prove=proofs,
            )
            read = read_metrics(body, file.name, asked)
        except MetricSheetError as error:
            for line in error.lines:
                say(line)
            raise CommandError(f"{file.name} 没有导入；请改正以上各处后重新导入") from error
        except (SheetError, FigureError) as error:
            raise CommandError(str(error)) from error
        for remark in read.remarks:
            say(f"提示：{remark}", style="yellow")
        if read.outside:
            say(f"不在本轮的单位没有导入：{'、'.join(read.outside)}")
        digest = hashlib.sha256(body).hexdigest()
        name, who, at = masked(harmless(file.name)), by.strip() or _login(), now()
        new, changed = _changes(store, round_id, read.figures)
        figures = [Figure(_clean(said), name, digest, who, at) for said in new]
        try:
            if figures:
                keep(FOLDER, body, digest)
                proofs.keep(FOLDER)
        except FigureError as error:
            raise CommandError(str(error)) from error
        store.add_metrics(round_id, figures)
    same = len(read.figures) - len(new)
    say(f"已导入 {len(new)} 个数（其中更正 {changed} 个），与已有的相同 {same} 个")
    asked_for = {m.id for m in metrics.asked(scheme.leaves())}
    if figures and not asked_for & {f.said.metric_id for f in figures}:
        say("导入的指标都不用于本轮指标体系计分，请核对轮次", style="yellow")
    say(f"请再运行 gkc score {round_id}")


def _body(file: Path) -> bytes:
    try:
        body = raw_of(file)
    except SheetError as error:
        raise CommandError(str(error)) from error
    if not body:
        raise CommandError(f"{file.name} 是空文件；请核对文件")
    if len(body) > MOST_BYTES:
        raise CommandError(f"{file.name} 超过 {MOST_BYTES >> 20} MB；请分几个文件导入")
    return body


def _login() -> str:
    try:
        return getuser()
    except (KeyError, OSError) as error:  # a container without a user database
        raise CommandError("不知道导入人是谁；请用 --by 姓名 写明") from error


def _changes(
    store: Store, round_id: str, figures: Iterable[Reported]
) -> tuple[list[Reported], int]:
    """The figures that say something new, and how many of them put others in their place."""
    known_by_key = {
        (f.said.unit_id, f.said.metric_id, f.said.period): f.said
        for mine in store.metrics(round_id).values()
        for each in mine.values()
        for f in each
    }
    new: list[Reported] = []
    changed = 0
    for said in figures:
        before = known_by_key.get((said.unit_id, said.metric_id, said.period))
        if before is None and said.value is None:
            continue
        if before and _says(before) == _says(_clean(said)):
            continue
        new.append(said)
        changed += before is not None
    return new, changed


def _says(said: Reported) -> tuple[object, ...]:
    return said.value, said.note, said.proof


def _clean(said: Reported) -> Reported:
    """The figure without numbers of persons in its note or the name of its proof."""
    return replace(
        said,
        note=masked(said.note),
        proof=replace(said.proof, name=masked(said.proof.name)),
    )


@metrics_app.command("list")
def metrics_list(
    round_id: Annotated[
        str | None, typer.Argument(metavar="[轮次]", help="评估轮次编号；不写则列出已知的指标")
    ] = None,
    unit: UnitOption = None,
    history: Annotated[
        bool, typer.Option("--history", help="连同已被更正、撤回的数，按导入先后列出")
    ] = False,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出一轮已导入的数：单位、指标、时期、数值、出处；不写轮次则列出已知的指标。

    \b
    示例：
        gkc metrics list 2023-q4 --unit 清河县教育局 --history
    """
    if round_id is None:
        if unit or history:
            raise CommandError("--unit 和 --history 要写明轮次，如 gkc metrics list 2023-q4")
        list_known(known(), fmt)
        return
    with open_store() as store:
        units = {u.id: u for u in chosen_units(store, round_id, unit)}
        metrics = round_metrics(round_scheme(store, store.round(round_id)))
        in_force = {
            key(f): f
            for mine in store.metrics(round_id).values()
            for each in mine.values()
            for f in each
        }
        order = {id_: n for n, id_ in enumerate(metrics.metrics)}
        figures = store.metric_history(round_id) if history else list(in_force.values())
    listed = [f for f in figures if f.said.unit_id in units]
    if not history:
        places = {id_: n for n, id_ in enumerate(units)}
        listed.sort(
            key=lambda f: (places[f.said.unit_id], order.get(f.said.metric_id, 0), f.said.period)
        )
    if not listed:
        say("还没有导入数据；请用 gkc metrics import 填报表 --round 轮次 导入")
    columns = {
        "unit": "单位",
        "metric": "指标",
        "period": "时期",
        "value": "数值",
        "measure": "计量单位",
        "file": "填报表",
        "place": "位置",
        "by": "导入人",
        "at": "导入时间",
        "note": "说明",
        "proof": "佐证",
    } | ({"state": "状态"} if history else {})
    emit(
        (
            figure_values(f, units, metrics) | {"state": state(f, in_force.get(key(f)))}
            for f in listed
        ),
        columns,
        fmt,
    )


@metrics_app.command("template")
def metrics_template(
    round_id: RoundOption,
    out: Annotated[Path, typer.Option("-o", "--output", help="写到这个文件", metavar="模板.xlsx")],
) -> None:
    """生成填报模板：本轮单位乘以指标体系要求的填报指标，附计量单位和填写说明。

    \b
    示例：
        gkc metrics template --round 2023-q4 -o 填报模板.xlsx
    """
    with open_store() as store:
        assessed = store.round(round_id)
        scheme, units = round_scheme(store, assessed), store.round_units(round_id)
    metrics = round_metrics(scheme)
    leaves = [leaf for leaf in scheme.leaves() if leaf.method is Method.METRIC]
    asked = metrics.asked(leaves)
    if not asked:
        raise CommandError(f"轮次 {round_id} 的指标体系没有填报指标，不需要模板")
    closed = {
        (unit.id, metric.id)
        for unit in units
        for metric in asked
        if all(excused(leaf, unit) for leaf in leaves if metric in metrics.asked([leaf]))
    }
    write_template(out, assessed, units, asked, metrics, closed)
    say(f"已生成 {out}：{len(units)} 个单位、{len(asked)} 项指标")
