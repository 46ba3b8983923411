"""Pages that answered 200 and are none of the site's: refusals, failures, blanks. Pure.

Walls and broken programs word themselves in endless ways, so their words cannot all be known. What
a page of a site has is simpler. It belongs: it keeps the title that its link promised, or leads on
to where the other pages lead, or has their footer. And it carries something: an article, entries,
files, or the plain word that there is nothing. A page that lacks either was not seen.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from crawlers.network.hosts import server_of
from crawlers.promises import LONG_TITLE, named
from crawlers.reading.lost import says_moved
from crawlers.seen.walls import not_lost, shut
from crawlers.topics import topic_of
from data.types import Fetch, Page, PageKind, PageState, Place

_JUDGED = {PageState.OK, PageState.EMPTY}
_COLUMNS = {PageKind.LIST, PageKind.HOME, PageKind.PLATFORM}
_TAGS = {"sitename", "articletitle", "columnname"}  # 政府网站标签: no wall has them

_LONG = 400  # Chinese characters of running text; refusals and errors have fewer
_MENU = 3  # pages; what so many of them lead to is a menu's, and no entry
_SHARED = 2  # links into the rest of the site; one may be 返回首页
_FOOT = 8  # letters of a line that two pages have in common
_HOLLOW = 10  # letters; an article with fewer, and nothing else, has no content
_SENTENCE = 20  # letters; an article with fewer is hardly one
_WORD = 4  # letters; an empty column with a word on it says something, and not that it is empty
_BRIEF = 100  # letters; a longer text only speaks of failures
_PICTURES = 3  # a wall has its sign, and hardly more
_SHORT = 30

_LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PLAIN_LINES = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff\n]+")
_PLAIN = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")
# What a link says that promises nothing: 更多, 详细, 下一页.
_WAY = re.compile(
    r"(?:查看|点击|阅读|返回|加载)?(?:更多|详细|详情|全文|进入|首页|[上下]一?[页篇]|尾页|末页)"
)
_THINGS = r"(?:数据|内容|信息|记录|文章|条目|文件|公告|通知|公开|资料|结果|更新|发布|下级栏目)"
_NOTHING = re.compile(
    r"(?:对不起|抱歉|很抱歉)?(?:该|本|此|当前|目前)?(?:栏目|频道|分类|目录|页面|列表|查询)?(?:下|中|内)?"
    r"(?:还|目前|当前|截至目前)?(?:暂无|尚无|暂时没有|暂未|尚未|没有|无|未)(?:找到|查询到|查到|检索到)?"
    rf"(?:任何|相关|相应|更多|符合(?:条件)?|你要的|您要的)?的?(?:\w{{0,6}}?){_THINGS}{{1,3}}"
    r"|(?:该|本|此)?(?:栏目|内容|页面|频道|信息|资料|数据)?(?:正在)?(?:建设|更新|整理|完善)(?:之)?中(?:敬请(?:期待|关注))?"
    r"|敬请(?:期待|关注)|共0[条页篇](?:记录|数据|信息)?|总?(?:记录|信息|条)数0"
    r"|(?:目前|本(?:年|年度|月|季度|单位|部门|机关|局|栏目)|\d{4}年度?|截至\w{0,10}){0,3}(?:暂无|尚无|没有|无|空)"
    r"|\w{0,16}(?:没有|未发生|不涉及|不存在|暂无|尚无|无)(?:此|该|这|上述)(?:类|项)\w{0,4}"
    r"|no(?:data|records?|contents?|results?)(?:found|available)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[，。！；,.!;…]+")
# Who may come in, with what and when: a page with such words does not say that it is empty.
_BARRED = re.compile(
    r"权限|登[录陆]|内网|专网|外网|排队|二维码|扫码|浏览器|兼容模式|插件|验证码|公众号|客户端|APP"
    r"|无法|太快|过快|过多|频繁|稍[后候]|迁移|搬迁|移至|转至|迁至|跳转|前往",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile("[您你请]")  # walls do, and tables do not
# The rule by which a column that has words, but neither entries nor the word that it is empty, is
# told apart from one that is empty.
ONLY_WORDS = "没有条目，也没有写明暂无，只有一句话"
_PLACE = re.compile(r"(?:您|你)?(?:现在|当前|所在)?的?(?:现在|当前|所在)?的?位置")
_PAGER = re.compile(
    r"(?:首页|上一?页|下一?页|尾页|末页|当前|第|共|页|条|跳转?到?|转到|GO|[\s\d/|<>:：])*+"
)
_FAILURE = re.compile(
    r"失败|错误|出错|异常|超时|过期|拒绝|拦截|阻止|阻断|限制|威胁|攻击|维护|升级|繁忙|稍后|重试|刷新"
    r"|不给力|开小差|went wrong|不可用|不支持|无法(?:访问|连接|打开|显示|加载|获取)|没有权限|未授权"
    r"|停止服务|暂停服务"
    r"|\b(?:error|exception|fail(?:ed|ure)?|could not|cannot|unable|denied|refused|rejected|blocked"
    r"|timed? ?out|timeout|unavailable|forbidden|fatal)\b",
    re.IGNORECASE,
)


def believed(
    pages: Mapping[str, Page], fetches: Iterable[Fetch], doors: Collection[str]
) -> dict[str, Page]:
    """The pages of a look, with those that are none of the site's turned into errors.

    Args:
        pages: by final address.
        doors: addresses of the front page; what it shows is for `trouble` to judge.
    """
    hints: dict[str, set[str]] = {}
    fronts = set[str]()
    for fetch in fetches:
        if fetch.shown:
            final = fetch.final_url or fetch.url
            hints.setdefault(final, set()).add(fetch.hint)
            if fetch.url in doors:
                fronts.add(final)
    pages = {
        url: page if url in fronts or not shut(page, hints.get(url, ())) else _shut(page)
        for url, page in pages.items()
    }
    parts: dict[Place, set[str]] = {
        place: {x.url for page in pages.values() for x in page.links if x.place is place}
        for place in (Place.FEED, Place.FRAME)
    }
    doubtful = {
        url: page
        for url, page in pages.items()
        if url not in fronts and url not in parts[Place.FEED] and not _plainly(page)
    }
    if not doubtful:
        return dict(pages)
    rest = _Rest.of(doubtful.values(), (p for url, p in pages.items() if url not in doubtful))
    alone = frozenset() if _has_menu(pages.values()) else _once(doubtful.values())
    inside = _children(pages, fronts)
    found = dict(pages)
    for url, page in doubtful.items():
        words = tuple(filter(None, (plain(hint) for hint in hints.get(url, ()))))
        framed, poor = url in parts[Place.FRAME], url in alone and any(map(_says, words))
        if why := _strange(page, words, rest, framed=framed, poor=poor, inside=url in inside):
            kind = PageKind.OTHER if page.kind in _COLUMNS else page.kind
            trace = {**page.trace, "state": (why, page.whole_text.strip()[:60])}
            found[url] = replace(page, kind=kind, state=PageState.ERROR, trace=trace)
        elif said := _only_words(page, words, rest, framed=framed):
            found[url] = replace(page, trace={**page.trace, "state": (ONLY_WORDS, said)})
        elif (poor or url in inside) and _titled(words) and not keeps(page, words):
            found[url] = _named_by(page, max(hints[url], key=len))
    return found


def _shut(page: Page) -> Page:
    trace = {**page.trace, "state": ("栏目没有条目，写的是维护、限制或没有权限", page.title)}
    return replace(page, kind=PageKind.OTHER, state=PageState.ERROR, trace=trace)


def _named_by(page: Page, title: str) -> Page:
    """A page without a heading, under the title by which the site leads to it."""
    topic = topic_of(title) or page.topic
    trace = {**page.trace, "title": ("链接的文字", title)}
    return replace(
        page, kind=PageKind.ARTICLE, state=PageState.OK, title=title, topic=topic,
        text=page.text or page.whole_text, trace=trace,
    )  # fmt: skip


def only_words(page: Page) -> str:
    """The words of a column that lists nothing and does not say that it is empty; else empty."""
    rule, words = page.trace.get("state", ("", ""))
    return words if rule == ONLY_WORDS else ""


def _has_menu(pages: Iterable[Page]) -> bool:
    """Some address is one that several pages lead to."""
    times = Counter(url for page in pages for url in {link.url for link in page.links} - {page.url})
    return any(n >= _MENU for n in times.values())


def _once(pages: Iterable[Page]) -> frozenset[str]:
    """Addresses of the pages whose words no other has: a wall says the same everywhere."""
    pages = list(pages)
    times = Counter(plain(page.whole_text) for page in pages)
    return frozenset(page.url for page in pages if times[plain(page.whole_text)] == 1)


def _children(pages: Mapping[str, Page], fronts: Collection[str]) -> frozenset[str]:
    """What the menus in the frames of a front page lead to: it is shown in another of its frames,
    and needs no menu of its own.
    """
    framesets = [page for url, page in pages.items() if url in fronts and _is_frameset(page)]
    menus = {x.url for page in framesets for x in page.links if x.place is Place.FRAME}
    return frozenset(x.url for url in menus if (menu := pages.get(url)) for x in menu.links)


def _is_frameset(page: Page) -> bool:
    return bool(page.links) and all(link.place is Place.FRAME for link in page.links)


def there(page: Page, hint: str) -> bool:
    """An answer that says "not there" by its status does not mean it: it shows what its link
    promised, an article or a list under that very title, or speaks of repairs or rights.
    """
    if not_lost(page):
        return True
    if page.state is not PageState.OK or not keeps(replace(page, whole_text=""), (plain(hint),)):
        return False
    if page.kind is PageKind.ARTICLE:
        return len(_LETTERS.findall(page.text)) >= _SENTENCE
    return any(link.place is Place.CONTENT for link in page.links)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What the doubtful pages have in common with the others of the look."""

    addresses: frozenset[str]
    menu: frozenset[str]  # addresses that many of the others lead to
    lines: frozenset[str]
    images: int  # that every one of the others shows: the frame's

    @classmethod
    def of(cls, doubtful: Iterable[Page], others: Iterable[Page]) -> "_Rest":
        pages = list(doubtful)
        addresses = {link.url for page in pages for link in page.links}
        lines = {line for page in pages for line in _lines(page.whole_text)}
        known, same, images = Counter[str](), set[str](), list[int]()
        for page in others:
            images.append(page.images)
            known.update(addresses & {page.url, *(link.url for link in page.links)})
            same |= lines & set(_lines(page.whole_text))
        menu = frozenset(url for url, times in known.items() if times >= _MENU)
        return cls(frozenset(known), menu, frozenset(same), min(images, default=0))


