"""Checks over the service guides on the site: figures they give, the same matter at all levels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crawlers.findings import by_items, met, partial, unknown
from crawlers.looking import lacking, listed
from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects import guides as read
from crawlers.subjects.contents import elsewhere
from crawlers.subjects.guides import Guide
from data.matters import elements, matters
from data.types import Cause, Evidence, Finding, Outcome

_PLATFORM = matters("service_texts")["guides"].outside

# --- figures --------------------------------------------------------------------------------------

_FIGURES = {
    "time_cut": "承诺时限压缩比例",
    "instant": "即办件占比",
    "online": "网上可办（网办深度二级以上）占比",
    "once": "最多跑一次占比",
}


@dataclass(frozen=True, slots=True)
class _Share:
    good: int
    all: int
    guides: int  # that give the figure


@check(
    title="办事指南的时限、即办、网办和跑动次数",
    basis="国发〔2022〕5号；国发〔2018〕27号；《优化营商环境条例》第三十五条",
    items=_FIGURES,
    counts={
        "guides": "读到的办事指南数",
        "legal_days": "法定时限天数合计",
        "cut_days": "压缩天数合计",
        "typed": "写明办件类型数",
        "instant": "即办件数",
        "depth_stated": "写明网办深度数",
        "deep": "网办深度二级以上数",
        "trips_stated": "写明到现场次数数",
        "once": "到现场不超过一次数",
    },
)
def guide_figures(
    site: Site,
    ask: Ask,
    *,
    time_cut: float = 0.7,
    instant: float = 0.5,
    online: float = 0.95,
    once: float = 0.95,
    fewest: int = 5,
) -> Finding:
    """从本网站读到的办事指南（含列有各事项要素的表格，一行为一项）计算四个比例：

    承诺时限压缩比例 = 1 − 承诺时限合计 ÷ 法定时限合计，只算法定、承诺时限都写明且单位相同的，承诺
    即办、当场办结的按 0 天；即办件占比 = 即办件 ÷ 写明办件类型的指南；网上可办占比 = 网办深度二级
    以上（全程网办按四级）÷ 写明网办深度的指南；最多跑一次占比 = 到办事现场不超过一次 ÷ 写明次数的
    指南。前两个比例只算行政许可事项，没有写明事项类型的也算。

    各比例不低于 time_cut、instant、online、once（默认 70%、50%、95%、95%）为具备，低于的为不完整。

    不判定：写明该项数字的指南不足 fewest 件的；低于比例而指南没有读全的；指南在政务服务网等其他网
    站上的，由填报数据计分。
    """
    found = read.guides(site, ask)
    shares = _shares(found)
    counts = {
        "guides": len(found),
        "legal_days": shares["time_cut"].all,
        "cut_days": shares["time_cut"].good,
        "typed": shares["instant"].all,
        "instant": shares["instant"].good,
        "depth_stated": shares["online"].all,
        "deep": shares["online"].good,
        "trips_stated": shares["once"].all,
        "once": shares["once"].good,
    }
    wanted = {"time_cut": time_cut, "instant": instant, "online": online, "once": once}
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    for key, target in wanted.items():
        outcomes[key], notes[key] = _against(shares[key], target, fewest)
        if outcomes[key] is Outcome.PARTIAL and lacking(site, "service_guide") is Outcome.UNKNOWN:
            outcomes[key], notes[key] = Outcome.UNKNOWN, f"{notes[key]}，但指南没有读全"
    if set(outcomes.values()) == {Outcome.UNKNOWN}:
        outside = elsewhere(site, _PLATFORM) if _PLATFORM else ""
        why = f"（可能在“{outside}”）" if outside else ""
        cause = Cause.ELSEWHERE if outside else Cause.NOTHING_TO_JUDGE
        return unknown(cause, f"读到办事指南{len(found)}件，写明时限、次数的不足{fewest}件{why}")
    evidence = [_quoted(site, guide) for guide in found if "promised" in guide.values]
    evidence = evidence or [site.evidence(guide.item.url, guide.item.title) for guide in found]
    return by_items(outcomes, _FIGURES, evidence, notes=notes, counts=counts)


def _shares(found: Sequence[Guide]) -> dict[str, _Share]:
    licences = [guide for guide in found if read.is_licence(guide) is not False]
    timed = [days for guide in licences if (days := read.limits(guide))]
    legal = sum((allowed for allowed, _ in timed), Fraction(0))
    cut = sum((allowed - promised for allowed, promised in timed), Fraction(0))
    return {
        "time_cut": _Share(round(cut), round(legal), len(timed)),
        "instant": _counted(licences, read.instant, bool),
        "online": _counted(found, read.depth, lambda level: level >= 2),
        "once": _counted(found, read.trips, lambda times: times <= 1),
    }


def _counted(
    found: Sequence[Guide], figure: Callable[[Guide], int | None], good: Callable[[int], bool]
) -> _Share:
    said = [value for guide in found if (value := figure(guide)) is not None]
    return _Share(sum(map(good, said)), len(said), len(said))


def _against(share: _Share, target: float | Fraction, fewest: int) -> tuple[Outcome, str]:
    if share.guides < fewest or share.all == 0:
        return Outcome.UNKNOWN, f"写明的只有{share.guides}件"
    said = f"{100 * share.good / share.all:.1f}%，应达到{float(100 * target):g}%"
    enough = Fraction(share.good, share.all) >= Fraction(str(target))
    return (Outcome.MET if enough else Outcome.PARTIAL), said


def _quoted(site: Site, guide: Guide) -> Evidence:
    values = guide.values
    name = values.get("title", guide.item.title)
    said = f"{name}：法定{values.get('legal', '未写')}，承诺{values['promised']}"
    return site.evidence(guide.item.url, said)


# --- the same at all levels -----------------------------------------------------------------------

_SAME = elements("guide_same", "elements_services")


@check(
    title="同一事项各级要素一致",
    basis="国发〔2022〕5号（同一事项同要素管理、同标准办理）；国发〔2018〕27号",
    counts={
        "matters": "比较的事项数",
        "uniform": "要素一致的事项数",
        "differing": "不一致的要素数",
        "stated": "读到的指南写明的要素数（平均）",
    },
)
def guide_uniform(site: Site, ask: Ask) -> Finding:
    """比较同一事项在县、乡（镇、街道）、村（社区）等各级的办事指南，应当一致的要素是否一致：事项名
    称、基本编码、事项类型、设定依据、服务对象、受理条件、申请材料、办件类型、法定和承诺时限、收
    费、审批结果。地点、时间、电话、实施主体各级本来不同，不比。要素清单（“五级48同”）在数据文件
    中，可按当地文件修改。

    同一事项：去掉地名、括号和“办事指南”后名称相同，而行使层级或实施主体不同的指南。两份都写明某要
    素而写法不同（不计地名、标点、空格）的，该要素不一致；只有一份写明的不比。

    不判定：没有读到两级以上同名事项指南的（指南多在政务服务网上，由人工核对）。文字不同而意思相同
    的，由人工复核。
    """
    found = read.guides(site, ask)
    groups = {
        name: group
        for name, group in read.by_matter(found).items()
        if len(group) > 1 and len(read.levels(group)) > 1
    }
    if not groups:
        return unknown(Cause.NOTHING_TO_JUDGE, f"读到办事指南{len(found)}件，没有各级的同名事项")
    faults = {name: _differing(group) for name, group in groups.items()}
    wrong = {name: lost for name, lost in faults.items() if lost}
    number = sum(len(guide.values) for group in groups.values() for guide in group)
    compared = sum(map(len, groups.values()))
    counts = {
        "matters": len(groups),
        "uniform": len(groups) - len(wrong),
        "differing": sum(map(len, wrong.values())),
        "stated": number // compared,
    }
    beside = f"；每件平均写明{len(read.ELEMENTS)}项要素中的{counts['stated']}项"
    if not wrong:
        evidence = _both(site, groups, dict.fromkeys(groups, ()))
        return met(f"比较{len(groups)}个事项的各级指南，要素一致{beside}", evidence, counts=counts)
    named = "；".join(
        f"“{name}”{listed((_SAME[id_].name for id_ in lost), '项', 3)}"
        for name, lost in list(wrong.items())[:3]
    )
    reason = f"比较{len(groups)}个事项的各级指南，{len(wrong)}个有不一致的要素：{named}{beside}"
    return partial(reason, _both(site, groups, wrong), counts=counts)


def _differing(group: Sequence[Guide]) -> tuple[str, ...]:
    """Ids of the elements that two guides of the matter give differently."""
    values = {
        id_: {read.plain(g.values[id_]) for g in group if id_ in g.values}
        for id_ in _SAME
        if id_ != "title"  # the name is what brought them together
    }
    return tuple(id_ for id_, said in values.items() if len(said) > 1)


def _both(
    site: Site, groups: Mapping[str, Sequence[Guide]], faults: Mapping[str, Sequence[str]]
) -> list[Evidence]:
    """Every guide of these matters, with what it gives for the elements that differ."""
    return [
        site.evidence(
            guide.item.url,
            f"{guide.item.title}"
            + "".join(
                f" {_SAME[id_].name}：{guide.values[id_][:40]}"
                for id_ in lost[:2]
                if id_ in guide.values
            ),
        )
        for name, lost in faults.items()
        for guide in groups[name]
    ]
