"""Tables that people fill in and import: a CSV with a Chinese header; one fault refuses it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from data.faults import fault_of

MOST_BYTES = 50 << 20
# How files begin that people take for a table, or hand over by mistake.
_NO_TEXT = {
    b"PK\x03\x04": "Excel 工作簿或压缩文件",
    b"\xd0\xcf\x11\xe0": "旧版 Excel 或 Word 文件",
    b"%PDF": "PDF 文件",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPG 图片",
    b"GIF8": "GIF 图片",
}


class SheetError(ValueError):
    """A table that cannot be used; the message is a Chinese sentence with file, row and remedy."""


def read_sheet(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    what: str = "内容",
    others: bool = False,
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every row that is not blank: where it stands (“表.csv 第 3 行”) and its cells, trimmed.

    A CSV in UTF-8, with or without a byte order mark, or GBK. Columns may come in any order; an
    optional one that is absent is empty.

    Args:
        what: the rows are, as the sentence about a table without any calls it.
        others: columns that nobody asked for may stand beside them, and are left unread.

    Raises:
        SheetError: the file cannot be read, is no CSV, has no rows, or its header is not as asked.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    number, empty = 0, dict.fromkeys((*required, *optional), "")
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(path, header, required, optional, others)
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            where = f"{path.name} 第 {reader.line_num} 行"
            if any(cells[len(header) :]):
                raise SheetError(
                    f"{where}比表头多出 {len(cells) - len(header)} 列；"
                    "含逗号的内容请用英文双引号括起来"
                )
            number += 1
            yield where, empty | dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise SheetError(
            f"{path.name} 第 {reader.line_num} 行不是正确的 CSV；请用表格软件打开后另存为 CSV"
        ) from error
    if not number:
        raise SheetError(f"{path.name} 里没有{what}；请在表头下每行填一条")


def raw_of(path: Path) -> bytes:
    """The bytes of a file, one more than `MOST_BYTES` at most.

    Raises:
        SheetError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        fault = fault_of(error)
        why = f"（{fault.what}）" if fault else ""
        raise SheetError(f"读不了文件 {path}{why}；请检查路径和权限") from error


def _text(path: Path) -> str:
    raw = raw_of(path)
    if len(raw) > MOST_BYTES:
        raise SheetError(f"{path.name} 超过 {MOST_BYTES >> 20} MB；请核对文件")
    return decoded(raw, path.name)


def decoded(raw: bytes, name: str) -> str:
    """The text of a CSV in UTF-8, with or without a byte order mark, or GBK.

    Raises:
        SheetError: it is empty, no text at all, or in another encoding.
    """
    if not raw.strip():
        raise SheetError(f"{name} 是空文件；请核对文件")
    kind = next((word for start, word in _NO_TEXT.items() if raw.startswith(start)), "")
    for encoding in () if kind else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        kind = "二进制文件"
    if kind:
        raise SheetError(f"{name} 是{kind}，不是 CSV；请用表格软件打开原来的表，另存为“CSV UTF-8”")
    raise SheetError(f"{name} 的编码既不是 UTF-8 也不是 GBK；请另存为“CSV UTF-8”")


def _check_header(
    path: Path,
    header: Sequence[str],
    required: Sequence[str],
    optional: Sequence[str],
    others: bool,
) -> None:
    may = "、".join((*required, *(f"{name}（可省）" for name in optional)))
    if missing := [name for name in required if name not in header]:
        raise SheetError(f"{path.name} 第 1 行缺少列“{'”“'.join(missing)}”；表头应为 {may}")
    named = [name for name in header if name]
    if not others and (unknown := [name for name in named if name not in (*required, *optional)]):
        raise SheetError(f"{path.name} 第 1 行有不认识的列“{'”“'.join(unknown)}”；表头应为 {may}")
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise SheetError(f"{path.name} 第 1 行的列“{'”“'.join(twice)}”重复；请只保留一列")
