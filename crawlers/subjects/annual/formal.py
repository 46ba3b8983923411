"""What the form asks beyond arithmetic: six parts, cells filled, the form in force, on time."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from crawlers.subjects.annual.cells import Cell, Kind
from crawlers.subjects.annual.facts import Facts
from crawlers.subjects.annual.form import (
    ACTIVITY_NAMES,
    COLUMN_NAMES,
    DISPUTES,
    FIRST_YEAR,
    NEW_FORM_SINCE,
    PEOPLE,
    ROW_NAMES,
    RULINGS,
    Form,
)
from crawlers.subjects.annual.model import Address, Part, Report, Table
from crawlers.subjects.annual.parts import NAMES, mentioned
from crawlers.subjects.annual.remarks import Degree, Place, Remark, Review
from crawlers.subjects.annual.titles import kind_of

_PLACEHOLDER = re.compile(
    r"[(（]文字描述|[XxＸ×]{2,}(?=[件条个项次年月日份]|市|县|局)|_{3,}(?=[件条个项])"
)
_MOST_PLACEHOLDERS = 3  # one or two may be part of a sentence
_NOTHING = re.compile(
    r"(?:本单位|本机关|我局|目前)?(?:暂?无|没有|无问题)(?:存在)?的?(?:主要)?(?:问题)?"
)
_FEES = re.compile(r"收费|信息处理费|处理费|费用")
_PERIOD = re.compile(r"(?:统计|数据|时限|期限)[^。]{0,25}?(20\d\d)年1月1日")
_SHORT = 300  # characters: a text shorter than that is no report
# The one remark on a form nobody filled in.
TEMPLATE = Review((Remark("template", Degree.CERTAIN, "报告是没有填写的模板", Place("全文")),))


def is_template(report: Report) -> bool:
    """A form that nobody has filled in: no figure in its tables, words still to be replaced."""
    tables = (report.activity, report.applications, report.disputes)
    cells = [cell for table in tables for cell in table.cells.values()]
    if not cells or any(cell.kind is Kind.NUMBER for cell in cells):
        return False
    return len(_PLACEHOLDER.findall(report.text)) > 0 or "模板" in report.title


def placeholders(report: Report) -> Iterator[Remark]:
    """Words of a template left in a report that is filled in otherwise."""
    found = _PLACEHOLDER.findall(report.text)
    if len(found) > _MOST_PLACEHOLDERS:
        said = f"正文有{len(found)}处未填写的占位文字，如“{found[0]}”"
        yield Remark("template", Degree.SUSPECTED, said, Place("正文", quote=found[0]))


# --- parts --------------------------------------------------------------------------------------


def parts(report: Report) -> Review:
    """Six parts, each under its own heading; part five says something.

    A part is missing only when its words are absent too, and all of the report was read.
    Source: 《政府信息公开条例》第五十条.
    """
    found = {part.number: part for part in report.parts}
    unseen = [name for n, name in enumerate(NAMES, start=1) if n not in found]
    remarks = list(_part_five(found.get(5))) + list(_part_six(report, found.get(6)))
    if not unseen:
        return Review(tuple(remarks))
    shown = "、".join(f"“{name}”" for name in unseen)
    if report.gaps or (not found and len(report.text) < _SHORT):
        why = report.gaps[0] if report.gaps else "没有读到报告正文"
        return Review(tuple(remarks), unchecked=(f"未见{shown}，但{why}" if found else why,))
    lacking = [name for name in unseen if name not in mentioned(report.text)]
    unclear = [name for name in unseen if name not in lacking]
    if lacking:
        said = f"缺少{'、'.join(f'“{name}”' for name in lacking)}部分"
        remarks.append(Remark("parts", Degree.CERTAIN, said, Place("全文")))
    names = "、".join(f"“{name}”" for name in unclear)
    notes = (f"没有认出{names}的标题，但正文有相关内容",) if unclear else ()
    return Review(tuple(remarks), unchecked=notes)


def _part_five(part: Part | None) -> Iterator[Remark]:
    if part is None:
        return
    words = re.sub(r"[\s\d。.,，、:：—-]", "", part.text)
    if words and not _NOTHING.fullmatch(words):
        return
    said = "第五部分只写“无”，没有说明存在的问题和改进情况" if words else "第五部分没有内容"
    degree = Degree.CERTAIN if words else Degree.SUSPECTED
    yield Remark("content", degree, said, Place("第五部分", part.page, part.text.strip()[:30]))


def _part_six(report: Report, part: Part | None) -> Iterator[Remark]:
    """Part six reports on 信息处理费; surely so where applicants were asked to pay."""
    if part is None or _FEES.search(part.text) or (report.year or 0) < NEW_FORM_SINCE:
        return
    asked = report.applications.count("no_payment", "total") or 0
    said = "第六部分没有说明收取信息处理费的情况"
    if asked:
        said += f"，而表三有逾期未按收费通知缴费的申请{asked}件"
    degree = Degree.SUSPECTED if asked else Degree.HINT
    quote = part.text.strip()[:30]
    yield Remark("content", degree, said, Place("第六部分", part.page, quote), (Decimal(asked),))


# --- cells --------------------------------------------------------------------------------------


def cells(report: Report) -> Iterator[Remark]:
    """I8 and I9: no cell blank or struck out, whole numbers that are not negative, fees in 万元.

    Source: 国办公开办函〔2021〕30号, tables 2 to 4; what did not happen is written 0.
    """
    for name, table in tables(report):
        for kind, what in (
            (Kind.BLANK, "空白"),
            (Kind.SLASH, "画线或写“无”"),
            (Kind.WORDS, "不是数字"),
        ):
            found = list(table.of_kind(kind))
            if found:
                yield _unfilled(name, what, found, kind)
        for at, cell in table.of_kind(Kind.NUMBER):
            yield from _odd(name, at, cell)


def tables(report: Report) -> tuple[tuple[str, Table], ...]:
    return (
        ("表二", report.activity),
        ("表三", report.applications),
        ("表四", report.disputes),
    )


def where(table: str, at: Address) -> str:
    """A cell as readers find it: 表三“予以公开”行“总计”列."""
    row, column = at
    match table:
        case "表二":
            return f"表二“{ACTIVITY_NAMES[row]}”行“{COLUMN_NAMES[column]}”列"
        case "表三":
            return f"表三“{ROW_NAMES[row]}”行“{PEOPLE[column]}”列"
        case _:
            return f"表四“{DISPUTES[row]}”“{RULINGS[column]}”列"


def _unfilled(table: str, what: str, found: list[tuple[Address, Cell]], kind: Kind) -> Remark:
    (at, cell), count = found[0], len(found)
    first = where(table, at).removeprefix(table)
    more = f"{first}等{count}格" if count > 1 else first
    shown = f"（{cell.text}）" if kind is Kind.WORDS else ""
    said = f"{table}{more}{what}{shown}，应填数字，没有的填0"
    degree = Degree.SUSPECTED if kind is Kind.WORDS else Degree.CERTAIN
    return Remark("I9", degree, said, Place(where(table, at), cell.page, cell.text))


def _odd(table: str, at: Address, cell: Cell) -> Iterator[Remark]:
    """A number that a count cannot be, or in another unit than the form's."""
    assert cell.value is not None
    row, column = at
    place = Place(where(table, at), cell.page, cell.text)
    money = column in {"charged", "spent"}
    if cell.value < 0 and column != "change":
        yield Remark("I8", Degree.CERTAIN, f"{place.where}是负数", place, (cell.value,))
    elif not money and cell.count is None and row != "fee":
        yield Remark("I8", Degree.CERTAIN, f"{place.where}不是整数", place, (cell.value,))
    if column == "charged" and cell.text.endswith("元") and not cell.text.endswith("万元"):
        said = f"{place.where}的单位是元（{cell.text}），应为万元"
        yield Remark("I8", Degree.CERTAIN, said, place, (cell.value,))


