"""Who a command acts as: `--as`, until there is a sign-in on the command line."""

from collections.abc import Callable
from typing import Annotated

import typer

from data.people import Person
from data.store import Store
from data.workflow import WorkflowError

Accounts = Callable[[str], Person | None]  # id -> an active account

AsOption = Annotated[str, typer.Option("--as", help="以哪个账号操作（用户名）", metavar="账号")]


def accounts_of(store: Store) -> Accounts:
    """How accounts of a store are read: the person of an active one, by id.

    A store of this version without accounts knows nobody.
    """
    read = getattr(store, "account", None)

    def find(person_id: str) -> Person | None:
        account = read(person_id) if read else None
        if account is None or not account.active:
            return None
        person = account.person
        return person if isinstance(person, Person) else None

    return find


def acting(person_id: str, accounts: Accounts) -> Person:
    """The person that a command acts as.

    Raises:
        WorkflowError: nobody is named, or there is no such active account.
    """
    if not person_id:
        raise WorkflowError("请用 --as 写明以哪个账号操作")
    person = accounts(person_id)
    if person is None:
        raise WorkflowError(f"没有可用的账号“{person_id}”；请用 gkc people list 核对")
    return person
