"""What is tried before anybody says "missing" or "down"."""

import asyncio
import gzip
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from warcio.archiveiterator import ArchiveIterator

from crawlers.browser.tab import Drawn
from crawlers.collect import Means, look
from crawlers.endless import PAGER_PAGES
from crawlers.findings import absent, met, partial
from crawlers.frontier import Target
from crawlers.looks import intake
from crawlers.looks.climb import PATIENCE
from crawlers.looks.confirm import (
    COPY,
    GIVE_UP_AFTER,
    MOST_DRAWN,
    MOST_SEARCHES,
    MOST_SITEMAPS,
    MOST_TURNED,
    TURN,
    Ladder,
)
from crawlers.looks.keeper import Before
from crawlers.looks.sitemaps import addresses
from crawlers.looks.spellings import variants
from crawlers.loopback import CHALLENGE, Always, Down, serve
from crawlers.pages import read_page
from crawlers.promises import search_words
from crawlers.registry import Check
from crawlers.run import judge, read_site
from crawlers.settings import Settings
from crawlers.site import ColumnState
from data.archive import Archive
from data.audit import audit
from data.schemes import bundled, parse_scheme
from data.types import (
    Cause,
    Fetch,
    FetchOutcome,
    Link,
    Outcome,
    Page,
    PageKind,
    PageState,
    Place,
    Rung,
    Unit,
)
from tests.sites import article, ask, entries, page

AT = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
HOME = "http://qinghe.localhost:8700/"
UNIT = Unit("qinghe", "清河县教育局", "department", "市直部门", HOME)
LIST = page("政策文件", "<p>暂无信息</p>", crumbs=("政策文件",))
MENU = '<a href="/zc/">政策文件</a><a href="/ys/">财政预决算</a>'
SHELL = (
    '<html><head><title>财政预决算</title></head><body><div id="app"></div>'
    '<script src="/js/chunk-vendors.js"></script><script>new Vue({el:"#app"})</script>'
    '<a href="/zc/">1</a></body></html>'
)


# --- pure -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.a.gov.cn/", ["https://www.a.gov.cn/", "http://a.gov.cn/", "https://a.gov.cn/"]),
        ("https://a.gov.cn/x", ["http://a.gov.cn/x", "https://www.a.gov.cn/x", "http://www.a.gov.cn/x"]),
        ("http://jyj.a.gov.cn/", ["https://jyj.a.gov.cn/"]),
        ("http://a.gov.cn:8080/", ["http://www.a.gov.cn:8080/"]),
        ("http://10.1.2.3/", ["https://10.1.2.3/"]),
    ],
)  # fmt: skip
def test_the_front_door_has_other_spellings(url, expected):
    assert list(variants(url)) == expected


URLS = ["http://a.gov.cn/1.html", "http://a.gov.cn/2.html?a=1&b=2"]
XML = "<urlset>{}</urlset>".format(
    "".join(f"<url><loc> {u.replace('&', '&amp;')}\n</loc></url>" for u in URLS)
).encode()


@pytest.mark.parametrize(
    ("body", "pages", "maps"),
    [
        (XML, URLS, []),
        (gzip.compress(XML), URLS, []),
        ("\n".join(URLS).encode(), URLS, []),
        (b"<sitemapindex><sitemap><loc>http://a.gov.cn/m.xml</loc></sitemap></sitemapindex>",
         [], ["http://a.gov.cn/m.xml"]),
        (b"<url><loc><![CDATA[http://a.gov.cn/1.html]]></loc></url>", URLS[:1], []),
        (gzip.compress(XML)[:-9], [], []),
        (b"<html><body>404</body></html>", [], []),
    ],
    ids=["XML", "packed", "plain lines", "index", "CDATA", "packed and torn", "an error page"],
)  # fmt: skip
def test_site_maps_are_read_in_every_form(body, pages, maps):
    assert addresses(body) == (pages, maps)


def seen(ladder, url, outcome=FetchOutcome.OK, hint="", shown=None, depth=1):
    target = Target(url, HOME, hint, depth)
    ladder.saw(target, Fetch(url, outcome, AT, hint=hint, final_url=url), shown)
    return target


def climbed(ladder):
    tries = []
    while (tried := ladder.next()) is not None:
        tries.append(tried)
    return tries


