"""The grass-roots standard catalogues: fields that have one, columns of each."""

import pytest

from crawlers.checks.grassroots import grassroots_columns, grassroots_fields
from data.fields import fields
from data.types import Cause, Document, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import BASE, DEPARTMENT, ask, entries, page

PILOT = [field.name for field in fields() if not field.added]
LATER = ("旅游", "广播电视", "新闻出版", "统计")
ALL = [Entry(f"{name}领域基层政务公开标准目录", "2021-05-01") for name in (*PILOT, *LATER)]


def test_there_are_26_pilot_fields():
    assert len(PILOT) == 26


def test_a_catalogue_of_every_field_is_met():
    finding = grassroots_fields(with_columns({"基层政务公开标准目录": ALL}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"fields_due": 30, "fields_found": 30, "fields_unclear": 0}


def test_how_many_fields_came_later_is_a_parameter():
    seen = with_columns({"基层政务公开标准目录": ALL})
    six = ("交通运输", "旅游", "广播电视", "统计", "新闻出版", "水利")
    finding = grassroots_fields(seen, ask(), added=six)
    assert finding.counts == {"fields_due": 32, "fields_found": 30, "fields_unclear": 0}
    assert "交通运输" in finding.reason
    assert "水利" in finding.reason


def test_lacking_fields_are_counted_and_named():
    finding = grassroots_fields(with_columns({"标准目录": ALL[1:]}), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts["fields_found"] == 29
    assert PILOT[0] in finding.reason


def test_one_catalogue_for_all_fields_counts():
    rows = table(("领域", "公开事项"), *((f"{name}领域", "事项") for name in (*PILOT, *LATER)))
    whole = [Entry("清河县基层政务公开标准目录（全领域）", "2021-05-01", html=rows)]
    assert grassroots_fields(with_columns({"政务公开": whole}), ask()).outcome is Outcome.MET


def test_columns_below_the_catalogue_count_only_with_entries():
    seen = with_columns(
        {"基层政务公开": []},
        more={
            "/c0/jy/": _column("义务教育", [("/c0/jy/1.html", "义务教育招生", "2023-07-01")]),
            "/c0/yl/": _column("养老服务", []),
        },
        extra='<a href="/c0/jy/">义务教育</a><a href="/c0/yl/">养老服务</a>',
    )
    finding = grassroots_fields(seen, ask())
    assert finding.counts["fields_found"] == 1
    assert "义务教育" not in finding.reason


def _column(name, rows):
    return page(name, entries(*rows), crumbs=("基层政务公开", name))


def test_no_catalogue_after_a_complete_look_is_missing():
    other = [Entry("清河县行政事业性收费目录清单", "2023-05-01")]
    finding = grassroots_fields(with_columns({"收费目录": other}), ask())
    assert finding.outcome is Outcome.MISSING
    assert finding.looked


def test_fields_are_unclear_while_a_file_was_not_read():
    link = '<a href="/f/all.pdf">基层政务公开标准目录.pdf</a>'
    rows = [Entry("清河县基层政务公开标准目录", "2021-05-01", html=link)]
    scan = {"/f/all.pdf": Document(f"{BASE}f/all.pdf", "pdf", "scan")}
    finding = grassroots_fields(with_columns({"政务公开": rows}, files=scan), ask())
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.counts == {}


def test_a_department_is_judged_only_on_what_it_shows():
    rows = [Entry("义务教育领域基层政务公开标准目录", "2021-05-01")]
    assert grassroots_fields(with_columns({"目录": rows}, unit=DEPARTMENT), ask()).counts == {
        "fields_due": 1,
        "fields_found": 1,
        "fields_unclear": 0,
    }
    none = grassroots_fields(with_columns({"目录": []}, unit=DEPARTMENT), ask())
    assert none.cause is Cause.NOTHING_TO_JUDGE


# --- columns --------------------------------------------------------------------------------------

HEAD = (
    "序号",
    "公开事项",
    "公开内容（要素）",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道和载体",
)
ROW = ("1", "招生", "政策", "条例", "20个工作日", "教育局", "政府网站")


def catalogue(*lost: str) -> Entry:
    kept = [n for n, name in enumerate(HEAD) if name not in lost]
    rows = [tuple(row[n] for n in kept) for row in (HEAD, ROW)]
    return Entry("义务教育领域基层政务公开标准目录", "2021-05-01", html=table(*rows))


@pytest.mark.parametrize(
    ("lost", "outcome", "missing"),
    [
        pytest.param((), Outcome.MET, 0, id="whole"),
        pytest.param(("公开时限",), Outcome.PARTIAL, 1, id="one column"),
        pytest.param(("公开时限", "公开依据"), Outcome.PARTIAL, 2, id="two columns"),
    ],
)
def test_columns_of_a_catalogue(lost, outcome, missing):
    finding = grassroots_columns(with_columns({"标准目录": [catalogue(*lost)]}), ask())
    assert finding.outcome is outcome, finding.reason
    assert finding.counts == {
        "catalogues": 1,
        "incomplete": int(missing > 0),
        "missing_column": missing,
    }


def test_more_columns_can_be_asked_for():
    need = ("matter", "content", "basis", "time", "organ", "channel", "level")
    finding = grassroots_columns(with_columns({"标准目录": [catalogue()]}), ask(), need=need)
    assert "公开层级" in finding.reason


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([Entry("义务教育领域基层政务公开标准目录", text="见附件。")], id="no table"),
        pytest.param(
            [Entry("清河县2023年主动公开目录清单", html=table(HEAD, ROW))], id="another list"
        ),
    ],
)
def test_without_the_table_of_a_catalogue_nothing_is_judged(rows):
    finding = grassroots_columns(with_columns({"政务公开": rows}), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


def test_a_column_lacking_on_a_page_whose_file_was_not_read_is_not_counted():
    rows = table(HEAD[:5], ROW[:5]) + '<a href="/f/a.pdf">目录全文.pdf</a>'
    entry = [Entry("义务教育领域基层政务公开标准目录", html=rows)]
    seen = with_columns({"标准目录": entry}, statuses={"/f/a.pdf": FetchOutcome.TIMEOUT_BODY})
    assert grassroots_columns(seen, ask()).outcome is Outcome.UNKNOWN
