"""Evidence: what the servers answered, in WARC 1.1 files that any archive tool can read.

One file holds one look at one unit: for every row, also one that a later row of the same address
took the place of, a `request`, a `metadata` and, last, a `response` record, or a `revisit` when the
file holds the same payload already. They are of the answer that the row tells of. The redirects on
the way to it come before it, the robots.txt of every host, and the pages and data that a browser
drew a page from, with what was sent to get them; all in the same three records. No row tells of
these, their `metadata` does (`beside`). Tries that failed before the answer and the scripts a
browser asked for are in the ledger alone. A row without an answer leaves its `metadata`; what a
browser drew is a `resource`. Every record names the SHA-256 of its block, and is a gzip member of
its own, so one is read back from (file, offset) without touching the rest. Payloads are stored
decoded (no transfer or content encoding); the headers that said otherwise are kept under an
`X-Archive-Orig-` name.
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from data import cdxj, warc
from data.faults import Fault, fault_of, first_line, what_of
from data.types import Fetch
from data.writer import (
    RESTORE,
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveShut,
    Headers,
    Writer,
    settle,
)

# Bytes that must be free before a look begins: what a hundred looks at once keep before they are
# next saved, and the log of the database beside it.
LEAST_ROOM = 100 * 1024**2

_TRIES = 5  # to take a lock that somebody only asks about
_AGAIN_S = 0.01


@dataclass(frozen=True, slots=True)
class Record:
    """One answer as archived."""

    url: str
    at: datetime  # aware, UTC
    status: int | None  # None: what a browser drew
    headers: Headers
    payload: bytes


class Archive:
    """The evidence folder of a round.

    Args:
        taken: names of files that rows speak of although they may be gone; no new file gets one.
    """

    def __init__(self, folder: Path, taken: Collection[str] = ()) -> None:
        self.folder, self._taken = folder, taken

    def make_ready(self) -> None:
        """Make the folder, and see that files can be written in it.

        Raises:
            ArchiveShut: they cannot, and why; or its disk is nearly full.
        """
        try:
            self._make_folder()
            with TemporaryFile(dir=self.folder) as probe:
                probe.write(bytes(1))
                probe.flush()
                os.fsync(probe.fileno())
        except OSError as error:
            fault = fault_of(error) or Fault(first_line(error), "请检查这个文件夹")
            raise ArchiveShut(
                f"存证文件夹 {self.folder} 不能写入：{fault.what}；{fault.remedy}后再次运行"
            ) from error
        self.demand_room()

    def demand_room(self) -> None:
        """
        Raises:
            ArchiveShut: the disk of the folder is nearly full.
        """
        there = next(each for each in (self.folder, *self.folder.parents) if each.exists())
        free = shutil.disk_usage(there).free
        if free < LEAST_ROOM:
            raise ArchiveShut(
                f"存证文件夹 {self.folder} 所在的磁盘只剩 {free // 1024**2} MB，"
                f"至少要 {LEAST_ROOM // 1024**2} MB；请腾出空间后再次运行，会接着采"
            )

    def hold(self, name: str) -> BinaryIO:
        """The right to write about a unit: nobody else has it until the file returned is closed,
        or the process ends. What is known of the unit cannot change meanwhile.

        Raises:
            ArchiveBusy: somebody else is at it.
        """
        self._make_folder()
        return _hold(self.folder / f".{name}.lock", name)

    def write(
        self, name: str, *, known: Sequence[Fetch] = (), held: BinaryIO | None = None
    ) -> Writer:
        """Open the evidence file of a look, to begin it or to go on with it.

        Whole records behind the last one that a row of `known` points to stay: they are evidence,
        and rows elsewhere may point to them. A file that no row of `known` points into is left
        alone; the look then gets a file of its own.

        Args:
            name: what to call a new file, without ending; a unit's id. Nobody else can write under
                this name until the writer is closed, or the process ends.
            known: rows of this look saved so far.
            held: what `hold` gave, which stays the caller's; not given: it is taken here.

        Raises:
            ArchiveBusy: somebody else is at it.
            ArchiveError: the file is shorter than its rows say, or damaged.
        """
        own = self.hold(name) if held is None else None
        try:
            path, committed = self._file_of(name, known)
            return Writer(path, committed, known, held=own)
        except BaseException:
            if own is not None:
                own.close()
            raise

    def record(self, name: str, offset: int, digest: str = "") -> Record:
        """The answer archived at this place; its payload may lie in an earlier record.

        Args:
            digest: SHA-256 that its payload must have, hex; empty: any.

        Raises:
            ArchiveError: there is no readable answer there, or its bytes have changed.
        """
        try:
            with (self.folder / name).open("rb") as file:
                raw, _ = warc.unpack(file, offset)
                status, headers, payload = raw.http()
                if raw.kind == "revisit":
                    first, _ = warc.unpack(file, raw.first)
                    _, first_headers, payload = first.http()
                    headers = headers or first_headers
                if raw.kind not in cdxj.ANSWERS:
                    what = "不是一条响应记录，文件与数据库可能不是同一次采集的"
                    raise ArchiveDamaged(what, name, offset)
                at = raw.at
        except FileNotFoundError as error:
            raise ArchiveError(f"缺少证据文件 {name}，{RESTORE}") from error
        except (OSError, ValueError) as error:
            raise ArchiveDamaged(f"无法读取：{unreadable(error)}", name, offset) from error
        due = digest or (raw.digest if raw.kind == "revisit" else "")
        if due and sha256(payload).hexdigest() != due:
            what = "的内容与采集时的 SHA-256 不符，证据可能被改动"
            raise ArchiveDamaged(what, name, offset)
        return Record(raw.uri, at, status, headers, payload)

    def read(self, name: str, offset: int, digest: str = "") -> bytes:
        """The payload alone, as `record` finds it."""
        return self.record(name, offset, digest).payload

    def verify(self, fetches: Iterable[Fetch]) -> Iterator[str]:
        """One Chinese sentence for every row whose evidence is gone or changed."""
        for fetch in fetches:
            if not fetch.warc:
                continue
            try:
                self.read(fetch.warc, fetch.offset, fetch.sha256)
            except ArchiveError as error:
                yield f"{fetch.url}：{error}"

    def files(self) -> list[str]:
        """Names of the evidence files, in order."""
        return sorted(path.name for path in self.folder.glob(f"*{warc.ENDING}"))

    def files_of(self, name: str) -> list[str]:
        """Names of the evidence files of looks written under a name, oldest first."""
        own = re.compile(rf"{re.escape(name)}(?:-(\d{{3,}}))?{re.escape(warc.ENDING)}")
        found = [match for file in self.files() if (match := own.fullmatch(file))]
        return [match[0] for match in sorted(found, key=lambda match: int(match[1] or 0))]

    def busy(self, name: str) -> bool:
        """Somebody is writing the evidence file, as far as its name tells whose it is."""
        stem = (self.folder / name).name.removesuffix(warc.ENDING)
        for unit in {stem, re.sub(r"-\d{3,}$", "", stem)}:
            if (lock := self.folder / f".{unit}.lock").exists() and _is_held(lock):
                return True
        return False

    def index(self, name: str) -> int:
        """Make the index of an evidence file anew; returns how many answers it lists.

        Raises:
            ArchiveError: the file cannot be read to its end.
        """
        path = self.folder / name
        try:
            with path.open("rb") as file:
                found = [
                    line.encode()
                    for offset, length, raw in warc.records(file, path.stat().st_size)
                    if (line := cdxj.line_of(raw, offset, length, name))
                ]
        except (OSError, ValueError) as error:
            why = f"证据文件 {name} 读不完整：{unreadable(error)}；{RESTORE}"
            raise ArchiveError(why) from error
        cdxj.write_index(path, found)
        return len(found)

    def _file_of(self, name: str, known: Sequence[Fetch]) -> tuple[Path, int]:
        """Where a look is written, and how many bytes of it rows speak of."""
        last, end = last_end(known)
        if not last:
            return self._unused(name), 0
        path = self.folder / last
        size = path.stat().st_size if path.exists() else 0
        if size < end:
            raise ArchiveError(
                f"证据文件 {last} 只有 {size} 字节，采集记录指向第 {end} 字节："
                f"文件已损坏或被替换；{RESTORE}"
                if path.exists()
                else f"缺少证据文件 {last}，{RESTORE}"
            )
        return path, end

    def _make_folder(self) -> None:
        new = [each for each in (self.folder, *self.folder.parents) if not each.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        for each in new:
            settle(each.parent)

    def _unused(self, name: str) -> Path:
        number, path = 1, self.folder / f"{name}{warc.ENDING}"
        while path.exists() or path.name in self._taken:
            number += 1
            path = self.folder / f"{name}-{number:03}{warc.ENDING}"
        return path


def last_end(known: Iterable[Fetch]) -> tuple[str, int]:
    """The newest evidence file that rows of a look point into, and the byte behind the last record
    that they speak of there; ("", 0) when they point into none.
    """
    ends: dict[str, int] = {}
    for fetch in known:
        if fetch.warc:
            ends[fetch.warc] = max(ends.get(fetch.warc, 0), fetch.offset + fetch.length)
    # u.warc.gz, u-002.warc.gz …: as text the first would come last.
    last = max(ends, key=lambda name: (len(name), name), default="")
    return last, ends.get(last, 0)


def unreadable(error: Exception) -> str:
    """Why a record cannot be read, in Chinese."""
    if isinstance(error, warc.WarcError):
        return str(error)
    return what_of(error) if isinstance(error, OSError) else "记录的格式不对"


def evidence_of(var: Path, round_id: str, taken: Collection[str] = ()) -> Archive:
    """Where a round keeps its evidence, below the folder of run-time files."""
    return Archive(var / "evidence" / round_id, taken)


def _hold(path: Path, name: str) -> BinaryIO:
    """Lock a look until the file returned is closed, or the process ends.

    The file stays: were it removed, two could hold two files of the same name.
    """
    file = path.open("ab")
    for left in reversed(range(_TRIES)):  # `busy` may be asking at this very moment
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError as error:
            if left:
                time.sleep(_AGAIN_S)
                continue
            file.close()
            raise ArchiveBusy(f"{name} 正由另一个采集写入；请等它结束，或先停掉它") from error
    return file


def _is_held(path: Path) -> bool:
    """Somebody writes under this lock. Two that ask do not get in each other's way."""
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
