"""A collection whose disk is full: the first error is said, others go on, nothing is lost."""

import asyncio
import errno
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from crawlers.fleet import sidebyside
from crawlers.fleet.crew import collect_sites
from crawlers.fleet.sidebyside import SideBySide
from crawlers.loopback import serve
from crawlers.network.pace import Paces
from crawlers.settings import Settings
from data.archive import LEAST_ROOM, Archive, evidence_of
from data.audit import audit
from data.facts import SiteStatus
from data.store import Store
from data.types import Unit
from data.writer import ArchiveShut, Writer
from tests.broken import FULL, READ_ONLY, writes_fail
from tests.commands import gkc
from tests.farm import Farm
from tests.test_crew import ROUND, begin

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")
STORY = ("Traceback", "Error", "[Errno", "sqlite3", "No space")  # what no user should read


def whole(farm: Farm, folder: Path, url: str) -> None:
    """Every page of the farm is in the round, and its evidence is sound."""
    with Store(url) as store:
        for unit in farm.units():
            rows = store.fetches(ROUND, unit.id)
            read = {row.url.removeprefix(unit.portal) for row in rows if row.outcome.read}
            assert read >= {path[1:] for path in farm.pages}
            assert audit(evidence_of(folder / "var", ROUND), rows).problems == ()
        states = store.site_states(ROUND)
    assert {state.status for state in states.values()} == {SiteStatus.DONE}
    assert {state.exhausted for state in states.values()} == {True}


@pytest.mark.parametrize(
    ("how", "said"), [(FULL, "数据库所在的磁盘已满；请腾出空间"), (READ_ONLY, "数据库是只读的")]
)
def test_a_database_that_takes_nothing_is_said_once_a_site_and_nothing_is_lost(
    tmp_path: Path, how: str, said: str
) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=30)
    url = begin(tmp_path, farm.units())
    with farm.served() as options:

        def fill(number: int) -> None:
            if number == 5:
                broken.__enter__()

        broken, farm.after = writes_fail(how), fill
        done = gkc(tmp_path, "collect", ROUND, *options)
        broken.__exit__(None, None, None)
        assert (done.code, done.out) == (1, "")
        for unit in farm.units():
            assert f"采集出错：{unit.name}（{unit.id}）：{said}" in done.err
        assert "后再次运行，会接着采" in done.err
        assert not [word for word in STORY if word in done.err]
        with Store(url) as store:
            states = store.site_states(ROUND).values()
            assert SiteStatus.DONE not in {state.status for state in states}

        farm.after = lambda number: None
        again = gkc(tmp_path, "collect", ROUND, *options)
    assert again.code == 0, again.err
    whole(farm, tmp_path, url)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_failure_that_cannot_be_noted_is_said_and_the_others_go_on(
    tmp_path: Path, processes: int
) -> None:
    farm = Farm(("a.localhost", "b.localhost", "c.localhost"), articles=3)
    url = begin(tmp_path, farm.units())
    with closing(sqlite3.connect(tmp_path / "var" / "gkc.db")) as database:
        database.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON round_unit WHEN NEW.unit_id = 'a'"
            " BEGIN SELECT RAISE(ABORT, 'not this one'); END"
        )
    with farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, "--processes", processes, *options)
        assert done.code == 1
        assert "采集出错：a局（a）：采集程序出错：IntegrityError not this one" in done.err
        assert "采集完成：2 个单位" in done.err
        with closing(sqlite3.connect(tmp_path / "var" / "gkc.db")) as database:
            database.execute("DROP TRIGGER refuse")
        assert gkc(tmp_path, "collect", ROUND, *options).code == 0
    whole(farm, tmp_path, url)


def test_who_notes_a_failure_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (unit,) = Farm(("a.localhost",)).units()
    with Store(begin(tmp_path, [unit])) as store, writes_fail(READ_ONLY):
        why = sidebyside.fail_site(store, ROUND, unit.id, "证据文件损坏")
    assert why == "证据文件损坏（未能记入数据库：数据库是只读的）"


