"""What the words of a page, and of the links to it, say by themselves. Pure."""

import re
from collections.abc import Iterable

from data.types import Page

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
TO_THE_READER = re.compile("[您你请]")  # walls do, and tables do not
PLACE = re.compile(r"(?:您|你)?(?:现在|当前|所在)?的?(?:现在|当前|所在)?的?位置")
PAGER = re.compile(
    r"(?:首页|上一?页|下一?页|尾页|末页|当前|第|共|页|条|跳转?到?|转到|GO|[\s\d/|<>:：])*+"
)
FAILURE = re.compile(
    r"失败|错误|出错|异常|超时|过期|拒绝|拦截|阻止|阻断|限制|威胁|攻击|维护|升级|繁忙|稍后|重试|刷新"
    r"|不给力|开小差|went wrong|不可用|不支持|无法(?:访问|连接|打开|显示|加载|获取)|没有权限|未授权"
    r"|停止服务|暂停服务"
    r"|\b(?:error|exception|fail(?:ed|ure)?|could not|cannot|unable|denied|refused|rejected|blocked"
    r"|timed? ?out|timeout|unavailable|forbidden|fatal)\b",
    re.IGNORECASE,
)


def letters(words: str) -> int:
    """How many there are, Latin and Chinese."""
    return len(_LETTERS.findall(words))


def chinese(words: str) -> int:
    """How many of their characters are Chinese."""
    return len(_CHINESE.findall(words))


def plain(words: str) -> str:
    """The letters and digits of some words, in which spaces and brackets do not count."""
    return _PLAIN.sub("", words)


def lines_of(text: str) -> list[str]:
    """Lines that are not blank, without the space around them."""
    return [line for part in text.splitlines() if (line := part.strip())]


def promises(hint: str) -> bool:
    """The words of a link promise something: 更多 and 下一页 do not."""
    return len(hint) > 1 and not _WAY.fullmatch(hint)


def keeps(page: Page, hints: Iterable[str]) -> bool:
    """The page shows the words of a link that led to it: in its title, its place, or a line.

    Args:
        hints: words of links, as `plain` leaves them.
    """
    told = [hint for hint in hints if promises(hint)]
    if not told:
        return False
    names = {plain(name) for name in (page.title, *page.columns)} - {""}
    if any(h in name or (len(name) > 3 and name in h) for h in told for name in names):
        return True
    shown = _PLAIN_LINES.sub("", page.whole_text)
    return any(hint in shown for hint in told)


def bars(words: str) -> bool:
    """They say who may come in, with what and when: they do not say that a page is empty."""
    return _BARRED.search(words) is not None


def say_nothing_is_there(words: str) -> bool:
    """A line or a clause says that there is nothing: 暂无信息, 共0条."""
    parts = (part for line in lines_of(words) for part in (line, *_CLAUSE.split(line)))
    return any(_NOTHING.fullmatch(plain(part)) for part in parts)
