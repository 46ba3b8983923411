"""Parts that have to reach so much: for any grade above the lowest, and for the bonus to count."""

from fractions import Fraction as F

import pytest

from data.schemes import SchemeError, parse_scheme
from data.types import Cause, Finding, Outcome, Unit
from data.verdicts import sheet_of
from data.web_part import web_part
from scoring.engine.fits import fits
from scoring.engine.score import score_lines
from scoring.planner import to_grade, to_place
from scoring.rank import graded
from scoring.score import score, short_parts

MET, MISSING, UNKNOWN = Outcome.MET, Outcome.MISSING, Outcome.UNKNOWN
UNIT = Unit("u1", "甲局", "department", "组", "http://u1.localhost/")


def leaf(id_, points, check=""):
    how = f"method: auto, check: {check}" if check else "method: manual"
    return (
        f"{{id: {id_}, name: {id_}, points: {points}, {how}, na: exclude, rule: 有, basis: [law], "
        "remedy: 补, scoring: {rule: presence, partial: 0.5}}"
    )


# Real: ② 网站 35 + 新媒体 20; 网站 < 21 或新媒体 < 12 为不合格; ② ≥ 44 才加分 (绵阳市 2022).
TEXT = f"""\
scheme:
  id: parts-1
  title: 分部分要求
  kind: department
  total: 100
  grades: [{{name: 优秀, min: 80}}, {{name: 合格, min: 60}}, {{name: 不合格, min: 0}}]
  bonus: {{gate: 44, part: online, cap: 20, items: [{{id: pilot, name: 试点, points: 5}}]}}
sources: {{law: 条例}}
indicators:
  - id: open
    name: 公开
    points: 45
    children: [{leaf("open_all", 45)}]
  - id: online
    name: 网站和新媒体
    points: 55
    children:
      - id: site
        name: 网站
        points: 35
        least: 21
        children: [{leaf("site_a", 20, "home_fresh")}, {leaf("site_b", 15)}]
      - id: media
        name: 新媒体
        points: 20
        least: 12
        children: [{leaf("media_a", 10)}, {leaf("media_b", 10)}]
"""
SCHEME = parse_scheme(TEXT, "parts.yaml")
ALL = dict.fromkeys(("open_all", "site_a", "site_b", "media_a", "media_b"), MET)


def made(scheme=SCHEME, **outcomes):
    said = {
        id_: Finding(outcome, "", Cause.SITE_DOWN if outcome is UNKNOWN else None)
        for id_, outcome in (ALL | outcomes).items()
    }
    return score(scheme, UNIT, said)


def test_a_part_below_its_least_is_the_lowest_grade_whatever_the_total():
    assert (made().value, made().grade) == (100, "优秀")
    short = made(site_a=MISSING)  # 15 of 35
    assert (short.value, short.grade) == (80, "不合格")
    assert [node.name for node in short_parts(SCHEME, short.nodes)] == ["网站"]
    assert made(site_b=MISSING).grade == "不合格"  # 20 of 35


def test_exactly_the_least_is_enough():
    scheme = parse_scheme(TEXT.replace("least: 21", "least: 20"), "parts.yaml")
    assert made(scheme, site_b=MISSING).grade == "优秀"


def test_what_nobody_could_see_lets_no_part_fall_short():
    open_ = made(site_a=UNKNOWN)  # 15 of 15 seen, and up to 35
    assert short_parts(SCHEME, open_.nodes) == []
    assert open_.grade == "优秀"
    lost = made(site_a=UNKNOWN, site_b=MISSING)  # 20 at best
    assert [node.id for node in short_parts(SCHEME, lost.nodes)] == ["site"]


def test_a_part_that_does_not_apply_asks_nothing():
    gone = made(site_a=Outcome.NOT_APPLICABLE, site_b=Outcome.NOT_APPLICABLE)
    assert (short_parts(SCHEME, gone.nodes), gone.grade) == ([], "优秀")


def test_a_part_that_applies_in_half_is_measured_on_all_its_points():
    half = made(media_b=Outcome.NOT_APPLICABLE)  # 10 of 10, which is 20 of 20
    assert short_parts(SCHEME, half.nodes) == []


