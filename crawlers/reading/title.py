"""The title of a page as a reader sees it, and its breadcrumb."""

import re
from functools import lru_cache

from crawlers.reading.dates import first_date
from crawlers.reading.flat import Markup, squeeze
from crawlers.reading.found import Found
from crawlers.reading.labels import begins_with_label, labelled
from crawlers.reading.layout import HOME_WORDS, Layout

_SPLIT = re.compile(
    r"\s*(?:[_|｜»>＞]|--+|——|(?<=[\u4e00-\u9fa5\]】]) ?[-–—] ?(?=[\u4e00-\u9fa5]))\s*"
)
_STEP = re.compile(
    r"\s*(?:[>＞»›→]+|->|--+|/|\\|\||-(?=\s)|\t|(?<=[\u4e00-\u9fa5])\s+(?=[\u4e00-\u9fa5])|·|：：|::)\s*"
)
_LEAD = re.compile(r"^.{0,12}?位\s*置\s*(?:是|为|在)?\s*[：:]?\s*")
_TITLE_CSS = re.compile(
    r"(?:^|[\s_-])(?:\w*title\w*|\w*tit|bt|\w*biaoti\w*|\w*headline\w*|h1|mc|qzmc|con_?tit\w*|wz_?bt|tit\d?)(?:$|[\s_-])"
)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_CRUMB = 400  # characters of a line
_INDEXED = re.compile(r"索\s*[引取]\s*号")
_LEAST_LABELLED = 8  # characters of a title that a table gives
_LONGEST_ITEM = 14  # characters of a menu's item
_LONGEST = 1000  # characters of a heading's tag
_LEAF = frozenset(
    {
        "正文",
        "详情",
        "内容",
        "详细内容",
        "文章正文",
        "信息内容",
        "详细信息",
        "浏览文章",
        "查看内容",
        "正文内容",
        "内容详情",
        "信息详情",
        "详细页",
        "内容页",
    }
)
SITE_END = re.compile(
    r"(?:网|网站|门户|政府|局|厅|委员会|平台|官网|中心|办公室|首页|站群|委|办|银行|部|院|协会|\.gov\.cn|集团|街道|镇|乡)!?$"
)
_LABELS = ("索引号", "来源", "发布", "文号", "分享", "字号", "打印")
_PREFIX = re.compile(
    r"^(?:分类|标签|栏目|频道|专题|归档|当前栏目|category|tag|archives?)\s*[:：]\s*", re.I
)
_GENERIC = re.compile(
    r"^(?:untitled document|document|无标题文档|新建网页.*|index|list|首页|无标题|网页标题|标题)$",
    re.I,
)


def plain(text: str) -> str:
    """For comparing: no white space, no width differences that matter to nobody."""
    return "".join(text.split())


def meta_title(page: Markup) -> str:
    """The ArticleTitle tag without markup."""
    return _unmarked(page.metas.get("articletitle", ""))


def all_segments(page: Markup) -> list[str]:
    """Every part of <title>, the site's name included."""
    return list(_parts(page.title))


def segments(page: Markup) -> list[str]:
    """Parts of <title> that may be a name, the site's name left out where it can be told."""
    return list(_named(page.title, page.metas.get("sitename", "")))


def first_name(title: str) -> str:
    """What <title> names first that is no site's name, "" when it names only the site."""
    parts = [p for part in _parts(squeeze(title[:_LONGEST])) for p in re.split(r" [-–—] ", part)]
    named = [part for part in parts if part and not _GENERIC.match(part)]
    return next((part for part in named if not SITE_END.search(part)), "")


@lru_cache(maxsize=64)  # asked for several times a page
def _unmarked(text: str) -> str:
    return squeeze(_TAG.sub(" ", text[:_LONGEST]))


@lru_cache(maxsize=64)
def _parts(title: str) -> tuple[str, ...]:
    text = _TAG.sub("", title)
    return tuple(squeeze(p).strip("[]【】-!！ ") for p in _SPLIT.split(text) if p.strip())


