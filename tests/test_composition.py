"""A final value from several sources: exact, with intervals; tables that people bring."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.composition import PartError, read_composition, read_part
from data.indicators import Composition, Part, Source
from data.marked import Fault, read_marked
from data.types import Unit
from scoring.composition import PartValue, compose, final, known, mean

DAILY = Composition(
    (
        Part("own", "第三方", F("0.7"), Source.OWN),
        Part("daily", "日常", F("0.3"), Source.METRIC),
    )
)
A = Unit("a", "甲县", "county", "县", "http://a.localhost/", aliases=("甲县人民政府",))
B = Unit("b", "乙县", "county", "县", "http://b.localhost/")


def test_shares_and_intervals_are_exact():
    own = PartValue(F("86.5"), F(80), F(95), F("0.8"))
    made = compose(DAILY, {"own": own, "daily": known(F(90))}, F(100))
    # 0.7 * 86.5 + 0.3 * 90; 0.7 * 80 + 27; 0.7 * 95 + 27; 0.7 * 0.8 + 0.3
    assert (made.value, made.low, made.high, made.coverage) == (
        F("87.55"),
        F(83),
        F("93.5"),
        F("0.86"),
    )


@pytest.mark.parametrize(
    "values", [{"own": known(F("86.5"))}, {"own": known(F("86.5")), "daily": None}]
)
def test_an_absent_part_is_open_and_never_zero(values):
    made = compose(DAILY, values, F(100))
    # 0.7 * 86.5 = 60.55 at worst, 30 more at best; the value goes by what there is
    assert (made.value, made.low, made.high) == (F("86.5"), F("60.55"), F("90.55"))
    assert made.coverage == F("0.7")
    assert made.made_of[1] == (DAILY.parts[1], None)


def test_nothing_given_is_no_value():
    made = compose(DAILY, {}, F(100))
    assert (made.value, made.low, made.high, made.coverage) == (None, 0, 100, 0)


def test_a_part_that_was_looked_at_and_has_no_value_counts_with_its_interval():
    unseen = PartValue(None, F(10), F(60), F("0.1"))
    made = compose(DAILY, {"own": unseen, "daily": known(F(90))}, F(100))
    # 0.7 * 10 + 27 = 34; 0.7 * 60 + 27 = 69, and 90 cannot be reached any more
    assert (made.value, made.low, made.high) == (F(69), F(34), F(69))
    assert made.coverage == F("0.37")  # 0.7 * 0.1 + 0.3


def test_a_mean_weighs_all_the_same_and_keeps_what_is_unknown_open():
    assert mean([known(F(80)), known(F(90))]) == known(F(85))
    nobody = PartValue(None, F(0), F(100), F(0))
    assert mean([known(F(80)), nobody]) == PartValue(F(80), F(40), F(90), F(1, 2))
    assert mean([nobody]) == nobody
    assert mean([]) is None


def test_a_cap_of_a_veto_holds_for_the_final_value():
    made = compose(DAILY, {"own": known(F(59)), "daily": known(F(100))}, F(100))  # 71.3
    capped = final("a", made, ("forged",), F(59))
    assert (capped.value, capped.low, capped.high, capped.vetoes) == (59, 59, 59, ("forged",))
    assert final("a", made, (), None).value == F("71.3")


numbers = st.fractions(0, 100, max_denominator=20)
part_values = st.builds(
    lambda three, coverage, seen: PartValue(
        sorted(three)[1] if seen else None, sorted(three)[0], sorted(three)[2], coverage
    ),
    st.lists(numbers, min_size=3, max_size=3),
    st.fractions(0, 1, max_denominator=10),
    st.booleans(),
)
given_values = st.lists(st.one_of(st.none(), part_values), min_size=3, max_size=3)
RATIO = Composition(
    tuple(
        Part(id_, id_, F(share, 10), Source.METRIC) for id_, share in (("a", 6), ("b", 3), ("c", 1))
    )
)


@given(given_values)
def test_a_value_lies_in_its_interval(values):
    made = compose(RATIO, dict(zip("abc", values, strict=True)), F(100))
    assert 0 <= made.low <= made.high <= 100
    assert 0 <= made.coverage <= 1
    if made.value is not None:
        assert made.low <= made.value <= made.high


@given(given_values, part_values)
def test_giving_a_part_never_widens_the_interval(values, new):
    before = compose(RATIO, dict(zip("abc", [None, *values[1:]], strict=True)), F(100))
    after = compose(RATIO, dict(zip("abc", [new, *values[1:]], strict=True)), F(100))
    assert after.low >= before.low
    assert after.coverage >= before.coverage


# --- in a scheme --------------------------------------------------------------------------------


def written(*parts, more=""):
    rows = ", ".join(
        f"{{id: {id_}, name: {id_}, share: {share}, source: {source}}}"
        for id_, share, source in parts
    )
    return read_composition(read_marked(f"{{parts: [{rows}]{more}}}"))


def test_shares_are_written_as_numbers_percentages_or_weights():
    for shares in ((0.375, 0.625), ("37.5%", "62.5%")):
        made = written(("own", shares[0], "own"), ("first", shares[1], "round"))
        assert [part.share for part in made.parts] == [F(3, 8), F(5, 8)]
    made = written(("first", 15, "round"), ("second", 25, "own"), more=", renormalise: true")
    assert [part.share for part in made.parts] == [F(3, 8), F(5, 8)]
    assert read_composition(None) is None


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([("own", 0.7, "own"), ("daily", 0.2, "metric")], "合计 0.9，应为 1"),
        ([("own", 1, "own")], "至少写两部分"),
        ([("own", 0.5, "own"), ("own", 0.5, "metric")], "重复"),
        ([("one", 0.5, "own"), ("two", 0.5, "own")], "最多写一次"),
        ([("own", 0.5, "own"), ("daily", 0.5, "metrics")], "是否想写“metric”"),
        ([("own", 1, "own"), ("daily", 0, "metric")], "大于 0"),
        ([("own", 0.5, "own"), ("日常", 0.5, "metric")], "小写字母"),
    ],
)
def test_a_composition_that_cannot_be_is_refused(parts, said):
    with pytest.raises(Fault, match=said):
        written(*parts)


# --- tables that people bring -------------------------------------------------------------------


def table(tmp_path, text, name="日常.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_units_are_found_by_id_name_or_alias_and_scores_brought_to_the_total(tmp_path):
    path = table(tmp_path, "单位,得分,满分,备注\na,86.5,,\n乙县,45,50,少一项\n")
    assert read_part(path, [A, B], F(100)) == {"a": [F("86.5")], "b": [F(90)]}
    again = table(tmp_path, "单位,得分\n甲县人民政府,1\n")
    assert read_part(again, [A, B], F(100)) == {"a": [F(1)]}


def test_units_below_stand_in_rows_of_their_own(tmp_path):
    path = table(tmp_path, "单位,下级,得分\n甲县,财政局,80\n甲县,教育局,90\n")
    assert read_part(path, [A, B], F(100), several=True) == {"a": [F(80), F(90)]}
    with pytest.raises(PartError, match="重复"):
        read_part(path, [A, B], F(100))


def test_every_bad_row_has_its_sentence(tmp_path):
    path = table(
        tmp_path,
        "单位,得分,满分\n甲县,80,\n丙县,80,\n乙县,八十,\n乙县,120,\n乙县,-1,\n乙县,8,0\n"
        "甲县,70,\n乙县,1e3,\n",
    )
    with pytest.raises(PartError) as caught:
        read_part(path, [A, B], F(100))
    assert [fault.partition("：")[0] for fault in caught.value.faults] == [
        f"日常.csv 第 {line} 行" for line in (3, 4, 5, 6, 7, 8, 9)
    ]
    said = "\n".join(caught.value.faults)
    for words in ("“丙县”不在本轮中", "不是数字", "0 到满分 100 之间", "应大于 0", "重复"):
        assert words in said


@pytest.mark.parametrize("text", ["", "单位,分数\n甲县,1\n", "单位,得分\n"])
def test_a_table_that_is_none_is_refused(tmp_path, text):
    with pytest.raises(PartError, match=r"日常\.csv"):
        read_part(table(tmp_path, text), [A], F(100))
