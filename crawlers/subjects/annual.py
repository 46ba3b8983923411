"""The national form of the 政府信息公开工作年度报告 as figures, and the identities they must keep.

国办公开办函〔2021〕30号. Rows are found by their labels, never by position: the form of 2019-2020
has fewer rows. A cell that is blank or "/" is not zero: what needs it cannot be decided.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Cells = tuple[int | None, ...]  # None: blank, "/", or no whole number

PEOPLE = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
FIRST_YEAR = 2019  # reports of earlier years had another form

_NEW, _CARRIED, _DONE, _LEFT = "new", "carried", "done", "left"


# Order of the form; a label is searched only behind the one before it.
class _Row(NamedTuple):
    key: str
    name: str  # for readers
    label: str  # pattern


_ROWS = (
    _Row(_NEW, "本年新收", r"本年新收政府信息公开申请"),
    _Row(_CARRIED, "上年结转", r"上年结转政府信息公开申请"),
    _Row("given", "予以公开", r"予以公开"),
    _Row("partly", "部分公开", r"部分公开"),
    _Row("secret", "属于国家秘密", r"属于国家秘密"),
    _Row("forbidden", "法律法规禁止公开", r"其他法律行政法规禁止公开|法律、?行政法规禁止公开"),
    _Row("stability", "三安全一稳定", r"三安全一稳定"),
    _Row("third_party", "保护第三方合法权益", r"保护第三方合法权益"),
    _Row("internal", "三类内部事务信息", r"三类内部事务信息"),
    _Row("process", "四类过程性信息", r"四类过程性信息"),
    _Row("case_file", "行政执法案卷", r"行政执法案卷"),
    _Row("enquiry", "行政查询事项", r"行政查询事项"),
    _Row("not_held", "本机关不掌握相关政府信息", r"不掌握相关政府信息"),
    _Row("not_made", "没有现成信息需要另行制作", r"没有现成信息"),
    _Row("unclear", "补正后申请内容仍不明确", r"补正后申请内容仍不明确"),
    _Row("petition", "信访举报投诉类申请", r"信访举报投诉类申请"),
    _Row("repeated", "重复申请", r"重复申请"),
    _Row("publication", "要求提供公开出版物", r"要求提供公开出版物"),
    _Row("abusive", "无正当理由大量反复申请", r"无正当理由大量反复申请"),
    _Row("confirm", "要求确认或重新出具信息", r"要求行政机关确认或重新出具|确认或重新出具"),
    _Row("no_correction", "逾期不补正", r"逾期不补正"),
    _Row("no_payment", "逾期未按收费通知缴费", r"逾期未按收费通知"),
    _Row("other", "其他处理", r"3[.、．]?\s*其他|其他处理"),
    _Row(_DONE, "总计", r"总计"),
    _Row(_LEFT, "结转下年度继续办理", r"结转下年度继续办理"),
)
_NAMES = {row.key: row.name for row in _ROWS}
_RESULTS = tuple(row.key for row in _ROWS if row.key not in {_NEW, _CARRIED, _DONE, _LEFT})
# The row of 其他处理 has three lines since 2021, one before.
_OPTIONAL = frozenset({"no_correction", "no_payment"})
_BLOCKS = ("行政复议", "未经复议直接起诉", "复议后起诉")
_MEASURE = re.compile(r"(?<=\d) *[件个](?=\s|$)")  # "12件" in a cell is 12
_NUMBER = re.compile(r"^\d{1,3}(,\d{3})+$|^\d+$")
# Figures in a row, none of them the number of a list entry ("2.") and no further one behind.
_RUN = r"(?<![\d.])(\d[\d,]*(?:\s+\d[\d,]*){%d})(?![\d.、．])(?!\s+\d[\d,]*(?:\s|$))"


@dataclass(frozen=True, slots=True)
class Form:
    """What could be read of a report's tables; rows that could not are absent."""

    rows: Mapping[str, Cells]  # table 3: seven cells a row, by key
    disputes: Cells  # table 4: fifteen cells, or none
    unread: frozenset[str] = frozenset()  # rows of table 3 whose label is there, but no cells

    @property
    def new(self) -> int | None:
        return _total(self.rows.get(_NEW))

    @property
    def carried(self) -> int | None:
        return _total(self.rows.get(_CARRIED))

    @property
    def done(self) -> int | None:
        return _total(self.rows.get(_DONE))

    @property
    def left(self) -> int | None:
        return _total(self.rows.get(_LEFT))

    @property
    def reviews(self) -> int | None:
        return self.disputes[4] if self.disputes else None

    @property
    def suits(self) -> int | None:
        if not self.disputes or self.disputes[9] is None or self.disputes[14] is None:
            return None
        return self.disputes[9] + self.disputes[14]


@dataclass(frozen=True, slots=True)
class Tally:
    """Identities that hold, those that fail (in words), those that cannot be decided."""

    held: int
    failed: tuple[str, ...]
    open: int


def read_form(text: str) -> Form:
    """Tables 3 and 4 from a report's text: cells by tabs, or columns of figures as in a PDF."""
    text = text.replace("\u3000", " ").replace("\xa0", " ")
    found = dict(_table3(text))
    rows = {key: cells for key, cells in found.items() if cells is not None}
    return Form(rows, _table4(text), frozenset(found.keys() - rows.keys()))


