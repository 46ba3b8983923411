"""The whole job in one command, on given folders or addresses."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from crawlers.clock import now
from crawlers.frontier import Budget
from crawlers.settings import Settings
from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import (
    AllowOption,
    AsOfOption,
    CommandError,
    ContactOption,
    FormatOption,
    SchemeOption,
    YearOption,
    open_store,
    parse_day,
    parse_hosts,
    parse_kind,
)
from dashboard.commands.results import print_gaps, print_ranking
from dashboard.commands.targets import Target, ready
from dashboard.commands.work import run_check, run_collect
from dashboard.rounds.creating import create_round
from dashboard.rounds.steps import score_round
from dashboard.terminal.acting import doer, owner
from dashboard.wording.printing import Format, say
from data.store import Store

app = typer.Typer()

COPIES = (
    "文件夹按网站副本评估：链接指向而没有存下来的页面不算死链，可能在那里的事项记“待核查”；"
    "读全了的栏目里没有的记“不符合”。副本本身可能缺页，采用“不符合”之前请对照原网站"
)


@app.command()
def assess(
    targets: Annotated[list[str], typer.Argument(metavar="文件夹或网址…", help="要评估的网站")],
    scheme: SchemeOption,
    kind: Annotated[str, typer.Option("--kind", help="单位类型：county、department 等")],
    as_of: AsOfOption = None,
    year: YearOption = None,
    round_id: Annotated[
        str, typer.Option("--round", help="轮次编号；默认按时间取名，停下的写上它接着做")
    ] = "",
    top: Annotated[int, typer.Option("--top", min=0, help="每个单位列几条失分点；0 不列")] = 0,
    pages: Annotated[int, typer.Option(help="每个网站最多采集的页数")] = Budget().pages,
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """一次做完：对给出的网站或保存的网站文件夹采集、核查、计分并输出排名。

    只评网站能看到的指标。文件夹作为网站副本评估，只凭存下来的页面判断：链接指向而没有存下来的页面不算
    死链，可能在那些页面里的事项记“待核查”；应当载有某事项的栏目都读全了、仍然没有的，才记“不符合”。

    \b
    示例：
        gkc assess saved/* --scheme department-2023 --kind department --as-of 2020-12-31
    """
    loaded, text = load_scheme(scheme)
    day = parse_day(as_of)
    wanted = parse_kind(kind)
    if wanted != loaded.kind:
        raise CommandError(
            f"指标体系 {loaded.id} 适用于 {loaded.kind}，不能用于 {wanted}；请换指标体系或 --kind"
        )
    with (
        open_store() as store,
        ready(targets, wanted, parse_hosts(allow), contact) as (sites, reachable),
    ):
        name = round_id or f"assess-{now():%Y%m%d-%H%M%S}"
        if not _begun(store, name, loaded.id, sites, day, year):
            create_round(
                store,
                name,
                loaded,
                text,
                [site.unit for site in sites],
                as_of=day,
                year=year,
                copies=_copies(sites),
                web_only=True,
                doer=doer(),
            )
        say(f"本次评估是轮次 {name}；中途停下的，加 --round {name} 再次运行会接着做")
        if any(site.folder for site in sites):
            say(COPIES)
        run_collect(store, name, Settings(Budget(pages=pages), reachable, contact))
        run_check(store, name)
        score_round(store, name, owner())
        print_ranking(store, name, fmt)
        if top:
            print_gaps(store, name, fmt, top=top)
    say(f"结果已存为轮次 {name}；失分点和证据见 gkc gaps {name}")


def _copies(sites: Sequence[Target]) -> frozenset[str]:
    return frozenset(site.unit.id for site in sites if site.folder)


def _begun(
    store: Store, name: str, scheme: str, sites: Sequence[Target], as_of: date, year: int | None
) -> bool:
    """Whether the round of that name is this very work, begun and not finished.

    Raises:
        CommandError: it is other work, or was scored already.
    """
    begun = next((known for known in store.rounds() if known.id == name), None)
    if begun is None:
        return False
    wanted = (scheme, tuple(site.unit.id for site in sites), _copies(sites), as_of)
    there = (begun.scheme_id, begun.unit_ids, begun.copies, begun.as_of)
    if wanted != there or begun.year != (year or as_of.year) or not begun.web_only:
        raise CommandError(
            f"评估轮次“{name}”已经存在，指标体系、网站或截止日与这次不同；请换一个编号"
        )
    if store.scores(name):
        raise CommandError(f"评估轮次“{name}”已经做完，见 gkc rank {name}；要重做请换一个编号")
    return True
