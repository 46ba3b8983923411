"""Small sites on loopback that keep a log of who asked for what when, for tests of many looks."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from crawlers.loopback import serve
from data.types import Unit
from tests.sites import article, entries, page


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as the server saw it."""

    host: str
    path: str
    connection: int
    began: float
    ended: float


def redirected(articles: int = 4) -> tuple["Farm", list[Unit]]:
    """Six units, each on a host of its own, that have all moved to one."""
    hosts = tuple(f"d{n}.x.gov.cn" for n in range(6))
    there = "www.x.gov.cn"
    farm = Farm((*hosts, there), articles, pause_s=0.01, moved=there, crawl_delay_s=0.03)
    units = [
        Unit(f"d{n}", f"d{n}局", "department", "测试", f"http://{host}:8700/")
        for n, host in enumerate(hosts)
    ]
    return farm, units


@dataclass
class Farm:
    """Hosts with so many articles each; `after` is called at every request with its number."""

    hosts: tuple[str, ...]
    articles: int = 20
    pause_s: float = 0.0
    moved: str = ""  # where the home pages of all other hosts redirect to
    crawl_delay_s: float = 0.0  # as robots.txt says: the pause there is on loopback
    after: Callable[[int], None] = lambda number: None
    log: list[Asked] = field(default_factory=list)
    begun: int = 0

    @property
    def pages(self) -> set[str]:
        """Paths of the pages of every host."""
        return {"/", "/tz/"} | {f"/tz/{n}.html" for n in range(self.articles)}

    def units(self) -> tuple[Unit, ...]:
        return tuple(
            Unit(id_, f"{id_}局", "department", "测试", f"http://{id_}.localhost:8700/")
            for id_ in (host.removesuffix(".localhost") for host in self.hosts)
        )

    @contextmanager
    def served(self) -> Iterator[list[str]]:
        """The options of `gkc collect` that lead to the hosts."""
        with serve(dict.fromkeys(self.hosts, self.answer)) as allow:
            places = (f"{host}={ip}:{port}" for host, (ip, port) in allow.items())
            yield [word for place in places for word in ("--allow-host", place)]

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        began = time.monotonic()
        assert request.transport is not None
        connection = request.transport.get_extra_info("peername")[1]  # the port it comes from
        host = request.host.partition(":")[0]
        self.begun += 1
        self.after(self.begun)
        await asyncio.sleep(self.pause_s)  # the site is slow; nobody waits for a time to pass
        self.log.append(Asked(host, request.path, connection, began, time.monotonic()))
        if self.moved not in {"", host} and request.path == "/":
            return web.Response(status=302, headers={"Location": f"http://{self.moved}:8700/"})
        if request.path == "/robots.txt" and self.crawl_delay_s:
            return web.Response(text=f"User-agent: *\nCrawl-delay: {self.crawl_delay_s}\n")
        body = self._body(request.path)
        if body is None:
            return web.Response(status=404)
        return web.Response(body=body.encode(), content_type="text/html")

    def _body(self, path: str) -> str | None:
        if path == "/":
            return page("首页", '<a href="/tz/">通知公告</a>')
        if path == "/tz/":
            rows = [
                (f"/tz/{n}.html", f"关于第{n}号事项的通知", "2023-06-01")
                for n in range(self.articles)
            ]
            return page("通知公告", entries(*rows))
        if path in self.pages:
            return article(f"关于{path}事项的通知", f"现将{path}有关事项通知如下。")
        return None

    def times(self, host: str) -> Counter[str]:
        """How often each page of a host was asked for."""
        return Counter(one.path for one in self.log if one.host == host and one.path in self.pages)

    def looks(self, host: str) -> int:
        """How many looks there were: every look asks for robots.txt first."""
        return sum(one.path == "/robots.txt" for one in self.log if one.host == host)

    def most_at_once(self, host: str) -> int:
        """The most requests that were under way at one time."""
        edges = sorted(
            edge
            for one in self.log
            if one.host == host
            for edge in ((one.began, 1), (one.ended, -1))
        )
        under_way = most = 0
        for _, step in edges:
            under_way += step
            most = max(most, under_way)
        return most

    def span_s(self, host: str) -> float:
        """Seconds from the first request for a page of a host to the last."""
        began = [one.began for one in self.log if one.host == host and one.path in self.pages]
        return max(began) - min(began)

    def interleaved(self) -> list[Asked]:
        """Requests of a look to a host after another look has begun there.

        Every look has its own connections and asks for robots.txt first.
        """
        look_of: dict[int, int] = {}
        current: dict[str, int] = defaultdict(int)
        late = []
        for one in sorted(self.log, key=lambda one: one.began):
            current[one.host] += one.path == "/robots.txt"
            if look_of.setdefault(one.connection, current[one.host]) != current[one.host]:
                late.append(one)
        return late
