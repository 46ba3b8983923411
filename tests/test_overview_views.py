"""总览, 差距, 稳健性与公平性: what they show of a small round, to whom, and where they lead."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.casework.telling import tell_units
from dashboard.figures.heat import EVERY
from dashboard.rounds.steps import score_round
from data.people import Role
from data.store import Store
from data.types import Judgement, Mark, Outcome
from data.workflow import Stage
from tests import people, rounds, visitors
from tests.test_dashboard import ENTRY, html, opened, words

MET, MISSING = Outcome.MET, Outcome.MISSING
BETTER = replace(
    rounds.ROUND, id="r2", name="2024年小评估", as_of=date(2024, 12, 15), year=2024,
    created_at=rounds.AT.replace(year=2024),
)  # fmt: skip


@pytest.fixture
def url(tmp_path, monkeypatch):
    """URL of an empty database that the dashboard will open."""
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    visitors.without_signing_in(monkeypatch)
    return address


def second_round(url):
    """乙局 put its budget up: 100 × 59 ÷ 70 = 84.29, before 55.71; the others stay."""
    rounds.fill(url)
    found = rounds.poor_findings(rounds.LATE) | {"budget": rounds.GOOD_FINDINGS["budget"]}
    with Store(url) as store:
        store.create_round(BETTER)
        for unit, each in (("good", rounds.GOOD_FINDINGS), ("poor", found),
                           ("down", rounds.DOWN_FINDINGS)):  # fmt: skip
            store.put_reading("r2", unit, [], [], each)
        score_round(store, "r2")


def plain_words(app):
    return re.sub(r"\s+", " ", words(app))


def section(app, key):
    next(b for b in app.get("button_group") if b.key and " of r" in b.key).set_value(key).run()
    assert [error.value for error in app.exception] == []
    return app


def test_no_screen_adds_up_more_units_than_it_can(url, monkeypatch):
    second_round(url)
    monkeypatch.setattr("dashboard.screen.parts.AT_ONCE", 2)
    said = "单位超过 2 个，不在网页上逐项汇总；用 gkc report problems 导出后查看。"
    overview = plain_words(opened("overview.py", round="r2"))
    assert said in overview.replace("`", "")
    assert "较上轮 乙局" in overview
    for view in ("gaps.py", "robustness.py"):
        app = opened(view, round="r2")
        assert said in plain_words(app).replace("`", "")
        assert not app.get("button_group")


def publish(monkeypatch, url):
    """From now on every round is public, and nobody of those with an account is signed in."""
    visitors.signed_in(monkeypatch, url, Role.LEADER)
    monkeypatch.setattr(Store, "stage", lambda self, round_id: Stage.PUBLISHED)
    visitors.public(monkeypatch)


def test_the_overview_says_how_groups_stand_and_who_is_below_the_line(url):
    rounds.fill(url)
    shown = plain_words(opened("overview.py", round="r1"))
    # (100 + 55.714…) ÷ 2 = 77.86; coverage (70 + 70 + 0) ÷ 3 = 47 %
    for said in ("单位 3 未列名次 1 个", "低于 60.00 分 1 列名次的单位中", "平均覆盖率 47%",
                 "市直部门 3 77.86 — 甲局 100.00 乙局 55.71 1 47%", "没有更早的一轮可比",
                 "还没有反馈问题清单"):  # fmt: skip
        assert said in shown


def test_the_overview_leads_to_what_its_numbers_are_made_of(url):
    rounds.fill(url)
    body = "".join(html(opened("overview.py", round="r1")))
    for way in ('href="gaps?round=r1&amp;indicator=budget"', 'href="unit?round=r1&amp;unit=poor"',
                'href="collection?round=r1"', 'href="rectification?round=r1&amp;show=late"',
                'href=".?round=r1&amp;order=up"', 'href=".?round=r1&amp;grade=below"',
                'href=".?round=r1&amp;group=%E5%B8%82%E7%9B%B4%E9%83%A8%E9%97%A8"'):  # fmt: skip
        assert way in body


def test_the_overview_compares_with_the_round_before(url):
    second_round(url)
    shown = plain_words(opened("overview.py", round="r2"))
    assert "▲ 1 ▼ 0 有 2 个单位可与上轮比" in shown
    # means 92.14 and 77.86
    assert "92.14 ▲ +14.29" in shown
    assert "乙局 市直部门 84.29 ▲ +28.57 第 2 → 2 名" in shown
    assert "没有单位退步。" in shown
    assert "上一轮：2023年小评估（截止 2023-12-15）。" in shown


def test_overdue_rectification_is_counted_and_named(url):
    rounds.fill(url)
    with Store(url) as store:
        tell_units(store, people.OFFICE, "r1", store.round_units("r1"), at=rounds.AT)
    shown = plain_words(opened("overview.py", round="r1"))
    assert "逾期未整改 3 已反馈 3 项，复核通过 0 项" in shown
    assert "乙局 3 项" in shown


def test_before_publication_the_public_sees_no_overview(url, monkeypatch):
    rounds.fill(url)
    visitors.signed_in(monkeypatch, url, Role.UNIT, "poor")
    app = opened("overview.py", round="r1")
    assert "这一轮评估还没有通报" in words(app)
    assert "甲局" not in words(app)


def test_of_a_published_round_everybody_sees_what_was_published(url, monkeypatch):
    second_round(url)
    publish(monkeypatch, url)
    app = opened("overview.py", round="r2")
    shown = plain_words(app)
    assert "市直部门 3 92.14 ▲ +14.29 甲局 100.00 乙局 84.29" in shown
    assert "unit?" not in "".join(html(app))  # nothing of it may be opened
    for secret in ("覆盖率", "部门预算", "整改"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("mode", "there", "gone"),
    [
        ("grades", ["优秀 甲局", "不合格 乙局"], ["55.71", "77.86"]),
        ("counts", ["优秀 1 个", "不合格 1 个"], ["甲局", "乙局", "55.71"]),
        ("{mode: ends, n: 1}", ["前 1 名 甲局", "后 1 名 乙局"], ["55.71", "丙局"]),
    ],
)
def test_grades_counts_and_ends_stay_what_they_are(url, monkeypatch, mode, there, gone):
    scheme = rounds.SCHEME.replace("  total: 100", f"  total: 100\n  publish: {mode}")
    monkeypatch.setattr(rounds, "SCHEME", scheme)
    rounds.fill(url)
    publish(monkeypatch, url)
    shown = plain_words(opened("overview.py", round="r1"))
    for said in there:
        assert said in shown
    for secret in gone:
        assert secret not in shown


def test_the_heat_map_says_shares_and_zoomed_in_outcomes(url):
    rounds.fill(url)
    app = opened("gaps.py", round="r1")
    # 乙局: 31 of 70 lost; of 其他 nothing was judged
    assert "乙局 44% ？" in plain_words(app)
    assert 'class="gk-h3"' in "".join(html(app))
    next(box for box in app.selectbox if "part of" in box.key).set_value("open").run()
    assert "乙局 ◐ ✕ ◐" in plain_words(app)
    assert "丙局 ？ ？ ？" in plain_words(app)
    assert 'title="不符合 −20.00"' in "".join(html(app))
    next(box for box in app.selectbox if "part of" in box.key).set_value(EVERY).run()
    assert "乙局 ◐ ✕ ◐ ？ ？ ？" in plain_words(app)


def test_the_commonest_failures_say_what_they_share_and_the_remedy(url):
    rounds.fill(url)
    shown = plain_words(section(opened("gaps.py", round="r1"), "common"))
    assert (
        "A2 部门预算 公开内容 1 2 个中 50% 20.00 没有找到2023年部门预算（1 个单位） 补发部门预算。"
        in shown
    )


def test_one_indicator_is_shown_across_all_units_with_its_proof(url):
    rounds.fill(url)
    app = opened("gaps.py", round="r1", indicator="report")
    shown = plain_words(app)
    assert (
        "乙局 市直部门 部分符合 30.00 10.00 年报迟于 1 月 31 日 看网页 发布日期 2023-03-02" in shown
    )
    assert "丙局 市直部门 网站打不开 — — 首页没有读到：连接超时" in shown
    assert f'href="{rounds.LATE.url}"' in "".join(html(app))


def test_an_evaluator_sees_gaps_of_all_units_but_no_places(url, monkeypatch):
    rounds.fill(url)
    visitors.signed_in(monkeypatch, url, Role.EVALUATOR)
    shown = words(opened("gaps.py", round="r1"))
    assert "甲局" in shown
    assert "乙局" in shown
    assert "第 1 名" not in shown


def test_firm_places_are_said_in_words(url):
    rounds.fill(url)
    app = opened("robustness.py", round="r1")
    assert "权重浮动后各单位的先后都不变" in app.success[0].value
    assert "1 甲局 100.00 1–1 100% 1" in plain_words(app)


def test_too_few_units_give_no_statistics_and_say_so(url):
    rounds.fill(url)
    app = opened("robustness.py", round="r1")
    assert "少于 5 个" in section(app, "items").info[0].value
    assert "看不出待核查与得分的关系" in section(app, "fair").info[0].value
    assert "年度报告" in words(section(app, "card"))


def test_the_menu_offers_them_to_whom_they_are_for():
    entry = ENTRY.read_text(encoding="utf-8")
    assert '(N_("结果"), EVERYBODY, VIEWS / "overview.py"' in entry
    assert '(N_("结果"), INSIDE, VIEWS / "gaps.py"' in entry
    assert '(N_("结果"), RANKS, VIEWS / "robustness.py"' in entry


def test_who_judged_twice_agrees_or_not_and_only_insiders_read_it(url, monkeypatch):
    rounds.fill(url)
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    assert "还没有两人背靠背评过的项" in plain_words(section(opened("robustness.py"), "agreed"))

    def said(unit, leaf, outcome, by, mark):
        return Judgement(unit, leaf, outcome, "看过", by, rounds.AT, mark=mark)

    first, blind = ("li", Mark.FIRST), ("wang", Mark.BLIND)
    with Store(url) as store:
        store.add_judgements(
            "r1",
            [
                said("good", "quality", MET, *first), said("good", "quality", MET, *blind),
                said("poor", "quality", MET, *first), said("poor", "quality", MISSING, *blind),
                said("good", "answers", MET, *first), said("good", "answers", MET, *blind),
            ],
        )  # fmt: skip
        score_round(store, "r1")
    app = section(opened("robustness.py"), "agreed")
    # quality: 3 words are 符合 and one 不符合 over 2 points: Krippendorff 1 - 3 × 2 ÷ (2 × 3) = 0,
    # Cohen (0.5 - 0.5) ÷ (1 - 0.5) = 0; it agrees least and stands first.
    told = plain_words(app)
    for line in ("两人都评 3", "结论一致 2 67%", "待仲裁 1"):
        assert line in told, line
    assert "B2 解读质量 2 50% 0.00 0.00 B3 按时答复 1 100% — —" in told
    visitors.signed_in(monkeypatch, url, Role.LEADER)
    told = plain_words(section(opened("robustness.py"), "agreed"))
    assert "由组织单位和评审人员查看" in told
    assert "解读质量" not in told
