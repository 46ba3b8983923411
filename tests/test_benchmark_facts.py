"""The benchmark of page facts measures what it says."""

import sys

import pytest

from benchmarks import facts, readers
from tests.test_accuracy import HEADER, PAGE, label, write

LABELS = [
    {"slug": "a-1", "kind": "article", "title": "停车 收费", "published_on": "2023-05-12"},
    {"slug": "a-2", "kind": "article", "title": "放假通知", "published_on": ""},
    {"slug": "a-3", "kind": "list", "title": "通知公告", "published_on": ""},
]


def test_the_cheapest_lap_of_each_page_counts():
    laps = [
        {"a": (3.0, "甲", ""), "b": (1.0, "乙", "")},
        {"a": (2.0, "甲", ""), "b": (5.0, "乙", "")},
    ]
    assert facts.cheapest(laps) == {"a": (2.0, "甲", ""), "b": (1.0, "乙", "")}


def test_the_table_compares_time_of_all_pages_and_titles_and_days_of_articles():
    ours = {"a-1": (1.0, "停车收费", "2023-05-12"), "a-2": (2.0, "放假", ""), "a-3": (6.0, "", "")}
    peer = {"a-1": (4.0, "停车收费", ""), "a-2": (8.0, "放假通知", ""), "a-3": (3.0, "", "")}
    made = facts.table({"ours": ours, "peer": peer}, LABELS, {"ours": "ours", "peer": "peer 1.0"})
    assert made.splitlines()[2:] == [
        "| ours | 2.00 | 3.00 | 1.0 × | 1/2 = 50.0% | 1/1 = 100.0% |",
        "| peer 1.0 | 4.00 | 5.00 | 2.0 × | 2/2 = 100.0% | – |",
    ]


def test_every_reader_is_a_peer_and_every_peer_a_reader():
    assert [peer.name for peer in facts.PEERS] == [make.__name__ for make in readers.READERS]


def test_our_readers_are_measured_in_processes_of_their_own(tmp_path):
    (tmp_path / "a-1.html").write_text(PAGE, encoding="utf-8")
    labels = write(tmp_path, HEADER, label())
    ours = [peer for peer in facts.PEERS if not peer.package]
    runs = facts.measure(ours, labels, tmp_path, 2, sys.executable)
    for lap in runs.values():
        cost, title, day = lap["a-1"]
        assert cost > 0
        assert (title, day) == ("青禾县2023年部门预算", "2023-02-15")


def test_a_reader_that_is_not_installed_ends_the_benchmark(tmp_path):
    (tmp_path / "a-1.html").write_text(PAGE, encoding="utf-8")
    missing = [facts.Peer("gne", "GNE", "gne")]
    with pytest.raises(SystemExit, match="reader gne failed"):
        facts.measure(missing, write(tmp_path, HEADER, label()), tmp_path, 1, sys.executable)
