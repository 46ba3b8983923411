"""What a doubtful page has in common with the others of its look, and what only it has. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crawlers.network.hosts import server_of
from crawlers.seen.wording import PAGER, PLACE, keeps, letters, lines_of, plain
from data.types import Page, PageKind, Place

MENU = 3  # pages; what so many of them lead to is a menu's, and no entry
_TAGS = {"sitename", "articletitle", "columnname"}  # 政府网站标签: no wall has them
_SHARED = 2  # links into the rest of the site; one may be 返回首页
_FOOT = 8  # letters of a line that two pages have in common


@dataclass(frozen=True, slots=True)
class Others:
    """What the doubtful pages have in common with the others of the look."""

    addresses: frozenset[str]
    menu: frozenset[str]  # addresses that many of the others lead to
    lines: frozenset[str]
    images: int  # that every one of the others shows: the frame's

    @classmethod
    def of(cls, doubtful: Iterable[Page], others: Iterable[Page]) -> "Others":
        pages = list(doubtful)
        addresses = {link.url for page in pages for link in page.links}
        lines = {line for page in pages for line in lines_of(page.whole_text)}
        known, same, images = Counter[str](), set[str](), list[int]()
        for page in others:
            images.append(page.images)
            known.update(addresses & {page.url, *(link.url for link in page.links)})
            same |= lines & set(lines_of(page.whole_text))
        menu = frozenset(url for url, times in known.items() if times >= MENU)
        return cls(frozenset(known), menu, frozenset(same), min(images, default=0))

    def lists(self, page: Page) -> bool:
        """It leads on to pages of its own site that its menu does not lead to."""
        server = server_of(page.url)
        return any(
            link.place is Place.CONTENT
            and link.url not in self.menu
            and server_of(link.url) == server
            for link in page.links
        )

    def belongs(self, page: Page, hints: tuple[str, ...]) -> bool:
        """It keeps what a link promised, or stands in the frame of the site."""
        if _TAGS & page.meta.keys() or keeps(page, hints):
            return True
        if page.published_on and page.issuer:  # 发布时间 and 来源, as under the title of an article
            return True
        shared = {link.url for link in page.links if link.url in self.addresses} - {page.url}
        if len(shared) >= _SHARED:
            return True
        return any(
            line in self.lines and letters(line) >= _FOOT for line in lines_of(page.whole_text)
        )

    def own(self, page: Page, hints: tuple[str, ...]) -> str:
        """The lines that only this page has: no title, no link, no menu, no footer."""
        names = {*hints, *map(plain, (page.title, *page.columns))}
        linked = {link.text for link in page.links} | {link.text for link in page.lost}
        kept = [
            line
            for line in lines_of((page.kind is PageKind.ARTICLE and page.text) or page.whole_text)
            if line not in self.lines and line not in linked and plain(line) not in names
            if not PLACE.match(line) and not PAGER.fullmatch(line)
        ]
        return "\n".join(kept)

    def shows_more(self, page: Page) -> bool:
        """Something that is no text: pictures, files, frames, or entries whose address was lost."""
        parts = any(link.place in {Place.FRAME, Place.FEED} for link in page.links)
        return bool(page.images > self.images or page.attachments or page.lost or parts)
