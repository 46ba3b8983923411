"""The body of an answer: chunks off the wire to decoded bytes, or why it is not whole."""

import zlib
from collections.abc import AsyncIterable

from data.types import FetchOutcome

_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip", "deflate"}


class NotWhole(Exception):
    """The body is too large, cut short, or not what its Content-Encoding says."""

    def __init__(self, outcome: FetchOutcome, note: str, size_bytes: int = 0) -> None:
        super().__init__(note)
        self.outcome, self.note, self.size_bytes = outcome, note, size_bytes


async def whole(
    chunks: AsyncIterable[bytes], coding: str, *, declared: int, most_bytes: int
) -> bytes:
    """The decoded body; reading stops as soon as it is known to be too large.

    Args:
        coding: the Content-Encoding, lower-case.
        declared: bytes that the header announced; 0: nothing was.
        most_bytes: of the decoded body.

    Raises:
        NotWhole: with the outcome TOO_LARGE, TRUNCATED or DECODE_FAILED.
    """
    if declared > most_bytes:
        raise NotWhole(FetchOutcome.TOO_LARGE, f"{declared} 字节", declared)
    if coding not in _PLAIN | _PACKED:
        raise NotWhole(FetchOutcome.DECODE_FAILED, f"Content-Encoding: {coding}")
    unpack = None
    body = bytearray()
    try:
        async for chunk in chunks:
            if coding in _PLAIN:
                body += chunk
            else:
                unpack = unpack or zlib.decompressobj(_window(coding, chunk))
                body += unpack.decompress(chunk, most_bytes + 1 - len(body))
            # What a bomb would still unpack to stays in `unconsumed_tail`.
            if len(body) > most_bytes or (unpack and unpack.unconsumed_tail):
                raise NotWhole(FetchOutcome.TOO_LARGE, f"超过 {most_bytes} 字节", len(body))
    except zlib.error as error:
        raise NotWhole(FetchOutcome.DECODE_FAILED, f"{coding}: {error}") from error
    if unpack and not unpack.eof:
        raise NotWhole(FetchOutcome.TRUNCATED, f"{coding} 内容不完整", len(body))
    return bytes(body)


def _window(coding: str, start: bytes) -> int:
    """zlib's `wbits`. Servers send "deflate" with a zlib header, as they should, or without."""
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    zlib_header = start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS
