"""One unit's way: why its score moved since another round, and the cheapest way up."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

import typer

from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    chosen_units,
    open_store,
)
from dashboard.commands.scored import Scored, read_scored
from dashboard.rounds.steps import round_scheme
from dashboard.wording.printing import Format, emit, number, percent, points, say
from dashboard.wording.words import GATE_OPENED
from data.indicators import Leaf, Scheme
from data.store import Store
from data.types import Finding, Unit, UnitScore
from data.verdicts import finding_of
from scoring.bridge import State, bridge, in_hundredths
from scoring.engine.counted import counted
from scoring.planner import Plan, to_grade, to_place
from scoring.score import bonus_earned

app = typer.Typer()

Row = dict[str, object]
_BRIDGE = {
    "unit": "单位",
    "before": "上轮得分",
    "rules": "规则变化",
    "applicability": "适用范围",
    "newly_seen": "新看到",
    "corrections": "人工更正",
    "real": "实际变化",
    "after": "本轮得分",
}
_REASONS = tuple(_BRIDGE)[1:]


@app.command("bridge")
def bridge_command(
    round_id: RoundId,
    before: Annotated[str, typer.Argument(metavar="上轮", help="与哪一轮比较")],
    unit: Annotated[str | None, typer.Argument(metavar="单位", help="只看这个单位")] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """得分为什么变了：两轮之间的升降分成五个原因，合起来正好等于差额。

    依次是：规则变化（换了指标体系）、适用范围（涉及与否变了）、新看到（从前看不清的看清了，或相反）、
    人工更正（评审改了结论，认定或解除了一票否决、加分、扣分）、实际变化（网站上真的多了或少了）。

    \b
    示例：
        gkc bridge 2023-q4 2023-q3
        gkc bridge 2023-q4 2023-q3 市财政局 --format json
    """
    if round_id == before:
        raise CommandError(f"两个轮次都是 {round_id}；请写两个不同的轮次，本轮在前，上轮在后")
    with open_store() as store:
        new, old = _states(store, round_id), _states(store, before)
        name = store.round(round_id).name
        chosen = chosen_units(store, round_id, unit)
    rows: list[Row] = []
    for one in chosen:
        walked = bridge(old[one.id], new[one.id]) if one.id in old else None
        if walked:
            shown = in_hundredths(walked)
            values = {key: getattr(shown, key) for key in _REASONS}
            told = number if fmt is Format.JSON else _signed
            row: Row = {"unit_id": one.id, "unit": one.name}
            row |= {key: told(value) for key, value in values.items()}
            if fmt is not Format.JSON:
                row |= {key: points(values[key]) for key in ("before", "after")}
            rows.append(row)
        else:
            why = "有一轮没有得分" if one.id in old else f"不在轮次 {before} 中"
            say(f"{one.name}：{why}，无法比较")
    if not rows:
        raise CommandError(f"轮次 {round_id} 和 {before} 没有可以比较的单位")
    emit(rows, _BRIDGE, fmt, f"{name} 得分变化")


def _signed(value: Fraction) -> str:
    return f"+{points(value)}" if value > 0 else points(value)


def _states(store: Store, round_id: str) -> dict[str, State]:
    """Every unit of a round: what the checks saw, and what counts.

    Raises:
        CommandError: the round has not been scored.
        StoreError: there is no such round.
    """
    assessed = store.round(round_id)
    if store.digest(round_id) is None:
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    scheme = round_scheme(store, assessed)
    sheets = store.sheets(round_id)
    lines = counted(sheets, store.judgements(round_id), scheme.heavy)
    return {
        unit.id: State(
            scheme,
            unit,
            _read(sheets[unit.id].lines if unit.id in sheets else ""),
            _read(lines.get(unit.id, "")),
        )
        for unit in store.round_units(round_id)
    }


def _read(lines: str) -> Mapping[str, Finding]:
    return dict(finding_of(line) for line in lines.split("\n") if line)


@app.command("plan")
def plan_command(
    round_id: RoundId,
    unit: Annotated[str, typer.Argument(metavar="单位", help="单位编号或名称")],
    grade: Annotated[
        str | None, typer.Option("--grade", help="要达到的等级；默认高一级", metavar="等级")
    ] = None,
    place: Annotated[
        int | None, typer.Option("--place", min=1, help="要达到的组内名次", metavar="名次")
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """怎么最省事地上一级：最少改哪几项就能到高一级的等级或名次，一票否决排在最前。

    只算已经失去的分；待核查的分要靠补采和评审，不在其内。名次按其他单位不变计算。

    \b
    示例：
        gkc plan 2023-q4 市财政局
        gkc plan 2023-q4 市财政局 --place 3
    """
    if grade is not None and place is not None:
        raise CommandError("--grade 和 --place 只能写一个")
    with open_store() as store:
        scored = read_scored(store, round_id)
        [one] = chosen_units(store, round_id, unit)
        earned = _earned(store, round_id, scored.scheme, one)
    score = scored.scores[one.id]
    plan = (
        _to_place(scored, one, score, place, earned)
        if place
        else _to_grade(scored, one, score, grade, earned)
    )
    said = f"，{plan.grade}" if plan.grade else ""
    say(f"{one.name}改完后 {points(plan.value)} 分{said}，其他单位不变时列第 {plan.place} 名")
    columns = {"step": "次序", "office": "责任方面", "code": "序号", "name": "事项",
               "gain": "得分", "value": "累计得分", "remedy": "怎么改"}  # fmt: skip
    emit(_steps(scored.scheme, plan, fmt), columns, fmt, f"{one.name} 提升方案")


def _earned(store: Store, round_id: str, scheme: Scheme, unit: Unit) -> Fraction:
    """Points of the unit's bonus items, before their gate."""
    sheets = {id_: sheet for id_, sheet in store.sheets(round_id).items() if id_ == unit.id}
    lines = counted(sheets, store.judgements(round_id), scheme.heavy)
    return bonus_earned(scheme.bonus, _read(lines.get(unit.id, "")))


