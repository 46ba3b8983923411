"""What an evidence file holds, set against what the database says it holds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from data.archive import Archive, unreadable
from data.cdxj import ANSWERS, in_order, index_of, line_of
from data.coherence import Coherence
from data.problems import IRREPLACEABLE, Problem, missing
from data.types import Capture, Fetch
from data.warc import Raw, WarcError, records, stamp, uri_of
from data.writer import RESTORE, ArchiveDamaged, ArchiveError, agrees, asked_for, is_beside, where

_OTHERWISE = "采集记录的结果、网址、来源、说明或类型与存证所记不符"
_UNTOLD = "存证里有该次请求的答复，采集记录却没有指向它"
_CUT_OFF = "采集若曾中断，请先运行 gkc collect 接着采集再核验，否则请查明文件来源"
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


@dataclass(frozen=True, slots=True)
class Audit:
    """The evidence of one look."""

    files: tuple[str, ...]
    rows: int  # that speak of evidence
    first: int  # contents first seen whose evidence no row speaks of any more
    sound: int  # of both, those whose evidence is as it was
    accounts: tuple[Account, ...]  # one a file
    problems: tuple[Problem, ...]


def account(
    archive: Archive, name: str, fetches: Iterable[Fetch], first: Iterable[Capture] = ()
) -> Account:
    """Count every record of a file.

    Args:
        fetches: rows of the look that the file belongs to.
        first: contents that were seen first in the file.
    """
    places: dict[int, list[Fetch]] = {}  # by offset; several addresses may lead to one answer
    bare: dict[tuple[str, str], Fetch] = {}  # rows without evidence, by address and time
    addresses: set[str] = set()
    for fetch in fetches:
        ends = {uri_of(fetch.url), uri_of(where(fetch))}
        addresses |= ends
        if fetch.warc == name:
            places.setdefault(fetch.offset, []).append(fetch)
        elif not fetch.warc:
            bare |= dict.fromkeys(((uri, stamp(fetch.fetched_at)) for uri in ends), fetch)
    seen = {capture.offset for capture in first}
    path = archive.folder / name
    counted: Counter[str] = Counter()
    unknown: list[str] = []
    changed: dict[int, list[Problem]] = {}
    lines: list[bytes] = []
    coherence = Coherence()
    fault, about, end = None, None, 0
    try:
        with path.open("rb") as file:
            for offset, length, raw in records(file, path.stat().st_size):
                end = offset + length
                for what in coherence.faults(offset, raw):
                    place = f"{raw.uri or name}（{name} 第 {offset} 字节处）"
                    changed.setdefault(offset, []).append(Problem(what, place, RESTORE))
                if line := line_of(raw, offset, length, path.name):
                    lines.append(line.encode())
                told = _told_otherwise(raw, about, places.get(offset, ()), bare)
                if told:
                    place = f"{raw.uri}（{name} 第 {offset} 字节处）"
                    changed.setdefault(offset, []).append(Problem(told, place, RESTORE))
                if raw.kind not in ANSWERS:
                    counted[raw.kind] += 1
                    about = raw if raw.kind == "metadata" else about
                    continue
                if offset in places or offset in seen:
                    counted["known"] += 1
                elif about and is_beside(about):
                    counted["beside"] += 1
                elif {raw.uri, asked_for(about) if about else ""} & addresses:
                    counted["earlier"] += 1
                else:
                    unknown.append(raw.uri)
                about = None  # it spoke of this answer alone
    except FileNotFoundError:
        fault = missing(name)
    except (OSError, WarcError) as error:
        place = f"{name} {unreadable(error)}"
        due = max((offset + rows[0].length for offset, rows in places.items()), default=0)
        if end < due or end <= max(seen, default=-1):
            fault = Problem("证据文件读不完整", place, RESTORE)
        else:  # no row speaks of what is there: a look was cut off while it wrote
            fault = Problem("证据文件末尾的记录不完整", place, _CUT_OFF)
    said = [problem for problems in changed.values() for problem in problems]
    if fault:
        said.append(fault)
    return Account(
        requests=counted["request"],
        notes=counted["metadata"],
        known=counted["known"],
        earlier=counted["earlier"],
        beside=counted["beside"],
        unknown=tuple(unknown),
        fault=fault,
        changed=frozenset(changed),
        problems=tuple(said),
        index=None if fault else _index_fault(archive, name, lines),
    )


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


def audit(archive: Archive, fetches: Sequence[Fetch], first: Iterable[Capture] = ()) -> Audit:
    """Read back all evidence of a look, and look for what nobody accounts for.

    Args:
        first: contents that this or an earlier look at the unit was the first to see.
    """
    rows: dict[str, list[Fetch]] = {}
    for fetch in fetches:
        if fetch.warc:
            rows.setdefault(fetch.warc, []).append(fetch)
    told = {(f.warc, f.offset, f.sha256, f.fetched_at) for f in fetches}
    old: dict[str, list[Capture]] = {}  # by file; the others are read back with their rows
    for each in first:
        if (each.warc, each.offset, each.sha256, each.first_at) not in told:
            old.setdefault(each.warc, []).append(each)
    problems = [
        Problem("采集记录有 SHA-256 却没有存证", f.url, RESTORE)
        for f in fetches
        if f.sha256 and not f.warc
    ]
    bad = len(problems)
    accounts = []
    for name in sorted(rows | old):
        mine, firsts = rows.get(name, []), old.get(name, [])
        found = account(archive, name, fetches, firsts)
        if not mine:  # of a look that gave way to another, which may have seen less
            earlier = found.earlier + len(found.unknown)
            found = replace(found, earlier=earlier, unknown=())
        accounts.append(found)
        if not (archive.folder / name).exists():  # said once, not for every row
            if mine:
                problems.append(missing(name, f"{name}（{len(mine)} 条采集记录指向它）"))
            if firsts:
                problems.append(_first_missing(name, len(firsts)))
            bad += len(mine) + len(firsts)
            continue
        faults = {n: fault for n, fetch in enumerate(mine) if (fault := _fault_of(archive, fetch))}
        bad += sum(
            1 for n, fetch in enumerate(mine) if n in faults or fetch.offset in found.changed
        )
        wrong = [*faults.values(), *found.problems]
        if not mine:
            wrong = [replace(problem, remedy=IRREPLACEABLE) for problem in wrong]
        if found.index and not wrong:  # of a damaged file no index is to be made
            wrong.append(found.index)
        problems += wrong
        for capture in firsts:
            fault = _first_fault(archive, capture)
            problems += [fault] if fault else []
            bad += bool(fault) or capture.offset in found.changed
        if found.unknown:
            problems.append(
                Problem(
                    "答复没有采集记录",
                    f"{name} 里 {len(found.unknown)} 条（如 {found.unknown[0]}）",
                    _CUT_OFF,
                )
            )
    kept = sum(map(len, rows.values())) + sum(1 for f in fetches if f.sha256 and not f.warc)
    more = sum(map(len, old.values()))
    return Audit(
        tuple(sorted(rows | old)), kept, more, kept + more - bad, tuple(accounts), tuple(problems)
    )


def _fault_of(archive: Archive, fetch: Fetch) -> Problem | None:
    """What is wrong with the evidence of a row, if anything is."""
    try:
        kept = archive.record(fetch.warc, fetch.offset, fetch.sha256)
    except ArchiveDamaged as error:
        place = f"{fetch.url}（{error.name} 第 {error.offset} 字节处）"
        return Problem(f"存证{error.what}", place, RESTORE)
    except ArchiveError:  # taken away this moment
        return missing(fetch.warc)
    told = (
        fetch.fetched_at,
        uri_of(where(fetch)),
        fetch.status if kept.status is not None else None,
    )
    if told != (kept.at, kept.url, kept.status):
        place = f"{fetch.url}（{fetch.warc} 第 {fetch.offset} 字节处）"
        return Problem("存证的时间、网址或状态码与采集记录不符", place, RESTORE)
    return None


def _first_missing(name: str, captures: int) -> Problem:
    place = f"{name}（{captures} 条首次看到的记录指向它）"
    return Problem("缺少首次看到时的证据文件", place, IRREPLACEABLE)


def _first_fault(archive: Archive, capture: Capture) -> Problem | None:
    """What is wrong with the evidence of a content first seen, if anything is."""
    place = f"{capture.url}（{capture.warc} 第 {capture.offset} 字节处）"
    try:
        kept = archive.record(capture.warc, capture.offset, capture.sha256)
    except ArchiveDamaged as error:
        return Problem(f"首次看到时的存证{error.what}", place, IRREPLACEABLE)
    except ArchiveError:  # taken away this moment
        return _first_missing(capture.warc, 1)
    if (capture.first_at, uri_of(capture.url)) != (kept.at, kept.url):
        return Problem("首次看到时的存证的时间或网址与首次看到的记录不符", place, IRREPLACEABLE)
    return None