def test_only_what_may_pass_or_promises_a_disclosure_is_asked_again():
    ladder = Ladder(UNIT)
    seen(ladder, f"{HOME}1", FetchOutcome.NOT_FOUND, "财政预决算")
    seen(ladder, f"{HOME}2", FetchOutcome.NOT_FOUND, "工作动态")
    seen(ladder, f"{HOME}3", FetchOutcome.SERVER_ERROR, "工作动态")
    seen(ladder, f"{HOME}4", FetchOutcome.FORBIDDEN, "财政预决算")
    assert [t.target.url for t in climbed(ladder) if t.rung is Rung.LATER] == [
        f"{HOME}1",
        f"{HOME}3",
    ]


def test_what_was_asked_again_is_not_asked_a_third_time():
    ladder = Ladder(UNIT)
    target = seen(ladder, f"{HOME}1", FetchOutcome.SERVER_ERROR)
    assert ladder.next().rung is Rung.LATER
    ladder.saw(target, Fetch(f"{HOME}1", FetchOutcome.SERVER_ERROR, AT), None)
    assert climbed(ladder) == []


def test_a_site_that_stopped_answering_is_not_waited_for_without_end():
    ladder = Ladder(UNIT)
    for n in range(GIVE_UP_AFTER + 5):
        seen(ladder, f"{HOME}{n}", FetchOutcome.REFUSED)
    asked = 0
    while (tried := ladder.next()) is not None:
        asked += 1
        ladder.saw(tried.target, tried.row, None)
    assert (asked, ladder.gave_up) == (GIVE_UP_AFTER, True)


def test_the_browser_draws_the_front_door_first_then_disclosures_then_lists_and_not_without_end():
    ladder = Ladder(UNIT)
    shell = Page(HOME, PageKind.ARTICLE, PageState.JS_SHELL)
    column = replace(shell, kind=PageKind.LIST)
    given = [("", 1, shell), ("", 1, column), ("财政预决算", 1, shell), ("", 0, shell)]
    for n, (hint, depth, what) in enumerate(given):
        url = f"{HOME}{n}"
        assert ladder.blank(Target(url, "", hint, depth), Fetch(url, FetchOutcome.OK, AT), what)
    assert [t.target.url[-1] for t in climbed(ladder)] == ["3", "2", "1", "0"]
    more = [Target(f"{HOME}x{n}", HOME, "", 1) for n in range(MOST_DRAWN)]
    taken = [ladder.blank(t, Fetch(t.url, FetchOutcome.OK, AT), shell) for t in more]
    assert sum(taken) == MOST_DRAWN - len(given)


def test_topics_of_which_nothing_was_read_are_searched_for():
    ladder = Ladder(UNIT)
    form = f"{HOME}search?q={{}}"
    seen(ladder, HOME, shown=Page(HOME, PageKind.HOME, PageState.OK, search=form), depth=0)
    column = Page(f"{HOME}ys/", PageKind.LIST, PageState.EMPTY, "财政预决算")
    seen(ladder, f"{HOME}ys/", shown=column)
    searches = [t for t in climbed(ladder) if t.rung is Rung.SEARCH]
    assert len(searches) == MOST_SEARCHES
    assert {"预算", "决算"} & {t.words for t in searches} == set()
    assert searches[0].target.url.startswith(f"{HOME}search?q=%E8")


def test_a_search_on_another_website_is_not_asked():
    ladder = Ladder(UNIT)
    shown = Page(HOME, PageKind.HOME, PageState.OK, search="http://so.other.com/?q={}")
    seen(ladder, HOME, shown=shown, depth=0)
    [tried] = [t for t in climbed(ladder) if t.rung is Rung.SEARCH]
    assert (tried.target.url, tried.note) == ("", "首页和栏目上没有可以直接使用的站内搜索")


def test_nothing_is_asked_again_of_a_saved_copy():
    ladder = Ladder(UNIT, no_browser=COPY, copy=True)
    seen(ladder, HOME, shown=Page(HOME, PageKind.HOME, PageState.OK), depth=0)
    seen(ladder, f"{HOME}1", FetchOutcome.NOT_FOUND, "财政预决算")
    asked = [(t.rung, t.target.url, t.note) for t in climbed(ladder)]
    assert asked == [
        (Rung.LATER, "", COPY),
        (Rung.SITEMAP, f"{HOME}sitemap.xml", ""),
        (Rung.SEARCH, "", COPY),
    ]


def test_words_to_search_for_are_short_and_there_for_every_disclosure():
    words = search_words()
    assert words["budget"] == "预算"
    assert all(2 <= len(said) <= 12 for said in words.values())
    assert not {"news", "notice", "other"} & set(words)


