"""One loopback server that does what real and hostile sites do, for one whole look.

Raw bytes over asyncio: a web framework would be too well-behaved. A host is a table of paths; an
answer is bytes, or a coroutine function that writes as it likes. `serving` runs it in a thread.
"""

import asyncio
import gzip
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs, urlsplit

from data.demo import files
from tests.archives import drawn_pdf, ofd, rar5, xls, zipped
from tests.raw import http

ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    host: str
    target: str  # path and query as asked for
    headers: Mapping[str, str]  # names lower-case

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    def number(self, name: str) -> int:
        return int(parse_qs(urlsplit(self.target).query).get(name, ["1"])[0])


Writer = asyncio.StreamWriter
Answer = bytes | Callable[[Writer, Request], Awaitable[None]]


@dataclass
class Host:
    """Answers by path; `rest` for every other one. Without a robots.txt: 404."""

    paths: dict[str, Answer]
    rest: Answer | None = None


@dataclass
class Served:
    """The running server."""

    allow: dict[str, tuple[str, int]]
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)  # (host, target) -> times


# --- answers ------------------------------------------------------------------------------------


def moved(target: str, status: int = 302, **headers: str) -> bytes:
    return http(status=status, Location=target, **headers)


LOST = http("<html><head><title>404 Not Found</title></head><body>404</body></html>", 404)


def html(title: str, body: str, head: str = "") -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body><div class="nav"><a href="/">首页</a></div>{body}</body></html>'
    )


def article(title: str, *, day: str = "2023-05-06", extra: str = "", charset: str = "utf-8") -> str:
    info = f'<div class="info">发布时间：{day} 来源：清河市教育局</div>'
    text = "<p>为做好政务公开工作，现将有关事项通知如下，请各单位认真贯彻落实。</p>" * 4
    return html(title, f"<h1>{title}</h1>{info}<div class='article'>{text}{extra}</div>").replace(
        "utf-8", charset, 1
    )


def listing(title: str, entries: Mapping[str, str], more: str = "", head: str = "") -> str:
    rows = "".join(
        f'<li><a href="{url}">{words}</a><span>2023-05-{n + 1:02}</span></li>'
        for n, (url, words) in enumerate(entries.items())
    )
    return html(title, f"<h2>{title}</h2><ul class='list'>{rows}</ul>{more}", head)


def page(title: str, **options: str) -> bytes:
    return http(article(title, **options))


def entries(folder: str, names: str = "甲乙丙") -> dict[str, str]:
    return {f"{folder}{n}.html": f"关于{name}类学校招生工作的通知" for n, name in enumerate(names)}


def file(body: bytes, media_type: str = "application/octet-stream") -> bytes:
    return http(body, Content_Type=media_type)


# --- raw behaviour ------------------------------------------------------------------------------


async def silent(writer: Writer, request: Request) -> None:
    await asyncio.Event().wait()


async def drip(writer: Writer, request: Request) -> None:
    """A body of one byte now and then, without an end."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.05)


async def slow_headers(writer: Writer, request: Request) -> None:
    """A header of one byte now and then, without an end."""
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.05)


async def stall(writer: Writer, request: Request) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<html>")
    await writer.drain()
    await asyncio.Event().wait()


async def half_closed(writer: Writer, request: Request) -> None:
    """Says that it is done, in the middle, and waits for the other side."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<html>")
    writer.write_eof()


async def reset(writer: Writer, request: Request) -> None:
    writer.transport.abort()


async def endless(writer: Writer, request: Request) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not writer.transport.is_closing():
        writer.write(b"<p>" * 20_000)
        await writer.drain()


async def many_headers(writer: Writer, request: Request) -> None:
    lines = b"".join(b"X-%d: 1\r\n" % n for n in range(10_000))
    writer.write(b"HTTP/1.1 200 OK\r\n" + lines + b"Content-Length: 0\r\n\r\n")


