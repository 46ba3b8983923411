"""Links of a page with their place, and the date printed beside them."""

import re
from collections.abc import Iterator
from datetime import date

from crawlers.reading.dates import first_date
from crawlers.reading.flat import Anchor, Control, Markup
from crawlers.reading.layout import HOME_WORDS, Layout, main_box
from crawlers.reading.urls import absolute, extension, from_code, from_refresh
from data.types import Link, Place

_PAGER_TEXT = re.compile(
    r"^[\[<«‹【]*\s*(?:第?\s*\d{1,4}\s*页?|上一?页|下一?页|前一?页|后一?页|首\s*页|尾\s*页|末\s*页|最后一?页|第一页|[<>«»‹›]+|"
    r"next|prev\w*|last|first)\s*[\]>»›】]*$",
    re.I,
)
_CREATE_PAGES = re.compile(
    r"createPage(?:HTML|Html)?\w*\(\s*(?:['\"]\w+['\"]\s*,\s*)?(\d+)\s*,\s*(\d+)\s*,\s*['\"]([^'\"]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_FEED = re.compile(
    r"""["'(=]\s*([\w./:?&=%~-]*?[\w%-]+\.(?:json|xml))(?:\?[^"')\s]*)?["')]""", re.I
)
_SPLIT_DAY = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])\s*((?:19|20)\d{2})\s*[-/.年]\s*(1[0-2]|0?[1-9])(?![\d])"
)
_MONTH_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(1[0-2]|0[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])\s*((?:19|20)\d{2})(?!\d)"
)
_SPLIT_HINT = re.compile(r"(?:19|20)\d\d")
_EXCERPT = 90  # characters; a longer line is running text
MAX_PAGES = 500  # of one list that a script announces

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
_TOTAL_CODE = re.compile(
    r"\b(?:countPage|pageCount|page_count|totalPages?|total_pages?|pageTotal)[\"']?\s*[:=]\s*"
    r"[\"']?(\d{1,4})\b",
    re.I,
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


def date_beside(page: Markup, anchor: Anchor) -> date | None:
    """The day printed in the same line or entry as a link, the link's own words left out."""
    if anchor.line >= len(page.lines):
        return None
    line = page.lines[anchor.line]
    if _ARTICLE_LINE.search(line.text):
        return None
    if len(line.text) <= 400 and len(line.anchors) == 1:
        rest = line.text.replace(anchor.text, " ", 1)
        if day := _entry_date(rest):
            return day
        # 标题 2023-05-01 inside the link itself, at either end.
        if day := _entry_date(line.text[-14:]) or _entry_date(line.text[:11]):
            return day
    box = anchor.box
    for _ in range(3):
        if box < 0:
            return None
        here = page.boxes[box]
        near = page.anchors[here.anchors[0] : here.anchors[1]]
        others = any(a.href != anchor.href and is_entry(page, a) for a in near)
        if others or here.last - here.first > 14:
            return None
        if here.tag in {"li", "tr", "dl", "dd", "div", "td", "table", "ul", "section", "article"}:
            # Long lines are excerpts; a date in one of them is what the text is about.
            inner = page.lines[here.first : here.last]
            text = " ".join(row.text for row in inner if len(row.text) <= _EXCERPT)
            if day := _entry_date(text.replace(anchor.text, " ", 1)):
                return day
        box = here.parent
    return None


def _entry_date(text: str) -> date | None:
    if day := first_date(text):
        return day
    if not _SPLIT_HINT.search(text):
        return None
    for pattern, order in (
        (_SPLIT_DAY, (2, 3, 1)),
        (_MONTH_DAY, (1, 2, 3)),
        (_MONTH_FIRST, (3, 1, 2)),
    ):
        if match := pattern.search(text):
            try:
                return date(*(int(match[n]) for n in order))
            except ValueError:
                continue
    return None


def is_pager(page: Markup, anchor: Anchor) -> bool:
    """上一页, 2, 末页 …; a lone 首页 is the way home, so 首页 needs company."""
    if not _PAGER_TEXT.match(anchor.text):
        return False
    if anchor.text.replace(" ", "") in HOME_WORDS:
        box = page.boxes[anchor.box] if anchor.box >= 0 else None
        near = page.anchors[box.anchors[0] : box.anchors[1]] if box else []
        return any("页" in a.text and a.text.strip() not in HOME_WORDS for a in near)
    return True


# The line under an article's title also has links (字号, 来源) and a date, but is no entry.
_ARTICLE_LINE = re.compile(
    r"(?:来\s*源|字\s*[号体]|浏览|点击数?|阅读|打印|分享|【大|大 中 小)\s*(?:次数|量)?"
    r"\s*[：:】\[（(]|^上一[篇条]|^下一[篇条]"
)
_WAY = re.compile(
    r"^[\[【]?(?:更\s*多|查看更多|加载更多|more|\[?详细\]?|查看详情|\[?查看全文\]?|阅读(?:全文|更多)|详情|返回.*|点击进入|english)\W*$",
    re.I,
)


def is_entry(page: Markup, anchor: Anchor) -> bool:
    """A link that may be an item of a list: it has words of its own, no 更多, no page number."""
    text = anchor.text or anchor.title
    return bool(text) and not is_pager(page, anchor) and not _WAY.match(text)


def content_box(page: Markup, layout: Layout, dates: dict[int, date]) -> int:
    """The box of a list's entries: where linked text, dated entries above all, is densest."""
    weights = [0] * len(page.lines)
    for n, line in enumerate(page.lines):
        if not layout.nav_lines[n]:
            weights[n] = min(line.linked, 60) // (10 if len(dates) >= 2 else 1)
    for number in dates:
        line_no = page.anchors[number].line
        if line_no < len(weights) and not layout.nav_lines[line_no]:
            weights[line_no] += 200
    return main_box(page, weights, 0.7)


def links_of(
    page: Markup, layout: Layout, base: str, box: int, dates: dict[int, date]
) -> Iterator[Link]:
    """Every link in document order; `box` is the one whose links are content."""
    first, last = page.boxes[box].anchors if box >= 0 else (0, 0)
    for n, anchor in enumerate(page.anchors):
        url = absolute(base, anchor.href)
        if not url and (code := anchor.onclick or anchor.href):
            url = absolute(base, _opened(code))
        if not url:
            continue
        nav = (
            anchor.box < 0
            or layout.roles[anchor.box]
            or not (layout.head <= anchor.line < layout.foot)
        )
        if not nav and is_pager(page, anchor):
            place = Place.PAGER
        elif not nav and first <= n < last:
            place = Place.CONTENT
        else:
            place = Place.NAV
        yield Link(url, link_text(anchor), place, dates.get(n))
    for control in page.controls:
        if url := _led_by(base, control):
            turns = _PAGER_TEXT.match(control.words) and not _YEAR.fullmatch(control.words)
            yield Link(url, control.words, Place.PAGER if turns else Place.NAV)
    for source in page.frames:
        if url := absolute(base, source):
            yield Link(url, "", Place.FRAME)
    if url := absolute(base, from_refresh(page.refresh)):
        yield Link(url, "", Place.FRAME)
    code = "\n".join(page.scripts)
    if "createPage" in code:
        for url in script_pages(code, base):
            yield Link(url, "", Place.PAGER)
    for match in _FEED.finditer(code) if ".json" in code or ".xml" in code else ():
        if url := absolute(base, match[1]):
            yield Link(url, "", Place.FEED)


# Shorter words are buttons: 搜索, 打印, 关闭, 简体.
_LEAST_WORDS = 4


def lost_links(page: Markup, base: str, dates: dict[int, date]) -> Iterator[Link]:
    """What leads nowhere we can follow (`javascript:;`, no address), in two places.

    CONTENT: entries that name something. A fragment (`#part-2`) is a place on the same page, and
    a lone `#` opens a menu. PAGER: ways to more of a list (下一页, 加载更多), and "共9页" wherever
    the page or its scripts say how many pages the list has.
    """
    yield from _lost_pagers(page, base)
    for control in page.controls:
        if len(control.words) < _LEAST_WORDS or not control.code or _MORE.match(control.words):
            continue
        if not _SWITCHES.search(control.code) and not _led_by(base, control):
            yield Link("", control.words, Place.CONTENT)
    for n, anchor in enumerate(page.anchors):
        words = link_text(anchor)
        if len(words) < _LEAST_WORDS or not is_entry(page, anchor):
            continue
        if anchor.href.strip().startswith("#"):
            continue
        if not absolute(base, anchor.href) and not absolute(
            base, _opened(anchor.onclick or anchor.href)
        ):
            yield Link("", words, Place.CONTENT, dates.get(n))


def announced(words: str) -> int:
    """How many pages a list has by its own words (共9页), 0 when they do not say."""
    match = _TOTAL.search(words)
    return int(next(number for number in match.groups() if number)) if match else 0


def _lost_pagers(page: Markup, base: str) -> Iterator[Link]:
    code = "\n".join(page.scripts)
    said = [announced(line.text) for line in page.lines if len(line.text) <= _TOTAL_LINE]
    said += [int(number) for number in _TOTAL_CODE.findall(code)]
    said += [int(match[1]) for match in _CREATE_PAGES.finditer(code)]
    if most := max(said, default=0):
        yield Link("", f"共{most}页", Place.PAGER)
    for anchor in page.anchors:
        click = anchor.onclick or anchor.href
        if absolute(base, anchor.href) or absolute(base, _opened(click)):
            continue
        if _FORWARD.match(anchor.text) or _MORE.match(anchor.text) or _steps(anchor.text, click):
            yield Link("", anchor.text, Place.PAGER)
    for control in page.controls:
        if control.href or _led_by(base, control):
            continue
        words = control.words
        if _FORWARD.match(words) or _MORE.match(words) or _steps(words, control.code):
            yield Link("", words, Place.PAGER)
    for line in page.lines:  # a box whose click a script elsewhere knows
        if not line.anchors and not line.hidden and _MORE.match(line.text):
            yield Link("", line.text, Place.PAGER)


def _steps(words: str, code: str) -> bool:
    """A page number or an arrow whose click turns the page."""
    if not _STEP.match(words) or not _TURNS.search(code):
        return False
    return not words.isdigit() or (int(words) > 1 and words in re.findall(r"\d+", code))


def _opened(code: str) -> str:
    """The address that a click opens, or ""."""
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
    cut = text.rstrip(" .…·")
    if anchor.title and (not text or (cut != text and anchor.title.startswith(cut[:4]))):
        return anchor.title
    if anchor.title and len(anchor.title) > len(text) and anchor.title.startswith(text):
        return anchor.title
    return text


def script_pages(code: str, base: str) -> Iterator[str]:
    """Further pages announced by createPageHTML(pages, current, "index", "html")."""
    for match in _CREATE_PAGES.finditer(code):
        name, end = match[3], match[4]
        for number in range(1, min(int(match[1]), MAX_PAGES)):
            if url := absolute(base, f"{name}_{number}.{end}"):
                yield url
