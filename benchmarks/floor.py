"""What the work on a page costs in the fastest libraries alone, without any rule of ours.

    python -m benchmarks.floor FOLDER        # a farm that benchmarks.crawl has written

Unpack, decode, parse, every link and the title, two SHA-256, pack again, insert: what a collector
that reads no facts would do after the network. CPU time by step, the sum of all pages by their
number.
"""

import argparse
import hashlib
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from isal import isal_zlib
from selectolax.lexbor import LexborHTMLParser

_BATCH = 100


def costs(packed: list[bytes]) -> tuple[dict[str, float], int]:
    """CPU seconds by step; and how many links there were."""
    spent: dict[str, float] = {}
    links = 0
    rows: list[tuple[str, str, int]] = []
    began = time.process_time()

    def done(step: str) -> None:
        nonlocal began
        now = time.process_time()
        spent[step] = spent.get(step, 0.0) + now - began
        began = now

    with closing(sqlite3.connect("")) as database:
        database.execute("CREATE TABLE page (sha256 TEXT PRIMARY KEY, title TEXT, links INTEGER)")
        for each in packed:
            body = isal_zlib.decompress(each, 31)
            done("unpack")
            try:
                text = body.decode()
            except UnicodeDecodeError:
                text = body.decode("gb18030", "replace")
            done("decode")
            page = LexborHTMLParser(text)
            done("parse")
            found = [tag.attributes.get("href") for tag in page.css("a[href]")]
            title = page.css_first("title")
            named = title.text() if title is not None else ""
            done("links, title")
            digest = hashlib.sha256(body).hexdigest()
            hashlib.sha256(body).digest()  # of the record's block
            done("hash twice")
            isal_zlib.compress(body, 2, 31)
            done("pack")
            links += len(found)
            rows.append((digest, named, len(found)))
            if len(rows) == _BATCH:
                with database:
                    database.executemany("INSERT OR IGNORE INTO page VALUES (?, ?, ?)", rows)
                rows.clear()
            done("insert")
    return spent, links


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.floor",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    packed = [file.read_bytes() for file in sorted(parser.parse_args().folder.rglob("*.html.gz"))]
    if not packed:
        raise SystemExit("no packed pages in this folder")
    spent, links = costs(packed)
    lines = [f"| {step} | {cost / len(packed) * 1000:.3f} |" for step, cost in spent.items()]
    total = f"| **all** | {sum(spent.values()) / len(packed) * 1000:.3f} |"
    head = [f"{len(packed)} pages, {links} links", "", "| step | CPU ms/page |", "|---|--:|"]
    sys.stdout.write("\n".join([*head, *lines, total]) + "\n")


if __name__ == "__main__":
    main()
