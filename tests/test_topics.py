from pathlib import Path

import pytest

from crawlers.topics import topic_of, topics_named
from data.topics import TopicsError, known_topics, load_topics

GUIDE_TOPICS = {
    "policy_document", "interpretation", "planning", "organisation", "leadership", "statistics",
    "budget", "final_accounts", "fees", "procurement", "licensing", "penalty", "service_guide",
    "major_project", "livelihood", "emergency", "supervision", "recruitment", "personnel",
    "meeting", "consultation", "decision_catalogue", "annual_report", "foi_guide", "foi_rules",
    "foi_catalogue", "foi_application", "power_list", "proposals", "audit", "land", "interaction",
    "news", "notice", "culture_service", "other",
}  # fmt: skip


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("青禾县财政局2023年部门预算", "budget"),
        ("青禾县财政局2022年度部门决算", "final_accounts"),
        ("2022年度“三公”经费决算情况说明", "final_accounts"),
        ("2023年部门整体支出绩效目标", "budget"),
        ("关于编制2024年部门预算的通知", "notice"),
        ("青禾县2022年度预算执行和其他财政收支的审计工作报告", "audit"),
        ("2022年政府信息公开工作年度报告", "annual_report"),
        ("青禾县人民政府信息公开指南", "foi_guide"),
        ("政府信息公开申请表", "foi_application"),
        ("政府信息公开保密审查制度", "foi_rules"),
        ("2023年主动公开目录清单", "foi_catalogue"),
        ("基层政务公开标准目录", "foi_catalogue"),
        ("2023年度重大行政决策事项目录", "decision_catalogue"),
        ("《青禾县停车管理办法（征求意见稿）》公开征求意见的公告", "consultation"),
        ("《青禾县停车管理办法》公开征求意见采纳情况", "consultation"),
        ("《青禾县停车管理办法》政策解读", "interpretation"),
        ("一图读懂《青禾县停车管理办法》", "interpretation"),
        ("关于印发《青禾县停车管理办法》的通知", "policy_document"),
        ("《青禾县停车管理办法》", "policy_document"),
        ("县政府第12次常务会议召开 研究安全生产工作", "meeting"),
        ("县人大常委会召开会议", "news"),
        ("青禾县民政局权责清单", "power_list"),
        ("对县政协第3号提案的答复", "proposals"),
        ("青禾县“十四五”水利发展规划", "planning"),
        ("2023年政府工作报告", "planning"),
        ("2022年国民经济和社会发展统计公报", "statistics"),
        ("行政事业性收费目录清单", "fees"),
        ("农村公路养护项目中标公告", "procurement"),
        ("行政许可办理结果公示", "licensing"),
        ("2023年行政处罚办理结果", "penalty"),
        ("土地征收补偿安置方案公告", "land"),
        ("防汛应急预案", "emergency"),
        ("2023年事业单位公开招聘工作人员公告", "recruitment"),
        ("关于张三等同志任免职的通知", "personnel"),
        ("党组成员、副局长：薛静姝", "leadership"),
        ("主要职责和内设机构", "organisation"),
        ("新生儿参保办事指南", "service_guide"),
        ("县财政局召开预算编制工作会议", "news"),
    ],
)
def test_a_clear_title_decides_alone(title: str, topic: str) -> None:
    assert topic_of(title) == topic


def test_the_title_goes_before_the_column() -> None:
    assert topic_of("青禾县财政局2023年部门预算", ("通知公告",)) == "budget"


def test_a_bare_form_takes_its_topic_from_the_innermost_column() -> None:
    assert topic_of("关于停车的通知", ("政务公开", "行政规范性文件")) == "policy_document"
    assert topic_of("李四", ("机构职能", "领导信息")) == "leadership"


def test_a_report_of_an_event_stays_news_in_any_column() -> None:
    assert topic_of("县教育局开展校园安全大检查", ("工作总结",)) == "news"


def test_a_publicity_notice_is_no_policy_document_even_in_that_column() -> None:
    assert topic_of("关于职称评审结果的公示", ("政策文件",)) == "notice"


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("财政预决算", {"budget", "final_accounts"}),
        ("部门预算", {"budget"}),
        ("三公经费", {"budget", "final_accounts"}),
        ("政府信息公开年报", {"annual_report"}),
        ("收费目录清单", {"fees"}),
        ("双公示", {"licensing", "penalty"}),
        ("领导活动", {"news"}),
        ("【通知公告】", {"notice"}),
        ("更多", set()),
        ("首页", set()),
        ("法定主动公开内容", set()),
        ("青禾县应急管理局", set()),
    ],
)
def test_what_a_column_name_promises(name: str, topics: set[str]) -> None:
    assert topics_named(name) == topics


def test_an_entry_title_promises_nothing() -> None:
    assert topics_named("关于印发青禾县2023年财政预算绩效管理工作方案的通知文件") == frozenset()


def test_nothing_decides() -> None:
    assert topic_of("甲乙丙丁") == ""
    assert topic_of("") == ""


def test_every_topic_of_the_labelling_guide_is_known_and_has_a_chinese_name() -> None:
    topics = known_topics().by_id
    assert set(topics) == GUIDE_TOPICS
    assert all(not topic.name.isascii() for topic in topics.values())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("topics: {", "topics.yaml 不是有效的 YAML"),
        ("- a", "topics.yaml 缺少 topics 或 titles 一节"),
        ("topics: {a: {}}\ntitles: []", "事项 a 没有名称"),
        ("topics: {a: {name: 甲}}\ntitles: [{topic: b, match: x}]", "未列出的事项 b"),
        ("topics: {a: {name: 甲}}\ntitles: [{topic: a}]", "第 1 条标题规则没有 match"),
    ],
)
def test_a_wrong_topics_file_is_named_in_one_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "topics.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TopicsError, match=sentence):
        load_topics(path)


def test_a_missing_topics_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TopicsError, match=r"找不到公开事项文件 none\.yaml"):
        load_topics(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("title", "column", "topic"),
    [
        ("咨询灵活就业人员社保缴费问题", "市长信箱", "interaction"),
        ("市长信箱办理情况统计公告", "市长信箱", "interaction"),
        ("关于调整社保缴费基数的通知", "网上咨询", "livelihood"),
        ("副市长李某某检查安全生产工作", "领导活动", "news"),
        ("王某某到清河镇调研防汛工作", "政务要闻", "news"),
        ("人社服务进企业 纾困解难促发展", "基层动态", "news"),
        ("关于延长《清河市人才公寓管理暂行办法》有效期的通知", "通知公告", "policy_document"),
        ("关于受理某项目环境影响报告表的公告", "通知公告", "licensing"),
        ("关于某项目环境影响评价文件批复决定的公示", "环评公示", "licensing"),
        ("保洁服务项目遴选公告", "通知公告", "procurement"),
        ("重大执法决定法制审核目录清单", "执法公示", "penalty"),
        ("“三支一扶”计划招募公告", "通知公告", "recruitment"),
        ("县政府召开全体（扩大）会议", "政务要闻", "meeting"),
        ("关于征集2024年民生实事项目的公告", "民意征集", "consultation"),
        ("专家谈：如何理解新修订的条例", "专家解读", "interpretation"),
    ],
)
def test_titles_of_other_sites(title: str, column: str, topic: str) -> None:
    assert topic_of(title, (column,)) == topic
