"""What the text says of its own tables: that two agree, or what money is spent on."""

import re
from collections.abc import Iterator
from decimal import Decimal

from crawlers.subjects.budget.book import Book, titles_of
from crawlers.subjects.budget.claims import changes
from crawlers.subjects.budget.figures import NUMBER, Amount, amount
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.subjects import Named, named_subjects, parent_of, same, subject_rows
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import is_total, near, table_amount
from data.budget_lists import limits, purposes

_AGREES = re.compile(
    r"与《(?P<table>[^《》]{4,40}表)》的?[“\"](?P<subject>[^“”\"]{2,20})[”\"](?:支出|收入|预算|决算)*数?(?:一致|相同|相等)"
)


def agreement(book: Book) -> Iterator[Issue]:
    """正文说某表“与《……表》的某科目数一致”，核对两处的数。正文所在一节说明的表，按标题认出。"""
    for passage in book.prose:
        for found in _AGREES.finditer(passage.text):
            there = _tables(book, found["table"])
            here = _tables(book, re.sub("情况说明|说明", "", passage.heading))
            right = [a for t in there for a in _of_subject(t, found["subject"])]
            left = [a for t in here if t not in there for a in _totals(t)]
            if right and left and not any(near(a, b) for a in left for b in right):
                yield issue(
                    Severity.CERTAIN,
                    [passage.page_at(found.start())],
                    passage.around(found.start(), found.end(), 40),
                    f"《{here[0].title}》第{here[0].page}页合计{left[0].text}，《{there[0].title}》"
                    f"第{there[0].page}页{found['subject']}{right[0].text}，两数并不一致",
                    "改正说明，或核对两张表。",
                    table=here[0].title,
                    figures=(left[0].text, right[0].text),
                )


def _tables(book: Book, title: str) -> list[Table]:
    bare = re.sub(r"[“”\"]", "", title)
    kinds = titles_of(book.sort).kinds(bare)
    if len(kinds) != 1:
        return []
    found = [table for table in book.of(*kinds) if table.whole]
    return sorted(found, key=lambda table: re.sub(r"[“”\"]", "", table.title) not in bare)


def _totals(table: Table) -> list[Amount]:
    return [
        table_amount(table, value)
        for row in table.rows
        if is_total(row) or (not row.name and not row.code)
        for value in row.figures.values()
    ]


def _of_subject(table: Table, name: str) -> list[Amount]:
    return [
        table_amount(table, value)
        for row in table.rows
        if same(row.name, name)
        for value in row.figures.values()
    ]


_SPENT_ON = re.compile(r"主要用于[:：]?(?P<what>[^。;；]{2,120})")


def purpose(book: Book) -> Iterator[Issue]:
    """正文说的某科目“主要用于……”与表不符或写成了别的科目的用途。

    说是基本支出，而支出表中该科目全部是项目支出（或相反）；住房公积金、医疗、养老、年金等科目的用途里只有
    另一科目的字，没有自己的字。
    """
    for named in named_subjects(book):
        text = named.passage.text
        said = _SPENT_ON.match(text, named.end + _gap(text, named.end))
        if named.name("项") and said:
            yield from _mixed_up(named, said)
            yield from _other_kind(book, named, said)


def _mixed_up(named: Named, said: re.Match[str]) -> Iterator[Issue]:
    """The purpose of one subject under another."""
    own = next((p for p in purposes() if p.subject.search(named.name("项"))), None)
    if own is None or any(word in said["what"] for word in own.words):
        return
    others = [
        word
        for other in purposes()
        for word in other.words
        if word in said["what"] and len(word) >= 2 and word != "补贴"
    ]
    if others:
        yield issue(
            Severity.CERTAIN,
            [named.passage.page_at(said.start())],
            named.passage.around(named.start, said.end(), 20),
            f"{named.name('项')}的用途写成了{others[0]}",
            "改正用途说明。",
        )


