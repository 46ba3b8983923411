"""How a complete HTTP answer is to be read: which of the closed list of outcomes it is. Pure.

Servers lie with status codes in both directions: error pages answer 200, and walls against robots
answer 200, 202, 403, 404, 412, 503 or 521. A wall is never "not found": people get in.
"""

import re
from urllib.parse import urlsplit

from crawlers.network.excuses import NOTICE_TEXT, excuse
from crawlers.network.ordinary import by_bytes, by_signs, by_words, titled
from crawlers.reading.charset import either
from crawlers.reading.flat import Markup
from crawlers.reading.lost import is_gone, lost_words
from crawlers.reading.markup import parse
from crawlers.reading.nesting import shallow
from data.types import FetchOutcome

_SHELL = 100_000  # characters; a wall's obfuscated script may be long; beyond this it is a page
_WORTH = 8192  # characters; below that the full rules are cheap
_TAIL = 2048  # bytes in which a page ends; scripts of counters may follow
_END = re.compile(rb"</(?:html|body|frameset)\b", re.IGNORECASE)
_HEAD = 4096  # characters in which a full page names its title
_LOST = {404, 410}
_SHELL_TEXT = 100  # visible characters of a page that only runs a script
_FEW = 4  # links of a page without a menu

_CODES = {
    206: FetchOutcome.TRUNCATED,  # a part, although all of it was asked for
    401: FetchOutcome.LOGIN_WALL,
    403: FetchOutcome.FORBIDDEN,
    404: FetchOutcome.NOT_FOUND,
    407: FetchOutcome.LOGIN_WALL,
    410: FetchOutcome.GONE,
    412: FetchOutcome.CHALLENGE,
    429: FetchOutcome.RATE_LIMITED,
    521: FetchOutcome.CHALLENGE,
}

