"""What an evidence file holds, set against what the database says it holds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.archive import Archive
from data.cdxj import ANSWERS
from data.types import Fetch
from data.warc import Raw, WarcError, records, uri_of
from data.writer import RESTORE, where


@dataclass(frozen=True, slots=True)
class Account:
    """The records of one evidence file."""

    requests: int
    notes: int  # metadata
    known: int  # answers that a row points to
    earlier: int  # answers whose row now points to a later one of the same address
    unknown: tuple[str, ...]  # addresses of answers that no row speaks of
    fault: str  # in Chinese, where and why the file cannot be read on; empty: it can


@dataclass(frozen=True, slots=True)
class Audit:
    """The evidence of one look."""

    files: tuple[str, ...]
    rows: int  # that speak of evidence
    sound: int  # of them, those whose evidence is as it was
    accounts: tuple[Account, ...]  # one a file
    problems: tuple[str, ...]  # in Chinese, with the remedy


def account(archive: Archive, name: str, fetches: Iterable[Fetch]) -> Account:
    """Count every record of a file.

    Args:
        fetches: rows of the look that the file belongs to.
    """
    places: set[int] = set()
    addresses: set[str] = set()
    for fetch in fetches:
        addresses |= {uri_of(fetch.url), uri_of(where(fetch))}
        if fetch.warc == name:
            places.add(fetch.offset)
    path = archive.folder / name
    counted: Counter[str] = Counter()
    unknown: list[str] = []
    fault, asked = "", ""
    try:
        with path.open("rb") as file:
            for offset, _, raw in records(file, path.stat().st_size):
                if raw.kind not in ANSWERS:
                    counted[raw.kind] += 1
                    asked = _asked(raw) if raw.kind == "metadata" else asked
                elif offset in places:
                    counted["known"] += 1
                elif {raw.uri, asked} & addresses:
                    counted["earlier"] += 1
                else:
                    unknown.append(raw.uri)
    except FileNotFoundError:
        fault = f"缺少证据文件 {name}，请从备份恢复到证据目录"
    except (OSError, WarcError) as error:
        fault = f"证据文件 {name} 读不完整：{error}；{RESTORE}"
    return Account(
        requests=counted["request"],
        notes=counted["metadata"],
        known=counted["known"],
        earlier=counted["earlier"],
        unknown=tuple(unknown),
        fault=fault,
    )


def audit(archive: Archive, fetches: Sequence[Fetch]) -> Audit:
    """Read back all evidence of a look, and look for what nobody accounts for."""
    rows: dict[str, list[Fetch]] = {}
    for fetch in fetches:
        if fetch.warc:
            rows.setdefault(fetch.warc, []).append(fetch)
    problems = [
        f"{f.url}：采集记录有 SHA-256 却没有存证；请删除该条记录后重新采集"
        for f in fetches
        if f.sha256 and not f.warc
    ]
    bad = len(problems)
    accounts = []
    for name, mine in sorted(rows.items()):
        found = account(archive, name, fetches)
        accounts.append(found)
        if not (archive.folder / name).exists():  # said once, not for every row
            problems.append(f"{found.fault}（{len(mine)} 条采集记录指向它）")
            bad += len(mine)
            continue
        faults = list(archive.verify(mine))
        bad += len(faults)
        problems += faults
        if found.fault:
            problems.append(found.fault)
        if found.unknown:
            problems.append(
                f"证据文件 {name} 里有 {len(found.unknown)} 条答复没有采集记录"
                f"（如 {found.unknown[0]}）；采集若曾中断，请先运行 gkc collect 接着采集再核验，"
                "否则请查明文件来源"
            )
    kept = sum(map(len, rows.values())) + sum(1 for f in fetches if f.sha256 and not f.warc)
    return Audit(tuple(rows), kept, kept - bad, tuple(accounts), tuple(problems))


def _asked(raw: Raw) -> str:
    """The address first asked for, which a redirect may have led away from."""
    for line in raw.block.decode("utf-8", "replace").split("\r\n"):
        if line.startswith("requested: "):
            return line.removeprefix("requested: ")
    return raw.uri
