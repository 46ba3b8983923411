"""What the text of a budget or of final accounts says: tables, notes, day of approval.

预算法 第十四条, 财预〔2016〕143号. Table names vary from province to province: they are found by
aliases, and a set under other names counts as undecided, not as absent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crawlers.reading.dates import dates_in

_END = r"(?:情况|明细|明细情况)?表"

DEPARTMENT_BUDGET: Mapping[str, str] = {
    "部门收支总表": rf"(?<!拨款)(?:收支|收入支出)(?:预算)?总(?:体)?{_END}",
    "部门收入总表": rf"(?<!拨款)收入(?:预算)?总?(?:体)?{_END}",
    "部门支出总表": (
        rf"(?<!拨款)(?<!收入)(?<!基本)(?<!项目)(?<!预算)(?<!经费)支出(?:预算)?"
        rf"总(?:体)?{_END}"
    ),
    "财政拨款收支总表": rf"拨款(?:预算)?(?:收支|收入支出)(?:预算)?总?(?:体)?{_END}",
    "一般公共预算支出表": (
        rf"一般公共预算(?:当年)?(?:财政)?(?:拨款)?支出(?:预算|功能分类|分类)?{_END}"
    ),
    "一般公共预算基本支出表": (
        rf"(?:一般公共预算|财政拨款)(?:当年)?(?:财政)?(?:拨款)?基本支出(?:预算|经济分类)?{_END}"
    ),
    "“三公”经费支出表": r"三公经费[^。；\n]{0,24}?表",
    "政府性基金预算支出表": (
        rf"政府性基金(?:预算)?(?:财政)?(?:拨款)?(?:收入)?(?:收支|支出)(?:预算)?{_END}"
    ),
}
DEPARTMENT_ACCOUNTS: Mapping[str, str] = {
    "收入支出决算总表": rf"(?<!拨款)(?:收支|收入支出)(?:决算)?总(?:体)?{_END}",
    "收入决算表": rf"(?<!拨款)(?<!基金)(?<!经营)收入决算{_END}",
    "支出决算表": (
        rf"(?<!拨款)(?<!收入)(?<!基本)(?<!项目)(?<!经费)(?<!预算)(?<!基金)(?<!经营)"
        rf"支出决算{_END}"
    ),
    "财政拨款收入支出决算总表": (
        r"(?<!基金预算财政)(?<!基金财政)(?<!经营预算财政)(?<!经营财政)"
        rf"拨款(?:收支|收入支出)(?:决算)?总?(?:体)?{_END}"
    ),
    "一般公共预算财政拨款支出决算表": (
        rf"一般公共预算(?:财政)?(?:拨款)?(?:收入)?支出(?:决算)?{_END}"
    ),
    "一般公共预算财政拨款基本支出决算表": (
        rf"(?:一般公共预算|财政拨款)(?:财政)?(?:拨款)?基本支出(?:决算)?{_END}"
    ),
    "“三公”经费支出决算表": r"三公经费[^。；\n]{0,24}?表",
    "政府性基金预算财政拨款收入支出决算表": (
        rf"政府性基金(?:预算)?(?:财政)?(?:拨款)?(?:收入)?(?:收支|支出)(?:决算)?{_END}"
    ),
    "国有资本经营预算财政拨款支出决算表": (
        rf"国有资本经营(?:预算)?(?:财政)?(?:拨款)?(?:收入)?(?:收支|支出)(?:决算)?{_END}"
    ),
}
# A government's set is judged by group: local sets split and merge the single tables.
_GROUP_TABLE = r"[^。；\n]{0,16}?(?:收入|支出|收支|平衡|转移支付|债务)[^。；\n]{0,14}?表"
GOVERNMENT_TABLES: Mapping[str, str] = {
    "一般公共预算表": rf"一般公共(?:预算|决算){_GROUP_TABLE}",
    "政府性基金预算表": rf"政府性基金{_GROUP_TABLE}",
    "国有资本经营预算表": rf"国有资本经营{_GROUP_TABLE}",
    "社会保险基金预算表": rf"(?:社会保险|社保)基金{_GROUP_TABLE}",
}
# A table that a unit says it has no figures for is explained, which the rule accepts.
GROUP_EXPLAINED: Mapping[str, str] = {
    "国有资本经营预算表": (
        r"(?:无|没有|未编制|不编制)[^。；]{0,12}国有资本经营|国有资本经营[^。；]{0,16}(?:无|"
        r"没有|未编制|不编制|未安排)"
    ),
    "社会保险基金预算表": (
        r"(?:社会保险|社保)基金[^。；]{0,24}(?:统筹|统一编制|未编制|不编制|无收支|"
        r"由.{1,4}级)"
    ),
    "政府性基金预算表": (
        r"(?:无|没有|未安排)[^。；]{0,8}政府性基金|政府性基金[^。；]{0,16}(?:无|没有|"
        r"未安排)"
    ),
}
DEPARTMENT_NOTES: Mapping[str, str] = {
    "机关运行经费": r"机关运行经费|公用经费|运行经费",
    "政府采购": r"政府采购",
    "预算绩效": r"绩效(?!工资)",
}
GOVERNMENT_NOTES: Mapping[str, str] = {
    "转移支付": r"转移支付|税收返还",
    "举借债务": r"债务|债券",
    "预算绩效": r"绩效(?!工资)",
}
NOTE_SINCE: Mapping[str, int] = {"预算绩效": 2020}  # asked of everybody only since then
_TABLE_LINE = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,3}[、.．])?([\u4e00-\u9fa5()（）]{4,36}表)(?:\d*|说明)$"
)
_MONEY_WORDS = re.compile(r"收入|支出|收支|预算|决算|经费|拨款")


def plain(text: str) -> str:
    """Without spaces, quotation marks and guillemets; line breaks and tabs stay."""
    return re.sub(r"[ \u3000\xa0“”\"'‘’《》〈〉]", "", text)


def named(patterns: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Names whose pattern the text shows, line breaks inside a name allowed."""
    joined = re.sub(r"\s", "", plain(text))
    flat = plain(text)
    return tuple(name for name, p in patterns.items() if re.search(p, flat) or re.search(p, joined))


