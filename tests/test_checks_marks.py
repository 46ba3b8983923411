"""Marks of a site: seen, missed, or drawn where nobody can see them."""

import pytest

from crawlers.checks.marks import identity_marks
from data.types import Outcome
from tests.sites import ask, entries, page, site
from tests.test_checks_website import NEWS, home


def test_all_marks_in_the_footer_are_met() -> None:
    html = home("2023-12-10", more='<a href="/wza/">无障碍浏览</a>')
    finding = identity_marks(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.outcome is Outcome.MET
    assert set(finding.items.values()) == {Outcome.MET}


def test_a_mark_printed_as_text_is_missed_but_one_that_scripts_draw_stays_open() -> None:
    html = home("2023-12-10", foot="主办单位：清河县人民政府办公室 某ICP备12345678号")
    finding = identity_marks(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.items["icp"] is Outcome.MET
    assert finding.items["site_code"] is Outcome.MISSING
    assert finding.items["party_mark"] is Outcome.UNKNOWN


def test_without_a_footer_nothing_is_missing() -> None:
    html = home("2023-12-10", foot="")
    finding = identity_marks(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.outcome is Outcome.UNKNOWN


def test_a_news_item_about_accessibility_is_no_entrance() -> None:
    html = home(
        "2023-12-10", more=entries(("/dt/3.html", "我县推进适老化改造和无障碍设施建设", ""))
    )
    finding = identity_marks(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.items["elder_mode"] is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(
            "<p>经营者应当提供无障碍服务功能，方便老年人浏览。</p>", id="an article's words"
        ),
        pytest.param('<a href="/dt/9.html">无障碍环境建设法施行</a>', id="a headline"),
        pytest.param('<a href="/wza/9.html">全国人大通过无障碍环境建设法</a>', id="a long title"),
    ],
)
def test_words_about_accessibility_are_no_entrance(more: str) -> None:
    finding = identity_marks(site({"/": home("2023-12-10", more=more), "/dt/1.html": NEWS}), ask())
    assert finding.items["elder_mode"] is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "button",
    [
        '<a href="javascript:;">无障碍浏览</a>',
        '<a href="/wza/">长者模式</a>',
        "<span>适老化版</span>",
    ],
)
def test_a_button_of_the_frame_is_an_entrance(button: str) -> None:
    html = home("2023-12-10").replace("<body>", f'<body><div class="header">{button}</div>')
    finding = identity_marks(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.items["elder_mode"] is Outcome.MET


FRAMED = "主办单位：清河县人民政府办公室 网站标识码：9901000001 某ICP备12345678号-1"
OTHER = "主办单位：玄武市人民政府 网站标识码：9902000001 某公网安备 99020002000001号"


def numbers(*feet: str) -> dict[str, Outcome]:
    """The marks of a site with this footer on its front page and these on the others."""
    first, *others = feet
    pages = {"/": home("2023-12-10", foot=first), "/dt/1.html": NEWS}
    pages |= {f"/p{n}.html": page(f"页面{n}", "<p>略</p>", foot=f) for n, f in enumerate(others)}
    return dict(identity_marks(site(pages, rest=False), ask()).items)


def test_a_number_on_somebody_elses_page_is_not_the_sites() -> None:
    assert numbers(FRAMED, OTHER)["police"] is Outcome.MISSING


def test_a_number_beside_one_of_the_front_page_is_the_sites() -> None:
    assert numbers(FRAMED, f"{FRAMED} 某公网安备 99010002000001号")["police"] is Outcome.MET


def test_a_number_that_most_pages_show_is_the_sites() -> None:
    foot = "主办单位：清河县人民政府办公室"
    assert numbers(foot, *[f"{FRAMED}"] * 5)["icp"] is Outcome.MET


def test_a_copyright_line_is_a_footer_that_was_read() -> None:
    html = home("2023-12-10", foot="©2023 清河县人民政府")
    finding = identity_marks(site({"/": html, "/dt/1.html": NEWS}), ask())
    assert finding.items["site_code"] is Outcome.MISSING
