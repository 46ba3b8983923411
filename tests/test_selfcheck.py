"""`gkc selfcheck`, and self-checks that a unit asks for on screen."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from crawlers.loopback import Folder, serve
from crawlers.settings import Settings
from dashboard.selfchecks import selfrunning
from dashboard.selfchecks.selfchecking import keep_self_check, yardstick_of
from dashboard.selfchecks.selfrunning import running, start, turn
from data.card import TiedCard
from data.selfchecks import SelfCheck, SelfLine
from data.store import Store
from data.workflow import WorkflowError
from tests.commands import gkc
from tests.people import OF_POOR, add_accounts
from tests.rounds import AT, ROUND, SCHEME, create

HOME = """<html><head><title>乙局门户网站</title></head><body><h1>乙局</h1>
<a href="/news/">新闻动态</a></body></html>"""
LINE = SelfLine("a", "A1", "甲", "10", "5/2", "0", "部分符合", "缺一项", "补齐", "http://a/")
FOUND = SelfCheck(date(2023, 12, 15), 9, "80", "60", "90", "3/4", "100", (LINE,), ("虚假",))


@pytest.fixture
def site(tmp_path):
    """A folder with a small site, and how it may be reached."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(HOME, encoding="utf-8")
    with serve({"poor.localhost": Folder(folder)}) as allow:
        yield "poor.localhost={}:{}".format(*allow["poor.localhost"])


@pytest.fixture
def scheme(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    return path


def test_anybody_may_look_at_a_site_and_nothing_is_kept(tmp_path, site, scheme):
    done = gkc(
        tmp_path, "selfcheck", "http://poor.localhost/", "--kind", "department",
        "--scheme", scheme, "--as-of", "2023-12-15", "--allow-host", site, "--format", "json",
    )  # fmt: skip
    assert done.code == 0, done.err
    lines = {line["name"]: line for line in json.loads(done.out)}
    assert set(lines) >= {"年度报告", "部门预算"}  # and nothing that a website cannot show
    assert "解读质量" not in lines
    assert lines["部门预算"]["remedy"] == "补发部门预算。"
    assert "乙局（部门）" in done.err
    assert "得分区间" in done.err
    assert "核查覆盖率" in done.err
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["http://poor.localhost/"], "请写明网址和 --kind"),
        (["--kind", "department"], "请写明网址和 --kind"),
        (["http://poor.localhost/", "--kind", "county", "--scheme", "small.yaml"], "适用于"),
        (["http://poor.localhost/", "--round", "r1"], "不能再写网址"),
        (["--round", "r1", "--as", "rev"], "不属于被评估单位"),
        (["--round", "r1"], "请用 --as 写明"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, scheme, words, said):
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    with Store(url) as store:
        create(store)
    add_accounts(url)
    done = gkc(tmp_path, "selfcheck", *words)
    assert (done.code, said in done.err) == (1, True), done.err


def test_a_unit_is_measured_by_its_round_and_only_it_is_told(tmp_path, site):
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    (tmp_path / "var").mkdir()
    with Store(url) as store:
        create(store)
    add_accounts(url)
    done = gkc(
        tmp_path, "selfcheck", "--round", "r1", "--as", "poor-1", "--allow-host", site
    )  # fmt: skip
    assert done.code == 0, done.err
    with Store(url) as store:
        [kept] = store.self_checks("r1")
        assert (kept.unit_id, kept.by, kept.submitted_at) == ("poor", "poor-1", None)
        assert kept.found.as_of == ROUND.as_of
        assert store.findings("r1").get("poor", {}) == {}  # nothing of it enters the round
        assert store.fetch_tally("r1") == {}


def test_the_measure_is_that_of_the_round(store):
    create(store)
    store.set_card("r1", TiedCard("v9", frozenset({"annual_report"})), AT)
    store.set_topic_model("r1", "ab" * 6, AT)
    by = yardstick_of(store, "r1", date(2023, 11, 1))
    assert (by.scheme_text, by.year) == (SCHEME, 2023)
    assert by.as_of == date(2023, 11, 1)  # the cut-off has not come
    assert (by.card.version, by.topic_model) == ("v9", "ab" * 6)
    assert yardstick_of(store, "r1", date(2024, 2, 1)).as_of == ROUND.as_of


