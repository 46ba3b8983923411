"""Totals and other key figures of the text against the tables."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import Amount
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.mentions import Mention, mentions
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.sangong import sangong_cells, sangong_total
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import is_total, near, table_amount

_FISCAL = re.compile("财政拨款|一般公共预算")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Source:
    """A figure of a table that an amount of the text should repeat."""

    table: Table
    row: str
    page: int
    value: Amount


Find = Callable[[Book, Mention], list[Source]]


@dataclass(frozen=True, slots=True)
class Metric:
    """A key figure: how the text calls it, and where the tables have it."""

    name: str
    label: re.Pattern[str]
    find: Find


def key_figures(book: Book) -> Iterator[Issue]:
    """正文的收支总计、财政拨款支出、基本支出、项目支出、人员经费、公用经费、机关运行经费、“三公”、政府采购等，与报表核对。

    正文的数与应当对应的任何一张表相同即算相符；写明“财政拨款”或“一般公共预算”的只与财政拨款各表比。
    上年数、增减额不核对，差0.01万元视为四舍五入。
    """
    if not book.tables:
        return
    for mention in mentions(book):
        for metric in METRICS:
            if not metric.label.search(mention.label):
                continue
            sources = metric.find(book, mention)
            if sources and not any(near(mention.amount, source.value) for source in sources):
                yield _differs(mention, sources)
            break


def told(book: Book, label: str, passage: Passage) -> tuple[Amount, ...]:
    """What the tables have for a key figure that the text names without its amount."""
    mention = Mention(passage, 0, 0, Amount(_ZERO, _ZERO, ""), label, label)
    metric = next((m for m in METRICS if m.label.search(label)), None)
    return tuple(source.value for source in metric.find(book, mention)) if metric else ()


def _differs(mention: Mention, sources: Sequence[Source]) -> Issue:
    shown: dict[str, Source] = {}
    for source in sources:
        if source.value.yuan:
            shown.setdefault(source.value.text, source)
    listed = "；".join(
        f"《{source.table.title}》第{source.page}页{source.row}{text}"
        for text, source in list(shown.items())[:3]
    )
    first = next(iter(shown.values()), sources[0])
    return issue(
        Severity.CERTAIN,
        [mention.page],
        mention.passage.around(mention.start, mention.end, 60),
        f"文中{mention.words[-20:]}{mention.amount.text}；{listed or '表中为0'}",
        "核对正文与报表，改正有误的一处。",
        table=first.table.title,
        row=first.row,
        figures=(mention.amount.text, first.value.text),
    )


# --- where the tables have it ---------------------------------------------------------------------


def _sources(table: Table, rows: Sequence[Row], columns: str = "") -> list[Source]:
    """Figures of rows, of columns whose words match, if given."""
    wanted = {c.at for c in table.columns if not columns or re.search(columns, c.label)}
    return [
        Source(table, row.name or _label(table, at), row.page, table_amount(table, value))
        for row in rows
        for at, value in row.figures.items()
        if at in wanted
    ]


def _label(table: Table, at: int) -> str:
    return next((column.label for column in table.columns if column.at == at), "")


def _totals(table: Table) -> list[Row]:
    """The rows with totals; the only row of a table without names."""
    return [row for row in table.rows if is_total(row) or (not row.name and not row.code)]


def _of_totals(*kinds: str, side: str = "") -> Find:
    """All figures of total rows; `side` keeps those of income or of expense."""

    def find(book: Book, mention: Mention) -> list[Source]:
        found: list[Source] = []
        for table in book.of(*kinds):
            rows = [row for row in _totals(table) if not side or _sided(table, row, side)]
            found += _sources(table, rows)
        return found

    return find


def _sided(table: Table, row: Row, side: str) -> bool:
    if side in row.name:
        return True
    if re.search("收入|支出", row.name):
        return False
    heads = {word for column in table.columns_of(row.panel) for word in column.heads}
    return table.kind not in {"overall", "fiscal"} or any(side in head for head in heads)


def _fiscal_income(book: Book, mention: Mention) -> list[Source]:
    """What the fiscal authority gives: rows of that name, and the total of fiscal means."""
    found: list[Source] = []
    for table in book.of("overall", "income", "fiscal"):
        names = [r for r in table.rows if _FISCAL.search(r.name + r.group) and r.figures]
        found += _sources(table, names)
    return found + _of_totals("fiscal")(book, mention)


def _kind_of_spending(book: Book, mention: Mention) -> list[Source]:
    """基本支出, 项目支出, 单位预留机动经费: columns of that name, and rows that list them."""
    found = re.search("基本支出|项目支出|机动经费", mention.label)
    assert found is not None
    word = found.group()
    fiscal = _FISCAL.search(mention.label) or _FISCAL.search(mention.passage.heading)
    kinds = ["general", "fiscal"] if fiscal else ["expense", "overall", "general", "fiscal"]
    sources: list[Source] = []
    for table in book.of(*kinds):
        sources += _sources(table, _totals(table), word)
        sources += _sources(table, [r for r in table.rows if re.search(f"{word}$", r.name)])
    if word == "基本支出":
        for table in book.of("basic"):
            sources += _sources(table, _totals(table))
    return sources


def _staff(book: Book, mention: Mention) -> list[Source]:
    """人员经费, 公用经费: rows that say so, else the sums of the economic subjects."""
    staff = "人员经费" in mention.label
    found: list[Source] = []
    for table in book.of("basic"):
        name = "人员经费" if staff else "公用经费"
        said = [row for row in table.rows if re.match(f"{name}(?:合计|小计|总计)?$", row.name)]
        sources = _sources(table, said) or _sources(table, _totals(table), name)
        if not sources:
            tops = [row for row in table.rows if len(row.code) == 3]
            mine = [row for row in tops if (row.code in {"301", "303"}) == staff]
            at = min((c.at for c in table.columns), default=0)
            total = sum((row.figures.get(at, _ZERO) for row in mine), _ZERO)
            codes = "＋".join(row.code for row in mine if row.figures.get(at))
            if mine and len(tops) > len(mine):
                sources = [Source(table, codes, table.page, table_amount(table, total))]
        found += sources
    return found


def _sangong(book: Book, mention: Mention) -> list[Source]:
    return [
        Source(table, row.name or _label(table, at), row.page, table_amount(table, value))
        for table, row, at, value in sangong_cells(book, mention.label)
    ]


def _sangong_whole(book: Book, mention: Mention) -> list[Source]:
    return [
        Source(table, "“三公”经费合计", table.page, value)
        for table in book.of("sangong")
        for value in sangong_total(book)
    ]


def _fund_rows(word: str) -> Find:
    def find(book: Book, mention: Mention) -> list[Source]:
        found: list[Source] = []
        for table in book.of("sangong"):
            found += _sources(table, table.rows, word)
            found += _sources(table, [row for row in table.rows if word in row.name])
        return found

    return find


def _procurement(book: Book, mention: Mention) -> list[Source]:
    found = re.search("货物|工程|服务", mention.label)
    sources: list[Source] = []
    for table in book.of("procurement"):
        if found:
            rows = [
                r
                for r in table.rows
                if re.match(rf"[一二三]、(?:政府采购)?{found.group()}", r.name)
            ]
            sources += _sources(table, rows)
        else:
            sources += _sources(table, _totals(table))
    return sources


# Totals of something narrower are other figures.
_NARROWER = (
    r"^(?!.*(?:三公|基金|国有资本|专户|采购|运行经费|基本|项目|经营|福利|服务|补助|资本|公用|人员|会议|培训|"
    r"教育|科学|文化|保障|卫生|环保|社区|农林|交通|安全|其他|资金|绩效|债))"
)

METRICS = (
    Metric(
        "财政拨款收入",
        re.compile(r"财政拨款收入(?:预算|决算)?总计$|一般公共预算收入(?:预算|决算)?$"),
        _fiscal_income,
    ),
    Metric(
        "财政拨款收支总计",
        re.compile(r"财政拨款(?:收入、?支出|收支|收、支).{0,4}总"),
        _of_totals("fiscal"),
    ),
    Metric(
        "收支总计",
        re.compile(
            _NARROWER + r"(?!.*(?:财政拨款|公共预算)).*(?:收入、?支出|收支|收、支)(?:预算|决算)?总"
        ),
        _of_totals("overall"),
    ),
    Metric(
        "收入合计",
        re.compile(_NARROWER + r"(?!.*(?:拨款|公共预算)).*收入(?:预算|决算)?(?:总计|合计)$"),
        _of_totals("overall", "income", side="收入"),
    ),
    Metric(
        "支出合计",
        re.compile(_NARROWER + r"(?!.*(?:拨款|公共预算)).*支出(?:预算|决算)?(?:总计|合计)$"),
        _of_totals("overall", "expense", side="支出"),
    ),
    Metric(
        "人员经费或公用经费",
        re.compile(r"(?:^|[)）])(?:人员经费|(?:日常)?公用经费)(?:支出|预算)?$"),
        _staff,
    ),
    Metric(
        "基本支出、项目支出",
        re.compile(r"(?:基本支出|项目支出|单位预留机动经费)(?:预算|决算)?(?:支出)?(?:数)?$"),
        _kind_of_spending,
    ),
    Metric(
        "财政拨款支出",
        re.compile(
            r"^(?!.*(?:三公|基金|国有资本|运行经费|采购)).*(?:财政拨款(?:预算|决算)?支出|一般公共预算(?:当年)?(?:财政)?(?:拨款)?支出)(?:预算|决算)?(?:数|合计|总计)?$"
        ),
        _of_totals("general", "fiscal_expense", "fiscal"),
    ),
    Metric(
        "“三公”经费", re.compile(r"(?:因公出国|公务用车|公车|公务接待费)[^,，]{0,20}$"), _sangong
    ),
    Metric(
        "“三公”经费合计",
        re.compile(r"三公[”\"]?经费(?:[^,，其中]{0,14}(?:支出|预算|决算|合计|总额|总计))(?:数)?$"),
        _sangong_whole,
    ),
    Metric("会议费", re.compile(r"安排的会议费"), _fund_rows("会议费")),
    Metric("培训费", re.compile(r"安排的培训费"), _fund_rows("培训费")),
    Metric(
        "机关运行经费",
        re.compile(r"机关运行经费(?:预算|财政拨款|财政拨款预算)?(?:支出)?(?:预算|决算)?(?:数)?$"),
        _of_totals("operating"),
    ),
    Metric(
        "政府采购",
        re.compile(r"政府采购(?:支出)?预算(?:总)?(?:金额|额)|拟(?:购买|采购)(?:货物|工程|服务)"),
        _procurement,
    ),
)