def other_tables(patterns: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Headings of money tables that none of the aliases knows."""
    lines = {m.group(1) for line in plain(text).splitlines() if (m := _TABLE_LINE.match(line))}
    return tuple(
        line
        for line in sorted(lines)
        if _MONEY_WORDS.search(line) and not any(re.search(p, line) for p in patterns.values())
    )


# --- year and approval --------------------------------------------------------------------------


def years_of(title: str, word: str) -> frozenset[int]:
    """Years that a title joins with 预算 or 决算: the last one said before each of the words."""
    found: set[int] = set()
    for match in re.finditer(word, title):
        if before := re.findall(r"20\d\d(?=\s*年)", title[: match.start()]):
            found.add(int(before[-1]))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Approval:
    on: date
    quote: str


def approval(text: str, *, government: bool, accounts: bool, year: int) -> Approval | None:
    """When the document was approved (by the congress) or replied to (by the finance office).

    The latest day said of this year's document; None when the text gives none.
    """
    verbs = r"批准|审议通过|审查通过|表决通过|通过了" if government else r"批复"
    subject = r"决算" if accounts else r"预算"
    first, last = (date(year + 1, 1, 1), date(year + 2, 6, 30)) if accounts else (
        date(year - 1, 9, 1), date(year, 12, 31))  # fmt: skip
    found: list[Approval] = []
    for sentence in re.split(r"[。；;\n]", text):
        if not re.search(verbs, sentence):
            continue
        label = re.search(rf"(?:{verbs})(?:日期|时间)", sentence)
        if not label and not re.search(subject, sentence):
            continue
        for at, day in dates_in(sentence):
            verb = re.search(verbs, sentence[at:])
            near = label or (verb and verb.start() <= 60)
            if near and first <= day <= last:
                found.append(Approval(day, " ".join(sentence.split())[:80]))
    return max(found, key=lambda a: a.on, default=None)
