"""The lists of lost points that units get: made, kept, and written as a workbook a unit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from dashboard.rounds.currency import out_of_date
from dashboard.rounds.permitted import demand_stage, during, is_published
from dashboard.rounds.places import rounds_before
from dashboard.rounds.steps import unit_gaps
from dashboard.wording.printing import china_time, points, shown
from dashboard.wording.searched import where_looked
from data.calendar import CHINA, add_workdays
from data.canonical import fraction_text
from data.feedback import Feedback, Line
from data.people import Action, Person, demand
from data.scheme_sheets.book import Book
from data.scheme_sheets.cells import Cell
from data.store import Store
from data.types import Evidence, Finding, Unit
from data.workflow import WorkflowError
from scoring.gaps import Gap
from scoring.stages import Act

_MOST_SIGNS = 8000  # of a cell: Excel takes four times that, and nobody reads more
_COLUMNS = (
    "序号", "指标", "分值", "扣分", "扣分原因", "证据", "查找范围", "怎样整改", "评分规则", "往轮",
)  # fmt: skip
_REPLIES = ("整改情况", "整改链接", "说明")
_WIDTHS = (6, 24, 8, 8, 40, 50, 34, 40, 40, 14, 14, 30, 30)


def tell_units(
    store: Store, person: Person, round_id: str, units: Sequence[Unit], *, at: datetime
) -> list[Feedback]:
    """Hand units their lists; one that has the same list already keeps it, dates included.

    Returns:
        The list in force of every unit, in the order of `units`.

    Raises:
        NotAllowed: the person may not.
        WorkflowError: the stage does not allow it, or the points are out of date.
        CalendarError: the working days of the year are not known.
    """
    demand(person, Action.MANAGE_ROUNDS)
    demand_stage(store, round_id, Act.TELL)
    if old := out_of_date(store, round_id):
        raise WorkflowError(f"得分不是最新的，不能反馈：{old}")
    scores = store.scores(round_id)
    if lacking := [unit.name for unit in units if unit.id not in scores]:
        raise WorkflowError(f"{'、'.join(lacking[:3])}还没有计分，请先运行 gkc score {round_id}")
    terms, day = store.terms(round_id), at.astimezone(CHINA).date()
    dates = add_workdays(day, terms.appeal_days), add_workdays(day, terms.rectify_days)
    before, told = lost_before(store, round_id), store.told(round_id)
    new, found = [], []
    for unit in units:
        lost = [gap for gap in unit_gaps(store, round_id, unit.id) if gap.lost]
        lines = tuple(_line(gap, before.get((unit.id, gap.indicator_id), ())) for gap in lost)
        known = told.get(unit.id, [])
        if known and known[-1].lines == lines:
            found.append(known[-1])
            continue
        new.append(Feedback(unit.id, person.id, at, *dates, lines))
        found.append(new[-1])
    store.tell(round_id, new, during(Act.TELL))
    return found


def lost_before(store: Store, round_id: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Earlier rounds, oldest first, in which an indicator of a unit lost points, and the unit got
    to know of it: by its list, or because the round is published.
    """
    this = store.round(round_id)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in reversed(rounds_before(store.rounds(), this)):
        told, public = store.told(each.id), is_published(store, each.id)
        for unit_id, score in store.scores(each.id).items():
            if not public and unit_id not in told:
                continue
            for id_, got in score.leaves.items():
                if got.lost:
                    found[unit_id, id_] = (*found.get((unit_id, id_), ()), each.id)
    return found


def _line(gap: Gap, before: tuple[str, ...]) -> Line:
    return Line(
        indicator_id=gap.indicator_id,
        code=gap.code,
        name=gap.name,
        points=fraction_text(gap.points),
        lost=fraction_text(gap.lost),
        reason=shown(gap.reason),
        remedy=gap.remedy,
        rule=gap.rule,
        evidence=tuple(map(_piece, gap.evidence)),
        again=before,
    )


def round_names(store: Store) -> dict[str, str]:
    return {each.id: each.name for each in store.rounds()}


def with_names(line: Line, names: Mapping[str, str]) -> Line:
    """A told line as people read it: the rounds that lost it before by name, not by id. What was
    told stays as it is, for its digest."""
    return replace(line, again=tuple(names.get(id_, id_) for id_ in line.again))


def _piece(piece: Evidence) -> str:
    when = f"采集于 {china_time(piece.captured_at)}" if piece.captured_at else ""
    proof = f"SHA-256 {piece.sha256}" if piece.sha256 else ""
    return shown("；".join(filter(None, (piece.url, piece.quote, when, proof))))


def workbook(
    round_name: str,
    unit: Unit,
    told: Feedback,
    names: Mapping[str, str] | None = None,
    findings: Mapping[str, Finding] | None = None,
) -> bytes:
    """A list as a workbook to be filled in and sent back; nothing in it runs as a formula.

    Args:
        names: of earlier rounds, by id.
        findings: of the unit, by indicator id: they know where an absent item was looked for.
    """
    made = Book()
    sheet = made.sheet("问题清单", _WIDTHS, freeze=(4, 2))
    last = len(_WIDTHS) - 1
    lost = sum((Fraction(line.lost) for line in told.lines), Fraction(0))
    made.put_range(sheet, (0, 0, 0, last), _cut(f"{unit.name}问题清单（{round_name}）"))
    said = f"共 {len(told.lines)} 项，按指标分值合计扣 {points(lost)} 分"
    made.put_range(sheet, (1, 0, 1, last), said if told.lines else "没有扣分项")
    made.put_range(
        sheet,
        (2, 0, 2, last),
        f"{china_time(told.at)} 反馈；申诉截止 {told.appeal_by}，整改截止 {told.rectify_by}；"
        f"内容摘要值（SHA-256）{told.digest}",
    )
    made.heads(sheet, 3, (*_COLUMNS, *_REPLIES))
    for number, each in enumerate(told.lines, 1):
        line = with_names(each, names or {})
        found = (findings or {}).get(each.indicator_id)
        cells: tuple[Cell, ...] = (
            number,
            _cut(f"{line.code} {line.name}"),
            points(Fraction(line.points)),
            points(Fraction(line.lost)),
            _cut(line.reason),
            _cut("\n".join(line.evidence)),
            _cut(where_looked(found.looked if found else None)),
            _cut(line.remedy),
            _cut(line.rule),
            _cut(f"屡次失分：{'、'.join(line.again)}" if line.again else ""),
            *("" for _ in _REPLIES),
        )
        for column, cell in enumerate(cells):
            made.put(sheet, number + 3, column, cell)
        made.height(sheet, number + 3, cells, _WIDTHS)
    made.book.close()
    return made.out.getvalue()


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else text[:_MOST_SIGNS] + "…"
