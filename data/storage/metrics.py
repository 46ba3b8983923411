"""Figures that offices handed over, and the findings made of them. Part of `Store`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import groupby

from sqlalchemy import select

from data import rows
from data.canonical import dumps
from data.metrics.types import Figure, Proof, Reported, in_force, period_from
from data.storage.audit import note
from data.storage.database import Database, insert
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.storage.sheets import findings_of, keep
from data.tables import FindingRow, MetricRow
from data.types import Finding


class Metrics:
    """Queries about imported metrics. All it needs is a database."""

    _database: Database

    def add_metrics(self, round_id: str, figures: Iterable[Figure]) -> None:
        """Append figures, all or nothing. Earlier ones stay, and no longer count where a new one
        is of the same unit, metric and period.

        Raises:
            StoreError: the round or one of the units in it is unknown.
        """
        given = list(figures)
        new = [_row(round_id, figure) for figure in given]
        with self._database.write() as session:
            demand_open(session, round_id)
            for unit_id in dict.fromkeys(row["unit_id"] for row in new):
                demand_member(session, round_id, str(unit_id))
            insert(session, MetricRow, new)
            for source, some in groupby(given, lambda f: (f.by, f.at, f.sha256)):
                by, at, digest = source
                note(
                    session, at=at, by=by, action="import_metrics", round_id=round_id,
                    what=f"导入填报数据 {len(list(some))} 个，填报表摘要值 {digest}",
                )  # fmt: skip

    def metric_history(self, round_id: str) -> list[Figure]:
        """Every figure ever imported into a round, oldest first."""
        query = select(MetricRow).where(MetricRow.round_id == round_id).order_by(MetricRow.id)
        with self._database.read() as session:
            return [_figure(row) for row in session.scalars(query)]

    def metrics(self, round_id: str) -> dict[str, dict[str, tuple[Figure, ...]]]:
        """Figures in force: unit id -> metric id -> one a period, in order of the periods."""
        return in_force(self.metric_history(round_id))

    def lay_findings(self, round_id: str, findings: Mapping[str, Mapping[str, Finding]]) -> None:
        """Put findings in place of those of the same indicators; the others stay.

        Args:
            findings: unit id -> indicator id -> finding.

        Raises:
            StoreError: the round or one of the units in it is unknown.
        """
        new = [
            {"round_id": round_id, "unit_id": unit_id, "indicator_id": id_, **rows.finding_row(f)}
            for unit_id, found in findings.items()
            for id_, f in found.items()
        ]
        with self._database.write() as session:
            demand_open(session, round_id)
            for unit_id in findings:
                demand_member(session, round_id, unit_id)
            self._database.upsert(session, FindingRow, new)
            for unit_id in findings:
                whole = findings_of(session, round_id, unit_id)
                keep(self._database, session, round_id, unit_id, whole)


def _row(round_id: str, figure: Figure) -> dict[str, object]:
    said = figure.said
    return {
        "round_id": round_id,
        "unit_id": said.unit_id,
        "metric_id": said.metric_id,
        "period": said.period.key,
        "value": said.value,
        "place": said.place,
        "note": said.note,
        "proof": dumps(asdict(said.proof)),
        "file": figure.file,
        "sha256": figure.sha256,
        "imported_by": figure.by,
        "imported_at": figure.at,
    }


def _figure(row: MetricRow) -> Figure:
    said = Reported(
        unit_id=row.unit_id,
        metric_id=row.metric_id,
        period=period_from(row.period),
        value=row.value,
        place=row.place,
        note=row.note,
        proof=Proof(**json.loads(row.proof)),
    )
    return Figure(said, row.file, row.sha256, row.imported_by, row.imported_at)
