"""Commands of the review desk: who judges what, what waits, how far two opinions agree."""

from collections import Counter
from collections.abc import Iterable
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
from dashboard.figures import agreed
from dashboard.review.allot import By
from dashboard.review.outside import VERDICTS_OF, Sort, outside
from dashboard.rounds.steps import round_scheme
from dashboard.terminal.acting import AsOption, acting
from dashboard.wording.printing import Format, emit, say
from data.people import Role
from data.reviews import MARK_NAMES, Assignment
from data.types import Mark
from scoring.review import Agreement, by_indicators, by_people, pairs

app = typer.Typer()
review_app = typer.Typer(help="评审：分派任务、查看队列、两人评审的一致性。", no_args_is_help=True)
app.add_typer(review_app, name="review")


PeopleOption = Annotated[str, typer.Option(help="评审人账号，用逗号分隔", metavar="账号,账号")]
SeedOption = Annotated[
    str, typer.Option(help="抽签种子，写进分派记录；可据此重抽核对", metavar="种子")
]


@review_app.command("assign")
def assign(
    round_id: RoundId,
    people: PeopleOption,
    by: Annotated[
        By,
        typer.Option(
            help="unit 一个单位归一人，indicator 一个指标归一人", metavar="unit|indicator"
        ),
    ] = By.UNIT,
    blind: Annotated[
        str, typer.Option(help="抽取这一比例的项，由另一人背靠背再评，如 10%", metavar="比例")
    ] = "",
    seed: SeedOption = "",
    person: AsOption = "",
) -> None:
    """分派初评任务，并按比例抽取一部分由另一人背靠背再评。再次运行以新的分派为准。

    评审人须是可以评审的账号；账号上写明的关联单位自动回避。

    \b
    示例：
        gkc review assign 2023-q4 --by indicator --people zhang,li,wang --blind 10% \\
            --seed 20231215 --as bangongshi
    """
    from dashboard.review.desk import ReviewDesk  # loads the archive, which help does not need

    names, share = _names(people), _share(blind)
    with open_store() as store:
        desk = ReviewDesk(store, acting(person, store))
        given = desk.allot(round_id, names, by, share, seed, now())
    _told(names, given, (Mark.FIRST, Mark.BLIND))


@review_app.command("second")
def second(
    round_id: RoundId,
    people: PeopleOption,
    share: Annotated[
        str, typer.Option(help="没有申诉的失分项抽取这一比例，如 10%", metavar="比例")
    ] = "",
    seed: SeedOption = "",
    person: AsOption = "",
) -> None:
    """分派复核任务：有申诉的失分项全部复核，其余失分项按比例抽取；复核人不是初评人。

    复核人须是可以复核的账号；账号上写明的关联单位自动回避。已有复核或仲裁意见的不再分派。

    \b
    示例：
        gkc review second 2023-q4 --people zhao,qian --share 10% --seed 20240110 --as bangongshi
    """
    from dashboard.review.desk import ReviewDesk  # as above

    names, part = _names(people), _share(share)
    with open_store() as store:
        desk = ReviewDesk(store, acting(person, store))
        given = desk.allot_again(round_id, names, part, seed, now())
    _told(names, given, (Mark.SECOND,))
    if not given:
        say("没有要复核的失分项")


def _names(people: str) -> list[str]:
    parts = (name.strip() for name in people.replace("，", ",").split(","))
    return list(dict.fromkeys(filter(None, parts)))


def _told(names: Iterable[str], given: Iterable[Assignment], marks: tuple[Mark, ...]) -> None:
    """How much everybody has to do."""
    load = Counter((a.person, a.mark) for a in given)
    for name in names:
        say(f"{name}：" + "，".join(f"{MARK_NAMES[m]} {load[name, m]} 项" for m in marks))


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
    from dashboard.review.queue import WAITING, chosen, lines  # loads the reading of the rules

    columns = {
        "unit": "单位", "code": "指标", "name": "名称", "state": "状态", "outcome": "结论",
        "turn": "轮到", "by": "已评人",
    }  # fmt: skip
    with open_store() as store:
        scheme = round_scheme(store, store.round(round_id))
        units = {u.id: u for u in chosen_units(store, round_id, unit)}
        given: list[Assignment] = store.assignments(round_id, person) if person else []
        account = store.account(person) if person else None
        every = lines(
            scheme, units, store.stands(round_id), store.judgements(round_id), given,
            account.role if account else Role.EVALUATOR, person,
        )  # fmt: skip
    some = chosen(every, states=() if everything else WAITING, mine=bool(person))
    beside = outside(scheme)
    leaves = {leaf.id: leaf for leaf in scheme.leaves()}
    leaves |= {id_: leaf for id_, (_, leaf) in beside.items()}
    sorts = {id_: sort for id_, (sort, _) in beside.items()}
    emit(
        (
            {
                "unit": units[line.unit_id].name,
                "code": leaves[line.indicator_id].code,
                "name": leaves[line.indicator_id].name,
                "state": line.state.value,
                "outcome": VERDICTS_OF[sorts.get(line.indicator_id, Sort.LEAF)][line.outcome],
                "turn": MARK_NAMES[line.mark],
                "by": line.judged_by,
            }
            for line in some
        ),
        columns,
        fmt,
        none="没有待处理的项",
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
    beside = (leaf for _, leaf in outside(scheme).values())
    names = {leaf.id: f"{leaf.code} {leaf.name}" for leaf in (*scheme.leaves(), *beside)}
    rows = [_row("指标", names.get(a.of, a.of), a) for a in by_indicators(found)]
    emit(
        [*rows, *(_row("评审人", a.of, a) for a in by_people(found))],
        columns,
        fmt,
        none="还没有两人都评过的项",
    )
    waiting = sum(pair.differ and not pair.settled for pair in found)
    say(f"两人都评的 {len(found)} 项，有分歧待仲裁 {waiting} 项")


def _row(kind: str, of: str, found: Agreement) -> dict[str, object]:
    return {
        "kind": kind,
        "of": of,
        "pairs": found.pairs,
        "same": found.same,
        "share": agreed.share(found),
        "kappa": agreed.kappa(found),
        "alpha": agreed.alpha(found),
    }
