"""A backup put back, into a place that holds nothing. Killed at any time, it is begun again.

Files come first and the database last, at one stroke: until then the program sees nothing of it.
"""

import os
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from data.archive import Archive, evidence_of
from data.cases import Subject
from data.faults import explained
from data.storage.backup import (
    BackupError,
    Manifest,
    checked,
    lines_of,
    manifest_of,
    var_files,
)
from data.storage.dump import holds_rows, load
from data.storage.schema import head, versions
from data.store import Store
from data.trail import Anchor
from data.uploads import UploadError, read
from data.writer import ArchiveError, settle
from data.zips import DAMAGED_BYTES

_MARK = ".restoring"  # which backup is being put back here
_PIECE = 1024 * 1024  # bytes at a time


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    manifest: Manifest
    now: str  # version of the tables
    problems: tuple[str, ...]  # in Chinese: evidence or entries that are not as they should be


def restore(path: Path, url: str, var: Path) -> Restored:
    """Put a backup back, and verify what is there then.

    Args:
        url: of a database without rows, of either kind.
        var: folder for the files.

    Raises:
        BackupError: the backup is damaged or of a later version, or the place is not empty.
    """
    try:
        backup = zipfile.ZipFile(path)
    except DAMAGED_BYTES as error:
        raise BackupError(f"{path} 不是完整的 ZIP 文件；请换用另一份备份") from error
    with backup:
        manifest = manifest_of(backup, path)
        if manifest.version not in versions():
            raise BackupError(
                f"备份 {path} 的数据库版本是 {manifest.version}，本程序只到 {head()}；"
                "请换用新版本的程序恢复"
            )
        there = _make_room(url, var, manifest, path)
        if not there:
            checked(backup, path)
            (var / _MARK).write_text(manifest.digest, encoding="utf-8")
            _put_files(backup, manifest, var)
            _put_rows(backup, manifest, url)
    with Store(url) as store:
        problems = tuple(_problems(store, var, Anchor.parse(manifest.trail)))
    (var / _MARK).unlink()
    return Restored(manifest, head(), problems)


def _make_room(url: str, var: Path, manifest: Manifest, path: Path) -> bool:
    """Whether everything is in its place already: only the end of an earlier try was cut off.

    Raises:
        BackupError: the place is not empty.
    """
    mark = var / _MARK
    going_on = mark.read_text(encoding="utf-8") if mark.exists() else ""
    remedy = "请用 --into 指定一个空文件夹，或换一个空的数据库和 GKC_VAR"
    if going_on and going_on != manifest.digest:
        raise BackupError(f"{var} 里有另一份备份没有恢复完；{remedy}")
    if not going_on and (found := next(var_files(var), None) if var.exists() else None):
        raise BackupError(f"{var} 里已有文件（{found.relative_to(var)}），不能覆盖；{remedy}")
    if _has_rows(url):
        if going_on and sum(manifest.tables.values()):
            return True
        raise BackupError(f"数据库里已有数据，不能覆盖；{remedy}")
    var.mkdir(parents=True, exist_ok=True)
    return False


def _has_rows(url: str) -> bool:
    file = _sqlite_file(url)
    if file is not None and not file.exists():
        return False
    try:
        return holds_rows(url)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise BackupError(f"打不开数据库：{explained(error)}") from error


def _put_files(backup: zipfile.ZipFile, manifest: Manifest, var: Path) -> None:
    """Files of the backup in their places, each with its name once it is whole."""
    folders = {var}
    for name in manifest.files:
        if not name.startswith("var/"):
            continue
        place = var / name.removeprefix("var/")
        place.parent.mkdir(parents=True, exist_ok=True)
        folders.add(place.parent)
        part = place.with_name(f"{place.name}.part")
        with backup.open(name) as source, part.open("wb") as file:
            while piece := source.read(_PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    for folder in folders:
        settle(folder)


def _put_rows(backup: zipfile.ZipFile, manifest: Manifest, url: str) -> None:
    lines = ((table, lines_of(backup, table)) for table in manifest.tables)
    file = _sqlite_file(url)
    try:
        if file is None:
            load(url, manifest.version, lines)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{file.name}.part")
        _remove(part)
        load(f"sqlite:///{part.as_posix()}", manifest.version, lines)
        _remove(file)  # without rows
        part.replace(file)
        settle(file.parent)
    except (ValueError, KeyError) as error:
        raise BackupError(f"备份的数据与版本 {manifest.version} 的表不符：{error}") from error


def _remove(file: Path) -> None:
    """An SQLite database with what belongs to it."""
    for ending in ("", "-wal", "-shm"):
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)


def _sqlite_file(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _problems(store: Store, var: Path, end: Anchor) -> Iterator[str]:
    for each in store.rounds():
        archive: Archive = evidence_of(var, each.id)
        for unit in store.round_units(each.id):
            yield from archive.verify(store.fetches(each.id, unit.id))
        yield from _case_problems(store, archive, each.id)
    yield from _upload_problems(store, var)
    if fault := store.verify_trail([end] if end.number else []).fault:
        yield f"操作日志{fault}"


def _case_problems(store: Store, archive: Archive, round_id: str) -> Iterator[str]:
    """Evidence of appeals and re-checks that is gone or changed."""
    for subject in Subject:
        for captures in store.case_captures(subject, round_id).values():
            for kept in captures:
                if not kept.warc:
                    continue
                try:
                    archive.read(kept.warc, kept.offset, kept.sha256)
                except ArchiveError as error:
                    yield f"{kept.url}：{error}"


def _upload_problems(store: Store, var: Path) -> Iterator[str]:
    """Files that people brought, of which the database tells, that are gone or changed."""
    for file in store.brought():
        try:
            read(var, file)
        except UploadError as error:
            yield str(error)
