"""Commands about what is known before a round: the database and the units."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.options import FormatOption, open_store
from dashboard.terminal.acting import doer
from dashboard.wording.printing import Format, emit, say
from data.sheets import raw_of
from data.units import UnitError, read_units

if TYPE_CHECKING:
    from data.storage.schema import Opening
    from data.types import Unit

app = typer.Typer()
units_app = typer.Typer(help="被评估单位名册。", no_args_is_help=True)
app.add_typer(units_app, name="units")


@app.command()
def init() -> None:
    """建立数据库和运行目录 var/（已有的数据不动；旧版本的数据库升级到当前版本）。

    \b
    示例：
        gkc init
    """
    with open_store() as store:
        say(_made(store.opening))
        say(f"数据库已就绪：{len(store.units())} 个单位，{len(store.rounds())} 个轮次")


def _made(opening: "Opening") -> str:
    """What opening the database did to its tables."""
    from data.storage.schema import How  # loaded with the store

    return {
        How.MADE: f"已新建数据库，版本 {opening.now}",
        How.ADOPTED: f"原数据库没有记版本，已对上并升级到版本 {opening.now}，数据保持不变",
        How.UPGRADED: f"已把数据库从版本 {opening.before} 升级到 {opening.now}，数据保持不变",
        How.AS_IT_WAS: f"数据库已是当前版本 {opening.now}",
    }[opening.how]


# --- units ------------------------------------------------------------------------------------


@units_app.command("import")
def units_import(
    register: Annotated[Path, typer.Argument(metavar="名册", help="单位名册，CSV、xlsx 或 xls")],
) -> None:
    """导入单位名册：编号,名称,类型,组别,网址[,栏目,别名,职责]。有一行不对就整份不导入。

    各处列组别和单位都按名册的先后；要改先后，按新的先后再导入一次。

    \b
    示例：
        gkc units import units.csv
        gkc units import 单位名册.xlsx
    """
    units = _units(register)
    with open_store() as store:
        store.put_units(units, doer())
    say(f"已导入 {len(units)} 个单位")


def _units(register: Path) -> "list[Unit]":
    """
    Raises:
        UnitError: the register is wrong; the first that is.
    """
    if register.suffix.lower() not in {".xlsx", ".xls"}:
        return read_units(register)
    from data.register_files import read_register  # workbooks are read with a library of its own

    found = read_register(register.name, raw_of(register))
    if found.faults:
        raise UnitError(found.faults[0])
    return list(found.units)


@units_app.command("list")
def units_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出全部单位。

    \b
    示例：
        gkc units list --format csv
    """
    columns = {"id": "编号", "name": "名称", "kind": "类型", "group": "组别", "portal": "网址"}
    with open_store() as store:
        emit(({key: getattr(unit, key) for key in columns} for unit in store.units()), columns, fmt)
