"""Where a round stands, what is left to do, and the step to another stage."""

from typing import Annotated

import typer

from crawlers.clock import now
from dashboard.commands.options import CommandError, FormatOption, RoundId, open_store
from dashboard.stages.course import changed, move_round, set_terms
from dashboard.stages.wherestands import agreed, course_of
from dashboard.terminal.acting import AsOption, acting
from dashboard.wording.printing import Format, china_time, emit, say
from data.calendar import CHINA
from data.store import Store
from data.workflow import STAGE_NAMES, Stage

app = typer.Typer()

_COLUMNS = {"at": "时间", "was": "原阶段", "stage": "转到", "by": "操作人", "reason": "理由"}


@app.command("stage")
def stage_command(
    round_id: RoundId,
    to: Annotated[str, typer.Option("--to", help="转到哪个阶段", metavar="阶段")] = "",
    reason: Annotated[str, typer.Option("--reason", help="理由；退回上一阶段必填")] = "",
    skip: Annotated[
        list[str] | None, typer.Option("--skip", help="本轮省去的阶段，可多次给出", metavar="阶段")
    ] = None,
    fix_counts: Annotated[
        bool | None, typer.Option("--fix-counts/--no-fix-counts", help="整改通过复核后是否恢复得分")
    ] = None,
    appeal_days: Annotated[
        int | None, typer.Option("--appeal-days", min=1, max=60, help="申诉期限，工作日")
    ] = None,
    rectify_days: Annotated[
        int | None, typer.Option("--rectify-days", min=1, max=250, help="整改期限，工作日")
    ] = None,
    person: AsOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """一轮评估走到哪个阶段、还差什么；推进、退回，或改本轮的约定。

    阶段依次是：方案、自查、采集与机评、初评、复核、反馈、申诉整改、复查、终评、通报、归档；自查、
    复核、申诉整改、复查可以用 --skip 省去。事情没有做完不能推进，退回上一阶段要写理由。从未推进过的
    轮次不受阶段限制；推进之后，反馈起不再采集、核查，终评起不再评审，通报起不再计分。

    \b
    示例：
        gkc stage 2023-q4
        gkc stage 2023-q4 --skip 自查 --appeal-days 3 --as office
        gkc stage 2023-q4 --to 采集与机评 --as office
    """
    wanted = (skip, fix_counts, appeal_days, rectify_days)
    with open_store() as store:
        store.round(round_id)
        if any(each is not None for each in wanted):
            skips = None if skip is None else frozenset(map(parse_stage, skip))
            terms = changed(
                store.terms(round_id),
                skips=skips,
                fix_counts=fix_counts,
                appeal_days=appeal_days,
                rectify_days=rectify_days,
            )
            who = acting(person, store)
            set_terms(store, who, round_id, terms, at=now())
            say("已改本轮约定")
        if to:
            who = acting(person, store)
            moved = move_round(store, who, round_id, parse_stage(to), at=now(), reason=reason)
            say(f"轮次 {round_id} 已由“{STAGE_NAMES[moved.was]}”转到“{STAGE_NAMES[moved.stage]}”")
        elif all(each is None for each in wanted):
            _show(store, round_id, fmt)


def parse_stage(text: str) -> Stage:
    """A stage by its Chinese name or its id.

    Raises:
        CommandError: there is no such stage.
    """
    for stage, name in STAGE_NAMES.items():
        if text in {name, stage.value}:
            return stage
    raise CommandError(f"没有“{text}”阶段；可写：{'、'.join(STAGE_NAMES.values())}")


def _show(store: Store, round_id: str, fmt: Format) -> None:
    found = course_of(store, round_id, today=now().astimezone(CHINA).date())
    emit(
        (
            {
                "at": china_time(move.at),
                "was": STAGE_NAMES[move.was],
                "stage": STAGE_NAMES[move.stage],
                "by": move.by,
                "reason": move.reason,
            }
            for move in found.moves
        ),
        _COLUMNS,
        fmt,
        none="还没有推进过阶段",
    )
    free = "" if found.led else "（还没有推进过，各步骤不受阶段限制）"
    say(f"现处“{STAGE_NAMES[found.stage]}”阶段{free}")
    say(f"约定：{agreed(found.terms)}")
    if found.following:
        left = "；".join(found.lacking) or "可以推进"
        say(f"转到“{STAGE_NAMES[found.following]}”阶段：{left}")
