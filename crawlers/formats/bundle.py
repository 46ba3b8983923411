"""ZIP and RAR files as a list of what is in them. Nothing is unpacked but archives in archives.

Names come from strangers: they are shown, never opened, and a name that means to lead out of a
folder shows as an ordinary one.
"""

import io
import re
import zipfile
from collections.abc import Iterator

import rarfile

from crawlers.formats.content import Content, Rows, Unreadable, cell
from crawlers.formats.magic import sniff
from crawlers.formats.packed import LARGEST, member
from data.zips import DAMAGED

MOST_LISTED = 2000  # entries of one file, those of archives inside it included
DEEPEST = 3  # archives inside archives
_INNER = 20_000_000  # bytes of an archive inside an archive that is looked into
_TURNED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # shows exe.doc for cod.exe
_DRIVE = re.compile(r"^[A-Za-z]:")
_UTF8_NAME = 0x800  # flag of a ZIP entry; without it the name is in the writer's own code
_ENCRYPTED = 0x1
# Names of old RAR files are UTF-8 or in the writer's own code; the library also tries UTF-16, which
# any GBK name of an even length fits.
rarfile.TRY_ENCODINGS = ("utf8",)


def read_zip(body: bytes) -> Content:
    """A table of names and sizes, and the state: listed, encrypted or too_large when unpacked.

    Raises Unreadable.
    """
    return _listed(body, "zip")


def read_rar(body: bytes) -> Content:
    """The same of RAR 3 to 7. Nothing inside is read: only WinRAR's own program can unpack it.

    Raises Unreadable.
    """
    return _listed(body, "rar")


class _Listing:
    """Entries found so far, over all archives inside one another."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []
        self.unpacked = 0  # bytes, as declared
        self.encrypted = False
        self.cut = False  # there is more than was looked at

    def add(self, name: str, size: int) -> None:
        self.unpacked += size
        if len(self.rows) < MOST_LISTED:
            self.rows.append((name, str(size)))
        else:
            self.cut = True


def _listed(body: bytes, kind: str) -> Content:
    found = _Listing()
    _look_into(body, kind, "", 1, found)
    if found.encrypted:
        state = "encrypted"
    elif not found.rows:
        raise Unreadable("broken")  # an empty archive, or one cut off behind its first bytes
    else:
        state = "too_large" if found.cut or found.unpacked > LARGEST else "listed"
    rows: Rows = tuple(found.rows)
    return Content((), (rows,) if rows else (), state)


def _look_into(body: bytes, kind: str, where: str, depth: int, found: _Listing) -> None:
    for name, size, inner in _zipped(body, found) if kind == "zip" else _rared(body, found):
        shown = where + _shown(name)
        found.add(shown, size)
        if not inner:
            continue
        if (inside := sniff(inner)) not in {"zip", "rar"}:
            continue
        if depth >= DEEPEST:
            found.cut = True
            continue
        try:
            _look_into(inner, inside, f"{shown}/", depth + 1, found)
        except Unreadable:  # a damaged archive inside is an entry like any other
            continue


def _zipped(body: bytes, found: _Listing) -> Iterator[tuple[str, int, bytes]]:
    """Name, declared size and, of an archive in it, the bytes of every entry."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except DAMAGED as error:
        raise Unreadable("broken") from error
    with archive:
        for info in archive.infolist():
            if info.filename.endswith("/"):  # is_dir() raises where there is no name at all
                continue
            locked = bool(info.flag_bits & _ENCRYPTED)
            found.encrypted |= locked
            inner = b""
            if not locked and info.filename.lower().endswith((".zip", ".rar")):
                inner = _taken_out(archive, info, found)
            yield _name(info), info.file_size, inner


def _taken_out(archive: zipfile.ZipFile, info: zipfile.ZipInfo, found: _Listing) -> bytes:
    """An archive in an archive, unless it or all that was found is too large to look into."""
    if info.file_size > _INNER or found.unpacked > LARGEST or found.cut:
        found.cut = True
        return b""
    try:
        return member(archive, info)
    except Unreadable:
        return b""


def _rared(body: bytes, found: _Listing) -> Iterator[tuple[str, int, bytes]]:
    try:
        # `part_only`: the other volumes of a split archive are other files, somewhere else.
        archive = rarfile.RarFile(io.BytesIO(body), charset="gb18030", part_only=True)
        entries = archive.infolist()
        found.encrypted |= archive.needs_password()
    except (rarfile.Error, *DAMAGED) as error:
        raise Unreadable("broken") from error
    for info in entries:
        if not info.is_dir():
            yield info.filename or "", info.file_size or 0, b""


def _name(info: zipfile.ZipInfo) -> str:
    """Chinese programs write names in GBK and do not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for code in ("utf-8", "gb18030"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return info.filename


def _shown(name: str) -> str:
    """A name as a relative path on one line: no drive, no way up, nothing unprintable."""
    parts = _DRIVE.sub("", _TURNED.sub("", name).replace("\\", "/")).split("/")
    kept = [text for part in parts if (text := cell(part)) and text not in {".", ".."}]
    return "/".join(kept)[:255] or "?"