def test_the_bonus_counts_once_its_part_has_reached_the_gate():
    assert made(pilot=MET).bonus == 5
    poor = made(pilot=MET, media_a=MISSING)  # 45 of 55
    assert poor.bonus == 5
    below = made(pilot=MET, site_b=MISSING)  # 40 of 55, though 85 in all
    assert (below.value, below.bonus) == (85, 0)
    open_ = made(pilot=MET, site_b=UNKNOWN)  # 40 seen of 40 is 55 of 55
    assert open_.bonus == 5
    assert (open_.low, open_.high) == (85, 105)


def test_the_engine_leaves_such_schemes_to_the_reference():
    assert not fits(SCHEME)
    said = {id_: Finding(outcome, "") for id_, outcome in (ALL | {"site_a": MISSING}).items()}
    (line,) = score_lines(SCHEME, [UNIT], {"u1": sheet_of(said).lines})
    assert (line.value, line.grade) == ("80/1", "不合格")


def test_a_share_of_the_group_does_not_lift_a_part_that_falls_short():
    text = TEXT.replace("{name: 优秀, min: 80}", "{name: 优秀, top: 0.5}")
    scheme = parse_scheme(text, "parts.yaml")
    short = made(scheme, site_a=MISSING)
    assert [each.grade for each in graded(scheme, [short], {"u1": "组"})] == ["不合格"]


def test_a_plan_brings_a_part_to_its_least_too():
    low = made(site_a=MISSING, site_b=MISSING, media_a=MISSING, media_b=MISSING)  # 45
    plan = to_grade(SCHEME, low, SCHEME.grades[1])  # 合格 from 60, 网站 from 21, 新媒体 from 12
    assert [each.indicator_id for each in plan.repairs] == [
        "site_a",
        "site_b",
        "media_a",
        "media_b",
    ]
    assert (plan.value, plan.grade) == (100, "优秀")
    both = to_grade(SCHEME, made(site_b=MISSING), SCHEME.grades[0])
    assert ([each.indicator_id for each in both.repairs], both.grade) == (["site_b"], "优秀")
    assert to_grade(SCHEME, made(open_all=MISSING), SCHEME.grades[0]).grade == "优秀"


def test_a_plan_opens_the_part_that_the_bonus_waits_for_where_that_is_shorter():
    """62.5, 40 of 55 online. 22.5 lost elsewhere are more than 15 online; but those open 20."""
    rich = parse_scheme(TEXT.replace("试点, points: 5", "试点, points: 20"), "parts.yaml")
    low = made(rich, open_all=Outcome.PARTIAL, site_b=MISSING, pilot=MET)
    plan = to_place(rich, low, 1, [F(90)], F(20))
    assert ([each.indicator_id for each in plan.repairs], plan.value) == (["site_b"], F("97.5"))
    assert plan.bonus == 20
    assert len(to_place(rich, low, 1, [F(90)]).repairs) == 2


def test_schemes_without_such_a_part_keep_their_digest():
    plain = TEXT.replace("        least: 21\n", "").replace("        least: 12\n", "")
    plain = plain.replace("part: online, ", "")
    whole = parse_scheme(plain, "parts.yaml")
    assert len({whole.digest, SCHEME.digest}) == 2
    assert fits(whole)
    assert made(whole, pilot=MET, site_b=MISSING).bonus == 5


def test_in_a_round_of_the_website_alone_a_part_asks_for_its_share():
    web = web_part(SCHEME)
    (online,) = web.nodes
    assert (online.points, online.children[0].least) == (20, 12)  # 21 × 20/35
    assert web.bonus.gate == F(44) * 20 / 55


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("part: online", "part: onlin", "没有编号为“onlin”的分组，是否想写“online”"),
        ("gate: 44", "gate: 56", "bonus 的 gate 应在 0 到 55 之间"),
        ("least: 21", "least: 36", "指标“site”的 least 应在 0 到 35 之间"),
        ("least: 21", "least: -1", "指标“site”的 least 应在 0 到 35 之间"),
        ("least: 21", "least: 1e400", "least 应为数字"),
    ],
)
def test_what_no_part_can_reach_is_refused(old, new, said):
    with pytest.raises(SchemeError, match=said):
        parse_scheme(TEXT.replace(old, new), "parts.yaml")
