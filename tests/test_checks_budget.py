"""Budgets and final accounts: which document, tables, dates and sums count."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.checks.budget import (
    department_accounts,
    department_budget,
    government_accounts,
    government_budget,
)
from crawlers.checks.roster import budget_roster
from crawlers.documents import read_document
from crawlers.registry import all_checks
from crawlers.site import Site
from crawlers.subjects.budget.approval import approval
from crawlers.subjects.budget.book import Book, Sort, read_book, titles_of
from crawlers.subjects.budget.disclosure import SANGONG as SPENDING
from crawlers.subjects.budget.disclosure import TABLES as REPORTS
from crawlers.subjects.budget.disclosure import State, disclosed
from crawlers.subjects.budget.figures import amount
from crawlers.subjects.budget.published import published
from crawlers.subjects.budget.sangong_sums import TOTAL, Sum, sums
from crawlers.subjects.budget_titles import years_of
from data.budget_lists import required_tables
from data.types import Block, Document, FetchOutcome, Finding, Outcome
from tests.budgets import Part, document
from tests.sites import DEPARTMENT, article, ask, entries, page, site

TABLES = (
    "部门收支总体情况表",
    "部门收入总体情况表",
    "部门支出总体情况表",
    "财政拨款收支总体情况表",
    "一般公共预算支出情况表",
    "一般公共预算基本支出情况表",
    "一般公共预算“三公”经费支出情况表",
    "政府性基金预算支出情况表",
)
SANGONG = (
    "“三公”经费预算数为10.00万元，其中：因公出国（境）费0.00万元，公务用车购置及运行费6.50万元"
    "（其中：公务用车购置费0.00万元，公务用车运行费6.50万元），公务接待费3.50万元。\n"
    "“三公”经费比上年预算减少0.50万元，下降4.76%，主要原因是厉行节约。"
)
NOTES = "机关运行经费预算100.00万元。\n政府采购预算总额40.00万元。\n纳入绩效目标管理的项目2个。"
REPLY = "2023年1月30日，清河市财政局批复清河市教育局2023年部门预算。现予以公开。"
NAME = "清河市教育局2023年部门预算"


def sheets(*names: str) -> str:
    """Tables under their names."""
    return "\n".join(f"{name}\n科目编码 科目名称 合计" for name in names)


def text(*, reply: str = REPLY, tables: tuple[str, ...] = TABLES, sangong: str = SANGONG) -> str:
    return "\n".join((reply, sheets(*tables), sangong, NOTES))


def read(body: str, sort: Sort = Sort.DEPARTMENT_BUDGET) -> Book:
    """A page that publishes it all."""
    return published(sort, 2023, [body], (), ()).whole


def headed(body: str) -> list[str]:
    """Names of tables that stand above one."""
    kinds = {kind for h in read(body).headings if h.stands for kind in h.kinds}
    return [t.name for t in required_tables("department_budget") if t.id in kinds]


def office(rows: dict[str, str], *, day: str = "2023-02-10", **more: object) -> Site:
    """A department's site with a column of its budgets; `rows` gives text by title."""
    links = [(f"/yjs/{n}.html", title, day) for n, title in enumerate(rows)]
    links += [
        (f"/yjs/old{n}.html", f"清河市教育局{y}年部门预算", "") for n, y in enumerate((2020, 2021))
    ]
    pages = {
        "/": page("清河市教育局", entries(("/yjs/", "财政预决算", ""))),
        "/yjs/": page("财政预决算", entries(*links), crumbs=("政务公开", "财政预决算")),
        **{
            f"/yjs/{n}.html": article(title, body, day=day, source="清河市教育局")
            for n, (title, body) in enumerate(rows.items())
        },
        **{
            f"/yjs/old{n}.html": article(f"清河市教育局{y}年部门预算", "旧预算。", day=f"{y}-02-01")
            for n, y in enumerate((2020, 2021))
        },
    }
    return site(pages, unit=DEPARTMENT, **more)  # type: ignore[arg-type]


