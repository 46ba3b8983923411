"""What kind of page this is, and whether it shows what it should."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.reading.layout import Layout
from crawlers.reading.markup import Markup
from crawlers.reading.title import SITE_END, all_segments, meta_title, plain, segments
from data.types import PageKind, PageState

_HOME_PATH = re.compile(r"^/?(?:(?:index|default|main|home)\.\w+)?$", re.I)
_FORM_TITLE = re.compile(r"查询$|检索|搜索|我要(?:写信|留言|咨询|投诉|申请|建议)|提建议|在线(?:申请|提交|咨询)|申请(?:表|公开)$|写信")
_PLATFORM = re.compile(r"(?:政府)?信息公开(?:平台|目录|专栏|专网)?$|政务公开$|公开目录$|信息公开")
_PLATFORM_NAME = re.compile(r"^(?:.{0,14}(?:政府|局|委|厅|办))?(?:政府|政务)?(?:信息|政务)公开(?:平台|目录|专栏|专网|网|导航)?$")
_ERROR = re.compile(
    r"\b40[0-9]\b(?:.{0,12}(?:错误|error|not|页|forbidden|抱歉))?|\b50[0-4]\b.{0,12}(?:错误|error|bad|internal|service)|not\s+found|页面不存在|"
    r"(?:页面|网页|文件|内容|信息|文章|栏目|地址|资源).{0,8}(?:不存在|找不到|无法(?:访问|显示|找到)|已(?:被)?(?:删除|撤下|移除)|丢失|走丢)|"
    r"找不到.{0,6}(?:页面|网页|文件|资源)|无法(?:访问|显示).{0,6}(?:页面|网页)|server error|服务器(?:内部)?错误|forbidden|"
    r"网站(?:暂停|关闭|维护)|系统(?:繁忙|维护|异常|出错)|出错(?:了|啦)|bad gateway|access denied|service unavailable",
    re.I,
)
_CHALLENGE = re.compile(
    r"\$_ts|acw_sc__v2|__jsl_clearance|_0x[0-9a-f]{4,}|FSSBBIl|"
    r"(?:安全|访问|人机|滑动|浏览器)(?:验证|检查)|请(?:开启|启用).{0,4}(?:javascript|js|cookie)|enable javascript|"
    r"just a moment|cf-browser-verification|captcha|验证码.{0,8}(?:继续|访问)|正在(?:检测|验证)|waf|访问被拦截|创宇盾|云锁|安全狗",
    re.I,
)
_JUMP = re.compile(r"(?:window|document|self|top|parent)?\.?(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(|open\s*\()")
_SCRIPTED = re.compile(r"\.ajax\(|fetch\(|axios|\$\.(?:get|post|getJSON)|XMLHttpRequest|new Vue|createApp|ReactDOM|v-for|ng-repeat|\.load\(|template\(", re.I)
_FILLS = re.compile(r"\.append\(|\.html\(|innerHTML|insertAdjacent|new Vue|createApp|v-for|template", re.I)
_MOUNT = re.compile(r"<div[^>]+id=[\"']?(?:app|root|container|__nuxt|main-app)[\"']?[^>]*>\s*</div>", re.I)
_WAITING = re.compile(r"(?:数据|内容|页面|正在)?加载中|正在加载|loading|\{\{[^{}]{1,60}\}\}", re.I)
_NOTHING = re.compile(r"暂无(?:数据|内容|信息|记录|相关|文章)?|没有(?:找到|相关|任何|更多)?.{0,4}(?:数据|内容|信息|记录|文章)|共\s*0\s*[条页篇]|栏目建设中|正在建设|无数据|内容更新中|敬请期待")
_TEMPLATE = re.compile(
    r"ICP备:?X|<!?--?\s*\{?(?:cms|dede)|\[!--|\{(?:dede|cms|pc|eyou|yun)[:.]|CMSPRO|\{\$[\w.]+\}|<cms|lorem ipsum|"
    r"(?:图片|视频|新闻|文章|这里是|此处|此处是|信息)?标题标题|标题(?:或者)?(?:图片|视频)?标题|这(?:里|是)(?:是)?(?:标题|内容|正文)|新闻标题\d|请在此处?(?:输入|填写)|测试测试|示例(?:标题|文字|内容)",
    re.I,
)
_SPAM = re.compile(
    r"澳门.{0,4}(?:赌场|葡京|银河|新葡|金沙|娱乐|威尼斯)|博彩|百家乐|真人娱乐|彩票(?:平台|网投|计划)|六合彩|时时彩|"
    r"体育投注|棋牌(?:游戏|平台|娱乐)|老虎机|赌场|赌博网|开元棋牌|av在线|成人(?:视频|网站)|北京赛车|足球投注|代孕公司|私服|皇冠体育|亚博|乐鱼体育|开云体育|半岛体育"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Counts that the decisions rest on."""

    text: int  # unlinked characters of running text in the content
    entries: int  # content links
    dated: int  # content links with a date beside them
    info: int  # line with 来源/发布时间, -1 when there is none
    groups: int  # separate blocks of links
    fields: int  # form fields in the content, search boxes of the header left out
    infos: int = 0  # lines with a labelled date; many of them make a list of messages
    apart: bool = False  # the running text lies outside the box of links
    strong: bool = False  # the info line has a labelled date
    headed: bool = False  # a heading of its own stands over the content
    links: int = 0  # all links outside navigation


