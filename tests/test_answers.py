from time import process_time

import pytest

from crawlers.network.answers import judge, outcome, registered, same_site, unended
from data.types import FetchOutcome

URL = "http://www.qinghe.gov.cn/zwgk/202305/t20230512_1.html"
MENU = "".join(f'<a href="/c{n}/">栏目{n}</a>' for n in range(12))


def of(html, status=200, *, final=URL, media_type="text/html"):
    return outcome(URL, final, status, media_type, html.encode())


def page(title, body):
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "html",
    [
        "<html><script>document.cookie='k='+x;location.href=location.pathname</script></html>",
        "<script>var _0x3e2a=['c'];(function(a){while(--a){}})(_0x3e2a)</script>",
        "<script>$_ts=window['$_ts'];</script><script src='/x.js'></script><body></body>",
        "<script>setCookie('__jsl_clearance_s', go({}));</script>",
        "<script>var arg1='9D';eval(function(p,a,c,k,e,d){}('x'))</script>",
        page("安全验证", "<p>请拖动滑块完成验证</p>"),
        page("", "您的请求已被拦截，事件编号 1234"),
        page("Just a moment...", "Enable JavaScript and cookies to continue"),
        page("提示", "访问过于频繁，请稍后再试"),
        page("提示", "您的浏览器未开启此功能，请先启用浏览器的 Cookie 后刷新"),
    ],
)
@pytest.mark.parametrize("status", [200, 202, 403, 404, 503])
def test_a_wall_against_robots_is_a_challenge_whatever_its_status(html, status):
    assert of(html, status) is FetchOutcome.CHALLENGE


@pytest.mark.parametrize(
    "html",
    [
        page("首页", "<script>location.href='/index.html'</script>"),
        page("清河县", MENU + "<script>document.cookie='skin=1'</script>"),
        page("关于开展安全验证工作的通知", "各科室：" + "请按时完成验证工作。" * 60),
        page("依申请公开", MENU + "<form>姓名 <input name=a> 验证码 <input name=b></form>"),
        "<frameset><frame src='/top.html'></frameset><script>document.cookie='a=1'</script>",
        page("", ""),
    ],
)
def test_ordinary_pages_with_scripts_or_such_words_are_no_challenge(html):
    assert of(html) is FetchOutcome.OK


@pytest.mark.parametrize(
    "html",
    [
        page("404 Not Found", "nginx"),
        page("404", MENU),
        page("HTTP 404 未找到", ""),
        page("404错误页面", MENU),
        page("您访问的页面不存在", MENU),
        page("找不到您要的页面", ""),
        page("Page Not Found", MENU),
        page("清河县人民政府 - 404 页面", MENU),
        page("对不起，找不到您要的页面_清河县人民政府", MENU),
        page("清河县人民政府", "对不起，您访问的页面不存在！"),
        page("提示信息", "该文章已被删除"),
    ],
)
def test_an_error_page_that_answers_200_is_a_soft_not_found(html):
    assert of(html) is FetchOutcome.SOFT_NOT_FOUND


@pytest.mark.parametrize(
    "html",
    [
        page("关于清政发〔2020〕404号文件的解读", "正文"),
        page(
            "关于规范政府网站“页面不存在”等错误提示的通知（征求意见稿）及其起草情况的详细说明材料",
            "",
        ),
        page("通知公告", "暂无内容"),
        page("关于网站页面不存在问题的答复-清河县人民政府", MENU),
        page("关于办事群众反映找不到文件的答复", MENU),
        page("404号提案答复", MENU),
        page(
            "网站普查通报", "部分链接打开后提示页面不存在。" + "各单位要对照检查，认真整改。" * 10
        ),
    ],
)
def test_a_page_that_only_speaks_of_errors_is_a_page(html):
    assert of(html) is FetchOutcome.OK


