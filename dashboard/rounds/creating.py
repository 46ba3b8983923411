"""Beginning a round: which units it takes, and the scheme and the units kept as they are now."""

import re
from collections.abc import Iterable
from datetime import date

from crawlers.clock import now
from data.indicators import Scheme
from data.store import Store
from data.trail import Doer
from data.types import Round, Unit
from data.workflow import WorkflowError

ONE_SHOT = "本次评估"  # group of the units that `gkc assess` makes; no round takes them by itself

_ID = re.compile(r"\w[\w.-]{0,63}")  # also a folder name in the archive


def open_to_all(units: Iterable[Unit], kind: str) -> list[Unit]:
    """The units of a kind that a round takes when nobody names any."""
    return [unit for unit in units if unit.kind == kind and unit.group != ONE_SHOT]


def strange_duties(scheme: Scheme, units: Iterable[Unit]) -> list[str]:
    """Duties of units that the scheme does not know: who has only such is excused from all that
    asks for a duty, so that a slip of the pen moves scores.
    """
    said = {duty for unit in units for duty in unit.duties or ()}
    return sorted(said - scheme.duties.keys()) if scheme.duties else []


def create_round(
    store: Store,
    round_id: str,
    scheme: Scheme,
    text: str,
    units: list[Unit],
    *,
    as_of: date,
    year: int | None = None,
    name: str = "",
    copies: frozenset[str] = frozenset(),
    web_only: bool = False,
    doer: Doer | None = None,
) -> Round:
    """Keep the scheme as it is now, the units, and a round that uses them; all that is wrong shows
    before anything is kept.

    Args:
        doer: who does it; None in a database of one look.

    Raises:
        WorkflowError: the id cannot be one, or is taken; or there is no unit.
        StoreError: a round already uses another scheme of this id.
    """
    if not _ID.fullmatch(round_id):
        raise WorkflowError(
            f"轮次编号“{round_id}”不能用；请只用字母、数字、汉字和 . - _，至多 64 个字"
        )
    if any(known.id == round_id for known in store.rounds()):
        raise WorkflowError(f"评估轮次“{round_id}”已经存在；请换一个编号")
    if not units:
        raise WorkflowError("没有选定单位；请至少选一个单位")
    at = now()
    store.put_scheme(scheme.id, text, doer)
    store.put_units(units, doer)
    created = Round(
        id=round_id,
        name=name or round_id,
        scheme_id=scheme.id,
        as_of=as_of,
        year=year or as_of.year,
        unit_ids=tuple(unit.id for unit in units),
        created_at=at,
        copies=copies,
        web_only=web_only,
    )
    store.create_round(created, doer)
    return created
