"""Checks proposed for tasks: known to the register, right often enough, and shown by words."""

import re

import pytest

from crawlers.registry import all_checks
from data.check_words import in_notices
from scoring.notice.compiling import compiled
from scoring.notice.indicators import Kind, indicator
from scoring.notice.matching import THRESHOLD, confidence
from tests.notice_matches import SEEDS, data, matcher, measured, precision_and_recall


def test_every_check_is_recognised_by_its_own_title_and_words():
    titles = {each.check: each.title for each in in_notices()}
    assert titles == {name: check.title for name, check in all_checks().items()}
    for each in in_notices():
        assert each.words, each.check
        for word in each.words:
            re.compile(word)


def proposed(words):
    raw = f"甲县2025年工作要点\n一、{words}"
    (task,) = compiled(raw).tasks
    return raw, indicator(task, matcher().matches(task, raw))


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("开展政务公开主题日活动。各单位举办政府开放日活动。", "theme_day"),
        ("公开容缺受理事项清单。编制容缺受理清单，列明可容缺的材料。", "tolerant_list"),
        ("办好12345热线。公布热线诉求办理情况，热线按月公开。", "hotline"),
        ("公开双随机抽查结果。完善随机抽查事项清单和双随机、一公开计划。", "random_inspection"),
        ("办理建议提案。公开人大建议、政协提案办理结果，提案办理情况上网。", "proposals"),
    ],
)
def test_a_task_gets_the_check_that_looks_for_it(words, check):
    raw, asked = proposed(words)
    assert (asked.kind, asked.match.check) == (Kind.CHECK, check)
    assert THRESHOLD <= asked.match.confidence <= 1
    for quote in asked.match.said:
        assert raw[quote.span.start : quote.span.end].replace("，", ",") == quote.text


def test_below_the_threshold_a_figure_is_reported_and_the_rest_judged_by_a_person():
    _, asked = proposed("建设便民驿站。全年新建驿站20个以上。")
    assert (asked.kind, [figure.unit for figure in asked.targets]) == (Kind.METRIC, ["个"])
    _, asked = proposed("加强组织领导。")
    assert (asked.kind, asked.targets) == (Kind.MANUAL, ())


@pytest.mark.parametrize(
    "words",
    [
        "根据《政府网站发展指引》明确的要求，加强会务保障。",
        "贯彻落实《政务公开工作规范》省地方标准，理顺流程。",
    ],
)
def test_what_a_task_is_grounded_on_is_not_what_it_asks(words):
    _, asked = proposed(words)
    assert asked.kind is Kind.MANUAL
    assert asked.match is None or not asked.match.said


def test_what_the_whole_notice_is_about_tells_of_a_task_only_in_its_heading():
    raw = (
        "甲县2025年“高效办成一件事”实施方案\n"
        "一、深化集成办。公布“一件事”清单，逐项编制“一件事”办事指南。\n"
        "二、深化“一件事”集成办。公布“一件事”清单，逐项编制“一件事”办事指南。\n"
        "三、加强组织领导。各部门做好“一件事”改革的统筹。\n"
    )
    tasks = compiled(raw).tasks
    assert tasks[0].part == "甲县2025年“高效办成一件事”实施方案"
    best = [matcher().matches(task, raw)[:1] for task in tasks]
    assert best[1][0].check == "one_things"
    assert best[1][0].confidence > THRESHOLD
    assert best[1][0].confidence > max(
        (match.confidence for match in best[0] if match.check == "one_things"), default=0
    )
    assert not best[2] or best[2][0].confidence < THRESHOLD


def test_a_mention_of_the_website_does_not_propose_a_veto():
    _, asked = proposed("加强政府网站建设和管理。健全长效机制，做好内容保障。")
    assert asked.match.check == "site_reachable"


def test_a_better_rank_is_surer():
    sure = [confidence(rank, False, 1.0) for rank in (-8, -2, 0, 2, 8)]
    assert sure == sorted(sure)
    assert 0 < sure[0] < sure[-1] < 1


def test_words_in_the_heading_and_words_of_showing_make_surer():
    assert confidence(0, True, 0) > confidence(0, False, 0)
    assert confidence(0, False, 2) > confidence(0, False, 1)


@pytest.mark.skipif(not SEEDS.exists(), reason="no published notices beside the project")
def test_precision_and_recall_on_notices_left_out():
    results = list(measured(data()))
    precision, recall = precision_and_recall(results, THRESHOLD)
    assert precision >= 0.89
    assert recall >= 0.80
    shown = [sure for sure, _, _ in results if sure >= THRESHOLD]
    # Calibrated: what is said to be sure is right as often.
    assert abs(sum(shown) / len(shown) - precision) < 0.06
