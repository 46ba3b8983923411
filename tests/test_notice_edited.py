"""Tasks of a notice as people edit them, and the text cut into marks."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from dashboard.figures.noticemarks import Mark, pieces
from scoring.notice.compiling import compiled
from scoring.notice.edited import EditError, indicator_from, line_of, task_from
from scoring.notice.indicators import Indicator, Kind, indicator
from scoring.notice.matching import Match
from scoring.notice.saying import figures_said, names_said, times_said

RAW = """清河市2025年政务公开工作要点

一、公开财政信息。各部门于2025年3月底前公开部门预算，公开率达到100%。（市财政局牵头，各部门配合）
二、开展培训。每季度举办培训不少于2次。（责任单位：市政府办公室、市司法局）
"""
NOTICE = compiled(RAW)
FIRST, SECOND = NOTICE.tasks
NOBODY = Indicator(Kind.MANUAL, None, (), ())


def edited(task, **values):
    return task_from(replace(line_of(task, NOBODY), **values), task, 2025)


@pytest.mark.parametrize("task", NOTICE.tasks)
def test_what_nobody_touched_is_the_task_that_was_read(task):
    assert edited(task) == task


def test_a_line_says_everything_of_a_task():
    line = line_of(FIRST, NOBODY)
    assert (line.lead, line.others, line.deadlines) == ("市财政局", "各部门", "2025-03-31 前")
    assert line.heading == "公开财政信息"
    assert line.quantities == figures_said(FIRST.quantities)


def test_names_are_put_right_and_known_ones_keep_their_place():
    task = edited(FIRST, lead="市财政局、市审计局", others="")
    assert names_said(task.units.lead) == "市财政局、市审计局"
    assert task.units.lead[0] == FIRST.units.lead[0]
    assert task.units.others == ()


def test_channels_are_put_right_and_known_ones_keep_their_place():
    (task,) = compiled("甲县2025年工作要点\n一、公开预算。在政府网站公布部门预算。\n").tasks
    assert line_of(task, NOBODY).channels == "政府网站"
    found = edited(task, channels="政府网站、公告栏").channels
    assert names_said(found) == "政府网站、公告栏"
    assert found[0] == task.channels[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2025-06-30", "2025-06-30 前"),
        ("2025年6月30日前", "2025-06-30 前"),
        ("2025-07-01 起", "2025-07-01 起"),
        ("6月底前", "2025-06-30 前"),
        ("每月；2025-12-31 前", "每月；2025-12-31 前"),
        ("长期", "长期"),
        ("", ""),
    ],
)
def test_times_are_read_as_typed(typed, said):
    assert times_said(edited(FIRST, deadlines=typed).deadlines) == said


@pytest.mark.parametrize("typed", ["尽快", "2025-02-30", "2025-13-01 前"])
def test_a_time_that_means_nothing_is_refused(typed):
    with pytest.raises(EditError, match=f"^期限“{typed}”"):
        edited(FIRST, deadlines=typed)


def test_figures_are_read_as_typed():
    (figure,) = edited(SECOND, quantities="培训不少于3次").quantities
    assert (figure.comparator, figure.value, figure.unit) == (">=", 3, "次")
    with pytest.raises(EditError, match=r"^数量要求“很多”看不懂"):
        edited(SECOND, quantities="很多")
    with pytest.raises(EditError, match="任务名称不能空着"):
        edited(SECOND, heading=" ")


def test_a_check_that_a_person_chose_is_certain_and_a_proposed_one_as_sure_as_it_was():
    proposed = Match("department_budget", "部门预算", 0.8, ())
    asked = indicator(FIRST, (proposed,))
    line = line_of(FIRST, asked)
    assert line.check == "department_budget"
    assert indicator_from(line, FIRST, asked, {}) == asked
    other = indicator_from(replace(line, check="x"), FIRST, asked, {"x": "别的"})
    assert (other.kind, other.match) == (Kind.CHECK, Match("x", "别的", 1.0, ()))
    assert other.others == (proposed,)
    without = indicator_from(replace(line, check=""), FIRST, asked, {})
    assert without.kind is Kind.METRIC
    assert [target.value for target in without.targets] == [Fraction(100)]


def test_the_pieces_are_the_text_and_every_mark_has_its_words():
    cut = pieces(RAW, NOTICE.tasks)
    assert "".join(piece.text for piece in cut) == RAW
    words = {(piece.mark, piece.text) for piece in cut if piece.mark}
    assert {
        (Mark.TASK, "公开财政信息"), (Mark.LEAD, "市财政局"), (Mark.OTHERS, "各部门"),
        (Mark.DEADLINE, "2025年3月底前"), (Mark.OTHERS, "市司法局"),
    } <= words  # fmt: skip
    assert {piece.task for piece in cut} == {None, 0, 1}
    part = pieces(RAW, NOTICE.tasks, 20, 40)
    assert "".join(piece.text for piece in part) == RAW[20:40]


def test_a_day_is_the_day_that_was_typed():
    (time,) = edited(FIRST, deadlines="2025.9.8").deadlines
    assert time.due == date(2025, 9, 8)
