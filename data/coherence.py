"""Whether the records of an evidence file are as they were written, each and together. Pure.

What an answer came of stands in records of its own before it. All of them carry its time and its
address, so that none can be changed alone, left out or doubled without the others saying so.
"""

from collections.abc import Iterator
from hashlib import sha256

from data.cdxj import ANSWERS
from data.warc import Raw, WarcError

_CHANGED = "存证的内容与写入时的 SHA-256 不符，证据可能被改动"
_DOUBLED = "存证的记录重复"
_LACKING = "存证缺少请求记录或元数据记录"
_APART = "存证的请求、元数据与响应的时间或网址不一致，证据可能被改动"


class Coherence:
    """Given every record of one file, in order."""

    def __init__(self) -> None:
        self._ids: set[int] = set()  # hashes
        self._about: list[Raw] = []  # requests and metadata since the last answer
        self._payloads: dict[int, bytes] = {}  # offset -> SHA-256, of answers that keep one
        self._digests = False  # records name the digest of their block, from some place on

    def faults(self, offset: int, raw: Raw) -> Iterator[str]:
        """What is wrong with the next record, in Chinese; of older files what they can tell."""
        id_ = hash(raw.fields.get("warc-record-id", offset))
        if id_ in self._ids:
            yield _DOUBLED
        self._ids.add(id_)
        self._digests |= bool(raw.block_digest)
        changed = self._digests and raw.block_digest != sha256(raw.block).hexdigest()
        if raw.kind in ANSWERS:
            changed |= not self._sound(offset, raw)
            yield from self._together(raw)
            self._about.clear()
        elif name := raw.fields.get("warc-concurrent-to"):
            self._about.append(raw)
            if hash(name) in self._ids:  # it comes behind the answer that it speaks of
                yield _DOUBLED
        if changed:
            yield _CHANGED

    def _sound(self, offset: int, raw: Raw) -> bool:
        """The payload is what the record says it is, or lies where it says."""
        try:
            if raw.kind == "revisit":
                return self._payloads.get(raw.first) == bytes.fromhex(raw.digest)
            _, _, payload = raw.http()
        except (ValueError, WarcError):
            return False
        digest = self._payloads[offset] = sha256(payload).digest()
        return digest.hex() == raw.digest or not (raw.digest or self._digests)

    def _together(self, answer: Raw) -> Iterator[str]:
        """What else was written of an answer. What a cut-off look left behind names no answer."""
        name = answer.fields.get("warc-record-id")
        mine = [raw for raw in self._about if raw.fields["warc-concurrent-to"] == name]
        kinds = [raw.kind for raw in mine]
        if len(set(kinds)) < len(kinds):
            yield _DOUBLED
        http = answer.fields.get("content-type", "").startswith("application/http")
        due = {"metadata", "request"} if http else {"metadata"}  # what was drawn was not asked for
        if self._digests and not due <= set(kinds):
            yield _LACKING
        said = answer.fields.get("warc-date"), answer.uri
        if any((raw.fields.get("warc-date"), raw.uri) != said for raw in mine):
            yield _APART
