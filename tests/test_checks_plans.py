"""The year's plan, last year's summary, the long-term plans."""

import pytest

from crawlers.checks.plans import _narrower, plans
from data.types import FetchOutcome, Outcome, Unit
from tests.sites import article, ask, entries, page, site

HOME = page(
    "清河县人民政府",
    '<div class="nav"><a href="/gh/">规划计划</a></div>'
    + entries(("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10")),
)
NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。")
TEXT = "围绕农村供水、道路管养等重点任务，安排以下工作。" * 6
PLAN = ("清河县人民政府2023年工作计划", "2023-03-08", TEXT)
SUMMARY = ("清河县人民政府2022年工作总结", "2023-02-09", TEXT)
OUTLINE = ("清河县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "2021-04-27", TEXT)
LAND = ("清河县国土空间总体规划（2021—2035年）", "2023-09-20", TEXT)
SPECIAL = ("清河县“十四五”农村供水专项规划", "2022-05-18", TEXT)
LONG = ("outline", "territorial", "special")


def seen(
    *made: tuple[str, str, str], as_of: str = "2023-12-15", **params: object
) -> dict[str, Outcome]:
    rows = [(f"/gh/{n}.html", title, day) for n, (title, day, _) in enumerate(made)]
    pages = {
        "/": HOME,
        "/dt/1.html": NEWS,
        "/gh/": page("规划计划", entries(*rows), crumbs=("规划计划",)),
        **{
            url: article(title, text, day=day)
            for (url, title, day), (_, _, text) in zip(rows, made, strict=True)
        },
    }
    return dict(plans(site(pages), ask(as_of), **params).items)  # type: ignore[arg-type]


def test_plan_and_summary_are_met() -> None:
    assert seen(PLAN, SUMMARY) == {"plan": Outcome.MET, "summary": Outcome.MET}


def test_the_plan_of_another_year_is_not_this_years() -> None:
    old = ("清河县人民政府2022年工作计划", "2022-03-08", TEXT)
    assert seen(old, SUMMARY) == {"plan": Outcome.MISSING, "summary": Outcome.MET}


def test_a_government_work_report_is_both() -> None:
    report = ("2023年清河县政府工作报告", "2023-01-20", TEXT)
    assert seen(report) == {"plan": Outcome.MET, "summary": Outcome.MET}


def test_before_the_end_of_march_nothing_is_missing() -> None:
    assert set(seen(as_of="2023-03-01").values()) == {Outcome.UNKNOWN}


def test_long_term_plans_are_asked_for_by_the_scheme() -> None:
    assert set(seen(OUTLINE, LAND, SPECIAL, want=LONG).values()) == {Outcome.MET}
    assert seen(LAND, SPECIAL, want=LONG)["outline"] is Outcome.MISSING


def test_news_about_a_plan_is_not_the_plan() -> None:
    news = ("清河县国土空间总体规划通过专家评审", "2023-09-20", TEXT)
    assert seen(OUTLINE, SPECIAL, news, want=LONG)["territorial"] is Outcome.MISSING


def test_a_plan_published_after_the_cut_off_does_not_count() -> None:
    assert seen(PLAN, SUMMARY, as_of="2023-03-05")["plan"] is Outcome.UNKNOWN


def test_a_failed_column_is_unknown() -> None:
    failed = site(
        {"/": HOME, "/dt/1.html": NEWS}, statuses={"/gh/": FetchOutcome.TIMEOUT_FIRST_BYTE}
    )
    assert plans(failed, ask()).outcome is Outcome.UNKNOWN
    copy = site({"/": HOME, "/dt/1.html": NEWS}, copy=True)
    assert plans(copy, ask()).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "title",
    ["2023年春节放假值班工作安排", "2023年中考考务工作安排", "2023年党建工作要点"],
)
def test_a_plan_of_one_subject_is_not_the_years_plan(title: str) -> None:
    assert seen((title, "2023-01-15", TEXT), SUMMARY)["plan"] is Outcome.MISSING


@pytest.mark.parametrize("title", ["2022年疫情防控工作情况", "清河县人民政府2022年上半年工作总结"])
def test_a_summary_of_one_subject_is_not_last_years_summary(title: str) -> None:
    assert seen(PLAN, (title, "2023-01-15", TEXT))["summary"] is Outcome.MISSING


@pytest.mark.parametrize(
    "title",
    [
        "2023年工作要点",
        "清河县2023年度工作计划",
        "2023年县政府重点工作安排",
        "清河县人民政府办公室关于印发《2023年全县重点工作任务分解》的通知",
        "2022年工作总结及2023年工作打算",
    ],
)
def test_a_title_with_no_subject_of_its_own_is_the_years_plan(title: str) -> None:
    assert seen((title, "2023-01-15", TEXT), SUMMARY)["plan"] is Outcome.MET


@pytest.mark.parametrize(
    ("title", "narrower"),
    [
        ("2023年全市卫生健康工作要点", False),
        ("市卫健委2022年工作总结及2023年工作计划", False),
        ("2022年疫情防控工作情况", True),
        ("2023年卫生监督工作计划", True),
    ],
)
def test_a_departments_field_is_its_whole_work(title: str, narrower: bool) -> None:
    unit = Unit("wj", "清河市卫生健康委员会", "department", "市直部门", "http://w/")
    assert _narrower(title, unit) is narrower


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("清河县国民经济和社会发展第十二个五年规划纲要", Outcome.MISSING),
        ("清河县国民经济和社会发展“十三五”规划纲要（2016—2020年）", Outcome.MISSING),
        ("清河县国民经济和社会发展“十四五”规划纲要", Outcome.MET),
        ("江东省国民经济和社会发展第十四个五年规划纲要", Outcome.MISSING),
    ],
)
def test_the_outline_is_the_units_and_still_runs(title: str, outcome: Outcome) -> None:
    assert seen((title, "2021-04-27", TEXT), want=("outline",)) == {"outline": outcome}


def test_the_plan_of_another_organ_is_not_credited() -> None:
    other = ("江东省人民政府2023年工作计划", "2023-03-08", TEXT)
    assert seen(other, SUMMARY)["plan"] is Outcome.MISSING
