"""The watch between rounds: do home pages open, are columns continued?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Annotated
from urllib.parse import urlsplit

import typer

from crawlers.clock import now
from crawlers.collect import entry_of
from crawlers.guard import normalise_url, refusal_for_good
from crawlers.loop import run
from crawlers.network.turns import shared_paces
from crawlers.settings import Settings
from crawlers.watch import watch_due
from dashboard.commands.options import (
    AllowOption,
    CommandError,
    ContactOption,
    FormatOption,
    open_store,
    parse_hosts,
)
from dashboard.rounds.progress import ColumnStanding, HomeStanding, standings, why_not_opened
from dashboard.wording.printing import Format, china_time, emit, say
from data.storage.database import Database, database_url
from data.storage.monitors import Monitors
from data.store import Store
from data.types import FetchOutcome
from data.var import VAR
from data.watches import Watch, WatchKind, levels

app = typer.Typer()
monitor_app = typer.Typer(
    help="两轮评估之间的日常监测：网站可用性、栏目更新。", no_args_is_help=True
)
app.add_typer(monitor_app, name="monitor")

WATCHED = {WatchKind.AVAILABILITY: "首页", WatchKind.COLUMN: "栏目"}
MOST_REFUSED = 3  # hosts named one by one


TargetsArgument = Annotated[
    list[str], typer.Argument(metavar="轮次或网址…", help="评估轮次编号（其全部单位），或网址")
]


@monitor_app.command("add")
def monitor_add(
    targets: TargetsArgument,
    availability: Annotated[
        bool, typer.Option("--availability", help="只监测首页能否打开")
    ] = False,
    columns: Annotated[bool, typer.Option("--columns", help="只监测栏目更新")] = False,
    allow: AllowOption = None,
    contact: ContactOption = "",
) -> None:
    """把一轮的全部单位，或若干网址，列入监测。默认两项都监测。

    可用性每天间隔访问 24 次，栏目每周看一次，由 gkc worker 或定时运行的 gkc monitor run 执行。
    轮次的栏目取自核查得到的栏目台账；网址的栏目就是这个网址本身。
    内网和本机地址不列入，除非用 --allow-host 允许；有没列入的，说明原因，退出码为 1。

    \b
    示例：
        gkc monitor add 2023-q4 --availability
        gkc monitor add http://www.example.gov.cn/xxgk/ --columns
    """
    settings = Settings(allow=parse_hosts(allow), contact=contact)
    kinds = {
        kind
        for kind, asked in (
            (WatchKind.AVAILABILITY, availability),
            (WatchKind.COLUMN, columns),
        )
        if asked or not (availability or columns)
    }
    with open_store() as store, open_monitors() as monitors:
        wanted = [
            watch
            for target in targets
            for watch in _watches(store, target, settings.to_json(), now())
            if watch.kind in kinds
        ]
        refused: dict[str, list[Watch]] = {}
        for watch in wanted:
            if why := refusal_for_good(watch.url, settings.allow):
                refused.setdefault(why, []).append(watch)
        out = {watch for alike in refused.values() for watch in alike}
        wanted = [watch for watch in wanted if watch not in out]
        new = monitors.add(wanted)
    for said in _refusals(refused):
        say(f"错误：{said}", style="red")
    say(f"新列入监测 {new} 项，原已在监测 {len(wanted) - new} 项")
    if refused:
        raise typer.Exit(1)


def _refusals(refused: Mapping[str, Sequence[Watch]]) -> Iterator[str]:
    """What is not watched, and why: some hosts by name, the others by number."""
    for why, alike in islice(refused.items(), MOST_REFUSED):
        first = alike[0]
        what = first.name or WATCHED[first.kind]
        more = f" 等 {len(alike)} 项" if len(alike) > 1 else ""
        yield f"没有列入{first.owner}的{what} {first.url}{more}：{why}"
    rest = list(refused.values())[MOST_REFUSED:]
    if rest:
        yield f"另有 {len(rest)} 个主机 {sum(map(len, rest))} 项也是这样，没有列入"


@monitor_app.command("list")
def monitor_list(
    failed: Annotated[
        bool, typer.Option("--failed", help="改列首页没有打开的各次访问：时间和原因")
    ] = False,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出监测项目和近况：打不开的占比、栏目最近更新和是否将超期。

    --failed 列出判断可用性的这几天里没有打开首页的各次访问，最近的在前；原因后面注“不计”的
    （拦截采集、本机网络故障等）不算打不开。

    \b
    示例：
        gkc monitor list
        gkc monitor list --failed
    """
    if failed:
        _list_failed(fmt)
        return
    headings = {"owner": "单位", "what": "监测", "url": "网址", "state": "近况", "alarm": "提示"}
    with open_monitors() as monitors:
        found = standings(monitors, levels(), now())
    homes = [(each, WATCHED[WatchKind.AVAILABILITY]) for each in found.homes]
    columns = [(each, each.watch.name or WATCHED[WatchKind.COLUMN]) for each in found.columns]
    rows = [_row(each, what) for each, what in homes] + [_row(each, what) for each, what in columns]
    if not rows:
        say("还没有监测项目；请用 gkc monitor add 轮次或网址 列入")
    emit(rows, headings, fmt)


