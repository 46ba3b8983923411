"""Commands that carry an indicator system to Excel and back, and compare two versions of one."""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import CommandError, parse_kind
from dashboard.printing import points, say
from dashboard.words import METHOD
from data.indicators import Scheme
from data.scheme_sheets.changes import carried
from data.scheme_sheets.checking import checked, placed
from data.scheme_sheets.grid import SchemeSheetError, Sheet, read_sheets
from data.scheme_sheets.plain import Plain, read_plain
from data.scheme_sheets.reading import is_ours, read_ours
from data.scheme_sheets.words import Names
from data.schemes import SchemeError, bind

OutOption = Annotated[Path, typer.Option("-o", "--output", help="输出文件", metavar="文件")]


def names() -> Names:
    """Methods and checks as people call them."""
    from dashboard.steps import checks  # loads every check

    methods = {method.value: word for method, word in METHOD.items()}
    return Names(methods, {name: check.title for name, check in checks().items()})


def schemes_export(
    name: Annotated[str, typer.Argument(metavar="指标体系", help="编号或 YAML 文件")],
    out: OutOption,
) -> None:
    """把指标体系导出为 Excel：合并单元格的指标表、总则、依据等，改好后可以原样导入。

    \b
    示例：
        gkc schemes export department-2023 -o 指标体系.xlsx
    """
    from data.scheme_sheets.writing import workbook  # its library takes a fifth of a second

    _ends(out, ".xlsx")
    scheme, text = load_scheme(name)
    words = names()
    tree = read_plain(text)
    body = workbook(tree if isinstance(tree, dict) else {}, words)
    _write(out, body)
    again = _ours(out, read_sheets(out), words)[0]
    if again.digest != scheme.digest:
        out.unlink()
        raise CommandError(f"“{scheme.title}”写入 Excel 后读回的内容与原文件不同，没有导出")
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
    _ends(out, ".yaml")
    if out.exists() and not before:
        raise CommandError(
            f"{out} 已经存在，里面可能有人工改过的内容；请换一个文件名，"
            f"或加上 --before {out} 沿用其中的编号和设置"
        )
    sheets = read_sheets(file)
    words = names()
    old = load_scheme(before) if before else None
    if is_ours(sheets):
        if given := [
            o for o, v in (("--id", scheme_id), ("--title", title), ("--kind", kind)) if v
        ]:
            raise CommandError(
                f"{file.name} 是本程序导出的表，编号、名称、类型在“总则”中修改，"
                f"不用 {'、'.join(given)}"
            )
        scheme, text = _ours(file, sheets, words)
        say(f"{scheme.title}：{len(scheme.leaves())} 项指标，总分 {points(scheme.total)}。")
    else:
        head = (scheme_id or _id(out), title, parse_kind(kind) if kind else None)
        scheme, text = _foreign(file, sheets, words, head, total, old[1] if old else None)
    _write(out, text.encode())
    if old:
        _say_carried(old[0], scheme)
    say(f"已写入 {out}；请用 gkc schemes show {out} 逐项核对后使用。")


def _ours(file: Path, sheets: tuple[Sheet, ...], words: Names) -> tuple[Scheme, str]:
    tree = read_ours(file.name, sheets, words, _rule_of)
    note = ["由 gkc schemes import 写成。已发布的版本不再修改；要改动请另存为新文件、换新编号。"]
    return _bound(tree, file.name, note)


def _bound(tree: Mapping[str, Plain], file: str, note: list[str]) -> tuple[Scheme, str]:
    from dashboard.steps import checks

    scheme, text, places = checked(tree, file, note)
    try:
        bind(scheme, checks())
    except SchemeError as error:
        raise SchemeSheetError(placed(error, file, places)) from error
    return scheme, text


def _rule_of(sentence: str, worth: Fraction, where: str) -> Mapping[str, Plain]:
    from scoring.rubric.clauses import read_sentence
    from scoring.rubric.compiling import RubricError, compiled

    try:
        return compiled(read_sentence(sentence), worth).scoring
    except RubricError as error:
        raise SchemeSheetError(f"{where}：{error}。") from error


def _foreign(
    file: Path,
    sheets: tuple[Sheet, ...],
    words: Names,
    head: tuple[str, str | None, str | None],
    total: float | None,
    before: str | None,
) -> tuple[Scheme, str]:
    from data.check_words import in_rules
    from data.scheme_sheets.foreign import read_foreign
    from scoring.rubric.building import Head, build
    from scoring.rubric.compiling import RubricError

    table = read_foreign(file, sheets)
    scheme_id, title, kind = head
    title = title or table.title or file.stem
    told = Head(
        scheme_id, title, kind or _kind(title), Fraction(str(total)) if total is not None else None
    )
    old = read_plain(before) if before else None
    try:
        tree, built = build(
            table, told, in_rules(), words.checks, old if isinstance(old, dict) else None
        )
    except RubricError as error:
        raise SchemeSheetError(str(error)) from error
    note = [
        f"由 {file.name} 导入。等次、组别、不涉及的处理等表中没有写明的，按常见做法填写，请核对。",
        "有核查方法的指标一律由人工确认；“可考虑的核查方法”是按文字给出的建议，由你决定是否采用。",
    ]
    scheme, text = _bound(tree, file.name, note)
    with_check = [each for each in built if each.check]
    say(
        f"{scheme.title}：读到 {len(built)} 项指标，总分 {points(scheme.total)}；"
        f"{sum(each.figures for each in built)} 项的扣分或得分读成了计分公式，"
        f"{len(with_check)} 项配上了核查方法，其余由人工评审。"
    )
    for each in built:
        if not each.figures:
            say(
                f"{each.row.where}：“{each.row.name}”没有写明扣多少分，按符合、部分符合、不符合评定。"
            )
    if unsure := sum(1 for each in built if each.suggested and not each.check):
        say(f"{unsure} 项只有建议的核查方法，见文件中的“可考虑的核查方法”。")
    if kept := sum(each.kept for each in built):
        say(f"{kept} 项的规则和分值没有变，沿用上一版的全部设置。")
    if table.unread:
        say(f"没有读入的列：{'、'.join(table.unread)}。")
    if table.remarks:
        say(f"没有读入的说明 {len(table.remarks)} 条，如“{table.remarks[0][:30]}”。")
    return scheme, text


def _say_carried(old: Scheme, new: Scheme) -> None:
    """Which judgements carry over from the version before."""
    found = carried(old, new)
    titles = {leaf.id: leaf.name for leaf in (*old.leaves(), *new.leaves())}
    say(f"与上一版相比：{len(found.kept)} 项编号不变，以往的评审意见仍然对应。")
    for word, ids in (("新增", found.new), ("不再有", found.gone)):
        if ids:
            say(f"{word} {len(ids)} 项：{'、'.join(f'{i}（{titles[i]}）' for i in ids)}。")


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


def _kind(title: str) -> str:
    """The kind of unit that a title is about; departments, where it does not say."""
    for word, kind in (
        ("部门", "department"),
        ("乡镇", "township"),
        ("街道", "township"),
        ("县", "county"),
        ("区政府", "county"),
    ):
        if word in title:
            return kind
    return "department"


def _write(out: Path, body: bytes) -> None:
    """All of the file or nothing of it."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(body)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"写不了文件 {out}；请检查文件夹是否存在、有没有写入的权限") from error
