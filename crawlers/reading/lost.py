"""Whether a page tells its reader that what was asked for is not there. Menus do not count."""

import re

from crawlers.reading.flat import Line, Markup

_NOTICE = 60  # characters of the sentence that says so
_BESIDE = 300  # characters of all else that is no link: footer, address, telephone
_THING = r"(?:页面?|网页|网址|地址|链接|文章|文件|文档|信息|内容|栏目|资源|资料|数据)"
_GONE = (
    r"(?:不存在|不见了|未找到|找不到|没有找到|没找到|无法找到|丢失|走丢|迷路|飞走|失联"
    r"|(?:已经?|已被|被|或|正在|可能).{0,8}?(?:迁移|移动|转移|删除|移除|清除|下线|下架|撤销|撤下|撤除|失效|过期|关闭|更名|改名)"
    r"|无法(?:访问|显示|打开)|不可用|出错)"
)
_READER = (
    r"(?:您|你)\s?(?:现在|当前|正在|刚才|所|要|想|试图|需要|将|的)*"
    r"(?:访问|浏览|查看|请求|查找|寻找|打开|输入|点击|找)\S{0,3}?的?"
)
_SORRY = r"(?:对不起|抱歉|不好意思|很遗憾|哎呀|糟糕|啊哦|非常遗憾|sorry|oops)"
_HOME = r"(?:网站)?(?:首页|主页)"
_SAYS = re.compile(
    rf"{_READER}.{{0,6}}{_THING}.{{0,12}}{_GONE}"
    rf"|{_SORRY}.{{0,12}}{_THING}.{{0,12}}{_GONE}"
    rf"|{_SORRY}.{{0,12}}(?:找不到|未找到|没有找到|没找到|无法找到|无法访问|无法打开).{{0,10}}{_THING}"
    rf"|^\W*(?:该|此|当前|本)?{_THING}(?:可能)?(?:已经?|已?被|不小心)?.{{0,2}}{_GONE}[了啦]?[!！。.…~]*$"
    rf"|{_GONE}.{{0,30}}秒(?:钟)?[之以]?后.{{0,8}}(?:返回|跳转|转到|回到|前往).{{0,4}}{_HOME}"
    rf"|{_SORRY}.{{0,40}}秒(?:钟)?[之以]?后.{{0,8}}(?:返回|跳转|转到|回到|前往).{{0,4}}{_HOME}"
    rf"|^\W*(?:本?(?:系统|页面|网页|网站)?(?:将|会)?(?:在|于)?)?\W*\d*\W*秒(?:钟)?[之以]?后.{{0,6}}返回.{{0,3}}{_HOME}",
    re.IGNORECASE,
)


def says_lost(page: Markup) -> bool:
    """A short sentence outside all links says so, and little else stands on the page."""
    own = [text for line in page.lines if not line.hidden and (text := unlinked(page, line))]
    said = [text for text in own if len(text) <= _NOTICE and _SAYS.search(text)]
    return bool(said) and sum(map(len, own)) - sum(map(len, said)) <= _BESIDE


def unlinked(page: Markup, line: Line) -> str:
    """The words of a line that are no link; none where it is mostly links."""
    if not line.linked:
        return line.text
    if line.linked * 2 > len(line.text):
        return ""
    text = line.text
    for n in line.anchors:
        text = text.replace(page.anchors[n].text, " ", 1)
    return " ".join(text.split())
