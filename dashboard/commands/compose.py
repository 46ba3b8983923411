"""The final value from several sources, worked out when asked for and kept nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import CommandError, FormatOption, RoundId, open_store
from dashboard.commands.results import performance_cell, performance_column, rank_values
from dashboard.rounds.currency import out_of_date
from dashboard.wording.printing import Format, emit, number, percent, points, say, share_words
from data.composition import PartError, read_part
from data.indicators import Composition, Effect, Part, Scheme, Source
from data.marked import did_you_mean
from data.schemes import parse_scheme
from data.store import Store
from data.types import Ranked, Unit, UnitScore
from scoring.composition import Composed, PartValue, compose, final, known, mean, scaled
from scoring.rank import graded, rank

app = typer.Typer()

Row = dict[str, object]
Values = Mapping[str, PartValue | None]  # by unit id


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored round."""

    id: str
    scheme: Scheme
    units: Sequence[Unit]
    scores: Mapping[str, UnitScore]


@app.command("compose")
def compose_command(
    round_id: RoundId,
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part",
            help="一部分的来源，写成 编号=得分表.csv 或 编号=轮次编号，可多次给出",
            metavar="编号=来源",
        ),
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """合成最终得分：第三方和日常、几轮、本级和下级，按指标体系写明的比重，列出怎样算来。

    比重写在指标体系的 composition 里；本轮得分（own）不用给出。得分表是 CSV：单位、得分、满分
    （可省，默认为指标体系的总分），单位写编号或名称。下级平均（mean_of_group）给轮次编号时，取组别
    以本单位的编号、名称或别名开头的单位；给得分表时，下级一行一个，“单位”写上级单位。
    没有给出的部分按待定处理：得分由其余部分折算，最低和最高得分把它算作零分和满分。结果只输出，不另存。

    \b
    示例：
        gkc compose 2023-q4 --part daily=日常.csv --part first=2023-q2
    """
    with open_store() as store:
        own = _scored(store, round_id)
        composition = own.scheme.composition
        if composition is None:
            raise CommandError(
                f"轮次 {round_id} 的指标体系 {own.scheme.id} 没有写 composition（怎样合成）；"
                "写法见 docs/schemes.md"
            )
        sources = _sources(part or (), composition)
        values = {
            each.id: _values(store, each, sources.get(each.id), own) for each in composition.parts
        }
        name = store.round(round_id).name
    composed = {
        unit.id: compose(
            composition,
            {id_: found.get(unit.id) for id_, found in values.items()},
            own.scheme.total,
        )
        for unit in own.units
    }
    _print(name, own, composition, composed, fmt)


def _scored(store: Store, round_id: str) -> Scored:
    assessed = store.round(round_id)
    scores = store.scores(round_id)
    if not scores:
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    if old := out_of_date(store, round_id):
        say(f"提示：{round_id}：{old}", style="yellow")
    scheme = parse_scheme(store.scheme_text(assessed.scheme_id), assessed.scheme_id)
    return Scored(round_id, scheme, store.round_units(round_id), scores)


def _sources(texts: Sequence[str], composition: Composition) -> dict[str, str]:
    """Part id -> file or round, as typed; what is not given is told."""
    parts = {part.id: part for part in composition.parts}
    asked = [id_ for id_, part in parts.items() if part.source is not Source.OWN]
    found: dict[str, str] = {}
    for text in texts:
        id_, sign, source = (word.strip() for word in text.partition("="))
        if not sign or not source:
            raise CommandError(f"--part 的“{text}”无效，请写成 编号=得分表.csv 或 编号=轮次编号")
        if id_ not in parts:
            raise CommandError(f"指标体系的 composition 里没有“{id_}”{did_you_mean(id_, asked)}")
        if id_ not in asked:
            raise CommandError(f"“{id_}”是本轮得分，不用 --part 给出；请删去")
        if id_ in found:
            raise CommandError(f"--part 的“{id_}”给了两次，请只留一个")
        found[id_] = source
    for id_ in asked:
        if id_ not in found:
            say(f"提示：没有给出“{parts[id_].name}”（--part {id_}=…），按待定处理", style="yellow")
    return found


def _values(store: Store, part: Part, source: str | None, own: Scored) -> Values:
    """What each unit has of a part; units that nothing is known of are absent."""
    if part.source is Source.OWN:
        return {id_: scaled(score, Fraction(1)) for id_, score in own.scores.items()}
    if source is None:
        return {}
    is_round = source in {each.id for each in store.rounds()}
    if part.source is Source.METRIC or not is_round:
        if part.source is not Source.METRIC and not Path(source).is_file():
            raise CommandError(
                f"--part {part.id}={source}：没有这个轮次，也没有这个文件；请核对轮次编号或路径"
            )
        return _from_table(Path(source), part, own)
    if source == own.id:
        raise CommandError(f"--part {part.id}={source} 给的就是本轮；请给另一轮的编号")
    other = _scored(store, source)
    times = own.scheme.total / other.scheme.total
    if part.source is Source.ROUND:
        return {id_: scaled(score, times) for id_, score in other.scores.items()}
    return _below(other, own, times)


