"""Interpretations: coverage, links both ways, in time."""

from crawlers.checks.interpretation import interpretation_coverage, interpretation_pairs
from data.types import Cause, FetchOutcome, Outcome
from tests.sites import article, ask, entries, page, site

HOME = page(
    "清河县人民政府",
    '<div class="nav"><a href="/wj/">行政规范性文件</a><a href="/jd/">政策解读</a></div>'
    + entries(("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10")),
)
NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。")
WATER = "清河县人民政府办公室关于印发《清河县农村供水管理办法》的通知"
HOUSES = "清河县人民政府办公室关于印发《清河县老旧小区改造管理办法》的通知"


def document(title: str, number: int, *, link: str = "", day: str = "2023-06-01") -> str:
    text = f"清政办规〔2023〕{number}号\n清河县人民政府办公室\n2023年5月30日\n第一条 制定本办法。"
    related = f'<div>相关解读：<a href="{link}">政策解读原文</a></div>' if link else ""
    return article(title, text, day=day, extra=related)


def explained(title: str, *, link: str = "", day: str = "2023-06-02") -> str:
    related = f'<div>相关文件：<a href="{link}">文件原文链接</a></div>' if link else ""
    return article(title, "一、背景依据。二、主要内容。", day=day, extra=related)


def pages(
    documents: dict[str, tuple[str, str]], interpretations: dict[str, tuple[str, str]]
) -> dict[str, str]:
    def rows(made: dict[str, tuple[str, str]]) -> str:
        return entries(*((url, title, "2023-06-01") for url, (title, _) in made.items()))

    made = {url: html for url, (_, html) in (documents | interpretations).items()}
    return {
        "/": HOME,
        "/dt/1.html": NEWS,
        "/wj/": page("行政规范性文件", rows(documents), crumbs=("行政规范性文件",)),
        "/jd/": page("政策解读", rows(interpretations), crumbs=("政策解读",)),
        **{url: html for url, html in made.items() if html},
    }


BOTH_WAYS = pages(
    {"/wj/1.html": (WATER, document(WATER, 1, link="/jd/1.html"))},
    {
        "/jd/1.html": (
            "《清河县农村供水管理办法》政策解读",
            explained("《清河县农村供水管理办法》政策解读", link="/wj/1.html"),
        )
    },
)


def coverage(made: dict[str, str], **given: object) -> tuple[Outcome, dict[str, int]]:
    finding = interpretation_coverage(site(made, **given), ask())  # type: ignore[arg-type]
    return finding.outcome, dict(finding.counts)


# --- coverage ------------------------------------------------------------------------------------


def test_every_document_explained_is_met() -> None:
    assert coverage(BOTH_WAYS) == (Outcome.MET, {"required": 1, "interpreted": 1})


def test_one_of_two_explained_is_partial() -> None:
    made = pages(
        {
            "/wj/1.html": (WATER, document(WATER, 1)),
            "/wj/2.html": (HOUSES, document(HOUSES, 2)),
        },
        {
            "/jd/1.html": (
                "一图读懂清河县农村供水管理办法",
                explained("一图读懂清河县农村供水管理办法"),
            )
        },
    )
    assert coverage(made) == (Outcome.PARTIAL, {"required": 2, "interpreted": 1})


def test_none_explained_is_missing_after_a_complete_look() -> None:
    made = pages({"/wj/1.html": (WATER, document(WATER, 1))}, {})
    assert coverage(made) == (Outcome.MISSING, {"required": 1, "interpreted": 0})


def test_the_interpretation_of_another_document_does_not_count() -> None:
    other = "《江东省农村供水条例》政策解读"
    made = pages(
        {"/wj/1.html": (WATER, document(WATER, 1))}, {"/jd/1.html": (other, explained(other))}
    )
    assert coverage(made)[1] == {"required": 1, "interpreted": 0}


def test_the_interpretation_of_another_year_does_not_count() -> None:
    this, last = (
        f"清河县人民政府关于印发《清河县{year}年供水保障办法》的通知" for year in (2023, 2022)
    )
    other = "《清河县2022年供水保障办法》政策解读"
    made = pages(
        {"/wj/1.html": (this, document(this, 1)), "/wj/2.html": (last, document(last, 2))},
        {"/jd/1.html": (other, explained(other))},
    )
    finding = interpretation_coverage(site(made), ask())
    assert finding.counts == {"required": 2, "interpreted": 1}
    assert "清河县2023年供水保障办法" in finding.reason


