"""One reader of pages, timed: `python -m benchmarks.readers NAME LABELS.TSV PAGES`

For every line on stdin it reads all labelled pages once more and answers with a line of JSON: by
slug, CPU milliseconds, title and day as read. `benchmarks.facts` lets several take turns.

Only the standard library above the readers: most run in an environment without this project's.
"""

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# Address, bytes and decoded text -> title and day (YYYY-MM-DD), "" for what it does not give.
Reader = Callable[[str, bytes, str], tuple[str, str]]


def ours_full() -> Reader:
    """Every fact of a page; decodes the bytes itself."""
    from crawlers.pages import read_page

    def read(url: str, body: bytes, text: str) -> tuple[str, str]:
        page = read_page(url, body)
        return page.title, str(page.published_on or "")

    return read


def ours_glance() -> Reader:
    """What a survey reads: links, title, date, tags."""
    from crawlers.reading.glance import glance

    def read(url: str, body: bytes, text: str) -> tuple[str, str]:
        seen = glance(url, body)
        return seen.title, str(seen.published_on or "")

    return read


def gne() -> Reader:
    """Title, time, author and text of news pages, most of them Chinese."""
    from gne import GeneralNewsExtractor

    extract = GeneralNewsExtractor().extract

    def read(url: str, body: bytes, text: str) -> tuple[str, str]:
        found = extract(text)
        return found["title"], found["publish_time"][:10].replace("/", "-")

    return read


def trafilatura() -> Reader:
    """Text and metadata of any page."""
    from trafilatura import bare_extraction

    def read(url: str, body: bytes, text: str) -> tuple[str, str]:
        found = bare_extraction(text, url=url, with_metadata=True)
        return (found.title or "", found.date or "") if found else ("", "")

    return read


def htmldate() -> Reader:
    """The day of publication alone."""
    from htmldate import find_date

    def read(url: str, body: bytes, text: str) -> tuple[str, str]:
        return "", find_date(text, url=url, original_date=True) or ""

    return read


READERS = (ours_full, ours_glance, gne, trafilatura, htmldate)


def laps(make: Reader, pages: list[tuple[str, str, bytes, str]]) -> Iterator[dict[str, object]]:
    """One answer a line of stdin."""
    for _ in sys.stdin:
        lap: dict[str, object] = {}
        for slug, url, body, text in pages:
            began = time.process_time()
            try:
                title, day = make(url, body, text)
            except Exception as error:  # noqa: BLE001 - whatever a reader makes of a strange page
                title, day = type(error).__name__, ""
            lap[slug] = ((time.process_time() - began) * 1000, title, day)
        yield lap


def labelled(labels: Path) -> list[dict[str, str]]:
    with labels.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> None:
    name, labels, folder = sys.argv[1:]
    pages = []
    for row in labelled(Path(labels)):
        body = (Path(folder) / f"{row['slug']}.html").read_bytes()
        url = row["url"] or f"http://www.example.org/{row['slug']}.html"
        pages.append((row["slug"], url, body, _text(body)))
    reader = next(make for make in READERS if make.__name__ == name)()
    for lap in laps(reader, pages):
        sys.stdout.write(json.dumps(lap) + "\n")
        sys.stdout.flush()


def _text(body: bytes) -> str:
    """For readers that take no bytes, or guess worse: UTF-8, else what China writes."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


if __name__ == "__main__":
    main()
