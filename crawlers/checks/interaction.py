"""Checks of how a site listens and answers: hotline, questions, columns, statistics."""

import re
from collections.abc import Sequence
from dataclasses import replace

from crawlers.findings import unknown
from crawlers.looking import checklist, lacking, my_pages, prose
from crawlers.registry import Ask, check
from crawlers.site import ColumnState, Site
from crawlers.subjects import consultations
from crawlers.subjects.contents import my_items, shown
from crawlers.subjects.entrances import Leads, exists, nameless, shown_way, ways_in
from crawlers.subjects.matters import Period, expected, published_in, seen, verdict, within
from crawlers.subjects.messages import published_messages
from data.matters import Matter, elements, matters
from data.types import Cause, Evidence, Finding, Outcome, Page, PageKind
from data.units import governs

_MATTERS = matters("interaction")
_ENTRANCE = elements("entrance", "elements_services")
_NOT_HOTLINE = elements("not_hotline", "elements_services")["others"].match
_HOTLINE_HOST = re.compile("12345")
# No part of another number; what comes before is asked last, so that the figures are found quickly.
_NUMBER = re.compile(r"12345(?<!\d12345)(?!\d)")
_LETTER = elements("letter_form", "elements_services")
_TOPICS = ("interaction",)

Verdict = tuple[Outcome, str, list[Evidence]]


def _kept_up(site: Site, ask: Ask, matter: Matter, period: Period) -> Verdict:
    """Entries of the matter in the period, as one item of a checklist."""
    found = seen(site, my_items(site, ask, own=True), matter, period)
    outcome, note = verdict(site, matter, found)
    return outcome, note, shown(site, found.current or found.older or found.undated, 2)


def _answer(
    site: Site, items: dict[str, str], verdicts: dict[str, Verdict], words: Sequence[str]
) -> Finding:
    topics = (*_TOPICS, "consultation", "statistics", "service_guide")
    return checklist(
        site,
        {key: outcome for key, (outcome, _, _) in verdicts.items()},
        items,
        [piece for _, _, proofs in verdicts.values() for piece in proofs],
        topics=topics,
        words=words,
        notes={key: note for key, (_, note, _) in verdicts.items() if note},
    )


# --- hotline --------------------------------------------------------------------------------------

_HOTLINE = {"entry": "政务服务便民热线入口", "results": "热线诉求办理情况"}


@check(
    title="12345热线入口和办理情况公开",
    basis="国办发〔2020〕53号；国办发〔2017〕47号",
    items=_HOTLINE,
)
def hotline(site: Site, ask: Ask, *, days: int = 92) -> Finding:
    """核对网站上有没有12345政务服务便民热线（市长、县长热线）的入口，热线和网上诉求的办理情况是否
    公开。

    入口：页面上文字写明12345或政务热线的链接、按钮。指向本站的要读到所指页面，指向热线平台等其他网
    站的、由脚本打开的，以链接为准，能否使用由人工核对；链接打不开的、只在页面框架中印有号码而没有
    链接的为不完整。报道热线工作的新闻，12315、12350等其他电话，不是入口。办理情况：核查日前 days日
    内有热线、信箱诉求办理情况的通报、统计；更早的为不完整。

    不判定：未见入口而首页有指向其他网站的无文字图片链接的；办理情况未见而热线平台在其他网站上的；
    部门没有热线的；相关栏目没有读全的。
    """
    ways = ways_in(site, _ENTRANCE["hotline"].match, _NOT_HOTLINE, hosts=_HOTLINE_HOST)
    printed = next((page for page in my_pages(site) if _prints_number(page)), None)
    results = _kept_up(site, ask, _MATTERS["hotline_results"], within(site, ask, days))
    if not ways and not printed and not governs(site.unit) and results[0] is Outcome.UNKNOWN:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见热线入口，部门不一定设有热线")
    entry = _not_seen(site)
    if ways and ways[0].leads < Leads.NOWHERE:
        entry = (*exists(ways), [shown_way(site, ways[0])])
    elif entry[0] is Outcome.MISSING and printed:
        entry = Outcome.PARTIAL, "只印有号码", [site.evidence(printed.url, "12345")]
    elif entry[0] is Outcome.MISSING and ways:
        entry = (*exists(ways), [shown_way(site, ways[0])])
    return _answer(site, _HOTLINE, {"entry": entry, "results": results}, ("12345", "热线"))


