"""Who looks at the screens of a test."""

from crawlers.clock import now
from data.accounts import Account
from data.passwords import new_token, token_key
from data.people import Role
from data.store import Store


def public(monkeypatch):
    """Nobody signed in. A screen run by a test has no browser and so no cookies of its own."""
    monkeypatch.setattr("dashboard.entry.signin._cookie", lambda: "")
    monkeypatch.setattr("dashboard.entry.signin._claims", dict)
    monkeypatch.setattr("dashboard.entry.signin.offers_openid", lambda: False)
    monkeypatch.setattr("dashboard.entry.signin.open_here", lambda: False)


def without_signing_in(monkeypatch):
    """Somebody on this machine at a dashboard that is open."""
    public(monkeypatch)
    monkeypatch.setattr("dashboard.entry.signin.open_here", lambda: True)


def signed_in(monkeypatch, url, role, unit_id="", **more):
    """Somebody with an account of that role, named like it; returns the account."""
    public(monkeypatch)
    account = Account(role.value, f"某{role.value}", Role(role), unit_id, **more)
    token = new_token()
    with Store(url) as store:
        if store.account(account.id) is None:
            store.add_account(account, "", at=now(), by="test")
        store.signed_in(account.id, token_key(token), now())
    monkeypatch.setattr("dashboard.entry.signin._cookie", lambda: token)
    return account
