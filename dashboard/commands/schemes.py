"""Commands about indicator systems."""

import json
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from crawlers.registry import all_checks
from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import CommandError, FormatOption
from dashboard.commands.scheme_diff import schemes_diff
from dashboard.commands.scheme_files import schemes_export, schemes_import
from dashboard.rounds.published import publish_words
from dashboard.wording.printing import Format, band_words, emit, points, say, share_words
from dashboard.wording.words import METHOD
from data.indicators import Leaf, Publishing, Scheme, Ties
from data.marked import number_text
from data.scheme_schema import scheme_schema
from data.schemes import bundled
from data.task_checks import NOTICES, SCHEMES, tasks

app = typer.Typer()
schemes_app = typer.Typer(help="指标体系。", no_args_is_help=True)
app.add_typer(schemes_app, name="schemes")


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
    leaves = scheme.leaves()
    if any(leaf.sampling for leaf in leaves):
        columns["sampling"] = "采样方式"
    if any(leaf.responsible for leaf in leaves):
        columns["responsible"] = "责任单位"
    emit((_leaf_row(leaf) for leaf in leaves), columns, fmt, _title(scheme))


def _title(scheme: Scheme) -> str:
    """Title with region and version, those that are not in it already."""
    said = [text for text in (scheme.region, scheme.version) if text and text not in scheme.title]
    return f"{scheme.title}（{'，'.join(said)}）" if said else scheme.title


def _leaf_row(leaf: Leaf) -> dict[str, object]:
    return {
        "code": leaf.code,
        "path": " / ".join(leaf.path),
        "name": leaf.name,
        "points": points(leaf.points),
        "method": METHOD[leaf.method],
        "check": leaf.check,
        "rule": leaf.rule,
        "sampling": leaf.sampling,
        "responsible": leaf.responsible,
    }


@schemes_app.command("checks")
def schemes_checks(
    word: Annotated[
        str, typer.Argument(metavar="词", help="只列编号、名称、要素或计数里有这个词的")
    ] = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出全部核查方法，以及各自给出的要素、计数和可设的参数，写 check、scoring、params 时用。

    \b
    示例：
        gkc schemes checks 解读
    """
    columns = {
        "check": "核查方法",
        "title": "名称",
        "items": "要素",
        "counts": "计数",
        "params": "参数",
    }
    rows = (
        {
            "check": name,
            "title": check.title,
            "items": _named(check.items),
            "counts": _named(check.counts),
            "params": "、".join(check.params),
        }
        for name, check in all_checks().items()
    )
    found = [row for row in rows if any(word in text for text in row.values())]
    if not found:
        raise CommandError(f"没有哪个核查方法里有“{word}”；请换一个词，或不写词列出全部")
    emit(found, columns, fmt)


def _named(keys: Mapping[str, str]) -> str:
    return "、".join(f"{key} {said}" for key, said in keys.items())


@schemes_app.command("tasks")
def schemes_tasks(fmt: FormatOption = Format.TABLE) -> None:
    """列出各地政务公开工作任务由哪些方法核查，以及网站上看不到、须由人工评审的部分。

    任务取自五份公开的考核、工作要点通知；方法的编号与 gkc schemes show 所列的相同，
    据此可以找到分值和规则。

    \b
    示例：
        gkc schemes tasks
    """
    from dashboard.rounds.steps import checks  # loads every check; to show rounds needs none

    known = checks()
    columns = {
        "notice": "通知",
        "task": "任务",
        "name": "内容",
        "method": "方式",
        "titles": "核查",
        "beyond": "人工评审",
    }
    if fmt is not Format.TABLE:  # too wide for a terminal
        columns |= {
            "checks": "核查方法",
            "scheme": "指标体系",
            "leaves": "指标",
            "rule": "完成标准",
            "unit": "计量单位",
            "lead": "牵头单位",
            "deadline": "时限",
            "target": "目标值",
        }
    emit(
        (
            {
                "notice": NOTICES[row.notice],
                "task": row.task,
                "name": row.name,
                "method": METHOD[row.method],
                "titles": "、".join(known[name].title for name in row.checks),
                "beyond": row.beyond,
                "checks": "、".join(row.checks),
                "scheme": SCHEMES[row.notice],
                "leaves": "、".join(row.leaves),
                "rule": row.rule,
                "unit": row.unit,
                "lead": row.lead,
                "deadline": row.deadline,
                "target": row.target,
            }
            for row in tasks()
        ),
        columns,
        fmt,
    )


@schemes_app.command("schema")
def schemes_schema() -> None:
    """输出指标体系文件的 JSON Schema（draft 2020-12），供编辑器边写边提示。

    它管键名、类型和取值；分值合计、编号重复等用 gkc schemes check 检查。

    \b
    示例：
        gkc schemes schema > scheme.schema.json
    """
    sys.stdout.write(json.dumps(scheme_schema(), ensure_ascii=False, indent=2) + "\n")


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
    for line in _more(scheme):
        say(line)


def _more(scheme: Scheme) -> Iterator[str]:
    """What else the scheme decides, a line each: whoever wrote it sees how it was understood."""
    if any(band.top is not None for band in scheme.grades):
        yield f"等次：{'、'.join(map(band_words, scheme.grades))}"
    for each in scheme.parameters:
        yield f"参数 ${each.id}：{each.name} {number_text(each.value)}{each.unit}"
    dates = scheme.dates
    if dates.cut_off:
        yield f"截止日：{dates.cut_off}"
    for word, window in (("采集期", dates.capture), ("复查期", dates.recheck)):
        if window:
            yield f"{word}：{window[0]} 至 {window[1]}"
    if scheme.composition:
        parts = (f"{p.name} {share_words(p.share)}" for p in scheme.composition.parts)
        yield f"合成：{'、'.join(parts)}"
    if scheme.ties is Ties.DENSE:
        yield "名次：并列之后不空位（1、1、2）"
    if scheme.performance_points is not None:
        yield f"绩效考核分：{points(scheme.performance_points)} × 得分 ÷ 总分"
    if scheme.publish.mode is not Publishing.FULL:
        yield f"公布：{publish_words(scheme.publish)}"


schemes_app.command("export")(schemes_export)
schemes_app.command("import")(schemes_import)
schemes_app.command("diff")(schemes_diff)
