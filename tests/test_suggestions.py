"""A check whose "missing" was never measured, or too often wrong, only suggests it."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from unittest import mock

import pytest

from crawlers.findings import suggested
from crawlers.loopback import Folder
from crawlers.registry import Ask, Check
from crawlers.run import judge
from crawlers.site import Site
from dashboard.rounds import accuracycard
from dashboard.rounds.steps import check_round, counted_findings, round_scheme, score_round
from data.card import Card, Kind, Source, Subject, Tally
from data.indicators import Leaf, Method
from data.rules import Checklist, Composite, Deduct, EachMissing, Presence, Rule, itemised
from data.store import Store
from data.types import Cause, Evidence, Finding, Judgement, Looked, Outcome
from scoring.rounds import effective, suspicions
from scoring.score import leaf_points
from tests import rounds
from tests.commands import gkc
from tests.pipeline import ROUND, findings, run_round, unit
from tests.sites import DEPARTMENT, ask, site

MET, PARTIAL, MISSING, UNKNOWN = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING, Outcome.UNKNOWN
NAMES = {"address": "办公地址", "hours": "办公时间"}
ITEMS = Checklist({"address": Fraction(1), "hours": Fraction(1)})
PROOF = Looked(columns=("机构",), pages=9, words=("地址",))
EVIDENCE = (Evidence("http://qinghe.localhost/", "机构职能"),)
WHOLE = Finding(
    MISSING, "未见机构信息", evidence=EVIDENCE, looked=PROOF,
    items={"address": MISSING, "hours": MISSING},
)  # fmt: skip
PART = Finding(
    PARTIAL, "已具备：办公地址；缺：办公时间", evidence=EVIDENCE,
    items={"address": MET, "hours": MISSING}, counts={"pages": 3},
)  # fmt: skip
AT = datetime(2023, 12, 20, tzinfo=UTC)
TEXT = "全局上下部署下一阶段的工作任务，要求各科室抓好落实。" * 12
HEARD = "会议听取了上一年度的工作汇报，研究了今后一个时期的打算。" * 12
HOME = f"""<meta charset="utf-8"><title>某局</title><h1>某局</h1><ul><li><a href="/a.html">
某局召开工作会议部署年度任务</a> 2023-12-01</li></ul><p>{TEXT}</p>"""
# A site whose columns of disclosures were seen: only then is a topic missing that none names.
COLUMNS = {"ys": "财政预决算", "zc": "政策文件"}
COLUMN = """<meta charset="utf-8"><title>{name}</title><h1>{name}</h1><ul><li><a href="/a.html">
某局召开工作会议部署年度任务</a> 2023-12-01</li></ul>"""
NEWS = f"""<meta charset="utf-8"><title>某局召开工作会议部署年度任务</title>
<h1>某局召开工作会议部署年度任务</h1><p>发布时间：2023-12-01 来源：某局</p><p>{HEARD}</p>
<a href="/index.html">首页</a>"""


def says(finding: Finding) -> Check:
    def organ(site: Site, ask: Ask) -> Finding:
        return finding

    return Check("organ", "机构", "条例", organ, NAMES, {"pages": "页数"})


def leaf(rule: Rule = ITEMS) -> Leaf:
    return Leaf("organ", "A1", "机构", (), Fraction(2), Method.AUTO, "", rule, (), "补齐",
                check="organ")  # fmt: skip


def judged(finding: Finding, *decides: str, rule: Rule = ITEMS) -> Finding:
    seen = site({"/": HOME, "/a.html": NEWS}, unit=DEPARTMENT)
    return judge(seen, ask(), [leaf(rule)], {"organ": says(finding)}, decides)["organ"]


def test_a_piece_of_evidence_that_serves_two_points_stands_once() -> None:
    assert judged(replace(PART, evidence=EVIDENCE * 2), "organ").evidence == EVIDENCE


# --- what becomes of a finding ------------------------------------------------------------------


def test_a_whole_that_is_missing_waits_for_a_person_with_all_its_proof() -> None:
    got = judged(WHOLE)
    assert (got.outcome, got.cause) == (UNKNOWN, Cause.SUGGESTED)
    assert got.reason == "建议：未公开（待人工确认）。未见机构信息"
    assert (got.evidence, got.looked) == (WHOLE.evidence, WHOLE.looked)
    assert set(got.items.values()) == {UNKNOWN}


def test_only_the_missing_items_of_a_part_wait() -> None:
    got = judged(PART)
    assert (got.outcome, got.cause) == (PARTIAL, None)
    assert dict(got.items) == {"address": MET, "hours": UNKNOWN}
    assert (got.evidence, got.counts) == (PART.evidence, PART.counts)
    assert got.reason == "建议：缺办公时间（待人工确认）。已具备：办公地址；缺：办公时间"


def test_where_the_outcome_itself_costs_points_a_part_waits_as_a_whole() -> None:
    got = judged(PART, rule=Presence())
    assert (got.outcome, got.cause) == (UNKNOWN, Cause.SUGGESTED)


@pytest.mark.parametrize("finding", [WHOLE, PART])
def test_a_check_that_decides_says_what_it_found(finding: Finding) -> None:
    assert judged(finding, "organ") == finding


@pytest.mark.parametrize(
    "finding",
    [
        Finding(MET, "齐全", evidence=EVIDENCE, items={"address": MET, "hours": MET}),
        Finding(PARTIAL, "不完整", evidence=EVIDENCE, items={"address": PARTIAL, "hours": MET}),
        Finding(PARTIAL, "3 处", evidence=EVIDENCE, counts={"pages": 3}),
        Finding(UNKNOWN, "没有读到", Cause.NOT_READ, items={"hours": MISSING}),
        Finding(Outcome.NOT_APPLICABLE, "没有该项职责"),
    ],
)
def test_all_else_stays_as_it_is(finding: Finding) -> None:
    assert suggested(finding, NAMES, itemised=True) == finding


@pytest.mark.parametrize(
    ("rule", "by_items"),
    [
        (ITEMS, True),
        (EachMissing(Fraction(1), ("address",)), True),
        (Deduct({"pages": Fraction(1)}), True),
        (Presence(), False),
        (Composite(((Fraction(1), ITEMS), (Fraction(1), Presence()))), False),
        (Composite(((Fraction(1), ITEMS), (Fraction(1), Deduct({"pages": Fraction(1)})))), True),
    ],
)
def test_which_rules_take_points_for_the_outcome_itself(rule: Rule, by_items: bool) -> None:
    assert itemised(rule) is by_items


# --- what it costs ------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [ITEMS, EachMissing(Fraction(1), tuple(NAMES)), Presence()])
@pytest.mark.parametrize("finding", [WHOLE, PART])
def test_a_suggestion_costs_no_point(finding: Finding, rule: Rule) -> None:
    points = leaf_points(leaf(rule), DEPARTMENT, judged(finding, rule=rule))
    assert points is not None
    assert points.lost == 0
    assert points.open > 0


@pytest.mark.parametrize(
    ("outcome", "items", "got", "known"),
    [
        (MISSING, {}, 0, 2),
        (MET, {}, 2, 2),
        (PARTIAL, {"address": MET, "hours": MISSING}, 1, 2),
        (UNKNOWN, {}, 0, 0),
    ],
)
@pytest.mark.parametrize("finding", [WHOLE, PART])
def test_a_person_decides(
    finding: Finding, outcome: Outcome, items: dict[str, Outcome], got: int, known: int
) -> None:
    judgement = Judgement("u", "organ", outcome, "已核对", "甲", AT, items=items)
    counted = effective({"organ": judged(finding)}, [judgement])["organ"]
    points = leaf_points(leaf(), DEPARTMENT, counted)
    assert points is not None
    assert (points.got, points.known) == (got, known)
    assert counted.evidence == EVIDENCE


def test_a_suggestion_is_worth_a_look_at_the_veto_that_watches_it(tmp_path: Path) -> None:
    with run_round(tmp_path, {}, [unit("one")]) as store:
        scheme = round_scheme(store, store.round(ROUND))
    veto = next(veto for veto in scheme.vetoes if veto.watch)
    waiting = Finding(UNKNOWN, "建议：未公开", Cause.SUGGESTED)
    assert veto in suspicions(scheme, {veto.watch[0]: waiting})


# --- in a round ---------------------------------------------------------------------------------

CHECK = "plans"


def deciding(*names: str) -> Card:
    return Card({Subject(Kind.CHECK, n, "missing", Source.SITES): Tally(right=1) for n in names})


def use(card: Card) -> AbstractContextManager[object]:
    return mock.patch.object(accuracycard, "bundled_card", return_value=card)


@pytest.fixture
def served(tmp_path: Path) -> Folder:
    root = tmp_path / "site"
    root.mkdir()
    menu = "".join(f'<a href="/{path}/">{name}</a>' for path, name in COLUMNS.items())
    (root / "index.html").write_text(HOME + menu, encoding="utf-8")
    (root / "a.html").write_text(NEWS, encoding="utf-8")
    for path, name in COLUMNS.items():
        (root / path).mkdir()
        shown = f"{COLUMN.format(name=name)}{menu}"
        (root / path / "index.html").write_text(shown, encoding="utf-8")
    return Folder(root)


def plans(store: Store) -> tuple[Outcome, Cause | None]:
    found = findings(store, "one")[CHECK]
    return found.outcome, found.cause


def test_a_round_keeps_the_card_of_its_first_check(tmp_path: Path, served: Folder) -> None:
    with (
        use(deciding(CHECK)),
        run_round(tmp_path, {"one.localhost": served}, [unit("one")]) as store,
    ):
        assert plans(store) == (MISSING, None)
        before = store.digest(ROUND)
        with use(deciding()):
            check_round(store, ROUND, tmp_path)
            assert score_round(store, ROUND) == before
            accuracycard.tie(store, ROUND, deciding())
            check_round(store, ROUND, tmp_path)
            assert plans(store) == (UNKNOWN, Cause.SUGGESTED)
            assert score_round(store, ROUND) != before


def test_a_judgement_on_a_suggestion_counts(tmp_path: Path, served: Folder) -> None:
    hosts = {"one.localhost": served}
    with use(deciding()), run_round(tmp_path, hosts, [unit("one")]) as store:
        assert store.scores(ROUND)["one"].leaves[CHECK].lost == 0
        store.add_judgements(ROUND, [Judgement("one", CHECK, MISSING, "已核对", "甲", AT)])
        score_round(store, ROUND)
        points = store.scores(ROUND)["one"].leaves[CHECK]
        assert points.lost == points.full > 0
        scheme = round_scheme(store, store.round(ROUND))
        assert counted_findings(store, scheme, ROUND, "one")[CHECK].outcome is MISSING


def test_the_tie_is_read_as_it_was_made(store: Store) -> None:
    rounds.fill(store.url)
    assert store.card("r1") is None
    tied = accuracycard.tie(store, "r1", deciding("plans", "fees"))
    assert store.card("r1") == tied
    assert tied.decides == {"plans", "fees"}
    again = accuracycard.tie(store, "r1", deciding("plans"))
    assert store.card("r1") == again


def test_the_command_ties_a_round_to_the_card_of_this_version(tmp_path: Path) -> None:
    with run_round(tmp_path / "var", {}, [unit("one")]) as store:
        accuracycard.tie(store, ROUND, deciding("plans"))
        done = gkc(tmp_path, "card", "use", ROUND)
        assert done.code == 0, done.err
        assert "gkc check r" in done.err
        assert store.card(ROUND) == accuracycard.tie(store, ROUND, accuracycard.bundled_card())
    assert gkc(tmp_path, "card", "use", "nosuch").code == 1
