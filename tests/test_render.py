import asyncio
import json
import os
import re
import signal
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from crawlers.browser import chromium as engine
from crawlers.browser.chromium import Chromium
from crawlers.browser.tab import Bounds
from crawlers.fetch import Fetcher
from crawlers.loopback import serve
from crawlers.pages import read_page
from crawlers.render import Browser
from data.types import FetchOutcome, PageState
from tests.processes import below
from tests.scripted import HOME, Answer, Scripted

QUICK = Bounds(quiet_s=0.3, wall_s=1.0)

VUE = """<html><head><meta charset="gb2312"><title>政府信息公开年报</title></head><body>
<noscript>请启用 JavaScript</noscript><div id="app">加载中</div>
<script src="/js/lib.js"></script></body></html>"""
LIB = """fetch("/api/list?page=1").then(r => r.json()).then(rows => {
  document.getElementById("app").innerHTML = rows.map(
    r => `<li><a href="${r.url}" onclick="count(1)">${r.title}</a><span>${r.day}</span></li>`
  ).join("")
})"""
ROWS = [
    {"url": f"/zwgk/{n}.html", "title": f"清河县{n}年政府信息公开工作年度报告", "day": f"{n}-01-20"}
    for n in range(2018, 2024)
]
SHELL = (
    "<html><script>document.cookie='k=' + (40 + 2) + ';path=/';location.reload()</script></html>"
)


def opens_with(cookie, page="<html><title>政务公开</title><p>全县政务公开工作要点</p></html>"):
    """A wall: 412 and a script until the cookie is there."""
    return lambda ask: page if cookie in ask.headers.get("cookie", "") else Answer(SHELL, 412)


@pytest.fixture(scope="module")
def runner(chromium):
    """A loop in which one Chromium stays open for the tests of this file."""
    with asyncio.Runner() as runner:
        borrowed = engine.shared()
        runner.run(borrowed.__aenter__())
        yield runner
        runner.run(borrowed.__aexit__(None, None, None))


@pytest.fixture
def drawn(runner):
    """Draw a page of a scripted site: `drawn({"/": html})`, or with the `Scripted` itself."""

    def draw(answers, path="", *, bounds=QUICK):
        site = answers if isinstance(answers, Scripted) else Scripted(answers)

        async def run():
            async with Browser(site.send, bounds=bounds) as browser:
                return await browser.draw(HOME + path)

        return runner.run(run())

    return draw


@pytest.fixture
def listed(runner):
    def draw(answers, *, most=20):
        async def run():
            async with Browser(Scripted(answers).send, bounds=QUICK) as browser:
                return await browser.draw_list(HOME, most)

        return runner.run(run())

    return draw


# --- pages that scripts fill --------------------------------------------------------------------


def test_a_list_that_a_script_fills_from_json(drawn):
    before = read_page(HOME, VUE.encode())
    one = drawn({"/": VUE, "/js/lib.js": LIB, "/api/list?page=1": ROWS})
    page = read_page(one.final_url, one.html, "text/html; charset=utf-8")
    assert before.state is PageState.JS_SHELL
    assert (one.outcome, one.final_url, one.note) == (FetchOutcome.OK, HOME, "")
    assert page.state is PageState.OK
    assert [link.url for link in page.links] == [f"{HOME}zwgk/{n}.html" for n in range(2018, 2024)]


def test_what_a_page_was_drawn_from_comes_with_it(drawn):
    one = drawn({"/": VUE, "/js/lib.js": LIB, "/api/list?page=1": ROWS})
    assert [each.fetch.url for each in one.made_of] == [HOME, f"{HOME}api/list?page=1"]
    assert json.loads(one.made_of[1].body) == ROWS


def test_what_is_kept_runs_nothing_and_says_its_charset(drawn):
    html = drawn({"/": VUE, "/js/lib.js": LIB, "/api/list?page=1": ROWS}).html.decode()
    assert "<script" not in html
    assert "noscript" not in html
    assert '<meta charset="utf-8">' in html
    assert "gb2312" not in html
    assert 'onclick="count(1)"' in html  # addresses hide there


def test_a_list_that_comes_by_post(drawn):
    page = """<body><ul></ul><script>
      const x = new XMLHttpRequest(); x.open("POST", "/list.do");
      x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
      x.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      x.onload = () => document.querySelector("ul").innerHTML = x.responseText;
      x.send("page=1&channel=年报")</script></body>"""
    site = Scripted({"/": page, "/list.do": "<li>2023年部门决算公开</li>"})
    assert "<li>2023年部门决算公开</li>" in drawn(site).html.decode()
    ask = site.asked[-1]
    assert (ask.method, ask.body.decode()) == ("POST", "page=1&channel=年报")
    assert ask.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert ask.headers["x-requested-with"] == "XMLHttpRequest"
    assert ask.headers["referer"] == HOME
    assert "user-agent" not in ask.headers  # `send` says who we are


