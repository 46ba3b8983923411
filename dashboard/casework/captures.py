"""What any round saw at an address, and what is archived of it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from crawlers.network.answers import same_site
from crawlers.network.outcomes import describe
from dashboard.wording.printing import china_time
from data.archive import Record, evidence_of
from data.problems import IRREPLACEABLE
from data.store import Store
from data.types import Fetch, Unit
from data.var import VAR
from data.writer import RESTORE, ArchiveDamaged, ArchiveError, where


class EvidenceLost(Exception):
    """There is nothing to show of a content any more, as one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One content at an address, and what is archived of it."""

    round_id: str
    unit_id: str
    first_at: datetime
    sha256: str
    warc: str
    offset: int

    def record(self) -> Record:
        """
        Raises:
            ArchiveError: the evidence is gone or its bytes changed.
        """
        return evidence_of(VAR, self.round_id).record(self.warc, self.offset, self.sha256)


def seen_at(store: Store, address: str, round_id: str | None) -> Iterator[Seen]:
    """Every content at an address, oldest first; those of one round as that round saw them."""
    captures = store.captures(address)
    if round_id is None:
        for c in captures:
            yield Seen(c.round_id, c.unit_id, c.first_at, c.sha256, c.warc, c.offset)
        return
    first = {c.sha256: c.first_at for c in captures}
    for unit, f in _asked_for(store, round_id, address):
        if f.warc:
            at = first.get(f.sha256, f.fetched_at)
            yield Seen(round_id, unit.id, at, f.sha256, f.warc, f.offset)


def read(store: Store, address: str, seen: Seen) -> tuple[Seen, Record, str]:
    """What was archived of a content; where it was first seen, or else wherever it was seen again.

    Returns:
        Where it is read, what is there, and what is wrong with the place given; empty: nothing.

    Raises:
        EvidenceLost: there is no readable evidence of it, or not any more.
    """
    try:
        return seen, seen.record(), ""
    except ArchiveError as error:
        why = _lost(store, address, seen, error)
        for again in _again(store, address, seen):
            with suppress(ArchiveError):  # there may be one more
                return again, again.record(), why
        raise EvidenceLost(why) from error


def first_place(store: Store, address: str, seen: Seen) -> Seen:
    """Where the content was first seen, whatever the round."""
    for c in store.captures(address):
        if c.sha256 == seen.sha256:
            return Seen(c.round_id, c.unit_id, c.first_at, c.sha256, c.warc, c.offset)
    return seen


def _lost(store: Store, address: str, seen: Seen, error: ArchiveError) -> str:
    """What is wrong with a piece of evidence and what helps: another look brings back what it saw,
    never what was seen first.
    """
    if not isinstance(error, ArchiveDamaged):
        what, damage = f"缺少证据文件 {seen.warc}", ""
    else:
        what, damage = f"证据文件 {error.name} 第 {error.offset} 字节处", error.what
    if first_place(store, address, seen) != seen:
        return f"{what}{damage}；{RESTORE}"
    when = china_time(seen.first_at)
    return f"{when} 首次看到时的存证读不出：{what}{damage}；{IRREPLACEABLE}"


def _again(store: Store, address: str, seen: Seen) -> Iterator[Seen]:
    """The same content at the same address, as other looks archived it."""
    for each in store.rounds():
        for unit, f in _asked_for(store, each.id, address):
            if f.warc and f.sha256 == seen.sha256 and where(f) == address:
                yield replace(seen, round_id=each.id, unit_id=unit.id, warc=f.warc, offset=f.offset)


def _asked_for(store: Store, round_id: str, address: str) -> Iterator[tuple[Unit, Fetch]]:
    """Requests of a round for an address, or that were led there."""
    store.round(round_id)
    units = store.round_units(round_id)
    own = [u for u in units if any(same_site(place, address) for place in (u.portal, *u.columns))]
    for unit in own or units:
        for fetch in store.fetches(round_id, unit.id):
            if address in {fetch.url, where(fetch)}:
                yield unit, fetch


def why_nothing(store: Store, address: str, round_id: str | None) -> str:
    """Why there is nothing to show, as far as any round knows."""
    for name in [round_id] if round_id else [each.id for each in store.rounds()]:
        for unit, fetch in islice(_asked_for(store, name, address), 1):
            when, whither = china_time(fetch.fetched_at), where(fetch)
            led = f"，转到 {whither}，请改查那个网址" if whither != address else ""
            said = f"轮次 {name} 采集{unit.name}时（{when}）访问过 {address}"
            return f"{said}：{describe(fetch)}{led}"
    looked = f"轮次 {round_id} 没有" if round_id else "各轮次都没有"
    return f"{looked}采集过 {address}；请核对网址，协议、主机和路径都要与采集时一致"
