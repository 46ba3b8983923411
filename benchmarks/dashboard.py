"""How soon the dashboard answers: every view in Chromium, thirty people at once, a province.

    python -m benchmarks.population pop/gkc.db
    python -m benchmarks.population big/gkc.db --units 13000 --rounds 1
    python -m benchmarks.dashboard pop/gkc.db --province big/gkc.db

The databases are copied, and accounts to sign in with are added to the copy. The server is one
process as `gkc serve` starts it. What each figure means: docs/performance.md.
"""

import argparse
import asyncio
import math
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

import dashboard.views
from benchmarks.clicking import Click, crowd
from benchmarks.painting import WATCH, Timed, clicked, loaded, turned_to
from dashboard.commands.serve import dashboard_command
from data.accounts import Account
from data.passwords import hashed
from data.people import Role
from data.store import Store

PASSWORD = "measured dashboards"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
ADMINISTRATED = {"people"}  # the other views are measured as the organiser sees them
SETUP = {"people", "setup"}  # not for who looks on without an account
PEOPLE = 30
BARE = Path(__file__).with_name("bare_view.py")


def p95(values: Sequence[float]) -> float:
    """The smallest value that 95 of 100 do not exceed; of few laps the largest."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1] if values else math.nan


def views() -> list[str]:
    """Paths of all views; the ranking is the one without."""
    folder = Path(next(iter(dashboard.views.__path__)))
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    return ["" if name == "ranking" else name for name in names]


@contextmanager
def copied(database: Path) -> Iterator[Path]:
    """A copy of a database with accounts of its own, in a folder that is deleted at the end."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "var" / "gkc.db"
        copy.parent.mkdir()
        old, new = sqlite3.connect(f"file:{database}?mode=ro", uri=True), sqlite3.connect(copy)
        old.backup(new)
        old.close()
        new.close()
        with Store(f"sqlite:///{copy}") as store:
            for role in (Role.ORGANISER, Role.ADMINISTRATOR):
                account = Account(f"measured-{role.value}", role.value, role, "")
                at = datetime.now(UTC)
                store.add_account(account, hashed(PASSWORD), at=at, by="benchmark")
        yield copy


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def served(copy: Path, *, open_: bool) -> AbstractContextManager[tuple[str, int]]:
    """The dashboard on a free port: its address and the id of its process."""
    port = free_port()
    command = dashboard_command(port, "127.0.0.1", open_=open_)
    return running(command, port, copy.parents[1], {"GKC_DATABASE_URL": f"sqlite:///{copy}"})


def bare(folder: Path) -> AbstractContextManager[tuple[str, int]]:
    """Streamlit with a page of a heading and three lines: what no view can be quicker than."""
    port = free_port()
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", str(BARE)]
    for name, value in options.items():
        command += [f"--server.{name}", str(value)]
    return running([*command, "--browser.gatherUsageStats", "false"], port, folder, {})


@contextmanager
def running(
    command: Sequence[str], port: int, folder: Path, more: Mapping[str, str]
) -> Iterator[tuple[str, int]]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        if not any("URL:" in line for line in process.stdout):
            raise SystemExit("the dashboard did not start")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(30)


def peak_mb(pid: int) -> float:
    """The most memory that a process ever had, resident (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def cpu_s(pid: int) -> float:
    """User and system time of a process so far (Linux): it hardly depends on who else computes."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def newest(copy: Path) -> str:
    with Store(f"sqlite:///{copy}") as store:
        return store.rounds()[0].id


def signed_in(browser: BrowserContext, address: str, role: Role) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}/signin")
    tab.fill("[name=name]", f"measured-{role.value}")
    tab.fill("[name=password]", PASSWORD)
    tab.get_by_role("button", name="登录").click()
    tab.locator("[data-test-script-state='notRunning']").first.wait_for(
        state="attached", timeout=60_000
    )
    tab.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


