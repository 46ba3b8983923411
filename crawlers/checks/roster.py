"""The check of who, of all departments, published budget and final accounts in one place."""

import re
from dataclasses import replace

from crawlers.findings import MOST_EVIDENCE, absent, blind_spot, met, not_applicable, unknown
from crawlers.looking import listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.budget_titles import ACCOUNTS_WORD, BUDGET_WORD, due_year, may_be, years_of
from crawlers.subjects.contents import my_items, readable, shown
from data.types import Cause, Finding, Outcome, Place
from data.units import governs

_ORGAN = (
    r"(?:[\u4e00-\u9fa5]{2,8}?(?:省|市|县|区|州|旗))?"
    r"([\u4e00-\u9fa5]{2,24}?(?:局|委员会|委|办公室|中心|院|街道|镇|乡|联合会|"
    r"总工会|馆|社|厅|大队))"
)
_OWNER = re.compile(rf"^(?:关于)?{_ORGAN}(?=20\d\d|关于20\d\d)")
_OWNER_BEHIND = re.compile(
    rf"20\d\d年度?{_ORGAN}(?=(?:[(（]本级[)）]|本级|机关)?(?:部门|单位)?(?:收支|财政)?(?:预算|决算|预决算))"
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

    应公开部门：网站机构栏目列出的工作部门，加上近两年在本网站公开过预算或决算的部门；税务、气象等
    垂直管理单位不计。已公开部门：当年部门预算和上一年度部门决算都能在本网站找到且能打开的部门（核
    查日早于 budget_due、accounts_due（月-日）的年度不要求，改核上一年度）。只有部分部门公开的为不
    完整，一个也没有的为缺。

    部门不涉及。不判定：应公开部门不足3个的，以及预决算栏目没有读全、尚有部门未见的，记为无法
    核对；公开内容是否齐全由部门预算、部门决算两项核查。
    """
    if not governs(site.unit):
        return not_applicable("部门不承担集中公开，只核对本部门预决算")
    budget_year = due_year(ask, budget_due, 0)
    accounts_year = due_year(ask, accounts_due, 1)
    done: dict[str, set[str]] = {"budget": set(), "final_accounts": set()}
    known: set[str] = set()
    proofs: list[Item] = []
    for item in my_items(site, ask):
        owner = _owner(item)
        if not owner:
            continue
        for topic, word, year in (
            ("budget", BUDGET_WORD, budget_year),
            ("final_accounts", ACCOUNTS_WORD, accounts_year),
        ):
            years = years_of(item.title, word)
            if years and max(years) >= budget_year - 1 and may_be(item.title):
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
    evidence = shown(site, proofs, MOST_EVIDENCE)
    if not left:
        reason = f"{len(required)}个部门均已公开{what}"
        return met(reason, evidence, counts=counts)
    if spot := blind_spot(site, ("budget", "final_accounts")):
        return unknown(spot[0], f"未见{listed(left)}的{what}，但{spot[1]}", evidence)
    missing = absent(site, ("budget", "final_accounts"), f"{listed(left)}的{what}")
    outcome = Outcome.PARTIAL if published else Outcome.MISSING
    reason = f"{len(required)}个部门中{len(published)}个已公开{what}，未见{listed(left)}"
    return replace(
        missing,
        outcome=outcome,
        reason=reason,
        evidence=(*missing.evidence, *evidence)[:MOST_EVIDENCE],
        counts=counts,
    )


def _owner(item: Item) -> str:
    """Whose budget it is: by its title, before the year or behind it, else by the column that it
    stands in (清河县教育局 > 2023年部门预算).
    """
    title = re.sub(r"\s", "", item.title)
    match = _OWNER.search(title) or _OWNER_BEHIND.search(title)
    columns = (*(item.page.columns if item.page else ()), item.column)
    above = (name for name in reversed(columns) if _ORGAN_NAME.match(name))
    name = match.group(1) if match else next(above, "")
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
