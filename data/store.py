"""Every query. Nobody else opens the database: values come in, values go out.

Each method is one transaction, so a process killed at any time leaves no half of anything.
Text is put in order here and not by the database, whose collations differ.
"""

from typing import Self

from data.storage.accounts import Accounts
from data.storage.assignments import Assignments
from data.storage.audit import Trail
from data.storage.cards import Cards
from data.storage.cases import Cases
from data.storage.clients import Clients
from data.storage.confirmations import Confirmations
from data.storage.database import Database
from data.storage.feedback import Feedbacks
from data.storage.issues import Issues
from data.storage.looks import Looks
from data.storage.metrics import Metrics
from data.storage.remarks import Remarks
from data.storage.results import Results
from data.storage.reviews import Reviews
from data.storage.rounds import Rounds
from data.storage.schema import Opening
from data.storage.seals import Seals
from data.storage.selfchecks import SelfChecks
from data.storage.stages import Stages


class Store(
    Rounds,
    Looks,
    Results,
    Confirmations,
    Cards,
    Metrics,
    Reviews,
    Assignments,
    Remarks,
    Accounts,
    Clients,
    Stages,
    Feedbacks,
    Cases,
    SelfChecks,
    Issues,
    Seals,
    Trail,
):
    """The database at `url`; its tables are made when absent. Close it, or use it in `with`.

    Its parts share the database and nothing else: none calls or overrides a method of another.
    Safe to share between threads, not between processes: let each open its own from `url`.

    Raises:
        StoreError: the database cannot be used, and why.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._database = Database(url)
        self._members = {}

    @property
    def opening(self) -> Opening:
        """What opening the database did to its tables."""
        return self._database.opening

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
