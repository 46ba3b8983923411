"""This year's report against last year's and against the published library: I5, I7 and I8."""

from collections.abc import Iterator
from decimal import Decimal

from crawlers.subjects.annual.facts import Facts
from crawlers.subjects.annual.form import ACTIVITY_NAMES, ROW_NAMES, TABLE2, Form
from crawlers.subjects.annual.formal import where
from crawlers.subjects.annual.identities import carry_over, judged
from crawlers.subjects.annual.model import Report, Table
from crawlers.subjects.annual.remarks import Degree, Place, Remark, Review

_DOCUMENTS = ("regulation", "document")


def against_last(now: Report, before: Report, facts: Facts) -> Review:
    """I5 exactly; I7 and I8 as hints: amendments and busy years are no faults."""
    if now.year and before.year and before.year != now.year - 1:
        return Review(
            unchecked=(f"没有与上年核对：给出的是{before.year}年报告，应为{now.year - 1}年",)
        )
    table, last = now.applications, before.applications
    if ("carried", "total") not in table.cells or ("left", "total") not in last.cells:
        return Review(unchecked=("没有与上年核对结转件数：有一年的表三没有读到",))
    remarks = (
        *stock(now.activity, before.activity),
        *jumps(now, before, facts),
        *unit_slips(now.activity, before.activity, facts),
    )
    return judged(carry_over(table, last)) + Review(remarks)


def stock(now: Table, before: Table) -> Iterator[Remark]:
    """I7, table 2: valid ≈ last year's valid + made - repealed.

    Unit: 件. A document that was merged or amended breaks it, so this is a hint.
    Source: 国办公开办函〔2021〕30号 表二.
    """
    for row in _DOCUMENTS:
        valid, made = now.count(row, "valid"), now.count(row, "made")
        repealed, last = now.count(row, "repealed"), before.count(row, "valid")
        if valid is None or made is None or repealed is None or last is None:
            continue
        if valid != last + made - repealed:
            name = ACTIVITY_NAMES[row]
            said = (
                f"{name}现行有效{valid}件，按上年{last}件加本年制发{made}件减废止{repealed}件"
                f"应为{last + made - repealed}件，请核对（修改、合并也会造成差异）"
            )
            figures = tuple(map(Decimal, (valid, last, made, repealed)))
            place = Place(where("表二", (row, "valid")), now[row, "valid"].page)
            yield Remark("I7", Degree.HINT, said, place, figures)


def too_few_valid(now: Table) -> Iterator[Remark]:
    """I7 within a year: what was made and not repealed is valid, so valid ≥ made - repealed."""
    for row in _DOCUMENTS:
        valid, made = now.count(row, "valid"), now.count(row, "made")
        repealed = now.count(row, "repealed")
        if valid is None or made is None or repealed is None or valid >= made - repealed:
            continue
        said = f"{ACTIVITY_NAMES[row]}本年制发{made}件、废止{repealed}件，现行有效却只有{valid}件"
        place = Place(where("表二", (row, "valid")), now[row, "valid"].page)
        yield Remark(
            "I7", Degree.SUSPECTED, said, place, tuple(map(Decimal, (valid, made, repealed)))
        )


def library(now: Table, published: int) -> Iterator[Remark]:
    """I7: 行政规范性文件 valid = documents in force in the published library. Unit: 件."""
    valid = now.count("document", "valid")
    if valid is not None and valid != published:
        said = f"行政规范性文件现行有效{valid}件，网上公开的文件库中现行有效{published}件"
        place = Place(where("表二", ("document", "valid")), now["document", "valid"].page)
        yield Remark("I7", Degree.SUSPECTED, said, place, (Decimal(valid), Decimal(published)))


def jumps(now: Report, before: Report, facts: Facts) -> Iterator[Remark]:
    """I8: a figure many times last year's, or a small share of it."""
    powers = ("licence", "penalty", "coercion")
    pairs = [
        (f"表三“{ROW_NAMES[row]}”行“总计”列", now.applications, before.applications, (row, "total"))
        for row in ("new", "done")
    ]
    if "decided" in {column for _, column in now.activity.cells}:
        pairs += [
            (where("表二", (row, "decided")), now.activity, before.activity, (row, "decided"))
            for row in powers
        ]
    for place, table, last, at in pairs:
        a, b = table.count(*at), last.count(*at)
        if not a or not b or max(a, b) < facts.least:
            continue
        if a > b * facts.above or a < b * facts.below:
            said = f"{place}本年{a}，上年{b}，相差悬殊，请核对"
            yield Remark(
                "I8", Degree.HINT, said, Place(place, table[at].page), (Decimal(a), Decimal(b))
            )


def unit_slips(now: Table, before: Table, facts: Facts) -> Iterator[Remark]:
    """I8: fees thousands of times last year's: 元 in a column of 万元, this year or last."""
    at = ("fee", TABLE2[Form.F2021]["fee"][0])
    a, b = now[at].value, before[at].value
    if not a or not b or max(a / b, b / a) < Decimal(facts.unit_ratio):
        return
    place = where("表二", at)
    said = f"{place}本年{a}，上年{b}，疑为把元当作万元填写"
    yield Remark("I8", Degree.SUSPECTED, said, Place(place, now[at].page), (a, b))
