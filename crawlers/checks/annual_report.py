"""The check of the 政府信息公开工作年度报告: on time, in form, its figures in agreement."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crawlers.findings import absent, unknown
from crawlers.looking import checklist, listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects import annual, annual_text
from crawlers.subjects.annual import Form
from crawlers.subjects.contents import (
    Reading,
    document_text,
    my_items,
    names_unit,
    of_other_organ,
    read_item,
    readable,
)
from data.types import Cause, Evidence, Finding, Outcome

_ITEMS = {
    "on_time": "按期公布",
    "structure": "六部分齐全",
    "identities": "表内勾稽关系",
    "text": "正文与表格数字一致",
}
_REPORT = re.compile(r"(?:信息|政务)公开.{0,10}(?:报告|年报)|年度.{0,4}(?:信息|政务)公开")
_NOT_REPORT = re.compile(r"解读|图解|读懂|通知|统计表|汇编|编制|模板|格式|测评|评估|通报")

Verdict = tuple[Outcome, str]


@check(
    title="政府信息公开工作年度报告",
    basis="《政府信息公开条例》第四十九条、第五十条；国办公开办函〔2021〕30号",
    items=_ITEMS,
)
def annual_report(site: Site, ask: Ask, *, due: str = "01-31") -> Finding:
    """核对上一年度的政府信息公开工作年度报告，读取页面和附件。

    评估年度的上一年报告，应在评估年度 due（月-日）前公布：部门1月31日，县级以上政府3月31日。核查日
    早于该日的，核对再上一年的报告。其他单位的报告不算本单位的。

    按期：页面发布日期不晚于截止日，同一报告在几处发布的取最早的一处。六部分：正文有总体情况、主动
    公开、申请办理、复议诉讼、问题与改进、其他事项六个标题，带序号的或单独成行的；标题和有关字样都
    没有的才算缺少。勾稽：按行名、列名识别表三、表四，逐列核对“第一项加第二项等
    于第三项加第四项”和“各项办理结果之和等于总计”，逐行核对各类申请人之和等于总计，表四逐组核对，
    并与网站上上一年报告的结转数核对；误差为零。正文：正文写明的新收（收到、受理）、结转、复议、
    诉讼件数与表格一致；复议、诉讼只取第四部分和同一句写明信息公开的件数，本机关审理、办理的案件总数
    不比较。

    不判定：空白和“/”不当作0，没有读到的行不略过，有关等式记为不能判定；六部分只见字样、认不出
    标题的，表格是图片或扫描件的、附件没有读到的、没有发布
    日期的、2019年以前的报告格式，相应项目记为无法核对；分渠道、分部门的件数不与总表比较。
    """
    month, day = (int(part) for part in due.split("-"))
    deadline = date(ask.year, month, day)
    if ask.as_of < deadline:
        deadline = date(ask.year - 1, month, day)
    year = deadline.year - 1
    what = f"{year}年政府信息公开工作年度报告"
    found = _reports(site, ask, year)
    read = [item for item in found if readable(site, item)]
    if not read:
        finding = absent(site, ("annual_report",), what, (str(year), "年度报告"))
        if found and finding.outcome is Outcome.MISSING:
            cause = Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ
            finding = unknown(cause, f"列表中有“{found[0].title}”，但页面没有读到")
        return replace(finding, items=dict.fromkeys(_ITEMS, finding.outcome))
    report = read[0]
    first = _first_out(report, found)
    reading = read_item(site, report)
    form = _form(report, reading)
    before = _form_before(site, ask, year)
    verdicts: dict[str, Verdict] = {
        "on_time": _on_time(first, deadline),
        "structure": _structure(year, reading),
        "identities": _identities(year, form, before, reading),
        "text": _text(form, reading),
    }
    evidence = [_shown(site, item) for item in (report, first)[: 1 + (first is not report)]]
    evidence += [
        site.evidence(report.url, note)
        for outcome, note in verdicts.values()
        if outcome in {Outcome.MISSING, Outcome.PARTIAL}
    ]
    return checklist(
        site,
        {key: outcome for key, (outcome, _) in verdicts.items()},
        _ITEMS,
        evidence,
        topics=("annual_report",),
        notes={key: note for key, (_, note) in verdicts.items()},
    )


def _on_time(report: Item, deadline: date) -> Verdict:
    if report.on is None:
        return Outcome.UNKNOWN, "页面没有发布日期"
    said = f"{report.on.isoformat()}发布，应于{deadline.isoformat()}前公布"
    return (Outcome.MET if report.on <= deadline else Outcome.MISSING), said


def _structure(year: int, reading: Reading) -> Verdict:
    if year < annual.FIRST_YEAR:
        return Outcome.UNKNOWN, f"{year}年报告不适用现行格式"
    found = annual_text.parts_found(reading.whole, reading.text)
    unseen = [name for name in annual_text.PARTS if name not in found]
    if not unseen:
        return Outcome.MET, ""
    if not found and len(reading.text) < 300:
        return Outcome.UNKNOWN, "；".join(reading.gaps[:1]) or "没有读到报告正文"
    if reading.gaps:
        return Outcome.UNKNOWN, f"未见{listed(unseen)}，但{reading.gaps[0]}"
    mentioned = annual_text.parts_mentioned(reading.whole)
    lacking = [name for name in unseen if name not in mentioned]
    if not lacking:
        return Outcome.UNKNOWN, f"未认出{listed(unseen)}的标题，但正文有相关内容"
    return (Outcome.PARTIAL if found else Outcome.MISSING), f"未见{listed(lacking)}"


def _identities(year: int, form: Form, before: Form | None, reading: Reading) -> Verdict:
    if year < annual.FIRST_YEAR:
        return Outcome.UNKNOWN, f"{year}年报告不适用现行格式"
    tally = annual.identities(form)
    failed = (*tally.failed, *(annual.carry_over(form, before) if before else ()))
    if failed:
        more = f"，共{len(failed)}处" if len(failed) > 2 else ""
        return Outcome.MISSING, "；".join(failed[:2]) + more
    if not tally.held:
        why = "；".join(reading.gaps[:1]) or "没有读到表格中的数字（可能是图片）"
        return Outcome.UNKNOWN, why
    undecided = f"，{tally.open}条因空白或没有读到不能判定" if tally.open else ""
    if tally.open > tally.held:
        return Outcome.UNKNOWN, f"{tally.held}条成立{undecided}"
    return Outcome.MET, f"{tally.held}条成立{undecided}"


def _text(form: Form, reading: Reading) -> Verdict:
    tally = annual_text.statements(reading.whole, form)
    if tally.failed:
        return Outcome.MISSING, "；".join(tally.failed[:2])
    if not tally.held:
        return Outcome.UNKNOWN, "正文或表格中没有可以对照的数字"
    return Outcome.MET, f"{tally.held}处相符"


# --- finding and reading ------------------------------------------------------------------------


def _reports(site: Site, ask: Ask, year: int) -> tuple[Item, ...]:
    """The unit's report of that year, the surest entry first."""
    named = [
        item
        for item in my_items(site, ask)
        if (item.topic == "annual_report" or _REPORT.search(item.title))
        and not _NOT_REPORT.search(item.title)
        and _year_of(item) == year
    ]
    own = [item for item in named if names_unit(site.unit, item.title)]
    unnamed = [item for item in named if not of_other_organ(site.unit, item.title)]
    # A department's own site may call its owner by an older or shorter name.
    alone = named if site.unit.kind != "county" and not own and not unnamed else []
    chosen = {item.url: item for item in (*own, *unnamed, *alone)}.values()
    return tuple(
        sorted(
            chosen,
            key=lambda i: ("办公室" in i.title, not readable(site, i), i.on or date.max),
        )
    )


