"""A web server on loopback for demo sites, saved copies and tests: many hosts on one port.

`with serve({"qinghe.localhost": Folder(path)}) as allow:` yields the map that lets a `Fetcher`
visit them: host name -> (address, port). URLs stay the same whatever port is free.
"""

import asyncio
import mimetypes
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

from aiohttp import web

ADDRESS = "127.0.0.1"
INDEXES = ("index.html", "index.htm", "index.shtml", "default.html", "default.htm")
_SCRIPTS = {".shtml", ".jsp", ".jspx", ".aspx", ".asp", ".php", ".do", ".action"}
_NOT_FOUND = "<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>"
# What a wall against robots answers: nothing to read, a script that a browser would run.
_SHELL = (
    "<html><head><script>var _0x1f2a=['cookie','reload'];"
    "document.cookie='wall='+eval('1+1')+';path=/';location.reload();</script></head>"
    "<body></body></html>"
)


@dataclass(frozen=True, slots=True)
class Folder:
    """Static files. HTML goes out without a charset, as most government sites send it."""

    path: Path


@dataclass(frozen=True, slots=True)
class Always:
    """The same answer to every request."""

    status: int = 404
    body: str = _NOT_FOUND


@dataclass(frozen=True, slots=True)
class Down:
    """Connections are refused."""


Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Behaviour = Folder | Always | Down | Handler

CHALLENGE = Always(412, _SHELL)


@contextmanager
def serve(hosts: Mapping[str, Behaviour], port: int = 8700) -> Iterator[dict[str, tuple[str, int]]]:
    """Serve every host from one port in a background thread, until the block ends.

    Args:
        hosts: name without port -> what it does.
        port: used when free, else any other.

    Yields:
        The allow map for `Fetcher`: host -> (address, port).
    """
    closed = socket(AF_INET, SOCK_STREAM)
    closed.bind((ADDRESS, 0))  # bound and never listening: whoever connects is refused
    listening = _listen(port)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        runner = asyncio.run_coroutine_threadsafe(_start(listening, hosts), loop).result()
        places = {False: listening.getsockname(), True: closed.getsockname()}
        try:
            yield {host: places[isinstance(what, Down)] for host, what in hosts.items()}
        finally:
            asyncio.run_coroutine_threadsafe(_stop(runner, listening), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        listening.close()
        closed.close()


def _listen(port: int) -> socket:
    for wanted in (port, 0):
        sock = socket(AF_INET, SOCK_STREAM)
        sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            sock.bind((ADDRESS, wanted))
            sock.listen(128)
        except OSError:  # somebody else has it
            sock.close()
        else:
            return sock
    raise OSError("本机没有可用端口")


async def _start(listening: socket, hosts: Mapping[str, Behaviour]) -> web.ServerRunner:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return await _answer(hosts.get(request.host.partition(":")[0].lower()), request)

    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    return runner


async def _stop(runner: web.ServerRunner, listening: socket) -> None:
    """Nothing is left behind, not even a connection that came in at the last moment.

    asyncio's server leaks what it accepted and had not yet handed on when it was closed
    (CPython issue 109564), so nobody new is let in before it is closed.
    """
    asyncio.get_running_loop().remove_reader(listening)
    for _ in range(3):  # accepted, transport, protocol: each takes one turn of the loop
        await asyncio.sleep(0)
    assert isinstance(runner.server, web.Server)
    for connection in runner.server.connections:
        if connection.transport is not None:
            connection.transport.abort()  # what nobody reads any more would never be flushed
    await runner.cleanup()
    await asyncio.sleep(0)  # closed transports let go of their sockets


async def _answer(what: Behaviour | None, request: web.BaseRequest) -> web.StreamResponse:
    match what:
        case Folder(path):
            return _file(path, request)
        case Always(status, body):
            return web.Response(status=status, body=body.encode(), content_type="text/html")
        case None | Down():
            return web.Response(status=421, text="no such host here")
        case handler:
            return await handler(request)


def _file(root: Path, request: web.BaseRequest) -> web.StreamResponse:
    """A file of the folder, the index of a folder, or 404; never anything outside `root`."""
    lost = web.Response(status=404, body=_NOT_FOUND.encode(), content_type="text/html")
    try:
        path = (root / request.path.lstrip("/")).resolve()
        inside = path.is_relative_to(root.resolve())
        if inside and path.is_dir():
            if not request.path.endswith("/"):  # relative links need the slash
                target = f"{request.rel_url.raw_path}/"
                return web.Response(status=301, headers={"Location": target})
            indexes = [path / name for name in INDEXES if (path / name).is_file()]
            path = indexes[0] if indexes else path
        if not inside or not path.is_file():
            return lost
        body = path.read_bytes()
    except (OSError, ValueError):  # a name too long, or with a NUL
        return lost
    return web.Response(body=body, content_type=_media_type(path, body))


def _media_type(path: Path, body: bytes) -> str:
    if path.suffix.lower() in _SCRIPTS or (not path.suffix and body.lstrip()[:1] == b"<"):
        return "text/html"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
