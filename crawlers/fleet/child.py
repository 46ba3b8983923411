"""A process that looks at the sites its parent names: `python -m crawlers.fleet.child`.

It talks over its pipes, one JSON value a line. In: the job; then, for every "free", ids of units
that share a host, none when there are no more. Out: `["free"]`, `["begun", id]`,
`["ended", id, why it failed]`, `["lost", why it cannot work]`. It ends with its parent, however
that dies, and saves what it has when it is told to end by SIGTERM.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from crawlers import logs
from crawlers.fleet.sidebyside import SideBySide
from crawlers.loop import run
from crawlers.network.pace import Paces
from crawlers.network.turns import shared_paces
from crawlers.settings import Settings
from data.faults import explained
from data.storage.database import StoreError
from data.store import Store
from data.types import Unit

log = logging.getLogger(__name__)


async def _serve() -> int:
    """Look at the sites that the parent names, until there are no more or the parent is gone.

    Returns:
        The exit code.
    """
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    reader = asyncio.StreamReader(limit=2**24)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    job = json.loads(await reader.readline())

    def tell(*what: str) -> None:
        answers.write(json.dumps(what).encode() + b"\n")

    try:
        store, paces = Store(job["url"]), shared_paces(Path(job["var"]))
    except (StoreError, OSError) as error:
        tell("lost", str(error) if isinstance(error, StoreError) else explained(error))
        return 1
    with store:
        await _look(store, paces, job, reader, tell)
    return 0


async def _look(
    store: Store, paces: Paces, job: Any, reader: asyncio.StreamReader, tell: Callable[..., None]
) -> None:
    known = {unit.id: unit for unit in store.round_units(job["round_id"])}
    groups: asyncio.Queue[list[str]] = asyncio.Queue()

    async def take() -> Sequence[Unit]:
        tell("free")
        return [known[unit_id] for unit_id in await groups.get()]

    looks = SideBySide(
        store,
        job["round_id"],
        Path(job["var"]),
        Settings.from_json(job["settings"]),
        paces,
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
        log.info("the parent is gone, or somebody wants us to end")
    finally:
        listening.cancel()


if __name__ == "__main__":
    logs.set_up()
    sys.exit(run(_serve()))
