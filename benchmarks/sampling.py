"""Where a crawl's CPU time goes: `python -m benchmarks.sampling OUT MODULE ARGUMENTS…`

A timer of CPU time interrupts the process some hundred times a second and notes what is running,
which costs the same for a small function as for a large one; cProfile charges every call, and makes
code of many small calls look several times dearer than it is.
"""

import json
import runpy
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

ROOT = str(Path(__file__).resolve().parents[1])
INTERVAL_S = 0.002

START = "start (imports)"
GUARD = "guard and outcomes"
LOOP = "HTTP client and event loop"
FETCHER = "fetcher: redirects, pace, ledger"
LOOK = "look: order, batches"
OTHER = "everything else"

# Files below the root, by how their name begins; the first that fits. What a caller in GUARD calls
# is GUARD's too, whatever file it is in: that is what the safety costs.
_PARTS = (
    ("crawlers/loop", LOOP),
    ("crawlers/reading/glance", "glance: links, title, date, meta"),
    ("crawlers/reading/", "page facts"),
    ("crawlers/pages", "page facts"),
    ("crawlers/subjects/", "page facts"),
    ("crawlers/topics", "page facts"),
    ("crawlers/seen/", "page facts"),
    ("crawlers/frontier", "frontier"),
    ("crawlers/endless", "frontier"),
    ("crawlers/promises", "frontier"),
    ("crawlers/network/body", "unpacking"),
    ("crawlers/network/", FETCHER),
    ("crawlers/fetch", FETCHER),
    ("crawlers/collect", LOOK),
    ("crawlers/survey", LOOK),
    ("crawlers/job", LOOK),
    ("crawlers/looks/", LOOK),
    ("crawlers/fleet/", LOOK),
    ("data/archive", "evidence (WARC)"),
    ("data/cdxj", "evidence (WARC)"),
    ("data/writer", "evidence (WARC)"),
    ("data/warc", "evidence (WARC)"),
    ("data/", "database"),
    ("benchmarks/", OTHER),
)
_OURS = ("crawlers/", "data/")
_CLIENT = tuple(f"/site-packages/{name}/" for name in ("aiohttp", "yarl", "multidict", "uvloop"))
_GUARD = tuple(f"crawlers/{name}.py" for name in ("guard", "network/answers", "network/ordinary"))


class Sampler:
    """Counts samples while it is on, by part and by function of ours."""

    def __init__(self) -> None:
        self.parts: Counter[str] = Counter()
        self.functions: Counter[str] = Counter()

    def start(self) -> None:
        signal.signal(signal.SIGPROF, self._note)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _note(self, number: int, frame: FrameType | None) -> None:
        stack = _stack(frame)
        part = part_of([file for file, _ in stack])
        self.parts[part] += 1
        if part != START:
            ours = next((each for each in stack if each[0].startswith(_OURS)), None)
            self.functions[":".join(ours) if ours else part] += 1


def _stack(frame: FrameType | None) -> list[tuple[str, str]]:
    """Running functions, innermost first, out to the event loop's call of them: file, name.

    uvloop has no frame of its own: its callbacks stand right above crawlers/loop.py.
    """
    calls: list[tuple[str, str]] = []
    while frame is not None:
        code = frame.f_code
        if code.co_name == "_run_once" and code.co_filename.endswith("base_events.py"):
            calls.append(("asyncio", "_run_once"))
            break
        calls.append((code.co_filename.removeprefix(f"{ROOT}/"), code.co_name))
        frame = frame.f_back
    return calls


def part_of(files: list[str]) -> str:
    """The part of the program that a stack is charged to."""
    if any("importlib._bootstrap" in file for file in files):
        return START
    if any(file in _GUARD for file in files):
        return GUARD
    for file in files:
        if any(name in file for name in _CLIENT):
            return LOOP
        for start, part in _PARTS:
            if file.startswith(start):
                return part
    return LOOP if "asyncio" in files else OTHER


def shares(seen: dict[str, int], most: int = 20) -> dict[str, float]:
    """Shares of what was spent after the start, for that happens once however long a crawl is."""
    counted = Counter({part: count for part, count in seen.items() if part != START})
    total = counted.total()
    return {part: count / total for part, count in counted.most_common(most)}


if __name__ == "__main__":
    out, module, *sys.argv[1:] = sys.argv[1:]
    sampler = Sampler()
    sampler.start()
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        sampler.stop()
        Path(out).write_text(json.dumps([sampler.parts, sampler.functions]))
