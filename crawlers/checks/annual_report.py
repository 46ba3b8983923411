"""The check of the 政府信息公开工作年度报告: on time, in form, its figures in agreement."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crawlers.findings import absent, unknown
from crawlers.looking import checklist
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.annual import formal
from crawlers.subjects.annual.facts import known_facts
from crawlers.subjects.annual.form import FIRST_YEAR
from crawlers.subjects.annual.formal import last_day
from crawlers.subjects.annual.identities import carry_over, inside, judged
from crawlers.subjects.annual.material import of_document, of_page, of_text
from crawlers.subjects.annual.measures import agreement
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.reading import assembled, read_report
from crawlers.subjects.annual.remarks import Degree
from crawlers.subjects.annual.titles import REPORT, about_reports, organ_of
from crawlers.subjects.contents import (
    Reading,
    my_items,
    names_unit,
    of_other_organ,
    read_item,
    readable,
)
from crawlers.subjects.deadlines import out_by
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

_ITEMS = {
    "on_time": "按期公布",
    "structure": "六部分齐全",
    "identities": "表内勾稽关系",
    "text": "正文与表格数字一致",
}

Verdict = tuple[Outcome, str]


@check(
    title="政府信息公开工作年度报告",
    basis="《政府信息公开条例》第四十九条、第五十条；国办公开办函〔2021〕30号",
    items=_ITEMS,
)
def annual_report(site: Site, ask: Ask, *, due: str = "") -> Finding:
    """核对上一年度的政府信息公开工作年度报告，读取页面和附件。

    评估年度的上一年报告，应在评估年度 due（月-日）前公布，没有给出的，部门为1月31日，县级以上政府
    为3月31日；2018年及以前的报告适用当时的条例，都是3月31日。核查日早于该日的，核对再上一年的报
    告。其他单位的报告不算本单位的；标题、正文、附件名都没有写年份的，按发布日期的上一年。只见到信息公开工作
    总结、情况的，是不是年报由人工核对。

    按期：页面发布日期不晚于截止日，同一报告在几处发布的取最早的一处；页面日期晚于截止日而网址中的日
    期不晚的（可能是网站迁移所致），由人工核对。六部分：正文有总体情况、主动
    公开、申请办理、复议诉讼、问题与改进、其他事项六个标题，带序号的或单独成行的；标题和有关字样都
    没有的才算缺少。勾稽：按行名、列名识别表三、表四，逐列核对“第一项加第二项等于第三项加第四项”和
    “各项办理结果之和等于总计”，逐行核对各类申请人之和等于总计，表四逐组核对，并与网站上上一年报告
    的结转数核对；误差为零。正文：正文写明的新收（收到、受理）、上年结转、办结、结转下年度、各类办
    理结果、各类申请人、复议和诉讼及其结果的件数与表格一致；复议、诉讼只取第四部分和同一句写明信息
    公开的件数，本机关审理、办理的案件总数不比较。

    不判定：空白和“/”不当作0，没有读到的行不略过，有关等式记为不能判定；六部分只见字样、认不出标题
    的，表格是图片或扫描件的、附件没有读到的、没有发布日期的、2019年以前的报告格式，相应项目记为无
    法核对；分渠道、分部门的件数不与总表比较。
    """
    due = due or ("03-31" if governs(site.unit) else "01-31")
    year, deadline = _due(ask, *(int(part) for part in due.split("-")))
    what = f"{year}年政府信息公开工作年度报告"
    found = _reports(site, ask, year)
    read = [item for item in found if readable(site, item)]
    if not read and not found and (near := _perhaps(site, ask, year)):
        reason = f"未见{what}，但见到“{near.title}”，是不是需人工核对"
        finding = unknown(Cause.NEEDS_PERSON, reason, [_shown(site, near)])
        return replace(finding, items=dict.fromkeys(_ITEMS, Outcome.UNKNOWN))
    if not read:
        finding = absent(site, ("annual_report",), what, (str(year), "年度报告"))
        if found and finding.outcome is Outcome.MISSING:
            cause = Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ
            finding = unknown(cause, f"列表中有“{found[0].title}”，但页面没有读到")
        return replace(finding, items=dict.fromkeys(_ITEMS, finding.outcome))
    report = read[0]
    first = _first_out(report, found)
    reading = read_item(site, report)
    content = _content(report, reading, site.unit.name)
    before = _content_before(site, ask, year)
    verdicts: dict[str, Verdict] = {
        "on_time": _on_time(first, deadline),
        "structure": _structure(year, content),
        "identities": _identities(year, content, before),
        "text": _text(content),
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


def _due(ask: Ask, month: int, day: int) -> tuple[int, date]:
    """The latest report that is due by the cut-off: its year, and its last day."""
    facts = known_facts()
    year = ask.year - 1
    if ask.as_of < last_day(year, (month, day), facts):
        year -= 1
    return year, last_day(year, (month, day), facts)


def _on_time(report: Item, deadline: date) -> Verdict:
    outcome, said = out_by(report, deadline)
    return outcome, f"{said}，应于{deadline.isoformat()}前公布" if report.on else said


def _structure(year: int, report: Report) -> Verdict:
    if year < FIRST_YEAR:
        return Outcome.UNKNOWN, f"{year}年报告不适用现行格式"
    found = formal.parts(report)
    if lacking := found.of("parts"):
        outcome = Outcome.PARTIAL if report.parts else Outcome.MISSING
        return outcome, lacking[0].said
    if found.unchecked:
        return Outcome.UNKNOWN, found.unchecked[0]
    return Outcome.MET, ""


def _identities(year: int, report: Report, before: Report | None) -> Verdict:
    if year < FIRST_YEAR:
        return Outcome.UNKNOWN, f"{year}年报告不适用现行格式"
    found = inside(report)
    failed = [remark.said for remark in found.remarks]
    if before is not None:
        passed_on = judged(carry_over(report.applications, before.applications))
        failed += [remark.said for remark in passed_on.remarks]
    if failed:
        more = f"，共{len(failed)}处" if len(failed) > 2 else ""
        return Outcome.MISSING, "；".join(failed[:2]) + more
    if not found.held:
        why = "；".join(report.gaps[:1]) or "没有读到表格中的数字（可能是图片）"
        return Outcome.UNKNOWN, why
    undecided = f"，{found.undecided}条因空白或没有读到不能判定" if found.undecided else ""
    if found.undecided > found.held:
        return Outcome.UNKNOWN, f"{found.held}条成立{undecided}"
    return Outcome.MET, f"{found.held}条成立{undecided}"


def _text(report: Report) -> Verdict:
    found = agreement(report)
    sure = [remark.said for remark in found.remarks if remark.degree is Degree.CERTAIN]
    if sure:
        return Outcome.MISSING, "；".join(sure[:2])
    if found.remarks:
        return Outcome.UNKNOWN, f"疑似不符，待人工核对：{found.remarks[0].said}"
    if not found.held:
        return Outcome.UNKNOWN, "正文或表格中没有可以对照的数字"
    return Outcome.MET, f"{found.held}处相符"


# --- finding and reading ------------------------------------------------------------------------


def _reports(site: Site, ask: Ask, year: int) -> tuple[Item, ...]:
    """The unit's report of that year, the surest entry first."""
    named = [
        item
        for item in my_items(site, ask)
        if (item.topic == "annual_report" or REPORT.search(item.title))
        and not about_reports(item.title)
        and _year_of(item) == year
    ]
    own = [item for item in named if names_unit(site.unit, item.title)]
    unnamed = [item for item in named if not of_other_organ(site.unit, item.title)]
    # A department's own site may call its owner by an older or shorter name.
    alone = named if not governs(site.unit) and not own and not unnamed else []
    chosen = {item.url: item for item in (*own, *unnamed, *alone)}.values()
    return tuple(
        sorted(
            chosen,
            key=lambda i: ("办公室" in i.title, not readable(site, i), i.on or date.max),
        )
    )