def _first_out(report: Item, found: Sequence[Item]) -> Item:
    """Of all copies of this report the one published first; that of an office is another report."""
    office = "办公室" in report.title
    copies = [item for item in found if item.on and ("办公室" in item.title) == office]
    return min(copies, key=lambda item: item.on or date.max, default=report)


def _year_of(item: Item) -> int | None:
    if match := re.search(r"(20\d\d)\s*(?:年|-)", item.title):
        return int(match.group(1))
    if item.page and item.page.subject_year:
        return item.page.subject_year
    names = " ".join(a.name for a in item.page.attachments) if item.page else ""
    match = re.search(r"(20\d\d)\s*年", names)
    return int(match.group(1)) if match else None


def _form(report: Item, reading: Reading) -> Form:
    """The fullest set of tables among the page and its attachments."""
    texts: Sequence[str] = [
        report.page.text if report.page else "",
        report.page.whole_text if report.page else "",
        *(document.text for document in reading.documents),
        *(document_text(document) for document in reading.documents),
    ]
    forms = [annual.read_form(text) for text in texts]
    return max(forms, key=lambda form: (len(form.rows), len(form.disputes)))


def _form_before(site: Site, ask: Ask, year: int) -> Form | None:
    for item in _reports(site, ask, year - 1):
        if readable(site, item) and year - 1 >= annual.FIRST_YEAR:
            return _form(item, read_item(site, item))
    return None


def _shown(site: Site, item: Item) -> Evidence:
    day = item.on.isoformat() if item.on else "无发布日期"
    return site.evidence(item.url, f"{item.title} {day}")
