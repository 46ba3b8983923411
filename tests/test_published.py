"""What the public sees of a ranking: what the scheme says, and nothing else."""

from fractions import Fraction as F

import pytest

from dashboard.rounds.published import publish_words, published
from data.indicators import Band, Publish, Publishing, Scheme
from data.types import Ranked

BANDS = (Band("优秀", F(90)), Band("合格", F(60)), Band("不合格", F(0)))
NAMES = {"a": "丁县", "b": "丙县", "c": "乙县", "d": "甲县", "e": "戊局"}


def line(unit_id, place, value, grade, group="县"):
    return Ranked(
        unit_id, group, place, F(value), F(0), F(100), F(1), grade, "覆盖率低" * (not place)
    )


RANKED = [
    line("a", 1, 95, "优秀"),
    line("b", 2, 91, "优秀"),
    line("c", 3, 70, "合格"),
    line("d", None, 99, ""),
    line("e", 1, 50, "不合格", "局"),
]


def seen(publish):
    scheme = Scheme("s", "体系", "county", F(100), F(3, 5), BANDS, (), publish=publish)
    columns, rows = published(scheme, RANKED, NAMES)
    assert all(row.keys() == columns.keys() for row in rows)
    return [tuple(row.values()) for row in rows]


def test_all_of_it():
    assert seen(Publish()) == [
        ("县", 1, "丁县", "95.00", "优秀"),
        ("县", 2, "丙县", "91.00", "优秀"),
        ("县", 3, "乙县", "70.00", "合格"),
        ("县", "—", "甲县", "—", "未定等次"),
        ("局", 1, "戊局", "50.00", "不合格"),
    ]


def test_grades_betray_no_place():
    assert seen(Publish(Publishing.GRADES)) == [
        ("县", "优秀", "丁县"),
        ("县", "优秀", "丙县"),  # by name, as it is sorted: 丁 stands before 丙
        ("县", "合格", "乙县"),
        ("县", "未定等次", "甲县"),
        ("局", "不合格", "戊局"),
    ]
    turned = {"a": "乙县", "b": "丁县"}
    scheme = Scheme(
        "s", "体系", "county", F(100), F(3, 5), BANDS, (), publish=Publish(Publishing.GRADES)
    )
    rows = published(scheme, RANKED[:2], turned)[1]
    assert [row["unit"] for row in rows] == sorted(turned.values())


def test_counts_name_nobody():
    assert seen(Publish(Publishing.COUNTS)) == [
        ("县", "优秀", 2),
        ("县", "合格", 1),
        ("县", "不合格", 0),
        ("县", "未定等次", 1),
        ("局", "单位太少或等次相同，不分等次公布", 1),
    ]


def counted(*grades):
    scheme = Scheme(
        "s", "体系", "county", F(100), F(3, 5), BANDS, (), publish=Publish(Publishing.COUNTS)
    )
    ranked = [line(f"u{n}", n + 1, 50, grade) for n, grade in enumerate(grades)]
    rows = published(scheme, ranked, {each.unit_id: each.unit_id for each in ranked})[1]
    return [(row["grade"], row["units"]) for row in rows]


@pytest.mark.parametrize("grades", [["优秀"], ["优秀", "合格"], ["合格"] * 5, [""] * 3])
def test_counts_of_fewer_than_three_units_or_of_one_grade_are_withheld(grades):
    assert counted(*grades) == [("单位太少或等次相同，不分等次公布", len(grades))]


def test_counts_of_three_units_with_two_grades_are_told():
    assert counted("优秀", "合格", "合格") == [("优秀", 1), ("合格", 2), ("不合格", 0)]


def test_the_first_and_the_last_and_nobody_twice():
    assert seen(Publish(Publishing.ENDS, 1)) == [
        ("县", "前 1 名", "丁县"),
        ("县", "后 1 名", "乙县"),
        ("局", "单位太少或名次相同，不列首尾", "—"),
    ]


def ends(n, places, order):
    """What is told of units with these places, when the round has them in this order."""
    scheme = Scheme(
        "s", "体系", "county", F(100), F(3, 5), BANDS, (), publish=Publish(Publishing.ENDS, n)
    )
    ranked = [line(id_, place, 100 - place, "合格") for id_, place in places.items()]
    rows = published(scheme, ranked, {id_: id_ for id_ in order})[1]
    return [(row["end"], row["unit"]) for row in rows]


@pytest.mark.parametrize("places", [{"a": 1}, {"a": 1, "b": 2, "c": 3}, dict.fromkeys("abcd", 1)])
def test_fewer_than_twice_n_placed_units_or_one_place_have_no_ends(places):
    assert ends(2, places, "abcd") == [("单位太少或名次相同，不列首尾", "—")]


def test_units_of_an_end_stand_as_the_round_has_them():
    assert ends(2, {"d": 1, "c": 2, "e": 3, "b": 4, "a": 5}, "abcde") == [
        ("前 2 名", "c"),
        ("前 2 名", "d"),
        ("后 2 名", "a"),
        ("后 2 名", "b"),
    ]


def test_a_tie_at_the_edge_is_listed_whole():
    tied = [line("a", 1, 95, "优秀"), line("b", 2, 80, "合格"), line("c", 2, 80, "合格")]
    scheme = Scheme(
        "s", "体系", "county", F(100), F(3, 5), BANDS, (), publish=Publish(Publishing.ENDS, 1)
    )
    rows = published(scheme, tied, NAMES)[1]
    assert [(row["end"], row["unit"]) for row in rows] == [
        ("前 1 名", "丁县"),
        ("后 1 名", "丙县"),
        ("后 1 名", "乙县"),
    ]


@pytest.mark.parametrize("mode", Publishing)
def test_every_mode_has_words(mode):
    assert publish_words(Publish(mode, 5))
