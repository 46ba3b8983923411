"""The command that compares two versions of an indicator system."""

from typing import Annotated

import typer

from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import FormatOption
from dashboard.printing import Format, emit, say
from dashboard.words import METHOD
from data.scheme_sheets.changes import Change, Kind, changes
from data.scheme_sheets.words import HEAD_WORDS

KIND = {
    Kind.ADDED: "新增",
    Kind.REMOVED: "删去",
    Kind.RENAMED: "改名",
    Kind.MOVED: "移位",
    Kind.REPLACED: "换编号",
    Kind.POINTS: "分值",
    Kind.SCORING: "计分",
    Kind.CHECK: "核查",
    Kind.WORDS: "文字",
    Kind.HEAD: "总则",
}
FIELD = {
    "group": "分组",
    "id": "编号",
    "name": "名称",
    "path": "上级",
    "points": "分值",
    "scoring": "计分公式",
    "method": "评估方式",
    "check": "核查方法",
    "params": "核查参数",
    "person_gives": "人工填报",
    "absent": "不涉及的处理",
    "absent_share": "不涉及得分比例",
    "requires": "适用职责",
    "rule": "评分规则",
    "basis": "依据",
    "remedy": "整改要求",
    "typical_failure": "常见问题",
    "evidence": "佐证材料",
    "responsible": "责任单位",
    "sampling": "采样方式",
    "extra": "加挂",
    "least": "最低要求",
}


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
    columns = {
        "kind": "变化",
        "id": "编号",
        "name": "指标",
        "what": "项目",
        "before": "原版",
        "after": "新版",
        "moves": "影响得分",
    }
    emit((_change_row(each) for each in found), columns, fmt, f"{before.title} → {after.title}")
    moving = sum(each.moves_score for each in found)
    say(f"共 {len(found)} 处变化，其中 {moving} 处会影响得分。")


def _change_row(change: Change) -> dict[str, object]:
    what = FIELD.get(change.what, HEAD_WORDS.get(change.what, change.what))
    shown = {method.value: word for method, word in METHOD.items()}
    shown = shown if change.what == "method" else {}
    return {
        "kind": KIND[change.kind],
        "id": change.id,
        "name": change.name,
        "what": what,
        "before": shown.get(change.before, change.before),
        "after": shown.get(change.after, change.after),
        "moves": "是" if change.moves_score else "否",
    }
