"""The steps of a round: collect, check, judge, score. Progress goes to stderr."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from crawlers.frontier import Budget
from crawlers.job import now
from crawlers.settings import Settings
from dashboard.commands.options import (
    VAR,
    AllowOption,
    ContactOption,
    RoundId,
    UnitOption,
    open_store,
    parse_hosts,
)
from dashboard.commands.rounds import chosen_units
from dashboard.printing import STDERR, inert, say
from dashboard.steps import check_round, collect_round, round_scheme, score_round
from data.facts import SiteStatus
from data.judgements import read_judgements
from data.store import Store
from data.types import Unit

app = typer.Typer()

Advance = Callable[[int, str], None]  # sites done, text beside the bar


@app.command()
def collect(
    round_id: RoundId,
    unit: UnitOption = None,
    pages: Annotated[int, typer.Option(help="每个网站最多采集的页数")] = Budget().pages,
    allow: AllowOption = None,
    contact: ContactOption = "",
) -> None:
    """采集一轮的全部网站并存证。中断后再次运行会接着采。

    默认每个主机每秒一次请求，遵守 robots.txt。

    \b
    示例：
        gkc collect 2023-q4
    """
    with open_store() as store:
        run_collect(
            store,
            round_id,
            Settings(Budget(pages=pages), parse_hosts(allow), contact),
            unit=unit,
        )


@app.command()
def check(round_id: RoundId, unit: UnitOption = None) -> None:
    """按存证重新核查一轮，不访问网络，可反复运行。

    \b
    示例：
        gkc check 2023-q4
    """
    with open_store() as store:
        run_check(store, round_id, unit=unit)


@app.command()
def judge(
    round_id: RoundId,
    file: Annotated[Path, typer.Argument(metavar="评审意见.csv", help="评审意见，CSV")],
) -> None:
    """导入评审意见：单位,指标,结论,理由,评审人。只追加，不改动机器核查结果。

    人工指标、填报指标、否决项和加分项靠它进入得分。有一行不对就整份不导入。

    \b
    结论：符合、部分符合、未公开（或 不符合）、不涉及、无法判断；否决项写 确认、排除 或 无法判断。
    按要素或数量计分的指标，可加“要素”列（名称:结论;…）和“计数”列（名称=数量;…）。

    \b
    示例：
        gkc judge 2023-q4 judgements.csv && gkc score 2023-q4
    """
    with open_store() as store:
        scheme, units = round_scheme(store, store.round(round_id)), store.round_units(round_id)
        judgements = read_judgements(file, scheme, units, now())
        store.add_judgements(round_id, judgements)
    say(f"已记录 {len(judgements)} 条评审意见；请再运行 gkc score {round_id}")


@app.command()
def score(round_id: RoundId) -> None:
    """由核查结果和评审意见计分、排名，输出摘要值（同样的输入得到同样的摘要值）。

    \b
    示例：
        gkc score 2023-q4
    """
    with open_store() as store:
        typer.echo(score_round(store, round_id))


def run_collect(
    store: Store,
    round_id: str,
    settings: Settings,
    *,
    unit: str | None = None,
) -> None:
    """Collect with a progress display on stderr."""
    units = chosen_units(store, round_id, unit)
    states = store.site_states(round_id)
    waiting = [u for u in units if unit or states[u.id].status is not SiteStatus.DONE]
    if not waiting:
        say("本轮网站均已采集完；要重新采集某个单位，请加 --unit")
        return
    with _progress("采集", len(waiting)) as advance:
        asked = Counter[str]()

        def on_page(looked_at: Unit, fetch: object, left: int) -> None:
            asked[looked_at.id] += 1
            advance(0, f"{looked_at.name} 第 {asked[looked_at.id]} 页，待采 {left}")

        collect_round(
            store,
            round_id,
            VAR,
            settings,
            units=[u.id for u in waiting],
            on_page=on_page,
            on_site=lambda done: advance(1, f"{done.name} 采完"),
        )
    tally = store.fetch_tally(round_id)
    total = sum(sum(ended.values()) for ended in tally.values())
    say(f"采集完成：{len(waiting)} 个单位，共 {total} 次请求")


def run_check(store: Store, round_id: str, *, unit: str | None = None) -> None:
    """Check with a progress display on stderr."""
    units = chosen_units(store, round_id, unit)
    with _progress("核查", len(units)) as advance:
        check_round(
            store,
            round_id,
            VAR,
            units=[u.id for u in units],
            on_site=lambda done: advance(1, done.name),
        )


@contextmanager
def _progress(verb: str, total: int) -> Iterator[Advance]:
    columns = (SpinnerColumn(), TextColumn(verb), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TextColumn("{task.description}", markup=False), console=STDERR
    ) as shown:
        task = shown.add_task("", total=total)
        yield lambda done, text: shown.update(task, advance=done, description=inert(text))
