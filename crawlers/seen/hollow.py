"""Columns that look empty and are not shown to be: what they have of their own may be the content.

An empty column has the frame of its site and nothing else. One with a script that no page with
content has may be written by it; one with a form, a picture or an object of its own may show its
entries there. Pure.

An article without a body, or whose body only promises one or puts it off, discloses nothing yet.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from crawlers.promises import LONG_TITLE, disclosures
from crawlers.reading.parts import BRINGS, FED, FILLS, HIDDEN, HOLDS, UNFILLED
from data.types import Link, Page, PageKind, PageState, Place

_WRITTEN = "没有条目，有本站其他页面没有的脚本"
_FILLED_LATER = "没有条目，列表留待脚本填充"
_LOST = "没有条目，有没有网址的入口"
_COLUMNS = frozenset({PageKind.LIST, PageKind.OTHER})
_FRAME = 3  # pages; what so many have is the frame's
MORE = "由脚本填充的列表"  # words of the way to what a script may add to a list
_HELD = "没有条目，有查询表单、图片或嵌入的内容，不能认定为空"
_PROMISED = re.compile(
    r"(?:编制|编写|编辑|整理|完善|更新|建设|制作|起草|审核|录入|上传)(?:之)?中|正在(?:抓紧)?(?:编制|整理|建设|制作)"
    r"|敬请(?:期待|关注)|即将(?:公布|公开|发布|上线|开通)"
    r"|^(?:目前|现)?(?:暂|尚|还)[无未没](?:有|公开|公布|发布|上传)?(?:相关|任何)?"
    r"(?:内容|信息|数据|资料|文件|正文)?$"
)
_PROMISE = 30  # characters; who writes more says something
# It is being examined and will be published: a notice of that, and not what it is about.
_PUT_OFF = re.compile(
    r"(?:正在?|[尚仍还]在)\w{0,16}"
    r"(?:审核|审查|审批|审定|批复|编制|汇总|会审|核对|校对|整理|完善|报批|修订)\w{0,60}?"
    r"(?:将|再|予以|尽快|及时|(?:完成|结束|批复|批准|审定|审核|通过)之?后)"
    r"\w{0,16}(?:公开|公布|发布|公示|上传)"
    r"|待\w{2,30}后\w{0,6}(?:将|再|予以|尽快|及时|立即)\w{0,16}(?:公开|公布|发布|公示)"
)
_NOTICE = 120  # characters; a longer text goes on to say it
_FIGURE = re.compile(r"\d[\d,.]*\s*(?:亿|万|元|[%％])")
_FILLED = {Place.CONTENT, Place.FRAME, Place.FEED}


def without_body(page: Page) -> bool:
    """An article with no words of its own, or with nothing but the promise of some; what it shows
    as pictures or objects is not looked at.
    """
    if page.kind is not PageKind.ARTICLE or page.attachments or page.lost:
        return False
    if any(link.place in _FILLED for link in page.links):
        return False
    lines = (line.strip() for line in page.text.splitlines())
    said = re.sub(r"\W", "", "".join(line for line in lines if line != page.title))
    if not said or (len(said) <= _PROMISE and _PROMISED.search(said) is not None):
        return True
    put_off = len(said) <= _NOTICE and _PUT_OFF.search(said) is not None
    return put_off and not _FIGURE.search(page.text)


def pictures_of(page: Page) -> frozenset[str]:
    """Parts that may show what the words do not."""
    return frozenset(part for part in page.parts if part.startswith(("image:", "object:")))


def looks_empty(page: Page) -> bool:
    """A column without entries that does not say in words that it has none."""
    _, words = page.trace.get("state", ("", ""))
    return page.kind is PageKind.LIST and page.state is PageState.EMPTY and not words


def frame_of(pages: Iterable[Page]) -> frozenset[str]:
    """Parts of pages that show content without them or beside them."""
    return frozenset(part for page in pages if page.state is PageState.OK for part in page.parts)


def may_be_written(page: Page, frame: Collection[str]) -> bool:
    """A script of its own may bring the entries; a browser would show them."""
    return any(part.startswith(BRINGS) and part not in frame for part in page.parts)


def unfilled(page: Page) -> bool:
    """A column without entries whose list waits for a script: an element with an id or data and
    nothing in it, 暂无 in the place of the first entry, or 暂无 that is not shown. A script that
    every page has may fill it.
    """
    if page.state is not PageState.EMPTY and not _shows_nothing(page, PageKind.OTHER):
        return False
    return page.kind in _COLUMNS and bool(page.parts & UNFILLED) and _runs(page)


def fed(page: Page) -> bool:
    """A list of disclosures with entries that carries data for a script, which may add to them."""
    if page.kind is not PageKind.LIST or page.state is not PageState.OK or FED not in page.parts:
        return False
    return _runs(page) and bool(disclosures(page.title))


def _runs(page: Page) -> bool:
    return any(part.startswith(FILLS) for part in page.parts)


def unproven(pages: Mapping[str, Page], drawn: Collection[str]) -> dict[str, Page]:
    """The pages of a look; columns that are not shown to be empty are shells or not read.

    Args:
        drawn: addresses of pages that a browser drew, whose scripts have run.
    """
    found = dict(pages)
    for url, page in pages.items():
        if url not in drawn and unfilled(page):
            found[url] = _as(page, PageState.JS_SHELL, _FILLED_LATER)
        elif url not in drawn and fed(page):
            found[url] = replace(page, lost=(*page.lost, Link("", MORE, Place.PAGER)))
    empty = [url for url, page in found.items() if looks_empty(page) or _lists_nothing(page)]
    if not empty:
        return found
    frame = frame_of(page for url, page in pages.items() if url not in drawn)
    times = Counter(text for page in pages.values() for text in {way.text for way in page.lost})
    for url in empty:
        page = pages[url]
        tabs = {way.text for way in page.lost if way.place is Place.CONTENT}
        if any(times[text] < _FRAME for text in tabs):
            found[url] = _as(replace(page, kind=PageKind.OTHER), PageState.ERROR, _LOST)
        elif page.state is not PageState.EMPTY:
            continue
        elif url not in drawn and may_be_written(page, frame):
            found[url] = _as(page, PageState.JS_SHELL, _WRITTEN)
        elif any(part.startswith(HOLDS) and part not in frame for part in page.parts):
            found[url] = _as(replace(page, kind=PageKind.OTHER), PageState.ERROR, _HELD)
        elif HIDDEN in page.parts:  # drawn, and no script found that there is nothing
            found[url] = _as(page, PageState.JS_SHELL, _FILLED_LATER)
    return found


def _lists_nothing(page: Page) -> bool:
    """A list that shows nothing but the names of tabs without an address."""
    tabs = [way for way in page.lost if way.place is Place.CONTENT]
    if not tabs or not _shows_nothing(page, *_COLUMNS):
        return False
    return all(len(way.text) < LONG_TITLE and way.on is None for way in tabs)


def _shows_nothing(page: Page, *kinds: PageKind) -> bool:
    """A page of such a kind in which no rule found a fault, and which has neither entries nor
    files.
    """
    if page.kind not in kinds or page.state is not PageState.OK or page.attachments:
        return False
    return not any(link.place in _FILLED for link in page.links)


def _as(page: Page, state: PageState, why: str) -> Page:
    return replace(page, state=state, trace={**page.trace, "state": (why, "")})