# --- looks --------------------------------------------------------------------------------------


def looked(tmp_path, behaviour, *, known=(), steps=(), settings=None, copy=False, **means):
    """(rows by address, steps, site) of a look."""
    rows, kept = {row.url: row for row in known}, list(steps)

    def save(fetches, pages, traffic, ladder):
        rows.update({row.url: row for row in fetches})
        kept[:] = ladder or kept

    archive = Archive(tmp_path / "warc")
    settings = settings or Settings(browser="browser" in means)
    before = Before(tuple(known), tuple(steps))
    with serve({"qinghe.localhost": behaviour}) as here:
        means = Means(replace(settings, allow=here), **{"now": lambda: AT, **means})
        done = asyncio.run(look(UNIT, archive, save, before=before, means=means, copy=copy))
    found = sorted(rows.values(), key=lambda row: (row.depth, row.url))
    site = read_site(
        UNIT, HOME, found, archive, lambda files: (), exhausted=done, copy=copy, steps=kept
    )
    return rows, kept, site


def answers(files, *, asked=None):
    """Serves bodies by path; a callable is given how often the path was asked for."""
    counted = Counter() if asked is None else asked

    async def answer(request):
        counted[request.path_qs] += 1
        body = files.get(request.path_qs, files.get(request.path))
        body = body(counted[request.path_qs]) if callable(body) else body
        if body is None or isinstance(body, int):
            return web.Response(status=body or 404)
        raw = body if isinstance(body, bytes) else body.encode()
        return web.Response(body=raw, content_type="text/html")

    return answer


BUDGET = article("清河县教育局2023年部门预算", "预算正文" * 20, day="2023-02-10")
COLUMN = page("财政预决算", entries(("/1.html", "2023年部门预算", "2023-02-10")), crumbs=("财政",))


@pytest.mark.parametrize(("first", "failures"), [(404, 1), (500, 3)])
def test_what_is_there_another_time_is_read_and_followed(tmp_path, first, failures):
    files = {"/": page("局", MENU), "/zc/": LIST, "/1.html": BUDGET}
    files["/ys/"] = lambda times: first if times <= failures else COLUMN
    rows, steps, site = looked(tmp_path, answers(files))
    assert rows[f"{HOME}ys/"].outcome is FetchOutcome.OK
    assert [i.title for i in site.about("budget")] == ["清河县教育局2023年部门预算"]
    [step] = [s for s in steps if s.rung is Rung.LATER]
    assert (step.url, step.outcome, step.found) == (f"{HOME}ys/", FetchOutcome.OK, 1)


def test_a_404_is_missing_only_after_another_time_and_the_finding_says_so(tmp_path):
    files = {"/": page("局", MENU), "/zc/": LIST}
    _, _, site = looked(tmp_path, answers(files))
    finding = absent(site, ["budget"], "2023年部门预算")
    assert finding.outcome is Outcome.MISSING
    tried = {step.rung: step for step in finding.looked.steps}
    assert tried[Rung.LATER].outcome is FetchOutcome.NOT_FOUND
    assert tried[Rung.SITEMAP].outcome is FetchOutcome.NOT_FOUND
    assert tried[Rung.SEARCH].note
    assert not [s for s in absent(site, ["meeting"], "会议").looked.steps if s.rung is Rung.LATER]


def test_another_time_is_not_at_once(tmp_path, monkeypatch):
    slept, time = [], AT

    async def sleep(seconds):
        nonlocal time
        slept.append(seconds)
        time += timedelta(seconds=seconds)

    monkeypatch.setattr("crawlers.fetch.Fetcher.delay_s", lambda self, url: 1.0)
    files = {"/": page("局", MENU), "/zc/": LIST}
    slow = Settings(delay_s=1.0, browser=False)
    looked(tmp_path, answers(files), now=lambda: time, sleep=sleep, settings=slow)
    assert max(slept) == pytest.approx(PATIENCE, abs=1)


def test_a_look_that_ends_before_its_ladder_is_not_complete(tmp_path):
    files = {"/": page("局", MENU), "/zc/": LIST}
    settings = Settings(replace(Settings().budget, pages=3), browser=False)
    _, _, site = looked(tmp_path, answers(files), settings=settings)
    finding = absent(site, ["budget"], "2023年部门预算")
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.OUT_OF_BUDGET)


