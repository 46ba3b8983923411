"""The check of drafts of plans: was the public shown them long enough."""

from crawlers.findings import blind_spot, met, partial, unknown
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.consultation_period import period
from crawlers.subjects.contents import my_items, read_item
from crawlers.subjects.matters import published_in, seen
from data.matters import matters
from data.types import Cause, Finding

Shown = tuple[Item, str, str]  # a notice, what is said of it, its own words


@check(
    title="规划草案公告期限",
    basis="《城乡规划法》第二十六条",
    counts={
        "notices": "核对的规划草案公告数",
        "short_period": "期限不足的公告数",
        "no_period": "没有写明期限的公告数",
    },
)
def planning_notices(site: Site, ask: Ask, *, min_days: int = 30) -> Finding:
    """核对评估年度内总体规划、详细规划、专项规划、国土空间规划、村庄规划草案的公告，公告期限是否
    不少于min_days 日（自然日）。

    期限取公告所写的起止日，或者发布日至截止日，首尾两日都算；以工作日计的按放假安排折算。公告里没
    有写期限的计入没有写明期限。有期限不足、没有写明期限的为不完整。建设工程设计方案、规划许可、规
    划条件、批后公布的不是规划草案，不核对。

    不判定：公告没有读到、正文为图片或附件没有读到而未见期限的；起始日早于发布日、算出超过90日的；
    没有规划草案公告的（可能没有编制）。
    """
    matter = matters("plans")["draft"]
    found = seen(site, my_items(site, ask, own=True), matter, published_in(ask.year)).current
    good: list[Shown] = []
    faults: list[Shown] = []
    silent: list[Shown] = []
    unclear = 0
    for item in found:
        reading = read_item(site, item)
        _, days, quote = period(reading.everything, item.on)
        if days is not None:
            (good if days >= min_days else faults).append((item, f"期限{days}日", quote))
        elif quote or reading.gaps:
            unclear += 1
        else:
            silent.append((item, "没有写明期限", ""))
    judged = [*faults, *silent, *good]
    if not judged:
        if spot := blind_spot(site, matter.topics):
            return unknown(spot[0], f"没有读到{ask.year}年规划草案的公告：{spot[1]}")
        if unclear:
            return unknown(Cause.NO_BASIS, f"规划草案公告{unclear}件，期限无法算出")
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年规划草案的公告")
    counts = {"notices": len(judged), "short_period": len(faults), "no_period": len(silent)}
    evidence = [
        site.evidence(i.url, f"{i.title} {said} {quote}".strip()) for i, said, quote in judged
    ]
    beside = f"；另有{unclear}件期限无法核对" if unclear else ""
    if not faults and not silent:
        reason = f"核对规划草案公告{len(judged)}件，期限均不少于{min_days}日{beside}"
        return met(reason, evidence, counts=counts)
    named = "；".join(f"“{i.title}”{said}" for i, said, _ in (*faults, *silent)[:3])
    reason = (
        f"核对规划草案公告{len(judged)}件，{len(faults)}件不足{min_days}日、"
        f"{len(silent)}件没有写明期限：{named}{beside}"
    )
    return partial(reason, evidence, counts=counts)
