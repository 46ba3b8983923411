"""What one look at a unit brought home, arranged for the checks: columns, items, blind spots."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from crawlers.reading.links import announced
from crawlers.topics import topic_of, topics_named
from data.types import (
    Cause,
    Document,
    Evidence,
    Fetch,
    FetchOutcome,
    Link,
    Page,
    PageKind,
    PageState,
    Place,
    Unit,
)

# A list read back two years holds every yearly disclosure that may be due.
_FAR_ENOUGH = timedelta(days=730)
_ALIKE = 3  # as many addresses with the very same words are one page, not several
_VARIES = re.compile(r"https?://\S+|/[\w./%?=&-]+|\d{1,2}:\d\d(?::\d\d)?|[0-9a-f-]{16,}", re.I)
READ_STATES = {PageState.OK, PageState.EMPTY, PageState.TEMPLATE}


class ColumnState(StrEnum):
    ITEMS = "items"
    EMPTY = "empty"
    PARENT = "parent"  # only leads to other columns
    STATEMENT = "statement"  # nothing but one 情况说明
    EXTERNAL = "external"  # every entry lies on another host
    UNREAD = "unread"  # filled by a script we could not follow


@dataclass(frozen=True, slots=True)
class Item:
    """One disclosed entry. `page` is None when it is only known from a list."""

    title: str
    url: str
    on: date | None  # the day the page gives, else the day beside it in the list
    topic: str
    page: Page | None
    column: str = ""  # name of the column that lists it


@dataclass(frozen=True, slots=True)
class Column:
    """A list page with its further pages taken together."""

    name: str
    path: tuple[str, ...]  # breadcrumb down to the column itself
    url: str
    topics: frozenset[str]  # topics that the name promises
    state: ColumnState
    items: tuple[Item, ...]

    @property
    def newest(self) -> Item | None:
        dated = [item for item in self.items if item.on]
        return max(dated, key=lambda item: item.on or date.min, default=None)


@dataclass(frozen=True)
class Site:
    """One unit's site as seen. Build it from archived bytes and it is the same every time."""

    unit: Unit
    entry: str  # URL asked for first
    pages: Mapping[str, Page]  # by final URL
    fetches: Mapping[str, Fetch]  # by URL asked for
    documents: Mapping[str, Document]  # attachments, by URL asked for
    exhausted: bool = True  # nothing was left to fetch when the look ended
    copy: bool = False  # a saved copy: what it lacks may exist on the real site

    # --- finding one's way -----------------------------------------------------------------

    def final(self, url: str) -> str:
        """Where a link ends after redirects."""
        fetch = self.fetches.get(url)
        return fetch.final_url or url if fetch else url

    def page(self, url: str) -> Page | None:
        return self.pages.get(self.final(url))

    @property
    def home(self) -> Page | None:
        return self.page(self.entry)

    def own(self, url: str) -> bool:
        """The address lies on a host of the unit's: of its entry, wherever that moved, or columns.

        On a shared portal the collection itself keeps to the unit's columns and what they list.
        """
        return urlsplit(url).netloc in self._hosts

    @cached_property
    def _hosts(self) -> frozenset[str]:
        starts = (self.entry, self.final(self.entry), *self.unit.columns)
        return frozenset(urlsplit(start).netloc for start in starts)

    @cached_property
    def data_files(self) -> frozenset[str]:
        """Files that scripts fill lists from; no pages of their own."""
        return frozenset(
            self.final(link.url)
            for page in self.pages.values()
            for link in page.links
            if link.place is Place.FEED
        )

    def evidence(self, url: str, quote: str) -> Evidence:
        """Where `quote` can be seen again; a URL never fetched gives address and words only."""
        fetch = self.fetches.get(url) or self._by_final.get(url)
        if fetch is None:
            return Evidence(url, quote)
        return Evidence(url, quote, fetch.fetched_at, fetch.sha256, fetch.warc, fetch.offset)

    @cached_property
    def _by_final(self) -> dict[str, Fetch]:
        return {f.final_url or f.url: f for f in self.fetches.values() if f.sha256}

    # --- can it be judged at all? ----------------------------------------------------------

    @cached_property
    def trouble(self) -> tuple[Cause, str] | None:
        """Why nothing can be said about this site, or None when it could be read.

        A home page alone is not a look: at least one page behind it must have been read too.
        """
        entry = self.fetches.get(self.entry)
        if entry is None:
            return Cause.NOT_COLLECTED, "尚未采集该单位网站"
        home = self.home
        if not entry.outcome.read or home is None:
            cause = Cause.BLOCKED if entry.outcome.refused_us else Cause.SITE_DOWN
            return cause, f"首页没有读到：{describe(entry)}"
        if home.state is PageState.CHALLENGE:
            return Cause.BLOCKED, "首页返回的是访问验证页面"
        if home.state is PageState.ERROR:
            return Cause.SITE_DOWN, "首页返回的是出错页面"
        behind = [p for p in self.pages.values() if p is not home and p.state in READ_STATES]
        here = _said(home)
        words = [said for p in behind if (said := _said(p)) != here]
        if len(set(words)) > 1 or 0 < len(words) < _ALIKE:
            return None
        if behind:  # one page for every address, an error whatever its words
            return Cause.NOT_READ, f"所有网址返回同一页面（{len(behind)} 个网址），未读到真实内容"
        failed = [f for f in self.fetches.values() if f.url != self.entry and not f.outcome.read]
        if any(f.outcome.refused_us for f in failed):
            return Cause.BLOCKED, "首页以外的页面全部拒绝访问"
        if home.state is PageState.JS_SHELL:
            return Cause.NEEDS_BROWSER, "首页内容由脚本生成，需要浏览器才能读取"
        return Cause.NOT_READ, f"除首页外没有读到任何页面（{len(failed)} 个链接均打不开）"

    # --- columns and items -----------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every list page read, its further pages folded in, in order of discovery."""
        return tuple(self._column(pages) for pages in self._lists.values())

    @cached_property
    def _lists(self) -> dict[tuple[object, ...], list[Page]]:
        """List pages, each with the further pages of the same list."""
        groups: dict[tuple[object, ...], list[Page]] = {}
        for page in self.pages.values():
            if page.url in self.data_files:
                continue
            if page.kind is PageKind.LIST and page.state in READ_STATES | {PageState.JS_SHELL}:
                groups.setdefault(_list_of(page), []).append(page)
        return groups

    def _column(self, pages: list[Page]) -> Column:
        first = pages[0]
        name = first.title or (first.columns[-1] if first.columns else "")
        path = first.columns if first.columns[-1:] == (name,) else (*first.columns, name)
        links = [link for page in pages for link in self._entries(page)]
        children = [link for link in links if self._is_list(link.url)]
        promised = topics_named(name)
        items = {
            self.final(link.url): self._item(link, name, promised)
            for link in links
            if not self._is_list(link.url)
        }
        state = _column_state(pages, list(items.values()), bool(children), self.own)
        return Column(name, path, first.url, promised, state, tuple(items.values()))

    def _entries(self, page: Page) -> Iterable[Link]:
        """Content links of a list page, or those of the data file its script fills it from."""
        own = [link for link in page.links if link.place is Place.CONTENT]
        for filler in page.links:
            if filler.place in {Place.FEED, Place.FRAME}:
                filled = self.page(filler.url)
                if filled and filled.kind is PageKind.LIST and filled is not page:
                    own += [link for link in filled.links if link.place is Place.CONTENT]
        return own

    def _is_list(self, url: str) -> bool:
        page = self.page(url)
        return page is not None and page.kind in {PageKind.LIST, PageKind.PLATFORM, PageKind.HOME}

    def _item(self, link: Link, column: str, promised: frozenset[str]) -> Item:
        page = self.page(link.url)
        read = page if page is not None and page.state in READ_STATES else None
        title = (read.title if read and read.title else link.text) or link.text
        topic = topic_of(title, (column,))
        if not topic and read:
            topic = read.topic
        if not topic and len(promised) == 1:
            topic = next(iter(promised))
        on = (read.published_on if read else None) or link.on
        return Item(title, self.final(link.url), on, topic, read, column)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every entry known: listed ones first, then articles that no column lists.

        An entry whose address the site itself answered with "not there" is left out: a menu or
        list that names a disclosure does not disclose it.
        """
        found: dict[str, Item] = {}
        for column in self.columns:
            for item in column.items:
                if item.page is not None or not self.dead(item.url):
                    known = found.get(item.url)
                    if known is None or (not known.topic and item.topic):
                        found[item.url] = item
        for page in self.pages.values():
            if page.kind is PageKind.ARTICLE and page.state in READ_STATES:
                name = page.columns[-1] if page.columns else ""
                alone = Item(page.title, page.url, page.published_on, page.topic, page, name)
                found.setdefault(page.url, alone)
        return tuple(found.values())

    def about(self, *topics: str) -> tuple[Item, ...]:
        """Entries of these topics whose page was read, newest first, undated last."""
        wanted = [i for i in self.items if i.topic in topics and i.page is not None]
        return tuple(sorted(wanted, key=lambda item: item.on or date.min, reverse=True))

    def unread_about(self, *topics: str) -> tuple[Item, ...]:
        """Entries of these topics that a list shows but that we could not read, page or file."""
        unread = (i for i in self.items if i.topic in topics and i.page is None)
        return tuple(i for i in unread if not self._documents_by_final.get(i.url))

    @cached_property
    def _documents_by_final(self) -> dict[str, Document]:
        return {self.final(url): document for url, document in self.documents.items()}

    def columns_for(self, *topics: str) -> tuple[Column, ...]:
        """Columns whose name promises one of these topics."""
        return tuple(c for c in self.columns if c.topics & set(topics))

    # --- blind spots -----------------------------------------------------------------------

    def dead(self, url: str) -> bool:
        """The site itself says that nothing is there. In a saved copy nobody can say so."""
        fetch = self.fetches.get(url)
        return fetch is not None and fetch.outcome.answered_no and not self.copy

    def blind(self, *topics: str) -> tuple[Fetch, ...]:
        """Requests that brought nothing home and may have hidden one of these topics.

        A failed link counts unless its words clearly lead elsewhere; where they say nothing, the
        page that it stands on speaks for it. An honest "not found" is an answer, except in a saved
        copy, where it only means "not saved".
        """
        wanted = set(topics)
        return tuple(
            f
            for f in self.fetches.values()
            if self._failed(f) and _may_hold(self._words(f), wanted)
        )

    def _words(self, fetch: Fetch) -> str:
        """What a link says of itself, or else the title of the article that offers it."""
        if _SAYS_SOMETHING.search(fetch.hint):
            return fetch.hint
        page = self.page(fetch.via)
        return page.title if page is not None and page.kind is PageKind.ARTICLE else fetch.hint

    def _failed(self, fetch: Fetch) -> bool:
        further = fetch.outcome is FetchOutcome.OUT_OF_BUDGET or self._turns(fetch)
        if further and not fetch.outcome.read and self._old_tail(fetch):
            return False
        if fetch.outcome.read:
            page = self.pages.get(fetch.final_url or fetch.url)
            return page is not None and self._hidden(page)
        return self.copy or not fetch.outcome.answered_no

    def _turns(self, fetch: Fetch) -> bool:
        """What was asked for is a further page of the list that led there."""
        page = self.page(fetch.via)
        return page is not None and any(
            link.place is Place.PAGER and link.url == fetch.url for link in page.links
        )

    def _old_tail(self, fetch: Fetch) -> bool:
        """A further page of a list whose pages read already reach back far enough."""
        page = self.page(fetch.via)
        if page is None or page.kind is not PageKind.LIST:
            return False
        return self._reaches_back(self._same_list(page))

    def _reaches_back(self, pages: Iterable[Page]) -> bool:
        days = [link.on for page in pages for link in self._entries(page) if link.on]
        return bool(days) and max(days) - min(days) >= _FAR_ENOUGH

    def _same_list(self, page: Page) -> list[Page]:
        return self._lists.get(_list_of(page), [])

    def _hidden(self, page: Page) -> bool:
        """What came home is a shell, and nothing that fills it was read either.

        The empty result page of a search hides nothing: what it would list is reached elsewhere.
        """
        if page.kind is PageKind.SEARCH:
            return False
        if page.state is PageState.ERROR:  # answered 200, so nobody can say what should be there
            return True
        if page.state is PageState.JS_SHELL:
            fillers = [link for link in page.links if link.place in {Place.FEED, Place.FRAME}]
            return not any(self._is_list(link.url) for link in fillers)
        return page.state is PageState.CHALLENGE

    def lost(self, *topics: str) -> tuple[tuple[Page, Link], ...]:
        """Entries about these topics that lead nowhere we can follow, with the page they are on.

        Left out where another link of the same words was followed. In a saved copy the address
        is what the copying took away; on a live site a script may know it.
        """
        return tuple(
            (page, link) for page, link in self._unfollowed if _named(link.text) & set(topics)
        )

    @cached_property
    def _unfollowed(self) -> tuple[tuple[Page, Link], ...]:
        followed = {
            link.text
            for page in self.pages.values()
            for link in page.links
            if self.page(link.url) is not None
        }
        first = {
            link.text: (page, link)
            for page in reversed(list(self.pages.values()))
            for link in page.lost
            if link.place is not Place.PAGER and link.text not in followed
        }
        return tuple(first.values())

    def elsewhere(self, *topics: str) -> tuple[tuple[Page, Link], ...]:
        """Links to other websites whose words name one of these topics, with the page they are on.

        A disclosure there is not credited, but nobody may say that it is missing.
        """
        return tuple((page, link) for page, link in self._abroad if _named(link.text) & set(topics))

    @cached_property
    def _abroad(self) -> tuple[tuple[Page, Link], ...]:
        """Links to hosts that are not the unit's and that were not read, first of each address."""
        found: dict[str, tuple[Page, Link]] = {}
        for page in self.pages.values():
            for link in page.links:
                if link.url in found or not _SAYS_SOMETHING.search(link.text):
                    continue
                host = urlsplit(link.url).netloc
                if host and not self.own(link.url) and self.final(link.url) not in self._came_home:
                    found[link.url] = page, link
        return tuple(found.values())

    @cached_property
    def _came_home(self) -> frozenset[str]:
        return frozenset(self.pages) | frozenset(self._documents_by_final)

    def unfinished(self, *topics: str) -> tuple[Page, ...]:
        """Lists that say they go on where we could not follow and that may hold these topics.

        A list that names no topic may hold anything, and so may 通知公告; one whose entries read
        go back two years has shown what is due.
        """
        wanted = set(topics) | _CATCH_ALL
        return tuple(
            page for page in self._cut_short if not (said := _named(page.title)) or said & wanted
        )

    @cached_property
    def _cut_short(self) -> tuple[Page, ...]:
        found = []
        for pages in self._series:
            filled = any(
                link.place is Place.FEED and self._is_list(link.url)
                for page in pages
                for link in page.links
            )
            if not filled and self._goes_on(pages) and not self._reaches_back(pages):
                found.append(pages[0])
        return tuple(found)

    @cached_property
    def _series(self) -> tuple[list[Page], ...]:
        """Pages that hold lists, together with those that their page numbers lead to."""
        lists = {
            url: page
            for url, page in self.pages.items()
            if page.kind not in {PageKind.HOME, PageKind.ARTICLE}
            and page.state in READ_STATES
            and url not in self.data_files
        }
        near: dict[str, set[str]] = {url: set() for url in lists}
        for url, page in lists.items():
            for link in page.links:
                final = self.final(link.url)
                if link.place is Place.PAGER and final in near:
                    near[url].add(final)
                    near[final].add(url)
        groups, seen = [], set[str]()
        for url in lists:
            group, waiting = [], [url]
            while waiting:
                here = waiting.pop()
                if here not in seen:
                    seen.add(here)
                    group.append(lists[here])
                    waiting += sorted(near[here])
            if group:
                groups.append(group)
        return tuple(groups)

    def _goes_on(self, pages: Sequence[Page]) -> bool:
        """These pages of a list say that there are more of them than were read.

        By their number where they give one; else a lone page says so by a way on that leads
        nowhere. On the last of several pages such a link is only switched off.
        """
        shown = {tuple(x.url for x in p.links if x.place is Place.CONTENT) for p in pages}
        ways = [link for page in pages for link in page.lost if link.place is Place.PAGER]
        if most := max((announced(way.text) for way in ways), default=0):
            return most > len(shown)
        if len(shown) > 1:
            return False
        unread = any(
            link.place is Place.PAGER and self.page(link.url) is None
            for page in pages
            for link in page.links
        )
        return bool(ways) or unread


