"""What reading a page costs and how often it is right, beside the readers that others use.

    python -m benchmarks.facts LABELS.TSV              # pages in the folder pages/ beside it

Every reader is a process of its own; laps over all labelled pages take turns, so that a busy
machine is busy for all. A page costs what its cheapest lap cost, in CPU time. Titles and days are
compared on articles only: the others read nothing else. benchmarks/README.md says how the peers'
environment is made.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from benchmarks.crawl import THEIRS, machine
from benchmarks.measure import ROOT
from benchmarks.readers import labelled

Lap = Mapping[str, tuple[float, str, str]]  # by slug: CPU ms, title, day


@dataclass(frozen=True, slots=True)
class Peer:
    """A function of benchmarks/readers.py."""

    name: str
    title: str
    package: str = ""  # whose version is shown; it runs in the peers' environment


PEERS = (
    Peer("ours_full", "**ours, all facts**"),
    Peer("ours_glance", "**ours, a glance** (`gkc survey`)"),
    Peer("gne", "GNE", "gne"),
    Peer("trafilatura", "trafilatura", "trafilatura"),
    Peer("htmldate", "htmldate (date alone)", "htmldate"),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.facts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("labels", type=Path, help="table of labels, as for gkc accuracy")
    parser.add_argument("--pages", type=Path, help="folder of the pages")
    parser.add_argument("--peers", nargs="+", choices=[peer.name for peer in PEERS], default=[])
    parser.add_argument("--laps", type=int, default=5)
    parser.add_argument("--python", default=str(THEIRS), help="interpreter of the peers")
    given = parser.parse_args()
    chosen = [peer for peer in PEERS if not given.peers or peer.name in given.peers]
    if any(peer.package for peer in chosen) and not Path(given.python).exists():
        raise SystemExit(f"{given.python} is missing: benchmarks/README.md says how it is made")
    folder = given.pages or given.labels.parent / "pages"
    runs = measure(chosen, given.labels, folder, given.laps, given.python)
    titles = {peer.name: f"{peer.title} {_version(given.python, peer)}".strip() for peer in chosen}
    said = f"{machine()}\n\n{given.laps} laps over {len(labelled(given.labels))} pages."
    sys.stdout.write(f"{said}\n\n{table(runs, labelled(given.labels), titles)}\n")


def measure(
    peers: Sequence[Peer], labels: Path, pages: Path, laps: int, python: str
) -> dict[str, Lap]:
    """By name of the reader: what it read, and the least that each page cost it."""
    done: dict[str, list[Lap]] = {peer.name: [] for peer in peers}
    with ExitStack() as started:
        running = {
            peer.name: started.enter_context(
                subprocess.Popen(
                    [python if peer.package else sys.executable, "-m", "benchmarks.readers",
                     peer.name, str(labels.resolve()), str(pages.resolve())],
                    cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                )
            )
            for peer in peers
        }  # fmt: skip
        for turn in range(laps):
            for name, process in running.items():
                done[name].append(_lap(name, process))
                sys.stderr.write(f"{turn + 1} {name}\n")
    return {name: cheapest(mine) for name, mine in done.items()}


def _lap(name: str, process: subprocess.Popen[str]) -> Lap:
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):  # it has ended: there will be no answer
        process.stdin.write("\n")
        process.stdin.flush()
    if not (line := process.stdout.readline()):
        raise SystemExit(f"reader {name} failed with code {process.wait()}")
    lap: Lap = json.loads(line)
    return lap


def cheapest(laps: Sequence[Lap]) -> Lap:
    return {slug: min((lap[slug] for lap in laps), key=lambda read: read[0]) for slug in laps[0]}


def table(
    runs: Mapping[str, Lap], labels: Sequence[Mapping[str, str]], titles: Mapping[str, str]
) -> str:
    """One line a reader: CPU time a page, and the first reader's share of it; what was right."""
    articles = [row for row in labels if row["kind"] == "article"]
    dated = [row for row in articles if row["published_on"]]
    first = median(read[0] for read in next(iter(runs.values())).values())
    lines = [
        "| reader | median ms/page | mean | of the first | title right | date right |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, lap in runs.items():
        costs = [read[0] for read in lap.values()]
        named = [_plain(lap[row["slug"]][1]) == _plain(row["title"]) for row in articles]
        days = [lap[row["slug"]][2] == row["published_on"] for row in dated]
        lines.append(
            f"| {titles[name]} | {median(costs):.2f} | {fmean(costs):.2f} "
            f"| {median(costs) / first:.1f} × | {_share(named)} | {_share(days)} |"
        )
    return "\n".join(lines)


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right)}/{len(right)} = {fmean(right):.1%}" if any(right) else "–"


def _plain(text: str) -> str:
    return "".join(text.split())


def _version(python: str, peer: Peer) -> str:
    if not peer.package:
        return ""
    ask = f"import importlib.metadata as m; print(m.version({peer.package!r}))"
    said = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    return said.stdout.strip()


if __name__ == "__main__":
    main()
