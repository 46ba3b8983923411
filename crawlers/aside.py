"""What waits in a look, put on disk: a large site has thousands of addresses waiting, each with the
words of the link to it, and twenty such sites side by side would fill the memory with them.
"""

import json
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

# An address, the page that led to it, the words of the link, depth, place, series, hops away.
Fields = tuple[str, str, str, int, str, str, int]


class Aside:
    """Lines of a file without a name, found again by where they begin."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (closed on leaving)
        self._end = 0

    def put(self, fields: Fields) -> int:
        """Keep the fields; where they are, in bytes."""
        place, line = self._end, json.dumps(fields).encode() + b"\n"
        self._file.seek(place)
        self._file.write(line)
        self._end += len(line)
        return place

    def get(self, place: int) -> Fields:
        """What was put there."""
        self._file.seek(place)
        url, via, hint, depth, kind, series, away = json.loads(self._file.readline())
        return url, via, hint, depth, kind, series, away

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


class Kept(list[Fields]):
    """The same in memory, for a look of a few pages."""

    def put(self, fields: Fields) -> int:
        self.append(fields)
        return len(self) - 1

    def get(self, place: int) -> Fields:
        return self[place]
