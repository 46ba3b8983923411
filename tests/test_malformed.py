"""Malformed files end in a state: a few of each kind here, thousands in benchmarks/fuzz.py."""

import pytest

from benchmarks import fuzz
from benchmarks.malformed import made, nth
from crawlers.formats.extract import extract
from crawlers.looking import prose
from crawlers.pages import read_page
from crawlers.subjects.annual.prose import pieces
from crawlers.subjects.budget.mentions import mentions
from tests import budgets

STATES = {
    "ok", "scan", "listed", "encrypted", "broken", "unsupported", "crashed", "too_slow",
    "too_large"
}  # fmt: skip


@pytest.fixture(scope="module")
def seeds():
    """Sound files of every kind: made when they are asked for, not by who only looks for tests."""
    return tuple(seed for seed in made() if not seed.heavy)


def test_the_nth_file_is_the_same_every_time(seeds):
    assert [nth(n, seeds).body for n in range(60)] == [nth(n, seeds).body for n in range(60)]
    assert [nth(n, seeds) for n in range(len(seeds))] == list(seeds)


def test_sound_and_malformed_files_of_every_kind_end_in_a_state_and_break_no_check(seeds):
    numbers = range(len(seeds) + 40)
    tally, read = fuzz.run(numbers, seeds)
    assert read == len(numbers)
    assert tally.raised == []
    ended = {state: count for (reader, state), count in tally.states.items() if reader != "facts"}
    documents = {
        state: count for (reader, state), count in tally.states.items() if reader == "documents"
    }
    assert set(documents) <= STATES
    assert sum(documents.values()) == len(numbers)
    assert documents["ok"] > 10
    assert {"listed", "broken"} <= set(documents)
    assert {"read", "no budget", "no report"} <= set(ended)


@pytest.mark.parametrize("reader", ["facts", "documents"])
def test_what_raises_is_kept_with_the_number_of_the_file(monkeypatch, reader, seeds):
    def broken(url, what):
        raise KeyError("x")

    monkeypatch.setattr(fuzz, {"facts": "_page", "documents": "_document"}[reader], broken)
    (raised,) = fuzz.run([0], seeds)[0].raised
    assert raised.startswith(f"{reader}: 0 {seeds[0].name}")
    assert "KeyError" in raised


# --- what such files taught -----------------------------------------------------------------------


def test_spans_that_claim_more_cells_than_memory_holds_are_too_large():
    row = '<tr><td rowspan="999" colspan="999">1</td></tr>'
    assert extract(f"<html><table>{row * 4000}</table>".encode())[1].state == "too_large"
    assert extract(f"<html><table>{row * 2}</table>".encode())[1].state == "ok"


def test_the_label_of_an_amount_ends_at_the_last_stop_before_it():
    book = budgets.book("收入100万元，其中：财政拨款60万元，其他收入40万元。" * 3000)
    found = [(mention.label, mention.amount.yuan) for mention in mentions(book)]
    assert found[:3] == [("收入", 1_000_000), ("财政拨款", 600_000), ("其他收入", 400_000)]
    assert len(found) >= 9000


def test_a_sentence_without_end_is_read_in_stretches():
    said = "新收政府信息公开申请1件，" * 20_000
    stretches = [text for _, text in pieces(said, "。")]
    assert "".join(stretches) == said
    assert max(map(len, stretches)) == 4000


def test_a_page_of_many_links_and_lines_is_taken_apart_by_whole_lines():
    links = "".join(f'<p><a href="/{n}.html">关于第{n}号事项的通知</a></p>' for n in range(3000))
    lines = "".join(f"<p>第{n}行说明</p>" for n in range(3000))
    said = prose(read_page("http://a.localhost/", f"<html>{links}{lines}</html>".encode()))
    assert said.splitlines()[:2] == ["第0行说明", "第1行说明"]
    assert "通知" not in said
