"""A quick census of sites, without a round and without a trace."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from crawlers.guard import normalise_url
from crawlers.loop import run
from crawlers.network.outcomes import SAID
from crawlers.personal import masked, masked_urls
from crawlers.settings import Settings
from crawlers.survey import Surveyed, survey
from dashboard.commands.options import (
    AllowOption,
    CommandError,
    ContactOption,
    DelayOption,
    FormatOption,
    parse_hosts,
)
from dashboard.wording.printing import Format, cell, inert, say
from data.types import FetchOutcome

app = typer.Typer()

USUAL = Settings()

_COLUMNS = {
    "url": "网址",
    "outcome": "结果",
    "title": "标题",
    "published_on": "发布日期",
    "size_bytes": "字节",
    "column": "栏目",
    "note": "说明",
}


@app.command("survey")
def survey_command(
    urls: Annotated[list[str], typer.Argument(metavar="网址…", help="网站首页或栏目的网址")],
    pages: Annotated[int, typer.Option(min=1, help="每个主机最多访问的页数")] = 1000,
    delay: DelayOption = USUAL.delay_s,
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """摸底：建立轮次之前看看网站有多少网页、哪些栏目、更新到哪一天。不存证、不评价。

    只访问各网址自己的主机，默认每个主机每秒一次请求，遵守 robots.txt。逐行输出，可随时中断。
    一个网页也没有读到的，逐行说明原因，退出码为 1。

    \b
    示例：
        gkc survey http://www.example.gov.cn/ --pages 200 --format csv > 摸底.csv
    """
    for url in urls:
        if normalise_url(url) is None:
            raise CommandError(
                f"“{url}”不是有效的网址，请写成 http://www.example.gov.cn/ 这样的形式"
            )
    settings = Settings(allow=parse_hosts(allow), contact=contact, delay_s=delay)
    rows = _Rows(fmt)
    try:
        run(_survey(urls, settings, pages, rows))
    finally:
        rows.end()
    if not rows.read:
        say("没有读到任何网页，原因见各行的说明；请检查网址、本机网络和 --allow-host", style="red")
        raise typer.Exit(1)


async def _survey(urls: Sequence[str], settings: Settings, pages: int, rows: "_Rows") -> None:
    async for row in survey(urls, settings, pages=pages):
        rows.add(row)


class _Rows:
    """Rows to stdout as they come, their sum to stderr at the end."""

    def __init__(self, fmt: Format) -> None:
        self._fmt = fmt
        self._csv = csv.writer(sys.stdout, lineterminator="\n")
        self._outcomes: Counter[FetchOutcome] = Counter()
        self._size_bytes = 0
        self._newest: date | None = None
        if fmt is Format.CSV:
            self._csv.writerow(_COLUMNS.values())
        elif fmt is Format.JSON:
            sys.stdout.write("[")

    def add(self, row: Surveyed) -> None:
        shown: dict[str, object] = {
            "url": masked_urls(row.url),
            "outcome": SAID[row.outcome],
            "title": masked(row.title),
            "published_on": row.published_on.isoformat() if row.published_on else "",
            "size_bytes": row.size_bytes,
            "column": masked(row.column),
            "note": masked(row.note),
        }
        if self._fmt is Format.JSON:
            shown["outcome"] = row.outcome.value
            begin = ",\n " if self._outcomes else "\n "
            sys.stdout.write(begin + json.dumps(shown, ensure_ascii=False))
        elif self._fmt is Format.CSV:
            self._csv.writerow([cell(value) for value in shown.values()])
        else:  # no columns of a width that only the last row would settle
            sys.stdout.write("  ".join(inert(str(v)) for v in shown.values() if v != "") + "\n")
        sys.stdout.flush()
        self._outcomes[row.outcome] += 1
        self._size_bytes += row.size_bytes
        if row.published_on:
            self._newest = max(self._newest or row.published_on, row.published_on)

    @property
    def read(self) -> int:
        """How many addresses were answered with content."""
        return sum(number for how, number in self._outcomes.items() if how.read)

    def end(self) -> None:
        if self._fmt is Format.JSON:
            sys.stdout.write("\n]\n")
        each = "，".join(f"{SAID[how]} {n}" for how, n in self._outcomes.most_common())
        newest = f"；最新发布日期 {self._newest}" if self._newest else ""
        say(
            f"共访问 {self._outcomes.total()} 页，{self._size_bytes / 1024**2:.1f} MB"
            f"{newest}。{each}"
        )
