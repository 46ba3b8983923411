"""One line of the audit chain for every write of a person, where the program has a chain."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from sqlalchemy.orm import Session

_CHAIN = "data.storage.audit"


def trail(
    session: Session,
    *,
    at: datetime,
    by: str,
    action: str,
    round_id: str,
    unit_id: str = "",
    what: str = "",
) -> None:
    """Say in the transaction of a write who wrote what; `what` is without personal data."""
    if find_spec(_CHAIN):
        note: Callable[..., object] = import_module(_CHAIN).note
        note(session, at=at, by=by, action=action, round_id=round_id, unit_id=unit_id, what=what)