def budget_of(rows: dict[str, str], **more: object) -> Finding:
    return department_budget(office(rows, **more), ask())  # type: ignore[arg-type]


# --- department budget ----------------------------------------------------------------------------


def test_a_faultless_budget_is_met_in_every_item() -> None:
    finding = budget_of({NAME: text()})
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}
    assert finding.evidence[0].url.endswith("/yjs/0.html")


def test_no_budget_of_the_year_after_a_complete_look_is_missing() -> None:
    finding = budget_of({"清河市教育局2022年部门预算": text()})
    assert finding.outcome is Outcome.MISSING
    assert finding.looked
    assert set(finding.items.values()) == {Outcome.MISSING}


def test_a_budget_column_that_did_not_open_proves_nothing() -> None:
    built = office({"清河市教育局2022年部门预算": text()})
    blind = office(
        {"清河市教育局2022年部门预算": text()},
        statuses={"/yjs/old1.html": FetchOutcome.TIMEOUT_BODY},
    )
    assert department_budget(built, ask()).outcome is Outcome.MISSING
    assert department_budget(blind, ask()).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "title",
    [
        "清河市教育局2023年部门预算绩效目标表",
        "清河市第一中学2023年单位预算",
        "清河市2023年政府预算",
        "清河市财政局2023年部门预算",
        "关于编制2023年部门预算的通知",
    ],
)
def test_other_documents_are_not_the_departments_budget(title: str) -> None:
    assert budget_of({title: text()}).outcome is Outcome.MISSING


def test_published_later_than_twenty_days_after_the_reply() -> None:
    finding = budget_of({NAME: text()}, day="2023-02-20")
    assert finding.items["within_20d"] is Outcome.MISSING
    assert "相隔21日" in finding.reason
    assert budget_of({NAME: text()}, day="2023-02-19").items["within_20d"] is Outcome.MET


def test_without_a_date_of_reply_the_time_limit_is_open() -> None:
    said = "2023年1月10日，市人民代表大会批准了2023年预算。预算批复后20日内公开。"
    finding = budget_of({NAME: text(reply=said)})
    assert finding.items["within_20d"] is Outcome.UNKNOWN
    assert finding.outcome is Outcome.MET


def test_a_table_less_is_partial_and_named() -> None:
    finding = budget_of({NAME: text(tables=TABLES[:-1])})
    assert finding.items["tables"] is Outcome.PARTIAL
    assert "政府性基金预算支出表" in finding.reason


def test_tables_in_an_attachment_count() -> None:
    body = text(tables=()) + '\n<a href="/yjs/1.xlsx">清河市教育局2023年部门预算公开表.xlsx</a>'
    finding = budget_of({NAME: body}, files={"/yjs/1.xlsx": sheets(*TABLES)})
    assert finding.items["tables"] is Outcome.MET


@pytest.mark.parametrize("state", ["scan", "encrypted", "broken"])
def test_an_attachment_that_cannot_be_read_leaves_the_tables_open(state: str) -> None:
    body = text(tables=()) + '\n<a href="/yjs/1.pdf">清河市教育局2023年部门预算公开表.pdf</a>'
    file = Document("http://qinghe.localhost/yjs/1.pdf", "pdf", state)
    finding = budget_of({NAME: body}, files={"/yjs/1.pdf": file})
    assert finding.items["tables"] is Outcome.UNKNOWN
    assert finding.items["published"] is Outcome.MET


def test_an_attachment_that_the_site_does_not_have_is_no_disclosure() -> None:
    body = text(tables=()) + '\n<a href="/yjs/1.xlsx">清河市教育局2023年部门预算公开表.xlsx</a>'
    assert budget_of({NAME: body}).items["tables"] is Outcome.MISSING
    assert budget_of({NAME: body}, copy=True).items["tables"] is Outcome.UNKNOWN


