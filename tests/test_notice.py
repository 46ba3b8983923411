"""From a notice to its tasks: outline, units, times, figures; nothing said without its place."""

import csv
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.notice.compiling import compiled
from scoring.notice.outline import is_aim

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
READ = Path(__file__).parent / "labels" / "notices.tsv"

NOTICE = """清河县人民政府办公室关于印发《清河县2025年政务公开工作要点》的通知
清政办函〔2025〕7号
各乡镇人民政府，县直各单位：
　　现将要点印发给你们，请认真贯彻落实。
清河县人民政府办公室
2025年3月6日
清河县2025年政务公开工作要点
一、总体要求
（一）指导思想。坚持以公开促落实。
（二）工作目标。公开率达到100%。
二、重点任务
（一）公开财政信息。6月底前，各部门公开上年决算。（县财政局牵头，县审计局配合；以下均需各乡镇人民政府负责，不再列出）
（二）办好热线。全年办结率不低于95%，每季度通报一次。
1．建设“12345”知识库。新增政策问答500条以上。（责任单位：县信访局、县政务服务中心和县大数据局）
2．压缩时限。10个工作日内答复，力争年底前达到5个工作日。
三、强化保障
各单位要加强培训，每年至少培训2次。
附件：清河县政务公开任务清单
（此件公开发布）
"""


def said(tasks, what):
    return {task.number: what(task) for task in tasks if what(task)}


def test_the_finest_numbered_items_are_the_tasks_and_aims_are_none():
    notice = compiled(NOTICE)
    assert (notice.title, notice.year) == ("清河县2025年政务公开工作要点", 2025)
    assert notice.doc_no is not None
    assert notice.doc_no.text == "清政办函〔2025〕7号"
    assert {task.number: task.heading.text for task in notice.tasks} == {
        "二(一)": "公开财政信息",
        "二(二)1": "建设“12345”知识库",
        "二(二)2": "压缩时限",
        "三": "强化保障",
    }
    assert [each.text for each in notice.tasks[1].headings] == ["重点任务", "办好热线"]


def test_units_by_what_they_have_to_do():
    tasks = compiled(NOTICE).tasks
    names = {
        task.number: tuple(
            "、".join(unit.text for unit in units)
            for units in (task.units.lead, task.units.others, task.units.addressed)
        )
        for task in tasks
    }
    assert names == {
        "二(一)": ("县财政局", "县审计局、各乡镇人民政府", ""),
        "二(二)1": ("", "县信访局、县政务服务中心、县大数据局、各乡镇人民政府", ""),
        "二(二)2": ("", "各乡镇人民政府", ""),
        "三": ("", "各乡镇人民政府", "各单位"),
    }


@pytest.mark.parametrize(
    ("bracket", "lead", "others"),
    [
        ("(县水利局牵头)", "县水利局", ""),
        ("(县水利局、县司法局按职责分工负责)", "", "县水利局、县司法局"),
        ("(牵头单位:县水利局;配合单位:县司法局)", "县水利局", "县司法局"),
        ("(责任单位:各乡镇〈场、区〉人民政府〈管委会〉)", "", "各乡镇〈场、区〉人民政府〈管委会〉"),
        (
            "(县发展和改革局、县财政局及县直有关单位负责)",
            "",
            "县发展和改革局、县财政局、县直有关单位",
        ),
        (
            "(县水利局、县林业局等县直相关单位牵头)",
            "县水利局、县林业局、县直相关单位",
            "",
        ),
        ("(牵头单位:县水利局,完成时限:2025年底前)", "县水利局", ""),
        ("【县水利局牵头，县司法局等单位参与】", "县水利局", "县司法局"),
        ("(根据《清河县办法》(清政发〔2024〕1号),县水利局负责)", "", "县水利局"),
        ("(涉密事项除外)", "", ""),
    ],
)
def test_brackets_that_name_units(bracket, lead, others):
    (task,) = compiled(f"一、加强监督。公开结果。{bracket}").tasks
    assert "、".join(unit.text for unit in task.units.lead) == lead
    assert "、".join(unit.text for unit in task.units.others) == others


