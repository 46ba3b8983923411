"""What a look brings home on its way to the archive and the database; what it brought before.

Evidence goes first and rows after it: no row ever points to what a crash can take away.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crawlers.frontier import Target
from crawlers.looks.confirm import Key, Try, key_of
from crawlers.network.ledger import summed
from crawlers.network.response import Response
from crawlers.personal import masked, without_numbers
from data.archive import Archive
from data.types import Fetch, FetchOutcome, Page, Rung, Step, Traffic
from data.warc import uri_of
from data.writer import ArchiveError, Beside, Writer

# Rows, facts of the pages among them with their place in the order of reading, what it cost since
# the last time, and all steps of the ladder so far. Steps are to be kept before rows.
Save = Callable[
    [Sequence[Fetch], Sequence[tuple[int, Page]], Sequence[Traffic], Sequence[Step]], None
]

BATCH = 100  # rows saved together
BATCH_S = 5.0  # and no row waits longer


@dataclass(frozen=True, slots=True)
class Before:
    """What a look that was cut off had brought home. Nothing of it is asked for again."""

    rows: Sequence[Fetch] = ()  # saved, in any order
    steps: Sequence[Step] = ()  # of the confirmation ladder, saved
    # Archived and without rows (`data.leftover`), by address as archived, oldest first.
    answers: Mapping[str, Sequence[Fetch]] = field(default_factory=dict)

    def spoken_of(self) -> list[Fetch]:
        """All that the evidence file may hold."""
        return [*self.rows, *(answer for each in self.answers.values() for answer in each)]


class Keeper:
    """Rows, pages and steps of one look: those known from before, and those not saved yet.

    Args:
        spent: what was spent since the last call.
    """

    def __init__(
        self,
        archive: Archive,
        writer: Writer,
        save: Save,
        before: Before,
        *,
        spent: Callable[[], tuple[Traffic, ...]],
        clock: Callable[[], float],
    ) -> None:
        self._archive, self._writer, self._save = archive, writer, save
        self._spent, self._clock = spent, clock
        self._told = {row.url: row for row in before.rows}  # not gone through again so far
        # Until a row points into it, nobody knows for sure whose the evidence file is.
        claimed = any(row.warc for row in self._told.values())
        self._unclaimed = bool(before.answers) and not claimed
        self._found = {uri: deque(answers) for uri, answers in before.answers.items()}
        self._gone = {key_of(step): step for step in before.steps}
        self._asked_again = {key[1] for key in self._gone if key[0] is Rung.LATER}
        self._rows: dict[str, Fetch] = {}  # by address: an answer may take another's place
        self._pages: dict[str, tuple[int, Page]] = {}
        self._steps: dict[Key, Step] = {}
        self._new_steps = False
        self._costs: list[Traffic] = []
        self._read = 0  # pages
        self._saved_at = clock()
        self.climbed = False  # what was known of the ladder and not gone again is void

    # --- from before -------------------------------------------------------------------------

    def told(self, url: str) -> Fetch | None:
        """What is known of an address that this run has not come to yet."""
        return self._told.get(url)

    def answered(self, url: str) -> Fetch | None:
        """The same, unless no more is known than that there was no room to ask for it."""
        row = self._told.get(url)
        if row and row.outcome is FetchOutcome.OUT_OF_BUDGET and url not in self._asked_again:
            return None
        return row

    def come_to(self, url: str) -> Fetch | None:
        """What is known of an address; from now on this run has come to it."""
        return self._told.pop(url, None)

    def asked_again(self, url: str) -> bool:
        """The ladder asked for the address another time: what is known of it was said then."""
        return url in self._asked_again

    def kept(self, row: Fetch) -> Response:
        """A known row with its bytes.

        Raises:
            ArchiveError: its evidence is gone or changed.
        """
        if not row.shown:
            return Response(row)
        return Response(row, self._archive.read(row.warc, row.offset, row.sha256))

    def found(self, target: Target) -> Response | None:
        """An answer that is archived already and has no row yet; None: ask for it."""
        waiting = self._found.get(uri_of(target.url))
        if not waiting:
            return None
        row = waiting.popleft()
        if row.via != uri_of(target.via):  # the archive would tell of another way to it
            return None
        try:
            body = self._archive.read(row.warc, row.offset, row.sha256)
        except ArchiveError:  # it is noticed when the archive is verified
            return None
        same = row.final_url == uri_of(target.url)
        final_url = target.url if same else row.final_url
        row = replace(row, url=target.url, final_url=final_url, size_bytes=len(body))
        return Response(row, body)

    def gone(self, tried: Try) -> Step | None:
        """The step that this try was, before the look was cut off."""
        return self._gone.get(tried.key)

    # --- now ---------------------------------------------------------------------------------

    def keep(self, target: Target, response: Response) -> Fetch:
        """Archive a new answer; the row that tells of it."""
        # Words of links and of servers may carry a person's number, and rows are kept.
        made = response.fetch
        row = replace(
            made,
            via=target.via,
            hint=masked(target.hint),
            depth=target.depth,
            media_type=masked(made.media_type),
            note=masked(made.note),
        )
        if made.warc:  # it was archived when the look was cut off
            self._rows[row.url] = row
            return row
        _keep_hops(self._writer, response, Beside.REDIRECT)
        warc, offset, length = "", 0, 0
        if row.rendered:
            _keep_made_of(self._writer, row, response.made_of)
            warc, offset, length = self._writer.append_drawn(row, response.body)
        elif row.sha256:
            warc, offset, length = self._writer.append(
                row,
                response.headers,
                response.body,
                asked=response.asked,
                method=response.method,
                sent=response.sent,
            )
        else:
            self._writer.note(row)
        row = replace(row, warc=warc, offset=offset, length=length)
        self._rows[row.url] = row
        return row

    def read(self, row: Fetch, page: Page, *, new: bool) -> None:
        """Note a page that was read; one that is new is saved together with its row."""
        self._read += 1
        if new:
            self._rows[row.url] = row
            self._pages[page.url] = self._read, _facts(page)

    def step(self, tried: Try, step: Step) -> None:
        self._steps[tried.key] = step
        self._new_steps = True

    # --- saving ------------------------------------------------------------------------------

    def flush_when_due(self) -> None:
        claimed = self._unclaimed and any(row.warc for row in self._rows.values())
        if claimed or len(self._rows) >= BATCH or self._clock() - self._saved_at > BATCH_S:
            self.flush()
            self._unclaimed &= not claimed

    def cost(self, spent: Iterable[Traffic]) -> None:
        """Count what an answer cost that is being kept; it is saved with its row."""
        self._costs += spent

    def flush(self) -> None:
        spent = summed((*self._costs, *self._spent()))
        self._costs.clear()
        if self._rows or spent or self._new_steps:
            self._writer.sync()
            rows, pages = tuple(self._rows.values()), tuple(self._pages.values())
            self._save(rows, pages, spent, self._all_steps())
            self._rows.clear()
            self._pages.clear()
            self._new_steps = False
        self._saved_at = self._clock()

    def leave(self, rows: Iterable[Fetch]) -> None:
        """Save rows of what was not asked for; an answer known from before is not given up."""
        if new := [row for row in rows if row.url not in self._told]:
            self._save(new, (), (), self._all_steps())

    def _all_steps(self) -> tuple[Step, ...]:
        """Steps in the order in which they are gone; those known and not yet gone again last."""
        waiting = () if self.climbed else (s for k, s in self._gone.items() if k not in self._steps)
        return (*self._steps.values(), *waiting)


def keep_robots(writer: Writer, response: Response) -> None:
    """Archive a robots.txt that came home. No row tells of it."""
    if response.fetch.sha256:
        _keep_hops(writer, response, Beside.ROBOTS)
        writer.append(
            response.fetch,
            response.headers,
            response.body,
            asked=response.asked,
            beside=Beside.ROBOTS,
        )


def _keep_hops(writer: Writer, response: Response, beside: Beside) -> None:
    """Archive the redirects that led to an answer, under the addresses that gave them."""
    row = response.fetch
    for hop in response.hops:
        at = hop.at or row.fetched_at
        made = Fetch(row.url, FetchOutcome.OK, at, hop.status, hop.url, via=row.via)
        writer.append(made, hop.headers, hop.body, asked=hop.asked, beside=beside)


def _keep_made_of(writer: Writer, drawn: Fetch, made_of: Iterable[Response]) -> None:
    """Archive what a browser drew a page from: its document, and the data its scripts asked for."""
    for each in made_of:
        writer.append(
            replace(each.fetch, via=drawn.url),
            each.headers,
            each.body,
            asked=each.asked,
            method=each.method,
            sent=each.sent,
            beside=Beside.BROWSER,
        )


def _facts(page: Page) -> Page:
    """What the database keeps of a page, without what may carry a person's number."""
    return replace(
        without_numbers(page),
        links=(),
        lost=(),
        text="",
        whole_text="",
        meta={},
        trace={},
    )
