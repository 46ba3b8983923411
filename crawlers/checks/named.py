"""The check of what a notice asks for by name: a document, a list, a standard."""

from collections.abc import Sequence
from dataclasses import replace

from crawlers.findings import absent, met, partial, unknown
from crawlers.looking import listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import called, my_items, readable, shown
from crawlers.subjects.matters import is_event
from data.types import Cause, Finding, Outcome


@check(
    title="指定名称的信息公开",
    basis="《政府信息公开条例》第二十条",
    counts={"asked": "指定的名称数", "found": "已公开的名称数"},
    passed_on_too=True,
)
def named_documents(
    site: Site,
    ask: Ask,
    *,
    titles: Sequence[str] = (),
    topics: Sequence[str] = ("policy_document", "notice"),
    this_year: bool = False,
) -> Finding:
    """核对工作要点点名要求公开的文件、清单、标准（titles 逐一列出名称）是否能在本网站找到。

    条目标题去掉书名号、引号和空格后含有该名称、页面或文件读到的为已公开；会议、活动报道和解读不
    算。this_year 为真时只算评估年度内发布的。转载其他机关的也算（点名的可能就是上级文件）。部分找
    到的为不完整，都没有的为缺。

    不判定：没有列出名称的；列表中有而没有读到、没有日期的；可能载有的栏目（topics）没有读全的。
    """
    if not titles:
        return unknown(Cause.NO_BASIS, "指标没有列出要核对的名称")
    items = [i for i in my_items(site, ask) if i.topic != "interpretation" and not is_event(i)]
    found: dict[str, Item] = {}
    unclear: list[Item] = []
    for name in titles:
        for item in items:
            if not called(item, name):
                continue
            if not readable(site, item) or (this_year and item.on is None):
                unclear.append(item)
            elif not this_year or (item.on and item.on.year == ask.year):
                found.setdefault(name, item)
    counts = {"asked": len(titles), "found": len(found)}
    lost = [name for name in titles if name not in found]
    evidence = shown(site, list(found.values()), 20)
    if not lost:
        return met(f"指定的{len(titles)}项均已公开", evidence, counts=counts)
    if unclear:
        reason = f"未见{listed(lost)}，但“{unclear[0].title}”没有读到或没有日期"
        return unknown(Cause.NOT_READ, reason, evidence)
    missing = absent(site, topics, listed(lost), tuple(titles))
    if missing.outcome is Outcome.UNKNOWN:
        return missing
    if found:
        finding = partial(f"指定的{len(titles)}项中未见{listed(lost)}", evidence, counts=counts)
        return replace(finding, looked=missing.looked)
    return replace(missing, counts=counts)
