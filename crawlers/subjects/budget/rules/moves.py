"""Changes of the parts against the change of their whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, NUMBER, Amount, adds_up, amount
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage

_UP = {"增加", "增长", "上升", "提高"}
_ITEM = re.compile(
    rf"(?P<label>[^,，。;；:：\d]{{2,40}}?){AMOUNT.pattern}(?:[(（][^()（）]{{0,20}}[)）])?[,，。;；]?"
    r"(?:[与比较同]|相比|相较)(?:上一?年度?|去年|20\d\d年度?)[^,，。;；\d]{0,12}?[,，]?"
    r"(?:(?P<same>持平|一致|相同|无变化|没有变化|无增减)|"
    rf"(?P<verb>增加|减少|增长|下降|降低|压减|上升)(?:了)?(?P<by>{NUMBER})(?P<unit>亿元|万元|元))"
)
_MOST_PARTS = 8
# Parts that are all there are. Lists of classes leave out those that got nothing this year.
_FAMILIES = tuple(
    tuple(re.compile(part) for part in family)
    for family in (
        ("因公出国", "(?:公务用车|公车)购置.{0,2}(?:及|和|与|、)", "公务接待"),
        ("(?:公务用车|公车)?购置(?!.{0,2}(?:及|和|与|、))", "(?:公务用车|公车)?运行"),
        ("一般公共预算|公共财政", "政府性基金", "国有资本经营"),
        ("基本支出", "项目支出"),
        ("人员经费", "公用经费"),
    )
)
_WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Moved:
    """「A，比上年增加B」: this year's amount and its change, in yuan, negative for a decrease."""

    passage: Passage
    start: int
    label: str
    now: Amount
    by: Decimal
    step: Decimal


def part_changes(book: Book) -> Iterator[Issue]:
    """“三公”各项、公车购置和运行、一般公共预算和政府性基金等、基本和项目支出、人员和公用经费：分项之和等于合计的，
    分项的增减额之和也应等于合计的增减额（“持平”按0）。

    至少两个分项有数；分项之下又列小项的，小项不重复计入；容许四舍五入误差。
    """
    for _, group in groupby(_moved(book), key=lambda m: (m.passage.part, m.passage.heading)):
        items = list(group)
        for at, whole in enumerate(items):
            parts, _ = _parts(items, at)
            if sum(bool(part.now.yuan) for part in parts) < 2 or not _is_family(parts):
                continue
            step = max(item.step for item in (whole, *parts))
            if not adds_up(whole.by, [part.by for part in parts], step):
                yield _issue(whole, parts)


def _moved(book: Book) -> Iterator[Moved]:
    for passage in book.prose:
        for found in _ITEM.finditer(passage.text):
            now = book.exact(amount(found[2], found[3]))
            if found["same"]:
                by, step = Decimal(0), Decimal(0)
            else:
                change = book.exact(amount(found["by"], found["unit"]))
                by = change.yuan if found["verb"] in _UP else -change.yuan
                step = change.step
            yield Moved(passage, found.start(), found["label"], now, by, step)


def _parts(items: Sequence[Moved], at: int, depth: int = 0) -> tuple[list[Moved], int]:
    """The items behind that make up this one, and where they end; none if they do not."""
    total, made, place = items[at].now, Decimal(0), at + 1
    parts: list[Moved] = []
    while place < len(items) and len(parts) < _MOST_PARTS and total.yuan:
        part = items[place]
        parts.append(part)
        made += part.now.yuan
        inner = (
            _parts(items, place, depth + 1) if depth < 2 and part.now.yuan < total.yuan else None
        )
        place = inner[1] if inner and inner[0] else place + 1
        step = max(total.step, part.now.step)
        if made > total.yuan + step:
            break
        if len(parts) >= 2 and adds_up(total.yuan, [p.now.yuan for p in parts], step):
            while place < len(items) and not items[place].now.yuan:
                parts.append(items[place])  # nothing this year, but perhaps last year
                place += 1
            return parts, place
    return [], at + 1


def _is_family(parts: Sequence[Moved]) -> bool:
    """The parts are the members of one family, each once."""
    for family in _FAMILIES:
        kinds = [next((p for p in family if p.search(part.label)), None) for part in parts]
        if None not in kinds and len(set(kinds)) == len(kinds):
            return True
    return False


def _issue(whole: Moved, parts: Sequence[Moved]) -> Issue:
    made = sum((part.by for part in parts), Decimal(0))
    listed = "".join(f"{part.by / _WAN:+,f}" for part in parts if part.by)
    return issue(
        Severity.CERTAIN,
        [item.passage.page_at(item.start) for item in (whole, *parts)],
        whole.passage.around(whole.start, whole.start + 40, 80),
        f"各分项增减额合计{listed}＝{made / _WAN:+,f}万元，"
        f"文中{whole.label}的增减额是{whole.by / _WAN:+,f}万元",
        "核对合计与各分项的增减额。",
        figures=(f"{whole.by / _WAN:f}", f"{made / _WAN:f}"),
    )
