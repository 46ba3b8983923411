"""Whether a page shows what it should, or an error, a challenge, a shell, a template, nothing."""

import re
from collections import Counter

from crawlers.reading.flat import Markup
from crawlers.reading.layout import Layout
from crawlers.reading.lost import says_lost
from crawlers.reading.shape import Shape
from crawlers.reading.title import meta_title
from data.types import PageKind, PageState

_ERROR = re.compile(
    r"\b(?:40[0-9]|50[0-4])\b.{0,12}(?:错误|error|not|页|forbidden|抱歉|bad|internal|service)"
    r"|(?:错误|error|status|code)\D{0,6}\b(?:40[0-9]|50[0-4])\b|not\s+found"
    r"|(?:页面|网页|文件|内容|信息|文章|栏目|地址|资源).{0,8}"
    r"(?:不存在|找不到|无法(?:访问|显示|找到)|已被?(?:删除|撤下|移除)|丢失|走丢)"
    r"|(?:找不到|无法(?:访问|显示)).{0,6}(?:页面|网页|文件|资源)"
    r"|服务器(?:内部)?错误|网站(?:暂停|关闭|维护)|系统(?:繁忙|维护|异常|出错)|出错[了啦]"
    r"|server error|forbidden|bad gateway|access denied|service unavailable",
    re.I,
)
_ERROR_TITLE = re.compile(r"^\W*(?:40[0-9]|50[0-4])\b")
_CHALLENGE = re.compile(
    r"\$_ts|acw_sc__v2|__jsl_clearance|_0x[0-9a-f]{4,}|FSSBBIl|cf-browser-verification|captcha"
    r"|(?:安全|访问|人机|滑动|浏览器)验证|浏览器(?:安全)?检查|正在进行安全检查|验证码.{0,8}(?:继续|访问)|正在(?:检测|验证)"
    r"|请(?:开启|启用).{0,4}(?:javascript|js|cookie)|enable javascript|just a moment"
    r"|\bwaf\b|访问被拦截|创宇盾|云锁|安全狗",
    re.I,
)
_JUMP = re.compile(
    r"location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(|(?:window\.)?open\s*\("
)
_SCRIPTED = re.compile(
    r"\.ajax\(|fetch\(|axios|\$\.(?:get|post|getJSON)|XMLHttpRequest|new Vue|createApp|ReactDOM"
    r"|v-for|ng-repeat|\.load\(|template\(",
    re.I,
)
_FILLS = re.compile(
    r"\.append\(|\.html\(|innerHTML|insertAdjacent|new Vue|createApp|v-for|template", re.I
)
# Bounded repeats: in broken markup an open-ended one would be tried from every tag to the end.
_HOLLOW = re.compile(
    r"<(div|ul|ol|dl|table|tbody|section)\b([^<>]{1,400})>(?:\s|<!--[^<>]{0,300}-->)*</\1\s*>", re.I
)
_ID = re.compile(r"\bid\s*=\s*[\"']?([\w-]+)", re.I)
_MOUNT = re.compile(r"(?:app|root|container|__nuxt|main-app)$", re.I)
_FURNITURE = re.compile(
    r"page|foot|top|head|nav|menu|search|share|float|code|weather|time|date|clear|banner|back|mask"
    r"|layer|dialog|modal|popup|tip|logo|login|user|count|visit|stat|map|play|video|swiper|slid"
    r"|elder|wza|access|lang|copyright|bottom|left|right",
    re.I,
)
_SOURCE = re.compile(r"\sdata-(?:api|url|action|source|remote|load)\s*=\s*[\"']?[^\s\"'<>]", re.I)
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|echarts|highcharts|d3\.|vue|react|angular|axios|lodash|moment|require"
    r"|layui|layer|laydate|easyui|element-ui|superslide|slick|owl|wow|animate|carousel|scroll|marquee"
    r"|video|player|qrcode|share|jiathis|weather|calendar|date|time|lunar|clock|search|tab|menu|nav"
    r"|banner|slide|fontsize|font-?size|elder|wza|barrier|a11y|access|login|cookie|md5|base64|crypto"
    r"|html5|respond|modernizr|polyfill|shim|mobile|browser|ie\d|pngfix|hm\.js|cnzz|analytics|gtag"
    r"|count|visit|stat|trace|busuanzi|bszs|jiucuo|dcs\.conac|conac|zfwzgl|pucha|min\.js",
    re.I,
)
_WAITING = re.compile(r"加载中|正在加载|loading|\{\{[^{}]{1,60}\}\}", re.I)
_NOTHING = re.compile(
    r"暂无|没有(?:找到|相关|任何|更多)?.{0,4}(?:数据|内容|信息|记录|文章)|共\s*0\s*[条页篇]"
    r"|栏目建设中|正在建设|无数据|内容更新中|敬请期待"
)
_TEMPLATE = re.compile(
    r"ICP备[:：]?X|\[!--|\{(?:dede|cms|pc|eyou|yun)[:.]|CMSPRO|\{\$[\w.]+\}|<cms|lorem ipsum"
    r"|标题标题|标题(?:或者)?(?:图片|视频)标题|这(?:里是?|是)(?:标题|正文)|新闻标题\d"
    r"|请在此处?(?:输入|填写)|测试测试|示例(?:标题|文字)",
    re.I,
)
_SPAM = re.compile(
    r"澳门.{0,4}(?:赌场|葡京|银河|新葡|金沙|娱乐|威尼斯)|博彩|百家乐|真人娱乐|六合彩|时时彩|老虎机"
    r"|彩票(?:平台|网投|计划)|体育投注|足球投注|棋牌(?:游戏|平台|娱乐)|赌场|赌博网|北京赛车"
    r"|av在线|成人(?:视频|网站)|代孕公司|私服|(?:皇冠|乐鱼|开云|半岛)体育|亚博"
)
# One of these stands in every match of _SPAM, and of _TEMPLATE.
_SPAM_SIGNS = (
    "澳门", "彩", "百家乐", "娱乐", "老虎机", "投注", "棋牌", "赌", "北京赛车", "av在线", "成人",
    "代孕", "私服", "体育", "亚博",
)  # fmt: skip
_TEMPLATE_SIGNS = (
    "备X", "备x", "备:X", "备:x", "备：X", "备：x", "[!--", "{", "CMSP", "cmsp", "Cmsp", "CmsP",
    "<cms", "<CMS", "<Cms", "orem ipsum", "OREM IPSUM", "标题标题", "片标题", "频标题",
    "这里", "这是标题", "这是正文", "新闻标题", "请在此", "测试测试", "示例",
)  # fmt: skip
# The words that both need, in one look.
_SIGN = re.compile("|".join(map(re.escape, _SPAM_SIGNS + _TEMPLATE_SIGNS)))
_SITEWIDE = re.compile(
    r"(?:main|utils?|common|comm|global|base|public|script|function|index)s?\.", re.I
)
_ENTRIES = re.compile(r"list|data|news|item|table|result|record|rows?$", re.I)
_AGAINST = re.compile(r"打击|整治|治理|严禁|严厉|查处|专项|防范|公安|法院|案件|通告|提醒|警惕")


