"""Totals whose parts follow in paragraphs of their own."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, Amount, adds_up, amount
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage
from data.budget_lists import limits

_OPENS = re.compile(rf"{AMOUNT.pattern}[,，。;；]?(?:其中|包括|具体(?:包括|如下))[:：]$")
_NUMBER = re.compile(r"(\d{1,2}[.、．]|[(（]\d{1,2}[)）]|[(（][一二三四五六七八九十]{1,2}[)）])")
_ITEM = re.compile(rf"[^,，。;；:：\d]{{2,60}}?[:：]?(?:支出|为|是|共)?{AMOUNT.pattern}")
_WAN = Decimal(10_000)


def listed_sums(book: Book) -> Iterator[Issue]:
    """“合计……万元。其中：”之后逐条列出的各项之和，与合计比对。

    各项编号形式相同、每项都写了金额才核对；差额超过合计的5%的，多半是没有列全，不在这里提出。
    """
    passages = [p for p in book.passages if not p.listed]
    for at, passage in enumerate(passages):
        opening = _OPENS.search(passage.text)
        if not opening:
            continue
        total = book.exact(amount(opening[1], opening[2]))
        items = _items(book, passages[at + 1 : at + 30])
        if len(items) < 2 or not total.yuan:
            continue
        parts = [part.yuan for _, part in items]
        step = max(part.step for part in (total, *(part for _, part in items)) if part.yuan)
        made = sum(parts, Decimal(0))
        if (
            adds_up(total.yuan, parts, step)
            or abs(made - total.yuan) > limits().incomplete_list * total.yuan
        ):
            continue
        yield issue(
            Severity.CERTAIN,
            [passage.last_page, *(item.page for item, _ in items)],
            passage.text[-60:],
            f"{'＋'.join(part.text for _, part in items)}＝{made / _WAN:,f}万元，文中{total.text}，"
            f"相差{(total.yuan - made) / _WAN:,f}万元",
            "核对合计与各项。",
            figures=(total.text, f"{made / _WAN:f}万元"),
        )


def _items(book: Book, passages: Sequence[Passage]) -> list[tuple[Passage, Amount]]:
    """Paragraphs of one list with their amounts; none if one of them has none."""
    found: list[tuple[Passage, Amount]] = []
    style = None
    for passage in passages:
        number = _NUMBER.match(passage.text)
        kind = re.sub(r"[\d一二三四五六七八九十]+", "n", number[1]) if number else "share"
        if style is None:
            style = kind
        if kind != style:
            if number and style != "share" and kind == "(n)":  # a list inside the list
                continue
            break
        item = _ITEM.match(passage.text, number.end() if number else 0)
        if not item or (kind == "share" and "占" not in passage.text[item.end() :][:3]):
            return found if kind == "share" else []
        found.append((passage, book.exact(amount(item[1], item[2]))))
    return found
