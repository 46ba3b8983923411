"""Options and arguments that several commands share, and what every command opens."""

from datetime import date, datetime, time
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.wording.printing import Format
from data.units import KINDS

if TYPE_CHECKING:
    from data.store import Store
    from data.types import Unit


MOST_NAMED = 20  # units in a sentence


class CommandError(Exception):
    """What a command cannot do for the user, as one Chinese sentence."""


RoundId = Annotated[str, typer.Argument(metavar="轮次", help="评估轮次编号")]
FormatOption = Annotated[
    Format, typer.Option("--format", help="输出格式", metavar="|".join(Format))
]
UnitOption = Annotated[
    str | None, typer.Option("--unit", help="只看这个单位（编号或名称）", metavar="单位")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="截止日 YYYY-MM-DD，之后发布的不计；默认今天", metavar="日期"),
]
YearOption = Annotated[
    int | None,
    typer.Option("--year", min=2008, max=2100, help="评估年度；默认截止日所在年", metavar="年度"),
]
SchemeOption = Annotated[
    str, typer.Option("--scheme", help="指标体系编号（见 gkc schemes list）或 YAML 文件")
]
AllowOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        envvar="GKC_ALLOW_HOST",
        help="允许访问的内网主机，写成 主机名=IP:端口；默认只访问公网地址",
        metavar="主机",
    ),
]


def _one_line(contact: str) -> str:
    """The contact, which goes into a header of every request."""
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in contact):
        raise CommandError("--contact（GKC_CONTACT）里有换行等控制字符，请写成一行")
    return contact.strip()


ContactOption = Annotated[
    str,
    typer.Option(
        "--contact",
        envvar="GKC_CONTACT",
        callback=_one_line,
        help="写进采集标识的联系方式（网址或邮箱），便于网站管理员联系",
        metavar="联系方式",
    ),
]


# An hour between two requests is a mistake; less than a fifth of a second is no politeness. Hosts
# allowed on loopback have no pause whatever is said here.
DelayOption = Annotated[
    float,
    typer.Option(
        "--delay",
        min=0.2,
        max=3600,
        help="对同一主机两次请求至少间隔的秒数，最小 0.2；用 --allow-host 允许的本机主机不间隔",
    ),
]


def open_store() -> "Store":
    """The store named by GKC_DATABASE_URL, by default SQLite in `var/`."""
    # Half a second to load, and commands about single files need neither.
    from data.storage.database import database_url
    from data.store import Store

    return Store(database_url())


def chosen_units(store: "Store", round_id: str, name: str | None) -> "list[Unit]":
    """The units of a round, or the one meant by an id, a name or an alias.

    Raises:
        CommandError: no unit, or several, go by that name.
        StoreError: there is no such round.
    """
    store.round(round_id)
    units = store.round_units(round_id)
    if name is None:
        return units
    found = [u for u in units if name in {u.id, u.name, *u.aliases}]
    if not found:
        more = f" 等 {len(units)} 个" if len(units) > MOST_NAMED else ""
        raise CommandError(
            f"轮次 {round_id} 里没有“{name}”这个单位；现有：{_named(units[:MOST_NAMED])}{more}"
        )
    if len(found) > 1:
        raise CommandError(
            f"轮次 {round_id} 里有 {len(found)} 个单位叫“{name}”，请写编号：{_named(found)}"
        )
    return found


def _named(units: "list[Unit]") -> str:
    return "、".join(f"{unit.id}（{unit.name}）" for unit in units)


def parse_day(text: str | None) -> date:
    """A day typed by a user; today when none was given.

    Raises:
        CommandError: not a day.
    """
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"日期“{text}”无效，请写成 2023-12-15 这样的形式，月、日须存在"
        ) from error


def parse_kind(text: str) -> str:
    """A kind of unit as schemes name it, from that name or a Chinese one.

    Raises:
        CommandError: nobody knows such a kind.
    """
    if text not in KINDS:
        raise CommandError(f"单位类型“{text}”无效；可用：{'、'.join(KINDS)}")
    return KINDS[text]


def kind_word(kind: str) -> str:
    """A kind of unit in Chinese."""
    return next((word for word, of in KINDS.items() if of == kind and word != kind), kind)


def parse_hosts(texts: list[str] | None) -> dict[str, tuple[str, int]]:
    """`name=ip:port`, or `ip:port` alone, as the allow map of the fetcher.

    Raises:
        CommandError: a pair is not of that form.
    """
    allowed: dict[str, tuple[str, int]] = {}
    for text in texts or []:
        host, _, address = text.rpartition("=")
        ip, _, port = address.rpartition(":")
        if not _is_place(ip, port) or text.startswith("="):
            raise CommandError(f"--allow-host 的“{text}”无效，请写成 主机名=127.0.0.1:8080")
        ip = ip.strip("[]")
        allowed[host or address] = (ip, int(port))
    return allowed


def _is_place(ip: str, port: str) -> bool:
    try:
        ip_address(ip.strip("[]"))
    except ValueError:
        return False
    return port.isdecimal() and 0 < int(port) < 65536


def parse_hours(text: str) -> tuple[time, time] | None:
    """`22:00-06:00` as two times of the day; None when nothing was given.

    Raises:
        CommandError: it is not of that form.
    """
    if not text:
        return None
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as error:
        raise CommandError(f"--night 的“{text}”无效，请写成 22:00-06:00") from error
    if begin.tzinfo or end.tzinfo:
        raise CommandError(f"--night 的“{text}”带了时区；一律按北京时间，请写成 22:00-06:00")
    if begin == end:
        raise CommandError(f"--night 的“{text}”起止相同，请写成 22:00-06:00")
    return begin, end