def test_an_unread_column_of_interpretations_is_unknown() -> None:
    made = pages({"/wj/1.html": (WATER, document(WATER, 1))}, {})
    del made["/jd/"]
    assert coverage(made, statuses={"/jd/": FetchOutcome.SERVER_ERROR})[0] is Outcome.UNKNOWN
    assert coverage(made, copy=True)[0] is Outcome.UNKNOWN


def test_a_document_of_last_week_may_still_wait() -> None:
    made = pages({"/wj/1.html": (WATER, document(WATER, 1, day="2023-12-12"))}, {})
    assert interpretation_coverage(site(made), ask()).cause is Cause.NOTHING_TO_JUDGE


def test_no_documents_is_nothing_to_judge() -> None:
    finding = interpretation_coverage(site(pages({}, {})), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


# --- pairs ---------------------------------------------------------------------------------------


def pairs(made: dict[str, str]) -> tuple[Outcome, dict[str, int]]:
    finding = interpretation_pairs(site(made), ask())
    return finding.outcome, dict(finding.counts)


def one_pair(
    *, back: str = "/wj/1.html", day: str = "2023-06-02", forth: str = "/jd/1.html"
) -> dict[str, str]:
    title = "《清河县农村供水管理办法》政策解读"
    return pages(
        {"/wj/1.html": (WATER, document(WATER, 1, link=forth))},
        {"/jd/1.html": (title, explained(title, link=back, day=day))},
    )


def test_linked_both_ways_and_in_time_is_met() -> None:
    assert pairs(one_pair()) == (Outcome.MET, {"pairs": 1, "linked": 1, "on_time": 1})


def test_a_link_one_way_only_is_not_linked() -> None:
    assert pairs(one_pair(back=""))[1] == {"pairs": 1, "linked": 0, "on_time": 1}
    assert pairs(one_pair(forth=""))[1] == {"pairs": 1, "linked": 0, "on_time": 1}


def test_a_link_to_the_column_is_not_a_link_to_the_document() -> None:
    assert pairs(one_pair(back="/wj/"))[1]["linked"] == 0


def test_three_working_days_run_over_a_weekend() -> None:
    # 2023-06-01 was a Thursday: Friday, Monday, Tuesday are the three days.
    assert pairs(one_pair(day="2023-06-06"))[1]["on_time"] == 1
    assert pairs(one_pair(day="2023-06-07"))[1]["on_time"] == 0


def test_an_interpretation_before_its_document_is_in_time() -> None:
    assert pairs(one_pair(day="2023-05-30"))[1]["on_time"] == 1


def test_without_a_pair_there_is_nothing_to_judge() -> None:
    made = pages({"/wj/1.html": (WATER, document(WATER, 1))}, {})
    assert interpretation_pairs(site(made), ask()).cause is Cause.NOTHING_TO_JUDGE


# --- what a link proves --------------------------------------------------------------------------


def joined(title: str, link: str) -> int:
    """Documents with an interpretation, given its title and the HTML at its end."""
    html = article(title, "一、背景依据。二、主要内容。", day="2023-06-02", extra=link)
    made = pages({"/wj/1.html": (WATER, document(WATER, 1))}, {"/jd/1.html": (title, html)})
    return coverage(made)[1]["interpreted"]


LINK = '<a href="/wj/1.html">文件原文：清河县的管理办法</a>'


def test_a_link_in_the_content_joins_titles_that_share_words() -> None:
    assert joined("农村供水有了新规矩 县水利局答记者问", f"<div>{LINK}</div>") == 1
    assert joined("政策解读", f"<div>{LINK}</div>") == 1


def test_a_link_joins_no_titles_without_words_in_common() -> None:
    assert joined("关于养老服务补贴新规定的政策解读", f"<div>{LINK}</div>") == 0


def test_neighbours_in_the_list_and_menus_prove_nothing() -> None:
    title = "农村供水有了新规矩 县水利局答记者问"
    assert joined(title, f"<div>上一篇：{LINK}</div>") == 0
    assert joined(title, f"<div>相关链接：{LINK}</div>") == 0
    assert joined(title, f"<nav>{LINK}</nav>") == 0
