"""A draft scheme from a notice: valid, worth 100, every leaf with its task and the notice."""

from fractions import Fraction

import pytest

from crawlers.registry import all_checks
from dashboard.reports.notice_draft import scheme_text
from dashboard.reports.notice_reading import read_notice
from dashboard.terminal.sources import Source
from data.indicators import Method
from data.rules import Target
from data.schemes import bind, parse_scheme
from tests.notice_layouts import LAYOUTS

TEXT = """甲县人民政府办公室关于印发2025年政务公开工作要点的通知
甲政办函〔2025〕3号
甲县2025年政务公开工作要点
一、公开
（一）公开主题日。组织政务公开主题日活动，开放日活动不少于2次。（县政府办公室牵头）
（二）压缩时限。平均3个工作日内答复，满意率不低于90%。
二、保障
加强组织领导。
"""


def drafted(text):
    read, why = read_notice(Source("要点.txt", text.encode()))
    assert read is not None, why
    return parse_scheme(scheme_text(read, "county"), "草案")


def test_each_task_becomes_leaves_that_cite_it():
    scheme = drafted(TEXT)
    assert (scheme.id, scheme.total) == ("notice-2025", 100)
    assert sum(leaf.points for leaf in scheme.leaves()) == 100
    assert [(leaf.method, leaf.name, str(float(leaf.points))) for leaf in scheme.leaves()] == [
        (Method.SEMI, "公开主题日", "16.67"),
        (Method.METRIC, "公开主题日：开放日活动不少于2次", "16.67"),
        (Method.METRIC, "压缩时限：答复不超过3个工作日", "16.67"),
        (Method.METRIC, "压缩时限：满意率不少于90%", "16.66"),
        (Method.MANUAL, "保障", "33.33"),
    ]
    assert scheme.leaves()[0].check == "theme_day"
    assert scheme.leaves()[0].basis == (
        "《甲县2025年政务公开工作要点》（甲政办函〔2025〕3号）任务一(一)“公开主题日”",
    )
    limits = [leaf.scoring for leaf in scheme.leaves() if leaf.method is Method.METRIC]
    assert limits == [
        Target("开放日活动", 2),
        Target("答复", 3, at_most=True),
        Target("满意率", 90),
    ]
    assert "县政府办公室" in scheme.leaves()[1].remedy


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_a_scheme_that_can_be_used(name):
    scheme = drafted(LAYOUTS[name][0])
    bind(scheme, all_checks())
    assert sum(leaf.points for leaf in scheme.leaves()) == 100


def test_many_tasks_share_the_points_to_the_hundredth():
    lines = "\n".join(f"{n}．公开第{n}件事。" for n in range(1, 300))
    points = [leaf.points for leaf in drafted(f"甲县2025年工作要点\n{lines}\n").leaves()]
    assert (len(points), sum(points)) == (299, 100)
    assert max(points) - min(points) == Fraction(1, 100)