def test_a_list_may_lead_straight_to_the_file() -> None:
    years = (2023, 2022, 2021)
    rows = [(f"/yjs/{y}.pdf", f"清河市教育局{y}年部门预算", f"{y}-02-10") for y in years]
    pages = {
        "/": page("清河市教育局", entries(("/yjs/", "财政预决算", ""))),
        "/yjs/": page("财政预决算", entries(*rows), crumbs=("政务公开", "财政预决算")),
    }
    built = site(pages, unit=DEPARTMENT, files={f"/yjs/{y}.pdf": text() for y in years})
    finding = department_budget(built, ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}


@pytest.mark.parametrize(
    "contents",
    [
        "\n".join(TABLES),
        "目录\n" + "\n说明\n".join(TABLES),
        "\n现状\n".join(f"{name}......{n}" for n, name in enumerate(TABLES, 3)),
        "本文件附有" + "、".join(TABLES) + "，另见附件。",
    ],
    ids=["names on end", "under 目录", "page numbers", "a sentence"],
)
def test_a_list_of_contents_alone_neither_proves_nor_disproves_the_tables(contents: str) -> None:
    body = "\n".join((REPLY, contents, SANGONG, NOTES))
    finding = budget_of({NAME: body})
    assert finding.items["tables"] is Outcome.UNKNOWN
    assert headed(body) == []
    full = budget_of({NAME: body + "\n" + sheets(*TABLES)})
    assert full.items["tables"] is Outcome.MET


def test_a_table_only_listed_is_left_to_a_person_even_when_the_others_are_there() -> None:
    body = "\n".join((REPLY, *TABLES, "概况。", sheets(*TABLES[:-1]), SANGONG, NOTES))
    assert budget_of({NAME: body}).items["tables"] is Outcome.UNKNOWN


def test_the_first_table_may_follow_the_contents_at_once() -> None:
    said = "\n".join((*TABLES, sheets(*TABLES)))
    assert len(headed(said)) == len(TABLES)


def test_a_heading_with_a_sentence_for_an_empty_table_counts() -> None:
    empty = f"{TABLES[-1]}\n本部门没有政府性基金预算支出，本表为空。"
    body = "\n".join((REPLY, sheets(*TABLES[:-1]), empty, SANGONG, NOTES))
    assert budget_of({NAME: body}).items["tables"] is Outcome.MET


def test_the_explanation_of_a_table_is_not_the_table() -> None:
    said = "一、部门收支总体情况表说明\n本年收支平衡。"
    assert headed(said) == []


def test_a_heading_broken_in_two_lines_is_one() -> None:
    said = "一般公共预算“三公”经费、会议费、培训费支出预算\n表\n单位:万元"
    assert headed(said) == ["“三公”经费支出表"]


def test_an_attachment_named_like_a_table_is_that_table() -> None:
    links = "".join(f'<a href="/yjs/{n}.xlsx">{t}.xlsx</a>' for n, t in enumerate(TABLES))
    files = {f"/yjs/{n}.xlsx": "科目\t金额" for n, _ in enumerate(TABLES)}
    finding = budget_of({NAME: text(tables=()) + "\n" + links}, files=files)
    assert finding.items["tables"] is Outcome.MET


def test_as_many_tables_under_other_names_are_left_to_a_person() -> None:
    other = (*TABLES[:-1], "纳入预算管理的行政事业性收费支出明细表")
    assert budget_of({NAME: text(tables=other)}).items["tables"] is Outcome.UNKNOWN


def test_a_split_without_an_explanation_is_partial() -> None:
    short = SANGONG.split("\n")[0]
    finding = budget_of({NAME: text(sangong=short)})
    assert finding.items["sangong"] is Outcome.PARTIAL
    assert "未说明增减" in finding.reason


def test_a_change_of_something_else_does_not_explain_three_public_spending() -> None:
    other = "收支比上年增加30.00万元，主要原因是人员变动。"
    finding = budget_of({NAME: text(sangong=SANGONG.split("\n")[0] + "\n" + other)})
    assert finding.items["sangong"] is Outcome.PARTIAL


