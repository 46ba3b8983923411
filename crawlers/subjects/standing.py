"""Pages that say what a body is: for whom each of them speaks. Pure.

News quotes heads of other bodies and gives addresses of events; a subordinate body has a head and
an address of its own. Neither speaks for the unit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawlers.looking import filled, my_pages
from crawlers.reading.organs import foreign
from crawlers.site import Column, Site
from crawlers.subjects.authorship import is_named
from crawlers.subjects.contents import names_unit, without_names
from crawlers.topics import topics_named
from data.types import Page, PageKind, Unit
from data.units import governs


class Voice(StrEnum):
    """For whom a page speaks."""

    BODY = "body"  # the unit as a whole
    OFFICE = "office"  # one of its internal offices
    SUBORDINATE = "subordinate"  # a body below it
    STRANGER = "stranger"  # a body that is not even below it


@dataclass(frozen=True, slots=True)
class Standing:
    page: Page
    voice: Voice


_NAMED = re.compile(
    "(?<!代理)(?<!中介)(?<!检测)(?<!评估)(?<!培训)(?<!医疗)(?<!养老)(?<!金融)机构|职能|职责|简介|概况|"
    "科室|处室|股室|(直属|下属|所属)单位|联系(我们|方式|电话)|办公(地址|时间|电话)|工作部门|三定|"
    "组织架构|(单位|部门|政务|本局)概览|^关于(我们|本局|本厅|本委)$"
)
# The rules of a body (三定规定), by whatever notice they were issued.
_RULES_OF_BODY = re.compile("(职能配置|主要职责|内设机构).{0,24}(规定|方案)|三定.{0,2}(规定|方案)")
# What the body did, not what it is.
_EVENT = re.compile(
    "关于(?!我们|本)|通知|公告|公示|通报|召开|举[办行]|开展|活动|会议|方案|名单|调研|检查|培训|部署|学习|要点|总结|动态|新闻"
    "|(办事|服务|办理|申请|申报|公开)指南|办理(流程|须知)|办事(流程|须知)"
)
_BELOW = re.compile("(二级|直属|下属|所属|派出|事业)(机构|单位|学校|院校)|直属(局|处|队)")
_OFFICES = re.compile("(内设|机关|职能)(机构|处室|科室|股室|部门)|^(各|机关)?(科室|处室|股室)$")
_OFFICE = re.compile(r"^\S{1,16}(?:处|科|室|办|股|党委|团委|工会)$")
_BODY_BELOW = re.compile(r"^\S{2,16}(?:中心|院|站|局|所|队|馆|会|社|校|场|园|公司|集团|厂)$")
_SAID_OF = re.compile("(工作|主要|基本|机构)?(职责|职能|简介|概况|情况|介绍|信息|电话|设置)+$")
_SECTION = re.compile(r"^\s*[（(]?[一二三四五六七八九十]+[）)、.．]")
_SECTION_BELOW = re.compile(
    r"^\s*+[（(]?[一二三四五六七八九十\d]*[）)、.．]?\s*+[^\n，。]{0,10}"
    r"(二级|直属|下属|所属|派出|事业)[^\n，。]{0,6}(机构|单位|学校)[：:]?\s*$"
)


def standing_pages(site: Site) -> list[Standing]:
    """The unit's pages of this kind, those that speak for the whole body first.

    A page counts when it, its own place on the site or the column that lists it is named so. An
    entry whose page names another column was only shown beside the list.
    """
    found: dict[str, Standing] = {}
    for page, above in _candidates(site):
        if page.url not in found and filled(page) and _is_standing(site.unit, page, above):
            found[page.url] = Standing(page, _voice(site.unit, page, above))
    order = list(Voice)
    return sorted(found.values(), key=lambda standing: order.index(standing.voice))


def is_standing_title(title: str) -> bool:
    """An entry of this title says what a body is: 机构职能, “三定”规定, no event."""
    return bool(_NAMED.search(title)) and not _is_event(title)


def _is_event(title: str) -> bool:
    return _EVENT.search(title) is not None and _RULES_OF_BODY.search(title) is None


def without_subordinates(text: str) -> str:
    """The text without its sections about bodies below: from 三、下属单位 to the next such head."""
    kept, below = [], False
    for line in text.splitlines():
        if _SECTION_BELOW.match(line):
            below, level = True, bool(re.match(r"\s*[（(]", line))
        elif below and _SECTION.match(line) and (level or not re.match(r"\s*[（(]", line)):
            below = False
        if not below:
            kept.append(line)
    return "\n".join(kept)


def _candidates(site: Site) -> Iterator[tuple[Page, tuple[str, ...]]]:
    """Pages with the names that stand above them: of the column that lists them, or their own."""
    for column in site.columns_for("organisation"):
        for item in column.items:
            if item.page and site.own(item.url) and _belongs(item.page, column):
                yield item.page, (*column.path, *item.page.columns)
    for item in site.about("organisation"):
        if item.page and site.own(item.url):
            yield item.page, item.page.columns
    for page in my_pages(site):
        article = page.kind is PageKind.ARTICLE and page.topic != "organisation"
        if page.kind is not PageKind.HOME and not article:
            yield page, page.columns


def _belongs(page: Page, column: Column) -> bool:
    """The page does not say that it stands in quite another column."""
    mine = set(page.columns)
    return not mine or bool(mine & set(column.path)) or any(map(_NAMED.search, mine))


def _is_standing(unit: Unit, page: Page, above: tuple[str, ...]) -> bool:
    title = "".join(page.title.split())
    if _is_event(without_names(unit, title)) or page.topic == "news":
        return False
    inner = page.columns[-1:] or above[-1:]
    if any("news" in topics_named(name) or _EVENT.search(name) for name in inner):
        return False
    if _NAMED.search(title):
        return True
    if not any(_NAMED.search(name) for name in above):
        return False
    return (
        _OFFICE.match(title) is not None
        or _BODY_BELOW.match(title) is not None
        or names_unit(unit, title)
        or title in {"".join(name.split()) for name in above}
    )


def _voice(unit: Unit, page: Page, above: tuple[str, ...]) -> Voice:
    title = "".join(page.title.split())
    rest = title
    for name in sorted((unit.name, *unit.aliases), key=len, reverse=True):
        rest = rest.replace(name, "")
    of = _SAID_OF.sub("", rest)
    if is_named(unit) and not governs(unit) and foreign((unit.name, *unit.aliases), of):
        return Voice.STRANGER
    if rest == title and any(_BELOW.search(name) for name in (*above, title)):
        return Voice.SUBORDINATE
    if _OFFICE.match(of):
        return Voice.OFFICE
    if len(of) > 1 and _BODY_BELOW.match(of) and not names_unit(unit, of):
        return Voice.SUBORDINATE
    if rest == title and any(_OFFICES.search(name) or _OFFICE.match(name) for name in above):
        return Voice.OFFICE
    return Voice.BODY
