"""The five schemes of notices: every task answered for, every sentence true, a demo unit scored."""

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction as F
from pathlib import Path

import pytest

from crawlers.documents import Reader
from crawlers.loopback import Folder, serve
from crawlers.registry import Ask, all_checks
from crawlers.run import judge
from crawlers.settings import Settings
from crawlers.topics import as_read
from dashboard.rounds.steps import archived_site, check_round, collect_round, score_round
from data.demo.content.model import AS_OF
from data.demo.generate import address, views_of_all, write_site
from data.demo.units import PORT
from data.indicators import Leaf, Method
from data.rules import (
    Checklist,
    Composite,
    Deduct,
    EachMissing,
    Excess,
    Presence,
    Ratio,
    Sampled,
    Target,
    Tiered,
)
from data.schemes import FOLDER, bind, bundled, read_scheme
from data.store import Store
from data.task_checks import NOTICES, SCHEMES, Task, tasks
from data.types import Cause, Finding, Outcome, Round, Unit
from data.web_part import web_part
from scoring.rules import points_for
from scoring.score import score

SHARED = Path(__file__).parents[2] / "shared"
CHECKS = all_checks()
READ = {notice: read_scheme(bundled()[id_]) for notice, id_ in SCHEMES.items()}
NOTICE_OF = {id_: notice for notice, id_ in SCHEMES.items()}
LEAVES = {(notice, leaf.id): leaf for notice, scheme in READ.items() for leaf in scheme.leaves()}


def leaves_of(task: Task) -> list[Leaf]:
    return [LEAVES[task.notice, id_] for id_ in task.leaves]


# --- the register ---------------------------------------------------------------------------------


def test_there_are_125_tasks_of_five_notices():
    assert Counter(task.notice for task in tasks()) == dict(
        zip(NOTICES, (37, 16, 35, 21, 16), strict=True)
    )
    assert len({(task.notice, task.task) for task in tasks()}) == 125
    assert NOTICES.keys() == SCHEMES.keys()


def test_a_task_has_an_indicator_a_method_a_rule_and_a_unit_of_measure():
    for task in tasks():
        at = (task.notice, task.task)
        assert task.leaves, at
        assert len(set(task.leaves)) == len(task.leaves), at
        assert task.method in {leaf.method for leaf in leaves_of(task)}, at
        assert 0 < len(task.name) <= 14, at
        assert len(task.rule) >= 7, at
        assert task.unit, at
        assert task.lead, at
        assert task.deadline, at


def test_the_checks_of_a_task_are_those_of_its_leaves():
    for task in tasks():
        asked = dict.fromkeys(leaf.check for leaf in leaves_of(task) if leaf.check)
        assert task.checks == tuple(asked), (task.notice, task.task)


def test_a_task_has_an_indicator_of_its_own_that_cites_it():
    for task in tasks():
        place = leaves_of(task)[0].basis[0]
        assert place.startswith("《")
        own = [leaf.id for leaf in READ[task.notice].leaves() if leaf.basis[0] == place]
        assert set(own) <= set(task.leaves), (task.notice, task.task)


