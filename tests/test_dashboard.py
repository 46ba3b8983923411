"""Every view opens, empty, unscored and filled, and shows what was found, never as markup."""

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard.views
from dashboard.load import unit_gaps
from dashboard.rounds.result import read_result
from dashboard.screen.chart import interval_chart
from dashboard.wording.markup import esc, link, plain
from dashboard.wording.words import (
    CAUSE,
    CLOSED_BY,
    ITEM,
    METHOD,
    OUTCOME,
    SITE_STATUS,
    WAITING_FOR,
)
from data.card import TiedCard, bundled_card
from data.facts import SiteStatus
from data.indicators import Method
from data.storage.currency import Checked
from data.store import Store
from data.types import Cause, Evidence, Finding, Outcome, Ranked
from tests import rounds, visitors

TOOLS = {"scheme.py", "notice.py", "annual.py", "budget.py"}  # need no round: tests/test_tools.py
ENTRY = Path(__file__).parents[1] / "streamlit_app.py"
VIEWS = sorted(
    path.name
    for path in Path(next(iter(dashboard.views.__path__))).glob("*.py")
    # No views of results: tests/test_signin.py, tests/test_setup_screen.py and those of TOOLS
    if path.name not in {"__init__.py", "people.py", "setup.py", *TOOLS}
)


@pytest.fixture
def url(tmp_path, monkeypatch):
    """URL of an empty database that the dashboard will open; its `var` is in the same folder."""
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    visitors.without_signing_in(monkeypatch)  # signed in: tests/test_signin.py
    return address


