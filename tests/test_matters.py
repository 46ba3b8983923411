"""Matters as data, and what a look at a site says of one."""

from pathlib import Path

import pytest

from crawlers.registry import Ask
from crawlers.subjects.elements import days_behind, head_of_table, shown_in
from crawlers.subjects.matters import (
    each,
    ever,
    is_about,
    not_due,
    published_in,
    reports_on,
    speaks_of,
    survey,
)
from data import matters as data_matters
from data.matters import MattersError, elements, matters
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import DEPARTMENT, ask

FILES = sorted(
    path.stem for path in data_matters.FOLDER.glob("*.yaml") if not path.stem.startswith("elements")
)
WANTED = {"education": matters("statutory")["education"]}
TERM = Entry("2023年秋季学期义务教育招生公告", "2023-07-01")


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_matters_reads(file):
    found = matters(file)
    assert found
    assert all(matter.name and matter.topics for matter in found.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {name: 甲, topics: [news]}", "没有写 title"),
        ("a: {name: 甲, topics: [nothing], title: 甲}", "未列出的公开事项"),
        ("a: {topics: [news], title: 甲}", "没有名称"),
        ("a: {name: 甲, topics: [news], title: 甲, colum: 乙}", "不认识的 colum"),
        ("a: {name: 甲, topics: [news], title: '（('}", "不是正则表达式"),
        ("a: [", "不是有效的 YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_entry(tmp_path, monkeypatch, text, said):
    Path(tmp_path, "mine.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(data_matters, "FOLDER", tmp_path)
    with pytest.raises(MattersError, match=r"mine\.yaml") as error:
        matters("mine")
    matters.cache_clear()
    assert said in str(error.value)


# --- periods --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "day", "in_2023", "of_2022", "on_2022"),
    [
        pytest.param("民生实事清单", "2023-03-01", True, False, True, id="no year in the title"),
        pytest.param("2022年民生实事清单", "2023-03-01", True, True, True, id="named"),
        pytest.param("2023年民生实事清单", "2023-03-01", True, False, False, id="another named"),
        pytest.param("民生实事清单", "", None, None, None, id="no day at all"),
    ],
)
def test_periods(title, day, in_2023, of_2022, on_2022):
    seen = with_columns({"民生": [Entry(title, day)]})
    item = next(item for item in seen.items if item.title == title)
    assert published_in(2023)(item) is in_2023
    assert speaks_of(2022)(item) is of_2022
    assert reports_on(2022)(item) is on_2022


@pytest.mark.parametrize(("as_of", "early"), [("2023-06-30", True), ("2023-07-01", False)])
def test_until_the_end_of_the_day_nothing_is_due(as_of, early):
    assert bool(not_due(with_columns({"民生": []}), ask(as_of), "06-30")) is early


# --- what an entry is about -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "title", "about"),
    [
        pytest.param("通知公告", "关于做好义务教育招生工作的通知", True, id="title"),
        pytest.param("教育", "县一中新增班额情况公示", True, id="column kept for it"),
        pytest.param("工作动态", "副县长调研义务教育工作", False, id="a report of an event"),
        pytest.param("教育要闻", "县一中学子圆梦清华", False, id="a column of news"),
        pytest.param("通知公告", "关于暂停供水的通知", False, id="another matter"),
    ],
)
def test_what_belongs_to_a_matter(column, title, about):
    seen = with_columns({column: [Entry(title)]})
    item = next(item for item in seen.items if item.title == title)
    assert is_about(item, WANTED["education"]) is about


# --- what is said of it ---------------------------------------------------------------------------


def of(seen, asked: Ask | None = None, period=ever):
    return survey(seen, asked or ask(), each(WANTED, period))


def test_a_current_entry_is_met_with_its_evidence():
    finding = of(with_columns({"义务教育": [TERM]}))
    assert finding.outcome is Outcome.MET
    assert finding.evidence[0].quote.startswith(TERM.title)


def test_only_older_entries_are_partial_and_the_newest_is_named():
    old = [Entry("义务教育招生公告", "2021-07-01"), Entry("义务教育招生公告", "2022-07-02")]
    finding = of(with_columns({"义务教育": old}), period=published_in(2023))
    assert finding.items == {"education": Outcome.PARTIAL}
    assert "2022-07-02" in finding.reason


def test_nothing_after_a_complete_look_is_missing_and_shows_where_was_looked():
    finding = of(with_columns({"义务教育": []}))
    assert finding.outcome is Outcome.MISSING
    assert finding.looked
    assert finding.looked.columns == ("义务教育",)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([Entry("义务教育招生公告", "")], id="no day"),
        pytest.param(
            [Entry("义务教育招生公告", "2021-07-01"), Entry("义务教育划片", "")], id="one"
        ),
    ],
)
def test_an_entry_without_a_day_may_be_the_one(rows):
    finding = of(with_columns({"义务教育": rows}), period=published_in(2023))
    assert finding.items == {"education": Outcome.UNKNOWN}


