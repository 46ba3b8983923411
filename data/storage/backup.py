"""A backup: database and files in one ZIP, with a list of what is in it and how it hashes.

The database is read at one moment; the files are copied after it, so all that it speaks of is
there: evidence only ever grows. A file that somebody is writing ends with its last whole record,
as if the power had failed, and collecting goes on behind it.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from data import warc
from data.archive import Archive
from data.storage.database import StoreError
from data.storage.dump import snapshot
from data.trail import Anchor
from data.zips import DAMAGED, DAMAGED_BYTES

FORMAT = 1
MANIFEST = "manifest.json"
# Below the folder of run-time files: made anew when needed, or of the moment.
LEFT_OUT = frozenset({"afresh", "backups", "benchmarks", "demo", "locks", "log"})
_PACKED = {".gz", ".zip", ".jpg", ".jpeg", ".png", ".pdf", ".docx", ".xlsx"}
_PIECE = 1024 * 1024  # bytes at a time


class BackupError(StoreError):
    """What is wrong with a backup or the place for it, as one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    made_at: str  # ISO 8601, UTC
    version: str  # of the tables
    tables: Mapping[str, int]  # rows; each after those it refers to
    files: Mapping[str, tuple[int, str]]  # name in the ZIP -> bytes, SHA-256
    trail: str  # where the trail of what people did ends: data.trail.Anchor
    digest: str  # SHA-256 of the manifest itself


