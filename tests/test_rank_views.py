"""The views of places and of one unit: narrowed, compared, planned; and to each what is theirs."""

import re
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest

from dashboard.panels.ranks import asked
from dashboard.panels.ranks.export import headings, rows
from dashboard.rounds.places import earlier, read_places
from data.people import Role
from data.store import Store
from data.types import Finding, Outcome
from tests import rounds, visitors
from tests.test_dashboard import html, opened, words
from tests.test_dashboard import url as url

SECOND = replace(
    rounds.ROUND, id="r2", name="第二轮", created_at=rounds.AT.replace(year=2024),
    as_of=rounds.ROUND.as_of.replace(year=2024), year=2024, scheme_id="small-2",
)  # fmt: skip
# The budget is worth 10 more, the columns 10 less: nothing is left of them but a point.
NEW_RULES = (
    rounds.SCHEME.replace("id: small-1", "id: small-2")
    .replace("name: 部门预算, points: 20", "name: 部门预算, points: 25")
    .replace("name: 栏目更新, points: 10", "name: 栏目更新, points: 5")
)


def two_rounds(address):
    """In the second round 乙局 has published its budget, under rules that give more for it."""
    rounds.fill(address)
    mended = rounds.poor_findings(rounds.LATE) | {"budget": Finding(Outcome.MET, "已公开")}
    with Store(address) as store:
        store.put_scheme("small-2", NEW_RULES)
        store.create_round(SECOND)
        store.put_reading("r2", "good", [], [], rounds.GOOD_FINDINGS)
        store.put_reading("r2", "poor", [], [], mended)
        store.put_reading("r2", "down", [], [], rounds.DOWN_FINDINGS)
        rounds.score_round(store, "r2")


def test_what_is_earlier_is_told_by_the_cut_off_and_then_by_when_it_was_made(url):
    """An old year is assessed last: it is before the others, and no view opens with it."""
    with Store(url) as store:
        rounds.create(store)
        for id_, as_of, made in (("r3", date(2025, 12, 15), 2), ("old", date(2021, 12, 31), 9),
                                 ("r2", date(2023, 12, 15), 3)):  # fmt: skip
            store.create_round(
                replace(
                    rounds.ROUND, id=id_, as_of=as_of, created_at=rounds.AT.replace(day=15 + made)
                )
            )
        known = store.rounds()
        assert [each.id for each in known] == ["r3", "r2", "r1", "old"]
        assert {
            id_: [each.id for each in earlier(store, known, id_)]
            for id_ in ("r3", "r2", "r1", "old")
        } == {"r3": ["r2", "r1", "old"], "r2": ["r1", "old"], "r1": ["old"], "old": []}
    assert opened().selectbox(key="round").value == "r3"


def tidy(app):
    return re.sub(r"\s+", " ", words(app))


def names(app):
    """Units in the tables, in their order."""
    tables = "".join(body for body in html(app) if "gk-table" in body)
    return re.findall(r'href="unit[^>]*>([^<]+)</a>', tables)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["甲局", "乙局", "丙局"]),
        ({"name": "乙"}, ["乙局"]),
        ({"grade": "优秀"}, ["甲局"]),
        ({"grade": "-"}, ["丙局"]),
        ({"group": "市直部门", "order": "coverage"}, ["丙局", "甲局", "乙局"]),
        ({"group": "没有这个组"}, ["甲局", "乙局", "丙局"]),  # of another round, perhaps
    ],
)
def test_an_address_narrows_the_ranking(url, query, found):
    rounds.fill(url)
    assert names(opened(round="r1", **query)) == found


def test_a_scheme_that_converts_says_what_a_value_is_worth_in_the_yearly_assessment(url):
    with_points = rounds.SCHEME.replace("  total: 100", "  total: 100\n  performance_points: 4")
    with patch.object(rounds, "SCHEME", with_points):
        rounds.fill(url)
    # 100 and 55.71 of 100 are 4 and 2.23 of 4; 丙局 has no value.
    said = tidy(opened("ranking.py", round="r1"))
    assert re.findall(r"绩效考核 ([\d.]+) 分", said) == ["4.00", "2.23"]
    with Store(url) as store:
        shown = read_places(store, "r1", "")
    assert headings(shown, moved=False)[-1] == "绩效考核分"
    assert [row[-1] for row in rows(shown, shown.ranked, {})] == [4.0, 2.23, None]