def _not_seen(site: Site) -> Verdict:
    """No entrance in words; a picture without words that leads away may be one."""
    outcome = lacking(site, *_TOPICS)
    if outcome is Outcome.MISSING and (way := nameless(site)):
        return Outcome.UNKNOWN, f"首页有指向{way.host}的图片链接，没有文字", []
    return outcome, "", []


def _prints_number(page: Page) -> bool:
    """The number stands on the page itself, not only in what an article or a headline says."""
    if "12345" not in page.whole_text:
        return False
    if page.kind is PageKind.ARTICLE:
        return len(_NUMBER.findall(page.whole_text)) > len(_NUMBER.findall(page.text))
    return _NUMBER.search(prose(page)) is not None


# --- questions about policies ---------------------------------------------------------------------

_QUESTIONS = {"smart": "智能问答入口", "knowledge": "政策问答知识库有更新"}


@check(
    title="政策咨询：智能问答与知识库",
    basis="国办发〔2022〕8号；国办发〔2017〕47号；湘政办发〔2023〕11号",
    items=_QUESTIONS,
)
def policy_consultation(site: Site, ask: Ask, *, days: int = 183) -> Finding:
    """核对网站上有没有智能问答入口，政策问答（常见问题、咨询知识库）栏目是否有更新。

    入口：文字写明智能问答、智能客服、机器人的链接或按钮，由脚本打开的也算；只核对有没有，能不能
    答、答得对不对由人工抽测。知识库：政策问答、常见问题类栏目或条目，核查日前 days 日内有新增的为
    具备，更早的为不完整。

    不判定：没有看到入口的（入口常以图片、脚本呈现），由人工核对；问答没有日期的；相关栏目没有读全
    的；部门没有问答栏目的。
    """
    ways = ways_in(site, _ENTRANCE["smart"].match)
    smart: Verdict = Outcome.UNKNOWN, "页面文字中未见，可能以图片或脚本呈现", []
    if ways:
        smart = (*exists(ways), [shown_way(site, ways[0])])
    matter = _MATTERS["knowledge"]
    knowledge = _kept_up(site, ask, matter, within(site, ask, days))
    if not ways and not knowledge[2] and not expected(site, matter):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见智能问答和政策问答栏目，需人工核对")
    verdicts = {"smart": smart, "knowledge": knowledge}
    return _answer(site, _QUESTIONS, verdicts, ("智能问答", "常见问题", "政策问答"))


# --- columns --------------------------------------------------------------------------------------

_COLUMNS = {
    "channel": "咨询建言渠道",
    "interviews": "在线访谈",
    "surveys": "民意征集",
    "messages": "留言公开",
}


@check(
    title="互动交流栏目",
    basis="国办发〔2017〕47号；国办秘函〔2019〕19号（互动交流）",
    items=_COLUMNS,
    counts={"interviews": "评估年度在线访谈次数"},
)
def interaction_columns(
    site: Site,
    ask: Ask,
    *,
    want: Sequence[str] = tuple(_COLUMNS),
    interviews_per_year: int = 1,
) -> Finding:
    """核对互动交流的四类内容（want 可限定其中几类）：咨询建言渠道，有写信、留言、咨询的表单页面
    或入口；在线访谈，评估年度内不少于 interviews_per_year 次，较少的为不完整；民意征集，评估年度内
    有意见征集、网上调查；留言公开，近一年内有写明时间的公开留言、来信。

    渠道入口指向其他网站或由脚本打开的，以入口为准，能否提交由人工核对。采纳情况、解读、新闻报道不
    算征集。留言是否按期答复由“留言答复”核查。

    不判定：没有日期的；留言栏目由脚本载入、留言页面没有写时间的；部门没有相应栏目的；相关栏目没有
    读全的。
    """
    verdicts: dict[str, Verdict] = {}
    counts: dict[str, int] = {}
    for key in want:
        if key == "channel":
            verdicts[key] = _channel(site)
        elif key == "messages":
            verdicts[key] = _messages(site, ask)
        elif key == "interviews":
            verdicts[key], counts[key] = _interviews(site, ask, interviews_per_year)
        else:
            verdicts[key] = _surveys(site, ask)
    carried = governs(site.unit) or any(site.own(c.url) for c in site.columns_for(*_TOPICS))
    if not carried and not any(proofs for _, _, proofs in verdicts.values()):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见互动交流栏目，部门可能由门户网站统一设置")
    words = [_COLUMNS[key] for key in want]
    return replace(_answer(site, _COLUMNS, verdicts, words), counts=counts)