def test_evidence_that_finds_no_room_fails_its_site_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=5)
    url = begin(tmp_path, farm.units())
    sync = Writer.sync

    def full(writer: Writer) -> None:
        if writer.name.startswith("a"):
            raise NO_ROOM
        sync(writer)

    with farm.served() as options:
        with monkeypatch.context() as patched:
            patched.setattr(Writer, "sync", full)
            done = gkc(tmp_path, "collect", ROUND, *options)
        assert done.code == 1
        said = "磁盘已满；请腾出空间后再次运行，会接着采"
        assert f"采集出错：a局（a）：{said}" in done.err
        assert "采集完成：1 个单位" in done.err
        assert not [word for word in STORY if word in done.err]
        with Store(url) as store:
            states = store.site_states(ROUND)
        assert (states["a"].status, states["a"].note) == (SiteStatus.FAILED, said)
        assert states["b"].status is SiteStatus.DONE
        assert gkc(tmp_path, "collect", ROUND, *options).code == 0
    whole(farm, tmp_path, url)


# --- before anything is asked for -----------------------------------------------------------------


def disk_with(megabytes: int) -> object:
    return lambda path: SimpleNamespace(free=megabytes * 1024**2)


def test_a_disk_that_is_nearly_full_is_said_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    farm = Farm(("a.localhost",), articles=2)
    begin(tmp_path, farm.units())
    monkeypatch.setattr(shutil, "disk_usage", disk_with(7))
    with farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, *options)
    assert (done.code, farm.log) == (1, [])
    least = LEAST_ROOM // 1024**2
    assert done.err == (
        f"错误：存证文件夹 var/evidence/{ROUND} 所在的磁盘只剩 7 MB，至少要 {least} MB；"
        "请腾出空间后再次运行，会接着采\n"
    )


@pytest.mark.parametrize("command", ["collect", "worker"])
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(
    tmp_path: Path, command: str
) -> None:
    farm = Farm(("a.localhost",), articles=2)
    begin(tmp_path, farm.units())
    (tmp_path / "var" / "evidence").write_text("not a folder")
    with farm.served() as options:
        arguments = (ROUND, *options) if command == "collect" else ("--var", "var")
        done = gkc(tmp_path, command, *arguments)
    assert (done.code, farm.log) == (1, [])
    assert done.err.startswith("错误：存证文件夹 var/evidence")
    assert "不能写入：" in done.err
    assert "；请检查路径后再次运行" in done.err
    assert done.err.count("\n") == 1


def test_the_least_room_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path / "var" / "evidence" / "r")
    monkeypatch.setattr(shutil, "disk_usage", disk_with(LEAST_ROOM // 1024**2))
    archive.make_ready()
    assert list(archive.folder.iterdir()) == []
    monkeypatch.setattr(shutil, "disk_usage", disk_with(LEAST_ROOM // 1024**2 - 1))
    with pytest.raises(ArchiveShut):
        archive.make_ready()


def test_a_disk_that_fills_up_stops_sites_that_have_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=3)
    url = begin(tmp_path, farm.units())

    def fill(number: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", disk_with(7))

    with serve(dict.fromkeys(farm.hosts, farm.answer)) as allow:
        farm.after = fill
        settings = Settings(allow=allow, browser=False)
        units = farm.units()
        failed = collect_sites(url, ROUND, units, tmp_path / "var", settings, hosts=1)
    assert failed.keys() == {"b"}
    assert "只剩 7 MB" in failed["b"]
    assert farm.looks("b.localhost") == 0


def test_ctrl_c_is_heeded_although_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    units = Farm(("a.localhost", "b.localhost")).units()

    async def look(store: Store, round_id: str, unit: Unit, *rest: object, **more: object) -> None:
        begun.append(unit.id)
        try:
            await asyncio.Event().wait()
        finally:
            raise NO_ROOM  # what is unsaved finds no room

    async def interrupted(looks: SideBySide) -> None:
        waiting = [[unit] for unit in units]

        async def take() -> Sequence[Unit]:
            return waiting.pop(0) if waiting else ()

        work = asyncio.create_task(looks.work(take, 1))
        while not begun:
            await asyncio.sleep(0)
        work.cancel()
        await work

    monkeypatch.setattr(sidebyside, "collect_site", look)
    with Store(begin(tmp_path, units)) as store:
        looks = SideBySide(
            store, ROUND, tmp_path, Settings(), Paces(), ended=lambda unit, why: None
        )
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(interrupted(looks))
        assert SiteStatus.FAILED not in {s.status for s in store.site_states(ROUND).values()}
    assert begun == ["a"]