def test_a_frame_of_the_same_site_is_drawn_in_its_place(drawn):
    site = {
        "/": '<body><h1>预算</h1><iframe src="/list.html"></iframe></body>',
        "/list.html": "<body><script>document.body.append('2024年部门预算')</script></body>",
    }
    html = drawn(site).html.decode()
    inside = f'<div data-frame="{HOME}list.html">2024年部门预算</div>'
    assert f'<iframe src="/list.html"></iframe>{inside}' in html


def test_gbk_pages_are_drawn_as_a_browser_reads_them(drawn):
    page = '<meta charset="gb2312"><body><script>document.write("政务公开")</script>喆'
    one = drawn({"/": Answer(page.encode("gb18030"), kind="text/html")})
    assert "政务公开喆" in one.html.decode()


def test_a_script_file_is_asked_for_once_in_a_look(runner):
    site = Scripted({"/": VUE, "/2": VUE, "/js/lib.js": LIB, "/api/list?page=1": ROWS})

    async def run():
        async with Browser(site.send) as browser:
            return [await browser.draw(HOME), await browser.draw(f"{HOME}2")]

    assert [one.html.count(b"<li>") for one in runner.run(run())] == [6, 6]
    assert site.paths == ["/", "/js/lib.js", "/api/list", "/2", "/api/list"]


def test_a_script_that_moved_is_followed_and_a_page_that_moved_too(drawn):
    moved = {
        "/": Answer("", 302, headers=(("Location", "/index/"), ("Set-Cookie", "way=1"))),
        "/index/": lambda ask: f'<p>{ask.headers.get("cookie")}</p><script src="/a.js"></script>',
        "/a.js": Answer("", 301, headers=(("Location", "/b.js"),)),
        "/b.js": "document.body.append('已更新')",
    }
    one = drawn(moved)
    assert one.final_url == f"{HOME}index/"
    assert "<p>way=1</p>" in one.html.decode()
    assert "已更新" in one.html.decode()


# --- walls --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [412, 521, 200])
def test_a_cookie_wall_opens_to_whoever_runs_its_script(drawn, status):
    def wall(ask):
        return opens_with("k=42")(ask) if "k=" in ask.headers.get("cookie", "") else shell

    shell = Answer(SHELL, status, headers=(("Set-Cookie", "s=1; Path=/; HttpOnly"),))
    site = Scripted({"/zwgk/": wall})
    one = drawn(site, "zwgk/")
    assert one.outcome is FetchOutcome.OK
    assert "全县政务公开工作要点" in one.html.decode()
    assert [ask.headers.get("cookie") for ask in site.asked] == [None, "s=1; k=42"]


def test_a_wall_that_takes_its_time_is_waited_for(drawn):
    slow = SHELL.replace("location.reload()", "setTimeout(() => location.reload(), 1500)")
    site = {"/": lambda ask: "<p>政务公开</p>" if "cookie" in ask.headers else Answer(slow, 412)}
    assert drawn(site, bounds=Bounds()).outcome is FetchOutcome.OK


def test_cookies_go_with_the_drawing(runner):
    site = Scripted({"/": opens_with("k=42")})

    async def run():
        async with Browser(site.send) as browser:
            await browser.draw(HOME)
            await browser.draw(HOME)

    runner.run(run())
    assert [ask.headers.get("cookie") for ask in site.asked] == [None, "k=42", None, "k=42"]


def test_a_wall_that_never_opens_stays_a_wall(drawn):
    site = Scripted({"/": Answer(SHELL, 412)})
    one = drawn(site)
    assert one.outcome is FetchOutcome.CHALLENGE
    assert "上限" in one.note
    assert len(site.asked) < 10


def test_a_wall_that_asks_for_a_proof_stays_a_wall(drawn):
    one = drawn({"/": "<title>安全验证</title><p>请完成安全验证</p>"})
    assert one.outcome is FetchOutcome.CHALLENGE