@pytest.mark.parametrize(
    "html",
    [
        page("出错啦", MENU),
        page("清河县教育局", MENU + "<p>系统将在 <b>3</b> 秒后自动返回首页</p>"),
        page("清河县教育局", MENU + "<p>对不起，您要访问的页面无法显示</p>"),
        page("提示", "数据库连接失败，请稍后再试"),
        page("网站暂时无法访问", "该网站暂时无法访问，请稍后再试。"),
        page("清河县教育局", "<p>网站正在升级，暂停服务</p>"),
        page("", "<h1>“/”应用程序中的服务器错误。</h1><h2>运行时错误</h2>"),
        page("", "HTTP Status 500 - exception java.lang.NullPointerException"),
        page("", "at com.x.Foo.bar(Foo.java:12) " * 60),
        "<b>Fatal error</b>:  Uncaught Error: Call to undefined function x() in /www/x.php:12",
        "<font>Microsoft OLE DB Provider for SQL Server</font> 错误 '80004005'",
        page("ERROR", "ERROR: The requested URL could not be retrieved"),
        '{"code":500,"msg":"error"}',
    ],
)
def test_a_failure_that_answers_200_is_no_answer_about_what_is_there(html):
    ended = of(html)
    assert ended is FetchOutcome.SERVER_ERROR
    assert not ended.answered_no


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            page("Request Rejected", "The requested URL was rejected. Your support ID is: 12"),
            FetchOutcome.CHALLENGE,
        ),
        (page("提示", "您的请求可能存在威胁，已被系统阻止。"), FetchOutcome.CHALLENGE),
        (page("Error", "<h1>Your request has been blocked.</h1>"), FetchOutcome.CHALLENGE),
        (page("提示信息", "本网站暂不支持境外访问"), FetchOutcome.FORBIDDEN),
        (page("提示信息", "请在工作时间（9:00-17:00）访问本网站"), FetchOutcome.FORBIDDEN),
        (page("提示", "您的浏览器版本过低，请升级浏览器后访问"), FetchOutcome.FORBIDDEN),
        (page("会话超时", "会话已过期，请重新打开网站首页"), FetchOutcome.FORBIDDEN),
    ],
)
def test_a_refusal_in_other_words_is_a_refusal(html, expected):
    assert of(html) is expected
    assert expected.refused_us


@pytest.mark.parametrize(
    "html",
    [
        page("关于网站升级的公告", "<p>发布时间：2023-05-12</p><p>网站将于今晚升级维护。</p>"),
        page("通知公告", MENU + "<p>关于政务服务平台系统升级的通知</p>"),
        page("机构职能", "负责数据库维护和系统升级工作。" * 30),
    ],
)
def test_a_page_that_only_speaks_of_repairs_is_a_page(html):
    assert of(html) is FetchOutcome.OK


@pytest.mark.parametrize("status", [200, 403])
def test_a_short_page_that_says_no_entry_is_forbidden(status):
    assert of(page("403 - 禁止访问", "访问被拒绝"), status) is FetchOutcome.FORBIDDEN


def test_a_lost_page_with_a_script_is_not_taken_for_a_wall():
    html = page("404 Not Found", "404<script>document.cookie='seen=1'</script>")
    assert of(html, 404) is FetchOutcome.NOT_FOUND


@pytest.mark.parametrize(
    ("length", "coding", "body", "expected"),
    [
        ("", "", b"<html><body><ul>", True),
        ("", "", b"<html><body></body>" + b" " * 900, False),
        ("99", "", b"<html><body><ul>", False),
        ("", "chunked", b"<html><body><ul>", False),
    ],
)
def test_only_the_end_of_the_connection_is_no_end_of_a_page(length, coding, body, expected):
    assert unended("text/html", length, coding, body) is expected
    assert unended("application/pdf", length, coding, b"%PDF-") is False


def test_gbk_error_pages_are_understood():
    body = page("页面不存在", "").encode("gbk")
    assert outcome(URL, URL, 200, "text/html", body) is FetchOutcome.SOFT_NOT_FOUND


def test_a_redirect_to_an_error_page_is_a_soft_not_found():
    final = "http://www.qinghe.gov.cn/404.html"
    assert of(page("清河", MENU), final=final) is FetchOutcome.SOFT_NOT_FOUND


@pytest.mark.parametrize("home", ["/", "/index.html", "/index.jsp", "/default.aspx"])
def test_a_deep_link_that_ends_at_the_front_door_was_sent_home(home):
    final = f"http://www.qinghe.gov.cn{home}"
    assert of(page("清河", MENU), final=final) is FetchOutcome.REDIRECTED_HOME


@pytest.mark.parametrize("path", ["/ys/", "/yjsgk"])
def test_a_column_that_sends_home_was_not_read(path):
    asked, home = f"http://www.qinghe.gov.cn{path}", "http://www.qinghe.gov.cn/"
    body = page("清河", MENU).encode()
    assert outcome(asked, home, 200, "text/html", body) is FetchOutcome.REDIRECTED_HOME


