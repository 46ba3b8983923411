"""What the workbook of a scheme calls its sheets, columns and closed lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.indicators import Absent

TABLE, HEAD, GROUPS, NOTES_SHEET = "指标体系", "总则", "分组", "填表说明"

# Parts of the head that have a sheet of their own: key -> (sheet, columns).
LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "grades": ("等次", {"name": "等次", "min": "起点分", "top": "组内前"}),
    "vetoes": (
        "单项否决",
        {
            "id": "编号",
            "name": "情形",
            "effect": "后果",
            "value": "封顶分",
            "grade": "最好等次",
            "watch": "提请复核的指标",
        },
    ),
    "bonus": ("加分项", {"id": "编号", "name": "名称", "points": "分值", "evidence": "佐证材料"}),
    "penalties": (
        "倒扣项",
        {
            "id": "编号",
            "name": "名称",
            "points": "最多扣分",
            "scoring": "计分公式",
            "evidence": "佐证材料",
        },
    ),
}
PAIRS: Mapping[str, tuple[str, tuple[str, str]]] = {
    "duties": ("职责", ("职责", "说明")),
    "sources": ("依据", ("编号", "依据名称")),
}

HEAD_WORDS: Mapping[str, str] = {
    "id": "指标体系编号",
    "title": "名称",
    "kind": "适用单位类型",
    "total": "总分",
    "coverage_floor": "最低覆盖率",
    "groups": "排名组别",
    "performance_points": "绩效考核分值",
    "version": "版本",
    "region": "地区",
    "year": "年度",
    "dates": "日期",
    "parameters": "参数",
    "composition": "合成办法",
    "publish": "公布方式",
    "ties": "并列之后的名次",
    **{key: said for key, (said, _) in (*LISTS.items(), *PAIRS.items())},
}

ABSENT: Mapping[str, str] = {
    Absent.NONE.value: "都适用",
    Absent.EXCLUDE.value: "不计入满分",
    Absent.REDISTRIBUTE.value: "分值平均分给同级",
    Absent.STATEMENT_SHARE.value: "有情况说明得一部分",
    Absent.FLAT_SHARE.value: "统一得一部分",
    Absent.FULL.value: "得满分",
}

LEVELS = "一二三四五六七八九十"

# Columns of the table behind the levels: key -> (heading, width in characters). What an office
# reads comes first; from `id` on stands what the program needs, folded away by the outline.
COLUMNS: Mapping[str, tuple[str, int]] = {
    "rule": ("评分规则", 48),
    "method": ("评估方式", 15),
    "check": ("核查方法", 16),
    "basis": ("依据", 36),
    "remedy": ("整改要求", 32),
    "typical_failure": ("常见问题", 20),
    "evidence": ("佐证材料", 18),
    "responsible": ("责任单位", 14),
    "sampling": ("采样方式", 14),
    "na": ("不涉及的处理", 12),
    "na_share": ("不涉及得分比例", 8),
    "requires": ("适用职责", 12),
}
MACHINE: Mapping[str, tuple[str, int]] = {
    "id": ("指标编号", 18),
    "above": ("上级编号", 22),
    "scoring": ("计分公式", 40),
    "params": ("核查参数", 20),
    "person_gives": ("人工填报", 14),
    "others": ("其他设置", 14),
    "rule_before": ("原评分规则", 20),
}
# Columns whose text is the value itself; every other one may hold YAML.
TEXTS = frozenset({"rule", "remedy", "typical_failure", "evidence", "responsible", "sampling"})


def level(number: int) -> str:
    """1 -> 一级指标."""
    return f"{LEVELS[number - 1]}级指标" if number <= len(LEVELS) else f"{number}级指标"


def level_points(number: int) -> str:
    return level(number).replace("指标", "分值")


@dataclass(frozen=True, slots=True)
class Names:
    """How people call what schemes name by a key; both ways must be clear."""

    methods: Mapping[str, str]  # "auto" -> 自动
    checks: Mapping[str, str]  # name of a check -> its title