# --- how else it may end ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outcome",
    [
        FetchOutcome.BLOCKED_ADDRESS,
        FetchOutcome.ROBOTS_DENIED,
        FetchOutcome.TIMEOUT_BODY,
        FetchOutcome.DNS_FAILED,
    ],
)
def test_a_page_that_may_not_or_cannot_be_asked_for_ends_as_send_says(drawn, outcome):
    one = drawn({"/": outcome})
    assert (one.outcome, one.html, one.note) == (outcome, b"", "没有发出")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer("<p>没有</p>", 404), FetchOutcome.NOT_FOUND),
        (Answer("", 500), FetchOutcome.SERVER_ERROR),
        (Answer("", 200), FetchOutcome.OK),
        (Answer(b"%PDF-1.7", kind="application/pdf"), FetchOutcome.DECODE_FAILED),
        ("<script>location = '/'</script>", FetchOutcome.OK),
        (Answer("", 302, headers=(("Location", "/"),)), FetchOutcome.REDIRECT_LOOP),
    ],
    ids=["404", "500 without a page", "nothing", "a file", "reloads for ever", "redirect loop"],
)
def test_the_last_document_decides(drawn, answer, outcome):
    assert drawn({"/": answer}).outcome is outcome


def test_what_the_page_lacks_is_said(drawn):
    page = """<p>政务公开</p><script src="/js/a.js"></script><script src="/gone.js"></script>
      <script src="http://cdn.localhost/jquery.js"></script>"""
    site = Scripted(
        {"/": page, "/js/a.js": FetchOutcome.ROBOTS_DENIED, "/gone.js": FetchOutcome.DNS_FAILED}
    )
    note = drawn(site).note
    assert "robots.txt 不允许其中 1 个" in note
    assert "1 个脚本或数据没有取到" in note
    assert "没有请求其他网站的 1 个" in note
    assert site.paths == ["/", "/js/a.js", "/gone.js"]


@pytest.mark.parametrize(
    ("script", "answers", "whole"),
    [
        ("fetch('/d')", {"/d": []}, True),
        ("fetch('/d')", {"/d": Answer("", 404)}, False),
        ("fetch('/d')", {"/d": {"code": 401, "msg": "token失效", "data": []}}, False),
        ("fetch('/d')", {"/d": Answer("维护中", 503)}, False),
        ("fetch('/d')", {"/d": FetchOutcome.TIMEOUT_BODY}, False),
        ("fetch('/d')", {"/d": Answer("", 302, headers=(("Location", "/d"),))}, False),
        ("fetch('http://api.other.localhost/d')", {}, False),
        ("document.body.innerHTML += '<iframe src=http://other.localhost/></iframe>'", {}, False),
        ("document.body.append(Object.assign(document.createElement('script'),"
         "{src: 'http://hm.baidu.com/hm.js'}))", {}, True),
        ("call = () => 0; document.body.append(Object.assign(document.createElement('script'),"
         "{src: '/c.js'}))", {"/c.js": 'call({"code": 401, "msg": "token失效"})'}, False),
        ("for (let n = 0; n < 9; n++) fetch('/d?' + n)", {}, False),
        ("setInterval(() => document.body.append('又画了一些字'.repeat(9)), 20)", {}, False),
        ("setInterval(() => fetch('/d'), 50)", {"/d": []}, True),
    ],
    ids=[
        *("data", "no such data", "refused data", "failed data", "late data", "data in a circle"),
        *("data elsewhere", "a frame elsewhere", "a counter elsewhere"),
        *("refused in a call", "more than may be asked", "not drawn in time", "polling"),
    ],
)  # fmt: skip
def test_a_page_that_lacks_data_says_that_it_is_not_whole(drawn, script, answers, whole):
    bounds = Bounds(quiet_s=0.3, drawing_s=2.0, still_s=1.0, requests=1000 if whole else 8)
    page = f"<html><body><p>政务公开工作要点</p><script>{script}</script></body></html>"
    one = drawn({"/": page, **answers}, bounds=bounds)
    assert (one.outcome, one.whole) == (FetchOutcome.OK, whole)


LIBRARY = "http://cdn.bootcdn.net/ajax/libs/jquery/3.6.0/jquery.min.js"
LOADS = """<html><head><script src="SRC" crossorigin></script></head><body><ul></ul><script>
fill([{url: "/1.html", title: "清河县教育局2023年部门预算"}])</script></body></html>"""
FILL = """const fill = (rows) => document.querySelector("ul").innerHTML =
  rows.map(r => `<li><a href="${r.url}">${r.title}</a></li>`).join("")"""


def test_a_public_library_is_asked_for_and_told_nothing_of_the_page(drawn):
    site = Scripted(
        {"/": LOADS.replace("SRC", LIBRARY), LIBRARY: Answer(FILL, kind="text/javascript")}
    )
    one = drawn(site)
    assert "2023年部门预算" in one.html.decode()
    assert (one.whole, one.sound, one.note) == (True, True, "")
    ask = site.asked[1]
    assert (ask.url, ask.method, ask.headers) == (LIBRARY, "GET", {})
    assert [each.fetch.url for each in one.made_of] == [HOME, LIBRARY]  # evidence of it is kept


