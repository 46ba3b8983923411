"""Shares and degrees of completion: part over whole, as the text states both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.claims import step_of, value_of
from crawlers.subjects.budget.figures import AMOUNT, NUMBER, Amount, amount, ratio_range
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.rules.growth import is_rough
from crawlers.subjects.budget.sangong import SANGONG, sangong_amounts, sangong_total
from crawlers.subjects.budget.totals import is_total, table_amount

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

    分母是文中点明的合计（取表或正文中的数），没有点明的取同段“其中”“包括”之前的合计；都没有的，一组三个以上占比
    多数以某个数（各项之和或文中合计）为分母成立的，取这个数；“三公”各项完成预算的比例，分母取“三公”表的预算数。
    分母不能确定的不核对。
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
    passages = {id(passage): at for at, passage in enumerate(book.passages)}
    run: list[Share] = []  # shares of a list whose whole nobody names
    for share in (*_shares(book), None):
        goes_on = (
            share is not None
            and not share.bases
            and not share.named
            and (not run or passages[id(share.passage)] - passages[id(run[-1].passage)] <= 1)
        )
        if share is not None and goes_on:
            run.append(share)
            continue
        yield from _by_majority(book, run)
        run = [share] if share is not None and not share.bases and not share.named else []
        if share is not None and not run:
            yield share
    yield from _planned(book)


def _by_majority(book: Book, listed: Sequence[Share]) -> Sequence[Share]:
    """Shares of a list with the whole that most fit: 三公 of the table, their sum, what is said."""
    told = [share for share in listed if share.part.yuan and share.percent]
    if not told or len(listed) < _FEWEST:
        return listed
    passage = listed[0].passage
    for whole in sangong_total(book) if "因公出国" in passage.text else ():
        based = [replace(share, bases=(whole,)) for share in listed]
        if any(share.fits for share in based if share.part.yuan):
            return based
    before = list(AMOUNT.finditer(passage.text, 0, listed[0].start))
    total = sum((share.part.yuan for share in told), Decimal(0))
    made = Amount(
        total, max(share.part.step for share in told), f"{total / _WAN:f}万元（各项之和）"
    )
    wholes = [made, *(amount(found[1], found[2]) for found in before[-2:])]
    for whole in wholes:
        based = [replace(share, bases=(whole,)) for share in listed]
        good = sum(share.fits or share.rough for share in based if share.part.yuan)
        if good >= max(_FEWEST - 1, len(told) * 2 / 3):
            return based
    return listed


_REACH = 2000  # characters that a list of shares may be long
_MOST_NAMES = 60  # wholes named in one document
_FEWEST = 3  # shares that tell what they are shares of
_WAN = Decimal(10_000)
_OF_PLAN = re.compile(
    r"(?P<label>(?:因公出国|公务用车|公车|公务接待)[^,，。;；\d]{0,20}?)(?:支出)?(?:决算)(?:数)?(?:为|是)?"
    rf"(?P<number>{NUMBER})(?P<unit>亿元|万元|元)[,，;；]?完成(?:年初|全年|当年)?预算(?:数)?的?"
    rf"(?:比例)?(?:为|约|达)*(?P<percent>{NUMBER})%"
)


def _planned(book: Book) -> Iterator[Share]:
    """Degrees of completion of the kinds of 三公 whose plan only the table gives."""
    for passage in book.prose if book.of("sangong") else ():
        for found in _OF_PLAN.finditer(passage.text):
            part = book.exact(amount(found["number"], found["unit"]))
            plans = tuple(plan for plan in sangong_amounts(book, found["label"]) if plan.yuan)
            if part.yuan:
                yield _share(passage, found, part, "预算", plans)


def _shares(book: Book) -> Iterator[Share]:
    wholes: list[tuple[Passage, Amount]] = []
    named: dict[tuple[str, int], tuple[Amount, ...]] = {}  # by name and passage
    for passage in book.passages:
        if passage.listed:
            continue
        if passage.is_heading:
            wholes = []
            continue
        for found in _SHARE.finditer(passage.text):
            part = book.exact(amount(found["number"], found["unit"]))
            base, key = found["base"], (found["base"], id(passage))
            if base and key not in named and len(named) < _MOST_NAMES:
                named[key] = _named(book, passage, base)
            bases = named.get(key, ()) if base else _unnamed(wholes, passage, found)
            yield _share(passage, found, part, base, bases)
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


def _named(book: Book, passage: Passage, base: str) -> tuple[Amount, ...]:
    """What the whole that a share names may be."""
    named = _named_total(book, base)
    if "三公" in base and (own := _sum_of_shares(book, passage, base)):
        return (*named, own)
    return named


def _unnamed(
    wholes: list[tuple[Passage, Amount]], passage: Passage, found: re.Match[str]
) -> tuple[Amount, ...]:
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
    return Amount(total, max(part.step for part in parts), f"{total / _WAN:f}万元（三项之和）")


def _whole_before(text: str, start: int) -> Amount | None:
    """The amount before 其中 or 包括 that a list of shares goes with."""
    begin = max(start - _REACH, 0)
    marks = list(_WHOLE.finditer(text, begin, start))
    if not marks:
        return None
    before = list(AMOUNT.finditer(text, begin, marks[-1].start()))
    if not before or "%" in text[before[-1].end() : marks[-1].start()]:
        return None
    return amount(before[-1][1], before[-1][2])


def _open_whole(passage: Passage) -> Amount | None:
    """The whole of a list that the following passages give."""
    if not re.search(r"(?:其中|包括|如下|分别为|以下方面)[:：]$", passage.text):
        return None
    return _whole_before(passage.text, len(passage.text))


def _named_total(book: Book, name: str) -> tuple[Amount, ...]:
    """What a total that a sentence names may be; () when nothing in the document says it."""
    if SANGONG in name:
        return sangong_total(book) or _said(book, name)
    if re.search("支出合计|支出总计|总支出|支出预算", name):
        kinds, side = ("expense", "overall"), "支出"
    elif re.search("收入合计|收入总计|总收入|收入预算", name):
        kinds, side = ("income", "overall"), "收入"
    else:
        return _said(book, name)
    found: list[Amount] = []
    for table in book.of(*kinds):
        for row in table.rows:
            if row.code or not row.figures:
                continue
            sided = re.fullmatch(f"(?:本年|当年)?{side}(?:合计|总计|小计)", row.name)
            plain = table.kind != "overall" and (is_total(row) or not row.name)
            if sided or plain:
                found.append(table_amount(table, row.figures[min(row.figures)]))
    return (*found, *_said(book, name))


def _said(book: Book, name: str) -> tuple[Amount, ...]:
    """Amounts that the text puts right behind the name."""
    bare = re.sub(r"[“”\"]", "", name)
    if len(bare) < 4:
        return ()
    pattern = re.compile(rf"{re.escape(bare)}(?:为|是|共|共计|合计|总计|数)*{AMOUNT.pattern}")
    return tuple(
        amount(found[1], found[2]) for text in book.unquoted for found in pattern.finditer(text)
    )
