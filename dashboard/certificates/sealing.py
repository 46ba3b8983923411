"""Sealing a round: its certificate is written, read back and scored again, and only then is the
round closed and the file given its name.

Killed at any moment, either the round is open and there is no file of that name, or it is sealed;
then sealing it again writes the same certificate.
"""

import fcntl
import json
import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from crawlers.clock import now
from crawlers.personal import masked, masked_urls
from dashboard.certificates.certified import Recount, certified_scheme
from dashboard.certificates.sealed_text import about
from dashboard.certificates.verifying import verify
from dashboard.rounds.currency import out_of_date, unchecked
from dashboard.wording.printing import masked_values
from data import certificate as parts
from data.archive import evidence_of
from data.canonical import dumps
from data.certificate import CertificateError, Packer
from data.certificate_lines import (
    EVIDENCE_COLUMNS,
    UNIT_COLUMNS,
    Place,
    cited_places,
    csv_head,
    evidence_rows,
    figure_line,
    finding_line,
    judgement_line,
    unit_row,
)
from data.storage.seals import Seal, Standing
from data.store import Store
from data.types import Judgement, Round
from data.writer import settle
from scoring.engine.counted import by_unit
from scoring.rounds import in_force

_PIECE = 1024**2


@dataclass(frozen=True, slots=True)
class Sealed:
    """A certificate that was written."""

    digest: str  # of the scores
    certificate: str  # identity
    size: int  # bytes
    again: bool  # the round had been sealed before


def seal_round(
    store: Store,
    round_id: str,
    path: Path,
    var: Path,
    *,
    evidence: bool = False,
    by: str = "gkc",
) -> Sealed:
    """Write the certificate of a round and close the round.

    Args:
        var: folder of the run-time files.
        evidence: put the WARC files in as well.
        by: who seals it, for the audit chain; not given: whoever has the machine.

    Raises:
        CertificateError: the round is not ready, or changed meanwhile; or there is such a file.
        OSError: the file cannot be written.
    """
    assessed, before = store.round(round_id), store.seal(round_id)
    seen = store.standing(round_id)
    if before is None:
        _demand_ready(store, assessed, seen)
    if path.exists():
        raise CertificateError(f"文件 {path} 已存在；请换一个文件名，或先把它移走")
    planned = before or Seal(
        now(), seen.digest, "", f"gongkaichi {version('gongkaichi')}", platform.python_version()
    )
    with _part(path) as (file, part):
        identity = _Writing(store, assessed, planned, seen, var).write(file, evidence=evidence)
        file.flush()
        os.fsync(file.fileno())
        verify(part)
        if before is None:
            made = Seal(planned.at, planned.digest, identity, planned.program, planned.python)
            if not store.put_seal(round_id, made, seen, by):
                raise CertificateError(f"轮次 {round_id} 在封存时又有改动，没有封存；请重新运行")
        elif identity != before.certificate:
            raise CertificateError(
                f"重做的证书与封存时的不同（{identity}，封存时 {before.certificate}）："
                "数据库里的内容被改动过，或者程序已换了版本；没有写出"
            )
        size = os.fstat(file.fileno()).st_size
        part.replace(path)
        settle(path.parent)
    return Sealed(planned.digest, identity, size, before is not None)


def _demand_ready(store: Store, assessed: Round, seen: Standing) -> None:
    id_ = assessed.id
    if not seen.digest or seen.scored != len(assessed.unit_ids):
        raise CertificateError(f"轮次 {id_} 还没有计分，不能封存；请先运行 gkc score {id_}")
    if seen.looking:
        raise CertificateError(
            f"轮次 {id_} 还有 {seen.looking} 个网站没有采集完，不能封存；"
            f"请先运行 gkc collect {id_}，再运行 gkc check {id_} 和 gkc score {id_}"
        )
    if old := unchecked(store, id_) or out_of_date(store, id_):
        raise CertificateError(f"轮次 {id_} 还不能封存：{old}")
    for judgement in _in_force(store.judgements(id_)):
        if _clean(judgement.reason) != judgement.reason:
            raise CertificateError(
                f"单位 {judgement.unit_id} 的指标 {judgement.indicator_id} 的评审理由里有个人号码，"
                f"不能写进证书；请导入一条不含号码的评审意见，再运行 gkc score {id_}"
            )


def _in_force(judgements: Sequence[Judgement]) -> Iterator[Judgement]:
    for mine in by_unit(judgements).values():
        yield from in_force(mine).values()


def _clean(text: str) -> str:
    return masked_urls(masked(text))


