"""Single pages, politely, without a round or an archive."""

from collections.abc import Iterable

from crawlers.clock import now
from crawlers.guard import Allow
from crawlers.loop import run
from crawlers.network.response import Response
from crawlers.settings import Settings


def fetch_pages(urls: Iterable[str], allow: Allow, contact: str = "") -> dict[str, Response]:
    """What every address answers, by address."""

    async def fetch_all() -> dict[str, Response]:
        async with Settings(allow=allow, contact=contact).fetcher(now=now) as fetcher:
            return {url: await fetcher.fetch(url) for url in urls}

    return run(fetch_all())
