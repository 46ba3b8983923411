import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.reading.dates import any_date, chinese_date, first_date, yearlike

NUMERALS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-12",
        "2023/5/12",
        "2023.05.12",
        "2023年5月12日",
        "２０２３－０５－１２",
        "[2023-05-12 09:00]",
    ],
)
def test_every_printed_form_is_the_same_day(text: str) -> None:
    assert first_date(text) == date(2023, 5, 12)


@pytest.mark.parametrize("text", ["2023-13-01", "2023-02-30", "192.168.2023.1.1.1", "12023-05-121"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert first_date(text) is None


def test_compact_figures_are_read_where_asked_for() -> None:
    assert any_date("20230512") == date(2023, 5, 12)
    assert any_date("20230512093000") == date(2023, 5, 12)
    assert any_date("1683849600000") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二三年五月十二日", date(2023, 5, 12)),
        ("二○二〇年十月三十一日", date(2020, 10, 31)),
        ("二零一九年十二月二十日", date(2019, 12, 20)),
        ("一九九八年一月一日起施行，二〇二一年二月三日修订", date(2021, 2, 3)),
    ],
)
def test_chinese_numerals_are_read_and_the_last_date_signs(text: str, day: date) -> None:
    assert chinese_date(text) == day


def test_a_day_that_does_not_exist_in_numerals_is_none() -> None:
    assert chinese_date("二〇二三年二月三十日") is None


def numeral(number: int) -> str:
    if number < 10:
        return NUMERALS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_numerals_and_figures_agree(day: date) -> None:
    year = "".join(NUMERALS[int(c)] for c in str(day.year))
    assert chinese_date(f"{year}年{numeral(day.month)}月{numeral(day.day)}日") == day
    assert first_date(f"（{day.year}年{day.month}月{day.day}日）") == day


@given(st.text(st.sampled_from("0129０１２９5５ 年-"), max_size=9))
def test_a_year_in_figures_of_either_width_is_seen(text):
    plain = re.search(r"[1\uff11][9\uff19]\d\d|[2\uff12][0\uff10]\d\d", text)
    assert yearlike(text) == (plain is not None)