# Scripts that set a cookie and load the page again: 瑞数, 加速乐, 阿里云, Cloudflare, home-made.
_SHELL_MARK = re.compile(
    r"document\.cookie\s*=|\$_ts\b|__jsl_clearance|acw_sc__v\d|_cf_chl|cf-browser-verification"
    r"|\beval\s*\(|_0x[0-9a-f]{3,}|String\.fromCharCode|(?:\\x[0-9a-f]{2}){8}|\batob\s*\(",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"request rejected|support id|(?:has been|was|is) blocked"
    r"|存在(?:安全)?(?:威胁|风险).{0,12}(?:阻止|拦截|阻断)"
    r"|安全验证|人机验证|访问验证|滑动验证|身份验证中|请完成.{0,6}验证|输入.{0,6}验证码.{0,8}(?:继续|访问)"
    r"|(?:请求|访问)(?:已)?被(?:拦截|阻断)|疑似(?:黑客|攻击)|网站防火墙|云防护|创宇盾|安全狗"
    r"|(?:访问|请求|操作)过于频繁|just a moment|are you a robot|captcha"
    r"|请(?:先|您)?(?:开启|启用|打开|允许).{0,8}cookie|enable cookies",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:访问|请求)被拒绝|禁止访问|没有(?:访问)?权限|access denied|forbidden", re.IGNORECASE
)
# Whole parts of a title: an article about missing pages is not a missing page.
_SORRY = r"(?:(?:对不起|很?抱歉|不好意思)[，,！!\s]*)?"
_LOST_TITLE = re.compile(
    r"(?:(?:http|error|错误|状态码?)[\s:：]*)*404(?!\s*号)[\s:：,，.。!！]*.{0,12}"
    rf"|{_SORRY}(?:您|你|该|此|当前)?.{{0,6}}?(?:页面|网页|文件|内容|地址)"
    r"(?:不存在|未找到|找不到|已?被?删除|没有找到|丢失|走丢了?)[了!！。.…~]*"
    rf"|{_SORRY}(?:您|你)?(?:找不到|无法找到|未找到|没有找到).{{0,8}}(?:页|页面|网页|文件|内容)[了!！。.…~]*"
    r"|(?:(?:page|file|document) )?not found|(?:页面)?出错(?:了|啦|页面|提示)?[!！。.…~]*",
    re.IGNORECASE,
)
_LOST_TEXT = re.compile(
    r"(?:页面|网页|文章|文件|信息|内容|栏目|地址|链接)(?:\w{0,4})"
    r"(?:不存在|未找到|找不到|已删除|已被删除|没有找到|走丢了)"
    r"|(?:找不到|无法找到|未找到|没有找到)\w{0,8}(?:页面|网页|文件|内容|信息)"
    r"|404\s*(?:not found|错误|页面|error)|page not found|file not found",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[-_|—–]+")
_LOST_PATH = re.compile(r"/(?:404|not_?found|error_?404)[^/]*$", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:[\w-]*login[\w-]*|signin|sso|cas|passport|oauth2?|authorize)(?:[./?]|$)", re.IGNORECASE
)
_LOGIN_TITLE = re.compile(r"登\s*[录陆]|统一身份认证|sign in|log ?in", re.IGNORECASE)
# As HTML reads it: seconds, then the address, with or without url= before it.
_REFRESH = re.compile(
    r"\s*+(?:\d[\d.]*+|\.\d[\d.]*+)\s*+[;,]\s*+(?:url\s*+=\s*+)?+[\"']?([^\"'>\s]+)",
    re.IGNORECASE,
)
_SEND = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']\s*(?![\s+])"
    r"|\blocation\.(?:replace|assign)\(\s*[\"']([^\"']+)[\"']\s*\)"
    r"|\bwindow\.open\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"']_(?:self|top|parent)[\"']"
)
# The script sends on to a variable; then the address stands somewhere else in the page.
_SEND_VARIABLE = re.compile(
    r"\blocation(?:\.href)?\s*=\s*\w+\s*[;}\n]|\blocation\.(?:replace|assign)\(\s*\w+\s*\)"
    r"|\bwindow\.open\(\s*\w+\s*,\s*[\"']_(?:self|top|parent)[\"']"
)
_ADDRESS = re.compile(r"(?:^|(?<=[\s\"'>]))(?:https?:/)?/[\w./%:-]+(?=[\s\"'<]|$)")
_NO_ADDRESS = re.compile(r"\s*(?:javascript|about|data):", re.IGNORECASE)
# Where a script sends telephones; we are none.
_MOBILE = re.compile(
    r"(?:^|//)(?:m|wap|mobile|3g)\.|(?:^|/)(?:m|wap|mobile|phone|sj|3g)(?:[/?.#]|$)", re.IGNORECASE
)
_MOST_SENDS = 20  # of a script in which conditions are told from plain statements
_CONDITION = re.compile(r"\b(?:if|else|case|catch)\b|[?:]|&&|\|\|")
_WAY_IN = re.compile(
    r"/?(?:(?:index|default|home|main|portal|web|site|www|cn|zh|gov)(?:\.\w+)?/?)?", re.IGNORECASE
)
_HOME = re.compile(r"/(?:(?:index|default|home|main)\.\w+)?$", re.IGNORECASE)

# Under these a name is registered one level deeper: a province or a category of .cn.
_SECOND_LEVEL = {
    "ac", "com", "edu", "gov", "mil", "net", "org", "co", "bj", "sh", "tj", "cq", "he", "sx",
    "nm", "ln", "jl", "hl", "js", "zj", "ah", "fj", "jx", "sd", "ha", "hb", "hn", "gd", "gx",
    "hi", "sc", "gz", "yn", "xz", "sn", "gs", "qh", "nx", "xj", "tw", "hk", "mo",
}  # fmt: skip