def test_another_spelling_of_the_front_door_lets_the_look_in(tmp_path):
    files = {"/": page("局", MENU), "/zc/": LIST, "/ys/": COLUMN, "/1.html": BUDGET}
    served = answers(files)

    async def answer(request):
        if not request.host.startswith("www."):
            return web.Response(status=403)
        return await served(request)

    hosts = {"qinghe.localhost": answer, "www.qinghe.localhost": answer}
    rows, kept = {}, []
    archive = Archive(tmp_path / "warc")
    with serve(hosts) as allow:
        settings = Settings(allow=allow, browser=False)

        def save(fetches, pages, traffic, steps):
            rows.update({row.url: row for row in fetches})
            kept[:] = steps

        done = asyncio.run(look(UNIT, archive, save, means=Means(settings)))
    found = sorted(rows.values(), key=lambda row: (row.depth, row.url))
    site = read_site(UNIT, HOME, found, archive, lambda files: (), exhausted=done, steps=kept)
    www = "http://www.qinghe.localhost:8700/"
    assert rows[HOME].outcome is FetchOutcome.FORBIDDEN
    assert site.trouble is None
    assert (site.door, site.home.url) == (www, www)
    assert site.evidence(site.home.url, "").url == www
    assert len(site.about("budget")) == 1
    assert [s.url for s in kept if s.rung is Rung.VARIANT] == [www]


def test_a_site_that_is_down_shows_what_was_tried(tmp_path):
    _, _, site = looked(tmp_path, Down())
    scheme = parse_scheme(bundled()["department-2023"].read_text(encoding="utf-8"), "d")
    leaf = next(leaf for leaf in scheme.leaves() if leaf.check)
    finding = judge(site, ask(), [leaf], {})[leaf.id]
    assert finding.cause is Cause.SITE_DOWN
    assert {step.rung for step in finding.looked.steps} == {Rung.LATER, Rung.VARIANT}


class Painter:
    def __init__(self, html="", outcome=FetchOutcome.OK, note="", whole=True, sound=True):
        self.drawn, self.html, self.outcome, self.note = [], html, outcome, note
        self.whole, self.sound, self.turned, self.turns = whole, sound, [], []

    async def draw(self, url):
        self.drawn.append(url)
        return Drawn(self.outcome, url, self.html.encode(), self.note, self.whole, self.sound)

    async def draw_list(self, url, most):
        self.turned.append(url)
        return [Drawn(FetchOutcome.OK, url), *self.turns][:most]

    @asynccontextmanager
    async def __call__(self, fetcher):
        yield self


def test_a_page_that_a_script_fills_is_drawn_and_followed(tmp_path):
    files = {"/": page("局", MENU), "/zc/": LIST, "/ys/": SHELL, "/1.html": BUDGET}
    painter = Painter(COLUMN)
    rows, steps, site = looked(tmp_path, answers(files), browser=painter)
    row = rows[f"{HOME}ys/"]
    assert painter.drawn == [f"{HOME}ys/"]
    assert (row.rendered, row.outcome) == (True, FetchOutcome.OK)
    assert len(site.about("budget")) == 1
    assert [(s.outcome, s.found) for s in steps if s.rung is Rung.BROWSER] == [(FetchOutcome.OK, 1)]


def test_a_wall_that_opens_to_a_browser_lets_the_look_in(tmp_path):
    painter = Painter(page("局", MENU))
    rows, _, site = looked(tmp_path, CHALLENGE, browser=painter)
    assert rows[HOME].rendered
    assert painter.drawn[0] == HOME
    assert site.home is not None


EMPTY_COLUMN = page("财政预决算", '<ul class="list"></ul><p>暂无数据</p>', crumbs=("财政",))


@pytest.mark.parametrize("drawn", [EMPTY_COLUMN, COLUMN])
def test_a_page_drawn_without_all_its_data_accuses_nobody_and_what_it_shows_counts(tmp_path, drawn):
    files = {"/": page("局", MENU), "/zc/": LIST, "/ys/": SHELL, "/1.html": BUDGET}
    painter = Painter(drawn, note="1 个脚本或数据没有取到", whole=False)
    rows, steps, site = looked(tmp_path, answers(files), browser=painter)
    row = rows[f"{HOME}ys/"]
    assert (row.outcome, row.in_part) == (FetchOutcome.TRUNCATED, True)
    finding = absent(site, ["budget"], "2023年部门预算")
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.NOT_READ)
    assert len(site.about("budget")) == (drawn is COLUMN)
    [column] = site.columns_for("budget")
    assert column.state is (ColumnState.ITEMS if drawn is COLUMN else ColumnState.UNREAD)
    again, steps_again, _ = looked(
        tmp_path, answers(files), browser=painter, known=rows.values(), steps=steps
    )
    assert (again, steps_again, painter.drawn) == (rows, steps, [f"{HOME}ys/"])


