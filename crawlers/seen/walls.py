"""A column that says why it is not shown: repairs, a limit, a right that is lacking. Pure.

Such words are a wall at any length where they stand in place of a column and list nothing.
"""

import re
from collections.abc import Iterable

from crawlers.promises import LONG_TITLE, disclosures, named
from crawlers.seen.wording import chinese
from data.types import Link, Page, PageKind, Place

_START = 400  # characters in which a wall says what it is
_LONG = 400  # Chinese characters under the promised title: a document, whatever it speaks of
_WHAT = r"(?:网站|系统|平台|栏目|频道|服务器|数据库|页面)"
_REPAIRED = (
    rf"{_WHAT}[^。！\n]{{0,40}}(?:升级|维护|检修|调试)[^。！\n]{{0,60}}"
    r"(?:暂停|暂时|停止|关闭|中断|恢复|稍[后候]|谅解|不便)"
    r"|暂停(?:对外)?(?:提供)?(?:服务|访问|开放)|停止(?:对外)?(?:提供)?(?:服务|访问)"
)
_KEPT_OUT = (
    r"访问(?:量|次数|频率)?(?:过于|太过?|过)?(?:频繁|过[多高快大])|(?:操作|请求)(?:过于|太)(?:频繁|快)"
    r"|\bIP[^。\n]{0,12}(?:限制|封禁|封锁|黑名单)"
    r"|(?:没有|无|缺少)(?:相应|足够|该|此)?(?:栏目|页面|信息)?的?(?:浏览|访问|查看|阅读|操作|使用)的?权限"
    r"|[您你](?:没有|无)权限|无权(?:浏览|访问|查看)|权限不足"
    r"|请(?:先|您先)?登[录陆](?:后|系统)[^。\n]{0,8}(?:查看|访问|浏览)"
)
_SAYS = re.compile(
    rf"{_REPAIRED}|{_KEPT_OUT}"
    rf"|{_WHAT}[^。！\n]{{0,40}}(?:改版|改造|迁移)[^。！\n]{{0,60}}(?:暂停|暂时|停止|关闭|中断|恢复|谅解|不便)"
)
_TITLE = re.compile(
    rf"(?:{_WHAT}|服务|数据)[^。]{{0,12}}(?:升级|维护|改版|改造|迁移|检修|暂停|关闭)"
)
_NOT_LOST = re.compile(f"{_REPAIRED}|{_KEPT_OUT}")


def shut(page: Page, hints: Iterable[str]) -> bool:
    """A link promised a column of disclosures by its short name, and the page lists nothing and
    says that it is being repaired, or may not be seen.

    Args:
        hints: words of the links that led to it.
    """
    promised = {topic for hint in hints if len(hint) < LONG_TITLE for topic in disclosures(hint)}
    if not promised or page.attachments or any(map(_is_entry, page.links)):
        return False
    kept = bool(named(page.title) & promised)
    if not kept and _TITLE.search(page.title):
        return True
    own = _own(page)
    if kept and chinese(own) >= _LONG:
        return False
    return _SAYS.search(own[:_START]) is not None


def not_lost(page: Page) -> bool:
    """An answer that says "not there" by its status speaks of repairs or of a right instead."""
    return _NOT_LOST.search(f"{page.title}\n{_own(page)}"[:_START]) is not None


def _is_entry(link: Link) -> bool:
    return link.place is Place.CONTENT and bool(link.on or len(link.text) >= LONG_TITLE)


def _own(page: Page) -> str:
    """What the page says outside its links."""
    if page.kind is PageKind.ARTICLE and page.text:
        return page.text
    linked = {link.text for link in page.links} | {page.title}
    return "\n".join(
        x for line in page.whole_text.splitlines() if (x := line.strip()) not in linked
    )
