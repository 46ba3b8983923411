"""Normative documents: elements, filing and clean-up."""

import pytest

from crawlers.checks.policy import document_fields, documents_cleaned
from data.types import Cause, FetchOutcome, Outcome
from tests.sites import article, ask, entries, page, site

HOME = page(
    "清河县人民政府",
    '<div class="nav"><a href="/wj/">行政规范性文件</a></div>'
    + entries(("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10")),
)
NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。")
TITLE = "清河县人民政府办公室关于印发《清河县农村供水管理办法》的通知"
SIGNED = "清河县人民政府办公室\n2023年5月30日\n第一条 为规范农村供水工作，制定本办法。"
FILE = '<p>附件：<a href="/files/a.docx">农村供水管理办法.docx</a></p>'


def document(
    *,
    title: str = TITLE,
    number: str = "清政办规〔2023〕1号",
    text: str = SIGNED,
    validity: str = "有效",
    file: str = FILE,
    day: str = "2023-06-01",
) -> str:
    labels = "".join(
        f"<tr><td>{name}：</td><td>{value}</td></tr>"
        for name, value in (("文号", number), ("发布日期", day), ("有效性", validity))
        if value
    )
    head = f"<table>{labels}</table>"
    made = article(title, text, day=day, extra=file)
    return made.replace('<div class="article">', f'{head}<div class="article">')


def library(*documents: tuple[str, str]) -> dict[str, str]:
    rows = [(f"/wj/{n}.html", title, "2023-06-01") for n, (title, _) in enumerate(documents)]
    return {
        "/": HOME,
        "/dt/1.html": NEWS,
        "/wj/": page("行政规范性文件", entries(*rows), crumbs=("行政规范性文件",)),
        **{url: html for (url, _, _), (_, html) in zip(rows, documents, strict=True)},
    }


def fields(html: str, title: str = TITLE) -> tuple[Outcome, dict[str, int]]:
    seen = site(library((title, html)), files={"/files/a.docx": "正文"})
    finding = document_fields(seen, ask())
    return finding.outcome, {key: n for key, n in finding.counts.items() if n}


def test_a_document_with_all_elements_is_met() -> None:
    assert fields(document()) == (Outcome.MET, {})


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        (document(number=""), "missing_number"),
        (document(text="第一条 为规范农村供水工作，制定本办法。"), "missing_written_on"),
        (document(validity=""), "missing_validity"),
        (document(file=""), "no_download"),
    ],
)
def test_each_element_left_out_is_counted(html: str, lost: str) -> None:
    assert fields(html) == (Outcome.PARTIAL, {lost: 1})


def test_the_term_in_the_text_is_no_mark_of_validity() -> None:
    html = document(validity="", text=SIGNED + "\n本办法自公布之日起施行，有效期5年。")
    assert fields(html) == (Outcome.PARTIAL, {"missing_validity": 1})


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("国务院办公厅关于印发《政府信息公开信息处理费管理办法》的通知", "国办函〔2020〕109号"),
        ("关于印发《玉泉市城区停车管理办法》的通知", "玉政发〔2023〕7号"),
        ("玉泉市教育局关于规范课后服务的实施意见", "玉教发〔2023〕7号"),
        ("财政部 教育部关于印发《专项资金管理办法》的通知", "财教〔2023〕7号"),
    ],
)
def test_documents_of_other_organs_are_not_held_against_the_unit(title: str, number: str) -> None:
    text = "现印发给你们，请遵照执行。"
    html = document(title=title, number=number, text=text, validity="", file="")
    seen = site(library((title, html)))
    finding = document_fields(seen, ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


def test_drafts_and_news_are_no_documents() -> None:
    for title in (
        "关于《清河县犬只管理办法（征求意见稿）》公开征求意见的公告",
        "清河县召开信访工作会议",
    ):
        html = document(title=title, validity="")
        assert document_fields(site(library((title, html))), ask()).outcome is Outcome.UNKNOWN


def test_documents_older_than_three_years_do_not_count() -> None:
    html = document(day="2019-06-01", validity="")
    pages = library((TITLE, html))
    pages["/wj/"] = pages["/wj/"].replace("2023-06-01", "2019-06-01")
    assert document_fields(site(pages), ask()).cause is Cause.NOTHING_TO_JUDGE


def test_an_unread_library_is_unknown_for_that_reason() -> None:
    seen = site({"/": HOME, "/dt/1.html": NEWS}, statuses={"/wj/": FetchOutcome.SERVER_ERROR})
    assert document_fields(seen, ask()).cause is Cause.NOT_READ


# --- documents_cleaned ---------------------------------------------------------------------------

FILED = ("清河县人民政府2023年行政规范性文件备案情况", "2023年报送备案的行政规范性文件共3件。")
CLEANED = ("清河县人民政府行政规范性文件清理结果的公告", "继续有效3件，废止0件，失效0件。")


def cleaned(*others: tuple[str, str], day: str = "2023-08-22") -> dict[str, Outcome]:
    made = [(title, article(title, text, day=day)) for title, text in others]
    finding = documents_cleaned(site(library((TITLE, document()), *made)), ask())
    return dict(finding.items)


def test_filing_and_clean_up_are_met() -> None:
    assert cleaned(FILED, CLEANED) == {"filing": Outcome.MET, "cleanup": Outcome.MET}


def test_what_was_never_published_is_missing() -> None:
    assert cleaned(FILED) == {"filing": Outcome.MET, "cleanup": Outcome.MISSING}


def test_a_clean_up_three_years_ago_is_too_old() -> None:
    assert cleaned(CLEANED, day="2020-11-01")["cleanup"] is Outcome.MISSING


def test_an_order_to_clean_up_is_no_result() -> None:
    order = ("清河县人民政府办公室关于开展行政规范性文件清理工作的通知", "请各单位开展清理。")
    assert cleaned(order)["cleanup"] is Outcome.MISSING


def test_the_province_cleaning_up_is_not_the_unit() -> None:
    other = ("江东省人民政府关于公布规范性文件清理结果的决定", "决定废止文件3件。")
    assert cleaned(other)["cleanup"] is Outcome.MISSING


def test_a_unit_without_documents_has_nothing_to_clean() -> None:
    finding = documents_cleaned(site({"/": HOME, "/dt/1.html": NEWS}), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE
