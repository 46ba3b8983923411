"""What one site costs after it came home: reading its pages, and all checks on what was read.

    python -m benchmarks.checks                        # 1,000 pages of the farm
    python -m benchmarks.checks FOLDER…                # pages of saved sites, as one site
    python -m benchmarks.checks --profile FOLDER…      # where the checks' time goes

CPU seconds on one core. The checks are timed from a fresh site, in the order of the register, so
the first one that needs a shared value (columns, entries) pays for it.
"""

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

from benchmarks.crawl import machine
from benchmarks.farm import Farm
from crawlers.pages import read_page
from crawlers.registry import Ask, all_checks
from crawlers.site import Site
from data.types import Fetch, FetchOutcome, Page, Unit

HOST = "http://bench.localhost/"
UNIT = Unit("bench", "清河市教育局", "department", "市直部门", HOST)
ASK = Ask(date(2020, 12, 31), 2020)
PAGES = 1000


def saved(folders: Sequence[Path]) -> dict[str, bytes]:
    """Pages of folders by address, as if they lay on one host."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.*htm*")):
            found[HOST + quote(f"{folder.name}/{path.relative_to(folder)}")] = path.read_bytes()
    return found


def farmed(pages: int) -> dict[str, bytes]:
    site = Farm(hosts=1, pages=pages).site(0)
    return {HOST + path.lstrip("/"): body for path, body in site.pages()}


def read(bodies: Mapping[str, bytes]) -> tuple[dict[str, Page], float]:
    """Facts by address, and the CPU seconds that they took."""
    begun = time.process_time()
    pages = {url: read_page(url, body, "text/html") for url, body in bodies.items()}
    return pages, time.process_time() - begun


def site_of(pages: Mapping[str, Page]) -> Site:
    """A site of which these pages were read and every other own link answered "not found"."""
    at = datetime(2020, 12, 31, tzinfo=UTC)
    fetches = {url: Fetch(url, FetchOutcome.OK, at, 200, url, warc="x", via=HOST) for url in pages}
    for page in pages.values():
        for link in page.links:
            if link.url.startswith(HOST) and link.url not in fetches:
                fetches[link.url] = Fetch(
                    link.url, FetchOutcome.NOT_FOUND, at, 404, via=page.url, hint=link.text
                )
    return Site(UNIT, next(iter(pages)), pages, fetches, {})


def judged(site: Site) -> dict[str, float]:
    """CPU seconds of every check by name."""
    spent = {}
    for name, check in all_checks().items():
        begun = time.process_time()
        check(site, ASK)
        spent[name] = time.process_time() - begun
    return spent


def shown(pages: int, reading: float, spent: Mapping[str, float]) -> str:
    checking = sum(spent.values())
    slowest = sorted(spent.items(), key=lambda one: -one[1])[:15]
    return "\n".join(
        [
            f"{machine()}\n",
            "| step | CPU s | ms/page |",
            "|---|--:|--:|",
            f"| reading {pages:,} pages | {reading:.2f} | {1000 * reading / pages:.2f} |",
            f"| {len(spent)} checks | {checking:.2f} | {1000 * checking / pages:.2f} |",
            f"| both | {reading + checking:.2f} | {1000 * (reading + checking) / pages:.2f} |",
            "",
            *(f"- {name} {1000 * seconds:.0f} ms" for name, seconds in slowest),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.checks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", type=Path, nargs="*", help="saved sites")
    parser.add_argument("--pages", type=int, default=PAGES, help="of the farm, or at most")
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    bodies = saved(given.folders) if given.folders else farmed(given.pages)
    pages, reading = read(dict(list(bodies.items())[: given.pages]))
    all_checks()  # imports are no part of it
    site = site_of(pages)
    profiler = cProfile.Profile()
    if given.profile:
        profiler.enable()
    spent = judged(site)
    profiler.disable()
    sys.stdout.write(shown(len(pages), reading, spent) + "\n")
    if given.profile:
        stats = pstats.Stats(profiler, stream=sys.stdout)
        stats.sort_stats("tottime").print_stats(30)
        stats.sort_stats("cumtime").print_stats(60)


if __name__ == "__main__":
    main()
