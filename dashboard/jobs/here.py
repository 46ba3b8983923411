"""The long work of a round in the process of a command: under the lock, and in the words, by which
screens know of their own jobs.
"""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from crawlers.clock import now
from dashboard.jobs import held
from dashboard.jobs.roundjob import BUSY, End, Job, Places, Step, text_of, write
from dashboard.rounds.progress import totals
from data.store import Store

_WHY = "原因见运行 gkc 的窗口"


@contextmanager
def at_work(
    store: Store, var: Path, round_id: str, step: Step, by: str, of: int = 0
) -> Iterator[Callable[[], None]]:
    """One step of a round while the block runs: nobody begins another, and who looks at the round
    on screen sees how far it is and may stop it.

    Args:
        of: how many units there are to go through; collecting is told by the database.

    Yields:
        To be called after each unit.

    Raises:
        StoreError: there is no such round.
        WorkflowError: a job of the round runs.
    """
    places = Places.of(var, store.round(round_id).id)
    before = totals(store.site_progress(round_id))
    job = Job(
        (step,), by, now(), step, of=of, asked=before.asked, ended_before=before.ended,
        pid=os.getpid(), host=platform.node(),
    )  # fmt: skip

    def note(**new: object) -> None:
        nonlocal job
        job = replace(job, **new)  # type: ignore[arg-type]  # names of fields
        write(places, job)

    clear = (places.state, places.stop, places.log)
    with held.holding(places.lock, text_of(job), busy=BUSY, clear=clear):
        try:
            note()
            yield lambda: note(done=job.done + 1)
        except KeyboardInterrupt:
            note(end=End.STOPPED, ended_at=now())
            raise
        except BaseException:  # also the exit of a command that said why
            note(end=End.FAILED, ended_at=now(), why=_WHY)
            raise
        note(end=End.DONE, ended_at=now())
