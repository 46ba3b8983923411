"""Registers of units: read and validate. All or nothing: one bad row refuses the whole file."""

import csv
import io
import re
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from data.types import Unit

MOST_BYTES = 50 << 20  # a register of every body in the country is a fifth of this
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
    "department": "department",
    "部门": "department",
    "政府部门": "department",
    "institution": "institution",
    "公共企事业单位": "institution",
}

_ID = re.compile(r"\w[\w.-]{0,63}")  # also a file name in the archive


class UnitError(Exception):
    """A register that cannot be used: which file, row and column, and what to do."""


def read_units(path: Path) -> list[Unit]:
    """The units of a register, in its order.

    A CSV in UTF-8, with or without a byte order mark, or GBK. Columns: 编号, 名称, 类型, 组别,
    网址; optional 栏目, 别名 and 职责, whose values are separated by spaces or semicolons. An empty
    职责 means that nobody said what the unit does.

    Raises:
        UnitError: the first thing that is wrong, in Chinese.
    """
    units: dict[str, Unit] = {}
    rows: dict[str, int] = {}
    sites: dict[object, int] = {}
    for number, row in _rows(path):
        where = f"{path.name} 第 {number} 行"
        unit = _unit(row, where)
        if unit.id in units:
            raise UnitError(
                f"{where}“编号”列：“{unit.id}”与第 {rows[unit.id]} 行重复；请改成不同的编号"
            )
        if number != (first := sites.setdefault(_site(unit), number)):
            raise UnitError(
                f"{where}“网址”列：“{unit.portal}”与第 {first} 行是同一个网站；"
                "同一单位请只留一行，共用网站的单位请在“栏目”列分别填写各自栏目的网址"
            )
        units[unit.id] = unit
        rows[unit.id] = number
    if not units:
        raise UnitError(f"{path.name} 里没有单位；请在表头下每行填一个单位")
    return list(units.values())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row that is not blank."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(path, header)
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if any(cells[len(header) :]):
                raise UnitError(
                    f"{path.name} 第 {reader.line_num} 行比表头多出 {len(cells) - len(header)} 列；"
                    "含逗号的内容请用英文双引号括起来"
                )
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield reader.line_num, dict(zip(header, padded, strict=False))
    except csv.Error as error:
        raise UnitError(
            f"{path.name} 第 {reader.line_num} 行不是正确的 CSV（{error}）；"
            "请用表格软件打开后另存为 CSV"
        ) from error


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnitError(f"读不到单位名册 {path}（{error.strerror}）；请检查路径") from error
    if len(raw) > MOST_BYTES:
        raise UnitError(f"{path.name} 超过 {MOST_BYTES >> 20} MB，不像单位名册；请核对文件")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnitError(f"{path.name} 的编码既不是 UTF-8 也不是 GBK；请另存为“CSV UTF-8”")


def _check_header(path: Path, header: list[str]) -> None:
    if missing := [name for name in REQUIRED if name not in header]:
        raise UnitError(
            f"{path.name} 第 1 行缺少“{'”“'.join(missing)}”列；"
            f"表头应为 {','.join((*REQUIRED, *OPTIONAL))}（后三列可省）"
        )
    names = [name for name in header if name]
    if unknown := [name for name in names if name not in (*REQUIRED, *OPTIONAL)]:
        raise UnitError(
            f"{path.name} 第 1 行有不认识的列“{'”“'.join(unknown)}”；"
            f"可用的列是 {','.join((*REQUIRED, *OPTIONAL))}"
        )
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UnitError(f"{path.name} 第 1 行的“{'”“'.join(twice)}”列重复；请只保留一列")


def _unit(row: dict[str, str], where: str) -> Unit:
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
    duties = _split(row.get("职责", ""))
    return Unit(
        id=row["编号"],
        name=row["名称"],
        kind=kind,
        group=row["组别"],
        portal=_url(row["网址"], where, "网址"),
        columns=tuple(_url(url, where, "栏目") for url in _split(row.get("栏目", ""))),
        aliases=_split(row.get("别名", "")),
        duties=frozenset(duties) if duties else None,
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[\s；;]+", cell) if part))


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