def test_a_narrowing_that_finds_nobody_says_what_to_do(url):
    rounds.fill(url)
    app = opened(round="r1", name="没有的单位")
    assert app.info[0].value == "没有符合条件的单位；清空上面的条件可以看全部。"


def test_one_page_and_no_more_is_sent(url, monkeypatch):
    monkeypatch.setattr(asked, "SIZE", 2)
    monkeypatch.setattr(asked.paged, "__defaults__", (2,))
    rounds.fill(url)
    app = opened(round="r1")
    assert names(app) == ["甲局", "乙局"]
    assert "共 3 个，每页 2 个；这是第 1 页，共 2 页。" in words(app)
    app.number_input[0].set_value(2).run()
    assert names(app) == ["丙局"]


def test_the_last_round_of_the_family_is_what_places_are_compared_with(url):
    two_rounds(url)
    shown = tidy(opened(round="r2"))
    # 100 × (30 + 25 + 4) ÷ 70 = 84.29, before 55.71
    assert "84.29" in shown
    assert "→ 持平 +28.58 分" in shown
    assert "与“2023年小评估”相比，有 2 处规则变化会影响得分" in shown
    assert "与哪一轮比" not in [box.label for box in opened(round="r1").selectbox]


def test_a_comparison_takes_the_rules_apart_from_what_a_unit_did(url):
    two_rounds(url)
    app = opened(round="r2")
    app.get("button_group")[0].set_value("moves").run()
    shown = tidy(app)
    assert "两轮的规则不同：有 2 处变化会影响得分" in shown
    assert "部门预算 分值 20 25" in shown
    # Under the new rules the old findings give 100 × (30 + 0 + 4) ÷ 70 = 48.57: rules -7.14;
    # the budget brings 100 × 25 ÷ 70 = 35.71, shown so that 55.71 and all of it make 84.29
    assert "乙局 55.71 第 2 名 84.29 第 2 名 → 持平 +28.58 分 -7.14 — — — +35.72" in shown


def test_the_best_risers_can_stand_first(url):
    two_rounds(url)
    assert names(opened(round="r2", order="up")) == ["乙局", "甲局", "丙局"]


def test_a_unit_sees_what_it_is_made_of_and_where_it_comes_from(url):
    two_rounds(url)
    shown = tidy(opened("unit.py", round="r2", unit="poor"))
    assert "从满分到得分" in shown
    assert "满分 100.00 100.00 公开内容 -15.71 84.29 其他 0.00 84.29 得分 84.29 84.29" in shown
    # of the judged points 59 of 70; the other placed unit has all of them
    assert "A 公开内容 70.00 84% 92% 100%" in shown
    assert "第二轮（规则有变） 84.29 第 2 名 合格 70% -7.14 — — — +35.72" in shown
    assert "2023年小评估 55.71 第 2 名 不合格 70%" in shown
    assert "改好可得 14.29 分" in shown  # 100 × 10 ÷ 70


def test_ticked_repairs_give_a_new_value_and_place(url):
    rounds.fill(url)
    app = opened("unit.py", round="r1", unit="poor")
    assert [box.label.replace("\\", "") for box in app.checkbox] == [
        "A2 部门预算 **+28.57**", "A1 年度报告 **+14.29**", "A3 栏目更新 **+1.43**",
    ]  # fmt: skip
    app.checkbox[0].check().run()
    shown = tidy(app)
    assert "改好 1 项 +28.57 得分 55.71 → 84.29 名次 2 → 2" in shown
    assert "不合格 → 合格" in shown
    for box in app.checkbox:
        box.check()
    assert "得分 55.71 → 100.00 名次 2 → 1" in tidy(app.run())


def test_a_button_ticks_the_fewest_repairs_for_the_next_grade(url):
    rounds.fill(url)
    app = opened("unit.py", round="r1", unit="poor")
    next(button for button in app.button if button.label == "最少改到“合格”").click().run()
    assert [box.value for box in app.checkbox] == [True, False, False]
    next(button for button in app.button if button.label == "清空").click().run()
    assert not any(box.value for box in app.checkbox)


