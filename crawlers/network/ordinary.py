"""Whether an answer is so plainly a page of its own that no rule about walls, error pages and pages
that only send on can hold. The rules themselves need a full parse, many times the cost of a fetch.

What all those rules describe has hardly a word of its own. So a page is ordinary

1. when its bytes show a long stretch of text without any link, and its title says nothing of
   errors: `by_bytes`, which costs about as much as hashing the page; or else
2. when it has links and words beyond what the rules allow, and none of the words that every error
   page has: `by_words`, a tenth of a full parse.

Never the other way round: what is not ordinary is only looked at closely.
"""

import re

from selectolax.lexbor import LexborHTMLParser

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

# In every title that says that a page is lost, or in an entity that may hide one.
_TITLE = (
    "404", "不存在", "未找到", "找不到", "没有找到", "无法找到", "删除", "丢失", "走丢", "出错",
    "not found", "&",
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


def by_bytes(body: bytes) -> bool:
    """A long stretch of text that is no link, no script and no comment, under an honest title."""
    size = len(body)
    if size < 2 * _WINDOW or not _titled(body):
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


def _titled(body: bytes) -> bool:
    """There is a title where one should be, and it says nothing of errors."""
    head = body[:_HEAD]
    start = head.find(b"<title>")
    end = head.find(b"</title>", start)
    if start < 0 or end < 0:
        return False
    title = head[start + 7 : end]
    try:
        text = title.decode()
    except UnicodeDecodeError:
        text = title.decode("gb18030", "replace")
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
