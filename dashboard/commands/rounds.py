"""Commands about rounds: create, list, show."""

import re
from collections import Counter
from datetime import date
from typing import Annotated

import typer

from crawlers.job import now
from crawlers.network.outcomes import SAID
from dashboard.commands.options import (
    AsOfOption,
    CommandError,
    FormatOption,
    RoundId,
    YearOption,
    open_store,
    parse_day,
)
from dashboard.commands.registers import SchemeOption, load_scheme
from dashboard.printing import Format, emit, say
from dashboard.words import OUTCOME, SITE_STATUS
from data.indicators import Scheme
from data.store import Store
from data.types import Round, Unit

ONE_SHOT = "本次评估"  # group of the units that `gkc assess` makes; no round takes them by itself

app = typer.Typer(help="评估轮次。", no_args_is_help=True)

_ID = re.compile(r"\w[\w.-]*")  # also a folder name in the archive


@app.command("create")
def rounds_create(
    round_id: RoundId,
    scheme: SchemeOption,
    as_of: AsOfOption = None,
    year: YearOption = None,
    name: Annotated[str, typer.Option("--name", help="轮次名称；默认同编号")] = "",
    kind: Annotated[
        str | None, typer.Option("--kind", help="只纳入这一类型的单位；默认按指标体系适用类型")
    ] = None,
    unit: Annotated[list[str] | None, typer.Option("--unit", help="只纳入这些单位")] = None,
    web_only: Annotated[
        bool, typer.Option("--web-only", help="只评网站能看到的指标，人工和填报指标不在范围内")
    ] = False,
) -> None:
    """建立评估轮次：用哪个指标体系、评哪些单位、截止到哪一天。

    \b
    示例：
        gkc rounds create 2023-q4 --scheme department-2023 --as-of 2023-12-15
    """
    loaded, text = load_scheme(scheme)
    day = parse_day(as_of)
    with open_store() as store:
        fitting = [
            u
            for u in store.units()
            if u.kind == (kind or loaded.kind) and (u.group != ONE_SHOT or u.id in (unit or ()))
        ]
        if not fitting:
            raise CommandError(f"名册里没有类型为“{kind or loaded.kind}”的单位，请先导入名册")
        if lacking := sorted(set(unit or ()) - {u.id for u in fitting}):
            raise CommandError(
                f"名册里类型为“{kind or loaded.kind}”的单位没有编号“{'”“'.join(lacking)}”；"
                "请用 gkc units list 核对"
            )
        chosen = [u for u in fitting if not unit or u.id in unit]
        create_round(
            store,
            round_id,
            loaded,
            text,
            chosen,
            as_of=day,
            year=year,
            name=name,
            web_only=web_only,
        )
    say(f"已建立轮次 {round_id}：{len(chosen)} 个单位，截止 {day}")


def create_round(
    store: Store,
    round_id: str,
    scheme: Scheme,
    text: str,
    units: list[Unit],
    *,
    as_of: date,
    year: int | None = None,
    name: str = "",
    copies: frozenset[str] = frozenset(),
    web_only: bool = False,
) -> Round:
    """Keep the scheme as it is now, the units, and a round that uses them; all that is wrong shows
    before anything is kept.

    Raises:
        CommandError: the id cannot be one, or is taken.
        StoreError: a round already uses another scheme of this id.
    """
    if not _ID.fullmatch(round_id):
        raise CommandError(f"轮次编号“{round_id}”不能用；请只用字母、数字、汉字和 . - _")
    if any(known.id == round_id for known in store.rounds()):
        raise CommandError(f"评估轮次“{round_id}”已经存在；请换一个编号")
    store.put_scheme(scheme.id, text)
    store.put_units(units)
    created = Round(
        id=round_id,
        name=name or round_id,
        scheme_id=scheme.id,
        as_of=as_of,
        year=year or as_of.year,
        unit_ids=tuple(unit.id for unit in units),
        created_at=now(),
        copies=copies,
        web_only=web_only,
    )
    store.create_round(created)
    return created


@app.command("list")
def rounds_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出全部轮次。

    \b
    示例：
        gkc rounds list
    """
    columns = {
        "id": "编号",
        "name": "名称",
        "scheme": "指标体系",
        "as_of": "截止日",
        "year": "年度",
        "units": "单位数",
    }
    with open_store() as store:
        emit(
            (
                {
                    "id": r.id,
                    "name": r.name,
                    "scheme": r.scheme_id,
                    "as_of": r.as_of.isoformat(),
                    "year": r.year,
                    "units": len(r.unit_ids),
                }
                for r in store.rounds()
            ),
            columns,
            fmt,
        )


@app.command("show")
def rounds_show(round_id: RoundId, fmt: FormatOption = Format.TABLE) -> None:
    """一个轮次里每个单位的采集和核查情况：请求数、读到数、各类失败、核查结果数。

    \b
    示例：
        gkc rounds show 2023-q4
    """
    columns = {
        "unit": "单位",
        "status": "采集",
        "asked": "请求",
        "read": "读到",
        "failed": "未读到",
        "findings": "核查结果",
    }
    with open_store() as store:
        store.round(round_id)
        tally = store.fetch_tally(round_id)
        states = store.site_states(round_id)
        found = store.findings(round_id)
        rows = []
        for unit in store.round_units(round_id):
            ended = tally.get(unit.id, {})
            failed = {o: n for o, n in ended.items() if not o.read}
            outcomes = Counter(f.outcome for f in found.get(unit.id, {}).values())
            rows.append(
                {
                    "unit": unit.name,
                    "status": SITE_STATUS[states[unit.id].status],
                    "asked": sum(ended.values()),
                    "read": sum(n for o, n in ended.items() if o.read),
                    "failed": "、".join(f"{SAID[o]} {n}" for o, n in sorted(failed.items())),
                    "findings": "、".join(f"{OUTCOME[o]} {n}" for o, n in sorted(outcomes.items())),
                }
            )
    emit(rows, columns, fmt)


def chosen_units(store: Store, round_id: str, name: str | None) -> list[Unit]:
    """The units of a round, or the one meant by an id, a name or an alias.

    Raises:
        CommandError: no unit, or several, go by that name.
        StoreError: there is no such round.
    """
    store.round(round_id)
    units = store.round_units(round_id)
    if name is None:
        return units
    found = [u for u in units if name in {u.id, u.name, *u.aliases}]
    if len(found) != 1:
        known = "、".join(f"{u.id}（{u.name}）" for u in units[:20])
        raise CommandError(f"轮次 {round_id} 里没有唯一叫“{name}”的单位；现有：{known}")
    return found
