"""What changed between two versions of a scheme, in words: for the command and for screens."""

from collections.abc import Mapping

from dashboard.wording.language import N_
from dashboard.wording.words import METHOD
from data.scheme_sheets.changes import Change, Kind
from data.scheme_sheets.words import HEAD_WORDS

KIND: Mapping[Kind, str] = {
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
FIELD: Mapping[str, str] = {
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

COLUMNS = {
    "kind": N_("变化"),
    "id": N_("编号"),
    "name": N_("指标"),
    "what": N_("项目"),
    "before": N_("原版"),
    "after": N_("新版"),
    "moves": N_("影响得分"),
}


def change_row(change: Change) -> dict[str, object]:
    """A change by the keys of COLUMNS."""
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
