"""What the checks share."""

import re
from datetime import date

import pytest

from crawlers.looking import (
    around,
    checklist,
    day_of_look,
    in_every_list,
    listed,
    my_columns,
    prose,
    share_outcome,
    written_with_files,
)
from crawlers.site import Site
from data.types import Cause, Document, FetchOutcome, Outcome
from tests.sites import BASE, article, ask, entries, page, site

NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。")


def home(*rows: tuple[str, str, str]) -> str:
    return page("清河县人民政府", entries(("/dt/1.html", "清河县召开防汛工作会议", ""), *rows))


def test_the_day_that_counts_is_the_cut_off_or_the_earlier_visit() -> None:
    seen = site({"/": home(), "/dt/1.html": NEWS})  # visited on 2023-12-15
    assert day_of_look(seen, ask("2023-11-30")) == date(2023, 11, 30)
    assert day_of_look(seen, ask("2024-03-31")) == date(2023, 12, 15)


def test_a_block_on_every_list_is_no_entry_of_any() -> None:
    hot = ("/hot.html", "全县热点新闻汇总", "2023-12-01")
    lists = {
        f"/c{n}/": page(f"栏目{n}", entries((f"/c{n}/1.html", f"第{n}条工作信息", ""), hot))
        for n in range(6)
    }
    assert in_every_list(site({"/": home(), **lists})) == {BASE + "hot.html"}


def test_the_data_file_of_a_list_is_no_column() -> None:
    rows = '[{"title":"关于开展巡查的通知","url":"/tz/1.html","date":"2023-11-01"}]'
    script = '<script>$.getJSON("/tz/list.json", function(d){ $("#l").append(d) })</script>'
    pages = {
        "/": home(),
        "/dt/1.html": NEWS,
        "/tz/": page("通知公告", f'<ul id="l"></ul>{script}', crumbs=("通知公告",)),
        "/tz/list.json": rows,
    }
    assert BASE + "tz/list.json" not in {column.url for column in my_columns(site(pages))}


@pytest.mark.parametrize(
    ("good", "judged", "outcome"),
    [
        (0, 0, Outcome.UNKNOWN),
        (10, 10, Outcome.MET),
        (19, 20, Outcome.MET),
        (9, 10, Outcome.PARTIAL),
        (1, 20, Outcome.MISSING),
        (0, 1, Outcome.MISSING),
    ],
)
def test_a_few_odd_pages_do_not_decide(good: int, judged: int, outcome: Outcome) -> None:
    assert share_outcome(good, judged, 0.95) is outcome


@pytest.mark.parametrize(
    ("good", "outcome"),
    [(100, Outcome.MET), (99, Outcome.PARTIAL), (1, Outcome.PARTIAL), (0, Outcome.MISSING)],
)
def test_all_some_or_none_where_no_share_is_named(good: int, outcome: Outcome) -> None:
    assert share_outcome(good, 100) is outcome


def test_names_are_listed_up_to_five_with_the_full_number() -> None:
    assert listed(["甲", "乙"]) == "“甲”、“乙”"
    assert listed("甲乙丙丁戊己", "条") == "“甲”、“乙”、“丙”、“丁”、“戊”等6条"


def test_a_quote_takes_the_words_around_it() -> None:

    text = "一二三四五六七八九十\n地址：建设路1号"
    found = re.search("地址", text)
    assert found is not None
    assert around(text, found) == "四五六七八九十 地址：建设路1号"


def with_file() -> dict[str, str]:
    link = '<p>附件：<a href="/f/a.pdf">目录.pdf</a></p>'
    return {"/": home(), "/dt/1.html": NEWS.replace("</body>", link + "</body>")}


def read(seen: Site) -> tuple[bool, bool]:
    text, complete = written_with_files(seen, seen.pages[BASE + "dt/1.html"])
    return "公开事项" in text, complete


def test_the_text_of_files_belongs_to_the_page() -> None:
    table = Document(BASE + "f/a.pdf", "pdf", "ok", ("",), ((("公开事项", "依据"),),))
    assert read(site(with_file(), files={"/f/a.pdf": table})) == (True, True)


def test_a_file_that_was_not_read_leaves_the_text_incomplete_but_a_dead_one_does_not() -> None:
    failed = site(with_file(), statuses={"/f/a.pdf": FetchOutcome.TIMEOUT_BODY})
    assert read(failed) == (False, False)
    assert read(site(with_file())) == (False, True)


def test_a_list_has_no_prose() -> None:
    seen = site({"/": home(), "/dt/1.html": NEWS})
    assert "会议" not in prose(seen.pages[BASE])


def test_a_checklist_says_why_and_where_it_looked() -> None:
    failed = site({"/": home(("/x/", "其他内容", ""))}, statuses={"/x/": FetchOutcome.FORBIDDEN})
    finding = checklist(
        failed, {"a": Outcome.UNKNOWN}, {"a": "甲"}, [], topics=["foi_guide"], words=["甲"]
    )
    assert finding.cause in {Cause.BLOCKED, Cause.NOT_READ}
    assert finding.looked is not None
    assert finding.looked.words == ("甲",)