def test_what_was_found_comes_back_and_is_submitted_once(store):
    create(store)
    store.add_self_check("r1", "poor", FOUND, at=AT, by=OF_POOR.id)
    [kept] = store.self_checks("r1")
    assert kept.found == FOUND
    for unit_id, number in (("good", kept.number), ("poor", kept.number + 1)):
        with pytest.raises(WorkflowError, match="没有这次自查"):
            store.submit_self_check("r1", unit_id, number, at=AT, by="x")
    store.submit_self_check("r1", "poor", kept.number, at=AT, by=OF_POOR.id)
    assert store.self_checks("r1")[0].submitted_at == AT
    with pytest.raises(WorkflowError, match="已经提交"):
        store.submit_self_check("r1", "poor", kept.number, at=AT, by=OF_POOR.id)


def test_a_unit_that_is_not_in_the_round_is_told_so(store, tmp_path):
    create(store)
    with pytest.raises(WorkflowError, match="没有单位“other”"):
        keep_self_check(store, "r1", "other", "x", Settings(), None, var=tmp_path)


@pytest.fixture
def sleeper(monkeypatch):
    """Self-checks are processes that wait to be told how to end."""
    started = []

    def begin(words, **how):
        assert words[1:] == [
            "-m", "dashboard.cli", "selfcheck", "--round", "r1", "--as", "poor-1",
        ]  # fmt: skip
        code = (
            "import sys; from pathlib import Path\n"
            "from dashboard.selfchecks.selfrunning import turn\n"
            "with turn(Path(sys.argv[1]), 'poor'): sys.stdin.read(1) == 'x' or sys.exit(1)\n"
        )
        how |= {"stdin": subprocess.PIPE, "cwd": Path(__file__).parents[1]}
        process = popen([sys.executable, "-c", code, how["env"]["GKC_VAR"]], **how)
        started.append(process)
        return process

    popen = subprocess.Popen
    monkeypatch.setattr(selfrunning.held.subprocess, "Popen", begin)
    yield started
    for each in started:
        each.kill()
        each.communicate()


def test_one_self_check_of_a_unit_runs_at_a_time_and_says_how_it_ended(tmp_path, sleeper):
    def begin():
        start("sqlite://", tmp_path, "r1", "poor", "poor-1", AT)

    assert running(tmp_path, "r1", "poor") == selfrunning.Running(None)
    begin()
    assert running(tmp_path, "r1", "poor") == selfrunning.Running(AT, alive=True)
    assert running(tmp_path, "r1", "good") == selfrunning.Running(None)
    with pytest.raises(WorkflowError, match="正在进行"):
        begin()
    sleeper[0].communicate(b"x", timeout=60)
    assert running(tmp_path, "r1", "poor") == selfrunning.Running(None)
    begin()
    sleeper[1].kill()
    sleeper[1].communicate()
    assert running(tmp_path, "r1", "poor") == selfrunning.Running(AT, alive=False)  # cut off
    begin()  # and may be begun again


def test_what_ends_by_itself_has_no_lock_to_give_back(tmp_path, monkeypatch):
    monkeypatch.delenv("GKC_JOB_LOCK", raising=False)
    with turn(tmp_path, "poor"):
        assert list(tmp_path.rglob(".slot-*"))


def test_why_a_self_check_failed_is_left_for_the_screen(tmp_path):
    lock = selfrunning._lock(tmp_path, "r1", "poor")
    lock.parent.mkdir(parents=True)
    lock.write_text(AT.isoformat(), encoding="utf-8")  # nobody holds it
    lock.with_name(f"{lock.name}.log").write_text("开始\n错误：磁盘已满\n", encoding="utf-8")
    found = running(tmp_path, "r1", "poor")
    assert (found.since, found.alive, found.why) == (AT, False, "磁盘已满")
