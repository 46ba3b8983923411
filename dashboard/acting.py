"""Who a command acts as: `--as`. Whoever has the machine may name anybody; what is noted has a
name, and the roles hold as on screen.
"""

from typing import Annotated

import typer

from data.people import Person
from data.store import Store
from data.workflow import WorkflowError

AsOption = Annotated[str, typer.Option("--as", help="以哪个账号操作（用户名）", metavar="账号")]


def acting(person_id: str, store: Store) -> Person:
    """The person that a command acts as.

    Raises:
        WorkflowError: nobody is named, or there is no such active account.
    """
    if not person_id:
        raise WorkflowError("请用 --as 写明以哪个账号操作")
    account = store.account(person_id)
    if account is None or not account.active:
        raise WorkflowError(f"没有可用的账号“{person_id}”；请用 gkc people list 核对")
    return account.person
