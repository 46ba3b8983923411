"""Appeals of a round as documents tell of them: what was said, what was there, what was handed in.

Each belongs to the unit that raised it; a document of a unit takes its own and no other's.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.rounds.result import Result
from data.cases import CaseCapture, Subject
from data.reviews import Upload
from data.store import Store
from data.types import Evidence, Finding
from data.uploads import MOST_BYTES, TAKEN, UploadError, read
from scoring.appeals import Appeal, appeals

_MOST_BYTES = 3 * MOST_BYTES  # of all files of a unit: three of the largest that are taken
_PRIVATE = "涉及个人信息，文件不收入资料包，请在申诉页面查看"
_FULL = "资料包容量有限，没有收入，请在申诉页面下载"


@dataclass(frozen=True)
class Handed:
    """A file that a unit handed in with an appeal; or why it is not here."""

    name: str  # as the unit called it: a stranger's text
    sha256: str
    content: bytes = b""
    why: str = ""

    @property
    def ending(self) -> str:
        """One of those that are taken; `bin` for what the name makes up."""
        ending = self.name.rpartition(".")[2].lower()
        return ending if ending in TAKEN else "bin"


@dataclass(frozen=True)
class Pleaded:
    """An appeal with what bears on it."""

    appeal: Appeal
    captures: Sequence[CaseCapture] = ()  # what its link answered, oldest first
    cited: Evidence | None = None  # what the decision rests on, where it is no file handed in
    file: Handed | None = None


def pleas(store: Store, result: Result) -> Mapping[str, Sequence[Pleaded]]:
    """Appeals by unit id, each unit's by number; no file is read yet."""
    round_id = result.round.id
    captures = store.case_captures(Subject.APPEAL, round_id)
    found: dict[str, list[Pleaded]] = {}
    for number, appeal in appeals(store.events(Subject.APPEAL, round_id)).items():
        finding = result.findings.get(appeal.unit_id, {}).get(appeal.indicator_id)
        seen = captures.get(number, [])
        cited = _cited(store, round_id, appeal, seen, finding)
        file = Handed(appeal.file_name, appeal.file) if appeal.file else None
        found.setdefault(appeal.unit_id, []).append(Pleaded(appeal, seen, cited, file))
    return found


def answer_of(kept: CaseCapture) -> Evidence:
    """What an address answered when a case asked for it, as a piece of evidence."""
    return Evidence(kept.final_url, kept.title, kept.at, kept.sha256, kept.warc, kept.offset)


def _cited(
    store: Store,
    round_id: str,
    appeal: Appeal,
    captures: Sequence[CaseCapture],
    finding: Finding | None,
) -> Evidence | None:
    """The capture that a decision names; None where it names the file handed in, or none did."""
    if not appeal.cites or appeal.cites == appeal.file:
        return None
    pieces = [*map(answer_of, captures), *(finding.evidence if finding else ())]
    for piece in pieces:
        if piece.sha256 == appeal.cites:
            return piece
    for url in dict.fromkeys(piece.url for piece in pieces):
        for seen in store.captures(url):
            if seen.sha256 == appeal.cites:
                here = seen.round_id == round_id  # the archive of another round is not opened
                warc, offset = (seen.warc, seen.offset) if here else ("", 0)
                return Evidence(seen.url, "", seen.first_at, seen.sha256, warc, offset)
    return Evidence("", "", sha256=appeal.cites)


def archived(told: Sequence[Pleaded]) -> Iterator[tuple[str, Evidence]]:
    """Indicator and evidence of all that is archived because of appeals."""
    for each in told:
        pieces = [answer_of(kept) for kept in each.captures]
        for piece in (*pieces, *([each.cited] if each.cited else [])):
            if piece.warc:
                yield each.appeal.indicator_id, piece


def with_files(told: Sequence[Pleaded], var: Path, private: Collection[str]) -> tuple[Pleaded, ...]:
    """The same with the bytes that were handed in, as far as there is room for them.

    Args:
        private: ids of indicators about personal data, whose files may hold the very thing that no
            document may.
    """
    room, known = _MOST_BYTES, dict[str, Handed]()
    found = []
    for each in told:
        file = each.file
        if file is not None:
            if each.appeal.indicator_id in private:
                file = replace(file, why=_PRIVATE)
            elif file.sha256 in known:  # handed in twice, kept once
                file = replace(known[file.sha256], name=file.name)
            else:
                file = known[file.sha256] = _read(file, var, room)
                room -= len(file.content)
        found.append(replace(each, file=file))
    return tuple(found)


def _read(file: Handed, var: Path, room: int) -> Handed:
    try:
        content = read(var, Upload(file.sha256, file.name, "", 0))
    except UploadError as error:
        return replace(file, why=str(error))
    except ValueError:  # what stands where the hash should leads to no file of ours
        return replace(file, why="登记的摘要值无效，找不到文件")
    return replace(file, content=content) if len(content) <= room else replace(file, why=_FULL)
