"""Looks that kill themselves with -9 at a given point, for test_kills.

`python -m tests.killed_look` reads jobs, one JSON line each, and forks for every one of them, so
that what is dear, importing the program, is paid once. It answers with the signal that ended the
child, 0 when it came to its end. `when` of a job is a number of addresses done, "saved 2" (right
after the second batch), "steps 1" (the first steps are kept, their rows not yet), "torn 7" (in the
middle of the seventh record), or null: never.
"""

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from crawlers import collect, job
from crawlers.browser.tab import Drawn
from crawlers.looks import keeper
from crawlers.settings import Settings
from data.store import Store
from data.types import FetchOutcome
from data.writer import Writer

AT = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
DRAWN = (
    '<html><head><meta charset="utf-8"><title>应急预案</title></head><body><h1>应急预案</h1>'
    '<ul><li><a href="/app/1.html">清河县突发事件总体应急预案</a><span>2023-03-01</span></li>'
    '<li><a href="/app/2.html">清河县防汛应急预案</a><span>2023-04-01</span></li></ul>'
    "</body></html>"
)


class Painter:
    """Draws one page, and finds nothing in any other."""

    async def draw(self, url):
        if url.endswith("/app/"):
            return Drawn(FetchOutcome.OK, url, DRAWN.encode())
        return Drawn(FetchOutcome.JS_SHELL, url, note="没有画出内容")


@asynccontextmanager
async def painter():
    yield Painter()


def run(given):
    """Collect a unit's site into a store, and die at the given point."""
    when, counted = given["when"], {}

    def die_at(kind):
        counted[kind] = counted.get(kind, 0) + 1
        point = counted[kind] if kind == "page" else f"{kind} {counted[kind]}"
        if point == when:
            os.kill(os.getpid(), signal.SIGKILL)

    def append(writer, *args, **named):
        if when == f"torn {counted.get('torn', 0) + 1}":
            writer._file.write(b"\x1f\x8b\x08 half a record")
            writer._file.flush()
        die_at("torn")
        return whole(writer, *args, **named)

    class Mortal(Store):
        def put_steps(self, *args):
            super().put_steps(*args)
            die_at("steps")

        def add_fetches(self, *args, **named):
            super().add_fetches(*args, **named)
            die_at("saved")

    whole, Writer.append = Writer.append, append
    job.now = lambda: AT
    keeper.BATCH = 20  # so that a small site is saved in several
    collect._chromium = lambda fetcher: painter()
    job.look = partial(collect.look, progress=lambda row, waiting: die_at("page"))
    settings = Settings.from_json(given["settings"])
    with Mortal(given["store"]) as store:
        unit = store.unit(given["unit"])
        asyncio.run(
            job.collect_site(
                store,
                given["round"],
                unit,
                Path(given["var"]),
                settings,
            )
        )


def main():
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        sys.stdout.write(f"{ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
