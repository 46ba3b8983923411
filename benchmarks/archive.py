"""What evidence costs a page: ours beside warcio as it comes, and FastWARC for reading.

    python -m benchmarks.archive

CPU time of this process, user and system. Every way takes its turn in every lap, so that a busy
machine slows all of them alike; the fastest lap of each counts.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.farm import Site
from data.archive import Archive
from data.types import Fetch, FetchOutcome

PAGES, LAPS = 300, 9
AT = datetime(2023, 12, 15, 2, 3, 4, tzinfo=UTC)
HEADERS = (
    ("Server", "nginx/1.22.1"),
    ("Date", "Fri, 15 Dec 2023 02:03:04 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Last-Modified", "Thu, 14 Dec 2023 08:00:00 GMT"),
    ("ETag", '"657ab4c0-7a12"'),
    ("Vary", "Accept-Encoding"),
)
ASKED = (
    ("Host", "www.qinghe.gov.cn"),
    ("User-Agent", "Gongkaichi/0.1 (+https://example.org/)"),
    ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
    ("Accept-Language", "zh-CN,zh;q=0.9"),
    ("Accept-Encoding", "gzip, deflate"),
)

Pages = Sequence[tuple[Fetch, bytes]]


def _pages() -> Pages:
    """As the collector has them: hashed already."""
    return [
        (
            Fetch(
                url := f"http://www.qinghe.gov.cn{path}",
                FetchOutcome.OK,
                AT,
                200,
                url,
                31,
                len(body),
                "text/html; charset=utf-8",
                sha256(body).hexdigest(),
                via="http://www.qinghe.gov.cn/",
                depth=2,
            ),
            body,
        )
        for path, body in Site(0, PAGES).pages()
    ]


# --- writing ------------------------------------------------------------------------------------


def _write(folder: Path, pages: Pages) -> list[Fetch]:
    """Request, metadata, response and index, as a look does."""
    rows = []
    with Archive(folder).write("ours") as writer:
        for fetch, body in pages:
            name, offset, length = writer.append(fetch, HEADERS, body, asked=ASKED)
            rows.append((fetch, name, offset, length))
    return [
        Fetch(f.url, f.outcome, AT, sha256=f.sha256, warc=name, offset=offset, length=length)
        for f, name, offset, length in rows
    ]


def _write_warcio(path: Path, pages: Pages) -> None:
    """Request and response, no metadata, no index."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for fetch, body in pages:
            answer = writer.create_warc_record(
                fetch.url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders("200 OK", list(HEADERS), protocol="HTTP/1.1"),
            )
            request = writer.create_warc_record(
                fetch.url,
                "request",
                http_headers=StatusAndHeaders("GET / HTTP/1.1", list(ASKED), is_http_request=True),
            )
            writer.write_request_response_pair(request, answer)


# --- reading ------------------------------------------------------------------------------------


def _read(folder: Path, rows: Sequence[Fetch]) -> int:
    """Every row's payload by its place, digest checked, as an offline re-check does."""
    archive = Archive(folder)
    return sum(len(archive.read(row.warc, row.offset, row.sha256)) for row in rows)


def _read_warcio(path: Path) -> int:
    with path.open("rb") as file:
        found = ArchiveIterator(file, check_digests=True)
        return sum(len(r.content_stream().read()) for r in found if r.rec_type == "response")


def _read_fastwarc(path: Path) -> int:
    from fastwarc import ArchiveIterator as FastIterator
    from fastwarc import WarcRecordType

    with path.open("rb") as file:
        found = FastIterator(file, record_types=WarcRecordType.response, parse_http=True)
        return sum(len(r.reader.read()) for r in found)


def _cpu_s(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    pages = _pages()
    size_bytes = sum(len(body) for _, body in pages)
    with TemporaryDirectory() as name:
        folder = Path(name)
        warcio, ours = folder / "warcio.warc.gz", folder / "ours.warc.gz"
        rows = _write(folder, pages)
        _write_warcio(warcio, pages)
        assert _read(folder, rows) == _read_warcio(warcio) == _read_warcio(ours) == size_bytes

        def again() -> None:
            (folder / "lap" / ours.name).unlink(missing_ok=True)
            _write(folder / "lap", pages)

        ways: dict[str, Callable[[], object]] = {
            "write, warcio": lambda: _write_warcio(warcio, pages),
            "write, ours": again,
            "read, warcio": lambda: _read_warcio(ours),
            "read, ours": lambda: _read(folder, rows),
        }
        versions = [f"{name} {version(name)}" for name in ("warcio", "isal")]
        try:
            versions.append(f"fastwarc {version('fastwarc')}")
            ways["read, fastwarc"] = lambda: _read_fastwarc(ours)
        except PackageNotFoundError:
            sys.stderr.write("fastwarc is not installed: left out\n")
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(LAPS):
            for way, work in ways.items():
                best[way] = min(best[way], _cpu_s(work))
        sizes = {"write, warcio": warcio.stat().st_size, "write, ours": ours.stat().st_size}
    out = [
        f"{PAGES} pages of {size_bytes / PAGES / 1000:.1f} kB; Python "
        f"{sys.version.split()[0]}, {', '.join(versions)}",
        "",
        "| way | ms CPU a page | pages a CPU second | × warcio | bytes a page |",
        "|---|---:|---:|---:|---:|",
    ]
    for way, cpu_s in best.items():
        base = best[f"{way.partition(',')[0]}, warcio"]
        size = f"{sizes[way] / PAGES:,.0f}" if way in sizes else ""
        each_ms, rate = cpu_s / PAGES * 1000, PAGES / cpu_s
        out.append(f"| {way} | {each_ms:.3f} | {rate:,.0f} | {base / cpu_s:.1f} | {size} |")
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
