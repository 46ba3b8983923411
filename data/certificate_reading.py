"""Opening the certificate of a round. See `certificate`, which packs it.

A zip from a stranger is read in a stream and never unpacked by its own names: its headers must be
the ones that `certificate` writes, one after the other, so there are no hidden, doubled or
overlapping files; and nothing in it may be larger than it says.
"""

import json
import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EINVAL
from hashlib import sha256
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from data.certificate import (
    ALWAYS,
    FOLDER,
    FORMAT,
    MANIFEST,
    METRICS,
    CertificateError,
    entry,
    identity,
    manifest_text,
)
from data.certificate_lines import SEALED_LINES, where
from data.warc import ENDING
from data.zips import DAMAGED_BYTES

MOST_FILES = 60_000  # one a look, and the zip format has numbers up to 65,535
MOST_DIRECTORY = 32 * 1024**2  # bytes of the zip's own table, 0.5 kB a file
MOST_MANIFEST = 32 * 1024**2  # bytes
MOST_TIMES = 400  # that a file may grow when unpacked; ours grow up to some hundred (see tests)
FREE = 16 * 1024**2  # bytes that a file may have in any case
_PIECE = 1024**2
_WARC = re.compile(re.escape(FOLDER) + r"\w[^/\\\x00-\x1f]*" + re.escape(ENDING))


class _Stream(RawIOBase):
    """A file of a zip, whose reader is told in our words that it is damaged."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self._name, self._file = name, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._file.read(len(buffer))
        except DAMAGED_BYTES as error:
            raise CertificateError(_damaged(self._name)) from error
        buffer[: len(piece)] = piece
        return len(piece)


def _damaged(name: str) -> str:
    return f"证书里的 {name} 读不出来，已损坏或被改动"


@dataclass(frozen=True, slots=True)
class Certificate:
    """An open certificate whose shell is sound; its files are read by `stream` and may be not."""

    manifest: Mapping[str, Any]
    _zip: ZipFile

    @property
    def warcs(self) -> list[str]:
        """Evidence files in it, by name in the round's evidence folder."""
        return [n.removeprefix(FOLDER) for n in self.manifest["files"] if n.startswith(FOLDER)]

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """A file to be read.

        Raises:
            CertificateError: it is damaged; raised where it is read.
        """
        try:
            file = self._zip.open(name)
        except DAMAGED_BYTES as error:
            raise CertificateError(_damaged(name)) from error
        except OSError as error:
            if error.errno != EINVAL:  # a place before the file's first byte
                raise
            raise CertificateError(_damaged(name)) from error
        with file:
            yield BufferedReader(_Stream(name, file), _PIECE)

    def read(self, name: str, most: int) -> bytes:
        """A small file.

        Raises:
            CertificateError: it is damaged, or longer than `most` bytes.
        """
        with self.stream(name) as file:
            body = file.read(most + 1)
        if len(body) > most:
            raise CertificateError(f"证书里的 {name} 超过 {most >> 20} MB，不像评估证书")
        return body

    def changed(self) -> list[str]:
        """One sentence for every file that is not what the manifest says, and where in it."""
        return [said for name in self.manifest["files"] if (said := self._changed(name))]

    def _changed(self, name: str) -> str:
        digest = sha256()
        try:
            with self.stream(name) as file:
                while piece := file.read(_PIECE):
                    digest.update(piece)
            if digest.hexdigest() == self.manifest["files"][name]["sha256"]:
                return ""
            said = f"{name} 的内容与 {MANIFEST} 所列的 SHA-256 不符，已被改动"
        except CertificateError as error:
            said = error.sentences[0]
        place = self._place(name) if name in SEALED_LINES else ""
        return f"{said}：{place}" if place else said

    def _place(self, name: str) -> str:
        try:
            with self.stream(name) as file:
                return where(file)
        except CertificateError:
            return ""


@contextmanager
def opened(path: Path) -> Iterator[Certificate]:
    """A certificate to be read.

    Raises:
        CertificateError: the file is none, and why, in one sentence.
        OSError: it cannot be read at all.
    """
    with path.open("rb") as file:
        try:
            _demand_small_table(file)
            zipped = ZipFile(file)
        except DAMAGED_BYTES as error:
            why = f"{path.name} 不是完整的 zip 文件，可能没有传完或已损坏"
            raise CertificateError(f"{why}；请重新取得评估证书") from error
        with zipped:
            infos = zipped.infolist()
            _demand_plain(path.name, infos)
            packed = _packed_otherwise(file, infos, zipped.start_dir)
            certificate = Certificate(_manifest(path.name, zipped), zipped)
            if packed:
                # Who edits a file and packs again changes every header: say what was edited.
                # Files that share their bytes, as those of a bomb do, are not read.
                apart = sum(info.compress_size for info in infos) <= zipped.start_dir
                edited = certificate.changed() if apart else []
                raise CertificateError(*edited, f"{path.name} {packed}")
            yield certificate


