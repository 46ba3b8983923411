"""Commands that carry an indicator system to Excel and back, and compare two versions of one."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import CommandError, parse_kind
from dashboard.wording.printing import points, say
from data.scheme_sheets.foreign import MOST_POINTS
from data.scheme_sheets.grid import read_sheets
from data.scheme_sheets.reading import is_ours

OutOption = Annotated[Path, typer.Option("-o", "--output", help="输出文件", metavar="文件")]


def schemes_export(
    name: Annotated[str, typer.Argument(metavar="指标体系", help="编号或 YAML 文件")],
    out: OutOption,
) -> None:
    """把指标体系导出为 Excel：合并单元格的指标表、总则、依据等，改好后可以原样导入。

    \b
    示例：
        gkc schemes export department-2023 -o 指标体系.xlsx
    """
    from dashboard.schemefiles.exchange import exported  # loads every check

    _ends(out, ".xlsx")
    scheme, text = load_scheme(name)
    _write(out, exported(text, out.name))
    leaves = len(scheme.leaves())
    say(f"已导出 {out}：{scheme.title}，{leaves} 项指标，总分 {points(scheme.total)}。")


def schemes_import(
    file: Annotated[Path, typer.Argument(metavar="文件", help="xlsx、xls 或 CSV")],
    out: OutOption,
    scheme_id: Annotated[
        str | None,
        typer.Option("--id", help="新指标体系的编号，默认取输出文件名", metavar="编号"),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="名称，默认取表的标题", metavar="名称")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="适用的单位类型，如 县市区政府、部门", metavar="类型"),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            help="上一版（编号或 YAML 文件）：名称和位置没有变的指标沿用原编号",
            metavar="指标体系",
        ),
    ] = None,
    total: Annotated[
        float | None,
        typer.Option("--total", help="只写百分比的表的总分，默认 100", metavar="分"),
    ] = None,
) -> None:
    """把 Excel 或 CSV 的指标表读成指标体系：导出的表原样读回，其他单位的表按表头识别。

    其他单位的表：合并的单元格自动补全，2 至 5 级，分值或逐级百分比均可；规则中的扣分、考察点分值
    读成计分公式，有把握的配上核查方法（一律由人工确认），没有把握的只在文件里写出建议。

    \b
    示例：
        gkc schemes import 指标体系.xlsx -o my-scheme.yaml
        gkc schemes import 宿迁市部门.csv -o suqian.yaml --kind 部门
    """
    from dashboard.schemefiles.exchange import Told, imported  # loads every check

    _ends(out, ".yaml")
    if total is not None and not 0 < total <= MOST_POINTS:  # neither is "nan"
        raise CommandError(f"--total 应大于 0，不超过 {MOST_POINTS}；请写成 100 的样子")
    if out.exists() and not before:
        raise CommandError(
            f"{out} 已经存在，里面可能有人工改过的内容；请换一个文件名，"
            f"或加上 --before {out} 沿用其中的编号和设置"
        )
    sheets = read_sheets(file)
    old = load_scheme(before)[1] if before else ""
    if is_ours(sheets):
        if given := [
            o for o, v in (("--id", scheme_id), ("--title", title), ("--kind", kind)) if v
        ]:
            raise CommandError(
                f"{file.name} 是本程序导出的表，编号、名称、类型在“总则”中修改，"
                f"不用 {'、'.join(given)}"
            )
        told = Told("")
    else:
        whole = Fraction(str(total)) if total is not None else None
        told = Told(scheme_id or _id(out), title or "", parse_kind(kind) if kind else "", whole)
    made = imported(file.name, sheets, told, old)
    _write(out, made.text.encode())
    for note in made.notes:
        say(note)
    say(f"已写入 {out}；请用 gkc schemes show {out} 逐项核对后使用。")


def _ends(out: Path, suffix: str) -> None:
    if out.suffix.lower() != suffix:
        raise CommandError(f"输出文件“{out}”应以 {suffix} 结尾")


def _id(out: Path) -> str:
    """The id of a scheme from the name of its file."""
    slug = re.sub("[^a-z0-9]+", "-", out.stem.casefold()).strip("-")
    if not slug:
        raise CommandError(
            f"输出文件“{out.name}”的名称里没有字母和数字，不能用作编号；"
            "请用 --id 给出编号，如 suqian-2025"
        )
    return slug


def _write(out: Path, body: bytes) -> None:
    """All of the file or nothing of it."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(body)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"写不了文件 {out}；请检查文件夹是否存在、有没有写入的权限") from error
