"""Commands of the review desk: who judges what, what waits, how far two opinions agree."""

from collections import Counter, defaultdict
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

import typer

from crawlers.clock import now
from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
)
from dashboard.printing import Format, emit, percent, say
from dashboard.steps import round_scheme
from data.people import Role
from data.reviews import MARK_NAMES, Assignment
from data.types import Mark
from scoring.review import (
    Agreement,
    NobodyLeft,
    by_another,
    by_indicator,
    by_indicators,
    by_people,
    by_unit,
    drawn,
    pairs,
)

app = typer.Typer()
review_app = typer.Typer(help="评审：分派任务、查看队列、两人评审的一致性。", no_args_is_help=True)
app.add_typer(review_app, name="review")


class By(StrEnum):
    UNIT = "unit"
    INDICATOR = "indicator"


@review_app.command("assign")
def assign(
    round_id: RoundId,
    people: Annotated[str, typer.Option(help="评审人账号，用逗号分隔", metavar="账号,账号")],
    by: Annotated[
        By,
        typer.Option(
            help="unit 一个单位归一人，indicator 一个指标归一人", metavar="unit|indicator"
        ),
    ] = By.UNIT,
    blind: Annotated[
        str, typer.Option(help="抽取这一比例的项，由另一人背靠背再评，如 10%", metavar="比例")
    ] = "",
    seed: Annotated[str, typer.Option(help="抽签种子，写进分派记录；可据此重抽核对")] = "",
    tied: Annotated[
        list[str] | None,
        typer.Option(
            help="须回避的，写成 账号=单位（编号或名称），可多次给出", metavar="账号=单位"
        ),
    ] = None,
) -> None:
    """分派初评任务，并按比例抽取一部分由另一人背靠背再评。再次运行以新的分派为准。

    \b
    示例：
        gkc review assign 2023-q4 --by indicator --people zhang,li,wang --blind 10% --seed 20231215
    """
    names = list(
        dict.fromkeys(filter(None, (n.strip() for n in people.replace("，", ",").split(","))))
    )
    if not names:
        raise CommandError("请用 --people 写明评审人账号，用逗号分隔")
    share = _share(blind)
    if share and not seed:
        raise CommandError(
            "抽取背靠背评审要有抽签种子，请用 --seed 写明，如公开抽签的结果或当天日期"
        )
    with open_store() as store:
        scheme = round_scheme(store, store.round(round_id))
        units = store.round_units(round_id)
        ties: dict[str, set[str]] = defaultdict(set)
        for each in tied or ():
            person, sign, unit = each.partition("=")
            if not sign:
                raise CommandError(f"--tied “{each}”应写成 账号=单位")
            ties[person.strip()].add(chosen_units(store, round_id, unit.strip())[0].id)
        cells = [(unit.id, leaf.id) for unit in units for leaf in scheme.leaves()]
        try:
            firsts = (by_unit if by is By.UNIT else by_indicator)(cells, names, ties)
            who = {(a.unit_id, a.indicator_id): a.person for a in firsts}
            twice = drawn(cells, share, seed) if share else []
            blinds = by_another(twice, who, names, ties, Mark.BLIND, seed)
        except NobodyLeft as error:
            raise CommandError(f"{error}；请增加评审人") from error
        store.assign(round_id, [*firsts, *blinds], now(), "gkc")
    load = Counter((a.person, a.mark) for a in [*firsts, *blinds])
    for name in names:
        say(f"{name}：初评 {load[name, Mark.FIRST]} 项，背靠背 {load[name, Mark.BLIND]} 项")


def _share(text: str) -> Fraction:
    """
    Raises:
        CommandError: not a percentage of 0 to 100.
    """
    if not text:
        return Fraction(0)
    try:
        share = Fraction(text.strip().removesuffix("%")) / 100
    except (ValueError, ZeroDivisionError) as error:
        raise CommandError(f"比例“{text}”无效，请写成 10% 这样的形式") from error
    if not 0 <= share <= 1:
        raise CommandError(f"比例“{text}”应在 0% 到 100% 之间")
    return share


@review_app.command("queue")
def queue(
    round_id: RoundId,
    person: Annotated[str, typer.Option(help="只看分给这个账号的", metavar="账号")] = "",
    unit: UnitOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="连同已评的和不必评的；默认只列待处理的")
    ] = False,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出评审队列：有分歧的在前，然后是待评定的、失分待确认的。

    \b
    示例：
        gkc review queue 2023-q4 --person zhang
    """
    from dashboard.review.answer import VERDICTS
    from dashboard.review.queue import WAITING, chosen, lines  # loads the reading of the rules

    columns = {
        "unit": "单位", "code": "指标", "name": "名称", "state": "状态", "outcome": "结论",
        "turn": "轮到", "by": "已评人",
    }  # fmt: skip
    with open_store() as store:
        scheme = round_scheme(store, store.round(round_id))
        units = {u.id: u for u in chosen_units(store, round_id, unit)}
        given: list[Assignment] = store.assignments(round_id, person) if person else []
        every = lines(
            scheme, units, store.stands(round_id), store.judgements(round_id), given,
            Role.EVALUATOR, person,
        )  # fmt: skip
    some = chosen(every, states=() if everything else WAITING, mine=bool(person))
    leaves = {leaf.id: leaf for leaf in scheme.leaves()}
    emit(
        (
            {
                "unit": units[line.unit_id].name,
                "code": leaves[line.indicator_id].code,
                "name": leaves[line.indicator_id].name,
                "state": line.state.value,
                "outcome": VERDICTS[line.outcome],
                "turn": MARK_NAMES[line.mark],
                "by": line.judged_by,
            }
            for line in some
        ),
        columns,
        fmt,
    )


@review_app.command("agreement")
def agreement(round_id: RoundId, fmt: FormatOption = Format.TABLE) -> None:
    """背靠背两人评审的一致性：按指标、按评审人，Cohen κ 和 Krippendorff α，待仲裁的项数。

    只比结论。两人始终给出同一个结论时 κ、α 没有意义，不列数字。

    \b
    示例：
        gkc review agreement 2023-q4
    """
    columns = {
        "kind": "按", "of": "指标或评审人", "pairs": "两人都评", "same": "结论一致",
        "share": "一致率", "kappa": "κ", "alpha": "α",
    }  # fmt: skip
    with open_store() as store:
        scheme = round_scheme(store, store.round(round_id))
        found = pairs(store.judgements(round_id))
    names = {leaf.id: f"{leaf.code} {leaf.name}" for leaf in scheme.leaves()}
    rows = [_row("指标", names.get(a.of, a.of), a) for a in by_indicators(found)]
    emit([*rows, *(_row("评审人", a.of, a) for a in by_people(found))], columns, fmt)
    waiting = sum(pair.differ and not pair.settled for pair in found)
    say(f"两人都评的 {len(found)} 项，有分歧待仲裁 {waiting} 项")


def _row(kind: str, of: str, found: Agreement) -> dict[str, object]:
    return {
        "kind": kind,
        "of": of,
        "pairs": found.pairs,
        "same": found.same,
        "share": percent(Fraction(found.same, found.pairs)),
        "kappa": "—" if found.kappa is None else f"{found.kappa:.2f}",
        "alpha": "—" if found.alpha is None else f"{float(found.alpha):.2f}",
    }