def test_parts_that_do_not_make_the_total_are_quoted() -> None:
    finding = budget_of({NAME: text(sangong=SANGONG.replace("3.50万元", "4.50万元"))})
    assert finding.items["consistency"] is Outcome.MISSING
    assert "10.00≠0.00+6.50+4.50" in finding.reason


def test_a_hundredth_of_rounding_is_no_contradiction() -> None:
    finding = budget_of({NAME: text(sangong=SANGONG.replace("10.00万元", "10.01万元"))})
    assert finding.items["consistency"] is Outcome.MET


def test_before_the_due_day_the_year_before_is_judged() -> None:
    finding = department_budget(office({"清河市教育局2022年部门预算": text()}), ask("2023-04-29"))
    assert finding.items["published"] is Outcome.MET


def test_final_accounts_are_those_of_the_year_before() -> None:
    names = (
        "收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表",
        "一般公共预算财政拨款支出决算表", "一般公共预算财政拨款基本支出决算表",
        "财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款收入支出决算表",
        "国有资本经营预算财政拨款支出决算表",
    )  # fmt: skip
    said = SANGONG.replace("预算", "决算")
    body = "\n".join(
        (
            REPLY.replace("1月30日", "9月8日").replace("2023年部门预算", "2022年部门决算"),
            sheets(*names),
            said,
            NOTES,
        )
    )
    built = office({"清河市教育局2022年部门决算": body}, day="2023-09-21")
    finding = department_accounts(built, ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}
    less = office(
        {"清河市教育局2022年部门决算": body.replace("\n收入决算表\n", "\n")}, day="2023-09-21"
    )
    assert "收入决算表" in department_accounts(less, ask()).reason


# --- government -----------------------------------------------------------------------------------

GROUPS = (
    "一般公共预算收入表", "一般公共预算支出表", "政府性基金预算收入表", "政府性基金预算支出表",
    "国有资本经营预算收入表", "社会保险基金预算收入表",
)  # fmt: skip
APPROVED = "2023年1月6日，清河县第十八届人民代表大会第二次会议批准了清河县2023年政府预算。"
EXPLAINED = "转移支付收入4300万元。\n一般债务限额8600万元。\n绩效目标管理覆盖所有项目。"


def county(rows: dict[str, str], day: str = "2023-01-19") -> Site:
    links = [(f"/yjs/{n}.html", title, day) for n, title in enumerate(rows)]
    pages = {
        "/": page("清河县人民政府", entries(("/yjs/", "财政预决算", ""))),
        "/yjs/": page("财政预决算", entries(*links), crumbs=("政务公开", "财政预决算")),
        **{
            f"/yjs/{n}.html": article(title, body, day=day)
            for n, (title, body) in enumerate(rows.items())
        },
    }
    return site(pages)


def government_text(groups: tuple[str, ...] = GROUPS, more: str = "") -> str:
    return "\n".join((APPROVED, sheets(*groups), SANGONG, EXPLAINED, more))


FILLER = {"清河县教育局2023年部门预算": "略。", "清河县民政局2023年部门预算": "略。"}


def test_a_governments_budget_is_met() -> None:
    finding = government_budget(
        county({"清河县2023年政府预算": government_text(), **FILLER}), ask()
    )
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}


@pytest.mark.parametrize("check", [government_budget, government_accounts])
def test_a_department_owes_no_budget_of_a_government(check) -> None:
    assert check(office({NAME: text()}), ask()).outcome is Outcome.NOT_APPLICABLE


def test_departments_budgets_are_not_the_governments() -> None:
    finding = government_budget(county({"清河县财政局2023年部门预算": text(), **FILLER}), ask())
    assert finding.outcome is Outcome.MISSING


def test_last_years_execution_in_the_title_is_not_last_years_budget() -> None:
    title = "关于清河县2022年预算执行情况和2023年预算草案的报告"
    assert years_of(title, r"预算(?!执行)") == {2023}


