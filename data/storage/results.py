"""What was read, found, judged and scored in a round. Part of `Store`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from data import rows
from data.canonical import finding_from, score_from
from data.facts import ColumnFacts, PageFacts
from data.storage.currency import Checked, note
from data.storage.database import Database, insert
from data.storage.rounds import member_row
from data.storage.scorelines import put_lines
from data.storage.seals import demand_open
from data.storage.sheets import keep, sheets
from data.storage.still import demand_stage
from data.tables import (
    ColumnRow,
    DigestRow,
    FetchRow,
    FindingRow,
    JudgementRow,
    PageRow,
    RoundUnitRow,
    ScoreRow,
)
from data.trail import Doer
from data.types import Finding, Judgement, Page, Ranked, UnitScore
from data.verdicts import ScoreLine, Sheet
from data.workflow import Refuse, at_any_time


class Results:
    """Queries about what the evidence says and what it is worth. All it needs is a database."""

    _database: Database

    # --- what was read and found -----------------------------------------------------------

    def put_reading(
        self,
        round_id: str,
        unit_id: str,
        pages: Iterable[Page],
        columns: Iterable[ColumnFacts],
        findings: Mapping[str, Finding],
        checked: Checked | None = None,
        refuse: Refuse = at_any_time,
    ) -> None:
        """Replace what is known of a unit: page facts, column sheet and findings, all or nothing.

        The hash of a page's bytes is taken from its fetch, which is to be added before.

        Args:
            checked: the look that was read; not given: nobody can say later whether it was the
                last.
            refuse: asked of the stage in which the round is when this is written.

        Raises:
            WorkflowError: the stage does not allow it.
        """
        with self._database.read() as session:
            hashes = _hashes(session, round_id, unit_id)
        page_rows = [
            rows.page_row(page, hashes.get(page.url, ""), n) for n, page in enumerate(pages)
        ]
        column_rows = [rows.column_row(column) for column in columns]
        with self._database.write() as session:
            demand_open(session, round_id)
            demand_stage(session, round_id, refuse)
            member_row(session, round_id, unit_id)
            _replace(session, PageRow, round_id, unit_id, page_rows)
            _replace(session, ColumnRow, round_id, unit_id, _numbered(column_rows))
            _replace(session, FindingRow, round_id, unit_id, _finding_rows(findings))
            keep(self._database, session, round_id, unit_id, findings)
            note(self._database, session, round_id, unit_id, checked)

    def put_findings(
        self,
        round_id: str,
        unit_id: str,
        findings: Mapping[str, Finding],
        checked: Checked | None = None,
        refuse: Refuse = at_any_time,
    ) -> None:
        """Replace a unit's findings, by indicator id; all else as for `put_reading`."""
        with self._database.write() as session:
            demand_open(session, round_id)
            demand_stage(session, round_id, refuse)
            member_row(session, round_id, unit_id)
            _replace(session, FindingRow, round_id, unit_id, _finding_rows(findings))
            keep(self._database, session, round_id, unit_id, findings)
            note(self._database, session, round_id, unit_id, checked)

    def pages(self, round_id: str, unit_id: str) -> list[PageFacts]:
        """Page facts in the order they were given."""
        query = select(PageRow).where(PageRow.round_id == round_id, PageRow.unit_id == unit_id)
        with self._database.read() as session:
            found = session.scalars(query.order_by(PageRow.position))
            return [rows.page_facts(row) for row in found]

    def columns(self, round_id: str, unit_id: str) -> list[ColumnFacts]:
        """The column sheet in the order it was given."""
        query = select(ColumnRow).where(
            ColumnRow.round_id == round_id, ColumnRow.unit_id == unit_id
        )
        with self._database.read() as session:
            found = session.scalars(query.order_by(ColumnRow.position))
            return [rows.column_facts(row) for row in found]

    def all_columns(self, round_id: str) -> dict[str, list[ColumnFacts]]:
        """The column sheets of a round by unit id; units without one are absent."""
        query = select(ColumnRow).where(ColumnRow.round_id == round_id)
        found: dict[str, list[ColumnFacts]] = {}
        with self._database.read() as session:
            for row in session.scalars(query.order_by(ColumnRow.unit_id, ColumnRow.position)):
                found.setdefault(row.unit_id, []).append(rows.column_facts(row))
        return found

    def findings(self, round_id: str) -> dict[str, dict[str, Finding]]:
        """Findings of a round: unit id -> indicator id -> finding. Units not checked are absent."""
        query = select(FindingRow.unit_id, FindingRow.indicator_id, FindingRow.payload).where(
            FindingRow.round_id == round_id
        )
        found: dict[str, dict[str, Finding]] = {}
        with self._database.read() as session:
            # Plain tuples: rows of the library compare three times as slowly.
            for unit_id, indicator_id, payload in sorted(map(tuple, session.execute(query))):
                found.setdefault(unit_id, {})[indicator_id] = finding_from(payload)
        return found

    def checked(self, round_id: str) -> set[str]:
        """Ids of the units of a round that have findings."""
        query = select(FindingRow.unit_id).where(FindingRow.round_id == round_id).distinct()
        with self._database.read() as session:
            return set(session.scalars(query))

    def sheets(self, round_id: str) -> dict[str, Sheet]:
        """Of all findings of a round what points are made of, by unit id: see `data.verdicts`."""
        return sheets(self._database, round_id)

    # --- judgements ------------------------------------------------------------------------

    def add_judgements(self, round_id: str, judgements: Iterable[Judgement]) -> None:
        """Append what people decided, all or nothing. Earlier judgements stay.

        Raises:
            StoreError: the round or one of the units in it is unknown.
        """
        with self._database.write() as session:
            demand_open(session, round_id)
            for judgement in judgements:
                member_row(session, round_id, judgement.unit_id)
                row = {"round_id": round_id, **rows.judgement_row(judgement)}
                insert(session, JudgementRow, [row])

    def judgements(self, round_id: str) -> list[Judgement]:
        """All judgements of a round, oldest first: the last on a point is the one in force."""
        query = select(JudgementRow).where(JudgementRow.round_id == round_id)
        with self._database.read() as session:
            found = session.scalars(query.order_by(JudgementRow.id))
            return [rows.judgement(row) for row in found]

    # --- scores ----------------------------------------------------------------------------

    def put_scores(
        self,
        round_id: str,
        scores: Iterable[UnitScore],
        ranked: Iterable[Ranked],
        digest: str,
        at: datetime,
    ) -> None:
        """Replace a round's scores, places and digest, all or nothing.

        Raises:
            ValueError: scores and places are not of the same units.
            StoreError: the round or one of the units in it is unknown.
        """
        by_unit = {score.unit_id: score for score in scores}
        places = {line.unit_id: line for line in ranked}
        if by_unit.keys() != places.keys():
            raise ValueError("scores and places are of different units")
        new = [
            {"round_id": round_id, "unit_id": unit_id, **rows.score_row(score, places[unit_id])}
            for unit_id, score in by_unit.items()
        ]
        with self._database.write() as session:
            demand_open(session, round_id)
            for unit_id in by_unit:
                member_row(session, round_id, unit_id)
            session.execute(delete(ScoreRow).where(ScoreRow.round_id == round_id))
            insert(session, ScoreRow, new)
            made = {"round_id": round_id, "digest": digest, "made_at": at}
            self._database.upsert(session, DigestRow, [made])

    def put_score_lines(
        self,
        round_id: str,
        lines: Iterable[ScoreLine],
        digest: Callable[[], str],
        at: datetime,
        by: str = "",
        refuse: Refuse = at_any_time,
    ) -> str:
        """As `put_scores`, for a whole province: lines are taken as they are made.

        Args:
            digest: asked for after the last line.
            by: who had it scored, for the audit chain; empty: not noted there.
            refuse: asked of the stage in which the round is when this is written.

        Returns:
            The digest.

        Raises:
            WorkflowError: the stage does not allow it.
            StoreError: the round or one of the units in it is unknown.
        """
        return put_lines(self._database, round_id, lines, digest, Doer(by, at), refuse)

    def scores(
        self, round_id: str, unit_ids: Collection[str] | None = None
    ) -> dict[str, UnitScore]:
        """Scores of a round by unit id, of all units or of some; empty before it was scored."""
        query = select(ScoreRow.unit_id, ScoreRow.payload).where(ScoreRow.round_id == round_id)
        if unit_ids is not None:
            query = query.where(ScoreRow.unit_id.in_(unit_ids))
        with self._database.read() as session:
            found = sorted(session.execute(query))
        return {unit_id: score_from(payload) for unit_id, payload in found}

    def ranked(self, round_id: str) -> list[Ranked]:
        """Places of a round: groups in the order of its units; inside by place and unit id, units
        without a place last.
        """
        # Columns and not rows: the payload is nearly all of a row, and no part of a place.
        columns = (getattr(ScoreRow, name) for name in rows.RANKED)
        query = select(*columns).where(ScoreRow.round_id == round_id)
        member = and_(
            RoundUnitRow.round_id == ScoreRow.round_id, RoundUnitRow.unit_id == ScoreRow.unit_id
        )
        first = (
            select(ScoreRow.unit_group)
            .join(RoundUnitRow, member)
            .where(ScoreRow.round_id == round_id)
            .group_by(ScoreRow.unit_group)
            .order_by(func.min(RoundUnitRow.position))
        )
        with self._database.read() as session:
            at = {group: n for n, group in enumerate(session.scalars(first))}
            found = [Ranked(*row) for row in session.execute(query)]
        return sorted(found, key=lambda r: (at[r.group], r.place is None, r.place or 0, r.unit_id))

    def digest(self, round_id: str) -> str | None:
        """The digest of the last scoring, or None before it."""
        with self._database.read() as session:
            row = session.get(DigestRow, round_id)
            return row.digest if row else None


def _hashes(session: Session, round_id: str, unit_id: str) -> dict[str, str]:
    """SHA-256 of what was read, by the address that gave it."""
    query = select(FetchRow.depth, FetchRow.url, FetchRow.final_url, FetchRow.sha256).where(
        FetchRow.round_id == round_id, FetchRow.unit_id == unit_id
    )
    return {final or url: digest for _, url, final, digest in sorted(session.execute(query))}


def _replace(
    session: Session,
    row_class: type[PageRow | ColumnRow | FindingRow],
    round_id: str,
    unit_id: str,
    new: Iterable[Mapping[str, Any]],
) -> None:
    """A unit's rows give way to new ones."""
    session.execute(
        delete(row_class).where(row_class.round_id == round_id, row_class.unit_id == unit_id)
    )
    insert(session, row_class, [{"round_id": round_id, "unit_id": unit_id, **row} for row in new])


def _numbered(new: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [{"position": position, **row} for position, row in enumerate(new)]


def _finding_rows(findings: Mapping[str, Finding]) -> list[Mapping[str, Any]]:
    return [{"indicator_id": key, **rows.finding_row(found)} for key, found in findings.items()]
