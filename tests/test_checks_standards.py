"""Local standards that a unit was asked to publish."""

import pytest

from crawlers.checks.standards import local_standards
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import ask

TITLES = ("企业开办“一站式”工作规范", "政务服务“容缺事项承诺办”服务规范")
NEWS = Entry("清河县召开放管服改革推进会", "2023-11-01")
FIRST = Entry("清河县地方标准《企业开办一站式工作规范》", "2023-06-01")
SECOND = Entry("DB4203/T 301—2023 政务服务“容缺事项承诺办”服务规范", "2023-06-01")


def test_both_texts_are_met_however_they_are_quoted() -> None:
    finding = local_standards(with_columns({"政策文件": [FIRST, SECOND]}), ask(), titles=TITLES)
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"standards": 2, "published": 2, "unclear": 0}


def test_one_of_two_is_partial_and_none_missing() -> None:
    some = local_standards(with_columns({"政策文件": [FIRST, NEWS]}), ask(), titles=TITLES)
    assert some.outcome is Outcome.PARTIAL
    assert "容缺" in some.reason
    none = local_standards(with_columns({"工作动态": [NEWS, NEWS]}), ask(), titles=TITLES)
    assert none.outcome is Outcome.MISSING
    assert none.looked
    assert none.counts == {"standards": 2, "published": 0, "unclear": 0}


@pytest.mark.parametrize(
    "title",
    [
        "《企业开办“一站式”工作规范》地方标准发布会召开",
        "关于征求《企业开办“一站式”工作规范》意见的公告",
        "《企业开办“一站式”工作规范》立项公告",
    ],
)
def test_what_only_tells_of_a_standard_does_not_publish_it(title: str) -> None:
    built = with_columns({"通知公告": [Entry(title), NEWS]})
    assert local_standards(built, ask(), titles=TITLES[:1]).outcome is Outcome.MISSING


def test_a_text_that_was_not_read_is_unclear() -> None:
    built = with_columns(
        {"政策文件": [SECOND, NEWS]},
        extra='<a href="/x/">政策文件</a>',
        statuses={"/x/": FetchOutcome.CHALLENGE},
    )
    finding = local_standards(built, ask(), titles=TITLES)
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"standards": 1, "published": 1, "unclear": 1}


def test_without_titles_nothing_is_judged() -> None:
    assert local_standards(with_columns({"政策文件": [FIRST]}), ask()).cause is Cause.NO_BASIS
