"""Checks of a year's key work: 发展“六仗”, exposed cases, livelihood projects."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crawlers.findings import MOST_EVIDENCE, absent, blind_spot, by_items, proof, unknown
from crawlers.looking import around, day_of_look, my_pages
from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects.contents import my_items, shown
from crawlers.subjects.matters import (
    Asked,
    chosen,
    each,
    expected,
    not_due,
    published_in,
    seen,
    speaks_of,
    survey,
)
from data.matters import matters, names
from data.types import Cause, Evidence, Finding, Outcome

BASIS = "湘政办发〔2023〕11号；《政府信息公开条例》第二十条"

_ALL = matters("battles")
_SIX = ("growth", "innovation", "business", "risk", "safety", "livelihood")
_BATTLES = {id_: _ALL[id_] for id_ in _SIX}


@check(title="发展“六仗”公开", basis=BASIS, items=names(_BATTLES))
def battles(site: Site, ask: Ask, *, want: Sequence[str] = (), due: str = "06-30") -> Finding:
    """核对评估年度内是否公开了打好发展“六仗”的信息：经济增长、科技创新、优化发展环境、防范化解风
    险、安全生产、重点民生保障六类（want可限定其中几类）。

    某一类在评估年度内有标题或栏目相符的本单位条目（政策、公示、进展、成绩做法的报道均算）为具备；
    只有往年的为不完整；栏目和列表都读到而没有的为缺。

    不判定：核查日不晚于 due（月-日）而尚未见到的；部门没有相应栏目的；列表中有而没有读到、没有日期
    的；相关栏目没有读全的。依据：湖南省2023年政务公开工作要点（湘政办发〔2023〕11号）及各地工作要
    点。
    """
    wanted = chosen(_BATTLES, want)
    return survey(site, ask, each(wanted, published_in(ask.year), not_due(site, ask, due)))


@check(
    title="安全生产典型案例曝光",
    basis=BASIS,
    counts={
        "batches": "评估年度内曝光的批数",
        "quarters": "已结束的季度数",
        "missing_quarter": "没有曝光的季度数",
    },
    passed_on_too=True,
)
def exposed_cases(site: Site, ask: Ask, *, per_quarter: int = 1) -> Finding:
    """核对是否每季度至少公开曝光 per_quarter 批安全生产“非法违法”典型案例。

    一批为一个条目：标题写明案例、曝光、通报违法，标题、栏目或正文开头与安全生产、消防、燃气、危险
    化学品等有关。按发布日期归入季度，只核对评估年度内到核查日已经结束的季度，每季度的批数不足的计
    一个季度。

    不判定：一个季度也没有结束的；有条目没有日期，或列表中的条目没有读到，可能正好补上缺的季度的；
    相关栏目没有读全的；部门没有安全生产栏目而一批也没有的。依据：湘政办发〔2023〕11号“每季度公开曝
    光一批‘非法违法’典型案例”。
    """
    matter = _ALL["cases"]
    day = day_of_look(site, ask)
    ended = [q for q in range(4) if _quarter_end(ask.year, q) <= day]
    found = seen(site, my_items(site, ask, own=True), matter, published_in(ask.year))
    if not ended:
        return unknown(Cause.NOTHING_TO_JUDGE, f"{ask.year}年还没有结束的季度")
    months = [(item.on.month - 1) // 3 for item in found.current if item.on]
    lacking = [q for q in ended if months.count(q) < per_quarter]
    counts = {"batches": len(months), "quarters": len(ended), "missing_quarter": len(lacking)}
    evidence = shown(site, found.current, 20)
    said = f"{ask.year}年曝光安全生产典型案例{len(months)}批"
    if not lacking:
        return Finding(
            Outcome.MET, f"{said}，已结束的季度均不少于{per_quarter}批",
            evidence=tuple(evidence), counts=counts,
        )  # fmt: skip
    gap = "、".join(f"第{'一二三四'[q]}季度" for q in lacking)
    if unclear := (*found.undated, *found.unread):
        reason = f"{said}，{gap}不足{per_quarter}批，但“{unclear[0].title}”没有日期或没有读到"
        return unknown(Cause.NOT_READ, reason, evidence)
    if not months and not expected(site, matter):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见安全生产典型案例，本单位不一定承担")
    if spot := blind_spot(site, matter.topics):
        return unknown(spot[0], f"{said}，{gap}未见，但{spot[1]}", evidence)
    finding = absent(site, matter.topics, "安全生产典型案例", ("典型案例", "曝光", "非法违法"))
    reason = f"{said}，{gap}不足{per_quarter}批"
    return replace(
        finding,
        outcome=Outcome.PARTIAL if months else Outcome.MISSING,
        reason=reason,
        evidence=(*evidence, *finding.evidence)[:MOST_EVIDENCE],
        counts=counts,
    )


def _quarter_end(year: int, quarter: int) -> date:
    return date(year, 3 * quarter + 3, (31, 30, 30, 31)[quarter])


_CHANNELS = {
    "12350": "安全生产举报投诉电话12350",
    "12345": "政务服务便民热线12345",
    "12315": "市场监管投诉举报电话12315",
}


@check(title="举报投诉渠道公布", basis=BASIS, items=_CHANNELS)
def report_channels(site: Site, ask: Ask, *, want: Sequence[str] = ("12350", "12345")) -> Finding:
    """在读到的各页文字和链接文字中查找举报投诉电话（want，默认12350和12345），见到的为具备；分页的页
    码不算。

    首页或读到的页面上有图片的，电话可能印在图片里，没有见到时不作结论，由人工核对；全部页面没有图
    片、网站又读全了的，才认定为缺。依据：湘政办发〔2023〕11号“鼓励通过12350、12345等渠道举报”。
    """
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    evidence: list[Evidence] = []
    pages = my_pages(site)
    pictures = any(page.images for page in pages)
    for number in want:
        pattern = re.compile(rf"(?<!\d){number}(?!\d)(?!\s*(?:下一?页|尾页|末页|>))")
        proofs = (
            site.evidence(page.url, around(page.whole_text, match))
            for page in pages
            if number in page.whole_text and (match := pattern.search(page.whole_text))
        )
        links = (
            site.evidence(page.url, link.text)
            for page in pages
            for link in page.links
            if number in link.text and pattern.search(link.text)
        )
        first = next(proofs, None) or next(links, None)
        if first:
            outcomes[number] = Outcome.MET
            evidence.append(first)
        elif pictures:
            outcomes[number], notes[number] = Outcome.UNKNOWN, "可能印在图片里"
        elif spot := blind_spot(site, ("interaction", "supervision")):
            outcomes[number], notes[number] = Outcome.UNKNOWN, spot[1]
        else:
            outcomes[number] = Outcome.MISSING
    finding = by_items(outcomes, _CHANNELS, evidence, cause=Cause.NEEDS_PERSON, notes=notes)
    return replace(finding, looked=proof(site, ("interaction",), tuple(want)))


@check(
    title="重点民生实事项目",
    basis=BASIS,
    items={"list": "民生实事项目清单", "progress": "民生实事进展"},
)
def livelihood_projects(
    site: Site, ask: Ask, *, list_due: str = "06-30", progress_due: str = "09-30"
) -> Finding:
    """核对评估年度重点民生实事项目：清单（项目名称、目标、责任分工）和进展或完成情况各一项。

    标题写明年度的以标题为准，没有写明的以发布日期为准；征集、票决建议、宣传报道不算清单，进展可以
    是报道。只有往年的为不完整，没有的为缺。

    不判定：核查日不晚于 list_due、progress_due（月-日）而尚未见到的；部门没有相应栏目的；没有日
    期、没有读到的条目可能就是的；相关栏目没有读全的。
    """
    period = speaks_of(ask.year)
    return survey(
        site,
        ask,
        {
            "list": Asked(_ALL["projects_list"], period, not_due(site, ask, list_due)),
            "progress": Asked(_ALL["projects_progress"], period, not_due(site, ask, progress_due)),
        },
        words=("民生实事", "进展"),
    )
