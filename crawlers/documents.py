"""Attachments: bytes to text and tables, whatever the file does to the library that reads it.

The states of a `Document`:
ok; scan (pictures of pages, no text to read); encrypted; broken (damaged, or not what its name
promises: an error page named .pdf); listed (a ZIP or RAR: `tables` holds the names and sizes of
what is in it, also where it is encrypted or too_large; the contents were not read); unsupported (a
format we do not read: 7z, ppt …); crashed (the library that reads it ended on it); too_slow (more
CPU time than allowed); too_large (the file, what it unpacks to, or the memory it takes); unread (no
child process could be started to read it: a fault of this machine). Only `broken` says something
about the file; after any other state but ok nothing is known about what it holds.

Time is CPU time of the process that reads, so that a busy or slow machine reads what an idle one
does and a replay gives the same findings. The wall clock is only a backstop against what neither
works nor ends, far longer, and strikes after a second try.
"""

import atexit
import json
import logging
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self
from urllib.parse import unquote, urlsplit

from crawlers.formats.magic import saved_by_office, sniff
from data.types import Block, Document

__all__ = ["Reader", "checkable", "is_openable", "promised", "read_document", "sniff"]

LARGEST = 100_000_000  # bytes of a file
_MEMORY = 1_500_000_000  # bytes of address space for a child
_KILLED = -9  # by the system, when memory runs out
_OVERTIME = -27  # by the child's own alarm: SIGPROF, which Windows does not name
_TRIES = 2  # a machine may stand still for longer than any file takes
_LOG = logging.getLogger(__name__)

_BUDGET = re.compile("预算|决算")
MOST_CHECKED = 300_000  # cells of a document whose figures are compared with one another
_MOST_BUDGETS = 40  # of one site: reading with tables takes five times as long

_EXTENSION = re.compile("7z|[a-z][a-z0-9]{1,5}")
_TEXT_NAMES = {"txt", "csv", "json", "log", "md"}
_PAGE_NAMES = {"htm", "html", "shtml", "mht", "mhtml", "xml"}
_OFFICE_NAMES = {"doc", "docx", "wps", "xls", "xlsx", "et", "rtf", "docm", "xlsm"}
_KNOWN_NAMES = {"pdf", "ofd", "ppt", "pptx", "zip", "rar", "7z", "jpg", "jpeg", "png", "gif", "bmp"}
_NOT_FILES = {"empty", "unknown", "html", "xml", "text", "office", "mhtml"}


def promised(name: str) -> str:
    """The extension in a file name or URL, lower-case without the dot; empty when there is none.

    Words of a link serve as a name too, so what follows a dot must look like an extension.
    """
    try:
        path = unquote(urlsplit(name).path) if "://" in name else name
    except ValueError:  # words with a broken address in them
        path = name
    suffix = PurePosixPath(path.strip()).suffix[1:].lower()
    return suffix if _EXTENSION.fullmatch(suffix) else ""


def is_openable(body: bytes, name: str = "") -> bool:
    """Whether `body` is, by its first look, a file that a person can open.

    A readable format under another format's name counts: programs go by the bytes too. A web page
    named .pdf does not: it is an error message of the server. Names we know nothing about are
    believed, unless the body is empty or a web page.
    """
    kind, wanted = sniff(body), promised(name)
    if kind not in _NOT_FILES:
        return True
    match kind:
        case "empty":
            return False
        case "office" | "mhtml":
            return wanted in _OFFICE_NAMES | _PAGE_NAMES | {""}
        case "html":
            return wanted in _PAGE_NAMES or (wanted in _OFFICE_NAMES and saved_by_office(body))
        case "text" | "xml":
            return wanted in _TEXT_NAMES | _PAGE_NAMES | {"", "doc", "xls", "wps", "et"}
        case _:
            return wanted not in _OFFICE_NAMES | _KNOWN_NAMES | _TEXT_NAMES | _PAGE_NAMES


