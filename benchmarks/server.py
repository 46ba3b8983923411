"""Serves a farm: nginx where there is one, else a small server of our own; both log every answer.

Every site has an address of its own on loopback (127.0.1.1 and up) and all share one port, so that
no crawler needs a name server. Linux answers on all of 127.0.0.0/8; elsewhere these addresses must
be added to the loopback interface first.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.farm import address

_NGINX = """
daemon off;
{user}
pid {work}/nginx.pid;
error_log {work}/error.log warn;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    types {{ text/html html; text/plain txt; }}
    default_type text/html;
    log_format pages '$server_addr $request_uri $status';
    access_log {work}/access.log pages;
    client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3;
    uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
    gzip_static on;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=8000 inactive=600s;
    keepalive_requests 100000;
    server {{
        {listen}
        root {farm}/$server_addr;
    }}
}}
"""
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """A farm being served."""

    kind: str  # "nginx/1.22.1", or what ours is called
    port: int
    log: Path

    def start_of(self, number: int) -> str:
        """The home page of a site."""
        return f"http://{address(number)}:{self.port}/"

    def mark(self) -> int:
        """A place in the log: `answered` counts from there."""
        return self._settled()

    def answered(self, mark: int) -> Counter[tuple[str, int]]:
        """How often every (URL, status) was answered since the mark."""
        self._settled()
        with self.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(mark)
            found: Counter[tuple[str, int]] = Counter()
            for line in log:
                host, path, status = line.split(" ")
                found[f"http://{host}:{self.port}{path}", int(status)] += 1
            return found

    def _settled(self) -> int:
        """The log's size, once it has stopped growing: a line follows its answer."""
        size = -1
        while (now := self.log.stat().st_size) != size:
            size = now
            time.sleep(0.1)
        return size


@contextmanager
def serve(farm: Path, hosts: int, work: Path, *, nginx: bool = True) -> Iterator[Server]:
    """Serve the farm's folder until the block ends.

    Args:
        work: folder for configuration and logs, made anew.
        nginx: use it when it is there.

    Raises:
        OSError: nothing answers.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    port = _free_port(hosts)
    log = work / "access.log"
    log.touch()
    program = _nginx() if nginx else ""
    if program:
        config = work / "nginx.conf"
        listen = "\n        ".join(
            f"listen {address(n)}:{port} backlog=1024;" for n in range(hosts)
        )
        user = "user root;" if os.geteuid() == 0 else ""  # else it may not read the folder
        config.write_text(
            _NGINX.format(user=user, work=work.resolve(), farm=farm.resolve(), listen=listen)
        )
        command = [program, "-p", str(work.resolve()), "-c", str(config.resolve())]
        command += ["-e", str(work.resolve() / "error.log")]
        kind = _version(program)
    else:
        command = [sys.executable, "-m", "benchmarks.plain_server"]
        command += [str(farm), str(log), str(port), str(hosts)]
        kind = f"Python {sys.version.split()[0]} (benchmarks/plain_server.py)"
    process = subprocess.Popen(command, start_new_session=True)
    try:
        _await_answer(process, port)
        yield Server(kind, port, log)
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # its children too
        process.wait()


def _nginx() -> str:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def _version(program: str) -> str:
    said = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr
    return said.rpartition(":")[2].strip()


def _free_port(hosts: int) -> int:
    """A port that is free on the first address, and so most likely on all."""
    with socket.socket() as found:
        found.bind((address(hosts - 1), 0))
        return int(found.getsockname()[1])


def _await_answer(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((address(0), port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise OSError("the server of the farm did not start; see error.log in its folder")
