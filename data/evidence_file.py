"""The records of one evidence file, each set against what the database says of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from data.archive import Archive, unreadable
from data.cdxj import ANSWERS, in_order, index_of, line_of
from data.coherence import Coherence
from data.problems import Problem, missing
from data.types import Capture, Fetch
from data.warc import Raw, WarcError, records, stamp, uri_of
from data.writer import RESTORE, agrees, asked_for, is_beside, where

_OTHERWISE = "采集记录的结果、网址、来源、说明或类型与存证所记不符"
_UNTOLD = "存证里有该次请求的答复，采集记录却没有指向它"
CUT_OFF = "采集若曾中断，请先运行 gkc collect 接着采集再核验，否则请查明文件来源"
_REINDEX = "请运行 gkc archive index 轮次 重建；采集若曾中断，接着采完也会重建"


@dataclass(frozen=True, slots=True)
class Account:
    """The records of one evidence file."""

    requests: int
    notes: int  # metadata
    known: int  # answers that a row points to
    earlier: int  # answers whose row now points to a later one of the same address
    beside: int  # redirects, robots.txt, what a browser drew from: no row tells of them
    unknown: tuple[str, ...]  # addresses of answers that no row speaks of
    fault: Problem | None  # where and why the file cannot be read on
    changed: frozenset[int]  # offsets of records that are not as they were written
    problems: tuple[Problem, ...]  # that fault, and what is changed
    index: Problem | None  # what is wrong with the index


def account(
    archive: Archive, name: str, fetches: Iterable[Fetch], first: Iterable[Capture] = ()
) -> Account:
    """Count every record of a file.

    Args:
        fetches: rows of the look that the file belongs to.
        first: contents that were seen first in the file.
    """
    told = _told_of(name, fetches, first)
    found = _Found(name)
    fault = None
    try:
        _read_through(archive.folder / name, told, found)
    except FileNotFoundError:
        fault = missing(name)
    except (OSError, WarcError) as error:
        fault = _broken_off(name, error, told, found.end)
    said = [problem for problems in found.changed.values() for problem in problems]
    return Account(
        requests=found.counted["request"],
        notes=found.counted["metadata"],
        known=found.counted["known"],
        earlier=found.counted["earlier"],
        beside=found.counted["beside"],
        unknown=tuple(found.unknown),
        fault=fault,
        changed=frozenset(found.changed),
        problems=(*said, fault) if fault else tuple(said),
        index=None if fault else _index_fault(archive, name, found.lines),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the database says of a file."""

    places: Mapping[int, Sequence[Fetch]]  # by offset; several addresses may lead to one answer
    bare: Mapping[tuple[str, str], Fetch]  # rows without evidence, by address and time
    addresses: frozenset[str]  # that any row of the look speaks of
    seen: frozenset[int]  # offsets of contents seen first in the file

    @property
    def due(self) -> int:
        """Where the file must not have ended yet."""
        ends = (offset + rows[0].length for offset, rows in self.places.items())
        return max((*ends, *(offset + 1 for offset in self.seen)), default=0)


def _told_of(name: str, fetches: Iterable[Fetch], first: Iterable[Capture]) -> _Told:
    places: dict[int, list[Fetch]] = {}
    bare: dict[tuple[str, str], Fetch] = {}
    addresses: set[str] = set()
    for fetch in fetches:
        ends = {uri_of(fetch.url), uri_of(where(fetch))}
        addresses |= ends
        if fetch.warc == name:
            places.setdefault(fetch.offset, []).append(fetch)
        elif not fetch.warc:
            bare |= dict.fromkeys(((uri, stamp(fetch.fetched_at)) for uri in ends), fetch)
    seen = frozenset(capture.offset for capture in first)
    return _Told(places, bare, frozenset(addresses), seen)


@dataclass(slots=True)
class _Found:
    """What was read of a file so far."""

    name: str
    counted: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)
    changed: dict[int, list[Problem]] = field(default_factory=dict)  # by offset
    lines: list[bytes] = field(default_factory=list)  # of the index that the file should have
    end: int = 0  # of the last record that could be read

    def change(self, offset: int, what: str, uri: str) -> None:
        """Note that a record is not as it was written."""
        place = f"{uri or self.name}（{self.name} 第 {offset} 字节处）"
        self.changed.setdefault(offset, []).append(Problem(what, place, RESTORE))


