"""The long work of a round: one at a time, stopped politely, cut off and begun again."""

import fcntl
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from crawlers.settings import Settings
from dashboard.jobs import held, roundjob
from dashboard.jobs.roundjob import End, Job, Places, Step, from_text, job_of, start, stop, text_of
from data.store import Store
from data.workflow import WorkflowError
from tests.rounds import AT, create

pytestmark = pytest.mark.long

ALL = (Step.COLLECT, Step.CHECK, Step.SCORE)


@pytest.fixture
def processes(monkeypatch):
    """What was started, so that a test can wait for it."""
    started, popen = [], subprocess.Popen

    def begin(*words, **how):
        started.append(popen(*words, **how))
        return started[-1]

    monkeypatch.setattr(held.subprocess, "Popen", begin)
    yield started
    for each in started:
        each.kill()
        each.wait()


@pytest.fixture
def url(tmp_path):
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    with Store(address) as store:
        create(store)
    return address


def begin(url, tmp_path, steps=ALL, settings=None, at=AT):
    start(url, tmp_path / "var", "r1", steps, settings or Settings(browser=False), 1, "office", at)


def test_a_job_collects_checks_and_scores_and_is_noted(url, tmp_path, processes):
    begin(url, tmp_path)
    assert processes[0].wait(120) == 0
    job = job_of(tmp_path / "var", "r1")
    assert (job.end, job.steps, job.by) == (End.DONE, ALL, "office")
    with Store(url) as store:
        assert set(store.scores("r1")) == {"good", "poor", "down"}
        assert [(e.by, e.action, e.what) for e in store.trail()] == [
            ("office", "score", f"计分，结果摘要值 {store.digest('r1')}"),
            ("office", "end_job", "采集、核查、计分：完成"),
        ]


def test_a_job_that_fails_says_why(url, tmp_path, processes):
    begin(url, tmp_path, (Step.SEAL,))
    processes[0].wait(120)
    job = job_of(tmp_path / "var", "r1")
    assert job.end is End.FAILED
    assert "还没有计分，不能封存" in job.why
    assert not list((tmp_path / "var" / "certificates").glob("*"))


def _until(seen, process):
    """What the job says when it has come so far; it ends first when it never does."""
    while process.poll() is None:
        if found := seen():
            return found
    return seen()


def test_one_job_of_a_round_runs_at_a_time_and_is_stopped(url, tmp_path, processes, monkeypatch):
    """A job that waits in its process stands for a long collection."""
    code = (
        "import sys, time; from dashboard.jobs import work\n"
        "work.collect_round = lambda *a, **k: time.sleep(600)\n"
        "work.main(sys.argv[1:])"
    )
    monkeypatch.setattr(roundjob, "PROGRAM", ("-c", code))
    var = tmp_path / "var"
    begin(url, tmp_path)
    job = _until(lambda: (j := job_of(var, "r1")).pid and j, processes[0])
    assert (job.alive, job.step) == (True, Step.COLLECT)
    with pytest.raises(WorkflowError, match="已有任务在进行"):
        begin(url, tmp_path)
    stop(var, "r1")
    processes[0].wait(60)
    job = job_of(var, "r1")
    assert job.end is End.STOPPED
    with pytest.raises(WorkflowError, match="没有正在进行的任务"):
        stop(var, "r1")
    # Cut off without a word: said so, and begun again.
    begin(url, tmp_path, at=AT + timedelta(minutes=1))
    _until(lambda: job_of(var, "r1").pid == processes[1].pid, processes[1])
    os.kill(processes[1].pid, signal.SIGKILL)
    processes[1].wait()
    assert job_of(var, "r1").end is End.CUT_OFF
    monkeypatch.setattr(roundjob, "PROGRAM", ("-m", "dashboard.jobs.work"))
    begin(url, tmp_path, at=AT + timedelta(minutes=2))
    processes[2].wait(120)
    assert job_of(var, "r1").end is End.DONE


def test_a_job_outlives_the_server_that_began_it(url, tmp_path):
    """Whoever began it is killed; the lock stays with the job."""
    var = tmp_path / "var"
    code = (
        "import os, signal, sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from crawlers.settings import Settings; from dashboard.jobs import roundjob as r\n"
        "wait = 'import sys, time; from dashboard.jobs import work\\n'\n"
        "wait += 'work.collect_round = lambda *a, **k: time.sleep(600)\\nwork.main(sys.argv[1:])'\n"
        "r.PROGRAM = ('-c', wait)\n"
        "r.start(sys.argv[1], Path(sys.argv[2]), 'r1', (r.Step.COLLECT,), Settings(), 1, 'o',"
        " datetime.now(UTC))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    server = subprocess.Popen([sys.executable, "-c", code, url, str(var)])
    assert server.wait(120) == -signal.SIGKILL
    job = job_of(var, "r1")
    while job.alive and not job.pid:
        job = job_of(var, "r1")
    assert job.alive
    with pytest.raises(WorkflowError, match="已有任务"):
        begin(url, tmp_path)
    stop(var, "r1")
    with Places.of(var, "r1").lock.open("r") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # until the process is gone
    assert job_of(var, "r1").end is End.STOPPED


def test_what_the_last_job_left_is_not_taken_for_the_next(url, tmp_path, processes, monkeypatch):
    """Though both began at the same moment by the clock."""
    var = tmp_path / "var"
    roundjob.Places.of(var, "r1").lock.parent.mkdir(parents=True)
    left = Job(ALL, "office", AT, Step.SCORE, end=End.DONE, ended_at=AT)
    roundjob.write(roundjob.Places.of(var, "r1"), left)
    monkeypatch.setattr(roundjob, "PROGRAM", ("-c", "import time; time.sleep(600)"))
    begin(url, tmp_path, (Step.SEAL,))
    assert job_of(var, "r1") == Job((Step.SEAL,), "office", AT, Step.SEAL)
    with pytest.raises(WorkflowError, match="正在启动"):
        stop(var, "r1")


def test_a_job_is_read_as_it_was_written():
    job = Job(ALL, "office", AT, Step.CHECK, 3, 9, 40, 1, End.FAILED, AT, "磁盘满", pid=7, host="a")
    assert from_text(text_of(job)) == job