_SAYS_SOMETHING = re.compile(r"[\u4e00-\u9fff]{2}")
_LONG_TITLE = 12  # characters: from here on a title says what its page is about
_CATCH_ALL = {"notice", "other"}  # departments put anything into 通知公告


def _said(page: Page) -> str:
    """The words of a page without address, clock and error number, in which one answer varies."""
    return " ".join(_VARIES.sub(" ", page.whole_text).split())


def _may_hold(hint: str, topics: set[str]) -> bool:
    """A link with these words may lead to one of the topics.

    A title clears all topics but its own. A short name is a column: it clears a topic only by
    naming another one; what nobody knows (县财政局, 部门收支, 更多, the number of a file) may hold
    anything.
    """
    if not _SAYS_SOMETHING.search(hint):
        return True
    said = _named(hint)
    if len(hint) >= _LONG_TITLE:
        return bool(said & topics)
    return not said or bool(said & (topics | _CATCH_ALL))


def _named(words: str) -> frozenset[str]:
    """Topics that the words of a link name: a title has one, the name of a column may have more."""
    topic = frozenset({topic_of(words)} - {""})
    return topic if len(words) >= _LONG_TITLE else topic | topics_named(words)


def _list_of(page: Page) -> tuple[object, ...]:
    """What a list page has in common with its further pages."""
    return page.title, page.columns, urlsplit(page.url).path.rpartition("/")[0]