def test_a_part_of_a_page_is_no_page():
    for body in (page("清河", MENU), page("清河县人民政府", "<p>各科室要抓好落实。</p>" * 900)):
        assert outcome(URL, URL, 206, "text/html", body.encode()) is FetchOutcome.TRUNCATED
    assert outcome(URL, URL, 206, "application/pdf", b"%PDF-") is FetchOutcome.TRUNCATED


@pytest.mark.parametrize("asked", ["/", "/home", "/portal/", "/index.html"])
def test_a_way_in_that_ends_at_the_front_door_is_the_home_page(asked):
    asked, final = f"http://www.qinghe.gov.cn{asked}", "http://www.qinghe.gov.cn/index.shtml"
    assert outcome(asked, final, 200, "text/html", b"<html>") is FetchOutcome.OK


def test_a_page_that_asks_for_a_password_is_a_login_wall():
    form = "<form>账号 <input name=u> 密码 <input type='password' name=p></form>"
    assert of(page("用户登录", form)) is FetchOutcome.LOGIN_WALL


@pytest.mark.parametrize("media_type", ["application/pdf", "application/json", "image/png"])
def test_only_html_is_searched_for_error_texts(media_type):
    assert of("404 not found", media_type=media_type) is FetchOutcome.OK


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.qinghe.gov.cn", "qinghe.gov.cn"),
        ("zwgk.qinghe.gov.cn", "qinghe.gov.cn"),
        ("a.b.hn.cn", "b.hn.cn"),
        ("www.qinghe.cn", "qinghe.cn"),
        ("www.example.com", "example.com"),
        ("qinghe.localhost", "qinghe.localhost"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_the_registered_name_is_found(host, expected):
    assert registered(host) == expected


def test_sites_are_told_apart_by_their_registered_name():
    assert same_site("http://www.qinghe.gov.cn/", "https://qinghe.gov.cn:8443/x")
    assert not same_site("http://www.qinghe.gov.cn/", "http://www.linshan.gov.cn/")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>window.location.href='/zwgk/index.html';</script>", "/zwgk/index.html"),
        ('<script>top.location = "index.htm"</script>', "index.htm"),
        ("<body onload=''><script>location.replace('a/')</script>", "a/"),
        ("<meta http-equiv='refresh' content='0;url=/a?b=1&amp;c=2'>", "/a?b=1&c=2"),
        ('<META HTTP-EQUIV="Refresh" CONTENT="3; URL=\'main.html\'">3秒后进入首页', "main.html"),
        ("<script>if(m){location='/m/'}else{location='/pc/'}</script>", "/pc/"),
        ("<script>if(!m){location='/pc/'}else{location='/m/'}</script>", "/pc/"),
        ("<script>if(m)location='http://m.a.gov.cn/';location='/b/'</script>", "/b/"),
        ("<script>if(ie){location='/old/'}else{location='/new/'}</script>", ""),
        ("<script>if(ie){location='/old/'}\nlocation='/new/'</script>", "/new/"),
        ("<script>ie ? location='/old/' : location='/new/'</script>", ""),
        ("<script>location='/a/';location='/b/'</script>", ""),
        ("<script>if(m){location='/wap/'}else{location='/m/'}</script>", ""),
        ("<meta http-equiv='refresh' content='0; /a/'>", "/a/"),
        ("<script>window.open('/c1/','_self')</script>", "/c1/"),
        (
            "<p id=u>/c1/l_1.shtml</p><script>var u=go();window.open(u,'_self')</script>",
            "/c1/l_1.shtml",
        ),
        ("<script>var url = '/c1/';location.href = url;</script>", "/c1/"),
        ("<script>var a='/c1/',b='/c2/';location.href = x;</script>", ""),
        ("<script>location.href='/a?t='+new Date()</script>", ""),
        ("<!-- <script>location='/old/'</script> --><p>正文</p>", ""),
        (page("清河", MENU + "<script>if(m)location='/m/'</script>"), ""),
        ("<script>document.cookie='a=1';location='/'</script>", ""),
        ("<meta http-equiv='refresh' content='1;url=javascript:history.go(-1);'>", ""),
        (page("", "页面不存在，5秒后返回首页<script>location='/'</script>"), ""),
    ],
)
def test_a_page_that_only_sends_its_reader_on_names_the_next(html, expected):
    html = f"<html>{html}</html>"
    assert judge(URL, URL, 200, "text/html", html.encode())[1] == expected
    assert judge(URL, URL, 404, "text/html", html.encode())[1] == ""


