"""Rectification: what a unit reports, what a re-check says, what is overdue or lost again."""

from datetime import UTC, date, datetime

import pytest

from crawlers.loopback import Folder, serve
from crawlers.settings import Settings
from dashboard.casework.rectifying import fix_of, fixes, look_again, report_fix, rule_fix
from dashboard.casework.telling import tell_units
from data.people import NotAllowed
from data.store import Store
from data.types import Outcome
from data.workflow import Stage, StageMove, Terms, WorkflowError
from scoring.rectification import Look, Status, recheck
from tests.commands import gkc
from tests.people import EVALUATOR, OF_GOOD, OF_POOR, OFFICE, REVIEWER, add_accounts
from tests.rounds import AT, POOR, fill

TOLD = datetime(2023, 12, 19, 2, tzinfo=UTC)
LINK = "http://poor.localhost:8702/list.html"
PAGE = """<html><head><title>部门预算</title></head><body><h1>2023年部门预算</h1>
<p>发布日期：2023-12-20</p><p>预算安排如下。</p></body></html>"""
DAY = date(2023, 12, 19)


@pytest.mark.parametrize(
    ("look", "passed", "said"),
    [
        (Look(True, "读到"), True, "链接可以打开"),
        (Look(False, "404"), False, "链接打不开（404）"),
        (Look(None, "连接超时"), None, "没有能够访问链接，须人工复核（连接超时）"),
        (Look(True, "读到", "错 别字", "错别字"), False, "“错别字”仍在网页上"),
        (Look(True, "读到", "已改", "错别字"), True, "“错别字”已不在网页上"),
        (Look(True, "读到", " ", "错别字"), None, "没有读到网页文字，不能判断词语是否已改"),
        (Look(True, "读到", newest_on=date(2023, 12, 20), since=DAY), True,
         "反馈以来已更新（最新一条 2023-12-20）"),
        (Look(True, "读到", newest_on=DAY, since=DAY), False,
         "反馈以来没有更新（最新一条 2023-12-19）"),
        (Look(True, "读到", since=DAY), None, "网页没有带日期的条目，不能判断是否更新"),
        (Look(True, "读到", "错别字", "错别字", None, DAY), False, "“错别字”仍在网页上"),
    ],
)  # fmt: skip
def test_what_a_recheck_says(look, passed, said):
    verdict = recheck(look)
    assert verdict.passed is passed
    assert said in verdict.lines


@pytest.fixture
def told(tmp_path):
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    fill(url)
    with Store(url) as store:
        tell_units(store, OFFICE, "r1", (POOR,), at=TOLD)
        yield store


def _report(store, status=Status.DONE, link=LINK, note="", who=OF_POOR):
    report_fix(store, who, "r1", "budget", status, link=link, note=note, at=TOLD)


def test_every_point_told_of_is_in_the_register_and_overdue_after_its_day(told):
    found = fixes(told, "r1")
    assert [(fix.line.indicator_id, fix.status) for fix in found] == [
        ("budget", Status.WAITING), ("report", Status.WAITING), ("fresh", Status.WAITING),
    ]  # fmt: skip
    assert not found[0].overdue(date(2024, 1, 3))
    assert found[0].overdue(date(2024, 1, 4))
    _report(told)
    assert not fixes(told, "r1")[0].overdue(date(2024, 1, 4))


@pytest.mark.parametrize(
    ("status", "link", "note", "said"),
    [
        (Status.DONE, "", "改了", "须附整改后的网页链接"),
        (Status.EXPLAINED, LINK, " ", "请写明情况"),
        (Status.PASSED, LINK, "改了", "单位只能报"),
        (Status.DONE, "javascript:alert(1)", "", "网址“javascript:alert(1)”无效"),
    ],
)
def test_what_a_report_needs(told, status, link, note, said):
    with pytest.raises(WorkflowError, match=said.replace("(", r"\(").replace(")", r"\)")):
        _report(told, status, link, note)


def test_who_reports_and_who_rules(told):
    with pytest.raises(WorkflowError, match="没有向该单位反馈过"):
        _report(told, who=OF_GOOD)
    with pytest.raises(NotAllowed):
        _report(told, who=EVALUATOR)
    fix = fix_of(told, "r1", "poor", "budget")
    with pytest.raises(WorkflowError, match="单位还没有报整改情况"):
        rule_fix(told, REVIEWER, "r1", fix, passed=True, note="好", at=TOLD)
    _report(told)
    fix = fix_of(told, "r1", "poor", "budget")
    for person in (OF_POOR, EVALUATOR):
        with pytest.raises(NotAllowed):
            rule_fix(told, person, "r1", fix, passed=True, note="好", at=TOLD)
    rule_fix(told, REVIEWER, "r1", fix, passed=False, note="仍没有", at=TOLD)
    with pytest.raises(WorkflowError, match="刚由别人办理过"):
        rule_fix(told, OFFICE, "r1", fix, passed=True, note="好", at=TOLD)
    after = fix_of(told, "r1", "poor", "budget")
    assert (after.status, after.finding) == (Status.FAILED, "仍没有")
    assert after.overdue(date(2024, 1, 4))


@pytest.mark.parametrize(
    ("fix_counts", "stage", "judged"),
    [
        (False, None, []),
        (True, None, [Outcome.MET]),
        (True, Stage.RECHECK, [Outcome.MET]),
        (True, Stage.PUBLISHED, []),
    ],
)
def test_whether_a_fix_wins_points_back_is_the_choice_of_the_round(told, fix_counts, stage, judged):
    told.set_terms("r1", Terms(fix_counts=fix_counts), at=AT, by="office")
    if stage:
        told.move_stage("r1", StageMove(Stage.DRAFT, stage, "office", AT))
    _report(told)
    fix = fix_of(told, "r1", "poor", "budget")
    rule_fix(told, REVIEWER, "r1", fix, passed=True, note="已补发", at=TOLD)
    assert [j.outcome for j in told.judgements("r1")] == judged


def test_a_link_that_our_side_cannot_reach_is_left_to_a_person(told, tmp_path):
    _report(told, link="http://10.0.0.1/a.html")
    fix = fix_of(told, "r1", "poor", "budget")
    verdict, kept = look_again(told, "r1", fix, var=tmp_path / "var", settings=Settings())
    assert verdict.passed is None
    assert kept.sha256 == ""


def test_the_commands_close_a_fix_by_its_recheck(told, tmp_path):
    add_accounts(told.url)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "list.html").write_text(PAGE, encoding="utf-8")
    done = gkc(
        tmp_path, "rectify", "add", "r1", "--indicator", "budget", "--link", LINK,
        "--as", "poor-1",
    )  # fmt: skip
    assert done.code == 0, done.err
    with serve({"poor.localhost": Folder(tmp_path / "site")}, 8702) as allow:
        place = "{}:{}".format(*next(iter(allow.values())))
        done = gkc(
            tmp_path, "rectify", "recheck", "r1", "--phrase", "错别字", "--close", "--as", "rev",
            "--allow-host", f"poor.localhost={place}",
        )  # fmt: skip
    assert done.code == 0, done.err
    assert "链接可以打开；“错别字”已不在网页上" in done.err
    assert fix_of(told, "r1", "poor", "budget").status is Status.PASSED
    listed = gkc(tmp_path, "rectify", "list", "r1", "--overdue", "--format", "csv").out
    assert "部门预算" not in listed
    assert "年度报告" in listed
