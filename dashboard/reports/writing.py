"""Documents as files: each whole or not there; those of all units by two processes."""

import csv
import hashlib
import io
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from dashboard.reports.book import Book, read_book, with_evidence
from dashboard.reports.errors import ReportError
from dashboard.reports.kind import Kind, Scope
from dashboard.reports.registry import KINDS, file_name, made, safe_name
from dashboard.wording.printing import cell
from data.store import Store

UNITS, LIST = "单位", "目录.csv"


@dataclass(frozen=True, slots=True)
class Written:
    """A file, or why there is none."""

    name: str  # relative to the folder
    sha256: str
    size: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a process of its own needs to make documents."""

    url: str  # of the database
    round_id: str
    day: date
    organisation: str
    out: Path
    var: Path


def write_whole(path: Path, body: bytes) -> None:
    """Write a file under its name only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:60]}.{os.getpid()}.part")
    try:
        part.write_bytes(body)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_all(task: Task, book: Book, processes: int) -> Iterator[tuple[str, list[Written]]]:
    """Every document of a round: of the round as a whole, then of unit after unit; the list last.

    Yields:
        Whose documents were written, and which.
    """
    every: list[Written] = []
    for kind in KINDS.values():
        if kind.scope is not Scope.UNIT:
            every += _write(task, book, kind, "")
    yield book.result.round.name, list(every)
    ids = [line.unit_id for line in book.result.ranked]
    pool = ProcessPoolExecutor(
        max(1, min(processes, len(ids))), get_context("spawn"), _start, (task,)
    )
    try:
        waiting = {pool.submit(_of_unit, id_): id_ for id_ in ids}
        for done in as_completed(waiting):
            try:
                files = done.result()
            except BrokenProcessPool as error:
                raise ReportError(
                    "生成报告的一个进程意外终止，可能是内存不够；已写出的都是完整的，"
                    "请用 --processes 1 再次运行"
                ) from error
            every += files
            yield book.result.units[waiting[done]].name, files
    finally:
        pool.shutdown(cancel_futures=True)
    write_whole(task.out / LIST, _list(every))


_task: Task
_book: Book


def _start(task: Task) -> None:
    """A process reads the round once."""
    global _task, _book
    _task = task
    with Store(task.url) as store:
        _book = read_book(store, task.round_id, task.day, task.organisation)


def _of_unit(unit_id: str) -> list[Written]:
    book = with_evidence(_book, _task.var, unit_id)
    kinds = [kind for kind in KINDS.values() if kind.scope is not Scope.ROUND]
    return [file for kind in kinds for file in _write(_task, book, kind, unit_id)]


def _write(task: Task, book: Book, kind: Kind, unit_id: str) -> list[Written]:
    """The formats of one document; one that there is nothing to say in is left out, with why."""
    found = []
    for ending in kind.formats:
        name = file_name(kind, book, unit_id, ending)
        if unit_id:  # the id keeps apart what two names may have become
            folder = safe_name(f"{unit_id} {book.unit(unit_id).name}")
            name = f"{UNITS}/{folder}/{name}"
        try:
            body = made(kind, book, unit_id, ending)
        except ReportError as error:
            found.append(Written(name, "", 0, str(error)))
            continue
        write_whole(task.out / name, body)
        found.append(Written(name, hashlib.sha256(body).hexdigest(), len(body)))
    return found


def _list(files: list[Written]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("文件", "字节数", "SHA-256", "没有写出的原因"))
    for file in sorted(files, key=lambda file: file.name):
        writer.writerow((cell(file.name), file.size or "", file.sha256, cell(file.why_not)))
    return out.getvalue().encode("utf-8-sig")
