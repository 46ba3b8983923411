"""Commands that need no round: read a page, measure the reader, open the dashboard."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from crawlers.accuracy import accuracy
from crawlers.fetch import Response
from crawlers.outcomes import describe
from crawlers.pages import facts, read_page
from dashboard.commands.options import AllowOption, CommandError, FormatOption, parse_hosts
from dashboard.printing import Format, emit, say
from dashboard.steps import fetch_pages

app = typer.Typer()


@app.command()
def extract(
    sources: Annotated[list[str], typer.Argument(metavar="文件或网址…", help="网页文件或网址")],
    allow: AllowOption = None,
) -> None:
    """读取网页要素：类型、标题、发布日期、文号、来源、事项、附件等，每页一行 JSON。

    \b
    示例：
        gkc extract saved/*.html > facts.jsonl
    """
    urls = [source for source in sources if source.startswith(("http://", "https://"))]
    fetched = fetch_pages(urls, parse_hosts(allow)) if urls else {}
    failed = False
    for source in sources:
        try:
            row = _from_web(source, fetched[source]) if source in fetched else _from_file(source)
        except CommandError as error:  # the other pages are still worth reading
            say(f"错误：{error}", style="red")
            failed = True
            continue
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    if failed:
        raise typer.Exit(1)


def _from_web(url: str, response: Response) -> dict[str, object]:
    if not response.fetch.outcome.read:
        raise CommandError(f"没有读到 {url}：{describe(response.fetch)}")
    return {"url": url, **facts(read_page(url, response.body, response.fetch.media_type))}


def _from_file(name: str) -> dict[str, object]:
    try:
        body = Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"读不了文件 {name}；请检查路径和权限，网址请以 http 开头") from error
    return {"path": name, **facts(read_page(name, body))}


@app.command("accuracy")
def accuracy_command(
    labels: Annotated[Path, typer.Argument(metavar="标注表.tsv", help="人工标注表")],
    pages: Annotated[
        Path | None, typer.Option("--pages", help="网页所在文件夹；默认标注表旁的 pages/")
    ] = None,
    fmt: FormatOption = Format.TABLE,
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出读错的")] = False,
) -> None:
    """对照人工标注，按要素给出读取的准确率。

    \b
    示例：
        gkc accuracy labels.tsv --errors
    """
    scores = accuracy(labels, pages or labels.parent / "pages")
    if errors:
        columns = {"slug": "网页", "field": "要素", "expected": "标注", "got": "读取"}
        rows: list[dict[str, object]] = [
            {"field": one.field, "slug": wrong.slug, "expected": wrong.expected, "got": wrong.got}
            for one in scores
            for wrong in one.misses
        ]
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


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="端口")] = 8501,
    address: Annotated[str, typer.Option(help="监听地址；0.0.0.0 对外开放")] = "127.0.0.1",
) -> None:
    """打开看板（Streamlit）。

    \b
    示例：
        gkc serve --port 8501
    """
    raise typer.Exit(subprocess.call(dashboard_command(port, address)))


def dashboard_command(port: int, address: str) -> list[str]:
    """The command line that serves the dashboard.

    Raises:
        CommandError: the installation lacks its entry file.
    """
    spec = find_spec("streamlit_app")
    if spec is None or spec.origin is None:
        raise CommandError("找不到看板入口 streamlit_app.py，请重新安装")
    # An installed program has no .streamlit/config.toml beside it: what matters is said here too.
    options = {
        "server.port": port,
        "server.address": address,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "runner.postScriptGC": "false",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
    }
    flags = [f"--{key}={value}" for key, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", spec.origin, *flags]
