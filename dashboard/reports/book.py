"""What documents of a round are made from, read once; they are pure functions of it.

What the public may see is asked here: places and values of others stand in a document that leaves
the office only where the scheme publishes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from dashboard.casework.evidence import title_and_text
from dashboard.casework.pictures import printed
from dashboard.casework.rectifying import fixes
from dashboard.reports.errors import ReportError
from dashboard.reports.faults import Fault, faults
from dashboard.reports.pleas import Pleaded, archived, pleas, with_files
from dashboard.rounds.currency import out_of_date
from dashboard.rounds.permitted import is_published
from dashboard.rounds.places import earlier
from dashboard.rounds.published import Row, published
from dashboard.rounds.result import Result, read_result
from dashboard.rounds.steps import round_scheme
from data.archive import Record, evidence_of
from data.indicators import Publishing, Scheme
from data.reviews import Cell, Upload
from data.store import Store
from data.types import Evidence, Ranked, Unit, UnitScore
from data.uploads import IMAGES, UploadError, read
from data.workflow import Terms
from data.writer import ArchiveError
from scoring.gaps import Gap, gaps
from scoring.rectification import Fix

UNNAMED = "评估组织单位"  # who issues, where nobody said
PERSONAL = frozenset({"privacy_leaks"})  # checks whose evidence is personal data
PRIVATE = "涉及个人信息，图片不收入文件，请在评审台查看"


@dataclass(frozen=True)
class Earlier:
    """The last round before, by the same family of schemes."""

    name: str
    scores: Mapping[str, UnitScore]
    ranked: Mapping[str, Ranked]
    same_scheme: bool  # else the two cannot be compared without a word
    public: bool  # its places and values of every unit were made public


@dataclass(frozen=True)
class Captured:
    """What an evidence shows, as it was archived."""

    title: str
    text: str  # empty: `why`, or it is a picture
    why: str = ""
    jpeg: bytes = b""  # of a picture, drawn anew


@dataclass(frozen=True)
class Picture:
    """A picture that is evidence of a point, drawn anew for paper; or why it is not shown."""

    name: str
    sha256: str  # of the file as it was brought
    jpeg: bytes  # empty: `why`
    why: str = ""


@dataclass(frozen=True)
class Book:
    """A scored round as documents need it."""

    result: Result
    published: bool
    terms: Terms
    day: date  # of the document
    organisation: str = UNNAMED
    number: str = ""  # 发文字号; empty: a draft
    before: Earlier | None = None
    fixes: Mapping[str, Sequence[Fix]] = field(default_factory=dict)  # by unit; told points only
    captured: Mapping[Evidence, Captured] = field(default_factory=dict)
    uploads: Mapping[Cell, Sequence[Upload]] = field(default_factory=dict)
    pictures: Mapping[str, Sequence[Picture]] = field(default_factory=dict)  # by indicator
    appeals: Mapping[str, Sequence[Pleaded]] = field(default_factory=dict)  # by unit

    @property
    def scheme(self) -> Scheme:
        return self.result.scheme

    @cached_property
    def places(self) -> dict[str, Ranked]:
        """By unit id."""
        return {line.unit_id: line for line in self.result.ranked}

    @cached_property
    def faults(self) -> list[Fault]:
        """The commonest faults, most units first: several chapters of a document name them."""
        return faults(self.result)

    @property
    def full(self) -> bool:
        """Places and values of every unit may leave the office."""
        return self.scheme.publish.mode is Publishing.FULL

    @property
    def names_places(self) -> bool:
        """A unit may read its place and the best value of its group."""
        return self.full and self.published

    def for_public(self) -> "Book":
        """The same for a document that becomes public: a place or value of this round beside how it
        moved tells that of the round before, so it stands beside rounds that told theirs only.
        """
        return self if self.before and self.before.public else replace(self, before=None)

    def gaps(self, unit_id: str) -> list[Gap]:
        """Lost points, largest first; what is merely open comes last."""
        result = self.result
        return gaps(result.scheme, result.scores[unit_id], result.findings[unit_id])

    def lost(self, unit_id: str) -> list[Gap]:
        return [gap for gap in self.gaps(unit_id) if gap.lost]

    def announced(self) -> tuple[Mapping[str, str], list[Row]]:
        """The ranking as the scheme publishes it: headings by key, and rows."""
        names = {id_: unit.name for id_, unit in self.result.units.items()}
        return published(self.scheme, self.result.ranked, names)

    def unit(self, unit_id: str) -> Unit:
        """
        Raises:
            ReportError: the round has no such unit, or it was not scored.
        """
        if unit_id not in self.result.units or unit_id not in self.result.scores:
            raise ReportError(f"轮次 {self.result.round.id} 里没有计过分的单位“{unit_id}”")
        return self.result.units[unit_id]


def read_book(store: Store, round_id: str, day: date, organisation: str = "") -> Book:
    """
    Raises:
        ReportError: the round was not scored, or its scores are out of date.
        StoreError: there is no such round.
        SchemeError: its scheme names a check that no longer exists.
    """
    digest = store.digest(round_id)
    if digest is None:
        store.round(round_id)
        raise ReportError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    if old := out_of_date(store, round_id):
        raise ReportError(f"得分不是最新的，不能出报告：{old}")
    result = read_result(store, round_id, digest)
    by_unit: dict[str, list[Fix]] = {}
    for fix in fixes(store, round_id):
        by_unit.setdefault(fix.unit_id, []).append(fix)
    return Book(
        result=result,
        published=is_published(store, round_id),
        terms=store.terms(round_id),
        day=day,
        organisation=organisation or UNNAMED,
        before=_before(store, result),
        fixes=by_unit,
        uploads=store.uploads_of(round_id),
        appeals=pleas(store, result),
    )


def _before(store: Store, result: Result) -> Earlier | None:
    this = result.round
    last = next(
        (
            each
            for each in earlier(store, store.rounds(), this.id)
            if store.digest(each.id) is not None
        ),
        None,
    )
    if last is None:
        return None
    full = round_scheme(store, last).publish.mode is Publishing.FULL
    return Earlier(
        name=last.name,
        scores=store.scores(last.id),
        ranked={line.unit_id: line for line in store.ranked(last.id)},
        same_scheme=last.scheme_id == this.scheme_id and last.web_only == this.web_only,
        public=full and is_published(store, last.id),
    )


def with_evidence(book: Book, var: Path, unit_id: str) -> Book:
    """The same with the archived text of everything that a unit's findings and appeals point to,
    with the pictures that people brought, and with the files of its appeals and of no other's.

    What cannot be read back is said, never left out: evidence is somebody's word against ours.
    """
    archive = evidence_of(var, book.result.round.id)
    captured: dict[Evidence, Captured] = {}
    by_record: dict[tuple[str, int, str], Captured] = {}
    private = {leaf.id for leaf in book.scheme.leaves() if leaf.check in PERSONAL}
    mine = with_files(book.appeals.get(unit_id, ()), var, private)
    found = book.result.findings.get(unit_id, {})
    seen = [(id_, piece) for id_, finding in found.items() for piece in finding.evidence]
    for indicator_id, piece in (*seen, *archived(mine)):
        if not piece.warc:
            continue
        key = (piece.warc, piece.offset, piece.sha256)
        if key not in by_record:
            try:
                by_record[key] = _captured(archive.record(*key), indicator_id in private)
            except ArchiveError as error:
                by_record[key] = Captured("", "", str(error))
        captured[piece] = by_record[key]
    return replace(with_pictures(book, var, unit_id), captured=captured, appeals={unit_id: mine})


def _captured(record: Record, private: bool) -> Captured:
    """What a record shows: its text, or the picture it is."""
    title, text = title_and_text(record)
    if text.strip():
        return Captured(title, text)
    if private:
        return Captured(title, "", PRIVATE)
    return Captured(title, "", jpeg=printed(record.payload) or b"")


def with_pictures(book: Book, var: Path, unit_id: str) -> Book:
    """The same with the pictures that reviewers brought on points of a unit (screenshots).

    Of an indicator about personal data none is shown: what it proves is the very thing that no
    document may hold.
    """
    leaves = {leaf.id: leaf for leaf in book.scheme.leaves()}
    found: dict[str, list[Picture]] = {}
    for (of, indicator_id), files in book.uploads.items():
        leaf = leaves.get(indicator_id)
        for file in files:
            if of == unit_id and file.format in IMAGES:
                private = leaf is not None and leaf.check in PERSONAL
                found.setdefault(indicator_id, []).append(_picture(var, file, private=private))
    return replace(book, pictures=found)


def _picture(var: Path, file: Upload, *, private: bool) -> Picture:
    if private:
        return Picture(file.name, file.sha256, b"", PRIVATE)
    try:
        drawn = printed(read(var, file))
    except UploadError as error:
        return Picture(file.name, file.sha256, b"", str(error))
    return Picture(file.name, file.sha256, drawn or b"", "" if drawn else "图片无法显示")
