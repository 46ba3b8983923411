"""Cells and numbers of the annual report: 0, nothing, a stroke and words are four things."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.subjects.annual.cells import Kind, cell_of
from crawlers.subjects.annual.numerals import whole_number


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0", Kind.NUMBER, "0"),
        (" 1,234 ", Kind.NUMBER, "1234"),
        ("１２", Kind.NUMBER, "12"),
        ("12件", Kind.NUMBER, "12"),
        ("2 个", Kind.NUMBER, "2"),
        ("96171.6", Kind.NUMBER, "96171.6"),
        ("251000元", Kind.NUMBER, "251000"),
        ("减4", Kind.NUMBER, "-4"),
        ("增3", Kind.NUMBER, "3"),
        ("-3", Kind.NUMBER, "-3"),
        ("30 01", Kind.NUMBER, "3001"),  # a figure too wide for its cell
        ("", Kind.BLANK, None),
        ("\u3000", Kind.BLANK, None),
        ("/", Kind.SLASH, None),
        ("—", Kind.SLASH, None),
        ("无", Kind.SLASH, None),
        ("见附件", Kind.WORDS, None),
        ("1.2.3", Kind.WORDS, None),
    ],
)
def test_a_cell_is_what_is_printed_in_it(text: str, kind: Kind, value: str | None) -> None:
    cell = cell_of(text, page=3)
    assert (cell.kind, cell.page) == (kind, 3)
    assert cell.value == (None if value is None else Decimal(value))


def test_only_a_whole_number_is_a_count() -> None:
    assert [cell_of(text).count for text in ("0", "7", "7.5", "", "/")] == [0, 7, None, None, None]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3119", 3119),
        ("3,119", 3119),
        ("零", 0),
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一百二十", 120),
        ("三千零五十", 3050),
        ("一万二千", 12000),
        ("二〇", 20),
        ("万", None),
        ("百", None),
        ("1.2", None),
        ("3,19", None),
        ("几", None),
        ("", None),
    ],
)
def test_numbers_in_words(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def in_words(number: int) -> str:
    """0-9999 as one writes it: 1003 is 一千零三, 12 is 十二."""
    digits, words = "零一二三四五六七八九", ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += digits[digit] + name
        elif words and number % unit and not words.endswith("零"):
            words += "零"
    return words.removeprefix("一") if 10 <= number < 20 else words or "零"


@given(st.integers(0, 9999))
def test_a_number_written_in_words_reads_as_itself(number: int) -> None:
    assert whole_number(in_words(number)) == number
    assert whole_number(f"{number:,}") == number
