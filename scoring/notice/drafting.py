"""A draft scheme from a notice: every task an indicator, points spread evenly. Pure.

Values for a YAML file as `data.schemes` reads it. A draft: somebody gives the points their weight.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from data.marked import number_text
from scoring.notice.indicators import Indicator, Kind
from scoring.notice.quantities import Quantity
from scoring.notice.saying import ADDED, figure_said, names_said, times_said
from scoring.notice.tasks import Notice, Task

_TOTAL = 100
_CENT = Fraction(1, 100)
_LONGEST_NAME = 40
_TITLED = re.compile(r"《([^《》]{2,60})》")
_GRADES = [
    {"name": "优秀", "min": 90},
    {"name": "良好", "min": 80},
    {"name": "一般", "min": 60},
    {"name": "较差", "min": 0},
]

Plain = dict[str, object]


@dataclass(frozen=True, slots=True)
class Form:
    """How a check stands in the schemes that come with the program."""

    method: str = "semi"  # "auto" or "semi"
    rule: str = ""
    remedy: str = ""
    typical_failure: str = ""
    needs_titles: bool = False  # it looks for documents by name, which the task has to give


def draft(
    notice: Notice,
    indicators: Sequence[Indicator],
    forms: Mapping[str, Form],
    *,
    scheme_id: str,
    kind: str,
) -> Plain:
    """A scheme file as plain values.

    Args:
        indicators: one for every task, in their order.
        forms: of the checks that the indicators name; one that is missing is taken as semi.
        kind: of the units, as schemes name it.
    """
    pairs = list(zip(notice.tasks, indicators, strict=True))
    worth = iter(_spread(Fraction(_TOTAL), len(pairs)))
    nodes = []
    numbered = enumerate(pairs, start=1)
    for at, (head, group) in enumerate(groupby(numbered, key=lambda each: _head(each[1][0])), 1):
        children = [
            _task(f"t{number}", task, asked, forms, next(worth)) for number, (task, asked) in group
        ]
        points = sum((Fraction(str(child["points"])) for child in children), Fraction(0))
        nodes.append(
            {"id": f"g{at}", "name": head, "points": _number(points), "children": children}
        )
    title = notice.title or "工作任务"
    return {
        "scheme": {
            "id": scheme_id,
            "title": f"{title}落实情况评估（草案）",
            "kind": kind,
            "total": _TOTAL,
            "coverage_floor": 0.6,
            "grades": _GRADES,
        },
        "sources": {
            "notice": f"《{title}》" + (f"（{notice.doc_no.text}）" if notice.doc_no else "")
        },
        "indicators": nodes,
    }


def _head(task: Task) -> str:
    return task.headings[0].text if task.headings else task.part or "工作任务"


def _spread(points: Fraction, parts: int) -> list[Fraction]:
    """Even parts to the hundredth that add up to all of it, the greater ones first."""
    cents = int(points / _CENT)
    each, over = divmod(cents, parts) if parts else (0, 0)
    return [(each + (at < over)) * _CENT for at in range(parts)]


def _number(points: Fraction) -> int | float:
    return int(points) if points.denominator == 1 else float(number_text(points))


def _task(
    id_: str, task: Task, asked: Indicator, forms: Mapping[str, Form], points: Fraction
) -> Plain:
    """One leaf, or a node with a leaf for the check and one for every figure."""
    leaves = []
    if asked.kind is Kind.CHECK and asked.match is not None:
        form = forms.get(asked.match.check, Form())
        titles = _TITLED.findall(task.text.text)
        if titles or not form.needs_titles:
            leaves.append(_checked(task, asked, form, titles))
    most = int(points / _CENT) - len(leaves)
    leaves += [_metric(task, figure) for figure in asked.targets[: max(most, 0)]]
    if not leaves:
        leaves = [_manual(task)]
    name = _name(task)
    if len(leaves) == 1:
        only = {key: value for key, value in leaves[0].items() if key != "called"}
        return {"id": id_, "name": name, "points": _number(points), **only}
    parts = _spread(points, len(leaves))
    children = []
    for number, (leaf, part) in enumerate(zip(leaves, parts, strict=True), start=1):
        own = str(leaf.pop("called", name))
        children.append({"id": f"{id_}_{number}", "name": own, "points": _number(part), **leaf})
    return {"id": id_, "name": name, "points": _number(points), "children": children}


def _name(task: Task) -> str:
    said = task.heading.text or task.text.text
    return said if len(said) <= _LONGEST_NAME else said[: _LONGEST_NAME - 1] + "…"


def _basis(task: Task) -> list[str]:
    by = f"（{ADDED}）" if task.added else ""
    return [f"notice 任务{task.number or '（无编号）'}“{_name(task)}”{by}"]


def _checked(task: Task, asked: Indicator, form: Form, titles: list[str]) -> Plain:
    assert asked.match is not None  # the caller asked for a check
    leaf: Plain = {
        "method": form.method,
        "check": asked.match.check,
        "rule": form.rule or f"按“{asked.match.title}”核查：符合得满分，部分符合得一半。",
        "scoring": {"rule": "presence", "partial": 0.5},
        "na": "none",
        "basis": _basis(task),
        "remedy": form.remedy or _remedy(task),
        "evidence": (
            f"核查“{asked.match.title}”，把握 {asked.match.confidence:.2f}，请核对是否合适。"
        ),
    }
    if form.needs_titles:
        leaf["params"] = {"titles": list(dict.fromkeys(titles))}
    if form.typical_failure:
        leaf["typical_failure"] = form.typical_failure
    return leaf


def _metric(task: Task, figure: Quantity) -> Plain:
    said = figure_said(figure)
    of = figure.what or figure.said.text
    most = figure.comparator == "<="
    unit = f"单位：{figure.unit}" if figure.unit else "比值"
    scoring: Plain = {"rule": "target", "of": of, "target": _number(figure.value)}
    if most:
        scoring["at_most"] = True
    return {
        "called": f"{_name(task)}：{said}",
        "method": "metric",
        "rule": f"{said}，{'不超过' if most else '达到'}目标值得满分，否则按比例计分（{unit}）。",
        "scoring": scoring,
        "na": "none",
        "basis": _basis(task),
        "remedy": _remedy(task),
        "evidence": f"填报“{of}”的数值（{figure.unit}），附统计口径和数据来源。",
    }


def _manual(task: Task) -> Plain:
    return {
        "method": "manual",
        "rule": "全部落实得满分，部分落实得一半，没有落实不得分。",
        "scoring": {"rule": "presence", "partial": 0.5},
        "na": "none",
        "basis": _basis(task),
        "remedy": _remedy(task),
        "evidence": f"“{_name(task)}”落实情况的说明和佐证材料（文件、网页地址、图片或数据）。",
    }


def _remedy(task: Task) -> str:
    units = names_said((*task.units.lead, *task.units.others, *task.units.addressed))
    times = times_said(task.deadlines)
    return (
        f"按通知要求落实“{_name(task)}”"
        + (f"，期限：{times}" if times else "")
        + (f"，责任单位：{units}" if units else "")
        + "，并留存佐证。"
    )
