"""The WARC 1.1 format: a record to bytes and back. Every record is a gzip member of its own.

The records are formatted here, not by warcio: with zlib it takes several times the CPU a page, and
evidence is written beside every page fetched. The tests read all of it with warcio and FastWARC.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from os import urandom
from typing import BinaryIO
from urllib.parse import quote, urlsplit

from isal import isal_zlib

Fields = Sequence[tuple[str, str]]

ENDING = ".warc.gz"

_LEVEL = 2  # a fifth of the time of zlib's 9, and files 3 % larger
_GZIP = 31  # zlib's "window bits" for a gzip member
_MAGIC = b"\x1f\x8b\x08"  # a gzip member begins so
_END = b"\r\n\r\n"
_CHUNK = 16 * 1024  # most records are smaller
_NOT_TEXT = dict.fromkeys((*range(32), *range(127, 160)), " ")
_NOT_NAME = dict.fromkeys(map(ord, ': "(),/;<=>?@[\\]{}'), "-")
# What may stand in an address as it is; all else is percent-encoded.
_URI = "!#$%&'()*+,-./:;=?@[]_~"


class WarcError(ValueError):
    """These bytes are not a WARC record."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it lies in a file."""

    fields: Mapping[str, str]  # names in lower case
    block: bytes

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")

    @property
    def uri(self) -> str:
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.fields.get("warc-date", "")).astimezone(UTC)

    @property
    def digest(self) -> str:
        """SHA-256 of the payload, hex; empty when the record names none."""
        return self._sha256("warc-payload-digest")

    @property
    def block_digest(self) -> str:
        """SHA-256 of the block, hex; empty when the record names none, as older ones do."""
        return self._sha256("warc-block-digest")

    def _sha256(self, name: str) -> str:
        kind, _, digest = self.fields.get(name, "").partition(":")
        return digest if kind == "sha256" else ""

    @property
    def first(self) -> int:
        """Of a revisit: where in the same file the record with its payload lies."""
        offset = self.fields.get("warc-refers-to-file-offset", "")
        if not (offset.isascii() and offset.isdecimal() and len(offset) < 19):
            raise WarcError("没有说明内容在哪一条记录")
        return int(offset)

    def http(self) -> tuple[int | None, Fields, bytes]:
        """Status, headers and payload of an answer; no status when it is not HTTP."""
        if not self.fields.get("content-type", "").startswith("application/http"):
            kind = self.fields.get("content-type", "")
            return None, (("Content-Type", kind),) if kind else (), self.block
        head, _, payload = self.block.partition(_END)
        line, *rest = head.decode("utf-8", "replace").split("\r\n")
        try:
            return int(line.split(" ", 2)[1]), tuple(_pairs(rest)), payload
        except (IndexError, ValueError) as error:
            raise WarcError("没有 HTTP 状态行") from error


# --- to bytes -----------------------------------------------------------------------------------


def new_id() -> str:
    """A name for a record that nothing else has: a random UUID (RFC 9562, version 4)."""
    h = urandom(16).hex()  # uuid.uuid4() makes the same in three times the time
    return f"<urn:uuid:{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}>"


