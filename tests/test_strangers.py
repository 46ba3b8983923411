"""Answers with status 200 that are no page of the site accuse nobody and praise nobody."""

from dataclasses import replace

import pytest

from crawlers.findings import absent
from crawlers.pages import read_page
from crawlers.seen.strangers import believed, there
from data.types import FetchOutcome, Outcome, PageState
from tests.sites import BASE, article, entries, page, site

NAMES = {"ys": "财政预决算", "zc": "政策文件", "jg": "机构职能", "tz": "通知公告"}
MENU = "".join(f'<li><a href="/{path}/">{name}</a></li>' for path, name in NAMES.items())
FOOT = "主办：清河县教育局 地址：清河县人民路1号"
TITLE = "清河县教育局2023年部门预算公开"
ROWS = entries(("/ys/1.html", TITLE, "2023-02-10"))
BUDGET = article(TITLE, "本部门预算情况说明如下。" * 20, day="2023-02-10")


def dressed(title, body):
    """A page in the dress of the site: its menu, its footer."""
    return page(title, f"<ul class='nav'>{MENU}</ul><div class='main'>{body}</div>", foot=FOOT)


def bare(body, title="提示"):
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def seen(*, hint="", **odd):
    """A small site whose pages are those given, by path with `_` for `/`.

    Args:
        hint: what further pages of lists are asked for by, as a look does: the name of the list.
    """
    pages = {"/": dressed("清河县教育局", "<p>欢迎</p>")}
    for path, name in NAMES.items():
        rows = entries((f"/{path}/a.html", f"关于{name}栏目有关工作的通知", "2023-05-01"))
        pages[f"/{path}/"] = dressed(name, f"<h2>{name}</h2>{rows}")
        pages[f"/{path}/a.html"] = article(f"关于{name}栏目有关工作的通知", "工作要求如下。" * 20)
    pages |= {path.replace("_", "/"): html for path, html in odd.items()}
    looked = site(pages)
    rows = {
        url: replace(row, hint=hint) if hint and row.hint == "下一页" else row
        for url, row in looked.fetches.items()
    }
    return replace(looked, fetches=rows, pages=believed(looked.pages, rows.values(), {BASE}))


def verdict(looked):
    return absent(looked, ["budget"], "2023年部门预算").outcome


STRANGE = {
    "F5": bare("The requested URL was rejected. Your support ID is: 12", "Request Rejected"),
    "unknown words": bare("<p>您的操作有点快哦，休息一下吧</p>"),
    "with a way home": bare("<p>您的操作有点快哦，休息一下吧</p><a href='/'>返回首页</a>"),
    "title of the column": bare("数据库连接失败，请稍后再试", "财政预决算"),
    "stack trace": bare("java.lang.NullPointerException at com.x.Foo.bar(Foo.java:12) " * 30),
    "interpreter": "<b>Fatal error</b>: Call to undefined function mysql_connect() in /www/x.php",
    "data": '{"code":500,"msg":"系统异常"}',
    "xml": '<?xml version="1.0"?><error><code>500</code></error>',
    "dressed failure": dressed("清河县教育局", "<p>系统发生异常，请联系管理员</p>"),
    "dressed, unknown words": dressed("清河县教育局", "<h2>财政预决算</h2><p>正在努力哦</p>"),
    "dressed, another language": dressed("清河县教育局", "<h2>Whoops, something went wrong</h2>"),
    "dressed, nothing": dressed("清河县教育局", ""),
}


@pytest.mark.parametrize("html", STRANGE.values(), ids=STRANGE)
def test_a_column_that_is_no_page_of_the_site_is_not_empty_but_unseen(html):
    assert verdict(seen(_ys_=html)) is Outcome.UNKNOWN


@pytest.mark.parametrize("html", STRANGE.values(), ids=STRANGE)
def test_an_entry_that_is_no_page_of_the_site_keeps_its_title_and_is_unread(html):
    looked = seen(_ys_=dressed("财政预决算", ROWS), **{"_ys_1.html": html})
    [listed] = [item for item in looked.items if item.url.endswith("/ys/1.html")]
    assert (listed.title, listed.page) == (TITLE, None)
    assert verdict(looked) is Outcome.UNKNOWN


