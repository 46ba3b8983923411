"""Checks of being heard: new media, theme days, cases and publicity."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawlers.findings import unknown
from crawlers.looking import checklist, filled, lacking, listed, my_pages
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import my_items, read_item, shown
from crawlers.subjects.entrances import Leads, shown_way, ways_in
from crawlers.subjects.matters import Period, expected, not_due, published_in, seen, verdict
from data.check_limits import days
from data.matters import Matter, elements, matters
from data.types import Cause, Evidence, Finding, Outcome, Page
from data.units import governs

_RECENT = days("recent_days")

_MATTERS = matters("media")
_ACCOUNT = elements("account", "elements_services")
_MEDIA = elements("entrance", "elements_services")["media"].match
_LIST = elements("entrance", "elements_services")["media_list"].match

# --- new media ------------------------------------------------------------------------------------

_NEW_MEDIA = {"listing": "政务新媒体列表", "names": "账号名称"}


@check(
    title="政务新媒体公布",
    basis="国办发〔2018〕123号",
    items=_NEW_MEDIA,
    counts={"accounts": "写明名称的账号数", "closed": "关停、注销说明数"},
    passed_on_too=True,
)
def new_media(site: Site, ask: Ask) -> Finding:
    """核对网站上有没有公布政务新媒体：列表，新媒体矩阵、两微一端等页面、栏目或入口；名称，页面写明
    微信、微博、客户端等账号的名称。另数出近一年内账号关停、注销、迁移的说明。

    只有“官方微信”“官方微博”一类图标，点开没有网址、也没有写明账号名称的，列表和名称都为不完整。账号是
    否备案、两周内有无更新、能否互动不在本网站上，由人工核对。

    不判定：图标和二维码多为图片，没有看到列表和名称而页面上有图片的，由人工核对；入口没有读到的；
    相关栏目没有读全的。
    """
    pages = [page for page in my_pages(site) if _lists_media(page)]
    ways = ways_in(site, _MEDIA)
    home = [site.home] if site.home else []
    named = {name: page for page in (*pages, *home) for name in _accounts(page)}
    closed = seen(site, my_items(site, ask, own=True), _MATTERS["closed"], _last_year(ask)).current
    evidence = [site.evidence(page.url, name) for name, page in named.items()][:10]
    evidence += [shown_way(site, way) for way in ways[:2]] + shown(site, closed, 3)
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    nothing = lacking(site, "interaction", "news")
    pictures = any(page.images for page in my_pages(site))
    if nothing is Outcome.MISSING and pictures:
        nothing, notes["listing"] = Outcome.UNKNOWN, "可能以图片或二维码呈现"
    listed_on = [page for page in pages if filled(page) or any(_accounts(page))]
    open_ = [way for way in ways if way.leads <= Leads.SCRIPT]
    # A button says that there is an account; a list of accounts, or an account, is more.
    leading = [way for way in open_ if way.leads < Leads.SCRIPT or _LIST.search(way.name)]
    if listed_on or leading or (open_ and named):
        outcomes["listing"] = Outcome.MET
    elif open_:
        outcomes["listing"] = _less(site, "interaction", "news")
        notes["listing"] = f"只有“{open_[0].name}”图标"
    else:
        outcomes["listing"] = nothing
    if named:
        outcomes["names"] = Outcome.MET
    elif any(way.leads is Leads.UNREAD for way in ways):
        outcomes["names"], notes["names"] = Outcome.UNKNOWN, "列表页面没有读到"
    elif outcomes["listing"] is Outcome.MET or open_:
        outcomes["names"], notes["names"] = _less(site, "interaction", "news"), "未见账号名称"
    else:
        outcomes["names"] = nothing
    if not evidence and not governs(site.unit):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见政务新媒体，部门不一定开设")
    finding = checklist(
        site, outcomes, _NEW_MEDIA, evidence, topics=("interaction",),
        words=("新媒体", "微信", "微博"), notes=notes,
    )  # fmt: skip
    return replace(finding, counts={"accounts": len(named), "closed": len(closed)})


def _less(site: Site, *topics: str) -> Outcome:
    """Some was seen and not enough: that is all there is only after a complete look."""
    return Outcome.PARTIAL if lacking(site, *topics) is Outcome.MISSING else Outcome.UNKNOWN


def _lists_media(page: Page) -> bool:
    return any(map(_MEDIA.search, (page.title, *page.columns[-1:])))


def _accounts(page: Page) -> Iterator[str]:
    """Names of accounts; on a list of new media each line with the name of a body is one."""
    lists = _lists_media(page)
    for line in page.text.splitlines() if lists else page.whole_text.splitlines():
        if len(line) <= _LONGEST_LINE:
            yield from (" ".join(m.group().split()) for m in _ACCOUNT["named"].match.finditer(line))
        if lists and _ACCOUNT["holder"].match.search(line.strip()):
            yield line.strip()


_LONGEST_LINE = 60  # characters; a longer line is a sentence that mentions an account


def _last_year(ask: Ask) -> Period:
    return lambda item: (ask.as_of - item.on).days <= _RECENT if item.on else None


# --- theme day ------------------------------------------------------------------------------------

_THEME_DAY = {"held": "主题日活动开展情况", "themes": "突出规定的主题"}
_OPEN_DAY = matters("openness")["open_day"]
_PLANNED = elements("theme_day", "elements_services")["planned"].match


@check(
    title="政务公开主题日活动",
    basis="湘政办发〔2023〕11号；各地政务公开工作要点",
    items=_THEME_DAY,
    counts={"activities": "评估年度主题日活动信息数", "themes": "突出的主题数"},
)
def theme_day(
    site: Site, ask: Ask, *, themes: Sequence[str] = (), least: int = 1, due: str = "12-31"
) -> Finding:
    """核对评估年度内“政务公开主题日”（政府开放日）活动：开展，活动情况的信息不少于 least 条，
    只有活动方案、通知的为不完整；主题，活动信息的标题或正文写到 themes 所列各个主题，写到一部分的为
    不完整，没有列出主题的不核对。活动报道、图片新闻均算。

    不判定：核查日不晚于 due（月-日，默认年底）而未见的；部门未见的（活动信息可能发在门户网站）；没
    有日期的；相关栏目没有读全的。
    """
    items = my_items(site, ask)
    found = seen(site, items, _OPEN_DAY, published_in(ask.year))
    held = [item for item in found.current if not _PLANNED.search(item.title)]
    outcome, note = verdict(site, _OPEN_DAY, found, not_yet=not_due(site, ask, due))
    if found.nothing and not expected(site, _OPEN_DAY):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见政务公开主题日活动信息，可能发在门户网站")
    if found.current and len(held) < least:
        outcome, note = _less(site, *_OPEN_DAY.topics), f"活动情况信息{len(held)}条"
    outcomes, notes = {"held": outcome}, {"held": note} if note else {}
    covered = [theme for theme in themes if any(_speaks_of(site, item, theme) for item in held)]
    if themes:
        outcomes["themes"] = _covered(site, len(covered), len(themes), outcome)
        left = [theme for theme in themes if theme not in covered]
        notes |= {"themes": f"未见{listed(left)}"} if left and held else {}
    evidence = shown(site, held or found.current or found.older, 5)
    finding = checklist(
        site, outcomes, _THEME_DAY, evidence, topics=_OPEN_DAY.topics, words=("主题日", *themes),
        notes=notes,
    )  # fmt: skip
    return replace(finding, counts={"activities": len(held), "themes": len(covered)})


def _speaks_of(site: Site, item: Item, words: str) -> bool:
    return words in item.title or words in read_item(site, item).text


def _covered(site: Site, some: int, all_: int, held: Outcome) -> Outcome:
    if some == all_:
        return Outcome.MET
    absent_as = lacking(site, *_OPEN_DAY.topics)
    if held is Outcome.UNKNOWN or absent_as is Outcome.UNKNOWN:
        return Outcome.UNKNOWN
    return Outcome.PARTIAL if some else Outcome.MISSING


# --- cases and publicity --------------------------------------------------------------------------

_PUBLICITY = {"cases": "典型案例", "publicity": "解读宣传"}


@check(
    title="典型案例与示范宣传",
    basis="国发〔2024〕3号；各地年度工作要点",
    items=_PUBLICITY,
    counts={"cases": "评估年度典型案例信息数"},
)
def publicity(
    site: Site,
    ask: Ask,
    *,
    about: Sequence[str] = ("高效办成一件事", "一件事", "政务服务", "营商环境"),
    least: int = 1,
    want: Sequence[str] = tuple(_PUBLICITY),
    due: str = "12-31",
) -> Finding:
    """核对评估年度内某项工作（about 所列词语之一，默认“高效办成一件事”、政务服务、营商环境）的典型
    案例（经验做法，不少于 least 条）和解读宣传信息（want 可限定其中一类）。

    标题写明典型案例、经验做法或解读、图解、宣传，且标题、栏目或正文开头写到该项工作的本单位条目均
    算，新闻报道也算；只有往年的为不完整。

    不判定：核查日不晚于 due（月-日，默认年底）而未见的；没有日期的；部门未见的；相关栏目没有读全
    的。
    """
    words = re.compile("|".join(map(re.escape, about)))
    mine = my_items(site, ask, own=True)
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    evidence: list[Evidence] = []
    number = 0
    for key in want:
        matter = _narrowed(_MATTERS[key], words)
        found = seen(site, mine, matter, published_in(ask.year))
        outcomes[key], note = verdict(site, matter, found, not_yet=not_due(site, ask, due))
        if key == "cases":
            number = len(found.current)
            if 0 < number < least:
                outcomes[key], note = _less(site, *matter.topics), f"{number}条，应有{least}条"
        notes |= {key: note} if note else {}
        evidence += shown(site, found.current or found.older, 4)
    if not evidence and not governs(site.unit):
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{about[0]}的典型案例和宣传")
    finding = checklist(
        site, outcomes, _PUBLICITY, evidence, topics=("news", "notice", "interpretation"),
        words=("典型案例", *about), notes=notes,
    )  # fmt: skip
    return replace(finding, counts={"cases": number})


def _narrowed(matter: Matter, also: re.Pattern[str]) -> Matter:
    """The matter, but only where the work asked for is named."""
    return Matter(
        matter.id, matter.name, matter.topics, matter.title, matter.unless, also, news=matter.news
    )
