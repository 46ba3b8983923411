"""`gkc collect --afresh`: a look begins from nothing, and counts only when it has seen the site."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from aiohttp import web

from crawlers.loopback import Always, Behaviour, Down, serve
from data.archive import Archive, evidence_of
from data.facts import SiteStatus
from data.storage.afresh import (
    apart,
    discard,
    evidence_files,
    files_of,
    first_seen_files,
    take_over,
)
from data.storage.currency import Behind, Checked
from data.storage.database import Database, StoreError
from data.store import Store
from data.types import (
    Capture,
    Evidence,
    Fetch,
    FetchOutcome,
    Page,
    PageKind,
    PageState,
    Rung,
    Step,
    Traffic,
)
from tests import rounds
from tests.commands import environment, gkc, start
from tests.farm import Farm
from tests.sites import page
from tests.test_crew import ROUND, begin

PAGE = "http://a.localhost:8700/tz/1.html"


@contextmanager
def collected(folder: Path) -> Iterator[tuple[Farm, str, list[str]]]:
    """Two sites collected, checked and scored; the servers go on answering."""
    farm = Farm(("a.localhost", "b.localhost"), articles=4)
    url = begin(folder, farm.units())
    with farm.served() as options:
        options = [*options, "--no-browser"]
        assert gkc(folder, "collect", ROUND, *options).code == 0
        for step in ("check", "score"):
            assert gkc(folder, step, ROUND).code == 0
        yield farm, url, options


def first_times(url: str) -> dict[str, object]:
    with Store(url) as store:
        return {
            f"{capture.url} {capture.sha256}": capture.first_at
            for row in store.fetches(ROUND, "a")
            for capture in store.captures(row.final_url or row.url)
        }


def shown(folder: Path, url: str = PAGE) -> list[dict[str, object]]:
    done = gkc(folder, "archive", "show", url, "--format", "json")
    assert done.code == 0, done.err
    rows: list[dict[str, object]] = json.loads(done.out)
    return rows


def known(url: str) -> dict[str, object]:
    """All that a look leaves, and all that was made from it."""
    with Store(url) as store:
        return {
            "site": store.site(ROUND, "a"),
            "fetches": store.fetches(ROUND, "a"),
            "steps": store.steps(ROUND, "a"),
            "pages": store.pages(ROUND, "a"),
            "columns": store.columns(ROUND, "a"),
            "findings": store.findings(ROUND)["a"],
            "captures": first_times(url),
        }


@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_evidence_that_is_lost_is_collected_afresh_by_the_command_that_the_error_names(
    tmp_path: Path, damage: str
) -> None:
    with collected(tmp_path) as (farm, url, options):
        folder = evidence_of(tmp_path / "var", ROUND).folder
        before = first_times(url)
        file = folder / "a.warc.gz"
        if damage == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:200])

        command = "gkc collect 轮次 --unit 单位 --afresh"
        for failing in (("archive", "verify", ROUND), ("check", ROUND)):
            done = gkc(tmp_path, *failing)
            assert (done.code, command in done.err) == (1, True), done.err
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a", *options)
        assert (done.code, command in done.err) == (1, True), done.err

        asked = farm.times("b.localhost")
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a局", "--afresh", *options)
        assert done.code == 0, done.err
        where = "不在" if damage == "gone" else "留在"
        assert f"a局的原存证 a.warc.gz {where} var/evidence/{ROUND}" in done.err
        assert "已换上新的采集结果：a局，读到 6 页" in done.err
        assert file.exists() is (damage != "gone")
        assert farm.times("b.localhost") == asked
        assert farm.times("a.localhost") == dict.fromkeys(farm.pages, 2)
        with Store(url) as store:
            assert {row.warc for row in store.fetches(ROUND, "a")} == {"a-002.warc.gz"}

        for step in (("check", ROUND), ("score", ROUND)):
            done = gkc(tmp_path, *step)
            assert done.code == 0, done.err
        assert first_times(url) == before
        # What was seen first cannot be seen first again: that loss remains.
        done = gkc(tmp_path, "archive", "verify", ROUND)
        assert (done.code, "首次看到时的" in done.err) == (1, True), done.err
        assert "--afresh" not in done.err


def test_what_was_seen_before_stays_where_it_was(tmp_path: Path) -> None:
    with collected(tmp_path) as (_, url, options):
        folder = evidence_of(tmp_path / "var", ROUND).folder
        kept = (folder / "a.warc.gz").read_bytes()
        seen, findings = shown(tmp_path), known(url)["findings"]
        with Store(url) as store:
            spent = sum(each.requests for each in store.traffic(ROUND, "a"))
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options)
        assert done.code == 0, done.err
        assert (folder / "a.warc.gz").read_bytes() == kept
        assert shown(tmp_path) == seen
        assert known(url)["findings"] == findings
        with Store(url) as store:
            assert sum(each.requests for each in store.traffic(ROUND, "a")) == 2 * spent
            assert store.site(ROUND, "a").attempts == 2
        assert gkc(tmp_path, "archive", "verify", ROUND).err == ""
        assert not (tmp_path / "var" / "afresh").exists()
        assert gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options).code == 0
        assert sorted(path.name for path in folder.glob("a*.warc.gz")) == [
            *("a-002.warc.gz", "a-003.warc.gz", "a.warc.gz")
        ]


def test_first_seen_evidence_in_older_files_is_read_back_too(tmp_path: Path) -> None:
    with collected(tmp_path) as (_, _, options):
        assert gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options).code == 0
    file = evidence_of(tmp_path / "var", ROUND).folder / "a.warc.gz"
    whole = file.read_bytes()

    def verified() -> tuple[int, dict[str, object], str]:
        done = gkc(tmp_path, "archive", "verify", ROUND, "--unit", "a", "--format", "json")
        [row] = json.loads(done.out)
        return done.code, {key: row[key] for key in ("files", "rows", "first", "bad")}, done.err

    counts = {"files": 2, "rows": 7, "first": 7, "bad": 0}
    assert verified() == (0, counts, "")
    file.unlink()
    assert verified() == (
        1,
        counts | {"bad": 7},
        f"错误：{ROUND}：缺少首次看到时的证据文件：a局 a.warc.gz（7 条首次看到的记录指向它）；"
        "请从备份恢复到证据目录；首次看到时的存证重新采集也补不回来\n",
    )
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    code, found, said = verified()
    assert (code, found["bad"] != 0, "首次看到时的存证" in said) == (1, True, True), said
    assert "--afresh" not in said


def test_findings_of_the_look_before_are_never_scored_as_if_they_were_new(tmp_path: Path) -> None:
    with collected(tmp_path) as (_, _, options):
        ranking = gkc(tmp_path, "rank", ROUND)
        assert (ranking.code, ranking.err) == (0, "")
        assert gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options).code == 0
    check = f"gkc check {ROUND} --unit a"
    done = gkc(tmp_path, "score", ROUND)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("错误：a局最近一次采集之后还没有核查")
    assert check in done.err
    for command in ("rank", "gaps"):
        done = gkc(tmp_path, command, ROUND)
        assert (done.code, check in done.err) == (0, True), done.err
    assert "尚未重新核查" in gkc(tmp_path, "rounds", "show", ROUND).out
    assert gkc(tmp_path, "check", ROUND, "--unit", "a").code == 0
    assert f"请运行 gkc score {ROUND}" in gkc(tmp_path, "rank", ROUND).err
    assert gkc(tmp_path, "score", ROUND).code == 0
    again = gkc(tmp_path, "rank", ROUND)
    assert (again.code, again.err, again.out) == (0, "", ranking.out)


def test_what_is_asked_again_without_afresh_is_to_be_checked_again_too(tmp_path: Path) -> None:
    with collected(tmp_path) as (_, _, options):
        assert gkc(tmp_path, "collect", ROUND, "--unit", "a", *options).code == 0
    assert gkc(tmp_path, "score", ROUND).code == 1
    assert gkc(tmp_path, "check", ROUND).code == 0
    assert gkc(tmp_path, "score", ROUND).code == 0


def test_what_was_collected_and_never_checked_waits_for_its_check(store: Store) -> None:
    rounds.create(store)
    assert store.behind("r1") == Behind([], [])
    store.start_site("r1", "poor", rounds.AT)
    assert store.behind("r1").unchecked == ["poor"]
    store.put_findings("r1", "poor", rounds.poor_findings(rounds.LATE))
    assert store.behind("r1").unchecked == []


async def nothing_but_a_wall(request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(status=403, text="禁止访问")


@pytest.mark.parametrize(
    ("site", "why"),
    [
        pytest.param(Down(), "a局读到 0 页：首页连接被拒绝或中断", id="down"),
        pytest.param(
            Always(200, page("首页", "<p>正在维护</p>")),
            "a局除首页外没有读到任何页面",
            id="home page alone",
        ),
        pytest.param(nothing_but_a_wall, "a局读到 0 页：首页拒绝访问（403）", id="wall"),
    ],
)
def test_a_site_that_cannot_be_seen_leaves_everything_as_it_was(
    tmp_path: Path, site: Behaviour, why: str
) -> None:
    with collected(tmp_path) as (_, url, _):
        pass
    before, folder = known(url), evidence_of(tmp_path / "var", ROUND).folder
    kept = (folder / "a.warc.gz").read_bytes()
    with serve({"a.localhost": site}) as allow:
        [(host, (ip, port))] = allow.items()
        option = ("--allow-host", f"{host}={ip}:{port}", "--no-browser")
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *option)
    assert (done.code, done.out) == (1, "")
    assert f"没有换上新的采集结果：{why}" in done.err
    assert "原来的采集结果、存证和核查结果都没有动" in done.err
    assert known(url) == before
    assert (folder / "a.warc.gz").read_bytes() == kept
    assert sorted(path.name for path in folder.glob("a*.*")) == ["a.cdxj", "a.warc.gz"]
    assert not (tmp_path / "var" / "afresh").exists()
    for step in (("archive", "verify", ROUND), ("score", ROUND)):
        assert gkc(tmp_path, *step).code == 0
    with Store(url) as store:  # the visit is in the ledger all the same
        assert sum(each.requests for each in store.traffic(ROUND, "a")) > len(before["fetches"])


def test_a_round_never_collected_has_nothing_to_lose(tmp_path: Path) -> None:
    farm = Farm(("a.localhost",), articles=2)
    url = begin(tmp_path, farm.units())
    with farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", "--no-browser", *options)
    assert done.code == 0, done.err
    assert "原存证" not in done.err
    with Store(url) as store:
        assert store.site(ROUND, "a").status is SiteStatus.DONE


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--afresh",), "--afresh 一次重采一个单位，请用 --unit 写明是哪个"),
        (("--afresh", "--unit", "a", "--cluster"), "--afresh 在存有证据的机器上运行"),
        (("--afresh", "--unit", "zz"), "没有“zz”这个单位"),
    ],
)
def test_what_cannot_be_collected_afresh_is_said(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    begin(tmp_path, Farm(("a.localhost",)).units())
    done = gkc(tmp_path, "collect", ROUND, *options)
    assert (done.code, said in done.err) == (1, True), done.err


def test_a_unit_that_somebody_looks_at_is_left_to_him(tmp_path: Path) -> None:
    with collected(tmp_path) as (_, url, options):
        before = known(url)
        with evidence_of(tmp_path / "var", ROUND).write("a"):
            done = gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options)
        assert (done.code, "正由另一个采集写入" in done.err) == (1, True), done.err
        assert known(url) == before


# --- killed ---------------------------------------------------------------------------------------

DYING = """
import os, signal, sys
from dashboard.rounds import afresh
from data.storage import afresh as swap

