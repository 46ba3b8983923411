"""Evidence: what the servers answered, in WARC 1.1 files that any archive tool can read.

One file holds one look at one unit: for every request a `request`, a `metadata` and, last, a
`response` record, or a `revisit` when the file holds the same payload already. A request that
brought nothing home leaves its `metadata` alone; what a browser drew is a `resource`. Every record
is a gzip member of its own, so one is read back from (file, offset) without touching the rest.
Payloads are stored decoded (no transfer or content encoding); the headers that said otherwise are
kept under an `X-Archive-Orig-` name.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self

from data import cdxj, warc
from data.types import Fetch, FetchOutcome

Headers = Sequence[tuple[str, str]]

ENDING = ".warc.gz"
_REQUEST = "application/http; msgtype=request"
_RESPONSE = "application/http; msgtype=response"
_ABOUT = ("Content-Type", "application/warc-fields")
_DRAWN = "text/html; charset=utf-8"
_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
# Untrue of the stored payload, which is decoded and complete.
_ENCODED = {"content-encoding", "content-length", "transfer-encoding"}
_BUFFER = 64 * 1024  # bytes; a page is about seven thousand, packed
RESTORE = "请从备份恢复这份文件"


class ArchiveError(Exception):
    """A piece of evidence is not where it should be, or is not what it was."""


@dataclass(frozen=True, slots=True)
class Record:
    """One answer as archived."""

    url: str
    at: datetime  # aware, UTC
    status: int | None  # None: what a browser drew
    headers: Headers
    payload: bytes


class Writer:
    """An open evidence file. `append` is buffered: only `sync` makes what was appended last."""

    def __init__(self, path: Path, committed: int, known: Iterable[Fetch] = ()) -> None:
        self.name, self._path = path.name, path
        self._file: BinaryIO = path.open("r+b" if path.exists() else "x+b", _BUFFER)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # gone with the process
        except OSError as error:
            self._file.close()
            raise ArchiveError(
                f"证据文件 {path.name} 正由另一个采集写入；请等它结束，或先停掉它"
            ) from error
        self._answers: dict[bytes, int] = {}  # SHA-256 of a payload -> offset of its record
        self._drawn: dict[bytes, int] = {}  # the same, of what a browser drew
        self._first: dict[int, Headers] = {}  # what later records say of the one at an offset
        # Lines of the index, unsorted: too many to hold.
        self._lines = TemporaryFile(dir=path.parent)  # noqa: SIM115 (closed with the file)
        try:
            noted = self._recall(committed)
            self._file.truncate(committed)  # a torn tail, or records whose rows were never saved
            self._file.seek(committed)
            self._end = committed
            if not committed:
                info = (("software", "Gongkaichi"), ("format", "WARC File Format 1.1"))
                fields, date = (("WARC-Filename", self.name), _ABOUT), datetime.now(UTC)
                self._write(warc.pack("warcinfo", warc.stamp(date), fields, warc.warc_fields(info)))
            for fetch in known:  # notes behind the last answer were cut off
                asked = not fetch.warc and fetch.outcome is not FetchOutcome.OUT_OF_BUDGET
                if asked and (warc.uri_of(where(fetch)), fetch.fetched_at) not in noted:
                    self.note(fetch)
        except BaseException:
            self.close()
            raise

    def append(
        self,
        fetch: Fetch,
        headers: Headers,
        payload: bytes,
        *,
        asked: Headers = (),
        method: str = "GET",
    ) -> tuple[str, int, int]:
        """Add a request and its answer.

        Args:
            fetch: how the request ended; the answer is that of its final address.
            headers: of the answer, as sent.
            payload: decoded body.
            asked: headers of the request.

        Returns:
            File name, offset and length in bytes of the answer's record. It is the last one
            written, so offset + length is where the file ends.
        """
        assert fetch.status is not None, "an answer has a status"
        return self._store(
            fetch,
            payload,
            mime=next((value for name, value in headers if name.lower() == "content-type"), ""),
            request=warc.request_head(method, warc.uri_of(where(fetch)), asked),
            head=warc.answer_head(fetch.status, _true_of(headers, len(payload))),
        )

    def append_drawn(self, fetch: Fetch, html: bytes) -> tuple[str, int, int]:
        """Add a page as a browser drew it; returns the place of its record, as `append` does."""
        drawn = replace(fetch, sha256=sha256(html).hexdigest())  # not that of what was sent
        return self._store(drawn, html, mime=_DRAWN)

    def note(self, fetch: Fetch) -> None:
        """Add how a request ended that brought nothing home."""
        fields = (("WARC-Target-URI", warc.uri_of(where(fetch))), _ABOUT)
        self._write(warc.pack("metadata", warc.stamp(fetch.fetched_at), fields, _how(fetch)))

    def sync(self) -> None:
        """Everything appended so far survives a crash of the machine; rows may now be saved."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def index(self) -> None:
        """Write the index of the file beside it."""
        self._lines.seek(0)
        write_index(self._path, cdxj.in_order(self._lines))

    def close(self) -> None:
        self._file.close()
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.index()
        finally:
            self.close()

    def _store(
        self, fetch: Fetch, payload: bytes, *, mime: str, request: bytes = b"", head: bytes = b""
    ) -> tuple[str, int, int]:
        """Write what belongs to one answer, its own record last.

        Args:
            mime: media type of the payload.
            request, head: of an answer over HTTP, as far as the empty line.
        """
        date, made = warc.stamp(fetch.fetched_at), warc.new_id()
        target = ("WARC-Target-URI", warc.uri_of(where(fetch)))
        linked = (target, ("WARC-Concurrent-To", made))
        before = warc.pack("metadata", date, (*linked, _ABOUT), _how(fetch))
        if request:
            asked = warc.pack("request", date, (*linked, ("Content-Type", _REQUEST)), request)
            before = asked + before

        digest = fetch.sha256 or sha256(payload).hexdigest()
        fields = [target, ("WARC-Payload-Digest", f"sha256:{digest}")]
        stored, key = self._answers if head else self._drawn, bytes.fromhex(digest)
        offset, first = self._end + len(before), stored.get(key)
        if first is not None and payload:  # of nothing, nothing would be saved
            kind, payload, mime = "revisit", b"", cdxj.REVISIT
            fields += self._refer_to(first)
        else:
            kind = "response" if head else "resource"
            stored[key] = offset
        if head or kind == "resource":
            fields.append(("Content-Type", _RESPONSE if head else _DRAWN))
        record = warc.pack(kind, date, fields, head, payload, record_id=made)
        self._write(before + record)
        line = cdxj.line(
            target[1],
            date,
            mime=mime,
            status=fetch.status if head else None,
            sha256=digest,
            length=len(record),
            offset=offset,
            filename=self.name,
        )
        self._lines.write(line.encode())
        return self.name, offset, len(record)

    def _refer_to(self, offset: int) -> Headers:
        """What a record says that has the payload of the one at an offset."""
        if offset not in self._first:
            self._file.flush()
            with self._path.open("rb") as file:
                raw, _ = warc.unpack(file, offset)
            self._first[offset] = (
                ("WARC-Profile", _SAME),
                ("WARC-Refers-To", raw.fields["warc-record-id"]),
                ("WARC-Refers-To-Target-URI", raw.uri),
                ("WARC-Refers-To-Date", raw.fields["warc-date"]),
                ("WARC-Refers-To-Filename", self.name),
                ("WARC-Refers-To-File-Offset", str(offset)),
            )
        return self._first[offset]

    def _recall(self, committed: int) -> set[tuple[str, datetime]]:
        """Learn what the file holds already; returns address and time of the requests noted."""
        noted = set()
        try:
            for offset, length, raw in warc.records(self._file, committed):
                if raw.kind == "metadata":
                    noted.add((raw.uri, raw.at))
                elif raw.kind == "response" and raw.digest:
                    self._answers.setdefault(bytes.fromhex(raw.digest), offset)
                elif raw.kind == "resource" and raw.digest:
                    self._drawn.setdefault(bytes.fromhex(raw.digest), offset)
                self._lines.write(cdxj.line_of(raw, offset, length, self.name).encode())
        except ValueError as error:
            raise ArchiveError(f"证据文件 {self.name} 无法接着写：{error}；{RESTORE}") from error
        return noted

    def _write(self, records: bytes) -> None:
        self._file.write(records)
        self._end += len(records)


