"""What the files of a certificate say, line by line: values to text and back.

A line of JSON has a check sum of its own, so that a changed one is found in a file of a million.
"""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from typing import IO, Any

from data.canonical import (
    dumps,
    finding_from,
    fraction_text,
    number_values,
    numbers_from,
)
from data.metrics.types import Figure, Proof, Reported, period_from
from data.types import Finding, Judgement, Mark, Outcome, Unit

SEALED_LINES = frozenset({"findings.jsonl", "judgements.jsonl", "metrics.jsonl"})
BOM = "\ufeff"  # without it, spreadsheets take Chinese for something else
MOST_LINE = 64 * 1024**2  # bytes; a finding has a few thousand

UNIT_COLUMNS = ("编号", "名称", "类型", "组别", "网址", "栏目", "别名", "职责", "网站副本")
EVIDENCE_COLUMNS = (
    "单位编号", "网址", "SHA-256", "采集时间", "存证文件", "位置", "引用它的指标"
)  # fmt: skip

_HEAD = re.compile(rb'\{"crc32":"([0-9a-f]{8})",')
_UNIT = re.compile(rb'"unit_id":"([^"\\]{1,200})"')
_INDICATOR = re.compile(rb'"(?:indicator|metric)_id":"([^"\\]{1,200})"')
_NUMBER = re.compile(r"-?\d{1,300}(/\d{1,300})?")  # longer ones are no figures but bombs
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class LineError(ValueError):
    """A line that is none of a certificate: what is wrong, in Chinese, without its place."""


# --- lines of JSON ------------------------------------------------------------------------------


def sealed_line(body: str) -> bytes:
    """A canonical JSON object as a line, with the CRC-32 of its text.

    Args:
        body: its keys come after `crc32` in the alphabet.
    """
    return b'{"crc32":"%08x",%b\n' % (zlib.crc32(body.encode()), body[1:].encode())


def finding_line(unit_id: str, indicator_id: str, payload: str) -> bytes:
    """A finding, from its canonical JSON."""
    return sealed_line(
        f'{{"finding":{payload},"indicator_id":{dumps(indicator_id)},"unit_id":{dumps(unit_id)}}}'
    )


def finding_of(raw: dict[str, Any]) -> tuple[str, str, Finding]:
    """Unit id, indicator id, finding."""
    finding = raw["finding"]
    _demand_numbers(finding["counts"].values())
    return raw["unit_id"], raw["indicator_id"], finding_from(dumps(finding))


def judgement_line(judgement: Judgement) -> bytes:
    values: dict[str, object] = {
        "unit_id": judgement.unit_id,
        "indicator_id": judgement.indicator_id,
        "outcome": judgement.outcome.value,
        "reason": judgement.reason,
        "by": judgement.by,
        "at": judgement.at.isoformat(),
        "items": {key: outcome.value for key, outcome in judgement.items.items()},
        "counts": number_values(judgement.counts),
    }
    # Only where they say something: lines of certificates from before there were marks stay as
    # they were.
    if judgement.mark is not Mark.FIRST:
        values["mark"] = judgement.mark.value
    if judgement.withdrawn:
        values["withdrawn"] = True
    return sealed_line(dumps({"judgement": values}))


def judgement_of(raw: dict[str, Any]) -> Judgement:
    values = raw["judgement"]
    _demand_numbers(values["counts"].values())
    return Judgement(
        unit_id=values["unit_id"],
        indicator_id=values["indicator_id"],
        outcome=Outcome(values["outcome"]),
        reason=values["reason"],
        by=values["by"],
        at=_moment(values["at"]),
        items={key: Outcome(value) for key, value in values["items"].items()},
        counts=numbers_from(values["counts"]),
        mark=Mark(values.get("mark", Mark.FIRST)),
        withdrawn=values.get("withdrawn") is True,
    )


def figure_line(figure: Figure) -> bytes:
    said = figure.said
    values = {
        "unit_id": said.unit_id,
        "metric_id": said.metric_id,
        "period": said.period.key,
        "value": None if said.value is None else fraction_text(said.value),
        "place": said.place,
        "note": said.note,
        "proof": asdict(said.proof),
        "file": figure.file,
        "sha256": figure.sha256,
        "by": figure.by,
        "at": figure.at.isoformat(),
    }
    return sealed_line(dumps({"metric": values}))


def figure_of(raw: dict[str, Any]) -> Figure:
    values = raw["metric"]
    _demand_numbers([] if values["value"] is None else [values["value"]])
    said = Reported(
        unit_id=values["unit_id"],
        metric_id=values["metric_id"],
        period=period_from(values["period"]),
        value=None if values["value"] is None else Fraction(values["value"]),
        place=values["place"],
        note=values["note"],
        proof=Proof(**values["proof"]),
    )
    return Figure(said, values["file"], values["sha256"], values["by"], _moment(values["at"]))


