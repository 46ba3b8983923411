"""“三公” spending in a text: its three kinds, how it changed, whether its parts make the total."""

import re
from collections.abc import Iterator
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


_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sum:
    """One printed total and the parts it should be made of, in one unit.

    The last digit of each Decimal is the last digit that was printed: 83500元 is 8.3500万元,
    1.2亿元 is 1.2E+4万元.
    """

    what: str
    total: Decimal
    parts: tuple[Decimal, ...]
    quote: str

    @property
    def holds(self) -> bool:
        # Every figure is rounded by itself, each by half of its last printed digit at most.
        figures = (self.total, *self.parts)
        slack = sum((Decimal(5).scaleb(int(f.as_tuple().exponent) - 1) for f in figures), _ZERO)
        return abs(self.total - sum(self.parts, _ZERO)) <= slack

    def __str__(self) -> str:
        return f"{self.what}{self.total:f}≠{'+'.join(f'{p:f}' for p in self.parts)}"


def sums(text: str, *, accounts: bool) -> tuple[Sum, ...]:
    """Every total of 三公 spending that stands with all its parts, in sentences and in tables."""
    return (*_said_sums(text, accounts), *_table_sums(text))


_AMOUNT = re.compile(r"(\d[\d,]{0,24}(?:\.\d+)?)(亿元|万元|元)")
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
_TENS = {"元": -4, "万元": 0, "亿元": 4}  # powers of ten to 万元


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
        cars = [vehicles] if vehicles is not None else [buying, running]
        parts = [f for f in (abroad, *cars, hosting) if f is not None]
        if total is not None and len(parts) == len(cars) + 2:
            found.append(Sum("“三公”经费合计", total, tuple(parts), window[:80]))
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
    return Decimal(number.replace(",", "")).scaleb(_TENS[unit])


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


# Columns of money, and columns that compare money and therefore add up to nothing.
_MONEY_COLUMN = re.compile(r"20\d\d(?![\d.])|本年|上年|预算数|决算数|金额|合计")
_COMPARED = re.compile(r"增|减|升|降|%|％|比例|比重|占比|比上年|比去年|率|幅度|差额|变化|变动")


def _down(block: list[list[str]]) -> list[Sum]:
    """A row for every kind of spending; every column headed as money is a sum of its own."""
    rows: dict[str, list[str]] = {}
    heads: list[list[str]] = []
    patterns = {"total": r"合计|总计|三公经费(?:支出|预算|决算|合计)?$|小计$", **_LABELS}
    for cells in block:
        label = next((c for c in cells if re.search(r"[\u4e00-\u9fa5]", c)), "")
        key = next((k for k, p in patterns.items() if re.search(p, label)), None)
        behind = cells[cells.index(label) + 1 :] if label else []
        if key and any(_CELL.match(c) for c in behind) and not _only_years(behind):
            rows.setdefault(key, cells)
        elif not rows:
            heads.append(cells)
    wanted = [rows.get(key, []) for key in ("total", "abroad", "vehicles", "hosting")]
    found: list[Sum] = []
    for column, head in _money_columns(heads, wanted):
        figures = [_number(row[column]) for row in wanted]
        total, abroad, cars, hosting = (f for f in figures if f is not None)
        quote = f"{head}：合计 {total}，出国 {abroad}，公车 {cars}，接待 {hosting}"
        found.append(Sum("“三公”经费合计", total, (abroad, cars, hosting), quote))
    return found


def _money_columns(heads: list[list[str]], rows: list[list[str]]) -> Iterator[tuple[int, str]]:
    """Columns with a heading that says money; none when heads and rows have not the same width."""
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        return
    heads = [head for head in heads if len(head) == width]
    for column in range(1, width):
        said = "".join(head[column] for head in heads if "单位" not in head[column])
        money = _MONEY_COLUMN.search(said) and not _COMPARED.search(said)
        if money and all(_CELL.match(row[column]) for row in rows):
            yield column, said


def _only_years(cells: list[str]) -> bool:
    return all(re.fullmatch(r"20\d\d", c) for c in cells if _CELL.match(c))


_COLUMN_NUMBERS = [Decimal(n) for n in range(1, 7)]  # the row 栏次


def _across(block: list[list[str]]) -> list[Sum]:
    """A column for every kind; the first header row gives their order."""
    head = next((row for row in block if _at(row, _ABROAD) >= 0 and _at(row, _HOSTING) >= 0), None)
    if head is None:
        return []
    cars, hosts = _at(head, "公务用车|公车"), _at(head, _HOSTING)
    if cars < 0 or _at(head, "会议费|培训费") >= 0:
        return []
    for cells in block:
        if _COMPARED.search(cells[0]):
            continue
        figures = [_number(c) for c in cells]
        while figures and figures[0] is None:
            figures = figures[1:]
        if len(figures) != 6 or any(f is None for f in figures) or figures == _COLUMN_NUMBERS:
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
