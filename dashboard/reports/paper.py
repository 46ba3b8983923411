"""What a written document says, before anybody lays it out: blocks in order, and who signs it.

Word and PDF are made from the same `sheet_of`: what one says the other says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from crawlers.personal import masked_in_figures
from dashboard.reports.titles import title_lines
from dashboard.wording.printing import shown

# What XML 1.0 cannot hold beside control characters, which `shown` takes out.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_PROOF = re.compile(r"(https?://[!-~]+|(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{64}(?![0-9A-Za-z]))")


class Layout(StrEnum):
    OFFICIAL = "official"  # 公文 by GB/T 9704-2012
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1  # 1-3


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    lead: str = ""  # words before it, in bold
    small: bool = False  # a note under a table or chart


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side: label, figure, note."""

    entries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a cell that is None belongs to the one above it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    widths: tuple[int, ...]  # in proportion
    numbers: frozenset[int] = frozenset()  # columns set flush right
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Fraction | None  # None: not known, left out; the table beside the chart has it
    said: str  # the value as printed
    mean: Fraction | None = None  # drawn as a line across the bar
    best: Fraction | None = None  # drawn as a diamond


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart, lying. A table with the same figures stands beside or under it."""

    caption: str
    of: str  # what a bar is, for the legend
    bars: tuple[Bar, ...]
    most: Fraction  # at the right end


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its caption under it."""

    jpeg: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Text | Figures | Grid | Bars | Image | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """A document."""

    layout: Layout
    title: str
    organisation: str  # who issues it
    day: date  # printed as the day of the document
    blocks: tuple[Block, ...]
    number: str = ""  # 发文字号; empty: a draft, and it says so
    to: str = ""  # 主送
    subtitle: str = ""
    notes: tuple[str, ...] = ()  # 附件说明: names of what is annexed
    annexes: tuple[Block, ...] = ()
    contents: bool = False  # a list of chapters after the first page


def clean(text: str) -> str:
    """Text that Word, PDF and spreadsheets take, with personal numbers starred; amounts are not.

    Addresses and hashes are proof, which a star would spoil: of an address only what `shown` knows
    to be a person's is starred, of a hash nothing.
    """
    safe = _NO_XML.sub("\ufffd", shown(text))
    parts = _PROOF.split(safe)  # every second one is proof
    return "".join(part if at % 2 else masked_in_figures(part) for at, part in enumerate(parts))


def chinese_day(day: date) -> str:
    """A day as documents print it: 2023年12月15日, without zeros in front."""
    return f"{day.year}年{day.month}月{day.day}日"


def sheet_of(paper: Paper) -> dict[str, object]:
    """The document as plain JSON, every text cleaned: what templates take."""
    return {
        "layout": paper.layout.value,
        "title": clean(paper.title),
        "title_lines": title_lines(clean(paper.title)),
        "subtitle": clean(paper.subtitle),
        "organisation": clean(paper.organisation),
        "day": chinese_day(paper.day),
        "number": clean(paper.number),
        "draft": not paper.number,
        "to": clean(paper.to),
        "notes": [clean(each) for each in paper.notes],
        "contents": paper.contents,
        "blocks": [_block(each) for each in paper.blocks],
        "annexes": [_block(each) for each in paper.annexes],
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "text": clean(block.text), "level": block.level}
        case Text():
            return {
                "kind": "text",
                "text": clean(block.text),
                "lead": clean(block.lead),
                "small": block.small,
            }
        case Figures():
            entries = [[clean(part) for part in entry] for entry in block.entries]
            return {"kind": "figures", "entries": entries}
        case Grid():
            return {
                "kind": "grid",
                "columns": [clean(each) for each in block.columns],
                "rows": _spanned(block.rows),
                "widths": list(block.widths),
                "numbers": sorted(block.numbers),
                "caption": clean(block.caption),
            }
        case Bars():
            return _bars(block)
        case Image():
            # As numbers: what sets the page reads JSON and no file.
            return {
                "kind": "image",
                "jpeg": list(block.jpeg),
                "caption": clean(block.caption),
            }
        case Break():
            return {"kind": "break"}


def _spanned(rows: Sequence[Sequence[str | None]]) -> list[list[dict[str, object] | None]]:
    """Cells with how many rows each takes; None where one from above reaches."""
    return [
        [
            None if cell is None else {"text": clean(cell), "rows": _reach(rows, at, column)}
            for column, cell in enumerate(row)
        ]
        for at, row in enumerate(rows)
    ]


def _reach(rows: Sequence[Sequence[str | None]], at: int, column: int) -> int:
    end = at + 1
    while end < len(rows) and rows[end][column] is None:
        end += 1
    return end - at


def _bars(chart: Bars) -> dict[str, object]:
    def share(value: Fraction | None) -> float | None:
        if value is None or not chart.most:
            return None
        return round(float(max(Fraction(0), min(value / chart.most, Fraction(1)))), 4)

    return {
        "kind": "bars",
        "caption": clean(chart.caption),
        "of": clean(chart.of),
        "most": float(chart.most),
        "bars": [
            {
                "label": clean(bar.label),
                "said": clean(bar.said),
                "value": share(bar.value),
                "mean": share(bar.mean),
                "best": share(bar.best),
            }
            for bar in chart.bars
            if bar.value is not None  # what nobody could see is no bar of length nought
        ],
        "means": any(bar.mean is not None for bar in chart.bars),
        "bests": any(bar.best is not None for bar in chart.bars),
    }


def words_of(paper: Paper) -> str:
    """All that a document says, as plain text, a block a line."""
    said = sheet_of(paper)
    head = [paper.organisation, paper.number or "（草稿）", paper.title, paper.subtitle, paper.to]
    lines = [clean(each) for each in head if each]
    lines += [_words(block) for block in said["blocks"]]  # type: ignore[attr-defined]
    lines += [f"附件：{each}" for each in paper.notes]
    lines += [clean(paper.organisation), chinese_day(paper.day)]
    lines += [_words(block) for block in said["annexes"]]  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def _words(block: dict[str, object]) -> str:
    rows: list[list[str]] = []
    match block["kind"]:
        case "heading":
            return f"\n{'#' * int(str(block['level']))} {block['text']}"
        case "text":
            return f"{block['lead']}{block['text']}"
        case "figures":
            rows = block["entries"]  # type: ignore[assignment]
        case "grid":
            cells: list[list[dict[str, str] | None]] = block["rows"]  # type: ignore[assignment]
            rows = [block["columns"]]  # type: ignore[list-item]
            rows += [[cell["text"] if cell else "" for cell in row] for row in cells]
            return "\n".join([f"［{block['caption']}］", *(" | ".join(row) for row in rows)])
        case "bars":
            bars: list[dict[str, str]] = block["bars"]  # type: ignore[assignment]
            rows = [[f"〔图〕{block['caption']}"], *([b["label"], b["said"]] for b in bars)]
        case "image":
            return f"〔图片〕{block['caption']}"
        case _:
            return "———"
    return "\n".join(" | ".join(row) for row in rows)
