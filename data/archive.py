"""Evidence: what the servers answered, in WARC 1.1 files that any archive tool can read.

One file holds one look at one unit. Every record is a gzip member of its own, so a record is read
back from (file, offset) without touching the rest. Payloads are stored decoded (no transfer or
content encoding); the headers that said otherwise are kept under an `X-Archive-Orig-` name.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from data.types import Fetch

Headers = Sequence[tuple[str, str]]

# Untrue of the stored payload, which is decoded and complete.
_ENCODED = {"content-encoding", "content-length", "transfer-encoding"}


class ArchiveError(Exception):
    """A piece of evidence is not where it should be, or is not what it was."""


@dataclass(frozen=True, slots=True)
class Record:
    """One answer as archived."""

    url: str
    at: datetime  # aware, UTC
    status: int
    headers: Headers
    payload: bytes


class Writer:
    """An open evidence file. `append` is buffered: only `sync` makes what was appended last."""

    def __init__(self, path: Path, committed: int) -> None:
        self.name = path.name
        self._file: BinaryIO = path.open("r+b" if path.exists() else "x+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # gone with the process
        except OSError as error:
            self._file.close()
            raise ArchiveError(
                f"证据文件 {path.name} 正由另一个采集写入；请等它结束，或先停掉它"
            ) from error
        self._file.truncate(committed)  # a torn tail, or records whose rows were never saved
        self._file.seek(committed)
        self._warc = WARCWriter(self._file, gzip=True, warc_version="1.1")
        if not committed:
            info = {"software": "Gongkaichi", "format": "WARC File Format 1.1"}
            self._warc.write_record(self._warc.create_warcinfo_record(self.name, info))

    def append(
        self,
        url: str,
        at: datetime,
        status: int,
        headers: Headers,
        payload: bytes,
        *,
        asked: Headers = (),
        method: str = "GET",
    ) -> tuple[str, int, int]:
        """Add a request and its answer.

        Args:
            url: address that gave the answer.
            headers: of the answer, as sent.
            payload: decoded body.
            asked: headers of the request.

        Returns:
            File name, offset and length in bytes of the answer's record. It is the last one
            written, so offset + length is where the file ends.
        """
        date = {"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        digest = {"WARC-Payload-Digest": f"sha256:{sha256(payload).hexdigest()}"}
        answer = self._warc.create_warc_record(
            url,
            "response",
            payload=BytesIO(payload),
            length=len(payload),
            warc_headers_dict=date | digest,
            http_headers=StatusAndHeaders(
                f"{status} {_phrase(status)}".strip(),
                _true_of(headers, len(payload)),
                protocol="HTTP/1.1",
            ),
        )
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = self._warc.create_warc_record(
            url,
            "request",
            warc_headers_dict=date
            | {"WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")},
            http_headers=StatusAndHeaders(
                f"{method} {target} HTTP/1.1", _clean(asked), is_http_request=True
            ),
        )
        self._warc.write_record(request)
        offset = self._file.tell()
        self._warc.write_record(answer)
        return self.name, offset, self._file.tell() - offset

    def sync(self) -> None:
        """Everything appended so far survives a crash of the machine; rows may now be saved."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


class Archive:
    """The evidence folder of a round."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, *, known: Iterable[Fetch] = ()) -> Writer:
        """Open the evidence file of a look, to begin it or to go on with it.

        Bytes behind the last record that a row of `known` points to are cut off: nothing knows
        them, and the last of them may be torn. A file that no row of `known` points into is left
        alone, for rows elsewhere may; the look then gets a file of its own.

        Args:
            name: what to call a new file, without ending; a unit's id.
            known: rows of this look saved so far.

        Raises:
            ArchiveError: the file is shorter than its rows say.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        ends: dict[str, int] = {}
        for fetch in known:
            if fetch.warc:
                ends[fetch.warc] = max(ends.get(fetch.warc, 0), fetch.offset + fetch.length)
        if not ends:
            return Writer(self._unused(name), 0)
        warc = max(ends)
        size = self._size(warc)
        if size < ends[warc]:
            raise ArchiveError(
                f"证据文件 {warc} 只有 {size} 字节，采集记录指向第 {ends[warc]} 字节："
                "文件已损坏或被替换，请从备份恢复，或删除本轮该单位的采集记录后重新采集"
            )
        return Writer(self.folder / warc, ends[warc])

    def record(self, warc: str, offset: int) -> Record:
        """The answer archived at this place.

        Raises:
            ArchiveError: there is no readable answer there.
        """
        try:
            with (self.folder / warc).open("rb") as file:
                file.seek(offset)
                found = next(iter(ArchiveIterator(file)), None)
                if found is None or found.rec_type != "response" or found.http_headers is None:
                    raise ArchiveError(f"证据文件 {warc} 第 {offset} 字节处不是一条响应记录")
                payload = found.content_stream().read()
        except FileNotFoundError as error:
            raise ArchiveError(f"缺少证据文件 {warc}，请从备份恢复到证据目录") from error
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            raise ArchiveError(f"证据文件 {warc} 第 {offset} 字节处无法读取：{error}") from error
        return Record(
            url=found.rec_headers.get_header("WARC-Target-URI"),
            at=datetime.fromisoformat(found.rec_headers.get_header("WARC-Date")),
            status=int(found.http_headers.get_statuscode()),
            headers=tuple(found.http_headers.headers),
            payload=payload,
        )

    def read(self, warc: str, offset: int, digest: str = "") -> bytes:
        """The payload archived at this place.

        Args:
            digest: SHA-256 that it must have, hex; empty: any.

        Raises:
            ArchiveError: there is no readable answer there, or its bytes have changed.
        """
        payload = self.record(warc, offset).payload
        if digest and sha256(payload).hexdigest() != digest:
            raise ArchiveError(
                f"证据文件 {warc} 第 {offset} 字节处的内容与采集时的 SHA-256 不符，证据可能被改动"
            )
        return payload

    def verify(self, fetches: Iterable[Fetch]) -> Iterator[str]:
        """One Chinese sentence for every row whose evidence is gone or changed."""
        for fetch in fetches:
            if not fetch.warc:
                continue
            try:
                self.read(fetch.warc, fetch.offset, fetch.sha256)
            except ArchiveError as error:
                yield f"{fetch.url}：{error}"

    def _size(self, warc: str) -> int:
        path = self.folder / warc
        return path.stat().st_size if path.exists() else 0

    def _unused(self, name: str) -> Path:
        number, path = 1, self.folder / f"{name}.warc.gz"
        while path.exists():
            number += 1
            path = self.folder / f"{name}-{number:03}.warc.gz"
        return path


def evidence_of(var: Path, round_id: str) -> Archive:
    """Where a round keeps its evidence, below the folder of run-time files."""
    return Archive(var / "evidence" / round_id)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # 521 and other inventions
        return ""


def _clean(headers: Headers) -> list[tuple[str, str]]:
    """No line breaks and no undecodable bytes: they would make a broken record."""
    return [
        (name, " ".join(value.split()).encode("utf-8", "replace").decode())
        for name, value in headers
    ]


def _true_of(headers: Headers, size_bytes: int) -> list[tuple[str, str]]:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _ENCODED else name, value)
        for name, value in _clean(headers)
    ]
    return [*kept, ("Content-Length", str(size_bytes))]
