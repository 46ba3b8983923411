"""Totals in the text and the parts given right behind them."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, Amount, amount, amounts_add_up
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.sangong_sums import TOTAL
from crawlers.subjects.budget.sangong_sums import said_sums as said_sums_of_sangong
from crawlers.subjects.budget.subjects import Named, core, named_subjects, subject_rows

_WAN = Decimal(10_000)
_ITEM = rf"[^,，。;；\d]{{0,16}}?(?:为|是)?{AMOUNT.pattern}"
_FAMILIES = (
    (
        "政府采购",
        re.compile(
            rf"政府采购[^,，。;；\d]{{0,24}}(?:总额|金额|预算|支出)(?:[(（][^()（）]*[)）])?(?:为|是|共)?"
            rf"{AMOUNT.pattern}[,，。;；]?其中[:：,，]?"
        ),
        ("货物", "工程", "服务"),
    ),
    (
        "公务用车购置及运行费",
        re.compile(
            r"(?:公务用车|公车)购置(?:费)?(?:及|和|与|、)(?:公务用车)?运行[^,，。;；\d]{0,14}(?:为|是)?"
            rf"{AMOUNT.pattern}[,，。;；]?(?:[(（])?其中[:：,，]?"
        ),
        ("(?:公务用车|公车)?购置(?!(?:费)?(?:及|和|与|、))", "(?:公务用车|公车)?运行"),
    ),
    (
        "基本支出",
        re.compile(
            rf"基本支出(?:预算|决算)?(?:数)?(?:为|是|共)?{AMOUNT.pattern}[,，。;；]?(?:其中|包括)[:：,，]?"
        ),
        ("人员(?:经费|支出)", "公用(?:经费|支出)"),
    ),
)


def said_sums(book: Book) -> Iterator[Issue]:
    """正文“合计……，其中……”：政府采购＝货物＋工程＋服务，“三公”＝三项之和，公车＝购置＋运行，基本支出＝人员＋公用。

    各分项都写出来了才核对，没有写的分项不当作0；容许四舍五入误差。
    """
    for at, passage in enumerate(book.passages):
        if passage.listed or passage.is_heading:
            continue
        for title, pattern, parts in _FAMILIES:
            for found in pattern.finditer(passage.text):
                total = book.exact(amount(found[1], found[2]))
                rest = passage.text[found.end() :]
                if len(rest) < 6:  # the parts are in paragraphs of their own
                    rest = "".join(p.text for p in book.passages[at + 1 : at + 4])
                values = _parts(book, rest, parts)
                if values and not amounts_add_up(total, values):
                    said = passage.around(found.start(), found.end(), 160)
                    yield _issue(passage.page_at(found.start()), said, title, total, values)
    for one in said_sums_of_sangong(book):
        if one.what == TOTAL and not one.holds:
            yield _issue(one.page, one.said, one.what, one.total, [part for _, part in one.parts])


def _parts(book: Book, text: str, names: tuple[str, ...]) -> list[Amount]:
    """The amount of each part in the next words; none unless all are there."""
    found: list[Amount] = []
    at = 0
    for name in names:
        part = re.compile(name + _ITEM).search(text, at, at + 160)
        if not part:
            return []
        found.append(book.exact(amount(part[1], part[2])))
        at = part.end()
    return found


def _issue(page: int, said: str, title: str, total: Amount, parts: Sequence[Amount]) -> Issue:
    made = sum((part.yuan for part in parts), Decimal(0)) / _WAN
    return issue(
        Severity.CERTAIN,
        [page],
        said,
        f"{'＋'.join(part.text for part in parts)}＝{made:,f}万元，文中{title}{total.text}",
        "核对合计与各分项。",
        figures=(total.text, f"{made:f}万元"),
    )


# --- lists of functions that stop short -----------------------------------------------------------


def unlisted(book: Book) -> Iterator[Issue]:
    """“支出总计……万元，包括”之后应列全各类支出：总表里有数的类，文中一类也没有提到的，指出缺了哪些。

    正文逐项写到（款）（项）的一节，同样核对有没有整类漏写。文中列出的各类加总已等于总计的不提出。
    """
    classes = {
        core(row.name): f"{row.name} {next(iter(row.figures.values())):,f}"
        for table, row in subject_rows(book)
        if len(row.code) == 3 and table.kind in {"general", "fiscal_expense"} and row.figures
        if any(row.figures.values())
    }
    if len(classes) < 2:
        return
    missing: dict[str, list[tuple[int, str]]] = {}
    for heading, passages in _sections(book).items():
        text = "".join(passage.text for passage in passages)
        opening = re.search(rf"支出(?:预算|决算)?总计{AMOUNT.pattern}[,，。;；]?包括[:：]", text)
        items = [named for named in named_subjects(book) if named.passage in passages]
        detailed = any(named.name("款") and named.name("项") for named in items)
        if not opening and not detailed:
            continue
        listed = text[opening.end() :] if opening else text
        lacking = [shown for name, shown in classes.items() if name not in core_text(listed)]
        if lacking and len(lacking) < len(classes):
            page = _page(passages, opening.group()) if opening else _first_page(items)
            missing.setdefault("、".join(lacking), []).append((page, heading))
    for names, places in missing.items():
        yield issue(
            Severity.CERTAIN,
            [page for page, _ in places],
            "；".join(heading for _, heading in places),
            f"分类说明不全，没有写到{names}万元",
            "按功能分类把各类支出写全。",
            figures=re.findall(r"[\d,]+\.\d+", names),
        )


def core_text(text: str) -> str:
    """A text made comparable with `core` names."""
    return re.sub(r"[\s“”\"、()（）·]", "", text).replace("费用", "费")


def _sections(book: Book) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in book.passages:
        if not passage.listed and passage.heading and "说明" in passage.heading + passage.part:
            found.setdefault(passage.heading, []).append(passage)
    return found


def _page(passages: list[Passage], words: str) -> int:
    pages = (p.page_at(p.text.find(words)) for p in passages if words in p.text)
    return next(pages, passages[0].page)


def _first_page(items: list[Named]) -> int:
    return next(item.passage.page for item in items if item.name("款") and item.name("项"))
