"""What drivers and the system say in English, in Chinese and with what to do about it."""

import errno
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.faults import explained, fault_of, what_of
from data.storage.database import Database, StoreError
from data.store import Store
from data.types import Unit
from tests.broken import FULL, READ_ONLY, writes_fail

UNIT = Unit("a", "甲局", "department", "测试", "http://a.gov.cn/")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满；请腾出空间"),
        (
            OSError(errno.EACCES, "Permission denied", "/srv/var"),
            "/srv/var：没有权限；请检查文件和文件夹的权限",
        ),
        (
            OSError(errno.EROFS, "Read-only file system", "/srv/var"),
            "/srv/var：磁盘是只读的；请改为可写，或换一个文件夹",
        ),
        (
            OSError(errno.EXDEV, "Invalid cross-device link"),
            "文件或数据库无法读写（[Errno 18] Invalid cross-device link）；请检查磁盘空间和权限",
        ),
    ],
)
def test_the_system_is_said_in_chinese(error: OSError, said: str) -> None:
    assert explained(error) == said


def test_what_nobody_can_mend_is_left_to_us() -> None:
    assert fault_of(KeyError("a")) is None
    assert fault_of(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")) is None
    assert what_of(KeyError("a")) == "'a'"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (FULL, "数据库所在的磁盘已满；请腾出空间"),
        (READ_ONLY, "数据库是只读的；请检查数据库文件及其文件夹的权限"),
    ],
)
def test_sqlite_is_said_in_chinese(tmp_path: Path, how: str, said: str) -> None:
    large = [replace(UNIT, id=f"u{n}", name="局" * 1000) for n in range(99)]
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store, writes_fail(how):
        with pytest.raises(DBAPIError) as caught:
            store.put_units(large)
        assert store.units() == []
    assert explained(caught.value) == said


def test_a_database_in_use_says_so(tmp_path: Path) -> None:
    path = tmp_path / "gkc.db"
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path, timeout=0)) as other:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
    assert explained(caught.value) == "数据库正被另一个程序占用；请等它结束"


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "gkc.db").write_bytes(b"not a database " * 100)
    with pytest.raises(StoreError, match="数据库文件已损坏"):
        Store(f"sqlite:///{tmp_path / 'gkc.db'}")


def test_postgresql_is_said_in_chinese(postgresql: str) -> None:
    with psycopg.connect(postgresql) as connection:
        connection.execute("SET TRANSACTION READ ONLY")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute("CREATE TABLE t (n int)")
    assert explained(caught.value) == "数据库是只读的；请改为可写，或连到主库"

    with closing(Database(postgresql)) as database, database.read() as session:
        [(pid,)] = session.execute(text("SELECT pg_backend_pid()"))
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
        with pytest.raises(DBAPIError) as gone:
            session.execute(text("SELECT 1"))
    assert explained(gone.value) == "与数据库的连接中断；请确认数据库服务已启动"

    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect("postgresql://a:secret@127.0.0.1:1/b")
    assert explained(refused.value).startswith("连不上数据库服务（")
    assert "secret" not in explained(refused.value)


def test_what_was_to_be_kept_is_not_repeated_in_an_error(store: Store) -> None:
    with pytest.raises(DBAPIError) as caught:
        store.put_units([UNIT, Unit("b", None, "k", "g", "430102199003071234")])  # type: ignore[arg-type]
    assert "430102199003071234" not in str(caught.value)