class Archive:
    """The evidence folder of a round."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, *, known: Sequence[Fetch] = ()) -> Writer:
        """Open the evidence file of a look, to begin it or to go on with it.

        Bytes behind the last record that a row of `known` points to are cut off: nothing knows
        them, and the last of them may be torn. A file that no row of `known` points into is left
        alone, for rows elsewhere may; the look then gets a file of its own.

        Args:
            name: what to call a new file, without ending; a unit's id.
            known: rows of this look saved so far.

        Raises:
            ArchiveError: the file is shorter than its rows say, damaged, or in use.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        ends: dict[str, int] = {}
        for fetch in known:
            if fetch.warc:
                ends[fetch.warc] = max(ends.get(fetch.warc, 0), fetch.offset + fetch.length)
        if not ends:
            return Writer(self._unused(name), 0, known)
        last = max(ends)
        size = self._size(last)
        if size < ends[last]:
            raise ArchiveError(
                f"证据文件 {last} 只有 {size} 字节，采集记录指向第 {ends[last]} 字节："
                "文件已损坏或被替换，请从备份恢复，或删除本轮该单位的采集记录后重新采集"
            )
        return Writer(self.folder / last, ends[last], known)

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
        return sorted(path.name for path in self.folder.glob(f"*{ENDING}"))

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
        write_index(path, cdxj.in_order(found))
        return len(found)

    def _size(self, name: str) -> int:
        path = self.folder / name
        return path.stat().st_size if path.exists() else 0

    def _unused(self, name: str) -> Path:
        number, path = 1, self.folder / f"{name}{ENDING}"
        while path.exists():
            number += 1
            path = self.folder / f"{name}-{number:03}{ENDING}"
        return path


