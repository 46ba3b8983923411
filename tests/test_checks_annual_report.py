"""The annual report: found, dated, complete, and its figures checked by label."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.checks.annual_report import annual_report
from crawlers.documents import read_document
from crawlers.subjects import annual, annual_text
from data.types import Cause, Document, FetchOutcome, Outcome
from tests.sites import DEPARTMENT, article, ask, entries, page, site

WHO = ("people", "companies")
ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
    "（七）总计",
    "四、结转下年度继续办理",
)
# People and companies: 10 + 2 = 9 + 3, all of it given out or not held.
FIGURES = {ROWS[0]: (10, 2), ROWS[2]: (6, 1), ROWS[12]: (3, 0), ROWS[23]: (9, 1), ROWS[24]: (1, 1)}


def table3(figures: dict[str, tuple[int, int]], **cells: list[str]) -> str:
    """Lines of table 3; `cells` replaces the seven cells of a row by the row's first word."""
    lines = []
    for row in ROWS:
        people, companies = figures.get(row, (0, 0))
        values = [people, companies, 0, 0, 0, 0, people + companies]
        shown = next((c for word, c in cells.items() if word in row), [str(v) for v in values])
        lines.append("\t".join([row, *shown]))
    return "\n".join(lines)


TABLE4 = "行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n" + "\t".join(
    ("1", "0", "0", "0", "1", *["0"] * 10)
)


def html_table(text: str) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split("\t")) + "</tr>"
        for line in text.split("\n")
    )
    return f"<table>{rows}</table>"


def report(
    third: str = "",
    fourth: str = TABLE4,
    *,
    said: str = "全年新收政府信息公开申请12件",
    day: str = "2023-01-20",
) -> str:
    third = third or table3(FIGURES)
    words = (
        f"一、总体情况\n{said}，上年结转0件，结转下年度继续办理2件。行政复议1件，行政诉讼0件。"
        "\n二、主动公开政府信息情况\n行政许可120件。\n三、收到和处理政府信息公开申请情况"
    )
    rest = "".join(
        f"<p>{line}</p>"
        for line in (
            "五、存在的主要问题及改进情况",
            "公开形式不够丰富，今后增加图解和问答。",
            "六、其他需要报告的事项",
            "没有收取信息处理费。",
        )
    )
    between = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
    tables = f"{html_table(third)}{between}{html_table(fourth)}{rest}"
    title = "清河市教育局2022年政府信息公开工作年度报告"
    return article(title, words, day=day, extra=f'<div class="article">{tables}</div>')


def look(html: str, **more: object):  # type: ignore[no-untyped-def]
    pages = {
        "/": page("清河市教育局", entries(("/nb/", "政府信息公开年报", ""))),
        "/nb/": page(
            "政府信息公开年报", entries(("/nb/1.html", "2022年政府信息公开工作年度报告", ""))
        ),
        "/nb/1.html": html,
    }
    return site(pages, unit=DEPARTMENT, **more)  # type: ignore[arg-type]


# --- pure parsing ---------------------------------------------------------------------------------


def test_rows_are_found_by_label_with_tabs_or_blanks_between_figures() -> None:
    tabbed = annual.read_form(table3(FIGURES) + "\n" + TABLE4)
    spaced = annual.read_form((table3(FIGURES) + "\n" + TABLE4).replace("\t", " "))
    assert len(tabbed.rows) == 25
    assert tabbed.rows == spaced.rows
    assert (tabbed.new, tabbed.done, tabbed.left, tabbed.reviews, tabbed.suits) == (12, 10, 2, 1, 0)


def test_a_label_broken_over_lines_is_still_found() -> None:
    text = table3(FIGURES).replace("\t", " ").replace("大量反复申请", "大量反\n复申请")
    assert len(annual.read_form(text).rows) == 25


def test_the_older_form_has_one_row_for_other_handling() -> None:
    lines = [line for line in table3(FIGURES).split("\n") if "逾期" not in line]
    text = "\n".join(lines).replace("3.其他", "（六）其他处理")
    form = annual.read_form(text)
    assert len(form.rows) == 23
    assert annual.identities(form).failed == ()


