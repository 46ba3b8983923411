"""People as tests need them, and accounts for commands that act as one of them."""

from types import SimpleNamespace

from data.people import Person, Role
from data.store import Store

OFFICE = Person("office", "办公室", Role.ORGANISER)
EVALUATOR = Person("eva", "评估员甲", Role.EVALUATOR)
REVIEWER = Person("rev", "复核员乙", Role.REVIEWER)
OF_POOR = Person("poor-1", "乙局专干", Role.UNIT, "poor")
OF_GOOD = Person("good-1", "甲局专干", Role.UNIT, "good")
EVERYBODY = {p.id: p for p in (OFFICE, EVALUATOR, REVIEWER, OF_POOR, OF_GOOD)}


def with_accounts(monkeypatch):
    """Every store knows these people."""

    def account(self, person_id):
        person = EVERYBODY.get(person_id)
        return person and SimpleNamespace(active=True, person=person)

    monkeypatch.setattr(Store, "account", account, raising=False)