@pytest.mark.parametrize(
    ("refresh", "body", "expected"),
    [
        ("0; url=/real/", b"", "/real/"),
        ("5;URL='real.html'", b"x", "real.html"),
        ("0;/real/", b"<html></html>", "/real/"),
        ("300", b"x", ""),
        ("0; url=javascript:x()", b"x", ""),
        ("0; url=/real/", b"<html><p>" + "正文".encode() * 100, ""),
    ],
)
@pytest.mark.parametrize("media_type", ["text/html", ""])
def test_a_refresh_header_leads_on_as_a_meta_refresh_does(refresh, body, expected, media_type):
    assert judge(URL, URL, 200, media_type, body, refresh) == (FetchOutcome.OK, expected)


def test_a_script_of_many_addresses_is_judged_at_once():
    script = "".join(f"if(a=={n}){{location='/{n}/'}}" for n in range(3000))
    html = f"<html><script>{script}</script></html>"
    assert judge(URL, URL, 200, "text/html", html.encode()) == (FetchOutcome.OK, "")


FOOTER = "<div>主办：清河县教育局　冀ICP备12345678号　地址：清河县人民路1号　电话：0310-123</div>"


@pytest.mark.parametrize(
    "words",
    [
        "<p>抱歉，您所访问的页面已经迁移或被删除，系统将在5秒后返回首页</p>",
        "<h2>抱歉！</h2><p>您要查看的内容已下线</p>",
        "<p>页面走丢了</p>",
        "<p>该信息已被删除！</p>",
        "<p>对不起，没有找到您要访问的页面，请<a href='/'>返回首页</a></p>",
        "<p>Sorry, the page you requested was not found.</p>",
    ],
)
def test_an_error_page_in_the_dress_of_the_site_is_a_soft_not_found(words):
    assert of(page("清河县教育局", MENU + words + FOOTER)) is FetchOutcome.SOFT_NOT_FOUND


@pytest.mark.parametrize(
    "words",
    [
        "<h1>关于网址变更的公告</h1><p>发布时间：2023-05-12</p><p>您访问的旧网址已经关闭，请更新收藏。</p>",
        "<p>对不起，没有找到相关信息</p>",
        "<p>暂无内容</p>",
        "<ul><li><a href='/1.html'>您访问的页面不存在怎么办</a></li></ul>",
        "<p>您访问的页面不存在时，可按下列办法处理。</p>" + "<p>先检查网址，再联系我们。</p>" * 30,
        "<p>欢迎光临，3秒后自动进入首页</p>",
    ],
)
def test_a_page_of_its_own_under_a_menu_is_no_error_page(words):
    assert of(page("清河县教育局", MENU + words + FOOTER)) is FetchOutcome.OK


@pytest.mark.parametrize("broken", ["<!--", "<title ", "<script ", "<div>", "<a ", "<b><a>"])
def test_broken_markup_is_read_in_time_that_grows_with_its_length(broken):
    html = ("<html>" + broken * (96_000 // len(broken))).encode()
    begin = process_time()
    assert outcome(URL, URL, 200, "text/html", html) is FetchOutcome.OK
    assert process_time() - begin < 2  # quadratic: minutes


def test_a_refresh_of_digits_alone_is_read_at_once():
    html = f'<meta http-equiv="refresh" content="{"0" * 90_000}">'
    assert judge(URL, URL, 200, "text/html", html.encode()) == (FetchOutcome.OK, "")


@pytest.mark.parametrize("status", [404, 410])
def test_a_login_form_is_no_missing_page_whatever_its_status(status):
    form = "<form>用户名<input name=u>密码<input type=password></form>"
    html = f"<html><title>登录</title><body>{form}</body></html>".encode()
    url = "http://www.qinghe.gov.cn/ys/"
    assert outcome(url, url, status, "text/html", html) is FetchOutcome.LOGIN_WALL


@pytest.mark.parametrize(
    "words", ["本栏目已迁移，请点击此处", "本栏目已搬迁至新网站", "网页已移至下列地址"]
)
def test_what_moved_is_not_gone(words):
    html = f"<html><title>财政预决算</title><body><p>{words}</p></body></html>".encode()
    url = "http://www.qinghe.gov.cn/ys/"
    assert outcome(url, url, 200, "text/html", html) is FetchOutcome.OK
