"""Registers of units: read and validate. All or nothing: one bad row refuses the whole file."""

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from data.direction import straight
from data.sheets import SheetError, read_sheet
from data.types import Unit

REQUIRED = ("编号", "名称", "类型", "组别", "网址")
OPTIONAL = ("栏目", "别名", "职责")

# What a register may write for a kind -> the kind that schemes name.
KINDS = {
    "province": "province",
    "省级政府": "province",
    "city": "city",
    "市级政府": "city",
    "市州政府": "city",
    "county": "county",
    "县级政府": "county",
    "县市区政府": "county",
    "township": "township",
    "乡镇街道": "township",
    "乡镇": "township",
    "街道": "township",
    "department": "department",
    "部门": "department",
    "政府部门": "department",
    "省直部门": "department",
    "市直部门": "department",
    "县直部门": "department",
    "区直部门": "department",
    "institution": "institution",
    "公共企事业单位": "institution",
}

_GOVERNMENTS = frozenset({"province", "city", "county"})
_OFFICES = frozenset({"department", "institution"})
_ID = re.compile(r"\w[\w.-]{0,63}")  # also a file name in the archive


class UnitError(Exception):
    """A register that cannot be used: which file, row and column, and what to do."""


def read_units(path: Path) -> list[Unit]:
    """The units of a register, in its order.

    A CSV in UTF-8, with or without a byte order mark, or GBK. Columns: 编号, 名称, 类型, 组别,
    网址; optional 栏目, 别名 and 职责, whose values are separated by spaces or semicolons, those of
    the last two by 、 and commas as well. An empty 职责 means that nobody said what the unit does.

    Raises:
        UnitError: the first thing that is wrong, in Chinese.
    """
    units, faults = checked(read_sheet(path, REQUIRED, OPTIONAL, what="单位"), path.name)
    if faults:
        raise UnitError(faults[0])
    return units


def checked(
    rows: Iterable[tuple[str, Mapping[str, str]]], file: str
) -> tuple[list[Unit], list[str]]:
    """The units of the rows of a register, and every row that is wrong as one Chinese sentence.

    Args:
        rows: where each stands (“名册.csv 第 3 行”), and its cells by heading; SheetError raised by
            it is the last that is wrong.
        file: name.
    """
    units: dict[str, Unit] = {}
    lines: dict[str, str] = {}
    sites: dict[object, str] = {}
    faults: list[str] = []
    try:
        for where, row in rows:
            line = where.removeprefix(f"{file} ")
            try:
                unit = _unit(row, where)
            except UnitError as error:
                faults.append(str(error))
                continue
            first = sites.setdefault(_site(unit), line)
            if unit.id in units:
                faults.append(
                    f"{where}“编号”列：“{unit.id}”与{lines[unit.id]}重复；请改成不同的编号"
                )
            elif line != first:
                faults.append(
                    f"{where}“网址”列：“{unit.portal}”与{first}是同一个网站；"
                    "同一单位请只留一行，共用网站的单位请在“栏目”列分别填写各自栏目的网址"
                )
            else:
                units[unit.id] = unit
                lines[unit.id] = line
    except SheetError as error:
        faults.append(str(error))
    return list(units.values()), faults


def governs(unit: Unit) -> bool:
    """A government of county level or above: it answers for every matter of its place, where other
    bodies carry some.
    """
    return unit.kind in _GOVERNMENTS


def is_town(unit: Unit) -> bool:
    """The government of a town or township, or the office of a street."""
    return unit.kind == "township"


def is_office(unit: Unit) -> bool:
    """A department or an institution: no government of any level."""
    return unit.kind in _OFFICES


def _unit(row: Mapping[str, str], where: str) -> Unit:
    row = {column: straight(cell).strip() for column, cell in row.items()}
    for column in REQUIRED:
        if not row[column]:
            raise UnitError(f"{where}“{column}”列为空；请填写")
    if not _ID.fullmatch(row["编号"]):
        raise UnitError(
            f"{where}“编号”列：“{row['编号']}”不能用作编号；请只用字母、数字、汉字和 . - _"
        )
    kind = KINDS.get(row["类型"])
    if kind is None:
        raise UnitError(f"{where}“类型”列：不认识“{row['类型']}”；请填 {'、'.join(KINDS)} 之一")
    duties = _split(row["职责"], "、，,")
    return Unit(
        id=row["编号"],
        name=row["名称"],
        kind=kind,
        group=row["组别"],
        portal=_url(row["网址"], where, "网址"),
        columns=tuple(_url(url, where, "栏目") for url in _split(row["栏目"])),
        aliases=_split(row["别名"], "、，,"),
        duties=frozenset(duties) if duties else None,
    )


def _split(cell: str, more: str = "") -> tuple[str, ...]:
    """The values in a cell, each once.

    Args:
        more: characters that part them besides gaps and semicolons; an address may hold a comma.
    """
    return tuple(dict.fromkeys(part for part in re.split(rf"[\s；;{more}]+", cell) if part))


def _site(unit: Unit) -> object:
    """What would be looked at; two units of which this is equal would be one and the same look."""
    return frozenset(_place(url) for url in unit.columns or (unit.portal,))


def _place(url: str) -> tuple[str, int | None, str, str]:
    """An address without what changes nothing: http or https, www, a slash at the end."""
    parts = urlsplit(url)
    port = None if parts.port in {80, 443} else parts.port
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    return host, port, parts.path.rstrip("/"), parts.query


def _url(url: str, where: str, column: str) -> str:
    what = f"{where}“{column}”列：“{url}”"
    try:
        parts = urlsplit(url)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        whole = False
    if not whole or re.search(r"[\s\\]", url):
        raise UnitError(f"{what}不是完整的网址；请写成 http://www.example.gov.cn/ 的样子")
    if "@" in parts.netloc:
        # The sentence is shown and logged: it must not repeat the password.
        raise UnitError(
            f"{where}“{column}”列的网址含有用户名或密码（@ 之前的部分）；"
            "请删去，只评估不登录就能看到的网页"
        )
    if not _public(parts.hostname or ""):
        raise UnitError(
            f"{what}是内网或本机地址，采集时不会访问；请填写公网网址，"
            "测试用的内网网站请写成主机名，采集时用 --allow-host 主机名=IP:端口 允许访问"
        )
    return url


def _public(host: str) -> bool:
    """Not an address in figures that no public network routes; names are judged when looked up."""
    try:
        return ip_address(host.partition("%")[0]).is_global
    except ValueError:
        # 2130706433, 0x7f.1: other spellings of an address, which no register has to use.
        return not re.fullmatch(r"(?:\d+|0x[0-9a-f]*)", host.rstrip(".").rpartition(".")[2])
