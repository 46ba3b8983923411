"""The check of local standards that a unit was asked to write and publish."""

from collections.abc import Sequence
from dataclasses import replace

from crawlers.findings import absent, blind_spot, met, partial, proof, unknown
from crawlers.looking import listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import called, my_items, readable, shown
from crawlers.subjects.matters import is_about
from data.matters import elements, matters
from data.types import Cause, Evidence, Finding

_HAPPENED = elements("event")["happened"].match


@check(
    title="地方标准文本公开",
    basis="《标准化法》第十七条；各地年度工作任务",
    counts={
        "standards": "能够核对的标准数",
        "published": "已公开的标准数",
        "unclear": "无法核对的标准数",
    },
    passed_on_too=True,
)
def local_standards(site: Site, ask: Ask, *, titles: Sequence[str] = ()) -> Finding:
    """核对指标列出的地方标准（titles，写标准名称）是否公开：本网站条目或附件的标题写有该名称，页面
    或附件读到的为已公开；发布会、培训、宣贯的报道，征求意见、立项的公告不算。部分公开的为不完整，
    都没有的为缺。

    不判定：列表中有而没有读到的，相关栏目没有读全的，不计入能够核对的标准数；没有列出标准名称的，
    不作结论。标准文本可能只在标准信息平台上公开，未见的由人工复核。
    """
    if not titles:
        return unknown(Cause.NO_BASIS, "指标没有列出要核对的地方标准")
    matter = matters("media")["standard"]
    mine = [item for item in my_items(site, ask) if is_about(item, matter)]
    published: list[str] = []
    unclear: list[str] = []
    evidence: list[Evidence] = []
    spot = blind_spot(site, matter.topics)
    for title in titles:
        about = [item for item in mine if _gives(item, title)]
        read = [item for item in about if readable(site, item)]
        if read:
            published.append(title)
            evidence += shown(site, read, 1)
        elif about or spot:
            unclear.append(title)
    left = [title for title in titles if title not in (*published, *unclear)]
    counts = {
        "standards": len(published) + len(left),
        "published": len(published),
        "unclear": len(unclear),
    }
    beside = f"；{listed(unclear, '项')}无法核对" if unclear else ""
    if not published and not left:
        cause, why = spot or (Cause.NOT_READ, "没有读到")
        return unknown(
            cause, f"各项地方标准均无法核对（{why}）", looked=proof(site, matter.topics, titles)
        )
    if not left:
        return met(f"{len(published)}项地方标准已公开{beside}", evidence, counts=counts)
    if published:
        return partial(
            f"{len(published)}项已公开，未见{listed(left, '项')}{beside}", evidence, counts=counts
        )
    finding = absent(site, matter.topics, f"地方标准{listed(left, '项')}", titles)
    return replace(finding, counts=counts)


def _gives(item: Item, title: str) -> bool:
    """The entry or one of its files bears the standard's name and does not only tell of it."""
    return called(item, title, files=True) and not _HAPPENED.search(item.title.replace(title, ""))
