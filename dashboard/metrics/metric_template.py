"""The workbook that an office fills in: units down, metrics across, and how to fill it in."""

import io
from collections.abc import Collection, Sequence
from pathlib import Path

import xlsxwriter

from data.marked import number_text
from data.metrics.known import Known
from data.metrics.types import Combine, Metric
from data.types import Round, Unit

_HOW = (
    "每个单位每个时期一行；按月、按季填报的，复制行后改写“时期”，如 2023年6月、2023年1-6月。",
    "没有数据的留空，确为零的填 0；留空不等于零，也不扣分，但有关指标待补数据后才能计分。",
    "百分比请带 % 填写，如 97.5%；件数可写 1,234 或 1.2万。",
    "好差评五级件数只填主动评价，系统默认评价填在“好差评默认评价件数”。",
    "“佐证文件”填网址，或与本表放在同一文件夹的文件名。要取消以前填报的数，在数值处填“撤回”。",
    "灰色的格子不涉及该单位，不用填写。",
)
_COMBINE = {
    Combine.SUM: "各期相加",
    Combine.MEAN: "按件数加权平均（请同时填件数）",
    Combine.LAST: "取最近一期",
}
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_template(
    out: Path,
    assessed: Round,
    units: Sequence[Unit],
    metrics: Sequence[Metric],
    known: Known,
    closed: Collection[tuple[str, str]] = (),
) -> None:
    """Write the workbook; `gkc metrics import` reads it as it is once it is filled in.

    Args:
        closed: (unit id, metric id) that do not concern the unit.

    Raises:
        OSError: the file cannot be written.
    """
    whole = io.BytesIO()  # a file that stops half-way is no workbook
    with xlsxwriter.Workbook(whole, _PLAIN) as book:
        head = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"}
        )
        cell = book.add_format({"border": 1})
        grey = book.add_format({"border": 1, "bg_color": "#D9D9D9"})
        form, how = book.add_worksheet("填报表"), book.add_worksheet("填写说明")
        headings = [
            "单位",
            "时期",
            *(f"{m.name}（{m.unit}）" if m.unit else m.name for m in metrics),
            "说明",
            "佐证文件",
        ]
        for column, heading in enumerate(headings):
            form.write_string(0, column, heading, head)
        form.set_row(0, 48)
        form.set_column(0, 0, 26)
        form.set_column(1, len(headings) - 1, 14)
        form.freeze_panes(1, 2)
        for row, unit in enumerate(units, start=1):
            form.write_string(row, 0, unit.name, cell)
            form.write_string(row, 1, f"{assessed.year}年全年", cell)
            for column, metric in enumerate(metrics, start=2):
                barred = (unit.id, metric.id) in closed
                form.write_blank(row, column, None, grey if barred else cell)
            for column in (len(headings) - 2, len(headings) - 1):
                form.write_blank(row, column, None, cell)
        for row, line in enumerate(_HOW):
            how.write_string(row, 0, line)
        columns = ("指标", "计量单位", "类别", "可接受的范围", "合成全年", "依据")
        for column, heading in enumerate(columns):
            how.write_string(len(_HOW) + 1, column, heading, head)
        for row, metric in enumerate(metrics, start=len(_HOW) + 2):
            subject = known.subjects.get(metric.subject)
            said = (
                metric.name,
                metric.unit,
                subject.name if subject else "指标体系自定",
                f"{number_text(metric.low)}—{number_text(metric.high)}",
                _COMBINE[metric.combine],
                subject.basis if subject else "",
            )
            for column, text in enumerate(said):
                how.write_string(row, column, text, cell)
        how.set_column(0, 0, 34)
        how.set_column(1, 4, 14)
        how.set_column(5, 5, 60)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(whole.getvalue())
