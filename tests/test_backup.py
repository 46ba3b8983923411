"""What is backed up comes back as it was, on either database, and a damaged backup is refused."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from data.archive import evidence_of
from data.cases import Event, Subject
from data.storage import restore as restoring
from data.storage.audit import note
from data.storage.backup import BackupError, back_up, checked, manifest_of
from data.storage.dump import load, snapshot
from data.storage.restore import restore
from data.storage.schema import FIRST, head
from data.store import Store
from data.types import (
    Fetch,
    FetchOutcome,
    Finding,
    Judgement,
    Outcome,
    Round,
    Unit,
)
from data.uploads import accepted, keep
from scoring.appeals import RAISED
from tests.commands import gkc
from tests.conftest import empty_database

AT = datetime(2023, 12, 15, 8, 30, 0, 123456, tzinfo=UTC)
UNIT = Unit("qinghe", "清河县", "county", "县市区政府", "http://qinghe.localhost/")
ROUND = Round("r1", "2023年评估", "county-2023", date(2023, 12, 15), 2023, ("qinghe",), AT)
URL = "http://qinghe.localhost/a"
JUDGEMENT = Judgement(
    "qinghe", "a", Outcome.PARTIAL, "“部分”\u2028公开", "li", AT, counts={"n": Fraction(1, 3)}
)


@pytest.fixture
def other(request, tmp_path):
    """URL of an empty database of each kind, whatever the first one is."""
    yield from empty_database(request, tmp_path / "into" / "gkc.db")


both = pytest.mark.parametrize("other", ["sqlite", "postgresql"], indirect=True)


def answered(writer, url, text):
    fetch = Fetch(url, FetchOutcome.OK, AT, status=200, media_type="text/html")
    fetch = replace(fetch, sha256=sha256(text.encode()).hexdigest())
    warc, offset, length = writer.append(fetch, (("content-type", "text/html"),), text.encode())
    return replace(fetch, warc=warc, offset=offset, length=length)


@pytest.fixture
def house(database, tmp_path):
    """A database with a round, evidence and a trail; the folder is `var`."""
    var = tmp_path / "var"
    with Store(database) as store:
        store.put_units([UNIT])
        store.put_scheme("county-2023", "id: county-2023\n")
        store.create_round(ROUND)
        with evidence_of(var, "r1").write("qinghe") as writer:
            fetch = answered(writer, URL, "正文" * 100)
            writer.sync()
        store.add_fetches("r1", "qinghe", [fetch])
        store.put_findings("r1", "qinghe", {"a": Finding(Outcome.MET, "已公开")})
        store.add_judgements("r1", [JUDGEMENT])
        with store._database.write() as session:
            note(session, at=AT, by="li", action="judge", round_id="r1")
    (var / "locks").mkdir()
    (var / "locks" / "host").write_text("")
    (var / "metrics").mkdir()
    (var / "metrics" / "ab.xlsx").write_bytes(b"sheet")
    return database, var


def everything(url):
    with snapshot(url) as taken:
        return {name: sorted(taken.lines(name)) for name in taken.tables}


def files(var):
    return {
        p.relative_to(var).as_posix(): p.read_bytes()
        for p in var.rglob("*")
        if p.is_file() and ".db" not in p.name and not p.name.startswith(".")
    }


def made(house, tmp_path, name="b.zip"):
    back_up(*house, tmp_path / name, AT)
    return tmp_path / name


def changed(path, change):
    """The same backup with its files changed: name -> bytes, or None."""
    with zipfile.ZipFile(path) as old:
        held = {name: old.read(name) for name in old.namelist()}
    new = path.with_name("changed.zip")
    with zipfile.ZipFile(new, "w") as into:
        for name, body in change(held).items():
            into.writestr(name, body)
    return new


# --- there and back -----------------------------------------------------------------------------


@both
def test_everything_comes_back_on_either_database(house, other, tmp_path):
    database, var = house
    path = made(house, tmp_path)
    done = restore(path, other, tmp_path / "into")
    assert (done.problems, done.now) == ((), head())
    assert everything(other) == everything(database)
    expected = {name: body for name, body in files(var).items() if not name.startswith("locks/")}
    assert files(tmp_path / "into") == expected
    with Store(other) as store:
        assert store.judgements("r1") == [JUDGEMENT]
        store.add_judgements("r1", [JUDGEMENT])  # numbers go on behind those put back
        assert len(store.judgements("r1")) == 2


def test_the_backup_is_of_one_moment(house, tmp_path):
    database, _ = house
    with snapshot(database) as taken, Store(database) as store:
        before = list(taken.lines("unit"))
        store.put_units([UNIT, Unit("x", "某", "county", "县市区政府", "http://x.localhost/")])
        assert list(taken.lines("unit")) == before


def test_evidence_being_written_ends_with_its_last_whole_record(house, tmp_path):
    database, var = house
    archive = evidence_of(var, "r1")
    with Store(database) as store:
        known = store.fetches("r1", "qinghe")
    with archive.write("qinghe", known=known) as writer:
        fetch = answered(writer, f"{URL}2", "又一页" * 100)
        writer.sync()
        whole = (archive.folder / fetch.warc).stat().st_size
        with (archive.folder / fetch.warc).open("ab") as torn:
            torn.write(b"\x1f\x8b half a record")
        path = made(house, tmp_path)
    with zipfile.ZipFile(path) as backup:
        assert backup.getinfo(f"var/evidence/r1/{fetch.warc}").file_size == whole


@both
def test_a_backup_of_an_earlier_version_is_upgraded(other, tmp_path):
    source = f"sqlite:///{tmp_path / 'old.db'}"
    load(source, FIRST, [])
    (tmp_path / "var").mkdir()
    path = tmp_path / "b.zip"
    # As the program of that version made it: without the tables that came later.
    with snapshot(source) as taken:
        assert (taken.version, "audit_entry" in taken.tables) == (FIRST, False)
    back_up(source, tmp_path / "var", path, AT)
    assert restore(path, other, tmp_path / "into").now == head()
    with Store(other) as store:
        assert store.trail() == []


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda path: None, ""),
        (lambda path: path.write_bytes(b"%PDF-1.4 other"), "与上传时不符"),
        (lambda path: path.unlink(), "已不在"),
    ],
)
def test_files_that_people_brought_come_back_and_are_verified(house, tmp_path, harm, sentence):
    database, var = house
    content = b"%PDF-1.4 duties"
    file = accepted("职责.pdf", content)
    kept = keep(var, file, content)
    with Store(database) as store:
        said = {"ground": "not_our_duty", "text": "归他局", "file": file.sha256,
                "file_name": file.name}  # fmt: skip
        event = Event("qinghe", "a", RAISED, "czj", AT, said)
        store.add_event(Subject.APPEAL, "r1", event)
    harm(kept)
    into = tmp_path / "into"
    done = restore(made(house, tmp_path), f"sqlite:///{into / 'gkc.db'}", into)
    assert [sentence in problem for problem in done.problems] == [True] * bool(sentence)
    if not sentence:
        assert (into / kept.relative_to(var)).read_bytes() == content


# --- refused ------------------------------------------------------------------------------------


def test_nothing_is_overwritten(house, tmp_path):
    database, var = house
    path = made(house, tmp_path)
    with pytest.raises(BackupError, match="已经存在"):
        back_up(*house, path, AT)
    with pytest.raises(BackupError, match=r"里已有文件（.*），不能覆盖；请用 --into"):
        restore(path, f"sqlite:///{tmp_path / 'new.db'}", var)
    with pytest.raises(BackupError, match="数据库里已有数据，不能覆盖"):
        restore(path, database, tmp_path / "empty")
    assert not (tmp_path / "new.db").exists()


def _without(name):
    return lambda held: {n: body for n, body in held.items() if n != name}


def _with(name, body):
    return lambda held: held | {name: body}


def _told(name):
    def change(held):
        said = json.loads(held["manifest.json"])
        said["files"][name] = [1, "ab"]
        return held | {name: b"x", "manifest.json": json.dumps(said).encode()}

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_without("manifest.json"), "不是 gkc backup 做的备份"),
        (_without("database/round.jsonl"), "与清单不符（database/round.jsonl）"),
        (_with("var/more", b"x"), "与清单不符（var/more）"),
        (_with("var/metrics/ab.xlsx", b"other"), "var/metrics/ab.xlsx 被改动或损坏"),
        (_with("database/unit.jsonl", b""), "database/unit.jsonl 被改动或损坏"),
        (_told("var/../../x"), "不该有的文件名"),
        (_told("/etc/x"), "不该有的文件名"),
        (_told("var/.lock"), "不该有的文件名"),
        (_told("var/C:x"), "不该有的文件名"),
        (_told("var//x"), "不该有的文件名"),
        (_told("database/x.jsonl"), "不该有的文件名"),
    ],
)
def test_a_backup_that_is_not_as_it_was_is_refused(tmp_path, change, sentence):
    source = f"sqlite:///{tmp_path / 'gkc.db'}"
    Store(source).close()
    (tmp_path / "var" / "metrics").mkdir(parents=True)
    (tmp_path / "var" / "metrics" / "ab.xlsx").write_bytes(b"sheet")
    path = changed(made((source, tmp_path / "var"), tmp_path), change)
    into = tmp_path / "into"
    with pytest.raises(BackupError, match=sentence):
        restore(path, f"sqlite:///{into / 'gkc.db'}", into)
    assert not into.exists() or list(into.iterdir()) == []


def test_a_backup_cut_off_is_refused(house, tmp_path):
    path = made(house, tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BackupError, match="不是完整的 ZIP 文件"):
        restore(path, f"sqlite:///{tmp_path / 'into.db'}", tmp_path / "into")


def test_a_later_version_is_refused(tmp_path):
    source = f"sqlite:///{tmp_path / 'gkc.db'}"
    Store(source).close()
    (tmp_path / "var").mkdir()

    def later(held):
        said = json.loads(held["manifest.json"]) | {"version": "9999"}
        return held | {"manifest.json": json.dumps(said).encode()}

    path = changed(made((source, tmp_path / "var"), tmp_path), later)
    with pytest.raises(BackupError, match="数据库版本是 9999，本程序只到"):
        restore(path, f"sqlite:///{tmp_path / 'into.db'}", tmp_path / "into")


def test_evidence_that_was_damaged_before_is_told(house, tmp_path):
    _, var = house
    [path] = (var / "evidence" / "r1").glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:50])
    backup = made(house, tmp_path)
    done = restore(backup, f"sqlite:///{tmp_path / 'into' / 'gkc.db'}", tmp_path / "into")
    assert [problem.partition("：")[0] for problem in done.problems] == [URL]


# --- cut off ------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("place", ["_put_files", "_put_rows", "_problems"])
def test_a_restore_that_was_cut_off_is_begun_again(house, other, tmp_path, monkeypatch, place):
    path, into = made(house, tmp_path), tmp_path / "into"
    whole = getattr(restoring, place)

    def cut_off(*args):
        whole(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, place, cut_off)
    with pytest.raises(KeyboardInterrupt):
        restore(path, other, into)
    monkeypatch.undo()
    assert restore(path, other, into).problems == ()
    assert everything(other) == everything(house[0])
    assert not list(into.rglob("*.part")) + list(into.glob(".restoring"))


def test_another_backup_does_not_go_into_an_unfinished_one(house, tmp_path, monkeypatch):
    first, second = made(house, tmp_path), made(house, tmp_path, "c.zip")
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
        assert manifest_of(one, first).digest == manifest_of(two, second).digest  # same moment
    into = tmp_path / "into"
    into.mkdir()
    (into / ".restoring").write_text("ab")
    with pytest.raises(BackupError, match="另一份备份没有恢复完"):
        restore(first, f"sqlite:///{into / 'gkc.db'}", into)


def test_a_backup_killed_half_way_leaves_none(house, tmp_path):
    database, var = house
    code = (
        "import os, signal, sys\n"
        "from datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from data.storage import backup\n"
        "whole = backup._copied\n"
        "def killed(*args):\n    whole(*args)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "backup._copied = killed\n"
        "backup.back_up(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), datetime.now(UTC))\n"
    )
    target = tmp_path / "b.zip"
    words = [sys.executable, "-c", code, database, str(var), str(target)]
    root = Path(__file__).parents[1]
    assert subprocess.run(words, cwd=root, check=False).returncode == -9
    assert not target.exists()
    with zipfile.ZipFile(made(house, tmp_path)) as backup:  # over what was left
        checked(backup, target)


# --- the commands -------------------------------------------------------------------------------


def test_the_commands_back_up_and_restore(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        store.put_units([UNIT])
    done = gkc(tmp_path, "backup", "b.zip")
    assert (done.code, len(done.out.splitlines())) == (0, 2)
    assert "已备份到 b.zip" in done.err
    refused = gkc(tmp_path, "restore", "b.zip")
    assert (refused.code, "数据库里已有数据，不能覆盖" in refused.err) == (1, True)
    back = gkc(tmp_path, "restore", "b.zip", "--into", "new")
    assert (back.code, back.out) == (0, "")
    assert "存证和操作日志核验无误" in back.err
    with Store(f"sqlite:///{tmp_path / 'new' / 'gkc.db'}") as store:
        assert store.units() == [UNIT]