def dying(whole, when):
    def done(*args, **named):
        if when(args):
            os.kill(os.getpid(), signal.SIGKILL)
        whole(*args, **named)
    return done

match sys.argv.pop(1):
    case "before the swap":
        afresh.take_over = dying(afresh.take_over, lambda args: True)
    case "in the swap":
        swap.insert = dying(swap.insert, lambda args: args[1] is swap.PageRow)
    case "after the swap":
        afresh.discard = dying(afresh.discard, lambda args: True)
from dashboard.cli import main
main()
"""
AGAIN = ("collect", ROUND, "--unit", "a", "--afresh")


@pytest.mark.parametrize(
    ("moment", "new"),
    [("before the swap", False), ("in the swap", False), ("after the swap", True)],
)
def test_killed_around_the_swap_there_is_the_old_look_or_the_new_one(
    tmp_path: Path, moment: str, new: bool
) -> None:
    with collected(tmp_path) as (farm, url, options):
        before = known(url)
        farm.articles = 5  # the site has grown meanwhile
        done = subprocess.run(
            [sys.executable, "-c", DYING, moment, *AGAIN, *options],
            cwd=tmp_path,
            env=environment() | {"PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert (known(url)["fetches"] != before["fetches"]) is new
        if not new:
            assert known(url) == before
        assert gkc(tmp_path, "archive", "verify", ROUND).code == 0

        looks = farm.looks("a.localhost")
        done = gkc(tmp_path, *AGAIN, *options)
        assert done.code == 0, done.err
        # What was collected to its end is put in place; what is in place is collected anew.
        assert farm.looks("a.localhost") == looks + new
        with Store(url) as store:
            assert len(store.pages(ROUND, "a")) == 7
            assert store.site(ROUND, "a").attempts == 2 + new
    for step in (("archive", "verify", ROUND), ("check", ROUND), ("score", ROUND)):
        assert gkc(tmp_path, *step).code == 0
    assert not (tmp_path / "var" / "afresh").exists()


@pytest.mark.parametrize("request_number", [1, 3, 6])
def test_killed_while_it_looks_nothing_has_changed_and_the_next_one_goes_on(
    tmp_path: Path, request_number: int
) -> None:
    with collected(tmp_path) as (farm, url, options):
        before, begun = known(url), farm.begun
        process = start(tmp_path, *AGAIN, *options)

        def kill(number: int) -> None:
            if number == begun + request_number:
                process.kill()
                process.wait()

        farm.after = kill
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert known(url) == before
        assert gkc(tmp_path, "score", ROUND).code == 0
        done = gkc(tmp_path, *AGAIN, *options)
        assert done.code == 0, done.err
        assert known(url)["fetches"] != before["fetches"]
    for step in (("archive", "verify", ROUND), ("check", ROUND), ("score", ROUND)):
        assert gkc(tmp_path, *step).code == 0


# --- what it stands on ----------------------------------------------------------------------------


def test_a_name_that_rows_speak_of_is_not_given_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path, taken={"a.warc.gz", "a-003.warc.gz"})
    (tmp_path / "a-002.warc.gz").touch()
    with archive.write("a") as writer:
        assert writer.name == "a-004.warc.gz"


def test_only_the_look_itself_is_taken_over(database: str, tmp_path: Path) -> None:
    digest = sha256(b"x").hexdigest()
    row = Fetch(
        "http://good.localhost/1", FetchOutcome.OK, rounds.AT, 200, "http://good.localhost/1",
        sha256=digest, warc="good.warc.gz", offset=7, length=1,
    )  # fmt: skip
    other = replace(row, url="http://poor.localhost/1", final_url="", warc="poor.warc.gz")
    read = Page(row.url, PageKind.ARTICLE, PageState.OK)
    step = Step(Rung.LATER, row.url, rounds.AT)
    evidence = Evidence(row.url, "引文", rounds.AT, digest, "good.warc.gz", 7)
    findings = rounds.poor_findings(evidence)
    later = rounds.AT + timedelta(days=1)
    cost = Traffic("good.localhost", rounds.AT, 3, 30)
    with Store(database) as store, closing(Database(database)) as opened:
        rounds.create(store)
        for unit_id, fetch in (("good", row), ("poor", other)):
            store.start_site("r1", unit_id, rounds.AT)
            store.add_fetches("r1", unit_id, [fetch], pages=[(1, read)], traffic=[cost])
            store.put_steps("r1", unit_id, [step])
            store.finish_site("r1", unit_id, rounds.AT, exhausted=True)
        for unit_id in ("good", "poor"):
            store.put_findings("r1", unit_id, findings, Checked(1, rounds.AT))
        assert evidence_files(opened, "r1") == {
            "good": ["good.warc.gz"],
            "poor": ["poor.warc.gz"],
        }
        poor = store.fetches("r1", "poor"), store.steps("r1", "poor"), store.pages("r1", "poor")
        assert store.behind("r1") == Behind([], [])

        again = replace(row, fetched_at=later, warc="good-002.warc.gz", offset=9)
        with apart(store, "r1", "good", tmp_path / "good") as new:
            assert (new.fetches("r1", "good"), new.round_units("r1")) == ([], [store.unit("good")])
            new.start_site("r1", "good", later)
            new.add_fetches("r1", "good", [again], traffic=[cost])
            new.finish_site("r1", "good", later, exhausted=False)
            take_over(store, new, "r1", "good")
        assert store.fetches("r1", "good") == [again]
        assert (store.steps("r1", "good"), store.pages("r1", "good")) == ([], [])
        assert store.captures(row.url) == [
            Capture(row.url, digest, rounds.AT, "r1", "good", "good.warc.gz", 7)
        ]
        assert store.findings("r1")["good"] == findings
        state = store.site("r1", "good")
        assert (state.status, state.exhausted, state.attempts, state.finished_at) == (
            *(SiteStatus.DONE, False, 2, later),
        )
        assert store.traffic("r1", "good") == [replace(cost, requests=6, size_bytes=60)]
        assert store.behind("r1") == Behind(["good"], [])
        assert files_of(opened, "r1", "good") == ["good-002.warc.gz", "good.warc.gz"]
        assert first_seen_files(opened, "r1") == {"good.warc.gz", "poor.warc.gz"}
        assert (
            store.fetches("r1", "poor"),
            store.steps("r1", "poor"),
            store.pages("r1", "poor"),
        ) == poor

        # What was begun before the unit was looked at last is void.
        with apart(store, "r1", "good", tmp_path / "good") as new:
            assert new.fetches("r1", "good") == []
        discard(tmp_path / "good")
        assert not (tmp_path / "good").exists()


def test_what_cannot_be_gone_on_with_is_begun_anew(database: str, tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "0.db").write_bytes(b"no database" * 100)
    with Store(database) as store:
        rounds.create(store)
        with apart(store, "r1", "good", tmp_path / "good") as new:
            assert new.site("r1", "good").status is SiteStatus.WAITING


def test_a_full_disk_takes_nothing_of_a_look_made_afresh(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(database) as store:
        rounds.create(store)
        with apart(store, "r1", "good", tmp_path / "good") as new:
            new.start_site("r1", "good", rounds.AT)

        def full(url: str) -> Store:
            raise StoreError("磁盘已满") from OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("data.storage.afresh.Store", full)
            with (
                pytest.raises(StoreError, match="磁盘已满"),
                apart(store, "r1", "good", tmp_path / "good"),
            ):
                pass
        with apart(store, "r1", "good", tmp_path / "good") as new:
            assert new.site("r1", "good").status is SiteStatus.RUNNING