def visitor(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    return context


def one_user(
    address: str, pid: int, round_id: str, names: Sequence[str], laps: int
) -> dict[str, Timed]:
    """Every view in a browser that has been here before, on a server that has, too."""
    timed = {name: Timed() for name in names}
    with chromium() as browser:
        for role in (Role.ORGANISER, Role.ADMINISTRATOR):
            mine = [n for n in names if (n in ADMINISTRATED) == (role is Role.ADMINISTRATOR)]
            if not mine:
                continue
            context = visitor(browser)
            signed_in(context, address, role)
            for lap in range(laps + 1):
                # The first one fills the browser's cache and does not count.
                for name in mine if lap else mine[:1]:
                    tab = context.new_page()
                    into = timed[name] if lap else Timed()
                    before = cpu_s(pid)
                    loaded(tab, f"{address}/{name}?round={round_id}", into)
                    between = cpu_s(pid)
                    into.cpu.append(between - before)
                    clicked(tab, into)
                    if into.clicks:
                        into.cpu_of_click.append(cpu_s(pid) - between)
                    tab.close()
                    sys.stderr.write(f"{lap} {name or 'ranking'} {into if lap else ''}\n")
            tab = context.new_page()
            loaded(tab, f"{address}/{mine[-1]}?round={round_id}", Timed())
            for name in mine * laps if len(mine) > 1 else ():
                turned_to(tab, name, timed[name])
            context.close()
    return timed


def nothing(address: str, laps: int) -> Timed:
    """The bare page, in a browser that has been there before."""
    timed = Timed()
    with chromium() as browser:
        context = visitor(browser)
        for lap in range(laps + 1):
            tab = context.new_page()
            loaded(tab, address, timed if lap else Timed())
            tab.close()
    return timed


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - its output


def table(timed: dict[str, Timed]) -> None:
    heads = ("view", "new tab, s", "whole, s", "its CPU, s", "from the menu, s", "clicked")
    say(f"| {' | '.join(heads)} | answer, s | its CPU, s |")
    say("|---|--:|--:|--:|--:|---|--:|--:|")
    for name, each in timed.items():
        cells = (each.useful, each.whole, each.cpu, each.menu, each.clicks, each.cpu_of_click)
        useful, whole, cpu, menu, answer, cpu_of_click = (
            f"{p95(cell):.2f}" if cell else "—" for cell in cells
        )
        opened = f"{useful} | {whole} | {cpu} | {menu}"
        say(f"| {name or 'ranking'} | {opened} | {each.clicked} | {answer} | {cpu_of_click} |")
    painted = p95([value for each in timed.values() for value in each.useful])
    turned = p95([value for each in timed.values() for value in each.menu])
    answered = p95([value for each in timed.values() for value in each.clicks])
    say(f"p95 of all: new tab {painted:.2f} s, menu {turned:.2f} s, answer {answered:.2f} s")


def of_the_crowd(clicks: Sequence[Click], seconds: float) -> None:
    say(f"{len(clicks)} clicks in {seconds:.0f} s: p95 {p95([c.seconds for c in clicks]):.2f} s")
    for view in sorted({click.view for click in clicks}):
        mine = [click.seconds for click in clicks if click.view == view]
        half = sorted(mine)[len(mine) // 2]
        say(f"  {view or 'ranking'}: median {half:.2f}, p95 {p95(mine):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.dashboard",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("database", type=Path, help="200 units, 5 rounds")
    parser.add_argument("--province", type=Path, help="13,000 units")
    parser.add_argument("--laps", type=int, default=5)
    parser.add_argument("--views", nargs="*", default=None, help="these alone; ranking too")
    parser.add_argument("--warm", type=int, default=60, help="clicks before anything is measured")
    parser.add_argument("--clicks", type=int, default=10, help="of each of 30 people; 0: nobody")
    parser.add_argument("--reading", type=float, default=10, help="mean seconds between clicks")
    asked = parser.parse_args()
    names = views()
    if asked.views is not None:
        names = [name for name in names if (name or "ranking") in asked.views]
    with copied(asked.database) as copy, served(copy, open_=True) as (address, pid):
        round_id = newest(copy)
        query, seen = f"round={round_id}", [name for name in views() if name not in SETUP]
        asyncio.run(crowd(address, query, seen, people=1, clicks=asked.warm, reading=0))
        if names:
            with bare(copy.parent) as (elsewhere, _):
                empty = nothing(elsewhere, asked.laps)
            say(f"a heading and three lines: {p95(empty.useful):.2f} s in a new tab")
            table(one_user(address, pid, round_id, names, asked.laps))
            say(f"peak memory of the server, one user: {peak_mb(pid):.0f} MB")
        if asked.clicks:
            began = time.monotonic()
            much = {"people": PEOPLE, "clicks": asked.clicks, "reading": asked.reading}
            of_the_crowd(asyncio.run(crowd(address, query, seen, **much)), time.monotonic() - began)
            say(f"peak memory of the server, {PEOPLE} people: {peak_mb(pid):.0f} MB")
    if asked.province:
        with copied(asked.province) as copy, served(copy, open_=False) as (address, pid):
            table(one_user(address, pid, newest(copy), [""], asked.laps))
            say(f"peak memory of the server, a province: {peak_mb(pid):.0f} MB")


if __name__ == "__main__":
    main()