class Reader:
    """Reads many files in a few child processes, each under limits of time and memory.

    A child that exceeds its time or dies is replaced. Threads may share a reader. Children are
    started when first needed, by plain `subprocess`: `multiprocessing` would run the main module
    again in each of them, which under Streamlit is the whole app.

    Args:
        cpu_s: seconds of CPU time for one file.
        wall_s: seconds after which a child is taken for stuck, whatever CPU time it used.
        memory: bytes of address space of a child.
    """

    def __init__(
        self, workers: int = 1, *, cpu_s: float = 20, wall_s: float = 300, memory: int = _MEMORY
    ) -> None:
        self._workers = workers
        self._cpu_s, self._wall_s = cpu_s, wall_s
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(_Child(memory))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children; files being read by other threads are waited for."""
        children = [self._idle.get() for _ in range(self._workers)]
        for child in children:
            child.end()
            self._idle.put(child)

    def read(
        self,
        url: str,
        body: bytes,
        name: str = "",
        *,
        tables: bool = False,
        cpu_s: float | None = None,
    ) -> Document:
        """What `read_document` says; never an exception."""
        kind = sniff(body)
        if len(body) > LARGEST:
            return Document(url, kind, "too_large")
        wanted = name if promised(name) else url
        if not is_openable(body, wanted):
            return Document(url, kind, "broken")
        if kind == "html" and promised(wanted) in _OFFICE_NAMES:
            kind = "office"
        child = self._idle.get()
        try:
            limit = self._cpu_s if cpu_s is None else cpu_s
            state, pages, found, blocks = child.read(body, tables, limit, self._wall_s, url)
        except (OSError, RuntimeError) as error:  # no process, no memory, no program to run
            _LOG.warning("附件 %s 没有读取：%s", url, error)
            return Document(url, kind, "unread")
        finally:
            self._idle.put(child)
        return Document(url, kind, state, pages, found, blocks)

    def _read(self, url: str, body: bytes, name: str, tables: bool) -> Document:
        document = self.read(url, body, name, tables=tables)
        if tables and document.state in {"too_slow", "too_large", "crashed"}:
            return self.read(url, body, name)
        return checkable(document) if tables else document

    def read_all(self, files: Iterable[tuple[str, bytes, str]]) -> Iterator[Document]:
        """Documents of (url, body, name), in the order given, as many at once as workers.

        The first files whose names say that they are budgets or final accounts come with their
        blocks and tables, as `read` gives them if `tables` is set; without, where that takes more
        than the limits allow.
        """
        waiting: deque[Future[Document]] = deque()
        left = _MOST_BUDGETS
        with ThreadPoolExecutor(self._workers) as pool:
            for url, body, name in files:
                wanted = left > 0 and _BUDGET.search(f"{name} {unquote(url)}") is not None
                left -= wanted
                waiting.append(pool.submit(self._read, url, body, name, wanted))
                if len(waiting) > 2 * self._workers:  # never more bodies in memory than these
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


def checkable(document: Document) -> Document:
    """The document, or `too_large` in its place where it has so many cells that comparing them
    would take longer than reading them.
    """
    cells = sum(len(row) for table in document.tables for row in table)
    if cells <= MOST_CHECKED:
        return document
    return Document(document.url, document.format, "too_large")


def read_document(
    url: str, body: bytes, name: str = "", *, tables: bool = False, cpu_s: float = 20
) -> Document:
    """The text of an attachment by page and its tables; never an exception.

    `name` is the file name shown to readers, if any; it decides only whether the bytes keep its
    promise. `format` is that of `sniff`, and "office" for HTML that Word or Excel saved as their
    own. Text is NFKC: full-width punctuation is ASCII, "（2023）：" reads "(2023):". Lines of a
    PDF are broken where the page breaks them. Tables of DOCX, DOC and workbooks come always, those
    of PDF files and the blocks of any file only if `tables` is set, as that takes five times as
    long.

    Runs in one child process shared by all callers of this process; for more at once, use Reader.
    """
    return _shared(os.getpid()).read(url, body, name, tables=tables, cpu_s=cpu_s)


@cache
def _shared(pid: int) -> Reader:
    """One reader a process: a forked process must not use its parent's pipes."""
    reader = Reader()
    atexit.register(reader.close)
    return reader


_Rows = tuple[tuple[str, ...], ...]
_Read = tuple[str, tuple[str, ...], tuple[_Rows, ...], tuple[Block, ...]]


class _Child:
    """One child process, started when first needed and again after it was lost."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def read(self, body: bytes, tables: bool, cpu_s: float, wall_s: float, url: str) -> _Read:
        """Content and state; a child that stands still is replaced once and asked again."""
        for _ in range(_TRIES):
            if found := self._try(body, tables, cpu_s, wall_s, url):
                return found
        return "too_slow", (), (), ()

    def _try(
        self, body: bytes, tables: bool, cpu_s: float, wall_s: float, url: str
    ) -> _Read | None:
        """Content and state, or None when the wall clock ran out."""
        process = self._started()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(wall_s, stop)
        timer.start()
        try:
            answer = _ask(process, body, tables, cpu_s)
        finally:
            timer.cancel()
            timer.join()
        if answer and not late.is_set():
            state, pages, found, blocks = json.loads(answer)
            return (
                state,
                tuple(pages),
                tuple(map(_cells, found)),
                tuple(Block(page, text, _cells(rows)) for page, text, rows in blocks),
            )
        code, said = self._lost()
        if late.is_set():
            return None
        if code == _OVERTIME:
            return "too_slow", (), (), ()
        if code == _KILLED or "memory allocation" in said:
            return "too_large", (), (), ()
        _LOG.warning("读取附件 %s 的子进程意外退出（代码 %s）：%s", url, code, said)
        return "crashed", (), (), ()

    def end(self) -> None:
        if self._process is not None:
            self._lost()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.end()
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "crawlers.formats.child", str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "PYTHONPATH": path, "RUST_BACKTRACE": "0"},
            )
        except OSError:
            errors.close()
            raise
        self._errors = errors
        assert self._process.stdout is not None
        if not self._process.stdout.readline():
            code, said = self._lost()
            raise RuntimeError(f"读取附件的子进程无法启动（代码 {code}）：{said}")
        return self._process

    def _lost(self) -> tuple[int, str]:
        """End the process: its exit code and the last words it wrote."""
        assert self._process is not None
        assert self._errors is not None
        process, errors = self._process, self._errors
        self._process = self._errors = None
        process.kill()
        with process, errors:
            code = process.wait()
            errors.seek(0)
            return code, errors.read().decode("utf-8", "replace")[-500:].strip()


def _cells(rows: list[list[str]]) -> _Rows:
    return tuple(map(tuple, rows))


def _ask(process: subprocess.Popen[bytes], body: bytes, tables: bool, cpu_s: float) -> bytes:
    """The answer, or nothing if the child went away."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        request = {"size": len(body), "tables": tables, "cpu_s": cpu_s}
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.write(body)
        process.stdin.flush()
    except BrokenPipeError:
        return b""
    return process.stdout.readline()
