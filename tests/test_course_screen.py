"""The long work of a round on the screens: offered, watched, and how it ended."""

import fcntl
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.jobs.roundjob import End, Job, Places, Step, text_of, write
from data.people import Role
from data.store import Store
from tests import rounds, visitors
from tests.test_dashboard import ENTRY, words

JOB = Job((Step.COLLECT, Step.CHECK, Step.SCORE), "office", rounds.AT, Step.COLLECT)


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    with Store(address) as store:
        rounds.create(store)
    return address


@pytest.fixture
def places(url):
    made = Places.of(Path("var"), "r1")
    made.lock.parent.mkdir(parents=True)
    made.lock.write_text(text_of(JOB))
    return made


def opened(monkeypatch, url, view, role="organiser"):
    visitors.signed_in(monkeypatch, url, Role(role))
    app = AppTest.from_file(ENTRY, default_timeout=60).run()
    app.switch_page(f"dashboard/views/{view}.py").run()
    assert [error.value for error in app.exception] == []
    return app


def labels(app):
    return [button.label for button in app.button]


def test_an_organiser_may_begin_and_others_may_not(monkeypatch, url):
    app = opened(monkeypatch, url, "course")
    [choice] = [radio for radio in app.radio if radio.label == "要做什么"]
    assert choice.options == ["采集，随后核查、计分", "只采集", "核查并计分", "计分"]
    assert "开始" in labels(app)
    app = opened(monkeypatch, url, "course", "leader")
    assert "开始" not in labels(app)


def test_a_job_under_way_is_shown_and_nothing_else_is_offered(monkeypatch, url, places):
    with places.lock.open("r") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for view in ("course", "collection"):
            app = opened(monkeypatch, url, view)
            assert "正在采集：0 / 3 个网站已采完" in words(app)
            assert "开始" not in labels(app)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (End.FAILED, "采集、核查、计分没有完成（2023-12-15 16:30:00）。磁盘已满"),
        (End.STOPPED, "采集、核查、计分已停止"),
        (None, "采集、核查、计分被中断，进程意外结束；再次开始会接着做。"),
    ],
)
def test_how_a_job_ended_is_said_and_it_may_be_begun_again(monkeypatch, url, places, end, said):
    ended = rounds.AT if end else None
    why = "磁盘已满" if end is End.FAILED else ""
    write(places, replace(JOB, end=end, ended_at=ended, why=why))
    app = opened(monkeypatch, url, "course")
    shown = [each.value for each in [*app.error, *app.info, *app.success]]
    assert any(said in each.replace("\\", "").replace("\u2060", "") for each in shown), shown
    assert "开始" in labels(app)
