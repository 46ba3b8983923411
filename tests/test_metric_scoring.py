"""Imported metrics -> findings and points. The arithmetic stands beside each case."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.metrics.derive import derived
from data.metrics.known import known
from data.metrics.types import Figure, Period, Reported
from data.schemes import bundled, parse_scheme, read_scheme
from data.types import Cause, Finding, Outcome
from scoring.metric_years import chosen, months_text, year_values
from scoring.metrics import metric_findings
from scoring.rules import points_for

AT = datetime(2024, 1, 5, tzinfo=UTC)
CUT_OFF = date(2023, 12, 15)
DEPARTMENT = {leaf.id: leaf for leaf in read_scheme(bundled()["department-2023-v2"]).leaves()}
COUNTY = {leaf.id: leaf for leaf in read_scheme(bundled()["county-2023-v2"]).leaves()}
FULL = (1, 12)


def figures(**values):
    """Values in force: metric=number for the whole year, or {(first, last): number}."""
    return {
        id_: tuple(
            Figure(
                Reported("u", id_, Period(2023, *span), Fraction(str(value)), "第 2 行"),
                "表.xlsx",
                "ab" * 32,
                "张三",
                AT,
            )
            for span, value in (said if isinstance(said, dict) else {FULL: said}).items()
        )
        for id_, said in values.items()
    }


def finding(leaf, as_of=CUT_OFF, **values):
    return metric_findings([leaf], figures(**values), known(), 2023, as_of).get(leaf.id)


def points(leaf, found):
    return points_for(found, leaf.points, leaf.scoring)


def metric_leaf(scoring, metric="", na="none"):
    params = f"params: {{metric: {metric}}}, " if metric else ""
    text = f"""\
scheme: {{id: s-1, title: 小, kind: department, total: 10, grades: [{{name: 合格, min: 0}}]}}
sources: {{law: 《条例》}}
indicators:
  - {{id: a, name: 指标, points: 10, method: metric, na: {na}, rule: 计分。, basis: [law],
     remedy: 改。, {params}scoring: {scoring}}}
