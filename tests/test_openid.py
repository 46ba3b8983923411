"""Signing in through OpenID Connect, in a browser, with a provider of our own on loopback."""

import json
import os
import socket
import subprocess
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from crawlers.clock import now
from dashboard.commands.serve import dashboard_command
from data.accounts import Account
from data.people import Role
from data.store import Store
from tests import rounds
from tests.test_screens import settled, stop


class Provider(BaseHTTPRequestHandler):
    """Says of everybody what the test put into `claims`."""

    claims: dict[str, object] = {}  # noqa: RUF012 - one provider at a time, set by its test
    nonces: dict[str, str] = {}  # noqa: RUF012 - by code
    key = RSAKey.generate_key(2048, {"kid": "k", "use": "sig", "alg": "RS256"})
    issuer = ""

    def do_GET(self):
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        match asked.path:
            case "/.well-known/openid-configuration":
                here = self.issuer
                self._json(
                    {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/authorize",
                        "token_endpoint": f"{here}/token",
                        "jwks_uri": f"{here}/keys",
                        "response_types_supported": ["code"],
                        "subject_types_supported": ["public"],
                        "id_token_signing_alg_values_supported": ["RS256"],
                    }
                )
            case "/keys":
                self._json({"keys": [self.key.as_dict(private=False)]})
            case "/authorize":
                self.nonces["c0de"] = query["nonce"]
                back = urlencode({"code": "c0de", "state": query["state"]})
                self.send_response(302)
                self.send_header("Location", f"{query['redirect_uri']}?{back}")
                self.end_headers()

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        made = {"nonce": self.nonces[sent["code"][0]], **self.claims}
        token = jwt.encode({"alg": "RS256", "kid": "k"}, made, self.key)
        self._json({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _json(self, said):
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def provider():
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        Provider.issuer = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield Provider
        server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory, provider):
    """Address of a dashboard that knows the provider, with an account for the subject `s-1`."""
    folder = tmp_path_factory.mktemp("known")
    url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
    rounds.fill(url)
    with Store(url) as store:
        account = Account("li", "李四", Role.LEADER, subject="s-1")
        store.add_account(account, "", at=now(), by="test")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret of this test alone, long enough"
client_id = "gkc"
client_secret = "shared"
server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        dashboard_command(port, "127.0.0.1"),
        cwd=folder,
        env={**os.environ, "GKC_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert any("URL:" in line for line in process.stdout), "the dashboard did not start"
    yield f"http://127.0.0.1:{port}"
    stop(process)


@pytest.fixture(scope="module")
def browser(browser):
    return browser.new_context()


@pytest.fixture
def tab(browser):
    """Of somebody whom nobody knows yet."""
    browser.clear_cookies()
    opened = browser.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    for each in browser.pages:
        each.close()


def claims(provider, **more):
    at = now()
    return {
        "iss": provider.issuer, "aud": "gkc", "sub": "s-1", "iat": int(at.timestamp()),
        "exp": int((at + timedelta(hours=1)).timestamp()), **more,
    }  # fmt: skip


def sign_in(tab, site):
    tab.goto(site)
    tab.get_by_text("目前没有可以查看的评估结果。").wait_for()
    settled(tab)
    tab.get_by_role("button", name="统一身份认证登录").click()


def test_whom_the_provider_names_comes_in_with_the_role_of_the_account(
    site, provider, tab, monkeypatch
):
    monkeypatch.setattr(provider, "claims", claims(provider))
    sign_in(tab, site)
    tab.get_by_text("李四").first.wait_for()
    tab.get_by_role("link", name="甲局").first.wait_for()
    settled(tab)
    tab.get_by_role("button", name="退出").click()
    tab.get_by_text("目前没有可以查看的评估结果。").wait_for()


@pytest.mark.parametrize(
    "wrong",
    [
        {"sub": "s-2"},  # nobody's account
        {"sub": "s-2", "email": "s-1", "email_verified": True},
        {"aud": "another"},  # a token for another program
        {"nonce": "of another sign-in"},
        {"iat": 1_600_000_000, "exp": 1_600_003_600},  # long over
    ],
    ids=["unknown", "email", "audience", "nonce", "expired"],
)
def test_what_the_provider_says_of_others_or_to_others_opens_nothing(
    site, provider, tab, monkeypatch, wrong
):
    monkeypatch.setattr(provider, "claims", claims(provider, **wrong))
    with tab.expect_response(lambda answer: "/oauth2callback" in answer.url):
        sign_in(tab, site)
    beside = tab.context.new_page()  # with the same cookies
    beside.set_default_timeout(60_000)
    beside.goto(site)
    beside.get_by_text("目前没有可以查看的评估结果。").wait_for()
    assert "甲局" not in beside.locator("body").inner_text()
