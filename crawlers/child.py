"""A process that looks at the sites its parent names: `python -m crawlers.child`.

It talks over its pipes, one JSON value a line. In: the job; then, for every "free", ids of units
that share a host, none when there are no more. Out: `["free"]`, `["begun", id]`,
`["ended", id, why it failed]`. It ends with its parent, however that dies.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from crawlers.loop import run
from crawlers.settings import Settings
from crawlers.sidebyside import SideBySide
from crawlers.turns import shared_paces
from data.store import Store
from data.types import Unit

log = logging.getLogger(__name__)


async def _serve() -> None:
    """Look at the sites that the parent names, until there are no more or the parent is gone."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    reader = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    job = json.loads(await reader.readline())
    var = Path(job["var"])
    groups: asyncio.Queue[list[str]] = asyncio.Queue()

    def tell(*what: str) -> None:
        answers.write(json.dumps(what).encode() + b"\n")

    with Store(job["url"]) as store:
        known = {unit.id: unit for unit in store.round_units(job["round_id"])}

        async def take() -> Sequence[Unit]:
            tell("free")
            return [known[unit_id] for unit_id in await groups.get()]

        looks = SideBySide(
            store,
            job["round_id"],
            var,
            Settings.from_json(job["settings"]),
            shared_paces(var),
            begun=lambda unit: tell("begun", unit.id),
            ended=lambda unit, why: tell("ended", unit.id, why),
        )
        work = asyncio.create_task(looks.work(take, job["hosts"]))

        async def listen() -> None:
            while line := await reader.readline():
                groups.put_nowait(json.loads(line))
            work.cancel()  # the parent is gone

        listening = asyncio.create_task(listen())
        try:
            await work
        except asyncio.CancelledError:
            log.info("the parent closed the pipe")
        finally:
            listening.cancel()


if __name__ == "__main__":
    run(_serve())