def test_a_library_is_asked_for_once_and_never_where_it_sends_on_to(drawn):
    moved = Answer("", 302, headers=(("Location", "http://other.localhost/x.js"),))
    site = Scripted({"/": LOADS.replace("SRC", LIBRARY), LIBRARY: moved})
    one = drawn(site)
    assert [ask.url for ask in site.asked] == [HOME, LIBRARY]
    assert not one.sound


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.bootcdn.net/other.js",
        "http://cdn.bootcdn.net.evil.localhost/ajax/libs/jquery.js",
        "http://cdn.bootcdn.net:8080/ajax/libs/jquery.js",
        "http://cdn.jsdelivr.net/gh/somebody/x.js",
    ],
)
def test_only_libraries_are_let_through(drawn, url):
    site = Scripted({"/": f"<p>政务公开</p><script src={url}></script>", url: FILL})
    one = drawn(site)
    assert site.paths == ["/"]
    assert not one.sound


def test_data_is_never_asked_of_a_library_host(drawn):
    site = Scripted({"/": f"<p>政务公开</p><script>fetch('{LIBRARY}')</script>", LIBRARY: "{}"})
    assert not drawn(site).whole
    assert site.paths == ["/"]


@pytest.mark.parametrize(
    ("page", "sound"),
    [
        ("<script src=/a.js></script>", True),
        ("<script src=/gone.js></script>", False),
        ("<script type=module>import '/gone.js'</script>", False),
        ("<script src=http://js.other.localhost/list.js></script>", False),
        ("<script src=http://hm.baidu.com/hm.js></script>", True),
        ("<script src=/wrong.js></script>", False),
        ("<script>nothing.of.the.kind()</script>", False),
        ("<script>Promise.reject(new Error('x'))</script>", False),
        ("<script>try { nothing() } catch (e) {}</script>", True),
        ("<script>setTimeout(() => 0, 30000)</script>", False),
        ("<script>setTimeout(() => 0, 1800000)</script>", True),
        ("<script>setInterval(() => document.title += 1, 500)</script>", True),
        ("<div class=tab><a>部门预算</a><a>部门决算</a></div>", False),
        ("<ul class=tabs><li>2023年</li><li>2022年</li></ul>", False),
        ("<nav><a>部门预算</a></nav><div class=top-menu><a>部门决算</a></div>", True),
        ("<a onclick='print()'>打印</a><a href=/ys/>部门预算</a>", True),
        ("<p id=p hidden></p><script>new IntersectionObserver(() => 0).observe(p)</script>", False),
        ("<p id=p>字</p><script>new IntersectionObserver(() => 0).observe(p)</script>", True),
        ("<img id=p hidden><script>new IntersectionObserver(() => 0).observe(p)</script>", True),
    ],
    ids=[
        *("all there", "not there", "a module not there", "elsewhere", "a counter elsewhere"),
        *("a page in its place", "an error", "a promise", "a caught error"),
        *("a late timer", "the end of a session", "a clock", "tabs", "years", "a menu"),
        *("a tool", "never in view", "in view", "a picture"),
    ],
)  # fmt: skip
def test_a_page_without_entries_whose_scripts_were_not_all_run_is_not_sound(drawn, page, sound):
    answers = {
        "/a.js": "var a = 1",
        "/wrong.js": "<html><p>没有</p></html>",
    }
    whole = (
        f"<html><body><h1>财政预决算</h1>{page}<script>function call() {{}}</script></body></html>"
    )
    whole = whole.replace("<body>", "<body><script>var call = () => 0</script>")
    one = drawn({"/": whole, **answers})
    assert (one.outcome, one.sound) == (FetchOutcome.OK, sound)
    assert bool(one.note) is (not sound or "hm.baidu" in page)


ENTRIES = "".join(f"<li><a href=/{n}.html>清河县教育局第{n}号政策文件</a></li>" for n in range(5))


@pytest.mark.parametrize(
    "later", ["<div class=tab><a>部门决算</a></div>", "<script>setTimeout(() => 0, 30000)</script>"]
)
def test_what_a_list_with_entries_puts_off_does_not_matter(drawn, later):
    assert drawn({"/": f"<body><ul>{ENTRIES}</ul>{later}</body>"}).sound


WRITES = "document.querySelector('ul').innerHTML = '<li>2023年部门预算</li>'"


