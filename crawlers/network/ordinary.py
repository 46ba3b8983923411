"""Whether an answer is so plainly a page of its own that no rule about walls, error pages and pages
that only send on can hold. The rules themselves need a full parse, many times the cost of a fetch.

What all those rules describe has hardly a word of its own. So a page is ordinary

1. when its bytes show a long stretch of text without any link, and its title says nothing of
   errors: `by_bytes`, which costs about as much as hashing the page; or else
2. when a menu stands in it, its title says nothing of errors, and none of the words that every
   error page has stands anywhere, not even in a script: `by_signs`, some times that; or else
3. when it has links and words beyond what the rules allow, and none of the words that every error
   page has: `by_words`, a tenth of a full parse.

Never the other way round: what is not ordinary is only looked at closely.
"""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from crawlers.reading.charset import either
from crawlers.reading.flat import squeeze
from crawlers.reading.nesting import shallow

_HEAD = 8192  # bytes in which a title stands
_WINDOW = 4096  # bytes
_STEP = 2048
_STRETCH = 1100  # bytes of Chinese in such a window: 366 characters, 550 in GBK
_MARKS = re.compile(rb"</?(?:[aA!]|[sS][cC]|no)")  # links, comments, scripts: no stretch of text
_ASCII = bytes(range(128))

_LINKS = 5  # one more than a wall or an error page without a menu may have
_WORDS = 400  # characters; more than a wall, a notice or a login page may have

# In every title that says that a page is lost.
_TITLE = (
    "404", "不存在", "未找到", "找不到", "没有找到", "无法找到", "删除", "丢失", "走丢", "出错",
    "not found",
)  # fmt: skip
# In every sentence that says so, however the lines around it are broken.
_LOST = (
    "404", "不存在", "不见了", "未找到", "找不到", "没有找到", "没找到", "无法找到", "丢失", "走丢",
    "迷路", "飞走", "失联", "无法访问", "无法显示", "无法打开", "不可用", "出错", "秒",
    "not found", "not be found", "not exist", "been removed",
)  # fmt: skip
_GONE = (
    "迁移", "移动", "转移", "删除", "移除", "清除", "下线", "下架", "撤销", "撤下", "失效", "过期",
    "关闭", "更名", "改名",
)  # fmt: skip
_IS_GONE = re.compile(f"(?:已|被|可能|正在).{{0,8}}?(?:{'|'.join(_GONE)})")


# The same signs, with those of pages that keep one out: a menu does not clear these.
_SIGN = re.compile(
    "|".join(word for word in _LOST if not word.isascii())
    + "|被拒绝|禁止访问|没有(?:访问)?权限|"
    + _IS_GONE.pattern
)
_ENGLISH = (
    b" found", b"not exist", b"been removed", b" denied", b"forbidden", b"password",
)  # fmt: skip
# Before the digits of an address, a date or a colour.
_BEFORE = {bytes([byte]) for byte in b"0123456789abcdefghijklmnopqrstuvwxyz#/=.-_%"}
_SPELLED = re.compile(
    rb"&#(?:199[6-9]\d|[23]\d{4}|40\d{3}|[xX](?:4[eEfF]|[5-9][0-9a-fA-F])[0-9a-fA-F]{2})\b"
)
_LINK = re.compile(rb"<a [^<>]{0,300}?href=[\"']?[^\s\"'<>#]")
_BREAKS = re.compile(rb"<!--|<script|<no|<te|<title|<style|<svg", re.IGNORECASE)
_MENUS = 8  # places where one is looked for


def by_bytes(body: bytes) -> bool:
    """A long stretch of text that is no link, no script and no comment, under an honest title."""
    size = len(body)
    if size < 2 * _WINDOW or not titled(body):
        return False
    middle = size // 2  # where most pages have what they have to say
    for start in (*range(middle, size, _STEP), *range(middle - _STEP, 0, -_STEP)):
        window = body[start : start + _WINDOW]
        if len(window.translate(None, _ASCII)) < _STRETCH:
            continue
        if not _MARKS.search(window):
            return _shown(body, start)
    return False


def _shown(body: bytes, place: int) -> bool:
    in_link = body.rfind(b"<a ", 0, place) > body.rfind(b"</a>", 0, place)
    return not in_link and not _in_script(body, place) and not _in_comment(body, place)


def by_signs(body: bytes) -> bool:
    """A menu under an honest title, and not one of the signs that every rule needs which holds of
    pages with a menu.
    """
    if not titled(body) or not _menu(body):
        return False
    chinese = body.translate(None, _ASCII)  # words that markup divides are whole again
    if _SIGN.search(either(chinese)) or _SPELLED.search(body):
        return False
    low = body.lower()
    return not any(sign in low for sign in _ENGLISH) and not _numbered(low)


def _numbered(body: bytes) -> bool:
    """The number 404 stands there, and in no address, date or colour."""
    at = body.find(b"404")
    while at >= 0:
        if body[at - 1 : at] not in _BEFORE:
            return True
        at = body.find(b"404", at + 1)
    return False


def _menu(body: bytes) -> bool:
    """As many links as no wall has, one after the other, with neither a comment nor a script
    between them nor around them.
    """
    start = body.find(b"<body")
    for n in range(_MENUS):
        first = _LINK.search(body, start if n else max(start, 0))
        if first is None:
            return False
        last = first
        for _ in range(_LINKS - 1):
            following = _LINK.search(body, last.end())
            if following is None:
                return False
            last = following
        between = body[first.start() : last.end()]
        if not _BREAKS.search(between) and not _hides(body, first.start()):
            return True
        start = last.end()
    return False


def _hides(body: bytes, place: int) -> bool:
    return _in_script(body, place) or _in_comment(body, place)


def titled(body: bytes) -> bool:
    """There is a title where one should be, and it says nothing of errors."""
    head = body[:_HEAD]
    start = head.find(b"<title>")
    end = head.find(b"</title>", start)
    if start < 0 or end < 0:
        return False
    text = unescape(either(head[start + 7 : end]))
    # Of several titles the first counts that is not empty, unless it is in a comment.
    return bool(text.strip()) and not _speaks_of_errors(text) and not _in_comment(body, start)


def _speaks_of_errors(title: str) -> bool:
    low = title.lower()
    return any(word in low for word in _TITLE)


def _in_script(body: bytes, place: int) -> bool:
    last = body.rfind(b"script", 0, place)
    return body[max(last - 3, 0) : max(last, 0)].endswith((b"<", b"<no"))


def _in_comment(body: bytes, place: int) -> bool:
    """Looks for the mark that opens a comment by its rarest character."""
    opened = -1
    at = body.find(b"!", 0, place)
    while at >= 0:
        if body[at - 1 : at + 3] == b"<!--":
            opened = at
        at = body.find(b"!", at + 1, place)
    return opened >= 0 and body.find(b"-->", opened, place) < 0


def by_words(html: str) -> bool:
    """Links and words beyond what the rules allow, and no word that speaks of errors.

    Args:
        html: of a page that has the size of one.
    """
    tree = LexborHTMLParser(shallow(html))
    title = tree.css_first("title")
    if title is None or _speaks_of_errors(squeeze(title.text())):
        return False
    if len(tree.css("a[href]")) < _LINKS or tree.body is None:
        return False
    tree.strip_tags(["script", "style", "noscript", "template", "title", "textarea", "svg"])
    text = squeeze(tree.body.text())
    return len(text) > _WORDS and not _says_lost(text)


def _says_lost(text: str) -> bool:
    low = text.lower()
    if any(word in low for word in _LOST):
        return True
    return any(word in text for word in _GONE) and bool(_IS_GONE.search(text))
