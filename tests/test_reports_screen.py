"""The download section of a unit: what it offers, and to whom."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.casework.telling import tell_units
from dashboard.reports.book import read_book
from dashboard.reports.issuing import issue
from dashboard.reports.registry import KINDS
from data.store import Store
from tests import rounds, visitors
from tests.people import OFFICE
from tests.rounds import AT, POOR

SCRIPT = """
from dashboard.entry import signin
from dashboard.screen.downloads import downloads
downloads(signin.desk().result("r1"), "poor")
"""


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    visitors.without_signing_in(monkeypatch)  # a leader
    rounds.fill(address)
    return address


def opened():
    app = AppTest.from_string(SCRIPT, default_timeout=60).run()
    assert [error.value for error in app.exception] == []
    return app


def test_a_leader_is_offered_drafts_and_no_notice_that_nobody_issued(url):
    app = opened()
    assert app.subheader[0].value == "报告下载"
    said = [each.value for each in app.markdown]
    assert said == ["**一单位一报告**（草稿）", "**得分表**", "**问题清单**", "**迎检资料包**"]
    assert [each.proto.label for each in app.get("download_button")] == [
        "Word", "PDF", "Excel", "Excel", "ZIP",
    ]  # fmt: skip


def test_what_was_issued_stands_first_with_its_number(url):
    with Store(url) as store:
        tell_units(store, OFFICE, "r1", (POOR,), at=AT)
        book = read_book(store, "r1", AT.date(), "办公室")
        issue(store, OFFICE, book, KINDS["notice"], "poor", mark="青公开", at=AT, var=Path("var"))
    app = opened()
    assert app.markdown[0].value.startswith("**整改通知书** 青公开〔2023〕1号")
    assert [each.proto.label for each in app.get("download_button")][:2] == ["Word", "PDF"]
