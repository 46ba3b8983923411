import asyncio
from collections import Counter
from datetime import UTC, datetime
from time import monotonic

import pytest
from aiohttp import web

from crawlers.collect import WINDOW, Means, entry_of, look
from crawlers.endless import SAME_ANSWERS
from crawlers.frontier import Budget, Frontier
from crawlers.looks.keeper import Before
from crawlers.looks.parked import Parked
from crawlers.loopback import CHALLENGE, Always, Down, Folder, serve
from crawlers.settings import Settings
from data.archive import Archive
from data.types import FetchOutcome, Rung, Unit
from data.writer import ArchiveError

AT = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
HOME = "http://qinghe.localhost:8700/"
UNIT = Unit("qinghe", "清河县人民政府", "county", "县市区政府", HOME)
COLUMNS = {"zwgk": "政府信息公开", "ysjs": "预算决算", "tzgg": "通知公告"}


def html(title, body):
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body><div class="nav"><a href="/">首页</a></div>{body}</body></html>'
    )


def listing(title, rows, more=""):
    lines = "".join(f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for u, t, d in rows)
    return html(title, f'<h2>{title}</h2><ul class="list">{lines}</ul><div>{more}</div>')


@pytest.fixture
def site(tmp_path):
    """Some ninety addresses: columns with further pages, articles, files, a frame, a dead link."""
    root = tmp_path / "site"
    menu = "".join(f'<a href="/{c}/index.html">{name}</a> ' for c, name in COLUMNS.items())
    pages = {"index.html": html("清河县人民政府", menu + '<iframe src="/tree.html"></iframe>')}
    pages["tree.html"] = html("目录", '<a href="/政务/指南.html">政府信息公开指南</a>')
    pages["政务/指南.html"] = html("政府信息公开指南", "<p>清河县政府信息公开指南</p>")
    for column, name in COLUMNS.items():
        for part in range(3):
            rows = [
                (f"t_{part}_{n}.html", f"{name}第{part}{n}号材料的公示", f"2023-05-{n + 10}")
                for n in range(8)
            ]
            for n, (file, title, day) in enumerate(rows):
                link = f'<p><a href="f_{n}.pdf">附件{n}.pdf</a></p>' if part == 0 and n < 2 else ""
                pages[f"{column}/{file}"] = html(title, f"<h1>{title}</h1><p>{day} 正文</p>{link}")
            rows.append(("dead.html", "已经不在的材料", "2023-01-01"))
            more = f'<a href="index_{part + 1}.html">下一页</a>' if part < 2 else ""
            file = "index.html" if part == 0 else f"index_{part}.html"
            pages[f"{column}/{file}"] = listing(name, rows, more)
        for n in range(2):
            pages[f"{column}/f_{n}.pdf"] = f"%PDF-1.4 {column} {n}"
    for file, text in pages.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def collected(archive, allow, *, known=(), unit=UNIT, budget=None, clock=monotonic, **options):
    """(rows saved, whether nothing was left)."""
    rows = []
    settings = Settings(budget or Budget(), allow, browser=False)
    means = Means(settings, now=lambda: AT, clock=clock)
    exhausted = asyncio.run(
        look(unit, archive, keep_in(rows), before=Before(known), means=means, **options)
    )
    return rows, exhausted


def keep_in(rows):
    """A `save` that keeps rows, those of the ladder's own requests left out."""

    def save(fetches, pages, traffic, steps):
        asked = {step.url for step in steps if step.rung is Rung.SITEMAP}
        rows.extend(row for row in fetches if row.url not in asked | {f"{HOME}sitemap.xml"})

    return save


def facts(rows):
    """What must not depend on when a look was cut off."""
    last = {row.url: row for row in rows}
    return {
        (r.url, r.outcome, r.sha256, r.final_url, r.via, r.hint, r.depth) for r in last.values()
    }


# --- one look ---------------------------------------------------------------------------------


