"""What a scored round says: ranking and gaps."""

from fractions import Fraction
from typing import Annotated

import typer

from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
)
from dashboard.rounds.currency import out_of_date
from dashboard.rounds.published import published
from dashboard.wording.printing import Format, china_time, emit, number, percent, points, say
from dashboard.wording.tries import tried, tried_in_short
from dashboard.wording.words import outcome_in_words
from data.canonical import evidence_values, step_values
from data.indicators import Scheme
from data.marked import number_text
from data.schemes import parse_scheme
from data.store import Store
from data.types import Outcome, Ranked, Unit
from scoring.gaps import Gap, merged
from scoring.score import performance

app = typer.Typer()

Row = dict[str, object]


@app.command("rank")
def rank_command(
    round_id: RoundId,
    public: Annotated[
        bool, typer.Option("--public", help="只输出对外公布的内容，按指标体系的 publish")
    ] = False,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """输出分组排名：名次、得分、得分区间、核查覆盖率、等级。

    指标体系折算绩效考核的，附绩效考核分。加 --public 只输出指标体系写明对外公布的内容：名次和得分、
    只列等次、只列各等次单位数，或者只列首尾几名。

    \b
    示例：
        gkc rank 2023-q4 --format csv > 排名.csv
        gkc rank 2023-q4 --public --format csv > 公布.csv
    """
    with open_store() as store:
        if public:
            print_published(store, round_id, fmt)
        else:
            print_ranking(store, round_id, fmt)


@app.command("gaps")
def gaps_command(
    round_id: RoundId,
    unit: UnitOption = None,
    top: Annotated[int, typer.Option("--top", min=0, help="每个单位最多列几条；0 为全部")] = 0,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """输出失分点和待核查项：失分多的在前，附原因、证据网址和改进办法。

    \b
    示例：
        gkc gaps 2023-q4 --unit 市财政局
    """
    with open_store() as store:
        print_gaps(store, round_id, fmt, unit=unit, top=top)


def print_ranking(store: Store, round_id: str, fmt: Format) -> None:
    """The ranking of a scored round on stdout.

    Raises:
        CommandError: the round has not been scored.
        StoreError: there is no such round.
    """
    name = store.round(round_id).name
    ranked = store.ranked(round_id)
    if not ranked:
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    _say_if_old(store, round_id)
    names = {unit.id: unit.name for unit in store.round_units(round_id)}
    scheme = _scheme(store, round_id)
    columns = {
        "group": "组别",
        "place": "名次",
        "unit": "单位",
        "value": "得分",
        "low": "最低",
        "high": "最高",
        "coverage": "覆盖率",
        "grade": "等级",
        **performance_column(scheme),
        "why_not": "说明",
    }
    of = rank_values if fmt is Format.JSON else _rank_words
    rows = ({**of(r, names[r.unit_id]), **performance_cell(scheme, r.value, fmt)} for r in ranked)
    emit(rows, columns, fmt, f"{name} 排名")


def performance_column(scheme: Scheme) -> dict[str, str]:
    """The column of points in the yearly 绩效考核; none where the scheme converts nothing."""
    if scheme.performance_points is None:
        return {}
    return {"performance": f"绩效考核分（满分 {number_text(scheme.performance_points)}）"}


def performance_cell(scheme: Scheme, value: Fraction | None, fmt: Format) -> Row:
    """What a value is worth there, in that column; None where there is no value."""
    if scheme.performance_points is None:
        return {}
    worth = None if value is None else performance(scheme, value)
    return {"performance": number(worth) if fmt is Format.JSON else points(worth)}


def _scheme(store: Store, round_id: str) -> Scheme:
    scheme_id = store.round(round_id).scheme_id
    return parse_scheme(store.scheme_text(scheme_id), scheme_id)


def print_published(store: Store, round_id: str, fmt: Format) -> None:
    """The ranking of a scored round as its scheme lets the public see it.

    Raises:
        CommandError: the round has not been scored.
        StoreError: there is no such round.
        SchemeError: the scheme of the round cannot be read any more.
    """
    assessed = store.round(round_id)
    ranked = store.ranked(round_id)
    if not ranked:
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    _say_if_old(store, round_id)
    names = {unit.id: unit.name for unit in store.round_units(round_id)}
    columns, rows = published(_scheme(store, round_id), ranked, names)
    emit(rows, columns, fmt, f"{assessed.name} 排名")


def _say_if_old(store: Store, round_id: str) -> None:
    if old := out_of_date(store, round_id):
        say(f"提示：{old}", style="yellow")


def _rank_words(r: Ranked, unit: str) -> Row:
    return {
        "group": r.group,
        "place": "—" if r.place is None else r.place,
        "unit": unit,
        "value": points(r.value),
        "low": points(r.low),
        "high": points(r.high),
        "coverage": percent(r.coverage),
        "grade": r.grade,
        "why_not": r.why_not,
    }


def rank_values(r: Ranked, unit: str) -> Row:
    """A place as JSON: values and coverage as numbers."""
    return {
        "group": r.group,
        "place": r.place,
        "unit_id": r.unit_id,
        "unit": unit,
        "value": number(r.value),
        "low": number(r.low),
        "high": number(r.high),
        "coverage": round(float(r.coverage), 4),
        "grade": r.grade,
        "why_not": r.why_not,
    }


def print_gaps(
    store: Store, round_id: str, fmt: Format, *, unit: str | None = None, top: int = 0
) -> None:
    """Gaps of one or all units on stdout, largest loss first.

    Raises:
        CommandError: the round has not been scored.
        StoreError: there is no such round.
    """
    from dashboard.rounds.steps import unit_gaps  # loads every check; a ranking needs none

    name = store.round(round_id).name
    if not store.scores(round_id):
        raise CommandError(f"轮次 {round_id} 还没有计分，请先运行 gkc score {round_id}")
    _say_if_old(store, round_id)
    columns = {
        "unit": "单位",
        "code": "序号",
        "name": "指标",
        "lost": "失分",
        "open": "待核查",
        "outcome": "结果",
        "reason": "原因",
        "url": "证据网址",
        "remedy": "怎么改",
    }
    if fmt is Format.CSV:  # room for what a unit needs to dispute a point
        columns |= {
            "indicator_id": "指标编号",
            "captured_at": "采集时间",
            "sha256": "SHA-256",
            "warc": "存证文件",
            "offset": "位置",
        }
    of = _gap_values if fmt is Format.JSON else _gap_words
    rows = [
        of(gap, one)
        for one in chosen_units(store, round_id, unit)
        for gap in merged(unit_gaps(store, round_id, one.id))[: top or None]
    ]
    emit(rows, columns, fmt, f"{name} 失分点")


def _gap_words(gap: Gap, unit: Unit) -> Row:
    shown = gap.evidence[0] if gap.evidence else None
    return {
        "unit": unit.name,
        "code": gap.code,
        "name": gap.name,
        "lost": points(gap.lost),
        "open": points(gap.open),
        "outcome": outcome_in_words(gap.outcome, gap.cause),
        "reason": "。".join(filter(None, (gap.reason, _tried(gap)))),
        "url": shown.url if shown else "",
        "remedy": gap.remedy,
        "indicator_id": gap.indicator_id,
        "captured_at": china_time(shown.captured_at) if shown and shown.captured_at else "",
        "sha256": shown.sha256 if shown else "",
        "warc": shown.warc if shown else "",
        "offset": shown.offset if shown and shown.warc else None,
    }


def _tried(gap: Gap) -> str:
    """All that was tried where it proves the look; in short where there is something to show."""
    steps = gap.looked.steps if gap.looked else ()
    proves = gap.outcome in {Outcome.MISSING, Outcome.UNKNOWN} and not gap.evidence
    return tried(steps) if proves else tried_in_short(steps)


def _gap_values(gap: Gap, unit: Unit) -> Row:
    return {
        "unit_id": unit.id,
        "unit": unit.name,
        "indicator_id": gap.indicator_id,
        "code": gap.code,
        "name": gap.name,
        "path": list(gap.path),
        "points": number(gap.points),
        "lost": number(gap.lost),
        "open": number(gap.open),
        "outcome": gap.outcome.value,
        "cause": gap.cause.value if gap.cause else None,
        "reason": gap.reason,
        "remedy": gap.remedy,
        "rule": gap.rule,
        "basis": list(gap.basis),
        "evidence": [
            evidence_values(piece) | {"offset": piece.offset if piece.warc else None}
            for piece in gap.evidence
        ],
        "looked": {
            "columns": list(gap.looked.columns),
            "pages": gap.looked.pages,
            "words": list(gap.looked.words),
            "steps": [step_values(step) for step in gap.looked.steps],
        }
        if gap.looked
        else None,
    }