def test_units_on_a_line_of_their_own():
    (task,) = compiled(
        "一、公开预算\n各部门公开预算。\n牵头单位：县财政局\n责任单位：县直各部门\n"
    ).tasks
    assert [unit.text for unit in task.units.lead] == ["县财政局"]
    assert [unit.text for unit in task.units.others] == ["县直各部门"]


@pytest.mark.parametrize(
    ("words", "due", "begins", "every"),
    [
        ("年底前完成", date(2025, 12, 31), None, ""),
        ("2026年底前完成", date(2026, 12, 31), None, ""),
        ("2026年年底前完成", date(2026, 12, 31), None, ""),
        ("2025年5月1日起施行", None, date(2025, 5, 1), ""),
        ("4月1日至6月30日整改", date(2025, 6, 30), None, ""),
        ("8月至10月集中办理", date(2025, 10, 31), None, ""),
        ("9月份组织活动", date(2025, 9, 30), None, ""),
        ("一季度末公布", date(2025, 3, 31), None, ""),
        ("每月5日前报送", None, None, "月"),
        ("完成时限:9月", date(2025, 9, 30), None, ""),
        ("完成时限:2025年11月30日", date(2025, 11, 30), None, ""),
        ("时间节点:季度", None, None, "季度"),
        ("到2026年底基本建成", date(2026, 12, 31), None, ""),
        ("明年6月底前完成", date(2026, 6, 30), None, ""),
        ("2月底前完成", date(2025, 2, 28), None, ""),
        ("6月前完成", date(2025, 5, 31), None, ""),
        ("9月中旬前报送", date(2025, 9, 20), None, ""),
        ("3月15日前报送", date(2025, 3, 15), None, ""),
        ("于8月1日完成", date(2025, 8, 1), None, ""),
        ("第三季度开展检查", date(2025, 9, 30), None, ""),
        ("第二季度开始公开", None, date(2025, 4, 1), ""),
        ("上半年公开", date(2025, 6, 30), None, ""),
        ("年内公开", date(2025, 12, 31), None, ""),
        ("“十四五”末全面建成", date(2025, 12, 31), None, ""),
        ("每季度公开一批案例", None, None, "季度"),
        ("每个月通报", None, None, "月"),
        ("按月通报", None, None, "月"),
        ("实行周监测", None, None, "周"),
    ],
)
def test_times_are_days(words, due, begins, every):
    (task,) = compiled(f"2025年工作要点\n一、公开。{words}。").tasks
    assert [(t.due, t.begins, t.every) for t in task.deadlines] == [(due, begins, every)]


@pytest.mark.parametrize(
    "words",
    ["建成10年底蕴深厚的队伍", "2025年重点工作", "13月底前完成", "2月30日前报送", "发展五年规划"],
)
def test_what_is_no_time(words):
    (task,) = compiled(f"2025年工作要点\n一、公开。{words}。").tasks
    assert task.deadlines == ()


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("公开率达到100%", [(">=", 100, "%", "公开率")]),
        ("压缩70%以上", [(">=", 70, "%", "")]),
        ("即办件占比不低于50%", [(">=", 50, "%", "即办件占比")]),
        ("纠错率不高于5%", [("<=", 5, "%", "纠错率")]),
        ("用户注册数2万户", [("=", 20000, "户", "用户注册数")]),
        ("力争上线服务事项700项", [(">=", 700, "项", "上线服务事项")]),
        ("20个工作日内答复", [("<=", 20, "个工作日", "答复")]),
        ("至少公开两批案例", [(">=", 2, "批", "案例")]),
        ("覆盖率分别达到100%、80%以上", [(">=", 100, "%", "覆盖率"), (">=", 80, "%", "覆盖率")]),
        ("用3至5年建成", [("<=", 5, "年", "用")]),
        ("减少百分之三十以上", [(">=", 30, "%", "")]),
        ("八成以上事项网办", [(">=", 80, "%", "")]),
        ("三分之一以上社区试点", [(">=", Fraction(1, 3), "", "")]),
        ("举办培训,全年不少于2期", [(">=", 2, "期", "举办培训")]),
        ("到2026年底压减三分之一", [("=", Fraction(1, 3), "", "压减")]),
        ("每月5日前报送信息不少于3条", [(">=", 3, "条", "报送信息")]),
        ("平均时长1.5小时以内", [("<=", Fraction(3, 2), "小时", "平均时长")]),
    ],
)
def test_figures_with_what_they_count(words, figures):
    (task,) = compiled(f"一、公开。{words}。").tasks
    assert [(q.comparator, q.value, q.unit, q.what) for q in task.quantities] == figures