def test_a_front_door_drawn_in_part_lets_the_look_in(tmp_path):
    files = {"/": SHELL, "/zc/": LIST, "/ys/": COLUMN, "/1.html": BUDGET}
    painter = Painter(page("局", MENU), whole=False)
    _, _, site = looked(tmp_path, answers(files), browser=painter)
    assert site.trouble is None
    assert len(site.about("budget")) == 1
    assert absent(site, ["meeting"], "会议").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("how", [{"whole": False}, {"sound": False}], ids=["in part", "unsound"])
def test_a_front_page_drawn_with_less_than_the_server_sent_stays_as_it_was_sent(tmp_path, how):
    links = '<a href="/hd/">互动交流</a><a href="/tp/">图片</a><script src="/menu.js"></script>'
    files = {"/": page("局", links), "/hd/": page("互动交流", "<p>暂无信息</p>")}
    files["/tp/"] = page("图片", "<p>暂无信息</p>")
    files["/more/"] = page("机构职能", "<p>机构</p>")
    painter = Painter(page("局", '<a href="/more/">机构职能</a>'), **how)
    rows, steps, site = looked(tmp_path, answers(files), browser=painter)
    assert painter.drawn == [HOME]
    assert not rows[HOME].rendered
    assert {link.url for link in site.home.links} == {f"{HOME}hd/", f"{HOME}tp/"}
    assert rows[f"{HOME}more/"].outcome is FetchOutcome.OK  # what only the browser showed
    again, steps_again, _ = looked(
        tmp_path, answers(files), browser=painter, known=rows.values(), steps=steps
    )
    assert (set(again), steps_again) == (set(rows), steps)


def test_a_page_drawn_in_part_that_leads_further_than_what_was_sent_loses_no_link_of_it(tmp_path):
    files = {"/": SHELL, "/zc/": LIST, "/ys/": COLUMN, "/1.html": BUDGET}
    painter = Painter(page("局", '<a href="/ys/">预算</a><a href="/x/">某</a>'), whole=False)
    rows, _, _ = looked(tmp_path, answers(files), browser=painter)
    assert rows[HOME].rendered
    assert {f"{HOME}zc/", f"{HOME}ys/"} <= set(rows)


@pytest.mark.parametrize("sound", [True, False])
def test_an_empty_column_drawn_by_scripts_that_broke_off_accuses_nobody(tmp_path, sound):
    files = {"/": page("局", MENU), "/zc/": LIST, "/ys/": SHELL, "/1.html": BUDGET}
    painter = Painter(EMPTY_COLUMN, sound=sound)
    rows, _, site = looked(tmp_path, answers(files), browser=painter)
    assert rows[f"{HOME}ys/"].in_part is not sound
    found = absent(site, ["budget"], "2023年部门预算")
    assert found.outcome is (Outcome.MISSING if sound else Outcome.UNKNOWN)


def test_a_front_page_that_shows_its_menu_needs_no_sound_scripts(tmp_path):
    files = {"/": SHELL, "/zc/": LIST, "/ys/": EMPTY_COLUMN, "/1.html": BUDGET}
    menu = MENU + "".join(f'<a href="/zc/?{n}">政策文件{n}</a>' for n in range(5))
    painter = Painter(page("局", menu), sound=False)
    rows, _, site = looked(tmp_path, answers(files), browser=painter)
    assert rows[HOME].outcome is FetchOutcome.OK
    assert absent(site, ["budget"], "2023年部门预算").outcome is Outcome.MISSING


@pytest.mark.parametrize("how", ["none", "fails"])
def test_without_a_browser_the_reason_says_how_to_get_one(tmp_path, how):
    hint = "没有找到 Chromium，请安装"
    files = {"/": page("局", MENU), "/zc/": LIST, "/ys/": SHELL}
    painter = Painter(outcome=FetchOutcome.JS_SHELL, note=hint)
    browser = painter if how == "fails" else lambda fetcher: hint
    rows, _, site = looked(tmp_path, answers(files), browser=browser)
    finding = absent(site, ["budget"], "2023年部门预算")
    assert not rows[f"{HOME}ys/"].rendered
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.NEEDS_BROWSER)
    assert hint in finding.reason