@pytest.mark.parametrize(
    "page",
    [
        f"<ul></ul><script>setTimeout(() => {{ {WRITES} }}, 3000)</script>",
        f"""<ul></ul><script>setTimeout("{WRITES}", 3000)</script>""",
        f"<ul></ul><script>setInterval(() => {{ {WRITES} }}, 2500)</script>",
        f"""<div style="height: 5000px"></div><ul></ul><script>
          new IntersectionObserver((seen) => {{ if (seen[0].isIntersecting) {WRITES} }})
            .observe(document.querySelector("ul"))</script><p>清河县教育局主办</p>""",
        f"""<div style="height: 5000px"></div><ul></ul>
          <script>onscroll = () => {{ if (scrollY > 3000) {WRITES} }}</script>""",
        f"""<ul></ul><div id=d style="height: 99px; overflow: auto"><p style="height: 999px"></div>
          <script>d.onscroll = () => {{ {WRITES} }}</script>""",
    ],
    ids=["late", "late, as text", "by the clock", "in view", "scrolled", "scrolled inside"],
)
def test_what_comes_late_or_when_it_is_scrolled_to_is_waited_for(drawn, page):
    one = drawn({"/": f"<html><body><h1>财政预决算</h1>{page}</body></html>"})
    assert "<li>2023年部门预算</li>" in one.html.decode()
    assert (one.whole, one.sound) == (True, True)


def grows(most):
    return f"""<html><body><ul></ul><script>
      let n = 0
      const more = () => {{ for (let i = 0; i < 60 && n < {most}; i++)
        document.querySelector("ul").innerHTML += `<li>第${{++n}}号政府文件公告<br><br></li>` }}
      more()
      onscroll = () => {{ if (scrollY + innerHeight > document.body.scrollHeight - 50) more() }}
      </script></body></html>"""


def test_a_list_that_grows_with_every_scroll_is_read_to_its_end_or_is_not_whole(drawn):
    short, endless = drawn({"/": grows(200)}), drawn({"/": grows(9000)})
    assert (short.html.count(b"<li>"), short.whole) == (200, True)
    assert not endless.whole


def test_the_note_of_timers_does_not_show(drawn):
    page = """<ul></ul><script>document.querySelector("ul").textContent = [setTimeout.name,
      String(setTimeout), typeof IntersectionObserver, Object.keys(self).includes("gkc"),
      new IntersectionObserver(() => 0) instanceof IntersectionObserver].join(" ")</script>"""
    shown = drawn({"/": page}).html.decode()
    assert "<ul>setTimeout function () { [native code] } function false true</ul>" in shown


def test_a_page_whose_data_never_comes_is_not_whole(drawn):
    async def never(ask):
        await asyncio.Event().wait()

    page = "<html><body><p>政务公开工作要点</p><script>fetch('/d')</script></body></html>"
    one = drawn({"/": page, "/d": never}, bounds=Bounds(still_s=1.0, patience_s=10.0))
    assert "政务公开" in one.html.decode()
    assert not one.whole


@pytest.mark.parametrize(
    "leave",
    [
        "<script>location = 'http://other.localhost/'</script>",
        "<script>window.open('http://other.localhost/', '_self')</script>",
        '<meta http-equiv="refresh" content="0;url=http://other.localhost/">',
        """<iframe srcdoc="<script>top.location = 'http://other.localhost/'</script>"></iframe>""",
        Answer("", 302, headers=(("Location", "http://other.localhost/"),)),
    ],
    ids=["location", "open", "refresh", "frame", "redirect"],
)
def test_a_page_that_leaves_for_another_site_is_not_followed(drawn, leave):
    site = Scripted({"/": leave})
    one = drawn(site)
    assert one.outcome is FetchOutcome.REDIRECTED_OFF_SITE
    assert one.final_url == "http://other.localhost/"
    assert site.paths == ["/"]


# --- pages that go on for ever ------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        "for (;;) alert('欢迎')",
        "setInterval(() => alert('欢迎'), 1)",
        "while (!confirm('好吗')) ;",
        "window.open('/'); window.open('http://other.localhost/')",
        "setInterval(() => document.body.append(document.createElement('i')), 20)",
        "setInterval(() => fetch('/count'), 50)",
        "fetch('/never')",
        "for (;;) ;",
        "onbeforeunload = () => '真的离开吗'",
        "window.close()",
    ],
    ids=[
        *("alerts", "alerts by the clock", "questions", "windows", "growth", "polling"),
        *("an answer that does not come", "a loop", "does not let go", "goes"),
    ],
)
def test_a_page_that_never_rests_is_read_as_it_is(drawn, script):
    async def never(ask):
        await asyncio.Event().wait()

    page = f"<p>政务公开工作要点</p><script>setTimeout(() => {{ {script} }}, 1)</script>"
    site = {"/": page, "/count": {}, "/never": never}
    bounds = Bounds(drawing_s=3.0, patience_s=20.0, still_s=2.0)
    one = drawn(site, bounds=bounds)
    assert one.outcome is FetchOutcome.OK
    assert "政务公开工作要点" in one.html.decode()


