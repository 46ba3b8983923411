"""Sums about a collection: pace, outcomes, columns that fall due."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from dashboard.figures.collecting import Ended, Pace, by_outcome, due, pace
from data.facts import ColumnFacts
from data.types import FetchOutcome
from data.watches import levels
from tests.rounds import AT


@pytest.mark.parametrize(
    ("seconds", "asked", "ended", "waiting", "said"),
    [
        (2, 9, 0, 3, Pace(None, None)),  # it began this moment
        (60, 30, 0, 3, Pace(Fraction(30), None)),  # no site has ended
        (120, 30, 2, 3, Pace(Fraction(15), 180)),  # a minute a site, three to go
        (60, 30, 3, 0, Pace(Fraction(30), 0)),
    ],
)
def test_the_pace_since_a_collection_began(seconds, asked, ended, waiting, said):
    at = AT + timedelta(seconds=seconds)
    assert pace(AT, at, asked=asked, ended=ended, waiting=waiting) == said


def test_outcomes_are_summed_most_frequent_first():
    ok, gone = FetchOutcome.OK, FetchOutcome.NOT_FOUND
    assert by_outcome([{ok: 3, gone: 1}, {ok: 2}, {gone: 0}]) == [
        Ended(ok, 5, 2),
        Ended(gone, 1, 1),
    ]


def column(name, newest_on):
    return ColumnFacts(name, (name,), "http://a.localhost/", "items", 3, newest_on, frozenset())


def test_columns_are_overdue_or_due_within_so_many_days():
    today = date(2023, 12, 15)
    columns = {
        "a": [
            column("工作动态", date(2023, 11, 30)),  # 14 days allowed: a day overdue
            column("通知公告", date(2023, 6, 20)),  # 183 days allowed: 178 gone, 5 left
            column("政策文件", date(2023, 7, 10)),  # 158 gone, 25 left
            column("机构职能", date(2020, 1, 1)),  # no term
            column("通知公告", None),
        ],
        "b": [column("政务要闻", date(2023, 12, 10))],  # too short a term to be told beforehand
    }
    over, soon = due(columns, levels(), today)
    assert [(each.unit_id, each.column.name, each.left) for each in over] == [("a", "工作动态", -1)]
    assert [(days, [(each.column.name, each.left) for each in found]) for days, found in soon] == [
        (15, [("通知公告", 5)]), (30, [("政策文件", 25)]),
    ]  # fmt: skip
