"""Appeals: what one needs, what was there at the cut-off, who decides, what becomes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256

import pytest

from crawlers.loopback import Folder, serve
from crawlers.settings import Settings
from dashboard.casework.appealing import (
    Plea,
    decide_appeal,
    find_appeal,
    leaf_named,
    raise_appeal,
    shown_of,
)
from dashboard.casework.capture import capture
from data.archive import evidence_of
from data.cases import Event, Subject
from data.indicators import Absent
from data.people import NotAllowed, Person, Role
from data.schemes import parse_scheme
from data.store import Store
from data.types import FetchOutcome, Finding, Judgement, Outcome, Points
from data.workflow import WorkflowError
from scoring.appeals import (
    RAISED,
    Appeal,
    Decision,
    Ground,
    Point,
    Ruling,
    Standing,
    appeals,
    at_cut_off,
    faults_of_appeal,
    faults_of_ruling,
    judgement_of,
)  # fmt: skip
from scoring.rounds import effective
from scoring.score import leaf_points
from tests.commands import gkc
from tests.people import EVALUATOR, OF_POOR, OFFICE, REVIEWER
from tests.rounds import AT, POOR, SCHEME, create, fill

DAY, DUE = date(2023, 12, 20), date(2023, 12, 26)
POINT = Point(told=True, due=DUE)
NAMES = frozenset({"rev", "复核员乙"})
LEAF = next(leaf for leaf in parse_scheme(SCHEME, "s").leaves() if leaf.id == "budget")
SHA = "cd" * 32
LATER = datetime(2023, 12, 20, 2, tzinfo=UTC)
PAGE = """<html><head><title>部门预算</title><meta name="PubDate" content="2023-02-10"></head>
<body><h1>2023年部门预算</h1><p>发布日期：2023-02-10</p><p>预算如下。</p></body></html>""".encode()


@pytest.mark.parametrize(
    ("ground", "text", "link", "file", "today", "point", "said"),
    [
        (Ground.PUBLISHED_ALREADY, "有", "http://a/", "", DAY, POINT, ()),
        (Ground.PUBLISHED_ALREADY, "有", "", SHA, DAY, POINT, ("以“已公开”申诉的，请附网页链接",)),
        (Ground.NOT_OUR_DUTY, "归他局", "", SHA, DAY, POINT, ()),
        (Ground.NOT_OUR_DUTY, "归他局", "", "", DAY, POINT,
         ("申诉须附佐证：网页链接或文件",)),
        (Ground.NOT_APPLICABLE, " ", "", SHA, DAY, POINT, ("请写明申诉理由",)),
        (Ground.NOT_APPLICABLE, "无", "", SHA, DUE, POINT, ()),
        (Ground.NOT_APPLICABLE, "无", "", SHA, date(2023, 12, 27), POINT,
         ("申诉期限已于 2023-12-26 截止",)),
        (Ground.NOT_APPLICABLE, "无", "", SHA, DAY, Point(told=False),
         ("该指标没有扣分，不需申诉",)),
        (Ground.NOT_APPLICABLE, "无", "", SHA, DAY, Point(told=True, open=[4]),
         ("该指标已有申诉在办（第 4 号）",)),
    ],
)  # fmt: skip
def test_what_an_appeal_needs(ground, text, link, file, today, point, said):
    assert faults_of_appeal(ground, text, link, file, today, point) == said


@pytest.mark.parametrize(
    ("shown_on", "first_at", "standing"),
    [
        (None, datetime(2023, 12, 15, 15, 59, tzinfo=UTC), Standing.SEEN),
        # 16:00 UTC is the next day in China
        (date(2023, 2, 10), datetime(2023, 12, 15, 16, 0, tzinfo=UTC), Standing.DATED),
        (date(2023, 12, 16), datetime(2023, 12, 20, tzinfo=UTC), Standing.LATER),
        (None, datetime(2023, 12, 20, tzinfo=UTC), Standing.UNDATED),
        (date(2023, 2, 10), None, Standing.UNSEEN),
    ],
)
def test_a_printed_day_proves_nothing_that_no_look_has_seen(shown_on, first_at, standing):
    assert at_cut_off(shown_on, first_at, date(2023, 12, 15)) is standing


def _appeal(ground=Ground.PUBLISHED_ALREADY, decision=None):
    return Appeal(1, "poor", "budget", ground, "有", "", "", "poor-1", AT, 1, decision)


@pytest.mark.parametrize(
    ("appeal", "ruling", "judges", "said"),
    [
        (_appeal(), Ruling(Decision.UPHELD, "有", SHA, NAMES), (), ""),
        (_appeal(), Ruling(Decision.UPHELD, "有", "ef" * 32, NAMES), (), "须引用"),
        (_appeal(), Ruling(Decision.UPHELD, " ", SHA, NAMES), (), "写明裁定理由"),
        (_appeal(), Ruling(Decision.REFUSED, "无", SHA, NAMES), ("eva",), ""),
        (_appeal(), Ruling(Decision.REFUSED, "无", SHA, NAMES), ("复核员乙",), "换另一人"),
        (_appeal(), Ruling(Decision.REFUSED, "无", SHA, NAMES), ("rev",), "换另一人"),
        (_appeal(decision=Decision.REFUSED), Ruling(Decision.UPHELD, "有", SHA, NAMES), (),
         "已经裁定"),
        (_appeal(), Ruling(Decision.PARTLY, "半", SHA, NAMES, Outcome.MET), (), "部分成立"),
        (_appeal(Ground.CORRECTED_SINCE), Ruling(Decision.UPHELD, "改", SHA, NAMES), (),
         "不改变得分"),
    ],
)  # fmt: skip
def test_what_a_ruling_needs(appeal, ruling, judges, said):
    faults = faults_of_ruling(appeal, ruling, {SHA}, judges, fix_counts=False)
    assert len(faults) == (1 if said else 0)
    assert said in "".join(faults)


def test_a_fix_is_a_ground_where_fixes_count():
    ruling = Ruling(Decision.UPHELD, "改", SHA, NAMES)
    appeal = _appeal(Ground.CORRECTED_SINCE)
    assert faults_of_ruling(appeal, ruling, {SHA}, (), fix_counts=True) == ()


@pytest.mark.parametrize(
    ("ground", "decision", "outcome"),
    [
        (Ground.PUBLISHED_ALREADY, Decision.UPHELD, Outcome.MET),
        (Ground.NOT_OUR_DUTY, Decision.UPHELD, Outcome.NOT_APPLICABLE),
        (Ground.NOT_APPLICABLE, Decision.UPHELD, Outcome.NOT_APPLICABLE),
        (Ground.PUBLISHED_ALREADY, Decision.PARTLY, Outcome.PARTIAL),
    ],
)
def test_what_an_upheld_appeal_says_of_the_point(ground, decision, outcome):
    made = judgement_of(_appeal(ground), Ruling(decision, "有", SHA, NAMES), LEAF, "rev", AT)
    assert (made.outcome, made.by, made.indicator_id) == (outcome, "rev", "budget")
    refused = Ruling(Decision.REFUSED, "无", SHA, NAMES)
    assert judgement_of(_appeal(ground), refused, LEAF, "rev", AT) is None


@pytest.mark.parametrize("absent", list(Absent))
def test_not_our_duty_of_what_all_units_have_leaves_the_point_open_and_says_so(absent):
    leaf = replace(LEAF, absent=absent, absent_share=Fraction(1, 2))
    made = judgement_of(
        _appeal(Ground.NOT_OUR_DUTY), Ruling(Decision.UPHELD, "属实", SHA, NAMES), leaf, "rev", AT
    )
    missed = {"budget": Finding(Outcome.MISSING, "没有找到")}
    points = leaf_points(leaf, POOR, effective(missed, [made])["budget"])
    if absent is Absent.NONE:
        assert points == Points(leaf.points, Fraction(0), Fraction(0))  # neither lost nor won
        assert made.reason == (
            "第 1 号申诉成立：属实；指标体系写明“部门预算”人人适用，改为待核查，不扣分也不得分"
        )
    else:
        assert made.reason == "第 1 号申诉成立：属实"


def test_what_all_units_have_is_not_appealed_as_no_concern_of_the_unit():
    point = replace(POINT, everybodys="指标体系写明“部门预算”人人适用")
    [said] = faults_of_appeal(Ground.NOT_APPLICABLE, "无", "", SHA, DAY, point)
    assert (
        said == "指标体系写明“部门预算”人人适用，不能以不涉及申诉；确有特殊情况的，请申报情况说明"
    )
    assert faults_of_appeal(Ground.NOT_OUR_DUTY, "归他局", "", SHA, DAY, point) == ()


def test_cases_are_numbered_a_round_and_a_stale_decision_is_refused(store):
    create(store)
    raised = Event("poor", "budget", RAISED, "poor-1", AT, {"ground": "not_our_duty", "text": "无"})
    assert store.add_event(Subject.APPEAL, "r1", raised) == 1
    with pytest.raises(WorkflowError, match="刚由别人报过"):  # two at once, neither saw the other
        store.add_event(Subject.APPEAL, "r1", raised)
    assert store.add_event(Subject.APPEAL, "r1", raised, seen=1) == 2
    assert store.add_event(Subject.EXCUSE, "r1", raised) == 1
    said = {"decision": "refused", "reason": "无据", "cites": SHA}
    ruled = Event("poor", "budget", "decided", "rev", AT, said, 1)
    judged = Judgement("poor", "budget", Outcome.MET, "有", "rev", AT)
    assert store.add_event(Subject.APPEAL, "r1", ruled, seen=1, judgement=judged) == 1
    with pytest.raises(WorkflowError, match="刚由别人办理过"):
        store.add_event(Subject.APPEAL, "r1", ruled, seen=1, judgement=judged)
    assert store.judgements("r1") == [judged]
    found = appeals(store.events(Subject.APPEAL, "r1"))
    assert [found[1].decision, found[2].decision] == [Decision.REFUSED, None]


def _raise(store, var, allow, link="http://poor.localhost:8701/budget.html", who=OF_POOR):
    return raise_appeal(
        store, who, "r1", leaf_named(store, "r1", "budget"),
        Plea(Ground.PUBLISHED_ALREADY, "二月已公开，联系人13812345678", link),
        var=var, settings=Settings(allow=allow),
        now=lambda: LATER,
    )  # fmt: skip


def test_an_appeal_is_captured_shown_and_decided_by_a_second_person(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    fill(url)
    with Store(url) as store:
        looked = store.fetches("r1", "poor")
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "budget.html").write_bytes(PAGE)
        with serve({"poor.localhost": Folder(tmp_path / "site")}, 8701) as allow:
            number, kept = _raise(store, tmp_path, allow)
        assert kept.sha256 == sha256(PAGE).hexdigest()
        assert kept.published_on == date(2023, 2, 10)
        assert evidence_of(tmp_path, "r1").read(kept.warc, kept.offset, kept.sha256) == PAGE
        assert store.fetches("r1", "poor") == looked  # the look of the round stays as it was
        (shown,) = shown_of(store, "r1", find_appeal(store, "r1", number))
        assert shown.standing is Standing.DATED
        assert "13812345678" not in find_appeal(store, "r1", number).text
        upheld = Ruling(Decision.UPHELD, "二月已公开", kept.sha256, NAMES)
        tied = Person("rev", "复核员乙", Role.REVIEWER, tied=frozenset({"poor"}))
        for person in (EVALUATOR, OF_POOR, tied):
            with pytest.raises(NotAllowed):
                decide_appeal(store, person, "r1", number, upheld, at=LATER)
        decide_appeal(store, REVIEWER, "r1", number, upheld, at=LATER)
        (judged,) = store.judgements("r1")
        assert (judged.unit_id, judged.outcome, judged.by) == ("poor", Outcome.MET, "rev")


def test_a_link_that_does_not_open_is_said_and_the_appeal_stands(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    fill(url)
    with Store(url) as store:
        number, kept = _raise(store, tmp_path, {}, "http://10.0.0.1/budget.html")
        assert (kept.outcome, kept.sha256) == (FetchOutcome.BLOCKED_ADDRESS, "")
        assert find_appeal(store, "r1", number).open
        (shown,) = shown_of(store, "r1", find_appeal(store, "r1", number))
        assert shown.standing is Standing.UNSEEN
        with pytest.raises(WorkflowError, match="已有申诉在办"):
            _raise(store, tmp_path, {}, "http://10.0.0.1/budget.html")


@pytest.mark.parametrize("who", [OFFICE, EVALUATOR])
def test_only_a_unit_appeals(tmp_path, who):
    fill(f"sqlite:///{tmp_path / 'gkc.db'}")
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store, pytest.raises(NotAllowed):
        _raise(store, tmp_path, {}, who=who)


def test_what_was_captured_twice_is_verified_and_no_stray_file(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "budget.html").write_bytes(PAGE)
    (tmp_path / "var").mkdir()
    url, var = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}", tmp_path / "var"
    fill(url)
    with Store(url) as store, serve({"poor.localhost": Folder(tmp_path / "site")}, 8703) as allow:
        number, kept = _raise(store, var, allow, "http://poor.localhost:8703/budget.html")
        again, _ = capture(
            store, "r1", POOR, kept.url, var, Settings(allow=allow),
            subject=Subject.APPEAL, number=number, now=lambda: LATER,
        )  # fmt: skip
    assert again.warc != kept.warc
    done = gkc(tmp_path, "archive", "verify", "r1")
    assert (done.code, done.err) == (0, "")
    path = evidence_of(var, "r1").folder / again.warc
    path.write_bytes(path.read_bytes()[:200])
    done = gkc(tmp_path, "archive", "verify", "r1")
    assert done.code == 1
    assert f"第 1 号取证 {kept.url}" in done.err
