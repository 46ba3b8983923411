"""A 工作要点 or 实施方案 as a list of tasks: who, by when, how much, and where it says so."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Annotated

import typer

from dashboard.commands.options import AllowOption, ContactOption, FormatOption, parse_hosts
from dashboard.printing import Format, emit, inert, say
from dashboard.sources import Source, document_of, sources_of
from data.marked import number_text
from scoring.notice.compiling import compiled
from scoring.notice.deadlines import Deadline
from scoring.notice.quantities import Quantity
from scoring.notice.tasks import Notice, Task
from scoring.notice.text import Quoted

app = typer.Typer()

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
}
_COMPARED = {">=": "不少于", "<=": "不超过", "=": ""}


@app.command("notice")
def notice_command(
    sources: Annotated[list[str], typer.Argument(metavar="文件或网址…", help="文件或网址")],
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """把工作要点、实施方案读成任务清单：序号、任务、牵头和责任单位、期限、数量要求、渠道。

    文件可以是 TXT、网页、Word、PDF。最细一级的编号各为一项任务，没有编号的一节算一项；工作目标、
    指导思想、适用范围不是任务。JSON 中每一项都附它在原文中的起止位置（字符数，从 0 起）。
    没有读出任务的，退出码为 1。

    \b
    示例：
        gkc notice 2025年政务公开工作要点.docx
        gkc notice 工作要点.txt --format json
    """
    failed = False
    read: list[tuple[str, Notice]] = []
    for source in sources_of(sources, parse_hosts(allow), contact):
        text, error = _text(source)
        found = compiled(text)
        if not error and not found.tasks:
            error = f"{source.name} 中没有编号的任务；请核对是不是工作要点或实施方案"
        if error:
            say(f"错误：{error}", style="red")
            failed = True
        else:
            read.append((source.name, found))
    if fmt is Format.JSON:
        whole = [_whole(name, found) for name, found in read]
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
    elif fmt is Format.CSV:
        emit((row for name, found in read for row in _rows(name, found)), _TASKS, fmt)
    else:
        for name, found in read:
            _print(name, found)
    if failed:
        raise typer.Exit(1)


def _text(source: Source) -> tuple[str, str]:
    """The text of a source, or why there is none."""
    document, why = document_of(source)
    return ("\n".join(document.pages) if document and not why else ""), why


def _print(name: str, notice: Notice) -> None:
    """A table for every document of a notice."""
    rows = list(_rows(name, notice))
    columns = {key: head for key, head in _TASKS.items() if key not in {"file", "part"}}
    for part in dict.fromkeys(row["part"] for row in rows):
        inside = [row for row in rows if row["part"] == part]
        sys.stdout.write(inert(f"{part or name}：{len(inside)} 项任务") + "\n")
        emit(inside, columns, Format.TABLE)


def _rows(name: str, notice: Notice) -> Iterator[dict[str, object]]:
    for task in notice.tasks:
        yield {
            "file": name,
            "part": task.part,
            "number": task.number,
            "task": task.heading.text,
            "lead": _names(task.units.lead),
            "others": _names(task.units.others or task.units.addressed),
            "deadlines": "；".join(map(_time, task.deadlines)),
            "quantities": "；".join(map(_figure, task.quantities)),
            "channels": _names(task.channels),
        }


def _names(quotes: Sequence[Quoted]) -> str:
    return "、".join(quote.text for quote in quotes)


def _time(deadline: Deadline) -> str:
    if deadline.every:
        return f"每{deadline.every}"
    return f"{deadline.begins} 起" if deadline.begins else f"{deadline.due} 前"


def _figure(quantity: Quantity) -> str:
    low = f"{number_text(quantity.low)}至" if quantity.low is not None else ""
    every = f"每{quantity.every}" if quantity.every else ""
    value = f"{low}{number_text(quantity.value)}{quantity.unit}"
    return f"{quantity.what}{every}{_COMPARED[quantity.comparator]}{value}"


def _whole(name: str, notice: Notice) -> dict[str, object]:
    return {
        "file": name,
        "title": notice.title,
        "doc_no": notice.doc_no and asdict(notice.doc_no),
        "year": notice.year,
        "tasks": [_task(task) for task in notice.tasks],
    }


def _task(task: Task) -> object:
    return _plain(asdict(task))


def _plain(value: object) -> object:
    """Plain JSON: exact numbers and days as text."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Fraction):
        return number_text(value)
    return value if value is None or isinstance(value, str | int) else str(value)