@pytest.mark.parametrize("html", STRANGE.values(), ids=STRANGE)
def test_a_further_page_of_a_list_that_is_none_leaves_the_list_unfinished(html):
    rows = entries(("/ys/a.html", "关于财政预决算栏目有关工作的通知", "2023-05-01"))
    more = '<div class="page"><a href="/ys/p2.html">下一页</a></div>'
    first = dressed("财政预决算", f"<h2>财政预决算</h2>{rows}{more}")
    assert verdict(seen(hint="财政预决算", _ys_=first, **{"_ys_p2.html": html})) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "html",
    [
        dressed("财政预决算", "<h2>财政预决算</h2><p>暂无信息</p>"),
        dressed("财政预决算", "<h2>财政预决算</h2>"),
        dressed("清河县教育局", "<h2>财政预决算</h2><p>该栏目暂无相关内容</p>"),
        bare("<h2>财政预决算</h2><p>暂无数据</p>", "财政预决算"),
        page("财政预决算", "<p>暂无信息</p>", crumbs=("政务公开", "财政预决算")),
    ],
    ids=["said", "silent, with its name", "said under the site's name", "bare", "breadcrumb"],
)
def test_a_column_that_is_empty_stays_empty(html):
    looked = seen(_ys_=html)
    assert looked.page(f"{BASE}ys/").state in {PageState.EMPTY, PageState.OK}
    assert verdict(looked) is Outcome.MISSING


@pytest.mark.parametrize(
    "html",
    [
        article("人事股", "负责机构编制和人事工作。", source="", day=""),
        bare("<h1>人事股</h1><p>电话：0310-1234567 地址：清河县人民路1号二楼</p>", "人事股"),
        dressed("人事股", "<h1>人事股</h1><p><img src='/j.jpg'></p>"),
        bare("<p>关于网站升级的公告：本网站今晚升级维护，暂停服务两小时。</p>" * 20, "公告"),
    ],
    ids=["short", "bare", "a picture", "about repairs"],
)
def test_a_short_page_of_a_poor_site_stays_read(html):
    jobs = dressed("机构职能", entries(("/jg/1.html", "人事股", "")))
    looked = seen(_jg_=jobs, **{"_jg_1.html": html})
    assert looked.was_read(looked.page(f"{BASE}jg/1.html"))


def test_the_front_page_and_what_frames_and_scripts_show_are_left_alone():
    rows = '{"rows": []}'
    framed = dressed("财政预决算", '<iframe src="/ys/in.html"></iframe>')
    looked = seen(
        _=bare("欢迎", "局"), _ys_=framed, **{"_ys_in.html": bare("<p>暂无数据</p>"), "_x": rows}
    )
    assert looked.home.state is not PageState.ERROR
    assert looked.was_read(looked.page(f"{BASE}ys/in.html"))


# --- not there, and there all the same ----------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "hint", "expected"),
    [
        (dressed("财政预决算", ROWS), "财政预决算", True),
        (BUDGET, TITLE, True),
        (bare("404", "404 Not Found"), "财政预决算", False),
        (dressed("页面不存在", "<p>您访问的页面不存在</p>"), "财政预决算", False),
        (dressed("清河县教育局", ROWS), "财政预决算", False),
        (dressed("财政预决算", ROWS), "更多", False),
    ],
    ids=["a list", "an article", "lost", "lost, dressed", "another page", "a bare link"],
)
def test_a_not_found_above_the_promised_page_is_told_from_one_above_an_error(html, hint, expected):
    assert there(read_page(f"{BASE}ys/", html.encode()), hint) is expected


def test_nothing_is_missing_on_the_word_of_a_not_found_that_shows_the_page():
    lost = site(
        {"/": dressed("清河县教育局", ""), "/zc/": dressed("政策文件", ROWS)},
        statuses={"/ys/1.html": FetchOutcome.NOT_FOUND},
    )
    assert verdict(lost) is Outcome.MISSING
    for url in (f"{BASE}ys/", f"{BASE}ys/1.html"):
        assert verdict(replace(lost, doubted=frozenset({url}))) is Outcome.UNKNOWN
        assert not replace(lost, doubted=frozenset({url})).dead(url)


