"""Material to a report: its parts, its words, and its three tables, each read the surest way."""

from collections.abc import Iterable
from dataclasses import replace

from crawlers.subjects.annual import ruled, running
from crawlers.subjects.annual.material import Material
from crawlers.subjects.annual.model import Report, Table
from crawlers.subjects.annual.parts import parts_of, passages_of
from crawlers.subjects.annual.titles import organ_of, year_of


def read_report(material: Material) -> Report:
    """The report in a page or document. Nothing found leaves the fields empty; never raises."""
    whole = running.running(material.pages, material.paged)
    rows = material.rows
    title = material.title
    return Report(
        material.name,
        title,
        organ_of(title),
        year_of(title),
        material.published_on,
        parts_of(material.lines, framed=material.framed),
        passages_of(material.lines, framed=material.framed),
        fuller(ruled.activity(rows), running.activity(whole)),
        fuller(ruled.applications(rows), running.applications(whole)),
        fuller(ruled.disputes(rows), running.disputes(whole)),
        material.gaps,
    )


def fuller(table: Table, other: Table) -> Table:
    """The table with more cells read, the first when both have as many.

    Pages of a table without any come from the other: rows of a PDF know no page.
    """
    if other.read > table.read:
        return other
    return Table(
        {at: replace(cell, page=cell.page or other[at].page) for at, cell in table.cells.items()}
    )


def assembled(words: Iterable[Report], tables: Iterable[Report]) -> Report:
    """One report of several readings: words from the one with most parts, each table from any.

    Of readings with equally many parts the first counts.
    """
    read = list(words)
    best = max(read, key=lambda report: len(report.parts))
    found = [*read, *tables]
    return replace(
        best,
        activity=max((report.activity for report in found), key=lambda table: table.read),
        applications=max((report.applications for report in found), key=lambda table: table.read),
        disputes=max((report.disputes for report in found), key=lambda table: table.read),
    )
