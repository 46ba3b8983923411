"""An account for every role at the demo, each with a new password every time it is opened."""

from crawlers.clock import now
from data.accounts import Account
from data.passwords import given_password, hashed
from data.people import ROLE_NAMES, Role
from data.store import Store

BEFORE = "demo-"


def demo_accounts(store: Store, unit_id: str) -> dict[str, str]:
    """Make or renew the accounts of the demo: name -> password, to be shown once.

    None where other accounts are: an installation in use gets no way in that nobody asked for.
    """
    known = {account.id for account in store.accounts()}
    if any(not id_.startswith(BEFORE) for id_ in known):
        return {}
    made = {}
    for role in Role:
        id_, password = f"{BEFORE}{role}", given_password()
        if id_ not in known:
            unit = unit_id if role is Role.UNIT else ""
            store.add_account(
                Account(id_, f"演示{ROLE_NAMES[role]}", role, unit), "", at=now(), by="gkc demo"
            )
        store.set_password(id_, hashed(password), at=now(), by="gkc demo", must_change=False)
        made[id_] = password
    return made
