"""Bare collect: every page of every site with its title, day and column, nothing kept."""

from benchmarks.peers.ours_full import settings_for
from benchmarks.peers.task import Rows, Task
from crawlers.loop import run
from crawlers.settings import Settings
from crawlers.survey import survey


async def crawl(task: Task, rows: Rows, settings: Settings) -> None:
    async for page in survey(task.starts, settings):
        day = page.published_on.isoformat() if page.published_on else ""
        rows.add(page.url, page.title, day, page.column)


if __name__ == "__main__":
    task = Task.of_command_line()
    with Rows(task.rows) as rows:
        run(crawl(task, rows, settings_for(task.starts)))
