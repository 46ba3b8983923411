"""Checks of budgets and final accounts: department, government, and who of all published."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawlers import budgets
from crawlers.contents import (
    Reading,
    my_items,
    names_unit,
    of_other_organ,
    read_item,
    readable,
    shown,
)
from crawlers.findings import absent, blind_spot, unknown
from crawlers.looking import checklist, listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from data.types import Cause, Evidence, Finding, Outcome, Place

_ITEMS = {
    "published": "已公开",
    "within_20d": "批复（批准）后20日内公开",
    "tables": "表格齐全",
    "sangong": "“三公”经费分项与增减说明",
    "notes": "有关事项说明",
    "consistency": "“三公”经费数据一致",
}
_BUDGET_WORD = r"预算(?!执行|调整|绩效|管理|编制|评审|追加|单位)|预决算"
_ACCOUNTS_WORD = r"决算"
_NOT_THE_DOCUMENT = re.compile(
    r"绩效|评审|管理办法|解读|审计|项目预算|工程|招标|采购|竣工|专项资金|"
    r"审查结果|培训|会议|调整|目标表|自评|预算法|条例|规定|细则|制度"
)
_ORDERS = re.compile(r"(?:编制|报送|做好|开展).{0,30}(?:通知|工作)")
_OF_GOVERNMENT = re.compile(
    r"政府(?:总)?(?:预算|决算|预决算)|财政(?:总)?(?:预算|决算|预决算|收支)|(?:预算|"
    r"决算)草案|总预算|总决算|"
    r"全[省市县区州]|本级(?:政府|财政|预算|决算|一般)|[省市县区]级(?:预算|决算|财政)|"
    r"一般公共预算(?!财政拨款)(?!支出表)"
)
_OF_DEPARTMENT = re.compile(r"部门|单位")


@dataclass(frozen=True, slots=True)
class _Sort:
    """Which of the four documents is asked for."""

    accounts: bool
    government: bool

    @property
    def topic(self) -> str:
        return "final_accounts" if self.accounts else "budget"

    @property
    def word(self) -> str:
        return _ACCOUNTS_WORD if self.accounts else _BUDGET_WORD

    @property
    def name(self) -> str:
        return ("政府" if self.government else "部门") + ("决算" if self.accounts else "预算")

    @property
    def tables(self) -> Mapping[str, str]:
        if self.government:
            return budgets.GOVERNMENT_TABLES
        return budgets.DEPARTMENT_ACCOUNTS if self.accounts else budgets.DEPARTMENT_BUDGET


@check(
    title="部门预算公开",
    basis="《预算法》第十四条；《地方预决算公开操作规程》（财预〔2016〕143号）",
    items=_ITEMS,
)
def department_budget(site: Site, ask: Ask, *, due: str = "04-30") -> Finding:
    """核对本部门当年部门预算。

    查找标题写明年度和“预算”的本单位条目（附件名、正文开头写明年度的也算），读取页面和全部附件。
    所属单位、其他部门和本级政府的预算不算。核查日早于 due（月-日）的，核对上一年度。

    公开：找到该年度预算；时限：正文写明财政批复日期的，到发布日不超过20日（自然日）；表格：8张
    规定表的名称（含各地常见别名）在页面或附件中出现；“三公”：列出因公出国（境）、公务用车、公务接待
    三项并说明增减；说明：机关运行经费、政府采购、绩效；一致：“三公”合计等于各分项之和，公务用车等于
    购置加运行，容许四舍五入误差。

    不判定：附件是扫描件、已加密、打不开或不在副本中的，表名与规定不同但张数相当的，没有写批复日期
    的，金额无法辨认的，相应项目记为无法核对。栏目没有读全时，未见不等于未公开。
    """
    return _document(site, _Sort(accounts=False, government=False), _year(ask, due, 0), ask)


@check(
    title="部门决算公开",
    basis="《预算法》第十四条；《地方预决算公开操作规程》（财预〔2016〕143号）",
    items=_ITEMS,
)
def department_accounts(site: Site, ask: Ask, *, due: str = "10-31") -> Finding:
    """核对本部门上一年度部门决算。

    查找标题写明年度和“决算”的本单位条目，读取页面和全部附件。所属单位、其他部门和本级政府的决算
    不算。核查日早于 due（月-日）的，核对再上一年度。

    各项要求与部门预算相同，表格按决算的9张规定表核对，“三公”经费取决算数。

    不判定的情形与部门预算相同。
    """
    return _document(site, _Sort(accounts=True, government=False), _year(ask, due, 1), ask)


@check(
    title="本级政府预算公开",
    basis="《预算法》第十四条；《预算法实施条例》第六条；财预〔2016〕143号",
    items=_ITEMS,
)
def government_budget(site: Site, ask: Ask, *, due: str = "04-30") -> Finding:
    """核对本级政府当年预算。

    查找标题写明年度和“预算”的本级政府条目（政府预算、财政预算、预算草案报告及各单张表），合并读取
    页面和附件；各部门的预算不算。核查日早于 due（月-日）的，核对上一年度。

    公开：找到该年度政府预算；时限：正文写明人大批准日期的，到发布日不超过20日（自然日）；表格：一般
    公共预算、政府性基金、国有资本经营、社会保险基金四组表都有，某组写明没有、未编制或由上级统筹的
    算已说明；“三公”：列出三项并说明增减；说明：转移支付、举借债务、绩效；一致：“三公”合计等于
    各分项之和，容许四舍五入误差。

    不判定：附件无法读取、没有写批准日期、金额无法辨认的，相应项目记为无法核对；支出是否细化到项级
    由人工核对。
    """
    return _document(site, _Sort(accounts=False, government=True), _year(ask, due, 0), ask)


@check(
    title="本级政府决算公开",
    basis="《预算法》第十四条；《预算法实施条例》第六条；财预〔2016〕143号",
    items=_ITEMS,
)
def government_accounts(site: Site, ask: Ask, *, due: str = "10-31") -> Finding:
    """核对本级政府上一年度决算。

    查找标题写明年度和“决算”的本级政府条目，合并读取页面和附件；各部门的决算不算。核查日早于
    due（月-日）的，核对再上一年度。时限自人大常委会批准决算之日起算，不超过20日（自然日）。
    其余要求和不判定的情形与本级政府预算相同，“三公”经费取决算数。
    """
    return _document(site, _Sort(accounts=True, government=True), _year(ask, due, 1), ask)


def _year(ask: Ask, due: str, back: int) -> int:
    """The year whose document must be out on the day of the cut-off."""
    month, day = (int(part) for part in due.split("-"))
    late = ask.as_of < date(ask.year, month, day)
    return ask.year - back - (1 if late else 0)


# --- one document -------------------------------------------------------------------------------


def _document(site: Site, sort: _Sort, year: int, ask: Ask) -> Finding:
    what = f"{year}年{sort.name}"
    found = _find(site, sort, year, ask)
    read = [item for item in found if readable(site, item)]
    if not read:
        finding = absent(site, (sort.topic,), what, (str(year), sort.name))
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
        _ITEMS,
        [*shown(site, read), *quotes],
        topics=(sort.topic,),
        words=tuple(sort.tables),
        notes=notes,
    )


Verdict = tuple[Outcome, str]


def _judged(
    site: Site, sort: _Sort, year: int, items: Sequence[Item], reading: Reading
) -> dict[str, Verdict]:
    # What is not in this document may stand in one we could not read.
    gap = "；".join(reading.gaps[:2])
    if not gap and (spot := blind_spot(site, (sort.topic,))):
        gap = spot[1]
    return {
        "within_20d": _in_time(sort, year, items, reading.text),
        "tables": _tables(sort, reading, gap),
        "sangong": _sangong(reading, gap),
        "notes": _notes(sort, reading, gap),
        "consistency": _consistent(sort, reading),
    }


def _in_time(sort: _Sort, year: int, items: Sequence[Item], text: str) -> Verdict:
    days = [item.on for item in items if item.on]
    approved = budgets.approval(text, government=sort.government, accounts=sort.accounts, year=year)
    if approved is None:
        return Outcome.UNKNOWN, "未写明" + ("批准" if sort.government else "批复") + "日期"
    if not days:
        return Outcome.UNKNOWN, "页面没有发布日期"
    lag = (min(days) - approved.on).days
    said = f"{approved.on.isoformat()}批复（批准），{min(days).isoformat()}发布，相隔{lag}日"
    if lag < 0:
        return Outcome.UNKNOWN, said
    return (Outcome.MET if lag <= 20 else Outcome.MISSING), said


def _tables(sort: _Sort, reading: Reading, gap: str) -> Verdict:
    found = budgets.named(sort.tables, reading.everything)
    lacking = [name for name in sort.tables if name not in found]
    if sort.government:
        flat = budgets.plain(reading.text)
        lacking = [
            name
            for name in lacking
            if not re.search(budgets.GROUP_EXPLAINED.get(name, r"(?!)"), flat)
        ]
    if not lacking:
        return Outcome.MET, f"{len(sort.tables)}{'组' if sort.government else '张'}"
    said = "未见" + "、".join(lacking)
    if gap:
        return Outcome.UNKNOWN, f"{said}，但{gap}"
    others = budgets.other_tables(sort.tables, reading.everything)
    if len(others) >= len(lacking):
        return Outcome.UNKNOWN, f"{said}，另有名称不同的表：{listed(others, '张', 3)}"
    return (Outcome.PARTIAL if found else Outcome.MISSING), said


def _sangong(reading: Reading, gap: str) -> Verdict:
    parts = budgets.sangong_parts(reading.text)
    explained = budgets.sangong_explained(reading.text)
    if len(parts) == 3 and explained:
        return Outcome.MET, ""
    if explained and not parts:
        return Outcome.MET, "写明无“三公”经费"
    said = []
    if len(parts) < 3:
        said.append("未列全因公出国（境）、公务用车、公务接待三项")
    if not explained:
        said.append("未说明增减变化及原因")
    if gap:
        return Outcome.UNKNOWN, f"{'，'.join(said)}，但{gap}"
    return (Outcome.PARTIAL if parts or explained else Outcome.MISSING), "，".join(said)


def _notes(sort: _Sort, reading: Reading, gap: str) -> Verdict:
    wanted = budgets.GOVERNMENT_NOTES if sort.government else budgets.DEPARTMENT_NOTES
    found = budgets.named(wanted, reading.text)
    lacking = [name for name in wanted if name not in found]
    if not lacking:
        return Outcome.MET, ""
    said = "未见" + "、".join(lacking)
    if gap:
        return Outcome.UNKNOWN, f"{said}，但{gap}"
    return (Outcome.PARTIAL if found else Outcome.MISSING), said


def _consistent(sort: _Sort, reading: Reading) -> Verdict:
    sums = budgets.sangong_sums(reading.text, accounts=sort.accounts)
    if wrong := [s for s in sums if not s.holds]:
        return Outcome.MISSING, "；".join(str(s) for s in wrong[:2])
    if not sums:
        return Outcome.UNKNOWN, "未能从文字或表格中读出合计与各分项"
    return Outcome.MET, f"{sums[0].what}{sums[0].total}"


def _merge(readings: Sequence[Reading]) -> Reading:
    return Reading(
        text="\n".join(r.text for r in readings),
        whole="\n".join(r.whole for r in readings),
        names=tuple(name for r in readings for name in r.names),
        gaps=tuple(gap for r in readings for gap in r.gaps),
        cause=next((r.cause for r in readings if r.cause), None),
    )


# --- finding it ---------------------------------------------------------------------------------


def _find(site: Site, sort: _Sort, year: int, ask: Ask) -> tuple[Item, ...]:
    """The document's entries: one page, or several that each carry a part of it."""
    named = [item for item in my_items(site, ask) if _is_document(site, item, sort, year)]
    ranks = {item.url: _rank(site, item, sort) for item in named}
    best = max(ranks.values(), default=0)
    chosen = [item for item in named if ranks[item.url] == best and best > 0]
    return tuple(sorted(chosen, key=lambda item: (not readable(site, item), item.on or date.max)))