def test_a_listed_entry_that_was_not_read_may_be_the_one():
    seen = with_columns({"义务教育": [TERM]}, statuses={"/c0/0.html": FetchOutcome.TIMEOUT_BODY})
    assert of(seen).items == {"education": Outcome.UNKNOWN}


def test_a_department_is_asked_only_for_what_it_keeps_a_column_for():
    assert of(with_columns({"通知公告": []}, unit=DEPARTMENT)).cause is Cause.NOTHING_TO_JUDGE
    assert of(with_columns({"义务教育": []}, unit=DEPARTMENT)).outcome is Outcome.MISSING


def test_a_department_that_once_told_of_anothers_matter_need_not_go_on():
    rows = [Entry("义务教育招生公告", "2021-07-01")]
    seen = with_columns({"通知公告": rows}, unit=DEPARTMENT)
    assert of(seen, period=published_in(2023)).items == {"education": Outcome.UNKNOWN}


def test_what_need_not_exist_is_never_missing():
    wanted = {"hired": matters("statutory")["hired"]}
    finding = survey(with_columns({"人事信息": []}), ask(), each(wanted))
    assert finding.outcome is Outcome.UNKNOWN


def test_an_entrance_to_a_platform_outside_leaves_it_to_a_person():
    link = '<a href="http://credit.example.cn/">双随机抽查结果公示</a>'
    wanted = {"r": matters("enforcement")["inspection_result"]}
    finding = survey(with_columns({"行政执法": []}, extra=link), ask(), each(wanted))
    assert finding.items == {"r": Outcome.UNKNOWN}
    assert "外部平台" in finding.reason


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        pytest.param("清河县不予公开信息范围说明", Outcome.UNKNOWN, id="in other words"),
        pytest.param("市场准入负面清单（2022年版）", Outcome.MISSING, id="surely another thing"),
        pytest.param("清河县召开负面清单编制部署会", Outcome.MISSING, id="an event"),
    ],
)
def test_what_may_mean_it_in_other_words_forbids_the_accusation(title, outcome):
    wanted = {"n": matters("openness")["negative_list"]}
    rows = [Entry(title, "2023-03-01")]
    finding = survey(with_columns({"公开制度": rows}), ask(), each(wanted))
    assert finding.items["n"] is outcome
    assert (title in finding.reason) is (outcome is Outcome.UNKNOWN)


def test_another_organs_entry_earns_nothing():
    rows = [Entry("国务院办公厅关于做好义务教育招生入学工作的通知", "2023-03-01")]
    assert of(with_columns({"义务教育": rows})).outcome is Outcome.MISSING


# --- elements -------------------------------------------------------------------------------------


def test_the_head_of_a_table_is_where_most_elements_are_named_together():
    text = "为了规范收费\n项目\t依据\t标准\n学费\t甲文\t100元\n" + "其他说明\n" * 30 + "依据甲文"
    wanted = elements("fee")
    assert shown_in(head_of_table(text, wanted), wanted) == {"item", "basis", "rate"}
    assert head_of_table("", wanted) == ""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("决定日期：2023-11-01", ["2023-11-01"], id="on the line"),
        pytest.param("处罚决定日期 2023年11月1日 公示期限", ["2023-11-01"], id="with blanks"),
        pytest.param(
            "文号\t决定日期\t机关\n甲1号\t2023-11-01\t甲局\n甲2号\t2023/11/2\t甲局",
            ["2023-11-01", "2023-11-02"],
            id="below the head of a table",
        ),
        pytest.param("决定日期以送达为准，2023-11-01起施行", [], id="another day on the line"),
        pytest.param("发布日期：2023-11-01", [], id="another label"),
        pytest.param("文号\t决定日期\n甲1号\t待定", [], id="no day in the cell"),
        pytest.param("文号\t决定日期\n说明\n甲1号\t2023-11-01", [], id="another table"),
    ],
)
def test_days_behind_a_label(text, days):
    found = [day.isoformat() for day, _ in days_behind(text, elements("decision_day").values())]
    assert found == days


def test_a_table_on_a_page_reads_as_tabbed_lines():
    rows = [
        Entry(
            "行政许可结果公示",
            "2023-11-03",
            html=table(("文号", "决定日期"), ("甲1号", "2023-11-01")),
        )
    ]
    seen = with_columns({"行政许可": rows})
    text = next(item.page.text for item in seen.items if item.page)
    assert list(days_behind(text, elements("decision_day").values()))