def test_everything_in_reach_comes_home_with_evidence(site, tmp_path):
    archive = Archive(tmp_path / "warc")
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, exhausted = collected(archive, allow)
    files = sum(path.is_file() for path in site.rglob("*"))
    outcomes = Counter(row.outcome for row in rows)
    assert exhausted
    assert outcomes == {FetchOutcome.OK: files, FetchOutcome.NOT_FOUND: len(COLUMNS)}
    assert list(archive.verify(rows)) == []
    assert all(row.warc for row in rows)


def test_a_row_says_what_led_there(site, tmp_path):
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, _ = collected(Archive(tmp_path / "warc"), allow)
    by_url = {row.url: row for row in rows}
    first = by_url[entry_of(UNIT)]
    assert (first.via, first.hint, first.depth, first.fetched_at) == ("", "", 0, AT)
    column = by_url[f"{HOME}ysjs/index.html"]
    assert (column.via, column.hint, column.depth) == (HOME, "预算决算", 1)
    dead = by_url[f"{HOME}ysjs/dead.html"]
    assert (dead.outcome, dead.hint) == (FetchOutcome.NOT_FOUND, "已经不在的材料")


def test_rows_are_saved_in_batches_and_never_before_their_evidence(site, tmp_path, monkeypatch):
    monkeypatch.setattr("crawlers.looks.keeper.BATCH", 5)
    archive, sizes = Archive(tmp_path / "warc"), []

    def save(rows, pages, traffic, steps):
        sizes.append(len(rows))
        for row in rows:
            archive.read(row.warc, row.offset, row.sha256)
        assert {page.url for _, page in pages} <= {row.final_url for row in rows}

    with serve({"qinghe.localhost": Folder(site)}) as allow:
        still = Means(Settings(allow=allow), now=lambda: AT, clock=lambda: 0.0)
        asyncio.run(look(UNIT, archive, save, means=still))
    assert len(sizes) > 2
    assert sizes[:-1] == [5] * (len(sizes) - 1)


def test_rows_do_not_wait_long_on_a_slow_site(site, tmp_path):
    sizes, minutes = [], iter(range(0, 100_000, 60))
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        asyncio.run(
            look(
                UNIT,
                Archive(tmp_path / "warc"),
                lambda rows, pages, traffic, steps: sizes.append(len(rows)),
                means=Means(
                    Settings(Budget(pages=5, seconds=1e9), allow),
                    clock=lambda: float(next(minutes)),
                ),
            )
        )
    assert sizes[:5] == [1] * 5


def test_progress_is_told_after_every_address(site, tmp_path):
    told = []
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, _ = collected(
            Archive(tmp_path / "warc"), allow, progress=lambda row, left: told.append((row, left))
        )
    assert [row for row, _ in told[:-1]] == rows  # the last is the site map
    assert told[-1][1] == 0
    assert max(left for _, left in told) > 10


def test_one_page_under_many_queries_is_gone_through_once_for_where_it_leads(tmp_path, monkeypatch):
    added = []

    class Counting(Frontier):
        def add(self, page, target):
            added.append(page.url)
            return super().add(page, target)

    monkeypatch.setattr("crawlers.collect.Frontier", Counting)
    links = "".join(f'<a href="/?id={n}">通知{n}</a>' for n in range(40))
    body = html("清河县人民政府", f'{links}<a href="/a.html">政务公开</a>')
    with serve({"qinghe.localhost": Always(200, body)}) as allow:
        rows, _ = collected(Archive(tmp_path / "warc"), allow)
    found = {row.url: row.outcome for row in rows}
    read = {url for url, outcome in found.items() if outcome is FetchOutcome.OK}
    assert SAME_ANSWERS < len(read) <= SAME_ANSWERS + WINDOW + 2
    assert sorted(set(added) - {f"{HOME}sitemap.xml"}) == [HOME, f"{HOME}a.html"]
    assert added.count(HOME) == 1
    assert [o for o in found.values() if o is FetchOutcome.OUT_OF_BUDGET] != []  # and that is told


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [(CHALLENGE, FetchOutcome.CHALLENGE), (Down(), FetchOutcome.REFUSED)],
)
def test_a_site_that_does_not_let_us_in_leaves_a_row_that_says_so(behaviour, expected, tmp_path):
    with serve({"qinghe.localhost": behaviour}) as allow:
        rows, exhausted = collected(Archive(tmp_path), allow)
    found = {row.url: row.outcome for row in rows}
    assert found.pop(HOME) is expected
    assert list(found) == ["http://www.qinghe.localhost:8700/"]  # the other spelling was tried
    assert exhausted


