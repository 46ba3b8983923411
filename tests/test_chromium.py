import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

from crawlers.browser import chromium as engine
from crawlers.browser.chromium import Chromium
from crawlers.browser.tab import Bounds
from crawlers.render import Browser, available
from data.types import FetchOutcome
from tests.processes import below, browsers, running
from tests.scripted import HOME, Scripted

QUICK = Bounds(quiet_s=0.3)


@pytest.mark.parametrize("named", ["/nowhere/chromium", ""])
def test_without_a_browser_a_page_is_a_shell_with_a_hint(monkeypatch, named):
    monkeypatch.setenv(engine.VARIABLE, named)
    monkeypatch.setenv("PATH", "/nowhere")

    async def run():
        async with Browser(Scripted({}).send) as browser:
            return await browser.draw(HOME)

    one = asyncio.run(run())
    assert one.outcome is FetchOutcome.JS_SHELL
    assert one.note == available()
    assert "sudo apt-get install chromium" in one.note
    assert "GKC_CHROMIUM" in one.note


def test_a_program_that_is_no_browser_is_a_hint_too(monkeypatch, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv(engine.VARIABLE, str(broken))

    async def run():
        async with Browser(Scripted({}).send) as browser:
            return await browser.draw(HOME)

    one = asyncio.run(run())
    assert one.outcome is FetchOutcome.JS_SHELL
    assert "不能启动" in one.note


def test_a_browser_that_ends_is_started_once_more(chromium):
    def end(ask):
        for pid in browsers():
            os.kill(pid, signal.SIGKILL)
        return "late"

    once, always = Scripted({"/": [end, "<p>政务公开</p>"]}), Scripted({"/": end})
    turns = iter(once.answers["/"])
    once.answers["/"] = lambda ask: it(ask) if callable(it := next(turns)) else it

    async def run():
        async with Browser(once.send) as one, Browser(always.send) as other:
            return await one.draw(HOME), await other.draw(HOME), await other.draw("ftp://x/")

    first, second, third = asyncio.run(run())
    assert first.outcome is FetchOutcome.OK
    assert (second.outcome, second.note) == (
        FetchOutcome.JS_SHELL,
        "浏览器两次中途退出，没有画出页面",
    )
    assert third.outcome is FetchOutcome.BAD_URL
    assert always.paths == ["/", "/"]


def test_sites_side_by_side_share_one_browser_that_ends_with_the_last(chromium):
    seen = []

    async def look(host):
        def page(ask):
            seen.append(browsers())
            return "<p>政务公开</p>"

        async with Browser(Scripted({"/": page}).send, bounds=QUICK) as browser:
            return await asyncio.gather(*(browser.draw(f"http://{host}/") for _ in range(2)))

    async def run():
        return await asyncio.gather(*(look(f"{name}.localhost") for name in "abc"))

    drawings = asyncio.run(run())
    assert {one.outcome for pair in drawings for one in pair} == {FetchOutcome.OK}
    assert len(seen) == 6
    assert len(set(seen)) == len(seen[0]) == 1
    assert below("chrom") == set()


def test_a_browser_that_drew_enough_is_replaced(chromium):
    async def run():
        tabs, pids = Chromium(restart_after=2), []
        try:
            for _ in range(3):
                async with tabs.tab():
                    pids.append(browsers())
        finally:
            await tabs.close()
        return pids

    first, second, third = asyncio.run(run())
    assert first & second  # the same browser; processes of its own may come and go
    assert third
    assert (first | second).isdisjoint(third)


def test_a_look_that_is_given_up_leaves_no_browser(chromium):
    async def never(ask):
        asked.set()
        await asyncio.Event().wait()

    async def run():
        async with Browser(Scripted({"/": never}).send) as browser:
            task = asyncio.create_task(browser.draw(HOME))
            await asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asked = asyncio.Event()
    asyncio.run(run())
    assert below("chrom") == set()


KILLED = """
import asyncio
from crawlers.render import Browser

async def send(url, **rest):
    print("asked", flush=True)
    await asyncio.Event().wait()

async def main():
    async with Browser(send) as browser:
        await browser.draw("http://a.localhost/")

asyncio.run(main())
"""


def test_a_process_that_is_killed_takes_its_browser_along(chromium):
    process = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "asked\n"
    left = below("chrom", process.pid)
    assert left
    process.kill()
    process.communicate()
    ends = time.monotonic() + 60
    while left and time.monotonic() < ends:  # it goes when its pipe closes
        left = {pid for pid in left if running(pid)}
    assert left == set()