def test_a_blank_or_a_slash_is_not_zero() -> None:
    cells = ["10", "2", "0", "0", "0", "0", ""]
    form = annual.read_form(table3(FIGURES, 本年新收=cells))
    assert form.new is None
    tally = annual.identities(form)
    assert tally.failed == ()
    assert tally.open >= 2
    slashed = annual.read_form(table3(FIGURES, 予以公开=["6", "/", "0", "0", "0", "0", "7"]))
    assert annual.identities(slashed).failed == ()


def test_prose_with_the_words_of_a_row_is_not_the_row() -> None:
    prose = "本年新收政府信息公开申请数量比去年多 3 件。\n"
    assert annual.read_form(prose + table3(FIGURES)).new == 12


@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=6), st.integers(1, 9))
def test_a_row_whose_total_is_off_fails_exactly_one_line(parts: list[int], off: int) -> None:
    good = annual.Form({"given": (*parts, sum(parts))}, ())
    bad = annual.Form({"given": (*parts, sum(parts) + off)}, ())
    assert annual.identities(good).failed == ()
    assert len(annual.identities(bad).failed) == 1


def test_a_part_of_all_applications_is_not_compared_with_the_total() -> None:
    form = annual.read_form(table3(FIGURES))
    said = "通过网络收到政府信息公开申请5件；全市受理政府信息公开申请900件。"
    assert annual_text.statements(said, form).failed == ()
    assert annual_text.statements("共收到政府信息公开申请15件。", form).failed


SIX = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


@pytest.mark.parametrize(
    "form", ["{}", "{n} {}", "{n}{}", "{n}、{}", "第{n}部分 {}", "{d}.{}", "{}："]
)
def test_headings_are_recognised_with_and_without_numerals(form: str) -> None:
    lines = [form.format(name, n="一二三四五六"[i], d=i + 1) for i, name in enumerate(SIX)]
    assert annual_text.parts_found("\n正文。\n".join(lines)) == tuple(annual_text.PARTS)


def test_rows_cells_and_menus_are_no_headings() -> None:
    text = (
        "一、本年新收政府信息公开申请数量\t0\n四、结转下年度继续办理\t0\n行政复议\t行政诉讼\n"
        "行政复议 行政诉讼\n1.信访举报投诉类申请\n（六）其他处理\n依申请公开\n主动公开"
    )
    assert annual_text.parts_found(text) == ()
    assert annual_text.parts_found("主动公开政府信息情况", "") == ()


DISPUTES = annual.Form({}, (1, 0, 0, 0, 1, *[0] * 10))


@pytest.mark.parametrize(
    "said",
    [
        "一、总体情况\n全年行政复议120件，行政诉讼35件。",
        "全年办理行政复议案件120件，政府信息公开行政复议1件。",
        "加强政府信息公开，全年受理行政复议120件。",
        "（二）行政复议工作情况\n全年行政复议120件。",
        "四、政府信息公开行政复议、行政诉讼情况\n共办理行政复议120件，其中涉及政府信息公开1件。",
        "四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n行政复议120件。",
    ],
)
def test_the_case_load_of_an_office_of_justice_is_never_compared(said: str) -> None:
    assert annual_text.statements(said, DISPUTES).failed == ()


@pytest.mark.parametrize(
    "said",
    [
        "四、政府信息公开行政复议、行政诉讼情况\n本年度行政复议3件。",
        "行政复议、行政诉讼情况\n本年度行政复议3件。",
        "全年因政府信息公开工作被申请行政复议3件。",
        "本年度涉政府信息公开，行政复议3件。",
    ],
)
def test_disputes_over_disclosure_are_compared(said: str) -> None:
    assert annual_text.statements(said, DISPUTES).failed == ("正文称行政复议3件，表中为1件",)


def test_an_optional_row_that_is_there_but_unread_leaves_the_sum_open() -> None:
    text = table3(
        {**FIGURES, ROWS[21]: (1, 0), ROWS[23]: (10, 1), ROWS[24]: (0, 1)}, 收费通知=["见附件"]
    )
    form = annual.read_form(text)
    assert form.unread == {"no_payment"}
    tally = annual.identities(form)
    assert tally.failed == ()
    assert tally.open == 7
    gone = "\n".join(line for line in text.split("\n") if "收费通知" not in line)
    assert any("各项办理结果" in said for said in annual.identities(annual.read_form(gone)).failed)