def _list_failed(fmt: Format) -> None:
    headings = {"owner": "单位", "url": "网址", "at": "时间", "why": "原因"}
    days = levels().window_days
    with open_monitors() as monitors:
        visits = monitors.not_opened(now() - timedelta(days=days))
    if not visits:
        say(f"最近 {days} 天没有打不开的访问；各首页访问过几次见 gkc monitor list")
    rows = (
        {
            "owner": watch.owner,
            "url": probe.url,
            "at": china_time(probe.at),
            "why": why_not_opened(probe),
            "outcome": probe.outcome.value,
            "opened": probe.opened,
        }
        for watch, probe in visits
    )
    emit(rows, headings, fmt)


def _row(standing: HomeStanding | ColumnStanding, what: str) -> dict[str, object]:
    return {
        "owner": standing.watch.owner,
        "what": what,
        "url": standing.watch.url,
        "state": standing.words,
        "alarm": standing.alarm,
    }


@monitor_app.command("remove")
def monitor_remove(targets: TargetsArgument) -> None:
    """不再监测这些轮次的单位或网址；已有的监测记录保留。

    \b
    示例：
        gkc monitor remove 2023-q4
    """
    with open_store() as store, open_monitors() as monitors:
        gone: list[Watch] = []
        for target in targets:
            if "://" in target:
                gone += [w for w in monitors.watches() if w.url == _normal(target)]
            else:
                store.round(target)
                ids = {unit.id for unit in store.round_units(target)}
                gone += [w for w in monitors.watches() if w.unit_id in ids]
        removed = monitors.remove(gone)
    say(f"已停止监测 {removed} 项")


@monitor_app.command("run")
def monitor_run() -> None:
    """执行一遍到时间的监测，然后结束。没有 gkc worker 时由 cron 等每 10 分钟运行一次。

    \b
    示例：
        gkc monitor run                                # 手动执行一遍
        */10 * * * * cd /srv/gkc && gkc monitor run    # 写进 crontab
    """
    with open_monitors() as monitors:
        probes, looks = run(watch_due(monitors, paces=shared_paces(VAR)))
        known = monitors.last_looks()
        columns = [w for w in monitors.watches() if w.kind is WatchKind.COLUMN]
    unseen = [watch for watch in columns if watch.url not in known]
    later = f"，栏目尚未查看 {len(unseen)} 个，将在一周内陆续查看" if unseen else ""
    shut = sum(probe.opened is False for probe in probes)
    unsure = sum(probe.opened is None for probe in probes)
    if not probes and not looks:
        say(f"没有到时间的监测项目{later}；已列入的见 gkc monitor list")
        return
    say(f"访问首页 {len(probes)} 个：打不开 {shut} 个，无法采集 {unsure} 个")
    say(f"查看栏目 {len(looks)} 个{later}")
    seen = [(p.url, p.outcome) for p in probes] + [(c.url, c.outcome) for c in looks]
    if ours := [url for url, outcome in seen if outcome is FetchOutcome.INTERNAL]:
        what = f"本程序或本机出错 {len(ours)} 项（如 {ours[0]}），不计，一小时内再试；原因见日志"
        say(what, style="red")


@contextmanager
def open_monitors() -> Iterator[Monitors]:
    with closing(Database(database_url())) as database:
        yield Monitors(database)


def _watches(store: Store, target: str, settings: str, at: datetime) -> Iterable[Watch]:
    """What is to be watched of a round or at an address.

    Raises:
        CommandError: it is no address.
        StoreError: there is no such round.
    """
    if "://" in target:
        url = _normal(target)
        host = urlsplit(url).netloc
        for kind in WatchKind:
            yield Watch(kind, url, host, settings, at, at)
        return
    store.round(target)
    week = levels().every(WatchKind.COLUMN)
    for unit in store.round_units(target):
        yield Watch(
            WatchKind.AVAILABILITY, entry_of(unit), unit.name, settings, at, at, unit_id=unit.id
        )
        columns = store.columns(target, unit.id)
        for number, column in enumerate(columns):
            # Spread over the week: a site is not asked for all its columns at once.
            due_at = at + timedelta(seconds=week.total_seconds() * number / len(columns))
            yield Watch(
                WatchKind.COLUMN,
                column.url,
                unit.name,
                settings,
                at,
                due_at,
                name=column.name,
                unit_id=unit.id,
            )


def _normal(text: str) -> str:
    url = normalise_url(text)
    if url is None:
        raise CommandError(f"网址“{text}”无效，请以 http:// 或 https:// 开头")
    return url