@lru_cache(maxsize=64)
def _named(title: str, sitename: str) -> tuple[str, ...]:
    site = plain(sitename)
    named = [p for p in _parts(title) if p and plain(p) != site and not _GENERIC.match(p)]
    if len(named) > 1 and SITE_END.search(named[0]) and not SITE_END.search(named[-1]):
        return tuple(named[1:])  # 某市商务局网站-通知公告
    if len(named) > 1:
        named = [p for n, p in enumerate(named) if n == 0 or not SITE_END.search(p)]
    return tuple(named)


def breadcrumb(page: Markup, layout: Layout) -> tuple[str, ...]:
    """Steps of 当前位置, outermost first, without 首页 and 正文."""
    if layout.crumb < 0:
        return ()
    steps: list[str] = []
    for line in page.lines[layout.crumb : layout.crumb_end + 1]:
        if len(line.text) > _LONGEST_CRUMB:
            continue
        text = _LEAD.sub("", line.text, count=1) if line is page.lines[layout.crumb] else line.text
        text = text.strip("[]【】 ")
        known = [page.anchors[n].text for n in line.anchors if page.anchors[n].text]
        for name in known:  # a step's own name may hold a separator
            text = text.replace(name, f"\x00{name}\x00", 1)
        for piece in text.split("\x00"):
            if piece in known:
                steps.append(piece)
            else:
                steps += list(_STEP.split(piece))
    names = [squeeze(s).strip("[]【】>＞»›/：: ") for s in steps]
    kept = [
        n
        for n in names
        if n and plain(n) not in HOME_WORDS and n not in _LEAF and not first_date(n)
    ]
    return tuple(n for n in kept if len(n) < 80 and not re.search(r"位\s*置[：:]?$|^\W+$", n))


def article_title(page: Markup, layout: Layout, info: int) -> Found[str]:
    """The article's own title: ArticleTitle, else the best heading above the 来源/日期 line."""
    tagged = meta_title(page)
    zone = list(range(layout.head, info if info > layout.head else layout.foot))
    if not tagged and (given := _labelled(page, layout)):
        return Found(_as_shown(page, zone, given[0]), "标注的标题", given[1])
    if tagged and (info <= 0 or _visible(page, tagged)):
        return Found(_as_shown(page, zone, tagged), "标签 ArticleTitle", tagged)
    found = _heading(page, layout, zone, info, tagged)
    if tagged:  # it is nowhere to be seen
        if found and plain(found) == plain(page.title):
            return Found(found, "与 <title> 相同的标题行", found)
        return Found(_as_shown(page, zone, tagged), "标签 ArticleTitle", tagged)
    name = (segments(page) or [page.title])[0]
    if info < 0 and segments(page) and not SITE_END.search(name):
        # Nothing marks the heading's place, so <title> must vouch for it.
        vouched = plain(found) in plain(page.title) or plain(name) in plain(found)
        if not vouched:
            return Found(name, "<title>，正文上方没有与它相符的标题行", page.title)
    if found:
        return Found(found, "正文上方的标题行", found)
    return Found(_as_shown(page, zone, name), "<title>", page.title)


def _labelled(page: Markup, layout: Layout) -> tuple[str, str] | None:
    """What the table of a document's facts calls it (信息名称：…), if a line shows it, too."""
    shown = [line.text for line in page.lines[layout.head : layout.foot] if len(line.text) <= 300]
    whole = "\n".join(shown)
    if _INDEXED.search(whole) is None:
        return None
    found = labelled(whole, "信息名称", "标题", "名称")
    if found and len(found[0]) >= _LEAST_LABELLED and found[0] in shown:
        return found
    return None


@lru_cache(maxsize=4096)
def _headline(css: str) -> bool:
    return _TITLE_CSS.search(css) is not None


def _visible(page: Markup, title: str) -> bool:
    want = plain(title)
    return any(want in plain(line.text) for line in page.lines if not line.hidden)


def _as_shown(page: Markup, zone: list[int], title: str) -> str:
    """The visible spelling of a title: a cut tag gives way to the full line."""
    want = plain(title).rstrip(".…")
    cut = want != plain(title)
    for n in zone:
        line = page.lines[n]
        if line.hidden or line.linked > len(line.text) // 2:
            continue
        shown = plain(line.text)
        if shown == want or (cut and shown.startswith(want)):
            return squeeze(line.text)
    return title


