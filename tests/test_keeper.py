"""What a look archives beside its rows, and how the evidence accounts for it."""

import asyncio
import json
from collections import Counter

from aiohttp import web
from warcio.archiveiterator import ArchiveIterator

from crawlers.collect import Means, look
from crawlers.frontier import Target
from crawlers.looks.keeper import Before, Keeper
from crawlers.loopback import serve
from crawlers.network.response import Response
from crawlers.settings import Settings
from data.archive import Archive
from data.audit import audit
from data.cdxj import index_of
from data.types import Fetch, FetchOutcome
from tests.sites import article, page
from tests.test_collect import AT, HOME, UNIT

RULES = "User-agent: *\nDisallow: /nb/\n" + "# 清河县人民政府网站\n" * 20
FILES = {
    "/": '<html><meta http-equiv="refresh" content="0; url=/index.html"></html>',
    "/index.html": page("清河县人民政府", '<a href="/old">政务公开</a>'),
    "/new": article("2023年政府信息公开工作年度报告", "正文" * 30),
}
SENT_ON = {"/old": "/older", "/older": "/new", "/robots.txt": "/rules.txt"}


async def answer(request):
    if target := SENT_ON.get(request.path):
        return web.Response(status=302, headers={"Location": target})
    if request.path == "/rules.txt":
        return web.Response(text=RULES)
    body = FILES.get(request.path)
    return web.Response(status=404) if body is None else web.Response(
        body=body.encode(), content_type="text/html"
    )  # fmt: skip


def looked(archive, known=(), steps=()):
    """(rows by address, steps) of a look."""
    rows, kept = {row.url: row for row in known}, list(steps)

    def save(fetches, pages, traffic, ladder):
        rows.update({row.url: row for row in fetches})
        kept[:] = ladder

    with serve({"qinghe.localhost": answer}) as allow:
        settings = Settings(allow=allow, browser=False)
        before, means = Before(tuple(known), tuple(steps)), Means(settings, now=lambda: AT)
        asyncio.run(look(UNIT, archive, save, before=before, means=means))
    return rows, kept


def answers(archive):
    """Kind, path, status and beside of every answer in the file, in its order."""
    found, about = [], ""
    with (archive.folder / "qinghe.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "metadata":
                lines = record.content_stream().read().decode().split("\r\n")
                about = next((x[8:] for x in lines if x.startswith("beside: ")), "")
            elif record.rec_type in {"response", "revisit"}:
                uri = record.rec_headers.get_header("WARC-Target-URI")
                status = record.http_headers.get_statuscode()
                found.append((record.rec_type, uri.removeprefix(HOME), status, about))
    return found


def test_redirects_and_robots_txt_are_evidence_that_no_row_tells_of(tmp_path):
    archive = Archive(tmp_path)
    rows, _ = looked(archive)
    assert {url.removeprefix(HOME) for url in rows} == {"", "old", "sitemap.xml"}
    assert answers(archive) == [
        ("response", "robots.txt", "302", "robots"),
        ("response", "rules.txt", "200", "robots"),
        ("response", "", "200", "redirect"),
        ("response", "index.html", "200", ""),
        ("response", "old", "302", "redirect"),
        ("response", "older", "302", "redirect"),
        ("response", "new", "200", ""),
        ("response", "sitemap.xml", "404", ""),
    ]
    found = audit(archive, list(rows.values()))
    (held,) = found.accounts
    assert (found.problems, held.beside, held.known, held.earlier, held.unknown) == (
        *((), 5, 3, 0, ()),
    )
    assert held.requests == 8
    listed = index_of(tmp_path / "qinghe.warc.gz").read_text().splitlines()
    assert Counter(json.loads(line.split(" ", 2)[2])["status"] for line in listed) == {
        "200": 4,
        "302": 3,
        "404": 1,
    }


def test_a_look_that_goes_on_reads_robots_txt_again_and_stores_it_once(tmp_path):
    archive = Archive(tmp_path)
    rows, steps = looked(archive)
    before = len(answers(archive))
    known = [row for row in rows.values() if not row.url.endswith("old")]
    again, _ = looked(archive, known, steps)
    assert {(r.url, r.sha256) for r in again.values()} == {(r.url, r.sha256) for r in rows.values()}
    later = answers(archive)[before:]
    assert ("revisit", "rules.txt", "200", "robots") in later
    assert ("revisit", "new", "200", "") in later
    found = audit(archive, list(again.values()))
    assert (found.problems, found.accounts[0].earlier) == ((), 1)


def test_the_body_of_a_request_is_kept_with_it(tmp_path):
    url = f"{HOME}list.do"
    made = Fetch(url, FetchOutcome.OK, AT, 200, url, sha256="ab" * 32)
    with Archive(tmp_path).write("qinghe") as writer:
        keeper = Keeper(
            Archive(tmp_path),
            writer,
            lambda *saved: None,
            Before(),
            spent=lambda: (),
            clock=lambda: 0.0,
        )
        asked = (("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "6"))
        keeper.keep(Target(url), Response(made, b"{}", (), asked, "POST", b"page=2"))
    with (tmp_path / "qinghe.warc.gz").open("rb") as file:
        (request,) = [
            (r.http_headers.protocol, r.content_stream().read())
            for r in ArchiveIterator(file)
            if r.rec_type == "request"
        ]
    assert request == ("POST", b"page=2")
