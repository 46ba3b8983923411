"""Files that people hand in as proof: judged by their bytes, kept under their SHA-256."""

from hashlib import sha256
from pathlib import Path

from crawlers.formats.magic import sniff
from data.workflow import WorkflowError

MOST_BYTES = 20 << 20
# What shows something and runs nothing when it is opened.
_KINDS = frozenset(
    {"pdf", "docx", "xlsx", "doc", "xls", "ofd", "png", "jpg", "gif", "bmp", "tif", "text"}
)


def keep_proof(path: Path, var: Path) -> str:
    """Keep a file; its SHA-256, hex.

    Raises:
        WorkflowError: it cannot be read, is too large or of a kind that is not taken.
    """
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WorkflowError(f"读不了文件 {path}；请检查路径和权限") from error
    if len(body) > MOST_BYTES:
        raise WorkflowError(f"{path.name} 超过 {MOST_BYTES >> 20} MB；请压缩或只交有关的页")
    kind = sniff(body)
    if kind not in _KINDS:
        raise WorkflowError(f"{path.name} 的内容不是文档或图片（{kind}）；请交 PDF、Office 或图片")
    digest = sha256(body).hexdigest()
    folder = var / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    kept, new = folder / digest, folder / f".{digest}.new"
    if not kept.exists():
        new.write_bytes(body)
        new.replace(kept)
    return digest
