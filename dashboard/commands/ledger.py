"""What a collection cost a unit's hosts, hour by hour: to be printed when a site asks."""

from collections.abc import Sequence
from fractions import Fraction

import typer

from crawlers.network.wire import user_agent
from dashboard.commands.options import (
    ContactOption,
    FormatOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
)
from dashboard.wording.printing import Format, china_time, emit, say
from data.store import Store
from data.types import Traffic
from scoring.score import round_half_up

app = typer.Typer()


@app.command("ledger")
def ledger_command(
    round_id: RoundId,
    unit: UnitOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """输出采集台账：每个主机每小时（北京时间）的请求次数和接收字节数，供网站核对。

    每一次请求都计入，包括 robots.txt、跳转和重试；字节数按实际传输（压缩后）的正文计。

    \b
    示例：
        gkc ledger 2023-q4 --unit 市财政局
    """
    with open_store() as store:
        print_ledger(store, round_id, fmt, unit=unit, contact=contact)


def print_ledger(
    store: Store, round_id: str, fmt: Format, *, unit: str | None = None, contact: str = ""
) -> None:
    """The ledger of one or all units on stdout; in a table also a summary of each.

    Raises:
        CommandError: no such unit in the round.
        StoreError: there is no such round.
    """
    name = store.round(round_id).name
    columns = {
        "unit": "单位",
        "host": "主机",
        "hour": "小时（北京时间）",
        "requests": "请求次数",
        "size_bytes": "接收字节",
        "per_minute": "平均每分钟次数",
    }
    rows: list[dict[str, object]] = []
    sums: list[dict[str, object]] = []
    for one in chosen_units(store, round_id, unit):
        spent = store.traffic(round_id, one.id)
        rows += (
            {
                "unit_id": one.id,
                "unit": one.name,
                "host": each.host,
                "hour": _hour(each),
                "requests": each.requests,
                "size_bytes": each.size_bytes,
                "per_minute": per_minute([each]),
            }
            for each in spent
        )
        if spent:
            sums.append({"unit": one.name, **summary(spent)})
    if not rows:
        say(f"轮次 {round_id} 还没有采集过；请先运行 gkc collect {round_id}")
    emit(rows, columns, fmt, f"{name} 采集台账")
    if rows and fmt is Format.TABLE:
        headings = {
            "unit": "单位",
            "requests": "请求次数合计",
            "size_bytes": "接收字节合计",
            "first": "首个小时",
            "last": "末个小时",
            "busiest": "最忙的小时",
            "most": "该小时次数",
            "per_minute": "平均每分钟次数",
        }
        emit(sums, headings, fmt, f"合计（采集标识 {user_agent(contact)}）")


def summary(spent: Sequence[Traffic]) -> dict[str, object]:
    """Totals over all hosts and hours; means are over the hours in which requests were sent."""
    busiest = max(spent, key=lambda each: each.requests)
    return {
        "requests": sum(each.requests for each in spent),
        "size_bytes": sum(each.size_bytes for each in spent),
        "first": _hour(min(spent, key=lambda each: each.hour)),
        "last": _hour(max(spent, key=lambda each: each.hour)),
        "busiest": f"{_hour(busiest)} {busiest.host}",
        "most": busiest.requests,
        "per_minute": per_minute(spent),
    }


def per_minute(spent: Sequence[Traffic]) -> str:
    """Mean requests a minute of the hours in which there were any, to two decimals."""
    hours = {each.hour for each in spent}
    total = sum(each.requests for each in spent)
    return round_half_up(Fraction(total, 60 * len(hours)), 2)


def _hour(spent: Traffic) -> str:
    return china_time(spent.hour)[: len("2023-12-15 10:00")]