def _other_kind(book: Book, named: Named, said: re.Match[str]) -> Iterator[Issue]:
    """Basic expenditure said where the table has projects only, or the other way round."""
    for table, row in subject_rows(book):
        above = parent_of(table, row, 5)
        if table.kind != "general" or len(row.code) != 7 or not same(row.name, named.name("项")):
            continue
        if named.name("款") and above and not same(above.name, named.name("款")):
            continue
        amounts = {
            word: sum(row.figures.get(c.at, 0) for c in table.columns if word in c.label)
            for word in ("基本支出", "项目支出")
        }
        for word, other in (("基本支出", "项目支出"), ("项目支出", "基本支出")):
            told = word in said["what"] and other not in said["what"]
            if told and not amounts[word] and amounts[other]:
                yield issue(
                    Severity.CERTAIN,
                    [named.passage.page_at(said.start())],
                    named.passage.around(named.start, said.end(), 20),
                    f"《{table.title}》第{row.page}页{row.code}{row.name}的"
                    f"{amounts[other]:,f}全部是{other}",
                    "改正用途说明。",
                    table=table.title,
                    row=f"{row.code}{row.name}",
                    figures=(f"{amounts[other]:f}",),
                )


def _gap(text: str, at: int) -> int:
    """How far it is to 主要用于 where only an amount and a stop stand between."""
    found = re.compile(r"[^主]{0,40}?(?=主要用于)").match(text, at)
    return len(found.group()) if found else 0


_COMPARED = re.compile(
    rf"年初预算(?:数)?(?:为|是)?(?P<plan>{NUMBER})(?P<plan_unit>亿元|万元|元)[,，;；。]?"
    rf"(?:支出)?决算(?:数)?(?:为|是)?(?P<real>{NUMBER})(?P<real_unit>亿元|万元|元)"
    r"(?:[,，;；。]完成[^,，。;；]{0,24})?[,，;；。]?决算数(?P<word>大于|小于|高于|低于|等于|[与同和]预算数持平)"
)


_FROM_NOTHING = re.compile(
    r"年初预算(?:数)?(?:为|是)?0(?:\.0+)?万元[^。]{0,60}?完成年初预算的?[^,，。;；\d]{0,6}[1-9][\d.]*%"
)


def comparison(book: Book) -> Iterator[Issue]:
    """“决算数大于（小于、等于）预算数”与前面写的预算数、决算数不符；“基本持平”不核对。

    年初预算为0而又说“完成年初预算的百分之几”的，也指出。
    """
    for passage in book.prose:
        for found in _FROM_NOTHING.finditer(passage.text):
            yield issue(
                Severity.CERTAIN,
                [passage.page_at(found.start())],
                passage.around(found.start(), found.end(), 20),
                "年初预算为0，不能有完成年初预算的比例",
                "改写为全年（调整）预算的完成比例，或删去。",
            )
        for found in _COMPARED.finditer(passage.text):
            plan = amount(found["plan"], found["plan_unit"])
            real = amount(found["real"], found["real_unit"])
            word = found["word"]
            right = "大于" if real.yuan > plan.yuan else "小于" if real.yuan < plan.yuan else "等于"
            said = {"高于": "大于", "低于": "小于"}.get(word, "等于" if "持平" in word else word)
            if said != right:
                yield issue(
                    Severity.CERTAIN,
                    [passage.page_at(found.start("word"))],
                    passage.around(found.start(), found.end(), 30),
                    f"决算{real.text}{right}预算{plan.text}，文中写“{word}”",
                    "改正比较用语或金额。",
                    figures=(plan.text, real.text),
                )


_MOST_CHANGES = 500  # compared with each other


def repeated_changes(book: Book) -> Iterator[Issue]:
    """同一个数（如财政拨款收支总计）在几处说明中的增减额不一：本年数相同，增减额只差一点。"""
    found = [c for c in changes(book) if c.now is not None][:_MOST_CHANGES]
    seen: set[tuple[Decimal, Decimal]] = set()
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            assert one.now is not None
            assert other.now is not None
            off = abs(one.by.yuan - other.by.yuan)
            key = (min(one.by.yuan, other.by.yuan), max(one.by.yuan, other.by.yuan))
            alike = one.now.yuan == other.now.yuan and one.up == other.up and key not in seen
            if (
                alike
                and off > one.by.step + other.by.step
                and off <= limits().repeated_change * one.by.yuan
            ):
                seen.add(key)
                yield issue(
                    Severity.CERTAIN,
                    [c.passage.page_at(c.start) for c in (one, other)],
                    "；".join(c.passage.around(c.start, c.end, 60) for c in (one, other)),
                    f"本年数都是{one.now.text}，增减额一处{one.by.text}、一处{other.by.text}",
                    "核对上年数，统一增减额。",
                    figures=(one.by.text, other.by.text),
                )
