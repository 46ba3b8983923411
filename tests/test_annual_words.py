"""Words of the annual report: its six parts, and figures that its sentences state."""

from dataclasses import replace

import pytest

from crawlers.subjects.annual.cells import cell_of
from crawlers.subjects.annual.litigation import cases
from crawlers.subjects.annual.material import of_text
from crawlers.subjects.annual.measures import agreement, expected
from crawlers.subjects.annual.model import DISPUTE_CELLS, Report, Table
from crawlers.subjects.annual.parts import NAMES, mentioned, parts_of, passages_of
from crawlers.subjects.annual.prose import statements
from crawlers.subjects.annual.reading import read_report
from crawlers.subjects.annual.remarks import Degree
from crawlers.subjects.annual.titles import area_of, kind_of, organ_of, year_of
from tests.annual_reports import NEW, SIX, read, sentences


def lines(text: str) -> tuple[tuple[str, None], ...]:
    return of_text(text).lines  # type: ignore[return-value]  # a text has no pages


def found(text: str, *, framed: bool = False) -> list[int]:
    return [part.number for part in parts_of(lines(text), framed=framed)]


# --- parts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form", ["{}", "{n} {}", "{n}{}", "{n}、{}", "第{n}部分 {}", "{d}.{}", "{}："]
)
def test_headings_are_recognised_with_and_without_numerals(form: str) -> None:
    heads = [form.format(name, n="一二三四五六"[i], d=i + 1) for i, name in enumerate(SIX)]
    assert found("\n正文。\n".join(heads)) == [1, 2, 3, 4, 5, 6]


def test_rows_cells_and_menus_are_no_headings() -> None:
    text = (
        "一、本年新收政府信息公开申请数量\t0\n四、结转下年度继续办理\t0\n行政复议\t行政诉讼\n"
        "行政复议 行政诉讼\n1.信访举报投诉类申请\n（六）其他处理\n依申请公开\n主动公开"
    )
    assert found(text) == []
    assert found("主动公开政府信息情况", framed=True) == []
    assert found("二、主动公开政府信息情况", framed=True) == [2]


def test_a_part_has_the_words_below_its_heading() -> None:
    text = "一、总体情况\n甲。\n1.主动公开情况\n乙。\n二、主动公开政府信息情况\n丙。"
    first, second = parts_of(lines(text))
    assert first.text == "甲。\n1.主动公开情况\n乙。"
    assert (second.heading, second.text) == ("二、主动公开政府信息情况", "丙。")


def test_the_words_of_a_part_without_heading_are_seen() -> None:
    assert "其他需要报告的事项" in mentioned("没有收取信息处理费。")
    assert NAMES[4] not in mentioned("一切都好。")


def test_a_sentence_broken_by_the_page_is_one_passage() -> None:
    text = (
        "一、总体情况\n2024年，全市各级行政机关共受理政府信息公开申请\n12件，办结11件。\n新的一段。"
    )
    heading, passage, other = passages_of(lines(text))
    assert passage.text.startswith("2024年")
    assert passage.text.endswith("办结11件。")
    assert (heading.part, passage.part, other.text) == (1, 1, "新的一段。")


# --- titles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "organ", "year", "area", "kind"),
    [
        ("清河市人民政府2024年政府信息公开工作年度报告", "清河市人民政府", 2024, "市", "city"),
        ("2022年清河县政府信息公开工作年度报告", "清河县", 2022, "县", "county"),
        ("清河市教育局2022年度政府信息公开工作报告", "清河市教育局", 2022, "", "department"),
        (
            "清河区人民政府办公室2022年政府信息公开年报",
            "清河区人民政府办公室",
            2022,
            "",
            "department",
        ),
        ("清水镇2020年政府信息公开工作年度报告", "清水镇", 2020, "镇", "township"),
        ("关于2022年度政府信息公开情况的报告", "", 2022, "", ""),
        ("政务公开工作年报", "", None, "", ""),
    ],
)
def test_a_title_says_whose_report_and_of_which_year(
    title: str, organ: str, year: int | None, area: str, kind: str
) -> None:
    assert organ_of(title) == organ
    assert year_of(title) == year
    assert area_of(organ) == area
    assert kind_of(organ) == kind


