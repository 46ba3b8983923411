"""What a person may read and write: every method asks first, and only then goes to the store. What
concerns the course of a round is in `coursedesk`, cases are in `casedesk`, places in `rankdesk`,
self-checks in `selfdesk`.

Screens and people's commands use the desk; commands of the pipeline (collect, check, score) belong
to whoever has the machine, and use the store. A new method asks `_demand` or `readable`; a test
finds it and walks every role.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from dashboard.casework.evidence import title_and_text
from dashboard.desk.casedesk import CaseDesk
from dashboard.desk.coursedesk import CourseDesk
from dashboard.desk.rankdesk import RankDesk
from dashboard.desk.schemedesk import SchemeDesk
from dashboard.desk.selfdesk import SelfDesk
from dashboard.desk.sources import Sources
from dashboard.figures.overview import as_announced
from dashboard.rounds.permitted import is_published
from dashboard.rounds.places import with_details
from dashboard.rounds.progress import Standings
from dashboard.rounds.published import Row, published
from dashboard.rounds.result import Result, restricted
from dashboard.wording.collected import why_nothing
from data.accounts import Account
from data.archive import evidence_of
from data.card import TiedCard
from data.facts import ColumnFacts
from data.indicators import Publishing
from data.passwords import given_password, hashed
from data.people import Action, NotAllowed, Person
from data.storage.progress import SiteProgress
from data.store import Store
from data.types import Evidence, Ranked, Unit
from data.var import VAR
from data.watches import Probe, Watch


class Desk(CaseDesk, CourseDesk, RankDesk, SchemeDesk, SelfDesk):
    """The store as one person may use it; `person` is None for the public.

    Every method raises NotAllowed where the person may not, and StoreError as the store does.
    """

    def __init__(self, store: Store, person: Person | None, sources: Sources) -> None:
        super().__init__(store, person)
        self._sources = sources

    # --- rounds and results ----------------------------------------------------------------

    def result(self, round_id: str) -> Result:
        """The round with the units that the person may read, at least one, and no others.

        Before publication places are seen by few; after it, by all when places are published.
        """
        units = self.readable(round_id)
        if not units:
            raise self._refused(Action.READ_RESULTS)
        whole = self._sources.result(round_id)
        return self._blinded(self._restricted(whole, units))

    def method(self, round_id: str) -> Result:
        """The round and its scheme without any unit, for everybody who knows the round."""
        if not self._knows(self._store.round(round_id)):
            raise self._refused(Action.READ_PUBLISHED)
        return restricted(self._sources.places(round_id), (), places=False)

    def card(self, round_id: str) -> TiedCard | None:
        """The accuracy card that the round is tied to, as public as its method."""
        if not self._knows(self._store.round(round_id)):
            raise self._refused(Action.READ_PUBLISHED)
        return self._store.card(round_id)

    def ranking(self, round_id: str) -> Result:
        """The round with all places and values."""
        if self.may(Action.READ_RANKS):
            return self._sources.result(round_id)
        raise self._refused(Action.READ_RANKS)

    def announced(self, round_id: str) -> tuple[Mapping[str, str], list[Row]]:
        """The ranking as the scheme publishes it: headings by key, and rows."""
        if not is_published(self._store, round_id):
            raise NotAllowed("这一轮评估还没有通报")
        whole = self._sources.places(round_id)
        names = {id_: unit.name for id_, unit in whole.units.items()}
        return published(whole.scheme, whole.ranked, names)

    def announced_places(self, round_id: str) -> list[Ranked]:
        """Places and values as published, exact so that a mean is rounded once; empty where the
        scheme does not publish both."""
        if not is_published(self._store, round_id):
            raise NotAllowed("这一轮评估还没有通报")
        whole = self._sources.places(round_id)
        if whole.scheme.publish.mode is not Publishing.FULL:
            return []
        return as_announced(whole.ranked, {id_: unit.name for id_, unit in whole.units.items()})

    # --- evidence, collection --------------------------------------------------------------

    def archived_text(self, round_id: str, unit_id: str, evidence: Evidence) -> str:
        """What was archived as evidence of a finding of the unit, as plain text, never as markup.

        Long numbers are starred: a page kept as proof of a privacy leak must not leak once more
        here.

        Raises:
            ArchiveError: the evidence file is gone or its bytes changed.
        """
        self._demand(Action.READ_RESULTS, unit_id)
        places = self._sources.places(round_id)  # of a province, findings take long to read
        found = with_details(self._store, places, [unit_id]).findings.get(unit_id, {})
        if not any(evidence in finding.evidence for finding in found.values()):
            raise NotAllowed("这不是该单位核查结果的证据")  # of another unit, perhaps
        archive = evidence_of(VAR, round_id)
        record = archive.record(evidence.warc, evidence.offset, evidence.sha256)
        return title_and_text(record)[1]

    def why_nothing(self, round_id: str, unit: Unit) -> str:
        """Why no page of a unit's site was read."""
        self._demand(Action.READ_RESULTS, unit.id)
        return why_nothing(self._store, round_id, unit)

    def columns(self, round_id: str, unit_id: str) -> list[ColumnFacts]:
        """The unit's column sheet."""
        self._demand(Action.READ_RESULTS, unit_id)
        return self._store.columns(round_id, unit_id)

    def sites(self, round_id: str) -> dict[str, SiteProgress]:
        """How the look at each readable unit's site went."""
        units = self.readable(round_id)
        return {id_: site for id_, site in self._sources.sites(round_id).items() if id_ in units}

    def watched(self, round_id: str) -> Standings:
        """How the readable units of the round do between rounds."""
        units, every = self.readable(round_id), self._sources.standings()
        return Standings(
            [each for each in every.homes if each.watch.unit_id in units],
            [each for each in every.columns if each.watch.unit_id in units],
        )

    def not_opened(self, round_id: str, most: int) -> list[tuple[Watch, Probe]]:
        """The last visits to home pages of readable units at which none was seen."""
        units = self.readable(round_id)
        return self._sources.not_opened(tuple(sorted(units)), most) if units else []

    # --- accounts --------------------------------------------------------------------------

    def accounts(self) -> list[Account]:
        """Everybody who may sign in or once might."""
        self._demand(Action.MANAGE_PEOPLE)
        return self._store.accounts()

    def add_account(self, new: Account, at: datetime) -> str:
        """Add an account; returns the password given to it, to be changed at the first sign-in.

        Raises:
            AccountError: it is not whole, or its name is taken.
        """
        by = self._demand(Action.MANAGE_PEOPLE).id
        password = given_password()
        self._store.add_account(replace(new, must_change=True), hashed(password), at=at, by=by)
        return password

    def change_account(self, new: Account, at: datetime) -> None:
        """Change name, role, unit, ties and subject.

        Raises:
            AccountError: it is unknown, not whole, or the last administrator's.
        """
        self._store.change_account(new, at=at, by=self._demand(Action.MANAGE_PEOPLE).id)

    def tie(self, account_id: str, units: Iterable[str], at: datetime) -> None:
        """The units that a person is tied to.

        Raises:
            AccountError: the account or a unit is unknown.
        """
        self._store.tie(account_id, units, at=at, by=self._demand(Action.MANAGE_PEOPLE).id)

    def lock(self, account_id: str, at: datetime) -> None:
        """Deactivate an account.

        Raises:
            AccountError: it is unknown, or the last administrator's.
        """
        self._store.lock(account_id, at=at, by=self._demand(Action.MANAGE_PEOPLE).id)

    def unlock(self, account_id: str, at: datetime) -> None:
        """Activate an account and forget its wrong passwords.

        Raises:
            AccountError: it is unknown.
        """
        self._store.unlock(account_id, at=at, by=self._demand(Action.MANAGE_PEOPLE).id)

    def reset_password(self, account_id: str, at: datetime) -> str:
        """Give a new password, to be changed at the next sign-in; returns it.

        Raises:
            AccountError: the account is unknown.
        """
        by, password = self._demand(Action.MANAGE_PEOPLE).id, given_password()
        self._store.set_password(account_id, hashed(password), at=at, by=by, must_change=True)
        return password

    def unit_names(self) -> dict[str, str]:
        """Units of the register by id, for accounts and ties."""
        self._demand(Action.MANAGE_UNITS)
        return {unit.id: unit.name for unit in self._store.units()}