def _channel(site: Site) -> Verdict:
    """A form to write with, or a way in to one."""
    for page in my_pages(site, PageKind.SEARCH):
        asked = set(_LETTER["asks"].match.findall(page.whole_text))
        if len(asked) > 1 and page.topic != "foi_application":
            return Outcome.MET, "", [site.evidence(page.url, page.title)]
    ways = ways_in(site, _ENTRANCE["channel"].match)
    if ways and ways[0].leads < Leads.NOWHERE:
        return (*exists(ways), [shown_way(site, ways[0])])
    unseen = _not_here(site)
    if ways and unseen[0] is Outcome.MISSING:
        return (*exists(ways), [shown_way(site, ways[0])])
    return unseen


def _surveys(site: Site, ask: Ask) -> Verdict:
    """Public consultations count too; letters that ask other bodies for their opinion do not."""
    if found := consultations.in_year(site, ask):
        return Outcome.MET, "", shown(site, [one.item for one in found], 2)
    return _kept_up(site, ask, _MATTERS["surveys"], published_in(ask.year))


def _interviews(site: Site, ask: Ask, wanted: int) -> tuple[Verdict, int]:
    matter = _MATTERS["interviews"]
    found = seen(site, my_items(site, ask), matter, published_in(ask.year))
    outcome, note = verdict(site, matter, found)
    number = len(found.current)
    if outcome is Outcome.MET and number < wanted:
        complete = lacking(site, *matter.topics) is Outcome.MISSING
        outcome = Outcome.PARTIAL if complete else Outcome.UNKNOWN
        note = f"{ask.year}年见到{number}次，应有{wanted}次"
    return (outcome, note, shown(site, found.current or found.older, 3)), number


def _messages(site: Site, ask: Ask) -> Verdict:
    found = published_messages(site, ask)
    if found:
        proofs = [site.evidence(m.url, f"{m.title} {m.asked}留言") for m in found[:2]]
        return Outcome.MET, "", proofs
    for column in site.columns:
        page = site.page(column.url)
        filled = column.state is not ColumnState.EMPTY
        listed = filled or (page is not None and any(link.on for link in page.lost))
        if listed and site.own(column.url) and _LETTER["column"].match.search(column.name):
            said = f"栏目“{column.name}”的条目没有读到留言时间"
            return Outcome.UNKNOWN, said, [site.evidence(column.url, column.name)]
    return _not_here(site)


def _not_here(site: Site) -> Verdict:
    """Nothing was seen; a department's portal may keep it for all."""
    if governs(site.unit):
        return _not_seen(site)
    return Outcome.UNKNOWN, "可能由门户网站统一设置", []


# --- statistics -----------------------------------------------------------------------------------

_STATISTICS = {"ratings": "“好差评”情况公开", "volumes": "办事统计公开"}


@check(
    title="好差评与办事统计公开",
    basis="国办发〔2019〕51号；国办秘函〔2019〕19号（办事统计）",
    items=_STATISTICS,
)
def service_statistics(
    site: Site, ask: Ask, *, want: Sequence[str] = tuple(_STATISTICS), days: int = 92
) -> Finding:
    """核对政务服务“好差评”情况、办事（办件）统计数据是否公开并更新（want 可限定其中一类）。

    标题或栏目写明好差评、满意度测评情况，办件、办事、业务统计的本单位条目，核查日前 days 日（默认
    一个季度）内有发布的为具备，更早的为不完整。会议、培训、系统采购的信息不算。只核对有没有公开和
    更新，评价率、满意率由填报数据计分。

    不判定：未见而数据可能在政务服务网、好差评平台等其他网站上的；统计页面没有日期的；部门没有相应
    栏目的；相关栏目没有读全的。
    """
    period = within(site, ask, days)
    verdicts = {key: _kept_up(site, ask, _MATTERS[key], period) for key in want}
    carried = any(proofs for _, _, proofs in verdicts.values()) or any(
        expected(site, _MATTERS[key]) for key in want
    )
    if not carried:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见好差评和办事统计，部门不一定承担")
    return _answer(site, _STATISTICS, verdicts, ("好差评", "办件统计"))
