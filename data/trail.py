"""The trail of what people did: entries chained by hash, so that none changes unseen.

Not to be mixed up with data/audit.py, which counts the records of the evidence.
A chain cannot tell that its end was cut off. An anchor, the number and hash of an entry kept
elsewhere (in a certificate, a backup, on paper), can: an entry of that number must have that hash.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

START = "0" * 64  # what stands for the hash before the first entry


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did."""

    number: int  # from 1
    at: datetime  # aware, UTC
    by: str  # who, by the name to sign in with
    action: str
    round_id: str  # empty: of no round
    unit_id: str  # empty: of no unit
    what: str  # without personal data
    previous: str  # hash of the entry before
    hash: str


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something that is noted, and when."""

    by: str
    at: datetime  # aware


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the trail at some time."""

    number: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Raises:
            ValueError: not as `str` writes it.
        """
        found = re.fullmatch(r"(\d{1,9}):([0-9a-f]{64})", text.strip())
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the trail is as it was written."""

    end: Anchor  # of the entries that are there
    fault: str  # in Chinese: the first entry that does not fit, and why; empty: none


def hash_of(entry: Entry) -> str:
    """SHA-256 of the entry with the hash before it, hex; its own hash is left out.

    Of JSON with sorted keys, no spaces, UTF-8, the time in UTC to the microsecond, so that anybody
    can recompute it.
    """
    told = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "action": entry.action,
        "round": entry.round_id,
        "unit": entry.unit_id,
        "what": entry.what,
        "previous": entry.previous,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verdict(entries: Iterable[Entry], anchors: Sequence[Anchor] = ()) -> Verdict:
    """Go through the trail from its beginning.

    Args:
        entries: all of them, by number.
        anchors: ends of the trail at earlier times.
    """
    due = {anchor.number: anchor.hash for anchor in reversed(anchors)}
    end, fault = Anchor(0, START), ""
    for entry in entries:
        fault = fault or _fault(entry, end) or _against(entry, due)
        end = Anchor(entry.number, entry.hash)
    beyond = min((number for number in due if number > end.number), default=0)
    if beyond and not fault:
        fault = f"只到第 {end.number} 条，校验点记有第 {beyond} 条：末尾被截掉"
    return Verdict(end, fault)


def _fault(entry: Entry, before: Anchor) -> str:
    if entry.number != before.number + 1:
        return f"第 {before.number + 1} 条不见了：第 {before.number} 条之后是第 {entry.number} 条"
    if entry.previous != before.hash:
        return f"第 {entry.number} 条接不上前一条：前一条被改过或换过"
    if entry.hash != hash_of(entry):
        return f"第 {entry.number} 条的内容与摘要值不符：被改过"
    return ""


def _against(entry: Entry, due: dict[int, str]) -> str:
    if due.get(entry.number, entry.hash) == entry.hash:
        return ""
    return f"第 {entry.number} 条与校验点不符：整条链被重写过"
