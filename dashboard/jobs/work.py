"""The process of a job of a round:
`python -m dashboard.jobs.work ROUND PERSON BEGAN PROCESSES STEP…`.

Started by `dashboard.jobs.roundjob`, which has asked whether it may be.
"""

import logging
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawlers import logs
from crawlers.clock import now
from crawlers.settings import Settings
from dashboard.certificates.sealing import seal_round
from dashboard.jobs import held
from dashboard.jobs.roundjob import (
    SETTINGS,
    STEP_NAMES,
    End,
    Job,
    Places,
    Step,
    certificate,
    write,
)
from dashboard.rounds.progress import totals
from dashboard.rounds.steps import check_round, collect_round, score_round, still_refused
from dashboard.terminal.stopping import sigterm_as_ctrl_c
from data.archive import evidence_of
from data.certificate import CertificateError
from data.faults import explained
from data.schemes import SchemeError
from data.storage.database import DatabaseError, StoreError, database_url
from data.store import Store
from data.training import TopicModelError
from data.var import VAR
from data.workflow import WorkflowError
from data.writer import ArchiveError

# Sentences for people already.
SAID = (
    WorkflowError, StoreError, SchemeError, ArchiveError, TopicModelError, CertificateError,
)  # fmt: skip
NAMED = 3  # units named one by one

log = logging.getLogger(__name__)


class Work:
    """A job under way: what it is at is written down as it comes along, from its first step on:
    until then nobody knows its process, and so nobody stops it where that could not be noted.
    """

    def __init__(self, job: Job, places: Places, store: Store, round_id: str) -> None:
        self.job, self._places, self.store, self.round_id = job, places, store, round_id
        self.remarks: list[str] = []

    def note(self, **new: object) -> None:
        self.job = replace(self.job, **new)  # type: ignore[arg-type]
        write(self._places, self.job)

    def advance(self) -> None:
        self.note(done=self.job.done + 1)


def collect(work: Work, var: Path, settings: Settings, processes: int) -> None:
    """All sites that are not finished; those that our own program failed on are told."""
    store, round_id = work.store, work.round_id
    before = totals(store.site_progress(round_id))
    work.note(asked=before.asked, ended_before=before.ended)
    evidence_of(var, round_id).make_ready()
    names = {unit.id: unit.name for unit in store.round_units(round_id)}
    refused = still_refused(store, round_id, settings.allow)
    failed = collect_round(store, round_id, var, settings, processes=processes)
    for word, found in (("地址仍不允许访问，没有再试", refused), ("采集出错", failed)):
        if found:
            named = "；".join(f"{names[id_]}：{why}" for id_, why in list(found.items())[:NAMED])
            work.remarks.append(f"{len(found)} 个网站{word}（{named}）")


def check(work: Work, var: Path) -> None:
    """Every site again: a few seconds each."""
    work.note(done=0, of=len(work.store.round(work.round_id).unit_ids))
    check_round(work.store, work.round_id, var, on_site=lambda unit: work.advance())


def score(work: Work) -> None:
    """
    Raises:
        WorkflowError: units were collected since they were checked.
    """
    if behind := work.store.behind(work.round_id).unchecked:
        raise WorkflowError(f"{len(behind)} 个单位最近一次采集之后还没有核查，请先核查")
    score_round(work.store, work.round_id, work.job.by)


def seal(work: Work, var: Path) -> None:
    """The certificate into its place; one that is there already is of the sealed round."""
    path = certificate(var, work.round_id)
    if path.exists() and work.store.seal(work.round_id):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    seal_round(work.store, work.round_id, path, var, by=work.job.by)


def run(work: Work, var: Path, settings: Settings, processes: int) -> tuple[End, str]:
    """Step after step; how it ended, and what there is to say of it."""
    steps: dict[Step, Callable[[], None]] = {
        Step.COLLECT: lambda: collect(work, var, settings, processes),
        Step.CHECK: lambda: check(work, var),
        Step.SCORE: lambda: score(work),
        Step.SEAL: lambda: seal(work, var),
    }
    try:
        for step in work.job.steps:
            work.note(step=step, done=0, of=0)
            steps[step]()
    except KeyboardInterrupt:
        return End.STOPPED, "；".join(work.remarks)
    except SAID as error:
        return End.FAILED, "；".join([*work.remarks, str(error)])
    except (OSError, DatabaseError) as error:
        log.warning("the job failed", exc_info=error)
        return End.FAILED, f"{explained(error)}后再次开始，会接着做"
    except Exception as error:  # whoever began it is not here to see a traceback
        log.exception("the job failed")
        return End.FAILED, f"程序出错（{type(error).__name__}），详见服务器日志；再次开始会接着做"
    return End.DONE, "；".join(work.remarks)


def main(words: list[str]) -> None:
    """The whole of it, to the last line of its state."""
    held.keep()
    logs.set_up()
    round_id, by, began, processes, *steps = words
    chosen = tuple(map(Step, steps))
    job = Job(
        chosen, by, datetime.fromisoformat(began), chosen[0],
        pid=os.getpid(), host=platform.node(),
    )  # fmt: skip
    places = Places.of(VAR, round_id)
    settings = Settings.from_json(os.environ[SETTINGS])
    with sigterm_as_ctrl_c(), Store(database_url()) as store:
        work = Work(job, places, store, round_id)
        end, why = run(work, VAR, settings, int(processes))
        at = now()
        work.note(end=end, why=why, ended_at=at)
        word = {End.DONE: "完成", End.STOPPED: "已停止", End.FAILED: "没有完成"}[end]
        what = "、".join(STEP_NAMES[step] for step in chosen)
        store.note(at=at, by=by, action="end_job", round_id=round_id, what=f"{what}：{word}")


if __name__ == "__main__":
    main(sys.argv[1:])