def test_a_government_is_told_that_its_four_books_are_judged_by_group() -> None:
    names = all_checks()
    for name in ("government_budget", "government_accounts"):
        assert names[name].items["tables"] == "四本预算（决算）均有表格（按四组核对，不逐张核对）"
    assert names["department_budget"].items["tables"] == "表格齐全"


def test_a_group_of_tables_that_is_explained_is_not_lacking() -> None:
    three = tuple(name for name in GROUPS if "社会保险" not in name)
    bare = government_budget(
        county({"清河县2023年政府预算": government_text(three), **FILLER}), ask()
    )
    assert bare.items["tables"] is Outcome.PARTIAL
    said = "社会保险基金预算由市级统筹编制，本级不编制。"
    told = county({"清河县2023年政府预算": government_text(three, said), **FILLER})
    assert government_budget(told, ask()).items["tables"] is Outcome.MET


# --- roster ---------------------------------------------------------------------------------------


def both(*names: str) -> dict[str, str]:
    return {f"{n}{what}": "略。" for n in names for what in ("2023年部门预算", "2022年部门决算")}


def test_every_department_published() -> None:
    finding = budget_roster(county(both("清河县教育局", "清河县民政局", "清河县审计局")), ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"required_units": 3, "published_units": 3}


def test_a_department_known_from_earlier_years_is_required() -> None:
    rows = {**both("清河县教育局", "清河县民政局"), "清河县审计局2022年部门预算": "略。"}
    finding = budget_roster(county(rows), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"required_units": 3, "published_units": 2}
    assert "审计局" in finding.reason


def test_offices_of_higher_organs_are_not_required() -> None:
    rows = {
        **both("清河县教育局", "清河县民政局", "清河县审计局"),
        "国家税务总局清河县税务局2022年部门决算": "略。",
    }
    assert budget_roster(county(rows), ask()).counts["required_units"] == 3


def test_a_department_only_named_among_the_organs_is_required_too() -> None:
    rows = both("清河县教育局", "清河县民政局", "清河县审计局")
    rows["清河县人民政府工作部门一览"] = "清河县教育局\n清河县民政局\n清河县审计局\n清河县司法局"
    finding = budget_roster(county(rows), ask())
    assert finding.counts == {"required_units": 4, "published_units": 3}
    other = {**rows, "清河县人民政府工作部门一览": "市教育体育局\n市公安局\n市林业局\n市水利局"}
    assert budget_roster(county(other), ask()).outcome is Outcome.MET


def test_a_department_keeps_no_roster() -> None:
    assert budget_roster(office({NAME: text()}), ask()).outcome is Outcome.NOT_APPLICABLE


# --- pure rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "word", "years"),
    [
        ("清河市教育局2023年部门预算", "预算", {2023}),
        ("2022年度部门决算和2023年度部门预算", "决算", {2022}),
        ("2022年度部门决算和2023年度部门预算", "预算", {2023}),
        ("部门预算公开", "预算", set()),
    ],
)
def test_the_year_belongs_to_the_word_behind_it(title: str, word: str, years: set[int]) -> None:
    assert years_of(title, word) == years


def test_provincial_table_names_are_known_by_aliases() -> None:
    names = (
        "收支预算总表", "收入预算总表", "支出预算总表", "财政拨款收支预算总表",
        "一般公共预算支出预算表",
        "一般公共预算基本支出预算表", "一般公共预算“三公”经费、会议费、培训费支出预算表",
        "政府性基金支出预算表",
    )  # fmt: skip
    titles = titles_of(Sort.DEPARTMENT_BUDGET)
    found = {kind for name in names for kind in titles.kinds(name)}
    assert {table.id for table in required_tables("department_budget")} <= found


def test_a_table_of_funds_is_not_the_table_of_all_spending() -> None:
    titles = titles_of(Sort.DEPARTMENT_ACCOUNTS)
    assert titles.kinds("政府性基金预算财政拨款收入支出决算表") == {"fund"}