def unread(report: Report) -> Iterator[str]:
    """Tables, rows and cells that were not read, in Chinese."""
    if absent := [name for name, table in tables(report) if not table.cells]:
        yield f"没有读到{'、'.join(absent)}（可能是图片或在附件里）"
    for name, table in tables(report):
        rows = dict.fromkeys(row for (row, _), cell in table.of_kind(Kind.UNREAD))
        if rows:
            yield f"{name}有{len(rows)}行数字没有读清"
    rows_found = set(report.applications.rows())
    lost = [
        name
        for row, name in ROW_NAMES.items()
        if rows_found
        and row not in rows_found
        and (row not in {"no_correction", "no_payment"} or report.form is Form.F2021)
    ]
    if lost:
        yield f"表三没有认出{'、'.join(f'“{name}”' for name in lost[:3])}等{len(lost)}行"


# --- form and time --------------------------------------------------------------------------------


def form_in_force(report: Report) -> Iterator[Remark]:
    """From the report for 2021 on the form of 2021; and the period it covers is its own year."""
    if report.year and report.year >= NEW_FORM_SINCE and report.form is Form.F2019:
        said = f"{report.year}年报告仍用2019年的格式，应使用{NEW_FORM_SINCE}年修订的格式"
        yield Remark("form", Degree.CERTAIN, said, Place("表格"))
    match = _PERIOD.search(report.text)
    if match and report.year and int(match[1]) != report.year:
        said = f"统计期限从{match[1]}年1月1日起，而报告是{report.year}年的"
        yield Remark("year", Degree.SUSPECTED, said, Place("正文", quote=match[0]))


def deadline(report: Report, due: date | None) -> Review:
    """Published not later than `due`, the day included.

    Source: 《政府信息公开条例》第四十九条.
    """
    if due is None:
        return Review(unchecked=("没有核对是否按期：不知道是哪一类单位、哪一年的报告",))
    if report.published_on is None:
        return Review(unchecked=(f"没有核对是否按期（{due.isoformat()}前）：没有发布日期",))
    if report.published_on <= due:
        return Review(held=1)
    said = f"{report.published_on.isoformat()}发布，应于{due.isoformat()}前公布"
    place = Place("发布日期", quote=report.published_on.isoformat())
    return Review((Remark("deadline", Degree.CERTAIN, said, place),))


def due_date(report: Report, facts: Facts, kind: str = "") -> date | None:
    """The last day for a report, by kind of unit; None where it cannot be told.

    `kind` is as registers name it; empty: by the organ that the title names. Where that does not
    tell either, a report that is early, or late, for every kind has a date all the same.
    """
    if report.year is None:
        return None
    days = {name: last_day(report.year, day, facts) for name, day in facts.due.items()}
    first, last = min(days.values()), max(days.values())
    kind = kind or kind_of(report.organ)
    if kind in days or first == last:
        return days.get(kind, first)
    on = report.published_on
    if on and not first < on <= last:
        return first if on <= first else last
    return None


def last_day(year: int, due: tuple[int, int], facts: Facts) -> date:
    """The day `due` (month, day) for the report on `year`, or that of the act then in force."""
    return date(year + 1, *(facts.due_before if year <= facts.until else due))


def applies(report: Report) -> str:
    """Why the form of today does not apply to the report, in Chinese; empty when it does."""
    if report.year is not None and report.year < FIRST_YEAR:
        return f"{report.year}年的报告不适用现行格式（{FIRST_YEAR}年起）"
    return ""
