"""Figures of service guides, and the same matter at several levels."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.checks.guides import guide_figures, guide_uniform
from crawlers.site import Site
from crawlers.subjects.guides import Guide, depth, labelled, limits, tabled, trips
from data.matters import elements
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import ask

GOOD = {
    "事项类型": "行政许可",
    "设定依据": "停车管理条例第三条",
    "申请条件": "本县居民",
    "申请材料": "申请书、身份证明",
    "法定办结时限": "20个工作日",
    "承诺办结时限": "3个工作日",
    "办件类型": "即办件",
    "网办深度": "三级",
    "到办事现场次数": "1次",
}
NEWS = Entry("清河县召开放管服改革推进会", "2023-11-01")


def guide(name: str, **changed: str) -> Entry:
    """A guide as a table of two columns."""
    values = {"事项名称": name, **GOOD, **changed}
    rows = [(label, value) for label, value in values.items() if value]
    return Entry(
        f"{name}办事指南", "2023-06-01", "现将办事指南予以公布，请按要求办理。", table(*rows)
    )


def hall(*entries: Entry) -> Site:
    return with_columns({"办事指南": [*entries, NEWS]})


def many(n: int, **changed: str) -> list[Entry]:
    return [guide(f"第{k}类停车证核发", **changed) for k in range(n)]


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "法定办结时限：20个工作日\n承诺办结时限：3个工作日",
        "一、法定时限\t20个工作日\n二、承诺时限\t3个工作日",
        "（五）法定期限\n20个工作日\n（六）承诺期限\n3个工作日",
        "【法定办结时限】：20（工作日）\n【承诺办结时限】：3（工作日）",
    ],
)
def test_a_value_stands_beside_or_below_its_label(text: str) -> None:
    days = limits(Guide(None, labelled(text)))  # type: ignore[arg-type]
    assert days == (20, 3)


@pytest.mark.parametrize(
    ("legal", "promised", "days"),
    [
        ("20个工作日", "即办", (20, 0)),
        ("20日", "当场办结", (20, 0)),
        ("20个工作日", "7.5个工作日", (20, Fraction("7.5"))),
        ("20日", "3个工作日", None),  # not the same kind of day
        ("无", "3个工作日", None),
        ("1年", "3个工作日", None),
        ("20个工作日", "", None),
    ],
)
def test_limits_are_compared_in_the_same_kind_of_days(legal, promised, days) -> None:
    values = {"legal": legal, "promised": promised}
    assert limits(Guide(None, values)) == days  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("三级", 3),
        ("Ⅳ级", 4),
        ("II级", 2),
        ("互联网咨询（一级）、互联网收件（二级）", 2),
        ("全程网办", 4),
        ("支持", None),
    ],
)
def test_depth_is_the_highest_level_named(said: str, level: int | None) -> None:
    assert depth(Guide(None, {"depth": said})) == level  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "times"), [("1次", 1), ("0次", 0), ("不需要到现场", 0), ("2", 2), ("视情况", None)]
)
def test_trips(said: str, times: int | None) -> None:
    assert trips(Guide(None, {"visits": said})) == times  # type: ignore[arg-type]


def test_every_row_of_a_list_of_matters_is_a_guide() -> None:
    rows = tabled(
        "序号\t事项名称\t法定时限\t承诺时限\n1\t停车证\t20日\t1日\n2\t通行证\t10日\t即办\n合计\t2"
    )
    assert [row["title"] for row in rows] == ["停车证", "通行证"]
    assert rows[1]["promised"] == "即办"


def test_there_are_48_elements_and_those_compared_are_among_them() -> None:
    assert len(elements("guide", "elements_services")) == 48
    assert set(elements("guide_same", "elements_services")) < set(
        elements("guide", "elements_services")
    )


# --- figures --------------------------------------------------------------------------------------


def test_good_figures_are_met_and_counted() -> None:
    finding = guide_figures(hall(*many(5)), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    # Five guides of 20 days by law and 3 promised: 1 - 15/100 = 85 %.
    assert finding.counts == {
        "guides": 5,
        "legal_days": 100,
        "cut_days": 85,
        "typed": 5,
        "instant": 5,
        "depth_stated": 5,
        "deep": 5,
        "trips_stated": 5,
        "once": 5,
    }
    assert "85.0%" in finding.reason


@pytest.mark.parametrize(
    ("label", "value", "item"),
    [
        ("承诺办结时限", "18个工作日", "time_cut"),
        ("办件类型", "承诺件", "instant"),
        ("网办深度", "一级", "online"),
        ("到办事现场次数", "3次", "once"),
    ],
)
def test_a_figure_below_its_target_is_not_complete(label: str, value: str, item: str) -> None:
    finding = guide_figures(hall(*many(5, **{label: value})), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert [k for k, o in finding.items.items() if o is not Outcome.MET] == [item]


def test_a_figure_below_its_target_accuses_nobody_while_guides_were_not_read() -> None:
    low = [*many(5, 承诺办结时限="18个工作日"), NEWS]
    built = with_columns(
        {"办事指南": low},
        extra='<a href="/zn/">办事指南</a>',
        statuses={"/zn/": FetchOutcome.SERVER_ERROR},
    )
    assert guide_figures(built, ask()).items["time_cut"] is Outcome.UNKNOWN


def test_only_licences_count_for_time_and_instant() -> None:
    others = [guide(f"第{k}类公共服务", 事项类型="公共服务", 办件类型="承诺件") for k in range(5)]
    finding = guide_figures(hall(*many(5), *others), ask())
    assert finding.counts["typed"] == 5
    assert finding.counts["trips_stated"] == 10


def test_a_figure_that_few_guides_give_is_not_judged() -> None:
    finding = guide_figures(hall(*many(4)), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE
    some = guide_figures(hall(*many(5, 网办深度="")), ask())
    assert some.items["online"] is Outcome.UNKNOWN
    assert some.items["once"] is Outcome.MET


def test_guides_on_a_platform_are_left_to_reported_figures() -> None:
    link = '<a href="http://zwfw.example.cn/">省政务服务网</a>'
    built = with_columns({"工作动态": [NEWS, NEWS]}, extra=link)
    assert guide_figures(built, ask()).cause is Cause.ELSEWHERE


def test_a_report_that_names_limits_is_no_guide() -> None:
    text = "法定办结时限：20个工作日\n承诺办结时限：1个工作日\n办件类型：即办件\n网办深度：四级"
    reports = [Entry(f"清河县召开第{k}次压缩时限推进会", "2023-11-01", text) for k in range(6)]
    finding = guide_figures(with_columns({"工作动态": reports}), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 90)), min_size=5, max_size=8))
def test_the_cut_is_one_minus_promised_over_legal(days: list[tuple[int, int]]) -> None:
    entries = [
        guide(f"第{k}类停车证核发", 法定办结时限=f"{legal}日", 承诺办结时限=f"{promised}日")
        for k, (legal, promised) in enumerate(days)
    ]
    counts: Mapping[str, int] = guide_figures(hall(*entries), ask()).counts
    assert counts["legal_days"] == sum(legal for legal, _ in days)
    assert counts["cut_days"] == sum(legal - promised for legal, promised in days)


# --- levels ---------------------------------------------------------------------------------------


def levels(**village: str) -> Site:
    return hall(
        guide("高龄津贴申领", 行使层级="县级", 实施主体="清河县民政局"),
        guide("桃源镇高龄津贴申领", 行使层级="乡级", 实施主体="桃源镇人民政府"),
        guide("高龄津贴申领（桥头村）", 行使层级="村级", 实施主体="桥头村村委会", **village),
    )


def test_the_same_elements_at_all_levels_are_met() -> None:
    finding = guide_uniform(levels(), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert (finding.counts["matters"], finding.counts["uniform"]) == (1, 1)
    assert len(finding.evidence) == 3


def test_an_element_that_differs_is_named_with_both_guides() -> None:
    finding = guide_uniform(levels(申请材料="申请书、户口簿、照片"), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts["differing"] == 1
    assert "申请材料" in finding.reason


def test_names_of_places_and_signs_make_no_difference() -> None:
    finding = guide_uniform(levels(设定依据="《停车管理条例》第三条"), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_an_element_that_one_guide_leaves_out_is_not_compared() -> None:
    assert guide_uniform(levels(申请材料=""), ask()).outcome is Outcome.MET


def test_one_level_alone_is_not_judged() -> None:
    one = hall(*[guide("高龄津贴申领", 行使层级="县级")] * 2)
    assert guide_uniform(one, ask()).cause is Cause.NOTHING_TO_JUDGE
