"""Each thing the platform needs is told of by itself; one that is wrong makes the command fail."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import text

from crawlers.fleet.queue import Queue
from crawlers.frontier import Budget
from crawlers.settings import Settings
from dashboard import health as module
from dashboard.health import health
from data.archive import evidence_of
from data.storage.audit import note
from data.store import Store
from data.types import Fetch, FetchOutcome, Round, Unit
from tests.commands import gkc

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)
DAY = date(2023, 12, 15)
UNIT = Unit("qinghe", "清河县", "county", "县市区政府", "http://qinghe.localhost/")
ROUND = Round("r1", "2023年评估", "county-2023", DAY, 2023, ("qinghe",), AT)
BODY = b"<p>page</p>" * 20


@pytest.fixture(autouse=True)
def browser(tmp_path, monkeypatch):
    """A program that stands for the browser, and a disk with room."""
    path = tmp_path / "browser"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    monkeypatch.setenv("GKC_CHROMIUM", str(path))
    monkeypatch.setattr(module, "_ROOM", 0)
    return path


@pytest.fixture
def house(database, tmp_path):
    var = tmp_path / "var"
    with Store(database) as store:
        store.put_units([UNIT])
        store.put_scheme("county-2023", "id: county-2023\n")
        store.create_round(ROUND)
        fetch = Fetch(UNIT.portal, FetchOutcome.OK, AT, status=200, sha256=sha256(BODY).hexdigest())
        with evidence_of(var, "r1").write("qinghe") as writer:
            warc, offset, length = writer.append(fetch, (("content-type", "text/html"),), BODY)
            writer.sync()
        store.add_fetches("r1", "qinghe", [replace(fetch, warc=warc, offset=offset, length=length)])
        with store._database.write() as session:
            note(session, at=AT, by="li", action="judge")
    return database, var


def told(url, var, today=DAY):
    return {each.what: each for each in health(url, var, today)}


def wrong(url, var, today=DAY):
    return {each.what: each.said for each in health(url, var, today) if not each.fine}


def test_all_is_well(house):
    found = told(*house)
    assert [name for name, each in found.items() if not each.fine] == []
    assert list(found) == ["磁盘", "浏览器", "工作日历", "数据库", "存证", "操作日志", "采集进程"]
    assert found["存证"].said == "抽读 1 份，都与采集时一致"
    assert found["操作日志"].said == "1 条，逐条相符"
    assert found["采集进程"].said == "没有用多机采集"


def test_each_trouble_is_told_by_itself(house, browser, monkeypatch):
    url, var = house
    browser.unlink()
    assert wrong(url, var).keys() == {"浏览器"}
    browser.touch(0o755)
    assert wrong(url, var, date(2099, 1, 1)).keys() == {"工作日历"}
    monkeypatch.setattr(module, "_ROOM", 2**63)
    assert wrong(url, var).keys() == {"磁盘"}
    monkeypatch.undo()


def test_evidence_that_is_damaged_is_told(house):
    url, var = house
    [path] = (var / "evidence" / "r1").glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:60])
    assert "证据文件 qinghe.warc.gz" in wrong(url, var)["存证"]


def test_a_trail_that_was_changed_is_told(house):
    url, var = house
    with Store(url) as store, store._database.write() as session:
        session.execute(text("UPDATE audit_entry SET what = 'x'"))
    assert wrong(url, var)["操作日志"].startswith("第 1 条的内容与摘要值不符")


def test_sites_that_wait_for_nobody_are_told(house):
    url, var = house
    if url.startswith("sqlite"):  # no queue there
        return
    with Queue(url) as queue:
        assert told(url, var)["采集进程"].said == "0 个在工作，0 个网站在排队"
        queue.add("r1", [UNIT], Settings(Budget(pages=5)))
    assert wrong(url, var)["采集进程"].startswith("有 1 个网站在排队，却没有采集进程")


def test_a_database_that_does_not_open_is_told_with_the_rest(tmp_path):
    path = tmp_path / "gkc.db"
    path.write_text("只是文本" * 1000, encoding="utf-8")
    found = wrong(f"sqlite:///{path}", tmp_path / "var")
    assert list(found) == ["数据库"]
    assert "打不开数据库" in found["数据库"]


def test_the_command_says_so_and_fails_when_something_is_wrong(tmp_path, browser):
    done = gkc(tmp_path, "health", "--format", "json")
    rows = json.loads(done.out)
    assert all(row["fine"] for row in rows) == (done.code == 0)
    browser.unlink()
    done = gkc(tmp_path, "health", "--format", "json")
    assert done.code == 1
    [row] = [row for row in json.loads(done.out) if row["what"] == "浏览器"]
    assert (row["fine"], row["state"]) == (False, "有问题")
