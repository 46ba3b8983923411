"""Malformed files to everything that reads what strangers publish: each must end in a state.

    python -m benchmarks.fuzz                          # 5,000 files of our own making
    python -m benchmarks.fuzz --seeds FOLDER…          # and others' files as seeds
    python -m benchmarks.fuzz --only 1234              # one file again, in full

A file goes where a site's file would go: to the page reader, the reader of attachments, the rules
for budgets and those for annual reports; every hundred files make a site that all checks judge.
What raises is shown with the file's number; what does not end in time ends the run with the place
where it hung. Interrupted (Ctrl+C), it shows what it has.
"""

import argparse
import faulthandler
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from types import FrameType

from benchmarks.malformed import Seed, found, made, nth
from crawlers.documents import read_document
from crawlers.pages import facts, read_page
from crawlers.registry import Ask, all_checks
from crawlers.site import Site
from crawlers.subjects.annual.facts import known_facts
from crawlers.subjects.annual.opening import ReportError
from crawlers.subjects.annual.opening import opened as report_in
from crawlers.subjects.annual.review import review
from crawlers.subjects.budget.opening import BudgetError
from crawlers.subjects.budget.opening import opened as budget_in
from crawlers.subjects.budget.register import issues
from data.types import Document, Fetch, FetchOutcome, Page, Unit

HOST = "http://fuzz.localhost/"
UNIT = Unit("x", "清河市教育局", "department", "市直部门", HOST)
ASK = Ask(date(2023, 12, 15), 2023)
LIMIT_S = 20.0  # CPU seconds of one reader for one file
_STUCK_S = 600.0  # by the clock, which other programs share
_A_SITE = 100  # files
_MEMORY = 4_000_000_000  # bytes of address space


@dataclass(slots=True)
class Tally:
    """What became of the files."""

    states: Counter[tuple[str, str]] = field(default_factory=Counter)  # by reader
    slowest: list[tuple[float, str, str]] = field(default_factory=list)  # seconds, reader, file
    raised: list[str] = field(default_factory=list)
    grown: list[tuple[int, str]] = field(default_factory=list)  # bytes, file


class Bench:
    """Reads files one by one and keeps what is needed to judge them as a site."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._pages: dict[str, Page] = {}
        self._documents: dict[str, Document] = {}
        self._bodies: dict[str, bytes] = {}

    def read(self, number: int, seed: Seed) -> None:
        """All readers on one file."""
        label = f"{number} {seed.name} ({len(seed.body):,} B)"
        url = f"{HOST}{number}/{seed.name}"
        before = _peak()
        page = self._timed("facts", label, lambda: _page(url, seed.body))
        document = self._timed("documents", label, lambda: _document(url, seed))
        self._timed("budget", label, lambda: _budget(url, seed))
        self._timed("annual report", label, lambda: _report(url, seed))
        if (more := _peak() - before) > 0:
            self.tally.grown.append((more, label))
        if isinstance(page, Page):
            self._pages[url] = page
        if isinstance(document, Document):
            self._documents[url] = document
        self._bodies[url] = seed.body
        if len(self._bodies) == _A_SITE:
            self.judge(number)

    def judge(self, number: int) -> None:
        """All checks on the files since the last time."""
        fetches = {
            url: Fetch(
                url, FetchOutcome.OK, datetime(2023, 12, 1, tzinfo=UTC), 200, url,
                sha256=sha256(body).hexdigest(), warc="x.warc.gz", via=HOST, hint="附件", depth=1,
            )
            for url, body in self._bodies.items()
        }  # fmt: skip
        entry = next(iter(self._pages), HOST)
        site = Site(UNIT, entry, self._pages, fetches, self._documents)
        for name, check in all_checks().items():
            self._timed(f"check {name}", f"site to {number}", lambda c=check: (c(site, ASK), ""))
        self._pages, self._documents, self._bodies = {}, {}, {}

    def _timed(self, reader: str, label: str, read: Callable[[], tuple[object, str]]) -> object:
        begun = time.process_time()
        result: object = None
        try:
            with _watched(f"{reader}: {label}"):
                result, state = read()
            if state:
                self.tally.states[reader, state] += 1
        except Exception:  # noqa: BLE001  # whatever it is, it is what is looked for
            self.tally.raised.append(f"{reader}: {label}\n{traceback.format_exc()}")
        self.tally.slowest.append((time.process_time() - begun, reader, label))
        self.tally.slowest = sorted(self.tally.slowest, reverse=True)[:40]
        return result


def _page(url: str, body: bytes) -> tuple[Page, str]:
    page = read_page(url, body, "text/html")
    facts(page)
    return page, page.state.value


def _document(url: str, seed: Seed) -> tuple[Document, str]:
    document = read_document(url, seed.body, seed.name, tables=True, cpu_s=LIMIT_S)
    return document, document.state


def _budget(url: str, seed: Seed) -> tuple[object, str]:
    try:
        return issues(budget_in(url, seed.body)), "read"
    except BudgetError:
        return None, "no budget"


def _report(url: str, seed: Seed) -> tuple[object, str]:
    try:
        return review(report_in(url, seed.body).report, known_facts()), "read"
    except ReportError:
        return None, "no report"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@contextmanager
def _watched(what: str) -> Iterator[None]:
    """Raise where `what` stands after LIMIT_S; end the run where a library does not listen."""
    faulthandler.dump_traceback_later(_STUCK_S, exit=True)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    sys.stderr.write(f"\r{what[:100]:100}")
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        faulthandler.cancel_dump_traceback_later()


def _late(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {LIMIT_S:.0f} s of CPU time")


def run(numbers: Sequence[int], seeds: Sequence[Seed]) -> tuple[Tally, int]:
    """What became of the files, and how many there were: fewer where the run was interrupted."""
    bench, done = Bench(), 0
    try:
        for number in numbers:
            bench.read(number, nth(number, seeds))
            done += 1
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted\n")
    bench.judge(numbers[max(done - 1, 0)])
    return bench.tally, done


def shown(tally: Tally, files: int) -> str:
    """Counts per reader and state, the slowest, what grew, what raised."""
    by_reader: dict[str, list[str]] = {}
    for (reader, state), count in sorted(tally.states.items(), key=lambda kv: (kv[0][0], -kv[1])):
        by_reader.setdefault(reader, []).append(f"{state} {count:,}")
    lines = [f"{files:,} files", "", "| reader | states |", "|---|---|"]
    lines += [f"| {reader} | {', '.join(said)} |" for reader, said in by_reader.items()]
    lines += ["", "Slowest (CPU seconds; a child that reads attachments keeps its own account):"]
    lines += [f"- {seconds:.2f} {reader}: {label}" for seconds, reader, label in tally.slowest[:12]]
    lines += ["", "Memory grew by:"]
    lines += [f"- {size / 1e6:,.0f} MB {label}" for size, label in sorted(tally.grown)[:-6:-1]]
    lines += ["", f"Raised: {len(tally.raised)} (a limit of {LIMIT_S:.0f} s each)"]
    return "\n".join([*lines, *tally.raised])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--start", type=int, default=0, help="number of the first file")
    parser.add_argument("--only", type=int, help="number of a single file")
    parser.add_argument("--seeds", type=Path, nargs="+", default=[], help="folders of sound files")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGVTALRM, _late)
    seeds = (*made(), *found(given.seeds))
    numbers = range(given.start, given.start + given.files)
    chosen = [given.only] if given.only is not None else list(numbers)
    tally, done = run(chosen, seeds)
    sys.stdout.write(shown(tally, done) + "\n")
    if tally.raised:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