def state_of(
    page: Markup,
    html: str,
    layout: Layout,
    shape: Shape,
    kind: PageKind,
    content: str,
    whole: str,
    fed: bool,
) -> PageState:
    """Whether the content is there; what a reader would be told when it is not."""
    code = page.code
    framed = any(f and not f.startswith(("javascript:", "about:")) for f in page.frames)
    links = len(page.anchors)
    named = meta_title(page)
    seen = len(whole)
    if _bare(page, html, whole):
        return PageState.ERROR
    # A notice with a date and a paragraph speaks of checks and repairs; it is no shell itself.
    notice = kind is PageKind.ARTICLE and shape.text >= 40
    if seen < 400 and links < 25 and not notice:
        words = f"{page.title}\n{whole}"
        if not named and seen < 300 and (_ERROR.search(words) or _ERROR_TITLE.search(page.title)):
            return PageState.ERROR
        if _CHALLENGE.search(words) or (seen < 80 and _CHALLENGE.search(code[:20000])):
            return PageState.CHALLENGE
        if seen < 60 and links < 3 and not page.frames and _JUMP.search(code):
            return PageState.CHALLENGE
    # 政府信息不存在告知书 is a document's title: long titles and tagged articles are no error.
    titled = _ERROR.search(page.title) or _ERROR_TITLE.search(page.title)
    if titled and not named and len(page.title) <= 24 and shape.text < 300:
        return PageState.ERROR
    if not named and says_lost(page):
        return PageState.ERROR
    head = f"{page.title} {page.metas.get('description', '')}"
    signs = _SIGN.search(whole) is not None
    if (_SPAM.search(head) or (signs and _spammed(whole))) and not _AGAINST.search(head):
        return PageState.SPAM
    foot = " ".join(line.text for line in page.lines[layout.foot :]).lower()
    if _unfilled(page.title) or (signs and _unfilled(whole)) or "xxxxx" in foot:
        return PageState.TEMPLATE
    if kind is not PageKind.ARTICLE and _repeated(page, layout):
        return PageState.TEMPLATE
    if kind in {PageKind.LIST, PageKind.OTHER, PageKind.SEARCH, PageKind.HOME, PageKind.PLATFORM}:
        if shape.entries <= 2 and not shape.dated and _WAITING.search(content):
            return PageState.JS_SHELL
        if (
            not shape.entries
            and shape.text < 120
            and not page.frames
            and kind is not PageKind.SEARCH
        ) and (_mounts(html) or _WAITING.search(whole) or (seen < 200 and _SCRIPTED.search(code))):
            return PageState.JS_SHELL
        if (
            kind is not PageKind.SEARCH
            and not shape.entries
            and page.frames
            and not framed
            and shape.text < 120
        ):
            return PageState.JS_SHELL
        if fed and not shape.entries and shape.text < 120:
            return PageState.JS_SHELL
        if kind is PageKind.LIST and not shape.entries and shape.text < 300:
            if _SCRIPTED.search(code) and _FILLS.search(code) and not _NOTHING.search(content):
                return PageState.JS_SHELL
            told = _NOTHING.search(whole)
            return PageState.EMPTY if told or not _filled_later(page, html) else PageState.JS_SHELL
        if kind is PageKind.LIST and shape.dated == 0 and _NOTHING.search(content):
            return PageState.EMPTY
    if kind is PageKind.ARTICLE and shape.text < 20 and not page.images and _WAITING.search(whole):
        return PageState.JS_SHELL
    return PageState.OK


