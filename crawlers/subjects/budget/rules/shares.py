"""Shares and degrees of completion: part over whole, as the text states both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.claims import step_of, value_of
from crawlers.subjects.budget.figures import AMOUNT, NUMBER, Amount, amount, ratio_range
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.rules.growth import is_rough
from crawlers.subjects.budget.totals import named_total

_SHARE = re.compile(
    rf"(?P<number>{NUMBER})(?P<unit>亿元|万元|元)(?:[(（][^()（）]*[)）])?[,，;；(（]?"
    r"占(?P<base>[^,，。;；%\d]{0,30}?)的?(?:比例|比重|份额)?(?:为|约|达)*"
    rf"(?P<percent>{NUMBER})%"
)
_DONE = re.compile(
    rf"预算(?:数|安排)?(?:为|是)?(?P<plan>{NUMBER})(?P<plan_unit>亿元|万元|元)[,，;；。]?"
    rf"[^,，。;；\d]{{0,12}}?(?:支出)?决算(?:数)?(?:为|是)?(?P<real>{NUMBER})(?P<real_unit>亿元|万元|元)"
    r"[,，;；。]?(?:完成|占)[^,，。;；%\d]{0,12}?预算(?:数)?的?(?:比例)?(?:为|约|达)*"
    rf"(?P<percent>{NUMBER})%"
)
_WHOLE = re.compile(
    r"(?:其中|包括|(?:主要)?用于以下方面|具体(?:情况|构成)?如下|分别为|结构(?:情况)?如下)[:：,，]?"
)


@dataclass(frozen=True, slots=True)
class Share:
    """「A，占B的C%」 with the wholes that B may be; none when that is not certain."""

    passage: Passage
    start: int
    end: int
    part: Amount
    bases: tuple[Amount, ...]
    named: str
    percent: Fraction
    step: Fraction
    printed: str

    @property
    def spans(self) -> list[tuple[Fraction, Fraction]]:
        """The percentages that rounding leaves possible, by each whole."""
        return [span for base in self.bases if (span := ratio_range(self.part, base))]

    @property
    def fits(self) -> bool:
        """Whether the percentage is the rounded one; unknown counts as fitting."""
        half = self.step / 2
        spans = self.spans
        return not spans or any(low - half <= self.percent <= high + half for low, high in spans)

    @property
    def rough(self) -> bool:
        """Not the rounded one, but nearly so."""
        return not self.fits and any(is_rough(self.percent, self.step, *s) for s in self.spans)

    @property
    def right(self) -> str:
        base = self.bases[0]
        value = Fraction(self.part.yuan) / Fraction(base.yuan) * 100
        digits = max(len(self.printed.rstrip("%").partition(".")[2]), 2)
        return f"{self.part.text}÷{base.text}＝{float(value):.{digits}f}%，文中写{self.printed}"


def shares(book: Book) -> Iterator[Issue]:
    """重算“占……的百分比”和“完成预算的百分比”，容许各数末位四舍五入。

    分母是文中点明的合计（取表或正文中的数），没有点明的取同段“其中”“包括”之前的合计；分母不能确定的不核对。
    """
    wrong: dict[Passage, list[Share]] = {}
    for share in all_shares(book):
        if not share.fits and not share.rough:
            wrong.setdefault(share.passage, []).append(share)
    for passage, listed in wrong.items():
        yield issue(
            Severity.CERTAIN,
            [passage.page_at(share.start) for share in listed],
            "；".join(passage.around(share.start, share.end, 60) for share in listed[:4]),
            "；".join(share.right for share in listed),
            "按同一口径的合计数重算占比。",
            figures=[text for share in listed for text in (share.part.text, share.printed)],
        )


def all_shares(book: Book) -> Iterator[Share]:
    """Every share and degree of completion in the text."""
    wholes: list[tuple[Passage, Amount]] = []
    for passage in book.passages:
        if passage.listed:
            continue
        if passage.is_heading:
            wholes = []
            continue
        for found in _SHARE.finditer(passage.text):
            part = book.exact(amount(found["number"], found["unit"]))
            yield _share(passage, found, part, found["base"], _bases(book, wholes, passage, found))
        for found in _DONE.finditer(passage.text):
            plan = book.exact(amount(found["plan"], found["plan_unit"]))
            real = book.exact(amount(found["real"], found["real_unit"]))
            yield _share(passage, found, real, "预算", (plan,))
        if whole := _open_whole(passage):
            wholes = [(passage, whole)]
        elif "%" not in passage.text:
            wholes = []


def _share(
    passage: Passage, found: re.Match[str], part: Amount, named: str, bases: tuple[Amount, ...]
) -> Share:
    return Share(
        passage,
        found.start(),
        found.end(),
        part,
        bases,
        named,
        value_of(found["percent"]),
        step_of(found["percent"]),
        f"{found['percent']}%",
    )


def _bases(
    book: Book, wholes: list[tuple[Passage, Amount]], passage: Passage, found: re.Match[str]
) -> tuple[Amount, ...]:
    if found["base"]:
        named = named_total(book, found["base"])
        if "三公" in found["base"] and (own := _sum_of_shares(book, passage, found["base"])):
            return (*named, own) if named else (own,)
        return named
    inside = _whole_before(passage.text, found.start())
    if inside:
        return (inside,)
    return (wholes[0][1],) if wholes else ()


def _sum_of_shares(book: Book, passage: Passage, base: str) -> Amount | None:
    """The three parts of 三公 that one passage gives with their shares make its whole."""
    parts = [
        book.exact(amount(found["number"], found["unit"]))
        for found in _SHARE.finditer(passage.text)
        if found["base"] == base
    ]
    if len(parts) != 3:
        return None
    total = sum((part.yuan for part in parts), Decimal(0))
    return Amount(total, max(part.step for part in parts), f"{total / 10000:f}万元（三项之和）")


def _whole_before(text: str, start: int) -> Amount | None:
    """The amount before 其中 or 包括 that a list of shares goes with."""
    marks = list(_WHOLE.finditer(text, 0, start))
    if not marks:
        return None
    before = list(AMOUNT.finditer(text, 0, marks[-1].start()))
    if not before or "%" in text[before[-1].end() : marks[-1].start()]:
        return None
    return amount(before[-1][1], before[-1][2])


def _open_whole(passage: Passage) -> Amount | None:
    """The whole of a list that the following passages give."""
    if not re.search(r"(?:其中|包括|如下|分别为)[:：]$", passage.text):
        return None
    return _whole_before(passage.text, len(passage.text))