def judge(
    asked: str, final: str, status: int, media_type: str, body: bytes, refresh: str = ""
) -> tuple[FetchOutcome, str]:
    """What a complete answer is, and where it sends its reader on to (else empty).

    A page that only sends on is one with a meta refresh or a script with one fixed address, as many
    front doors are. Which of several addresses a script takes is not guessed (see `_sent`): what
    such a page leads to is for a browser to find out.

    Args:
        asked: URL asked for.
        final: URL that answered; differs from `asked` after redirects.
        media_type: of the response header.
        body: decoded payload.
        refresh: the answer's Refresh header, which says what a meta refresh does.
    """
    fine = 200 <= status < 300
    led = bool(refresh) and len(body) <= NOTICE_TEXT
    if fine and not led and (not _is_html(media_type, body) or by_bytes(body) or by_signs(body)):
        return by_status(status) or _by_address(asked, final) or FetchOutcome.OK, ""
    html = _html(media_type, body)
    if len(html) > _SHELL:  # a full page, of which only the title is of interest
        lost = "" if titled(body) else _lost_title(parse(html[:_HEAD]).title)
        said = FetchOutcome.OK
        if lost:
            said = FetchOutcome.SOFT_NOT_FOUND if is_gone(lost) else FetchOutcome.SERVER_ERROR
        return by_status(status) or _by_address(asked, final) or said, ""
    if fine and len(html) > _WORTH and by_words(html):
        return by_status(status) or _by_address(asked, final) or FetchOutcome.OK, ""
    page = parse(shallow(html))
    if _is_wall(page):
        return FetchOutcome.CHALLENGE, ""
    said = _by_text(page)
    if status in _LOST and said is FetchOutcome.LOGIN_WALL:
        return said, ""  # it is asked for who we are, and may be there for others
    target = _onward(page, refresh) if fine and said is FetchOutcome.OK else ""
    return by_status(status) or _by_address(asked, final) or said, target


def unended(media_type: str, length: str, coding: str, body: bytes) -> bool:
    """Markup that stops within a tag; or that only the end of the connection ended, without an end
    of its own: cut short or not, nobody can tell.

    Args:
        length, coding: the headers Content-Length and Transfer-Encoding, empty when not sent.
    """
    if not _is_html(media_type, body):
        return False
    if body.rfind(b"<") > body.rfind(b">"):
        return True
    if length or "chunked" in coding.lower():
        return False
    return not _END.search(body[-_TAIL:])


def outcome(asked: str, final: str, status: int, media_type: str, body: bytes) -> FetchOutcome:
    """What a complete answer is; see `judge`."""
    return judge(asked, final, status, media_type, body)[0]


def _by_address(asked: str, final: str) -> FetchOutcome | None:
    """What a redirect says by where it ends."""
    if final == asked:
        return None
    if _LOST_PATH.search(urlsplit(final).path):
        return FetchOutcome.SOFT_NOT_FOUND
    if _LOGIN_PATH.search(final) and not _LOGIN_PATH.search(asked):
        return FetchOutcome.LOGIN_WALL
    if _deep(asked) and is_home(final) and same_site(asked, final):
        return FetchOutcome.REDIRECTED_HOME
    return None


def by_status(status: int) -> FetchOutcome | None:
    """What a status says for itself; None where it says that an answer came."""
    if status in _CODES:
        return _CODES[status]
    if status >= 500 or status < 200:
        return FetchOutcome.SERVER_ERROR
    if status >= 400:
        return FetchOutcome.CLIENT_ERROR
    return FetchOutcome.SERVER_ERROR if status >= 300 else None  # without an address to follow


def _onward(page: Markup, header: str) -> str:
    """Where a page that only sends its reader on leads to, as it is written; else empty."""
    if _leads(page) > 1 or len(_words(page)) > _SHELL_TEXT:
        return ""
    scripts = "\n".join(page.scripts)
    if refresh := _REFRESH.match(header) or _REFRESH.match(page.refresh):
        target = refresh[1]
    elif _SEND.search(scripts):
        target = _sent(scripts)
    elif _SEND_VARIABLE.search(scripts):
        found = set(_ADDRESS.findall(f"{_words(page)}\n{scripts}"))
        target = found.pop() if len(found) == 1 else ""
    else:
        return ""
    return "" if _NO_ADDRESS.match(target) else target


