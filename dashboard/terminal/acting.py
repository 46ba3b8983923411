"""Who a command acts as: `--as`. Whoever has the machine may name anybody; what is noted has a
name, and the roles hold as on screen.
"""

from getpass import getuser
from typing import TYPE_CHECKING, Annotated

import typer

from crawlers.clock import now
from data.people import Person
from data.trail import Doer
from data.workflow import WorkflowError

if TYPE_CHECKING:
    from data.store import Store

AsOption = Annotated[str, typer.Option("--as", help="以哪个账号操作（用户名）", metavar="账号")]


def owner() -> str:
    """Who has the machine, for the audit chain, where a command asks for no account."""
    try:
        return f"gkc:{getuser()}"
    except (KeyError, OSError):  # a container without a user database
        return "gkc"


def doer() -> Doer:
    """Who has the machine, now."""
    return Doer(owner(), now())


def acting(person_id: str, store: "Store") -> Person:
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
