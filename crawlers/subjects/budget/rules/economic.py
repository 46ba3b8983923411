"""The lists of economic subjects in the text (主要包括：基本工资、……) against the table."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.subjects import core, distance
from data.budget_lists import covering_subjects, running_subjects, staff_subjects

_LIST = re.compile(
    r"(?P<kind>人员经费|(?:日常)?公用经费)(?:支出)?(?:预算|决算)?(?:为|是|共)?"
    + AMOUNT.pattern
    + r"(?:[(（][^()（）]*[)）])?[,，。;；]?(?:主要)?(?:包括|用于|有)[:：]?"
    + r"(?P<names>[^。;；]{4,600})"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: the subjects it names; `open` when it ends in 等 and so need not be complete."""

    passage: Passage
    start: int
    staff: bool
    names: tuple[str, ...]
    open: bool


def listed_subjects(book: Book) -> Iterator[Issue]:
    """“人员经费（公用经费）主要包括……”列举的经济分类科目，与基本支出表有数的款核对。

    列了而表中没有数的、表中有数而没有列的（写“等”的不算漏）、重复列的、不是科目名称而与某科目只差一字的，
    都指出；“社会保障缴费”等概括写法算作列了它包括的各款。
    """
    lists = list(_lists(book))
    paid = _paid(book)
    extra: list[tuple[Listed, str]] = []
    missing: list[tuple[Listed, str]] = []
    yield from _twice_or_misspelt(lists)
    for one in lists if paid else ():
        known = staff_subjects() if one.staff else running_subjects()
        covered = [
            name for said in one.names for name in (said, *covering_subjects().get(said, ()))
        ]
        extra += [(one, said) for said in one.names if _is_extra(said, known, paid)]
        if not one.open:
            missing += [
                (one, f"{name} {value:,f}")
                for name, (value, staff) in paid.items()
                if staff == one.staff and not any(_alike(said, name) for said in covered)
                if _could_be_listed(name, known)
            ]
    if extra or missing:
        yield _mismatch(book, extra, missing)


def _lists(book: Book) -> Iterator[Listed]:
    for passage in book.prose:
        for found in _LIST.finditer(passage.text):
            names = re.sub(r"[(（]按[^()（）]*[)）]?", "", found["names"])
            is_open = re.search(r"等(?:支出|费用|方面|项目)?$|[.…]{2,}", names) is not None
            listed = [
                re.sub(r"等(?:支出|费用|方面|项目)?$", "", name)
                for name in re.split(r"[、,，]", names)
            ]
            staff = found["kind"] == "人员经费"
            kept = tuple(name for name in listed if name)
            if len(kept) >= 3:
                yield Listed(passage, found.start(), staff, kept, is_open)


def _paid(book: Book) -> dict[str, tuple[Decimal, bool]]:
    """Economic subjects of the basic expenditure: amount, and whether it is 人员经费."""
    found: dict[str, tuple[Decimal, bool]] = {}
    for table in book.of("basic"):
        for row in table.rows:
            if len(row.code) == 5 and row.figures and (value := max(row.figures.values())):
                found[row.name] = value, row.code.startswith(("301", "303"))
    return found


def _is_extra(said: str, known: Sequence[str], paid: Mapping[str, tuple[Decimal, bool]]) -> bool:
    names = (said, *covering_subjects().get(said, ()))
    official = any(core(said) == core(name) for name in known) or said in covering_subjects()
    return official and not any(core(name) == core(other) for name in names for other in paid)


def _alike(said: str, name: str) -> bool:
    """The same subject, perhaps with a word or two left out of a long name."""
    one, other = core(said), core(name)
    return one == other or (min(len(one), len(other)) >= 8 and distance(one, other) <= 2)


def _could_be_listed(name: str, known: Sequence[str]) -> bool:
    """Subjects outside the official names may be told in other words."""
    return any(core(name) == core(other) for other in known)


def _twice_or_misspelt(lists: Sequence[Listed]) -> Iterator[Issue]:
    """One issue for each fault, wherever the list is said again."""
    found: dict[str, list[Listed]] = {}
    for one in lists:
        for name, count in Counter(one.names).items():
            if count > 1:
                found.setdefault(f"“{name}”列了{count}次", []).append(one)
            elif right := _meant(name, one):
                said = f"“{name}”不是经济分类科目，应为“{right}”"
                found.setdefault(said, []).append(one)
    for said, places in found.items():
        first = places[0]
        yield issue(
            Severity.CERTAIN,
            [one.passage.page_at(one.start) for one in places],
            first.passage.around(first.start, first.start + 40, 100),
            said,
            "改正列举的科目，核对有无漏写。",
        )


def _meant(name: str, one: Listed) -> str:
    """The only subject that differs from a name that is none by one character, or ""."""
    known = staff_subjects() if one.staff else running_subjects()
    if len(name) > 8 or name in covering_subjects() or core(name) in {core(k) for k in known}:
        return ""
    close = [
        other
        for other in known
        if len(other) == len(name) and distance(other, name) == 1 and other not in one.names
    ]
    return close[0] if len(close) == 1 else ""


def _mismatch(
    book: Book, extra: Sequence[tuple[Listed, str]], missing: Sequence[tuple[Listed, str]]
) -> Issue:
    titles = "、".join(f"《{title}》" for title in dict.fromkeys(t.title for t in book.of("basic")))
    parts = []
    if extra:
        names = "、".join(dict.fromkeys(name for _, name in extra))
        parts.append(f"列了{names}，{titles}中没有数")
    if missing:
        names = "、".join(dict.fromkeys(name for _, name in missing))
        parts.append(f"{titles}中的{names}没有列")
    places = [one for one, _ in (*extra, *missing)]
    first = places[0]
    return issue(
        Severity.CERTAIN if missing else Severity.MINOR,
        [one.passage.page_at(one.start) for one in places],
        first.passage.around(first.start, first.start + 40, 100),
        "；".join(parts),
        "按基本支出表实有的科目改写，不涉及的不列。",
        table=book.of("basic")[0].title,
        figures=re.findall(r"[\d,]+\.\d+", "".join(parts)),
    )
