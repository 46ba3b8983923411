"""Files that prove a figure, and the sheets themselves: kept under `var/` by their SHA-256."""

import hashlib
import os
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from data.faults import fault_of
from data.metrics.numbers import FigureError
from data.metrics.types import Proof

MOST_BYTES = 50 << 20  # one file
_MOST_NAME = 80  # characters
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]')


def harmless(name: str) -> str:
    """A file name that can be shown and used anywhere: no path, no control or direction marks.

    The ending stays; what is too long is cut before it.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = _UNSAFE.sub("_", last).strip(" .") or "未命名"
    if clean[0] in "=+-@":
        clean = f"_{clean}"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 8:
        return clean[:_MOST_NAME]
    return f"{stem[: _MOST_NAME - len(ending) - 1]}.{ending}"


@dataclass(slots=True)
class Proofs:
    """Reads the files that a sheet names; nothing is kept before `keep`."""

    folder: Path  # of the sheet; nothing outside it is read
    found: dict[str, Path] = field(default_factory=dict)  # by hash
    _known: dict[str, Proof] = field(default_factory=dict)

    def __call__(self, text: str) -> Proof:
        """The proof that a cell names: an http(s) address, or a file beside the sheet.

        Raises:
            FigureError: no such file, outside the sheet's folder, empty or too large.
        """
        if text not in self._known:
            self._known[text] = self._proof(text)
        return self._known[text]

    def _proof(self, text: str) -> Proof:
        if "://" in text:
            return Proof(url=_address(text))
        home = self.folder.resolve()
        path = (home / text).resolve() if "\x00" not in text else home
        if not path.is_relative_to(home) or path == home:
            raise FigureError(f"佐证文件“{text}”不在填报表所在的文件夹里；请把文件放在填报表旁边")
        try:
            if not path.is_file():
                raise FigureError(f"找不到佐证文件“{text}”；请把文件放在填报表旁边，或改填网址")
            digest = _digest(path, text)
        except OSError as error:
            fault = fault_of(error)
            why = f"（{fault.what}）" if fault else ""
            raise FigureError(f"读不了佐证文件“{text}”{why}；请检查文件和权限") from error
        self.found[digest] = path
        return Proof(name=harmless(path.name), sha256=digest)

    def keep(self, folder: Path) -> None:
        """Copy all files that were read into a folder.

        Raises:
            FigureError: a file changed since it was read.
            OSError: the folder cannot be written.
        """
        for digest, path in self.found.items():
            keep(folder, path.read_bytes(), digest)


def keep(folder: Path, body: bytes, digest: str) -> Path:
    """Put bytes into a folder under their SHA-256, whole or not at all; what is there stays.

    Raises:
        FigureError: the bytes are not of that hash.
        OSError: the folder cannot be written.
    """
    if hashlib.sha256(body).hexdigest() != digest:
        raise FigureError("文件在导入过程中被改动；请关闭其他程序后重新导入")
    path = kept(folder, digest)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = None
    try:
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            temporary = Path(file.name)
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        if temporary:
            with suppress(FileNotFoundError):
                temporary.unlink()
        raise
    return path


def kept(folder: Path, digest: str) -> Path:
    """Where the bytes of a hash are."""
    return folder / digest[:2] / digest


def _digest(path: Path, text: str) -> str:
    size = path.stat().st_size
    if not size:
        raise FigureError(f"佐证文件“{text}”是空文件；请核对")
    if size > MOST_BYTES:
        raise FigureError(f"佐证文件“{text}”超过 {MOST_BYTES >> 20} MB；请压缩后再导入，或改填网址")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", text)
    except ValueError:
        good = False
    if not good:
        raise FigureError(f"佐证网址“{text[:60]}”不完整；请写成 http://www.example.gov.cn/ 的样子")
    if "@" in parts.netloc:
        raise FigureError("佐证网址含有用户名或密码（@ 之前的部分）；请删去")
    return text
