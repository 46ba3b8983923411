"""The long work of a round as one person may begin, watch and stop it. Part of `Desk`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from crawlers.settings import Settings
from dashboard.desk.seat import Seat
from dashboard.jobs import roundjob
from dashboard.jobs.roundjob import ACT, STEP_NAMES, Job, Step, certificate
from dashboard.rounds.permitted import demand_stage
from data.people import Action
from data.storage.seals import Seal
from data.workflow import Stage, WorkflowError

SEALABLE = frozenset({None, Stage.FINAL, Stage.PUBLISHED, Stage.ARCHIVED})


class JobDesk(Seat):
    """Raises NotAllowed where the person may not, and StoreError as the store does."""

    def job(self, round_id: str, var: Path) -> Job | None:
        """The last job of a round, for those who see how all units do."""
        self._demand(Action.READ_RANKS)
        return roundjob.job_of(var, self._store.round(round_id).id)

    def start_job(
        self,
        round_id: str,
        steps: Sequence[Step],
        settings: Settings,
        processes: int,
        var: Path,
        at: datetime,
    ) -> None:
        """Begin to collect, check, score or seal, in a process of its own.

        Args:
            steps: at least one, in their order.

        Raises:
            WorkflowError: a job of the round runs, or its stage does not allow a step.
        """
        person = self._demand(Action.MANAGE_ROUNDS)
        self._store.round(round_id)
        for step in steps:
            if step is Step.SEAL:
                self._demand(Action.PUBLISH)
                if self._store.stage(round_id) not in SEALABLE:
                    raise WorkflowError("终评之后才可以封存")
            else:
                demand_stage(self._store, round_id, ACT[step])
        roundjob.start(self._store.url, var, round_id, steps, settings, processes, person.id, at)
        what = "开始" + "、".join(STEP_NAMES[step] for step in steps)
        self._store.note(at=at, by=person.id, action="start_job", round_id=round_id, what=what)

    def stop_job(self, round_id: str, var: Path, at: datetime) -> None:
        """Ask the job of a round to save what it has and end.

        Raises:
            WorkflowError: none runs.
        """
        by = self._demand(Action.MANAGE_ROUNDS).id
        roundjob.stop(var, self._store.round(round_id).id)
        self._store.note(at=at, by=by, action="stop_job", round_id=round_id, what="停止任务")

    def sealed(self, round_id: str) -> Seal | None:
        """What a round was sealed with; None while it is open."""
        self._demand(Action.READ_RANKS)
        return self._store.seal(round_id)

    def certificate(self, round_id: str, var: Path) -> Path | None:
        """Where the certificate of a round sealed on screen is; None when it is not here."""
        self._demand(Action.MANAGE_ROUNDS)
        path = certificate(var, self._store.round(round_id).id)
        return path if path.exists() else None
