"""Is everything there that the platform needs? One answer a thing, for people and for machines."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from crawlers.browser.chromium import NoChromium, executable
from crawlers.fleet.queue import Queue, workers_alive
from data.archive import LEAST_ROOM, evidence_of
from data.calendar import CalendarError, is_workday
from data.faults import explained
from data.storage.database import DatabaseError, StoreError
from data.store import Store
from data.writer import ArchiveError

ROUNDS, PAGES = 3, 5  # the newest rounds, and of every unit the pages read back
_ROOM = 10 * LEAST_ROOM  # bytes; below, somebody should look after the disk before looks stop


@dataclass(frozen=True, slots=True)
class Health:
    """How one thing is."""

    what: str
    fine: bool
    said: str


class _Ill(Exception):
    """What is wrong, in Chinese."""


def health(url: str, var: Path, today: date) -> Iterator[Health]:
    """Every thing in turn; what cannot be looked at without the database comes after it.

    Args:
        today: in China.
    """
    yield _told("磁盘", lambda: _disk(var))
    yield _told("浏览器", executable)
    yield _told("工作日历", lambda: _calendar(today))
    try:
        store = Store(url)
    except StoreError as error:
        yield Health("数据库", False, str(error))
        return
    with closing(store):
        yield Health("数据库", True, f"版本 {store.opening.now}")
        yield _told("存证", lambda: _evidence(store, var))
        yield _told("操作日志", lambda: _trail(store))
        yield _told("采集进程", lambda: _workers(store))


def _told(what: str, look: Callable[[], str]) -> Health:
    try:
        return Health(what, True, look())
    except (_Ill, NoChromium, CalendarError, ArchiveError, StoreError) as error:
        return Health(what, False, str(error))
    except (OSError, DatabaseError) as error:
        return Health(what, False, explained(error))


def _disk(var: Path) -> str:
    there = next(each for each in (var, *var.absolute().parents) if each.exists())
    free = shutil.disk_usage(there).free
    said = f"{var} 所在的磁盘剩 {free // 1024**2} MB"
    if free < _ROOM:
        raise _Ill(f"{said}，不足 {_ROOM // 1024**2} MB；请腾出空间")
    return said


def _calendar(today: date) -> str:
    is_workday(date(today.year, 10, 1))  # whatever day: the year has to be known
    return f"有 {today.year} 年的节假日安排"


def _evidence(store: Store, var: Path) -> str:
    """A few pages of every unit of the newest rounds, read back."""
    read = 0
    newest = sorted(store.rounds(), key=lambda each: each.created_at, reverse=True)
    for each in newest[:ROUNDS]:
        archive = evidence_of(var, each.id)
        for unit in store.round_units(each.id):
            kept = (f for f in reversed(store.fetches(each.id, unit.id)) if f.warc)
            for fetch in islice(kept, PAGES):
                archive.read(fetch.warc, fetch.offset, fetch.sha256)
                read += 1
    return f"抽读 {read} 份，都与采集时一致" if read else "还没有存证"


def _trail(store: Store) -> str:
    found = store.verify_trail()
    if found.fault:
        raise _Ill(f"{found.fault}；请用 gkc audit verify 核验，与备份对照")
    return f"{found.end.number} 条，逐条相符"


def _workers(store: Store) -> str:
    alive = workers_alive(store.url)
    if alive is None:
        return "没有用多机采集"
    with Queue(store.url) as queue:
        waiting = sum(len(queue.open_sites(each.id)) for each in store.rounds())
    if waiting and not alive:
        raise _Ill(f"有 {waiting} 个网站在排队，却没有采集进程；请运行 gkc worker")
    return f"{alive} 个在工作，{waiting} 个网站在排队"
