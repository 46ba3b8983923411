"""The body of an answer: chunks off the wire to decoded bytes, or why it is not whole."""

import zlib
from collections.abc import AsyncIterable, Awaitable, Callable

from isal import isal_zlib  # reads what zlib reads in half the time

from crawlers.formats.magic import sniff
from data.types import FetchOutcome

LARGE_BYTES = 1024**2  # decoded; most pages are a thirtieth of it
_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip", "deflate"}
_MEMBER = b"\x1f\x8b"  # how every member of a gzip stream begins
_ZSTD = b"\x28\xb5\x2f\xfd"  # RFC 8878; not asked for, and not read
_WRAPS = 2  # packings that no header tells of; nobody means more
_PAGES = {"html", "xml", "text"}


class NotWhole(Exception):
    """The body is too large, cut short, or not what its Content-Encoding says.

    Of one that is too large, `beginning` is as much as was allowed.
    """

    def __init__(self, outcome: FetchOutcome, note: str, beginning: bytes = b"") -> None:
        super().__init__(note)
        self.outcome, self.note, self.beginning = outcome, note, beginning


async def _at_once() -> None:
    """Nothing to wait for."""


class Body:
    """One body on its way home.

    Args:
        most_bytes: of the decoded body.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.received = 0  # bytes off the wire, packed
        self.size_bytes = 0  # decoded

    async def read(
        self,
        chunks: AsyncIterable[bytes],
        coding: str,
        *,
        declared: int,
        grown_large: Callable[[], Awaitable[None]] = _at_once,
    ) -> bytes:
        """The decoded body; reading stops as soon as it is known to be too large.

        Args:
            coding: the Content-Encoding, lower-case.
            declared: bytes that the header announced; 0: nothing was.
            grown_large: waited for once, when the body exceeds `LARGE_BYTES`.

        Raises:
            NotWhole: with the outcome TOO_LARGE, TRUNCATED or DECODE_FAILED.
        """
        most_bytes = self.most_bytes
        if declared > most_bytes:
            raise NotWhole(FetchOutcome.TOO_LARGE, f"{declared} 字节")
        if coding not in _PLAIN | _PACKED:
            raise NotWhole(FetchOutcome.DECODE_FAILED, f"Content-Encoding: {coding}")
        unpacker = None if coding in _PLAIN else _Unpacker(coding)
        body, large = bytearray(), False
        try:
            async for chunk in chunks:
                self.received += len(chunk)
                body += unpacker.feed(chunk, most_bytes + 1 - len(body)) if unpacker else chunk
                self.size_bytes = len(body)
                # Members without content unpack to nothing, and may go on for ever.
                if len(body) > most_bytes or self.received > 2 * most_bytes:
                    beginning = bytes(body[:most_bytes])
                    raise NotWhole(FetchOutcome.TOO_LARGE, f"超过 {most_bytes} 字节", beginning)
                if not large and len(body) > LARGE_BYTES:
                    large = True
                    await grown_large()
        except isal_zlib.error as error:  # type: ignore[misc]  # its stubs call the class an instance
            raise NotWhole(FetchOutcome.DECODE_FAILED, f"{coding}: {error}") from error
        if unpacker and not unpacker.ended:
            raise NotWhole(FetchOutcome.TRUNCATED, f"{coding} 内容不完整")
        return unwrapped(bytes(body), most_bytes)


def unwrapped(body: bytes, most_bytes: int) -> bytes:
    """A page that came packed although no header said so, as caches and programs send it; anything
    else, packed files above all, as it is.

    Args:
        most_bytes: of what it unpacks to.

    Raises:
        NotWhole: packed bytes that do not unpack to their end.
    """
    if body.startswith(_ZSTD):
        raise NotWhole(FetchOutcome.DECODE_FAILED, "zstd")
    page = body
    for _ in range(_WRAPS):
        if not page.startswith(_MEMBER):
            break
        unpacker = _Unpacker("gzip")
        try:
            page = unpacker.feed(page, most_bytes + 1)
        except isal_zlib.error as error:  # type: ignore[misc]  # as above
            raise NotWhole(FetchOutcome.DECODE_FAILED, f"gzip: {error}") from error
        if len(page) > most_bytes:
            beginning = page[:most_bytes]
            raise NotWhole(FetchOutcome.TOO_LARGE, f"超过 {most_bytes} 字节", beginning)
        if not unpacker.ended:
            raise NotWhole(FetchOutcome.TRUNCATED, "gzip 内容不完整")
    return page if page is not body and sniff(page) in _PAGES else body


class _Unpacker:
    """Unpacks one stream. A gzip stream may have several members (RFC 1952, 2.2), which are one
    body; what follows the last member and is no member is padding and left out.
    """

    def __init__(self, coding: str) -> None:
        self.coding = coding
        self.member: isal_zlib.Decompress | None = None
        self.start = b""  # bytes behind a member, too few to say whether another begins
        self.over = False

    @property
    def ended(self) -> bool:
        """Nothing is missing, or nothing came at all."""
        return self.member is None or self.member.eof

    def feed(self, chunk: bytes, most_bytes: int) -> bytes:
        """At most `most_bytes` (> 0) of what the chunk unpacks to: a bomb stays packed."""
        found = bytearray()
        data, self.start = self.start + chunk, b""
        while data and not self.over and len(found) < most_bytes:
            if self.member and self.member.eof:
                if self.coding != "deflate" and data == _MEMBER[:1]:
                    self.start = data
                    break
                self.over = self.coding == "deflate" or not data.startswith(_MEMBER)
                self.member = self.member if self.over else None
                continue
            self.member = self.member or isal_zlib.decompressobj(_window(self.coding, data))
            found += self.member.decompress(data, most_bytes - len(found))
            data = self.member.unused_data
        return bytes(found)


def _window(coding: str, start: bytes) -> int:
    """zlib's `wbits`. Servers send "deflate" with a zlib header, as they should, or without."""
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    zlib_header = start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS
