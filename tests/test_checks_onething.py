"""一件事 scenarios: a way in to each, not a report about it."""

import pytest

from crawlers.checks.onething import one_things
from data.matters import matters
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, article, ask, page

NAMES = [matter.name for matter in matters("one_things_hunan_2023").values()]
NEWS = {"工作动态": [Entry("清河县召开放管服改革推进会", "2023-11-01")] * 2}
DEMAND = {"scenarios": "hunan_2023"}


def hall(*names: str, at: str = "http://zwfw.example.cn/{}") -> str:
    """A page of the site that leads to these scenarios."""
    links = "".join(f'<p><a href="{at.format(n)}">{name}</a></p>' for n, name in enumerate(names))
    return page("一件事一次办", links, crumbs=("政务服务", "一件事一次办"))


def built(html: str, **options: object):
    link = '<a href="/yjs/">一件事一次办</a>'
    return with_columns(NEWS, extra=link, more={"/yjs/": html}, **options)


def test_links_to_every_scenario_on_the_platform_are_met() -> None:
    finding = one_things(built(hall(*NAMES)), ask(), **DEMAND)
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"scenarios": 10, "linked": 10, "unclear": 0}
    assert "zwfw.example.cn" in finding.evidence[0].quote


def test_scenarios_without_a_way_in_are_named() -> None:
    finding = one_things(built(hall(*NAMES[:8])), ask(), **DEMAND)
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"scenarios": 10, "linked": 8, "unclear": 0}
    assert all(name in finding.reason for name in NAMES[8:])
    assert finding.looked


@pytest.mark.parametrize(
    "title",
    [
        "清河县“婚姻一件事”正式上线启动",
        "清河县开展就业“一件事”宣传活动",
    ],
)
def test_a_report_that_a_scenario_went_online_is_no_way_in(title: str) -> None:
    columns = {"工作动态": [Entry(title, "2023-11-01"), *NEWS["工作动态"]]}
    finding = one_things(with_columns(columns), ask(), **DEMAND)
    assert finding.outcome is Outcome.MISSING
    assert finding.counts["linked"] == 0


def test_a_guide_of_a_scenario_counts() -> None:
    columns = {"一件事一次办": [Entry("公民身后“一件事”办事指南"), Entry("婚姻一件事办理流程")]}
    finding = one_things(with_columns(columns), ask(), **DEMAND)
    assert finding.counts["linked"] == 2


def test_words_outside_the_context_are_no_scenario() -> None:
    html = page(
        "便民服务", '<a href="http://a.example.cn/">就业</a><a href="http://b.example.cn/">婚姻</a>'
    )
    site = with_columns(NEWS, extra='<a href="/bm/">便民服务</a>', more={"/bm/": html})
    assert one_things(site, ask(), **DEMAND).counts["linked"] == 0


def test_an_entrance_to_the_platform_as_a_whole_leaves_the_scenarios_to_a_person() -> None:
    link = '<a href="http://zwfw.example.cn/yjs">一件事一次办</a>'
    finding = one_things(with_columns(NEWS, extra=link), ask(), **DEMAND)
    assert finding.cause is Cause.ELSEWHERE
    assert finding.evidence


def test_a_page_that_did_not_come_home_is_unclear_and_a_dead_one_absent() -> None:
    at = "/yjs/{}.html"
    ended = {at.format(n): FetchOutcome.TIMEOUT_BODY for n in range(10)}
    unread = one_things(built(hall(*NAMES, at=at), statuses=ended), ask(), **DEMAND)
    assert unread.outcome is Outcome.UNKNOWN
    dead = one_things(built(hall(*NAMES, at=at)), ask(), **DEMAND)
    assert dead.outcome is Outcome.MISSING
    read = {
        at.format(n): article(f"{name}一件事", "办理流程。" * 20) for n, name in enumerate(NAMES)
    }
    site = with_columns(
        NEWS,
        extra='<a href="/yjs/">一件事一次办</a>',
        more={"/yjs/": hall(*NAMES, at=at), **read},
    )
    assert one_things(site, ask(), **DEMAND).outcome is Outcome.MET


def test_a_scheme_may_name_scenarios_of_its_province() -> None:
    html = hall("大件运输一件事", *[m.name for m in matters("one_things_national_2024").values()])
    finding = one_things(built(html), ask(), extra=("大件运输", "开办药店"))
    assert finding.counts == {"scenarios": 15, "linked": 14, "unclear": 0}
    assert "开办药店" in finding.reason


def test_a_department_without_any_is_not_judged() -> None:
    seen = with_columns(NEWS, unit=DEPARTMENT)
    assert one_things(seen, ask(), **DEMAND).cause is Cause.NOTHING_TO_JUDGE
