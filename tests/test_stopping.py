"""SIGTERM ends a command as Ctrl+C does: what was read is saved, children end, 143 is answered."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from crawlers.fleet import sidebyside
from crawlers.fleet.sidebyside import SideBySide
from crawlers.loopback import serve
from crawlers.network.pace import Paces
from crawlers.settings import Settings
from dashboard.terminal.stopping import STOPPED, sigterm_as_ctrl_c
from data.archive import evidence_of
from data.audit import audit
from data.facts import SiteStatus
from data.store import Store
from data.types import Unit
from tests.commands import gkc, heed_ctrl_c, start
from tests.farm import Farm
from tests.processes import below, running
from tests.test_crew import ROUND, begin, linux

pytestmark = pytest.mark.long

UNSAVED = 4  # requests under way at once, which are asked again


def ignore_ctrl_c() -> None:
    """As for a program that a script began in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@linux
@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("before", [heed_ctrl_c, ignore_ctrl_c], ids=["", "in the background"])
def test_a_collection_that_is_told_to_end_saves_what_it_has(
    tmp_path: Path, processes: int, before: Callable[[], object]
) -> None:
    farm = Farm(("a.localhost",), articles=30, pause_s=0.02)
    url = begin(tmp_path, farm.units())
    children: set[int] = set()
    with farm.served() as options:
        options = [*options, "--processes", str(processes)]
        process = start(tmp_path, "collect", ROUND, *options, before=before)

        def stop(number: int) -> None:
            if number == 20:
                children.update(below("crawlers.fleet.child", process.pid))
                process.send_signal(signal.SIGTERM)

        farm.after = stop
        out, err = process.communicate()
        assert (process.returncode, out) == (STOPPED, ""), err
        assert err.endswith("已中断；再次运行会接着做\n")
        assert "Traceback" not in err
        assert bool(children) is (processes > 1)
        assert not [child for child in children if running(child)]
        with Store(url) as store:
            state, rows = store.site(ROUND, "a"), store.fetches(ROUND, "a")
        assert (state.status, state.note) == (SiteStatus.RUNNING, "")
        # Pages are saved every five seconds; none of these is that old.
        assert len(rows) >= farm.times("a.localhost").total() - UNSAVED
        assert audit(evidence_of(tmp_path / "var", ROUND), rows).problems == ()
        again = gkc(tmp_path, "collect", ROUND, *options)
    assert again.code == 0, again.err
    times = farm.times("a.localhost")
    assert times.keys() == farm.pages
    assert times.total() <= len(farm.pages) + UNSAVED


@linux
def test_a_child_that_is_told_to_end_saves_what_it_has(tmp_path: Path) -> None:
    farm = Farm(("a.localhost",), articles=30, pause_s=0.02)
    url = begin(tmp_path, farm.units())
    with farm.served() as options:
        process = start(tmp_path, "collect", ROUND, *options, "--processes", "2")

        def stop(number: int) -> None:
            if number == 20:
                for child in below("crawlers.fleet.child", process.pid):
                    os.kill(child, signal.SIGTERM)

        farm.after = stop
        _, err = process.communicate()
        assert process.returncode == 1
        assert f"采集进程意外结束（代码 {-signal.SIGTERM}），再次运行会接着采" in err
        with Store(url) as store:
            rows = store.fetches(ROUND, "a")
    assert len(rows) >= farm.times("a.localhost").total() - UNSAVED


@pytest.mark.parametrize("command", ["assess", "survey"])
def test_other_long_commands_end_in_the_same_way(tmp_path: Path, command: str) -> None:
    farm = Farm(("127.0.0.1",), articles=30, pause_s=0.02)
    with serve({"127.0.0.1": farm.answer}) as allow:
        ip, port = allow["127.0.0.1"]
        scheme = ("--scheme", "department-2023", "--kind", "department")
        more = scheme if command == "assess" else ("--allow-host", f"{ip}:{port}")
        process = start(tmp_path, command, f"http://{ip}:{port}/", *more)
        farm.after = lambda number: number == 20 and process.send_signal(signal.SIGTERM)
        _, err = process.communicate()
    assert process.returncode == STOPPED, err
    assert err.endswith("已中断；再次运行会接着做\n")
    assert "Traceback" not in err


def test_outside_of_a_command_the_signal_means_what_it_did() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with sigterm_as_ctrl_c() as stopped:
        assert not stopped()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        assert stopped()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_look_that_is_ending_is_told_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[str]()
    with Store(f"sqlite:///{tmp_path}/gkc.db") as store:
        asyncio.run(_end_two(store, tmp_path, monkeypatch, told))
    assert sorted(told) == ["quick", "quick closed", "slow", "slow closed"]


async def _end_two(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    begun = asyncio.Event()

    async def attempt(store: object, round_id: str, unit: Unit, *rest: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            told.append(unit.id)
            for _ in range(5 if unit.id == "slow" else 0):  # it closes its connections
                await asyncio.sleep(0)
            told.append(f"{unit.id} closed")
            raise

    monkeypatch.setattr(sidebyside, "attempt", attempt)
    waiting = [[Unit(id_, id_, "department", "", "")] for id_ in ("quick", "slow")]

    async def take() -> list[Unit]:
        return waiting.pop(0) if waiting else []

    looks = SideBySide(
        *(store, ROUND, folder, Settings(), Paces()),
        ended=lambda unit, why: None,
    )
    work = asyncio.create_task(looks.work(take, 2))
    await begun.wait()
    await asyncio.sleep(0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