def _demand_small_table(file: BinaryIO) -> None:
    """The zip ends with its table, without a comment, and the table is no bomb by itself."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 98))
    tail = file.read()
    if len(tail) < 22 or tail[-22:-18] != b"PK\x05\x06":
        raise BadZipFile
    files, length = struct.unpack("<HL", tail[-12:-6])
    if len(tail) == 98 and tail[56:60] == b"PK\x06\x07":
        files, length = struct.unpack("<2Q", tail[32:48])
    if files > MOST_FILES or length > MOST_DIRECTORY:
        raise BadZipFile


def _demand_plain(file: str, infos: list[ZipInfo]) -> None:
    """Names and sizes are such as `Packer` writes.

    Raises:
        CertificateError: one is not, and which.
    """
    names = [info.filename for info in infos]
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise CertificateError(f"{file} 里有重名的文件 {_shown(twice[0])}，不是评估证书")
    if MANIFEST not in names:
        raise CertificateError(f"{file} 里没有 {MANIFEST}，不是评估证书")
    for info in infos:
        name = _shown(info.filename)
        known = {MANIFEST, METRICS, *ALWAYS}
        if info.filename not in known and not _WARC.fullmatch(info.filename):
            raise CertificateError(f"{file} 里有不该有的文件 {name}，不是评估证书")
        if info.flag_bits & 1:
            raise CertificateError(f"{file} 里的 {name} 是加密的，不是评估证书")
        if info.file_size > max(FREE, MOST_TIMES * info.compress_size):
            raise CertificateError(f"{file} 里的 {name} 解开后大得不正常，没有打开")
    if absent := [name for name in ALWAYS if name not in names]:
        raise CertificateError(f"{file} 里缺少 {'、'.join(absent)}，证书不完整")


def _packed_otherwise(body: BinaryIO, infos: list[ZipInfo], end: int) -> str:
    """What is not as `Packer` writes it: marks of a file, a header, a gap; empty where all is."""
    alike = ("date_time", "compress_type", "external_attr", "create_system", "internal_attr",
             "comment", "volume")  # fmt: skip
    at = 0
    for info in infos:
        plain = entry(info.filename, info.compress_type == ZIP_DEFLATED)
        if any(getattr(info, each) != getattr(plain, each) for each in alike):
            return f"里 {_shown(info.filename)} 的文件头被改动过，不是封存时的那个文件"
        header = info.FileHeader(zip64=True)
        body.seek(at)
        if info.header_offset != at or body.read(len(header)) != header:
            return f"里 {_shown(info.filename)} 的文件头被改动过，或藏有别的内容"
        at += len(header) + info.compress_size
    return "" if at == end else "的文件之间藏有别的内容，不是评估证书"


def _manifest(file: str, zipped: ZipFile) -> Mapping[str, Any]:
    body = Certificate({}, zipped).read(MANIFEST, MOST_MANIFEST)
    changed = f"{file} 里的 {MANIFEST} 已损坏或被改动"
    try:
        manifest = json.loads(body)
        if manifest["format"] != FORMAT:
            raise CertificateError(
                f"{file} 的格式是 {_shown(str(manifest['format']))}，本程序只认 {FORMAT}；"
                f"{MANIFEST} 被改动过，或者要用更新的程序"
            )
        sound = manifest["id"] == identity(manifest) and body == manifest_text(manifest)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CertificateError(changed) from error
    if not sound:
        raise CertificateError(f"{changed}：内容与它自己的摘要不符")
    listed = {info.filename: info.file_size for info in zipped.infolist()}
    del listed[MANIFEST]
    if listed != {name: of.get("bytes") for name, of in manifest["files"].items()}:
        sealed = {name: of.get("bytes") for name, of in manifest["files"].items()}
        other = sorted(n for n in listed | sealed if listed.get(n) != sealed.get(n))
        names = "、".join(map(_shown, other[:5])) + ("等" if len(other) > 5 else "")
        raise CertificateError(f"{file} 里的 {names} 与 {MANIFEST} 所列的不一致，已被增删或改动")
    return manifest  # type: ignore[no-any-return]  # plain JSON


def _shown(name: str) -> str:
    """A name of a stranger as it may stand in a sentence."""
    text = name if len(name) <= 80 else name[:80] + "…"
    return f"“{text}”"