async def counted(writer: Writer, request: Request) -> None:
    """A list that has always one more page."""
    n = request.number("p")
    more = f'<div class="page"><a href="{request.path}?p={n + 1}">下一页</a></div>'
    rows = {f"/endless/{n}-{k}.html": f"关于第{n}批第{k}所学校招生的通知" for k in range(3)}
    writer.write(http(listing("招生信息", rows, more)))


async def calendar(writer: Writer, request: Request) -> None:
    n = request.number("month")
    link = (
        f'<a href="/calendar?month={n + 1}">下个月</a> <a href="/calendar?month={n - 1}">上月</a>'
    )
    writer.write(http(html(f"日历 {n}", link)))


async def session(writer: Writer, request: Request) -> None:
    """Every address it shows carries a new session."""
    new = next(_SESSIONS)
    rows = {
        f"/session/1.html;jsessionid={new:032X}": "关于会话甲的通知",
        f"/session/2.html?PHPSESSID={new:032x}": "关于会话乙的通知",
        f"/session/3.html;JSESSIONID={new:032X}.node1?id=7": "关于会话丙的通知",
        f"/session/;jsessionid={new:032X}": "会话列表",
    }
    writer.write(http(listing("会话列表", rows), Set_Cookie=f"JSESSIONID={new}; Path=/"))


_SESSIONS = count(1)


async def cookie_wall(writer: Writer, request: Request) -> None:
    """Lets in whoever shows the cookie that it gave."""
    if "gate=open" in request.headers.get("cookie", ""):
        writer.write(page("关于持证入内的通知"))
    else:
        writer.write(moved("/cookie-wall.html", Set_Cookie="gate=open; Path=/"))


async def round_about(writer: Writer, request: Request) -> None:
    """A redirect that never comes to the same address twice."""
    writer.write(moved(f"/round-about?n={request.number('n') + 1}"))


async def deeper(writer: Writer, request: Request) -> None:
    """Relative links that lead ever deeper into folders that are all the same."""
    rows = {"a/b/": "关于校舍甲的通知", "a/": "关于校舍乙的通知"}
    writer.write(http(listing("无尽目录", rows)))


async def numbered(writer: Writer, request: Request) -> None:
    n = request.number("id")
    writer.write(http(article(f"第{n}号公示", extra=f'<a href="?id={n + 1}">另见第{n + 1}号</a>')))


async def any_article(writer: Writer, request: Request) -> None:
    writer.write(page(f"关于{request.path}的通知"))


# --- files --------------------------------------------------------------------------------------


TEXT = ["收入合计1,234.56万元。"]
PDF = files.pdf("部门预算", TEXT)
DOC = files.doc("部门预算", TEXT)
DOCX = files.docx("部门预算", TEXT)
XLSX = files.xlsx({"表": [["项目", "预算数"]]})
XLS = xls("表", [["项目", "预算数"]])

FILES = {
    "a.pdf": PDF,
    "a.doc": DOC,
    "a.docx": DOCX,
    "a.wps": DOC,
    "a.xls": XLS,
    "a.xlsx": XLSX,
    "a.et": XLS,
    "a.ofd": ofd("部门预算"),
    "a.zip": zipped({"预算.doc": DOC, "../../x": b"x"}),
    "a.rar": rar5({"预算.doc": 9}),
    "scan.pdf": drawn_pdf(picture=True),
    "bomb.zip": zipped({f"{n}.zip": zipped({"0": bytes(19_000_000)}) for n in range(12)}),
    "cut.docx": DOCX[: len(DOCX) // 2],
    "lie.doc": zipped({"说明.txt": b"x"}),
    "lie.pdf": html("出错了", "<p>文件不存在</p>").encode(),
    "laughs.docx": zipped(
        {
            "word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(
                f'<!ENTITY {b} "{f"&{a};" * 10}">'.encode()
                for a, b in zip("abcdefgh", "bcdefghi", strict=True)
            )
            + b"]><x>&i;</x>"
        }
    ),
}

_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE root [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><root><item><title>&i;</title><url>/laughed.html</url></item></root>"
)


# --- the site -----------------------------------------------------------------------------------

