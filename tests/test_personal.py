"""What the database keeps of a page carries no number of a person, in whichever fact it stood."""

from dataclasses import fields

import pytest

from crawlers.personal import masked, masked_in_figures, masked_urls, without_numbers
from data.rows import page_row
from data.tables import PageRow
from data.types import Page, PageKind, PageState

ID_NUMBER = "439999197503124218"  # fictional: 439999 is no county
TEXTS = [each.name for each in fields(Page) if each.type is str or each.type == "str"]
# The address is evidence and stays as it is; it is starred wherever it is shown. A simhash is
# made of the text, never a piece of it; a topic is an id of ours. What no column holds is not
# asked.
OURS = {"url", "simhash", "topic"}
KEPT = sorted({*TEXTS, "columns"} & set(PageRow.__table__.columns.keys()) - OURS)


def test_every_text_of_a_page_row_is_asked_below():
    assert KEPT == ["author", "columns", "doc_no", "issuer", "title"]


@pytest.mark.parametrize("fact", KEPT)
def test_no_fact_that_is_kept_carries_a_number(fact):
    said = f"王某（{ID_NUMBER}）"
    given = (said,) if fact == "columns" else said
    page = Page("http://a.localhost/1", PageKind.ARTICLE, PageState.OK, **{fact: given})
    row = page_row(without_numbers(page), "", 0)
    assert "439*************18" in row[fact]
    assert ID_NUMBER not in repr(row)


def test_a_simhash_is_kept_whole():
    page = Page("http://a.localhost/1", PageKind.ARTICLE, PageState.OK, simhash="1234567890123456")
    assert page_row(without_numbers(page), "", 0)["simhash"] == "1234567890123456"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系人 13812345678", "联系人 138******78"),
        ("138 1234 5678", "138******78"),
        ("439999 19750312 4218", "439*************18"),
        ("1381 234 5678", "138******78"),
        ("439999 1975 0312 4218", "439*************18"),
        ("户名王某 6222 0212 3456 7890 128", "户名王某 622**************28"),
        ("6222\u30000212-3456 7890 128", "622**************28"),
        ("2021 2022 2023 2024", "2021 2022 2023 2024"),
        ("文号〔2023〕12号", "文号〔2023〕12号"),
        (
            "见 http://a.gov.cn/t20230512_1234567.html，电话13812345678",
            "见 http://a.gov.cn/t20230512_1234567.html，电话138******78",
        ),
        ("http://a.gov.cn/?m=13812345678&d=20230512", "http://a.gov.cn/?m=138******78&d=20230512"),
    ],
)
def test_long_numbers_are_starred_also_in_groups(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("付6222021234567890128 12345678.90元", "付622**************28 12345678.90元"),
        ("付6222 0212 3456 7890 128", "付622**************28"),
        ("联系138 1234 5678", "联系138******78"),
        ("联系13812345678", "联系138******78"),
        ("合计1234567890.12元，2021 2022 2023 2024", "合计1234567890.12元，2021 2022 2023 2024"),
        ("项目6222021234567890129", "项目6222021234567890129"),  # no card: the check digit is wrong
    ],
)
def test_persons_are_starred_and_amounts_are_not(text, shown):
    assert masked_in_figures(text) == shown


def test_numbers_of_articles_stay_in_an_address():
    assert masked_urls("/202305/t20230512_1234567.html") == "/202305/t20230512_1234567.html"
    assert masked_urls(f"/p/{ID_NUMBER}.html") == "/p/439*************18.html"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/p?tel=13812345678", "/p?tel=138******78"),
        ("/p/8613812345678.html", "/p/861********78.html"),
        (f"/%E5%8A%A0{ID_NUMBER}%E5", "/%E5%8A%A0439*************18%E5"),
        ("13812345678", "138******78"),
        ("/t13812345678.html", "/t13812345678.html"),
        ("/13812345678901.html", "/13812345678901.html"),
        ("/" + "a1" * 32, "/" + "a1" * 32),
    ],
)
def test_a_number_is_starred_where_it_stands_alone_in_an_address(address, shown):
    assert masked_urls(address) == shown
    assert masked_urls(f"{shown} {address}") == f"{shown} {shown}"
