"""Gaps: what was lost, largest first; what is open stands apart."""

from dataclasses import replace
from fractions import Fraction as F

from data.schemes import bundled, read_scheme
from data.types import Cause, Evidence, Finding, Looked, Outcome, Unit
from scoring.gaps import gaps, merged
from scoring.score import score

SCHEME = read_scheme(bundled()["county-2023"])
UNIT = Unit("u1", "甲县", "county", "县市区政府", "http://a.localhost/")
MET = Finding(Outcome.MET, "都有")
ALL_MET = {leaf.id: MET for leaf in SCHEME.leaves()}


def listed(findings, unit=UNIT):
    return gaps(SCHEME, score(SCHEME, unit, findings), findings)


def test_a_unit_without_a_fault_has_no_gap():
    assert listed(ALL_MET) == []


def test_a_gap_says_what_why_where_and_how_to_do_better():
    evidence = (Evidence("http://a.localhost/x", "栏目“年报”"),)
    looked = Looked(("年报",), 40, ("年度报告",))
    missing = Finding(Outcome.MISSING, "未见2022年年度报告", evidence=evidence, looked=looked)
    (gap,) = listed(ALL_MET | {"annual_report": missing})
    assert (gap.indicator_id, gap.code, gap.name) == ("annual_report", "E5", "年度报告")
    assert gap.path == ("依申请公开与年度报告",)
    assert (gap.points, gap.lost, gap.open) == (3, 3, 0)
    assert (gap.outcome, gap.reason) == (Outcome.MISSING, "未见2022年年度报告")
    assert (gap.evidence, gap.looked, gap.cause) == (evidence, looked, None)
    assert gap.remedy.startswith("按校验结果改正")
    assert gap.basis


def test_largest_loss_first_then_what_is_only_open():
    faults = {
        "columns_filled": Finding(Outcome.PARTIAL, "2 个空白栏目", counts={"empty_column": 2}),
        "annual_report": Finding(Outcome.MISSING, "没有"),
        "budget_roster": Finding(Outcome.UNKNOWN, "没有名单", Cause.NO_BASIS),
        "privacy": Finding(Outcome.UNKNOWN, "疑似", Cause.SUSPECTED),
    }
    found = [(g.indicator_id, g.lost, g.open, g.cause) for g in listed(ALL_MET | faults)]
    assert found == [
        ("annual_report", 3, 0, None),
        ("columns_filled", F("0.4"), 0, None),
        ("privacy", 0, 4, Cause.SUSPECTED),
        ("budget_roster", 0, 3, Cause.NO_BASIS),
    ]


def test_one_indicator_can_be_lost_in_part_and_open_in_part():
    items = {
        "on_time": Outcome.MET,
        "structure": Outcome.MET,
        "identities": Outcome.MISSING,
        "text": Outcome.UNKNOWN,
    }
    (gap,) = listed(ALL_MET | {"annual_report": Finding(Outcome.PARTIAL, "有误", items=items)})
    assert (gap.points, gap.lost, gap.open) == (3, 1, F(1, 2))


def test_what_does_not_apply_is_no_gap():
    assert listed(ALL_MET | {"proposals": Finding(Outcome.NOT_APPLICABLE, "没有承办件")}) == []
    nobody = replace(UNIT, duties=frozenset({"重大行政决策", "基层标准目录"}))
    assert listed(ALL_MET | {"proposals": Finding(Outcome.MISSING, "没有")}, nobody) == []


def test_leaves_nobody_looked_at_are_open_with_the_reason_of_their_method():
    findings = dict(ALL_MET)
    for id_ in ("annual_report", "wording", "hotline"):
        del findings[id_]
    causes = {gap.indicator_id: gap.cause for gap in listed(findings)}
    assert causes == {
        "annual_report": Cause.NOT_COLLECTED,
        "wording": Cause.NEEDS_PERSON,
        "hotline": Cause.NEEDS_METRIC,
    }


def test_losses_and_open_points_explain_the_whole_difference():
    findings = ALL_MET | {
        "annual_report": Finding(Outcome.PARTIAL, "?"),
        "privacy": Finding(Outcome.UNKNOWN, "疑似", Cause.SUSPECTED),
        "meetings": Finding(
            Outcome.PARTIAL, "缺", counts={"missing_part": 4, "missing_meeting": 1}
        ),
    }
    s = score(SCHEME, UNIT, findings)
    found = gaps(SCHEME, s, findings)
    full = sum(p.full for p in s.leaves.values())
    got = sum(p.got for p in s.leaves.values())
    assert full - got == sum(g.lost + g.open for g in found)


def test_a_site_that_could_not_be_read_is_one_line_with_one_remedy():
    down = Finding(Outcome.UNKNOWN, "首页没有读到：域名无法解析", Cause.SITE_DOWN)
    person = Finding(Outcome.UNKNOWN, "需要人工评审", Cause.NEEDS_PERSON)
    found = listed({leaf.id: down if leaf.check else person for leaf in SCHEME.leaves()})
    lines = merged(found)
    (whole,) = [gap for gap in lines if gap.cause is Cause.SITE_DOWN]
    alike = [gap for gap in found if gap.cause is Cause.SITE_DOWN]
    assert whole.name == f"全部 {len(alike)} 项网上指标"
    assert whole.open == sum(gap.open for gap in alike)
    assert whole.remedy == "先恢复网站访问，再重新采集"
    assert whole.lost == 0
    assert len(lines) == len(found) - len(alike) + 1


def test_gaps_for_reasons_of_their_own_stay_apart():
    faults = {
        "annual_report": Finding(Outcome.MISSING, "没有"),
        "budget_roster": Finding(Outcome.UNKNOWN, "一页没有读到", Cause.NOT_READ),
        "privacy": Finding(Outcome.UNKNOWN, "一页没有读到", Cause.NOT_READ),
    }
    found = listed(ALL_MET | faults)
    assert merged(found) == found