def test_requests_and_bytes_of_a_page_are_bounded(drawn):
    greedy = "<p>政务</p><script>for (let n = 0; n < 50; n++) fetch('/d?' + n)</script>"
    many = Scripted({"/": greedy})
    large = Scripted({"/": greedy, "/d?0": Answer("x" * 3000), "/d?1": Answer("x" * 3000)})
    assert "上限" in drawn(many, bounds=Bounds(requests=10)).note
    assert len(many.asked) == 10
    one = drawn(large, bounds=Bounds(size_bytes=5000))
    assert "上限" in one.note


@pytest.mark.parametrize(
    "script",
    [
        "document.body.append('大'.repeat(60000))",
        "for (let n = 0; n < 900; n++) document.body.append(document.createElement('p'))",
        "document.body.title = '大'.repeat(60000)",
    ],
    ids=["text", "elements", "attribute"],
)
def test_a_page_that_scripts_make_too_large_is_not_read(drawn, script):
    bounds = Bounds(quiet_s=0.3, elements=800, characters=50_000)
    one = drawn({"/": f"<body><script>{script}</script></body>"}, bounds=bounds)
    assert (one.outcome, one.html) == (FetchOutcome.TOO_LARGE, b"")


def test_a_page_of_fifty_megabytes_is_given_up(drawn):
    blow = "for (let n = 0; n < 5000; n++) document.body.append('大'.repeat(10000))"
    one = drawn({"/": f"<body><script>{blow}</script></body>"}, bounds=Bounds(hung_s=1.0))
    assert one.outcome in {FetchOutcome.TOO_LARGE, FetchOutcome.TIMEOUT_BODY}
    assert one.html == b""
    assert drawn({"/": "<p>政务公开</p>"}).outcome is FetchOutcome.OK


def test_a_page_whose_process_ends_is_too_large(drawn):
    def end(ask):
        for pid in below("--type=renderer"):
            os.kill(pid, signal.SIGKILL)

    one = drawn({"/": "<script>fetch('/end')</script>", "/end": end})
    assert (one.outcome, one.html) == (FetchOutcome.TOO_LARGE, b"")
    assert drawn({"/": "<p>政务公开</p>"}).outcome is FetchOutcome.OK


# --- turning pages ------------------------------------------------------------------------------

PAGED = """<body><ul></ul>%s<script>
  let at = 1
  const show = (n) => {
    at = Math.min(n, 4)
    fetch("/api?p=" + at).then(r => r.json()).then(rows => {
      const items = rows.map(r => `<li><a href=/${r}>${r}</a></li>`)
      document.querySelector("ul").innerHTML = items.join("")
    })
  }
  show(1)</script></body>"""
PAGES = {f"/api?p={n}": [f"第{n}页的公告之{m}" for m in range(5)] for n in range(1, 5)}


@pytest.mark.parametrize(
    "control",
    [
        '<a href="javascript:show(at + 1)">下一页</a>',
        '<a href="javascript:;" onclick="show(at + 1)">下页 ></a>',
        '<i class="btn-prev"></i><button class="btn-next" onclick="show(at+1)"></button>',
        '<p class="slick-next" onclick="show(9)">&gt;</p><span onclick="show(at+1)">&gt;</span>',
    ],
    ids=["address", "click", "class", "arrow"],
)
def test_a_list_that_scripts_turn_is_turned_to_its_end(listed, control):
    states = listed({"/": PAGED % control, **PAGES})
    assert [f"第{n}页的公告之4" in one.html.decode() for n, one in enumerate(states, 1)] == [
        True
    ] * 4
    assert all(one.whole for one in states)


def test_a_list_that_grows_is_clicked_until_it_stops(listed):
    page = """<body><ul></ul><p onclick="more()">点击加载更多</p><script>
      let n = 0
      const more = () => { if (n < 12) for (let i = 0; i < 5; i++)
        document.querySelector("ul").innerHTML += `<li>第${++n}号政府文件公告</li>` }
      more()</script></body>"""
    states = listed({"/": page})
    assert [one.html.count(b"<li>") for one in states] == [5, 10, 15]
    assert all(one.whole for one in states)


@pytest.mark.parametrize("third", [FetchOutcome.TIMEOUT_BODY, Answer("维护中", 503)])
def test_a_list_whose_next_page_does_not_come_is_not_turned_to_its_end(listed, third):
    page = PAGED % '<a href="#" onclick="show(at + 1)">下一页</a>'
    states = listed({"/": page, **PAGES, "/api?p=3": third})
    assert [one.whole for one in states] == [True, False]


@pytest.mark.parametrize(
    "control",
    [
        '<a href="/2.html">下一页</a>',
        '<a class="disabled" href="#" onclick="show(2)">下一页</a>',
        "",
    ],
    ids=["a link", "switched off", "none"],
)
def test_a_list_without_a_forward_script_is_drawn_once(listed, control):
    assert len(listed({"/": PAGED % control, **PAGES})) == 1