def opened(view="ranking.py", **query):
    app = AppTest.from_file(ENTRY, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if view != "ranking.py":
        app.switch_page(f"dashboard/views/{view}").run()
    assert [error.value for error in app.exception] == []
    return app


def words(app):
    """Everything on screen as one text; what is HTML with its tags taken out."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error)
    shown = [element.value for kind in kinds for element in kind]
    shown += [code.value for code in app.code] + [fold.label for fold in app.expander]
    shown += [unescape(re.sub(r"<[^>]+>", " ", body)) for body in html(app)]
    return "\n".join(shown).replace("\\", "").replace("\u2060", "")


def html(app):
    return [element.proto.body for element in app.get("html")]


def test_every_view_is_in_the_menu():
    entry = ENTRY.read_text(encoding="utf-8")
    assert sorted(re.findall(r'VIEWS / "(\w+\.py)"', entry)) == sorted(
        [*VIEWS, "people.py", "setup.py", *TOOLS]
    )


@pytest.mark.parametrize("view", VIEWS)
def test_without_a_round_a_view_says_what_to_do(url, view):
    app = opened(view)
    assert [info.value for info in app.info] == [
        "还没有评估轮次。运行 `make demo` 看演示，或用 `gkc rounds create` 建立一轮。"
    ]


@pytest.mark.parametrize("view", ["ranking.py", "unit.py"])
def test_before_scoring_results_say_which_commands_come_next(url, view):
    with Store(url) as store:
        rounds.create(store)
    app = opened(view)
    assert "还没有计分" in app.info[0].value
    assert app.code[0].value == "gkc collect r1\ngkc check r1\ngkc score r1"


def test_before_scoring_collection_and_method_are_there_already(url):
    with Store(url) as store:
        rounds.create(store)
    collection = opened("collection.py")
    assert "待采集" in words(collection)
    assert "gkc collect r1 --unit good" in collection.info[0].value
    assert "四项各 10 分" in words(opened("method.py"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_scored_round_opens_in_every_view(url, view):
    rounds.fill(url)
    app = opened(view, round="r1")
    assert "2023年小评估" in words(app)
    assert app.selectbox(key="round").value == "r1"


def test_the_ranking_shows_scores_intervals_and_why_a_unit_has_no_place(url):
    rounds.fill(url)
    shown = words(opened(round="r1"))
    assert "100.00 70.00–100.00" in re.sub(r"\s+", " ", shown)
    assert "55.71 39.00–69.00" in re.sub(r"\s+", " ", shown)
    assert "77.86" in shown  # (100 + 55.714…) ÷ 2
    assert "70%" in shown
    assert "不合格 1 个" in shown
    assert "无法采集：首页没有读到：连接超时。不扣分。" in shown


def test_a_row_of_the_ranking_leads_to_the_unit(url):
    rounds.fill(url)
    assert any('href="unit?round=r1&amp;unit=poor"' in body for body in html(opened()))


def test_the_address_says_which_round_and_unit(url):
    rounds.fill(url)
    with Store(url) as store:
        later = replace(
            rounds.ROUND, id="r2", name="后一轮", created_at=rounds.AT.replace(year=2024)
        )
        store.create_round(later)
    app = opened("ranking.py", round="r1", unit="poor")
    assert app.selectbox(key="round").value == "r1"
    app.switch_page("dashboard/views/unit.py").run()
    assert app.title[0].value == "乙局"
    assert "poor" in app.query_params["unit"]
    assert opened().selectbox(key="round").value == "r2"  # the newest when nothing is asked


def test_a_unit_is_headed_by_its_name_and_figures(url):
    rounds.fill(url)
    app = opened("unit.py", unit="poor")
    assert app.title[0].value == "乙局"
    figures = re.sub(r"\s+", " ", words(app))
    for figure in ("得分 55.71 不合格", "名次 第 2 名", "失分 31.00 3 项", "待核查 30.00",
                   "覆盖率 70% 70.00 ÷ 100.00 分", "区间 39.00–69.00"):  # fmt: skip
        assert figure in figures


def test_gaps_come_largest_first_and_open_points_by_who_closes_them(url):
    rounds.fill(url)
    labels = [fold.label.replace("\\", "") for fold in opened("unit.py", unit="poor").expander]
    assert labels == [
        "**失 20.00 分** · A2 部门预算 · 不符合",
        "**失 10.00 分** · A1 年度报告 · 部分符合",
        "**失 1.00 分** · A3 栏目更新 · 部分符合",
        "**疑似问题，待人工确认** · 1 项，10.00 分",
        "**待核查 10.00 分** · B1 个人隐私 · 疑似，待人工确认",
        "**待人工评审** · 1 项，10.00 分",
        "**待导入数据** · 1 项，10.00 分",
    ]


def test_a_gap_shows_reason_remedy_proof_and_where_it_was_looked_for(url):
    rounds.fill(url)
    shown = words(opened("unit.py", unit="poor"))
    for said in (
        "没有找到2023年部门预算", "补发部门预算。", "共读取 41 个页面",
        "查过的栏目：财政预决算、通知公告", "查找的词：部门预算", "《条例》第五十条",
        "发布日期 2023-03-02", "采集于 2023-12-15 16:30:00（北京时间）", "ab" * 32,
        "按期公布：不符合",
    ):  # fmt: skip
        assert said in shown


def test_the_score_tree_has_every_level(url):
    rounds.fill(url)
    tree = next(body for body in html(opened("unit.py", unit="poor")) if "gk-tree" in body)
    rows = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()
        for row in re.split(r"(?=<summary|<div class=\"gk-row)", tree)
    ]
    assert rows[1:] == [
        "指标 满分 得分 失分 待核查",
        "A 公开内容 70.00 39.00 31.00 —",
        "A1 年度报告 部分符合 40.00 30.00 10.00 —",
        "A2 部门预算 不符合 20.00 0.00 20.00 —",
        "A3 栏目更新 部分符合 10.00 9.00 1.00 —",
        "B 其他 30.00 — — 30.00",
        "B1 个人隐私 疑似，待人工确认 10.00 — — 10.00",
        "B2 解读质量 待人工评审 10.00 — — 10.00",
        "B3 按时答复 待导入数据 10.00 — — 10.00",
    ]


def test_a_unit_whose_site_is_down_loses_nothing_and_is_told_why(url):
    rounds.fill(url)
    app = opened("unit.py", unit="down")
    assert "无法采集：首页没有读到：连接超时。不扣分。" in words(app)
    assert "没有指标得到核查，不计失分。" in words(app)
    assert [fold.label for fold in app.expander] == [
        "**网站原因** · 4 项，80.00 分",
        "**待人工评审** · 1 项，10.00 分",
        "**待导入数据** · 1 项，10.00 分",
    ]


def test_an_archived_page_is_shown_as_text_with_long_numbers_starred(url, tmp_path):
    rounds.fill(url, rounds.archived_page(tmp_path / "var"))
    app = opened("unit.py", unit="poor")
    app.get("button_group")[0].set_value(0).run()
    assert "迟到的年报 430*************34" in app.code[0].value


def test_a_lost_evidence_file_is_said_and_breaks_nothing(url, tmp_path):
    page = rounds.archived_page(tmp_path / "var")
    rounds.fill(url, page)
    (tmp_path / "var" / "evidence" / "r1" / page.warc).unlink()
    app = opened("unit.py", unit="poor")
    app.get("button_group")[0].set_value(0).run()
    assert [error.value for error in app.exception] == []
    assert page.warc.split(".")[0] in app.warning[0].value


def test_collection_lists_blocked_sites_first_and_marks_columns(url):
    rounds.fill(url)
    app = opened("collection.py", unit="poor")
    sites = next(body for body in html(app) if "采集情况" in body)
    assert re.findall("[甲乙丙]局", sites) == ["丙局", "甲局", "乙局"]
    assert "连接超时 1" in sites
    assert "页面不存在（404） 1" in sites
    sheet = app.dataframe[0].value
    assert list(sheet["栏目"]) == ["招考", "要闻", "通知"]
    assert list(sheet["情况"]) == ["空白", "未按时更新", "有内容"]
    assert list(sheet["距截止日（天）"])[1:] == [348, 5]
    assert "空白 1 个，未按时更新 1 个" in words(app)


def test_method_prints_the_scheme_and_the_docstrings_of_its_checks(url):
    rounds.fill(url)
    shown = words(opened("method.py"))
    assert "在读到的页面和附件中查找未去标识化的身份证号" in shown  # privacy_leaks
    assert "A1 年度报告 · 40.00 分 · 自动" in shown
    assert "100 × 44 ÷ 65 = 67.69" in shown
    assert "合格 ≥ 60.00" in shown


def test_method_says_how_often_the_checks_were_right_and_what_their_word_is_worth(url):
    rounds.fill(url)
    shown = words(opened("method.py"))
    assert f"本轮按准确率卡 {bundled_card().version}。" in shown
    assert "可自行认定“未公开”（真实网站标注" in shown
    assert "“未公开”只作建议，由人确认（真实网站标注" in shown
    with Store(url) as store:
        store.set_card("r1", TiedCard("0123456789ab", frozenset()), rounds.AT)
    shown = words(opened("method.py"))
    assert "本轮按准确率卡 0123456789ab；下表是本版程序的准确率卡" in shown
    assert "可自行认定“未公开”（" not in shown


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>"
    "[点我](javascript:alert(3)) ![图](http://evil.invalid/p.png) :red[红] $x$ `c` <b>粗</b>"
)


def hostile_round(url):
    """The round with a stranger's markup wherever a stranger's words may come."""
    poor = replace(rounds.POOR, name=HOSTILE, portal="http://poor.localhost/?<b>")
    bad = Evidence("javascript:alert(4)", HOSTILE, rounds.AT)
    budget = Finding(Outcome.MISSING, HOSTILE, evidence=(bad,))
    rounds.fill(url, poor=poor, found=rounds.poor_findings(bad) | {"budget": budget})


@pytest.mark.parametrize("view", VIEWS)
def test_strangers_words_are_never_markup(url, view):
    hostile_round(url)
    app = opened(view, unit="poor")
    for body in html(app):
        assert not re.search(r"<(script|img|b>粗)|href=.?javascript", body.lower())
    labels = [fold.label for fold in app.expander]
    for kind in (app.title, app.markdown, app.caption, app.info, app.warning, app.subheader):
        labels += [element.value for element in kind]
    for label in labels:
        assert not re.search(r"(?<!\\)\]\(|(?<!\\)<|:red\[|(?<!\\)\$", label)


def test_strangers_words_are_shown_as_they_are(url):
    hostile_round(url)
    app = opened("unit.py", unit="poor")
    assert words(app).count(HOSTILE) >= 3  # the title, the reason, the quote


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a*b_c", r"a\*b\_c"), ("一\n# 二", r"一 \# 二"), (":red[x]", "\\:\u2060red\\[x\\]")],
)
def test_plain_text_in_markdown(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "http:", "http://[", ""]
)
def test_only_web_addresses_become_links(url):
    assert link(url, "看") == "看"


def test_an_address_is_a_link_to_exactly_itself():
    assert 'href="http://a.localhost/?x=&quot;&amp;y"' in link('http://a.localhost/?x="&y')


def test_html_is_escaped_once():
    assert esc(esc("<b>")) == "&lt;b&gt;"


def test_a_database_made_anew_is_opened_anew(url, tmp_path):
    rounds.fill(url)
    assert "2023年小评估" in words(opened())
    for file in (tmp_path / "var").glob("gkc.db*"):
        file.unlink()
    with Store(url) as store:
        rounds.create(store, new=replace(rounds.ROUND, name="重新建立的一轮"))
    app = opened()
    assert "重新建立的一轮" in app.info[0].value


def test_a_database_that_cannot_be_opened_is_a_sentence(url, monkeypatch):
    monkeypatch.setenv("GKC_DATABASE_URL", "mysql://x/y")
    app = opened()
    assert "不支持 mysql 数据库" in words(app)


def test_a_scoring_shows_at_once(url):
    rounds.fill(url)
    app = opened("unit.py", unit="poor")
    assert "55.71" in words(app)
    with Store(url) as store:
        store.put_findings("r1", "poor", {**rounds.GOOD_FINDINGS})
        rounds.score_round(store, "r1")
    assert "没有失分" in words(app.run())


@pytest.mark.parametrize("view", ["ranking.py", "unit.py"])
def test_results_that_do_not_take_in_the_last_look_are_said_to_be_old(url, view):
    rounds.fill(url)
    with Store(url) as store:
        store.put_findings("r1", "poor", rounds.GOOD_FINDINGS, Checked(1, rounds.AT))
        store.start_site("r1", "poor", rounds.AT)
    said = [warning.value for warning in opened(view).warning]
    assert len(said) == 1
    assert "最近一次采集之后还没有核查" in said[0]
    assert "gkc check r1" in said[0]


def test_every_closed_list_has_its_words():
    assert set(OUTCOME) == set(ITEM) == set(Outcome)
    assert set(CAUSE) == set(CLOSED_BY) == set(Cause)
    assert set(CLOSED_BY.values()) == set(WAITING_FOR)
    assert set(METHOD) == set(Method)
    assert set(SITE_STATUS) == set(SiteStatus)


def test_every_gap_is_shown_once(url):
    rounds.fill(url)
    with Store(url) as store:
        found = unit_gaps(read_result(store, "r1", ""), "poor")
    shown = [*found.lost, *(gap for group in found.waiting for gap in group.gaps)]
    assert sorted(gap.code for gap in shown) == ["A1", "A2", "A3", "B1", "B2", "B3"]


def test_the_chart_keeps_units_of_one_name_apart_and_shows_names_as_they_are():
    one = Ranked("a", "市直部门", 1, Fraction(90), Fraction(72), Fraction(95), Fraction(1), "优秀")
    figure = interval_chart([one, replace(one, unit_id="b", place=2)], ["<b>局", "<b>局"], 100.0)
    assert figure.layout.yaxis.ticktext == ("&lt;b&gt;局 ", "&lt;b&gt;局 ")
    assert [list(trace.y) for trace in figure.data] == [[0, 0, None, 1, 1, None], [0, 1]]
    assert figure.layout.xaxis.range[0] == 70
