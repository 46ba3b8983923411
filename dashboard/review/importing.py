"""Judgements brought as a file: held to the rules of the desk, row by row, before any is saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dashboard.review.answer import LADDER, confirmed
from dashboard.review.founded import LadderOpen, Unfounded, demand_founded
from dashboard.rounds.permitted import during
from dashboard.wording.language import _
from data.accounts import Account
from data.judgements import JudgementError, Row
from data.people import Action, may
from data.store import Store
from data.types import Judgement
from scoring.stages import Act


def import_judgements(
    store: Store, round_id: str, rows: Sequence[Row], *, by: str, at: datetime
) -> None:
    """Save first judgements, all or nothing.

    A reviewer who has an account is held to its role and its ties; others, who never sign in, are
    taken at their word, which whoever has the machine gives.

    Args:
        by: who brings the file, for the audit chain.

    Raises:
        JudgementError: the first row that the desk would not have taken, and why.
        WorkflowError: the stage of the round does not allow it.
        StoreError: the round is sealed, or somebody judged one of the points in a later turn.
    """
    accounts = [account for account in store.accounts() if account.active]
    made = [(row.where, _held(store, round_id, row, accounts)) for row in rows]
    store.record_rows(round_id, made, by=by, at=at, refuse=during(Act.JUDGE))


def _held(store: Store, round_id: str, row: Row, accounts: Sequence[Account]) -> Judgement:
    judgement = replace(
        row.judgement,
        by=_reviewer(row, accounts),
        reason=confirmed(row.judgement.reason, row.steps),
    )
    if unknown := [step for step in row.steps if step not in LADDER]:
        raise JudgementError(
            _("{where}：确认步骤“{unknown}”无效；可写：{ladder}").format(
                where=row.where, unknown=unknown[0], ladder=";".join(LADDER)
            )
        )
    try:
        demand_founded(store, round_id, judgement, confirmed=set(row.steps) == set(LADDER))
    except LadderOpen as error:
        raise JudgementError(
            _(
                "{where}：核查没有看全，不能直接认定“未公开”；请做完各确认步骤，并在“确认"
                "步骤”列写明：{ladder}"
            ).format(where=row.where, ladder=";".join(LADDER))
        ) from error
    except Unfounded as error:
        raise JudgementError(f"{row.where}：{error}") from error
    return judgement


def _reviewer(row: Row, accounts: Iterable[Account]) -> str:
    """The id of the account that the reviewer is known by, or the name as written.

    Raises:
        JudgementError: the accounts of that name may not judge the unit.
    """
    said, unit_id = row.judgement.by, row.judgement.unit_id
    known: Mapping[str, Account] = {
        account.id: account for account in accounts if said in {account.id, account.name}
    }
    mine = [known[said]] if said in known else list(known.values())
    able = [account for account in mine if may(account.person, Action.JUDGE, unit_id)]
    if mine and not able:
        tied = any(unit_id in account.tied for account in mine)
        why = _("与该单位有关联，须回避") if tied else _("的账号不能评审")
        raise JudgementError(
            _("{where}：评审人“{said}”{why}").format(where=row.where, said=said, why=why)
        )
    return able[0].id if len(able) == 1 else said