def _sent(scripts: str) -> str:
    """The address that a script sends to: the only one it names but those for telephones, or the
    only one that no condition stands before. Empty when that does not decide it.
    """
    sends = list(_SEND.finditer(scripts))
    named = list(dict.fromkeys("".join(filter(None, send.groups())) for send in sends))
    if len(named) > 1:
        named = [address for address in named if not _MOBILE.search(address)]
    if len(named) > 1 and len(sends) <= _MOST_SENDS:
        plain = (send for send in sends if _unconditional(scripts[: send.start()]))
        named = list(dict.fromkeys("".join(filter(None, send.groups())) for send in plain))
    return named[0] if len(named) == 1 else ""


def _unconditional(before: str) -> bool:
    """Code that stands in no block, and its own statement begins with no condition."""
    statement = re.split(r"[;}\n]", before[-_SHELL_TEXT:])[-1]
    return before.count("{") == before.count("}") and not _CONDITION.search(statement)


def _by_text(page: Markup) -> FetchOutcome:
    if lost := _lost_title(page.title) or lost_words(page):
        return FetchOutcome.SOFT_NOT_FOUND if is_gone(lost) else FetchOutcome.SERVER_ERROR
    text = _words(page)
    if len(text) <= _SHELL_TEXT:
        if _leads(page) <= _FEW and _LOST_TEXT.search(text):  # else a list may be without entries
            return FetchOutcome.SOFT_NOT_FOUND
        if _DENIED.search(page.title) or _DENIED.search(text):
            return FetchOutcome.FORBIDDEN
    if _leads(page) <= _FEW and (said := excuse(page.title, text)):
        return said
    asks = any(kind == "password" for _, kind, _ in page.inputs)
    if len(text) <= NOTICE_TEXT and asks and _LOGIN_TITLE.search(page.title):
        return FetchOutcome.LOGIN_WALL
    return FetchOutcome.OK


def _lost_title(title: str) -> str:
    """The part of a title that says that the page is lost; empty when none does."""
    parts = map(str.strip, _PARTS.split(title))
    return next((part for part in parts if _LOST_TITLE.fullmatch(part)), "")


def _is_wall(page: Markup) -> bool:
    """A shell of script that only sets a cookie, or a short page that asks for a proof."""
    if _leads(page) > _FEW:
        return False
    text = _words(page)
    if len(text) > NOTICE_TEXT:
        return False
    if _WALL.search(text) or _WALL.search(page.title):
        return True
    if len(text) > _SHELL_TEXT or _leads(page):
        return False
    if _lost_title(page.title) or _LOST_TEXT.search(text):
        return False
    return bool(_SHELL_MARK.search("\n".join(page.scripts)))


def _is_html(media_type: str, body: bytes) -> bool:
    """It is markup, by header or by its looks."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return True
    looks = body[:2000].lstrip()[:200].lower().startswith((b"<!doc", b"<h"))
    return kind in {"", "text/plain"} and looks


def _html(media_type: str, body: bytes) -> str:
    """The markup when it is HTML; else empty."""
    if not _is_html(media_type, body):
        return ""
    return either(body)


def _leads(page: Markup) -> int:
    """Addresses that a reader may go on to."""
    return sum(bool(a.href) for a in page.anchors) + sum(map(bool, page.frames))


def _words(page: Markup) -> str:
    return " ".join(line.text for line in page.lines)


def is_home(url: str) -> bool:
    """The address is the front door of its host."""
    parts = urlsplit(url)
    return not parts.query and parts.path.count("/") == 1 and bool(_HOME.match(parts.path))


def _deep(url: str) -> bool:
    """An address that promises something of its own; `/home` or `/portal` is only a way in."""
    parts = urlsplit(url)
    segments = [s for s in parts.path.split("/") if s]
    return len(segments) > 1 or bool(parts.query) or not _WAY_IN.fullmatch(parts.path)


def same_site(one: str, other: str) -> bool:
    """Both hosts belong to the same registered name: www.a.gov.cn and zwgk.a.gov.cn."""
    return registered(urlsplit(one).hostname or "") == registered(urlsplit(other).hostname or "")


def registered(host: str) -> str:
    """The registered name above a host: `www.qinghe.gov.cn` -> `qinghe.gov.cn`."""
    labels = host.split(".")
    if host.replace(".", "").isdigit() or ":" in host:
        return host
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if deep else -2 :])
