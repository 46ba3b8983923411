"""One judgement written, inside the transaction of whoever writes. Nothing is overwritten: a
judgement is saved with the number of the last one that its author saw, and refused when there is a
newer one.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from data import rows
from data.calendar import CHINA
from data.reviews import MARK_NAMES, Cell
from data.storage.audit import note
from data.storage.database import StoreError, table_of
from data.storage.remarks import demand_text
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.tables import JudgementRow, RoundUnitRow
from data.types import Judgement, Mark


class Overtaken(StoreError):
    """Somebody else judged the point meanwhile; nothing was saved."""

    def __init__(self, newer: Judgement) -> None:
        self.newer = newer
        when = newer.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
        done = "撤回了意见" if newer.withdrawn else f"作出{MARK_NAMES[newer.mark]}意见"
        super().__init__(
            f"{newer.by} 已于 {when}（北京时间）对这一项{done}，你的意见没有保存，填写的内容还在；"
            "请看过新的意见再决定是否保存"
        )


def last_number(judgements: Iterable[Judgement], mark: Mark) -> int:
    """The number of the last judgement that somebody who gives this mark is to have seen.

    A blind one is compared with blind ones only, all others with all but those.
    """
    blind = mark is Mark.BLIND
    return max((j.number for j in judgements if (j.mark is Mark.BLIND) is blind), default=0)


# Statements that every judgement needs are built once: to build one costs as much as to run it.
_ROUND: BindParameter[str] = bindparam("round")
_UNIT: BindParameter[str] = bindparam("unit")
_INDICATOR: BindParameter[str] = bindparam("indicator")
_HELD = (
    select(RoundUnitRow.position)
    .where(RoundUnitRow.round_id == _ROUND, RoundUnitRow.unit_id == _UNIT)
    .with_for_update(key_share=True)
)
JUDGEMENT = table_of(JudgementRow)
_OF_CELL = (
    JUDGEMENT.select()
    .where(
        JUDGEMENT.c.round_id == _ROUND,
        JUDGEMENT.c.unit_id == _UNIT,
        JUDGEMENT.c.indicator_id == _INDICATOR,
    )
    .order_by(JUDGEMENT.c.id)
)


def hold(session: Session, round_id: str, unit_id: str) -> None:
    """Whoever judges the same unit waits until this transaction ends.

    Raises:
        StoreError: the unit is not in the round, or the round is sealed.
    """
    demand_open(session, round_id)
    # SQLite has no rows to lock and needs none: there is one writer at a time. `key_share`: rows
    # that refer to this one, such as fetches, can be added meanwhile.
    if session.connection().execute(_HELD, {"round": round_id, "unit": unit_id}).first() is None:
        demand_member(session, round_id, unit_id)


def of_cell(session: Session, round_id: str, cell: Cell) -> list[Judgement]:
    asked = {"round": round_id, "unit": cell[0], "indicator": cell[1]}
    # Rows of the table have the names of the class.
    found: Iterable[Any] = session.connection().execute(_OF_CELL, asked)
    return [rows.judgement(row) for row in found]


def append(
    session: Session,
    round_id: str,
    judgement: Judgement,
    seen: int,
    by: str,
    action: str = "judge",
) -> int:
    """The number given to a judgement; its unit is held (`hold`).

    Raises:
        Overtaken: somebody judged the point since `seen`.
        StoreError: it is not the author's own, has no text, or is not in turn.
    """
    if judgement.by != by:
        raise StoreError("评审意见只能由本人作出")
    demand_text(judgement.reason, "理由")
    cell = (judgement.unit_id, judgement.indicator_id)
    known = of_cell(session, round_id, cell)
    if (last := last_number(known, judgement.mark)) != seen:
        raise Overtaken(next(j for j in known if j.number == last) if last else known[-1])
    _demand_turn(judgement, known)
    row = {"round_id": round_id, **rows.judgement_row(judgement)}
    made = session.connection().execute(JUDGEMENT.insert(), row)
    assert made.inserted_primary_key is not None  # of one row there always is
    number = int(made.inserted_primary_key[0])
    said = ["撤回" if judgement.withdrawn else judgement.outcome.value]
    said += [f"{key}={value}" for key, value in judgement.items.items()]
    said += [f"{key}={value}" for key, value in judgement.counts.items()]
    turn = f"{judgement.indicator_id} {judgement.mark.value} #{number}"
    note(
        session, at=judgement.at, by=by, action=action, round_id=round_id,
        unit_id=judgement.unit_id,
        what=" ".join([turn, *said]),
    )  # fmt: skip
    return number


def _demand_turn(new: Judgement, known: Iterable[Judgement]) -> None:
    """
    Raises:
        StoreError: the first mark comes after others, or one person would give two of them; or
            it is none of a reviewer's.
    """
    if new.mark is Mark.DECISION:
        raise StoreError("裁定只能在申诉、情况说明或整改中作出")
    latest = {j.mark: j for j in known}
    standing = {mark: j for mark, j in latest.items() if not j.withdrawn}
    if new.mark is Mark.FIRST:
        after = (Mark.DECISION, Mark.ARBITRATION, Mark.SECOND)
        later = next((standing[mark] for mark in after if mark in standing), None)
        if later is not None and not new.withdrawn:
            raise StoreError(
                f"这一项已有{MARK_NAMES[later.mark]}意见（{later.by}），初评不能再改；请交复核员处理"
            )
    elif not new.withdrawn:
        others = {Mark.FIRST, Mark.BLIND} - {new.mark}
        if any(mark in standing and standing[mark].by == new.by for mark in others):
            raise StoreError(f"{MARK_NAMES[new.mark]}须由另一人作出，你已评过这一项")
