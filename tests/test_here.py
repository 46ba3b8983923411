"""Collect, check and score on the command line: one work of a round at a time, as on screen."""

import signal

import pytest

from crawlers.clock import now
from dashboard.jobs import held
from dashboard.jobs.here import at_work
from dashboard.jobs.roundjob import BUSY, End, Places, Step, job_of
from data.calendar import CHINA
from data.store import Store
from data.workflow import WorkflowError
from tests.commands import gkc, start
from tests.rounds import create, fill


@pytest.fixture
def filled(tmp_path):
    fill(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [("collect", "r1"), ("collect", "r1", "--unit", "poor", "--afresh"), ("check", "r1"),
     ("score", "r1")],
    ids=lambda words: " ".join(words),
)  # fmt: skip
def test_while_a_job_runs_no_command_begins_another(filled, words):
    with Store(f"sqlite:///{filled / 'var' / 'gkc.db'}") as store:
        before = store.digest("r1"), store.trail()
        with held.holding(Places.of(filled / "var", "r1").lock, "x", busy=BUSY):
            done = gkc(filled, *words)
        assert (store.digest("r1"), store.trail()) == before
    assert (done.code, done.out, BUSY in done.err) == (1, "", True)
    assert "Traceback" not in done.err


def test_another_round_goes_on_meanwhile_and_this_one_afterwards(filled):
    with held.holding(Places.of(filled / "var", "r2").lock, "x", busy=BUSY):
        assert gkc(filled, "score", "r1").code == 0
    assert gkc(filled, "score", "r1").code == 0
    with Store(f"sqlite:///{filled / 'var' / 'gkc.db'}") as store:
        last = store.trail()[-1]
        assert (last.action, last.round_id) == ("score", "r1")
        assert last.what == f"计分，结果摘要值 {store.digest('r1')}"
        assert last.by.startswith("gkc")


def test_a_screen_sees_what_a_command_is_at_and_how_it_ended(filled):
    var = filled / "var"
    with Store(f"sqlite:///{var / 'gkc.db'}") as store:
        with at_work(store, var, "r1", Step.CHECK, "gkc:li", 3) as advance:
            advance()
            job = job_of(var, "r1")
            assert (job.alive, job.step, job.done, job.of, job.by) == (
                True, Step.CHECK, 1, 3, "gkc:li",
            )  # fmt: skip
            with (
                pytest.raises(WorkflowError, match="已有任务在进行"),
                at_work(store, var, "r1", Step.SCORE, "gkc"),
            ):
                pass
        assert job_of(var, "r1").end is End.DONE
        with pytest.raises(ZeroDivisionError), at_work(store, var, "r1", Step.SCORE, "gkc"):
            1 / 0  # noqa: B018
        job = job_of(var, "r1")
        assert (job.end, job.why) == (End.FAILED, "原因见运行 gkc 的窗口")
        with pytest.raises(KeyboardInterrupt), at_work(store, var, "r1", Step.SCORE, "gkc"):
            raise KeyboardInterrupt
        assert job_of(var, "r1").end is End.STOPPED


def test_a_command_that_was_killed_is_cut_off_and_leaves_the_way_free(tmp_path):
    """What it had begun of processes does not hold the lock after it."""
    var = tmp_path / "var"
    with Store(f"sqlite:///{var / 'gkc.db'}") as store:
        create(store)
    gone = start(tmp_path, "collect", "r1", "--night", night(), "--no-browser")
    while not (job := job_of(var, "r1")):
        assert gone.poll() is None, gone.communicate()
    gone.send_signal(signal.SIGKILL)
    gone.communicate()
    assert job.alive
    assert job_of(var, "r1").end is End.CUT_OFF
    assert "已有任务" not in gkc(tmp_path, "check", "r1").err
    assert job_of(var, "r1").end is End.DONE


def night():
    """Hours of Beijing in which it is not now: whoever collects waits for them."""
    hour = (now().astimezone(CHINA).hour + 6) % 24
    return f"{hour:02}:00-{(hour + 1) % 24:02}:00"
