"""回头看: the tasks of an earlier notice against the state of a round, what is open first."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import (
    AllowOption,
    AsOfOption,
    CommandError,
    ContactOption,
    FormatOption,
    open_store,
    parse_day,
    parse_hosts,
)
from dashboard.reports.notice_ledger import workbook
from dashboard.reports.notice_reading import ReadNotice, read_notice
from dashboard.reports.notice_states import progress
from dashboard.terminal.sources import sources_of
from dashboard.wording.printing import Format, emit, say
from data.units import read_units
from scoring.notice.ledger import Entry, Progress, State, by_unit, entries, open_first

app = typer.Typer()

_LINES = {
    "number": "序号",
    "task": "任务",
    "units": "责任单位",
    "times": "期限",
    "figures": "数量要求",
    "state": "状态",
    "left": "剩余天数",
    "proof": "佐证",
}


@app.command("lookback")
def lookback_command(
    source: Annotated[str, typer.Argument(metavar="文件或网址", help="往年的工作要点、实施方案")],
    round_id: Annotated[str, typer.Option("--round", help="评估轮次编号", metavar="轮次")],
    as_of: AsOfOption = None,
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """回头看：拿往年的工作要点对照一轮的核查和评审结果，没有落实的排在前面。

    按任务对应的核查方法取各单位的结果：都符合的为已完成，有的符合为部分，都没有的为未见，看不清或要人工
    判断的为待核实。用本通知生成的指标体系（gkc notice --format yaml）评估的，
    人工评审和填报的结果也计入。

    \b
    示例：
        gkc lookback 2024年政务公开工作要点.docx --round 2025-q4
    """
    day = parse_day(as_of)
    (given,) = sources_of([source], parse_hosts(allow), contact)
    read, why = read_notice(given)
    if read is None:
        raise CommandError(why)
    with open_store() as store:
        in_all, _ = progress(read, store, round_id)
    lines = open_first(entries(read.notice.tasks, in_all, day))
    emit((_row(line) for line in lines), _LINES, fmt, f"{read.notice.title} 回头看")
    done = sum(line.progress.state is State.DONE for line in lines)
    say(f"{len(lines)} 项任务，已完成 {done} 项，其余 {len(lines) - done} 项排在前面")


def _row(line: Entry) -> dict[str, object]:
    return {
        "number": line.task.number or line.position,
        "task": line.task.heading.text,
        "units": line.units,
        "times": line.times,
        "figures": line.figures,
        "state": line.progress.state.value,
        "left": line.days_left,
        "proof": line.progress.proof,
    }


def ledger_of(read: ReadNotice, as_of: date, round_id: str | None, register: Path | None) -> bytes:
    """The ledger of a notice as an Excel workbook.

    Args:
        round_id: whose findings give the states; without it every state is 未填.
        register: a file of units; without it those of the round, if there is one.

    Raises:
        StoreError: there is no such round.
        UnitError: the register cannot be used.
    """
    units = read_units(register) if register else []
    in_all = [Progress(State.NOT_FILLED)] * len(read.notice.tasks)
    states: dict[tuple[int, str], Progress] = {}
    if round_id is not None:
        with open_store() as store:
            units = units or store.round_units(round_id)
            in_all, states = progress(read, store, round_id, units)
    tasks = read.notice.tasks
    lines = entries(tasks, in_all, as_of)
    return workbook(read.notice.title, str(as_of), lines, by_unit(tasks, states, as_of, units))