def _column_state(
    pages: list[Page], items: list[Item], has_children: bool, own: Callable[[str], bool]
) -> ColumnState:
    if not items:
        if has_children:
            return ColumnState.PARENT
        unread = any(page.state is PageState.JS_SHELL for page in pages)
        return ColumnState.UNREAD if unread else ColumnState.EMPTY
    if not any(own(item.url) for item in items):
        return ColumnState.EXTERNAL
    if len(items) == 1 and "说明" in items[0].title and "情况" in items[0].title:
        return ColumnState.STATEMENT
    return ColumnState.ITEMS


SAID = {
    FetchOutcome.NOT_FOUND: "页面不存在（404）",
    FetchOutcome.GONE: "页面已删除（410）",
    FetchOutcome.SOFT_NOT_FOUND: "返回的是出错页面",
    FetchOutcome.FORBIDDEN: "拒绝访问（403）",
    FetchOutcome.ROBOTS_DENIED: "robots.txt 不允许采集",
    FetchOutcome.LOGIN_WALL: "需要登录",
    FetchOutcome.CHALLENGE: "返回访问验证页面（防护墙拦截采集程序）",
    FetchOutcome.RATE_LIMITED: "请求过于频繁，被限制访问（429）",
    FetchOutcome.SERVER_ERROR: "服务器出错（5xx）",
    FetchOutcome.CLIENT_ERROR: "服务器不接受请求（4xx）",
    FetchOutcome.DNS_FAILED: "域名无法解析",
    FetchOutcome.REFUSED: "连接被拒绝或中断",
    FetchOutcome.TLS_INVALID: "HTTPS 证书无效",
    FetchOutcome.TIMEOUT_CONNECT: "连接超时",
    FetchOutcome.TIMEOUT_FIRST_BYTE: "等待响应超时",
    FetchOutcome.TIMEOUT_BODY: "下载超时",
    FetchOutcome.TOO_LARGE: "文件过大，未下载",
    FetchOutcome.TRUNCATED: "内容不完整",
    FetchOutcome.DECODE_FAILED: "内容无法解码",
    FetchOutcome.REDIRECT_LOOP: "重定向次数过多",
    FetchOutcome.REDIRECTED_OFF_SITE: "跳转到其他网站",
    FetchOutcome.REDIRECTED_HOME: "跳转回首页",
    FetchOutcome.JS_SHELL: "内容由脚本生成",
    FetchOutcome.OUT_OF_BUDGET: "超出本次采集额度，未读取",
    FetchOutcome.BLOCKED_ADDRESS: "地址不允许访问",
    FetchOutcome.BAD_URL: "网址格式有误",
    FetchOutcome.OK: "正常",
    FetchOutcome.NOT_MODIFIED: "未变化",
}


def describe(fetch: Fetch) -> str:
    """The outcome of a request as people say it, in Chinese."""
    return SAID[fetch.outcome]
