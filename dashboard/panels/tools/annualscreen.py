"""One annual report on screen: six parts, arithmetic with both sides, tables, findings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from crawlers.personal import masked
from crawlers.subjects.annual.facts import known_facts
from crawlers.subjects.annual.formal import due_date, tables
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.parts import NAMES, mentioned
from crawlers.subjects.annual.remarks import RULES, Review
from crawlers.subjects.annual.review import review
from dashboard.desk.desk import Desk
from dashboard.figures.equations import BROKEN, HOLDS, OPEN, Line, equations
from dashboard.panels.tools.taken import fetched, stem
from dashboard.proofreading.annual import DEGREES, report_of
from dashboard.proofreading.annualbook import annual_book
from dashboard.terminal.sources import Source
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, cards, esc, plain, small, table

# Cells of the whole form, as 国办公开办函〔2021〕30号 prints it: rows × columns of each table.
_CELLS = {N_("表二"): 10, N_("表三"): 175, N_("表四"): 15}
_KINDS = {
    N_("表二"): N_("主动公开政府信息情况"),
    N_("表三"): N_("收到和处理政府信息公开申请情况"),
    N_("表四"): N_("行政复议、行政诉讼情况"),
}


@dataclass(frozen=True)
class Read:
    """A report and all that the rules say of it."""

    report: Report
    found: Review
    last: Report | None


@dataclass(frozen=True)
class Asked:
    """What somebody says of a report before it is read."""

    kind: str = ""  # of the unit; empty: by the title
    published: date | None = None
    library: int | None = None  # 行政规范性文件 in force in the published library


def read(
    desk: Desk, source: Source, asked: Asked, last: Source | None, others: Sequence[Source]
) -> Read:
    """The report read and every rule asked of it.

    Raises:
        ReportError: one of the files cannot be read.
        TakenError: an address, and nobody is signed in.
    """

    def follow(addresses: Sequence[str]) -> list[Source]:
        return fetched(desk, addresses) if addresses else []

    report, *before = (report_of(each, follow) for each in (source, *([last] if last else [])))
    report = replace(report, published_on=report.published_on or asked.published)
    known = known_facts()
    found = review(
        report,
        known,
        due=due_date(report, known, asked.kind),
        last=before[0] if before else None,
        others=[report_of(each, follow) for each in others],
        published=asked.library,
    )
    return Read(report, found, before[0] if before else None)


def show(made: Read) -> None:
    """The whole result, what is wrong first."""
    report, found = made.report, made.found
    lines = equations(report, made.last)
    broken = sum(line.state == BROKEN for line in lines)
    opened = sum(line.state == OPEN for line in lines)
    form = _("{year} 年格式").format(year=report.form.value) if report.form else ""
    st.subheader(plain(report.title or report.name), anchor=False)
    st.html(
        cards(
            [
                (_("问题"), len(found.remarks), _("其中确定 {n}").format(n=_certain(found))),
                (_("六个部分"), f"{len(report.parts)}/{len(NAMES)}", form),
                (
                    _("勾稽关系"),
                    _("{n} 个相符").format(n=len(lines) - broken - opened),
                    _("不符 {broken}，不能判定 {open}").format(broken=broken, open=opened),
                ),
                (
                    _("年度"),
                    report.year or "—",
                    report.published_on.isoformat() if report.published_on else _("没有发布日期"),
                ),
            ]
        )
    )
    st.download_button(
        _("下载校验结果（Excel）"),
        annual_book(report, found, made.last),
        _("{stem}-校验结果.xlsx").format(stem=stem(report.name)),
        on_click="ignore",
        icon=":material/download:",
    )
    _remarks(found)
    _parts(report)
    _equations(lines)
    _tables(report)


def _certain(found: Review) -> int:
    return sum(remark.degree == "certain" for remark in found.remarks)


def _remarks(found: Review) -> None:
    st.subheader(_("问题"), anchor=False)
    if not found.remarks:
        st.success(_("没有发现问题。"))
    else:
        st.html(
            table(
                (_("程度"), _("问题"), _("位置"), _("页"), _("依据")),
                [
                    (
                        _(DEGREES[remark.degree]),
                        Html(esc(masked(remark.said)) + small(RULES[remark.rule].title)),
                        Html(esc(remark.place.where) + small(masked(remark.place.quote))),
                        remark.place.page or "—",
                        RULES[remark.rule].basis,
                    )
                    for remark in found.remarks
                ],
                whole=(0,),
            )
        )
    if found.unchecked:
        st.caption(_("没有核对的：") + plain("；".join(found.unchecked)))


def _parts(report: Report) -> None:
    st.subheader(_("六个部分"), anchor=False)
    by_number = {part.number: part for part in report.parts}
    said = mentioned(report.text)

    def state(number: int, name: str) -> str:
        if number in by_number:
            return _("有")
        return _("没有标题，正文提到") if name in said else _("没有")

    st.html(
        table(
            (_("部分"), _("情况"), _("报告中的标题"), _("页")),
            [
                (
                    f"{number} {name}",
                    state(number, name),
                    by_number[number].heading if number in by_number else "—",
                    (by_number[number].page if number in by_number else None) or "—",
                )
                for number, name in enumerate(NAMES, start=1)
            ],
            whole=(1,),
        )
    )


def _equations(lines: Sequence[Line]) -> None:
    st.subheader(_("勾稽关系"), anchor=False)
    if all(line.state == OPEN for line in lines):
        st.info(_("没有读到可以核对的数字；表格是图片的，请换成能复制文字的文件。"))
        return
    wrong = [line for line in lines if line.state != HOLDS]
    right = [line for line in lines if line.state == HOLDS]
    if wrong:
        st.html(_lines(wrong))
    if right:
        with st.expander(_("相符的 {n} 个").format(n=len(right)), expanded=not wrong):
            st.html(_lines(right))


def _lines(lines: Sequence[Line]) -> Html:
    return table(
        (_("应当"), _("位置"), _("左边"), _("右边"), _("结果")),
        [
            (
                line.title,
                line.where,
                "—" if line.left is None else line.left,
                "—" if line.right is None else line.right,
                _(line.state),
            )
            for line in lines
        ],
        numbers=(2, 3),
        whole=(4,),
    )


def _tables(report: Report) -> None:
    st.subheader(_("读到的表格"), anchor=False)
    st.html(
        table(
            (_("表"), _("内容"), _("读到的格数"), _("全表格数")),
            [(name, _(_KINDS[name]), got.read, _CELLS[name]) for name, got in tables(report)],
            numbers=(2, 3),
            whole=(0,),
        )
    )
