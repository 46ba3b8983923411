"""What the parts of a page are for: header, breadcrumb, side columns, footer, main content."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from crawlers.reading.dates import first_date
from crawlers.reading.flat import Box, Line, Markup
from crawlers.topics import topics_named

_NAV_TAGS = frozenset({"nav", "header", "footer", "aside"})
_SURE_TAGS = _NAV_TAGS - {"header"}
_NAV_WORD = re.compile(
    r"^(?:(?:page|site|web|index|wrap|con|public|common|new|g|m|pc|the|main)?[-_]?"
    r"(?:header?|top(?:bar|nav|menu|box)|nav\w*|menu\w*|daohang|foot\w*|copyright|aside[\w-]*|recent[\w-]*|"
    r"friend\w*|yqlj|links?|flink\w*|side\w*|search\w*|logo\w*|banner\w*|toolbar|share\w*|bdshare\w*|"
    r"tree\w*|ztree|login\w*|weather|qrcode|ewm|erweima|related|xgxx|xgyd|recommend\w*|hotnews|"
    r"subnav|leftnav|leftmenu|left_menu|left-nav|left_nav|sitemap|crumbs?|breadcrumbs?|dqwz|"
    r"cur_?position|location|position|lujing|weizhi)(?:[-_]?\d+)?)$"
)
# Bare words that mean the page's head or foot only near its ends.
_ENDS = {"top": (0.0, 0.35), "hd": (0.0, 0.2), "bottom": (0.7, 1.0), "bot": (0.7, 1.0)}
# Apart, for words of two cases are searched for ten times as long.
_FOOT = re.compile(
    r"版权所有|主办单位|主办[：:]|承办[：:]|网站标识码|公网安备|技术支持|建议使用(?:\d|[Ii][Ee])|"
    r"备案序?号|网站地图|访问量统计"
)
_FOOT_LATIN = re.compile(r"ICP\s*备|ICP证|copyright", re.I)
_CRUMB = re.compile(
    r"^[\[【]?\s*(?:您?(?:现在)?(?:的)?|您当前(?:的|所在)?|你(?:现在)?(?:的)?|当前(?:所在)?(?:的)?|目前|所在|现在)?\s*(?:所在的?)?"
    r"位\s*置\s*(?:是|为|在)?\s*(?:[：:>＞»]|$|(?=首页))|^您在这里|^当前栏目[：:]"
)
_CRUMB_CSS = re.compile("crumb|dqwz|lujing|weizhi|curpos")
_FIRST_STEP = re.compile(r"^[^\u4e00-\u9fa5]?(?:网站)?首\s*页\s*(?:[>＞»›]|->|--)")
_ARROW = re.compile(r"[>＞»›→/\\]|->|--|\|>")
_STEP_SIGNS = ">＞»›→/"
_FOOT_GAP = 12  # lines between two lines of one footer, at most
_MENUS = frozenset({"ul", "div", "table", "tbody", "dl", "td"})
_MENU = 200  # links; what has more is no side menu
HOME_WORDS = frozenset({"首页", "网站首页", "主页", "首 页", "返回首页", "本站首页", "门户首页"})


@dataclass(slots=True)
class Layout:
    """Places on a page, as line numbers and box numbers of its Markup."""

    roles: list[bool]  # per box: navigation by its tag, id or class, inherited
    crumb: int  # line of the breadcrumb, -1 when there is none
    crumb_end: int
    foot: int  # first line of the footer, len(lines) when there is none
    nav_lines: list[bool]
    inner: list[bool]  # per link: outside navigation
    text_box: int  # the box that holds the running text
    head: int = 0  # first line below the header


def layout_of(page: Markup) -> Layout:
    lines = page.lines
    own = [len(line.text) - line.linked for line in lines]
    roles = _roles(page, own)
    crumb, crumb_end = _breadcrumb(page)
    foot = _footer(page, crumb_end + 1)
    above = lines[: max(crumb, 0)]
    menu = sum([line.linked for line in above]) >= 0.7 * sum([len(line.text) for line in above])
    head = crumb_end + 1 if 0 <= crumb < len(lines) * (0.98 if menu else 0.8) else 0
    nav = [n < head or n >= foot or line.hidden or roles[line.box] for n, line in enumerate(lines)]
    inner = [a.box >= 0 and head <= a.line < foot and not roles[a.box] for a in page.anchors]
    # What stands beside a longer link is its date, and no running text.
    weights = [
        0 if out or size < line.linked else size
        for out, size, line in zip(nav, own, lines, strict=True)
    ]
    box = main_box(page, weights) if page.boxes else -1
    return Layout(roles, crumb, crumb_end, foot, nav, inner, box, head)


def main_box(page: Markup, weights: list[int], share: float = 0.72) -> int:
    """The smallest box that still holds most of the weight, reached by descending from the body."""
    sums = list(accumulate(weights, initial=0))

    def held(n: int) -> int:
        box = boxes[n]
        return sums[box.last] - sums[box.first]

    boxes, inner = page.boxes, page.inner()
    here = max(inner[-1], key=held, default=-1)
    while here >= 0 and (most := held(here)):
        best = max(inner[here], key=held, default=-1)
        if best < 0 or held(best) < share * most:
            break
        here = best
    return here


def inside(page: Markup, box: int, outer: int) -> bool:
    """Whether a box lies in another one, or is it."""
    while box >= 0:
        if box == outer:
            return True
        box = page.boxes[box].parent
    return False


@lru_cache(maxsize=8192)
def _is_nav(tag: str, css: str) -> bool:
    if tag in _NAV_TAGS:
        return True
    return any(_NAV_WORD.match(word) for word in css.split())


@lru_cache(maxsize=8192)
def _end_span(css: str) -> tuple[float, float] | None:
    return next((_ENDS[word] for word in css.split() if word in _ENDS), None)


def _at_end(box: Box, count: int) -> bool:
    span = _end_span(box.css)
    if span is None or not count:
        return False
    return span[0] <= box.first / count and box.last / count <= span[1]


def _side_menus(page: Markup, name: str) -> set[int]:
    """Boxes of short undated links that name the current column itself: menus of its siblings.

    A box called left counts without that when its links are all short. A box around a menu and the
    list beside it is none: what else it holds does not read like names of columns.
    """
    found: set[int] = set()
    sizes = [len(anchor.text) for anchor in page.anchors]
    long = list(accumulate([size > 14 for size in sizes], initial=0))
    linked = list(accumulate(sizes, initial=0))
    shown = list(accumulate([len(line.text) for line in page.lines], initial=0))
    for n, box in enumerate(page.boxes):
        if box.tag not in _MENUS:
            continue
        start, end = box.anchors
        if not 3 <= end - start <= _MENU or long[end] - long[start]:
            continue
        if linked[end] - linked[start] < 0.75 * (shown[box.last] - shown[box.first]):
            continue
        near = [a for a in page.anchors[start:end] if a.text]
        if len(near) < 3:
            continue
        left = any(w.startswith(("left", "l_", "side")) for w in box.css.split())
        if left or (name and any(a.text.replace(" ", "") == name for a in near)):
            found.add(n)
    return found - {outer for n in found for outer in _around(page, n)}


def _around(page: Markup, menu: int) -> Iterator[int]:
    """Boxes around a menu that hold something else, too: links most of which name no topic."""
    first, last = page.boxes[menu].anchors
    outer = page.boxes[menu].parent
    while outer >= 0:
        start, end = page.boxes[outer].anchors
        others = [a.text for a in (*page.anchors[start:first], *page.anchors[last:end]) if a.text]
        if sum(not topics_named(words) for words in others) > len(others) / 2:
            yield outer
        outer = page.boxes[outer].parent


def _roles(page: Markup, unlinked: list[int]) -> list[bool]:
    """Navigation boxes; a name that covers most of the text is a wrapper's and means nothing.

    `unlinked`: characters of each line that are no link.
    """
    sums = list(accumulate(unlinked, initial=0))
    total, count = sums[-1], len(page.lines)
    heads = [
        n for n, line in enumerate(page.lines)
        if line.tag == "h1" and not line.linked and len(line.text) > 3 and line.text in page.title
    ]  # fmt: skip
    menus = _side_menus(page, re.split(r"[-_|—–\s]", page.title, maxsplit=1)[0])
    roles: list[bool] = []
    for number, box in enumerate(page.boxes):
        if box.parent >= 0 and roles[box.parent]:
            roles.append(True)
            continue
        own = False
        named = box.css or box.tag in _NAV_TAGS
        if named and (_is_nav(box.tag, box.css) or _at_end(box, count)):
            last = box.last
            held = sums[last] - sums[box.first]
            # Only a name may be a wrapper's by accident; <aside> and its like say what they are.
            sure = box.tag in _SURE_TAGS or box.css.startswith("aside")
            small = held <= 0.5 * total and last - box.first <= 0.7 * count
            own = sure or small or total == 0
            # <header> may also be the head of an article.
            head = bisect_left(heads, box.first)
            own = own and not (head < len(heads) and heads[head] < last)
        roles.append(own or number in menus)
    return roles


def _breadcrumb(page: Markup) -> tuple[int, int]:
    """First and last line of the breadcrumb: 当前位置 … or a short line 首页 > … ."""
    home = -1
    for n, line in enumerate(page.lines):
        if line.hidden:
            continue
        text = line.text
        # One character tells most lines apart.
        if ("位" in text or text[0] in "您当") and len(text) < 200 and _CRUMB.match(text):
            return n, _crumb_end(page, n)
        if home < 0 and "页" in text and len(text) <= 160 and _from_home(page, line):
            home = n
    if home >= 0:
        return home, home
    for box in page.boxes:
        if box.css and _CRUMB_CSS.search(box.css) and 0 < box.last - box.first <= 12:
            return box.first, box.last - 1
    return -1, -1


def _from_home(page: Markup, line: Line) -> bool:
    """首页 > 政务公开 > …, with or without links."""
    if _FIRST_STEP.match(line.text):
        return True
    if not line.anchors:
        return False
    first = page.anchors[line.anchors[0]].text.replace(" ", "")
    if first not in HOME_WORDS and not first.endswith("首页"):
        return False
    rest = line.text.replace(" ", "")
    return _ARROW.search(rest[:40]) is not None and rest.count("|") < 3


def _crumb_end(page: Markup, start: int) -> int:
    """A breadcrumb may be cut into one block a step: follow while lines are links or arrows."""
    lines = page.lines
    if len(lines[start].anchors) >= 2:
        return start
    text = lines[start].text
    box = lines[start].box
    if _ARROW.search(text) and not _open(text):  # all its steps stand in this line
        following = lines[start + 1].text if start + 1 < len(lines) else ""
        if not following or following[0] not in _STEP_SIGNS:
            return start
    parent = page.boxes[box].parent
    if page.boxes[box].last - start > 1 or parent < 0:
        outer = page.boxes[box]
    else:
        outer = page.boxes[parent]
    end = start
    for n in range(start + 1, min(start + 10, len(lines))):
        line = lines[n]
        arrow = line.text[0] in _STEP_SIGNS or _open(line.text)
        short = len(line.text) <= 24 and (bool(line.anchors) or arrow or n < page.boxes[box].last)
        if n < outer.last and short and not first_date(line.text):
            end = n
        else:
            break
    return end


def _open(text: str) -> bool:
    """The next step must follow."""
    return text[-1] in _STEP_SIGNS or text[-1] in "：:"


def _of_foot(text: str) -> bool:
    if _FOOT.search(text):
        return True
    return ("p" in text or "P" in text) and _FOOT_LATIN.search(text) is not None


def _footer(page: Markup, start: int) -> int:
    """First line of the footer: the last cluster of lines that name the site's makers.

    It stands below line `start`: 首页 > 网站地图 is a breadcrumb.
    """
    lines = page.lines
    count = len(lines)
    first = count
    least = max(start, 0 if count < 12 else math.ceil(count * 0.3))
    for n in range(count - 1, least - 1, -1):
        if first < count and first - n > _FOOT_GAP:
            break
        if len(lines[n].text) < 300 and _of_foot(lines[n].text):
            first = n
    if first == count:
        return count
    # The whole foot box belongs to it when it is named so.
    box = lines[first].box
    while box >= 0:
        candidate = page.boxes[box]
        named = any(w.startswith(("foot", "bottom", "copyright")) for w in candidate.css.split())
        if named and candidate.first >= count * 0.25:
            return candidate.first
        box = candidate.parent
    return first