def back_up(url: str, var: Path, target: Path, at: datetime) -> Manifest:
    """Write a backup, and read it back. The file has its name once it is whole.

    Args:
        url: of the database, whose tables are those of this version.
        at: now, aware.

    Raises:
        BackupError: there is a file of that name, or what was written reads otherwise.
    """
    if target.suffix != ".zip":
        raise BackupError(f"备份文件 {target} 请以 .zip 结尾")
    if target.exists():
        raise BackupError(f"{target} 已经存在；请换一个文件名")
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w") as into:
                _write(into, url, var, {target.resolve(), part.resolve()}, at)
            file.flush()
            os.fsync(file.fileno())
        with zipfile.ZipFile(part) as written:
            manifest = checked(written, target)
        part.rename(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return manifest


def checked(backup: zipfile.ZipFile, path: Path) -> Manifest:
    """The list of a backup, all of which has been read and compared with it.

    Raises:
        BackupError: something is missing, changed, or more than the list tells of.
    """
    manifest = manifest_of(backup, path)
    names = [name for name in backup.namelist() if name != MANIFEST]
    if sorted(names) != sorted(manifest.files):
        odd = sorted(set(names) ^ manifest.files.keys()) or sorted(names)
        raise BackupError(f"备份 {path} 里的文件与清单不符（{odd[0]}）；请换用另一份备份")
    for name, expected in manifest.files.items():
        try:
            with backup.open(name) as file:
                found = _copied(file, None)
        except DAMAGED as error:
            raise BackupError(f"备份 {path} 里的 {name} 读不出来；请换用另一份备份") from error
        if found != expected:
            raise BackupError(f"备份 {path} 里的 {name} 被改动或损坏；请换用另一份备份")
    return manifest


def manifest_of(backup: zipfile.ZipFile, path: Path) -> Manifest:
    """The list of a backup as it stands there.

    Raises:
        BackupError: there is none, or it is not of this kind.
    """
    try:
        text = backup.read(MANIFEST)
        said = json.loads(text)
        kind = said.pop("format")
        said["files"] = {name: (size, sha) for name, (size, sha) in said["files"].items()}
        manifest = Manifest(**said, digest=hashlib.sha256(text).hexdigest())
        Anchor.parse(manifest.trail)
    except (TypeError, *DAMAGED_BYTES) as error:
        raise BackupError(f"{path} 不是 gkc backup 做的备份；请检查文件") from error
    if kind != FORMAT:
        raise BackupError(f"备份 {path} 是另一版本的格式（{kind}）；请用做备份的版本恢复")
    for name in manifest.files:
        if not _safe(name, manifest.tables):
            raise BackupError(f"备份 {path} 的清单里有不该有的文件名（{name!r}）；没有恢复")
    return manifest


def table_file(name: str) -> str:
    return f"database/{name}.jsonl"


def lines_of(backup: zipfile.ZipFile, table: str) -> Iterator[str]:
    """The rows of a table, as `data.storage.dump` writes them."""
    with backup.open(table_file(table)) as file:
        yield from io.TextIOWrapper(file, encoding="utf-8", newline="\n")


def var_files(var: Path, but: Iterable[Path] = ()) -> Iterator[Path]:
    """What a backup takes of the folder of run-time files, beside the database, by name."""
    left_out = set(but)
    for path in sorted(var.rglob("*")):
        parts = path.relative_to(var).parts
        if parts[0] in LEFT_OUT or any(part.startswith(".") for part in parts):
            continue  # locks are hidden
        database = len(parts) == 1 and ".db" in parts[0]
        if not database and path.is_file() and path.resolve() not in left_out:
            yield path


def _safe(name: str, tables: Iterable[str]) -> bool:
    """A name leads to a place below the folder that it is meant for, and to nothing hidden."""
    if name in map(table_file, tables):
        return True
    pure = PurePosixPath(name)
    plain = pure.as_posix() == name and not any(sign in name for sign in "\\:\0")
    first, *rest = pure.parts or ("",)
    return plain and first == "var" and bool(rest) and not any(p.startswith(".") for p in rest)


def _write(into: zipfile.ZipFile, url: str, var: Path, but: Iterable[Path], at: datetime) -> None:
    files: dict[str, tuple[int, str]] = {}
    tables: dict[str, int] = {}
    with snapshot(url) as taken:
        for table in taken.tables:
            name, digest, size, rows = table_file(table), hashlib.sha256(), 0, -1
            with into.open(_info(name, at), "w", force_zip64=True) as out:
                for line in taken.lines(table):
                    piece = f"{line}\n".encode()
                    out.write(piece)
                    digest.update(piece)
                    size, rows = size + len(piece), rows + 1
            files[name], tables[table] = (size, digest.hexdigest()), rows
        last, version = str(taken.trail), taken.version
    for path in var_files(var, but):
        name = f"var/{path.relative_to(var).as_posix()}"
        try:
            opened = path.open("rb")
        except FileNotFoundError:  # of the moment after all
            continue
        with opened as file, into.open(_info(name, at), "w", force_zip64=True) as out:
            files[name] = _copied(file, out, _whole(path))
    said = Manifest(at.isoformat(), version, tables, files, last, "")
    told = {"format": FORMAT, **asdict(said)}
    del told["digest"]
    into.writestr(_info(MANIFEST, at), json.dumps(told, ensure_ascii=False, indent=1))


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    packed = Path(name).suffix.lower() in _PACKED
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return info


def _copied(source: IO[bytes], to: IO[bytes] | None, most: int | None = None) -> tuple[int, str]:
    """Bytes copied, and their SHA-256.

    Args:
        to: None: they are only counted.
        most: bytes.
    """
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE if most is None else min(_PIECE, most - size)):
        digest.update(piece)
        size += len(piece)
        if to is not None:
            to.write(piece)
    return size, digest.hexdigest()


def _whole(path: Path) -> int:
    """How many bytes of a file to take: of evidence that is being written, whole records."""
    if not path.name.endswith(warc.ENDING):
        return path.stat().st_size
    archive = Archive(path.parent)
    busy = archive.busy(path.name)
    size = path.stat().st_size
    if not (busy or archive.busy(path.name)):
        return size
    with path.open("rb") as file:
        return _last_whole(file, size)


def _last_whole(file: BinaryIO, size: int) -> int:
    end = 0
    try:
        for offset, length, _ in warc.records(file, size):
            end = offset + length
    except warc.WarcError:
        return end
    return end