def _perhaps(site: Site, ask: Ask, year: int) -> Item | None:
    """An entry of that year that sums up disclosure and may be the report under another title."""
    entries = my_items(site, ask, own=True)
    return next((i for i in entries if _SUMS_UP.search(i.title) and _year_of(i) == year), None)


def _first_out(report: Item, found: Sequence[Item]) -> Item:
    """Of all copies of this report the one published first; that of an office is another report."""
    office = "办公室" in report.title
    copies = [item for item in found if item.on and ("办公室" in item.title) == office]
    return min(copies, key=lambda item: item.on or date.max, default=report)


_SUMS_UP = re.compile(r"(?:信息|政务)公开(?:工作)?.{0,6}(?:总结|情况)[》”]?$")
_OPENING = 200  # characters of a report in which it says of which year it is


def _year_of(item: Item) -> int | None:
    if match := re.search(r"(20\d\d)\s*(?:年|-)", item.title):
        return int(match.group(1))
    if item.page and item.page.subject_year:
        return item.page.subject_year
    names = " ".join(a.name for a in item.page.attachments) if item.page else ""
    if match := re.search(r"(20\d\d)\s*年", names):
        return int(match.group(1))
    if item.on is None or re.search(r"20\d\d", item.title):
        return None
    # Only its text or its column names the year: it comes out in the year after that.
    opening = item.page.text[:_OPENING] if item.page else ""
    said = [int(year) for year in re.findall(r"(20\d\d)\s*年(?:度|,|，|我)", opening)]
    return said[0] if said else item.on.year - 1


def _content(item: Item, reading: Reading, name: str) -> Report:
    """The report on a page and in its attachments, each table from where it was read best."""
    texts = (of_text(reading.text), of_text(reading.whole, framed=True))
    places = [of_document(document) for document in reading.documents]
    if item.page:
        places += [of_page(item.page), of_text(item.page.whole_text, framed=True)]
    report = assembled(map(read_report, texts), map(read_report, places))
    return replace(report, title=item.title, organ=organ_of(item.title) or name, gaps=reading.gaps)


def _content_before(site: Site, ask: Ask, year: int) -> Report | None:
    for item in _reports(site, ask, year - 1):
        if readable(site, item) and year - 1 >= FIRST_YEAR:
            return _content(item, read_item(site, item), site.unit.name)
    return None


def _shown(site: Site, item: Item) -> Evidence:
    day = item.on.isoformat() if item.on else "无发布日期"
    return site.evidence(item.url, f"{item.title} {day}")
