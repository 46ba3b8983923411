"""What a good programmer writes in an afternoon: aiohttp, selectolax, a set and a queue.

No robots.txt, no pace, no outcomes, no second try, no limit of anything: the floor under a crawler
in Python.
"""

import asyncio
from urllib.parse import urljoin

import aiohttp
from selectolax.lexbor import LexborHTMLParser

from benchmarks.peers.task import Rows, Task, text

AT_ONCE = 40


async def crawl(task: Task, rows: Rows) -> None:
    seen = set(task.starts)
    queue: asyncio.Queue[str] = asyncio.Queue()
    for start in task.starts:
        queue.put_nowait(start)

    async def work(session: aiohttp.ClientSession) -> None:
        while True:
            url = await queue.get()
            try:
                async with session.get(url) as response:
                    body = await response.read()
                    for link in read(url, body, rows):
                        if link not in seen and link.startswith(task.starts):
                            seen.add(link)
                            queue.put_nowait(link)
            finally:
                queue.task_done()

    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as session:
        workers = [asyncio.create_task(work(session)) for _ in range(AT_ONCE)]
        await queue.join()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


def read(url: str, body: bytes, rows: Rows) -> list[str]:
    """Note a page's title, day and column; the addresses that it links to."""
    page = LexborHTMLParser(text(body))
    title = page.css_first("title")
    metas = {
        (meta.attributes["name"] or "").lower(): meta.attributes.get("content") or ""
        for meta in page.css("meta[name]")
    }
    rows.add(
        url, title.text() if title else "", metas.get("pubdate", ""), metas.get("columnname", "")
    )
    origin = "/".join(url.split("/", 3)[:3])
    return [
        absolute(url, origin, anchor.attributes["href"] or "") for anchor in page.css("a[href]")
    ]


def absolute(url: str, origin: str, href: str) -> str:
    """Most links begin at the root of the host, and these need no parser."""
    rooted = href.startswith("/") and not href.startswith("//")
    return (origin + href if rooted else urljoin(url, href)).partition("#")[0]


if __name__ == "__main__":
    task = Task.of_command_line()
    with Rows(task.rows) as rows:
        asyncio.run(crawl(task, rows))
