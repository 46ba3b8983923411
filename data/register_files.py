"""A register as people bring it: CSV or a workbook, with every row that is wrong named at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from data.scheme_sheets.cells import Cell
from data.scheme_sheets.grid import SchemeSheetError, Sheet, place, read_sheets
from data.sheets import SheetError, read_sheet
from data.types import Unit
from data.units import OPTIONAL, REQUIRED, checked
from data.uploads import neutral

ENDINGS = ("xlsx", "xls", "csv")
MOST_BYTES = 20 << 20
_HEAD_WITHIN = 10  # rows from the top: a title and a note may stand above the header
# How the registers of offices head a column -> the column.
_ALSO = {
    "单位编号": "编号",
    "单位代码": "编号",
    "单位名称": "名称",
    "机构名称": "名称",
    "单位类型": "类型",
    "单位类别": "类型",
    "分组": "组别",
    "评估分组": "组别",
    "网站": "网址",
    "网站网址": "网址",
    "网站地址": "网址",
    "单位网址": "网址",
    "栏目网址": "栏目",
    "简称": "别名",
    "单位简称": "别名",
    "单位职责": "职责",
}


@dataclass(frozen=True, slots=True)
class Register:
    """What a file holds. It may be taken only when nothing in it is wrong."""

    units: tuple[Unit, ...]
    faults: tuple[str, ...]  # Chinese sentences with file, row and remedy


def read_register(name: str, content: bytes) -> Register:
    """The units of a file of that name, by its ending: CSV (UTF-8 or GBK), XLSX or XLS.

    A workbook's units are those of the first sheet with the header; a title may stand above it, and
    the columns may be headed as offices do (单位名称, 简称). A CSV is of one header alone.
    """
    shown = neutral(name)
    ending = shown.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        return Register((), (f"{shown} 不是名册；可用：{'、'.join(ENDINGS)}",))
    if len(content) > MOST_BYTES:
        return Register((), (f"{shown} 超过 {MOST_BYTES >> 20} MB，不像单位名册；请核对文件",))
    with TemporaryDirectory(prefix="gkc-register-") as folder:
        path = Path(folder) / shown
        path.write_bytes(content)
        try:
            if ending == "csv":
                rows = read_sheet(path, REQUIRED, OPTIONAL, what="单位")
            else:
                rows = _rows(shown, read_sheets(path))
            units, faults = checked(rows, shown)
        except SchemeSheetError as error:  # said of tables in general, of schemes in one word
            return Register((), (str(error).replace("指标体系", "单位名册"),))
    return Register(tuple(units), tuple(faults))


def template() -> bytes:
    """A register to be filled in: the header and one line as an example, for Excel."""
    lines = (
        ",".join((*REQUIRED, *OPTIONAL)),
        "czj,示例市财政局,政府部门,市直部门,http://czj.example.gov.cn/,,市财政局;财政局,"
        "财政 预决算",
    )
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def _rows(name: str, sheets: Sequence[Sheet]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """
    Raises:
        SheetError: no sheet has the header, or nothing below it.
    """
    for sheet in sheets:
        for top, cells in enumerate(sheet.rows[:_HEAD_WITHIN]):
            header = [_headed(cell) for cell in cells]
            if set(REQUIRED) <= set(header):
                yield from _below(name, sheet, top, header)
                return
            if {"名称", "网址"} <= set(header):
                raise SheetError(_lacking(place(name, sheet.name, top), header))
    raise SheetError(
        f"{name} 里没有找到表头；表头应有 {'、'.join(REQUIRED)}（可另有 {'、'.join(OPTIONAL)}）"
    )


def _headed(cell: Cell) -> str:
    said = "".join(_text(cell).split())
    return _ALSO.get(said, said)


def _lacking(where: str, header: Sequence[str]) -> str:
    """What a header that is nearly one lacks."""
    missing = [name for name in REQUIRED if name not in header]
    why = (
        "；编号由你们自己定、以后不变，如 czj，逐年会变的序号不能代替" if "编号" in missing else ""
    )
    return f"{where}是表头，但缺少列“{'”“'.join(missing)}”；请在表中加上这些列并逐行填写{why}"


def _below(
    name: str, sheet: Sheet, top: int, header: Sequence[str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    if twice := sorted({each for each in header if each and header.count(each) > 1}):
        where = place(name, sheet.name, top)
        raise SheetError(f"{where}的列“{'”“'.join(twice)}”重复；请只保留一列")
    empty = dict.fromkeys((*REQUIRED, *OPTIONAL), "")
    number = 0
    for row, cells in enumerate(sheet.filled()[top + 1 :], top + 1):
        values = [_text(cell) for cell in cells]
        if any(values):
            number += 1
            named = {key: text for key, text in zip(header, values, strict=False) if key in empty}
            yield place(name, sheet.name, row), empty | named
    if not number:
        raise SheetError(f"{name} 里没有单位；请在表头下每行填一个单位")


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
