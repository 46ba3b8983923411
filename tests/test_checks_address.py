"""The site as such: its name, safe access, what one can do there, its yearly table."""

from dataclasses import replace

import pytest

from crawlers.checks.address import (
    platform_functions,
    secure_access,
    site_address,
    website_yearly_table,
)
from crawlers.site import Site
from data.types import Cause, Fetch, FetchOutcome, Outcome, Unit
from tests.columns import Entry, with_columns
from tests.sites import CAPTURED, DEPARTMENT, UNIT, article, ask, entries, page, site


def at(host: str, unit: Unit = UNIT, scheme: str = "http") -> Site:
    """A site whose home page answered at this host."""
    entry = f"{scheme}://{host}/"
    home = site({"/": page(unit.name, "首页")}, unit=unit)
    fetch = replace(home.fetches[home.entry], url=entry, final_url=entry)
    pages = {entry: replace(home.pages[home.entry], url=entry)}
    return Site(replace(unit, portal=entry), entry, pages, {entry: fetch}, {})


COUNTY_BUREAU = Unit("jyj", "清河县教育局", "department", "县直部门", DEPARTMENT.portal)


@pytest.mark.parametrize(
    ("host", "unit", "outcomes"),
    [
        pytest.param("www.qinghe.gov.cn", UNIT, ["met", "met", "met"], id="a portal"),
        pytest.param("jyj.qinghe.gov.cn", DEPARTMENT, ["met", "met", "met"], id="below a portal"),
        pytest.param("www.qhjy.gov.cn", DEPARTMENT, ["met", "missing", "met"], id="its own name"),
        pytest.param(
            "www.qinghe.com", UNIT, ["missing", "missing", "met"], id="no government name"
        ),
        pytest.param(
            "jyj.qinghe.gov.cn", COUNTY_BUREAU, ["met", "met", "unknown"], id="a county's bureau"
        ),
        pytest.param("xxgk.qinghe.gov.cn", UNIT, ["met", "missing", "met"], id="no portal's form"),
    ],
)
def test_site_address(host, unit, outcomes):
    finding = site_address(at(host, unit), ask())
    assert list(finding.items.values()) == outcomes, finding.reason


@pytest.mark.parametrize("host", ["qinghe.localhost", "127.0.0.1", "10.1.2.3:8080"])
def test_an_address_that_is_no_public_name_says_nothing(host):
    assert site_address(at(host), ask()).cause is Cause.NO_BASIS


def test_a_unit_below_a_portal_has_no_site_of_its_own():
    unit = replace(DEPARTMENT, columns=("http://www.qinghe.gov.cn/jyj/",))
    for check in (site_address, secure_access, website_yearly_table):
        assert check(at("www.qinghe.gov.cn", unit), ask()).outcome is Outcome.NOT_APPLICABLE


def test_a_saved_copy_says_nothing_of_name_or_access():
    seen = replace(at("www.qinghe.gov.cn"), copy=True)
    assert site_address(seen, ask()).outcome is Outcome.UNKNOWN
    assert secure_access(seen, ask()).cause is Cause.NOT_IN_COPY


# --- access ---------------------------------------------------------------------------------------


def test_pages_read_over_https_are_met():
    finding = secure_access(at("www.qinghe.gov.cn", scheme="https"), ask())
    assert finding.items == {"https": Outcome.MET, "ipv6": Outcome.UNKNOWN}


def test_a_footer_that_names_ipv6_is_met():
    seen = site({"/": page("清河县人民政府", "首页", foot="本网站支持IPv6")})
    assert secure_access(seen, ask()).items["ipv6"] is Outcome.MET


def test_a_certificate_that_failed_is_never_held_against_the_site():
    seen = at("www.qinghe.gov.cn")
    url = "https://www.qinghe.gov.cn/"
    fetches = {**seen.fetches, url: Fetch(url, FetchOutcome.TLS_INVALID, CAPTURED, final_url=url)}
    finding = secure_access(replace(seen, fetches=fetches), ask())
    assert finding.items["https"] is Outcome.UNKNOWN
    assert "证书" in finding.reason


# --- functions ------------------------------------------------------------------------------------

SEARCH = '<form action="/search"><input name="q"><input type="submit" value="搜索"></form>'
COLUMNS = {
    "财政预算": [Entry("2023年部门预算")],
    "行政许可": [Entry("行政许可公示")],
    "规范性文件": [Entry("停车办法")],
}
FILE = Entry("2023年政府预算", html='<a href="/f/1.pdf">预算表.pdf</a>')


def test_search_columns_and_files_are_met():
    seen = with_columns(COLUMNS | {"政府决算": [FILE]}, extra=SEARCH, files={"/f/1.pdf": "预算"})
    finding = platform_functions(seen, ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}


def test_a_search_box_that_was_not_seen_may_be_drawn_by_a_script():
    assert platform_functions(with_columns(COLUMNS), ask()).items["search"] is Outcome.UNKNOWN


def test_a_search_on_another_website_is_left_to_a_person():
    form = '<form action="http://so.example.cn/s"><input name="q"></form>'
    finding = platform_functions(with_columns(COLUMNS, extra=form), ask())
    assert finding.items["search"] is Outcome.UNKNOWN
    assert "so.example.cn" in finding.reason


def test_no_columns_and_no_files_after_a_complete_look():
    finding = platform_functions(with_columns({"工作动态": [Entry("召开会议")]}), ask())
    assert finding.items["browse"] is Outcome.MISSING
    assert finding.items["download"] is Outcome.MISSING


def test_files_that_were_not_read_may_well_open():
    seen = with_columns({"预算": [FILE]}, statuses={"/f/1.pdf": FetchOutcome.TIMEOUT_BODY})
    assert platform_functions(seen, ask()).items["download"] is Outcome.UNKNOWN


# --- the yearly table -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "day", "outcomes"),
    [
        pytest.param(
            "清河县政府网站工作年度报表（2022年）", "2023-01-20", ["met", "met"], id="in time"
        ),
        pytest.param("政府网站2022年度工作报表", "2023-02-20", ["met", "missing"], id="late"),
        pytest.param("政府网站工作年度报表", "2023-01-20", ["met", "met"], id="told by its day"),
        pytest.param(
            "关于报送政府网站工作年度报表的通知", "2023-01-05", ["missing"] * 2, id="a call for it"
        ),
        pytest.param(
            "2022年政府信息公开工作年度报告", "2023-01-20", ["missing"] * 2, id="another report"
        ),
    ],
)
def test_website_yearly_table(title, day, outcomes):
    rows = entries(("/1.html", title, day))
    seen = site(
        {
            "/": page("清河县人民政府", '<a href="/gg/">通知公告</a>'),
            "/gg/": page("通知公告", rows, crumbs=("通知公告",)),
            "/1.html": article(title, f"{title}。" * 5, day=day),
        }
    )
    finding = website_yearly_table(seen, ask())
    assert [finding.items[key] for key in ("published", "on_time")] == outcomes, finding.reason


def test_an_unread_column_may_hold_the_table():
    seen = with_columns({"通知公告": []}, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert website_yearly_table(seen, ask()).outcome is Outcome.UNKNOWN