"""
    return parse_scheme(text, "s.yaml").leaves()[0]


# --- a leaf ------------------------------------------------------------------------------------


def test_nothing_handed_over_is_no_finding():
    assert finding(DEPARTMENT["hotline"]) is None
    assert finding(DEPARTMENT["hotline"], red_cards=1) is None


def test_cards_cost_what_the_scheme_says():
    # 1.6 - 1 × 0.5 - 2 × 0.2 = 0.7
    found = finding(DEPARTMENT["e_supervision"], red_cards=1, yellow_cards=2)
    assert points(DEPARTMENT["e_supervision"], found).got == Fraction("0.7")
    assert found.outcome is Outcome.PARTIAL
    assert found.counts == {"红牌": 1, "黄牌": 2}
    assert found.reason == "电子监察红牌数 1张、电子监察黄牌数 2张（全年）"


def test_no_card_at_all_earns_everything():
    found = finding(DEPARTMENT["e_supervision"], red_cards=0, yellow_cards=0)
    assert found.outcome is Outcome.MET
    assert points(DEPARTMENT["e_supervision"], found).got == Fraction("1.6")


def test_a_count_that_was_not_handed_over_is_open_and_never_zero():
    found = finding(DEPARTMENT["e_supervision"], red_cards=1)
    got = points(DEPARTMENT["e_supervision"], found)
    assert (got.got, got.lost, got.open) == (0, Fraction("0.5"), Fraction("1.1"))
    assert "缺电子监察黄牌数" in found.reason


def test_counts_make_the_ratio():
    # 按时 117 of 120 is 97.5 %: 0.5 - 2.5 × 0.05 = 0.375; 满意 19 of 20 is 95 %: 0.5
    found = finding(
        COUNTY["hotline"],
        hotline_on_time=117, hotline_due=120, hotline_satisfied=19, hotline_visited=20,
    )  # fmt: skip
    assert points(COUNTY["hotline"], found).got == Fraction("0.875")
    assert "12345按时办结率 97.5%、12345满意率 95%" in found.reason


def test_a_rate_alone_scores_as_its_counts_would():
    # as above, 97.5 and 95 of a hundred
    found = finding(COUNTY["hotline"], hotline_on_time_rate="97.5", hotline_satisfied_rate=95)
    assert points(COUNTY["hotline"], found).got == Fraction("0.875")
    assert found.counts["按时办结件数"] == Fraction("97.5")
    assert "缺" not in found.reason


def test_one_part_of_a_leaf_may_be_known_alone():
    found = finding(COUNTY["hotline"], hotline_on_time_rate=100)
    got = points(COUNTY["hotline"], found)
    assert (got.got, got.open) == (Fraction("0.5"), Fraction("0.5"))


def test_default_ratings_are_no_ratings():
    # real: (80×10 + 10×8 + 5×6 + 3×3 + 2×0) / 100 = 9.19 of 10: 1.2 × 0.919 = 1.1028
    # 4 of 5 bad ones mended in time: 0.8 × 0.8 = 0.64
    found = finding(
        DEPARTMENT["service_ratings"],
        ratings_l5=80, ratings_l4=10, ratings_l3=5, ratings_l2=3, ratings_l1=2,
        ratings_default=900, ratings_bad_fixed=4,
    )  # fmt: skip
    assert points(DEPARTMENT["service_ratings"], found).got == Fraction("1.7428")
    # both are shown: 95 of 100, and (95 + 900) of 1000
    assert "好差评主动好评率 95%、好差评好评率（含默认） 99.5%" in found.reason
    assert "默认" in found.evidence[0].quote


def test_real_ratings_follow_from_all_and_default_ones():
    values = derived(
        {"ratings_total": Fraction(1000), "ratings_default": Fraction(900),
         "ratings_bad": Fraction(5)},
        known(),
    )  # fmt: skip
    assert values["ratings_real"] == 100
    assert values["ratings_good_rate"] == 95
    assert values["ratings_good_rate_all"] == Fraction("99.5")


def test_overdue_replies_follow_from_due_ones():
    # 10 due, 9 in time: one overdue, 4 - 2 = 2
    found = finding(DEPARTMENT["replies_on_time"], foi_due=10, foi_on_time=9)
    assert points(DEPARTMENT["replies_on_time"], found).got == 2


def test_a_year_without_requests_leaves_nothing_to_judge():
    found = finding(DEPARTMENT["replies_on_time"], foi_due=0, foi_overdue=0)
    assert found.outcome is Outcome.NOT_APPLICABLE  # na: exclude
    assert "全年没有发生" in found.reason
    found = finding(COUNTY["replies_on_time"], foi_due=0, foi_overdue=0)
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.NOTHING_TO_JUDGE)  # na: none


def test_a_ratio_of_nothing_is_nothing_to_judge():
    leaf = metric_leaf(
        "{rule: ratio, of: [hotline_solved, hotline_visited], full_at: 1, linear: true}"
    )
    found = finding(leaf, hotline_solved=0, hotline_visited=0)
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.NOTHING_TO_JUDGE)


def test_rulings_against_the_unit_are_added_up():
    # one corrected on review, one lawsuit lost: 2 - 2 × 1 = 0, known to be lost
    leaf = DEPARTMENT["corrected_cases"]
    found = finding(leaf, foi_review_corrected=1, foi_lawsuits_lost=1)
    got = points(leaf, found)
    assert (found.outcome, got.got, got.open) == (Outcome.PARTIAL, 0, 0)


def test_a_correction_rate_above_the_limit_costs_points():
    # 3 of 18 reviews corrected, 16.7 % > 15 %: 10 - 1 = 9 (P16)
    leaf = metric_leaf(
        "{rule: excess, of: [foi_review_corrected, foi_reviews], steps: [{above: 15, off: 1}]}",
        "[foi_review_corrected, foi_reviews]",
    )
    assert points(leaf, finding(leaf, foi_review_corrected=3, foi_reviews=18)).got == 9


def test_a_share_is_set_against_its_target_in_percent():
    # 即办件 105 of 300 items is 35 %, target 50: 10 × 35 / 50 = 7
    leaf = metric_leaf("{rule: target, of: immediate_rate, target: 50}", "immediate_rate")
    assert points(leaf, finding(leaf, immediate_items=105, licence_items=300)).got == 7
    # 时限 from 1000 to 300 days is 70 %
    leaf = metric_leaf("{rule: target, of: cut_rate, target: 70}", "[cut_rate]")
    assert points(leaf, finding(leaf, legal_days=1000, promised_days=300)).got == 10


def test_the_evidence_names_file_row_and_hash():
    found = finding(DEPARTMENT["e_supervision"], red_cards={(1, 6): 1, (7, 12): 0}, yellow_cards=2)
    (piece,) = found.evidence
    assert (piece.url, piece.sha256, piece.captured_at) == ("填报表 表.xlsx", "ab" * 32, AT)
    assert piece.quote == (
        "第 2 行：2023年1-6月 电子监察红牌数 1张；第 2 行：2023年7-12月 电子监察红牌数 0张；"
        "第 2 行：2023年全年 电子监察黄牌数 2张"
    )


def test_any_figure_of_a_leaf_gives_points_within_the_leaf():
    for leaf in (*DEPARTMENT.values(), *COUNTY.values()):
        for metric in known().asked([leaf]):
            found = finding(leaf, **{metric.id: metric.low})
            if isinstance(found, Finding):
                got = points(leaf, found)
                assert 0 <= got.got <= got.known <= got.full <= leaf.points


# --- several periods -----------------------------------------------------------------------------


def whole(id_, **values):
    found, faults = year_values(figures(**values), known(), 2023)
    return (found[id_].value, months_text(found[id_].months)) if id_ in found else faults[id_]


def test_counts_of_several_periods_are_added_up():
    assert whole("red_cards", red_cards={(1, 6): 2, (7, 9): 1}) == (3, "1-9月")


def test_a_years_figure_goes_before_those_of_its_months():
    assert whole("red_cards", red_cards={(1, 6): 2, (7, 12): 1, (1, 12): 4}) == (4, "全年")
    # 1-6 and 1-9 overlap; 1-6 with 7-12 covers more
    assert whole("red_cards", red_cards={(1, 6): 2, (1, 9): 3, (7, 12): 5}) == (7, "全年")


def test_a_state_is_that_of_the_last_period():
    assert whole("one_net_items", one_net_items={(1, 6): 500, (9, 9): 700, (7, 7): 600}) == (
        700,
        "9月",
    )


def test_rates_are_weighted_by_cases():
    # (100 × 90 % + 50 × 60 %) / 150 = 80 %
    assert whole(
        "hotline_satisfied_rate",
        hotline_satisfied_rate={(1, 6): 90, (7, 12): 60},
        hotline_visited={(1, 6): 100, (7, 12): 50},
    ) == (80, "全年")


def test_a_rate_whose_counts_are_known_is_taken_from_them():
    # 170 of 200 is 85 %, whatever was printed
    assert whole(
        "hotline_satisfied_rate",
        hotline_satisfied_rate=84.9, hotline_satisfied=170, hotline_visited=200,
    ) == (85, "全年")  # fmt: skip


def test_rates_without_cases_are_not_averaged():
    assert "按件数加权" in whole(
        "hotline_satisfied_rate", hotline_satisfied_rate={(1, 6): 90, (7, 12): 60}
    )
    found = finding(COUNTY["hotline"], hotline_satisfied_rate={(1, 6): 90, (7, 12): 60})
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.NEEDS_METRIC)


def test_a_part_of_the_year_is_not_the_year():
    leaf = DEPARTMENT["e_supervision"]
    # 1-6 月, cut off on 15 December: July and August are long over
    found = finding(leaf, red_cards={(1, 6): 0}, yellow_cards={(1, 6): 0})
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.NEEDS_METRIC)
    assert "电子监察红牌数缺7-8月，不能代表全年" in found.reason
    # the third quarter handed over: what is lacking may still come
    found = finding(leaf, red_cards={(1, 9): 0}, yellow_cards={(1, 9): 0})
    assert found.outcome is Outcome.MET
    # half a year is enough for a round in July
    found = finding(leaf, date(2023, 7, 15), red_cards={(1, 6): 0}, yellow_cards={(1, 6): 0})
    assert found.outcome is Outcome.MET
    # a hole stays a hole
    found = finding(leaf, red_cards={(1, 3): 0, (5, 12): 0}, yellow_cards=0)
    assert "电子监察红牌数缺4月" in found.reason


def test_counts_that_are_compared_are_of_the_same_months():
    leaf = metric_leaf(
        "{rule: ratio, of: [hotline_solved, hotline_visited], full_at: 1, linear: true}"
    )
    found = finding(leaf, hotline_solved={(1, 10): 10}, hotline_visited={(1, 11): 10})
    assert found.outcome is Outcome.UNKNOWN
    assert "时期不一致：12345解决件数为1-10月、12345回访件数为1-11月" in found.reason


PERIODS = st.builds(
    lambda a, b: Period(2023, min(a, b), max(a, b)), st.integers(1, 12), st.integers(1, 12)
)


@given(st.sets(PERIODS, max_size=8))
def test_no_month_counts_twice_and_no_longer_choice_was_left(periods):
    taken = chosen(periods)
    months = [m for p in taken for m in p.months]
    assert len(months) == len(set(months))
    assert set(taken) <= periods
    longest = max((len(p.months) for p in periods), default=0)
    assert len(months) >= longest


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000)), min_size=12, max_size=12))
def test_twelve_months_of_rates_and_cases_are_the_rate_of_all_cases(months):
    cases = {(n, n): base for n, (base, _) in enumerate(months, 1)}
    part = [min(base, got) for base, got in months]
    rates = {
        (n, n): Fraction(100 * got, base)
        for n, (got, (base, _)) in enumerate(zip(part, months, strict=True), 1)
    }
    found, _ = year_values(
        figures(hotline_satisfied_rate=rates, hotline_visited=cases), known(), 2023
    )
    assert found["hotline_satisfied_rate"].value == Fraction(
        100 * sum(part), sum(base for base, _ in months)
    )


@pytest.mark.parametrize(
    ("months", "said"),
    [({1}, "1月"), ({1, 2, 3, 5}, "1-3月、5月"), (set(range(1, 13)), "全年")],
)
def test_months_are_said_as_spans(months, said):
    assert months_text(frozenset(months)) == said
