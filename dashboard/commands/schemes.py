"""Commands about indicator systems."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import CommandError, FormatOption
from dashboard.printing import Format, emit, points, say
from dashboard.words import METHOD
from data.indicators import Leaf, Scheme
from data.schemes import bind, bundled, read_scheme
from data.task_checks import NOTICES, task_checks

app = typer.Typer()
schemes_app = typer.Typer(help="指标体系。", no_args_is_help=True)
app.add_typer(schemes_app, name="schemes")

SchemeOption = Annotated[
    str, typer.Option("--scheme", help="指标体系编号（见 gkc schemes list）或 YAML 文件")
]


def load_scheme(name: str) -> tuple[Scheme, str]:
    """A bundled scheme by id, or one in a file, checked against the checks; and its text.

    Raises:
        SchemeError: it cannot be used.
        CommandError: there is no such scheme.
    """
    from dashboard.steps import checks  # loads every check; to show rounds needs none

    known = bundled()
    path = known.get(name, Path(name))
    if name not in known and not path.suffix:
        raise CommandError(
            f"没有名为“{name}”的指标体系；现有：{'、'.join(known)}，或给出 YAML 文件"
        )
    scheme = read_scheme(path)
    bind(scheme, checks())
    return scheme, path.read_text(encoding="utf-8-sig")


@schemes_app.command("list")
def schemes_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出随程序提供的指标体系。

    \b
    示例：
        gkc schemes list
    """
    columns = {"id": "编号", "title": "名称", "kind": "适用", "total": "总分", "leaves": "指标数"}
    schemes = (load_scheme(name)[0] for name in bundled())
    emit(
        (
            {
                "id": scheme.id,
                "title": scheme.title,
                "kind": scheme.kind,
                "total": points(scheme.total),
                "leaves": len(scheme.leaves()),
            }
            for scheme in schemes
        ),
        columns,
        fmt,
    )


@schemes_app.command("show")
def schemes_show(
    name: Annotated[str, typer.Argument(metavar="指标体系", help="编号或 YAML 文件")],
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出一个指标体系的全部指标：分值、方式、核查方法和规则。

    \b
    示例：
        gkc schemes show department-2023
    """
    scheme, _ = load_scheme(name)
    columns = {
        "code": "序号",
        "path": "上级",
        "name": "指标",
        "points": "分值",
        "method": "方式",
        "check": "核查方法",
        "rule": "规则",
    }
    emit((_leaf_row(leaf) for leaf in scheme.leaves()), columns, fmt, scheme.title)


def _leaf_row(leaf: Leaf) -> dict[str, object]:
    return {
        "code": leaf.code,
        "path": " / ".join(leaf.path),
        "name": leaf.name,
        "points": points(leaf.points),
        "method": METHOD[leaf.method],
        "check": leaf.check,
        "rule": leaf.rule,
    }


@schemes_app.command("tasks")
def schemes_tasks(fmt: FormatOption = Format.TABLE) -> None:
    """列出各地政务公开工作任务由哪些方法核查，以及网站上看不到、须由人工评审的部分。

    任务取自五份公开的考核、工作要点通知；方法的编号与 gkc schemes show 所列的相同，
    据此可以找到分值和规则。

    \b
    示例：
        gkc schemes tasks
    """
    from dashboard.steps import checks  # loads every check; to show rounds needs none

    known = checks()
    columns = {
        "notice": "通知",
        "task": "任务",
        "name": "内容",
        "titles": "核查",
        "checks": "核查方法",
        "beyond": "人工评审",
    }
    emit(
        (
            {
                "notice": NOTICES[row.notice],
                "task": row.task,
                "name": row.name,
                "titles": "、".join(known[name].title for name in row.checks),
                "checks": "、".join(row.checks),
                "beyond": row.beyond,
            }
            for row in task_checks()
        ),
        columns,
        fmt,
    )


@schemes_app.command("check")
def schemes_check(
    file: Annotated[Path, typer.Argument(metavar="文件", help="指标体系 YAML 文件")],
) -> None:
    """检查一个指标体系文件能不能用；不能用时指出行号和改法。

    \b
    示例：
        gkc schemes check my-scheme.yaml
    """
    scheme, _ = load_scheme(str(file))
    leaves = scheme.leaves()
    auto = sum((leaf.points for leaf in leaves if leaf.check), Fraction(0))
    say(
        f"{scheme.title}：{len(leaves)} 项指标，总分 {points(scheme.total)}，"
        f"其中 {points(auto)} 分可由程序核查。可以使用。"
    )


import dashboard.commands.scheme_files  # noqa: E402, F401 - adds export, import and diff
