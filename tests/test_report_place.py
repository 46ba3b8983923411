"""Where `gkc report` writes, and what issuing asks for, said at once."""

from pathlib import Path

import pytest

from dashboard.commands.options import CommandError
from dashboard.commands.report import _place, report_issue

NAME = "一单位一报告.docx"


def test_a_path_without_an_ending_is_a_folder_made_when_needed(tmp_path):
    assert _place(tmp_path / "reports", NAME) == tmp_path / "reports" / NAME
    assert _place(tmp_path, NAME) == tmp_path / NAME


def test_a_path_with_an_ending_is_the_file(tmp_path):
    assert _place(tmp_path / "教育局.docx", NAME) == tmp_path / "教育局.docx"
    assert _place(None, NAME) == Path(NAME)


def test_issuing_names_everything_that_is_lacking_at_once():
    with pytest.raises(CommandError, match=r"请用 --org 写明制发单位全称，用 --mark .*，用 --as "):
        report_issue("circular", "2023-q4")
