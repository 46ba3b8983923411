"""Files that people bring as evidence: checked by their bytes, kept by their hash.

A file is never run, never unpacked to disk and never shown under its own name.
"""

import hashlib
import io
import os
import re
import unicodedata
import zipfile
from pathlib import Path
from threading import get_ident

from data.reviews import Upload
from data.writer import settle
from data.zips import DAMAGED_BYTES

MOST_BYTES = 20 * 1024**2  # a scanned report of some dozen pages
_LONGEST_NAME = 80  # characters

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),  # DOC, XLS, PPT, WPS
    (b"PK\x03\x04", "zip"),
)
# What a ZIP has to hold to be a document; archives of anything else are not taken.
_INSIDE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
# Endings that may stand for what the bytes are.
_ENDINGS = {
    "pdf": {"pdf"},
    "png": {"png"},
    "jpg": {"jpg", "jpeg"},
    "gif": {"gif"},
    "ole": {"doc", "xls", "wps", "et"},
    "docx": {"docx"},
    "xlsx": {"xlsx"},
    "ofd": {"ofd"},
}
TAKEN = tuple(sorted(ending for endings in _ENDINGS.values() for ending in endings))
IMAGES = frozenset({"png", "jpg", "gif"})


class UploadError(Exception):
    """A file that is not taken: why, and what to do, as one Chinese sentence."""


def accepted(name: str, content: bytes) -> Upload:
    """What the file is, by its bytes.

    Raises:
        UploadError: empty, too large, of a kind that is not taken, or not what its name says.
    """
    shown = neutral(name)
    if not content:
        raise UploadError(f"“{shown}”是空文件；请重新选择")
    if len(content) > MOST_BYTES:
        size = len(content) / 1024**2
        raise UploadError(
            f"“{shown}”有 {size:.1f} MB，最大 {MOST_BYTES // 1024**2} MB；请压缩或分成几份"
        )
    kind = _kind(content)
    ending = shown.rpartition(".")[2].lower()
    if kind is None:
        raise UploadError(f"“{shown}”的内容不是可以接收的文件；可用：{'、'.join(TAKEN)}")
    if ending not in _ENDINGS[kind]:
        real = "、".join(sorted(_ENDINGS[kind]))
        raise UploadError(f"“{shown}”的内容与文件名不符（实际是 {real}）；请用原来的文件名")
    return Upload(hashlib.sha256(content).hexdigest(), shown, kind, len(content))


def keep(var: Path, file: Upload, content: bytes) -> Path:
    """Write the bytes under their hash; what is there already stays. Whole or not at all."""
    path = place(var, file.sha256)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    settle(path.parent)
    return path


def read(var: Path, file: Upload) -> bytes:
    """The bytes as they were brought.

    Raises:
        UploadError: they are gone or changed.
    """
    try:
        content = place(var, file.sha256).read_bytes()
    except OSError as error:
        raise UploadError(f"证据文件“{file.name}”已不在；请从备份恢复") from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise UploadError(f"证据文件“{file.name}”与上传时不符，可能被改动；请从备份恢复")
    return content


def place(var: Path, digest: str) -> Path:
    """Where the bytes of a hash are.

    Raises:
        ValueError: not a SHA-256 in hex.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError("not a SHA-256")
    return var / "uploads" / digest[:2] / digest


def neutral(name: str) -> str:
    """The last part of a file name without signs that steer, hide or lead; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFKC", name))[-1]
    last = re.split(r"[/\\]", last)[-1]
    visible = "".join(c for c in last if unicodedata.category(c)[0] not in {"C", "Z"} or c == " ")
    plain = re.sub(r'[<>:"|?*`$;&%=@+]', "_", visible).strip(" .-")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(plain) > _LONGEST_NAME:
        plain = f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return plain[:_LONGEST_NAME] or "未命名"


def _kind(content: bytes) -> str | None:
    found = next((kind for start, kind in _MAGIC if content.startswith(start)), None)
    return _document(content) if found == "zip" else found


def _document(content: bytes) -> str | None:
    """Which document a ZIP is; macros make it none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except DAMAGED_BYTES:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for inside, kind in _INSIDE.items() if inside in names), None)
