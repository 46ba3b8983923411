"""What the evidence of a look holds, set against what the database says it holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data.archive import Archive
from data.evidence_file import CUT_OFF, Account, account
from data.problems import IRREPLACEABLE, Problem, missing
from data.types import Capture, Fetch
from data.warc import uri_of
from data.writer import RESTORE, ArchiveDamaged, ArchiveError, where


@dataclass(frozen=True, slots=True)
class Audit:
    """The evidence of one look."""

    files: tuple[str, ...]
    rows: int  # that speak of evidence
    first: int  # contents first seen whose evidence no row speaks of any more
    sound: int  # of both, those whose evidence is as it was
    accounts: tuple[Account, ...]  # one a file
    problems: tuple[Problem, ...]


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
                    CUT_OFF,
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
