"""What is in a file, as text and tables."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from dashboard.commands.options import AllowOption, ContactOption, parse_hosts
from dashboard.terminal.sources import document_of, sources_of
from dashboard.wording.printing import inert, say
from data.types import Block, Document

app = typer.Typer()


class ReadFormat(StrEnum):
    """How `gkc read` prints a document."""

    TEXT = "text"
    JSON = "json"


@app.command("read")
def read_command(
    sources: Annotated[list[str], typer.Argument(metavar="文件或网址…", help="文件或网址")],
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: Annotated[
        ReadFormat,
        typer.Option("--format", help="输出格式", metavar="|".join(ReadFormat)),
    ] = ReadFormat.TEXT,
) -> None:
    """读出文件的文字和表格：PDF、Word、Excel、WPS、OFD、网页，按页面上的顺序。

    表格每行一行，格子之间用 | 隔开。扫描件、加密、损坏的文件说明原因，退出码为 1；压缩包只列出
    包内文件名。

    \b
    示例：
        gkc read 2024年部门预算.pdf
        gkc read 附表.xls --format json
    """
    failed = False
    shown: list[dict[str, object]] = []
    for source in sources_of(sources, parse_hosts(allow), contact):
        document, why = document_of(source, tables=True)
        if not why and document is not None and not _says_anything(document):
            why = f"{source.name} 里没有文字；请打开文件核对，必要时换一种格式重新下载"
        if why:
            failed = True
            say(f"错误：{why}", style="red")
        if document is not None and fmt is ReadFormat.JSON:
            shown.append(_whole(source.name, document))
        elif document is not None:
            _print(source.name, document, titled=len(sources) > 1)
    if fmt is ReadFormat.JSON:
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
    if failed:
        raise typer.Exit(1)


def _says_anything(document: Document) -> bool:
    """There is a word or a picture to show; an empty page is not an answer."""
    return bool(document.tables or document.blocks or any(p.strip() for p in document.pages))


def _whole(name: str, document: Document) -> dict[str, object]:
    return {
        "file": name,
        "format": document.format,
        "state": document.state,
        "pages": list(document.pages),
        "blocks": [_block(block) for block in document.blocks],
        "tables": [] if document.blocks else [list(rows) for rows in document.tables],
    }


def _block(block: Block) -> dict[str, object]:
    if block.rows:
        return {"page": block.page, "rows": block.rows}
    return {"page": block.page, "text": block.text} if block.text else {"page": block.page}


def _print(name: str, document: Document, *, titled: bool) -> None:
    if titled:
        sys.stdout.write(f"==== {inert(name)}\n")
    for line in _lines(document):
        sys.stdout.write(inert(line) + "\n")


def _lines(document: Document) -> Iterator[str]:
    """Lines to print; a cell or paragraph is one line, a page break inside one is a space."""
    if not document.blocks:
        for page in document.pages:
            yield from page.splitlines()
        for rows in document.tables:
            yield from (" | ".join(row) for row in rows)
        return
    number = 0
    for block in document.blocks:
        if block.page != number and len(document.pages) > 1:
            number = block.page
            yield f"—— 第{number}页 ——"
        if block.text:
            yield " ".join(block.text.split())
        yield from (" | ".join(row) for row in block.rows)
        if not block.text and not block.rows:
            yield "〔图片，没有文字〕"