SENTENCES = (
    "您没有浏览该栏目的权限",
    "抱歉，您所在的用户组没有浏览该栏目的权限，请联系管理员",
    "本栏目内容仅限政务内网用户使用，请使用政务内网登录后查看",
    "未登录无法查看信息",
    "访问人数过多，请排队等待",
    "人气太旺了，喝杯茶再来",
    "请输入图中字符",
    "请使用IE8以上浏览器或切换到兼容模式后查看本栏目",
    "请扫描二维码关注微信公众号查看",
    "本栏目已迁移至县政府信息公开平台统一发布，请前往查看",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_column_that_says_anything_but_that_it_is_empty_is_unseen(sentence):
    looked = seen(_ys_=dressed("财政预决算", f"<h2>财政预决算</h2><p>{sentence}</p>"))
    assert verdict(looked) is Outcome.UNKNOWN


def test_the_one_sentence_of_a_column_is_quoted():
    looked = seen(_ys_=dressed("财政预决算", "<h2>财政预决算</h2><p>您没有浏览该栏目的权限</p>"))
    reason = absent(looked, ["budget"], "2023年部门预算").reason
    assert "页面只有一句话：“您没有浏览该栏目的权限”" in reason


@pytest.mark.parametrize(
    ("words", "outcome"),
    [("暂无信息", Outcome.MISSING), ("您的操作太快了，休息一下", Outcome.UNKNOWN)],
)
def test_what_a_frame_says_counts_as_what_its_column_says(words, outcome):
    column = dressed("财政预决算", "<h2>财政预决算</h2><iframe src='/ys/in.html'></iframe>")
    inner = f"<html><body><p>{words}</p></body></html>"
    assert verdict(seen(_ys_=column, **{"_ys_in.html": inner})) is outcome


@pytest.mark.parametrize(
    "words",
    [
        *("尚无内容", "No data", "总记录数：0", "信息整理中", "本年度暂无", "无"),
        *("本栏目暂无内容，敬请期待"),
        *("截至目前，本单位无此类信息", "2023年本单位未发生此类事项", "共 0 条记录"),
    ],
)  # fmt: skip
def test_a_column_may_say_in_many_ways_that_it_is_empty(words):
    looked = seen(_ys_=dressed("财政预决算", f"<h2>财政预决算</h2><p>{words}</p>"))
    assert verdict(looked) is Outcome.MISSING


FRAMES = {
    "/": "<html><head><title>清河县教育局</title></head><frameset rows='100,*'>"
    "<frame src='/top.htm'><frame src='/main.htm'></frameset></html>",
    "/top.htm": "<html><body><a href='/ys.htm'>财政预决算</a> "
    "<a href='/jg.htm'>机构职能</a></body></html>",
    "/main.htm": "<html><body>欢迎</body></html>",
    "/jg.htm": "<html><body>内设机构：办公室</body></html>",
    "/ys.htm": "<html><body>暂无信息</body></html>",
}
LISTED = f"<html><body><li><a href='/1.htm'>{TITLE}</a> 2023-2-10</body></html>"
SHORT = "<html><body><p>详见下表</p><table><tr><td>收入</td><td>100</td></tr></table></body></html>"


def taken(pages):
    looked = site(pages)
    return replace(looked, pages=believed(looked.pages, looked.fetches.values(), {BASE}))


def test_what_the_menu_in_a_frameset_leads_to_needs_no_menu():
    assert verdict(taken(FRAMES)) is Outcome.MISSING


def test_a_page_without_heading_bears_the_title_that_a_site_without_menu_gives_it():
    looked = taken(FRAMES | {"/ys.htm": LISTED, "/1.htm": SHORT})
    [item] = [item for item in looked.items if item.url.endswith("/1.htm")]
    assert (item.title, item.topic) == (TITLE, "budget")
    assert item.page is not None


@pytest.mark.parametrize("wall", ["您的操作有点快哦，休息一下吧", "系统发生异常", ""])
def test_a_site_without_menu_has_walls_too(wall):
    looked = taken(
        {
            "/": f"<title>清河县教育局</title><a href='/1.htm'>{TITLE}</a> "
            "<a href='/2.htm'>机构职能</a>",
            "/1.htm": f"<html><body><p>{wall}</p></body></html>",
            "/2.htm": "<html><body>办公室</body></html>",
        }
    )
    assert looked.page(f"{BASE}1.htm").state is PageState.ERROR


def test_a_column_that_shows_another_columns_entries_was_not_seen():
    other = entries(("/tz/a.html", "关于通知公告栏目有关工作的通知", "2023-05-01"))
    assert verdict(seen(_ys_=dressed("通知公告", f"<h2>通知公告</h2>{other}"))) is Outcome.UNKNOWN


def test_a_column_that_recommends_entries_of_others_was_not_seen():
    others = entries(
        ("/tz/a.html", "关于通知公告栏目有关工作的通知", "2023-05-01"),
        ("/zc/a.html", "关于政策文件栏目有关工作的通知", "2023-05-01"),
    )
    assert (
        verdict(seen(_ys_=dressed("财政预决算", f"<h2>财政预决算</h2>{others}"))) is Outcome.UNKNOWN
    )


def test_a_column_that_moved_to_another_host_is_elsewhere_and_not_empty():
    moved = "<p>本栏目已迁移，<a href='http://www.linshan.gov.cn/xxgk/'>请点击此处</a></p>"
    looked = seen(_ys_=dressed("财政预决算", f"<h2>财政预决算</h2>{moved}"))
    assert verdict(looked) is Outcome.UNKNOWN


def test_the_data_file_of_a_column_shows_the_entries_of_no_other():
    trail = (
        "<div class='position'>当前位置：<a href='/'>首页</a> &gt; <span>财政预决算</span></div>"
    )
    fed = "<ul id='list'></ul><script>$.getJSON('/ys/list.json', show)</script>"
    rows = (
        '{"rows":[{"title":"关于做好有关工作的通知","url":"/art/1.html","date":"2023-05-01"},'
        '{"title":"关于开展有关活动的公告","url":"/art/2.html","date":"2023-04-01"}]}'
    )
    texts = {f"_art_{n}.html": article("关于开展有关活动的公告", "请参加。" * 90) for n in (1, 2)}
    looked = seen(
        _ys_=dressed("财政预决算", f"{trail}<h2>财政预决算</h2>{fed}"),
        **{"_ys_list.json": rows},
        **texts,
    )
    named = {
        url: replace(row, hint="财政预决算") if url.endswith(".json") else row
        for url, row in looked.fetches.items()
    }
    assert verdict(replace(looked, fetches=named)) is Outcome.MISSING


SAID = "本部门2023年部门预算收入总额一百万元，其中基本支出六十万元，项目支出四十万元。"
ON_THE_COLUMN = {
    "text": f"<p>{SAID}</p><p>{SAID}</p>",
    "table": "<table>"
    + f"<tr><td>2023年部门预算收支总表</td><td>{SAID}</td></tr>" * 2
    + "</table>",
    "text above a list": f"<p>{SAID}</p>"
    + entries(("/ys/1.html", "关于有关工作的通知", "2023-05-01")),
}


@pytest.mark.parametrize("body", ON_THE_COLUMN.values(), ids=list(ON_THE_COLUMN))
def test_what_the_page_of_the_column_says_itself_is_not_missing(body):
    looked = seen(_ys_=dressed("财政预决算", f"<h2>财政预决算</h2>{body}"))
    found = absent(looked, ["budget"], "2023年部门预算", ["2023", "部门预算"])
    assert found.outcome is Outcome.UNKNOWN
    assert "“财政预决算”的页面上直接写有相关内容" in found.reason


@pytest.mark.parametrize(
    "body",
    [
        SAID.replace("2023", "2021"),
        "本栏目公开本部门的预算和决算，欢迎社会各界监督，联系电话见网站底部。" * 2,
    ],
    ids=["of another year", "about the column"],
)
def test_other_words_on_the_page_of_the_column_are_not_it(body):
    rows = entries(("/ys/1.html", "关于有关工作的通知", "2023-05-01"))
    article_page = article("关于有关工作的通知", "工作要求如下。" * 20)
    column = dressed("财政预决算", f"<h2>财政预决算</h2><p>{body}</p>{rows}")
    looked = seen(_ys_=column, **{"_ys_1.html": article_page})
    found = absent(looked, ["budget"], "2023年部门预算", ["2023", "部门预算"])
    assert found.outcome is Outcome.MISSING
