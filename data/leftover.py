"""What a look that was killed had written to its evidence file, and what no row tells of yet.

Evidence goes to disk before its rows do. What lies behind the record of the last row saved is
therefore what the rows are missing: answers that need not be asked for again, and requests that the
ledger has not counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from data.archive import Archive, last_end
from data.cdxj import index_of, line_of
from data.types import Fetch, FetchOutcome, Traffic
from data.warc import Raw, unpack, uri_of
from data.writer import asked_for, is_beside, said, where


@dataclass(frozen=True, slots=True)
class Leftover:
    """What there is besides the rows."""

    # Answers by the address asked for, as `uri_of` writes it, in the order in which they came; of
    # what led to them there is the page (`via`) alone, and of their size nothing.
    answers: Mapping[str, Sequence[Fetch]] = field(default_factory=dict)
    traffic: tuple[Traffic, ...] = ()


def leftover(archive: Archive, name: str, known: Sequence[Fetch], since: datetime) -> Leftover:
    """Read what lies behind the last row in the evidence file of a look.

    Args:
        name: of the look, as `Archive.write` is given it.
        known: all rows of the look.
        since: when the run began that was cut off. Requests from before have been counted by it.
    """
    last, begun = last_end(known)
    file = last or next(iter(reversed(archive.files_of(name))), "")
    path = archive.folder / file
    if not file or not path.is_file():
        return Leftover()
    notes = {(uri_of(where(row)), row.fetched_at) for row in known if not row.warc}
    found = _Found(path, since, _index(path))
    with suppress(ValueError):  # the record that was being written when it was killed
        for offset, length, raw in _behind(path, begun):
            if raw.kind == "metadata" and "warc-concurrent-to" not in raw.fields:
                if (raw.uri, raw.at) in notes:  # of a row: so is all that is before it
                    found = _Found(path, since, found.indexed)
            elif last or raw.at >= since:  # else it is of a look that gave way to another
                found.take(raw, offset, length)
    return Leftover(found.answers, found.traffic())


def _behind(path: Path, offset: int) -> Iterable[tuple[int, int, Raw]]:
    """Records from a place on."""
    with path.open("rb") as file:
        end = path.stat().st_size
        while offset < end:
            raw, length = unpack(file, offset)
            yield offset, length, raw
            offset += length


def _index(path: Path) -> frozenset[str]:
    """The lines of the index beside a file: it is written when a look ends in order, and by then
    everything has been counted.
    """
    try:
        return frozenset(index_of(path).read_text("utf-8").splitlines(keepends=True))
    except (OSError, UnicodeDecodeError):
        return frozenset()


class _Found:
    """Given the records behind the rows, in order."""

    def __init__(self, path: Path, since: datetime, indexed: frozenset[str]) -> None:
        self._path, self._since, self.indexed = path, since, indexed
        self.answers: dict[str, list[Fetch]] = {}
        self._spent: dict[tuple[str, datetime], list[int]] = {}
        self._asked = False
        self._about: Raw | None = None

    def traffic(self) -> tuple[Traffic, ...]:
        return tuple(Traffic(host, hour, *sums) for (host, hour), sums in self._spent.items())

    def take(self, raw: Raw, offset: int, length: int) -> None:
        if raw.kind == "request":
            self._asked = True
        elif raw.kind == "metadata":
            self._about = raw
        elif raw.kind in {"response", "revisit"}:
            about, asked = self._about, self._asked
            self._about, self._asked = None, False
            new = raw.at >= self._since
            if asked and new and line_of(raw, offset, length, self._path.name) not in self.indexed:
                self._count(raw)
            if about and not is_beside(about) and (row := self._row(raw, about)):
                place = replace(row, warc=self._path.name, offset=offset, length=length)
                self.answers.setdefault(place.url, []).append(place)
        else:
            self._about, self._asked = None, False

    def _count(self, raw: Raw) -> None:
        """One request, and what it brought; packed, as far as the server said how much that was."""
        sizes = {name.lower(): value for name, value in raw.http()[1]}
        size = sizes.get("x-archive-orig-content-length") or sizes.get("content-length", "")
        hour = raw.at.replace(minute=0, second=0, microsecond=0)
        sums = self._spent.setdefault((urlsplit(raw.uri).hostname or "", hour), [0, 0])
        sums[0] += 1
        sums[1] += int(size) if size.isascii() and size.isdecimal() else 0

    def _row(self, raw: Raw, about: Raw) -> Fetch | None:
        """The row that an answer is missing; None when too little is said of it."""
        outcome, took = said(about, "outcome"), said(about, "fetchTimeMs")
        if outcome not in set(FetchOutcome) or not took.isdecimal():
            return None
        status, headers, _ = raw.http()
        media_type = next((value for key, value in headers if key.lower() == "content-type"), "")
        return Fetch(
            url=asked_for(about),
            outcome=FetchOutcome(outcome),
            fetched_at=raw.at,
            status=status,
            final_url=raw.uri,
            elapsed_ms=int(took),
            media_type=media_type,
            sha256=raw.digest,
            via=said(about, "via"),
            note=said(about, "note"),
        )
