"""Was it published within so many working days: one sum a thing, and the finding over all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from crawlers.findings import met, partial, unknown
from crawlers.reading.dates import first_date
from crawlers.site import Item, Site
from data.calendar import CalendarError, workdays_between
from data.types import Cause, Evidence, Finding, Outcome, Page

# A line that is nothing but a day, below a line that ends like the name of an organ.
_SIGNED = re.compile(
    r"[\u4e00-\u9fa5](?:政府|办公[室厅]|委员会|[局厅委部院会处站])[ 　]*\n+[ 　]*"
    r"((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)[ 　]*(?:\n|$)"
)


def written_on(page: Page) -> date | None:
    """成文日期: as labelled or signed in Chinese numerals, else the last day below a signature."""
    if page.written_on:
        return page.written_on
    days = [first_date(words) for words in _SIGNED.findall(page.text)]
    return days[-1] if days else None


@dataclass(frozen=True, slots=True)
class Lag:
    """From the day that a page shows for a thing to the day on which the page was published."""

    url: str
    name: str
    start: date
    published: date
    quote: str  # the words that show the first day

    def said(self, begun: str, days: int, limit: int) -> str:
        """The sum in words; `begun` says what happened on the first day."""
        over = f"，超过{limit}个工作日" if days > limit else ""
        return (
            f"“{self.name}”{self.start.isoformat()}{begun}，{self.published.isoformat()}发布，"
            f"第{days}个工作日{over}"
        )


def judge_lags(
    site: Site,
    lags: Sequence[Lag],
    *,
    limit: int,
    begun: str,
    what: str,
    keys: tuple[str, str],
) -> Finding:
    """MET when none is later than `limit` working days, PARTIAL with the number otherwise.

    Args:
        begun: what happened on the first day, "作出决定".
        what: what was counted, with its measure: "处罚、许可决定".
        keys: of the counts: all, late.
    """
    try:
        counted = [(lag, workdays_between(lag.start, lag.published)) for lag in lags]
    except CalendarError as error:
        return unknown(Cause.NO_BASIS, f"工作日无法计算：{error}")
    late = sorted((pair for pair in counted if pair[1] > limit), key=lambda pair: -pair[1])
    counts = {keys[0]: len(counted), keys[1]: len(late)}
    if not late:
        shown = _shown(site, counted, begun, limit)
        reason = f"核对{what}{len(counted)}件，均在{limit}个工作日内公开"
        return met(reason, shown, counts=counts)
    worst = "；".join(lag.said(begun, days, limit) for lag, days in late[:2])
    reason = f"核对{what}{len(counted)}件，{len(late)}件超过{limit}个工作日：{worst}"
    return partial(reason, _shown(site, late, begun, limit), counts=counts)


def _shown(
    site: Site, counted: Iterable[tuple[Lag, int]], begun: str, limit: int
) -> list[Evidence]:
    return [
        site.evidence(lag.url, f"{lag.said(begun, days, limit)}（{lag.quote}）")
        for lag, days in counted
    ]


# /202301/t20230118_123.html, /2023/0118/, /art/2023/1/18/: systems put the day of entry there.
_IN_ADDRESS = re.compile(
    r"(?<!\d)(20\d\d)(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|[/-](\d{1,2})[/-]?(\d{1,2}))(?!\d)"
)


def out_by(item: Item, deadline: date) -> tuple[Outcome, str]:
    """Whether an entry was out by that day, and its day in words.

    The day that a page shows may be that of a move to another system: where its address still
    holds a day in time, nobody is late for certain.
    """
    if item.on is None:
        return Outcome.UNKNOWN, "页面没有发布日期"
    said = f"{item.on.isoformat()}发布"
    if item.on <= deadline:
        return Outcome.MET, said
    days = (day for found in _IN_ADDRESS.finditer(urlsplit(item.url).path) if (day := _day(found)))
    if earlier := next((day for day in days if day <= deadline), None):
        return Outcome.UNKNOWN, f"{said}，网址中的日期是{earlier.isoformat()}，需人工核对"
    return Outcome.MISSING, said


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
