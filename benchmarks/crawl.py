"""Measures this crawler against others on the same farm in the same call, and prints Markdown.

    python -m benchmarks.crawl                    # everything but memory and profile
    python -m benchmarks.crawl --peers ours_bare bare_loop --repeat 1
    python -m benchmarks.crawl --memory           # peak memory, 6,000 against 60,000 pages
    python -m benchmarks.crawl --profile          # where our CPU time goes

The first needs the peers' environment: benchmarks/README.md says how it is made.
"""

import argparse
import fcntl
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report, sampling
from benchmarks.farm import Farm
from benchmarks.measure import ROOT, Run, crawl
from benchmarks.server import Server, serve

FOLDER = ROOT / "var" / "benchmarks"
THEIRS = FOLDER / "venv" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Peer:
    """A crawler: a module of benchmarks/peers."""

    name: str
    title: str
    package: str = ""  # whose version is shown
    theirs: bool = False  # runs in the peers' environment, not in the project's
    hosts: int = 10**6  # at most


PEERS = (
    Peer("scrapy_default", "Scrapy with its defaults", "scrapy", theirs=True, hosts=5),
    Peer("crawlee_http", "Crawlee HttpCrawler + lexbor", "crawlee", theirs=True),
    Peer("wget", "`wget -r` (extracts nothing)", "wget"),
    Peer("wget_quiet", "`wget -r --quiet` (extracts nothing)", "wget"),
    Peer("bare_loop", "bare loop: aiohttp + selectolax", "aiohttp"),
    Peer("ours_bare", "**ours, bare collect**"),
    Peer("ours_full", "**ours, full collect**"),
    Peer("ours_full_twice", "**ours, full collect, 2 processes**"),
)
OURS = ("ours_bare", "ours_full")


def main() -> None:
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server must not be left behind
    FOLDER.mkdir(parents=True, exist_ok=True)
    alone = (FOLDER / "lock").open("w")
    try:
        fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit("another benchmark runs; two at once would measure each other") from None
    farm = Farm(given.hosts, given.pages)
    chosen = [peer for peer in PEERS if not given.peers or peer.name in given.peers]
    ours = [peer for peer in chosen if peer.name in OURS]
    if given.memory:
        made = _memory(given, ours)
    elif given.profile:
        made = _profile(given, farm, ours)
    else:
        made = _compare(given, farm, chosen)
    sys.stdout.write(f"{machine()}\n\n{made}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.crawl",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--peers", nargs="+", choices=[peer.name for peer in PEERS], default=[])
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--pages", type=int, default=300, help="of every host, at least 4")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; medians are shown")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--memory-pages", type=int, default=3000, help="of every host, the large")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--plain-server", action="store_true", help="no nginx")
    parser.add_argument("--python", default=str(THEIRS), help="interpreter of the peers")
    return parser.parse_args()


# --- against others -------------------------------------------------------------------------------


def _compare(given: argparse.Namespace, farm: Farm, chosen: list[Peer]) -> str:
    if any(peer.theirs for peer in chosen) and not Path(given.python).exists():
        raise SystemExit(f"{given.python} is missing: benchmarks/README.md says how it is made")
    runs: dict[str, list[Run]] = {peer.name: [] for peer in chosen}
    with _served(given, farm) as server:
        for turn in range(given.repeat):  # side by side in time: a busy machine is so for all
            for peer in chosen:
                run = _run(given, peer, server, farm)
                runs[peer.name].append(run)
                _tell(turn, peer, run)
    titles = {peer.name: f"{peer.title} {_version(given, peer)}".strip() for peer in chosen}
    said = f"Server: {server.kind}. {_of(farm)} Medians of {given.repeat} runs."
    if bad := [name for name, mine in runs.items() if any(run.missed for run in mine)]:
        said += f" NOT every page was fetched exactly once by {', '.join(bad)}."
    return "\n\n".join((said, report.table(runs, titles), report.ratios(runs)))


def _run(given: argparse.Namespace, peer: Peer, server: Server, farm: Farm, *before: str) -> Run:
    python = given.python if peer.theirs else sys.executable
    hosts = min(farm.hosts, peer.hosts)
    return crawl(python, peer.name, server, farm, hosts, FOLDER / "run", *before)


def _tell(turn: int, peer: Peer, run: Run) -> None:
    sys.stderr.write(
        f"{turn + 1} {peer.name}: {run.pages_per_s:.0f} pages/s, {run.cpu_ms:.2f} CPU ms/page, "
        f"{run.cost.peak_mb:.0f} MB, {len(run.missed)} pages not once {run.missed[:2]}, "
        f"{run.others} other answers, {run.rows} rows, right: {run.right}\n"
    )
    sys.stderr.flush()


# --- ourselves ------------------------------------------------------------------------------------


def _memory(given: argparse.Namespace, ours: Iterable[Peer]) -> str:
    sizes = given.pages, given.memory_pages
    peaks: dict[str, list[float]] = {peer.title: [] for peer in ours}
    for pages in sizes:
        farm = Farm(given.hosts, pages)
        with _served(given, farm) as server:
            for peer in ours:
                run = _run(given, peer, server, farm)
                _tell(0, peer, run)
                peaks[peer.title].append(run.cost.peak_mb)
    return report.memory(
        {title: (small, large) for title, (small, large) in peaks.items()},
        (given.hosts * sizes[0], given.hosts * sizes[1]),
    )


def _profile(given: argparse.Namespace, farm: Farm, ours: Iterable[Peer]) -> str:
    out = FOLDER / "samples.json"
    said = []
    with _served(given, farm) as server:
        for peer in ours:
            run = _run(given, peer, server, farm, "-m", "benchmarks.sampling", str(out))
            _tell(0, peer, run)
            parts, functions = json.loads(out.read_text())
            said.append(f"{peer.title}, {sum(parts.values()):,} samples of CPU time")
            said.append(report.shares(sampling.shares(parts)))
            said.append(report.shares(sampling.shares(functions)))
    return "\n\n".join(said)


# --- what was measured ----------------------------------------------------------------------------


def _served(given: argparse.Namespace, farm: Farm) -> AbstractContextManager[Server]:
    folder = FOLDER / f"{farm.hosts}x{farm.pages}"
    farm.write(folder)
    return serve(folder, farm.hosts, FOLDER / "server", nginx=not given.plain_server)


def _of(farm: Farm) -> str:
    return f"Farm: {farm.hosts} hosts × {farm.pages} pages, seed {farm.seed}."


def machine() -> str:
    """What figures were made on."""
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python " + (
        platform.python_version()
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(given: argparse.Namespace, peer: Peer) -> str:
    if peer.package == "wget":
        said = subprocess.run(["wget", "--version"], capture_output=True, text=True, check=True)
        return said.stdout.split("built", 1)[0].split()[-1]
    if not peer.package:
        return ""
    ask = f"import importlib.metadata as m; print(m.version({peer.package!r}))"
    python = given.python if peer.theirs else sys.executable
    said = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    return said.stdout.strip()


if __name__ == "__main__":
    main()