def identities(form: Form) -> Tally:
    """I1-I4 of the form, every column and row that can be decided."""
    held, failed, undecided = 0, [], 0
    for said, left, right in (*_columns(form), *_lines(form.rows), *_suits(form.disputes)):
        if left is None or right is None:
            undecided += 1
        elif left == right:
            held += 1
        else:
            failed.append(f"{said}（{left}≠{right}）")
    return Tally(held, tuple(failed), undecided)


def carry_over(form: Form, before: Form) -> tuple[str, ...]:
    """I5: columns where what this year took over is not what last year passed on."""
    now, then = form.rows.get(_CARRIED, ()), before.rows.get(_LEFT, ())
    return tuple(
        f"“{PEOPLE[n]}”本年列上年结转{a}件，上年报告列结转下年度{b}件"
        for n, (a, b) in enumerate(zip(now, then, strict=False))
        if a is not None and b is not None and a != b
    )


# --- reading --------------------------------------------------------------------------------------


def _table3(text: str) -> Iterator[tuple[str, Cells | None]]:
    """Rows whose label was found with their cells; None: the cells could not be told apart."""
    start = max(
        (m.start() for m in re.finditer(_ROWS[0].label, text) if _is_row(text, m)), default=-1
    )
    if start < 0:
        return
    spots: list[tuple[str, int, int]] = []
    at = start
    for key, _, label in _ROWS:
        match = re.compile(_spaced(label)).search(text, at)
        if match:
            spots.append((key, match.end(), match.start()))
            at = match.end()
    for n, (key, begin, _) in enumerate(spots):
        end = spots[n + 1][2] if n + 1 < len(spots) else min(len(text), begin + 200)
        yield key, _seven(text[begin:end])


def _is_row(text: str, match: re.Match[str]) -> bool:
    """The label heads a row of figures; the prose of part one may use the same words."""
    return _seven(text[match.end() : match.end() + 120]) is not None


def _seven(segment: str) -> Cells | None:
    """Seven cells behind a label; None when the row cannot be told apart."""
    segment = _MEASURE.sub("", segment)
    if "\t" not in segment:
        match = re.search(_RUN % 6, segment)
        return tuple(_int(word) for word in match.group(1).split()) if match else None
    line = segment.split("\n", 1)[0]
    cells = [cell.strip() for cell in line.split("\t")[1:]]
    if len(cells) == 8 and cells[0] and not cells[-1]:
        cells.pop()  # a tab that only ends the row
    cells = cells[-7:] if len(cells) >= 7 else cells + [""] * (7 - len(cells))
    if any(cell and not _NUMBER.match(cell) and not _is_blank(cell) for cell in cells):
        return None
    return tuple(_int(cell) for cell in cells)


def _table4(text: str) -> Cells:
    """The fifteen cells under 行政复议 / 行政诉讼."""
    for match in re.finditer(_spaced("复议后起诉"), text):
        tail = _MEASURE.sub("", text[match.end() : match.end() + 600])
        for line in tail.splitlines():
            cells = [cell.strip() for cell in line.strip("\t ").split("\t")]
            if len(cells) == 15 and any(_NUMBER.match(cell) for cell in cells):
                return tuple(_int(cell) for cell in cells)
        if run := re.search(_RUN % 14, tail):
            return tuple(_int(word) for word in run.group(1).split())
    return ()


def _spaced(label: str) -> str:
    """The label with white space allowed between its characters, as PDF lines break it."""
    return re.sub(r"([\u4e00-\u9fa5])(?=[\u4e00-\u9fa5])", r"\1\\s*", label)


def _int(cell: str) -> int | None:
    return int(cell.replace(",", "")) if _NUMBER.match(cell) else None


def _is_blank(cell: str) -> bool:
    return cell in {"", "/", "-", "—", "——", "\\", "无"}


def _total(cells: Cells | None) -> int | None:
    return cells[6] if cells else None


# --- identities -----------------------------------------------------------------------------------

Equation = tuple[str, int | None, int | None]


def _columns(form: Form) -> Iterator[Equation]:
    rows = form.rows

    def cell(key: str, column: int) -> int | None:
        return rows[key][column] if key in rows else None

    # Of the rows of 其他处理 the one-line form has only `other`; a row that is not there counts
    # as nothing only when the whole block of results was read. A row that is there and could not
    # be read may count for anything.
    listed = [key for key in _RESULTS if key in rows]
    needed = form.unread | {key for key in _RESULTS if key not in _OPTIONAL}
    whole = needed & set(_RESULTS) <= set(listed)
    for n, who in enumerate(PEOPLE):
        yield (
            f"“{who}”列第一项加第二项不等于第三项加第四项",
            _sum(cell(_NEW, n), cell(_CARRIED, n)),
            _sum(cell(_DONE, n), cell(_LEFT, n)),
        )
        results = _sum(*(cell(key, n) for key in listed)) if whole else None
        yield f"“{who}”列各项办理结果之和不等于总计", results, cell(_DONE, n)


def _lines(rows: Mapping[str, Cells]) -> Iterator[Equation]:
    for key, cells in rows.items():
        yield f"“{_NAMES[key]}”行各类申请人之和不等于总计", _sum(*cells[:6]), cells[6]


def _suits(disputes: Cells) -> Iterator[Equation]:
    if disputes:
        for n, block in enumerate(_BLOCKS):
            five = disputes[n * 5 : n * 5 + 5]
            yield f"“{block}”四类结果之和不等于总计", _sum(*five[:4]), five[4]


def _sum(*numbers: int | None) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
