"""The steps of a round: collect, check, judge, score. Progress goes to stderr."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from time import sleep
from typing import Annotated

import typer

from crawlers.clock import now
from crawlers.frontier import Budget
from crawlers.guard import Allow
from crawlers.settings import Settings
from dashboard.commands.options import (
    AllowOption,
    CommandError,
    ContactOption,
    DelayOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
    parse_hosts,
    parse_hours,
)
from dashboard.jobs.here import at_work
from dashboard.jobs.roundjob import Step
from dashboard.rounds.afresh import collect_afresh
from dashboard.rounds.currency import unchecked
from dashboard.rounds.permitted import demand_stage
from dashboard.rounds.steps import (
    check_round,
    collect_round,
    round_scheme,
    score_round,
    still_refused,
    unfinished,
)
from dashboard.terminal.acting import owner
from dashboard.terminal.live import GLANCE_S, bar, watched
from dashboard.wording.collected import NAMED, report
from dashboard.wording.printing import say
from data.archive import evidence_of
from data.facts import SiteStatus
from data.judgements import read_rows
from data.store import Store
from data.types import Unit
from data.var import VAR
from scoring.stages import Act

app = typer.Typer()

USUAL = Settings()
_MB = 1024**2


@app.command()
def collect(
    round_id: RoundId,
    unit: UnitOption = None,
    pages: Annotated[int, typer.Option(min=1, help="每个网站最多采集的页数")] = USUAL.budget.pages,
    size_mb: Annotated[
        int, typer.Option("--size", min=1, help="每个网站最多采集的数据量，MB")
    ] = USUAL.budget.size_bytes // _MB,
    minutes: Annotated[
        float, typer.Option(min=0.1, max=100_000, help="每个网站一次最多采集的分钟数")
    ] = USUAL.budget.seconds / 60,
    delay: DelayOption = USUAL.delay_s,
    night: Annotated[
        str, typer.Option(help="只在这段时间（北京时间）采集，如 22:00-06:00", metavar="时段")
    ] = "",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="脚本生成的页面用浏览器读取")
    ] = True,
    processes: Annotated[int, typer.Option(min=1, max=64, help="本机用几个进程采集")] = 1,
    cluster: Annotated[
        bool, typer.Option("--cluster", help="交给各台机器上的 gkc worker 采集，需要 PostgreSQL")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="与 --cluster 合用：等到全部采完")
    ] = True,
    afresh: Annotated[
        bool,
        typer.Option(
            "--afresh",
            help="与 --unit 合用：从头采集该单位，读到了才换下原来的；原存证留着，首见时间不变",
        ),
    ] = False,
    allow: AllowOption = None,
    contact: ContactOption = "",
) -> None:
    """采集一轮的全部网站并存证。中断后再次运行会接着采。

    默认每个主机每秒一次请求，遵守 robots.txt。个别网站采集出错不影响其他网站，最后逐个列出原因。
    同一轮的采集、核查和计分同时只进行一项，从看板开始的也算；已有任务在进行时不开始，退出码 1。
    按 Ctrl+C 或收到终止信号（SIGTERM）时，读到的先存好再结束，退出码分别是 1 和 143。
    网站打不开也是采集结果（读到 0 页，核查时记“待核查”，不扣分），退出码 0；三个以上的网站全都没有
    读到的，退出码 1。因本机一方没有采到的（地址不允许访问，程序出错，或全部网站都解析不了、连不上）
    不算采集完，再次运行会重新采集；地址仍不允许访问的，等加了 --allow-host 或域名换了地址才再试。
    某个单位的存证缺失或损坏又没有备份的，用 --afresh 从头采集，再运行 gkc check 和 gkc score；
    网站打不开、没有读到时原来的一概不动，退出码 1。

    \b
    示例：
        gkc collect 2023-q4
        gkc collect 2023-q4 --processes 2 --night 22:00-06:00
        gkc collect 2023-q4 --unit 市财政局 --afresh
    """
    if afresh and unit is None:
        raise CommandError("--afresh 一次重采一个单位，请用 --unit 写明是哪个")
    if afresh and cluster:
        raise CommandError("--afresh 在存有证据的机器上运行，不能与 --cluster 合用")
    settings = Settings(
        Budget(pages, size_mb * _MB, minutes * 60),
        parse_hosts(allow),
        contact,
        delay_s=delay,
        hours=parse_hours(night),
        browser=browser,
    )
    with open_store() as store:
        demand_stage(store, round_id, Act.COLLECT)
        if cluster:
            run_cluster(store, round_id, settings, unit=unit, wait=wait)
            return
        with at_work(store, VAR, round_id, Step.COLLECT, owner()):
            run_collect(store, round_id, settings, unit=unit, processes=processes, afresh=afresh)


@app.command()
def check(round_id: RoundId, unit: UnitOption = None) -> None:
    """按存证重新核查一轮，不访问网络，可反复运行。

    同一轮已有采集、核查或计分在进行时不开始，退出码 1。

    \b
    示例：
        gkc check 2023-q4
    """
    with open_store() as store:
        demand_stage(store, round_id, Act.CHECK)
        units = len(chosen_units(store, round_id, unit))
        with at_work(store, VAR, round_id, Step.CHECK, owner(), units) as advance:
            run_check(store, round_id, unit=unit, advance=advance)


@app.command()
def judge(
    round_id: RoundId,
    file: Annotated[Path, typer.Argument(metavar="评审意见.csv", help="评审意见，CSV")],
) -> None:
    """导入评审意见：单位,指标,结论,理由,评审人。只追加，不改动机器核查结果。

    人工指标、填报指标、否决项和加分项靠它进入得分。有一行不对就整份不导入。

    与评审台同一规则：确认否决、加分、扣分的，理由里写明网址，或先在评审台上传证据文件；核查没有看全
    而认定未公开的，在“确认步骤”列写明 换时间重访;换电脑和网络;换浏览器;用站内搜索和搜索引擎查找；
    已有复核、仲裁或裁定的不能再初评；评审人有账号的，须可以评审该单位。

    \b
    结论：符合、部分符合、未公开（或 不符合）、不涉及、无法判断；否决项写 确认、排除 或 无法判断。
    按要素或数量计分的指标，可加“要素”列（名称:结论;…）和“计数”列（名称=数量;…）。

    \b
    示例：
        gkc judge 2023-q4 judgements.csv && gkc score 2023-q4
    """
    from dashboard.review.importing import import_judgements  # help needs none of the desk

    with open_store() as store:
        demand_stage(store, round_id, Act.JUDGE)
        scheme, units = round_scheme(store, store.round(round_id)), store.round_units(round_id)
        rows = read_rows(file, scheme, units, now())
        import_judgements(store, round_id, rows, by=owner(), at=now())
    say(f"已记录 {len(rows)} 条评审意见；请再运行 gkc score {round_id}")


@app.command()
def score(round_id: RoundId) -> None:
    """由核查结果和评审意见计分、排名，输出摘要值（同样的输入得到同样的摘要值）。

    有单位采集之后还没有核查的，先核查才能计分。同一轮已有采集、核查或计分在进行时不开始，退出码 1。

    \b
    示例：
        gkc score 2023-q4
    """
    with open_store() as store:
        store.round(round_id)
        demand_stage(store, round_id, Act.SCORE)
        with at_work(store, VAR, round_id, Step.SCORE, owner()):
            if why := unchecked(store, round_id):
                raise CommandError(why)
            made = score_round(store, round_id, owner())
    typer.echo(made)
    say(f"已计分排名；上面是结果摘要值，供核对重算是否一致。请看 gkc rank {round_id}")


def run_collect(
    store: Store,
    round_id: str,
    settings: Settings,
    *,
    unit: str | None = None,
    processes: int = 1,
    afresh: bool = False,
) -> None:
    """Collect on this machine with a progress display on stderr.

    Args:
        afresh: the one unit is looked at from nothing, and what is known of it changes only when
            its site could be seen.

    Raises:
        ArchiveError: the evidence folder cannot be written; or somebody looks at the unit that is
            to be looked at afresh.
        Exit: with code 1, when our own program failed on a site, or nothing could be seen.
    """
    if afresh:
        _run_afresh(store, round_id, settings, *chosen_units(store, round_id, unit))
    elif waiting := _waiting(store, round_id, unit, settings.allow):
        evidence_of(VAR, round_id).make_ready()
        ids = [u.id for u in waiting]
        with watched(store, round_id, ids) as glance:
            failed = collect_round(store, round_id, VAR, settings, units=ids, processes=processes)
            glance()
        _report(store, round_id, waiting, failed)


def _run_afresh(store: Store, round_id: str, settings: Settings, unit: Unit) -> None:
    done = collect_afresh(
        store, round_id, unit, VAR, settings, lambda new: watched(new, round_id, [unit.id])
    )
    if done.why_not:
        say(f"没有换上新的采集结果：{unit.name}{done.why_not}", style="red")
        say("原来的采集结果、存证和核查结果都没有动；等网站打得开时再运行")
        raise typer.Exit(1)
    folder = evidence_of(VAR, round_id).folder
    for name, there in done.before.items():
        kept = f"留在 {folder}" if there else f"不在 {folder}，日后找到请放回"
        say(f"{unit.name}的原存证 {name} {kept}")
    say(f"已换上新的采集结果：{unit.name}，读到 {done.pages} 页")
    say(f"请再运行 gkc check {round_id} --unit {unit.id} 和 gkc score {round_id}")


def run_cluster(
    store: Store, round_id: str, settings: Settings, *, unit: str | None = None, wait: bool = True
) -> None:
    """Hand the sites to workers, and show progress until they have ended.

    Raises:
        ClusterError: the database is no PostgreSQL.
        Exit: with code 1, when our own program failed on a site.
    """
    from crawlers.fleet.queue import Queue, conninfo  # their libraries take half a second to load

    conninfo(store.url)  # whether or not there is anything left to do
    waiting = _waiting(store, round_id, unit, settings.allow)
    if not waiting:
        return
    ids = [u.id for u in waiting]
    states = store.site_states(round_id)
    ended = [u for u in waiting if states[u.id].status is SiteStatus.DONE]
    # Nothing to show of what is not waited for.
    shown = watched(store, round_id, ids) if wait else nullcontext(lambda: None)
    with Queue(store.url) as queue, shown as glance:
        new = queue.add(round_id, ended, settings, again=True)
        new += queue.add(round_id, [u for u in waiting if u not in ended], settings)
        others = len(waiting) - new
        queued = f"（另有 {others} 个已在队列中）" if others else ""
        say(f"已排队 {new} 个网站{queued}；由各台机器上的 gkc worker 采集")
        if not queue.workers():
            say("现在没有 gkc worker 在运行；启动后就会开始采集", style="yellow")
        if not wait:
            return
        while queue.open_sites(round_id) & set(ids):
            sleep(GLANCE_S)
        glance()
    states = store.site_states(round_id)
    lost = [id_ for id_ in ids if states[id_].status is not SiteStatus.DONE]
    _report(store, round_id, waiting, {id_: states[id_].note or "没有采完" for id_ in lost})


def _waiting(store: Store, round_id: str, unit: str | None, allow: Allow) -> list[Unit]:
    """The units to look at; says so when there are none, and when some are not tried again.

    Raises:
        Exit: with code 1, when no site of the round may be gone to.
    """
    chosen = chosen_units(store, round_id, unit)
    refused = {} if unit else still_refused(store, round_id, allow)
    waiting = unfinished(store, round_id, [u.id for u in chosen] if unit else (), but=refused)
    for each in [u for u in chosen if u.id in refused][:NAMED]:
        say(f"{each.name}（{each.id}）没有再试，地址仍不允许访问：{refused[each.id]}", style="red")
    if len(refused) > NAMED:
        say(f"另有 {len(refused) - NAMED} 个网站也是这样，没有再试", style="red")
    if refused and len(refused) == len(chosen):
        raise typer.Exit(1)
    if not waiting:
        others = "其余" if refused else "本轮"
        say(f"{others}网站均已采集完；要再试某个单位没有读到的网址，请加 --unit")
    return waiting


def _report(
    store: Store, round_id: str, waiting: Sequence[Unit], failed: Mapping[str, str]
) -> None:
    if not report(store, round_id, waiting, failed):
        raise typer.Exit(1)


def run_check(
    store: Store,
    round_id: str,
    *,
    unit: str | None = None,
    advance: Callable[[], None] = lambda: None,
) -> None:
    """Check with a progress display on stderr.

    Args:
        advance: called after each unit as well.
    """
    units = chosen_units(store, round_id, unit)
    with bar("核查", len(units)) as shown:

        def on_site(done: Unit) -> None:
            shown(1, done.name)
            advance()

        check_round(store, round_id, VAR, units=[u.id for u in units], on_site=on_site)