@contextmanager
def _part(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file beside `path` that only we write; what a killed process left of it is overwritten."""
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o644), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = part.exists() and os.path.samestat(os.fstat(file.fileno()), part.stat())
        except BlockingIOError:
            mine = False
        if not mine:
            raise CertificateError(f"另一个 gkc rounds seal 正在写 {path}；请等它结束")
        file.truncate()
        try:
            yield file, part
        finally:
            part.unlink(missing_ok=True)


class _Writing:
    """The files of a certificate, one after the other, in the order of the zip."""

    def __init__(
        self, store: Store, assessed: Round, seal: Seal, seen: Standing, var: Path
    ) -> None:
        self._store, self._round, self._seal, self._seen = store, assessed, seal, seen
        self._var = var
        self._units = store.round_units(assessed.id)
        self._stated: dict[str, str] = {}  # unit id -> digest of its findings as they are
        self._warcs: dict[str, None] = {}
        self._findings = 0

    def write(self, file: BinaryIO, *, evidence: bool) -> str:
        """All of it; returns the identity of the certificate."""
        with closing(Packer(file)) as packer:
            return self._write(packer, evidence=evidence)

    def _write(self, packer: Packer, *, evidence: bool) -> str:
        id_ = self._round.id
        text = self._store.scheme_text(self._round.scheme_id)
        scheme = certified_scheme(text, web_only=self._round.web_only)
        self._sheets = self._store.sheets(id_)
        judgements = self._store.judgements(id_)
        figures = self._store.metric_history(id_)
        said = about(self._round, scheme, self._seal, len(self._units))
        packer.add(parts.ABOUT, [said.encode()])
        packer.add(parts.SCHEME, [text.encode()])
        packer.add(parts.UNITS, self._unit_rows())
        packer.add(parts.FINDINGS, self._finding_lines())
        packer.add(parts.JUDGEMENTS, map(judgement_line, map(_public, judgements)))
        if figures:
            packer.add(parts.METRICS, map(figure_line, figures))
        packer.add(parts.EVIDENCE, self._evidence_rows())
        recount = Recount(scheme, self._units, self._sheets, judgements)
        packer.add(parts.SCORES, (row for _, row in recount.scores()))
        packer.add(parts.RANKING, (row for _, row in recount.ranking()))
        if recount.digest() != self._seal.digest:
            raise CertificateError(
                f"轮次 {id_} 计分之后又导入了评审意见或数据，得分不是最新的；"
                f"请先运行 gkc score {id_}"
            )
        if evidence:
            for name in sorted(self._warcs):
                packer.add(parts.FOLDER + name, self._warc(name), packed=False)
        return packer.finish(self._head(len(judgements), len(figures)))

    def _head(self, judgements: int, figures: int) -> dict[str, object]:
        of, scored = self._round, self._seen.scored_at
        return {
            "round": {
                "id": of.id,
                "name": of.name,
                "scheme": of.scheme_id,
                "as_of": of.as_of.isoformat(),
                "year": of.year,
                "web_only": of.web_only,
                "created_at": of.created_at.isoformat(),
            },
            "digest": self._seal.digest,
            "scored_at": scored.isoformat() if scored else None,
            "sealed_at": self._seal.at.isoformat(),
            "program": self._seal.program,
            "python": self._seal.python,
            "stated": self._stated,
            "counts": {
                "units": len(self._units),
                "findings": self._findings,
                "judgements": judgements,
                "metrics": figures,
            },
        }

    def _unit_rows(self) -> Iterator[bytes]:
        yield csv_head(UNIT_COLUMNS)
        for unit in self._units:
            yield unit_row(unit, copy=unit.id in self._round.copies)

    def _finding_lines(self) -> Iterator[bytes]:
        for unit in self._units:
            lines = []
            for id_, payload in self._store.finding_texts(self._round.id, unit.id):
                said, stars = _shown(payload)
                lines.append(finding_line(unit.id, id_, said))
                if stars:
                    self._stated[unit.id] = self._sheets[unit.id].digest
            if not lines and unit.id in self._sheets:
                self._stated[unit.id] = self._sheets[unit.id].digest
            self._findings += len(lines)
            yield b"".join(lines)

    def _evidence_rows(self) -> Iterator[bytes]:
        yield csv_head(EVIDENCE_COLUMNS)
        id_ = self._round.id
        for unit in self._units:
            cited: dict[Place, list[str]] = {}
            for indicator_id, payload in self._store.finding_texts(id_, unit.id):
                for place in cited_places(json.loads(_shown(payload)[0])):
                    cited.setdefault(place, []).append(indicator_id)
            kept = [
                (masked_urls(url), sha256, at.isoformat(), warc, offset)
                for url, sha256, at, warc, offset in self._store.kept_places(id_, unit.id)
            ]
            self._warcs |= dict.fromkeys(warc for *_, warc, _ in (*kept, *cited) if warc)
            yield evidence_rows(unit.id, kept, cited)

    def _warc(self, name: str) -> Iterator[bytes]:
        path = evidence_of(self._var, self._round.id).folder / name
        try:
            file = path.open("rb")
        except FileNotFoundError as error:
            raise CertificateError(
                f"缺少存证文件 {path}，不能放进证书；请从备份恢复，或去掉 --evidence"
            ) from error
        with closing(file):
            while piece := file.read(_PIECE):
                yield piece


def _shown(payload: str) -> tuple[str, bool]:
    """Canonical JSON of a finding with numbers of persons in its addresses starred; whether there
    were any.
    """
    if masked_urls(payload) == payload:
        return payload, False
    raw = json.loads(payload)
    stars = masked_values(raw)
    return dumps(stars), stars != raw


def _public(judgement: Judgement) -> Judgement:
    """As it may be shown; those that count had nothing to hide, or nobody would be here."""
    return replace(judgement, reason=_clean(judgement.reason))
