"""Scrapy as its tutorial shows it: default settings, LinkExtractor, CSS selectors."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import TextResponse
from scrapy.linkextractors import LinkExtractor

from benchmarks.peers.task import Rows, Task


class PageSpider(scrapy.Spider):
    """Follows every link of the hosts it was given."""

    name = "pages"

    def __init__(self, task: Task, rows: Rows, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.starts = task.starts
        self.allowed_domains = [urlsplit(url).hostname or "" for url in task.starts]
        # The extractor compares hosts with their ports, the middleware without.
        self.links = LinkExtractor(allow_domains=[urlsplit(url).netloc for url in task.starts])
        self.rows = rows

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.starts:  # `start_urls` are not remembered, and would be asked for twice
            yield scrapy.Request(url)

    def parse(self, response: TextResponse) -> Iterator[scrapy.Request]:
        metas = {
            meta.attrib["name"].lower(): meta.attrib.get("content", "")
            for meta in response.css("meta[name]")
        }
        self.rows.add(
            response.url,
            response.css("title::text").get(""),
            metas.get("pubdate", ""),
            metas.get("columnname", ""),
        )
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url, callback=self.parse)


if __name__ == "__main__":
    task = Task.of_command_line()
    with Rows(task.rows) as rows:
        # Quieter than the default, which is in its favour: it logs every page.
        process = CrawlerProcess(settings={"LOG_LEVEL": "ERROR"})
        process.crawl(PageSpider, task=task, rows=rows)
        process.start()
