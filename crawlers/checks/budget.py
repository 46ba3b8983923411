"""Checks of budgets and final accounts, of a department and of a government."""

from collections.abc import Sequence
from dataclasses import replace

from crawlers.findings import absent, blind_spot, not_applicable, unknown
from crawlers.looking import checklist, listed
from crawlers.registry import Ask, check
from crawlers.site import Item as Entry
from crawlers.site import Site
from crawlers.subjects.budget.approval import approval
from crawlers.subjects.budget.book import Sort
from crawlers.subjects.budget.disclosure import (
    CHANGES,
    NOTES,
    SANGONG,
    TABLES,
    Item,
    State,
    disclosed,
    unnamed,
)
from crawlers.subjects.budget.published import Published, published, sangong_errors
from crawlers.subjects.budget.sangong import none_at_all
from crawlers.subjects.budget.sangong_sums import TOTAL, sums
from crawlers.subjects.budget_titles import due_year, find, topic_of
from crawlers.subjects.contents import Reading, read_item, readable, shown
from data.budget_lists import matters, required_tables
from data.types import Cause, Evidence, Finding, Outcome
from data.units import is_office

_ITEMS = {
    "published": "已公开",
    "within_20d": "批复（批准）后20日内公开",
    "tables": "表格齐全",
    "sangong": "“三公”经费分项与增减说明",
    "notes": "有关事项说明",
    "consistency": "“三公”经费数据一致",
}
_GOVERNMENT_ITEMS = {**_ITEMS, "tables": "四本预算（决算）均有表格（按四组核对，不逐张核对）"}


@check(
    title="部门预算公开",
    basis="《预算法》第十四条；《地方预决算公开操作规程》（财预〔2016〕143号）",
    items=_ITEMS,
)
def department_budget(site: Site, ask: Ask, *, due: str = "04-30") -> Finding:
    """核对本部门当年部门预算。

    查找标题写明年度和“预算”的本单位条目（附件名、正文开头写明年度的也算），读取页面和全部附件。所
    属单位、其他部门和本级政府的预算不算。核查日早于 due（月-日）的，核对上一年度。

    公开：找到该年度预算；时限：正文写明财政批复日期的，到发布日不超过20日（自然日）；表格：8张规定
    表（含各地常见别名）在页面或附件中都有，以表前标题、工作表名、附件名为准；“三公”：列出因公出国
    （境）、公务用车、公务接待三项并说明增减；说明：机关运行经费、政府采购、绩效（2020年起）；一
    致：“三公”合计等于各分项之和，公务用车等于购置加运行，容许各数末位四舍五入误差之和；表格只核对
    列名写明年度、预算数、决算数、金额或合计的列，增减、比例等列不核对；附件连同表格读出的，再核对
    “三公”表与正文、与基本支出表是否相符。附件只是没有填写的模板的，表格记为部分公开。各项有缺的为
    不完整，都没有的为缺。

    不判定：附件是扫描件、有图片页、页面上有图片（表格可能在图片里）、已加密、打不开或不在副本中的，表名与规定不同但张数相当的，表名只
    见于目录或文字叙述的，有关事项只见于目录、表格或只写“公用经费”的，没有写批复日期的，金额无法辨
    认的，相应项目记为无法核对。栏目没有读全时，未见不等于未公开。
    """
    return _document(site, Sort.DEPARTMENT_BUDGET, due_year(ask, due, 0), ask)


@check(
    title="部门决算公开",
    basis="《预算法》第十四条；《地方预决算公开操作规程》（财预〔2016〕143号）",
    items=_ITEMS,
)
def department_accounts(site: Site, ask: Ask, *, due: str = "10-31") -> Finding:
    """核对本部门上一年度部门决算。

    查找标题写明年度和“决算”的本单位条目，读取页面和全部附件。所属单位、其他部门和本级政府的决算不
    算。核查日早于 due（月-日）的，核对再上一年度。

    各项要求、缺项和不完整的认定与部门预算相同，表格按决算的9张规定表核对，“三公”经费取决算数。

    不判定的情形与部门预算相同。
    """
    return _document(site, Sort.DEPARTMENT_ACCOUNTS, due_year(ask, due, 1), ask)


