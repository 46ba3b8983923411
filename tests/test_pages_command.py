"""What was read of a round's pages, as lists for people."""

import csv
import io
from datetime import date

import pytest
from typer.testing import CliRunner

from dashboard.commands.options import CommandError
from dashboard.commands.pages import app
from data.store import Store
from data.types import Origin, Page, PageKind, PageState
from tests.rounds import GOOD, ROUND, create

GUIDE = Page(
    f"{GOOD.portal}1.html", PageKind.ARTICLE, PageState.OK, title="停车收费公告",
    published_on=date(2023, 6, 1), topic="budget", origin=Origin.REPOST, simhash="ece44fc8ea37c0a0",
)  # fmt: skip
COPY = Page(
    f"{GOOD.portal}2.html", PageKind.ARTICLE, PageState.OK, title="停车收费公告（转载）",
    simhash="ece44fc8ea37c0a1",
)  # fmt: skip
OTHER = Page(f"{GOOD.portal}", PageKind.HOME, PageState.OK, title="首页")


@pytest.fixture
def rows_of(tmp_path, monkeypatch):
    """What a command prints as CSV, with the pages of one unit in the database."""
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", url)
    with Store(url) as store:
        create(store)
        store.put_reading(ROUND.id, GOOD.id, [OTHER, GUIDE, COPY], [], {})

    def printed(*args):
        done = CliRunner().invoke(app, ["pages", *args, "--format", "csv"], catch_exceptions=False)
        return list(csv.DictReader(io.StringIO(done.stdout)))

    return printed


def test_pages_are_listed_with_their_facts_in_chinese(rows_of):
    first, second, third = rows_of("list", ROUND.id)
    assert (first["页面类型"], first["标题"]) == ("首页", "首页")
    assert (second["发布日期"], second["原创或转载"]) == ("2023-06-01", "转载")
    assert third["网址"] == COPY.url


@pytest.mark.parametrize("said", ["budget", "“三公”经费预算"])
def test_a_topic_is_named_by_its_id_or_by_words_of_its_name_alone(rows_of, said):
    assert [row["网址"] for row in rows_of("list", ROUND.id, "--topic", said)] == [GUIDE.url]


def test_a_topic_that_may_be_several_is_refused_with_their_names(rows_of):
    with pytest.raises(CommandError, match="“三公”没有或不止一个对应的公开事项；相近的有"):
        rows_of("list", ROUND.id, "--topic", "三公")


def test_articles_that_say_the_same_are_a_group(rows_of):
    found = [(row["组"], row["网址"]) for row in rows_of("alike", ROUND.id)]
    assert found == [("1", GUIDE.url), ("1", COPY.url)]
