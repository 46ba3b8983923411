"""Evidence: what the servers answered, in WARC 1.1 files that any archive tool can read.

One file holds one look at one unit: for every row, also one that a later row of the same address
took the place of, a `request`, a `metadata` and, last, a `response` record, or a `revisit` when the
file holds the same payload already. They are of the answer that the row tells of: redirects on the
way to it, tries that failed before it, robots.txt and what a browser asked for are in the ledger
alone. A row without an answer leaves its `metadata`; what a browser drew is a `resource`. Every
record is a gzip member of its own, so one is read back from (file, offset) without touching the
rest. Payloads are stored decoded (no transfer or content encoding); the headers that said otherwise
are kept under an `X-Archive-Orig-` name.
"""

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from data import cdxj, warc
from data.types import Fetch
from data.writer import RESTORE, ArchiveBusy, ArchiveError, Headers, Writer, settle


@dataclass(frozen=True, slots=True)
class Record:
    """One answer as archived."""

    url: str
    at: datetime  # aware, UTC
    status: int | None  # None: what a browser drew
    headers: Headers
    payload: bytes


class Archive:
    """The evidence folder of a round."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, *, known: Sequence[Fetch] = ()) -> Writer:
        """Open the evidence file of a look, to begin it or to go on with it.

        Whole records behind the last one that a row of `known` points to stay: they are evidence,
        and rows elsewhere may point to them. A file that no row of `known` points into is left
        alone; the look then gets a file of its own.

        Args:
            name: what to call a new file, without ending; a unit's id. Nobody else can write under
                this name until the writer is closed, or the process ends.
            known: rows of this look saved so far.

        Raises:
            ArchiveBusy: somebody else is at it.
            ArchiveError: the file is shorter than its rows say, or damaged.
        """
        self._make_folder()
        held = _hold(self.folder / f".{name}.lock", name)
        try:
            path, committed = self._file_of(name, known)
            return Writer(path, committed, known, held=held)
        except BaseException:
            held.close()
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
                    raise ArchiveError(
                        f"证据文件 {name} 第 {offset} 字节处不是一条响应记录；"
                        "文件与数据库不是同一次采集的，请核对二者的备份"
                    )
                at = raw.at
        except FileNotFoundError as error:
            raise ArchiveError(f"缺少证据文件 {name}，请从备份恢复到证据目录") from error
        except (OSError, ValueError) as error:
            raise ArchiveError(
                f"证据文件 {name} 第 {offset} 字节处无法读取：{error}；{RESTORE}"
            ) from error
        due = digest or (raw.digest if raw.kind == "revisit" else "")
        if due and sha256(payload).hexdigest() != due:
            raise ArchiveError(
                f"证据文件 {name} 第 {offset} 字节处的内容与采集时的 SHA-256 不符，"
                f"证据可能被改动；{RESTORE}"
            )
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
            raise ArchiveError(f"证据文件 {name} 读不完整：{error}；{RESTORE}") from error
        cdxj.write_index(path, found)
        return len(found)

    def _file_of(self, name: str, known: Sequence[Fetch]) -> tuple[Path, int]:
        """Where a look is written, and how many bytes of it rows speak of."""
        ends: dict[str, int] = {}
        for fetch in known:
            if fetch.warc:
                ends[fetch.warc] = max(ends.get(fetch.warc, 0), fetch.offset + fetch.length)
        if not ends:
            return self._unused(name), 0
        last = max(ends)
        path = self.folder / last
        size = path.stat().st_size if path.exists() else 0
        if size < ends[last]:
            raise ArchiveError(
                f"证据文件 {last} 只有 {size} 字节，采集记录指向第 {ends[last]} 字节："
                "文件已损坏或被替换，请从备份恢复，或删除本轮该单位的采集记录后重新采集"
            )
        return path, ends[last]

    def _make_folder(self) -> None:
        new = [each for each in (self.folder, *self.folder.parents) if not each.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        for each in new:
            settle(each.parent)

    def _unused(self, name: str) -> Path:
        number, path = 1, self.folder / f"{name}{warc.ENDING}"
        while path.exists():
            number += 1
            path = self.folder / f"{name}-{number:03}{warc.ENDING}"
        return path


def evidence_of(var: Path, round_id: str) -> Archive:
    """Where a round keeps its evidence, below the folder of run-time files."""
    return Archive(var / "evidence" / round_id)


def _hold(path: Path, name: str) -> BinaryIO:
    """Lock a look until the file returned is closed, or the process ends.

    The file stays: were it removed, two could hold two files of the same name.
    """
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise ArchiveBusy(f"{name} 正由另一个采集写入；请等它结束，或先停掉它") from error
    return file
