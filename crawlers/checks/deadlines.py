"""Checks of legal deadlines: what a page says was decided, written or awarded, and when it was out.

The sum is always shown; days count as working days by the calendar of the State Council.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from crawlers.findings import blind_spot, unknown
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.authorship import own_document
from crawlers.subjects.contents import elsewhere, my_items, read_item, shown
from crawlers.subjects.deadlines import Lag, judge_lags, written_on
from crawlers.subjects.elements import days_behind
from crawlers.subjects.matters import published_in, seen
from data.calendar import CHINA, CalendarError, workdays_between
from data.matters import Element, elements, matters
from data.types import Cause, Finding, Outcome

_ENFORCEMENT = matters("enforcement")
# Older days belong to something else on the page, or to what was put up long afterwards.
_LONGEST = timedelta(days=366)


@check(
    title="许可、处罚决定7个工作日内公开",
    basis="国办发〔2018〕118号",
    counts={"decisions": "能够核对期限的决定数", "late": "超过期限的决定数"},
)
def decisions_in_time(site: Site, ask: Ask, *, limit: int = 7) -> Finding:
    """核对评估年度内公开的行政许可、行政处罚决定，自作出决定之日起是否在 limit 个工作日内公开。

    作出日期取页面、表格、附件中“决定日期”“作出日期”“许可时间”等栏名后面的日期，一张表里有多件决定
    的逐行核对；标题为决定书而没有栏名的，取落款日期。有超过期限的为不完整，逐件计数。公开日期取页
    面发布日期。工作日按国务院办公厅放假安排计算，作出的次日为第1日。

    不判定：没有写作出日期的、页面没有发布日期的；作出日期晚于发布日期的（由“发布日期疑点”核查）；
    早于发布日期一年以上的（可能是事后补录）；该年放假安排不明的；网站有双公示、信用网站等外部平台
    的入口而本网站超过期限的（可能已先在那里公开），由人工核对。
    """
    mine = my_items(site, ask, own=True)
    found = seen(site, mine, _ENFORCEMENT["decision"], published_in(ask.year))
    labels = elements("decision_day")
    lags = []
    for item in found.current:
        some = list(_lags(site, item, labels))
        page = item.page
        if not some and page and "决定书" in item.title and (written := written_on(page)):
            some = list(_one(item, written, "落款日期"))
        lags += some
    if not lags:
        return _nothing(
            site, "licensing", "penalty", what=f"{ask.year}年写有作出日期的许可、处罚决定"
        )
    finding = judge_lags(
        site, lags, limit=limit, begun="作出", what="许可、处罚决定", keys=("decisions", "late")
    )
    outside = elsewhere(site, elements("platform")["publicity"].match)
    if outside and finding.outcome is Outcome.PARTIAL:
        reason = f"{finding.reason}；但可能已先在外部平台“{outside}”公开，需人工核对"
        return unknown(Cause.ELSEWHERE, reason, finding.evidence)
    return finding


_POLICY = frozenset({"policy_document", "planning", "notice", "emergency", "decision_catalogue"})


@check(
    title="文件20个工作日内公开",
    basis="《政府信息公开条例》第二十六条",
    counts={"documents": "能够核对期限的文件数", "late": "超过期限的文件数"},
)
def documents_in_time(site: Site, ask: Ask, *, limit: int = 20) -> Finding:
    """核对评估年度内公开的本单位文件，自成文之日起是否在 limit 个工作日内公开。

    对象为有发文字号、能认定是本单位制发的文件（认定方法同“规范性文件要素”）；同一文件在几处发布
    的，取最早的一处。有超过期限的为不完整，逐件计数。成文日期取页面标注的成文日期或落款日期，公开
    日期取页面发布日期。工作日按国务院办公厅放假安排计算，成文的次日为第1日。

    不判定：没有成文日期、发布日期的；成文日期晚于发布日期的；早于发布日期一年以上的（可能是补录、
    由不公开转为公开的）；法律、法规另有期限的，由人工核对。
    """
    first: dict[str, Lag] = {}
    for item in my_items(site, ask):
        page = item.page
        written = written_on(page) if page else None
        if (
            page is None
            or written is None
            or not page.doc_no
            or item.on is None
            or item.topic not in _POLICY
            or not own_document(site.unit, item)
        ):
            continue
        for lag in _one(item, written, f"{page.doc_no}，成文日期{written}"):
            known = first.get(page.doc_no)
            if known is None or lag.published < known.published:
                first[page.doc_no] = lag
    lags = [lag for lag in first.values() if lag.published.year == ask.year]
    if not lags:
        return _nothing(site, "policy_document", what=f"{ask.year}年写有文号和成文日期的本单位文件")
    return judge_lags(
        site, lags, limit=limit, begun="成文", what="本单位文件", keys=("documents", "late")
    )


_AWARD = re.compile(r"中标|成交|定标|合同")
_NO_AWARD = re.compile(r"招标公告|采购公告|更正|澄清|废标|流标|终止|意向|需求|磋商公告|候选人")


@check(
    title="政府采购结果2个工作日内公告",
    basis="《政府采购法实施条例》第四十三条、第五十条",
    counts={"notices": "能够核对期限的公告数", "late": "超过期限的公告数"},
)
def procurement_in_time(site: Site, ask: Ask, *, limit: int = 2) -> Finding:
    """核对评估年度内的中标、成交结果公告和合同公告，自中标、成交确定之日或合同签订之日起，是否在
    limit 个工作日内公告。

    确定日期、签订日期取页面和附件中“成交日期”“定标日期”“合同签订日期”等栏名后面的日期。有超过期限
    的为不完整，逐件计数。

    不判定：只在政府采购网等外部平台公告的；没有写确定日期、签订日期的；候选人公示；早于发布日期一
    年以上的。
    """
    labels = elements("award_day")
    period = published_in(ask.year)
    items = (
        item
        for item in my_items(site, ask, "procurement", own=True)
        if _AWARD.search(item.title) and not _NO_AWARD.search(item.title) and period(item)
    )
    lags = [lag for item in items for lag in _lags(site, item, labels)]
    if not lags:
        return _nothing(
            site, "procurement", what=f"{ask.year}年写有确定日期或签订日期的采购结果公告"
        )
    return judge_lags(
        site, lags, limit=limit, begun="确定或签订", what="采购公告", keys=("notices", "late")
    )


def _lags(site: Site, item: Item, labels: Mapping[str, Element]) -> Iterator[Lag]:
    """One sum for every labelled day of an entry."""
    for day, quote in days_behind(read_item(site, item).everything, labels.values()):
        yield from _one(item, day, quote)


def _one(item: Item, start: date, quote: str) -> Iterator[Lag]:
    if item.on and item.on - _LONGEST <= start <= item.on:
        yield Lag(item.url, item.title, start, item.on, " ".join(quote.split()))


def _nothing(site: Site, *topics: str, what: str) -> Finding:
    if spot := blind_spot(site, topics):
        return unknown(spot[0], f"没有读到{what}：{spot[1]}")
    return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}，期限无从核对")


# --- withdrawn ------------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"([\u4e00-\u9fa5]{1,12})[〔\[［（(]((?:19|20)\d{2})[〕\]］）)]\s*第?\s*(\d+)\s*号"
)
_Number = tuple[str, str, str]  # sign with what may stand before it, year, number


@check(
    title="处罚决定被撤销后撤下",
    basis="《行政处罚法》第四十八条第二款、第八十五条",
    counts={"withdrawn": "公布的撤销、变更数", "still_online": "疑似仍在网上的原决定数"},
)
def decisions_withdrawn(site: Site, ask: Ask, *, days: int = 3) -> Finding:
    """公布处罚决定被撤销、变更、确认违法或无效的，核对原处罚决定是否在 days 个工作日内从网上撤下。

    以公告中写明的决定书文号在其他条目的标题、文号和正文中查找原决定；采集时距公告已超过 days 个工
    作日而原决定仍在的，记为疑似，由人工复核后认定。

    不判定：没有这类公告的；公告没有写文号的；相关栏目没有读全的。网上找不到原决定不等于曾经公开
    过。
    """
    mine = my_items(site, ask, own=True)
    notices = seen(site, mine, _ENFORCEMENT["withdrawn"]).current
    if not notices:
        if spot := blind_spot(site, ("penalty",)):
            return unknown(spot[0], f"没有读到处罚决定被撤销、变更的公告：{spot[1]}")
        return unknown(Cause.NOTHING_TO_JUDGE, "未见处罚决定被撤销、变更的公告")
    others = [i for i in mine if "处罚" in i.title and i.url not in {n.url for n in notices}]
    numbers = {n.url: _numbers(f"{n.title}\n{read_item(site, n).text}") for n in notices}
    try:
        originals = [
            site.evidence(item.url, f"{item.title}，{notice.on}公告撤销或变更")
            for notice in notices
            for item in others
            if _is_of(item, numbers[notice.url]) and _passed(site, item, notice, days)
        ]
    except CalendarError as error:
        return unknown(Cause.NO_BASIS, f"工作日无法计算：{error}")
    counts = {"withdrawn": len(notices), "still_online": len(originals)}
    evidence = [*originals, *shown(site, notices, 5)]
    if originals:
        reason = f"公布撤销、变更处罚决定{len(notices)}件，{len(originals)}件原决定疑似仍在网上"
        return unknown(Cause.SUSPECTED, reason, evidence)
    if not any(numbers.values()):
        return unknown(Cause.NO_BASIS, "撤销、变更的公告没有写决定书文号，无从核对", evidence)
    if spot := blind_spot(site, ("penalty",)):
        return unknown(spot[0], f"没有见到被撤销的原决定，但{spot[1]}", evidence)
    reason = f"公布撤销、变更处罚决定{len(notices)}件，网上未见原决定"
    return Finding(Outcome.MET, reason, evidence=tuple(evidence), counts=counts)


def _numbers(text: str) -> set[_Number]:
    return set(_NUMBER.findall(text))


def _is_of(item: Item, numbers: Iterable[_Number]) -> bool:
    """The entry shows one of the numbers; words before it may have been taken for its sign."""
    page = item.page
    shown_numbers = _numbers(f"{item.title}\n{page.doc_no}\n{page.text}") if page else set()
    return any(
        a[1:] == b[1:] and (a[0].endswith(b[0]) or b[0].endswith(a[0]))
        for a in numbers
        for b in shown_numbers
    )


def _passed(site: Site, item: Item, notice: Item, days: int) -> bool:
    """The original was still there more than so many working days after the notice."""
    fetch = site.fetches.get(item.url)
    if fetch is None or notice.on is None:
        return False
    return workdays_between(notice.on, fetch.fetched_at.astimezone(CHINA).date()) > days
