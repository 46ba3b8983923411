"""Bare collect: every page of every site with its title, day and column, nothing kept."""

from urllib.parse import urlsplit

from benchmarks.peers.task import Rows, Task
from crawlers.frontier import Budget
from crawlers.loop import run
from crawlers.settings import Settings
from crawlers.survey import survey

_UNLIMITED = Budget(pages=10**9, size_bytes=10**15, seconds=10**9)


def settings_for(starts: tuple[str, ...]) -> Settings:
    """The farm's addresses are allowed by name, and as they are on loopback there is no pause."""
    places = [(split.hostname or "", split.port or 80) for split in map(urlsplit, starts)]
    allow = {f"{host}:{port}": (host, port) for host, port in places}
    return Settings(budget=_UNLIMITED, allow=allow, browser=False)


async def crawl(task: Task, rows: Rows, settings: Settings) -> None:
    async for page in survey(task.starts, settings):
        day = page.published_on.isoformat() if page.published_on else ""
        rows.add(page.url, page.title, day, page.column)


if __name__ == "__main__":
    task = Task.of_command_line()
    with Rows(task.rows) as rows:
        run(crawl(task, rows, settings_for(task.starts)))
