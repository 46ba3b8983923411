"""What the text of a government's budget says of revenue and spending, against its tables."""

import re
from collections.abc import Iterator

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import Amount
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.mentions import Mention, mentions
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import near, table_amount

_FUNDS = {
    "government_general": "一般公共预算",
    "government_fund": "政府性基金",
    "government_capital": "国有资本经营",
    "government_insurance": "社会保险基金",
}
_FEWEST = 3  # names, so that the text is seen to speak of the same figures as the tables
_SIDE = re.compile("收入|支出")
_TOTAL = re.compile("合计|总计|总额")
_FUND = re.compile(
    r"(?:地方)?(一般公共预算|政府性基金|国有资本经营|社会保险基金)(?:预算|决算)?(?:总)?(收入|支出)"
    r"(?:合计|总计|总额)?"
)
# Words around a name that say when, of whom, or how far along.
_BEFORE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|其中[:：]?|20\d\d年度?|本年度?|当年|预计|"
    r"(?:我|全|本)?[省市县区州旗](?:本?级)?(?=地方|一般|政府|国有|社会|税收|非税))"
)
_BEHIND = re.compile(
    r"(?:预算数?|决算数?|执行数?|完成数?|实际完成|累计完成|完成|实现|安排|预计|预期|拟安排|计划|合计|总计)$"
)
_ANOTHER = re.compile("预备费|调入|结余|限额|余额")


def government_figures(book: Book) -> Iterator[Issue]:
    """政府预算、决算正文写明的收入、支出（一般公共预算收入、税收收入、教育支出等），与报表核对。

    报表中同名的行，以及该类预算收入表、支出表的合计，任何一列有相同的数即算相符；上年数、增减额不核对。
    正文至少写到报表中三个同名的项目、且三分之二以上相符的，才提请核实不符的，因为正文和报表可能一个是全辖、
    一个是本级。
    """
    if not book.sort.government:
        return
    listed = _figures(book)
    told = [
        (mention, listed[name])
        for mention in mentions(book)
        if (name := _name(mention.label)) in listed and not _ANOTHER.search(mention.label)
    ]
    wrong = [
        (mention, rows)
        for mention, rows in told
        if not any(near(mention.amount, value) for _, _, value in rows)
    ]
    names = {_name(mention.label) for mention, _ in told}
    if len(names) >= _FEWEST and len(wrong) * 3 <= len(told):
        yield from (_differs(mention, rows) for mention, rows in wrong)


_Figure = tuple[Table, Row, Amount]


def _figures(book: Book) -> dict[str, list[_Figure]]:
    """Figures of the tables by the name of their row; totals by fund and side."""
    found: dict[str, list[_Figure]] = {}
    for table in book.of(*_FUNDS):
        for row in table.rows if table.unit else ():
            values = [(table, row, table_amount(table, v)) for v in row.figures.values()]
            if name := _row_name(table, row):
                found.setdefault(name, []).extend(values)
    return found


def _row_name(table: Table, row: Row) -> str:
    name = _name(row.name)
    if _FUND.fullmatch(name) or not _TOTAL.search(row.name):
        return name
    side = _SIDE.search(row.name) or _SIDE.search(table.title)
    return f"{_FUNDS[table.kind]}{side.group()}" if side else ""


def _name(words: str) -> str:
    """The name of a figure alone; a fund's revenue or spending in one spelling."""
    name = re.sub(r"[\s“”\"]", "", words)
    for pattern in (_BEFORE, _BEHIND):
        while (shorter := pattern.sub("", name)) != name:
            name = shorter
    whole = _FUND.fullmatch(name)
    return whole[1] + whole[2] if whole else name


def _differs(mention: Mention, rows: list[_Figure]) -> Issue:
    shown = [one for one in rows if one[2].yuan] or rows
    listed = "；".join(
        f"《{table.title}》第{row.page}页{row.name}{value.text}" for table, row, value in shown[:3]
    )
    table, row, value = shown[0]
    return issue(
        Severity.ASK,
        [mention.page],
        mention.passage.around(mention.start, mention.end, 60),
        f"文中{mention.words[-20:]}{mention.amount.text}；{listed}",
        "核对正文与报表；口径不同（全辖或本级、预算或执行）的，请在文中写明。",
        table=table.title,
        row=row.name,
        figures=(mention.amount.text, value.text),
    )
