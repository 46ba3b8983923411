"""Indicator systems as one person may read, keep and try them. Part of `Desk`."""

from datetime import datetime

from dashboard.desk.seat import Seat
from dashboard.figures.whatif import Stored
from dashboard.rounds.steps import checks, round_scheme
from data.people import Action
from data.schemes import SchemeError, bind, bundled, parse_scheme
from data.trail import Doer


class SchemeDesk(Seat):
    """Raises NotAllowed where the person may not, and StoreError as the store does."""

    def kept_schemes(self) -> dict[str, str]:
        """Versions in the database: id -> title; which rounds use them, `rounds` says."""
        self._demand(Action.READ_RANKS)
        texts = {id_: self._store.scheme_text(id_) for id_ in self._store.schemes()}
        return {id_: parse_scheme(text, id_).title for id_, text in texts.items()}

    def kept_scheme(self, scheme_id: str) -> str:
        """The file of a version in the database."""
        self._demand(Action.READ_RANKS)
        return self._store.scheme_text(scheme_id)

    def keep_scheme(self, text: str, at: datetime) -> str:
        """Keep a scheme as a version, ready for a round; its id.

        A version that a round uses, or that comes with the program, is never overwritten.

        Raises:
            SchemeError: it cannot be used, or its id is one of those that come with the program.
            StoreError: a round uses the version.
        """
        by = self._demand(Action.MANAGE_SCHEMES).id
        scheme = parse_scheme(text, "草稿")
        bind(scheme, checks())
        if scheme.id in bundled():
            raise SchemeError(f"“{scheme.id}”是随程序提供的版本，不能改；请换一个新的版本编号。")
        self._store.put_scheme(scheme.id, text, Doer(by, at))
        return scheme.id

    def scored_from(self, round_id: str) -> Stored:
        """What the results of a round are made from, to try another rule on; nothing is stored."""
        self._demand(Action.READ_RANKS)
        assessed = self._store.round(round_id)
        return Stored(
            round_scheme(self._store, assessed),
            self._store.round_units(round_id),
            self._store.sheets(round_id),
            self._store.judgements(round_id),
            assessed.web_only,
        )
