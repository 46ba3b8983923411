"""The check of the annual report: found, dated, complete, its figures in agreement."""

from crawlers.checks.annual_report import annual_report
from data.types import Cause, Document, FetchOutcome, Outcome
from tests.annual_reports import SIX, html, sentences
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


def test_a_report_under_the_act_of_2007_was_due_at_the_end_of_march() -> None:
    title = "清河市教育局2018年政府信息公开工作年度报告"
    for day, outcome in (("2019-03-20", Outcome.MET), ("2019-04-02", Outcome.MISSING)):
        pages = {
            "/": page("清河市教育局", entries(("/nb/", "政府信息公开年报", ""))),
            "/nb/": page("政府信息公开年报", entries(("/nb/1.html", title, ""))),
            "/nb/1.html": article(title, "一、概述\n正文。", day=day),
        }
        finding = annual_report(site(pages, unit=DEPARTMENT), ask("2019-12-31", 2019))
        assert finding.items["on_time"] is outcome
        assert finding.items["structure"] is Outcome.UNKNOWN


def test_what_is_only_suspected_waits_for_a_person() -> None:
    finding = annual_report(look(html(sentences("制发行政规范性文件5件。")).decode()), ask())
    assert finding.items["text"] is Outcome.UNKNOWN
    assert "疑似不符，待人工核对：正文称制发行政规范性文件5件，表中为0件" in finding.reason