def test_a_measure_word_in_a_cell_is_no_obstacle() -> None:
    cells = ["10件", "2 件", "0个", "0", "0", "0", "12件"]
    text = table3(FIGURES, 本年新收=cells) + "\n" + TABLE4.replace("\t1\t0", "\t1件\t0件")
    for said in (text, text.replace("\t", " ")):
        form = annual.read_form(said)
        assert form.rows["new"] == (10, 2, 0, 0, 0, 0, 12)
        assert (form.unread, form.reviews) == (frozenset(), 1)


@pytest.mark.parametrize(
    ("key", "name"), [("forbidden", "法律法规禁止公开"), ("other", "其他处理"), ("new", "本年新收")]
)
def test_a_row_is_named_in_words_not_by_its_pattern(key: str, name: str) -> None:
    (said,) = annual.identities(annual.Form({key: (1, 0, 0, 0, 0, 0, 2)}, ())).failed
    assert said.startswith(f"“{name}”行")


def test_what_was_carried_over_must_be_what_the_year_before_left() -> None:
    now = annual.Form({"carried": (1, 0, 0, 0, 0, 0, 1)}, ())
    before = annual.Form({"left": (2, 0, 0, 0, 0, 0, 2)}, ())
    assert len(annual.carry_over(now, before)) == 2
    assert annual.carry_over(before, before) == ()


REAL = Path(__file__).parents[2] / "shared" / "corpus" / "files" / "f031.pdf"


@pytest.mark.skipif(not REAL.exists(), reason="the corpus is not here")
def test_a_real_report_that_a_careful_reader_found_clean() -> None:
    document = read_document("http://x.localhost/f031.pdf", REAL.read_bytes())
    form = annual.read_form(document.text)
    tally = annual.identities(form)
    assert (len(form.rows), tally.held, tally.failed, tally.open) == (25, 42, (), 0)
    assert annual_text.statements(document.text, form).failed == ()
    assert len(annual_text.parts_found(document.text)) == 6


# --- the check ------------------------------------------------------------------------------------


def test_a_faultless_report_is_met() -> None:
    finding = annual_report(look(report()), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}


