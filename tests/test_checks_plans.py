"""The year's plan, last year's summary, the long-term plans."""

from crawlers.checks.plans import plans
from data.types import FetchOutcome, Outcome
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
