"""Every rule asked of one report, in the order in which readers want the answers."""

from collections.abc import Sequence
from datetime import date

from crawlers.subjects.annual import formal, likeness, years
from crawlers.subjects.annual.facts import Facts
from crawlers.subjects.annual.identities import inside
from crawlers.subjects.annual.measures import agreement
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.remarks import Review


def review(
    report: Report,
    facts: Facts,
    *,
    due: date | None = None,
    last: Report | None = None,
    others: Sequence[Report] = (),
    published: int | None = None,
) -> Review:
    """What the rules say of a report.

    Args:
        due: the last day on which it may be published; None: not known.
        last: the same unit's report of the year before.
        others: reports that it should not resemble; last year's is compared without being named.
        published: 行政规范性文件 in force in the unit's published library.
    """
    if formal.is_template(report):
        return formal.TEMPLATE
    if why := formal.applies(report):
        return formal.deadline(report, due) + Review(unchecked=(why,))
    found = (
        formal.deadline(report, due)
        + formal.parts(report)
        + Review((*formal.form_in_force(report), *formal.placeholders(report)))
        + inside(report)
        + agreement(report)
        + Review(tuple(formal.cells(report)), unchecked=tuple(formal.unread(report)))
        + Review(tuple(years.too_few_valid(report.activity)))
    )
    if last is not None:
        found += years.against_last(report, last, facts)
    if published is not None:
        found += Review(tuple(years.library(report.activity, published)))
    compared = (*others, *([last] if last is not None else ()))
    return found + Review(tuple(likeness.copies(report, compared, facts)))
