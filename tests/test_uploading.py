"""Who may send a file to the server: whoever is signed in, and nobody else."""

import asyncio

import pytest

from crawlers.clock import now
from dashboard.entry.entrance import COOKIE
from dashboard.entry.uploading import OnlyKnown
from data.accounts import Account
from data.passwords import new_token, token_key
from data.people import Role
from data.storage.database import database_url
from data.store import Store

WAY = "/_stcore/upload_file/some-session/some-file"


@pytest.fixture
def token(tmp_path, monkeypatch):
    """Of somebody signed in."""
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", url)
    made = new_token()
    with Store(url) as store:
        store.add_account(Account("zhang", "张三", Role.EVALUATOR), "", at=now(), by="test")
        store.signed_in("zhang", token_key(made), now())
    return made


def passes(cookie="", method="PUT", path=WAY, openid=False):
    """Whether a request comes through to what stands behind."""
    come = []

    async def behind(scope, receive, send):
        come.append(scope["path"])

    async def send(message):
        assert message.get("status", 403) == 403

    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    asyncio.run(OnlyKnown(behind, openid=openid)(scope, None, send))
    return bool(come)


def test_only_somebody_signed_in_sends_a_file(token):
    assert passes(f"{COOKIE}={token}")
    assert not passes()
    assert not passes(f"{COOKIE}=forged")
    assert not passes(method="POST")
    assert not passes(path=f"/under{WAY}")


def test_who_signed_out_sends_none(token):
    with Store(database_url()) as store:
        store.end_session(token_key(token), now())
    assert not passes(f"{COOKIE}={token}")


def test_everything_else_comes_through():
    assert passes(method="GET")
    assert passes(path="/_stcore/stream", method="GET")
    assert passes(method="DELETE")


def test_with_openid_streamlit_tells_who_it_is():
    signed = "_streamlit_user=2|1:0|signed"
    assert passes(signed, openid=True)
    assert not passes(signed)
    assert not passes(openid=True)
