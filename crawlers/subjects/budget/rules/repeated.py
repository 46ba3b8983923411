"""The same figure told twice in the text, and not alike."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.mentions import Mention, mentions
from data.budget_lists import limits

# Figures that a text gives again and again; what a label must and must not say.
_TOTALS = (
    (
        "收支总计",
        r"^(?!.*(?:拨款|公共预算|基金|专户|其他|资金)).*(?:收入|支出)(?:预算|决算)?(?:总计|合计|总额)$",
    ),
    (
        "财政拨款",
        r"(?:财政拨款|一般公共预算)(?:财政拨款)?(?:收、支|收支|收入|支出)?(?:总|预算|决算|支出|收入)*(?:总计|合计)?$",
    ),
)
# Figures that a budget gives as a part of 三公 and once more by themselves.
_KINDS = (
    ("因公出国（境）费", r"因公出国.{0,6}费(?:用)?(?:预算)?(?:支出)?$"),
    (
        "公务用车购置及运行费",
        r"(?:公务用车|公车)购置(?:费)?(?:及|和|与).{0,4}运行(?:维护)?费(?:预算)?(?:支出)?$",
    ),
    ("公务接待费", r"公务接待费(?:预算)?(?:支出)?$"),
)


def repeated_figures(book: Book) -> Iterator[Issue]:
    """同一个数在正文几处不一：收支总计、财政拨款数多数相同而一处只差一两位数字；预算的“三公”各项前后两个数。

    有总表的按表核对（见“文表不符”），这里不重复。
    """
    said = list(mentions(book))
    if not book.of("overall", "fiscal"):
        for name, pattern in _TOTALS:
            yield from _odd(name, [m for m in said if re.search(pattern, m.label)])
    if not book.sort.accounts and not book.of("sangong"):
        for name, pattern in _KINDS:
            yield from _two(name, [m for m in said if re.search(pattern, m.label)])


def _odd(name: str, told: Sequence[Mention]) -> Iterator[Issue]:
    counts = Counter(mention.amount.yuan for mention in told)
    if not counts or counts.most_common(1)[0][1] < limits().repeated_figure:
        return
    usual = counts.most_common(1)[0][0]
    right = next(mention for mention in told if mention.amount.yuan == usual)
    for mention in told:
        if counts[mention.amount.yuan] == 1 and _is_slip(mention, right):
            yield _issue(name, mention, right)


def _is_slip(one: Mention, other: Mention) -> bool:
    """Figures of one length that differ in one or two digits."""
    a, b = (re.sub(r"[^\d.]", "", mention.amount.text) for mention in (one, other))
    return len(a) == len(b) >= 6 and 0 < sum(x != y for x, y in zip(a, b, strict=True)) <= 2


def _two(name: str, told: Sequence[Mention]) -> Iterator[Issue]:
    amounts = {mention.amount.yuan for mention in told}
    if len(told) == len(amounts) == 2 and all(amounts):
        yield _issue(name, told[1], told[0])


def _issue(name: str, mention: Mention, other: Mention) -> Issue:
    return issue(
        Severity.CERTAIN,
        [mention.page, other.page],
        mention.passage.around(mention.start, mention.end, 60),
        f"{name}这里是{mention.amount.text}，第{other.page}页是{other.amount.text}",
        "核对两处的数。",
        figures=(mention.amount.text, other.amount.text),
    )
