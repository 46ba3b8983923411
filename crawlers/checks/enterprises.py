"""Checks of what public enterprises and institutions disclose through the government's site."""

from collections.abc import Sequence

from crawlers.findings import absent, met, partial, unknown
from crawlers.looking import listed
from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects.contents import my_items, shown
from crawlers.subjects.matters import chosen, each, expected, seen, survey, verdict, within
from data.check_limits import days
from data.matters import matters, names
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

_RECENT = days("recent_days")

_ALL = matters("enterprises")
_BASIS = "《政府信息公开条例》第五十五条；国办发〔2020〕50号"
_OPENNESS = {id_: _ALL[id_] for id_ in ("entrance", "catalogue", "guides")}
_SECTORS = {id_: matter for id_, matter in _ALL.items() if id_ not in _OPENNESS}


@check(title="公共企事业单位信息公开", basis=_BASIS, items=names(_OPENNESS))
def public_enterprises(site: Site, ask: Ask, *, want: Sequence[str] = ()) -> Finding:
    """核对公共企事业单位信息公开（want 可限定其中几项）：网站设有公共企事业单位信息公开栏目并有内
    容，公布公共服务事项目录，公布供水、供电、供气、公交、就医、入学等公共服务的办事指南。不论年
    份。

    标题或栏目相符的本单位条目，页面或附件读到的为具备；印发通知、会议报道不算。相关栏目读全而没有
    的为缺。指南的要素由“办事指南要素”核查。

    不判定：栏目的条目都在各企事业单位自己的网站上的，由人工核对；部门没有相应栏目的；相关栏目没有
    读全的。
    """
    return survey(site, ask, each(chosen(_OPENNESS, want)))


@check(
    title="公共企事业单位各领域信息更新",
    basis=_BASIS,
    counts={
        "sectors": "能够核对的领域数",
        "live": "有更新的领域数",
        "unclear": "无法核对的领域数",
    },
)
def enterprise_sectors(
    site: Site, ask: Ask, *, want: Sequence[str] = (), days: int = _RECENT
) -> Finding:
    """核对教育、卫生健康、供水、供电、供气、供热、环境保护、公共交通八个领域（want 可限定其中几个）
    的公共企事业单位信息，核查日前 days 日（默认一年）内有没有更新。

    标题写到该领域公共服务（停水停电、价格、指南、服务承诺等）的本单位条目，或列在该领域栏目中的条
    目，均算；教育、卫生健康领域须写明是学校、医院等单位的信息公开。部分领域有更新的为不完整，都没
    有的为缺。

    不判定：没有日期、没有读到的，南方没有集中供热的，相关栏目没有读全而未见的，不计入能够核对的领
    域数；部门不一定承担，没有任何内容的不作结论。
    """
    mine = my_items(site, ask, own=True)
    live: list[str] = []
    dead: list[str] = []
    unclear: list[str] = []
    evidence: list[Evidence] = []
    for matter in chosen(_SECTORS, want).values():
        found = seen(site, mine, matter, within(site, ask, days))
        outcome, _ = verdict(site, matter, found)
        if outcome is Outcome.MET:
            live.append(matter.name)
            evidence += shown(site, found.current, 1)
        elif outcome is Outcome.UNKNOWN or not expected(site, matter):
            unclear.append(matter.name)
        else:
            dead.append(matter.name)
            evidence += shown(site, found.older, 1)
    counts = {"sectors": len(live) + len(dead), "live": len(live), "unclear": len(unclear)}
    beside = f"；{listed(unclear)}无法核对" if unclear else ""
    if not live and not governs(site.unit):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见公共企事业单位信息，部门不一定承担")
    if not live and not dead:
        return unknown(Cause.NOT_READ, f"各领域均无法核对{beside}", evidence)
    if not dead:
        return met(f"{len(live)}个领域{days}日内有更新{beside}", evidence, counts=counts)
    reason = (
        f"{counts['sectors']}个领域中{len(live)}个有更新，{listed(dead)}{days}日内没有更新{beside}"
    )
    if live:
        return partial(reason, evidence, counts=counts)
    finding = absent(site, ("livelihood", "service_guide"), f"{listed(dead)}的公共企事业单位信息")
    return Finding(
        finding.outcome, reason, finding.cause, tuple(evidence) or finding.evidence, finding.looked,
        counts=counts,
    )  # fmt: skip
