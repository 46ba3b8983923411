"""What collecting says when it ends: how much was read, and of whom nothing was, and why."""

from collections.abc import Mapping, Sequence

from crawlers.collect import entry_of
from crawlers.network.outcomes import describe
from dashboard.wording.printing import say
from dashboard.wording.words import NOTHING_READ
from data.facts import SiteStatus
from data.storage.progress import SEVERAL, Shut, asked, not_reached
from data.store import Store
from data.types import FetchOutcome, Unit

NAMED = 20  # units named one by one
_OURS = {
    Shut.PROGRAM: "有的网站因本程序或本机出错没有采集，原因见日志；请检查后再次运行",
    Shut.NAME: "没有一个网站的域名能解析，多半是本机的网络或 DNS 不通；请检查后再次运行",
    Shut.NETWORK: "没有一个网站连得上，多半是本机的网络不通；请检查后再次运行",
}
# Outcomes whose note is ours, in Chinese, and says more.
_TOLD = {FetchOutcome.BLOCKED_ADDRESS, FetchOutcome.REDIRECTED_OFF_SITE}


def report(store: Store, round_id: str, looked: Sequence[Unit], failed: Mapping[str, str]) -> bool:
    """Say how the looks at these units ended; whether the collection is good for anything.

    A site that does not open is a result like any other: checking calls it unknown and costs it
    nothing. Looks that our own program failed on are none, nor is a collection that read not one
    page of several sites.

    Args:
        failed: why looks failed, by unit id.
    """
    for unit in looked:
        if unit.id in failed:
            say(f"采集出错：{unit.name}（{unit.id}）：{failed[unit.id]}", style="red")
    tally = store.fetch_tally(round_id)
    counts = {unit.id: tally.get(unit.id, {}) for unit in looked}
    read = {id_: sum(n for how, n in ended.items() if how.read) for id_, ended in counts.items()}
    requests = sum(asked(ended) for ended in counts.values())
    ended = [unit for unit in looked if unit.id not in failed]
    nothing = [unit for unit in ended if not read[unit.id]]
    for unit in nothing[:NAMED]:
        say(f"{unit.name}（{unit.id}）{NOTHING_READ}：{why_nothing(store, round_id, unit)}")
    if len(nothing) > NAMED:
        say(f"另有 {len(nothing) - NAMED} 个单位{NOTHING_READ}，见 gkc rounds show {round_id}")
    total = sum(read.values())
    say(f"采集完成：{len(ended)} 个单位，共 {requests} 次请求，读到 {total} 页")
    if failed:
        say(f"{len(failed)} 个网站采集出错，原因见上；排除后再次运行会接着采", style="red")
    unreached = not_reached(store.site_progress(round_id))
    ours = {unit.id: unreached[unit.id] for unit in ended if unit.id in unreached}
    kinds = set(ours.values())
    if Shut.ADDRESS in kinds:
        number = sum(why is Shut.ADDRESS for why in ours.values())
        what = "请按上面的提示加 --allow-host，或核对单位名录里的网址，再次运行会重新采集"
        say(f"{number} 个网站的地址不允许访问，还没有采集；{what}", style="red")
    for why in (Shut.PROGRAM, Shut.NAME, Shut.NETWORK):
        if why in kinds:
            say(_OURS[why], style="red")
    several = len(nothing) >= SEVERAL and len(nothing) == len(looked)
    if several and not kinds:
        say("所有网站都没有读到，原因见上；请检查后用 --unit 逐个再采", style="red")
    return not failed and not several and not (looked and len(ours) == len(looked))


def why_nothing(store: Store, round_id: str, unit: Unit) -> str:
    """Why no page of a unit's site was read: how its front door answered."""
    rows = store.fetches(round_id, unit.id)
    entry = entry_of(unit)
    door = next((row for row in rows if row.url == entry), rows[0] if rows else None)
    if door is None:
        return "没有发出请求"
    note = f"（{door.note}）" if door.outcome in _TOLD and door.note else ""
    return f"首页{describe(door)}{note}"


def no_sheet(
    round_id: str, unit_id: str, status: SiteStatus, *, checked: bool, why: str = ""
) -> str:
    """Why a unit has no column sheet, and what is lacking for one.

    Args:
        checked: the last look was read and judged.
        why: nothing of the site could be looked at.
    """
    collect = f"`gkc collect {round_id} --unit {unit_id}`"
    check = f"`gkc check {round_id} --unit {unit_id}`"
    if status is SiteStatus.RUNNING:
        return f"正在采集，还没有栏目台账；采集完请运行 {check}。"
    if status is not SiteStatus.DONE:
        return f"还没有采集完，没有栏目台账；请运行 {collect}，再运行 {check}。"
    if why:
        return f"没有读到栏目：{why}。网站读得到以后请运行 {collect}，再运行 {check}。"
    if not checked:
        return f"已经采集，还没有核查；请运行 {check}，即可看到栏目台账。"
    return "已经核查，网站上没有认出栏目。"