def test_a_late_report_misses_only_the_date() -> None:
    finding = annual_report(look(report(day="2023-02-03")), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.items["on_time"] is Outcome.MISSING
    assert finding.items["identities"] is Outcome.MET
    assert annual_report(look(report(day="2023-02-03")), ask(), due="03-31").outcome is Outcome.MET


def test_of_several_copies_the_earliest_counts() -> None:
    title = "清河市教育局2022年政府信息公开工作年度报告"
    rows = (("/nb/1.html", title, "2023-03-10"), ("/nb/2.html", title, "2023-01-20"))
    for copies in (rows, rows[::-1]):
        pages = {
            "/": page("清河市教育局", entries(("/nb/", "政府信息公开年报", ""))),
            "/nb/": page("政府信息公开年报", entries(*copies)),
            **{url: report(day=day) for url, _, day in copies},
        }
        finding = annual_report(site(pages, unit=DEPARTMENT), ask())
        assert finding.items["on_time"] is Outcome.MET
        # A copy that did not open was still published on the day that the list prints.
        down = {"/nb/2.html": FetchOutcome.SERVER_ERROR}
        unread = annual_report(site(pages, unit=DEPARTMENT, statuses=down), ask())
        assert unread.items["on_time"] is Outcome.MET


def structure_of(text: str) -> Outcome:
    html = article("清河市教育局2022年政府信息公开工作年度报告", text, day="2023-01-20")
    return annual_report(look(html), ask()).items["structure"]


def test_parts_without_numerals_are_parts() -> None:
    assert structure_of("\n正文若干。\n".join(SIX)) is Outcome.MET
    heads = "".join(f"<h2>{name}</h2><p>正文若干。</p>" for name in SIX)
    assert structure_of(heads) is Outcome.MET


def test_words_without_a_heading_leave_the_structure_open() -> None:
    body = "\n正文若干。\n".join(SIX[:4])
    told = body + "\n工作中还存在公开不够及时等问题，将加以改进，此外没有其他需要报告的事项。"
    assert structure_of(told) is Outcome.UNKNOWN


def test_a_part_is_missing_only_when_its_words_are_absent_too() -> None:
    body = "\n正文若干。\n".join(SIX[:5])
    assert structure_of(body) is Outcome.PARTIAL


def test_a_wrong_sum_is_quoted() -> None:
    third = table3({**FIGURES, ROWS[24]: (1, 0)})
    finding = annual_report(look(report(third, said="全年新收政府信息公开申请12件，")), ask())
    assert finding.items["identities"] is Outcome.MISSING
    assert "2≠1" in finding.reason


def test_text_that_contradicts_the_table_is_quoted() -> None:
    finding = annual_report(look(report(said="全年新收政府信息公开申请15件")), ask())
    assert finding.items["text"] is Outcome.MISSING
    assert "15件" in finding.reason
    assert finding.items["identities"] is Outcome.MET


def test_tables_as_pictures_are_not_held_against_anyone() -> None:
    text = (
        "一、总体情况\n全年收到政府信息公开申请5件。\n二、主动公开政府信息情况\n"
        "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
        "五、存在的主要问题及改进情况\n还需改进。\n六、其他需要报告的事项\n无。"
    )
    html = article("清河市教育局2022年政府信息公开工作年度报告", text, day="2023-01-20")
    finding = annual_report(look(html), ask())
    assert finding.items["structure"] is Outcome.MET
    assert finding.items["identities"] is Outcome.UNKNOWN
    assert finding.items["text"] is Outcome.UNKNOWN


def test_a_scanned_attachment_leaves_the_content_open() -> None:
    link = '<a href="/nb/1.pdf">清河市教育局2022年政府信息公开工作年度报告.pdf</a>'
    html = article("清河市教育局2022年政府信息公开工作年度报告", link, day="2023-01-20")
    scan = Document("http://qinghe.localhost/nb/1.pdf", "pdf", "scan")
    finding = annual_report(look(html, files={"/nb/1.pdf": scan}), ask())
    assert finding.items["on_time"] is Outcome.MET
    assert finding.items["structure"] is Outcome.UNKNOWN
    assert finding.items["identities"] is Outcome.UNKNOWN


def test_no_report_after_a_complete_look_is_missing() -> None:
    pages = {
        "/": page("清河市教育局", entries(("/nb/", "政府信息公开年报", ""))),
        "/nb/": page(
            "政府信息公开年报",
            entries(
                *(
                    (f"/nb/{y}.html", f"{y}年政府信息公开工作年度报告", "")
                    for y in (2021, 2020, 2019)
                )
            ),
        ),
        **{
            f"/nb/{y}.html": article(
                f"清河市教育局{y}年政府信息公开工作年度报告", "一、总体情况", day=f"{y + 1}-01-20"
            )
            for y in (2021, 2020, 2019)
        },
    }
    finding = annual_report(site(pages, unit=DEPARTMENT), ask())
    assert finding.outcome is Outcome.MISSING
    assert finding.looked
    assert "政府信息公开年报" in finding.looked.columns


def test_a_report_that_could_not_be_opened_is_not_missing() -> None:
    pages = {
        "/": page("清河市教育局", entries(("/nb/", "政府信息公开年报", ""))),
        "/nb/": page(
            "政府信息公开年报", entries(("/nb/1.html", "2022年政府信息公开工作年度报告", ""))
        ),
    }
    down = {"/nb/1.html": FetchOutcome.SERVER_ERROR}
    finding = annual_report(site(pages, unit=DEPARTMENT, statuses=down), ask())
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.cause is not Cause.NOTHING_TO_JUDGE


def test_a_departments_report_is_not_the_governments() -> None:
    pages = {
        "/": page("清河县人民政府", entries(("/nb/", "政府信息公开年报", ""))),
        "/nb/": page(
            "政府信息公开年报",
            entries(("/nb/1.html", "清河县财政局2022年政府信息公开工作年度报告", "")),
        ),
        "/nb/1.html": article("清河县财政局2022年政府信息公开工作年度报告", "一、总体情况"),
    }
    assert annual_report(site(pages), ask(), due="03-31").outcome is Outcome.MISSING


def test_before_the_due_day_the_report_of_the_year_before_is_judged() -> None:
    finding = annual_report(look(report()), ask("2024-01-10", 2024))
    assert finding.outcome is Outcome.MET
    assert "2023-01-31" in finding.reason
