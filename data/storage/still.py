"""Whether what was asked before a write still holds, asked once more inside its transaction.

Between the question and the write somebody may move the round to another stage, or lock the
account. Whoever writes of a round holds its row (`seals.demand_open`, `stages.lock_round`), which
a move of the stage has to wait for, and the row of the account, which a change of it waits for.
"""

import json

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from data.people import NotAllowed, Person
from data.storage.stages import stage_of
from data.tables import AccountRow
from data.workflow import Refuse, WorkflowError

# Built once: asked before every judgement. `key_share`: people at work do not wait for each other.
_ACCOUNT = (
    select(AccountRow.active, AccountRow.role, AccountRow.unit_id, AccountRow.tied)
    .where(AccountRow.id == bindparam("id"))
    .with_for_update(read=True, key_share=True)
)


def demand_stage(session: Session, round_id: str, refuse: Refuse) -> None:
    """To be asked after the row of the round is held.

    Raises:
        WorkflowError: the stage of the round does not allow it any more.
    """
    if why := refuse(stage_of(session, round_id)):
        raise WorkflowError(why)


def demand_same(session: Session, person: Person) -> None:
    """A person without an account has the machine, and is not asked for.

    Raises:
        NotAllowed: the account was locked, or got another role, unit or tie.
    """
    row = session.connection().execute(_ACCOUNT, {"id": person.id}).first()
    if row is None:
        return
    now = (row.active, row.role, row.unit_id, frozenset(json.loads(row.tied)))
    if now != (True, person.role.value, person.unit_id, person.tied):
        raise NotAllowed("账号刚有变动（停用、角色、单位或关联单位），没有保存；请重新登录后再操作")
