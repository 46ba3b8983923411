"""Commands that need no round: read a page, measure the reader."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Annotated

import typer

from crawlers.accuracy.pages import FieldScore, accuracy
from crawlers.documents import sniff
from crawlers.pages import facts, read_page
from crawlers.topics import as_read
from dashboard.commands.options import AllowOption, FormatOption, parse_hosts
from dashboard.rounds import textmodel
from dashboard.terminal.sources import Source, sources_of
from dashboard.wording.explained import COLUMNS, explained
from dashboard.wording.printing import Format, emit, masked_values, say
from data.var import VAR

app = typer.Typer()

_PAGES = {"html", "xml", "mhtml", "text", "empty"}  # kinds of files that hold pages


@app.command()
def extract(
    sources: Annotated[list[str], typer.Argument(metavar="文件或网址…", help="网页文件或网址")],
    allow: AllowOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="列出每项要素由哪条规则、哪些文字得出")
    ] = False,
) -> None:
    """读取网页要素：类型、标题、发布日期、文号、来源、事项、附件等，每页一行 JSON。

    \b
    示例：
        gkc extract saved/*.html > facts.jsonl
        gkc extract saved/a.html --explain
    """
    retopic = textmodel.latest(VAR)
    failed = False
    for source in sources_of(sources, parse_hosts(allow)):
        error = source.error or _no_page(source)
        if error:  # the other pages are still worth reading
            say(f"错误：{error}", style="red")
            failed = True
            continue
        page = retopic(read_page(source.name, source.body, source.media_type))
        if explain:
            emit(explained(page), COLUMNS, Format.TABLE, title=source.name)
        else:
            row = {"url" if source.is_address else "path": source.name, **facts(page)}
            sys.stdout.write(json.dumps(masked_values(row), ensure_ascii=False) + "\n")
    if failed:
        raise typer.Exit(1)


def _no_page(source: Source) -> str:
    """Why this is no page, in Chinese; empty when it may be one."""
    kind = sniff(source.body)
    if kind in _PAGES:
        return ""
    what = "看不出是什么文件" if kind == "unknown" else f"是 {kind} 文件，请用 gkc read 读取"
    return f"{source.name} 不是网页，{what}"


@app.command("accuracy")
def accuracy_command(
    labels: Annotated[Path, typer.Argument(metavar="标注表.tsv", help="人工标注表")],
    pages: Annotated[
        Path | None, typer.Option("--pages", help="网页所在文件夹；默认标注表旁的 pages/")
    ] = None,
    fmt: FormatOption = Format.TABLE,
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出读错的")] = False,
    by_site: Annotated[
        bool, typer.Option("--by-site", help="按网站分列；网站是网页名称中最后一个“-”之前的部分")
    ] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="事项只按规则判断，不用本机训练的文本模型")
    ] = False,
) -> None:
    """对照人工标注，按要素给出读取的准确率。

    \b
    示例：
        gkc accuracy labels.tsv --errors
    """
    retopic = as_read if rules else textmodel.latest(VAR)
    scores = accuracy(labels, pages or labels.parent / "pages", retopic)
    if errors:
        columns = {"slug": "网页", "field": "要素", "expected": "标注", "got": "读取"}
        rows: list[dict[str, object]] = [
            {"field": one.field, "slug": wrong.slug, "expected": wrong.expected, "got": wrong.got}
            for one in scores
            for wrong in one.misses
        ]
    elif by_site:
        columns = {"site": "网站"} | {one.field: one.field for one in scores}
        rows = _sites(scores)
    else:
        columns = {"field": "要素", "right": "正确", "total": "总数", "accuracy": "准确率"}
        rows = [
            {
                "field": one.field,
                "right": one.right,
                "total": one.total,
                "accuracy": f"{one.share:.3f}",
            }
            for one in scores
        ]
    emit(rows, columns, fmt)


def _sites(scores: Sequence[FieldScore]) -> list[dict[str, object]]:
    """One row a site with right and judged pages of each field, then the mean of the sites."""
    shares = {one.field: one.of_sites() for one in scores}
    sites = sorted({site for of_field in shares.values() for site in of_field})
    rows: list[dict[str, object]] = []
    for site in sites:
        counted = {field: of_field.get(site, (0, 0)) for field, of_field in shares.items()}
        shown = {field: f"{right}/{total}" for field, (right, total) in counted.items()}
        rows.append({"site": site, **shown})
    means = {
        field: f"{fmean(right / total for right, total in of_field.values()):.3f}"
        for field, of_field in shares.items()
        if of_field
    }
    return [*rows, {"site": "各网站平均", **means}]
