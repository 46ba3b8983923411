"""Where the columns of somebody else's indicator table are, found by the words of its header."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from data.scheme_sheets.cells import text_in
from data.scheme_sheets.grid import Sheet

_DEEPEST_HEADER = 20  # rows above the table: title, unit, remarks


class Column(StrEnum):
    """What a column holds."""

    LEVEL = "level"  # names of groups and indicators, outermost first
    POINTS = "points"  # points or percentages of the level before it
    DETAIL = "detail"  # what is asked: 考察点, 内容要求
    RULE = "rule"  # what a fault costs: 扣分要素, 评分标准
    CODE = "code"  # an id of the table's own
    NUMBER = "number"  # a running number, which says nothing
    RESPONSIBLE = "responsible"
    SAMPLING = "sampling"
    BASIS = "basis"
    EVIDENCE = "evidence"
    AUTOMATABLE = "automatable"  # whether a website shows it: N sends the row to a person
    RESULT = "result"  # of a score sheet or a rectification sheet: not part of a scheme


# Headers as seen in published tables, without spaces and brackets.
_WORDS: Mapping[Column, str] = {
    Column.LEVEL: "[一二三四五六]级(?:指标|目录|事项|公开事项)?(?:名称)?|类别|项目"
    "|考[核评](?:项目|类别|指标)|测评项目|指标(?:名称|类别)?|具体项目|公开(?:事项|领域)"
    "|板块|大类|小类|section|indicator",
    Column.POINTS: "分值|权重(?:分值)?|标准分值?|满分|各项分值|基[础本]分值?|指标分值|分数"
    "|points|weight",
    Column.DETAIL: "测评指标与考察点|考察点|评估点|测评指标|内容要求|考[核评]内容"
    "|指标(?:说明|内容|解释)|(?:评估|测评|评价)内容|具体要求|工作要求|考核要点|评估要点",
    Column.RULE: "[评计]分(?:标准|细则|规则|说明|办法|要点)|考[核评](?:标准|细则|办法)"
    "|扣分(?:要素|标准|细则|规则|办法)|(?:评价|测评|评估)(?:标准|细则)|标准|text|rule",
    Column.CODE: "(?:指标)?(?:编码|编号|代码)|rule_?id|code|id",
    Column.NUMBER: "序号|item_?no|no",
    Column.RESPONSIBLE: "(?:责任|牵头|主办)(?:单位|主体|部门)|优化提升对象|责任分工",
    Column.SAMPLING: "采样方式|抽样方式|采集方式|(?:评估|测评|考[核评])方[式法]|数据来源",
    Column.BASIS: "(?:政策|考核|文件|法律)?依据",
    Column.EVIDENCE: "(?:佐证|证明|考核|备查)材料|佐证",
    Column.AUTOMATABLE: "automatable|(?:是否)?可?自动(?:化|核查)",
    Column.RESULT: "得分|自评(?:得)?分|扣分|(?:扣分|失分)(?:原因|说明|依据|情况)(?:及截图)?"
    "|整改(?:情况|结果|措施|链接)|项目分|指标分|附件或链接|考核填报|问题明细|截图|指标值"
    "|采集数据项?\\d*|完成情况",
}
_KINDS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}
_SAME = re.compile("名称|内容|指标|事项")
_NEEDED = {Column.DETAIL, Column.RULE, Column.POINTS}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table found in a sheet: where it begins, and its columns by what they hold."""

    sheet: Sheet
    top: int  # first row of the header
    body: int
    levels: tuple[int, ...]
    level_points: Mapping[int, int]  # number of the level, from 0 -> column of its points
    leaf_points: int | None
    details: tuple[int, ...]
    rules: tuple[int, ...]
    single: Mapping[Column, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()  # headers that the import leaves out
    percent: bool = False  # a header says %


def kind_of(header: str) -> Column | None:
    bare = re.sub(r"[（(【\[].*?[)）】\]]|[\s%％:：*]", "", header)
    return next((kind for kind, words in _KINDS.items() if bare and words.fullmatch(bare)), None)


def find_layout(sheets: Sequence[Sheet]) -> Layout | None:
    """The table with the most columns known by their headers; None when there is none."""
    found = [layout for sheet in sheets for layout in _layouts(sheet)]
    return max(found, key=lambda layout: (_known(layout), layout.top), default=None)


def _known(layout: Layout) -> int:
    lists = (layout.levels, layout.level_points, layout.details, layout.rules, layout.single)
    return sum(map(len, lists)) + (layout.leaf_points is not None)


def _layouts(sheet: Sheet) -> list[Layout]:
    rows = [[text_in(cell) for cell in row] for row in sheet.filled(across=True)]
    found = []
    for top in range(min(_DEEPEST_HEADER, len(rows))):
        head, depth = rows[top], 1
        below = [text_in(cell) for cell in sheet.rows[top + 1]] if top + 1 < len(rows) else []
        if any(below) and all(kind_of(text) or _SAME.fullmatch(text) for text in below if text):
            # A header of two rows: the lower one says more where it says something, and 名称
            # (beside 权重, or 编码) is that of the upper one.
            lower = ["" if _SAME.fullmatch(text) else text for text in below]
            head = [low or up for up, low in zip(head, lower, strict=True)]
            depth = 2
        kinds = {kind for kind in map(kind_of, head) if kind}
        if Column.LEVEL in kinds and kinds & _NEEDED and len(kinds) > 1:
            found.append(_layout(sheet, top, top + depth, head))
    return found


def _layout(sheet: Sheet, top: int, body: int, head: Sequence[str]) -> Layout:
    kinds = [kind_of(text) for text in head]
    for column, kind in enumerate(kinds[:-1]):
        # 评估点·权重 behind a level with a weight of its own is one more level.
        level_weighed = column > 0 and kinds[column - 1] is Column.POINTS
        if kind is Column.DETAIL and level_weighed and kinds[column + 1] is Column.POINTS:
            kinds[column] = Column.LEVEL
    levels = tuple(n for n, kind in enumerate(kinds) if kind is Column.LEVEL)
    level_points: dict[int, int] = {}
    leaf_points: int | None = None
    for column in (n for n, kind in enumerate(kinds) if kind is Column.POINTS):
        before = [n for n, at in enumerate(levels) if at < column]
        number = before[-1] if before else 0
        behind_text = any(k in {Column.DETAIL, Column.RULE} for k in kinds[levels[number] : column])
        if leaf_points is None and (behind_text or number == len(levels) - 1):
            leaf_points = column
        elif number not in level_points:
            level_points[number] = column
    single: dict[Column, int] = {}
    for column, kind in enumerate(kinds):
        if kind in {
            Column.CODE, Column.RESPONSIBLE, Column.SAMPLING, Column.BASIS, Column.EVIDENCE,
            Column.AUTOMATABLE, Column.NUMBER,
        }:  # fmt: skip
            if kind is Column.CODE and column < levels[-1]:
                single[kind] = column  # of codes beside every level, that of the indicator
            else:
                single.setdefault(kind, column)
    unread = [
        text
        for text, kind in zip(head, kinds, strict=True)
        if text and kind in {None, Column.RESULT}
    ]
    return Layout(
        sheet=sheet,
        top=top,
        body=body,
        levels=levels,
        level_points=level_points,
        leaf_points=leaf_points,
        details=tuple(n for n, kind in enumerate(kinds) if kind is Column.DETAIL),
        rules=tuple(n for n, kind in enumerate(kinds) if kind is Column.RULE),
        single=single,
        unread=tuple(dict.fromkeys(unread)),
        percent=any(
            kind is Column.POINTS and re.search("[%％]", text)
            for text, kind in zip(head, kinds, strict=True)
        ),
    )