YEARLY = """<body>%s<ul></ul><p id="on"></p><script>
  const lists = {
    2023: [["2023甲公告"]], 2022: [["2022甲公告"], ["2022乙公告"]], 2020: [["2020甲公告"]]}
  let year, at
  const show = (to, n) => {
    [year, at] = [to, n]
    const pages = lists[to] || [[]]
    const items = pages[n].map(r => `<li><a href=/${r}>${r}第${n}页的全文</a></li>`)
    document.querySelector("ul").innerHTML = items.join("")
    document.querySelector("#on").innerHTML = n + 1 < pages.length
      ? '<a href="javascript:show(year, at + 1)">下一页</a>' : ""
  }
  document.querySelectorAll("[data-y]").forEach(e => e.onclick = () => show(+e.dataset.y, 0))
  show(2023, 0)</script></body>"""


def of_years(pattern, *years):
    return "".join(pattern.replace("Y", str(year)) for year in years)


@pytest.mark.parametrize(
    "tabs",
    [
        f"<div class=years>{of_years('<em data-y=Y>Y年</em>', 2023, 2022, 2021, 2020)}</div>",
        of_years("<li data-y=Y><a href='javascript:;'>Y</a></li>", 2023, 2022, 2020),
    ],
    ids=["one of them empty", "in a list"],
)
def test_every_year_that_a_script_shows_is_turned_to_with_all_its_pages(listed, tabs):
    states = listed({"/": YEARLY % tabs})
    shown = [re.findall(r"\d{4}.公告(?=第)", one.html.decode()) for one in states]
    assert shown == [["2023甲公告"], ["2022甲公告"], ["2022乙公告"], ["2020甲公告"]]
    assert all(one.whole for one in states)


def test_years_with_addresses_and_a_lone_year_are_not_clicked(listed):
    links = of_years('<a href="/Y/" data-y="Y">Y年</a>', 2023, 2022)
    assert len(listed({"/": YEARLY % links})) == 1
    assert len(listed({"/": YEARLY % "<em data-y=2022>2022年</em>"})) == 1


def test_turning_is_bounded(listed):
    page = PAGED % '<a href="#" onclick="show(at + 1)">下一页</a>'
    states = listed({"/": page, **PAGES}, most=3)
    assert [one.whole for one in states] == [True, True, False]


# --- nothing escapes ----------------------------------------------------------------------------

ESCAPES = """<html><head><link rel="preconnect" href="http://HOST"><link rel="manifest" href="/m">
<link rel="dns-prefetch" href="//HOST"><link rel="prefetch" href="http://HOST/prefetch">
<link rel="icon" href="http://HOST/icon"><link rel="stylesheet" href="http://HOST/a.css">
<style>@import "http://HOST/b.css"; p { background: url(http://HOST/bg); font-family: f }
@font-face { font-family: f; src: url(http://HOST/f.woff) }</style>
<script type="speculationrules">{"prerender": [{"source": "list", "urls": ["/spec"]}],
"prefetch": [{"source": "list", "urls": ["http://HOST/spec"]}]}</script></head>
<body><p>政务公开</p><img src="http://HOST/i"><iframe src="http://HOST/frame"></iframe>
<iframe src="file:///etc/passwd"></iframe><object data="http://HOST/o"></object>
<video src="http://HOST/v" autoplay></video><a id="a" ping="http://HOST/ping" href="#a">a</a>
<script>
const tries = [
  () => fetch("http://HOST/f").catch(() => 0),
  () => fetch("http://HOST/n", {mode: "no-cors", keepalive: true, method: "POST"}).catch(() => 0),
  () => { const x = new XMLHttpRequest(); x.open("GET", "http://HOST/x"); x.send() },
  () => navigator.sendBeacon("http://HOST/beacon", "x"),
  () => new WebSocket("ws://HOST/"),
  () => new EventSource("http://HOST/es"),
  () => navigator.serviceWorker.register("/sw.js").catch(() => 0),
  () => new SharedWorker("/shared.js"),
  () => new Worker(URL.createObjectURL(new Blob([
    "new WebSocket('ws://HOST/'); fetch('http://HOST/w'); importScripts('http://HOST/is')"]))),
  () => new WebTransport("https://HOST/").ready.catch(() => 0),
  () => { const c = new RTCPeerConnection({iceServers: [{urls: "stun:HOST"},
      {urls: "turn:HOST?transport=tcp", username: "a", credential: "b"}]});
    c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o)) },
  () => { const f = document.createElement("iframe"); document.body.append(f);
    const c = new f.contentWindow.RTCPeerConnection({iceServers: [{urls: "stun:HOST"}]});
    c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o)) },
  () => document.getElementById("a").click(),
  () => window.open("http://HOST/open"),
  () => { const f = document.createElement("form"); f.action = "http://HOST/form";
    f.target = "_blank"; f.method = "POST"; document.body.append(f); f.submit() },
]
let made = 0
for (const each of tries) { try { each() } catch (e) {} made++ }
document.body.append("试过" + made)
</script></body></html>"""