def stamp(at: datetime) -> str:
    """A time as WARC 1.1 writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def uri_of(url: str) -> str:
    """An address as it may stand in a record: no spaces, no line breaks, nothing but ASCII."""
    return url if url.isascii() and url.isprintable() and " " not in url else _quoted(url)


def pack(
    kind: str,
    date: str,
    fields: Iterable[tuple[str, str]],
    head: bytes = b"",
    payload: bytes = b"",
    *,
    record_id: str = "",
) -> bytes:
    """A whole record, compressed.

    Args:
        date: as `stamp` gives it.
        fields: of the record, beside its type, date, id, length and the digest of its block (WARC
            1.1, 5.9); clean.
        head: HTTP status line and headers, with the empty line; or nothing.
    """
    block = sha256(head)
    block.update(payload)
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {record_id or new_id()}",
        f"WARC-Date: {date}",
        *[f"{name}: {value}" for name, value in fields],
        f"WARC-Block-Digest: sha256:{block.hexdigest()}",
        f"Content-Length: {len(head) + len(payload)}",
        "\r\n",
    ]
    whole = b"".join(("\r\n".join(lines).encode(), head, payload, _END))
    return isal_zlib.compress(whole, _LEVEL, _GZIP)


def answer_head(status: int, headers: Fields) -> bytes:
    """Status line and headers of an answer."""
    return _head(f"HTTP/1.1 {status} {_PHRASES.get(status, '')}".rstrip(), headers)


def request_head(method: str, uri: str, headers: Fields) -> bytes:
    """Request line and headers of a request."""
    try:
        parts = urlsplit(uri)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    except ValueError:  # an address that never was one
        target = uri
    return _head(f"{clean(method)} {target} HTTP/1.1", headers)


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """A block of `application/warc-fields`."""
    return "".join(f"{name}: {clean(value)}\r\n" for name, value in fields).encode()


def clean(value: str) -> str:
    """A header's value without line breaks, control characters and undecodable bytes."""
    if value.isprintable():
        return value.strip()
    flat = " ".join(value.translate(_NOT_TEXT).split())
    return flat.encode("utf-8", "replace").decode()


_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def _head(first: str, headers: Fields) -> bytes:
    lines = [_line(name, value) for name, value in headers]
    return "\r\n".join((first, *lines, "\r\n")).encode()


@lru_cache(maxsize=1024)  # a site says the same with every page
def _line(name: str, value: str) -> str:
    return f"{clean(name).translate(_NOT_NAME) or '-'}: {clean(value)}"


def _quoted(url: str) -> str:
    return quote(url.encode("utf-8", "replace"), safe=_URI)


# --- from bytes ---------------------------------------------------------------------------------


def unpack(file: BinaryIO, offset: int) -> tuple[Raw, int]:
    """The record at a place, and how many bytes of the file it takes.

    Raises:
        WarcError: there is no whole record.
    """
    file.seek(offset)
    inflate = isal_zlib.decompressobj(_GZIP)
    pieces, length = [], 0
    try:
        while not inflate.eof:
            chunk = file.read(_CHUNK)
            if not chunk:
                raise WarcError("文件在此中断" if length else "文件到此为止")
            length += len(chunk)
            pieces.append(inflate.decompress(chunk))
    except isal_zlib.error as error:  # type: ignore[misc]  # its stubs call the class an instance
        raise WarcError("压缩数据已损坏") from error
    return _record(b"".join(pieces)), length - len(inflate.unused_data)


def records(file: BinaryIO, end: int) -> Iterator[tuple[int, int, Raw]]:
    """Every record up to a place: offset, length, record.

    Raises:
        WarcError: what follows the last one given is not a record, or the last one goes beyond.
    """
    offset = 0
    while offset < end:
        try:
            raw, length = unpack(file, offset)
        except WarcError as error:
            raise WarcError(f"第 {offset} 字节处{error}") from error
        if offset + length > end:
            raise WarcError(f"第 {offset} 字节处的记录没有在第 {end} 字节处结束")
        yield offset, length, raw
        offset += length


def holds_record(rest: bytes) -> bool:
    """There is a whole record somewhere in these bytes."""
    file, at = BytesIO(rest), rest.find(_MAGIC)
    while at >= 0:
        try:
            unpack(file, at)
        except WarcError:
            at = rest.find(_MAGIC, at + 1)
        else:
            return True
    return False


def _record(whole: bytes) -> Raw:
    head, _, rest = whole.partition(_END)
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not version.startswith("WARC/1."):
        raise WarcError("不是 WARC 记录")
    fields = {name.lower(): value for name, value in _pairs(lines)}
    size = fields.get("content-length", "")
    if not (size.isascii() and size.isdecimal()) or rest[int(size) :] != _END:
        raise WarcError("记录的长度不对")
    return Raw(fields, rest[: int(size)])


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            yield name, value.strip()