def evidence_of(var: Path, round_id: str) -> Archive:
    """Where a round keeps its evidence, below the folder of run-time files."""
    return Archive(var / "evidence" / round_id)


def index_of(path: Path) -> Path:
    """Where the index of an evidence file lies."""
    return path.with_name(path.name.removesuffix(ENDING) + ".cdxj")


def write_index(path: Path, index: bytes) -> None:
    """Put an index beside its evidence file; at any moment there is a whole one or none."""
    place = index_of(path)
    new = place.with_name(f"{place.name}.new")
    new.write_bytes(index)
    new.replace(place)


def where(fetch: Fetch) -> str:
    """The address that gave the answer."""
    return fetch.final_url or fetch.url


def _how(fetch: Fetch) -> bytes:
    """How a request came about and ended, for its metadata record."""
    said = [
        ("via", warc.uri_of(fetch.via)),
        ("hopsFromSeed", "L" * fetch.depth),
        ("fetchTimeMs", str(fetch.elapsed_ms)),
        ("outcome", fetch.outcome.value),
    ]
    if fetch.final_url not in {"", fetch.url}:
        said.append(("requested", warc.uri_of(fetch.url)))
    if fetch.note:
        said.append(("note", fetch.note))
    return warc.warc_fields(said)


def _true_of(headers: Headers, size_bytes: int) -> Headers:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _ENCODED else name, value)
        for name, value in headers
    ]
    return [*kept, ("Content-Length", str(size_bytes))]
