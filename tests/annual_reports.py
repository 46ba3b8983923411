"""Annual reports made up for tests: both national forms, as HTML, DOCX and PDF.

The default figures keep every identity. A test changes a cell, a sentence or a part, and looks
what the rules say.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import docx
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from crawlers.documents import read_document
from crawlers.pages import read_page
from crawlers.subjects.annual.material import of_document, of_page
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.reading import read_report

Spanned = tuple[str, int, int]  # text, rows, columns
Sheet = list[list[Spanned]]

PEOPLE = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
NEW = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
SIX = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
LEFT = "四、结转下年度继续办理"
DONE = "（七）总计"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "（一）予以公开": (),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (),
    "（三）不予公开": (
        "1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
        "3.危及“三安全一稳定”",
        "4.保护第三方合法权益",
        "5.属于三类内部事务信息",
        "6.属于四类过程性信息",
        "7.属于行政执法案卷",
        "8.属于行政查询事项",
    ),
    "（四）无法提供": (
        "1.本机关不掌握相关政府信息",
        "2.没有现成信息需要另行制作",
        "3.补正后申请内容仍不明确",
    ),
    "（五）不予处理": (
        "1.信访举报投诉类申请",
        "2.重复申请",
        "3.要求提供公开出版物",
        "4.无正当理由大量反复申请",
        "5.要求行政机关确认或重新出具已获取信息",
    ),
    "（六）其他处理": (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    ),
}
_TALL = (595, 1600)  # points; a cell over 22 rows does not go over pages here
_BLOCK = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

# 12 + 2 = 11 + 3, by applicant 10+1 and 2+1; given 6+2, not held 2+0, otherwise 1+0.
FIGURES: Mapping[str, tuple[int, ...]] = {
    NEW: (10, 2, 0, 0, 0, 0),
    CARRIED: (1, 0, 0, 0, 1, 0),
    "（一）予以公开": (6, 2, 0, 0, 0, 0),
    "1.本机关不掌握相关政府信息": (1, 0, 0, 0, 1, 0),
    "（六）其他处理": (1, 0, 0, 0, 0, 0),  # of 2019; in the form of 2021 its last row
    "3.其他": (1, 0, 0, 0, 0, 0),
    DONE: (8, 2, 0, 0, 1, 0),
    LEFT: (3, 0, 0, 0, 0, 0),
}
DISPUTES = (1, 0, 0, 1, 2, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1)
SAID = (
    "全年新收政府信息公开申请12件，上年结转2件，办结11件，结转下年度继续办理3件。",
    "因政府信息公开被申请行政复议2件，其中结果维持1件，尚未审结1件；行政诉讼2件，其中结果纠正1件。",
)
PROBLEMS = "公开形式不够丰富，图解和问答偏少。下一步将增加解读形式，定期检查栏目更新。"
FEES = "本年度没有收取信息处理费。"


@dataclass(frozen=True, slots=True)
class Made:
    """A report as plain values; every field may be replaced."""

    year: int = 2022
    form: int = 2021  # or 2019
    organ: str = "清河市教育局"
    day: str = "2023-01-20"
    said: tuple[str, ...] = SAID
    problems: str = PROBLEMS
    other: str = FEES
    figures: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: FIGURES)
    cells: Mapping[tuple[str, int], str] = field(default_factory=dict)  # (row, 0-6): as printed
    disputes: tuple[object, ...] = DISPUTES
    activity: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    def blocks(self) -> list[str | Sheet]:
        """Paragraphs and tables, in order."""
        return [
            f"本报告所列数据的统计期限为{self.year}年1月1日至12月31日。",
            "一、总体情况",
            "坚持以公开为常态、不公开为例外，及时公开机构职能、财政资金和教育领域的重点信息。",
            *self.said,
            "二、主动公开政府信息情况",
            self.table2(),
            "三、收到和处理政府信息公开申请情况",
            self.table3(),
            "四、政府信息公开行政复议、行政诉讼情况",
            self.table4(),
            "五、存在的主要问题及改进情况",
            self.problems,
            "六、其他需要报告的事项",
            self.other,
        ]

    def table2(self) -> Sheet:
        rows: Sheet = []
        for item, heads, names in _TABLE2[self.form]:
            wide = 4 // (len(heads) + 1)
            rows.append([(f"第二十条第（{item}）项", 1, 4)])
            for name in ("信息内容", *names):
                values = heads if name == "信息内容" else self.activity.get(name, (0,) * len(heads))
                last = 4 - 1 - (len(heads) - 1) * wide
                row = [(name, 1, 1), *((str(value), 1, wide) for value in values)]
                row[-1] = (row[-1][0], 1, last)
                rows.append(row)
        return rows

    def table3(self) -> Sheet:
        rows: Sheet = [
            [
                ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
                ("申请人情况", 1, 7),
            ],
            [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
            [(name, 1, 1) for name in PEOPLE[1:]],
            [(NEW, 1, 3), *self._seven(NEW)],
            [(CARRIED, 1, 3), *self._seven(CARRIED)],
        ]
        groups = {
            group: () if self.form == 2019 and "其他处理" in group else lines
            for group, lines in GROUPS.items()
        }
        deep = sum(len(lines) or 1 for lines in groups.values()) + 1
        lead: list[Spanned] = [("三、本年度办理结果", deep, 1)]
        for group, lines in groups.items():
            if not lines:
                rows.append([*lead, (group, 1, 2), *self._seven(group)])
                lead = []
            for n, line in enumerate(lines):
                head: list[Spanned] = [(group, len(lines), 1)] if n == 0 else []
                rows.append([*head, (line, 1, 1), *self._seven(line)])
        rows.append([(DONE, 1, 2), *self._seven(DONE)])
        rows.append([(LEFT, 1, 3), *self._seven(LEFT)])
        return rows

    def _seven(self, row: str) -> list[Spanned]:
        figures = self.figures.get(row, (0,) * 6)
        values = [*figures, sum(figures)]
        return [(self.cells.get((row, n), str(value)), 1, 1) for n, value in enumerate(values)]

    def table4(self) -> Sheet:
        return [
            [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
            [
                *((name, 2, 1) for name in _BLOCK),
                ("未经复议直接起诉", 1, 5),
                ("复议后起诉", 1, 5),
            ],
            [(name, 1, 1) for name in (*_BLOCK, *_BLOCK)],
            [(str(value), 1, 1) for value in self.disputes],
        ]


_TABLE2: Mapping[int, Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    2021: (
        (
            "一",
            ("本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", "行政规范性文件"),
        ),
        ("五", ("本年处理决定数量",), ("行政许可",)),
        ("六", ("本年处理决定数量",), ("行政处罚", "行政强制")),
        ("八", ("本年收费金额（单位：万元）",), ("行政事业性收费",)),
    ),
    2019: (
        (
            "一",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            ("规章", "规范性文件"),
        ),
        (
            "五",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            ("行政许可", "其他对外管理服务事项"),
        ),
        (
            "六",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            ("行政处罚", "行政强制"),
        ),
        ("八", ("上一年项目数量", "本年增/减"), ("行政事业性收费",)),
        ("九", ("采购项目数量", "采购总金额"), ("政府集中采购",)),
    ),
}
MADE = Made()
MADE_2019 = replace(MADE, year=2020, form=2019, day="2021-01-20")


# --- formats --------------------------------------------------------------------------------------


def html(made: Made) -> bytes:
    """A web page: title, line with the date, paragraphs and tables with spans."""
    parts = [
        f"<p>{block}</p>" if isinstance(block, str) else _html_table(block)
        for block in made.blocks()
    ]
    return (
        f'<html><head><meta charset="utf-8"><title>{made.title}</title></head><body>'
        f'<div class="content"><h1>{made.title}</h1>'
        f'<div class="info">发布时间：{made.day} 来源：{made.organ}</div>'
        f'<div class="article">{"".join(parts)}</div></div></body></html>'
    ).encode()


def _html_table(sheet: Sheet) -> str:
    rows = (
        "".join(f'<td rowspan="{r}" colspan="{c}"><p>{t}</p></td>' for t, r, c in row)
        for row in sheet
    )
    return f'<table border="1">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'


def word(made: Made) -> bytes:
    """A DOCX with merged cells."""
    document = docx.Document()
    document.add_paragraph(made.title)
    for block in made.blocks():
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        places = _places(block)
        rows = max(r + deep for r, _, _, deep, _ in places)
        columns = max(c + wide for _, c, _, _, wide in places)
        table = document.add_table(rows, columns)
        for row, column, text, deep, wide in places:
            first = table.cell(row, column)
            first.merge(table.cell(row + deep - 1, column + wide - 1)).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(made: Made) -> bytes:
    """A PDF with ruled tables and real text."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK")
    small = ParagraphStyle("small", parent=body, fontSize=7, leading=9)
    story: list[object] = [Paragraph(made.title, body)]
    for block in made.blocks():
        if isinstance(block, str):
            story.append(Paragraph(block, body))
            continue
        places = _places(block)
        rows = max(r + deep for r, _, _, deep, _ in places)
        columns = max(c + wide for _, c, _, _, wide in places)
        cells: list[list[object]] = [[""] * columns for _ in range(rows)]
        style: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        for row, column, text, deep, wide in places:
            cells[row][column] = Paragraph(text, small)
            if deep > 1 or wide > 1:
                style.append(("SPAN", (column, row), (column + wide - 1, row + deep - 1)))
        story.append(Table(cells, style=style, colWidths=[470 / columns] * columns))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=_TALL, invariant=1).build(story)
    return out.getvalue()


def _places(sheet: Sheet) -> list[tuple[int, int, str, int, int]]:
    """Row, column, text, rows and columns of every cell."""
    taken: set[tuple[int, int]] = set()
    found: list[tuple[int, int, str, int, int]] = []
    for row, cells in enumerate(sheet):
        column = 0
        for text, deep, wide in cells:
            while (row, column) in taken:
                column += 1
            found.append((row, column, text, deep, wide))
            taken |= {(row + r, column + c) for r in range(deep) for c in range(wide)}
            column += wide
    return found


# --- reading --------------------------------------------------------------------------------------

FORMATS = {"html": html, "docx": word, "pdf": pdf}


def read(made: Made, fmt: str = "html") -> Report:
    """The report after a round through one of the formats, as `gkc annual-report` reads it."""
    body = FORMATS[fmt](made)
    document = read_document(f"http://qinghe.localhost/nb.{fmt}", body, tables=True)
    if fmt == "html":
        page = read_page("http://qinghe.localhost/nb.html", body)
        return read_report(of_page(page, tables=document.tables))
    return read_report(of_document(document))


def sentences(*said: str) -> Made:
    """The usual report that says other things in part one."""
    return replace(MADE, said=said)