def test_an_address_that_is_none_leaves_a_row_too(tmp_path):
    unit = Unit("x", "某局", "department", "市直部门", "某局网站")
    rows, _ = collected(Archive(tmp_path), {}, unit=unit)
    assert [(row.url, row.outcome) for row in rows] == [("某局网站", FetchOutcome.BAD_URL)]
    assert entry_of(unit) == "某局网站"


def test_a_unit_on_a_portal_is_looked_at_in_its_columns_only(site, tmp_path):
    unit = Unit("cz", "财政局", "department", "市直部门", HOME, (f"{HOME}ysjs/index.html",))
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, _ = collected(Archive(tmp_path / "warc"), allow, unit=unit)
    assert rows[0].url == entry_of(unit) == f"{HOME}ysjs/index.html"
    assert all(row.url.startswith(f"{HOME}ysjs/") for row in rows)
    assert sum(row.outcome is FetchOutcome.OK for row in rows) == 3 + 3 * 8 + 2


def test_answers_that_wait_for_their_turn_on_disk_are_taken_in_the_same(
    site, tmp_path, monkeypatch
):
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, _ = collected(Archive(tmp_path / "a"), allow)
        monkeypatch.setattr("crawlers.looks.parked.LARGE_BYTES", 10)
        parked, exhausted = collected(Archive(tmp_path / "b"), allow)
    assert exhausted
    assert [(row.url, row.sha256) for row in parked] == [(row.url, row.sha256) for row in rows]


def test_what_waits_on_disk_is_let_go_of_when_a_look_breaks_off(tmp_path, monkeypatch):
    monkeypatch.setattr("crawlers.looks.parked.LARGE_BYTES", 10)
    closed, close = [], Parked.close
    monkeypatch.setattr(Parked, "close", lambda parked: closed.append(close(parked)))
    others = asyncio.Event()

    async def answer(request):
        if request.path == "/":
            links = "".join(f'<a href="/{n}.html">第{n}号材料</a>' for n in range(WINDOW))
            return web.Response(body=html("清河", links).encode(), content_type="text/html")
        if request.path == "/0.html":
            await others.wait()
        if request.path == f"/{WINDOW - 1}.html":
            others.set()
        return web.Response(body=html("材料", "<p>正文</p>").encode(), content_type="text/html")

    def stop(row, left):
        if row.url.endswith("/0.html"):
            raise RuntimeError("enough")

    with serve({"qinghe.localhost": answer}) as allow, pytest.raises(RuntimeError, match="enough"):
        collected(Archive(tmp_path), allow, progress=stop)
    assert closed


# --- budgets ----------------------------------------------------------------------------------


def test_what_the_budget_leaves_unread_has_a_row_without_a_request(site, tmp_path):
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, exhausted = collected(Archive(tmp_path / "warc"), allow, budget=Budget(pages=10))
    over = [row for row in rows if row.outcome is FetchOutcome.OUT_OF_BUDGET]
    assert not exhausted
    assert len(rows) - len(over) == 10
    assert all(row.note and row.via and not row.warc for row in over)


def test_a_larger_budget_goes_on_where_the_smaller_one_ended(site, tmp_path):
    archive = Archive(tmp_path / "warc")
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        whole, _ = collected(Archive(tmp_path / "other"), allow)
        first, _ = collected(archive, allow, budget=Budget(pages=10))
        second, exhausted = collected(archive, allow, known=first)
    asked = [row.url for row in first if row.outcome is not FetchOutcome.OUT_OF_BUDGET]
    assert exhausted
    assert not {row.url for row in second} & set(asked)
    assert facts(first + second) == facts(whole)


