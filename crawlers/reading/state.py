"""Whether a page shows what it should, or an error, a challenge, a shell, a template, nothing.

The rules stand in their order, and the first that holds decides.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from crawlers.reading.flat import Markup
from crawlers.reading.found import Found
from crawlers.reading.layout import Layout
from crawlers.reading.lost import says_lost
from crawlers.reading.scripted import FILLS, LOADS, WAITING, filled_later, mounts
from crawlers.reading.shape import Shape
from crawlers.reading.title import meta_title
from data.types import PageKind, PageState

_ERROR = re.compile(
    r"\b(?:40[0-9]|50[0-4])\b.{0,12}(?:错误|error|not|页|forbidden|抱歉|bad|internal|service)"
    r"|(?:错误|error|status|code)\D{0,6}\b(?:40[0-9]|50[0-4])\b|not\s+found"
    r"|(?:页面|网页|文件|文档|内容|信息|文章|栏目|地址|资源).{0,8}"
    r"(?:不存在|找不到|无法(?:访问|显示|找到)|已被?(?:删除|撤下|移除)|丢失|走丢)"
    r"|(?:找不到|无法(?:访问|显示)).{0,6}(?:页面|网页|文件|资源)"
    r"|服务器(?:内部)?错误|(?:网站|站点).{0,6}(?:暂停|关闭|关停|停用|停止(?:服务|更新|运行|维护)|下线|维护|升级)|系统(?:繁忙|维护|异常|出错)|出错[了啦]"
    r"|welcome to nginx|whitelabel error|\bit works\b|iis windows server"
    r"|(?:apache|nginx|tomcat|web server).{0,24}(?:test|default) page|站点创建成功|没有找到站点"
    r"|server error|forbidden|bad gateway|access denied|service unavailable",
    re.I,
)
_ERROR_TITLE = re.compile(r"^\W*(?:40[0-9]|50[0-4])\b")
_CHALLENGE = re.compile(
    r"\$_ts|acw_sc__v2|__jsl_clearance|_0x[0-9a-f]{4,}|FSSBBIl|cf-browser-verification|captcha"
    r"|(?:安全|访问|人机|滑动|浏览器)验证|浏览器(?:安全)?检查|正在进行安全检查|验证码.{0,8}(?:继续|访问)|正在(?:检测|验证)"
    r"|请(?:开启|启用).{0,4}(?:javascript|js|cookie)|enable javascript|just a moment"
    r"|\bwaf\b|(?:请求|访问).{0,20}拦截|网站防护|防火墙|创宇盾|云锁|安全狗",
    re.I,
)
_JUMP = re.compile(
    r"location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(|(?:window\.)?open\s*\("
)
_NOTHING = re.compile(
    r"暂无|没有(?:找到|相关|任何|更多)?.{0,4}(?:数据|内容|信息|记录|文章)|共\s*0\s*[条页篇]"
    r"|栏目建设中|正在建设|无数据|内容更新中|敬请期待|尚无"
    r"|总记录数\s*[:：]?\s*0(?!\d)|(?i:\bno data\b)"
)
# createPageHTML(id, pages, page, name, ending, rows), and the older form that begins with pages.
_NO_ROWS = re.compile(r"createPage\w*\((?:\s*0\s*,|[^()]{1,160}[\"']\s*,\s*0\s*\))")
_INCLUDE = re.compile(r"<!--\s?#include\s")
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
    "澳门", "博彩", "百家乐", "真人娱", "六合彩", "时时彩", "老虎机", "彩票平", "彩票网", "彩票计",
    "投注", "棋牌", "赌场", "赌博", "北京赛车", "av在线", "成人视", "成人网", "代孕", "私服",
    "冠体育", "鱼体育", "云体育", "岛体育", "亚博",
)  # fmt: skip
_TEMPLATE_SIGNS = (
    "备X", "备x", "备:X", "备:x", "备：X", "备：x", "[!--", "{", "CMSP", "cmsp", "Cmsp", "CmsP",
    "<cms", "<CMS", "<Cms", "orem ipsum", "OREM IPSUM", "标题标题", "片标题", "频标题",
    "这里标", "这里正", "这里是", "这是标题", "这是正文", "新闻标题", "请在此", "测试测试",
    "示例标", "示例文",
)  # fmt: skip
# The words that both need, in one look.
_SIGN = re.compile("|".join(map(re.escape, _SPAM_SIGNS + _TEMPLATE_SIGNS)))
_AGAINST = re.compile(r"打击|整治|治理|严禁|严厉|查处|专项|防范|公安|法院|案件|通告|提醒|警惕")


@dataclass(slots=True)
class _Seen:
    """What the rules look at."""

    page: Markup
    html: str
    layout: Layout
    shape: Shape
    kind: PageKind
    content: str  # main text
    whole: str  # all text that is shown
    fed: bool  # a script fills it from a data file
    tagged: str  # the ArticleTitle tag
    short: bool = False  # hardly anything is on it: it may be no page of the site's at all
    signs: bool = False  # some of its words are those of a template, or of spam

    @property
    def words(self) -> str:
        return f"{self.page.title}\n{self.whole}"

    @property
    def head(self) -> str:
        return f"{self.page.title} {self.page.metas.get('description', '')}"

    @property
    def hollow(self) -> bool:
        """No article, no entries, hardly any text."""
        article = self.kind is PageKind.ARTICLE
        return not article and not self.shape.entries and self.shape.text < 120

    @property
    def hollow_list(self) -> bool:
        return self.kind is PageKind.LIST and not self.shape.entries and self.shape.text < 300


class _Rule(NamedTuple):
    name: str
    state: PageState
    holds: Callable[[_Seen], object]


def state_of(
    page: Markup,
    html: str,
    layout: Layout,
    shape: Shape,
    kind: PageKind,
    content: str,
    whole: str,
    fed: bool,
) -> Found[PageState]:
    """Whether the content is there; what a reader would be told when it is not."""
    seen = _Seen(page, html, layout, shape, kind, content, whole, fed, meta_title(page))
    # A notice with a date and a paragraph speaks of checks and repairs; it is no shell itself.
    notice = kind is PageKind.ARTICLE and shape.text >= 40
    seen.short = len(whole) < 400 and len(page.anchors) < 25 and not notice
    seen.signs = _SIGN.search(whole) is not None
    for rule in _RULES:
        if reason := rule.holds(seen):
            words = reason[0] if isinstance(reason, re.Match) else ""
            return Found(rule.state, rule.name, words)
    return Found(PageState.OK, "没有发现异常")


def _empty(s: _Seen) -> bool:
    """Nothing but its own title: no words, links, pictures or frames, and no script to bring any.

    A page like that discloses nothing, and nobody can say what should be there.
    """
    page = s.page
    if page.anchors or page.frames or page.images or page.embedded or page.refresh:
        return False
    if _CHALLENGE.search(page.title):
        return False
    words = any(line.strip() and line.strip() not in page.title for line in s.whole.splitlines())
    return not words and "<script" not in s.html.lower() and not page.controls


def _short_error(s: _Seen) -> object:
    if not s.short or s.tagged or len(s.whole) >= 300:
        return False
    return _ERROR.search(s.words) or _ERROR_TITLE.search(s.page.title)


def _short_challenge(s: _Seen) -> object:
    if not s.short:
        return False
    in_code = len(s.whole) < 80 and _CHALLENGE.search(s.page.code[:20000])
    return _CHALLENGE.search(s.words) or in_code


def _jump(s: _Seen) -> object:
    if not s.short or len(s.whole) >= 60 or len(s.page.anchors) >= 3:
        return False
    return not s.page.frames and _JUMP.search(s.page.code)


def _error_title(s: _Seen) -> object:
    """政府信息不存在告知书 is a document's title: long titles and tagged articles are no error."""
    title = s.page.title or s.whole.partition("\n")[0]
    if s.tagged or s.shape.info >= 0 or len(title) > 24 or s.shape.text >= 300:
        return False
    return _ERROR.search(title) or _ERROR_TITLE.search(title)


