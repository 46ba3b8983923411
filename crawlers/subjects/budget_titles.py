"""Which entries are the budget or the final accounts asked for, told by their titles."""

import re
from datetime import date

from crawlers.findings import WITHHELD
from crawlers.registry import Ask
from crawlers.site import Item, Site
from crawlers.subjects.budget.book import Sort
from crawlers.subjects.contents import (
    document_of,
    my_items,
    names_unit,
    of_other_organ,
    other_name,
    readable,
)

BUDGET_WORD = r"预算(?!执行|调整|绩效|管理|编制|评审|追加|单位)|预决算"
ACCOUNTS_WORD = r"决算"
_NOT_THE_DOCUMENT = re.compile(
    r"绩效|评审|管理办法|解读|审计|项目预算|工程|招标|采购|竣工|专项资金|"
    r"审查结果|培训|会议|[^委员]会(?:召开|举行|$)|召开|调整|目标表|自评|预算法|条例|规定|细则|制度"
)
_ORDERS = re.compile(r"(?:编制|报送|做好|开展).{0,30}(?:通知|工作)")
_OF_GOVERNMENT = re.compile(
    r"政府(?:总)?(?:预算|决算|预决算)|财政(?:总)?(?:预算|决算|预决算|收支)|(?:预算|"
    r"决算)草案|总预算|总决算|"
    r"全[省市县区州]|本级(?:政府|财政|预算|决算|一般)|[省市县区]级(?:预算|决算|财政)|"
    r"一般公共预算(?!财政拨款)(?!支出表)"
)
_OF_A_SUBORDINATE = re.compile(
    r"(?:下属|所属|直属|下辖)(?:事业)?(?:单位|机构|学校)(?!.{0,3}(?:预算|决算|汇总))"
)
# A name between the year and the document (2023年清河县审计局部门预算): its words are no subject.
_NAME_BEHIND = re.compile(
    r"(?<=\d年)度?[\u4e00-\u9fa5]{2,24}?"
    r"(?:局|委员会|委|办公室|办|中心|[院所站处队厅署馆校会社部])(?:[(（]本级[)）]|机关|本级)?"
    r"(?=(?:20\d\d年度?)?(?:部门|单位)?(?:收支|财政)?(?:预算|决算|预决算))"
)
# What the document holds besides: 部门预算及绩效目标公开, 部门预算（含政府采购）.
_BESIDES = re.compile(
    r"(?<=[预决]算)(?:公开|信息|情况)?(?:及|和|与|暨|、|[（(]含)[\u4e00-\u9fa5“”、]{0,30}?"
    r"(?:绩效(?:目标|评价|自评)?|采购|资金|经费|项目)(?:支出|预算|决算|情况|信息|报告|公开|说明|表|公示)*[）)]?$"
)
_OPENING = 400  # characters of a text that say what it is
_OF_DEPARTMENT = re.compile(r"部门|单位")


def topic_of(sort: Sort) -> str:
    return "final_accounts" if sort.accounts else "budget"


def _word(sort: Sort) -> str:
    return ACCOUNTS_WORD if sort.accounts else BUDGET_WORD


def years_of(title: str, word: str) -> frozenset[int]:
    """Years that a title joins with 预算 or 决算: the last one said before each of the words."""
    found: set[int] = set()
    for match in re.finditer(word, title):
        if before := re.findall(r"20\d\d(?=\s*年)", title[: match.start()]):
            found.add(int(before[-1]))
    return frozenset(found)


def due_year(ask: Ask, due: str, back: int) -> int:
    """The year whose document must be out on the day of the cut-off."""
    month, day = (int(part) for part in due.split("-"))
    late = ask.as_of < date(ask.year, month, day)
    return ask.year - back - (1 if late else 0)


def find(site: Site, sort: Sort, year: int, ask: Ask) -> tuple[Item, ...]:
    """The document's entries: one page, or several that each carry a part of it."""
    named = [item for item in my_items(site, ask) if _is_document(site, item, sort, year)]
    ranks = {item.url: _rank(site, item, sort) for item in named}
    best = max(ranks.values(), default=0)
    chosen = [item for item in named if ranks[item.url] == best and best > 0]
    return tuple(sorted(chosen, key=lambda item: (not readable(site, item), item.on or date.max)))


def _is_document(site: Site, item: Item, sort: Sort, year: int) -> bool:
    title = item.title
    if not may_be(title):
        return False
    files = " ".join(a.name for a in item.page.attachments) if item.page else ""
    if not any(re.search(_word(sort), said) for said in item.says()) and not (
        item.topic == topic_of(sort) and (files or item.loose)
    ):
        return False
    for said in item.says():
        if years := years_of(said, _word(sort)):
            return year in years
        if re.search(r"20\d\d\s*年", said):
            return False
    if years := years_of(files, _word(sort)):
        return year in years
    opening = _opening(site, item)
    if years := years_of(opening, _word(sort)):
        return year in years
    if item.page is None:
        return False
    told = item.page.subject_year
    if told is None and item.on and not re.search(r"20\d\d", f"{opening}{files}"):
        # Nothing names a year but the column: accounts come out in the year after theirs.
        told = item.on.year - 1 if sort.accounts else item.on.year
    return item.topic == topic_of(sort) and told == year


def _opening(site: Site, item: Item) -> str:
    if item.page is not None:
        return item.page.text[:_OPENING]
    document = document_of(site, item)
    return document.text[:_OPENING] if document and document.state == "ok" else ""


def may_be(title: str) -> bool:
    """Not evidently something else; words before the year, and right before what the document is
    called, are names: 审计局, 重点工程办.
    """
    if WITHHELD.search(title):
        return False
    year = re.search(r"20\d\d", title)
    said = _NAME_BEHIND.sub("", re.sub(r"\s", "", title[year.start() :])) if year else title
    said = _BESIDES.sub("", said)
    return not (_NOT_THE_DOCUMENT.search(said) or _ORDERS.search(title))


def _rank(site: Site, item: Item, sort: Sort) -> int:
    """How surely it is the document asked for; 0: it is another one."""
    title = item.title
    if _OF_A_SUBORDINATE.search(title):
        return 0
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
    if other_name(site.unit, title):
        return 1
    if of_other_organ(site.unit, title):
        return 0
    return 2 if "部门" in title else 1