def _read_through(path: Path, told: _Told, found: _Found) -> None:
    """Read every record of a file, into `found`.

    Raises:
        OSError, WarcError: the file cannot be read on.
    """
    coherence, about = Coherence(), None
    with path.open("rb") as file:
        for offset, length, raw in records(file, path.stat().st_size):
            found.end = offset + length
            for what in coherence.faults(offset, raw):
                found.change(offset, what, raw.uri)
            if line := line_of(raw, offset, length, path.name):
                found.lines.append(line.encode())
            if what := _told_otherwise(raw, about, told.places.get(offset, ()), told.bare):
                found.change(offset, what, raw.uri)
            if raw.kind in ANSWERS:
                _count(raw, about, offset, told, found)
                about = None  # it spoke of this answer alone
            else:
                found.counted[raw.kind] += 1
                about = raw if raw.kind == "metadata" else about


def _count(raw: Raw, about: Raw | None, offset: int, told: _Told, found: _Found) -> None:
    """Count an answer as what it is to the database."""
    if offset in told.places or offset in told.seen:
        found.counted["known"] += 1
    elif about and is_beside(about):
        found.counted["beside"] += 1
    elif {raw.uri, asked_for(about) if about else ""} & told.addresses:
        found.counted["earlier"] += 1
    else:
        found.unknown.append(raw.uri)


def _broken_off(name: str, error: Exception, told: _Told, end: int) -> Problem:
    """What it means that a file cannot be read beyond `end`."""
    place = f"{name} {unreadable(error)}"
    if end < told.due:
        return Problem("证据文件读不完整", place, RESTORE)
    # No row speaks of what is there: a look was cut off while it wrote.
    return Problem("证据文件末尾的记录不完整", place, CUT_OFF)


def _told_otherwise(
    raw: Raw, about: Raw | None, rows: Sequence[Fetch], bare: Mapping[tuple[str, str], Fetch]
) -> str:
    """What a row says otherwise than a record that tells of the same request; empty: nothing.

    Args:
        about: the metadata record before an answer; None: there is none.
        rows: that point to the record; one of them is the one it was written for.
        bare: rows that point to none, by address and time.
    """
    at = raw.fields.get("warc-date", "")
    if raw.kind == "metadata":
        noted = bare.get((raw.uri, at)) if "warc-concurrent-to" not in raw.fields else None
        return _OTHERWISE if noted and not agrees(raw, noted) else ""
    if raw.kind not in ANSWERS or about is None or is_beside(about):
        return ""
    if rows:
        told = any(agrees(about, row) for row in rows)
        return "" if told and all(_same_type(raw, row) for row in rows) else _OTHERWISE
    return _UNTOLD if (asked_for(about), at) in bare else ""


def _same_type(raw: Raw, row: Fetch) -> bool:
    """The media type is that of the answer. Numbers may be masked in a row."""
    try:
        headers = raw.http()[1]
    except WarcError:
        return True  # said of the record itself
    kept = next((value for name, value in headers if name.lower() == "content-type"), None)
    return not (kept and row.media_type) or _plain(kept) == _plain(row.media_type)


def _plain(media_type: str) -> str:
    return "".join(c for c in media_type if c.isascii() and c.isalpha()).lower()


def _index_fault(archive: Archive, name: str, lines: Sequence[bytes]) -> Problem | None:
    """What is wrong with the index beside a file; nothing while a look still writes.

    Args:
        lines: of all answers in the file.
    """
    try:
        with index_of(archive.folder / name).open("rb") as file:
            same = all(
                one == other for one, other in zip_longest(file, in_order(lines, archive.folder))
            )
        what = "" if same else "索引与证据文件不符"
    except FileNotFoundError:
        what = "缺少索引"
    except OSError as error:
        what = f"索引读不了：{unreadable(error)}"
    return Problem(what, name, _REINDEX) if what and not archive.busy(name) else None
