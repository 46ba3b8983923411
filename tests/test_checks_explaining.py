"""What interpretations say, in what form, by whom; and whether they only copy."""

import pytest

from crawlers.checks.explaining import (
    interpretation_by_head,
    interpretation_copied,
    interpretation_elements,
    interpretation_forms,
)
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import ask

ARTICLES = "\n".join(
    f"第{n}条 {words}"
    for n, words in enumerate(
        (
            "为了规范城区机动车停放秩序，合理配置公共停车资源，方便群众出行，结合本县实际制定本办法",
            "城区公共停车场的规划、建设、经营和监督管理适用本办法，法律法规另有规定的从其规定",
            "县城市管理部门是停车管理的主管部门，公安交警、自然资源、住房建设等部门按职责分工负责",
            "公共停车场实行分区定价，医院、学校、车站周边路段实行差别化收费，半小时以内免收停车费",
            "新建住宅小区应当按照规划条件配建停车位，并为电动汽车充电设施预留安装条件和用电容量",
            "任何单位和个人不得擅自占用公共停车泊位，不得在泊位上设置地锁、石墩、栅栏等障碍物",
            "停车场经营者应当公示收费标准、服务时间和投诉电话，保持场内照明、消防和监控设施完好",
            "违反本办法规定的，由有关主管部门依照法律、法规的规定处理；造成损失的，依法承担赔偿责任",
        ),
        1,
    )
)
DOCUMENT = Entry(
    "清河县人民政府关于印发《清河县停车管理办法》的通知",
    "2023-05-10",
    f"清政规〔2023〕1号\n各有关单位：现印发给你们。\n{ARTICLES}\n清河县人民政府\n2023年5月8日",
)
PARTS = {
    "背景": "一、制定背景。近年来县城机动车数量增长很快，老城区停车难的问题突出，群众反映强烈。",
    "依据": "二、制定依据。主要根据道路交通安全法和省里关于停车设施建设的有关要求起草。",
    "目的": "三、目的意义。旨在盘活车位存量，让群众在家门口停得下、停得好，也方便商家经营。",
    "内容": "四、主要内容。办法共八条，说清了谁来建、谁来管、怎样收费，设置障碍物怎样处理。",
}


def told(*lost: str, title: str = "《清河县停车管理办法》政策解读") -> Entry:
    text = "\n".join(words * 2 for name, words in PARTS.items() if name not in lost)
    return Entry(title, "2023-05-11", text)


def explained(*readings: Entry, **options):
    return with_columns({"行政规范性文件": [DOCUMENT], "政策解读": list(readings)}, **options)


# --- elements -------------------------------------------------------------------------------------


def test_an_interpretation_with_the_four_elements_is_met():
    finding = interpretation_elements(explained(told()), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"interpretations": 1, "incomplete": 0, "missing_element": 0}


def test_what_it_does_not_say_is_missing_and_named():
    finding = interpretation_elements(explained(told("目的")), ask())
    assert finding.items["aim"] is Outcome.MISSING
    assert "目的意义" in finding.reason


def test_which_elements_are_asked_for_is_a_parameter():
    finding = interpretation_elements(explained(told()), ask(), need=("background", "changes"))
    assert finding.items == {"background": Outcome.MET, "changes": Outcome.MISSING}


def test_several_interpretations_of_one_document_are_taken_together():
    second = told("背景", "依据", "内容", title="一图读懂《清河县停车管理办法》")
    finding = interpretation_elements(explained(told("目的"), second), ask())
    assert finding.outcome is Outcome.MET, finding.reason


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param(
            Entry("一图读懂《清河县停车管理办法》", "2023-05-11", "见图。"), id="a picture"
        ),
        pytest.param(told(title="《湖南省停车条例》政策解读"), id="of another organ's document"),
    ],
)
def test_without_words_about_its_own_document_nothing_is_judged(reading):
    assert interpretation_elements(explained(reading), ask()).cause is Cause.NOTHING_TO_JUDGE


