"""Meta tags, and title, date and source of a page."""

from crawlers.checks.labels import meta_tags, page_fields
from data.types import Cause, Outcome
from tests.sites import article, ask, entries, page, site


def metas(**tags: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in tags.items())


SITE = metas(SiteName="清河县人民政府", SiteDomain="qinghe.localhost", SiteIDCode="9901000001")
COLUMN = metas(
    ColumnName="政务动态", ColumnDescription="动态", ColumnKeywords="动态", ColumnType="工作动态"
)
ARTICLE = metas(ArticleTitle="会议", PubDate="2023-12-10 09:00", ContentSource="办公室")
ROWS = entries(("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10"))


def pages(site_head: str, column_head: str, article_head: str, **fields: str) -> dict[str, str]:
    return {
        "/": page(
            "清河县人民政府",
            ROWS + '<div class="nav"><a href="/dt/">政务动态</a></div>',
            head=site_head,
        ),
        "/dt/": page("政务动态", ROWS, head=column_head, crumbs=("政务动态",)),
        "/dt/1.html": article(
            "清河县召开防汛工作会议",
            "会议部署了防汛工作，要求压实责任。",
            head=article_head,
            **fields,  # type: ignore[arg-type]
        ),
    }


def test_all_tags_are_met() -> None:
    finding = meta_tags(site(pages(SITE, COLUMN, ARTICLE)), ask())
    assert finding.outcome is Outcome.MET


def test_an_empty_content_source_is_a_missing_tag() -> None:
    hollow = ARTICLE.replace('content="办公室"', 'content=""')
    finding = meta_tags(site(pages(SITE, COLUMN, hollow)), ask())
    assert finding.items["article_tags"] is Outcome.PARTIAL
    assert "ContentSource" in finding.reason


def test_no_tags_at_all_are_missing() -> None:
    finding = meta_tags(site(pages("", "", "")), ask())
    assert finding.outcome is Outcome.MISSING
    assert finding.looked


def test_kinds_of_page_not_read_are_unknown() -> None:
    only_home = {"/": pages(SITE, "", "")["/"]}
    finding = meta_tags(site(only_home), ask())
    assert finding.items["site_tags"] is Outcome.MET
    assert finding.items["column_tags"] is Outcome.UNKNOWN
    assert finding.items["article_tags"] is Outcome.UNKNOWN


# --- page_fields -------------------------------------------------------------------------------


def fields(**given: str) -> tuple[Outcome, dict[str, int]]:
    finding = page_fields(site(pages("", "", "", **given)), ask())
    return finding.outcome, dict(finding.counts)


def test_a_page_with_title_date_and_source_is_met() -> None:
    assert fields() == (Outcome.MET, {"missing_field": 0})


def test_a_page_without_source_misses_one_field() -> None:
    assert fields(source="") == (Outcome.PARTIAL, {"missing_field": 1})


def test_a_page_without_date_and_source_misses_two() -> None:
    assert fields(day="", source="") == (Outcome.PARTIAL, {"missing_field": 2})


def test_a_source_label_with_nothing_behind_it_is_no_source() -> None:
    html = article("清河县召开防汛工作会议", "会议部署了防汛工作。", source="").replace(
        "发布时间：2023-06-01", "发布时间：2023-06-01 来源： 浏览次数：12"
    )
    finding = page_fields(site({**pages("", "", ""), "/dt/1.html": html}), ask())
    assert finding.counts == {"missing_field": 1}


def test_standing_pages_need_no_source() -> None:
    guide = article("清河县政府信息公开指南", "为便于公众获取信息，编制本指南。", day="", source="")
    seen = site(
        {
            "/": pages("", "", "")["/"],
            "/zn/": page(
                "政府信息公开指南",
                entries(("/zn/1.html", "清河县政府信息公开指南", "2023-01-05")),
                crumbs=("政府信息公开指南",),
            ),
            "/zn/1.html": guide,
        }
    )
    assert page_fields(seen, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_only_the_newest_are_taken() -> None:
    rows = [(f"/dt/{n}.html", f"清河县开展第{n}次巡查", f"2023-11-{n:02}") for n in range(1, 11)]
    made = {
        url: article(title, "巡查了重点区域。", day=day, source="" if n < 5 else "县政府办")
        for n, (url, title, day) in enumerate(rows)
    }
    seen = site({"/": pages("", "", "")["/"], "/dt/": page("政务动态", entries(*rows)), **made})
    assert page_fields(seen, ask(), sample=5).outcome is Outcome.MET
    assert page_fields(seen, ask(), sample=10).counts == {"missing_field": 5}
