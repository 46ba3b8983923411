"""Whole notices of our own in six manners, read as by eye."""

import csv
from pathlib import Path

import pytest

from scoring.notice.compiling import compiled
from tests.test_notice_layouts import said

HERE = Path(__file__).parent
COLUMNS = ("notice", "number", "heading", "lead", "others", "times", "figures")


def read_by_eye(name):
    with (HERE / "labels" / "own_notices.tsv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["notice"] == name]


def found_in(name):
    notice = compiled((HERE / "notices" / f"{name}.txt").read_text(encoding="utf-8"))
    for task in notice.tasks:
        yield dict(
            zip(
                COLUMNS,
                (
                    name,
                    task.number,
                    task.heading.text,
                    "、".join(unit.text for unit in task.units.lead),
                    "、".join(unit.text for unit in task.units.others),
                    " ".join(map(said, task.deadlines)),
                    " ".join(f"{q.comparator}{q.value}{q.unit}" for q in task.quantities),
                ),
                strict=True,
            )
        )


@pytest.mark.parametrize("name", sorted(path.stem for path in (HERE / "notices").glob("*.txt")))
def test_whole_notices_are_read_as_by_eye(name):
    assert list(found_in(name)) == read_by_eye(name)


def only(words, title="2025年工作要点"):
    (task,) = compiled(f"{title}\n一、公开。{words}\n").tasks
    return task


def units(task):
    return (
        "、".join(unit.text for unit in task.units.lead),
        "、".join(unit.text for unit in task.units.others),
        "、".join(unit.text for unit in task.units.addressed),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "县司法局牵头，县财政局、各镇（街道）配合，4月底前完成。",
            ("县司法局", "县财政局、各镇(街道)", ""),
        ),
        ("公布招生结果。县教育局负责。", ("", "县教育局", "")),
        ("市政府办公厅牵头建立联席会议。", ("市政府办公厅", "", "")),
        ("（县司法局会同县财政局、县审计局）", ("县司法局", "县财政局、县审计局", "")),
        ("（县司法局会同县财政局负责）", ("县司法局", "县财政局", "")),
        (
            "（县司法局牵头会同县财政局，县数据局做好技术支撑）",
            ("县司法局", "县财政局、县数据局", ""),
        ),
        ("【县司法局〔牵头〕、县财政局】", ("县司法局", "县财政局", "")),
        ("责任科室：法规科、财务科。6月底前公布，满意度95%以上。", ("", "法规科、财务科", "")),
        ("明确责任部门牵头。各单位要配合。", ("", "", "各单位")),
        ("要充分发挥行业协会牵头作用。", ("", "", "")),
        ("各单位于每月25日前报送进展。", ("", "", "各单位")),
    ],
)
def test_units_that_a_sentence_names(words, expected):
    assert units(only(words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("分别于6月25日、12月25日前报送。", "2025-06-25 2025-12-25"),
        ("2024年5月至2026年9月实施。", "2026-09-30"),
        ("2024年5月1日至2026年9月30日实施。", "2026-09-30"),
        ("2026年起，每两个月调度。", "2026-01-01起 每两个月"),
        ("2026年6月底前试点，9月底前推开。", "2026-06-30 2026-09-30"),
        ("2026年1月底前总结。9月底前推开。", "2026-01-31 2025-09-30"),
        ("上、下半年各开展一次。", "2025-06-30 2025-12-31"),
        ("每2周更新。", "每两周"),
        ("责任单位：县教育局\n完成时限：2025年12月31日", "2025-12-31"),
        ("落实《政务服务办法》(2023年5月)。", ""),
    ],
)
def test_times_of_every_kind(words, expected):
    assert " ".join(map(said, only(words).deadlines)) == expected


def test_a_stage_gives_its_year_to_the_days_in_it():
    plan = "三年行动方案（2024—2026年）\n一、启动部署（2024年4月）。4月30日前报送方案。\n"
    plan += "二、总结提升（2026年1月—2月）。2月10日前验收。\n"
    notice = compiled(plan)
    assert notice.year == 2024
    assert [" ".join(map(said, task.deadlines)) for task in notice.tasks] == [
        "2024-04-30 2024-04-30",
        "2026-02-28 2026-02-10",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("申请材料由18份精简至7份。", [("<=", 7, "份", "申请材料")]),
        ("办理时限从15个工作日压缩到3个工作日以内。", [("<=", 3, "个工作日", "办理时限")]),
        ("网办率由60%提高到85%。", [(">=", 85, "%", "网办率")]),
        ("减材料5份、压减时限一半以上。", [("=", 5, "份", "减材料"), (">=", 0.5, "", "压减时限")]),
        ("响应时间控制在2秒以内。", [("<=", 2, "秒", "响应时间")]),
        ("30秒接通率100%。", [("=", 100, "%", "30秒接通率")]),
        ("阅读量突破20万人次。", [(">=", 200000, "人次", "阅读量")]),
        ("评选区域5个和学校20所。", [("=", 5, "个", "评选区域"), ("=", 20, "所", "学校")]),
        ("支持一批内外贸企业。", []),
        ("落实“暖企”22条。", []),
        ("优化15分钟就业服务圈。", []),
        ("第四季度前建成示范区3处。", [("=", 3, "处", "建成示范区")]),
        ("（26个领域主管部门负责）", []),
    ],
)
def test_figures_that_are_asked_for(words, expected):
    found = only(words).quantities
    assert [(q.comparator, q.value, q.unit, q.what) for q in found] == expected


def test_a_list_of_annexes_is_no_task():
    notice = compiled(
        "2025年工作计划\n一、公开。\n二、服务。\n附件：1．任务清单\n  2．责任单位名单\n"
    )
    assert [task.number for task in notice.tasks] == ["一", "二"]


def test_a_day_in_chinese_figures_is_no_title():
    notice = compiled(
        "县营商办\n二〇二五年四月三十日\n某县2025年任务清单\n一、公开。\n二、服务。\n"
    )
    assert notice.title == "某县2025年任务清单"


def test_requirements_for_the_work_are_tasks_and_principles_are_none():
    notice = compiled(
        "工作方案\n一、坚持原则\n统筹。\n二、核心目标\n1个。\n三、工作要求\n各单位要报送总结。\n"
    )
    assert [task.number for task in notice.tasks] == ["三"]
