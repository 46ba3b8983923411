"""How soon the frontier finds what is disclosed, against breadth-first; what a crawl never reaches.

`python -m benchmarks.frontier FOLDER…` serves each saved site on loopback, crawls all of it once
with the program itself, and then lets both orders walk the pages that the crawl brought home.
`--coverage` lists the files of the folder that no page of it leads to, by reason.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from crawlers.collect import Means, entry_of, look
from crawlers.frontier import Budget, Frontier, Rank, Target, likely_first
from crawlers.loopback import INDEXES, Folder, serve
from crawlers.pages import read_page
from crawlers.promises import EVERYDAY
from crawlers.reading.urls import extension
from crawlers.seen.copies import original_host, rehosted
from crawlers.settings import Settings
from data.archive import Archive
from data.types import Fetch, Page, PageKind, Unit

SHARE = 0.95
HTML = {"html", "htm", "shtml", "xhtml", "jsp", "asp", "aspx", "php", "do", ""}


@dataclass(frozen=True, slots=True)
class Crawled:
    """A saved site after a full crawl."""

    unit: Unit
    rows: Mapping[str, Fetch]  # by address asked for
    pages: Mapping[str, Page]  # by final address


def crawl(folder: Path) -> Crawled:
    """Everything in reach, asked for once."""
    unit = Unit(folder.name, folder.name, "department", "", f"http://{folder.name}.localhost:8700/")
    rows: dict[str, Fetch] = {}

    def save(fetches: object, *_: object) -> None:
        rows.update({row.url: row for row in fetches})  # type: ignore[attr-defined]

    with TemporaryDirectory() as scratch:
        archive = Archive(Path(scratch))
        with serve({f"{folder.name}.localhost": Folder(folder)}) as allow:
            settings = Settings(Budget(pages=1_000_000, seconds=1e9), allow, browser=False)
            asyncio.run(look(unit, archive, save, means=Means(settings), copy=True))
        pages: dict[str, Page] = {}
        for row in rows.values():
            if row.outcome.read:
                body = archive.read(row.warc, row.offset, row.sha256)
                pages[row.final_url] = read_page(row.final_url, body, row.media_type)
    original = original_host(pages[rows[entry_of(unit)].final_url])
    pages = {url: rehosted(page, original, entry_of(unit)) for url, page in pages.items()}
    return Crawled(unit, rows, pages)


# --- order --------------------------------------------------------------------------------------


def walk(site: Crawled, rank: Rank) -> Iterator[Page | None]:
    """The pages of a crawl in the order of a frontier; None for a fetch that brought no page."""
    frontier = Frontier(site.unit, rank)
    while target := frontier.pop():
        row = site.rows.get(target.url)
        page = site.pages.get(row.final_url) if row else None
        yield page
        if row and page:
            if row.final_url != row.url:
                frontier.moved(target, row.final_url)
            frontier.add(page, target)


def breadth_first(target: Target, page: Page | None) -> int:
    return 0


def fetches_until(site: Crawled, rank: Rank, wanted: Callable[[Page], bool]) -> tuple[int, int]:
    """Fetches until 95 % of the wanted pages that the full crawl found are home; all fetches."""
    found = [page is not None and wanted(page) for page in walk(site, rank)]
    needed, have = SHARE * sum(found), 0
    for n, hit in enumerate(found, start=1):
        have += hit
        if have >= needed:
            return n, len(found)
    return len(found), len(found)


def disclosed(page: Page) -> bool:
    """An entry about something that the law asks to disclose."""
    return page.kind is PageKind.ARTICLE and bool(page.topic) and page.topic not in EVERYDAY


def order_table(sites: list[Crawled]) -> Iterator[str]:
    yield "| site | fetches | wanted | found | ours | breadth-first | share | at best |"
    yield "|---|---|---|---|---|---|---|---|"
    for site in sites:
        for name, wanted in (("disclosures", disclosed), ("any topic", lambda p: bool(p.topic))):
            number = sum(map(wanted, site.pages.values()))
            ours, total = fetches_until(site, likely_first, wanted)
            broad, _ = fetches_until(site, breadth_first, wanted)
            yield (
                f"| {site.unit.id} | {total} | {name} | {number} | {ours} | {broad} "
                f"| {ours / broad:.2f} | {round(SHARE * number)} |"
            )


# --- coverage -----------------------------------------------------------------------------------


def coverage(folder: Path, site: Crawled) -> Iterator[str]:
    """Files of the folder, those reached, and why the others were not."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    reached = {_file(folder, row.final_url) for row in site.rows.values() if row.outcome.read}
    asked = {_file(folder, row.url): row.outcome.value for row in site.rows.values()}
    linked = Counter[str]()
    abroad = 0
    for page in site.pages.values():
        for url in {x.url for x in page.links} | {x.url for x in page.attachments}:
            if urlsplit(url).netloc == urlsplit(page.url).netloc:
                linked[_file(folder, url)] += 1
            else:
                abroad += 1
    mentioned = _mentioned(folder, files)
    html = {name for name in files if extension(f"/{name}") in HTML}
    yield f"## {site.unit.id}"
    yield f"files {len(files)}, of them HTML {len(html)}; reached {len(reached & files)}"
    yield f"HTML reached {len(html & reached)} of {len(html)}; links to other hosts {abroad}"
    why: dict[str, list[str]] = {}
    for name in sorted(files - reached):
        if name not in html:
            reason = (
                "no page (picture, script, style)" if not linked[name] else "file, not asked for"
            )
        elif name in asked:
            reason = f"asked for, {asked[name]}"
        elif linked[name]:
            reason = "linked, not asked for"
        elif mentioned[name]:
            reason = "named in pages, in no link that was read"
        else:
            reason = "named in no page"
        why.setdefault(reason, []).append(name)
    for reason, names in why.items():
        yield f"- {reason}: {len(names)}"
        if not reason.startswith("no page"):
            yield from (f"  - {n} (links {linked[n]}, named {mentioned[n]})" for n in names[:40])


def _mentioned(folder: Path, files: set[str]) -> Counter[str]:
    """How many other files hold the name of a file anywhere in their bytes."""
    found = Counter[str]()
    names = {name: _tail(name).encode() for name in files}
    for path in folder.rglob("*"):
        if path.is_file() and extension(f"/{path.name}") in HTML | {"js", "xml", "json"}:
            body, own = path.read_bytes(), path.relative_to(folder).as_posix()
            found.update(n for n, raw in names.items() if n != own and len(raw) > 4 and raw in body)
    return found


def _tail(name: str) -> str:
    """What a link to the file ends with: its name, or its folder when it is a folder's index."""
    folder, _, file = name.rpartition("/")
    return f"{folder.rpartition('/')[2]}/" if file in INDEXES else file


def _file(folder: Path, url: str) -> str:
    """The file of the folder that an address is served from."""
    path = unquote(urlsplit(url).path).lstrip("/")
    if path and not path.endswith("/") and not (folder / path).is_dir():
        return path
    base = f"{path.rstrip('/')}/" if path.strip("/") else ""
    return next((base + n for n in INDEXES if (folder / (base + n)).is_file()), base)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--coverage", action="store_true")
    options = parser.parse_args()
    sites = [crawl(folder) for folder in options.folders]
    lines = list(order_table(sites)) if not options.coverage else []
    if options.coverage:
        for folder, site in zip(options.folders, sites, strict=True):
            lines += coverage(folder, site)
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
