"""Standing disclosures: enforcement and the key domains of a scheme."""

import pytest

from crawlers.checks.disclosure import enforcement, key_domains
from crawlers.site import Site
from data.types import Cause, FetchOutcome, Outcome, Unit
from tests.sites import DEPARTMENT, UNIT, article, ask, entries, page, site

Rows = list[tuple[str, str]]  # title, day


def with_columns(
    columns: dict[str, Rows], *, unit: Unit = UNIT, extra: str = "", **more: object
) -> Site:
    """A site whose columns list these articles; `extra` is HTML on the home page."""
    pages = {
        "/": page(
            unit.name, entries(*((f"/c{n}/", name, "") for n, name in enumerate(columns))) + extra
        )
    }
    for n, (name, rows) in enumerate(columns.items()):
        links = [(f"/c{n}/{k}.html", title, day) for k, (title, day) in enumerate(rows)]
        pages[f"/c{n}/"] = page(name, entries(*links), crumbs=("政务公开", name))
        for k, (title, day) in enumerate(rows):
            pages[f"/c{n}/{k}.html"] = article(title, f"{title}。" * 5, day=day)
    return site(pages, unit=unit, **more)  # type: ignore[arg-type]


POWER = [("清河县人民政府权责清单（2023年版）", "2023-07-25"), ("权责清单调整说明", "2023-08-25")]
LICENCES = [
    ("清河县2023年11月行政许可办理结果公示", "2023-12-05"),
    ("清河县2023年10月行政许可办理结果公示", "2023-11-05"),
    ("清河县行政许可依据、条件和程序", "2023-07-27"),
]


def test_list_basis_and_fresh_results_are_met() -> None:
    finding = enforcement(with_columns({"权责清单": POWER, "行政许可": LICENCES}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}
    assert finding.counts == {"stale_results": 0}


def test_results_older_than_a_quarter_are_stale() -> None:
    old = [(title, "2023-08-05") for title, _ in LICENCES]
    finding = enforcement(with_columns({"权责清单": POWER, "行政许可": old}), ask())
    assert finding.items["results"] is Outcome.PARTIAL
    assert finding.counts == {"stale_results": 1}
    assert "2023-08-05" in finding.reason


def test_no_list_after_a_complete_look_is_missing() -> None:
    finding = enforcement(with_columns({"行政许可": LICENCES}), ask())
    assert finding.items["list"] is Outcome.MISSING
    assert finding.looked


def test_results_on_an_outside_platform_are_left_to_a_person() -> None:
    link = '<a href="http://credit.example.cn/">行政许可和行政处罚双公示</a>'
    finding = enforcement(
        with_columns({"权责清单": POWER, "行政许可": LICENCES[2:]}, extra=link), ask()
    )
    assert finding.items["results"] is Outcome.UNKNOWN


def test_an_office_may_have_had_no_case_and_a_county_has_had_one() -> None:
    columns = {"权责清单": POWER, "行政许可": LICENCES[2:]}
    of_office = enforcement(with_columns(columns, unit=DEPARTMENT), ask())
    assert of_office.items["results"] is Outcome.UNKNOWN
    assert of_office.counts == {}
    of_county = enforcement(with_columns(columns), ask())
    assert of_county.items["results"] is Outcome.MISSING
    assert of_county.counts == {"stale_results": 1}


def test_a_column_that_did_not_open_is_not_a_missing_list() -> None:
    built = with_columns(
        {"行政许可": LICENCES},
        extra='<a href="/qd/">权责清单</a>',
        statuses={"/qd/": FetchOutcome.TIMEOUT_CONNECT},
    )
    assert enforcement(built, ask()).items["list"] is Outcome.UNKNOWN


def test_an_office_without_any_trace_of_enforcement_is_not_judged() -> None:
    built = with_columns({"工作动态": [("召开会议", "2023-12-01")]}, unit=DEPARTMENT)
    assert enforcement(built, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- key domains ----------------------------------------------------------------------------------

NEWS = [("秋季学期招生入学结果公示", "2023-11-02"), ("春季学期招生入学结果公示", "2023-03-02")]
OLD = [("养老机构补贴发放公示", "2023-03-01"), ("养老机构名单公示", "2023-02-01")]


def test_domains_with_news_are_live() -> None:
    built = with_columns(
        {"义务教育": NEWS, "养老服务": [("养老机构补贴发放公示", "2023-11-01")] * 2}
    )
    finding = key_domains(built, ask(), domains=("义务教育", "养老服务"))
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"domains": 2, "live": 2, "unclear": 0}


def test_a_domain_without_news_is_dead_and_named() -> None:
    finding = key_domains(
        with_columns({"义务教育": NEWS, "养老服务": OLD}), ask(), domains=("义务教育", "养老服务")
    )
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"domains": 2, "live": 1, "unclear": 0}
    assert "养老服务" in finding.reason


def test_an_undated_column_is_not_counted_at_all() -> None:
    rows = [(title, "") for title, _ in OLD]
    built = with_columns({"义务教育": NEWS, "养老服务": rows})
    finding = key_domains(built, ask(), domains=("义务教育", "养老服务"))
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"domains": 1, "live": 1, "unclear": 1}
    assert "养老服务" in finding.reason


def test_news_about_a_domain_is_not_its_disclosure() -> None:
    news = [
        ("清河县召开养老服务工作推进会议", "2023-12-01"),
        ("全县养老服务培训班举办", "2023-12-02"),
    ]
    built = with_columns({"养老服务": OLD, "工作动态": news})
    finding = key_domains(built, ask(), domains=("养老服务",))
    assert finding.counts == {"domains": 1, "live": 0, "unclear": 0}


def test_an_entry_of_a_news_column_is_news_whatever_its_title() -> None:
    rows = [("养老服务质量有了新保障", "2023-12-01"), ("养老机构入住标准上调", "2023-12-02")]
    built = with_columns({"养老服务": OLD, "民政要闻": rows})
    finding = key_domains(built, ask(), domains=("养老服务",))
    assert finding.counts == {"domains": 1, "live": 0, "unclear": 0}
    notices = with_columns({"养老服务": OLD, "通知公告": rows})
    assert key_domains(notices, ask(), domains=("养老服务",)).counts["live"] == 1


def test_a_column_of_one_statement_is_not_counted() -> None:
    rows = [("养老服务领域情况说明", "2023-01-05")]
    built = with_columns({"义务教育": NEWS, "养老服务": rows})
    finding = key_domains(built, ask(), domains=("义务教育", "养老服务"))
    assert finding.counts == {"domains": 1, "live": 1, "unclear": 1}


def test_a_domain_that_a_government_has_nowhere_is_dead_only_after_a_complete_look() -> None:
    whole = with_columns({"义务教育": NEWS})
    assert key_domains(whole, ask(), domains=("养老服务",)).outcome is Outcome.MISSING
    broken = with_columns({"义务教育": NEWS}, exhausted=False)
    assert key_domains(broken, ask(), domains=("养老服务",)).outcome is Outcome.UNKNOWN
    office = with_columns({"义务教育": NEWS}, unit=DEPARTMENT)
    assert key_domains(office, ask(), domains=("养老服务",)).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("domains", [(), []])
def test_without_domains_nothing_is_judged(domains: tuple[str, ...]) -> None:
    assert (
        key_domains(with_columns({"义务教育": NEWS}), ask(), domains=domains).cause
        is Cause.NO_BASIS
    )
