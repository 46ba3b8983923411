"""Notices labelled by eye before the compiler had read them, and the rules they taught it."""

import pytest

from scoring.notice.compiling import compiled
from tests.notice_marks import FIELDS, compared
from tests.test_notice_layouts import said
from tests.test_notice_plans import only

# Wrong of 93 tasks: what may be left, never more than before.
LEFT = {"tasks": 0, "heading": 0, "lead": 0, "others": 0, "times": 0, "figures": 2}


def test_what_was_reached_is_kept():
    wrongs, marks = compared()
    assert {field: wrong for field, (_, wrong) in marks.items()} == LEFT, wrongs
    assert not [line for line in wrongs if line[2] == "invented"]
    assert all(sum(marks[field]) == 93 for field in FIELDS)


PLAN = "清溪县“清障行动”实施方案\n一、公开。4月底前公布。\n二、服务。\n三、督查。\n"


@pytest.mark.parametrize(
    ("foot", "year"), [("清溪县人民政府\n2025年3月28日\n", 2025), ("清溪县人民政府\n", None)]
)
def test_the_day_at_the_foot_gives_its_year_where_nothing_else_does(foot, year):
    notice = compiled(PLAN + foot)
    assert notice.year == year
    assert [str(time.due) for time in notice.tasks[0].deadlines] == ["2025-04-30"] * bool(year)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("将于7月、12月开展检查。", "2025-07-31 2025-12-31"),
        ("于5月印发方案。", ""),
        ("集中攻坚（4月下旬至10月）。", "2025-10-31"),
        ("每年1月底前公布。", "每年"),
        ("每年3月31日前报送。", "每年"),
    ],
)
def test_times_in_a_row_and_of_every_year(words, expected):
    assert " ".join(map(said, only(words).deadlines)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("差错率控制在千分之五以内。", ["<= 1/200 "]),
        ("漏报率不超过5‰。", ["<= 5 ‰"]),
        ("审批环节压缩至2个。", ["<= 2 个"]),
        ("即办率提高到85%。", [">= 85 %"]),
        ("疑难问题可延长至10个工作日。", ["<= 10 个工作日"]),
        ("完成全县47家机构评级。", ["= 47 家"]),
        ("刊播案例20篇（条）以上。", [">= 20 篇"]),
        ("上、下半年各评议一次。", ["= 1 次"]),
        ("每两个月暗访一轮。", ["= 1 轮"]),
        ("企业迁移一次办结，开展一次性告知。", []),
        ("发放补贴5至10万元。", ["= 50000-100000 元"]),
        ("发放补贴5000至1万元。", ["= 5000-10000 元"]),
        ("每个街道不少于2次\n完成时限：每半年1次", [">= 2 次", "= 1 次"]),
    ],
)
def test_figures_and_the_side_of_them_that_is_right(words, expected):
    found = [
        f"{q.comparator} {f'{q.low}-' if q.low is not None else ''}{q.value} {q.unit}"
        for q in only(words).quantities
    ]
    assert [each.replace("万元", "元") for each in found] == expected


@pytest.mark.parametrize(
    ("words", "lead", "others"),
    [
        ("（市信访局牵头；市财政局、市司法局等部门配合）", "市信访局", "市财政局、市司法局"),
        ("（局属各单位，市公共服务处指导）", "", "局属各单位、市公共服务处"),
        ("（详见省厅工作指导）", "", ""),
    ],
)
def test_units_in_brackets(words, lead, others):
    units = only(words).units
    assert "、".join(unit.text for unit in units.lead) == lead
    assert "、".join(unit.text for unit in units.others) == others


@pytest.mark.parametrize(
    ("words", "acting"),
    [
        ("市财政局要统筹经费，市委编办要理顺体制。", "市财政局、市委编办"),
        ("县纪委监委、县政府督查室每两个月暗访。", "县纪委监委、县政府督查室"),
        ("县融媒体中心开设专栏。", "县融媒体中心"),
        ("委办公室上半年、下半年各举办1期培训。", "委办公室"),
        ("委托县属公司每年评价。", ""),
        ("局办公室将于7月开展检查。", "局办公室"),
        ("县域商业中心建设提速。", ""),
        ("市直机关每季度公布。", ""),
    ],
)
def test_offices_that_a_sentence_lets_act(words, acting):
    units = only(words).units
    assert "、".join(unit.text for unit in units.addressed) == acting
    assert (units.lead, units.others) == ((), ())


