"""The check of 一件事 scenarios: is there a way in to each of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawlers.findings import MOST_EVIDENCE, blind_spot, met, proof, unknown
from crawlers.looking import listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import my_items
from crawlers.subjects.entrances import Leads, Offer, Way, nameless, offers, shown_way, ways_in
from crawlers.subjects.matters import seen
from data.matters import Matter, elements, matters
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

_TOPICS = ("service_guide",)
_ONE_THING = elements("one_thing", "elements_services")["context"].match


@dataclass(frozen=True, slots=True)
class _Scenario:
    matter: Matter
    ways: list[Way]
    items: tuple[Item, ...]

    @property
    def linked(self) -> bool:
        return bool(self.items) or any(way.leads <= Leads.SCRIPT for way in self.ways)

    @property
    def doubtful(self) -> bool:
        """Named, but what lies behind was not read."""
        return any(way.leads is Leads.UNREAD for way in self.ways)


@check(
    title="“一件事”场景入口",
    basis="国发〔2024〕3号；国办发〔2022〕32号；湘政办发〔2023〕11号",
    counts={
        "scenarios": "能够核对的场景数",
        "linked": "有入口的场景数",
        "unclear": "无法核对的场景数",
    },
)
def one_things(
    site: Site,
    ask: Ask,
    *,
    scenarios: str = "national_2024",
    extra: Sequence[str] = (),
) -> Finding:
    """核对各个“一件事”主题场景在网站上有没有入口。scenarios 选用场景清单（hunan_2023：湖南2023年
    10个，national_2024：国家2024年13个），extra 另列本省的场景名称。

    入口：页面上写明场景名称的链接或按钮（文字、所在页面的标题或栏目写明“一件事”“一次办”），或者标
    题写明场景的本单位条目（指南、流程等）。链接指向本站的要读到所指页面，指向政务服务平台等其他网
    站的、由脚本打开的，以链接为准。上线、推进等报道不是入口；链接打不开的不算。部分场景有入口的为
    不完整，都没有的为缺。能否全流程网办由人工核对。

    不判定：未见入口，而网站把“一件事”整体链接到其他平台，或者首页有指向其他网站的无文字图片链接
    的；所指页面没有读到的；相关栏目没有读全的；部门没有任何“一件事”内容的。这些场景不计入能够核对
    的场景数。
    """
    wanted = _all(matters(f"one_things_{scenarios}"), extra)
    everything, mine = offers(site), my_items(site, ask, own=True)
    asked = [_looked_for(site, matter, everything, mine) for matter in wanted]
    linked = [s for s in asked if s.linked]
    if not linked and not governs(site.unit) and not any(s.ways for s in asked):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见“一件事”内容，部门不一定承担")
    left = [s for s in asked if not s.linked]
    away = _platform(site, asked, everything)
    spot = blind_spot(site, _TOPICS)
    unclear = [s for s in left if s.doubtful or away or spot]
    absent = [s for s in left if s not in unclear]
    evidence = list(_evidence(site, linked)) + [shown_way(site, way) for way in away[:3]]
    counts = {
        "scenarios": len(linked) + len(absent),
        "linked": len(linked),
        "unclear": len(unclear),
    }
    why = f"“{away[0].name}”在其他平台" if away else spot[1] if spot else "没有读到"
    beside = f"；{listed(s.matter.name for s in unclear)}无法核对（{why}）" if unclear else ""
    if not linked and not absent:
        cause = Cause.ELSEWHERE if away else spot[0] if spot else Cause.NOT_READ
        return unknown(cause, f"各“一件事”场景均无法核对（{why}）", evidence)
    if not absent:
        return met(f"{len(linked)}个“一件事”场景有入口{beside}", evidence, counts=counts)
    reason = (
        f"{counts['scenarios']}个“一件事”场景中{len(linked)}个有入口，"
        f"未见{listed(s.matter.name for s in absent)}{beside}"
    )
    looked = proof(site, _TOPICS, [s.matter.name for s in absent])
    outcome = Outcome.PARTIAL if linked else Outcome.MISSING
    return Finding(outcome, reason, None, tuple(evidence[:MOST_EVIDENCE]), looked, counts=counts)


def _platform(site: Site, asked: Iterable[_Scenario], everything: Sequence[Offer]) -> list[Way]:
    """Ways out to 一件事 as a whole, or a picture without words, where any scenario may stand."""
    known = {way.link for scenario in asked for way in scenario.ways}
    ways = ways_in(site, _ONE_THING, among=everything)
    out = [w for w in ways if w.leads in {Leads.AWAY, Leads.SCRIPT} and w.link not in known]
    picture = nameless(site)
    return out or ([picture] if picture else [])


def _all(wanted: Mapping[str, Matter], extra: Iterable[str]) -> list[Matter]:
    """The scenarios of the file, and those that the scheme names besides."""
    more = [
        Matter(name, name, _TOPICS, re.compile(re.escape(name)), also=_ONE_THING) for name in extra
    ]
    return [*wanted.values(), *more]


def _looked_for(
    site: Site, matter: Matter, everything: Sequence[Offer], mine: Sequence[Item]
) -> _Scenario:
    ways = ways_in(site, matter.title, matter.unless, among=everything)
    inside = [way for way in ways if _in_context(way, matter)]
    return _Scenario(matter, inside, seen(site, mine, matter).current)


def _in_context(way: Way, matter: Matter) -> bool:
    """The link, or the page that offers it, says that this is one of the scenarios."""
    page = way.page
    words = matter.also or _ONE_THING
    return any(map(words.search, (way.link.text, page.title, *page.columns)))


def _evidence(site: Site, linked: Iterable[_Scenario]) -> Iterable[Evidence]:
    for scenario in linked:
        if scenario.items:
            item = scenario.items[0]
            yield site.evidence(item.url, f"{scenario.matter.name}：{item.title}")
        else:
            yield shown_way(site, scenario.ways[0])
