"""Scores of a whole province written at once. Part of `Store`."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Text, bindparam, delete, select

from data.storage.audit import note
from data.storage.database import BATCH, Database, table_of
from data.storage.rounds import member_row
from data.storage.seals import demand_open
from data.storage.still import demand_stage
from data.tables import DigestRow, RoundUnitRow, ScoreRow
from data.trail import Doer
from data.verdicts import ScoreLine
from data.workflow import Refuse

# Numbers and payloads come as canonical text: to turn the ones round, and to search megabytes of
# our own text for what no database takes, costs more than to write them.
_TEXTS = ("payload", "value", "low", "high", "coverage")
_INSERT = table_of(ScoreRow).insert().values({key: bindparam(key, type_=Text()) for key in _TEXTS})


def put_lines(
    database: Database,
    round_id: str,
    lines: Iterable[ScoreLine],
    digest: Callable[[], str],
    doer: Doer,
    refuse: Refuse,
) -> str:
    """Replace a round's scores, places and digest, all or nothing; returns the digest.

    Args:
        lines: taken as they are made, so that they need not all be in memory.
        digest: asked for after the last line.
        doer: noted in the audit chain, unless nobody is named.
        refuse: asked of the stage in which the round is when this is written.

    Raises:
        WorkflowError: the stage does not allow it.
        StoreError: the round or one of the units in it is unknown.
    """
    with database.write() as session:
        demand_open(session, round_id)
        demand_stage(session, round_id, refuse)
        query = select(RoundUnitRow.unit_id).where(RoundUnitRow.round_id == round_id)
        members = set(session.scalars(query))
        session.execute(delete(ScoreRow).where(ScoreRow.round_id == round_id))
        for some in _batches(lines):
            for line in some:
                if line.unit_id not in members:
                    member_row(session, round_id, line.unit_id)
            session.connection().execute(_INSERT, [_row(round_id, line) for line in some])
        made = digest()
        row = {"round_id": round_id, "digest": made, "made_at": doer.at}
        database.upsert(session, DigestRow, [row])
        if doer.by:
            what = f"计分，结果摘要值 {made}"
            note(session, at=doer.at, by=doer.by, action="score", round_id=round_id, what=what)
    return made


def _batches(lines: Iterable[ScoreLine]) -> Iterator[list[ScoreLine]]:
    rest = iter(lines)
    while some := list(islice(rest, BATCH)):
        yield some


def _row(round_id: str, line: ScoreLine) -> dict[str, Any]:
    return {
        "round_id": round_id,
        "unit_id": line.unit_id,
        "payload": line.payload,
        "unit_group": line.group,
        "place": line.place,
        "value": line.value,
        "low": line.low,
        "high": line.high,
        "coverage": line.coverage,
        "points": line.points,
        "grade": line.grade,
        "why_not": line.why_not,
    }
