"""Checks of columns: are they kept up, do they hold anything."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from crawlers.findings import met, partial, unknown
from crawlers.looking import day_of_look, in_every_list, listed, my_columns
from crawlers.reading.dates import dates_in
from crawlers.registry import Ask, check
from crawlers.site import Column, ColumnState, Site
from data.check_limits import share as limit_share
from data.types import Cause, Finding, PageState, Place

_DYNAMIC = re.compile("动态|要闻|新闻|快讯|时政|资讯|播报")
_REGULAR = re.compile(
    "^(最新|本级|政务|信息|政府|部门|单位|本局|本委|本厅)*(通知|公告|公示|通告)+(公告|公示|通告|公开|栏|信息)*$|"
    "^(最新|本级|政务|信息|政府|部门|单位|本局|本委|本厅|政策|其他|其它|主动公开)*(文件|公文|政策|法规)+"
    "(文件|资料|公开|信息|发布|选登)*$"
)
# Kept, not continued: nothing is expected in them at any interval.
_KEPT = re.compile(
    "机构|职能|领导|概况|简介|指南|制度|年报|年度报告|预算|决算|规划|计划|目录|清单|规范性|"
    "招[聘录考标]|采购|许可|处罚|法律"
)
_CLOSED = re.compile(r"历史|往年|往期|归档|存档|专题|(?<!公开)专栏|回顾|(?<!\d)(19|20)\d{2}(?!\d)")


_CLASSES = {"dynamic": "动态要闻", "regular": "通知公告和政策文件"}


@check(
    title="栏目更新",
    basis="国办秘函〔2019〕19号单项否决“栏目不更新”",
    counts={
        "stale_dynamic": "未更新的动态要闻类栏目",
        "stale_regular": "未更新的通知公告、政策文件类栏目",
    },
    passed_on_too=True,
)
def columns_fresh(
    site: Site,
    ask: Ask,
    *,
    dynamic_days: int = 14,
    regular_days: int = 183,
    classes: Sequence[str] = tuple(_CLASSES),
) -> Finding:
    """按栏目名称分两类核对：动态、要闻、新闻类栏目（dynamic）最新一条距评估截止日不超过
    dynamic_days（默认 14）天，通知公告、政策文件类栏目（regular）不超过 regular_days（默认 183）天
    的为已更新。指标只评其中一类的，在 classes 中写明，另一类不核对、不计数。

    最新一条的日期取信息页上的发布日期，没有的取列表旁的日期；截止日之后发布的不计；
    采集早于截止日的，以采集当天为准。列表各页合并看。信息页全部读到而都未注明日期的栏目，
    按“未注明时间视为不更新”处理。
    不判断的栏目：机构职能、领导、指南、制度、年报、预决算、规划、规范性文件库等固定或按需发布的
    栏目，专题专栏和往年栏目，只引导到下级栏目或外部网站的栏目，空白和只有情况说明的栏目
    （由“空白栏目”核查）。列表没有读全、或有未读到的无日期信息时，不认定该栏目未更新；列表按时间倒序
    而首页没有晚于截止日的信息的，后续各页没有读到也可认定（置顶信息不影响倒序）。
    """
    day = day_of_look(site, ask)
    frame = in_every_list(site)
    asked = {f"stale_{name}": _CLASSES[name] for name in classes}
    what = "、".join(asked.values())
    fresh: list[tuple[Column, str]] = []
    stale: dict[str, list[tuple[Column, str]]] = {key: [] for key in asked}
    unsure: list[Column] = []
    for column in my_columns(site):
        key = _class(column)
        if key not in asked or column.state not in {ColumnState.ITEMS, ColumnState.UNREAD}:
            continue
        limit = dynamic_days if key == "stale_dynamic" else regular_days
        verdict, words = _newest(site, column, frame, day, day - timedelta(days=limit))
        if verdict is None:
            unsure.append(column)
        elif verdict:
            fresh.append((column, words))
        else:
            stale[key].append((column, words))
    counts = {key: len(columns) for key, columns in stale.items()}
    bad = [entry for columns in stale.values() for entry in columns]
    aside = f"；{listed(c.name for c in unsure)}未能核对" if unsure else ""
    if bad:
        reason = (
            f"核对{what}类栏目 {len(fresh) + len(bad)} 个，"
            f"{len(bad)} 个未按时更新：{listed(c.name for c, _ in bad)}{aside}"
        )
        return partial(reason, [site.evidence(c.url, words) for c, words in bad], counts=counts)
    if fresh:
        reason = f"{what}类栏目 {len(fresh)} 个均按时更新{aside}"
        shown = [site.evidence(c.url, f"栏目“{c.name}”：{words}") for c, words in fresh]
        return met(reason, shown, counts=counts)
    if unsure:
        return unknown(Cause.NOT_READ, f"应经常更新的栏目未能核对{aside}")
    return unknown(Cause.NOTHING_TO_JUDGE, f"没有识别出{what}类栏目")


def _class(column: Column) -> str | None:
    name = re.sub(r"\s", "", column.name)
    if _KEPT.search(name) or any(_CLOSED.search(part) for part in (name, *column.path)):
        return None
    if _DYNAMIC.search(name):
        return "stale_dynamic"
    return "stale_regular" if _REGULAR.search(name) else None


def _newest(
    site: Site, column: Column, frame: frozenset[str], day: date, since: date
) -> tuple[bool | None, str]:
    """Whether the column was kept up (None: cannot be said) and the words that show it."""
    items = [
        item
        for item in column.items
        if item.url not in frame and (item.page is not None or not site.dead(item.url))
    ]
    dated = [item for item in items if item.on and item.on <= day]
    newest = max(dated, key=lambda item: item.on or date.min, default=None)
    if newest and newest.on and newest.on >= since:
        return True, f"{newest.title} {newest.on}"
    if printed := _printed(site, column, since, day):
        return True, f"列表中有 {printed} 的信息"
    if column.state is ColumnState.UNREAD or _has_unread_parts(site, column, day):
        return None, ""
    if any(item.on is None and item.page is None for item in items):
        return None, ""
    if newest and newest.on:
        return False, (
            f"栏目“{column.name}”最新一条：{newest.title} {newest.on}，"
            f"距 {day} 已有 {(day - newest.on).days} 天"
        )
    if any(item.on for item in items) or not items:
        return None, ""  # everything dated is younger than the cut-off
    return False, f"栏目“{column.name}”的 {len(items)} 条信息均未注明日期"


def _printed(site: Site, column: Column, since: date, day: date) -> date | None:
    """A day within the limits that the list prints beside an entry without a usable link."""
    page = site.page(column.url)
    days = [on for _, on in dates_in(page.text)] if page else []
    return max((on for on in days if since <= on <= day), default=None)


def _has_unread_parts(site: Site, column: Column, day: date) -> bool:
    """Further pages or data files of the list that did not come home.

    Where entries younger than the judged day fill the first page, those before it come later.
    """
    page = site.page(column.url)
    younger = any(item.on and item.on > day for item in column.items)
    return page is not None and any(
        link.place in {Place.PAGER, Place.FRAME, Place.FEED}
        and site.page(link.url) is None
        and not site.dead(link.url)
        and not (link.place is Place.PAGER and not younger and _newest_first(column))
        for link in page.links
    )


_MOST_PINNED = 3
_FEWEST = 3  # dated entries that show an order
_IN_ORDER = limit_share("order_share")  # of neighbours


def _newest_first(column: Column) -> bool:
    """The first page holds the newest entries, so that unread further pages change nothing.

    Entries pinned to the top, older than what follows, do not break the order.
    """
    days = [item.on for item in column.items if item.on]
    for _ in range(_MOST_PINNED):
        if len(days) > _FEWEST and days[0] < max(days[1:]):
            days = days[1:]
    in_order = sum(a >= b for a, b in pairwise(days))
    return len(days) >= _FEWEST and in_order >= _IN_ORDER * (len(days) - 1)


@check(
    title="空白栏目",
    basis="国办秘函〔2019〕19号单项否决“栏目不更新”第三项（空白栏目）",
    counts={"empty_column": "空白栏目", "statement_column": "只有情况说明的栏目"},
    passed_on_too=True,
)
def columns_filled(site: Site, ask: Ask) -> Finding:
    """逐一核对读到的末级栏目：有栏目名而没有任何条目，或只写“暂无”“共 0 条”的，计为空白栏目；
    页面上除本站各页都有的菜单、标题外没有别的文字。只有一条情况说明的另行计数，不算空白。

    只引导到下级栏目、或条目都在其他网站的栏目不算空白；栏目内容由脚本、框架或数据文件载入而
    没有读到的，不作判断；正文或附件直接放在栏目页上的不算空白。网站副本可能丢失条目，只有页面自己
    写明没有内容（含分页程序写明 0 条）的才算空白。
    """
    columns = my_columns(site)
    frame = _frame(site, columns)
    above = {name for column in columns for name in column.path[:-1]}
    ends = [c for c in columns if c.state is not ColumnState.UNREAD and c.name not in above]
    empty = [c for c in ends if _truly_empty(site, c, frame)]
    unsure = {ColumnState.PARENT, ColumnState.EMPTY}
    judged = [c for c in ends if c.state not in unsure or c in empty]
    statements = [c for c in judged if c.state is ColumnState.STATEMENT]
    if not judged:
        return unknown(Cause.NOTHING_TO_JUDGE, "没有读到可以判断的末级栏目")
    counts = {"empty_column": len(empty), "statement_column": len(statements)}
    evidence = [site.evidence(c.url, f"栏目“{' > '.join(c.path)}”没有任何条目") for c in empty]
    evidence += [
        site.evidence(c.url, f"栏目“{c.name}”只有：{c.items[0].title}") for c in statements
    ]
    aside = f"；只有情况说明的栏目 {len(statements)} 个" if statements else ""
    if empty:
        reason = (
            f"核对末级栏目 {len(judged)} 个，空白 {len(empty)} 个：{listed(c.name for c in empty)}"
        )
        return partial(reason + aside, evidence, counts=counts)
    return met(f"核对末级栏目 {len(judged)} 个，没有空白栏目{aside}", evidence, counts=counts)


# What an empty list still prints: its pager and the remark that there is nothing.
_NOTHING = re.compile(
    "暂无|暂时没有|没有(找到|相关|任何)?(数据|内容|信息|记录)|无(数据|内容|相关)|内容(正在)?(建设|更新|整理)|"
    r"(共|总共|合计)\s*0\s*(条|篇|项|页|记录)|敬请(期待|关注)"
)
_PAGER = re.compile(
    r"首\s*页|上一?页|下一?页|尾页|末页|当前|第|共|页|条|记录|转到?|跳转|GO|暂无.{0,8}|没有.{0,8}|\W|\d",
    re.I,
)


def _truly_empty(site: Site, column: Column, frame: frozenset[str]) -> bool:
    """The reader itself called the page empty, and neither text nor a part from elsewhere is on it.

    A page that shows nothing whatever only leads on by script. In a saved copy, whose lists may
    have lost their links, the page must say by itself that it is empty: in its text, or by the
    words that the reader took its state from. Where it does, links that every
    page of the site shows are no entries.
    """
    page = site.page(column.url)
    if page is None or page.state is not PageState.EMPTY or page.attachments:
        return False
    if any(link.place in {Place.FRAME, Place.FEED} for link in page.links):
        return False
    _, words = page.trace.get("state", ("", ""))
    told = bool(words) or _NOTHING.search(page.text) is not None
    if not told and (site.copy or column.state is not ColumnState.EMPTY):
        return False
    if any(link.on or link.text.strip() not in frame for link in site.entries(page)):
        return False
    menu = frame | {link.text for link in (*page.links, *page.lost)} | {*page.columns, column.name}
    lines = [line for line in page.text.splitlines() if line.strip() not in menu]
    said = _PAGER.sub("", "".join(lines))
    return bool(page.whole_text.strip()) and len(said) < _A_SENTENCE


def _frame(site: Site, columns: Iterable[Column]) -> frozenset[str]:
    """Lines that the pages of several columns share: menus, headings of the site, its name."""
    pages = [page for column in columns if (page := site.page(column.url))]
    lines = Counter(line for p in pages for line in {x.strip() for x in p.whole_text.splitlines()})
    return frozenset(line for line, times in lines.items() if times >= _IN_FRAME)


_IN_FRAME = 3  # pages; a line on so many of them belongs to none of them
_A_SENTENCE = 20  # characters; a column page with more than this says something itself
