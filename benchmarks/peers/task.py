"""What every peer is told, and how it hands in what it read. Standard library only."""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Task:
    """What to crawl, and where to leave what."""

    starts: tuple[str, ...]  # home pages; every page of their hosts is wanted, nothing else
    rows: Path  # a line for every page
    work: Path  # an empty folder

    @classmethod
    def of_command_line(cls) -> Self:
        parser = argparse.ArgumentParser()
        parser.add_argument("--rows", type=Path, required=True)
        parser.add_argument("--work", type=Path, required=True)
        parser.add_argument("starts", nargs="+")
        given = parser.parse_args()
        return cls(tuple(given.starts), given.rows, given.work)


class Rows:
    """The file of what was read: address, title, day and column of every page, as they come."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")

    def add(self, url: str, title: str, day: str, column: str) -> None:
        """`day`: any text that begins with a day, "" when the page has none."""
        found = DAY.match(day)
        self._file.write(f"{url}\t{title.strip()}\t{found[0] if found else ''}\t{column}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def text(body: bytes) -> str:
    """UTF-8, or else what Chinese sites that are not UTF-8 speak."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")
