"""Changes since last year: amount and percentage must agree, and so must their directions."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.claims import Change, amounts, changes
from crawlers.subjects.budget.figures import Amount, ratio_range
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.rules.crosscheck import told

_NEAR = 800  # characters before and behind a change in which another base may stand
_COARSE = Fraction(1, 10)
_FINE = Fraction(1, 100)  # worth of the last digit of a percentage printed to two decimals


def is_rough(percent: Fraction, step: Fraction, low: Fraction, high: Fraction) -> bool:
    """Whether a percentage is cut off instead of rounded, or one off in its second decimal."""
    cut = percent <= high and low < percent + step
    return cut or (step <= _FINE and low - step * 3 / 2 <= percent <= high + step * 3 / 2)


def growth(book: Book) -> Iterator[Issue]:
    """按“增减额 ÷ 上年数（本年数 ∓ 增减额）”重算增减幅度，与文中的百分比比对，容许各数四舍五入。

    本年数在同一句或紧接的上一句里、且名称相符才核对；没有写本年数而写明是哪一项的，取报表中这一项的数。
    同段另有数能使百分比成立的，不提出。
    """
    for change in changes(book):
        if change.up != change.up_again:
            yield _contrary(change)
        elif change.now is None:
            yield from _against_tables(book, change)
        elif change.prior and not _possible(change) and not _by_other_base(change):
            yield _wrong(change)


def _against_tables(book: Book, change: Change) -> Iterator[Issue]:
    """A change of a key figure whose amount only the tables give, perhaps as plan and as spent."""
    known = [
        replace(change, now=now) for now in told(book, change.label, change.passage) if now.yuan
    ]
    based = [one for one in known if one.prior and one.prior.yuan > 0]
    if based and not any(_possible(one) or _by_other_base(one) for one in based):
        yield _wrong(based[0])


def zero_base(book: Book) -> Iterator[Issue]:
    """本年数等于增加额、即上年为0，却写了增长百分比；有的地方习惯写“增长100%”，提请核实。全文合并为一条。"""
    found = [
        change
        for change in changes(book)
        if change.now is not None and change.up and change.now.yuan == change.by.yuan > 0
    ]
    if found:
        yield issue(
            Severity.ASK,
            [change.passage.page_at(change.start) for change in found],
            "；".join(change.passage.around(change.start, change.end, 40) for change in found[:4]),
            "；".join(f"本年{c.by.text}、增加{c.by.text}，上年为0，写{c.printed}" for c in found),
            "上年为0的，只写增加额和原因，不写百分比。",
            figures=[change.printed for change in found],
        )


def roundings(book: Book) -> Iterator[Change]:
    """Changes whose percentage is off by no more than its last digit."""
    for change in changes(book):
        agreed = change.up == change.up_again
        if agreed and not _fits(change) and _possible(change) and not _by_other_base(change):
            yield change


def _fits(change: Change) -> bool:
    """Whether the printed percentage is the rounded one; unknown counts as fitting."""
    possible = ratio_range(change.by, change.prior) if change.prior else None
    if possible is None:
        return True
    off = change.step / 2
    return possible[0] - off <= change.percent <= possible[1] + off


def _possible(change: Change) -> bool:
    """The same, with careless rounding let pass."""
    possible = ratio_range(change.by, change.prior) if change.prior else None
    return _fits(change) or (
        possible is not None and is_rough(change.percent, change.step, *possible)
    )


def _by_other_base(change: Change) -> bool:
    """Some other amount of the passage, as this year's or last year's, explains the percentage.

    A percentage without decimals must be met as closely as others, or too many would explain it.
    """
    near = change.passage.text[max(change.start - _NEAR, 0) : change.end + _NEAR]
    for other in amounts(near):
        for prior in (other, _before(change, other)):
            possible = ratio_range(change.by, prior)
            off = min(change.step, _COARSE) / 2
            if (
                possible
                and possible[0] - off <= change.percent <= possible[1] + off
                and change.now is not None
                and other.yuan not in {change.now.yuan, change.by.yuan}
            ):
                return True
    return False


def _before(change: Change, now: Amount) -> Amount:
    yuan = now.yuan - change.by.yuan if change.up else now.yuan + change.by.yuan
    return Amount(yuan, now.step, "")


def said(change: Change) -> str:
    """How the percentage comes out, in words."""
    assert change.now is not None
    assert change.prior is not None
    right = Fraction(change.by.yuan) / Fraction(change.prior.yuan) * 100
    sign = "－" if change.up else "＋"
    digits = max(len(change.printed.rstrip("%").partition(".")[2]), 2)
    return (
        f"{change.by.text}÷（{change.now.text}{sign}{change.by.text}）＝"
        f"{float(right):.{digits}f}%，文中写{change.printed}"
    )


def _wrong(change: Change) -> Issue:
    assert change.now is not None
    found = said(change)
    with_now = ratio_range(change.by, change.now)
    if with_now and with_now[0] - change.step <= change.percent <= with_now[1] + change.step:
        found += "（用本年数作了分母）"
    return issue(
        Severity.CERTAIN,
        [change.passage.page_at(change.start), change.passage.page_at(change.end - 1)],
        change.passage.around(change.start, change.end, 120),
        found,
        "核对本年数、增减额和增减幅度，改正有误的一项。",
        figures=(change.now.text, change.by.text, change.printed),
    )


def _contrary(change: Change) -> Issue:
    return issue(
        Severity.CERTAIN,
        [change.passage.page_at(change.start)],
        change.passage.around(change.start, change.end, 120),
        "金额与百分比的增减方向相反",
        "核对是增加还是减少，统一表述。",
        figures=(change.by.text, change.printed),
    )
