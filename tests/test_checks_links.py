"""Links and attachments."""

from datetime import date

import pytest

from crawlers.checks.links import attachments_open, links_alive
from data.types import Cause, Document, FetchOutcome, Outcome
from tests.sites import BASE, article, ask, entries, page, site

NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。")


def home(*extra: tuple[str, str, str]) -> str:
    rows = entries(("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10"), *extra)
    return page("清河县人民政府", rows + '<div class="nav"><a href="/dt/">政务动态</a></div>')


LIST = page(
    "政务动态",
    entries(
        ("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10"), ("/dt/9.html", "旧闻", "2019-01-02")
    ),
)


def test_living_links_are_met() -> None:
    seen = site(
        {
            "/": home(),
            "/dt/": page("政务动态", entries(("/dt/1.html", "会议", ""))),
            "/dt/1.html": NEWS,
        }
    )
    finding = links_alive(seen, ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"dead_home": 0, "dead_other": 0}


def test_dead_links_are_counted_once_and_by_where_they_stand() -> None:
    seen = site(
        {"/": home(("/dt/8.html", "一篇旧闻", "2020-01-01")), "/dt/": LIST, "/dt/1.html": NEWS}
    )
    finding = links_alive(seen, ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"dead_home": 1, "dead_other": 1}
    assert any(e.url == BASE + "dt/8.html" and "404" in e.quote for e in finding.evidence)


@pytest.mark.parametrize(
    "ended", [FetchOutcome.TIMEOUT_CONNECT, FetchOutcome.FORBIDDEN, FetchOutcome.SERVER_ERROR]
)
def test_what_we_could_not_read_is_no_dead_link(ended: FetchOutcome) -> None:
    seen = site({"/": home(), "/dt/": LIST, "/dt/1.html": NEWS}, statuses={"/dt/9.html": ended})
    assert links_alive(seen, ask()).outcome is Outcome.MET


def test_a_copy_has_no_dead_links() -> None:
    seen = site({"/": home(), "/dt/": LIST, "/dt/1.html": NEWS}, copy=True)
    assert links_alive(seen, ask()).cause is Cause.NOT_IN_COPY
    assert attachments_open(seen, ask()).cause is Cause.NOT_IN_COPY


# --- attachments -------------------------------------------------------------------------------

WITH_FILE = article(
    "清河县2023年部门预算公开",
    "现将预算予以公开。",
    extra='<p>附件：<a href="/files/a.pdf">部门预算表.pdf</a></p>',
)


def opened(day: date | None = None, **given: object) -> tuple[Outcome, dict[str, int]]:
    pages = {"/": home(), "/dt/1.html": WITH_FILE.replace("2023-06-01", str(day or "2023-06-01"))}
    finding = attachments_open(site(pages | given.pop("pages", {}), **given), ask())  # type: ignore[arg-type,operator]
    return finding.outcome, dict(finding.counts)


def test_a_readable_file_is_met() -> None:
    assert opened(files={"/files/a.pdf": "收入总计"}) == (Outcome.MET, {"bad_attachment": 0})


def test_a_scan_can_be_opened() -> None:
    scan = Document(BASE + "files/a.pdf", "pdf", "scan")
    assert opened(files={"/files/a.pdf": scan})[0] is Outcome.MET


def test_a_file_not_there_is_bad() -> None:
    assert opened() == (Outcome.PARTIAL, {"bad_attachment": 1})


def test_a_damaged_file_is_bad() -> None:
    broken = Document(BASE + "files/a.pdf", "pdf", "broken")
    assert opened(files={"/files/a.pdf": broken}) == (Outcome.PARTIAL, {"bad_attachment": 1})


def test_a_web_page_in_place_of_the_file_is_bad() -> None:
    error = page("出错了", "<p>您访问的文件不存在或已被删除</p>")
    assert opened(pages={"/files/a.pdf": error}) == (Outcome.PARTIAL, {"bad_attachment": 1})


def test_a_file_that_timed_out_is_unknown() -> None:
    finding = opened(statuses={"/files/a.pdf": FetchOutcome.TIMEOUT_BODY})
    assert finding[0] is Outcome.UNKNOWN


def test_files_of_pages_after_the_cut_off_do_not_count() -> None:
    assert opened(date(2023, 12, 20))[0] is Outcome.UNKNOWN
