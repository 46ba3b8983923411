"""Excuses of a round: list, ask, answer, end."""

from typing import Annotated

import typer

from crawlers.clock import now
from dashboard.casework.appealing import leaf_named
from dashboard.casework.excusing import all_excuses, answer_excuse, ask_excuse, end_expired
from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    open_store,
    parse_day,
)
from dashboard.terminal.acting import AsOption, acting
from dashboard.wording.aside import effect_of
from dashboard.wording.printing import Format, emit, say
from data.calendar import CHINA
from scoring.excuses import SORT_NAMES, STATE_NAMES

app = typer.Typer()
excuse_app = typer.Typer(help="不涉及和情况说明：申报、审批、到期恢复。", no_args_is_help=True)
app.add_typer(excuse_app, name="excuse")


@excuse_app.command("add")
def excuse_add(
    round_id: RoundId,
    indicator: Annotated[str, typer.Option("--indicator", help="指标编号", metavar="指标")],
    sort: Annotated[str, typer.Option("--sort", help="不涉及 或 情况说明", metavar="类别")],
    reason: Annotated[str, typer.Option("--reason", help="理由")],
    until: Annotated[str, typer.Option("--until", help="有效期的最后一天", metavar="日期")],
    person: AsOption = "",
) -> None:
    """被评估单位申报不涉及或情况说明，写明理由和有效期。

    \b
    示例：
        gkc excuse add 2023-q4 --indicator budget --sort 不涉及 --reason 无下属单位 \\
            --until 2023-12-31 --as czj
    """
    kinds = {name: key for key, name in SORT_NAMES.items()}
    if sort not in kinds:
        raise CommandError(f"类别“{sort}”无效；可写：{'、'.join(kinds)}")
    with open_store() as store:
        who = acting(person, store)
        leaf = leaf_named(store, round_id, indicator)
        number = ask_excuse(
            store, who, round_id, leaf, kinds[sort], reason, parse_day(until), at=now()
        )
    say(f"已收到第 {number} 号{sort}，待审批；批准后：{effect_of(leaf)}")


@excuse_app.command("decide")
def excuse_decide(
    round_id: RoundId,
    number: Annotated[int, typer.Argument(metavar="编号", min=1, help="编号，见 list")],
    grant: Annotated[bool, typer.Option("--grant/--decline", help="批准或不批准")],
    reason: Annotated[str, typer.Option("--reason", help="审批意见")],
    person: AsOption = "",
) -> None:
    """审批不涉及或情况说明；批准的当即成为“不涉及”的评审意见，按指标体系写明的办法计分，到期恢复。

    人人适用的指标不能申报不涉及；情况说明获批后改为待核查，不扣分也不得分。

    \b
    示例：
        gkc excuse decide 2023-q4 2 --grant --reason 情况属实 --as office
    """
    with open_store() as store:
        who = acting(person, store)
        answer_excuse(store, who, round_id, number, grant=grant, reason=reason, at=now())
    say(f"第 {number} 号：{'已批准；请再运行 gkc score ' + round_id if grant else '未批准'}")


@excuse_app.command("list")
def excuse_list(
    round_id: RoundId,
    expired: Annotated[bool, typer.Option("--expired", help="只列到期还没有恢复的")] = False,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出一轮的不涉及和情况说明。

    \b
    示例：
        gkc excuse list 2023-q4 --expired
    """
    columns = {
        "number": "编号", "unit": "单位", "indicator": "指标", "sort": "类别", "reason": "理由",
        "until": "有效至", "state": "状态", "answer": "审批意见",
    }  # fmt: skip
    today = now().astimezone(CHINA).date()
    with open_store() as store:
        store.round(round_id)
        names = {unit.id: unit.name for unit in store.round_units(round_id)}
        found = all_excuses(store, round_id).values()
    emit(
        (
            {
                "number": each.number,
                "unit": names[each.unit_id],
                "indicator": each.indicator_id,
                "sort": SORT_NAMES[each.sort],
                "reason": each.reason,
                "until": each.until.isoformat(),
                "state": "已到期" if each.expired(today) else STATE_NAMES[each.state],
                "answer": each.answer,
            }
            for each in found
            if each.expired(today) or not expired
        ),
        columns,
        fmt,
        none="没有不涉及和情况说明",
    )


@excuse_app.command("expire")
def excuse_expire(round_id: RoundId, person: AsOption = "") -> None:
    """把到期的不涉及和情况说明恢复为原来的结论；此后又评审过的不动。

    \b
    示例：
        gkc excuse expire 2023-q4 --as office
    """
    with open_store() as store:
        who = acting(person, store)
        over = end_expired(store, who, round_id, at=now())
    numbers = "、".join(str(each.number) for each in over)
    say(f"已恢复第 {numbers} 号；请再运行 gkc score {round_id}" if over else "没有到期的")