def read_lines(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number, from 1, and object of every line.

    Raises:
        LineError: a line is not one that `sealed_line` made.
    """
    number = 0
    while line := file.readline(MOST_LINE + 1):
        number += 1
        head = _HEAD.match(line)
        body = b"{" + line[head.end() : -1] if head else b""
        if not head or line[-1:] != b"\n" or b"%08x" % zlib.crc32(body) != head[1]:
            raise LineError(f"第 {number} 行{_of_whom(line)}被改动过")
        try:
            raw = json.loads(body)
            if dumps(raw).encode() != body:
                raise ValueError("not canonical")
        except (ValueError, RecursionError) as error:
            raise LineError(f"第 {number} 行{_of_whom(line)}不是规范的 JSON") from error
        yield number, raw


def where(file: IO[bytes]) -> str:
    """The first line of a changed file that was changed, in Chinese; empty when none shows it."""
    try:
        for _ in read_lines(file):
            pass
    except LineError as error:
        return str(error)
    return ""


def _of_whom(line: bytes) -> str:
    units, indicators = _UNIT.findall(line), _INDICATOR.findall(line)
    said = [
        f"{word} {found[-1].decode('utf-8', 'replace')}"
        for word, found in (("单位", units), ("指标", indicators))
        if found
    ]
    return f"（{'，'.join(said)}）" if said else ""


def _demand_numbers(values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
            raise LineError("数字的写法不对")


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise LineError("时间没有时区")
    return at


# --- tables -------------------------------------------------------------------------------------


def csv_row(cells: Sequence[object]) -> bytes:
    """A row that a spreadsheet runs no formula of; `plain` takes the mark away again."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([_inert(str(each)) for each in cells])
    return out.getvalue().encode()


def csv_head(columns: Sequence[str]) -> bytes:
    return BOM.encode() + csv_row(columns)


def plain(cell: str) -> str:
    marked = cell[:1] == "'" and cell.lstrip("'").startswith(_FORMULA)
    return cell[1:] if marked else cell


def _inert(text: str) -> str:
    return "'" + text if text.lstrip("'").startswith(_FORMULA) else text


def read_table(file: IO[bytes], columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row below the heading.

    Raises:
        LineError: it has other columns, or a row of another width.
    """
    lines = (line.decode() for line in iter(lambda: file.readline(MOST_LINE), b""))
    rows = csv.reader(lines, strict=True)
    try:
        if next(rows, None) != [BOM + columns[0], *columns[1:]]:
            raise LineError("第 1 行不是应有的表头")
        for row in rows:
            if len(row) != len(columns):
                raise LineError(f"第 {rows.line_num} 行的列数不对")
            yield rows.line_num, [plain(cell) for cell in row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise LineError(f"第 {rows.line_num + 1} 行不是规范的 CSV") from error


def unit_row(unit: Unit, *, copy: bool) -> bytes:
    duties = "" if unit.duties is None else dumps(sorted(unit.duties))
    cells = (
        unit.id, unit.name, unit.kind, unit.group, unit.portal,
        dumps(list(unit.columns)), dumps(list(unit.aliases)), duties, "是" if copy else "",
    )  # fmt: skip
    return csv_row(cells)


def unit_of(cells: Sequence[str]) -> Unit:
    """
    Raises:
        LineError: a list in a cell is none.
    """
    id_, name, kind, group, portal, columns, aliases, duties, _ = cells
    return Unit(
        id_, name, kind, group, portal, _texts(columns), _texts(aliases),
        None if duties == "" else frozenset(_texts(duties)),
    )  # fmt: skip


def _texts(cell: str) -> tuple[str, ...]:
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise LineError("有一格不是列表") from error
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise LineError("有一格不是文字的列表")
    return tuple(found)


Place = tuple[str, str, str, str, int]  # URL, SHA-256, when captured, file, offset


def cited_places(finding: dict[str, Any]) -> dict[Place, None]:
    """Where the pieces of evidence of a finding are kept, of those whose content is known."""
    return {
        (each["url"], each["sha256"], each["captured_at"] or "", each["warc"], each["offset"]): None
        for each in finding["evidence"]
        if each["sha256"]
    }


def evidence_rows(unit_id: str, kept: Iterable[Place], cited: dict[Place, list[str]]) -> bytes:
    """Rows of a unit: all that came home, and what findings cite besides.

    Args:
        cited: indicator ids by place.
    """
    places = sorted({*kept, *cited})
    return b"".join(csv_row((unit_id, *at, " ".join(cited.get(at, ())))) for at in places)