def _spam(s: _Seen) -> object:
    found = _SPAM.search(s.head) or (s.signs and _spammed(s.whole))
    return found and not _AGAINST.search(s.head) and found


def _spammed(whole: str) -> object:
    if not any(word in whole for word in _SPAM_SIGNS):
        return False
    return len(_SPAM.findall(whole)) >= 8 and _SPAM.search(whole)


def _template(s: _Seen) -> object:
    return _unfilled(s.page.title) or (s.signs and _unfilled(s.whole))


def _unfilled(words: str) -> object:
    """The words of a template; plain text is asked first, it is a hundred times cheaper."""
    return any(sign in words for sign in _TEMPLATE_SIGNS) and _TEMPLATE.search(words)


def _unfilled_foot(s: _Seen) -> bool:
    return any(
        "xxxxx" in line.text or "XXXXX" in line.text for line in s.page.lines[s.layout.foot :]
    )


def _repeated(s: _Seen) -> bool:
    """Sample items: the same words again and again in one column of the content."""
    if s.kind is PageKind.ARTICLE:
        return False
    page, layout = s.page, s.layout
    texts = [
        anchor.text
        for anchor, inner in zip(page.anchors, layout.inner, strict=True)
        if inner and len(anchor.text) >= 8
    ]
    if len(texts) >= 6:
        top = max(Counter(texts).values())
        if top >= 5 and top >= 0.4 * len(texts):
            return True
    shown = [line.text for line in page.lines if len(line.text) >= 10 and not line.hidden]
    return len(shown) >= 12 and max(Counter(shown).values()) >= max(6, 0.25 * len(shown))