def test_every_leaf_serves_a_task():
    served = {(task.notice, id_) for task in tasks() for id_ in task.leaves}
    assert served == set(LEAVES)


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有任务清单（不随项目提供）")
def test_the_register_has_the_tasks_of_the_notices_and_no_other():
    with (SHARED / "domain" / "seed_tasks.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [(row["seed_file"].removesuffix(".txt"), row["task_no"]) for row in rows]
    assert [(task.notice, task.task) for task in tasks()] == found


# --- the schemes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("notice", READ)
def test_a_scheme_of_a_notice_adds_to_100_binds_and_says_whose_points_they_are(notice):
    scheme = READ[notice]
    assert scheme.total == sum(leaf.points for leaf in scheme.leaves()) == 100
    assert scheme.kind == "county"
    bind(scheme, CHECKS)
    text = (FOLDER / f"{scheme.id}.yaml").read_text(encoding="utf-8")
    head = text[: text.index("scheme:")]
    assert "没有分值" in head
    assert "本平台所拟" in head
    assert "没有分值" not in scheme.title


def amounts(rule, points: F) -> set[F]:
    """The points that a rule gives or takes, as its sentence should name them."""
    match rule:
        case Presence() | Ratio(per_point=None, each=None) | Target():
            return {points}
        case Checklist():
            return set(rule.items.values())
        case EachMissing() | Sampled():
            return {rule.each}
        case Deduct():
            return set(rule.each.values())
        case Ratio():
            return {rule.per_point or rule.each or points}
        case Tiered():
            return {worth for _, worth in rule.tiers}
        case Composite():
            return {amount for worth, part in rule.parts for amount in amounts(part, worth)}
        case Excess():
            return {rule.each} if rule.each else {off for _, off in rule.steps}
    raise AssertionError(rule)


@pytest.mark.parametrize("notice", READ)
def test_a_rule_sentence_names_what_everything_costs(notice):
    for leaf in READ[notice].leaves():
        said = {
            F(number)
            for run in re.findall(r"((?:\d+(?:\.\d+)?、)*\d+(?:\.\d+)?) 分", leaf.rule)
            for number in run.split("、")
        }
        assert amounts(leaf.scoring, leaf.points) - said == set(), leaf.rule


@pytest.mark.parametrize("notice", READ)
def test_a_sentence_is_one_sentence_that_tells_what_is_looked_at(notice):
    for leaf in READ[notice].leaves():
        assert leaf.rule.count("。") == leaf.remedy.count("。") == 1, leaf.id
        assert 14 <= len(leaf.rule) <= 160, leaf.id
        assert len(leaf.name) <= 20, leaf.id
        for word in ("params", "titles", "scenarios"):
            assert word not in leaf.rule, "read by people who see no file"


@pytest.mark.parametrize("notice", list(NOTICES)[2:3] + list(NOTICES)[4:])
def test_an_old_notice_is_not_scored_by_later_law(notice):
    year = int(re.search(r"\d{4}", NOTICES[notice])[0])
    for title in READ[notice].sources.values():
        assert all(int(written) <= year for written in re.findall(r"〔(\d{4})〕", title)), title


def shared_runs(ours: str, theirs: str, least: int) -> list[str]:
    """Pieces of `ours`, `least` signs or longer without a break, that stand in `theirs`."""
    found = []
    for piece in re.split(r"[，。；：、（）“”《》〈〉\s]", ours):
        for start in range(len(piece) - least + 1):
            if piece[start : start + least] in theirs:
                found.append(piece[start : start + least])
    return found


# Names of things, which have no other words.
NAMES = re.compile(
    "互联网|湖南省|一件事|高效办成|便民服务中心|行政规范性文件|国土空间|行政处罚|政务服务|政务公开"
    "|地方标准|重大行政决策|五年规划|行政许可|假冒伪劣|行政审批"
)


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有通知原文（不随项目提供）")
@pytest.mark.parametrize("notice", NOTICES)
def test_no_sentence_is_the_notices(notice):
    text = (SHARED / "seeds" / f"{notice}.txt").read_text(encoding="utf-8")
    theirs = re.sub(r"\s", "", text)
    mine = [task.rule for task in tasks() if task.notice == notice]
    for leaf in READ[notice].leaves():
        mine += [leaf.rule, leaf.remedy, leaf.evidence, leaf.typical_failure]
    copied = [run for sentence in mine for run in shared_runs(sentence, theirs, 12)]
    assert [run for run in copied if not NAMES.search(run)] == []


# --- the figures ----------------------------------------------------------------------------------

# Full from here on, and what a figure short of it earns: worked out by hand.
FIGURES = [
    # 1.6 × 525 / 700
    (
        "wulingyuan-2023",
        "xyb_items",
        {"一网通办服务事项数": 700},
        {"一网通办服务事项数": 525},
        "1.2",
    ),
    ("wulingyuan-2023", "xyb_certificates", {"电子证照种类数": 80}, {"电子证照种类数": 60}, "0.9"),
    ("wulingyuan-2023", "xyb_users", {"注册用户数": 20000}, {"注册用户数": 15000}, "0.9"),
    (
        "wulingyuan-2023",
        "data_catalogued",
        {"已编目的数据项数": 200, "应编目的数据项数": 200},
        {"已编目的数据项数": 150, "应编目的数据项数": 200},
        "0.9",
    ),
    (
        "wulingyuan-2023",
        "scenes_online",
        {"全程一网通办的场景数": 10},
        {"全程一网通办的场景数": 5},
        "0.6",
    ),
    (
        "wulingyuan-2023",
        "city_wide_rate",
        {"已市域通办的高频事项数": 80, "高频事项数": 80},
        {"已市域通办的高频事项数": 60, "高频事项数": 80},
        "1.125",
    ),
    # villages: 80 % is enough; 0.8 × 9/10 + 0.8 × 0.4/0.8
    (
        "wulingyuan-2023",
        "supervision_cover",
        {"已覆盖乡镇街道数": 10, "乡镇街道数": 10, "已覆盖村社区数": 80, "村社区数": 100},
        {"已覆盖乡镇街道数": 9, "乡镇街道数": 10, "已覆盖村社区数": 40, "村社区数": 100},
        "1.12",
    ),
    (
        "wulingyuan-2023",
        "red_cards",
        {"查清并整改的红牌件数": 4, "红牌件数": 4},
        {"查清并整改的红牌件数": 3, "红牌件数": 4},
        "0.9",
    ),
    (
        "wulingyuan-2023",
        "foi_replied",
        {"答复到位的申请件数": 7, "符合条件的申请件数": 7},
        {"答复到位的申请件数": 6, "符合条件的申请件数": 7},
        "0.6",
    ),
    (
        "wulingyuan-2023",
        "accessible",
        {"完成改造的网站和新媒体数": 20, "应改造的网站和新媒体数": 20},
        {"完成改造的网站和新媒体数": 10, "应改造的网站和新媒体数": 20},
        "0.25",
    ),
    # 70 %, 50 %, 95 %, 95 %
    (
        "wulingyuan-2023",
        "time_cut",
        {"压缩天数合计": 70, "法定时限天数合计": 100},
        {"压缩天数合计": 35, "法定时限天数合计": 100},
        "0.7",
    ),
    (
        "wulingyuan-2023",
        "instant_items",
        {"即办件数": 50, "行政许可事项数": 100},
        {"即办件数": 25, "行政许可事项数": 100},
        "0.4",
    ),
    (
        "wulingyuan-2023",
        "online_items",
        {"网上可办事项数": 95, "政务服务事项数": 100},
        {"网上可办事项数": 19, "政务服务事项数": 100},
        "0.24",
    ),
    (
        "wulingyuan-2023",
        "once_items",
        {"最多跑一次事项数": 95, "政务服务事项数": 100},
        {"最多跑一次事项数": 57, "政务服务事项数": 100},
        "0.48",
    ),
    ("wulingyuan-2023", "weekly_monitor", {"监测次数": 52}, {"监测次数": 26}, "0.125"),
    ("wulingyuan-2023", "replies_on_time", {"超期件数": 0}, {"超期件数": 1}, "0.5"),
    (
        "heshan-2018",
        "foi_on_time",
        {"按时办结的申请件数": 30, "应办结的申请件数": 30},
        {"按时办结的申请件数": 29, "应办结的申请件数": 30},
        "2.9",
    ),
    (
        "heshan-2018",
        "training_cover",
        {"参加培训的公开工作人员数": 70, "公开工作人员数": 70},
        {"参加培训的公开工作人员数": 35, "公开工作人员数": 70},
        "0.7",
    ),
    # 10 % fewer is all that is asked: 5 of 200 is a quarter of it
    (
        "heshan-2018",
        "documents_cut",
        {"比上年减少的发文件数": 20, "上年发文件数": 200},
        {"比上年减少的发文件数": 5, "上年发文件数": 200},
        "0.5",
    ),
    ("heshan-2018", "lost_cases", {"引发的复议诉讼件数": 0}, {"引发的复议诉讼件数": 1}, "1"),
    # 5.2 × 10/13 + 0.8 × 1/2
    (
        "yunxi-2024",
        "one_things_live",
        {"推广应用的国家重点一件事数": 13, "推广应用的省重点一件事数": 2},
        {"推广应用的国家重点一件事数": 10, "推广应用的省重点一件事数": 1},
        "4.4",
    ),
    # 1.6 × 36/48 + 2 × 3/4
    (
        "yunxi-2024",
        "same_elements",
        {"统一管理的要素数": 48, "要素一致的事项数": 40, "抽查的事项数": 40},
        {"统一管理的要素数": 36, "要素一致的事项数": 30, "抽查的事项数": 40},
        "2.7",
    ),
    (
        "yunxi-2024",
        "nodes_done",
        {"按节点完成的重点事项数": 15},
        {"按节点完成的重点事项数": 12},
        "1.6",
    ),
    (
        "loudi-2014",
        "township_built",
        {"当年建成的中心数": 4, "应建中心总数": 20},
        {"当年建成的中心数": 2, "应建中心总数": 20},
        "1.5",
    ),
    (
        "loudi-2014",
        "connected",
        {"已对接的单位数": 60, "应对接的单位数": 60},
        {"已对接的单位数": 45, "应对接的单位数": 60},
        "2.25",
    ),
]


@pytest.mark.parametrize(
    ("scheme", "id_", "enough", "short", "got"), FIGURES, ids=[f"{s}:{i}" for s, i, *_ in FIGURES]
)
def test_a_figure_that_reaches_its_target_earns_all_and_one_short_of_it_its_part(
    scheme, id_, enough, short, got
):
    leaf = LEAVES[NOTICE_OF[scheme], id_]
    assert leaf.method is Method.METRIC
    assert earned(leaf, enough) == leaf.points
    assert earned(leaf, short) == F(got)


def earned(leaf: Leaf, counts: dict[str, int]) -> F:
    finding = Finding(Outcome.PARTIAL, "填报数据", counts=counts)
    return points_for(finding, leaf.points, leaf.scoring).got


def test_dispatches_bulletins_and_inspections_are_12_4_and_1():
    leaf = LEAVES["000_a74b0a8ddff8ddd7", "reform_dispatch"]

    def got(dispatches: int, bulletins: int, inspected: Outcome) -> F:
        counts = {"调度次数": dispatches, "通报次数": bulletins}
        finding = Finding(Outcome.PARTIAL, "", items={"年度督查": inspected}, counts=counts)
        return points_for(finding, leaf.points, leaf.scoring).got

    assert got(12, 4, Outcome.MET) == 1
    assert got(9, 2, Outcome.MISSING) == F("0.5")  # 0.4 × 9/12 + 0.4 × 2/4


@pytest.mark.parametrize(
    ("scheme", "id_", "params"),
    [
        ("wulingyuan-2023", "one_things", {"scenarios": "hunan_2023"}),  # 10 scenes
        ("yunxi-2024", "one_things", {"scenarios": "national_2024"}),  # 13
        ("wulingyuan-2023", "disclosure_catalogue", {"due": "06-30"}),
        ("wulingyuan-2023", "annual_report", {"due": "03-31"}),
        ("wulingyuan-2023", "theme_day", {"themes": ("精准扶贫", "一江碧水")}),
        ("zhuzhou-2023", "named_documents", {"titles": ("湖南省科学技术进步条例",)}),
    ],
)
def test_a_check_is_asked_for_what_the_notice_names(scheme, id_, params):
    leaf = LEAVES[NOTICE_OF[scheme], id_]
    assert leaf.params == params


@pytest.mark.parametrize(("scheme", "added"), [("wulingyuan-2023", 4), ("zhuzhou-2023", 6)])
def test_the_fields_of_the_standard_catalogues_are_26_and_those_that_the_notice_adds(scheme, added):
    leaf = LEAVES[NOTICE_OF[scheme], "grassroots_fields"]
    assert len(leaf.params["added"]) == added
    assert f"{26 + added} 个" in leaf.rule


# --- a demo unit ----------------------------------------------------------------------------------

(VIEW,) = [view for view in views_of_all() if view.body.id == "qinghe"]
ROUND = "seed"


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """A store with one round of one demo county under the first notice, collected; its folder."""
    folder = tmp_path_factory.mktemp("seed")
    write_site(VIEW, folder / "site")
    unit = Unit(VIEW.body.id, VIEW.body.name, "county", "县市区政府", address(VIEW, VIEW.home))
    scheme_id = "wulingyuan-2023"
    with Store(f"sqlite:///{folder / 'gkc.db'}") as store:
        store.put_units([unit])
        store.put_scheme(scheme_id, bundled()[scheme_id].read_text(encoding="utf-8"))
        at = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
        store.create_round(Round(ROUND, "演示", scheme_id, AS_OF, 2023, (unit.id,), at))
        with serve({VIEW.body.host: Folder(folder / "site")}, PORT) as allow:
            collect_round(store, ROUND, folder, Settings(allow=allow, browser=False))
        yield store, folder, unit


@pytest.fixture(scope="module")
def found(looked):
    """What the checks say of the demo county, by notice: offline, from the archive alone."""
    store, folder, unit = looked
    with Reader() as reader:
        site = archived_site(store, store.round(ROUND), unit, folder, reader, as_read)
        return {
            notice: judge(site, Ask(AS_OF, 2023), scheme.leaves(), CHECKS)
            for notice, scheme in READ.items()
        }


@pytest.mark.parametrize("notice", READ)
def test_no_leaf_is_without_a_finding_and_no_check_breaks(found, notice):
    scheme = READ[notice]
    assert found[notice].keys() == {leaf.id for leaf in scheme.leaves()}
    assert [id_ for id_, f in found[notice].items() if f.cause is Cause.CHECK_FAILED] == []
    for leaf in scheme.leaves():
        waits = {Method.MANUAL: Cause.NEEDS_PERSON, Method.METRIC: Cause.NEEDS_METRIC}
        if leaf.check is None:
            assert found[notice][leaf.id].cause is waits[leaf.method]


@pytest.mark.parametrize("notice", READ)
def test_a_demo_unit_is_scored_on_what_its_site_shows(looked, found, notice):
    _, _, unit = looked
    scheme = web_part(READ[notice])
    result = score(scheme, unit, found[notice])
    assert result.coverage >= scheme.coverage_floor
    assert result.low <= result.value <= result.high
    assert result.grade


@pytest.mark.parametrize("notice", READ)
def test_with_material_and_figures_the_whole_scheme_is_scored(looked, found, notice):
    """People and systems give what a website does not; what they give in full earns in full."""
    _, _, unit = looked
    scheme = READ[notice]
    open_ = score(scheme, unit, found[notice])
    given = {
        leaf.id: Finding(Outcome.MET, "已提供材料")
        for leaf in scheme.leaves()
        if leaf.check is None
    }
    result = score(scheme, unit, {**found[notice], **given})
    assert result.coverage > open_.coverage
    assert result.coverage >= scheme.coverage_floor
    assert all(result.leaves[id_].got == result.leaves[id_].full for id_ in given)
    assert result.value >= open_.low


def test_a_unit_without_townships_is_not_asked_for_township_centres(found, looked):
    _, _, unit = looked
    notice = "004_92aeca56ac492447"
    zone = replace(unit, duties=frozenset())
    result = score(READ[notice], zone, found[notice])
    assert {"township_built", "township_running", "village_built"} & result.leaves.keys() == set()


def test_a_round_of_a_notice_is_checked_and_scored_by_the_ordinary_steps(looked):
    store, folder, unit = looked
    check_round(store, ROUND, folder)
    first = score_round(store, ROUND)
    assert score_round(store, ROUND) == first
    assert len(store.findings(ROUND)[unit.id]) == len(READ["000_a74b0a8ddff8ddd7"].leaves())