def test_a_smaller_budget_gives_up_no_answer_known_from_before(site, tmp_path):
    archive = Archive(tmp_path / "warc")
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        first, _ = collected(archive, allow)
        second, exhausted = collected(archive, allow, known=first, budget=Budget(pages=3))
    assert not exhausted
    assert not {row.url for row in second} & {row.url for row in first}


def test_bytes_and_time_are_budgets_too(site, tmp_path):
    minutes = iter(range(0, 100_000, 60))
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        _, by_bytes = collected(Archive(tmp_path / "a"), allow, budget=Budget(size_bytes=2000))
        _, by_time = collected(
            Archive(tmp_path / "b"),
            allow,
            budget=Budget(seconds=600),
            clock=lambda: float(next(minutes)),
        )
    assert (by_bytes, by_time) == (False, False)


# --- cut off and taken up again ---------------------------------------------------------------


def test_a_finished_look_taken_up_again_asks_for_nothing(site, tmp_path):
    archive = Archive(tmp_path / "warc")
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, _ = collected(archive, allow)
    with serve({"qinghe.localhost": Down()}) as allow:
        again, exhausted = collected(archive, allow, known=rows)
    assert (again, exhausted) == ([], True)


def test_failures_that_may_pass_are_tried_again_and_others_are_not(tmp_path):
    asked, broken = Counter(), True

    async def answer(request):
        asked[request.path] += 1
        if request.path == "/":
            body = html("清河", '<a href="/1.html">一</a> <a href="/2.html">二</a>')
        elif request.path == "/1.html" and not broken:
            body = html("一", "<p>在</p>")
        else:
            return web.Response(status=500 if request.path == "/1.html" else 404)
        return web.Response(body=body.encode(), content_type="text/html")

    archive = Archive(tmp_path)
    with serve({"qinghe.localhost": answer}) as allow:
        first, _ = collected(archive, allow)
        broken = False
        second, _ = collected(archive, allow, known=first)
    assert {row.url: row.outcome for row in first}[f"{HOME}1.html"] is FetchOutcome.SERVER_ERROR
    assert [(row.url, row.outcome) for row in second] == [(f"{HOME}1.html", FetchOutcome.OK)]
    assert (asked["/"], asked["/2.html"]) == (1, 1)


def test_evidence_that_is_gone_stops_the_look_with_a_reason(site, tmp_path):
    archive = Archive(tmp_path / "warc")
    with serve({"qinghe.localhost": Folder(site)}) as allow:
        rows, _ = collected(archive, allow, budget=Budget(pages=5))
        (tmp_path / "warc" / "qinghe.warc.gz").unlink()
        with pytest.raises(ArchiveError, match=r"qinghe\.warc\.gz"):
            collected(archive, allow, known=rows)


# --- saved copies -----------------------------------------------------------------------------


def test_links_to_the_host_that_a_copy_was_saved_from_lead_into_the_copy(tmp_path):
    root = tmp_path / "saved"
    origin = "http://www.qinghe.gov.cn"
    menu = "".join(f'<a href="{origin}/{c}/index.html">{n}</a> ' for c, n in COLUMNS.items())
    tag = '<meta name="SiteDomain" content="www.qinghe.gov.cn">'
    pages = {"index.html": html("清河县人民政府", tag + menu)}
    for column, name in list(COLUMNS.items())[:2]:
        pages[f"{column}/index.html"] = listing(name, [(f"{origin}/{column}/1.html", "材料", "")])
        pages[f"{column}/1.html"] = html("关于材料的公示", "<p>正文</p>")
    for file, text in pages.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    with serve({"qinghe.localhost": Folder(root)}) as allow:
        rows, _ = collected(Archive(tmp_path / "a"), allow, copy=True)
        apart, _ = collected(Archive(tmp_path / "b"), allow)
    outcomes = {row.url.removeprefix(HOME): row.outcome for row in rows}
    assert outcomes == dict.fromkeys(
        ["", "zwgk/index.html", "zwgk/1.html", "ysjs/index.html", "ysjs/1.html"], FetchOutcome.OK
    ) | {"tzgg/index.html": FetchOutcome.NOT_FOUND}
    assert [row.url for row in apart] == [HOME]  # a live site that leads elsewhere is not followed