def _waiting(s: _Seen) -> object:
    some = s.kind is PageKind.ARTICLE or s.shape.entries > 2 or s.shape.dated
    return not some and WAITING.search(s.content)


def _drawn_later(s: _Seen) -> object:
    if not s.hollow or s.page.frames or s.kind is PageKind.SEARCH:
        return False
    little = len(s.whole) < 200
    return mounts(s.html) or WAITING.search(s.whole) or (little and LOADS.search(s.page.code))


def _framed_later(s: _Seen) -> object:
    """Its frames are filled by a script too."""
    if not s.hollow or not s.page.frames or s.kind is PageKind.SEARCH:
        return False
    return not any(
        f and not f.startswith(("javascript:", "about:", "data:")) for f in s.page.frames
    )


def _list_drawn_later(s: _Seen) -> object:
    code = s.page.code
    loads = s.hollow_list and LOADS.search(code) and FILLS.search(code)
    return loads and not _NOTHING.search(s.content) and loads


def _unbuilt(s: _Seen) -> object:
    """The server was to put the list in here, and did not."""
    return s.hollow_list and _INCLUDE.search(s.html)


def _nothing_new(s: _Seen) -> object:
    undated = s.kind is PageKind.LIST and not s.shape.dated
    return undated and _NOTHING.search(s.content)


def _text_waiting(s: _Seen) -> object:
    nothing = s.kind is PageKind.ARTICLE and s.shape.text < 20 and not s.page.images
    return nothing and WAITING.search(s.whole)


_ERR, _WALL = PageState.ERROR, PageState.CHALLENGE
_SHELL, _NONE = PageState.JS_SHELL, PageState.EMPTY
# fmt: off
_RULES = (
    _Rule("除标题外什么也没有", _ERR, _empty),
    _Rule("页面很短，写明出错", _ERR, _short_error),
    _Rule("页面很短，是访问验证", _WALL, _short_challenge),
    _Rule("页面很短，只有跳转脚本", _WALL, _jump),
    _Rule("标题是出错提示", _ERR, _error_title),
    _Rule("写明要找的内容不存在", _ERR, lambda s: not s.tagged and says_lost(s.page)),
    _Rule("有赌博等垃圾信息", PageState.SPAM, _spam),
    _Rule("模板文字没有改", PageState.TEMPLATE, _template),
    _Rule("页脚是模板文字", PageState.TEMPLATE, _unfilled_foot),
    _Rule("同样的文字反复出现", PageState.TEMPLATE, _repeated),
    _Rule("写明正在加载", _SHELL, _waiting),
    _Rule("没有内容，由脚本生成", _SHELL, _drawn_later),
    _Rule("没有内容，框架由脚本打开", _SHELL, _framed_later),
    _Rule("没有内容，脚本读取数据文件", _SHELL, lambda s: s.hollow and s.fed),
    _Rule("没有条目，由脚本填充", _SHELL, _list_drawn_later),
    _Rule("没有条目，写明暂无", _NONE, lambda s: s.hollow_list and _NOTHING.search(s.whole)),
    _Rule("没有条目，由脚本文件填充", _SHELL,
          lambda s: s.hollow_list and filled_later(s.page, s.html)),
    _Rule("没有条目，服务器没有填入内容", _ERR, _unbuilt),
    _Rule("没有条目，分页程序写明0条", _NONE,
          lambda s: s.hollow_list and _NO_ROWS.search(s.page.code)),
    _Rule("没有条目", _NONE, lambda s: s.hollow_list),
    _Rule("写明暂无", _NONE, _nothing_new),
    _Rule("正文写明正在加载", _SHELL, _text_waiting),
)
# fmt: on