def test_bonus_earned_before_comes_in_once_repairs_open_its_gate(url):
    """100 × 39 ÷ 70 = 55.71; the budget brings 84.29, past the gate of 80, and there 2 come in."""
    pilot = {"bonus_i_pilot": Finding(Outcome.MET, "已通过验收")}
    gated = rounds.HEAVY_SCHEME.replace("id: heavy-1", "id: small-1")
    with patch.object(rounds, "SCHEME", gated):
        rounds.fill(url, found=rounds.poor_findings(rounds.LATE) | pilot)
    app = opened("unit.py", round="r1", unit="poor")
    assert "55.71" in tidy(app)
    app.checkbox[0].check().run()
    shown = tidy(app)
    assert "改好 1 项 +30.57 得分 55.71 → 86.29 名次 2 → 2" in shown
    assert "加分达到门槛 +2.00" in shown
    for box in app.checkbox:
        box.check()
    assert "得分 55.71 → 102.00 名次 2 → 1" in tidy(app.run())


def test_behind_two_equal_firsts_the_next_place_is_the_first(url):
    """100, 100 and 55.71: nobody can be second."""
    with patch.object(rounds, "DOWN_FINDINGS", rounds.GOOD_FINDINGS):
        rounds.fill(url)
    app = opened("unit.py", round="r1", unit="poor")
    [button] = [button for button in app.button if "名" in button.label]
    assert button.label == "最少改到第 1 名"
    button.click().run()
    assert "得分 55.71 → 100.00 名次 3 → 1" in tidy(app)


def test_a_unit_sees_nothing_of_others_before_publication(url, monkeypatch):
    two_rounds(url)
    visitors.signed_in(monkeypatch, url, Role.UNIT, "poor")
    app = opened(round="r2", unit="good")
    app.switch_page("dashboard/views/unit.py").run()
    shown = tidy(app)
    assert app.title[0].value == "乙局"
    for said in ("甲局", "组内平均", "组内最高", "第 2 名"):
        assert said not in shown
    app.checkbox[0].check().run()
    shown = tidy(app)
    assert "得分 84.29 → 98.57" in shown
    assert "名次 2 →" not in shown


def test_a_unit_is_told_what_the_ranking_needs(url, monkeypatch):
    rounds.fill(url)
    visitors.signed_in(monkeypatch, url, Role.UNIT, "poor")
    app = opened(round="r1")  # which leads a unit to its own view
    app.switch_page("dashboard/views/ranking.py").run()
    assert app.info[0].value == "这一轮评估还没有通报。"
    assert names(app) == []


def test_a_ranking_is_read_without_findings(url, monkeypatch):
    """A province's findings take minutes to read."""
    rounds.fill(url)
    monkeypatch.setattr(Store, "findings", None)
    assert names(opened(round="r1")) == ["甲局", "乙局", "丙局"]
    assert "失 20.00 分" in words(opened("unit.py", round="r1", unit="poor"))


def test_places_are_read_without_the_points_they_are_made_of(url):
    rounds.fill(url)
    with Store(url) as store:
        assert [line.unit_id for line in store.ranked("r1")] == ["good", "poor", "down"]
        assert store.scores("r1", ["poor"]).keys() == {"poor"}
        assert store.scores("r1", []) == {}
        assert store.scores("r1").keys() == {"good", "poor", "down"}


def test_rounds_of_another_family_are_not_compared(url):
    two_rounds(url)
    with Store(url) as store:
        other = replace(
            SECOND,
            name="第三轮",
            id="r3",
            scheme_id="other-1",
            created_at=rounds.AT.replace(year=2025),
        )
        store.put_scheme("other-1", rounds.SCHEME.replace("id: small-1", "id: other-1"))
        store.create_round(other)
        store.put_reading("r3", "poor", [], [], rounds.GOOD_FINDINGS)
        rounds.score_round(store, "r3")
    assert "与哪一轮比" not in [box.label for box in opened(round="r3").selectbox]
    assert "只有这一轮评估" in words(opened("unit.py", round="r3", unit="poor"))