def _is_document(site: Site, item: Item, sort: _Sort, year: int) -> bool:
    title = item.title
    if not _may_be(title):
        return False
    files = " ".join(a.name for a in item.page.attachments) if item.page else ""
    if not re.search(sort.word, title) and not (item.topic == sort.topic and files):
        return False
    if years := budgets.years_of(title, sort.word):
        return year in years
    if re.search(r"20\d\d\s*年", title):
        return False
    if years := budgets.years_of(files, sort.word):
        return year in years
    if item.page is None:
        return False
    opening = item.page.text[:400]
    if years := budgets.years_of(opening, sort.word):
        return year in years
    return item.topic == sort.topic and item.page.subject_year == year


def _may_be(title: str) -> bool:
    """Not evidently something else; words before the year are names: 审计局, 重点工程办."""
    year = re.search(r"20\d\d", title)
    said = title[year.start() :] if year else title
    return not (_NOT_THE_DOCUMENT.search(said) or _ORDERS.search(title))


def _rank(site: Site, item: Item, sort: _Sort) -> int:
    """How surely it is the document asked for; 0: it is another one."""
    title = item.title
    of_government = _OF_GOVERNMENT.search(title) is not None
    of_department = _OF_DEPARTMENT.search(title) is not None
    if sort.government:
        if of_department or (of_other_organ(site.unit, title) and not of_government):
            return 0
        return 2 if of_government or names_unit(site.unit, title) else 1
    if of_government and not of_department:
        return 0
    if "三公" in title and not of_department:
        return 0
    mine = names_unit(site.unit, title)
    if mine:
        return 4 if "部门" in title or "单位" not in title else 3
    if of_other_organ(site.unit, title):
        return 0
    return 2 if "部门" in title else 1


