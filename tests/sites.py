"""A site from literal HTML, for the tests of the checks.

`site({"/": "<html>…", "/zwgk/": "…"})` reads every page with the real reader and makes the fetch
rows that a complete collection would have left: one for every page, and a "not found" for every
linked address of the same host that the test does not give. Behind the pages given stands the rest
of a site: columns of other disclosures, without which nobody could say that one is missing.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from crawlers.pages import read_page
from crawlers.registry import Ask
from crawlers.site import Site
from data.types import Document, Fetch, FetchOutcome, Page, PageKind, PageState, Unit

BASE = "http://qinghe.localhost/"
CAPTURED = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
UNIT = Unit("qinghe", "清河县人民政府", "county", "县市区政府", BASE)
DEPARTMENT = Unit("jiaoyu", "清河市教育局", "department", "市直部门", BASE)
# Columns that hardly a check asks for.
_REST = {"rest/1/": "审计信息", "rest/2/": "征地信息", "rest/3/": "招考录用"}


def site(
    pages: Mapping[str, str],
    *,
    unit: Unit = UNIT,
    statuses: Mapping[str, FetchOutcome] | None = None,
    files: Mapping[str, Document | str] | None = None,
    copy: bool = False,
    exhausted: bool = True,
    rest: bool = True,
) -> Site:
    """A `Site` made from HTML by path, with what a complete collection would have recorded.

    Args:
        pages: HTML by path or full address; "/" is the home page.
        statuses: how requests to other addresses ended; not given: NOT_FOUND.
        files: attachments that came home, a `Document` or simply its text.
        rest: the site has columns of other disclosures, unless nothing but its home page was read.
    """
    read = {
        url: read_page(url, html.encode())
        for url, html in ((urljoin(BASE, path), html) for path, html in pages.items())
    }
    documents = {
        url: it if isinstance(it, Document) else Document(url, _ending(url), "ok", (it,))
        for url, it in ((urljoin(BASE, path), it) for path, it in (files or {}).items())
    }
    ended = {urljoin(BASE, path): outcome for path, outcome in (statuses or {}).items()}
    hints = _hints(read)
    wanted = dict.fromkeys([BASE, *read, *hints, *documents, *ended])
    fetches = {
        url: _fetch(
            url,
            ended.get(url)
            or (FetchOutcome.OK if url in read or url in documents else FetchOutcome.NOT_FOUND),
            hints.get(url, ("", "")),
        )
        for url in wanted
        if url in ended or urlsplit(url).netloc == urlsplit(BASE).netloc
    }
    kept = {url: page for url, page in read.items() if fetches[url].outcome.read}
    if rest and len(kept) > 1:
        for path, words in _REST.items():
            url = urljoin(BASE, path)
            kept[url] = Page(url, PageKind.OTHER, PageState.OK, words)
            fetches[url] = _fetch(url, FetchOutcome.OK, (BASE, words))
    return Site(unit, BASE, kept, fetches, documents, exhausted, copy)


def ask(as_of: str = "2023-12-15", year: int = 2023) -> Ask:
    return Ask(datetime.fromisoformat(as_of).date(), year)


def page(
    title: str, body: str, *, head: str = "", crumbs: tuple[str, ...] = (), foot: str = ""
) -> str:
    """A plain page: breadcrumb, heading, body, footer."""
    trail = " &gt; ".join(f'<a href="#">{crumb}</a>' for crumb in ("首页", *crumbs))
    where = f'<div class="position">当前位置：{trail}</div>' if crumbs else ""
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{where}'
        f'<div class="content">{body}</div><div class="footer">{foot}</div></body></html>'
    )


def entries(*rows: tuple[str, str, str]) -> str:
    """The list of a column page; each row is (address, title, day), the day may be empty."""
    lines = "".join(
        f'<li><a href="{url}">{title}</a>' + (f"<span>{day}</span>" if day else "") + "</li>"
        for url, title, day in rows
    )
    return f'<ul class="list">{lines}</ul>'


def article(
    title: str,
    text: str,
    *,
    day: str = "2023-06-01",
    source: str = "清河县人民政府办公室",
    head: str = "",
    extra: str = "",
    crumbs: tuple[str, ...] = (),
) -> str:
    """An article: heading, line with date and source, paragraphs; `extra` is HTML behind them."""
    line = " ".join(
        part
        for part in (f"发布时间：{day}" if day else "", f"来源：{source}" if source else "")
        if part
    )
    paragraphs = "".join(f"<p>{p}</p>" for p in text.split("\n"))
    body = f'<h1>{title}</h1><div class="info">{line}</div><div class="article">{paragraphs}</div>'
    return page(title, body + extra, head=head, crumbs=crumbs)


def _hints(pages: Mapping[str, Page]) -> dict[str, tuple[str, str]]:
    """Every linked address with the page that first led there and the words of that link."""
    found: dict[str, tuple[str, str]] = {}
    for here in pages.values():
        for link in here.links:
            found.setdefault(link.url, (here.url, link.text))
        for attachment in here.attachments:
            found.setdefault(attachment.url, (here.url, attachment.name))
    return found


def _fetch(url: str, outcome: FetchOutcome, led: tuple[str, str]) -> Fetch:
    via, hint = led
    digest = sha256(url.encode()).hexdigest() if outcome.read else ""
    return Fetch(url, outcome, CAPTURED, final_url=url, sha256=digest, via=via, hint=hint)


def _ending(url: str) -> str:
    return urlsplit(url).path.rpartition(".")[2].lower()