# --- applications in words ------------------------------------------------------------------------


def stated(text: str, organ: str = "清河市教育局") -> list[tuple[str, int]]:
    passages = read_report(of_text(text)).passages
    return sorted(
        (one.measure, one.count) for one in (*statements(passages, organ), *cases(passages, organ))
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("全年共收到政府信息公开申请12件。", [("received", 12)]),
        ("共收到12份政府信息公开申请。", [("received", 12)]),
        ("本年新收政府信息公开申请12件。", [("new", 12)]),
        ("受理依申请公开事项十二件。", [("received", 12)]),
        ("收到公民、法人和其他组织提出的政府信息公开申请3,119件。", [("received", 3119)]),
        ("我局未收到政府信息公开申请。", [("received", 0)]),
        ("本年度无依申请公开事项。", [("received", 0)]),
        (
            "收到政府信息公开申请9件，答复8件（含上年度结转申请2件，另有3件顺延到下年度答复）。",
            [("carried", 2), ("done", 8), ("left", 3), ("received", 9)],
        ),
        (
            "收到信息公开申请9件，其中自然人申请7件，法人或其他组织申请2件。",
            [("by:organisations", 2), ("by:person", 7), ("received", 9)],
        ),
        (
            "办结申请9件。予以公开4件、部分公开2件、不予公开1件；因本机关不掌握等原因无法提供的1件；其他处理1件。",
            [
                ("denied", 1),
                ("done", 9),
                ("given", 4),
                ("otherwise", 1),
                ("partly", 2),
                ("unable", 1),
            ],
        ),
        ("答复政府信息公开申请9件，予以公开及部分公开6件。", [("done", 9), ("given_partly", 6)]),
        ("本年度没有上年结转的申请。", [("carried", 0)]),
        ("收到申请公开政府信息2件，无结转下年度办理的申请。", [("left", 0), ("received", 2)]),
        (
            "制定行政规范性文件3件，废止行政规范性文件1件。",
            [("document:made", 3), ("document:repealed", 1)],
        ),
    ],
)
def test_figures_are_found_however_they_are_said(
    said: str, expected: list[tuple[str, int]]
) -> None:
    assert stated(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "通过网络收到政府信息公开申请5件。",
        "全市共受理政府信息公开申请900件，办结900件。",
        "各部门收到政府信息公开申请5件。",
        "上年收到政府信息公开申请5件。",
        "上半年收到政府信息公开申请5件。",
        "收到政府信息公开申请50余件。",
        "约收到政府信息公开申请约50件。",
        "收到政府信息公开申请1.2万件。",
        "办理建议提案答复5件，收到依申请公开咨询电话5个。",
        "没有收到因政府信息公开申请引起的投诉。",
        "未收到通过传真提出的政府信息公开申请。",
        "加强申请办理，对12件建议提案予以公开5件。",
        "收到行政许可申请50件，办结50件。",
        "规范申请渠道。会议纪要予以公开5件。",
    ],
)
def test_what_counts_something_else_is_left_alone(said: str) -> None:
    assert stated(said) == []


def test_a_government_speaks_for_its_whole_area() -> None:
    said = "全市共受理政府信息公开申请900件，办结900件。全县受理政府信息公开申请20件。"
    assert stated(said, "清河市人民政府") == [("done", 900), ("received", 900)]


# --- disputes in words ----------------------------------------------------------------------------

