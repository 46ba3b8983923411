"""Whether the stage of a round allows what somebody is about to do: asked in one place."""

from data.store import Store
from data.workflow import Refuse, Stage, WorkflowError
from scoring.stages import Act, refusal

_PUBLISHED = frozenset({Stage.PUBLISHED, Stage.ARCHIVED})


def is_published(store: Store, round_id: str) -> bool:
    """Whether a round's results were made public. The one place that asks its stage."""
    return store.stage(round_id) in _PUBLISHED


def demand_stage(store: Store, round_id: str, act: Act) -> None:
    """Before work is begun; what is written asks once more (`during`).

    Raises:
        StoreError: the round is sealed.
        WorkflowError: the stage of the round does not allow it.
    """
    store.demand_open(round_id)
    if why := refusal(act, store.stage(round_id)):
        raise WorkflowError(why)


def during(*acts: Act) -> Refuse:
    """What the store asks of the stage inside the transaction that writes: all of these acts have
    to be allowed.
    """

    def refuse(stage: Stage | None) -> str:
        return next(filter(None, (refusal(act, stage) for act in acts)), "")

    return refuse
