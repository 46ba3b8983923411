"""Text folded to plain characters, without making numbers that nobody wrote."""

import pytest

from crawlers.formats.content import cell, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("③26", "3 26"),  # item 3: 26, not 326
        ("26③", "26 3"),
        ("①②", "1 2"),
        ("⒊26", "3. 26"),  # not 3.26
        ("㉑5", "21 5"),
        ("其中①公开3件②不予公开2件", "其中1公开3件2不予公开2件"),
        ("收到申请26²件", "收到申请26 2件"),  # a footnote
        ("10¹²", "10 12"),
        ("3½", "3 1⁄2"),
        ("２０２３年１２月", "2023年12月"),  # digits stay one number
        ("𝟐𝟎23", "2023"),
        ("50㎡", "50m2"),
        ("⽬录（2023）：", "目录(2023):"),
        ("a\x00b\ud800", "ab"),
    ],
)
def test_marks_that_fold_to_digits_stay_apart_from_numbers(written, read):
    assert plain(written) == read


def test_a_cell_is_one_line():
    assert cell(" ③26 \n 件 ") == "3 26 件"
