"""A 工作要点 or 实施方案 as a list of tasks: who, by when, how much, and where it says so."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import (
    AllowOption,
    CommandError,
    ContactOption,
    parse_day,
    parse_hosts,
    parse_kind,
)
from dashboard.reports.notice_reading import ReadNotice, read_notice
from dashboard.terminal.sources import sources_of
from dashboard.wording.printing import Format, emit, inert, say
from data.marked import number_text
from scoring.notice.indicators import Indicator, Kind
from scoring.notice.saying import figures_said, names_said, times_said

app = typer.Typer()


class NoticeFormat(StrEnum):
    """What a notice is turned into."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    YAML = "yaml"  # a draft scheme
    XLSX = "xlsx"  # the ledger


OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="写到这个文件，不输出到屏幕", metavar="文件")
]
RoundOption = Annotated[
    str | None, typer.Option("--round", help="按这一轮的核查和评审结果填状态", metavar="轮次")
]
RegisterOption = Annotated[
    Path | None,
    typer.Option("--units", help="单位名册 CSV：台账中的单位按名册的名称", metavar="名册"),
]
_TASKS = {
    "file": "文件",
    "part": "部分",
    "number": "序号",
    "task": "任务",
    "lead": "牵头单位",
    "others": "责任单位",
    "deadlines": "期限",
    "quantities": "数量要求",
    "channels": "渠道",
    "draft": "拟用指标",
}


@app.command("notice")
def notice_command(
    sources: Annotated[list[str], typer.Argument(metavar="文件或网址…", help="文件或网址")],
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: Annotated[
        NoticeFormat,
        typer.Option(
            "--format",
            help="输出格式；yaml 是指标体系草案，xlsx 是工作台账",
            metavar="|".join(NoticeFormat),
        ),
    ] = NoticeFormat.TABLE,
    out: OutOption = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="台账的剩余天数从这天起算；默认今天", metavar="日期"),
    ] = None,
    round_id: RoundOption = None,
    register: RegisterOption = None,
    kind: Annotated[
        str, typer.Option("--kind", help="指标体系草案适用的单位类型", metavar="类型")
    ] = "county",
) -> None:
    """把工作要点、实施方案读成任务清单：序号、任务、牵头和责任单位、期限、数量要求、渠道。

    文件可以是 TXT、网页、Word、PDF，任务分解表也读。最细一级的编号各为一项任务，没有编号的一节算
    一项，分解表一行一项；工作目标、指导思想、适用范围不是任务。每项任务附拟用指标：把握够的给出核查方法，
    不够的有数量要求就填报，否则人工评审。JSON 中每一项都附它在原文中的起止位置（字符数，从 0 起）。
    yaml 输出指标体系草案，分值平均分配，修改后可以用于评估；xlsx 输出工作台账，总表一张、
    每个单位一张。没有读出任务的，退出码为 1。

    \b
    示例：
        gkc notice 2025年政务公开工作要点.docx
        gkc notice 工作要点.txt --format json
        gkc notice 工作要点.txt --format yaml --out 草案.yaml
        gkc notice 工作要点.txt --format xlsx --out 台账.xlsx --round 2025-q4
    """
    units_kind = parse_kind(kind)
    day = parse_day(as_of)
    failed = False
    read: list[ReadNotice] = []
    for source in sources_of(sources, parse_hosts(allow), contact):
        found, error = read_notice(source)
        if found is None:
            say(f"错误：{error}", style="red")
            failed = True
        else:
            read.append(found)
    if read:
        _write(read, fmt, out, day, round_id, register, units_kind)
    elif fmt is NoticeFormat.JSON:
        sys.stdout.write("[]\n")
    if failed:
        raise typer.Exit(1)


def _write(
    read: list[ReadNotice],
    fmt: NoticeFormat,
    out: Path | None,
    day: date,
    round_id: str | None,
    register: Path | None,
    kind: str,
) -> None:
    match fmt:
        case NoticeFormat.YAML:
            from dashboard.reports.notice_draft import scheme_text  # loads every check

            _text_out(out, scheme_text(_only(read, "指标体系草案"), kind))
        case NoticeFormat.XLSX:
            from dashboard.commands.lookback import ledger_of

            _bytes_out(out, ledger_of(_only(read, "工作台账"), day, round_id, register))
        case NoticeFormat.JSON:
            whole = [_whole(each) for each in read]
            _text_out(out, json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
        case _ if out is not None:
            raise CommandError("--out 与 json、yaml、xlsx 合用；表格和 CSV 请用 > 文件")
        case NoticeFormat.CSV:
            emit((row for each in read for row in _rows(each)), _TASKS, Format.CSV)
        case NoticeFormat.TABLE:
            for each in read:
                _print(each)


def _only(read: list[ReadNotice], what: str) -> ReadNotice:
    if len(read) > 1:
        raise CommandError(f"{what}一次做一份通知，请分别运行")
    return read[0]


def _text_out(out: Path | None, text: str) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        _bytes_out(out, text.encode())


def _bytes_out(out: Path | None, body: bytes) -> None:
    """To a file, all or nothing; without one to a pipe, never to a screen."""
    if out is None:
        if sys.stdout.isatty():
            raise CommandError("Excel 文件不能显示在屏幕上，请用 --out 写明文件名")
        sys.stdout.buffer.write(body)
        return
    half = out.with_name(f".{out.name}.part")
    half.write_bytes(body)
    half.replace(out)
    say(f"已写入 {out}")


def _print(read: ReadNotice) -> None:
    """A table for every document of a notice."""
    rows = list(_rows(read))
    columns = {key: head for key, head in _TASKS.items() if key not in {"file", "part"}}
    for part in dict.fromkeys(row["part"] for row in rows):
        inside = [row for row in rows if row["part"] == part]
        sys.stdout.write(inert(f"{part or read.name}：{len(inside)} 项任务") + "\n")
        emit(inside, columns, Format.TABLE)


def _rows(read: ReadNotice) -> Iterator[dict[str, object]]:
    for task, asked in zip(read.notice.tasks, read.indicators, strict=True):
        yield {
            "file": read.name,
            "part": task.part,
            "number": task.number,
            "task": task.heading.text,
            "lead": names_said(task.units.lead),
            "others": names_said((*task.units.others, *task.units.addressed)),
            "deadlines": times_said(task.deadlines),
            "quantities": figures_said(task.quantities),
            "channels": names_said(task.channels),
            "draft": _indicator(asked),
        }


def _indicator(asked: Indicator) -> str:
    """A draft indicator in a cell."""
    if asked.kind is Kind.CHECK and asked.match is not None:
        return f"核查：{asked.match.title}（把握 {asked.match.confidence:.2f}）"
    if asked.kind is Kind.METRIC:
        return f"填报：{figures_said(asked.targets)}"
    return "人工评审"


def _whole(read: ReadNotice) -> dict[str, object]:
    return {
        "file": read.name,
        "title": read.notice.title,
        "doc_no": read.notice.doc_no and asdict(read.notice.doc_no),
        "year": read.notice.year,
        "tasks": [
            # Nobody adds tasks here: `added` would say nothing.
            _plain({**_without(asdict(task), "added"), "draft": asdict(asked)})
            for task, asked in zip(read.notice.tasks, read.indicators, strict=True)
        ],
    }


def _without(values: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in values.items() if name != key}


def _plain(value: object) -> object:
    """Plain JSON: exact numbers and days as text."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Fraction):
        return number_text(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)
