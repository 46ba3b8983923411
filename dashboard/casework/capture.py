"""One address, asked for because of a case, into the archive of its round: with the fetcher and
the guard of every look, and apart from the rows of the look that the round judges by.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from crawlers.clock import now as clock_now
from crawlers.formats.magic import sniff
from crawlers.frontier import Target
from crawlers.guard import normalise_url
from crawlers.looks.keeper import Before, Keeper, keep_robots
from crawlers.loop import run
from crawlers.network.outcomes import describe
from crawlers.network.response import Response
from crawlers.pages import read_page
from crawlers.personal import masked
from crawlers.settings import Settings
from data.archive import Archive, evidence_of
from data.cases import CaseCapture, Subject
from data.store import Store
from data.types import Fetch, Page, PageKind, Place, Traffic, Unit
from data.workflow import WorkflowError
from data.writer import ArchiveError


def address(text: str) -> str:
    """An address as it is asked for; empty stays empty.

    Raises:
        WorkflowError: it is none.
    """
    if not text.strip():
        return ""
    url = normalise_url(text.strip())
    if url is None:
        raise WorkflowError(f"网址“{text}”无效，请写成 https://www.example.gov.cn/… 的样子")
    return url


def capture(
    store: Store,
    round_id: str,
    unit: Unit,
    url: str,
    var: Path,
    settings: Settings,
    *,
    subject: Subject,
    number: int,
    now: Callable[[], datetime] = clock_now,
) -> tuple[CaseCapture, str]:
    """Ask for an address, archive the answer, keep a row marked as of the case.

    An address that does not answer gives a row that says so, without content.

    Returns:
        What was kept, and the text of the page; empty when none was read.

    Raises:
        ArchiveError: the evidence cannot be written.
    """
    fetch, response, traffic = _asked(round_id, unit, url, var, settings, now)
    page = _page(fetch, response.body)
    days = (
        [link.on for link in page.links if link.on and link.place is Place.CONTENT] if page else []
    )
    kept = CaseCapture(
        number=number,
        url=fetch.url,
        final_url=fetch.final_url or fetch.url,
        outcome=fetch.outcome,
        said=describe(fetch),
        at=fetch.fetched_at,
        sha256=fetch.sha256,
        warc=fetch.warc,
        offset=fetch.offset,
        title=masked(page.title) if page else "",
        published_on=page.published_on if page else None,
        newest_on=max(days, default=None) if page and page.kind is PageKind.LIST else None,
    )
    store.add_case_capture(subject, round_id, unit.id, kept, fetch, traffic)
    return kept, page.whole_text if page else ""


def _asked(
    round_id: str,
    unit: Unit,
    url: str,
    var: Path,
    settings: Settings,
    now: Callable[[], datetime],
) -> tuple[Fetch, Response, tuple[Traffic, ...]]:
    archive = evidence_of(var, round_id)
    archive.make_ready()

    async def ask() -> tuple[Fetch, Response, tuple[Traffic, ...]]:
        # A file of its own: the look at the unit may be writing at this moment.
        with archive.write(f"{unit.id}.case") as writer:
            robots = partial(keep_robots, writer)
            async with settings.fetcher(now=now, robots=robots) as fetcher:
                response = await fetcher.fetch(url)
                keeper = Keeper(
                    archive,
                    writer,
                    lambda *new: None,  # the row goes elsewhere
                    Before(),
                    spent=fetcher.spent,
                    clock=time.monotonic,
                )
                return keeper.keep(Target(url), response), response, fetcher.spent()

    return run(ask())


def _page(fetch: Fetch, body: bytes) -> Page | None:
    readable = fetch.outcome.read and body and sniff(body) in {"html", "unknown", "text"}
    return read_page(fetch.final_url, body, fetch.media_type) if readable else None


def case_evidence(store: Store, round_id: str) -> list[CaseCapture]:
    """All that is archived in a round because of cases."""
    return [
        kept
        for subject in (Subject.APPEAL, Subject.RECTIFICATION)
        for captures in store.case_captures(subject, round_id).values()
        for kept in captures
        if kept.warc
    ]


def damaged(archive: Archive, cases: Iterable[CaseCapture]) -> Iterator[str]:
    """One Chinese sentence for every piece of evidence of a case that is gone or changed."""
    for kept in cases:
        try:
            archive.read(kept.warc, kept.offset, kept.sha256)
        except ArchiveError as error:
            yield f"第 {kept.number} 号取证 {kept.url}：{error}"
