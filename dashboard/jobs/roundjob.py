"""The long work of a round: collected, checked, scored, sealed, in a process of its own.

One a round at a time. What it is at lies in a file beside its lock, which only it writes.
"""

import json
import os
import platform
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawlers.settings import Settings
from dashboard.jobs import held
from dashboard.wording.language import N_
from data.workflow import WorkflowError
from scoring.stages import Act

BUSY = "本轮已有任务在进行，请等它结束，或先停止它"
SETTINGS = "GKC_JOB_SETTINGS"
# The process: tests put one with a clock of their own in its place.
PROGRAM = ("-m", "dashboard.jobs.work")


class Step(StrEnum):
    """What a job does, in this order."""

    COLLECT = "collect"
    CHECK = "check"
    SCORE = "score"
    SEAL = "seal"


STEP_NAMES: Mapping[Step, str] = {
    Step.COLLECT: N_("采集"),
    Step.CHECK: N_("核查"),
    Step.SCORE: N_("计分"),
    Step.SEAL: N_("封存"),
}
# What the stage of the round has to allow.
ACT: Mapping[Step, Act] = {
    Step.COLLECT: Act.COLLECT,
    Step.CHECK: Act.CHECK,
    Step.SCORE: Act.SCORE,
}


class End(StrEnum):
    """How a job ended."""

    DONE = "done"
    STOPPED = "stopped"  # somebody asked for it
    FAILED = "failed"  # and says why
    CUT_OFF = "cut_off"  # its process is gone without a word


@dataclass(frozen=True, slots=True)
class Job:
    """The last job of a round, as it stands."""

    steps: tuple[Step, ...]
    by: str  # id of the person
    began_at: datetime
    step: Step  # at work on, or the last
    done: int = 0  # units checked in this step; collecting is told by the database
    of: int = 0
    asked: int = 0  # requests of the round before it began
    ended_before: int = 0  # sites that had ended before it began
    end: End | None = None  # None: it runs
    ended_at: datetime | None = None
    why: str = ""  # for people, in Chinese
    stopping: bool = False  # somebody asked it to stop
    pid: int = 0
    host: str = ""

    @property
    def alive(self) -> bool:
        return self.end is None


def job_of(var: Path, round_id: str) -> Job | None:
    """The last job of a round; None before the first."""
    places = Places.of(var, round_id)
    _, alive = held.told(places.lock)
    found = read(places)
    if found is None or found.end is not None:
        return found
    if not alive:
        again = read(places)  # it may have ended between the two looks
        if again is not None and again.end is not None:
            return again
        _, alive = held.told(places.lock)  # or begun
    if not alive:
        return replace(found, end=End.CUT_OFF, why=_last_words(places.log))
    return replace(found, stopping=places.stop.exists())


def start(
    url: str,
    var: Path,
    round_id: str,
    steps: Sequence[Step],
    settings: Settings,
    processes: int,
    by: str,
    at: datetime,
) -> None:
    """Begin a job and return at once.

    Args:
        url: of the database.
        processes: that collect.

    Raises:
        WorkflowError: one runs already.
    """
    places = Places.of(var, round_id)
    places.lock.parent.mkdir(parents=True, exist_ok=True)
    first = Job(tuple(steps), by, at, steps[0])
    env = {
        "GKC_DATABASE_URL": url,
        "GKC_VAR": str(var.resolve()),
        SETTINGS: settings.to_json(),
    }
    words = [*PROGRAM, round_id, by, at.isoformat(), str(processes), *steps]
    held.begin(
        places.lock,
        text_of(first),
        words,
        env,
        busy=BUSY,
        log=places.log,
        clear=(places.state, places.stop),
    )


def stop(var: Path, round_id: str) -> None:
    """Ask the job of a round to save what it has and end.

    Raises:
        WorkflowError: none runs, or it runs on another machine.
    """
    found = job_of(var, round_id)
    if found is None or not found.alive:
        raise WorkflowError("本轮没有正在进行的任务")
    if found.host and found.host != platform.node():
        raise WorkflowError(f"任务在另一台机器（{found.host}）上进行，请在那里停止")
    if not found.pid:
        raise WorkflowError("任务正在启动，请稍后再停止")
    Places.of(var, round_id).stop.touch()
    with suppress(ProcessLookupError):  # it ended this moment
        os.kill(found.pid, signal.SIGTERM)


def certificate(var: Path, round_id: str) -> Path:
    """Where the certificate of a round sealed on screen is."""
    return var / "certificates" / f"{round_id}.zip"


# --- the files of a job -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Places:
    """Files of the jobs of a round; hidden: no backup takes them."""

    lock: Path  # and in it the job as it was asked for
    state: Path  # the job as it came along
    stop: Path  # there: somebody asked it to stop
    log: Path  # what the process said on its streams

    @classmethod
    def of(cls, var: Path, round_id: str) -> "Places":
        stem = var / "jobs" / f".{sha256(round_id.encode()).hexdigest()[:24]}"
        return cls(
            *(stem.with_name(f"{stem.name}.{end}") for end in ("lock", "json", "stop", "log"))
        )


def _last_words(path: Path) -> str:
    """What a process that is gone said last, on one line."""
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")


def read(places: Places) -> Job | None:
    """The job as it came along; as it was asked for while its process has not said anything."""
    with suppress(FileNotFoundError):
        return from_text(places.state.read_text(encoding="utf-8"))
    asked, _ = held.told(places.lock)
    return from_text(asked) if asked else None


def write(places: Places, job: Job) -> None:
    """Put the state in place of the old one: whole or not at all."""
    part = places.state.with_name(f"{places.state.name}.part")
    part.write_text(text_of(job), encoding="utf-8")
    part.replace(places.state)


def text_of(job: Job) -> str:
    return json.dumps(asdict(job), default=datetime.isoformat, ensure_ascii=False)


def from_text(text: str) -> Job:
    raw: dict[str, Any] = json.loads(text)
    ended = raw["ended_at"]
    raw |= {
        "steps": tuple(map(Step, raw["steps"])),
        "step": Step(raw["step"]),
        "began_at": datetime.fromisoformat(raw["began_at"]),
        "end": End(raw["end"]) if raw["end"] else None,
        "ended_at": datetime.fromisoformat(ended) if ended else None,
    }
    return Job(**raw)
