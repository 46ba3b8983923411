"""A certificate scored again, from nothing but itself: no database, no network, no folder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeVar

from dashboard.certificates.certified import Recount, Row, certified_scheme
from dashboard.rounds.reported import excused, round_metrics
from data.archive import Archive
from data.certificate import (
    EVIDENCE,
    FINDINGS,
    FOLDER,
    JUDGEMENTS,
    MANIFEST,
    METRICS,
    RANKING,
    SCHEME,
    SCORES,
    UNITS,
    CertificateError,
)
from data.certificate_lines import (
    EVIDENCE_COLUMNS,
    UNIT_COLUMNS,
    LineError,
    Place,
    cited_places,
    figure_of,
    finding_of,
    judgement_of,
    read_lines,
    read_table,
    unit_of,
)
from data.certificate_reading import Certificate, opened
from data.indicators import Method, Scheme
from data.metrics.types import Figure, in_force
from data.schemes import MOST_BYTES, SchemeError
from data.types import Finding, Judgement, Unit
from data.verdicts import Sheet, line_of, sheet_of
from data.writer import ArchiveError
from scoring.metrics import metric_findings

_T = TypeVar("_T")
_PIECE = 1024**2
# What values of the wrong kind raise in a line that is well-formed.
_UNFIT = (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError)


@dataclass(frozen=True, slots=True)
class Verified:
    """A certificate that holds."""

    manifest: Mapping[str, Any]
    units: int
    findings: int
    payloads: int  # of evidence files read back; 0 when none are in it


def verify(path: Path) -> Verified:
    """Read a certificate, see that nothing in it was changed, and score it again.

    Raises:
        CertificateError: what is wrong with it, and where.
        OSError: the file cannot be read.
    """
    with opened(path) as certificate:
        if changed := certificate.changed():
            raise CertificateError(*changed)
        try:
            return _recomputed(certificate)
        except SchemeError as error:
            raise CertificateError(f"证书里的指标体系不能用：{error}") from error


def _recomputed(certificate: Certificate) -> Verified:
    manifest = certificate.manifest
    try:
        head = manifest["round"]
        year, as_of, web_only = head["year"], date.fromisoformat(head["as_of"]), head["web_only"]
        stated, digest = dict(manifest["stated"]), str(manifest["digest"])
    except _UNFIT as error:
        raise CertificateError(f"{MANIFEST} 里缺少轮次的内容或写法不对") from error
    try:
        text = certificate.read(SCHEME, MOST_BYTES).decode()
    except UnicodeDecodeError as error:
        raise CertificateError(f"{SCHEME} 不是 UTF-8 文本") from error
    scheme = certified_scheme(text, web_only=web_only)
    units = _units(certificate)
    sheets, findings = _sheets(certificate, units, stated)
    judgements = _judgements(certificate, {unit.id for unit in units})
    if METRICS in manifest["files"]:
        _demand_same_metrics(certificate, scheme, units, sheets, year, as_of)
    recount = Recount(scheme, units, sheets, judgements)
    _demand_same(certificate, SCORES, recount.scores())
    _demand_same(certificate, RANKING, recount.ranking())
    if (made := recount.digest()) != digest:
        raise CertificateError(
            f"重算的结果摘要值是 {made}，{MANIFEST} 写的是 {digest}：指标体系、核查结果、评审意见"
            "或摘要值被改动过，或者两处程序的计分方法不同"
        )
    payloads = _payloads(certificate) if certificate.warcs else 0
    return Verified(manifest, len(units), findings, payloads)


def _units(certificate: Certificate) -> list[Unit]:
    with certificate.stream(UNITS) as file:
        try:
            units = [unit_of(cells) for _, cells in read_table(file, UNIT_COLUMNS)]
        except LineError as error:
            raise CertificateError(f"{UNITS} {error}") from error
    if not units or len({unit.id for unit in units}) < len(units):
        raise CertificateError(f"{UNITS} 里没有单位，或者单位编号有重复")
    return units


def _sheets(
    certificate: Certificate, units: Sequence[Unit], stated: Mapping[str, str]
) -> tuple[dict[str, Sheet], int]:
    """Sheets by unit id, and how many findings there are; their evidence is all listed.

    Args:
        stated: digests of findings that cannot be told from the file: those with stars in an
            address, and those of a check that found nothing to ask.
    """
    order = {unit.id: n for n, unit in enumerate(units)}
    sheets: dict[str, Sheet] = {}
    number = 0
    with certificate.stream(FINDINGS) as file, certificate.stream(EVIDENCE) as listed:
        evidence = _evidence(listed, order)
        at_hand: tuple[int, dict[Place, str]] = (-1, {})
        try:
            for unit_id, lines in groupby(read_lines(file), lambda line: line[1]["unit_id"]):
                here, found = order[unit_id], dict[str, Finding]()
                cited: dict[Place, list[str]] = {}
                if unit_id in sheets or (sheets and here < order[next(reversed(sheets))]):
                    raise LineError(f"第 {number + 1} 行的单位次序不对")
                for number, raw in lines:
                    _, id_, finding = finding_of(raw)
                    if found and id_ <= next(reversed(found)):
                        raise LineError(f"第 {number} 行的次序不对，有重复或插入的核查结果")
                    found[id_] = finding
                    for place in cited_places(raw["finding"]):
                        cited.setdefault(place, []).append(id_)
                made = sheet_of(found)
                sheets[unit_id] = Sheet(made.lines, stated.get(unit_id, made.digest))
                while at_hand[0] < here:
                    at_hand = next(evidence, (len(order), {}))
                _demand_listed(unit_id, cited, at_hand[1] if at_hand[0] == here else {})
        except LineError as error:
            raise CertificateError(f"{FINDINGS} {error}") from error
        except _UNFIT as error:
            raise CertificateError(f"{FINDINGS} 第 {number + 1} 行不是本轮的核查结果") from error
        for _ in evidence:  # of units without findings
            pass
    nothing = {id_: Sheet("", digest) for id_, digest in stated.items() if id_ in order}
    return nothing | sheets, number


def _evidence(file: IO[bytes], order: Mapping[str, int]) -> Iterator[tuple[int, dict[Place, str]]]:
    """Number of a unit, and by place which indicators cite it."""
    last = -1
    rows = _numbered(EVIDENCE, read_table(file, EVIDENCE_COLUMNS))
    for unit_id, of_unit in groupby(rows, lambda row: row[1][0]):
        found: dict[Place, str] = {}
        for number, (_, url, sha256, at, warc, offset, cited) in of_unit:
            if not offset.isdecimal() or not offset.isascii() or len(offset) > 18:
                raise CertificateError(f"{EVIDENCE} 第 {number} 行的位置不是数字")
            found[url, sha256, at, warc, int(offset)] = cited
        if order.get(unit_id, -1) <= last:
            raise CertificateError(f"{EVIDENCE} 里单位 {unit_id} 的次序不对，或不在本轮")
        last = order[unit_id]
        yield last, found


def _demand_listed(
    unit_id: str, cited: Mapping[Place, Sequence[str]], listed: Mapping[Place, str]
) -> None:
    for place, ids in cited.items():
        if listed.get(place) != " ".join(ids):
            raise CertificateError(
                f"{EVIDENCE} 里没有单位 {unit_id} 的指标 {ids[0]} 所引用的证据 {place[0]}，"
                f"或者它与 {FINDINGS} 不一致"
            )


def _judgements(certificate: Certificate, units: set[str]) -> list[Judgement]:
    found = []
    with certificate.stream(JUDGEMENTS) as file:
        for number, raw in _numbered(JUDGEMENTS, read_lines(file)):
            try:
                found.append(judgement_of(raw))
            except _UNFIT as error:
                raise CertificateError(f"{JUDGEMENTS} 第 {number} 行不是评审意见") from error
            if found[-1].unit_id not in units:
                raise CertificateError(f"{JUDGEMENTS} 第 {number} 行的单位不在本轮")
    return found


def _numbered(name: str, lines: Iterator[tuple[int, _T]]) -> Iterator[tuple[int, _T]]:
    """The same lines; a wrong one is told with the name of its file."""
    try:
        yield from lines
    except LineError as error:
        raise CertificateError(f"{name} {error}") from error


def _demand_same_metrics(
    certificate: Certificate,
    scheme: Scheme,
    units: Sequence[Unit],
    sheets: Mapping[str, Sheet],
    year: int,
    as_of: date,
) -> None:
    """The findings of metric leaves are the ones that the figures make, as far as points go."""
    history: list[Figure] = []
    with certificate.stream(METRICS) as file:
        for number, raw in _numbered(METRICS, read_lines(file)):
            try:
                history.append(figure_of(raw))
            except _UNFIT as error:
                raise CertificateError(f"{METRICS} 第 {number} 行不是填报数据") from error
    values, known = in_force(history), round_metrics(scheme)
    leaves = [leaf for leaf in scheme.leaves() if leaf.method is Method.METRIC]
    for unit in units:
        asked = [leaf for leaf in leaves if not excused(leaf, unit)]
        made = metric_findings(asked, values.get(unit.id, {}), known, year, as_of)
        lines = sheets[unit.id].lines.split("\n") if unit.id in sheets else []
        for id_, finding in made.items():
            if line_of(id_, finding) not in lines:
                raise CertificateError(
                    f"单位 {unit.id} 的指标 {id_}：按 {METRICS} 重算的结果与 {FINDINGS} 里的不同"
                )


def _demand_same(certificate: Certificate, name: str, rows: Iterator[Row]) -> None:
    """A file says what was scored again, row by row."""
    with certificate.stream(name) as file:
        for whom, row in rows:
            if file.read(len(row)) != row:
                raise CertificateError(f"{name} 里{whom}的内容与重算的不同：应为 {_words(row)}")
        if file.read(1):
            raise CertificateError(f"{name} 里有多余的内容")


def _words(row: bytes) -> str:
    return row.decode().strip().lstrip("\ufeff")


def _payloads(certificate: Certificate) -> int:
    """Read back from the evidence files what evidence.csv lists of them; returns how many.

    Files are taken out one unit at a time into a folder of ours, under names of ours.
    """
    there = set(certificate.warcs)
    number = 0
    with certificate.stream(EVIDENCE) as file, TemporaryDirectory(prefix="gkc-verify-") as folder:
        rows = _numbered(EVIDENCE, read_table(file, EVIDENCE_COLUMNS))
        for unit_id, of_unit in groupby(rows, lambda row: row[1][0]):
            out: dict[str, str] = {}
            for _, (_, url, sha256, _, warc, offset, _) in of_unit:
                if not warc:
                    continue
                if warc not in there:
                    raise CertificateError(f"证书里缺少单位 {unit_id} 的存证文件 {warc}")
                if warc not in out:
                    out[warc] = f"{len(out)}.warc.gz"
                    _take_out(certificate, warc, Path(folder) / out[warc])
                try:
                    Archive(Path(folder)).read(out[warc], int(offset), sha256)
                except ArchiveError as error:
                    raise CertificateError(
                        f"单位 {unit_id} 的证据 {url}：存证文件 {warc} 第 {offset} 字节处读不出"
                        f" SHA-256 为 {sha256} 的内容，证据被改动过或已损坏"
                    ) from error
                number += 1
            for name in out.values():
                (Path(folder) / name).unlink()
    return number


def _take_out(certificate: Certificate, warc: str, path: Path) -> None:
    with certificate.stream(FOLDER + warc) as file, path.open("xb") as out:
        while piece := file.read(_PIECE):
            out.write(piece)
