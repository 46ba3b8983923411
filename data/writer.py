"""Evidence going to disk: one look's requests and answers, appended to its WARC file.

What is on disk is never taken away again: a look that was cut off goes on behind the last whole
record, whether or not a row tells of it.
"""

import logging
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self

from data import cdxj, warc
from data.types import Fetch, FetchOutcome

Headers = Sequence[tuple[str, str]]

_REQUEST = "application/http; msgtype=request"
_RESPONSE = "application/http; msgtype=response"
_ABOUT = ("Content-Type", "application/warc-fields")
_DRAWN = "text/html; charset=utf-8"
_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
# Untrue of the stored payload, which is decoded and complete.
_ENCODED = {"content-encoding", "content-length", "transfer-encoding"}
_BUFFER = 64 * 1024  # bytes; a page is about seven thousand, packed
# What to do about evidence that is gone or damaged.
RESTORE = "请从备份恢复到证据目录；没有备份的，用 gkc collect 轮次 --unit 单位 --afresh 重新采集"
log = logging.getLogger(__name__)


class ArchiveError(Exception):
    """A piece of evidence is not where it should be, or is not what it was."""


class ArchiveBusy(ArchiveError):
    """Another look is writing: nothing is wrong, and later it may be our turn."""


class ArchiveShut(ArchiveError):
    """Nothing can be written now: the folder is shut or its disk full."""


class ArchiveDamaged(ArchiveError):
    """What is at a place of an evidence file is not what was written there."""

    def __init__(self, what: str, name: str, offset: int) -> None:
        """
        Args:
            what: is wrong, whatever the place.
        """
        self.what, self.name, self.offset = what, name, offset
        super().__init__(f"证据文件 {name} 第 {offset} 字节处{what}；{RESTORE}")


class Beside(StrEnum):
    """What an answer is that no row tells of."""

    REDIRECT = "redirect"  # it led on to the answer of a row
    ROBOTS = "robots"  # it says what may be asked for, or led to what does
    BROWSER = "browser"  # a browser drew the page of a row from it