def _to_grade(
    scored: Scored, unit: Unit, score: UnitScore, wanted: str | None, earned: Fraction
) -> Plan:
    bands = scored.scheme.grades
    names = [band.name for band in bands]
    if wanted is not None and wanted not in names:
        raise CommandError(f"等级“{wanted}”无效；可用：{'、'.join(names)}")
    _judged(scored, unit, score)
    now = names.index(score.grade)
    goal = names.index(wanted) if wanted is not None else now - 1
    if goal < 0 or (wanted is not None and goal >= now):
        raise CommandError(f"{unit.name}已是{score.grade}，不需要再提升到{wanted or '更高等级'}")
    plan = to_grade(scored.scheme, score, bands[goal], _others(scored, unit), earned)
    if plan is None:
        raise CommandError(
            f"{unit.name}把失分全部改回也到不了{names[goal]}；请先补采、补评待核查的指标"
        )
    return plan


def _to_place(scored: Scored, unit: Unit, score: UnitScore, place: int, earned: Fraction) -> Plan:
    _judged(scored, unit, score)
    row = next(row for row in scored.ranked if row.unit_id == unit.id)
    if row.place is not None and row.place <= place:
        raise CommandError(f"{unit.name}已列{row.group}第 {row.place} 名，不需要再提升")
    plan = to_place(scored.scheme, score, place, _others(scored, unit), earned)
    if plan is None:
        raise CommandError(
            f"{unit.name}把失分全部改回也到不了第 {place} 名；请先补采、补评待核查的指标"
        )
    return plan


def _judged(scored: Scored, unit: Unit, score: UnitScore) -> None:
    """
    Raises:
        CommandError: too little of the unit was judged for a place or a grade.
    """
    floor = scored.scheme.coverage_floor
    if score.value is None or score.coverage < floor:
        raise CommandError(
            f"{unit.name}的核查覆盖率只有 {percent(score.coverage)}，未达到 {percent(floor)}，"
            "不列名次；请先补采、补评待核查的指标"
        )


def _others(scored: Scored, unit: Unit) -> list[Fraction]:
    """Values of the placed units of its group, without its own."""
    return [
        row.value
        for row in scored.ranked
        if row.group == unit.group
        and row.place
        and row.value is not None
        and row.unit_id != unit.id
    ]


def _steps(scheme: Scheme, plan: Plan, fmt: Format) -> list[Row]:
    told = number if fmt is Format.JSON else points
    leaves = {leaf.id: leaf for leaf in scheme.leaves()}
    vetoes = {veto.id: veto for veto in scheme.vetoes}
    rows: list[Row] = [
        {"step": n, "office": "一票否决", "indicator_id": id_, "code": vetoes[id_].code,
         "name": vetoes[id_].name, "gain": None, "value": None,
         "remedy": "整改到位并经评审确认解除"}
        for n, id_ in enumerate(plan.vetoes, start=1)
    ]  # fmt: skip
    value = plan.value - plan.bonus - sum((repair.gain for repair in plan.repairs), Fraction(0))
    for n, repair in enumerate(plan.repairs, start=len(rows) + 1):
        value += repair.gain
        leaf = leaves[repair.indicator_id]
        rows.append(
            {"step": n, "office": office_of(leaf), "indicator_id": leaf.id, "code": leaf.code,
             "name": leaf.name, "gain": told(repair.gain), "value": told(max(Fraction(0), value)),
             "remedy": leaf.remedy}
        )  # fmt: skip
    if plan.bonus:
        rows.append(
            {"step": len(rows) + 1, "office": "加分", "indicator_id": "", "code": "",
             "name": GATE_OPENED[0], "gain": told(plan.bonus), "value": told(plan.value),
             "remedy": GATE_OPENED[1]}
        )  # fmt: skip
    return rows


def office_of(leaf: Leaf) -> str:
    """Whose task it is: the unit that the scheme names, else the area of work that it stands in."""
    return leaf.responsible or (leaf.path[0] if leaf.path else leaf.name)