def wan(one: Sum) -> list[str]:
    return [part.wan for _, part in one.parts]


def test_the_figure_of_the_accounts_is_not_the_budgeted_one() -> None:
    said = (
        "“三公”经费财政拨款支出年初预算为2.85万元，支出决算为0.39万元，完成预算的13.68%，其中："
        "因公出国（境）费决算为0.00万元，完成预算的0%；公务用车购置及运行维护费支出决算为0.00万元；"
        "公务接待费支出决算为0.39万元，比上年减少0.15万元。"
    )
    (total,) = sums(read(said, Sort.DEPARTMENT_ACCOUNTS))
    assert (total.total.wan, wan(total)) == ("0.39", ["0.00", "0.00", "0.39"])
    assert total.holds


def test_a_definition_is_no_sum() -> None:
    said = "“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。"
    assert sums(read(said)) == ()


def test_a_row_of_six_figures_under_its_header() -> None:
    cars = "公务用车购置及运行费小计\t公务用车购置费\t公务用车运行费"
    head = f"合计\t因公出国（境）费\t{cars}\t公务接待费"
    table = f"表7 一般公共预算“三公”经费支出情况表\n{head}\n12.00\t0.00\t6.50\t0.00\t6.50\t3.50"
    wrong = [s for s in sums(read(table)) if not s.holds]
    assert [s.what for s in wrong] == [TOTAL]
    blank = table.replace("\t0.00\t6.50\t0.00", "\t\t6.50\t")
    assert sums(read(blank)) == ()


@pytest.mark.parametrize(
    ("figures", "holds"),
    [
        (("12.4万元", "0万元", "8.35万元", "4.00万元"), True),
        (("12.35万元", "0元", "83500元", "40012元"), True),
        (("12.35万元", "0元", "83500元", "40200元"), False),
        (("1.2亿元", "0.00万元", "7800.00万元", "4500.00万元"), True),
        (("1.2亿元", "0.00万元", "7800.00万元", "4800.00万元"), False),
        (("12.40万元", "0.00万元", "8.35万元", "4.00万元"), False),
    ],
)
def test_each_figure_is_rounded_in_the_unit_it_was_printed_in(
    figures: tuple[str, ...], holds: bool
) -> None:
    total, abroad, cars, hosting = figures
    said = (
        f"“三公”经费预算数为{total}，其中：因公出国（境）费{abroad}，"
        f"公务用车购置及运行费{cars}，公务接待费{hosting}。"
    )
    (found,) = sums(read(said))
    assert found.holds is holds


def test_buying_and_running_stand_for_vehicles_each_with_its_own_rounding() -> None:
    said = (
        "“三公”经费预算数为10.03万元，其中：因公出国（境）费0.00万元，公务用车购置费3.00万元，"
        "公务用车运行费3.50万元，公务接待费3.51万元。"
    )
    (found,) = sums(read(said))
    assert wan(found) == ["0.00", "3.00", "3.50", "3.51"]
    assert found.holds


COMPARED = (
    "“三公”经费支出情况表\n{head}\n合计\t10.00\t12.00\t-16.67\n"
    "因公出国（境）费\t0.00\t0.00\t0.00\n公务用车购置及运行费\t6.50\t8.00\t-18.75\n"
    "公务接待费\t3.50\t4.00\t-12.50"
)


@pytest.mark.parametrize(
    "word", ["增减%", "增减", "比例", "增长率", "变化幅度", "2023年比2022年增减", "备注"]
)
def test_columns_that_compare_are_not_added_up(word: str) -> None:
    table = COMPARED.format(head=f"项目\t2023年预算数\t2022年预算数\t{word}")
    found = sums(read(table))
    assert [s.total.wan for s in found] == ["10.00", "12.00"]
    assert all(s.holds for s in found)


