"""The register of rectification of a round: list, report, look again, rule."""

from collections.abc import Collection
from fractions import Fraction
from typing import Annotated

import typer

from crawlers.clock import now
from crawlers.settings import Settings
from dashboard.casework.rectifying import fix_of, fixes, look_again, report_fix, rule_fix
from dashboard.commands.options import (
    AllowOption,
    CommandError,
    ContactOption,
    FormatOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
    parse_hosts,
)
from dashboard.terminal.acting import AsOption, acting
from dashboard.wording.printing import Format, emit, points, say
from data.calendar import CHINA
from data.people import Action, demand
from data.var import VAR
from scoring.rectification import REPORTED, STATUS_NAMES, Fix, Status

app = typer.Typer()
rectify_app = typer.Typer(help="整改台账：报送、复查、认定、逾期。", no_args_is_help=True)
app.add_typer(rectify_app, name="rectify")

IndicatorOption = Annotated[str, typer.Option("--indicator", help="指标编号", metavar="指标")]


@rectify_app.command("list")
def rectify_list(
    round_id: RoundId,
    unit: UnitOption = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列逾期没有整改的")] = False,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """整改台账：反馈过的每个失分点，整改到哪一步，是否逾期、是否屡次失分。

    \b
    示例：
        gkc rectify list 2023-q4 --overdue
    """
    columns = {
        "unit": "单位", "indicator": "指标", "name": "名称", "lost": "扣分", "due": "期限",
        "status": "状态", "link": "整改链接", "note": "单位说明", "finding": "复核意见",
        "overdue": "逾期", "again": "屡次失分",
    }  # fmt: skip
    today = now().astimezone(CHINA).date()
    with open_store() as store:
        units = {each.id: each.name for each in chosen_units(store, round_id, unit)}
        found = [fix for fix in fixes(store, round_id) if fix.unit_id in units]
        told = not units.keys().isdisjoint(store.told(round_id))
    if not told:
        say(f"轮次 {round_id} 还没有反馈过失分点；请先运行 gkc feedback {round_id}")
    emit(
        (
            {
                "unit": units[fix.unit_id],
                "indicator": fix.line.indicator_id,
                "name": fix.line.name,
                "lost": points(Fraction(fix.line.lost)),
                "due": fix.due.isoformat(),
                "status": STATUS_NAMES[fix.status],
                "link": fix.link,
                "note": fix.note,
                "finding": fix.finding,
                "overdue": "是" if fix.overdue(today) else "",
                "again": "、".join(fix.line.again),
            }
            for fix in found
            if fix.overdue(today) or not overdue
        ),
        columns,
        fmt,
        none="没有要整改的失分点" if told else "",
    )


@rectify_app.command("add")
def rectify_add(
    round_id: RoundId,
    indicator: IndicatorOption,
    status: Annotated[
        str, typer.Option("--status", help="已整改 或 情况说明", metavar="状态")
    ] = "已整改",
    link: Annotated[str, typer.Option("--link", help="整改后的网页", metavar="网址")] = "",
    note: Annotated[str, typer.Option("--note", help="说明")] = "",
    person: AsOption = "",
) -> None:
    """被评估单位报整改情况：已整改的附整改后的网页链接，不能整改的说明情况。

    \b
    示例：
        gkc rectify add 2023-q4 --indicator budget --link http://www.example.gov.cn/a.html --as czj
    """
    kinds = {STATUS_NAMES[each]: each for each in REPORTED}
    if status not in kinds:
        raise CommandError(f"状态“{status}”无效；可写：{'、'.join(sorted(kinds))}")
    with open_store() as store:
        who = acting(person, store)
        report_fix(store, who, round_id, indicator, kinds[status], link=link, note=note, at=now())
    say(f"已登记：{status}")


@rectify_app.command("decide")
def rectify_decide(
    round_id: RoundId,
    indicator: IndicatorOption,
    unit: Annotated[str, typer.Option("--unit", help="单位编号或名称", metavar="单位")],
    passed: Annotated[bool, typer.Option("--pass/--fail", help="复核通过或未通过")],
    note: Annotated[str, typer.Option("--note", help="复核意见")],
    person: AsOption = "",
) -> None:
    """人工认定一项整改：复核通过或未通过。是否恢复得分按本轮约定，见 gkc stage。

    \b
    示例：
        gkc rectify decide 2023-q4 --unit 市财政局 --indicator budget --pass --note 已补发 --as fhy
    """
    with open_store() as store:
        (chosen,) = chosen_units(store, round_id, unit)
        who = acting(person, store)
        fix = fix_of(store, round_id, chosen.id, indicator)
        rule_fix(store, who, round_id, fix, passed=passed, note=note, at=now())
    say(f"{chosen.name} {fix.line.name}：{'复核通过' if passed else '复核未通过'}")


@rectify_app.command("recheck")
def rectify_recheck(
    round_id: RoundId,
    unit: UnitOption = None,
    indicator: Annotated[
        str, typer.Option("--indicator", help="只查这个指标", metavar="指标")
    ] = "",
    phrase: Annotated[str, typer.Option("--phrase", help="应当已经改掉的词语")] = "",
    updated: Annotated[
        bool, typer.Option("--updated", help="链接是栏目，反馈之后应有更新")
    ] = False,
    close: Annotated[
        bool, typer.Option("--close", help="按复查结果认定；看不清的留给人工")
    ] = False,
    person: AsOption = "",
    allow: AllowOption = None,
    contact: ContactOption = "",
) -> None:
    """自动复查已报整改的链接：打得开吗，词语改了吗，栏目更新了吗；打开的网页存证。

    我方没有能够访问的不作不利认定，留给人工复核。

    \b
    示例：
        gkc rectify recheck 2023-q4 --close --as fhy
    """
    settings = Settings(allow=parse_hosts(allow), contact=contact)
    with open_store() as store:
        units = {each.id: each.name for each in chosen_units(store, round_id, unit)}
        who = acting(person, store)
        waiting = [fix for fix in fixes(store, round_id) if _waits(fix, units.keys(), indicator)]
        for fix in waiting:
            demand(who, Action.CLOSE_RECTIFICATION, fix.unit_id)
            verdict, _ = look_again(
                store, round_id, fix, phrase=phrase, updated=updated, var=VAR, settings=settings
            )
            said = "；".join(verdict.lines)
            say(f"{units[fix.unit_id]} {fix.line.name}：{said}")
            if close and verdict.passed is not None:
                rule_fix(
                    store, who, round_id, fix, passed=verdict.passed, note=f"自动复查：{said}",
                    at=now(),
                )  # fmt: skip
    say(f"复查了 {len(waiting)} 项" if waiting else "没有待复查的整改链接")


def _waits(fix: Fix, units: Collection[str], indicator: str) -> bool:
    named = not indicator or indicator in {fix.line.indicator_id, fix.line.code}
    return named and fix.status is Status.DONE and fix.unit_id in units