@check(
    title="本级政府预算公开",
    basis="《预算法》第十四条；《预算法实施条例》第六条；财预〔2016〕143号",
    items=_GOVERNMENT_ITEMS,
)
def government_budget(site: Site, ask: Ask, *, due: str = "04-30") -> Finding:
    """核对本级政府当年预算。

    查找标题写明年度和“预算”的本级政府条目（政府预算、财政预算、预算草案报告及各单张表），合并读取
    页面和附件；各部门的预算不算。核查日早于 due（月-日）的，核对上一年度。

    公开：找到该年度政府预算；时限：正文写明人大批准日期的，到发布日不超过20日（自然日）；表格：只
    按四本预算分组核对，不逐张核对，一般公共预算、政府性基金、国有资本经营、社会保险基金四组表都
    有，某组写明没有、未编制或由上级统筹的算已说明；“三公”：列出三项并说明增减；说明：转移支付、举
    借债务、绩效；一致：“三公”合计等于各分项之和，容许四舍五入误差。各项有缺的为不完整，都没有的为
    缺。

    部门不涉及。不判定：附件无法读取、表名只见于目录或文字叙述、没有写批准日期、金额无法辨认的，相
    应项目记为无法核对；支出是否细化到项级由人工核对。
    """
    return _document(site, Sort.GOVERNMENT_BUDGET, due_year(ask, due, 0), ask)


@check(
    title="本级政府决算公开",
    basis="《预算法》第十四条；《预算法实施条例》第六条；财预〔2016〕143号",
    items=_GOVERNMENT_ITEMS,
)
def government_accounts(site: Site, ask: Ask, *, due: str = "10-31") -> Finding:
    """核对本级政府上一年度决算。

    查找标题写明年度和“决算”的本级政府条目，合并读取页面和附件；各部门的决算不算。核查日早于
    due（月-日）的，核对再上一年度。时限自人大常委会批准决算之日起算，不超过20日（自然日）。
    其余要求、不完整、不涉及和不判定的情形与本级政府预算相同，“三公”经费取决算数。
    """
    return _document(site, Sort.GOVERNMENT_ACCOUNTS, due_year(ask, due, 1), ask)


# --- one document -------------------------------------------------------------------------------


def _document(site: Site, sort: Sort, year: int, ask: Ask) -> Finding:
    if sort.government and is_office(site.unit):
        return not_applicable(f"本单位不是一级政府，不承担{sort.words}公开，只核对本部门预决算")
    what = f"{year}年{sort.words}"
    found = find(site, sort, year, ask)
    read = [item for item in found if readable(site, item)]
    if not read:
        finding = absent(site, (topic_of(sort),), what, (str(year), sort.words))
        if found and finding.outcome is Outcome.MISSING:
            cause = Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ
            finding = unknown(
                cause, f"列表中有“{found[0].title}”，但页面没有读到", shown(site, found)
            )
        return replace(finding, items=dict.fromkeys(_ITEMS, finding.outcome))
    readings = [read_item(site, item) for item in read]
    whole = _merge(readings)
    outcomes: dict[str, Outcome] = {"published": Outcome.MET}
    notes: dict[str, str] = {"published": what}
    quotes: list[Evidence] = []
    for key, (outcome, note) in _judged(site, sort, year, read, whole).items():
        outcomes[key] = outcome
        notes[key] = note
        if outcome in {Outcome.MISSING, Outcome.PARTIAL} and note:
            quotes.append(site.evidence(read[0].url, note))
    return checklist(
        site,
        outcomes,
        _GOVERNMENT_ITEMS if sort.government else _ITEMS,
        [*shown(site, read), *quotes],
        topics=(topic_of(sort),),
        words=[table.name for table in required_tables(sort.value)],
        notes=notes,
    )


Verdict = tuple[Outcome, str]


def _judged(
    site: Site, sort: Sort, year: int, entries: Sequence[Entry], reading: Reading
) -> dict[str, Verdict]:
    # What is not in this document may stand in one we could not read.
    gap = "；".join(reading.gaps[:2])
    if not gap and (spot := blind_spot(site, (topic_of(sort),))):
        gap = spot[1]
    texts = [entry.page.text for entry in entries if entry.page]
    titles = [*reading.names, *(entry.title for entry in entries)]
    document = published(sort, year, texts, reading.documents, titles)
    items = disclosed(document.whole, complete=True)
    gap = gap or ("附件中有图片页" if document.whole.pictures else "")
    shown = [entry.page for entry in entries if entry.page and site.pictured(entry.page)]
    gap = gap or ("页面上有图片，表格可能在图片里" if shown else "")
    return {
        "within_20d": _in_time(sort, year, entries, reading.text),
        "tables": _tables(document, items, gap),
        "sangong": _sangong(document, items, gap),
        "notes": _notes(sort, items, gap),
        "consistency": _consistent(document),
    }


_DAYS = 20  # after the approval: 《预算法》第十四条


