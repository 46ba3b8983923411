"""How the document is put together: pages, tables and their order, names of subjects by year."""

import re
from collections.abc import Iterable, Iterator, Sequence

from crawlers.subjects.budget.book import Book, Sort, titles_of
from crawlers.subjects.budget.disclosure import CHANGES, NOTES, SANGONG, Item, State, disclosed
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.mentions import mentions
from crawlers.subjects.budget.subjects import core
from crawlers.subjects.budget.tables import Table, bare_title
from data.budget_lists import matters, required_tables, subject_classes

_ASKED = {State.MISSING, State.NAMED}
_SHORT = 20  # paragraphs: a shorter text is the page around an attachment


def blank_pages(book: Book) -> Iterator[Issue]:
    """中间有空白页（没有文字、表格数据和图片；末尾的空白页不算）。"""
    if book.blank:
        pages = "、".join(map(str, book.blank))
        yield issue(
            Severity.MINOR, book.blank, "", f"第{pages}页空白", "删去空白页，核对有无内容丢失。"
        )


def table_order(book: Book) -> Iterator[Issue]:
    """报表的先后与目录不一致。只比目录和正文一一对得上的表；大半对不上顺序的（目录不按顺序）不提出。"""
    listed = _keyed(book, [p.text for p in book.passages if p.listed and p.text.endswith("表")])
    printed = _keyed(book, [table.title for table in book.tables])
    names = [name for name in listed if name in printed]
    there = [name for name in printed if name in listed]
    moved = _moved(names, there)
    if len(names) < 5 or not moved or len(moved) > len(names) / 3:
        return
    tables = {table.title: table for table in reversed(book.tables)}
    said, pages = [], []
    for name in moved:
        at, place = names.index(name), there.index(name)
        before = f"《{printed[names[at - 1]]}》之后" if at else "最前"
        after = f"《{printed[there[place - 1]]}》之后" if place else "最前"
        said.append(f"《{printed[name]}》在目录中排在{before}，正文中在{after}")
        pages += [tables[printed[name]].page, tables[printed[names[at - 1 if at else 0]]].page]
    yield issue(
        Severity.MINOR,
        pages,
        "、".join(listed[name] for name in moved),
        "；".join(said),
        "按目录调整报表顺序，或改目录。",
        table=printed[moved[0]],
    )


def _keyed(book: Book, titles: Iterable[str]) -> dict[str, str]:
    """Titles by what makes the same table recognisable in both lists, in order."""
    kinds = titles_of(book.sort)
    found: dict[str, str] = {}
    for title in titles:
        kind = kinds.kind(title)
        general = "一般公共预算" if "一般公共预算" in title else ""
        key = f"{kind}{general}" if kind == "basic" else kind or bare_title(title)
        found.setdefault(key, title)
    return found


def _moved(wanted: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The fewest names that must move to make one order of the other."""
    places = [printed.index(name) for name in wanted]
    runs: list[list[int]] = []  # the longest rising run that ends at each place
    for n, place in enumerate(places):
        before = [run for run in runs if places[run[-1]] < place]
        runs.append([*_longest(before), n])
    kept = _longest(runs)
    return [name for n, name in enumerate(wanted) if n not in kept]


def _longest(runs: Iterable[list[int]]) -> list[int]:
    longest: list[int] = []
    for run in runs:
        if len(run) > len(longest):
            longest = run
    return longest


def missing_tables(book: Book) -> Iterator[Issue]:
    """目录列了、正文却没有（标题也没有）的规定报表；其余规定报表都在、没有认不出的报表、没有图片页时才提出。

    各地报表名称不同，只凭名称对不上不算缺表；表在另一附件中的（正文一张规定报表也没有）不核对。
    """
    if book.sort is Sort.OTHER or book.sort.government or book.pictures:
        return
    required = required_tables(book.sort.value)
    found = {table.kind for table in book.tables}
    found |= {kind for heading in book.headings if heading.stands for kind in heading.kinds}
    lacking = [table for table in required if table.id not in found]
    unknown = [t for t in book.tables if not t.kind and t.title and not t.empty]
    if not lacking or unknown or len(lacking) > len(required) / 3:
        return
    listed = [bare_title(passage.text) for passage in book.passages if passage.listed]
    for table in lacking:
        if any(re.search(table.match, title) for title in listed):
            yield issue(
                Severity.CERTAIN,
                [],
                f"目录列有{table.name}",
                f"正文没有{table.name}",
                "补上该表；没有数据的也要列出空表并说明。",
                table=table.name,
            )


def unexplained(book: Book) -> Iterator[Issue]:
    """正文齐全，却没有看到必须说明的事项（机关运行经费、政府采购、绩效，“三公”分项及增减原因）；提请核实。"""
    if not book.explains or len(book.prose) < _SHORT:
        return
    asked = {
        matter.name
        for group in ("department", "government")
        for matter in matters(group)
        if matter.asked
    }
    lacking = [
        item.name if item.group == NOTES else f"{item.group}{item.name}{_why(item)}"
        for item in disclosed(book)
        if item.state in _ASKED and (item.name in asked or item.group == SANGONG)
    ]
    if lacking:
        yield issue(
            Severity.ASK,
            [],
            "",
            f"没有看到：{'、'.join(lacking)}",
            "有的指明在哪里，没有的补充说明；确实没有的写明“无”。",
        )


def _why(item: Item) -> str:
    """What a change lacks; of the kinds of 三公 the state says all there is to say."""
    return f"（{item.note}）" if item.name == CHANGES and item.note else ""


def old_names(book: Book) -> Iterator[Issue]:
    """报表和正文里沿用已经更名的功能分类科目（按年度）。全文合并为一条；写到（类）的另按科目名称核对。"""
    if book.year is None:
        return
    old = {
        core(subject.name): subject
        for subject in subject_classes()
        if subject.until is not None and book.year > subject.until
    }
    seen: dict[str, tuple[Table, int]] = {}
    for table in book.tables:
        for row in table.rows if not table.elsewhere else ():
            if core(row.name) in old:
                seen.setdefault(core(row.name), (table, row.page))
    words = {core(mention.label): mention.page for mention in mentions(book)}
    told = {name: page for name, page in words.items() if name in old and name not in seen}
    if seen or told:
        titles = [table.title for table, _ in seen.values()]
        seen_at = {name: page for name, (_, page) in seen.items()} | told
        yield issue(
            Severity.MINOR,
            list(seen_at.values()),
            "、".join(old[name].name for name in seen_at),
            "；".join(
                f"“{old[name].name}”{old[name].until}年后改为“{old[name].now}”" for name in seen_at
            ),
            f"按{book.year}年政府收支分类科目改正。",
            table=titles[0] if titles else "",
        )


def bare_tables(book: Book) -> Iterator[Issue]:
    """政府性基金、国有资本经营预算是空表，表下和正文都没有写明“没有”“无”；说明可能在网页上，提请核实。"""
    if not book.explains or book.sort.government:
        return
    bare = [item for item in disclosed(book) if item.state is State.BARE]
    if bare:
        yield issue(
            Severity.ASK,
            [item.page for item in bare if item.page is not None],
            "、".join(item.note or item.name for item in bare),
            f"{'、'.join(item.name for item in bare)}没有数，也没有说明",
            "没有数据的表列出空表，并写明没有这项收支。",
            table=bare[0].note,
        )
