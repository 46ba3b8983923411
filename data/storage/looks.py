"""The looks at sites: how far they are, what they asked, tried, saw and cost. Part of `Store`."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select

from data import rows
from data.facts import SiteState, SiteStatus
from data.storage import currency, progress
from data.storage.currency import Behind
from data.storage.database import Database, insert
from data.storage.progress import SiteProgress, Spent, leave, spent
from data.storage.rounds import demand_member, member_row
from data.storage.seals import demand_open
from data.tables import CaptureRow, FetchRow, PageRow, RoundUnitRow, StepRow, TrafficRow
from data.types import Capture, Fetch, FetchOutcome, Page, Step, Traffic


class Looks:
    """Queries about what collecting brought home. All it needs is a database."""

    _database: Database

    # --- sites and fetches -----------------------------------------------------------------

    def start_site(
        self, round_id: str, unit_id: str, at: datetime, *, traffic: Iterable[Traffic] = ()
    ) -> None:
        """The look at a site begins, or begins again after it was cut off.

        Args:
            traffic: what it had cost by then and nobody had counted; it is added up.
        """
        ledger = [
            {"round_id": round_id, "unit_id": unit_id, **rows.traffic_row(spent)}
            for spent in traffic
        ]
        with self._database.write() as session:
            demand_open(session, round_id)
            self._database.add_up(session, TrafficRow, ledger)
            row = member_row(session, round_id, unit_id)
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
            row = member_row(session, round_id, unit_id)
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
            return rows.site_state(member_row(session, round_id, unit_id))

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
            demand_open(session, round_id)
            demand_member(session, round_id, unit_id)
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
            demand_open(session, round_id)
            demand_member(session, round_id, unit_id)
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

    def site_progress(self, round_id: str) -> dict[str, SiteProgress]:
        """Every site of a round by unit id, in the round's order."""
        return progress.site_progress(self._database, round_id)

    def behind(self, round_id: str) -> Behind:
        """Units of a round whose findings or scores are not of the last look."""
        return currency.behind(self._database, round_id)

    def captures(self, url: str) -> list[Capture]:
        """Every content ever seen at an address, oldest first, each with its first time."""
        query = select(CaptureRow).where(CaptureRow.url_key == rows.url_key(url))
        with self._database.read() as session:
            found = [rows.capture(row) for row in session.scalars(query)]
        return sorted(found, key=lambda capture: (capture.first_at, capture.sha256))

    def first_seen(self, round_id: str, unit_id: str) -> list[Capture]:
        """Every content that was first seen by a look at one unit, by address and time."""
        query = select(CaptureRow).where(
            CaptureRow.round_id == round_id, CaptureRow.unit_id == unit_id
        )
        with self._database.read() as session:
            found = [rows.capture(row) for row in session.scalars(query)]
        return sorted(found, key=lambda capture: (capture.url, capture.first_at, capture.sha256))

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