def turned(number, *, rows=(), whole=True, pager='<a href="javascript:go(2)">下一页</a>'):
    """A page of a list that a script turns."""
    rows = rows or ((f"/n{number}.html", f"关于第{number}次停水的通知", f"2023-11-{20 - number}"),)
    shown = page("财政预决算", entries(*rows) + pager, crumbs=("财政预决算",))
    return Drawn(FetchOutcome.OK, f"{HOME}ys/", shown.encode(), "" if whole else "晚了", whole)


def turning(turns, *, first=None):
    """(files of a site whose list is turned by a script, who draws it)."""
    files = {"/": page("局", MENU), "/zc/": LIST, "/1.html": BUDGET}
    files["/ys/"] = (first or turned(1)).html
    files |= {f"/n{n}.html": article(f"关于第{n}次停水的通知", "停水" * 30) for n in range(1, 40)}
    painter = Painter()
    painter.turns = turns
    return files, painter


def test_a_list_that_a_script_turns_is_read_to_its_end(tmp_path):
    budget = (("/1.html", "清河县教育局2023年部门预算", "2023-02-10"),)
    files, painter = turning([turned(2), turned(3, rows=budget)])
    rows, steps, site = looked(tmp_path, answers(files), browser=painter)
    second, third = rows[f"{HOME}ys/#page-2"], rows[f"{HOME}ys/#page-3"]
    assert (second.rendered, second.outcome, second.via) == (True, FetchOutcome.OK, f"{HOME}ys/")
    assert second.sha256 != third.sha256
    assert site.page(f"{HOME}1.html").title == "清河县教育局2023年部门预算"
    assert site.spots.unfinished("budget") == ()
    assert absent(site, ["meeting"], "会议").outcome is Outcome.MISSING
    [column] = site.columns_for("budget")
    assert len(column.items) == 3
    [step] = [s for s in steps if s.rung is Rung.BROWSER]
    assert (step.url, step.words, step.found) == (f"{HOME}ys/", "翻页", 2)
    again, steps_again, _ = looked(
        tmp_path, answers(files), browser=painter, known=rows.values(), steps=steps
    )
    assert (again, steps_again, painter.turned) == (rows, steps, [f"{HOME}ys/"])


def test_a_list_whose_turned_pages_a_crash_took_away_is_turned_again(tmp_path):
    files, painter = turning([turned(2), turned(3, whole=False)])
    rows, steps, _ = looked(tmp_path, answers(files), browser=painter)
    kept = [row for url, row in rows.items() if "#" not in url]
    again, steps_again, _ = looked(
        tmp_path, answers(files), browser=painter, known=kept, steps=steps
    )
    assert steps_again == steps
    assert {(r.url, r.outcome, r.sha256) for r in again.values()} == {
        (r.url, r.outcome, r.sha256) for r in rows.values()
    }


POSTED = """<script>
  let at = 1
  const go = () => fetch("/data", {method: "POST", body: "page=" + Math.min(++at, 3)})
    .then(r => r.text()).then(rows => { document.querySelector("ul").innerHTML = rows })
</script><a href="javascript:go()">下一页</a>"""


def posted(path):
    """What was sent and what came back, of every POST in the evidence, read without a network."""
    found = {}
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            body = record.content_stream().read()
            if record.rec_type == "request" and record.http_headers.protocol == "POST":
                found[body] = record.rec_headers.get_header("WARC-Concurrent-To")
            elif record.rec_type == "response":
                answered = record.rec_headers.get_header("WARC-Record-ID")
                found = {k: body.decode() if v == answered else v for k, v in found.items()}
    return found


def test_a_list_that_comes_by_post_is_read_to_its_end_by_a_browser(tmp_path, chromium):
    files, _ = turning([], first=turned(1, pager=POSTED))
    others = answers(files)
    rows = {
        b"page=2": '<li><a href="/n2.html">关于第2次停水的通知</a><span>2023-11-18</span></li>',
        b"page=3": '<li><a href="/1.html">2023年部门预算公开</a><span>2023-02-10</span></li>',
    }

    async def answer(request):
        if request.path == "/data":
            return web.Response(text=rows[await request.read()], content_type="text/html")
        return await others(request)

    fetches, _, site = looked(tmp_path, answer, settings=Settings(browser=True))
    assert [url for url in fetches if "#" in url] == [f"{HOME}ys/#page-2", f"{HOME}ys/#page-3"]
    assert site.page(f"{HOME}1.html").title == "清河县教育局2023年部门预算"
    assert absent(site, ["meeting"], "会议").outcome is Outcome.MISSING
    assert site.spots.unfinished("budget") == ()
    assert posted(tmp_path / "warc" / "qinghe.warc.gz") == rows
    assert audit(Archive(tmp_path / "warc"), list(fetches.values())).problems == ()


