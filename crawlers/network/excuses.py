"""What a short page says in place of what was asked for: that it keeps one out, or that a program
failed. Pure. Not all words that say so can be known: the rest is left to `looks.strangers`.
"""

import re

from data.types import FetchOutcome

_START = 2000  # characters in which a program that failed says so
NOTICE_TEXT = 300  # visible characters of a page that only says one thing

# On a short page without a menu: who may come in, when, and with what.
_KEPT_OUT = re.compile(
    r"(?:不|暂不|未)(?:支持|允许|开放).{0,6}(?:境外|国外|海外)|工作时间.{0,24}访问"
    r"|浏览器.{0,6}(?:版本)?(?:过低|过旧|太旧)|(?:会话|登[录陆]).{0,4}(?:已?过期|超时|失效)"
)
# And what a program says that failed, or who keeps it.
_BROKEN = re.compile(
    r"(?:服务器|系统|程序|应用程序|运行时|数据库)\S{0,6}(?:错误|异常|出错|繁忙|连接失败|连接超时)"
    r"|(?:加载|连接|查询)失败|(?:网站|系统|平台|服务)\S{0,8}(?:维护|升级)|暂停(?:服务|访问)|停止服务"
    r"|(?:暂时)?无法(?:访问|连接|显示|打开)|bad gateway|service unavailable|gateway time-?out"
    r"|could not be retrieved|http status [–-]? ?5\d\d|internal server error|runtime error"
    r"|\bcould not connect|\"?\bcode\"?\s*:\s*\"?[45]\d\d\b",
    re.IGNORECASE,
)
# What only a program prints, at any length: stack traces and messages of interpreters.
_TRACE = re.compile(
    r"\b(?:java|javax|org|com|System)(?:\.\w+)+(?:Exception|Error)\b|\bat [\w.$]+\([\w.]+:\d+\)"
    r"|Traceback \(most recent|\b(?:Fatal|Parse) error: |OLE DB Provider|ODBC \w+ Driver"
    r"|\bORA-\d{5}\b"
)
_DATED = re.compile(r"(?:发布|发文|成文|更新)\S{0,4}[:：]?\s*(?:19|20)\d\d")  # an article says so
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def excuse(title: str, text: str) -> FetchOutcome | None:
    """FORBIDDEN or SERVER_ERROR for the words of a short page without a menu; None: it has none.

    Args:
        text: everything visible.
    """
    if len(text) <= NOTICE_TEXT and not _DATED.search(text):
        words = f"{title}\n{text}"
        if _KEPT_OUT.search(words):
            return FetchOutcome.FORBIDDEN
        if _BROKEN.search(words):
            return FetchOutcome.SERVER_ERROR
    if len(_CHINESE.findall(text)) <= NOTICE_TEXT and _TRACE.search(text[:_START]):
        return FetchOutcome.SERVER_ERROR
    return None
