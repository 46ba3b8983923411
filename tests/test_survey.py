import csv
import io
import json
from contextlib import contextmanager
from datetime import date

import pytest
import typer
from aiohttp import web
from typer.testing import CliRunner

from crawlers.loop import run
from crawlers.loopback import Always, Folder, serve
from crawlers.settings import Settings
from crawlers.survey import Surveyed, survey
from dashboard.commands import survey as survey_commands
from data.types import FetchOutcome

ARTICLE = (
    '<html><head><title>关于{0}的通知</title><meta name="PubDate" content="2023-05-{0:02}">'
    '<meta name="ColumnName" content="通知公告"></head><body><h1>关于{0}的通知</h1>'
    '<p>正文</p><a href="/">首页</a><a href="/{1}.html">下一篇</a></body></html>'
)


@contextmanager
def sites(tmp_path, **hosts):
    """Sites `a` and `b`: a home page, articles 1 to 9 in a ring, and what else there is to meet."""
    folder = tmp_path / "site"
    folder.mkdir()
    home = "".join(f'<a href="{href}">看</a>' for href in (
        "/1.html", "1.html#top", "http://b.localhost/", "/gone.html", "/plan.pdf", "/a.css",
        "mailto:a@b.cn", "http://a.localhost:81/x.html", "/moved",
    ))  # fmt: skip
    (folder / "index.html").write_text(f"<title>清河县</title>{home}", encoding="utf-8")
    for n in range(1, 10):
        text = ARTICLE.format(n, n % 9 + 1)
        (folder / f"{n}.html").write_text(text, encoding="utf-8")

    async def answer(request):
        if request.path == "/moved":
            return web.Response(status=302, headers={"Location": "/2.html"})
        path = folder / (request.path.lstrip("/") or "index.html")
        if not path.is_file():
            return web.Response(status=404)
        return web.Response(body=path.read_bytes(), content_type="text/html")

    with serve({"a.localhost": answer, "b.localhost": Folder(folder), **hosts}) as allow:
        yield allow


def rows(urls, allow, **options):
    async def collected():
        return [row async for row in survey(urls, Settings(allow=allow), **options)]

    return run(collected())


def test_every_page_of_the_host_is_asked_for_once_and_nothing_beyond(tmp_path):
    with sites(tmp_path) as allow:
        found = rows(["http://a.localhost/"], allow)
    assert sorted(row.url for row in found) == sorted(
        ["http://a.localhost/", "http://a.localhost/gone.html", "http://a.localhost/moved"]
        + [f"http://a.localhost/{n}.html" for n in range(1, 10)]
    )


def test_a_row_says_what_a_look_at_the_page_shows(tmp_path):
    with sites(tmp_path) as allow:
        found = {row.url: row for row in rows(["http://a.localhost/"], allow)}
    size = len(ARTICLE.format(3, 4).encode())
    assert found["http://a.localhost/3.html"] == Surveyed(
        "http://a.localhost/3.html",
        FetchOutcome.OK,
        "关于3的通知",
        date(2023, 5, 3),
        size,
        "通知公告",
    )
    assert found["http://a.localhost/gone.html"].outcome is FetchOutcome.NOT_FOUND


@pytest.mark.parametrize("pages", [1, 2, 5])
def test_no_more_pages_than_wanted_are_asked_for_of_each_host(tmp_path, pages):
    with sites(tmp_path) as allow:
        found = rows(["http://a.localhost/", "http://b.localhost/"], allow, pages=pages)
    hosts = [row.url.split("/")[2] for row in found]
    assert {host: hosts.count(host) for host in hosts} == {
        "a.localhost": pages,
        "b.localhost": pages,
    }


def test_a_host_that_moved_is_surveyed_where_it_is_now(tmp_path):
    async def moved(request):
        return web.Response(status=301, headers={"Location": f"http://a.localhost{request.path}"})

    with sites(tmp_path, **{"www.a.localhost": moved}) as allow:
        found = rows(["http://www.a.localhost/"], allow)
    assert "http://a.localhost/5.html" in {row.url for row in found}


def test_a_host_that_answers_nothing_is_one_row_and_holds_nobody_up(tmp_path):
    with sites(tmp_path, **{"c.localhost": Always(503, "")}) as allow:
        found = rows(["http://c.localhost/", "http://a.localhost/1.html"], allow)
    outcomes = {row.url: row.outcome for row in found}
    assert outcomes["http://c.localhost/"] is FetchOutcome.SERVER_ERROR
    assert outcomes["http://a.localhost/9.html"] is FetchOutcome.OK


def test_a_survey_may_be_left_at_any_row(tmp_path):
    async def first(allow):
        rows = survey(["http://a.localhost/"], Settings(allow=allow))
        row = await anext(rows)
        await rows.aclose()
        return row.url

    with sites(tmp_path) as allow:
        assert run(first(allow)) == "http://a.localhost/"


# --- the commands -----------------------------------------------------------------------------


def said(module, *args):
    app = typer.Typer()
    app.registered_commands += module.app.registered_commands
    done = CliRunner().invoke(app, list(args), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


@pytest.mark.parametrize("fmt", ["csv", "json", "table"])
def test_rows_come_in_every_format_and_their_sum_on_stderr(tmp_path, fmt, capsys):
    with sites(tmp_path) as allow:
        _, port = allow["a.localhost"]
        place = f"a.localhost=127.0.0.1:{port}"
        done = said(
            survey_commands, "http://a.localhost/4.html", "--pages", "1", "--allow-host", place,
            "--format", fmt,
        )  # fmt: skip
    size = len(ARTICLE.format(4, 5).encode())
    if fmt == "csv":
        assert list(csv.reader(io.StringIO(done.stdout))) == [
            ["网址", "结果", "标题", "发布日期", "字节", "栏目", "说明"],
            [
                "http://a.localhost/4.html",
                "正常",
                "关于4的通知",
                "2023-05-04",
                str(size),
                "通知公告",
                "",
            ],
        ]
    elif fmt == "json":
        [row] = json.loads(done.stdout)
        assert (row["url"], row["outcome"]) == ("http://a.localhost/4.html", "ok")
    else:
        assert done.stdout.startswith("http://a.localhost/4.html  正常  关于4的通知  2023-05-04")
