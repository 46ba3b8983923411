"""Imported figures and known metrics as lines of a list."""

from collections.abc import Mapping

from dashboard.wording.printing import Format, china_time, emit
from data.marked import number_text
from data.metrics.known import Known
from data.metrics.numbers import shown
from data.metrics.types import Better, Combine, Figure, Kind, Metric
from data.types import Unit

_KIND = {Kind.COUNT: "件数", Kind.SHARE: "百分比", Kind.SCORE: "评分", Kind.DAYS: "天数"}
_COMBINE = {
    Combine.SUM: "各期相加",
    Combine.MEAN: "按件数加权平均",
    Combine.LAST: "取最近一期",
}
_BETTER = {Better.HIGH: "高", Better.LOW: "低", Better.NONE: "—"}


def key(figure: Figure) -> tuple[object, ...]:
    """What a figure is of; the last of several alike counts."""
    return figure.said.unit_id, figure.said.metric_id, figure.said.period


def state(figure: Figure, standing: Figure | None) -> str:
    """Whether a figure counts, in Chinese."""
    if figure.said.value is None:
        return "撤回"
    return "有效" if figure == standing else "已被更正或撤回"


def figure_values(figure: Figure, units: Mapping[str, Unit], metrics: Known) -> dict[str, object]:
    """A figure with where it comes from; `value` is rounded as shown, `exact` is not."""
    said = figure.said
    metric = metrics.metrics.get(said.metric_id)
    return {
        "unit_id": said.unit_id,
        "unit": units[said.unit_id].name,
        "metric_id": said.metric_id,
        "metric": metric.name if metric else said.metric_id,
        "period": str(said.period),
        "value": "撤回" if said.value is None else shown(said.value),
        "exact": None if said.value is None else number_text(said.value),
        "measure": metric.unit if metric else "",
        "file": figure.file,
        "place": said.place,
        "by": figure.by,
        "at": china_time(figure.at),
        "note": said.note,
        "proof": said.proof.url or said.proof.name,
        "proof_sha256": said.proof.sha256,
        "sha256": figure.sha256,
    }


def list_known(metrics: Known, fmt: Format) -> None:
    """Print the metrics that may be imported into any round."""
    columns = {
        "id": "编号",
        "name": "指标",
        "subject": "类别",
        "unit": "计量单位",
        "kind": "类型",
        "better": "越优",
        "combine": "合成全年",
        "range": "范围",
    }
    if fmt is not Format.TABLE:  # long texts, which a table of this width has no room for
        columns |= {"aliases": "也可写作", "basis": "依据"}
    emit((_known_values(m, metrics) for m in metrics), columns, fmt)


def _known_values(metric: Metric, metrics: Known) -> dict[str, object]:
    subject = metrics.subjects[metric.subject]
    return {
        "id": metric.id,
        "name": metric.name,
        "subject": subject.name,
        "unit": metric.unit,
        "kind": _KIND[metric.kind],
        "better": _BETTER[metric.better],
        "combine": _COMBINE[metric.combine],
        "range": f"{number_text(metric.low)}—{number_text(metric.high)}",
        "aliases": "、".join((*metric.aliases, *metric.short)),
        "basis": subject.basis,
    }
