"""Whether a page tells its reader that what was asked for is not there. Menus do not count."""

import re

from crawlers.reading.flat import Line, Markup

_SENTENCE = 60  # characters of the sentence that says so
_BESIDE = 300  # characters of all else that is no link: footer, address, telephone
_MENU = 100  # links; a line with more is a menu
_PAGE = r"(?:页面?|网页|网址|地址|链接)"
_THING = r"(?:页面?|网页|网址|地址|链接|文章|文件|文档|信息|内容|栏目|资源)"
_MISSING = r"(?:不存在|不见了|未找到|找不到|没有找到|没找到|无法找到)"
_GONE = (
    rf"(?:{_MISSING}|丢失|走丢|迷路|飞走|失联|无法(?:访问|显示|打开)|不可用|出错"
    r"|(?:已|被|可能|正在).{0,8}?"
    r"(?:迁移|移动|转移|删除|移除|清除|下线|下架|撤销|撤下|失效|过期|关闭|更名|改名))"
)
_ASKED = (
    r"(?:您|你)\s?(?:现在|当前|正在|刚才|所|要|想|试图|需要)*"
    r"(?:访问|浏览|查看|请求|查找|寻找|打开|输入|找)\S{0,3}?的?"
)
_SORRY = r"(?:对不起|抱歉|不好意思|很遗憾|哎呀|糟糕|啊哦|sorry|oops)"
_HOME_SOON = r"秒(?:钟)?[之以]?后.{0,8}(?:返回|跳转|转到|回到|前往).{0,4}(?:首页|主页)"
_SAYS = re.compile(
    rf"{_ASKED}.{{0,6}}{_THING}.{{0,12}}{_GONE}"
    rf"|{_SORRY}.{{0,12}}{_THING}.{{0,12}}{_GONE}"
    rf"|{_SORRY}.{{0,12}}{_MISSING}(?!.{{0,16}}(?:相关|符合|匹配)).{{0,10}}{_PAGE}"
    rf"|^\W*(?:该|此|当前|本)?{_THING}(?:可能|不小心)?.{{0,2}}{_GONE}[了啦]?\W*$"
    rf"|(?:{_GONE}|{_SORRY}).{{0,40}}{_HOME_SOON}"
    r"|^\W*(?:本?(?:系统|页面|网页|网站)?将?[在于]?)?\s*\d*\s*秒(?:钟)?[之以]?后.{0,6}返回.{0,3}[首主]页"
    r"|\b404\W{0,6}(?:not found|error|错误|页面|对不起|抱歉|很抱歉)"
    r"|\b(?:page|file|url)\b.{0,40}\b(?:not (?:be )?found|not exist|been removed)",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(
    rf"{_MISSING}|丢失|走丢|迷路|飞走|失联|迁移|移动|转移|删除|移除|清除|下线|下架|撤销|撤下|失效"
    r"|更名|改名|404|not (?:be )?found|not exist|been removed",
    re.IGNORECASE,
)
# The thing may be there for others, or later: 不存在或者您没有权限.
_OR_KEPT = re.compile(r"权限|登[录陆]|授权|维护|升级|稍[后候]|重试|限制")
# Where it is now is said or linked: no word that it is not there. "可能已迁移" is only a guess.
_MOVED = re.compile(
    r"(?<!可能)(?:已经?|现已?|全部|整体)(?:全部|整体|统一)?(?:迁移|搬迁|搬家|转移)(?!或|、|/)"
    r"|(?:迁移?|搬迁?|转移?|移|调整)(?:至|到)"
)
_DELETED = re.compile(rf"{_MISSING}|删除|可能|404|失效|下线|撤")
# What an article or a document says of itself: it is there, whatever it speaks of.
_OF_ITSELF = re.compile(
    r"(?:发布|更新|发表|成文|答复|回复|来信|留言|提问|办理).{0,2}(?:日期|时间|于)|来\s*源\s*[:：]|索\s*引\s*号"
)


def says_lost(page: Markup) -> bool:
    """A short sentence outside all links says so, and little else stands on the page."""
    return bool(lost_words(page))


def is_gone(words: str) -> bool:
    """What says that something is lost says that it is not there; else it may only not be shown
    now (出错, 无法访问), be somewhere else (3秒后返回首页), or be kept from us (或没有权限).
    """
    return _NOT_THERE.search(words) is not None and not _OR_KEPT.search(words)


def lost_words(page: Markup) -> str:
    """The sentences by which `says_lost`, a line each; empty when it does not."""
    # Long lines without a link are never that sentence; most pages are told apart by them.
    if (
        sum(
            len(line.text)
            for line in page.lines
            if not line.linked and not line.hidden and len(line.text) > _SENTENCE
        )
        > _BESIDE
    ):
        return ""
    own = [text for line in page.lines if not line.hidden and (text := unlinked(page, line))]
    said = [text for text in own if len(text) <= _SENTENCE and _SAYS.search(text)]
    if not said or sum(map(len, own)) - sum(map(len, said)) > _BESIDE:
        return ""
    if any(_OF_ITSELF.search(text) or says_moved(text) for text in own):
        return ""
    return "\n".join(said)


def says_moved(words: str) -> bool:
    """What stood here stands elsewhere now: 本栏目已迁移至…"""
    return _MOVED.search(words) is not None and not _DELETED.search(words)


def unlinked(page: Markup, line: Line) -> str:
    """The words of a line that are no link; none where it is mostly links."""
    if not line.linked:
        return line.text
    if line.linked * 2 > len(line.text) or len(line.anchors) > _MENU:
        return ""
    text = line.text
    for n in line.anchors:
        text = text.replace(page.anchors[n].text, " ", 1)
    return " ".join(text.split())