@pytest.mark.parametrize("turns", [[], [turned(2, whole=False)]], ids=["not at all", "in part"])
def test_a_list_not_turned_to_its_end_accuses_nobody(tmp_path, turns):
    files, painter = turning(turns)
    rows, steps, site = looked(tmp_path, answers(files), browser=painter)
    assert absent(site, ["budget"], "2023年部门预算").outcome is Outcome.UNKNOWN
    assert absent(site, ["meeting"], "会议").outcome is Outcome.MISSING
    _, again, _ = looked(
        tmp_path, answers(files), browser=painter, known=rows.values(), steps=steps
    )
    assert (again, painter.turned) == (steps, [f"{HOME}ys/"])


def test_a_list_is_not_turned_further_than_a_list_of_plain_pages_is_read(tmp_path):
    files, painter = turning([turned(n) for n in range(2, 40)])
    painter.turns[PAGER_PAGES - 1] = turned(PAGER_PAGES + 1, whole=False)
    rows, _, site = looked(tmp_path, answers(files), browser=painter)
    assert sum("#" in url for url in rows) == PAGER_PAGES
    assert absent(site, ["budget"], "2023年部门预算").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "first",
    [
        turned(1, pager=""),
        turned(1, pager='<a href="index_2.html">下一页</a> 共2页'),
        turned(1, pager='<a href="javascript:;">下一页</a> 共1页'),
        turned(1, rows=(("/n1.html", "通知", "2023-11-01"), ("/n2.html", "通知二", "2021-01-01"))),
    ],
    ids=["no pager", "plain addresses", "one page", "read back two years"],
)
def test_a_list_that_need_not_be_turned_is_not(tmp_path, first):
    files, painter = turning([turned(2)], first=first)
    looked(tmp_path, answers(files), browser=painter)
    assert painter.turned == []


def test_lists_that_promise_disclosures_are_turned_first_and_not_without_end():
    ladder = Ladder(UNIT)
    way = Link("", "下一页", Place.PAGER)
    for n, name in enumerate(["通知公告", "部门预算", *["其他"] * 30, "工作动态"]):
        url = f"{HOME}{n}/"
        shown = Page(url, PageKind.LIST, PageState.OK, name, lost=(way,))
        ladder.saw(Target(url), Fetch(url, FetchOutcome.OK, AT, final_url=url), shown)
    tries = []
    while (tried := ladder.next()) and tried.words == TURN:
        tries.append(tried.target.hint)
    assert tries[:2] == ["部门预算", "通知公告"]
    assert len(tries) == MOST_TURNED


@pytest.mark.parametrize("where", ["usual", "robots", "index"])
def test_what_only_the_site_map_names_is_read(tmp_path, where):
    names = f"<urlset><url><loc>{HOME}1.html</loc></url></urlset>"
    files = {"/": page("局", MENU), "/zc/": LIST, "/1.html": BUDGET}
    if where == "usual":
        files["/sitemap.xml"] = names
    elif where == "robots":
        files |= {"/robots.txt": f"Sitemap: {HOME}m.xml", "/m.xml": names}
    else:
        index = f"<sitemapindex><sitemap><loc>{HOME}m.gz</loc></sitemap></sitemapindex>"
        files |= {"/sitemap.xml": index, "/m.gz": gzip.compress(names.encode())}
    rows, steps, site = looked(tmp_path, answers(files))
    assert rows[f"{HOME}1.html"].outcome is FetchOutcome.OK
    assert sum(s.found for s in steps if s.rung is Rung.SITEMAP) == 1
    assert not [url for url in site.pages if url.endswith((".xml", ".gz"))]


def test_a_site_map_that_was_not_taken_whole_is_no_complete_look(tmp_path, monkeypatch):
    monkeypatch.setattr("crawlers.looks.confirm.MOST_LISTED", 1)
    listed = "".join(f"<url><loc>{HOME}{u}</loc></url>" for u in ("zc/", "1.html", "2.html"))
    files = {"/": page("局", MENU), "/zc/": LIST, "/1.html": BUDGET, "/2.html": BUDGET}
    files["/sitemap.xml"] = f"<urlset>{listed}</urlset>"
    rows, _, site = looked(tmp_path, answers(files))
    assert f"{HOME}1.html" in rows  # there was room for what was not known yet
    assert f"{HOME}2.html" not in rows
    assert absent(site, ["meeting"], "会议").cause is Cause.OUT_OF_BUDGET