def kind_of(page: Markup, layout: Layout, url: str, shape: Shape, columns: tuple[str, ...]) -> PageKind:
    title, site = page.title, page.metas.get("sitename", "")
    named = meta_title(page)
    column = page.metas.get("columnname", "")
    first_part = (segments(page) or [title])[0]
    if page.frameset:
        return PageKind.PLATFORM if _PLATFORM.search(title) else _frameset_kind(url)
    name = columns[-1] if columns else first_part
    if named and (shape.text >= 60 or not shape.fields):
        return PageKind.ARTICLE
    if shape.fields >= 3 or (shape.fields and (_FORM_TITLE.search(title) or _FORM_TITLE.search(columns[-1] if columns else ""))):
        if shape.text < 1500 and shape.dated < 5:
            return PageKind.SEARCH
    if named:
        return PageKind.ARTICLE
    if _FORM_TITLE.search(first_part) and page.inputs and not shape.dated and shape.text < 400:
        return PageKind.SEARCH
    if shape.dated == 0 and _PLATFORM_NAME.match(first_part) and shape.links >= 8:
        return PageKind.PLATFORM
    if _is_home(page, layout, url, shape, column):
        return PageKind.HOME
    if shape.infos >= 3 and columns:
        return PageKind.LIST
    if shape.strong and shape.dated <= 2:
        return PageKind.ARTICLE
    if shape.info >= 0 and shape.text >= 60 and (shape.dated <= 8 or shape.apart):
        return PageKind.ARTICLE
    if shape.text >= 400 and shape.text > shape.entries * 40 and shape.dated < 4:
        return PageKind.ARTICLE
    if shape.apart and shape.text >= (300 if shape.dated else 120):
        return PageKind.ARTICLE
    named_apart = columns and len(first_part) >= 8 and plain(first_part) != plain(columns[-1])
    if named_apart and shape.text >= 30 and shape.entries <= 2 and not shape.dated:
        return PageKind.ARTICLE
    if shape.text >= 100 and not shape.entries:
        return PageKind.ARTICLE
    if shape.headed and shape.entries <= 2 and not shape.dated:
        return PageKind.ARTICLE
    if shape.dated or column or shape.entries:
        return PageKind.LIST
    if shape.info >= 0 or shape.text >= 80:
        return PageKind.ARTICLE
    return PageKind.LIST if columns else PageKind.OTHER


def _frameset_kind(url: str) -> PageKind:
    return PageKind.HOME if _HOME_PATH.match(urlsplit(url).path) else PageKind.PLATFORM


