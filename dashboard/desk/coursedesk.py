"""The course of a round as one person may lead it, from setting it up. Part of `Desk`."""

from datetime import datetime

from dashboard.casework.telling import round_names, tell_units, workbook
from dashboard.desk.jobdesk import JobDesk
from dashboard.desk.setupdesk import SetupDesk
from dashboard.desk.sources import Sources
from dashboard.rounds.steps import unit_findings
from dashboard.stages.course import move_round, set_terms
from dashboard.stages.wherestands import Course, course_of
from data.calendar import CHINA
from data.feedback import Feedback
from data.people import Action
from data.workflow import Stage, StageMove, Terms, WorkflowError


class CourseDesk(SetupDesk, JobDesk):
    """Raises NotAllowed where the person may not, and StoreError as the store does."""

    _sources: Sources

    def course(self, round_id: str, at: datetime) -> Course:
        """Where the round stands, and what is lacking; for those who see how all units do."""
        self._demand(Action.READ_RANKS)
        today = at.astimezone(CHINA).date()
        return course_of(self._store, round_id, today=today, waiting=self._sources.waiting)

    def stage(self, round_id: str) -> Stage | None:
        """Where a round stands of which the person may see anything; None: nobody leads it."""
        if not self.readable(round_id):
            raise self._refused(Action.READ_RESULTS)
        return self._store.stage(round_id)

    def move(self, round_id: str, to: Stage, reason: str, at: datetime) -> StageMove:
        """Move the round on, or one stage back with a reason.

        Raises:
            WorkflowError: what is lacking.
        """
        person = self._demand(Action.MOVE_STAGE)
        return move_round(self._store, person, round_id, to, at=at, reason=reason)

    def set_terms(self, round_id: str, terms: Terms, at: datetime) -> None:
        """
        Raises:
            WorkflowError: it is too late, or a stage cannot be left out.
        """
        set_terms(self._store, self._demand(Action.MANAGE_ROUNDS), round_id, terms, at=at)

    def tell(self, round_id: str, at: datetime) -> list[Feedback]:
        """Hand every unit of the round its list of lost points.

        Raises:
            WorkflowError: the stage does not allow it, or the points are out of date.
            CalendarError: the working days of the year are not known.
        """
        person = self._demand(Action.MANAGE_ROUNDS)
        units = self._store.round_units(round_id)
        return tell_units(self._store, person, round_id, units, at=at)

    def told(self, round_id: str) -> dict[str, Feedback]:
        """The lists in force of readable units, by unit id, in the order of the round."""
        units, told = self.readable(round_id), self._store.told(round_id)
        order = self._store.round(round_id).unit_ids
        return {id_: told[id_][-1] for id_ in order if id_ in units and id_ in told}

    def list_file(self, round_id: str, unit_id: str) -> bytes:
        """The list of a unit as a workbook.

        Raises:
            WorkflowError: the unit has none yet.
        """
        self._demand(Action.READ_RESULTS, unit_id)
        told = self.told(round_id).get(unit_id)
        if told is None:
            raise WorkflowError("还没有向该单位反馈问题清单")
        unit = next(each for each in self._store.round_units(round_id) if each.id == unit_id)
        name, names = self._store.round(round_id).name, round_names(self._store)
        return workbook(name, unit, told, names, unit_findings(self._store, round_id, unit_id))
