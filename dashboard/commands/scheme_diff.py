"""The command that compares two versions of an indicator system."""

from typing import Annotated

import typer

from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import FormatOption
from dashboard.wording.changed import COLUMNS, change_row
from dashboard.wording.printing import Format, emit, say
from data.scheme_sheets.changes import changes


def schemes_diff(
    old: Annotated[str, typer.Argument(metavar="原版", help="编号或 YAML 文件")],
    new: Annotated[str, typer.Argument(metavar="新版", help="编号或 YAML 文件")],
    fmt: FormatOption = Format.TABLE,
    score_only: Annotated[bool, typer.Option("--score-only", help="只列会影响得分的变化")] = False,
) -> None:
    """比较指标体系的两个版本：新增、删去、改名、移位，分值、计分和核查的变化，哪些会影响得分。

    \b
    示例：
        gkc schemes diff department-2023 department-2023-v2 --score-only
    """
    before, after = load_scheme(old)[0], load_scheme(new)[0]
    found = [each for each in changes(before, after) if each.moves_score or not score_only]
    emit((change_row(each) for each in found), COLUMNS, fmt, f"{before.title} → {after.title}")
    moving = sum(each.moves_score for each in found)
    say(f"共 {len(found)} 处变化，其中 {moving} 处会影响得分。")
