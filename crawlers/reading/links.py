"""Links of a page with their place, and the date printed beside them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from crawlers.reading.flat import Anchor, Control, Markup
from crawlers.reading.layout import HOME_WORDS, Layout, main_box
from crawlers.reading.told import pages_counted
from crawlers.reading.urls import absolute, extension, from_code, from_refresh, in_code, nearby
from data.types import Link, Place

Told = Sequence[tuple[str, str]]  # words that a script makes links of, and what it is told

_PAGER_TEXT = re.compile(
    r"^[\[<«‹【]*\s*(?:第?\s*\d{1,4}\s*页?|上一?页|下一?页|前一?页|后一?页|首\s*页|尾\s*页|末\s*页|最后一?页|第一页|[<>«»‹›]+|"
    r"next|prev\w*|last|first)\s*[\]>»›】]*$",
    re.I,
)
_CREATE_PAGES = re.compile(
    r"createPage\w{0,20}\(\s*(?:['\"]\w{1,60}['\"]\s*,\s*)?(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*['\"]([^'\"\n]{1,200})['\"]\s*,\s*['\"](\w{1,20})['\"]"
)
# A data file's end, and the address before it.
_FEED_END = re.compile(r"""\.(?:json|xml)(?=(?:\?[^"')\s]{0,120})?["')])""", re.I)
_IN_FEED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:?&=%~-"
_LONGEST_FEED = 300  # characters
MAX_PAGES = 500  # of one list that a script announces

_LONGEST_PAGER = 30  # characters
_LONGEST_WAY = 60
_WAY = re.compile(
    r"^[\[【]?(?:更\s*多|查看更多|加载更多|more|\[?详细\]?|查看详情|\[?查看全文\]?|阅读(?:全文|更多)|详情|返回.*|点击进入|english)\W*$",
    re.I,
)
_STARTS = frozenset("第上下前后首尾末最更查加详阅返点")  # the ideographs that these two begin with

# What leads on in a list; 上一页 and 首页 lead back.
_FORWARD = re.compile(
    r"^[\[<«‹【]*\s*(?:下一?页|后一?页|尾\s*页|末\s*页|最后一?页|next(?:\s*page)?|last)\s*[\]>»›】]*$",
    re.I,
)
_STEP = re.compile(r"^\d{1,4}$|^[>»›]+$")  # means a page only where the code says so
_TURNS = re.compile(r"page|goto|turn|postback|fanye|jump", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MORE = re.compile(
    r"^(?:点击|上拉|下拉|向下滚动|滑动)?(?:(?:加载|查看|显示|浏览)更多|更多加载|load\s*more|show\s*more)\W*$",
    re.I,
)
_TOTAL = re.compile(
    r"共\s*(\d{1,4})\s*页|页\s*(?:次|码|数)?\s*[:：]?\s*第?\s*\d{1,4}\s*页?\s*[/／]\s*共?\s*(\d{1,4})"
    r"|第?\s*\d{1,4}\s*页?\s*[/／]\s*共?\s*(\d{1,4})\s*页|(?:总页数|总共页数|页数)\s*[:：]\s*(\d{1,4})"
    r"|共\s*\d{1,6}\s*[条篇个项][^\d\n]{0,6}(?:共|分)\s*(\d{1,4})\s*页"
)
_TOTAL_LINE = 160  # characters; a longer line is running text (本报告共9页)
# How many entries a list has: 共35条, 总数：35 每页：15. A total of other things has no such words.
_ROWS = re.compile(
    r"共\s*(?:有|计)?\s*(\d{1,6})\s*(?:条|篇)|(?:总(?:记录|条)?数|记录总?数)\s*[:：]?\s*(\d{1,6})"
)
_FRACTION = re.compile(r"^\D{0,4}1\s*[/／]\s*(\d{1,4})\s*页?$")  # where one is: 1/3
_NUMBERS = re.compile(r"^\D{0,8}1\s*2[\s\d.…]*(?:下一?页|后一?页|尾页|末页|[>»›]+)")
_NTH = re.compile(r"^第?\s*(\d{1,4})\s*页$")
_JUMP = re.compile(r"(?:到|至|转|跳)第?\s*页")
_YEAR_TAB = re.compile(r"^(?:19|20)\d\d年?度?$")
_YEAR_TABS = re.compile(r"^(?:(?:19|20)\d\d年?度?[\s|/、]*){2,20}$")
_COUNTED = ("ount", "otal", "OUNT", "OTAL")
_TOTAL_CODE = re.compile(
    r"\b(?:countpage|pagecount|page_count|totalpages?|total_pages?|pagetotal)[\"']?\s*[:=]\s*"
    r"[\"']?(\d{1,4})\b"  # in lower case
)
# A click that only changes what is shown of the page: tabs, menus, tools.
_SWITCHES = re.compile(
    r"tab|tag|toggle|switch|hide|slide|menu|div|board|hover|scroll|\.style|class(?:name|list)"
    r"|print|close|font|share|favou?r|bookmark|search|submit|login|logout|voice|speak|homepage",
    re.I,
)
_GOES = re.compile(
    r"""\b(?:go|jump|nav|link|turn|redirect|view|read|show|load|to)\w*\(\s*(?:this\s*,\s*)?"""
    r"""["']((?:https?:/)?/[^"'\s<>]+)["']""",
    re.I,
)
_PAGE_ENDS = {"htm", "html", "shtml", "jsp", "jspx", "asp", "aspx", "php", "do", "action"}


def resolve(page: Markup, base: str, codec: str = "utf-8") -> None:
    """Fill in where every anchor leads and what it may be. Everything below rests on this.

    Args:
        codec: the code that the page is written in; queries are sent in it.
    """
    turning: dict[int, bool] = {}  # boxes asked for page numbers
    if codec != "utf-8":
        _spell(page, codec)
    near = nearby(base)
    for anchor in page.anchors:
        href = anchor.href
        url = near(href) or absolute(base, href)
        anchor.url = anchor.leads = url
        if not url and (code := anchor.onclick or href):
            anchor.leads = absolute(base, in_code(_opened(code), codec))
        words = anchor.text or anchor.title
        if not words:
            continue
        # Most links are titles, and their first character is enough to tell.
        if "\u4e00" <= words[0] <= "\u9fff" and words[0] not in _STARTS:
            anchor.entry = True
            continue
        if _pages(anchor.text):
            home = anchor.text.replace(" ", "") in HOME_WORDS
            anchor.pager = not home or _turns(page, anchor, turning)
        anchor.entry = not anchor.pager and not _way(words)
    for control in page.controls:
        control.leads = _led_by(base, control)


def _spell(page: Markup, codec: str) -> None:
    """Queries of every address on the page, in its code."""
    for anchor in page.anchors:
        anchor.href = in_code(anchor.href, codec)
    for control in page.controls:
        control.href = in_code(control.href, codec)
    page.frames[:] = [in_code(source, codec) for source in page.frames]
    page.embedded[:] = [(box, in_code(source, codec)) for box, source in page.embedded]
    page.refresh = in_code(page.refresh, codec)


@lru_cache(maxsize=8192)  # menus repeat
def _pages(words: str) -> bool:
    return len(words) <= _LONGEST_PAGER and _PAGER_TEXT.match(words) is not None


@lru_cache(maxsize=8192)
def _way(words: str) -> bool:
    return len(words) <= _LONGEST_WAY and _WAY.match(words) is not None


def _turns(page: Markup, anchor: Anchor, known: dict[int, bool]) -> bool:
    """A lone 首页 is the way home; among 下一页 and 末页 it is the first page."""
    if anchor.box not in known:
        first, last = page.boxes[anchor.box].anchors if anchor.box >= 0 else (0, 0)
        known[anchor.box] = any(
            "页" in a.text and a.text.strip() not in HOME_WORDS for a in page.anchors[first:last]
        )
    return known[anchor.box]


def content_box(page: Markup, layout: Layout, dates: dict[int, date]) -> int:
    """The box of a list's entries: where linked text, dated entries above all, is densest."""
    least = 10 if len(dates) >= 2 else 1
    weights = [
        0 if nav else min(line.linked, 60) // least
        for nav, line in zip(layout.nav_lines, page.lines, strict=True)
    ]
    for number in dates:
        line_no = page.anchors[number].line
        if line_no < len(weights) and not layout.nav_lines[line_no]:
            weights[line_no] += 200
    return main_box(page, weights, 0.7)


def links_of(
    page: Markup, layout: Layout, base: str, box: int, dates: dict[int, date], told: Told = ()
) -> Iterator[Link]:
    """Every link in document order; `box` is the one whose links are content."""
    first, last = page.boxes[box].anchors if box >= 0 else (0, 0)
    for n, anchor in enumerate(page.anchors):
        if not anchor.leads:
            continue
        place = Place.NAV
        if layout.inner[n]:
            if anchor.pager:
                place = Place.PAGER
            elif first <= n < last:
                place = Place.CONTENT
        yield Link(anchor.leads, link_text(anchor), place, dates.get(n))
    for control in page.controls:
        if control.leads:
            turns = _pages(control.words) and not _YEAR.fullmatch(control.words)
            yield Link(control.leads, control.words, Place.PAGER if turns else Place.NAV)
    for words, address in told:
        if url := _address(base, address):
            yield Link(url, words, Place.NAV)
    for source in page.frames:
        if url := absolute(base, source):
            yield Link(url, "", Place.FRAME)
    if url := absolute(base, from_refresh(page.refresh)):
        yield Link(url, "", Place.FRAME)
    if "createPage" in page.code:
        for url in script_pages(page.code, base):
            yield Link(url, "", Place.PAGER)
    for address in _feeds(page.code):
        if url := absolute(base, address):
            yield Link(url, "", Place.FEED)


# Shorter words are buttons: 搜索, 打印, 关闭, 简体.
_LEAST_WORDS = 4


def lost_links(page: Markup, base: str, dates: dict[int, date], told: Told = ()) -> Iterator[Link]:
    """What leads nowhere we can follow (`javascript:;`, no address), in two places.

    CONTENT: entries that name something. A fragment (`#part-2`) is a place on the same page unless
    it is a route (`#/detail/1`), and a lone `#` opens a menu. PAGER: ways to more of a list
    (下一页, 加载更多), and "共9页" wherever the page or its scripts say how many pages it has.
    """
    yield from _lost_pagers(page)
    for words, address in told:
        if not _address(base, address):
            yield Link("", words, Place.CONTENT)
    for control in page.controls:
        if len(control.words) < _LEAST_WORDS or not control.code or _MORE.match(control.words):
            continue
        if not control.leads and not _SWITCHES.search(control.code):
            yield Link("", control.words, Place.CONTENT)
    for n, anchor in enumerate(page.anchors):
        if anchor.leads or not anchor.entry or _same_page(anchor.href):
            continue
        if len(words := link_text(anchor)) >= _LEAST_WORDS:
            yield Link("", words, Place.CONTENT, dates.get(n))


def _same_page(href: str) -> bool:
    """A fragment; but one that looks like a path (`#/detail/1`) opens other content by script."""
    return href.startswith("#") and not href.startswith(("#/", "#!"))


def announced(words: str) -> int:
    """How many pages a list has by its own words (共9页), 0 when they do not say."""
    match = _TOTAL.search(words)
    return int(next(number for number in match.groups() if number)) if match else 0


def rows_announced(words: str) -> int:
    """How many entries a list has by its own words (共35条), 0 when they do not say."""
    match = _ROWS.search(words)
    return int(match[1] or match[2]) if match else 0


def _switched_off(page: Markup, known: bool) -> Iterator[str]:
    """What says that a list goes on, and leads nowhere: numbers without links, a total of entries,
    a box for the number of a page, tabs for years.

    Args:
        known: the number of pages is said.
    """
    short = [
        (n, line.text)
        for n, line in enumerate(page.lines)
        if not line.hidden and not line.anchors and len(line.text) <= _LONGEST_WAY
    ]
    fractions = [found for _, text in short if (found := _FRACTION.match(text))]
    if len(fractions) == 1 and not known:  # several are days: 1/15
        yield f"共{int(fractions[0][1])}页"
        known = True
    rows = max((rows_announced(text) for _, text in short), default=0)
    if rows and not known:
        yield f"共{rows}条"
    for year in sorted(_years_offered(page, short), reverse=True):
        yield f"{year}年"
    for _, text in short:
        if _NUMBERS.match(text) or (not known and not rows and _JUMP.search(text)):
            yield text[:_LONGEST_PAGER]


def _years_offered(page: Markup, short: list[tuple[int, str]]) -> set[int]:
    """Years among which a reader may choose, and that no address leads to: tabs and choices, at
    least two of them beside each other.
    """
    tabs = {n: text for n, text in short if _YEAR_TAB.match(text)}
    found = {text for n, text in tabs.items() if n + 1 in tabs or n - 1 in tabs}
    found |= {text for _, text in short if _YEAR_TABS.match(text) and _in_a_row(text)}
    clicks = [a.text for a in page.anchors if not a.leads and _YEAR_TAB.match(a.text)]
    clicks += [
        control.words
        for control in page.controls
        if not control.leads and _YEAR_TAB.match(control.words)
    ]
    if len(set(clicks)) > 1 or (clicks and tabs):
        found |= {*clicks, *tabs.values()}
    return {int(year[0]) for text in found for year in _YEAR.finditer(text)}


def _in_a_row(text: str) -> bool:
    """Years that only rise or only fall; any other number of eight digits is none."""
    years = [int(year[0]) for year in _YEAR.finditer(text)]
    return years in (sorted(set(years)), sorted(set(years), reverse=True))


def year_of_tab(words: str) -> int:
    """The year of a tab (2023年), 0 when it is none."""
    return int(words[:4]) if _YEAR_TAB.match(words) else 0


def _lost_pagers(page: Markup) -> Iterator[Link]:
    said = [announced(line.text) for line in page.lines
            if len(line.text) <= _TOTAL_LINE and "页" in line.text]  # fmt: skip
    code = page.code
    if ("age" in code or "AGE" in code) and any(word in code for word in _COUNTED):
        said += [int(number) for number in _TOTAL_CODE.findall(code.lower())]
    said += pages_counted(code)
    if "createPage" in page.code:
        said += [int(match[1]) for match in _CREATE_PAGES.finditer(page.code)]
    said += [
        int(nth[1])
        for control in page.controls
        if not control.leads and (nth := _NTH.match(control.words))
    ]
    if most := max(said, default=0):
        yield Link("", f"共{most}页", Place.PAGER)
    for words in _switched_off(page, known=most > 0):
        yield Link("", words, Place.PAGER)
    for anchor in page.anchors:
        if not anchor.leads and _leads_on(anchor.text, anchor.onclick or anchor.href):
            yield Link("", anchor.text, Place.PAGER)
    for control in page.controls:
        if control.href or control.leads:
            continue
        if _leads_on(control.words, control.code):
            yield Link("", control.words, Place.PAGER)
    for line in page.lines:  # a box whose click a script elsewhere knows
        if not line.anchors and not line.hidden and _more(line.text):
            yield Link("", line.text, Place.PAGER)


def _address(base: str, told: str) -> str:
    whole = told.startswith(("http://", "https://", "/", "./", "../"))
    return absolute(base, told) if whole or extension(told) in _PAGE_ENDS else ""


def _leads_on(words: str, code: str) -> bool:
    if len(words) > _LONGEST_PAGER:
        return False
    return bool(_FORWARD.match(words)) or _more(words) or _steps(words, code)


def _more(words: str) -> bool:
    if len(words) > _LONGEST_PAGER:
        return False
    hint = "更多" in words or (words.isascii() and "more" in words.lower())
    return hint and _MORE.match(words) is not None


def _feeds(code: str) -> Iterator[str]:
    if ".json" not in code and ".xml" not in code:
        return
    for end in _FEED_END.finditer(code):
        before = code[max(0, end.start() - _LONGEST_FEED) : end.start()]
        rest = before.rstrip(_IN_FEED)
        address = before[len(rest) :]
        if not rest.rstrip().endswith(('"', "'", "(", "=")):
            address = address.partition("=")[2]
        if address and address[-1] not in "./:?&=~":
            yield address + end[0]


def _steps(words: str, code: str) -> bool:
    """A page number or an arrow whose click turns the page."""
    if not _STEP.match(words) or not _TURNS.search(code):
        return False
    return not words.isdigit() or (int(words) > 1 and words in re.findall(r"\d+", code))


def _opened(code: str) -> str:
    """The address that a click opens, or ""."""
    if "'" not in code and '"' not in code:
        return ""
    if found := from_code(code):
        return found
    match = _GOES.search(code)
    return match[1] if match else ""


def _led_by(base: str, control: Control) -> str:
    """The page that a control leads to, or "". The value of a choice is often no address."""
    if not control.href:
        return absolute(base, _opened(control.code))
    if control.href.startswith(("http://", "https://", "/", "./", "../")):
        return absolute(base, control.href)
    return absolute(base, control.href) if extension(control.href) in _PAGE_ENDS else ""


def link_text(anchor: Anchor) -> str:
    """What a reader sees; the title attribute when the visible text was cut."""
    text = anchor.text
    if not anchor.title or anchor.title == text:
        return text
    cut = text.rstrip(" .…·")
    if not text or (cut != text and anchor.title.startswith(cut[:4])):
        return anchor.title
    if len(anchor.title) > len(text) and anchor.title.startswith(text):
        return anchor.title
    return text


def script_pages(code: str, base: str) -> Iterator[str]:
    """Further pages announced by createPageHTML(pages, current, "index", "html")."""
    for match in _CREATE_PAGES.finditer(code):
        name, end = match[3], match[4]
        for number in range(1, min(int(match[1]), MAX_PAGES)):
            if url := absolute(base, f"{name}_{number}.{end}"):
                yield url
