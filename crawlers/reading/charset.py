"""Bytes to text. Pages declare gb2312 and mean gb18030, or declare one code and send another."""

import codecs
import re

_META = re.compile(rb"""(?:charset|encoding)\s*+=\s*+["']?+\s*+([A-Za-z0-9_.:-]+)""", re.I)
_HEADER = re.compile(r"charset\s*+=\s*+[\"']?+\s*+([A-Za-z0-9_.:-]+)", re.I)
_LOOK = 4096  # a declaration stands in the head
# Every byte pair of these is the same in gb18030, which also knows the rare characters of names.
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "chinese", "cp936", "hz-gb-2312"}
_WESTERN = ("iso8859", "cp125", "latin", "mac-", "ascii")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


MOST_CHARACTERS = 3_000_000  # of a page are read; no real page comes near
_BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


def binary(body: bytes, media_type: str) -> bool:
    """A file of another kind, whatever its address promises."""
    return body.startswith(_BINARY) or media_type.startswith(
        ("image/", "video/", "audio/", "font/")
    )


def either(raw: bytes) -> str:
    """UTF-8 when it is valid, else gb18030, which knows nearly all bytes; the others become
    U+FFFD. For pieces of an answer that declare nothing, and where speed counts.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def decode(body: bytes, media_type: str = "") -> str:
    """The text of a page without NUL; undecodable bytes become U+FFFD, nothing raises.

    A byte order mark decides; then valid UTF-8 with non-ASCII characters, whatever was declared
    (Chinese text in another code is never valid UTF-8); then the header, then the meta tag, then
    gb18030; when nothing fits exactly, the reading with the fewest broken characters.
    """
    return decode_as(body, media_type)[0]


def decode_as(body: bytes, media_type: str = "") -> tuple[str, str]:
    """The same, and the code that it was read in: what a page of ASCII alone declares."""
    text, codec = _decoded(body, media_type)
    return text.replace("\x00", "") if b"\x00" in body else text, codec


def _decoded(body: bytes, media_type: str) -> tuple[str, str]:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body.decode(codec, "replace"), codec
    if codec := _wide(body):
        return body.decode(codec, "replace"), codec
    try:
        text = body.decode()
        declared = _declared(body, media_type) if body.isascii() else []
        return text, (declared or ["utf-8"])[0]
    except UnicodeDecodeError:
        pass
    declared = _declared(body, media_type)
    # Western codes fit any bytes, so they prove nothing: Chinese goes first.
    western = [name for name in declared if name.startswith(_WESTERN)]
    tries = ["utf-8", *(n for n in declared if n not in western), "gb18030", *western]
    for codec in tries[1:]:
        try:
            return body.decode(codec), codec
        except UnicodeDecodeError:
            continue
    texts = [(body.decode(codec, "replace"), codec) for codec in dict.fromkeys(tries)]
    return min(texts, key=lambda found: found[0].count("\ufffd"))


def _declared(body: bytes, media_type: str) -> list[str]:
    names = [m[1] for m in [_HEADER.search(media_type)] if m]
    names += [m[1].decode("ascii") for m in [_META.search(body[:_LOOK])] if m]
    found = []
    for name in names:
        name = "gb18030" if name.lower() in _CHINESE else name
        try:
            info = codecs.lookup(name)
        except LookupError:
            continue
        # hex and the like are no text codecs; a wide code without zero bytes is a false claim.
        if info._is_text_encoding and not info.name.startswith(("utf-16", "utf-32", "utf-7")):
            found.append(info.name)
    return found


def _wide(body: bytes) -> str:
    """UTF-16 without a mark: ASCII markup shows as letter, zero, letter, zero."""
    head = body[:200]
    if len(head) >= 4 and head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    return ""