class Writer:
    """An open evidence file. What was appended outlives the process; only `sync` makes it outlive
    a crash of the machine.
    """

    def __init__(
        self,
        path: Path,
        committed: int,
        known: Iterable[Fetch] = (),
        *,
        held: BinaryIO | None = None,
    ) -> None:
        """
        Args:
            committed: bytes of the file that rows speak of; they must be whole records.
            known: rows of the look saved so far.
            held: the lock of the look, let go of with the file; None: it is somebody else's.
        """
        self.name, self._path, self._held = path.name, path, held
        new = not path.exists()
        self._answers: dict[bytes, int] = {}  # SHA-256 of a payload -> offset of its record
        self._drawn: dict[bytes, int] = {}  # the same, of what a browser drew
        self._first: dict[int, Headers] = {}  # what later records say of the one at an offset
        # Lines of the index, unsorted: too many to hold.
        self._lines = TemporaryFile(dir=path.parent)  # noqa: SIM115 (closed with the file)
        try:
            self._file: BinaryIO = path.open("x+b" if new else "r+b", _BUFFER)
        except BaseException:
            self._lines.close()
            raise
        self._end = 0
        try:
            if new:
                settle(path.parent)
            noted = self._recall(committed)
            self._cut()
            if not self._end:
                info = (("software", "Gongkaichi"), ("format", "WARC File Format 1.1"))
                fields, date = (("WARC-Filename", self.name), _ABOUT), datetime.now(UTC)
                self._write(warc.pack("warcinfo", warc.stamp(date), fields, warc.warc_fields(info)))
            for fetch in known:  # a note that was not whole is lost
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
        sent: bytes = b"",
        beside: Beside | None = None,
    ) -> tuple[str, int, int]:
        """Add a request and its answer.

        Args:
            fetch: how the request ended; the answer is that of its final address.
            headers: of the answer, as sent.
            payload: decoded body.
            asked: headers of the request.
            sent: its body.
            beside: what the answer is, when no row tells of it.

        Returns:
            File name, offset and length in bytes of the answer's record. It is the last one
            written, so offset + length is where the file ends.
        """
        assert fetch.status is not None, "an answer has a status"
        return self._store(
            fetch,
            payload,
            mime=next((value for name, value in headers if name.lower() == "content-type"), ""),
            request=warc.request_head(method, warc.uri_of(where(fetch)), asked) + sent,
            head=warc.answer_head(fetch.status, _true_of(headers, len(payload))),
            beside=beside,
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
        cdxj.write_index(self._path, self._lines)

    def close(self) -> None:
        with ExitStack() as stack:  # on a full disk each of them may fail: the others close still
            for each in (self._held, self._file, self._lines):
                if each is not None:
                    stack.callback(each.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        whole = kind is None or not issubclass(kind, Exception)  # told to end: nothing is half done
        try:
            try:
                if whole:
                    self.index()
            finally:
                self.close()
        except OSError as another:  # what went wrong first is what people need to know
            if kind is None:
                raise
            log.debug("%s could not be closed", self.name, exc_info=another)

    def _store(
        self,
        fetch: Fetch,
        payload: bytes,
        *,
        mime: str,
        request: bytes = b"",
        head: bytes = b"",
        beside: Beside | None = None,
    ) -> tuple[str, int, int]:
        """Write what belongs to one answer, its own record last.

        Args:
            mime: media type of the payload.
            request: whole, of an answer over HTTP.
            head: of an answer over HTTP, as far as the empty line.
        """
        date, made = warc.stamp(fetch.fetched_at), warc.new_id()
        target = ("WARC-Target-URI", warc.uri_of(where(fetch)))
        linked = (target, ("WARC-Concurrent-To", made))
        before = warc.pack("metadata", date, (*linked, _ABOUT), _how(fetch, beside))
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
        """Learn what the file holds already, as far as it is whole.

        Returns:
            Address and time of the requests noted.
        """
        noted = set()
        try:
            for offset, length, raw in warc.records(self._file, self._size()):
                if offset < committed < offset + length:
                    raise warc.WarcError(f"第 {offset} 字节处的记录没有在第 {committed} 字节处结束")
                line = cdxj.line_of(raw, offset, length, self.name)
                if raw.kind == "metadata":
                    noted.add((raw.uri, raw.at))
                elif raw.kind == "response" and raw.digest:
                    self._answers.setdefault(bytes.fromhex(raw.digest), offset)
                elif raw.kind == "resource" and raw.digest:
                    self._drawn.setdefault(bytes.fromhex(raw.digest), offset)
                self._lines.write(line.encode())
                self._end = offset + length
        except ValueError as error:
            if self._end < committed:
                why = f"证据文件 {self.name} 无法接着写：{error}；{RESTORE}"
                raise ArchiveError(why) from error
        return noted

    def _cut(self) -> None:
        """Cut off the rest, the record that was being written when the look was cut off.

        A rest with whole records in it is no such thing: a copy is kept.
        """
        if self._size() > self._end:
            self._file.seek(self._end)
            rest = self._file.read()
            if warc.holds_record(rest):
                aside = self._path.with_name(f"{self.name}.damaged-{self._end}")
                with aside.open("wb") as copy:
                    copy.write(rest)
                    copy.flush()
                    os.fsync(copy.fileno())
                settle(aside.parent)
                log.warning("%s: damaged here; the rest was copied", aside)
            self._file.truncate(self._end)
        self._file.seek(self._end)

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def _write(self, records: bytes) -> None:
        self._file.write(records)
        self._file.flush()  # what a kill must not take away; a crash of the machine may
        self._end += len(records)


def settle(folder: Path) -> None:
    """What was made in a folder is found there after a crash of the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def where(fetch: Fetch) -> str:
    """The address that gave the answer."""
    return fetch.final_url or fetch.url


def is_beside(about: warc.Raw) -> bool:
    """A metadata record speaks of an answer that no row tells of."""
    return bool(said(about, "beside"))


def asked_for(about: warc.Raw) -> str:
    """The address first asked for, which a redirect may have led away from."""
    return said(about, "requested") or about.uri


def agrees(about: warc.Raw, fetch: Fetch) -> bool:
    """A metadata record says of a request what its row says: how it ended, what was asked for, the
    page that led there, and what the network said. Of what an older record leaves out it says
    nothing.
    """
    row = warc.Raw({}, _how(fetch))
    return not said(about, "outcome") or all(
        said(about, name) == said(row, name) for name in ("outcome", "requested", "via", "note")
    )


def said(about: warc.Raw, name: str) -> str:
    """What a metadata record says under a name; empty: nothing."""
    start = f"{name}: "
    lines = about.block.decode("utf-8", "replace").split("\r\n")
    return next((line.removeprefix(start) for line in lines if line.startswith(start)), "")


def _how(fetch: Fetch, beside: Beside | None = None) -> bytes:
    """How a request came about and ended, for its metadata record."""
    if beside:  # how long it took was not measured
        said = [("via", warc.uri_of(fetch.via)), ("beside", beside.value)]
    else:
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