# --- all departments ----------------------------------------------------------------------------

_OWNER = re.compile(
    r"^(?:关于)?(?:[\u4e00-\u9fa5]{2,8}?(?:省|市|县|区|州|旗))?"
    r"([\u4e00-\u9fa5]{2,24}?(?:局|委员会|委|办公室|中心|院|街道|镇|乡|联合会|"
    r"总工会|馆|社|厅|大队))"
    r"(?=20\d\d|关于20\d\d)"
)
_VERTICAL = re.compile(r"税务|气象|烟草|邮政|海关|银行|供电|公司|消防救援")
_DIRECTORY = re.compile(
    r"(?:政府)?(?:工作部门|组成部门|部门设置|机构设置|政府部门|部门导航|县直部门|区直部门)"
)
_ORGAN_NAME = re.compile(r"^[\u4e00-\u9fa5]{2,20}(?:局|委员会|办公室|委)$")
_FEWEST = 3  # departments; fewer are no roster


@check(
    title="部门预决算集中公开覆盖率",
    basis="《预算法》第十四条；财预〔2016〕143号（集中公开）",
    counts={"required_units": "应公开部门数", "published_units": "已公开部门数"},
)
def budget_roster(
    site: Site, ask: Ask, *, budget_due: str = "04-30", accounts_due: str = "10-31"
) -> Finding:
    """核对本级政府网站上公开预算、决算的部门占应公开部门的比例。

    应公开部门：网站机构栏目列出的工作部门，加上任一年度在本网站公开过预算或决算的部门；税务、气象等
    垂直管理单位不计。已公开部门：当年部门预算和上一年度部门决算都能在本网站找到且能打开的部门
    （截止日之前尚未到期的年度不要求，改核上一年度）。

    不判定：非本级政府的；应公开部门不足3个的，以及预决算栏目没有读全、尚有部门未见的，记为无法
    核对；公开内容是否齐全由部门预算、部门决算两项核查。
    """
    if site.unit.kind != "county":
        return unknown(Cause.NOTHING_TO_JUDGE, "部门不承担集中公开，只核对本部门预决算")
    budget_year = _year(ask, budget_due, 0)
    accounts_year = _year(ask, accounts_due, 1)
    done: dict[str, set[str]] = {"budget": set(), "final_accounts": set()}
    known: set[str] = set()
    proofs: list[Item] = []
    for item in my_items(site, ask):
        owner = _owner(item.title)
        if not owner:
            continue
        for topic, word, year in (
            ("budget", _BUDGET_WORD, budget_year),
            ("final_accounts", _ACCOUNTS_WORD, accounts_year),
        ):
            years = budgets.years_of(item.title, word)
            if years and _may_be(item.title):
                known.add(owner)
                if year in years and readable(site, item):
                    done[topic].add(owner)
                    proofs.append(item)
    required = known | _directory(site, known)
    if len(required) < _FEWEST:
        return unknown(Cause.NO_BASIS, "没有找到本级部门名单，也没有足够的部门预决算可以推出名单")
    published = done["budget"] & done["final_accounts"]
    left = sorted(required - published)
    counts = {"required_units": len(required), "published_units": len(published)}
    what = f"{budget_year}年部门预算和{accounts_year}年部门决算"
    evidence = shown(site, proofs, 20)
    if not left:
        reason = f"{len(required)}个部门均已公开{what}"
        return Finding(Outcome.MET, reason, evidence=tuple(evidence[:20]), counts=counts)
    if spot := blind_spot(site, ("budget", "final_accounts")):
        return unknown(spot[0], f"未见{listed(left)}的{what}，但{spot[1]}", evidence)
    missing = absent(site, ("budget", "final_accounts"), f"{listed(left)}的{what}")
    outcome = Outcome.PARTIAL if published else Outcome.MISSING
    reason = f"{len(required)}个部门中{len(published)}个已公开{what}，未见{listed(left)}"
    return replace(
        missing,
        outcome=outcome,
        reason=reason,
        evidence=(*missing.evidence, *evidence)[:20],
        counts=counts,
    )


def _owner(title: str) -> str:
    match = _OWNER.search(re.sub(r"\s", "", title))
    name = match.group(1) if match else ""
    return "" if not name or _VERTICAL.search(name) else _core(name)


def _core(name: str) -> str:
    return re.sub(r"^.{1,8}?(?:省|市|县|区|州|旗)(?=.{2})|人民(?=政府)", "", name)


def _directory(site: Site, known: set[str]) -> set[str]:
    """Departments that the page of the government's departments names and no budget does.

    A page that mostly names others than those with budgets is some other list, and left aside.
    """
    names: set[str] = set()
    for page in site.pages.values():
        if _DIRECTORY.search(page.title):
            words = [link.text for link in page.links if link.place is Place.CONTENT]
            words += re.split(r"[\t\n]", page.text)
            names |= {_core(w) for word in words if _ORGAN_NAME.match(w := word.strip())}
    names = {name for name in names if not _VERTICAL.search(name)}
    new = {n for n in names if not any(n in other or other in n for other in known)}
    return new if len(new) * 2 <= len(names) else set()
