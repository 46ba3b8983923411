"""Many people clicking through the dashboard at once, over the websocket that a browser uses.

Thirty browsers on the machine that serves would measure the browsers. A person here is one
websocket that asks for a view as a browser does, takes in every message until the script has
ended, reads for a while, and asks for the next. What a browser then draws is not in the time.
"""

import asyncio
import random
import time
from dataclasses import dataclass

import aiohttp
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_LONGEST = 120  # seconds that an answer may take


@dataclass(frozen=True, slots=True)
class Click:
    """One view asked for, and how long the server took to send all of it."""

    view: str
    seconds: float


async def crowd(
    address: str, query: str, views: list[str], *, people: int, clicks: int, reading: float
) -> list[Click]:
    """Everybody clicks through the views, each in an order of their own.

    Args:
        address: http://127.0.0.1:PORT.
        query: what stands behind the question mark in the address.
        views: paths; empty for the first one.
        reading: mean seconds between two clicks; each waits half to one and a half of it.
    """
    async with aiohttp.ClientSession() as session:
        some = [
            _person(session, address, query, views, clicks, reading, random.Random(number))
            for number in range(people)
        ]
        return [click for one in await asyncio.gather(*some) for click in one]


async def _person(
    session: aiohttp.ClientSession, address: str, query: str, views: list[str], clicks: int,
    reading: float, chance: random.Random,
) -> list[Click]:  # fmt: skip
    done = []
    async with session.ws_connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream", max_msg_size=0, origin=address
    ) as socket:
        await asyncio.sleep(chance.uniform(0, reading))
        pages = await _ask(socket, query, "", "")
        order = [name for _ in range(clicks) for name in chance.sample(views, len(views))]
        for view in order[:clicks]:
            await asyncio.sleep(chance.uniform(reading / 2, reading * 1.5))
            began = time.perf_counter()
            await _ask(socket, query, pages[view], view)
            done.append(Click(view, time.perf_counter() - began))
    return done


async def _ask(
    socket: aiohttp.ClientWebSocketResponse, query: str, page: str, name: str
) -> dict[str, str]:
    """Ask for a view and take it in; the views of the menu: hash by path."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_script_hash = page
    asked.rerun_script.page_name = name
    await socket.send_bytes(asked.SerializeToString())
    pages: dict[str, str] = {}
    async with asyncio.timeout(_LONGEST):
        async for message in socket:
            got = ForwardMsg.FromString(message.data)
            kind = got.WhichOneof("type")
            if kind == "navigation":
                pages = {
                    "" if each.is_default else each.url_pathname: each.page_script_hash
                    for each in got.navigation.app_pages
                }
            elif kind == "delta" and got.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(f"{name}: {got.delta.new_element.exception.message}")
            elif (
                kind == "script_finished"
                and got.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return pages
    raise RuntimeError("the server closed the connection")