@pytest.mark.parametrize(
    "words",
    [
        "拨打12345热线",
        "按照〔2023〕3号文件",
        "落实《条例》第20条",
        "打造“24小时不打烊”服务",
        "两个全生命周期",
        "依托6712345热线",
    ],
)
def test_what_is_no_figure(words):
    (task,) = compiled(f"一、公开。{words}。").tasks
    assert task.quantities == ()


def test_two_documents_in_one_notice_count_apart():
    text = (
        "甲县2025年服务工作要点\n一、办事。\n二、热线。\n"
        "甲县2025年公开工作要点\n开篇的话。\n一、公开。\n"
    )
    assert [(task.part, task.number, task.text.text) for task in compiled(text).tasks] == [
        ("甲县2025年服务工作要点", "一", "一、办事。"),
        ("甲县2025年服务工作要点", "二", "二、热线。"),
        ("甲县2025年公开工作要点", "一", "一、公开。"),
    ]


def test_lines_broken_by_the_paper_are_one_sentence():
    lines = [
        "一、公开。",
        "二、办好热线。县政务服务中心要在年底前完成热线知识库建",
        "设，答复每一个问题，并向社会公布结果，接受各方面监",
        "督。",
    ]
    tasks = compiled("2025年工作要点\n" + "\n".join(lines)).tasks
    assert tasks[1].text.text == "".join(lines[1:]).replace("，", ",")


@pytest.mark.parametrize(
    ("heading", "aim"),
    [
        ("工作目标", True),
        ("指导思想和基本原则", True),
        ("总体要求", True),
        ("明确工作目标责任", False),
        ("重点任务", False),
    ],
)
def test_headings_of_aims(heading, aim):
    assert is_aim(heading) is aim


def test_a_text_without_numbers_has_no_tasks():
    assert compiled("关于召开会议的通知\n各单位：请按时参加。\n").tasks == ()
    assert compiled("").tasks == ()


@given(
    st.text(
        alphabet="一二三、（）().。;；：:1230年月底前%〔〕“”\n 各局办牵头负责公开", max_size=300
    )
)
def test_every_word_points_at_its_place(raw):
    """Whatever comes in: spans lie in the text and hold the words, gaps and widths aside."""

    def bare(words):
        return re.sub(r"\s", "", words).translate(str.maketrans("（）：；", "():;"))

    for task in compiled(raw).tasks:
        quotes = [task.heading, task.text, *task.headings, *task.channels, *task.units.lead]
        quotes += [each.said for each in (*task.deadlines, *task.quantities)]
        for quote in quotes:
            assert bare(raw[quote.span.start : quote.span.end]) == bare(quote.text)


def read_by_eye():
    with READ.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.skipif(not SEEDS.exists(), reason="no published notices beside the project")
@pytest.mark.parametrize("name", sorted({row["notice"] for row in read_by_eye()}))
def test_published_notices_are_read_as_by_eye(name):
    (path,) = SEEDS.glob(f"{name}*")
    notice = compiled(path.read_text(encoding="utf-8"))
    parts = list(dict.fromkeys(task.part for task in notice.tasks))
    found = [
        {
            "notice": name,
            "number": (f"{parts.index(task.part) + 1}:" if len(parts) > 1 else "") + task.number,
            "lead": "、".join(unit.text for unit in task.units.lead),
            "others": "、".join(unit.text for unit in task.units.others),
            "times": " ".join(map(time_said, task.deadlines)),
            "figures": " ".join(f"{q.comparator}{q.value}{q.unit}" for q in task.quantities),
        }
        for task in notice.tasks
    ]
    assert found == [row for row in read_by_eye() if row["notice"] == name]


def time_said(time):
    if time.every:
        return f"每{time.every}"
    return f"{time.begins}起" if time.begins else str(time.due)