def test_interpretations_that_were_not_read():
    seen = explained(statuses={"/c1/": FetchOutcome.TIMEOUT_BODY})
    assert interpretation_elements(seen, ask()).outcome is Outcome.UNKNOWN


# --- forms ----------------------------------------------------------------------------------------

PICTURE = Entry("【图解】清河县停车管理办法", "2023-05-12", "见图。", '<img src="a.png">')
TALK = Entry("在线访谈：县城管局局长谈停车管理", "2023-05-13", "问答实录。")


def test_two_forms_are_enough():
    finding = interpretation_forms(explained(told(), PICTURE), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"interpretations": 2, "forms": 2}
    assert Outcome.MISSING not in finding.items.values()


def test_one_form_is_partial_unless_the_scheme_asks_for_no_more():
    seen = explained(told())
    assert interpretation_forms(seen, ask()).outcome is Outcome.PARTIAL
    assert interpretation_forms(seen, ask(), least=1).outcome is Outcome.MET


def test_last_years_interpretations_show_no_form_of_this_year():
    old = Entry(PICTURE.title, "2022-05-12", PICTURE.text)
    finding = interpretation_forms(explained(old), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


NATIONAL = Entry(
    "政策解读：加大改革支持力度",
    "2023-05-10",
    "——访国家发展和改革委员会副主任某某\n" + "改革的总体目标是保护生态、保障民生、创新体制。" * 15,
)


@pytest.mark.parametrize("check", [interpretation_forms, interpretation_by_head])
def test_what_an_organ_of_the_nation_explains_is_not_held_against_the_unit(check):
    assert check(explained(NATIONAL), ask()).cause is Cause.NOTHING_TO_JUDGE


# --- by the head ----------------------------------------------------------------------------------


def test_a_talk_of_the_head_is_met():
    seen = with_columns({"政策解读": [told()], "在线访谈": [TALK]})
    finding = interpretation_by_head(seen, ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"interpretations": 1, "by_head": 1}


def test_no_talk_of_the_head_is_missing_after_a_complete_look():
    assert interpretation_by_head(explained(told()), ask()).outcome is Outcome.MISSING
    seen = with_columns(
        {"政策解读": [told()], "在线访谈": []}, statuses={"/c1/": FetchOutcome.TIMEOUT_BODY}
    )
    assert interpretation_by_head(seen, ask()).outcome is Outcome.UNKNOWN


def test_the_head_of_a_ministry_is_not_the_units():
    talk = Entry("教育部基础教育司负责人就停车办法答记者问", "2023-05-13", "答记者问。")
    finding = interpretation_by_head(explained(told(), talk), ask())
    assert finding.outcome is Outcome.MISSING


# --- copied ---------------------------------------------------------------------------------------


def test_an_interpretation_in_its_own_words_is_met():
    finding = interpretation_copied(explained(told()), ask(), least=100)
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"compared": 1, "copied": 0}


def test_one_that_repeats_the_document_is_only_suspected():
    copy = Entry("《清河县停车管理办法》政策解读", "2023-05-11", f"现解读如下。\n{ARTICLES}")
    finding = interpretation_copied(explained(copy), ask(), least=100)
    assert finding.cause is Cause.SUSPECTED
    assert finding.counts == {"compared": 1, "copied": 1}
    assert "%的文字与文件相同" in finding.evidence[0].quote


def test_a_quotation_is_no_copy():
    first = ARTICLES.split("\n")[0]
    text = "\n".join((first, *(words * 2 for words in PARTS.values())))
    quoting = Entry("《清河县停车管理办法》政策解读", "2023-05-11", text)
    assert interpretation_copied(explained(quoting), ask(), least=100).outcome is Outcome.MET


def test_too_few_words_are_not_compared():
    finding = interpretation_copied(explained(told()), ask(), least=5000)
    assert finding.cause is Cause.NOTHING_TO_JUDGE
