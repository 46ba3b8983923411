"""What was read of the pages of a round, and which of them say much the same."""

from collections.abc import Iterator
from typing import Annotated

import typer

from crawlers.reading.duplicates import groups
from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
)
from dashboard.wording.explained import in_chinese
from dashboard.wording.printing import Format, emit, say
from data.facts import PageFacts
from data.store import Store
from data.topics import known_topics
from data.types import Unit

app = typer.Typer()
pages_app = typer.Typer(help="一轮采集中读到的网页，以及正文雷同的文章。", no_args_is_help=True)
app.add_typer(pages_app, name="pages")

_FACTS = {
    "unit": "单位",
    "kind": "页面类型",
    "state": "页面状态",
    "title": "标题",
    "published_on": "发布日期",
    "written_on": "成文日期",
    "doc_no": "文号",
    "issuer": "来源",
    "origin": "原创或转载",
    "author": "出自",
    "topic": "公开事项",
    "year": "内容年份",
    "column": "所在栏目",
    "attachments": "附件数",
    "url": "网址",
}
_IN_BRIEF = {"unit", "kind", "title", "published_on", "topic", "url"}  # room in a terminal
_ALIKE = {
    "group": "组",
    "unit": "单位",
    "title": "标题",
    "published_on": "发布日期",
    "issuer": "来源",
    "origin": "原创或转载",
    "url": "网址",
}


@pages_app.command("list")
def list_pages(
    round_id: RoundId,
    unit: UnitOption = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="只看这个公开事项（编号或名称）", metavar="事项")
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出读到的网页及其要素，一页一行，可存成表格逐项查阅。

    表格只显示几项，全部要素用 --format csv 或 json。

    \b
    示例：
        gkc pages list 2023-q4 --unit 市财政局 --topic budget --format csv > 网页.csv
    """
    wanted = _topic_id(topic) if topic else None
    with open_store() as store:
        rows = [
            _row(unit, page)
            for unit, page in _pages(store, round_id, unit)
            if wanted is None or page.topic == wanted
        ]
    if not rows:
        say(f"轮次 {round_id} 没有读到这样的网页；还没有采集的，请先运行 gkc collect {round_id}")
    brief = {key: name for key, name in _FACTS.items() if key in _IN_BRIEF}
    emit(rows, brief if fmt is Format.TABLE else _FACTS, fmt)


@pages_app.command("alike")
def list_alike(
    round_id: RoundId, unit: UnitOption = None, fmt: FormatOption = Format.TABLE
) -> None:
    """列出正文雷同的文章，一组几篇：同一单位重复发布的，单位之间相互转载或套用的。

    按正文的指纹比较（simhash，64 位中不同的不超过 8 位），头尾、标点、个别字句不同也算雷同；
    不足 80 字左右的正文不比较。雷同本身不扣分，供人工核对。

    \b
    示例：
        gkc pages alike 2023-q4
    """
    with open_store() as store:
        found = list(_pages(store, round_id, unit))
    rows = [
        {"group": number, **_row(*found[place])}
        for number, group in enumerate(groups([page.simhash for _, page in found]), 1)
        for place in group
    ]
    if not rows:
        say(f"轮次 {round_id} 没有正文雷同的文章")
    emit(rows, _ALIKE, fmt)


def _pages(store: Store, round_id: str, unit: str | None) -> Iterator[tuple[Unit, PageFacts]]:
    for one in chosen_units(store, round_id, unit):
        for page in store.pages(round_id, one.id):
            yield one, page


def _row(unit: Unit, page: PageFacts) -> dict[str, object]:
    topics = known_topics().by_id
    return {
        "unit_id": unit.id,
        "unit": unit.name,
        "kind": in_chinese(page.kind),
        "state": in_chinese(page.state),
        "title": page.title,
        "published_on": page.published_on and page.published_on.isoformat(),
        "written_on": page.written_on and page.written_on.isoformat(),
        "doc_no": page.doc_no,
        "issuer": page.issuer,
        "origin": page.origin and in_chinese(page.origin),
        "author": page.author,
        "topic": topics[page.topic].name if page.topic in topics else page.topic,
        "year": page.year,
        "column": " > ".join(page.columns),
        "attachments": page.attachments,
        "url": page.url,
        "sha256": page.sha256,
    }


def _topic_id(said: str) -> str:
    """The topic with this id or name, or the only one whose name has the words in it."""
    topics = known_topics().by_id.values()
    exact = [topic for topic in topics if said in {topic.id, topic.name}]
    near = [topic for topic in topics if said in topic.name]
    found = exact or near
    if len(found) != 1:
        names = "、".join(f"{topic.id}（{topic.name}）" for topic in near)
        hint = f"；相近的有{names}" if names else ""
        raise CommandError(
            f"“{said}”没有或不止一个对应的公开事项{hint}；全部事项见 gkc topics list"
        )
    return found[0].id