def _in_time(sort: Sort, year: int, entries: Sequence[Entry], text: str) -> Verdict:
    days = [entry.on for entry in entries if entry.on]
    approved = approval(text, sort, year)
    if approved is None:
        return Outcome.UNKNOWN, "未写明" + ("批准" if sort.government else "批复") + "日期"
    if not days:
        return Outcome.UNKNOWN, "页面没有发布日期"
    lag = (min(days) - approved.on).days
    said = f"{approved.on.isoformat()}批复（批准），{min(days).isoformat()}发布，相隔{lag}日"
    if lag < 0:
        return Outcome.UNKNOWN, said
    return (Outcome.MET if lag <= _DAYS else Outcome.MISSING), said


def _tables(document: Published, items: Sequence[Item], gap: str) -> Verdict:
    if document.is_blank:
        return Outcome.PARTIAL, "附件是没有填写的模板"
    asked = [item for item in items if item.group == TABLES]
    lacking = [item for item in asked if not item.state.published]
    if not lacking:
        return Outcome.MET, f"{len(asked)}{'组' if document.whole.sort.government else '张'}"
    if mentioned := [item.name for item in lacking if item.state is State.NAMED]:
        said = f"目录或文字中提到{'、'.join(mentioned)}，没有读到表格"
        return Outcome.UNKNOWN, f"{said}，{gap}" if gap else said
    said = "未见" + "、".join(item.name for item in lacking)
    if gap:
        return Outcome.UNKNOWN, f"{said}，但{gap}"
    others = unnamed(document.whole)
    if len(others) >= len(lacking):
        return Outcome.UNKNOWN, f"{said}，另有名称不同的表：{listed(others, '张', 3)}"
    return (Outcome.PARTIAL if len(lacking) < len(asked) else Outcome.MISSING), said


def _sangong(document: Published, items: Sequence[Item], gap: str) -> Verdict:
    kinds = [item for item in items if item.group == SANGONG and item.name != CHANGES]
    changes = [item for item in items if item.name == CHANGES]
    explained = any(item.state is State.THERE for item in changes)
    lacking = [item for item in kinds if item.state is State.MISSING]
    if explained and (not lacking or none_at_all(document.whole)):
        return Outcome.MET, "写明无“三公”经费" if lacking else ""
    said = []
    if lacking:
        said.append("未列全因公出国（境）、公务用车、公务接待三项")
    if not explained:
        said += [f"未说明增减变化及原因（{item.note}）" for item in changes if item.note]
    if gap:
        return Outcome.UNKNOWN, f"{'，'.join(said)}，但{gap}"
    some = explained or len(lacking) < len(kinds)
    return (Outcome.PARTIAL if some else Outcome.MISSING), "，".join(said)


def _notes(sort: Sort, items: Sequence[Item], gap: str) -> Verdict:
    group = matters("government" if sort.government else "department")
    wanted = {matter.name for matter in group if matter.asked}
    asked = [item for item in items if item.group == NOTES and item.name in wanted]
    lacking = [item for item in asked if item.state is not State.THERE]
    if not lacking:
        return Outcome.MET, ""
    if all(item.state is State.NAMED for item in lacking):
        said = "、".join(f"{item.name}（{item.note}）" for item in lacking)
        return Outcome.UNKNOWN, f"未能确认{said}"
    said = "未见" + "、".join(item.name for item in lacking if item.state is State.MISSING)
    if gap:
        return Outcome.UNKNOWN, f"{said}，但{gap}"
    some = any(item.state is not State.MISSING for item in asked)
    return (Outcome.PARTIAL if some else Outcome.MISSING), said


def _consistent(document: Published) -> Verdict:
    found = sums(document.whole)
    wrong = [str(one) for one in found if not one.holds]
    wrong = wrong or [error.found for error in sangong_errors(document.files)]
    if wrong:
        return Outcome.MISSING, "；".join(wrong[:2])
    if not found:
        return Outcome.UNKNOWN, "未能从文字或表格中读出合计与各分项"
    shown = next((one for one in found if one.what == TOTAL), found[0])
    return Outcome.MET, f"{shown.what}{shown.total.wan}"


def _merge(readings: Sequence[Reading]) -> Reading:
    return Reading(
        text="\n".join(r.text for r in readings),
        whole="\n".join(r.whole for r in readings),
        names=tuple(name for r in readings for name in r.names),
        gaps=tuple(gap for r in readings for gap in r.gaps),
        cause=next((r.cause for r in readings if r.cause), None),
        documents=tuple(document for r in readings for document in r.documents),
    )
