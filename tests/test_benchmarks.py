import asyncio
import gzip
import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

import pytest
from aiohttp import web

from benchmarks import floor, report, sampling
from benchmarks.crawl import PEERS
from benchmarks.farm import Farm
from benchmarks.measure import Cost, Run
from benchmarks.peers import ours_bare, ours_full
from benchmarks.peers.task import Rows, Task
from crawlers.loopback import serve
from crawlers.settings import Settings

PEER_FILES = sorted((Path(__file__).parents[1] / "benchmarks" / "peers").glob("*.py"))
SMALL = Farm(hosts=2, pages=5)


def test_the_farm_is_the_same_on_every_machine():
    made = sha256()
    for number in range(SMALL.hosts):
        for path, body in SMALL.site(number).pages():
            made.update(path.encode() + body)
    assert made.hexdigest()[:16] == "7139760dfba3f287"


def test_a_site_has_its_pages_in_their_size_and_in_reach_of_its_home():
    site = Farm().site(0)
    pages = dict(site.pages())
    assert [page.path for page in site.truth] == list(pages)
    assert len(pages) == 300
    assert all(25_000 < len(body) < 40_000 for body in pages.values())

    links = {path: _links(path, body) for path, body in pages.items()}
    assert 75 < sum(map(len, links.values())) / len(links) < 85
    reached, waiting = {"/"}, ["/"]
    while waiting:
        new = {path for path in links[waiting.pop()] if path in pages} - reached
        reached |= new
        waiting += new
    assert reached == set(pages)
    # What leads nowhere leads off the site.
    assert {path for found in links.values() for path in found if path.startswith("/")} == reached


def _links(path: str, body: bytes) -> list[str]:
    found = [urljoin(f"http://h{path}", h.decode()) for h in re.findall(rb'<a href="(.*?)"', body)]
    return [url.removeprefix("http://h") for url in found]


def test_the_last_hosts_speak_gbk():
    farm = Farm()
    coded = [next(farm.site(n).pages())[1] for n in range(farm.hosts)]
    assert [b"charset=gbk" in body for body in coded] == [False] * 17 + [True] * 3
    assert coded[-1].decode("gbk")


def test_every_peer_is_a_file_and_every_file_a_peer():
    helpers = {"__init__", "task"}
    assert {path.stem for path in PEER_FILES} - helpers == {peer.name for peer in PEERS}


@pytest.mark.parametrize("path", PEER_FILES, ids=lambda path: path.stem)
def test_a_peer_compiles_and_says_what_it_is(path):
    code = compile(path.read_text(encoding="utf-8"), path.name, "exec")
    assert code.co_consts[0].strip()


@pytest.fixture
def farm():
    """SMALL on loopback: how often each address was asked for, and the hosts' allow map."""
    asked = Counter()

    def host(number):
        pages = dict(SMALL.site(number).pages())

        async def answer(request):
            asked[f"http://{request.host}{request.path}"] += 1
            body = pages.get(request.path)
            return web.Response(
                status=200 if body else 404, body=body or b"", content_type="text/html"
            )

        return answer

    with serve({f"h{n}.localhost": host(n) for n in range(SMALL.hosts)}) as allow:
        yield asked, allow


def truth():
    return {
        (f"http://h{n}.localhost{page.path}", page.title, page.day, page.column)
        for n in range(SMALL.hosts)
        for page in SMALL.site(n).truth
    }


def read(path):
    """Rows handed in; the column of a list is not compared."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines]
    assert len(set(rows)) == len(rows)
    return {(url, title, day, column if day else "") for url, title, day, column in rows}


def test_bare_collect_reads_every_page_once(farm, tmp_path):
    asked, allow = farm
    task = Task(tuple(f"http://{host}/" for host in allow), tmp_path / "rows", tmp_path)
    with Rows(task.rows) as rows:
        asyncio.run(ours_bare.crawl(task, rows, Settings(allow=allow)))
    assert {url: asked[url] for url, *_ in truth()} == {url: 1 for url, *_ in truth()}
    assert read(task.rows) == truth()


def test_full_collect_reads_every_page_once(farm, tmp_path):
    asked, allow = farm
    task = Task(tuple(f"http://{host}/" for host in allow), tmp_path / "rows", tmp_path)
    ours_full.collect(task, Settings(allow=allow, browser=False), processes=1)
    assert {url: asked[url] for url, *_ in truth()} == {url: 1 for url, *_ in truth()}
    assert read(task.rows) == truth()


def run(wall_s: float, cpu_s: float, peak_mb: float = 80.0) -> Run:
    return Run(6000, Cost(wall_s, cpu_s, peak_mb), (), 20, 6000, True)


def test_ratios_are_of_medians_and_say_what_is_met():
    runs = {
        "wget": [run(9.0, 8.0), run(10.0, 8.0), run(30.0, 8.0)],  # 600 pages/s
        "ours_bare": [run(4.0, 4.0), run(5.0, 4.0), run(5.5, 4.0)],  # 1,200 pages/s
        "ours_full": [run(12.0, 12.0)],  # 500 pages/s
        "ours_full_twice": [run(8.0, 14.0)],  # 750 pages/s
    }
    assert report.ratios(runs).splitlines()[2:] == [
        "| bare collect : `wget -r`, pages/s | 2.00 | ≥ 2 | yes |",
        "| 2 processes : 1, full, pages/s | 1.50 | ≥ 1.6 | **no** |",
    ]


def test_a_page_fetched_twice_shows_in_the_table():
    twice = Run(6000, Cost(10.0, 6.0, 80.4), ("http://h/",), 20, 6000, True)
    assert report.table({"x": [run(10.0, 6.0), twice]}, {"x": "X 1.0"}).splitlines()[2] == (
        "| X 1.0 | 6,000 | 600 | 1.00 | 1,000 | 80 | **no** | yes |"
    )


def test_what_the_guard_calls_is_charged_to_the_guard():
    inside = [
        "re/__init__.py",
        "crawlers/reading/markup.py",
        "crawlers/network/answers.py",
        "asyncio",
    ]
    assert sampling.part_of(inside) == sampling.GUARD
    assert sampling.part_of(inside[:2]) == "page facts"
    assert sampling.part_of(["aiohttp/client_proto.py", "asyncio"]) == sampling.LOOP
    assert sampling.part_of(["<frozen importlib._bootstrap>", "crawlers/x.py"]) == sampling.START


def test_the_floor_counts_every_link_and_every_step() -> None:
    page = '<title>某县</title><a href="/a">甲</a><a href="/b">乙</a><a name="c">丙</a>'
    packed = [gzip.compress(page.encode(codec)) for codec in ("utf-8", "gb18030")]
    spent, links = floor.costs(packed)
    assert links == 4
    steps = ["unpack", "decode", "parse", "links, title", "hash twice", "pack", "insert"]
    assert list(spent) == steps
    assert all(cost >= 0 for cost in spent.values())