def _heading(page: Markup, layout: Layout, zone: list[int], info: int, named: str) -> str:
    whole = plain(page.title)
    parts = segments(page)
    own = parts[0] if parts else ""
    close_own, known = plain(own), plain(named)[:8]
    best, score_of_best = "", 1
    for n in zone:
        line = page.lines[n]
        text = line.text
        if line.hidden or layout.nav_lines[n] or not 2 <= len(text) <= 160:
            continue
        score = 0
        if line.tag in ("h1", "h2", "h3"):
            score += {"h1": 4, "h2": 3, "h3": 2}[line.tag]
        elif line.tag in ("h4", "h5"):
            score += 1
        if line.css and _headline(line.css):
            score += 3
        close = plain(text)
        if len(text) >= 2 and close in whole:
            score += 4 if len(text) >= 4 else 2
        elif len(own) >= 4 and close_own in close:
            score += 4
        if parts and close in whole and len(close) >= 0.6 * len(close_own):
            score += 2
        if named and close[:8] == known:
            score += 4
        if info > 0:
            score += 2 if info - n == 1 else 1 if info - n <= 3 else 0
        if line.linked * 2 > len(text) and any(page.anchors[a].leads for a in line.anchors):
            score -= 4
        if text[-1] in "。；：" or first_date(text[:12]):
            score -= 4
        if "\t" in text or text.startswith(_LABELS) or begins_with_label(text):
            score -= 5
        if score > score_of_best:
            best, score_of_best = _joined(page, n, zone), score
    return best


def _joined(page: Markup, n: int, zone: list[int]) -> str:
    """A title broken over several lines of the same element."""
    first = page.lines[n]
    text = first.text
    for m in range(n + 1, min(n + 4, zone[-1] + 1)):
        line = page.lines[m]
        same = line.box == first.box and line.tag == first.tag and line.css == first.css
        if (
            same
            and first.tag in ("h1", "h2", "h3")
            and not line.linked
            and not first_date(line.text)
        ):
            text = f"{text} {line.text}"
        else:
            break
    return squeeze(text)


def list_title(page: Markup, layout: Layout, columns: tuple[str, ...], start: int) -> Found[str]:
    """The column's name: the candidate that most sources agree on, the page's own first."""
    votes: dict[str, float] = {}
    shown: dict[str, tuple[str, list[str]]] = {}  # the name and its sources

    def vote(name: str, weight: float, source: str) -> None:
        name = _PREFIX.sub("", squeeze(name)).strip("[]【】:： >")
        if name and len(name) <= 40 and not _GENERIC.match(name) and plain(name) not in HOME_WORDS:
            key = plain(name)
            votes[key] = votes.get(key, 0) + weight
            shown.setdefault(key, (name, []))[1].append(source)

    if columns:
        vote(columns[-1], 3, "位置导航")
    parts = segments(page)[:2]
    # A <title> that is the same on all pages names the site.
    of_site = len(parts) == 1 and SITE_END.search(parts[0]) is not None
    for n, part in enumerate(parts):
        vote(part, 0.5 if of_site else 2 - n, "<title>")
    items = {anchor.text for anchor in page.anchors if len(anchor.text) <= _LONGEST_ITEM}
    vote(page.metas.get("columnname", ""), 1.5, "标签 ColumnName")
    end = start = min(start, len(page.lines))
    while end < min(start + 2, len(page.lines)) and not page.lines[end].linked:
        end += 1  # the entries' box may begin with its heading
    for n in range(max(layout.head, start - 12), end):
        line = page.lines[n]
        if line.hidden or len(line.text) > 30 or "\t" in line.text:
            continue
        if line.tag in ("h1", "h2", "h3", "h4") or _headline(line.css):
            vote(line.text, 1.6 if start - n <= 3 else 1.2, "列表上方的标题")
        elif not line.linked:
            vote(line.text, 0.6, "列表上方的文字")
            if line.text in items:
                vote(line.text, 0.5, "菜单中的一项")
    if not votes:
        return Found(page.title, "<title>", page.title)
    best = max(votes.values())
    name, sources = next(shown[key] for key, weight in votes.items() if weight == best)
    return Found(name, "、".join(dict.fromkeys(sources)), name)
