"""A static server for machines without nginx: two processes, files packed or plain, keep-alive."""

import asyncio
import os
import sys
from functools import lru_cache
from pathlib import Path

from benchmarks.farm import address

PROCESSES = 2
_LOST = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"


class _Connection(asyncio.Protocol):
    def __init__(self, farm: Path, log: int) -> None:
        self._farm, self._log, self._waiting = farm, log, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = str(transport.get_extra_info("sockname")[0])

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, self._waiting = self._waiting.split(b"\r\n\r\n", 1)
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        path = head.split(b" ", 2)[1].decode("latin-1")
        lower = head.lower()
        packed = b"gzip" in lower.partition(b"\r\naccept-encoding:")[2].partition(b"\r\n")[0]
        answer = _file(self._farm / self._host, path.partition("?")[0], packed)
        self._transport.write(answer or _LOST)
        # One write of a short line: two processes may share the file.
        os.write(self._log, f"{self._host} {path} {200 if answer else 404}\n".encode())
        if b"\r\nconnection: close" in lower:
            self._transport.close()


@lru_cache(maxsize=20_000)
def _file(root: Path, path: str, packed: bool) -> bytes:
    if ".." in path:
        return b""
    file = root / (path.lstrip("/") or "index.html")
    try:
        body = (file.with_name(f"{file.name}.gz") if packed else file).read_bytes()
    except OSError:
        return _file(root, path, False) if packed else b""
    media_type = "text/plain" if file.suffix == ".txt" else "text/html"
    coding = "Content-Encoding: gzip\r\n" if packed else ""
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n{coding}"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def _serve(farm: Path, log: Path, port: int, hosts: int) -> None:
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(farm, written),
        [address(n) for n in range(hosts)],
        port,
        reuse_port=True,
        backlog=1024,
    )
    await server.serve_forever()


if __name__ == "__main__":
    parent = os.getpid()
    for _ in range(PROCESSES - 1):
        if not os.fork():
            break
    where, log_file, on_port, many = sys.argv[1:]
    asyncio.run(_serve(Path(where), Path(log_file), int(on_port), int(many)))