@pytest.mark.parametrize(
    ("head", "totals"),
    [
        ("项目\t2023\t2022\t增减", ["10.00", "12.00"]),
        ("项目\t甲\t乙\t丙", []),
        ("项目\t金额", []),  # a heading of another width says nothing of the columns
    ],
)
def test_only_a_column_headed_as_money_is_judged(head: str, totals: list[str]) -> None:
    found = sums(read(COMPARED.format(head=head)))
    assert [s.total.wan for s in found] == totals


def test_a_wrong_column_of_money_is_still_seen() -> None:
    table = COMPARED.format(head="项目\t本年\t上年\t增减%").replace("3.50", "4.50")
    assert [str(s) for s in sums(read(table)) if not s.holds] == [
        "“三公”经费合计10.00≠0.00+6.50+4.50"
    ]


def test_the_numbers_of_the_columns_are_no_figures() -> None:
    cars = "公务用车购置及运行费小计\t公务用车购置费\t公务用车运行费"
    head = f"合计\t因公出国（境）费\t{cars}\t公务接待费"
    table = f"“三公”经费支出表\n{head}\n1\t2\t3\t4\t5\t6\n10.00\t0.00\t6.50\t0.00\t6.50\t3.50"
    found = sums(read(table))
    assert [s.total.wan for s in found] == ["10.00", "6.50"]


@given(
    st.lists(st.decimals(0, 9999, places=2, allow_nan=False), min_size=3, max_size=3),
    st.decimals(Decimal("0.03"), 50, places=2),
)
def test_a_sum_holds_exactly_when_its_parts_make_it(parts: list[Decimal], off: Decimal) -> None:
    total = sum(parts, Decimal("0.00"))
    printed = tuple(("", amount(f"{part}", "万元")) for part in parts)
    assert Sum("合计", amount(f"{total}", "万元"), printed, "").holds
    assert not Sum("合计", amount(f"{total + off}", "万元"), printed, "").holds


def test_the_approval_nearest_to_the_document_is_taken() -> None:
    said = "2022年1月5日批准2022年预算。\n2023年8月30日，县人大常委会批准了2022年政府决算。"
    found = approval(said, Sort.GOVERNMENT_ACCOUNTS, 2022)
    assert found
    assert found.on == date(2023, 8, 30)
    assert approval(said, Sort.DEPARTMENT_ACCOUNTS, 2022) is None


FILES = Path(__file__).parents[2] / "shared" / "corpus" / "files"


@pytest.mark.skipif(not FILES.exists(), reason="the corpus is not here")
@pytest.mark.parametrize("name", ["f005", "f010", "f022", "f024", "f026"])
@pytest.mark.parametrize("blocks", [True, False])
def test_real_documents_are_not_accused(name: str, blocks: bool) -> None:
    file = read_document(f"{name}.pdf", (FILES / f"{name}.pdf").read_bytes(), tables=True)
    sort = read_book(file).sort
    whole = published(sort, 2023, (), [file if blocks else replace(file, blocks=())], ()).whole
    items = disclosed(whole, complete=True)
    tables = [item for item in items if item.group == REPORTS]
    assert all(item.state.published or item.state is State.NAMED for item in tables)
    assert {item.state for item in items if item.group == SPENDING} == {State.THERE}
    assert all(one.holds for one in sums(whole))


def test_a_budget_that_stands_in_pictures_is_for_a_person_to_read() -> None:
    pictures = '<p><img src="/1.jpg"><img src="/2.jpg"></p>'
    finding = department_budget(
        site(
            {
                "/": page("清河市教育局", '<a href="/ys/">部门预算</a>'),
                "/ys/": page(
                    "部门预算",
                    entries(("/a.html", "清河市教育局2023年部门预算", "2023-02-10")),
                    crumbs=("部门预算",),
                ),
                "/a.html": article(
                    "清河市教育局2023年部门预算", "", day="2023-02-10", extra=pictures
                ),
            },
            unit=DEPARTMENT,
        ),
        ask(),
    )
    assert finding.items["published"] is Outcome.MET
    assert Outcome.MISSING not in finding.items.values()


