"""What the text of a budget or of final accounts says: tables, approval date, “三公” figures.

预算法 第十四条, 财预〔2016〕143号. Table names vary from province to province: they are found by
aliases, and a set under other names counts as undecided, not as absent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
    "预算绩效": r"绩效",
}
GOVERNMENT_NOTES: Mapping[str, str] = {
    "转移支付": r"转移支付|税收返还",
    "举借债务": r"债务|债券",
    "预算绩效": r"绩效",
}
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


# --- 三公 ---------------------------------------------------------------------------------------

_ABROAD = r"因公出国(?:[（(]境[）)])?"
_VEHICLES = r"(?:公务用车|公车|车辆)购置(?:费)?(?:及|和|与|、)(?:公务用车)?运行"
_HOSTING = r"公务接待"
_CHANGE = re.compile(
    r"增加|减少|增长|下降|上升|压缩|降低|持平|一致|相等|相同|无增减|无变化|没有变化|"
    r"未发生变化|大于|小于|等于"
)
_SAME = re.compile(r"持平|一致|相等|相同|无增减|无变化|没有变化|未发生变化|等于")
_REASON = re.compile(
    r"原因|主要是|由于|主要为|系|因[^公素]|厉行节约|八项规定|过紧日子|压减|严控|严格"
)
_NONE_AT_ALL = re.compile(
    r"(?:无|没有|未安排|不涉及|未发生)(?:财政拨款)?(?:安排的?)?三公经费|三公经费[^。；]{0,20}"
    r"(?:均为0|为零|无预算|无支出|未安排)"
)


_SPENDING = rf"三公经费|{_ABROAD}|公务用车|{_HOSTING}"


def sangong_parts(text: str) -> tuple[str, ...]:
    """Which of the three kinds of spending the text names."""
    names = {
        "因公出国（境）费": _ABROAD,
        "公务用车购置及运行费": r"公务用车|公车",
        "公务接待费": _HOSTING,
    }
    return named(names, text) if "三公" in text else ()


def sangong_explained(text: str) -> bool:
    """Some passage on 三公 says how it changed and, unless it stayed the same, why."""
    flat = re.sub(r"\s", "", plain(text))
    if _NONE_AT_ALL.search(flat):
        return True
    for match in re.finditer(_SPENDING, flat):
        rest = flat[match.start() : match.start() + 500]
        sentence, _, after = rest.partition("。")
        change = _CHANGE.search(sentence[:200])
        reason = _REASON.search(sentence) or _REASON.search(after.partition("。")[0])
        if change and (reason or _SAME.search(sentence[:200])):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Sum:
    """One printed total and the parts it should be made of."""

    what: str
    total: Decimal
    parts: tuple[Decimal, ...]
    quote: str

    @property
    def holds(self) -> bool:
        figures = (self.total, *self.parts)
        digits = max(max(0, -int(f.as_tuple().exponent)) for f in figures)
        slack = min(Decimal("0.5"), 2 * Decimal(10) ** -digits)  # every figure is rounded by itself
        return abs(self.total - sum(self.parts, Decimal(0))) <= slack

    def __str__(self) -> str:
        return f"{self.what}{self.total}≠{'+'.join(str(p) for p in self.parts)}"


def sangong_sums(text: str, *, accounts: bool) -> tuple[Sum, ...]:
    """Every total of 三公 spending that stands with all its parts, in sentences and in tables."""
    return (*_said_sums(text, accounts), *_table_sums(text))


_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(亿元|万元|元)")
_NOT_THE_FIGURE = re.compile(
    r"(?:年初预算(?:数)?(?:为|是)?|(?:比|较|与)?(?:上|去)年(?:度)?[^,，。；]{0,16}?|"
    r"(?:增加|减少|增长|下降|上升|压缩|节约|降低|少|多)(?:了)?)\d[\d,]*(?:\.\d+)?(?:亿元|万元|元)"
)
_LABELS = {
    "abroad": _ABROAD,
    "vehicles": _VEHICLES,
    "buying": r"(?:公务用车|公车)?购置费?(?!及|和|与|、|费)",
    "running": r"(?<!及)(?<!和)(?<!与)(?<!、)(?:公务用车|公车)?运行(?:维护)?费",
    "hosting": _HOSTING,
}
_SCALE = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}


def _said_sums(text: str, accounts: bool) -> list[Sum]:
    flat = re.sub(r"\s", "", plain(text))
    starts = [m.start() for m in re.finditer(r"(?<!占)三公经费(?!的)", flat)]
    found: list[Sum] = []
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(flat)
        window = flat[start : min(end, start + 600)]
        figures = _figures(window, accounts)
        total, abroad, hosting = (figures.get(k) for k in ("total", "abroad", "hosting"))
        vehicles, buying, running = (figures.get(k) for k in ("vehicles", "buying", "running"))
        if vehicles is None and buying is not None and running is not None:
            vehicles = buying + running
        if (
            total is not None
            and abroad is not None
            and hosting is not None
            and vehicles is not None
        ):
            found.append(Sum("“三公”经费合计", total, (abroad, vehicles, hosting), window[:80]))
        if vehicles is not None and buying is not None and running is not None:
            found.append(Sum("公务用车购置及运行费", vehicles, (buying, running), window[:80]))
    return found


def _figures(window: str, accounts: bool) -> dict[str, Decimal]:
    spots = sorted(
        (m.start(), m.end(), key)
        for key, label in _LABELS.items()
        if (m := re.search(label, window))
    )
    spots = [(0, 4, "total"), *spots]
    figures: dict[str, Decimal] = {}
    for n, (_, begin, key) in enumerate(spots):
        end = spots[n + 1][0] if n + 1 < len(spots) else len(window)
        segment = window[begin : min(end, begin + 90)]
        if key != "total":
            segment = re.split(r"[。；;]", segment)[0]
        if (figure := _figure(segment, accounts)) is not None:
            figures[key] = figure
    return figures


def _figure(segment: str, accounts: bool) -> Decimal | None:
    if accounts and (
        said := re.search(r"决算(?:数|支出)?(?:为|是|共计?)?" + _AMOUNT.pattern, segment)
    ):
        return _worth(said.group(1), said.group(2))
    rest = _NOT_THE_FIGURE.sub("", segment)
    match = _AMOUNT.search(rest)
    return _worth(match.group(1), match.group(2)) if match else None


def _worth(number: str, unit: str) -> Decimal:
    return (Decimal(number.replace(",", "")) * _SCALE[unit]).normalize() + Decimal(0)


_CELL = re.compile(r"^-?\d[\d,]*(?:\.\d+)?$")


def _table_sums(text: str) -> list[Sum]:
    lines = plain(text).splitlines()
    found: list[Sum] = []
    for n, line in enumerate(lines):
        if "三公" in line and len(line) < 60:
            block = [
                [c.strip() for c in row.split("\t")] for row in lines[n : n + 16] if "\t" in row
            ]
            found += [s for s in (*_down(block), *_across(block)) if s not in found]
    return found


def _down(block: list[list[str]]) -> list[Sum]:
    """A row for every kind of spending; every column of figures is a sum of its own."""
    rows: dict[str, list[Decimal | None]] = {}
    patterns = {"total": r"合计|总计|三公经费(?:支出|预算|决算|合计)?$|小计$", **_LABELS}
    for cells in block:
        label = next((c for c in cells if re.search(r"[\u4e00-\u9fa5]", c)), "")
        figures = [_number(c) for c in cells if _CELL.match(c) or c == ""]
        key = next((k for k, p in patterns.items() if re.search(p, label)), None)
        if key and any(f is not None for f in figures) and key not in rows:
            rows[key] = [_number(c) for c in cells[cells.index(label) + 1 :]]
    if not {"total", "abroad", "vehicles", "hosting"} <= set(rows):
        return []
    sums: list[Sum] = []
    for total, abroad, vehicles, hosting in zip(
        rows["total"], rows["abroad"], rows["vehicles"], rows["hosting"], strict=False
    ):
        if (
            total is not None
            and abroad is not None
            and vehicles is not None
            and hosting is not None
        ):
            quote = f"合计 {total}，出国 {abroad}，公车 {vehicles}，接待 {hosting}"
            sums.append(Sum("“三公”经费合计", total, (abroad, vehicles, hosting), quote))
    return sums


def _across(block: list[list[str]]) -> list[Sum]:
    """A column for every kind; the first header row gives their order."""
    head = next((row for row in block if _at(row, _ABROAD) >= 0 and _at(row, _HOSTING) >= 0), None)
    if head is None:
        return []
    cars, hosts = _at(head, "公务用车|公车"), _at(head, _HOSTING)
    if cars < 0 or _at(head, "会议费|培训费") >= 0:
        return []
    for cells in block:
        figures = [_number(c) for c in cells]
        while figures and figures[0] is None:
            figures = figures[1:]
        if len(figures) != 6 or any(f is None for f in figures):
            continue
        total, abroad, *rest = (f for f in figures if f is not None)
        vehicles, buying, running, hosting = (
            rest if cars < hosts else (rest[1], rest[2], rest[3], rest[0])
        )
        quote = " ".join(cells)
        return [
            Sum("“三公”经费合计", total, (abroad, vehicles, hosting), quote),
            Sum("公务用车购置及运行费", vehicles, (buying, running), quote),
        ]
    return []


def _at(row: list[str], pattern: str) -> int:
    return next((n for n, cell in enumerate(row) if re.search(pattern, cell)), -1)


def _number(cell: str) -> Decimal | None:
    return Decimal(cell.replace(",", "")) if _CELL.match(cell) else None
