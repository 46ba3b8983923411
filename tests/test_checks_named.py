"""What a notice asks for by name."""

import pytest

from crawlers.checks.named import named_documents
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import ask

TWO = ("湖南省科学技术进步条例", "企业开办“一站式”工作规范")
LAW = Entry("湖南省科学技术进步条例", "2022-01-01")
RULE = Entry("地方标准《企业开办“一站式”工作规范》发布", "2023-05-01")


def of(*rows: Entry, titles=TWO, this_year=False, **options):
    seen = with_columns({"政策文件": list(rows)}, **options)
    return named_documents(seen, ask(), titles=titles, this_year=this_year)


def test_all_that_was_named_is_met_whatever_marks_stand_around_it():
    finding = of(LAW, RULE)
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"asked": 2, "found": 2}


def test_what_was_not_found_is_named():
    finding = of(LAW)
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"asked": 2, "found": 1}
    assert "工作规范" in finding.reason
    assert finding.looked


def test_only_this_years_can_be_asked_for():
    assert of(LAW, RULE, this_year=True).counts == {"asked": 2, "found": 1}


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("我县召开湖南省科学技术进步条例宣讲会", id="an event"),
        pytest.param("《湖南省科学技术进步条例》政策解读", id="an interpretation"),
    ],
)
def test_words_about_it_are_not_the_thing_itself(title):
    assert of(Entry(title, "2023-05-01"), titles=TWO[:1]).outcome is Outcome.MISSING


def test_what_may_stand_where_we_did_not_look():
    assert of(statuses={"/c0/": FetchOutcome.TIMEOUT_BODY}).outcome is Outcome.UNKNOWN
    unread = of(LAW, titles=TWO[:1], statuses={"/c0/0.html": FetchOutcome.TIMEOUT_BODY})
    assert unread.cause is Cause.NOT_READ


def test_without_names_there_is_nothing_to_look_for():
    assert of(LAW, titles=()).cause is Cause.NO_BASIS
