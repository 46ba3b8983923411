"""What an answer leads to: it is kept, read, told to the ladder, and its links are followed."""

from crawlers.formats.magic import sniff
from crawlers.frontier import DEEPEST, Target
from crawlers.looks.course import Course
from crawlers.network.response import Response
from crawlers.pages import read_page
from crawlers.seen.copies import original_host, rehosted
from crawlers.seen.hidden import partly
from data.types import Fetch, Page, PageState, Place

_PAGES = {"html", "xml", "text", "office"}  # what may hold links: feeds too, files never
_FILLERS = {Place.FEED, Place.FRAME}


class Intake:
    """Takes answers in, in the order in which they are given to it.

    Args:
        entry: the address that the look begins with.
        copy: the site is a saved copy; links to the host it was saved from lead into the copy.
    """

    def __init__(self, course: Course, *, entry: str, copy: bool) -> None:
        self._frontier, self._ladder = course.frontier, course.ladder
        self._keeper, self._purse = course.keeper, course.purse
        self._entry, self._copy = entry, copy
        self._original = ""  # host that a copy was saved from
        self._followed: dict[int, int] = {}  # pages, with how deep they lay when followed

    def take(self, target: Target, response: Response) -> Fetch:
        """Take in an answer; the row that tells of it.

        Args:
            response: of a row that is known without its body, which is read back now. One that was
                given to a step of the ladder counts only there, and is left to it.
        """
        row = response.fetch
        if row is self._keeper.told(target.url):
            if self._keeper.asked_again(row.url):
                self._ladder.failed(target, row)
                return row
            if row.rendered:
                self._ladder.blank(target, row)
                return row
            response = self._keeper.kept(row)
        row, _ = self.arrived(target, response)
        return row

    def arrived(self, target: Target, response: Response) -> tuple[Fetch, int]:
        """Keep an answer and go on from it; its row, and how many addresses were new."""
        row, new = self.kept(target, response)
        page = self.page(target, row, response.body)
        self._ladder.saw(target, row, page)
        if page is not None and page.state is PageState.OK and not row.rendered:
            self._frontier.answered(target, row.sha256, row.size_bytes)
        if page is not None and self._left_to_a_browser(target, row, page):
            return row, 0
        return row, self.follow(target, row, page, new=new)

    def kept(self, target: Target, response: Response) -> tuple[Fetch, bool]:
        """Keep an answer unless it is known; its row, and whether it is new."""
        row = response.fetch
        new = row is not self._keeper.come_to(target.url)
        if new:
            row = self._keeper.keep(target, response)
        self._purse.size_bytes += row.size_bytes
        return row, new

    def page(self, target: Target, row: Fetch, body: bytes) -> Page | None:
        """The page that an answer is; None when it is none."""
        if not row.shown or not _is_page(row, body):
            return None
        page = partly(read_page(row.final_url, body, row.media_type), row)
        if self._copy and target.url == self._entry:
            self._original = original_host(page)
        return rehosted(page, self._original, self._entry)

    def follow(self, target: Target, row: Fetch, page: Page | None, *, new: bool = True) -> int:
        """Go on from what came home; how many addresses were new.

        Args:
            new: the row is not saved yet.
        """
        if row.shown and row.final_url != row.url:
            self._frontier.moved(target, row.final_url)
        if page is None:
            return 0
        self._keeper.read(row, page, new=new)
        # One page under many queries leads to the same addresses: they are gone through once.
        path = row.final_url.partition("?")[0]
        same = hash((row.sha256, path, target.series, target.away))
        if self._followed.get(same, DEEPEST + 1) <= target.depth:
            return 0
        self._followed[same] = target.depth
        return self._frontier.add(page, target)

    def _left_to_a_browser(self, target: Target, row: Fetch, page: Page) -> bool:
        """Scripts fill the page, and nothing else that a look would follow does."""
        if page.state not in {PageState.JS_SHELL, PageState.CHALLENGE} or row.rendered:
            return False
        if any(link.place in _FILLERS for link in page.links):
            return False
        return self._ladder.blank(target, row, page)


def _is_page(row: Fetch, body: bytes) -> bool:
    kind = sniff(body)
    return kind in _PAGES or (kind == "unknown" and "html" in row.media_type)