def _plainly(page: Page) -> bool:
    """The page shows by itself that it is a page of a site; or that it is none."""
    if page.state not in _JUDGED or page.kind is PageKind.SEARCH:
        return True
    if page.kind is PageKind.ARTICLE:
        return len(page.text) >= _LONG and len(_CHINESE.findall(page.text)) >= _LONG
    return any(link.on for link in page.links if link.place is Place.CONTENT)


def _lists(page: Page, rest: _Rest) -> bool:
    """It leads on to pages of its own site that its menu does not lead to."""
    server = server_of(page.url)
    return any(
        link.place is Place.CONTENT and link.url not in rest.menu and server_of(link.url) == server
        for link in page.links
    )


def _strange(
    page: Page, hints: tuple[str, ...], rest: _Rest, *, framed: bool, poor: bool, inside: bool
) -> str:
    """Why the page is none of the site's; empty when it may be.

    Args:
        framed: another page shows it in a frame.
        poor: of a site without a menu, where only a link's words speak for a page.
        inside: a frame beside it leads to it.
    """
    # Without a heading, the first words there are were taken for the title.
    own = _own(replace(page, title="") if framed or poor or inside else page, hints, rest)
    letters, fails = len(_LETTERS.findall(own)), _FAILURE.search(own) is not None
    speaks = fails or _TO_THE_READER.search(own) is not None
    told = letters > 0 and not speaks  # something that no wall says
    belongs = framed or inside or (poor and told) or _belongs(page, hints, rest)
    said = _says_nothing(page, own)
    if said and not fails and not _titled(hints):
        return ""
    if page.kind is PageKind.ARTICLE:
        kept = page.published_on is not None and keeps(page, hints)
        if fails and letters < (_SHORT if kept else _BRIEF) and not page.attachments:
            return "没有正文，写的是访问失败"
        if letters < _HOLLOW and not _shows_more(page, rest):
            return "没有正文"
        seen = belongs or (page.images >= _PICTURES and not fails)
        return "" if seen else "与本站其他页面没有联系，也没有成篇的内容"
    if not belongs:
        return "与本站其他页面没有联系，也没有成篇的内容"
    if _lists(page, rest):
        return ""
    if fails and letters < _BRIEF:
        return "没有条目，写的是访问失败"
    if letters >= _BRIEF or framed or _shows_more(page, rest):
        return ""
    if _titled(hints) and not (told and letters >= _WORD and (poor or inside)):
        return "链接的是一条信息，打开的页面没有内容"
    foreign = _CHINESE.search(own) is None
    if letters >= _WORD and (letters < _HOLLOW or foreign) and page.state is PageState.EMPTY:
        return "没有条目，也没有写明暂无"
    if said or poor or inside or _named(page, hints):
        return ""
    return "没有条目，也不是所链接的栏目"