_BAD_LINKS = """
<a href="http://hostile.localhost:99999/1">端口越界的通知</a>
<a href="http://hostile.localhost:port/1">端口不是数的通知</a>
<a href="http://user:secret@hostile.localhost:8700/1">带口令的通知</a>
<a href="javascript:alert(1)">脚本弹窗的通知</a> <a href="data:text/html,<p>x">内嵌数据的通知</a>
<a href="http://[::1/1">方括号不全的通知</a> <a href="//">两条斜线的通知</a>
<a href="http://%00/">百分号零的通知</a> <a href="file:///etc/passwd">本机文件的通知</a>
<a href="http://127.0.0.1:22/">内网地址的通知</a> <a href="http://0x7f000001/">怪写地址的通知</a>
<a href="http://hostile.localhost:8700/%zz%">坏转义的通知</a>
<a href="\x00/nul.html">含空字节的通知</a> <a href=" /good-link.html
">唯一有效的通知</a> <a href="/%E6%94%BF.html">中文地址的通知</a>
"""

_SHELL = (
    "<html><head><script>var _0x1f2a=['cookie','reload'];document.cookie='wall='+eval('1+1')"
    "+';path=/';location.reload();</script></head><body></body></html>"
)
_RECORDS = "".join(
    f'<record><![CDATA[<li><a href="/stored/{n}.html">关于第{n}类教材选用的通知</a>'
    f"<span>2023-05-0{n + 1}</span></li>]]></record>"
    for n in range(3)
)
_PACKED = gzip.compress(article("关于压缩传输的通知").encode())


