"""Rules for the annual report: identities, form, deadline, last year, likeness, and all of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.subjects.annual import formal, years
from crawlers.subjects.annual.cells import cell_of
from crawlers.subjects.annual.facts import FACTS_FILE, FactsError, known_facts, load_facts
from crawlers.subjects.annual.form import DISPUTES, PEOPLE, RULINGS
from crawlers.subjects.annual.identities import applicants, carry_over, inside, judged, rulings
from crawlers.subjects.annual.likeness import likeness
from crawlers.subjects.annual.material import of_text
from crawlers.subjects.annual.model import Report, Table
from crawlers.subjects.annual.reading import read_report
from crawlers.subjects.annual.remarks import RULES, Degree, Review
from crawlers.subjects.annual.review import review
from data.units import KINDS
from tests.annual_reports import (
    CARRIED,
    DONE,
    FIGURES,
    LEFT,
    MADE,
    MADE_2019,
    NEW,
    Made,
    read,
    sentences,
)

FACTS = known_facts()


def row(key: str, *figures: object) -> Table:
    cells = (cell_of(str(figure)) for figure in figures)
    return Table({(key, person): cell for person, cell in zip(PEOPLE, cells, strict=True)})


def said(found: Review, *rules: str) -> list[str]:
    return [remark.said for remark in (found.of(*rules) if rules else found.remarks)]


def looked(made: Made, **more: object) -> Review:
    return review(read(made), FACTS, **more)  # type: ignore[arg-type]


# --- identities -----------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [MADE, MADE_2019], ids=["2021", "2019"])
def test_a_faultless_report_of_either_form_has_no_remark(made: Made) -> None:
    found = looked(made, due=date(made.year + 1, 1, 31))
    assert found.remarks == ()
    assert (found.undecided, found.unchecked) == (0, ())


def test_how_many_equations_a_whole_report_has() -> None:
    # 7 columns twice, 25 or 23 rows, 3 blocks of disputes.
    assert inside(read(MADE)).held == 7 + 7 + 25 + 3
    assert inside(read(MADE_2019)).held == 7 + 7 + 23 + 3


def test_columns_that_do_not_balance_are_named_with_both_sums() -> None:
    figures = {**FIGURES, LEFT: (4, 0, 0, 0, 0, 0)}
    remarks = inside(read(replace(MADE, figures=figures))).of("I1")
    assert [remark.said for remark in remarks] == [
        "“自然人”列第一项加第二项不等于第三项加第四项（11≠12）",
        "“总计”列第一项加第二项不等于第三项加第四项（14≠15）",
    ]
    assert (remarks[0].place.where, remarks[0].degree) == ("表三“自然人”列", Degree.CERTAIN)
    assert remarks[0].figures == (11, 12)


def test_results_that_do_not_make_their_total_are_named() -> None:
    figures = {**FIGURES, "（一）予以公开": (5, 2, 0, 0, 0, 0)}
    assert said(inside(read(replace(MADE, figures=figures))), "I2") == [
        "“自然人”列各项办理结果之和不等于总计（7≠8）",
        "“总计”列各项办理结果之和不等于总计（10≠11）",
    ]


def test_a_blank_or_a_stroke_leaves_what_needs_it_open() -> None:
    for text in ("", "/"):
        found = inside(read(replace(MADE, cells={(NEW, 6): text})))
        # Its column does not balance or fail, nor does its row.
        assert (found.remarks, found.undecided, found.held) == ((), 2, 40)


def test_a_row_that_is_there_but_unread_leaves_the_sum_open() -> None:
    text = "\n".join(
        block if isinstance(block, str) else "\n".join("\t".join(t for t, _, _ in r) for r in block)
        for block in MADE.blocks()
    )
    wide = text.replace("公开出版物\t", "公开出版物\t0\t")  # eight figures in a row
    found = inside(read_report(of_text(wide)))
    assert found.remarks == ()
    assert found.undecided == 7 + 1


@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=6), st.integers(1, 9))
def test_a_row_whose_total_is_off_fails_exactly_one_line(parts: list[int], off: int) -> None:
    assert judged(applicants(row("given", *parts, sum(parts)))).remarks == ()
    assert len(judged(applicants(row("given", *parts, sum(parts) + off))).remarks) == 1


@given(st.lists(st.integers(0, 999), min_size=12, max_size=12))
def test_a_block_of_disputes_holds_when_its_total_is_its_sum(parts: list[int]) -> None:
    cells = {}
    for n, block in enumerate(DISPUTES):
        four = parts[n * 4 : n * 4 + 4]
        figures = zip(RULINGS, (*four, sum(four)), strict=True)
        cells |= {(block, ruling): cell_of(str(figure)) for ruling, figure in figures}
    assert judged(rulings(Table(cells))).held == 3


def test_what_was_carried_over_must_be_what_the_year_before_left() -> None:
    now, before = row("carried", 1, 0, 0, 0, 0, 0, 1), row("left", 2, 0, 0, 0, 0, 0, 2)
    assert [remark.said for remark in judged(carry_over(now, before)).remarks] == [
        "“自然人”本年列上年结转件数与上年报告列结转下年度件数不同（1≠2）",
        "“总计”本年列上年结转件数与上年报告列结转下年度件数不同（1≠2）",
    ]
    assert judged(carry_over(now, row("left", 1, "", 0, 0, 0, 0, 1))).undecided == 1


# --- form -----------------------------------------------------------------------------------------


def test_a_form_nobody_filled_in_has_one_remark() -> None:
    blank = {(name, n): "" for name in (NEW, CARRIED, DONE, LEFT) for n in range(7)}
    figures: Mapping[str, tuple[int, ...]] = {}
    made = replace(
        MADE, said=("（文字描述）",), problems="（文字描述）", figures=figures, cells=blank
    )
    report = read(made)
    empty = Table({at: cell_of("") for at in report.applications.cells})
    bare = replace(report, applications=empty, activity=Table(), disputes=Table())
    assert said(review(bare, FACTS)) == ["报告是没有填写的模板"]


def test_words_left_from_a_template_are_suspected() -> None:
    found = looked(sentences("收到申请XX件，办结XX件，结转XX件，公开信息XX条。"))
    (remark,) = found.of("template")
    assert (remark.said, remark.degree) == ("正文有4处未填写的占位文字，如“XX”", Degree.SUSPECTED)


def test_blank_struck_and_worded_cells_are_counted_by_table() -> None:
    cells = {(NEW, 1): "", (NEW, 2): "", (LEFT, 0): "/", (DONE, 3): "见附件"}
    found = looked(replace(MADE, cells=cells))
    assert said(found, "I9") == [
        "表三“本年新收”行“商业企业”列等2格空白，应填数字，没有的填0",
        "表三“结转下年度继续办理”行“自然人”列画线或写“无”，应填数字，没有的填0",
        "表三“总计”行“社会公益组织”列不是数字（见附件），应填数字，没有的填0",
    ]


@pytest.mark.parametrize(
    ("activity", "expected"),
    [
        ({"行政许可": ("-3",)}, "表二“行政许可”行“处理决定数量”列是负数"),
        ({"行政许可": ("2.5",)}, "表二“行政许可”行“处理决定数量”列不是整数"),
        (
            {"行政事业性收费": ("83500元",)},
            "表二“行政事业性收费”行“本年收费金额”列的单位是元（83500元），应为万元",
        ),
        ({"行政事业性收费": ("8.35",)}, None),
        ({"行政事业性收费": ("8.35万元",)}, None),
    ],
)
def test_numbers_that_cannot_be_are_named(
    activity: Mapping[str, tuple[object, ...]], expected: str | None
) -> None:
    found = looked(replace(MADE, activity=activity))
    assert said(found, "I8") == ([expected] if expected else [])


def test_the_older_form_is_out_of_force_since_2021() -> None:
    assert said(looked(replace(MADE_2019, year=2023)), "form") == [
        "2023年报告仍用2019年的格式，应使用2021年修订的格式"
    ]


def test_a_period_of_another_year_is_suspected() -> None:
    report = replace(read(MADE), year=2023)
    (remark,) = review(report, FACTS).of("year")
    assert remark.said == "统计期限从2022年1月1日起，而报告是2023年的"
    assert remark.degree is Degree.SUSPECTED


def text_report(*parts: str, gaps: tuple[str, ...] = ()) -> Report:
    text = "\n".join(f"{part}\n{'报告的正文。' * 20}" for part in parts)
    return replace(read_report(of_text(text)), gaps=gaps)


HEADS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def test_a_part_is_missing_only_when_its_words_are_absent_and_all_was_read() -> None:
    assert said(formal.parts(text_report(*HEADS)), "parts") == []
    assert said(formal.parts(text_report(*HEADS[:5])), "parts") == ["缺少“其他需要报告的事项”部分"]
    unread = formal.parts(text_report(*HEADS[:5], gaps=("附件“年报.pdf”没有读到",)))
    assert (unread.of("parts"), len(unread.unchecked)) == ((), 1)
    told = text_report(*HEADS[:5], "未收取信息处理费")
    assert formal.parts(told).unchecked == ("没有认出“其他需要报告的事项”的标题，但正文有相关内容",)


def test_part_five_says_something_and_part_six_speaks_of_fees() -> None:
    (remark,) = looked(replace(MADE, problems="无。")).of("content")
    assert remark.said == "第五部分只写“无”，没有说明存在的问题和改进情况"
    (remark,) = looked(replace(MADE, other="无")).of("content")
    assert (remark.said, remark.degree) == ("第六部分没有说明收取信息处理费的情况", Degree.HINT)
    # The form of 2019 did not ask for it.
    assert looked(replace(MADE_2019, other="无")).remarks == ()


def test_applicants_were_asked_to_pay_so_part_six_must_say_so() -> None:
    asked = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    figures = {**FIGURES, asked: (1, 0, 0, 0, 0, 0), "3.其他": (0,) * 6}
    (remark,) = looked(replace(MADE, figures=figures, other="无")).remarks
    assert remark.degree is Degree.SUSPECTED
    assert remark.said.endswith("而表三有逾期未按收费通知缴费的申请1件")


# --- deadline -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("organ", "year", "kind", "due"),
    [
        ("清河市教育局", 2022, "", date(2023, 1, 31)),
        ("清河市人民政府", 2022, "", date(2023, 3, 31)),
        ("清水镇", 2022, "", date(2023, 1, 31)),
        ("清河市教育局", 2022, "county", date(2023, 3, 31)),
        ("清河市教育局", 2018, "", date(2019, 3, 31)),  # under the act of 2007
        ("", 2022, "", None),
        ("清河市教育局", None, "", None),
    ],
)
def test_the_last_day_depends_on_the_kind_of_unit_and_the_act(
    organ: str, year: int | None, kind: str, due: date | None
) -> None:
    assert formal.due_date(Report("a", organ=organ, year=year), FACTS, kind) == due


@pytest.mark.parametrize(
    ("on", "late"), [("2023-01-31", False), ("2023-04-01", True), ("2023-02-10", None)]
)
def test_early_or_late_for_every_kind_needs_no_kind(on: str, late: bool | None) -> None:
    report = Report("a", year=2022, published_on=date.fromisoformat(on))
    found = formal.deadline(report, formal.due_date(report, FACTS))
    assert bool(found.unchecked) is (late is None)
    assert bool(found.remarks) is bool(late)


def test_the_deadline_includes_its_day_and_an_unknown_day_is_not_late() -> None:
    report = Report("a", year=2022, published_on=date(2023, 1, 31))
    assert formal.deadline(report, date(2023, 1, 31)).held == 1
    late = formal.deadline(replace(report, published_on=date(2023, 2, 1)), date(2023, 1, 31))
    assert said(late) == ["2023-02-01发布，应于2023-01-31前公布"]
    unknown = formal.deadline(replace(report, published_on=None), date(2023, 1, 31))
    assert (unknown.remarks, len(unknown.unchecked)) == ((), 1)


def test_reports_of_another_form_are_not_judged_by_this_one() -> None:
    found = review(Report("a", title="2018年年报", year=2018), FACTS)
    assert found.remarks == ()
    assert found.unchecked[-1] == "2018年的报告不适用现行格式（2019年起）"


def test_tables_as_pictures_are_not_held_against_anyone() -> None:
    found = review(text_report(*HEADS), FACTS)
    assert found.remarks == ()
    assert "没有读到表二、表三、表四（可能是图片或在附件里）" in found.unchecked


# --- last year and the library --------------------------------------------------------------------


def test_last_years_report_must_be_last_years() -> None:
    before = read(replace(MADE, year=2020))
    found = years.against_last(read(MADE), before, FACTS)
    assert found.remarks == ()
    assert found.unchecked == ("没有与上年核对：给出的是2020年报告，应为2021年",)


def test_carry_over_against_last_years_report() -> None:
    now, before = read(MADE), replace(read(MADE), year=2021)
    found = years.against_last(now, before, FACTS)  # 1+0+0+0+1 carried, 3+0+… left
    assert said(found, "I5")[0] == (
        "“自然人”本年列上年结转件数与上年报告列结转下年度件数不同（1≠3）"
    )
    assert found.of("I7") == ()


def test_valid_documents_follow_from_last_years() -> None:
    now = read(replace(MADE, activity={"行政规范性文件": (3, 1, 12)})).activity
    before = read(replace(MADE, activity={"行政规范性文件": (0, 0, 9)})).activity
    (remark,) = years.stock(now, before)  # 9 + 3 - 1 = 11
    assert remark.degree is Degree.HINT
    assert "现行有效12件，按上年9件加本年制发3件减废止1件应为11件" in remark.said


def test_fewer_valid_than_made_is_suspected() -> None:
    made = replace(MADE, activity={"行政规范性文件": (5, 1, 3)})
    assert said(looked(made), "I7") == ["行政规范性文件本年制发5件、废止1件，现行有效却只有3件"]


def test_valid_documents_are_those_of_the_library() -> None:
    made = replace(MADE, activity={"行政规范性文件": (0, 0, 9)})
    assert looked(made, published=9).remarks == ()
    (remark,) = looked(made, published=7).remarks
    assert remark.degree is Degree.SUSPECTED
    assert remark.said == "行政规范性文件现行有效9件，网上公开的文件库中现行有效7件"


@pytest.mark.parametrize(("before", "expected"), [(20, []), (9, ["I8"]), (400, ["I8"])])
def test_a_jump_is_a_hint(before: int, expected: list[str]) -> None:
    now = replace(MADE, activity={"行政许可": (60,)})
    last = replace(read(replace(MADE, activity={"行政许可": (before,)})), year=2021)
    found = years.jumps(read(now), last, FACTS)  # limits: five times, a fifth
    assert [remark.rule for remark in found] == expected


def test_fees_ten_thousand_times_last_years_were_written_in_yuan() -> None:
    now = read(replace(MADE, activity={"行政事业性收费": ("83500",)})).activity
    last = read(replace(MADE, activity={"行政事业性收费": ("8.1",)})).activity
    (remark,) = years.unit_slips(now, last, FACTS)
    assert remark.degree is Degree.SUSPECTED
    assert "疑为把元当作万元填写" in remark.said


# --- likeness -------------------------------------------------------------------------------------

TALE = (
    "".join(f"围绕第{n}类重点工作{chr(0x4E00 + 7 * n)}推进信息公开，" for n in range(40))
    + "成效明显。"
)
OTHER = "".join(
    f"针对群众关心的{chr(0x5E00 + 9 * n)}问题逐项{chr(0x6E00 + n)}回应，" for n in range(40)
)


def test_a_copy_with_other_figures_is_suspected_and_quoted() -> None:
    now, last = read(sentences(TALE)), read(sentences(TALE.replace("3", "8")))
    (remark,) = review(now, FACTS, others=[replace(last, title="甲局年报")]).of("I10")
    assert remark.degree is Degree.SUSPECTED
    assert remark.said == "正文有100%的文字与“甲局年报”相同，请人工判断是否雷同"
    assert remark.place.quote


def test_reports_of_their_own_and_short_ones_are_no_copies() -> None:
    now, other = read(sentences(TALE)), read(sentences(OTHER))
    assert review(now, FACTS, others=[other]).of("I10") == ()
    assert likeness(read(sentences("无。")), now, FACTS) is None


# --- facts ----------------------------------------------------------------------------------------


def test_the_facts_that_come_with_the_program_name_every_kind() -> None:
    assert set(FACTS.due) == set(KINDS.values())
    assert (FACTS.due["department"], FACTS.due["county"]) == ((1, 31), (3, 31))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"01-31"', '"01-32"'),
        ("share: 0.8", "share: 8"),
        ("unit_ratio: 1000", ""),
        ("deadlines:", "deadlines: ["),
    ],
)
def test_facts_with_a_mistake_are_refused_by_name(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "annual_report.yaml"
    path.write_text(FACTS_FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(FactsError, match=r"annual_report\.yaml"):
        load_facts(path)


def test_every_remark_names_a_rule_with_its_basis() -> None:
    assert all(rule.title and rule.basis for rule in RULES.values())
