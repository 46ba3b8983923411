"""Whether the stage of a round allows what somebody is about to do: asked in one place."""

from data.store import Store
from data.workflow import WorkflowError
from scoring.stages import Act, refusal


def demand_stage(store: Store, round_id: str, act: Act) -> None:
    """
    Raises:
        StoreError: the round is sealed.
        WorkflowError: the stage of the round does not allow it.
    """
    store.demand_open(round_id)
    if why := refusal(act, store.stage(round_id)):
        raise WorkflowError(why)