def test_a_heading_ends_before_the_bracket_of_units():
    notice = compiled(
        "2025年工作要点\n一、公开\n（1）公布决算；（县财政局）\n（2）公布预算；（县财政局）\n（3）答复。\n"
    )
    assert [task.heading.text for task in notice.tasks] == ["公布决算", "公布预算", "答复"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("自2025年4月起在网上公布。", "2025-04-01起"),
        ("从9月起试行。", "2025-09-01起"),
        ("起草方案，6月起草完毕。", ""),
        ("（完成时限：4月启动，8月底前完成）", "2025-04-01起 2025-08-31"),
        ("2025年一季度末前公开。", "2025-03-31"),
        ("完成时限：县级6月底前；乡镇12月底前", "2025-06-30 2025-12-31"),
    ],
)
def test_times_from_a_month_on(words, expected):
    assert " ".join(map(said, only(words).deadlines)) == expected


@pytest.mark.parametrize(
    ("words", "addressed"),
    [
        ("12月10日前报送总结，市政府办公室委托第三方开展评估。", ["市政府办公室"]),
        ("每单位不少于2名，区政府办公室8月底前举办培训班。", ["区政府办公室"]),
        ("把材料送交市教育局，市里8月底前汇总。", []),
    ],
)
def test_offices_that_act_at_a_time(words, addressed):
    assert [unit.text for unit in only(words).units.addressed] == addressed


def test_who_leads_all_below_leads_where_a_task_names_only_who_helps():
    notice = compiled(
        "某县2025年工作要点\n一、公开\n以下任务除注明外，均由县政务公开办牵头督促落实。\n"
        "1．就业公开。每周发布。（责任单位：县人社局）\n"
        "2．教育公开。每年公布。（县教育局牵头，县财政局配合）\n"
        "二、保障\n3．培训。办班。（责任单位：县委党校）\n"
    )
    assert [
        ([unit.text for unit in task.units.lead], [unit.text for unit in task.units.others])
        for task in notice.tasks
    ] == [
        (["县政务公开办"], ["县人社局"]),
        (["县教育局"], ["县财政局"]),
        ([], ["县委党校"]),
    ]


TABLE = """\
某县2025年任务分工表
类别\t序号\t工作任务\t具体要求\t牵头单位\t配合单位\t完成时限
公开\t1\t财政公开\t公开预算。\t县财政局\t各预算单位\t2月底前
\t2\t文件公开\t公开文件。\t县司法局\t各部门\t6月底前
\t3\t信用公开\t公示处罚。\t\t各执法单位\t长期
解读\t4\t多元解读\t图解过半。\t县融媒体中心\t\t全年
\t5\t\t开展宣讲。\t县文旅局\t\t全年
"""


def test_a_column_that_names_tasks_heads_them_and_a_merged_lead_leads_its_group():
    notice = compiled(TABLE)
    found = [
        (
            task.heading.text,
            [heading.text for heading in task.headings],
            [unit.text for unit in task.units.lead],
        )
        for task in notice.tasks
    ]
    assert found == [
        ("财政公开", ["公开"], ["县财政局"]),
        ("文件公开", ["公开"], ["县司法局"]),
        ("信用公开", ["公开"], ["县司法局"]),
        # One name over two things to do heads them; what is to be done tells them apart.
        ("图解过半", ["解读", "多元解读"], ["县融媒体中心"]),
        ("开展宣讲", ["解读", "多元解读"], ["县文旅局"]),
    ]


def test_a_long_row_of_names_has_one_reading():
    """Two ways to read every name would take longer than anybody waits."""
    names = "市财政局、市教育局" * 400
    notice = compiled(f"某县2025年工作要点\n一、公开\n1.{names}。\n2.,{names}8月\n3.培训。\n")
    assert [task.number for task in notice.tasks] == ["一1", "一2", "一3"]