PART_FOUR = "四、政府信息公开行政复议、行政诉讼情况\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "政府信息公开行政复议5件，其中结果维持2件，结果纠正1件，其他结果1件，尚未审结1件；行政诉讼3件，维持2件。",
            [
                ("review:corrected", 1),
                ("review:otherwise", 1),
                ("review:pending", 1),
                ("review:total", 5),
                ("review:upheld", 2),
                ("suit:total", 3),
                ("suit:upheld", 2),
            ],
        ),
        ("信息公开类行政复议7件，诉讼9件，均获维持。", [("review:total", 7), ("suit:total", 9)]),
        (
            f"{PART_FOUR}未经复议直接起诉2件，复议后起诉1件，结果纠正1件。",
            [("after:corrected", 1), ("after:total", 1), ("direct:total", 2)],
        ),
        (f"{PART_FOUR}本年度行政复议、行政诉讼均为0件。", [("review:total", 0), ("suit:total", 0)]),
        (
            f"{PART_FOUR}行政复议、行政诉讼分别为2件、1件。",
            [("review:total", 2), ("suit:total", 1)],
        ),
        (
            "未发生因政府信息公开申请引起的行政复议和行政诉讼。",
            [("review:total", 0), ("suit:total", 0)],
        ),
        (f"{PART_FOUR}没有发生行政诉讼。", [("suit:total", 0)]),
        (f"{PART_FOUR}本年度行政复议3件。", [("review:total", 3)]),
        ("行政复议、行政诉讼情况\n本年度行政复议3件。", [("review:total", 3)]),
        ("全年因政府信息公开工作被申请行政复议3件。", [("review:total", 3)]),
        ("本年度涉政府信息公开，行政复议3件。", [("review:total", 3)]),
    ],
)
def test_disputes_over_disclosure_are_counted(said: str, expected: list[tuple[str, int]]) -> None:
    assert stated(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "一、总体情况\n全年行政复议120件，行政诉讼35件。",
        "加强政府信息公开，全年受理行政复议120件。",
        "（二）行政复议工作情况\n全年行政复议120件。",
        f"{PART_FOUR}共办理行政复议案件120件,其中涉及政府信息公开1件。",
        f"{PART_FOUR}无。\n五、存在的主要问题及改进情况\n行政复议120件。",
        f"{PART_FOUR}没有行政复议被纠正的情况。",
        f"{PART_FOUR}行政复议和行政诉讼案件共3件。",
        f"{PART_FOUR}上年行政复议3件。",
        f"{PART_FOUR}全市行政复议300件。",
    ],
)
def test_the_case_load_of_an_office_of_justice_is_never_compared(said: str) -> None:
    assert stated(said) == []


# --- words against tables -------------------------------------------------------------------------


def disputes(*figures: int) -> Table:
    cells = (cell_of(str(figure)) for figure in figures)
    return Table(dict(zip(DISPUTE_CELLS, cells, strict=True)))


def test_a_contradiction_names_both_figures_and_quotes() -> None:
    report = read_report(of_text(f"{PART_FOUR}本年度行政复议3件。"))
    (remark,) = agreement(replace(report, disputes=disputes(1, 0, 0, 0, 1, *[0] * 10))).remarks
    assert remark.said == "正文称行政复议3件，表中为1件"
    assert (remark.degree, remark.place.quote) == (Degree.CERTAIN, "行政复议3件")
    assert remark.figures == (3, 1)


def test_both_readings_of_received_and_handled_are_right() -> None:
    # 12 new, 2 carried over; 11 handled, 1 of them otherwise.
    for said in (
        "收到政府信息公开申请12件",
        "受理政府信息公开申请14件",
        "办结申请11件",
        "答复申请10件",
    ):
        found = agreement(read(sentences(f"{said}。")))
        assert (found.remarks, found.held) == ((), 1), said
    (remark,) = agreement(read(sentences("新收政府信息公开申请14件。"))).remarks
    assert remark.said == "正文称新收申请14件，表中为12件"


def test_a_blank_cell_decides_nothing() -> None:
    made = replace(sentences("收到政府信息公开申请15件。"), cells={(NEW, 6): ""})
    found = agreement(read(made))
    assert (found.remarks, found.undecided) == ((), 1)


def test_suits_are_those_of_both_kinds() -> None:
    report = Report("a", disputes=disputes(0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 1, 0, 0, 0, 1))
    assert expected(report)["suit:total"] == (3,)
    assert expected(report)["suit:upheld"] == (3,)


def test_documents_of_an_office_are_only_suspected_and_of_a_government_left_alone() -> None:
    made = sentences("制发行政规范性文件5件。")
    (remark,) = agreement(read(made)).remarks
    assert remark.degree is Degree.SUSPECTED
    assert agreement(read(replace(made, organ="清河市人民政府"))).remarks == ()