def _spammed(whole: str) -> bool:
    return any(word in whole for word in _SPAM_SIGNS) and len(_SPAM.findall(whole)) >= 8


def _unfilled(words: str) -> bool:
    """The words of a template; plain text is asked first, it is a hundred times cheaper."""
    return any(sign in words for sign in _TEMPLATE_SIGNS) and bool(_TEMPLATE.search(words))


def _mounts(html: str) -> bool:
    """An application draws the whole page into one element without content."""
    return any(_MOUNT.match(id_) for id_ in _hollow(html))


def _filled_later(page: Markup, html: str) -> bool:
    """A script file of the site's own has a place to put entries, or markup names their source.

    A file that every page loads fills only a place that is named for entries.
    """
    if _SOURCE.search(html):
        return True
    files = [source.rpartition("/")[2] for source in page.sources]
    own = [name for name in files if not _LIBRARY.search(name)]
    places = [id_ for id_ in _hollow(html) if not _FURNITURE.search(id_)]
    if not all(_SITEWIDE.match(name) for name in own):
        return bool(places)
    return bool(own) and any(_ENTRIES.search(id_) for id_ in places)


def _hollow(html: str) -> list[str]:
    """The ids of containers without content."""
    return [found[1] for tag in _HOLLOW.finditer(html) if (found := _ID.search(tag[2]))]


def _bare(page: Markup, html: str, whole: str) -> bool:
    """Nothing but its own title: no words, links, pictures or frames, and no script to bring any.

    A page like that discloses nothing, and nobody can say what should be there.
    """
    if page.anchors or page.frames or page.images or page.embedded or page.refresh:
        return False
    words = any(line.strip() and line.strip() not in page.title for line in whole.splitlines())
    return not words and "<script" not in html.lower() and not page.controls


def _repeated(page: Markup, layout: Layout) -> bool:
    """Sample items: the same words again and again in one column of the content."""
    texts = [
        a.text
        for a in page.anchors
        if len(a.text) >= 8
        and a.box >= 0
        and not layout.roles[a.box]
        and layout.head <= a.line < layout.foot
    ]
    if len(texts) >= 6:
        top = max(Counter(texts).values())
        if top >= 5 and top >= 0.4 * len(texts):
            return True
    shown = [line.text for line in page.lines if len(line.text) >= 10 and not line.hidden]
    return len(shown) >= 12 and max(Counter(shown).values()) >= max(6, 0.25 * len(shown))
