"""People as tests need them, and accounts for commands that act as one of them."""

from data.accounts import Account
from data.people import Person, Role
from data.store import Store
from tests.rounds import AT

OFFICE = Person("office", "办公室", Role.ORGANISER)
EVALUATOR = Person("eva", "评估员甲", Role.EVALUATOR)
REVIEWER = Person("rev", "复核员乙", Role.REVIEWER)
OF_POOR = Person("poor-1", "乙局专干", Role.UNIT, "poor")
OF_GOOD = Person("good-1", "甲局专干", Role.UNIT, "good")
EVERYBODY = (OFFICE, EVALUATOR, REVIEWER, OF_POOR, OF_GOOD)


def add_accounts(url, people=EVERYBODY):
    """These people may be named; none has a password."""
    with Store(url) as store:
        for each in people:
            account = Account(each.id, each.name, each.role, each.unit_id, each.tied)
            store.add_account(account, "", at=AT, by="test")