def _is_home(page: Markup, layout: Layout, url: str, shape: Shape, column: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and _HOME_PATH.match(parts.path) and not parts.query:
        return True
    if page.metas.get("ishome") == "true" or column in {"首页", "网站首页"}:
        return shape.entries >= 10
    if layout.crumb >= 0:
        return False
    site = plain(page.metas.get("sitename", ""))
    if site and plain(page.title) == site and shape.groups >= 3:
        return shape.dated > 0 or not column
    parts = all_segments(page)
    if column or (len(parts) > 1 and not SITE_END.search(parts[0])):
        return False
    return shape.groups >= 4 and shape.links >= 20 and shape.info < 0


def state_of(
    page: Markup, html: str, layout: Layout, shape: Shape, kind: PageKind, content: str, whole: str,
    fed: bool,
) -> PageState:
    """Whether the content is there; what a reader would be told when it is not."""
    code = "\n".join(page.scripts)
    framed = any(f and not f.startswith(("javascript:", "about:")) for f in page.frames)
    links = len(page.anchors)
    seen = len(whole)
    if seen < 400 and links < 25:
        words = f"{page.title}\n{whole}"
        if _ERROR.search(words) and seen < 300:
            return PageState.ERROR
        if _CHALLENGE.search(words) or (seen < 80 and _CHALLENGE.search(code[:20000])):
            return PageState.CHALLENGE
        if _JUMP.search(code) and seen < 60 and links < 3 and not page.frames:
            return PageState.CHALLENGE
    if _ERROR.search(page.title) and shape.text < 300:
        return PageState.ERROR
    if len(_SPAM.findall(f"{page.title} {page.metas.get('description', '')}")) >= 1 or len(_SPAM.findall(whole)) >= 8:
        return PageState.SPAM
    foot = " ".join(line.text for line in page.lines[layout.foot :])
    if _TEMPLATE.search(f"{page.title}\n{whole}") or re.search(r"X{5,}", foot, re.I):
        return PageState.TEMPLATE
    if kind is not PageKind.ARTICLE and _repeated(page, layout):
        return PageState.TEMPLATE
    if kind in {PageKind.LIST, PageKind.OTHER, PageKind.SEARCH, PageKind.HOME, PageKind.PLATFORM}:
        if shape.entries <= 2 and not shape.dated and _WAITING.search(content):
            return PageState.JS_SHELL
        if not shape.entries and shape.text < 120 and not page.frames and kind is not PageKind.SEARCH:
            if _MOUNT.search(html) or _WAITING.search(whole) or (seen < 200 and _SCRIPTED.search(code)):
                return PageState.JS_SHELL
        if kind is not PageKind.SEARCH and not shape.entries and page.frames and not framed and shape.text < 120:
            return PageState.JS_SHELL
        if fed and not shape.entries and shape.text < 120:
            return PageState.JS_SHELL
        if kind is PageKind.LIST and not shape.entries and shape.text < 300:
            if _SCRIPTED.search(code) and _FILLS.search(code) and not _NOTHING.search(content):
                return PageState.JS_SHELL
            return PageState.EMPTY
        if kind is PageKind.LIST and shape.dated == 0 and _NOTHING.search(content):
            return PageState.EMPTY
    if kind is PageKind.ARTICLE and shape.text < 20 and not page.images and _WAITING.search(whole):
        return PageState.JS_SHELL
    return PageState.OK


def _repeated(page: Markup, layout: Layout) -> bool:
    """Sample items: the same words again and again in one column of the content."""
    texts = [
        a.text
        for a in page.anchors
        if len(a.text) >= 8 and a.box >= 0 and not layout.roles[a.box] and layout.head <= a.line < layout.foot
    ]
    if len(texts) >= 6:
        top = max(Counter(texts).values())
        if top >= 5 and top >= 0.4 * len(texts):
            return True
    shown = [line.text for line in page.lines if len(line.text) >= 10 and not line.hidden]
    return len(shown) >= 12 and max(Counter(shown).values()) >= max(6, 0.25 * len(shown))


def group_count(page: Markup, layout: Layout) -> int:
    """Blocks of at least three content links each."""
    counts: dict[int, int] = {}
    for anchor in page.anchors:
        box = anchor.box
        if box < 0 or layout.roles[box] or not anchor.text:
            continue
        while box >= 0 and page.boxes[box].tag in {"li", "tr", "td", "dd", "dt"}:
            box = page.boxes[box].parent
        counts[box] = counts.get(box, 0) + 1
    return sum(n >= 3 for n in counts.values())