def _says_nothing(page: Page, own: str) -> bool:
    """The page says in its own words that there is nothing: 暂无信息, 共0条."""
    if _BARRED.search(own):
        return False
    if page.state is PageState.EMPTY and _stated(page):
        return True
    parts = (part for line in _lines(own) for part in (line, *_CLAUSE.split(line)))
    return any(_NOTHING.fullmatch(plain(part)) for part in parts)


def _only_words(page: Page, hints: tuple[str, ...], rest: _Rest, *, framed: bool) -> str:
    """What a column without entries says, when that is not that it is empty: who may see it, what
    is needed for it, where it went. Some words are hardly any: 无, a letter, a number.
    """
    brief = framed and page.published_on is None  # of a frame, whatever the page was taken for
    if _lists(page, rest):
        return ""
    own = _own(replace(page, title="") if framed else page, hints, rest)
    if page.state is not PageState.EMPTY and not brief and not _moved(page, own):
        return ""
    letters = len(_LETTERS.findall(own))
    if letters < _WORD or (framed and letters >= _BRIEF) or _says_nothing(page, own):
        return ""
    if letters >= _BRIEF and not any(map(named, hints)):
        return ""  # a text that no link promised a disclosure in
    words = " ".join(own.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}…"


def _stated(page: Page) -> bool:
    """The page says by a program of its own that it is empty: 共0条."""
    rule, words = page.trace.get("state", ("", ""))
    return bool(words) and ("0" in rule or re.search(r"共\s*0", words) is not None)


