"""Turns that processes share: as many connections as one process has, and one pause for all."""

import asyncio
import os
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest

from crawlers.network.pace import CONNECTIONS
from crawlers.network.turns import SharedTurns

HOST = "www.x.gov.cn"


class Time:
    """Passes when somebody sleeps."""

    def __init__(self) -> None:
        self.at = 1000.0

    def clock(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds
        await asyncio.sleep(0)


def two(folder: Path, time: Time) -> tuple[SharedTurns, SharedTurns]:
    """Two processes, as far as locks on files go."""
    first, second = (SharedTurns(folder, clock=time.clock, sleep=time.sleep) for _ in range(2))
    return first, second


def begun(folder: Path, pauses: list[float]) -> list[float]:
    """When requests begin that two processes make in turn, with these pauses."""
    time = Time()
    turns = two(folder, time)

    async def ask() -> list[float]:
        found = []
        for n, pause_s in enumerate(pauses):
            async with turns[n % 2](HOST, pause_s):
                found.append(time.at - 1000.0)
        return found

    return asyncio.run(ask())


def test_a_pause_lies_between_requests_whoever_makes_them(tmp_path: Path) -> None:
    assert begun(tmp_path, [1.0] * 4) == pytest.approx([0.0, 1.0, 2.0, 3.0])


def test_a_host_without_a_pause_is_asked_at_once(tmp_path: Path) -> None:
    assert begun(tmp_path, [0.0] * 3) == [0.0] * 3


def test_a_moment_reserved_by_a_wrong_clock_does_not_close_a_host(tmp_path: Path) -> None:
    (tmp_path / HOST).write_text("9999999999.0")
    assert begun(tmp_path, [1.0, 1.0]) == pytest.approx([CONNECTIONS, CONNECTIONS + 1])


@pytest.mark.parametrize("said", ["", "no number"])
def test_what_cannot_be_read_counts_as_nothing_reserved(tmp_path: Path, said: str) -> None:
    (tmp_path / HOST).write_text(said)
    assert begun(tmp_path, [1.0]) == [0.0]


def test_no_more_are_under_way_than_one_process_may_have(tmp_path: Path) -> None:
    time, under_way, most = Time(), 0, 0
    turns = two(tmp_path, time)

    async def ask(n: int) -> None:
        nonlocal under_way, most
        async with turns[n % 2](HOST, 0.0):
            under_way += 1
            most = max(most, under_way)
            for _ in range(20):
                await asyncio.sleep(0)
            under_way -= 1

    async def all_of_them() -> None:
        await asyncio.gather(*map(ask, range(12)))

    asyncio.run(all_of_them())
    assert most == CONNECTIONS


def test_only_a_host_whose_connections_are_all_taken_keeps_others_waiting(tmp_path: Path) -> None:
    time = Time()
    turns, _ = two(tmp_path, time)
    begun_at: dict[str, float] = {}

    async def ask(host: str) -> None:
        async with turns(host, 0.0):
            begun_at[host] = time.at

    async def run() -> None:
        async with AsyncExitStack() as taken:
            for _ in range(CONNECTIONS):
                await taken.enter_async_context(turns("a.gov.cn", 0.0))
            waiting = asyncio.create_task(ask("a.gov.cn"))
            while time.at < 1001.0 and not waiting.done():
                await asyncio.sleep(0)
            before = time.at
            await ask("b.gov.cn")
            assert begun_at == {"b.gov.cn": pytest.approx(before, abs=1.0)}
        await waiting

    asyncio.run(run())
    assert begun_at["a.gov.cn"] >= 1001.0


def held_open(folder: Path) -> list[Path]:
    """The files of a folder that this process has open."""
    inodes = {path.stat().st_ino: path for path in folder.rglob("*")}
    held = []
    for handle in Path("/dev/fd").iterdir():
        with suppress(OSError):  # the one that listed them
            held.append(inodes.get(os.fstat(int(handle.name)).st_ino))
    return [path for path in held if path]


def test_who_is_cancelled_while_waiting_keeps_no_connection(tmp_path: Path) -> None:
    turns = SharedTurns(tmp_path)

    async def hold() -> None:
        async with turns(HOST, 0.0):
            await asyncio.Event().wait()

    async def run() -> None:
        for steps in range(6):  # cancelled at every stage
            task = asyncio.create_task(hold())
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        async with turns(HOST, 0.0), turns(HOST, 0.0):
            pass

    asyncio.run(run())
    assert held_open(tmp_path) == []
