"""“三公” spending in a text: its three kinds, how it changed, whether its parts make the total."""

import re
from dataclasses import dataclass
from decimal import Decimal

from crawlers.subjects.budgets import named, plain

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


def parts(text: str) -> tuple[str, ...]:
    """Which of the three kinds of spending the text names."""
    names = {
        "因公出国（境）费": _ABROAD,
        "公务用车购置及运行费": r"公务用车|公车",
        "公务接待费": _HOSTING,
    }
    return named(names, text) if "三公" in text else ()


def explained(text: str) -> bool:
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


def sums(text: str, *, accounts: bool) -> tuple[Sum, ...]:
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
    return Decimal(number.replace(",", "")) * _SCALE[unit]


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
    found: list[Sum] = []
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
            found.append(Sum("“三公”经费合计", total, (abroad, vehicles, hosting), quote))
    return found


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