def test_site_maps_beyond_the_limit_are_no_complete_look():
    ladder = Ladder(UNIT, no_browser="无")
    shown = Page(HOME, PageKind.HOME, PageState.OK)
    ladder.saw(Target(HOME), Fetch(HOME, FetchOutcome.OK, AT, final_url=HOME), shown)
    ladder.add_maps(f"{HOME}{n}.xml" for n in range(MOST_SITEMAPS - 1))
    asked = []
    while tried := ladder.next():
        asked += [tried] if tried.rung is Rung.SITEMAP else []
    assert (len(asked), ladder.left_out) == (MOST_SITEMAPS, False)
    ladder.add_maps([f"{HOME}more.xml"])
    assert ladder.next() is None
    assert ladder.left_out


def test_what_only_the_search_finds_is_read_and_its_results_are_no_page_of_the_site(
    tmp_path, monkeypatch
):
    form = f"{HOME}search?q={{}}"

    def read(url, body, media_type=""):
        found = read_page(url, body, media_type)
        return replace(found, search=form) if url == HOME else found

    monkeypatch.setattr(intake, "read_page", read)
    results = page("搜索结果", entries(("/1.html", "2023年部门预算", "2023-02-10")))
    files = {"/": page("局", '<a href="/zc/">政策文件</a>'), "/zc/": LIST, "/1.html": BUDGET}
    files["/search"] = results
    asked = Counter()
    rows, steps, site = looked(tmp_path, answers(files, asked=asked))
    assert rows[f"{HOME}1.html"].outcome is FetchOutcome.OK
    searches = [s for s in steps if s.rung is Rung.SEARCH]
    assert searches[0].found == 1
    assert len(searches) <= MOST_SEARCHES
    assert not [url for url in site.pages if "search" in url]
    assert all(times == 1 for path, times in asked.items() if path.startswith("/search"))


def test_steps_gone_are_not_gone_again(tmp_path):
    asked = Counter()
    files = {"/": page("局", MENU), "/zc/": LIST}
    rows, steps, _ = looked(tmp_path, answers(files, asked=asked))
    asked.clear()
    _, again, _ = looked(tmp_path, answers(files, asked=asked), known=rows.values(), steps=steps)
    assert set(asked) <= {"/robots.txt"}
    assert again == steps


def test_a_ladder_begun_anew_asks_again(tmp_path):
    files = {"/": page("局", MENU), "/zc/": LIST}
    rows, _, _ = looked(tmp_path, Down())
    after, _, site = looked(tmp_path, answers(files), known=rows.values())
    assert rows[HOME].outcome is FetchOutcome.REFUSED
    assert after[HOME].outcome is FetchOutcome.OK
    assert site.trouble is None


@pytest.mark.parametrize("behaviour", [Always(404), Always(403), CHALLENGE])
def test_a_site_that_shows_nothing_is_tried_in_other_spellings(tmp_path, behaviour):
    _, steps, site = looked(tmp_path, behaviour)
    assert site.trouble is not None
    assert [s.url for s in steps if s.rung is Rung.VARIANT] == ["http://www.qinghe.localhost:8700/"]


def test_praise_for_what_stands_on_another_website_is_not_given(tmp_path):
    _, _, site = looked(tmp_path, answers({"/": page("局", MENU), "/zc/": LIST}))
    pieces = [site.evidence(HOME, "首页"), site.evidence("http://www.casino.com/", "预算")]

    def found(*evidence, praise=met):
        scheme = parse_scheme(bundled()["department-2023"].read_text(encoding="utf-8"), "d")
        leaf = next(leaf for leaf in scheme.leaves() if leaf.check)
        check = Check(leaf.check, "某项", "", lambda site, ask, **params: praise("可见", evidence))
        return judge(site, ask(), [leaf], {leaf.check: check})[leaf.id]

    assert [piece.url for piece in found(*pieces).evidence] == [HOME]
    alone = found(pieces[1])
    assert (alone.outcome, alone.cause) == (Outcome.UNKNOWN, Cause.ELSEWHERE)
    assert "www.casino.com" in alone.reason
    part = found(pieces[1], praise=partial)
    assert (part.outcome, part.cause, part.items) == (Outcome.UNKNOWN, Cause.ELSEWHERE, {})
    assert found(*pieces, praise=partial).evidence == tuple(pieces)
