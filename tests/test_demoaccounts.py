"""The demo has an account for every role, and no installation in use gets one."""

from dashboard.demo.demoaccounts import demo_accounts
from data.accounts import Account
from data.people import Role
from data.store import Store
from data.types import Unit
from tests.rounds import AT

EDU = Unit("edu", "教育局", "department", "市直部门", "http://edu.localhost/")


def test_every_role_has_an_account_with_a_new_password_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "dashboard.demo.demoaccounts.hashed", lambda password: f"hash of {password}"
    )
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        store.put_units([EDU])
        first, second = demo_accounts(store, "edu"), demo_accounts(store, "edu")
        assert first.keys() == second.keys() == {f"demo-{role}" for role in Role}
        assert not set(first.values()) & set(second.values())
        assert store.begin_attempt("demo-leader", AT) == f"hash of {second['demo-leader']}"
        assert store.account("demo-unit").unit_id == "edu"
        store.add_account(Account("root", "王芳", Role.ADMINISTRATOR), "", at=AT, by="test")
        assert demo_accounts(store, "edu") == {}
