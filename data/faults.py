"""What the system or the database says of a failure, in Chinese and with what to do about it.

Drivers speak English, and repeat the statement with the values in it.
"""

import errno
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    what: str
    remedy: str  # what to do, as an order without a full stop


_ROOM = "请腾出空间"
_RIGHTS = "请检查文件和文件夹的权限"
_PATH = "请检查路径"
_SYSTEM: Mapping[int, Fault] = {
    errno.ENOSPC: Fault("磁盘已满", _ROOM),
    errno.EDQUOT: Fault("磁盘配额已用完", _ROOM),
    errno.EFBIG: Fault("文件超过了系统允许的大小", "请调高文件大小的限制（ulimit -f）"),
    errno.EROFS: Fault("磁盘是只读的", "请改为可写，或换一个文件夹"),
    errno.EACCES: Fault("没有权限", _RIGHTS),
    errno.EPERM: Fault("没有权限", _RIGHTS),
    errno.ENOENT: Fault("文件或文件夹不存在", _PATH),
    errno.ENOTDIR: Fault("路径中有一段不是文件夹", _PATH),
    errno.EEXIST: Fault("已有同名的文件", _PATH),
    errno.EISDIR: Fault("这是一个文件夹", _PATH),
    errno.ENAMETOOLONG: Fault("文件名太长", "请换一个短一些的编号或路径"),
    errno.EMFILE: Fault("打开的文件太多", "请调高同时打开的文件数（ulimit -n）"),
    errno.ENFILE: Fault("系统打开的文件太多", "请关闭其他程序"),
    errno.ENOMEM: Fault("内存不足", "请关闭其他程序"),
    errno.EAGAIN: Fault("系统的进程或内存不足", "请关闭其他程序"),
    errno.EIO: Fault("磁盘读写出错", "请检查磁盘"),
    errno.ESTALE: Fault("共享文件夹的连接已失效", "请重新挂载"),
    errno.ENOLCK: Fault("文件夹不支持文件锁", "请换用支持 flock 的文件夹"),
    errno.EOPNOTSUPP: Fault("文件夹不支持文件锁", "请换用支持 flock 的文件夹"),
}
_FULL = Fault("数据库所在的磁盘已满", _ROOM)
_SHUT = Fault("数据库是只读的", "请检查数据库文件及其文件夹的权限")
_DAMAGED = Fault("数据库文件已损坏", "请从备份恢复")
_IN_USE = Fault("数据库正被另一个程序占用", "请等它结束")
# By primary result code, https://www.sqlite.org/rescode.html
_SQLITE: Mapping[int, Fault] = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _SHUT,
    sqlite3.SQLITE_PERM: _SHUT,
    sqlite3.SQLITE_IOERR: Fault("数据库文件读写出错", "请检查磁盘和剩余空间"),
    sqlite3.SQLITE_CANTOPEN: Fault("打不开数据库文件", "请检查路径、权限和磁盘空间"),
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_GONE = Fault("与数据库的连接中断", "请确认数据库服务已启动")
# By SQLSTATE, or its class, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: Mapping[str, Fault] = {
    "53100": Fault("数据库服务器的磁盘已满", _ROOM),
    "53200": Fault("数据库服务器内存不足", "请检查数据库服务器"),
    "53300": Fault("数据库的连接数已满", "请减少同时运行的进程，或调高 max_connections"),
    "25006": Fault("数据库是只读的", "请改为可写，或连到主库"),
    "42501": Fault("数据库账号没有权限", "请检查账号的权限"),
    "08": _GONE,
    "57": _GONE,
    "58": Fault("数据库服务器读写出错", "请检查数据库服务器的磁盘"),
}


def fault_of(error: BaseException) -> Fault | None:
    """What failed, when it is one of the failures that people can mend; else None."""
    if getattr(error, "connection_invalidated", False):
        return _GONE
    error = _raised(error)
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0)
    return _of_driver(error)


def _raised(error: BaseException) -> BaseException:
    """What the driver raised, which SQLAlchemy keeps as `orig`; asked for by name, because to
    import SQLAlchemy takes half a second.
    """
    orig = getattr(error, "orig", None)
    return orig if isinstance(orig, BaseException) else error


def _of_driver(error: BaseException) -> Fault | None:
    """Of an error of sqlite3 or psycopg."""
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if not hasattr(error, "sqlstate"):
        return None
    state = error.sqlstate or ""
    if not state and type(error).__name__ == "OperationalError":  # nobody answered, or not to us
        return Fault(f"连不上数据库服务（{first_line(error)}）", "请确认它已启动，地址和账号正确")
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])


def damaged(error: BaseException) -> bool:
    """The file of the database is no database, or a broken one."""
    return isinstance(error, UnicodeDecodeError) or fault_of(error) is _DAMAGED


def explained(error: BaseException) -> str:
    """A failure of files or the database in one Chinese sentence: what, and what to do."""
    fault = fault_of(error)
    if fault is None:
        return f"文件或数据库无法读写（{first_line(error)}）；请检查磁盘空间和权限"
    return f"{what_of(error)}；{fault.remedy}"


def what_of(error: BaseException) -> str:
    """What failed, alone, with the file where one is named; in the words of the system where we
    have none.
    """
    fault = fault_of(error)
    if fault is None:
        return first_line(error)
    name = getattr(error, "filename", None)
    return f"{name}：{fault.what}" if name else fault.what


def first_line(error: BaseException) -> str:
    """What a driver, or the system, says of an error, in one line."""
    said = str(_raised(error)).strip().splitlines()
    return said[0] if said else type(error).__name__
