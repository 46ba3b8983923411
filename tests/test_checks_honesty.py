"""Could not look is not missing: every check of the legal duties, on sites that mostly failed."""

import pytest

from crawlers.checks import (
    acts,
    address,
    backdating,
    battles,
    charges,
    deadlines,
    decision_chain,
    explaining,
    expropriation,
    grassroots,
    inspection,
    meeting_chain,
    named,
    openness,
    planning,
    powers,
    rules,
    statutory,
    vetoes,
)
from crawlers.registry import Check, all_checks
from crawlers.run import judge
from crawlers.site import Site
from data.types import Cause, FetchOutcome, Finding, Outcome, Unit
from tests.sites import DEPARTMENT, UNIT, ask, site
from tests.test_checks_registry import HOME, LINKS, NEWS, READ, leaf

MODULES = {
    module.__name__
    for module in (
        acts, address, backdating, battles, charges, deadlines, decision_chain, explaining,
        expropriation, grassroots, inspection, meeting_chain, named, openness, planning, powers,
        rules, statutory, vetoes,
    )
}  # fmt: skip
CHECKS = {n: c for n, c in all_checks().items() if c.run.__module__ in MODULES}
TOWN = Unit("yangping", "清河县羊坪镇人民政府", "township", "乡镇", UNIT.portal)
FAILURES = [o for o in FetchOutcome if not o.read and not o.answered_no]

units = pytest.mark.parametrize(
    "unit", [UNIT, DEPARTMENT, TOWN], ids=["county", "department", "township"]
)
each_check = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)


def found(seen: Site) -> dict[str, Finding]:
    return judge(seen, ask(), [leaf(check) for check in CHECKS.values()], CHECKS)


def accusing(seen: Site) -> list[str]:
    return [
        name
        for name, finding in found(seen).items()
        if Outcome.PARTIAL in {finding.outcome, *finding.items.values()}
        or Outcome.MISSING in {finding.outcome, *finding.items.values()}
    ]


def test_there_are_more_than_forty_of_them():
    assert len(CHECKS) > 40


@units
@pytest.mark.parametrize("outcome", FAILURES, ids=str)
def test_no_failed_column_makes_anything_missing(unit, outcome):
    statuses = {url: outcome for url in LINKS if url != READ}
    assert accusing(site({"/": HOME, READ: NEWS}, unit=unit, statuses=statuses)) == []


@units
@pytest.mark.parametrize("name", ["县财政局", "部门收支", "重点领域", "其他", "通知公告"])
def test_one_failed_column_of_a_name_nobody_knows_forbids_every_accusation(unit, name):
    statuses = {url: FetchOutcome.TIMEOUT_BODY for url, said in LINKS.items() if said == name}
    assert accusing(site({"/": HOME, READ: NEWS}, unit=unit, statuses=statuses)) == []


@units
def test_what_a_saved_copy_lacks_is_not_missing(unit):
    assert accusing(site({"/": HOME, READ: NEWS}, unit=unit, copy=True)) == []


@units
def test_a_site_not_collected_to_its_end_lacks_nothing(unit):
    assert accusing(site({"/": HOME, READ: NEWS}, unit=unit, exhausted=False)) == []


@units
@pytest.mark.parametrize("copy", [False, True], ids=["live", "copy"])
def test_no_check_breaks_on_a_nearly_empty_site(unit, copy):
    seen = site({"/": HOME, READ: NEWS}, unit=unit, copy=copy)
    assert [n for n, f in found(seen).items() if f.cause is Cause.CHECK_FAILED] == []


@each_check
def test_a_parameter_is_named_in_the_published_method(check: Check):
    """Who sets a number in a scheme must be able to read what it does."""
    assert [name for name in check.params if name not in check.method] == []


@each_check
def test_a_method_says_what_is_not_judged(check: Check):
    assert "不判定" in check.method or "不作结论" in check.method
