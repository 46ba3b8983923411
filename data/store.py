"""Every query. Nobody else opens the database: values come in, values go out.

Each method is one transaction, so a process killed at any time leaves no half of anything.
Text is put in order here and not by the database, whose collations differ.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from data import rows
from data.canonical import finding_from, score_from, unit_from, unit_text
from data.database import Database, StoreError, insert
from data.facts import ColumnFacts, PageFacts, SiteState, SiteStatus
from data.progress import Spent, leave, spent
from data.tables import (
    CaptureRow,
    ColumnRow,
    DigestRow,
    FetchRow,
    FindingRow,
    JudgementRow,
    PageRow,
    RoundRow,
    RoundUnitRow,
    SchemeRow,
    ScoreRow,
    StepRow,
    TrafficRow,
    UnitRow,
)
from data.types import (
    Capture,
    Fetch,
    FetchOutcome,
    Finding,
    Judgement,
    Page,
    Ranked,
    Round,
    Step,
    Traffic,
    Unit,
    UnitScore,
)


class Store:
    """The database at `url`; its tables are made when absent. Close it, or use it in `with`.

    Safe to share between threads, not between processes: let each open its own from `url`.

    Raises:
        StoreError: the database cannot be used, and why.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._database = Database(url)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # --- units and schemes -----------------------------------------------------------------

    def put_units(self, units: Iterable[Unit]) -> None:
        """Add units; those already there are brought up to date."""
        new = [
            {
                "id": unit.id,
                "name": unit.name,
                "kind": unit.kind,
                "unit_group": unit.group,
                "payload": unit_text(unit),
            }
            for unit in units
        ]
        with self._database.write() as session:
            self._database.upsert(session, UnitRow, new)

    def units(self) -> list[Unit]:
        """All units of the register, by group and id."""
        with self._database.read() as session:
            found = [unit_from(text) for text in session.scalars(select(UnitRow.payload))]
        return sorted(found, key=lambda unit: (unit.group, unit.id))

    def unit(self, unit_id: str) -> Unit:
        """
        Raises:
            StoreError: there is no such unit.
        """
        with self._database.read() as session:
            row = session.get(UnitRow, unit_id)
            if row is None:
                raise StoreError(f"没有编号为“{unit_id}”的单位；请先导入单位名册")
            return unit_from(row.payload)

    def put_scheme(self, scheme_id: str, text: str) -> None:
        """Keep a scheme version as its file is.

        Raises:
            StoreError: the id is known with another text and a round already uses it: what was
                published never changes.
        """
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._database.write() as session:
            known = session.get(SchemeRow, scheme_id)
            if known is not None and known.digest != digest:
                users = session.scalars(select(RoundRow.id).where(RoundRow.scheme_id == scheme_id))
                if used := sorted(users):
                    raise StoreError(
                        f"指标体系“{scheme_id}”已用于评估轮次 {'、'.join(used)}，内容不能再改；"
                        "请换一个新的版本编号"
                    )
            self._database.upsert(
                session, SchemeRow, [{"id": scheme_id, "digest": digest, "text": text}]
            )

    def schemes(self) -> dict[str, str]:
        """SHA-256 of every scheme version kept, by id."""
        with self._database.read() as session:
            return dict(sorted(session.execute(select(SchemeRow.id, SchemeRow.digest))))

    def scheme_text(self, scheme_id: str) -> str:
        """
        Raises:
            StoreError: there is no such scheme version.
        """
        with self._database.read() as session:
            row = session.get(SchemeRow, scheme_id)
            if row is None:
                raise StoreError(f"没有编号为“{scheme_id}”的指标体系")
            return row.text

    # --- rounds ----------------------------------------------------------------------------

    def create_round(self, new: Round) -> None:
        """Begin a round. Its units are kept as they are now, so that replay stays identical.

        Raises:
            StoreError: the id is taken, the scheme or a unit is unknown, or there is no unit.
        """
        with self._database.write() as session:
            if session.get(RoundRow, new.id) is not None:
                raise StoreError(f"评估轮次“{new.id}”已经存在；请换一个编号")
            if session.get(SchemeRow, new.scheme_id) is None:
                raise StoreError(f"没有编号为“{new.scheme_id}”的指标体系")
            if not new.unit_ids:
                raise StoreError(f"评估轮次“{new.id}”没有单位；请至少选定一个单位")
            if twice := sorted({u for u in new.unit_ids if new.unit_ids.count(u) > 1}):
                raise StoreError(f"评估轮次“{new.id}”的单位有重复：{'、'.join(twice)}")
            if outside := sorted(new.copies - set(new.unit_ids)):
                raise StoreError(f"不在本轮的单位却标为网站副本：{'、'.join(outside)}")
            known = dict(session.execute(select(UnitRow.id, UnitRow.payload)).all())
            if unknown := sorted(set(new.unit_ids) - known.keys()):
                raise StoreError(f"单位名册中没有：{'、'.join(unknown)}；请先导入单位名册")
            session.add(
                RoundRow(
                    id=new.id,
                    name=new.name,
                    scheme_id=new.scheme_id,
                    as_of=new.as_of,
                    year=new.year,
                    created_at=new.created_at,
                    web_only=new.web_only,
                )
            )
            session.flush()
            session.add_all(
                RoundUnitRow(
                    round_id=new.id,
                    unit_id=unit_id,
                    position=position,
                    unit=known[unit_id],
                    copy=unit_id in new.copies,
                    status=SiteStatus.WAITING.value,
                    exhausted=False,
                    attempts=0,
                    note="",
                    tally="",
                )
                for position, unit_id in enumerate(new.unit_ids)
            )

    def round(self, round_id: str) -> Round:
        """
        Raises:
            StoreError: there is no such round.
        """
        known = {found.id: found for found in self.rounds()}
        if round_id not in known:
            raise StoreError(f"没有编号为“{round_id}”的评估轮次；现有：{'、'.join(known) or '无'}")
        return known[round_id]

    def rounds(self) -> list[Round]:
        """All rounds, newest first."""
        with self._database.read() as session:
            members: dict[str, list[RoundUnitRow]] = {}
            for member in session.scalars(select(RoundUnitRow).order_by(RoundUnitRow.position)):
                members.setdefault(member.round_id, []).append(member)
            found = [
                Round(
                    id=row.id,
                    name=row.name,
                    scheme_id=row.scheme_id,
                    as_of=row.as_of,
                    year=row.year,
                    unit_ids=tuple(member.unit_id for member in members[row.id]),
                    created_at=row.created_at,
                    copies=frozenset(m.unit_id for m in members[row.id] if m.copy),
                    web_only=row.web_only,
                )
                for row in session.scalars(select(RoundRow))
            ]
        return sorted(found, key=lambda r: (r.created_at, r.id), reverse=True)

    def round_units(self, round_id: str) -> list[Unit]:
        """The units of a round in its order, as they were when it began."""
        with self._database.read() as session:
            query = select(RoundUnitRow.unit).where(RoundUnitRow.round_id == round_id)
            return [unit_from(t) for t in session.scalars(query.order_by(RoundUnitRow.position))]

    # --- sites and fetches -----------------------------------------------------------------

    def start_site(self, round_id: str, unit_id: str, at: datetime) -> None:
        """The look at a site begins, or begins again after it was cut off."""
        with self._database.write() as session:
            row = _member(session, round_id, unit_id)
            row.status = SiteStatus.RUNNING.value
            row.started_at = at
            row.finished_at = None
            row.exhausted = False
            row.attempts += 1
            row.note = ""

    def finish_site(
        self,
        round_id: str,
        unit_id: str,
        at: datetime,
        *,
        exhausted: bool,
        status: SiteStatus = SiteStatus.DONE,
        note: str = "",
    ) -> None:
        """The look at a site ended.

        Args:
            exhausted: nothing was left to fetch; False when a budget ended the look.
            note: for people, in Chinese.
        """
        with self._database.write() as session:
            row = _member(session, round_id, unit_id)
            row.status = status.value
            row.finished_at = at
            row.exhausted = exhausted
            row.note = note
            here = FetchRow.round_id == round_id, FetchRow.unit_id == unit_id
            leave(row, spent(session, *here).get(unit_id, Spent()))

    def site(self, round_id: str, unit_id: str) -> SiteState:
        """One site of a round, without reading the others.

        Raises:
            StoreError: there is no such site.
        """
        with self._database.read() as session:
            return rows.site_state(_member(session, round_id, unit_id))

    def site_states(self, round_id: str) -> dict[str, SiteState]:
        """State of every site of a round, by unit id, in the round's order."""
        query = select(RoundUnitRow).where(RoundUnitRow.round_id == round_id)
        with self._database.read() as session:
            found = session.scalars(query.order_by(RoundUnitRow.position))
            return {row.unit_id: rows.site_state(row) for row in found}

    def add_fetches(
        self,
        round_id: str,
        unit_id: str,
        fetches: Iterable[Fetch],
        *,
        pages: Iterable[tuple[int, Page]] = (),
        traffic: Iterable[Traffic] = (),
    ) -> None:
        """Keep what a look brought home since the last time, all or nothing.

        Args:
            fetches: requests; a URL asked for again replaces what was known of it.
            pages: facts of the pages among them, each with its place in the order of reading.
            traffic: what the requests cost since the last time; it is added up.
        """
        key = {"round_id": round_id, "unit_id": unit_id}
        made = list(fetches)
        hashes = {f.final_url or f.url: f.sha256 for f in made}
        page_rows = [
            {**key, **rows.page_row(page, hashes.get(page.url, ""), n)} for n, page in pages
        ]
        seen = [{**key, **rows.capture_row(fetch)} for fetch in made if fetch.warc]
        # In one order everywhere: looks at two columns of a portal must not wait for each other.
        seen.sort(key=lambda row: (row["url_key"], row["sha256"]))
        ledger = [{**key, **rows.traffic_row(spent)} for spent in traffic]
        with self._database.write() as session:
            _is_member(session, round_id, unit_id)
            self._database.upsert(
                session, FetchRow, [{**key, **rows.fetch_row(fetch)} for fetch in made]
            )
            self._database.upsert(session, PageRow, page_rows)
            self._database.keep_least(session, CaptureRow, "first_at", seen)
            self._database.add_up(session, TrafficRow, ledger)

    def traffic(self, round_id: str, unit_id: str) -> list[Traffic]:
        """What a look cost, by host and hour."""
        query = select(TrafficRow).where(
            TrafficRow.round_id == round_id, TrafficRow.unit_id == unit_id
        )
        with self._database.read() as session:
            found = [rows.traffic(row) for row in session.scalars(query)]
        return sorted(found, key=lambda spent: (spent.host, spent.hour))

    def put_steps(self, round_id: str, unit_id: str, steps: Iterable[Step], since: int = 0) -> None:
        """Replace the confirmation ladder of a look, from the step at `since` on."""
        key = {"round_id": round_id, "unit_id": unit_id}
        new = [{**key, "position": n, **rows.step_row(step)} for n, step in enumerate(steps, since)]
        with self._database.write() as session:
            _is_member(session, round_id, unit_id)
            session.execute(
                delete(StepRow).where(
                    StepRow.round_id == round_id,
                    StepRow.unit_id == unit_id,
                    StepRow.position >= since,
                )
            )
            insert(session, StepRow, new)

    def steps(self, round_id: str, unit_id: str) -> list[Step]:
        """The confirmation ladder of a look, in the order of the tries."""
        query = select(StepRow).where(StepRow.round_id == round_id, StepRow.unit_id == unit_id)
        with self._database.read() as session:
            return [rows.step(row) for row in session.scalars(query.order_by(StepRow.position))]

    def captures(self, url: str) -> list[Capture]:
        """Every content ever seen at an address, oldest first, each with its first time."""
        query = select(CaptureRow).where(CaptureRow.url_key == rows.url_key(url))
        with self._database.read() as session:
            found = [rows.capture(row) for row in session.scalars(query)]
        return sorted(found, key=lambda capture: (capture.first_at, capture.sha256))

    def fetches(self, round_id: str, unit_id: str) -> list[Fetch]:
        """Requests of one site, by depth and URL: the same order however the look went."""
        query = select(FetchRow).where(FetchRow.round_id == round_id, FetchRow.unit_id == unit_id)
        with self._database.read() as session:
            found = [rows.fetch(row) for row in session.scalars(query)]
        return sorted(found, key=lambda fetch: (fetch.depth, fetch.url))

    def fetch_tally(self, round_id: str) -> dict[str, dict[FetchOutcome, int]]:
        """How many requests ended in which way, by unit id; units without a request are absent."""
        query = (
            select(FetchRow.unit_id, FetchRow.outcome, func.count())
            .where(FetchRow.round_id == round_id)
            .group_by(FetchRow.unit_id, FetchRow.outcome)
        )
        tally: dict[str, dict[FetchOutcome, int]] = {}
        with self._database.read() as session:
            for unit_id, outcome, number in sorted(session.execute(query)):
                tally.setdefault(unit_id, {})[FetchOutcome(outcome)] = number
        return tally

    # --- what was read and found -----------------------------------------------------------

    def put_reading(
        self,
        round_id: str,
        unit_id: str,
        pages: Iterable[Page],
        columns: Iterable[ColumnFacts],
        findings: Mapping[str, Finding],
    ) -> None:
        """Replace what is known of a unit: page facts, column sheet and findings, all or nothing.

        The hash of a page's bytes is taken from its fetch, which is to be added before.
        """
        hashes = {f.final_url or f.url: f.sha256 for f in self.fetches(round_id, unit_id)}
        page_rows = [
            rows.page_row(page, hashes.get(page.url, ""), n) for n, page in enumerate(pages)
        ]
        column_rows = [rows.column_row(column) for column in columns]
        with self._database.write() as session:
            _member(session, round_id, unit_id)
            _replace(session, PageRow, round_id, unit_id, page_rows)
            _replace(session, ColumnRow, round_id, unit_id, _numbered(column_rows))
            _replace(session, FindingRow, round_id, unit_id, _finding_rows(findings))

    def put_findings(self, round_id: str, unit_id: str, findings: Mapping[str, Finding]) -> None:
        """Replace a unit's findings, by indicator id."""
        with self._database.write() as session:
            _member(session, round_id, unit_id)
            _replace(session, FindingRow, round_id, unit_id, _finding_rows(findings))

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

    def findings(self, round_id: str) -> dict[str, dict[str, Finding]]:
        """Findings of a round: unit id -> indicator id -> finding. Units not checked are absent."""
        query = select(FindingRow.unit_id, FindingRow.indicator_id, FindingRow.payload).where(
            FindingRow.round_id == round_id
        )
        found: dict[str, dict[str, Finding]] = {}
        with self._database.read() as session:
            for unit_id, indicator_id, payload in sorted(session.execute(query)):
                found.setdefault(unit_id, {})[indicator_id] = finding_from(payload)
        return found

    # --- judgements ------------------------------------------------------------------------

    def add_judgements(self, round_id: str, judgements: Iterable[Judgement]) -> None:
        """Append what people decided, all or nothing. Earlier judgements stay.

        Raises:
            StoreError: the round or one of the units in it is unknown.
        """
        with self._database.write() as session:
            for judgement in judgements:
                _member(session, round_id, judgement.unit_id)
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
            for unit_id in by_unit:
                _member(session, round_id, unit_id)
            session.execute(delete(ScoreRow).where(ScoreRow.round_id == round_id))
            insert(session, ScoreRow, new)
            made = {"round_id": round_id, "digest": digest, "made_at": at}
            self._database.upsert(session, DigestRow, [made])

    def scores(self, round_id: str) -> dict[str, UnitScore]:
        """Scores of a round by unit id; empty before it was scored."""
        query = select(ScoreRow.unit_id, ScoreRow.payload).where(ScoreRow.round_id == round_id)
        with self._database.read() as session:
            found = sorted(session.execute(query))
        return {unit_id: score_from(payload) for unit_id, payload in found}

    def ranked(self, round_id: str) -> list[Ranked]:
        """Places of a round: by group, place and unit id; units without a place last."""
        query = select(ScoreRow).where(ScoreRow.round_id == round_id)
        with self._database.read() as session:
            found = [rows.ranked(row) for row in session.scalars(query)]
        return sorted(found, key=lambda r: (r.group, r.place is None, r.place or 0, r.unit_id))

    def digest(self, round_id: str) -> str | None:
        """The digest of the last scoring, or None before it."""
        with self._database.read() as session:
            row = session.get(DigestRow, round_id)
            return row.digest if row else None


def _member(session: Session, round_id: str, unit_id: str) -> RoundUnitRow:
    row = session.get(RoundUnitRow, (round_id, unit_id))
    if row is not None:
        return row
    if session.get(RoundRow, round_id) is None:
        raise StoreError(f"没有编号为“{round_id}”的评估轮次")
    raise StoreError(f"评估轮次“{round_id}”中没有单位“{unit_id}”")


_MEMBER = select(RoundUnitRow.position).where(
    RoundUnitRow.round_id == bindparam("round_id"), RoundUnitRow.unit_id == bindparam("unit_id")
)


def _is_member(session: Session, round_id: str, unit_id: str) -> None:
    """As `_member`, without reading the unit.

    Raises:
        StoreError: the unit is not in the round.
    """
    if session.scalar(_MEMBER, {"round_id": round_id, "unit_id": unit_id}) is None:
        _member(session, round_id, unit_id)


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
