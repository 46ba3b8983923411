"""What the text claims about amounts: changes, shares, completion, and the labels of amounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, NUMBER, Amount, amount
from crawlers.subjects.budget.passages import Passage

_UP = {"增加", "增长", "上升", "提高", "增幅"}
_VERBS = r"增加|减少|增长|下降|降低|上升|提高|压减|压缩|减低|增幅|降幅"
_CHANGE = re.compile(
    rf"(?P<verb>{_VERBS})(?:了|额为|数为|额|数)?(?P<by>{NUMBER})(?P<unit>亿元|万元|元)"
    rf"[,，;；(（]?(?:同比|比上年|较上年|幅度|约|即)*(?P<second>{_VERBS})"
    r"(?:[(（](?:增长|下降|增加|减少)[)）])?(?:率|幅度)?(?:了|为|约|达到|达)*"
    rf"(?P<percent>{NUMBER})%"
)
_STOCK_LIMIT = re.compile(
    r"(?:增加|减少|增长|下降|降低|上升|提高|压减|压缩|小于|大于|高于|低于|少|多)[^,，。;；\d]{0,12}$"
)
_COMPARED = (
    r"(?:(?:与|比|较|同|和)?(?:上一?年度?|去年|20\d\d年度?)(?:同期)?"
    r"(?:年初)?(?:预算|决算|执行|支出|收入)?(?:数|安排)?(?:相比|比较|相较|对比|比)?|同比)"
)
_BRIDGE = re.compile(
    r"(?:[,，。;；]|[(（][^()（）]*[)）]|占[^,，。;；%]{0,30}?\d+(?:\.\d+)?%|"
    r"完成[^,，。;；%]{0,20}?\d+(?:\.\d+)?%|(?:主要(?:用于|是)|全部(?:由|为|是))[^。]*(?=。))*"
    rf"{_COMPARED}[,，]?(?P<label>[^,，。;；\d]{{0,30}}?)(?:各|均|共|共计|总计)?$"
)


@dataclass(frozen=True, slots=True)
class Change:
    """「A，比上年增加B，增长C%」: `now` is A when the text ties it to the change, else None."""

    passage: Passage
    start: int
    end: int
    by: Amount
    up: bool
    up_again: bool
    percent: Fraction
    step: Fraction  # worth of the last printed digit of the percentage
    printed: str
    now: Amount | None
    label: str  # the words right before, what is said to have changed among them

    @property
    def prior(self) -> Amount | None:
        """Last year's amount, as the text implies it."""
        if self.now is None:
            return None
        yuan = self.now.yuan - self.by.yuan if self.up else self.now.yuan + self.by.yuan
        return Amount(yuan, self.now.step + self.by.step, "")


def changes(book: Book) -> Iterator[Change]:
    """Every change with an amount and a percentage in the text of a document."""
    for passage in book.prose:
        yield from _changes(book, passage)


def _changes(book: Book, passage: Passage) -> Iterator[Change]:
    text = passage.text
    for found in _CHANGE.finditer(text):
        now = _tied(text, found.start())
        percent = found["percent"]
        yield Change(
            passage,
            found.start(),
            found.end(),
            book.exact(amount(found["by"], found["unit"])),
            found["verb"] in _UP,
            found["second"] in _UP,
            value_of(percent),
            step_of(percent),
            f"{percent}%",
            book.exact(now) if now else None,
            _subject(text, found.start()),
        )


_ORDINAL = re.compile(r"^(?:\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]{1,2}[)）])")
_COMPARISON = re.compile(rf"{_COMPARED}$|(?:各|均|共|共计|总计|支出决算)+$")


def _subject(text: str, start: int) -> str:
    """What changed: the words before a verb, without their number and what it is compared to."""
    said = re.split(r"[,，。;；:：]", text[max(start - _CLAUSE, 0) : start])[-1]
    return _ORDINAL.sub("", _COMPARISON.sub("", said))


# How far back a text is read, so that a long one takes no more than its length in time.
_REACH = 600
_CLAUSE = 80
_AMOUNTS_BACK = 8


def _tied(text: str, start: int) -> Amount | None:
    """The amount that a change at `start` is a change of, if the words between leave no doubt."""
    begin = max(start - _REACH, 0)
    for found in reversed(list(AMOUNT.finditer(text, begin, start))[-_AMOUNTS_BACK:]):
        if _STOCK_LIMIT.search(text[max(found.start() - _CLAUSE, 0) : found.start()]):
            continue
        bridge = _BRIDGE.fullmatch(text, found.end(), start)
        if not bridge:
            return None
        said = re.split(r"[,，。;；:：]", text[max(found.start() - _CLAUSE, 0) : found.start()])[-1]
        label = re.sub("总计|合计|总额|预算|决算|收入|支出|数", "", bridge["label"])
        if label and sum(char in said for char in label) < 0.8 * len(label):
            return None
        return amount(found[1], found[2])
    return None


def value_of(number: str) -> Fraction:
    return Fraction(number.replace(",", ""))


def step_of(number: str) -> Fraction:
    """The worth of the last printed digit."""
    digits = len(number.partition(".")[2])
    return Fraction(1, 10**digits)


def amounts(text: str) -> list[Amount]:
    return [amount(found[1], found[2]) for found in AMOUNT.finditer(text)]
