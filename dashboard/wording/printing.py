"""Results on stdout as a table, JSON or CSV; numbers rounded once, here, where they are shown."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from crawlers.personal import masked_urls
from data.calendar import CHINA
from data.indicators import Band
from data.marked import number_text
from scoring.score import round_half_up

STDERR = Console(stderr=True, markup=False, highlight=False)  # progress; results go to stdout


_ADDRESS = re.compile(r"https?://[^\s，。；、：（）“”]+")
_ROOM = 160  # columns of a pipe
_NARROWEST = 8  # columns of anything else beside an address
_FRAME = 3  # columns of a line between two cells, and the space on both sides


# Titles come from strangers' pages: an escape code in one must not drive somebody's terminal.
# Nor may a mark without width turn the direction of a line.
_MARKS = (0x061C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
_CONTROLS = dict.fromkeys((*range(0, 32), *range(127, 160), *_MARKS)) | {ord("\n"): " "}


def inert(text: str) -> str:
    """Text without control characters."""
    return text.translate(_CONTROLS)


def shown(text: str) -> str:
    """Text as people may see it: without control characters, and numbers of persons in an address
    starred.
    """
    clean = inert(text)
    return masked_urls(clean) if "://" in clean else clean


def say(text: str, style: str = "") -> None:
    """A message on stderr, in one line however wide the terminal is."""
    STDERR.print(shown(text), style=style, soft_wrap=True)


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def points(value: Fraction | None) -> str:
    """A score or points with two decimals; a dash when there is none."""
    return "—" if value is None else round_half_up(value, 2)


def number(value: Fraction | None) -> float | None:
    """Points for a program to read, rounded as they are shown."""
    return None if value is None else float(round_half_up(value, 2))


def percent(share: Fraction) -> str:
    return round_half_up(share * 100, 0) + "%"


def band_words(band: Band) -> str:
    """A grade and what it takes: `优秀 ≥ 90.00`, `先进 组内前 25% 且 ≥ 67.00`."""
    if band.top is None:
        return f"{band.name} ≥ {points(band.minimum)}"
    least = f" 且 ≥ {points(band.minimum)}" if band.minimum else ""
    return f"{band.name} 组内前 {share_words(band.top)}{least}"


def share_words(share: Fraction) -> str:
    """A share as a scheme means it, exactly: `37.5%`; one without a finite decimal as `1/3`."""
    text = number_text(share * 100)
    return number_text(share) if "/" in text else f"{text}%"


def china_time(at: datetime) -> str:
    """A moment as people in China read it."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def emit(
    rows: Iterable[Mapping[str, object]],
    columns: Mapping[str, str],
    fmt: Format,
    title: str = "",
    none: str = "",
) -> None:
    """Print rows to stdout.

    Args:
        rows: one mapping a row; values None, str, int or bool; in JSON also float, lists, mappings.
        columns: key -> Chinese heading, in order. JSON has all keys of the rows, these or not.
        title: printed above a table only.
        none: said instead of a table without rows.
    """
    if fmt is Format.JSON:
        text = json.dumps([masked_values(row) for row in rows], ensure_ascii=False, indent=2)
        sys.stdout.write(text + "\n")
        return
    listed = [{key: row.get(key) for key in columns} for row in rows]
    if fmt is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns.values())
        writer.writerows([cell(row[key]) for key in columns] for row in listed)
    elif none and not listed:
        say(none)
    else:
        _table(listed, list(columns.items()), title)


def masked_values(value: object) -> object:
    """A value for JSON with numbers of persons in addresses starred, at any depth."""
    if isinstance(value, str):
        return masked_urls(value) if "://" in value else value
    if isinstance(value, Mapping):
        return {key: masked_values(each) for key, each in value.items()}
    return [masked_values(each) for each in value] if isinstance(value, list) else value


def _table(
    rows: Sequence[Mapping[str, object]], columns: Sequence[tuple[str, str]], title: str
) -> None:
    table = Table(title=shown(title) or None, title_justify="left", header_style="bold")
    widths = []
    for key, heading in columns:
        numbers = all(_numeric(row[key]) for row in rows) and bool(rows)
        cells = ("" if row[key] is None else shown(str(row[key])) for row in rows)
        longest = max(
            (cell_len(url) for cell in cells for url in _ADDRESS.findall(cell)), default=0
        )
        table.add_column(
            heading,
            justify="right" if numbers else "left",
            overflow="fold",
            min_width=longest or None,
        )
        widths.append(max(longest, _NARROWEST) + _FRAME)
    for row in rows:
        table.add_row(
            *("" if row[key] is None else _unbroken(shown(str(row[key]))) for key, _ in columns)
        )
    # A pipe has no width of its own: give lines room instead of folding them at 80 columns. What
    # is narrower than the addresses in it gets longer lines: an address in two pieces is none.
    room = Console().width if sys.stdout.isatty() else _ROOM
    addressed = any(width > _NARROWEST + _FRAME for width in widths)
    width = max(room, sum(widths) + 1) if addressed else room
    Console(markup=False, highlight=False, width=width).print(table)


def _unbroken(cell: str) -> str:
    """A cell with every address in a line of its own, where no wrapping can cut it."""
    return _ADDRESS.sub(lambda found: f"\n{found[0]}\n", cell).strip("\n").replace("\n\n", "\n")


def _numeric(value: object) -> bool:
    return (
        value is None or str(value).strip("%—-").replace(".", "", 1).isdigit() or value in {"", "—"}
    )


def cell(value: object) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    text = "" if value is None else shown(str(value))
    return "'" + text if text[:1] in {"=", "+", "-", "@"} and not _numeric(text) else text