@asynccontextmanager
async def listening():
    """A port of this machine, TCP and UDP, and what arrived there."""
    came = []

    class Datagrams(asyncio.DatagramProtocol):
        def datagram_received(self, data, addr):
            came.append(("udp", data))

    async def connected(reader, writer):
        came.append(("tcp", await reader.read(100)))
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    datagrams, _ = await loop.create_datagram_endpoint(Datagrams, ("127.0.0.1", port))
    async with server:
        yield f"127.0.0.1:{port}", came
    datagrams.close()


def test_nothing_that_a_page_does_reaches_the_network(runner):
    async def run():
        async with listening() as (host, came):
            # From another site, and from a page of that very host, whose requests are answered.
            site = Scripted(
                {path: ESCAPES.replace("HOST", host) for path in ("/", f"http://{host}/")}
            )
            async with Browser(site.send) as browser:
                drawings = [await browser.draw(f"http://{h}/") for h in ("a.localhost", host)]
            return drawings, came, [ask for ask in site.asked if host in ask.url], host

    drawings, came, asked, host = runner.run(run())
    assert ["试过15" in one.html.decode() for one in drawings] == [True, True]
    assert came == []
    assert asked[0].url == f"http://{host}/"  # the second drawing is what first asks that host
    assert {ask.method for ask in asked} <= {"GET", "POST"}


def test_the_browser_alone_has_no_way_out(runner):
    """Without interception too: what would slip past it finds no network."""

    async def run():
        async with listening() as (host, came):
            tab = Chromium()
            try:
                async with tab.tab() as context:
                    page = await context.new_page()
                    said = []
                    for url in (f"http://{host}/", f"http://localhost:{host[10:]}/"):
                        with pytest.raises(Exception, match="ERR_") as raised:
                            await page.goto(url)
                        said.append(raised.value.message)
                    return said, came
            finally:
                await tab.close()

    said, came = runner.run(run())
    assert all("ERR_PROXY_CONNECTION_FAILED" in each for each in said)
    assert came == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "data:text/html,<p>x</p>", "chrome://version", "about:blank"]
)
def test_a_page_cannot_send_the_tab_to_what_is_no_site(drawn, target):
    page = f"<p>政务公开工作要点</p><script>location = '{target}'</script>"
    html = drawn({"/": page}).html
    assert b"root:" not in html
    assert b"Chromium" not in html


def test_every_request_is_guarded_paced_and_counted_like_any_other(runner):
    """The same with the real fetcher and a server: what it refuses the browser does not get."""
    asked = []

    async def answer(request):
        asked.append((request.method, request.rel_url.raw_path))
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow: /secret")
        if request.path == "/api":
            text = (await request.post())["page"] + request.headers["user-agent"]
            return web.Response(text=text)
        if request.cookies.get("k") != "42":
            return web.Response(status=412, text=SHELL, content_type="text/html")
        page = """<ul></ul><script>
          const put = (text) => document.querySelector("ul").innerHTML += `<li>${text}</li>`
          fetch("/secret").catch(() => put("不允许"))
          fetch("/api", {method: "POST", body: new URLSearchParams({page: "第2页"})})
            .then((r) => r.text()).then(put)</script>"""
        return web.Response(text=page, content_type="text/html")

    async def run(allow):
        async with Fetcher(allow=allow) as fetcher, Browser(fetcher.send) as browser:
            drawn = [await browser.draw(u) for u in (HOME, f"{HOME}secret", "http://10.0.0.1/")]
            return drawn, fetcher.spent()

    with serve({"qinghe.localhost": answer}) as allow:
        (page, secret, private), spent = runner.run(run(allow))
    assert page.outcome is FetchOutcome.OK
    assert "<li>第2页Gongkaichi/0.1</li>" in page.html.decode()
    assert "<li>不允许</li>" in page.html.decode()
    assert "robots.txt 不允许其中 1 个" in page.note
    assert secret.outcome is FetchOutcome.ROBOTS_DENIED
    assert private.outcome is FetchOutcome.BLOCKED_ADDRESS
    assert asked == [("GET", "/robots.txt"), ("GET", "/"), ("GET", "/"), ("POST", "/api")]
    assert sum(hour.requests for hour in spent) == len(asked)
