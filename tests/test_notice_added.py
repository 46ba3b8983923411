"""Tasks that the compiler passed over: pointed at by a person, read as others, taken out again."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from dashboard.panels.notices.bench import BENCH
from dashboard.panels.notices.taking import ledger
from dashboard.reports.notice_draft import scheme_text
from data.people import Role
from data.schemes import parse_scheme
from scoring.notice.adding import PassageError, left_out, place_of, same_task, task_at
from scoring.notice.compiling import compiled
from scoring.notice.saying import figures_said, names_said, times_said
from scoring.notice.text import Span, unspaced
from tests import visitors
from tests.test_dashboard import ENTRY, words

MISSED = "市审计局于5月底前在政府门户网站公布专项审计结果，不少于3份。"
RAW = f"""清河市2025年政务公开工作要点

各部门要抓好落实。{MISSED}
一、公开财政信息。各部门于2025年3月底前公开部门预算，公开率达到100%。同时，每季度在政务新媒体发布收支简况。（市财政局牵头，各部门配合）
二、加强能力建设。本项由市政府办公室牵头。
（一）培训。每季度举办培训不少于2次。（责任单位：市政府办公室、市司法局）
（二）总体要求。提高认识，年底前编印案例选编不少于20个。

附表
序号\t任务\t责任单位\t完成时限
1\t公开重大项目批准和实施信息\t市发展改革委\t6月底前
2\t公开义务教育招生信息\t市教育局\t8月底前
"""
NOTICE = compiled(RAW)
DAY = date(2025, 4, 1)


def task(passage):
    return task_at(RAW, place_of(RAW, passage, NOTICE.tasks), NOTICE.tasks)


def quotes(found):
    units = found.units
    yield from (found.heading, found.text, *found.headings, *found.channels)
    yield from (*units.lead, *units.others, *units.addressed)
    yield from (each.said for each in (*found.deadlines, *found.quantities))


def test_everything_is_read_from_the_words_that_somebody_points_at():
    found = task(MISSED)
    assert found.added
    assert names_said(found.units.addressed) == "市审计局"
    assert times_said(found.deadlines) == "2025-05-31 前"  # of the notice's year
    assert figures_said(found.quantities).endswith("不少于3份")
    assert names_said(found.channels) == "政府门户网站"
    assert (found.number, found.part) == ("", "清河市2025年政务公开工作要点")


@pytest.mark.parametrize(
    "passage",
    [
        MISSED,
        "每季度在政务新媒体发布收支简况",
        "（二）总体要求。提高认识，年底前编印案例选编不少于20个。",
        "公开义务教育招生信息\t市教育局\t8月底前",
    ],
)
def test_whatever_is_said_of_it_stands_at_its_place_in_the_notice(passage):
    for quoted in quotes(task(passage)):
        there = RAW[quoted.span.start : quoted.span.end]
        assert unspaced(there).even == unspaced(quoted.text).even


def test_a_passage_is_found_whatever_its_gaps_and_signs():
    broken = MISSED.replace("，", ",\n  ").replace("5", "５")
    span = place_of(RAW, broken, NOTICE.tasks)
    assert RAW[span.start : span.end] == MISSED


@pytest.mark.parametrize(
    ("passage", "why"),
    [
        (" ", "请粘贴原文中的一句或一段"),
        ("公开", "请粘贴原文中的一句或一段"),
        ("全面推进数字政府建设", "原文中没有这段话；任务要有原文依据"),
        (MISSED.replace("5月", "6月"), "原文中没有这段话：“市审计局于”之后与原文不同"),
    ],
)
def test_words_that_stand_nowhere_are_refused(passage, why):
    with pytest.raises(PassageError) as told:
        place_of(RAW, passage, NOTICE.tasks)
    assert str(told.value).startswith(why)


def test_of_several_places_the_one_that_is_no_task_is_meant():
    said = "公开部门预算信息"
    text = f"甲县2025年工作要点\n\n{said}。\n一、财政。{said}。\n二、其他。做好服务。\n"
    tasks = compiled(text).tasks
    assert place_of(text, said, tasks).start == text.index(said)
    again = Span(text.rindex(said) - 4, len(text))
    assert place_of(text, said, tasks, again).start == text.rindex(said)
    with pytest.raises(PassageError, match="原文中有 2 处这样的话"):
        place_of(text, said, ())


def test_who_does_it_comes_from_around_where_the_words_name_nobody():
    found = task("每季度在政务新媒体发布收支简况")
    assert names_said(found.units.lead) == "市财政局"  # of the task that it is part of
    assert times_said(found.deadlines) == "每季度"
    found = task("（二）总体要求。提高认识，年底前编印案例选编不少于20个。")
    assert found.number == "二(二)"
    assert [each.text for each in found.headings] == ["加强能力建设"]
    assert names_said(found.units.lead) == "市政府办公室"  # of the item above
    assert times_said(found.deadlines) == "2025-12-31 前"


def test_a_row_of_a_table_goes_by_the_name_of_its_table():
    assert task("公开义务教育招生信息").part == NOTICE.tasks[-1].part


def test_words_that_are_a_task_already_are_known_as_such():
    first = NOTICE.tasks[0]
    whole = RAW[first.text.span.start : first.text.span.end]
    assert same_task(RAW, place_of(RAW, whole, ()), NOTICE.tasks) == 0
    assert same_task(RAW, place_of(RAW, MISSED, ()), NOTICE.tasks) is None


def test_paragraphs_that_are_no_task_are_offered_without_the_title():
    assert [each.text[:8] for each in left_out(RAW, NOTICE.tasks)] == [
        "各部门要抓好落实",
        "二、加强能力建设",  # read as a heading only
        "(二)总体要求。",
    ]


# --- on screen ----------------------------------------------------------------------------------


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", url)
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    made = AppTest.from_file(ENTRY, default_timeout=120).run()
    made.switch_page("dashboard/views/notice.py").run()
    return made


def pressed(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert [error.value for error in app.exception] == []


def read(app, text):
    app.text_area(key="notice text").set_value(text).run()
    pressed(app, "读出任务")


def pasted(app, text):
    next(area for area in app.text_area if area.label == "或粘贴原文中的一段").set_value(text)
    pressed(app, "读出这一项")


def field(app, label):
    return next(each for each in app.text_input if each.label == label)


def test_a_pasted_passage_becomes_a_task_goes_on_with_the_others_and_comes_out_again(app):
    read(app, RAW)
    before = app.session_state[BENCH]
    field(app, "任务").set_value("公开预算")
    pressed(app, "只保存")
    pasted(app, "市审计局于6月底前公布")
    assert any("之后与原文不同" in error.value for error in app.error)
    assert len(app.session_state[BENCH].lines) == len(before.lines)
    pasted(app, MISSED)
    now = app.session_state[BENCH]
    assert len(now.lines) == len(before.lines) + 1
    assert now.tasks[now.at].added
    assert now.lines[now.at + 1].heading == "公开预算"  # edits of others stay
    assert field(app, "责任单位").value == "市审计局"
    assert field(app, "期限").value == "2025-05-31 前"
    assert field(app, "公开渠道").value == "政府门户网站"
    field(app, "任务").set_value("公布专项审计结果")
    field(app, "公开渠道").set_value("政府门户网站、政务新媒体")
    pressed(app, "确认，看下一项")
    assert "公布专项审计结果（人工补充）" in words(app)
    made = app.session_state[BENCH].edited()
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(ledger(made, DAY)))
    rows = sheets.get_sheet_by_name("总台账").to_python()
    assert rows[1][1] == "公布专项审计结果（人工补充）"
    assert rows[1][2] == "市审计局"
    assert rows[1][6] == "政府门户网站、政务新媒体"
    assert "市审计局" in sheets.sheet_names
    leaves = parse_scheme(scheme_text(made, "county"), "草案").leaves()
    assert leaves[0].basis == (
        "《清河市2025年政务公开工作要点》任务（无编号）“公布专项审计结果”（人工补充）",
    )
    pasted(app, MISSED)
    assert any("已经是第 1 项任务“公布专项审计结果”" in error.value for error in app.error)
    next(box for box in app.selectbox if box.label == "任务").set_value(0).run()
    pressed(app, "取出这一项")
    after = app.session_state[BENCH]
    assert after.tasks == before.tasks
    assert after.lines[0].heading == "公开预算"
    assert [button.label for button in app.button if button.label == "取出这一项"] == []


def test_a_paragraph_is_chosen_from_those_that_are_no_task(app):
    read(app, RAW)
    box = next(each for each in app.selectbox if each.label == "没有读成任务的段落")
    box.set_value(0)
    pressed(app, "读出这一项")
    now = app.session_state[BENCH]
    assert now.tasks[now.at].text.text.startswith("各部门要抓好落实")
    assert now.tasks[now.at].added


def test_a_notice_without_any_task_is_compiled_by_hand(app):
    read(app, "关于做好信息公开的函\n请市教育局于2025年8月底前公开义务教育招生信息。\n")
    assert any("没有读出任务" in each.value for each in app.warning)
    pasted(app, "请市教育局于2025年8月底前公开义务教育招生信息。")
    assert field(app, "期限").value == "2025-08-31 前"
    pressed(app, "取出这一项")
    assert any("没有读出任务" in each.value for each in app.warning)