def _titled(hints: tuple[str, ...]) -> bool:
    """Every link that led here has the title of an article, not the name of a column."""
    return bool(hints) and all(len(hint) >= LONG_TITLE for hint in hints)


def _moved(page: Page, own: str) -> bool:
    return page.kind is not PageKind.ARTICLE and len(own) < _BRIEF and says_moved(own)


def _says(hint: str) -> bool:
    return len(hint) > 1 and not _WAY.fullmatch(hint)


def _named(page: Page, hints: tuple[str, ...]) -> bool:
    """The page bears the name that a link promised, or nothing was promised."""
    # A heading above an empty list says again what the menu says.
    lines = Counter(_lines(page.whole_text)) - Counter(link.text for link in page.links)
    shown = "\n".join(lines)
    told = any(map(_says, hints))
    return not told or keeps(replace(page, whole_text=shown), hints)


def _belongs(page: Page, hints: tuple[str, ...], rest: _Rest) -> bool:
    """It keeps what a link promised, or stands in the frame of the site."""
    if _TAGS & page.meta.keys() or keeps(page, hints):
        return True
    if page.published_on and page.issuer:  # 发布时间 and 来源, as under the title of an article
        return True
    shared = {link.url for link in page.links if link.url in rest.addresses} - {page.url}
    if len(shared) >= _SHARED:
        return True
    return any(
        line in rest.lines and len(_LETTERS.findall(line)) >= _FOOT
        for line in _lines(page.whole_text)
    )


def keeps(page: Page, hints: Iterable[str]) -> bool:
    """The page shows the words of a link that led to it: in its title, its place, or a line.

    Args:
        hints: words of links, as `plain` leaves them.
    """
    told = [hint for hint in hints if _says(hint)]
    if not told:
        return False
    names = {plain(name) for name in (page.title, *page.columns)} - {""}
    if any(h in name or (len(name) > 3 and name in h) for h in told for name in names):
        return True
    shown = _PLAIN_LINES.sub("", page.whole_text)
    return any(hint in shown for hint in told)


def _own(page: Page, hints: tuple[str, ...], rest: _Rest) -> str:
    """The lines that only this page has: no title, no link, no menu, no footer."""
    names = {*hints, *map(plain, (page.title, *page.columns))}
    linked = {link.text for link in page.links} | {link.text for link in page.lost}
    kept = [
        line
        for line in _lines((page.kind is PageKind.ARTICLE and page.text) or page.whole_text)
        if line not in rest.lines and line not in linked and plain(line) not in names
        if not _PLACE.match(line) and not _PAGER.fullmatch(line)
    ]
    return "\n".join(kept)


def _shows_more(page: Page, rest: _Rest) -> bool:
    """Something that is no text: pictures, files, frames, or entries whose address was lost."""
    parts = any(link.place in {Place.FRAME, Place.FEED} for link in page.links)
    return bool(page.images > rest.images or page.attachments or page.lost or parts)


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := part.strip())]


def plain(words: str) -> str:
    """The letters and digits of some words, in which spaces and brackets do not count."""
    return _PLAIN.sub("", words)