# --- attachments that were read with their tables -------------------------------------------------

SANGONG_TABLE = [
    ["项目", "预算数"],
    ["合计", "10.00"],
    ["因公出国（境）费", "0.00"],
    ["公务用车购置及运行费", "6.50"],
    ["公务接待费", "3.50"],
]


def with_book(sangong: list[list[str]], *, used: str = "3.50", said: str = SANGONG) -> Finding:
    """A budget whose tables are in an attachment that was read with them; the page has none."""
    unit = "部门：清河市教育局　单位：万元"
    rows = [["科目编码", "科目名称", "合计"], ["30217", "公务接待费", used]]
    parts: list[Part] = []
    for table in TABLES:
        parts += [None, table, unit, sangong if "三公" in table else rows]
    file = document(*parts, said, title=NAME)
    address = "http://qinghe.localhost/yjs/1.pdf"
    body = f"{REPLY}\n{NOTES}\n" + f'<a href="/yjs/1.pdf">{NAME}.pdf</a>'
    return budget_of({NAME: body}, files={"/yjs/1.pdf": replace(file, url=address)})


def test_an_attachment_read_with_its_tables_is_met_in_every_item() -> None:
    finding = with_book(SANGONG_TABLE)
    assert set(finding.items.values()) == {Outcome.MET}, finding.reason


@pytest.mark.parametrize(
    ("sangong", "used", "says"),
    [
        ([*SANGONG_TABLE[:4], ["公务接待费", "4.50"]], "3.50", "4.50"),
        (SANGONG_TABLE, "7.40", "7.40"),  # more in basic expenditure than in all
    ],
)
def test_a_table_of_sangong_that_contradicts_is_quoted(
    sangong: list[list[str]], used: str, says: str
) -> None:
    finding = with_book(sangong, used=used)
    assert finding.items["consistency"] is Outcome.MISSING
    assert says in finding.reason


def test_a_blank_form_is_no_full_set_of_tables() -> None:
    blank = "2023年收入XX万元，支出XX万元，主要用于XXXX；基本支出XX万元，占XX%；项目支出XX万元。"
    file = document(*[blank] * 4, title=NAME)
    address = "http://qinghe.localhost/yjs/1.pdf"
    body = text(tables=TABLES) + f'\n<a href="/yjs/1.pdf">{NAME}.pdf</a>'
    finding = budget_of({NAME: body}, files={"/yjs/1.pdf": replace(file, url=address)})
    assert finding.items["tables"] is Outcome.PARTIAL
    assert "没有填写的模板" in finding.reason


@pytest.mark.parametrize(
    ("notes", "outcome"),
    [
        (NOTES, Outcome.MET),
        (NOTES.replace("机关运行经费", "公用经费"), Outcome.UNKNOWN),
        (NOTES.replace("机关运行经费预算100.00万元。\n", ""), Outcome.PARTIAL),
        ("略。", Outcome.MISSING),
    ],
    ids=["all", "a wider word", "one less", "none"],
)
def test_matters_that_must_be_explained(notes: str, outcome: Outcome) -> None:
    body = "\n".join((REPLY, sheets(*TABLES), SANGONG, notes))
    assert budget_of({NAME: body}).items["notes"] is outcome


def test_a_page_that_is_a_picture_may_show_what_is_not_seen() -> None:
    file = document("略。", title=NAME)
    file = replace(file, url="http://qinghe.localhost/yjs/1.pdf")
    body = f'{REPLY}\n<a href="/yjs/1.pdf">{NAME}.pdf</a>'
    seen = budget_of({NAME: body}, files={"/yjs/1.pdf": file})
    assert seen.items["notes"] is seen.items["tables"] is Outcome.MISSING
    pictured = replace(file, blocks=(*file.blocks, Block(2)))
    open_ = budget_of({NAME: body}, files={"/yjs/1.pdf": pictured})
    assert open_.items["notes"] is open_.items["tables"] is Outcome.UNKNOWN
