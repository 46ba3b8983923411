"""Figures and periods as people type them."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.metrics.known import known
from data.metrics.numbers import FigureError, is_blank, read_figure, shown
from data.metrics.periods import find_period, read_period
from data.metrics.types import Period, period_from

CASES, RATE = known().metrics["hotline_cases"], known().metrics["hotline_on_time_rate"]
SCORE, DAYS = known().metrics["ratings_score"], known().metrics["handling_days"]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("120", "", 120),
        ("１２０", "", 120),
        ("1,234,567", "", 1234567),
        ("1，234", "", 1234),
        (" 1 234 ", "", 1234),
        ("1.2万", "", 12000),
        ("1.2万件", "", 12000),
        ("120件", "件", 120),
        ("1.2", "万件", 12000),
        ("3", "千件", 3000),
        ("+5", "", 5),
        ("0", "", 0),
    ],
)
def test_a_count_is_read_as_people_type_it(text, unit, value):
    assert read_figure(text, CASES, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "percent"),
    [
        ("97.5%", "", "97.5"),
        ("97.5％", "", "97.5"),
        ("97.5", "", "97.5"),
        ("97.5", "%", "97.5"),
        ("975‰", "", "97.5"),
        ("0.5%", "", "0.5"),
        ("100", "", "100"),
        ("0", "", "0"),
        ("0%", "%", "0"),
    ],
)
def test_a_share_is_in_percent(text, unit, percent):
    assert read_figure(text, RATE, unit) == Fraction(percent)


@pytest.mark.parametrize(
    ("text", "metric", "unit", "said"),
    [
        ("0.975", RATE, "", "看不出是 97.5% 还是 0.975%"),
        ("1", RATE, "%", "看不出是 100% 还是 1%"),
        ("101%", RATE, "", "0 到 100%"),
        ("1200%", RATE, "", "0 到 100%"),
        ("-1", CASES, "", "0 到 1000000000件"),
        ("9.6", SCORE, "%", "按“分”填报"),
        ("10.5", SCORE, "", "0 到 10分"),
        ("1.5", CASES, "", "应为整数"),
        ("1.23456万", CASES, "", "应为整数"),
        ("98%", CASES, "", "按“件”填报"),
        ("120件", RATE, "", "按“%”填报"),
        ("8小时", DAYS, "", "折算成天"),
        ("1.2万", CASES, "万件", "都写了倍数"),
        ("5", CASES, "公里", "不认识计量单位“公里”"),
        ("1,23", CASES, "", "不是数字"),
        ("约100", CASES, "", "不是数字"),
        ("无", CASES, "", "不是数字"),
        ("1e3", CASES, "", "不是数字"),
        ("=1+1", CASES, "", "不是数字"),
        ("9" * 40, CASES, "", "不是数字"),
        ("③26", CASES, "", "不是数字"),
        ("26²", CASES, "", "不是数字"),
    ],
)
def test_what_is_no_such_figure_is_refused_and_why(text, metric, unit, said):
    with pytest.raises(FigureError, match=said):
        read_figure(text, metric, unit)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "暂无", "－"])
def test_an_empty_cell_says_nothing(text):
    assert is_blank(text)


@given(st.integers(0, 10**9), st.booleans())
def test_a_whole_number_comes_back_however_it_is_written(number, grouped):
    text = f"{number:,}" if grouped else str(number)
    wide = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert read_figure(text, CASES) == read_figure(wide, CASES) == number


@given(st.integers(0, 10000))
def test_a_share_written_with_its_sign_is_exact(hundredths):
    assert read_figure(f"{hundredths // 100}.{hundredths % 100:02d}%", RATE) == Fraction(
        hundredths, 100
    )


@given(st.integers(0, 10**6), st.integers(0, 9999))
def test_ten_thousands_are_multiplied_exactly(whole, rest):
    value = whole * 10**4 + rest
    if value <= 10**9:
        assert read_figure(f"{whole}.{rest:04d}万", CASES) == value


@given(st.text(max_size=40), st.sampled_from([CASES, RATE, SCORE, DAYS]))
def test_any_text_is_a_figure_in_range_or_refused_in_words(text, metric):
    with suppress(FigureError):
        assert metric.low <= read_figure(text, metric) <= metric.high


def test_figures_are_shown_with_at_most_two_decimals():
    assert shown(Fraction(2, 3) * 100, "%") == "66.67%"
    assert shown(Fraction(120), "件") == "120件"
    assert shown(Fraction(1, 2)) == "0.5"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023年1-6月", 1, 6),
        ("1—6月份", 1, 6),
        ("2023年1月至6月", 1, 6),
        ("2023Q2", 4, 6),
        ("2023年第二季度", 4, 6),
        ("二季度", 4, 6),
        ("2023-06", 6, 6),
        ("202306", 6, 6),
        ("2023.6", 6, 6),
        ("2023年６月", 6, 6),
        ("6月份", 6, 6),
        ("2023-06-01", 6, 6),  # a month as spreadsheets keep it
        ("全年", 1, 12),
        ("2023", 1, 12),
        ("2023年度", 1, 12),
        ("上半年", 1, 6),
        ("下半年", 7, 12),
        ("前三季度", 1, 9),
        ("截至6月底", 1, 6),
        ("截至2023年9月", 1, 9),
        ("2023年1月1日至6月30日", 1, 6),
    ],
)
def test_a_period_is_whole_months_of_the_year(text, first, last):
    assert read_period(text, 2023) == Period(2023, first, last)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "时期为空"),
        ("2023-06-30", "不是整月"),
        ("2023年1月1日至6月15日", "不是整月"),
        ("2022年12月-2023年1月", "跨两个年度"),
        ("13月", "月份不对"),
        ("6-1月", "月份不对"),
        ("2023.1", "1 月还是 10 月"),  # what a spreadsheet makes of 2023.10
        ("去年", "看不懂时期"),
        ("2023年2月30日", "不是日期"),
    ],
)
def test_what_is_no_period_is_refused(text, said):
    with pytest.raises(FigureError, match=said):
        read_period(text, 2023)


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_period_comes_back_from_its_key_and_its_name(one, other):
    period = Period(2023, min(one, other), max(one, other))
    assert period_from(period.key) == period
    assert read_period(str(period), 2023) == period


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("清河县12345热线2023年1-6月办理情况", Period(2023, 1, 6)),
        ("2023年6月红黄牌通报", Period(2023, 6, 6)),
        ("2023年度好差评情况", Period(2023, 1, 12)),
        ("2023年12345热线", Period(2023, 1, 12)),
        ("10月15日导出", None),
        ("2023年10月15日导出", None),
        ("一览表", None),
    ],
)
def test_a_title_may_name_the_period(title, period):
    assert find_period(title, 2023) == period