def _chunked(*parts: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(parts)


def _gb(title: str, charset: str = "gb2312", media_type: str = "text/html") -> bytes:
    return http(article(title, charset=charset).encode("gb18030"), Content_Type=media_type)


# Every address that the home page leads to, with its answer.
SITE: dict[str, Answer] = {
    # codes
    "/gb2312.html": _gb("关于教育经费的通知"),
    "/gbk.html": _gb("关于朱镕学校的通知", "gbk"),
    "/gb18030.html": _gb("关于㐀村小学的通知", "gb18030"),
    "/utf16.html": http(article("关于双字节的通知", charset="utf-16").encode("utf-16")),
    "/utf16be.html": http(article("关于无标记的通知").encode("utf-16-be")),
    "/says-utf8.html": _gb("关于谎称统一码的通知", "utf-8", "text/html; charset=utf-8"),
    "/says-gbk.html": http(
        article("关于谎称国标码的通知", charset="gbk"), Content_Type="text/html; charset=GBK"
    ),
    "/says-latin.html": _gb("关于两种说法的通知", "gb2312", "text/html; charset=iso-8859-1"),
    "/says-nonsense.html": _gb("关于不知所云的通知", "x-none", "text/html; charset=rot13"),
    "/says-utf7.html": http(article("关于七位编码的通知", charset="utf-7")),
    # structure
    "/base/index.html": http(
        listing("基址栏目", {"a.html": "关于基址的通知"}, head='<base href="/base/deep/">')
    ),
    "/base/deep/a.html": page("关于基址的通知"),
    "/refresh.html": http('<html><meta http-equiv="refresh" content="0; url=/refreshed.html">'),
    "/refreshed.html": page("关于自动跳转的通知"),
    "/frames.html": http(
        '<html><head><title>框架</title></head><frameset cols="20%,80%">'
        '<frame src="/frame-left.html"><frame src="/frame-right.html"></frameset></html>'
    ),
    "/frame-left.html": page("关于左框架的通知"),
    "/frame-right.html": page("关于右框架的通知"),
    "/iframe.html": http(html("内嵌框架", '<p>下面是列表</p><iframe src="/inner.html"></iframe>')),
    "/inner.html": page("关于内嵌框架的通知"),
    "/onclick.html": http(
        html(
            "点击栏目",
            "<ul><li onclick=\"location.href='/clicked.html'\">关于点击进入的通知</li>"
            "<li><a href='javascript:void(0)' onclick=\"window.open('/opened.html')\">"
            "关于新开窗口的通知</a></li></ul>",
        )
    ),
    "/clicked.html": page("关于点击进入的通知"),
    "/opened.html": page("关于新开窗口的通知"),
    "/map.html": http(
        html(
            "图片地图",
            '<img src="/m.png" usemap="#m"><map name="m">'
            '<area shape="rect" coords="0,0,9,9" href="/area.html" alt="机构职能"></map>',
        )
    ),
    "/area.html": page("关于图片热区的通知"),
    "/datastore.html": http(
        html(
            "数据岛栏目",
            "<h2>数据岛栏目</h2><div id='list'><script type='text/xml'><datastore>"
            f"<totalrecord>3</totalrecord><recordset>{_RECORDS}</recordset></datastore>"
            "</script></div>",
        )
    ),
    **{f"/stored/{n}.html": page(f"关于第{n}类教材选用的通知") for n in range(3)},
    "/json.html": http(
        html(
            "接口栏目",
            "<h2>接口栏目</h2><ul id='list'></ul><script>$.getJSON('/list.json', function(d)"
            "{$('#list').append(d.rows)})</script>",
        )
    ),
    "/list.json": http(
        '{"rows":[{"title":"关于接口甲的通知","url":"/json/1.html","pubDate":"2023-05-01"},'
        '{"title":"关于接口乙的通知","url":"/json/2.html","pubDate":"2023-05-02"}]}',
        Content_Type="application/json",
    ),
    "/json/1.html": page("关于接口甲的通知"),
    "/json/2.html": page("关于接口乙的通知"),
    "/pages/index.html": http(
        listing(
            "分页栏目",
            entries("/pages/a"),
            "<script>createPageHTML(3, 0, 'index', 'html')</script>",
        )
    ),
    "/pages/index_1.html": http(
        listing(
            "分页栏目",
            entries("/pages/b"),
            "<script>createPageHTML(3, 1, 'index', 'html')</script>",
        )
    ),
    "/pages/index_2.html": http(
        listing(
            "分页栏目",
            entries("/pages/c"),
            "<script>createPageHTML(3, 2, 'index', 'html')</script>",
        )
    ),
    **{f"/pages/{part}{n}.html": page(f"关于{part}{n}的通知") for part in "abc" for n in range(3)},
    "/numbers/": http(
        listing("编号栏目", entries("/numbers/a"), '<div class="page"><a href="2.html">2</a></div>')
    ),
    "/numbers/2.html": http(listing("编号栏目", entries("/numbers/b"))),
    **{f"/numbers/{part}{n}.html": page(f"关于{part}{n}的通知") for part in "ab" for n in range(3)},
    "/post/": http(
        listing(
            "提交栏目",
            entries("/post/a"),
            '<form method="post" action="/post/"><input type="hidden" name="p" value="1">'
            '<a href="javascript:gotoPage(2)">下一页</a> 共9页</form>',
        )
    ),
    **{f"/post/a{n}.html": page(f"关于提交{n}的通知") for n in range(3)},
    "/script-date.html": http(
        article("关于脚本日期的通知", day='<script>document.write("2023-04-05");</script>')
    ),
    # addresses without an end
    "/session/": session,
    "/session/1.html": page("关于会话甲的通知"),
    "/session/2.html": page("关于会话乙的通知"),
    "/session/3.html": page("关于会话丙的通知"),
    "/calendar": calendar,
    "/endless": counted,
    "/deeper/*": deeper,
    "/numbered": numbered,
    "/loop-1.html": moved("/loop-2.html"),
    "/loop-2.html": moved("/loop-1.html"),
    "/round-about": round_about,
    # walls and lies
    "/cookie-wall.html": cookie_wall,
    "/script-wall.html": http(_SHELL),
    "/412.html": http(_SHELL, 412),
    "/521.html": http(_SHELL, 521),
    "/captcha.html": http(html("安全验证", "<p>请完成滑动验证后继续访问</p>")),
    "/members.html": http(html("用户登录", '<form><input type="password" name="p"></form>')),
    "/401.html": http("x", 401),
    "/403.html": http("x", 403),
    "/404.html": LOST,
    "/410.html": http("x", 410),
    "/418.html": http("x", 418),
    "/500.html": http("x", 500),
    "/soft-404.html": http(html("404 页面不存在", "<p>对不起，您访问的页面不存在</p>")),
    "/soft-500.html": http(html("出错了", "<p>系统出错了</p>")),
    "/home-again/1.html": moved("/"),
    "/denied/1.html": page("关于不得采集的通知"),
    # off the site
    "/off-site.html": moved("http://other.localhost:8700/a.html"),
    "/hijacked.html": moved("http://duchang.localhost:8700/"),
    "/private.html": moved("http://169.254.169.254/latest/meta-data/"),
    "/loopback.html": moved("http://127.0.0.1:22/"),
    "/mapped.html": moved("http://[::ffff:10.0.0.1]/"),
    "/no-url.html": moved("http://a:b@hostile.localhost:8700/"),
    "/no-scheme.html": moved("javascript:alert(1)"),
    "/bad-port.html": moved("http://hostile.localhost:99999/"),
    "/bad-bytes.html": moved("/\udcff\udcfe.html"),
    # bodies
    "/packed.html": http(_PACKED, Content_Encoding="gzip"),
    "/packed-cut.html": http(_PACKED[:-20], Content_Encoding="gzip"),
    "/packed-lie.html": http(article("关于假压缩的通知"), Content_Encoding="gzip"),
    "/packed-odd.html": http(b"\x8b\x00", Content_Encoding="br, gzip, x"),
    "/bomb.html": http(gzip.compress(bytes(60_000_000)), Content_Encoding="gzip"),
    "/deflate-bomb.html": http(zlib.compress(bytes(60_000_000)), Content_Encoding="deflate"),
    "/endless-body.html": endless,
    "/half-closed.html": half_closed,
    "/reset.html": reset,
    "/short.html": http(article("关于长度说小的通知"), Content_Length="60"),
    "/long.html": http(article("关于长度说大的通知"), Content_Length="99999"),
    "/negative.html": http("x", Content_Length="-5"),
    "/no-number.html": http("x", Content_Length="abc"),
    "/two-lengths.html": http("x", content_length="7"),
    "/chunked.html": _chunked(b"5\r\n<html\r\n", b"1\r\n>\r\n", b"0\r\n\r\n"),
    "/chunked-lie.html": _chunked(b"zz\r\n<html>\r\n0\r\n\r\n"),
    "/chunked-cut.html": _chunked(b"ff\r\n<html>"),
    "/chunked-huge.html": _chunked(b"f" * 40 + b"\r\n<html>"),
    # what is no HTTP
    "/http09.html": article("关于零点九版的通知").encode(),
    "/garbage.html": bytes(range(256)) * 8,
    "/nothing.html": b"",
    "/no-status.html": b"HTTP/1.1 \r\n\r\n",
    "/status-999.html": b"HTTP/1.1 999 X\r\nContent-Length: 1\r\n\r\nx",
    "/status-0.html": b"HTTP/1.1 0 X\r\nContent-Length: 1\r\n\r\nx",
    "/many-headers.html": many_headers,
    "/large-header.html": http("x", X_Large="a" * 1_000_000),
    "/nul-header.html": http("x", X_Nul="a\x00b"),
    "/304.html": http(status=304, Content_Length=""),
    "/204.html": http(status=204, Content_Length=""),
    "/odd-type.html": http(article("关于怪类型的通知"), Content_Type=";;charset=\udcff;="),
    "/no-type.html": http(article("关于无类型的通知"), Content_Type=""),
    "/odd-cookie.html": http(
        article("关于怪标记的通知"), Set_Cookie="=\udcff;;;Path=\x01; Max-Age=x"
    ),
    # markup
    "/bad-links.html": http(html("怪链接", _BAD_LINKS)),
    "/good-link.html": page("唯一有效的通知"),
    "/%E6%94%BF.html": page("中文地址的通知"),
    "/nul.html": http(article("关于空字节的通知").replace("通", "\x00通\x00")),
    "/large.html": http(article("关于三兆标记的通知", extra="<p>教育公平。</p>" * 170_000)),
    "/nested.html": http(article("关于嵌套的通知", extra="<div>" * 60_000)),
    "/tags.html": http(article("关于残缺标记的通知", extra="<a href='" + "<b " * 20_000)),
    "/comment.html": http(article("关于注释的通知", extra="<!--" + "-" * 200_000)),
    "/binary.html": file(bytes(range(256)) * 400, "text/html"),
    "/laughs.html": http(
        html("笑话栏目", "<h2>笑话栏目</h2><ul id='l'></ul><script>$.get('/laughs.xml')</script>")
    ),
    "/laughs.xml": http(_LAUGHS, Content_Type="text/xml"),
    "/deep.json": http("[" * 100_000, Content_Type="application/json"),
    "/lie.html": file(PDF, "text/html"),
    # attachments
    "/files.html": http(
        article(
            "关于附件的通知",
            extra="".join(f'<p><a href="/f/{name}">附件{name}</a></p>' for name in FILES),
        )
    ),
    **{f"/f/{name}": file(body) for name, body in FILES.items()},
}

# What the home page does not link to itself: it is reached through others.
_INNER = ("/f/", "/stored/", "/json/", "/session/1", "/session/2", "/session/3", "/base/deep")
_REACHED = {
    "/refreshed.html", "/frame-left.html", "/frame-right.html", "/inner.html", "/clicked.html",
    "/opened.html", "/area.html", "/list.json", "/loop-2.html", "/good-link.html",
    "/%E6%94%BF.html", "/laughs.xml", "/pages/index_1.html", "/pages/index_2.html",
    "/numbers/2.html",
}  # fmt: skip
ROBOTS = http("User-agent: *\nDisallow: /denied/\nCrawl-delay: nan\n", Content_Type="text/plain")


def _linked(path: str) -> bool:
    parts = path.startswith(("/pages/", "/numbers/", "/post/")) and path.endswith(".html")
    inner = parts and not path.endswith("index.html")
    return not (path.startswith(_INNER) or path in _REACHED or inner)


def home(paths: Mapping[str, Answer] | list[str], name: str = "清河市教育局") -> bytes:
    links = "".join(f'<li><a href="{path}">资料第{n}号</a></li>' for n, path in enumerate(paths))
    return http(html(name, f"<ul>{links}</ul>"))


def one_page(answer: Answer, **paths: Answer) -> Host:
    """A host whose home is sound and leads to /a.html and /b.html."""
    return Host(
        {"/": home(["/a.html", "/b.html"]), "/a.html": answer, "/b.html": page("关于乙的通知")}
        | paths
    )


_PLAIN = home(["/a.html", "/b.html"])
_SOUND: dict[str, Answer] = {
    "/": _PLAIN,
    "/a.html": page("关于甲类学校的通知"),
    "/b.html": page("关于乙类学校的通知"),
}


def robots(answer: Answer) -> Host:
    return Host({**_SOUND, "/robots.txt": answer})


# Names of hosts -> what they do. `down` and `nowhere` are no hosts of this server.
HOSTS: dict[str, Host] = {
    "hostile": Host(
        {"/": home([p for p in SITE if _linked(p)]), "/robots.txt": ROBOTS, **SITE},
        rest=None,
    ),
    "robots-html": robots(http(html("首页", "<p>欢迎</p>"))),
    "robots-500": robots(http("x", 500)),
    "robots-silent": robots(silent),
    "robots-403": robots(http("x", 403)),
    "robots-huge": robots(http("User-agent: *\nDisallow: /b\n" + "#" * 3_000_000)),
    "robots-moved": robots(moved("/robots-there.txt")),
    "robots-loop": robots(moved("/robots.txt")),
    "robots-away": robots(moved("http://169.254.169.254/robots.txt")),
    "robots-binary": robots(file(bytes(range(256)) * 100)),
    "robots-all": robots(http("User-agent: *\nDisallow: /", Content_Type="text/plain")),
    "robots-odd": robots(
        http("User-agent: *\nCrawl-delay: inf\nCrawl-delay: -5\nDisallow: /b*$*\n")
    ),
    "limited": Host(
        {**_SOUND, "/": home([f"/{name}.html" for name in "cdefghab"])}
        | {f"/{name}.html": http("x", 429, Retry_After="3600") for name in "cd"},
    ),
    "limited-odd": one_page(http("x", 503, Retry_After="²")),
    "limited-date": one_page(http("x", 503, Retry_After="Mon, 99 Foo 99999999999 99:99:99 +9999")),
    "limited-ever": one_page(http("x", 429, Retry_After="9" * 400)),
    "boasting": one_page(http("x", Content_Length="999999999999999")),
    "silent": Host({"/": silent}),
    "slow-headers": Host({"/": slow_headers}),
    "slow-body": one_page(drip),
    "stalled": one_page(stall),
    "wall": Host({"/": http(_SHELL, 412)}, rest=http(_SHELL, 412)),
    "captcha": Host({"/": http(html("访问验证", "<p>请输入验证码继续访问</p>"))}),
    "broken": Host({"/": http("x", 500)}, rest=http("x", 500)),
    "garbage": Host({"/": b"\x16\x03\x01\x02garbage\r\n\r\n"}, rest=b"\x00" * 100),
    "gone-away": Host({"/": moved("http://other.localhost:8700/")}),
    "hijacked": Host({"/": moved("http://duchang.localhost:8700/")}),
    "to-private": Host({"/": moved("http://10.0.0.1/")}),
    "looping": Host({"/": moved("/")}, rest=moved("/")),
    "bomb": Host({"/": http(gzip.compress(bytes(60_000_000)), Content_Encoding="gzip")}),
    "soft": Host({"/": home(["/a.html"])}, rest=http(html("404 页面不存在", "<p>页面不存在</p>"))),
    "same": Host({}, rest=home([f"/{name}.html" for name in "abcdef"], "欢迎")),
    "lost": Host({"/": home(["/a.html", "/b.html"])}),
    "many": Host(
        {
            "/": http(
                html(
                    "清河市教育局",
                    "".join(f'<a href="/m/{n}.html">第{n}号通知</a>' for n in range(100_000)),
                )
            )
        },
        rest=any_article,
    ),
    "other": Host({}, rest=page("关于别处的通知")),
    "duchang": Host({}, rest=page("澳门赌场开户")),
}


# --- running it ---------------------------------------------------------------------------------


@contextmanager
def serving(hosts: Mapping[str, Host]) -> Iterator[Served]:
    """The server in a thread of its own, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    served = Served({})
    under_way: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        try:
            await _serve(hosts, served, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the other side went away, or the test is over
        finally:
            under_way.discard(task)
            writer.transport.close()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(serve, ADDRESS, 0)

    async def stop(server: asyncio.Server) -> None:
        server.close()
        for task in tuple(under_way):
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    port = server.sockets[0].getsockname()[1]
    served.allow.update({f"{name}.localhost": (ADDRESS, port) for name in hosts})
    try:
        yield served
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _serve(
    hosts: Mapping[str, Host], served: Served, reader: asyncio.StreamReader, writer: Writer
) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    target = head[0].split()[1]
    fields = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    name = headers.get("host", "").partition(".")[0]
    request = Request(name, target, headers)
    served.asked[name, target] += 1
    host = hosts[name]
    above = f"/{request.path.split('/')[1]}/*"  # whatever lies in that folder
    known = next((path for path in (target, request.path, above) if path in host.paths), None)
    if known is not None:
        answer = host.paths[known]
    else:
        answer = LOST if host.rest is None or request.path == "/robots.txt" else host.rest
    if isinstance(answer, bytes):
        writer.write(answer)
    else:
        await answer(writer, request)
    if not writer.transport.is_closing():
        await writer.drain()