def _from_table(path: Path, part: Part, own: Scored) -> Values:
    several = part.source is Source.MEAN_OF_GROUP
    try:
        found = read_part(path, own.units, own.scheme.total, several=several)
    except PartError as error:
        if len(error.faults) == 1:
            raise CommandError(str(error)) from error
        for fault in error.faults:
            say(fault, style="red")
        raise CommandError(
            f"{path.name} 有 {len(error.faults)} 行不能用，未合成；请逐行改正后重试"
        ) from error
    return {id_: mean([known(value) for value in values]) for id_, values in found.items()}


def _below(other: Scored, own: Scored, times: Fraction) -> Values:
    """The mean of the units of another round that stand under each unit, told by their group."""
    above = {group: _above(group, own.units) for group in {unit.group for unit in other.units}}
    members: dict[str, list[PartValue]] = {}
    for unit in other.units:
        if (unit_id := above[unit.group]) and unit.id in other.scores:
            members.setdefault(unit_id, []).append(scaled(other.scores[unit.id], times))
    if not members:
        raise CommandError(
            f"轮次 {other.id} 里没有一个组别以本轮单位的编号、名称或别名开头，求不出下级平均；"
            "请核对名册的“组别”列，或改用得分表"
        )
    return {unit_id: mean(parts) for unit_id, parts in members.items()}


def _above(group: str, units: Sequence[Unit]) -> str:
    """The id of the unit whose id, name or alias a group begins with, the longest; else empty."""
    fitting = [
        (len(name), unit.id)
        for unit in units
        for name in (unit.id, unit.name, *unit.aliases)
        if name and group.startswith(name)
    ]
    return max(fitting, default=(0, ""))[1]


def _print(
    name: str,
    own: Scored,
    composition: Composition,
    composed: Mapping[str, Composed],
    fmt: Format,
) -> None:
    caps = {v.id: v.value for v in own.scheme.vetoes if v.effect is Effect.CAP_AT}
    scores = []
    for unit_id, each in composed.items():
        vetoes = own.scores[unit_id].vetoes if unit_id in own.scores else ()
        cap = min((caps[id_] for id_ in vetoes if id_ in caps), default=None)
        scores.append(final(unit_id, each, vetoes, cap))
    groups = {unit.id: unit.group for unit in own.units}
    made = graded(own.scheme, scores, groups)
    places = rank(made, groups, own.scheme.coverage_floor, own.scheme.ties)
    by_id = {score.unit_id: score for score in scores}
    names = {unit.id: unit.name for unit in own.units}
    columns = {
        "group": "组别",
        "place": "名次",
        "unit": "单位",
        "value": "最终得分",
        "low": "最低",
        "high": "最高",
        "coverage": "覆盖率",
        "grade": "等级",
        **{
            f"part_{part.id}": f"{part.name} {share_words(part.share)}"
            for part in composition.parts
        },
        **performance_column(own.scheme),
        "made_of": "算式",
        "why_not": "说明",
    }
    of = _as_values if fmt is Format.JSON else _as_words
    rows = (
        {
            **of(r, names[r.unit_id], composed[r.unit_id], by_id[r.unit_id]),
            **performance_cell(own.scheme, r.value, fmt),
        }
        for r in places
    )
    emit(rows, columns, fmt, f"{name} 最终得分")


def _as_words(r: Ranked, unit: str, made: Composed, score: UnitScore) -> Row:
    return {
        "group": r.group,
        "place": "—" if r.place is None else r.place,
        "unit": unit,
        "value": points(r.value),
        "low": points(r.low),
        "high": points(r.high),
        "coverage": percent(r.coverage),
        "grade": r.grade,
        **{f"part_{part.id}": points(each.value if each else None) for part, each in made.made_of},
        "made_of": _sum(made, score),
        "why_not": r.why_not,
    }


def _as_values(r: Ranked, unit: str, made: Composed, score: UnitScore) -> Row:
    return {
        **rank_values(r, unit),
        "parts": [
            {
                "id": part.id,
                "name": part.name,
                "share": share_words(part.share),
                "value": number(each.value if each else None),
                "low": number(each.low if each else None),
                "high": number(each.high if each else None),
                "coverage": round(float(each.coverage), 4) if each else 0.0,
            }
            for part, each in made.made_of
        ],
        "made_of": _sum(made, score),
        "vetoes": list(score.vetoes),
    }


def _sum(made: Composed, score: UnitScore) -> str:
    """How a value was made: `70% × 86.50 + 30% × 90.00 = 87.55`."""
    having = [(p, e.value) for p, e in made.made_of if e is not None and e.value is not None]
    if not having or made.value is None:
        return ""
    text = " + ".join(f"{share_words(part.share)} × {points(value)}" for part, value in having)
    weight = sum((part.share for part, _ in having), Fraction(0))
    if weight != 1:
        text = f"（{text}）÷ {share_words(weight)}"
    plain = sum((part.share * value for part, value in having), Fraction(0)) / weight
    text += f" = {points(plain)}"
    if plain != made.value:
        text += f"，不超出可能的区间 {points(made.value)}"
    if score.value is not None and score.value < made.value:
        text += f"，否决封顶 {points(score.value)}"
    lacking = [p.name for p, e in made.made_of if e is None or e.value is None]
    return f"{text}（待定：{'、'.join(lacking)}）" if lacking else text
