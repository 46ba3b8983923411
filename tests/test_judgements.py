"""Judgements of people: read from a CSV, and through the real commands into the score."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.rounds.steps import checks
from data.accounts import Account
from data.judgements import JudgementError, read_judgements
from data.people import Role
from data.schemes import bundled, read_scheme
from data.store import Store
from data.types import Cause, Finding, Judgement, Mark, Outcome, Unit
from tests.commands import gkc

AT = datetime(2023, 12, 20, 4, 0, tzinfo=UTC)
SCHEME = read_scheme(bundled()["department-2023"])
UNITS = [
    Unit("caiju", "某市财政局", "department", "市直部门", "http://a.localhost/", aliases=("财局",)),
    Unit("jiaoju", "某市教育局", "department", "市直部门", "http://b.localhost/"),
]
HEADER = "单位,指标,结论,理由,评审人,要素,计数"
LEAF = SCHEME.leaves()[0]


def read(tmp_path: Path, *rows: str, header: str = HEADER) -> list[Judgement]:
    path = tmp_path / "judged.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_judgements(path, SCHEME, UNITS, AT)


# --- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        ("符合", Outcome.MET),
        ("部分符合", Outcome.PARTIAL),
        ("未公开", Outcome.MISSING),
        ("不符合", Outcome.MISSING),
        ("不涉及", Outcome.NOT_APPLICABLE),
        ("无法判断", Outcome.UNKNOWN),
    ],
)
def test_verdicts_on_an_indicator(tmp_path: Path, verdict: str, outcome: Outcome) -> None:
    [judged] = read(tmp_path, f"caiju,foi_guide,{verdict},已核对,甲,,")
    assert judged == Judgement("caiju", "foi_guide", outcome, "已核对", "甲", AT)


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [("确认", Outcome.MISSING), ("排除", Outcome.MET), ("无法判断", Outcome.UNKNOWN)],
)
def test_a_veto_has_verdicts_of_its_own(tmp_path: Path, verdict: str, outcome: Outcome) -> None:
    [judged] = read(tmp_path, f"caiju,veto_forged,{verdict},调取后台记录,甲,,")
    assert (judged.indicator_id, judged.outcome) == ("veto_forged", outcome)


@pytest.mark.parametrize("name", ["caiju", "某市财政局", "财局"])
@pytest.mark.parametrize("indicator", [LEAF.id, LEAF.code])
def test_units_and_indicators_go_by_id_or_name(tmp_path: Path, name: str, indicator: str) -> None:
    [judged] = read(tmp_path, f"{name},{indicator},符合,已核对,甲,,")
    assert (judged.unit_id, judged.indicator_id) == ("caiju", LEAF.id)


def test_items_and_counts_in_either_punctuation(tmp_path: Path) -> None:
    first, second = read(
        tmp_path,
        "caiju,foi_guide,部分符合,缺邮箱,甲,phone:符合; email：未公开；,",
        "caiju,interpretation_coverage,部分符合,已清点,甲,,required=4；interpreted＝3",
    )
    assert first.items == {"phone": Outcome.MET, "email": Outcome.MISSING}
    assert second.counts == {"required": 4, "interpreted": 3}


def test_optional_columns_may_be_absent_and_others_are_not_read(tmp_path: Path) -> None:
    header = "评审人,理由,结论,指标,单位,备注"
    [judged] = read(tmp_path, "甲,已核对,符合,foi_guide,caiju,随手记", header=header)
    assert (judged.items, judged.counts) == ({}, {})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_byte_order_mark_blank_lines_and_gbk_do_no_harm(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "judged.csv"
    path.write_text(f"{HEADER}\n\ncaiju,foi_guide,符合,已核对,甲,,\n\n", encoding=encoding)
    [judged] = read_judgements(path, SCHEME, UNITS, AT)
    assert judged.reason == "已核对"


def test_a_row_longer_than_the_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JudgementError, match=r"judged\.csv 第 2 行比表头多出 1 列"):
        read(tmp_path, "caiju,foi_guide,符合,是,甲,,,多")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nosuch,foi_guide,符合,是,甲,,", "第 3 行：单位“nosuch”不在本轮中"),
        ("caiju,nosuch,符合,是,甲,,", "第 3 行：指标“nosuch”不在本轮中"),
        ("caiju,foi_guide,也许,是,甲,,", "第 3 行：结论“也许”无效；可写：符合、部分符合"),
        ("caiju,foi_guide,确认,是,甲,,", "第 3 行：结论“确认”无效；可写：符合"),
        ("caiju,veto_forged,符合,是,甲,,", "第 3 行：结论“符合”无效；可写：确认、排除、无法判断"),
        ("caiju,bonus_standard,确认,是,甲,,", "第 3 行：结论“确认”无效；可写：符合"),
        ("caiju,foi_guide,符合,,甲,,", "第 3 行：理由和评审人必须填写"),
        ("caiju,foi_guide,符合,是,,,", "第 3 行：理由和评审人必须填写"),
        ("caiju,foi_guide,符合,是", "第 3 行：理由和评审人必须填写"),
        ("caiju,foi_guide,符合,是,甲,phone,", "第 3 行：“phone”应写成 名称:值"),
        ("caiju,foi_guide,符合,是,甲,fone:符合,", "第 3 行：要素“fone”无效；可用：address、apply"),
        ("caiju,foi_guide,符合,是,甲,phone:有,", "第 3 行：结论“有”无效"),
        ("caiju,foi_guide,符合,是,甲,,phone=1", "第 3 行：计数“phone”无效；该指标不按计数计分"),
        ("caiju,interpretation_coverage,符合,是,甲,,required=-1", "计数“-1”应是非负整数"),
        ("caiju,interpretation_coverage,符合,是,甲,,required=１", "计数“１”应是非负整数"),
        ('caiju,foi_guide,符合,"是"的,甲,,', "第 3 行不是正确的 CSV"),
    ],
)
def test_a_wrong_row_refuses_the_whole_file_and_names_the_row(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(JudgementError, match=r"judged\.csv") as refused:
        read(tmp_path, "caiju,foi_guide,符合,是,甲,,", row)
    assert said in str(refused.value)


def test_a_row_after_a_cell_of_two_lines_is_still_named_as_in_the_file(tmp_path: Path) -> None:
    with pytest.raises(JudgementError, match="第 4 行"):
        read(
            tmp_path, 'caiju,foi_guide,符合,"第一行\n第二行",甲,,', "nosuch,foi_guide,符合,是,甲,,"
        )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空文件；请核对文件"),
        ("单位,指标,结论\n".encode(), "第 1 行缺少列“理由”“评审人”"),
        (f"{HEADER}\n".encode(), "里没有评审意见"),
        (f"{HEADER}\n".encode("utf-16"), "既不是 UTF-8 也不是 GBK"),
    ],
)
def test_a_file_that_holds_no_judgements_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "judged.csv"
    path.write_bytes(content)
    with pytest.raises(JudgementError, match=f"judged.csv.*{said}"):
        read_judgements(path, SCHEME, UNITS, AT)


# --- through the commands -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round "r" of two departments whose checks were all met; nobody has judged anything."""
    folder = tmp_path_factory.mktemp("prepared")
    units = [f"{u.id},{u.name},部门,{u.group},{u.portal}\n" for u in UNITS]
    (folder / "units.csv").write_text(
        "".join(["编号,名称,类型,组别,网址\n", *units]), encoding="utf-8"
    )
    gkc(folder, "units", "import", "units.csv")
    options = ("--scheme", "department-2023", "--as-of", "2023-12-15")
    assert gkc(folder, "rounds", "create", "r", *options).code == 0
    nobody = Finding(Outcome.UNKNOWN, "尚无评审意见", Cause.NEEDS_PERSON)
    found = {leaf.id: met_of(leaf.check) if leaf.check else nobody for leaf in SCHEME.leaves()}
    with opened(folder) as store:
        for unit in UNITS:
            store.put_findings("r", unit.id, found)
    return folder


@pytest.fixture
def scored(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it, to be judged and scored."""
    return shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)


def opened(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'var' / 'gkc.db'}")


def met_of(name: str) -> Finding:
    """What a check says when nothing is wrong."""
    check = checks()[name]
    faults = dict.fromkeys(check.counts, 0)
    totals = {"pairs", "linked", "on_time", "required", "interpreted", "domains", "live"}
    totals |= {"consultations", "matched"}
    counts = {key: 2 if key in totals else number for key, number in faults.items()}
    return Finding(
        Outcome.MET, "符合", items=dict.fromkeys(check.items, Outcome.MET), counts=counts
    )


def judged(folder: Path, *rows: str) -> dict[str, dict[str, str]]:
    """The ranking by unit after these judgements and a new scoring."""
    (folder / "judged.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    done = gkc(folder, "judge", "r", "judged.csv")
    assert (done.code, done.out) == (0, ""), done.err
    assert f"已记录 {len(rows)} 条评审意见" in done.err
    return ranking(folder)


def ranking(folder: Path) -> dict[str, dict[str, str]]:
    assert gkc(folder, "score", "r").code == 0
    listed = json.loads(gkc(folder, "rank", "r", "--format", "json").out)
    return {row["unit"]: row for row in listed}


def test_without_judgements_all_that_was_checked_is_won(scored: Path) -> None:
    rows = ranking(scored)
    assert {row["value"] for row in rows.values()} == {100}
    assert {row["grade"] for row in rows.values()} == {"优秀"}


def test_a_confirmed_veto_caps_the_score_at_59(scored: Path) -> None:
    rows = judged(
        scored,
        "某市财政局,veto_forged,确认,后台记录 http://a.cn/1 发稿日期被改,甲,,",
    )
    capped, free = rows["某市财政局"], rows["某市教育局"]
    assert (capped["value"], capped["grade"], capped["place"]) == (59, "不合格", 2)
    assert (free["value"], free["place"]) == (100, 1)


def test_a_veto_that_was_excluded_later_caps_nothing(scored: Path) -> None:
    judged(scored, "caiju,veto_forged,确认,后台记录 http://a.cn/1 发稿日期被改,甲,,")
    rows = judged(scored, "caiju,veto_forged,排除,复核后台记录，系统迁移所致,乙,,")
    assert rows["某市财政局"]["value"] == 100
    with opened(scored) as store:
        assert [(j.outcome, j.by) for j in store.judgements("r")] == [
            (Outcome.MISSING, "甲"),
            (Outcome.MET, "乙"),
        ]


def test_a_manual_leaf_enters_the_score(scored: Path) -> None:
    # The leaf was open and now counts: 100 × got / known falls by its points over the new known.
    leaf = next(leaf for leaf in SCHEME.leaves() if leaf.id == "wording")
    assert leaf.check is None
    before = ranking(scored)["某市财政局"]
    after = judged(scored, "caiju,wording,未公开,错敏词 12 处,甲,,")["某市财政局"]
    known = sum(leaf.points for leaf in SCHEME.leaves() if leaf.check)
    assert before["coverage"] == float(known) / 100
    assert after["coverage"] == float(known + leaf.points) / 100
    assert after["value"] == round(float(100 * known / (known + leaf.points)), 2)


def test_a_judgement_changes_one_leaf_and_keeps_what_the_check_found(scored: Path) -> None:
    rows = judged(scored, "caiju,foi_guide,未公开,指南链接打不开,甲,,")
    assert float(rows["某市财政局"]["value"]) < 100
    assert rows["某市教育局"]["value"] == 100
    gaps = json.loads(gkc(scored, "gaps", "r", "--unit", "caiju", "--format", "json").out)
    assert (gaps[0]["code"], gaps[0]["reason"]) == (LEAF.code, "指南链接打不开")
    with opened(scored) as store:
        assert store.findings("r")["caiju"]["foi_guide"].outcome is Outcome.MET


def test_a_bonus_counts_only_when_a_person_grants_it(scored: Path) -> None:
    rows = judged(
        scored,
        "caiju,foi_guide,未公开,指南链接打不开,甲,,",
        "jiaoju,foi_guide,未公开,指南链接打不开,甲,,",
        "jiaoju,bonus_conversion,符合,有转化台账 https://jiaoju.gov.cn/t.html,甲,,",
    )
    bonus = float(rows["某市教育局"]["value"]) - float(rows["某市财政局"]["value"])
    assert bonus == pytest.approx(1, abs=0.005)


def test_one_bad_row_leaves_no_judgement_behind(scored: Path) -> None:
    before = ranking(scored)
    rows = f"{HEADER}\ncaiju,veto_forged,确认,改过日期 http://caiju.gov.cn/a.html,甲,,\ncaiju,veto_secret,也许,是,甲,,\n"
    (scored / "judged.csv").write_text(rows, encoding="utf-8")
    assert gkc(scored, "judge", "r", "judged.csv").code == 1
    assert ranking(scored) == before


# --- the rules of the desk -----------------------------------------------------------------------

STEPS = "换时间重访;换电脑和网络;换浏览器;用站内搜索和搜索引擎查找"


def refused(folder: Path, row: str, header: str = HEADER) -> str:
    """What is said of a file with one row that is not taken; nothing of it is kept."""
    (folder / "judged.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    done = gkc(folder, "judge", "r", "judged.csv")
    assert (done.code, done.out) == (1, "")
    with opened(folder) as store:
        assert store.judgements("r") == []
    return str(done.err)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("caiju,veto_forged,确认,有人反映,甲,,", "第 2 行：确认单项否决须有证据"),
        ("caiju,bonus_conversion,部分符合,有台账,甲,,", "第 2 行：部分确认加分项须有证据"),
        ("caiju,bonus_conversion,不涉及,没有,甲,,", "第 2 行：加分项只能评为"),
    ],
)
def test_what_changes_a_result_needs_proof(scored: Path, row: str, said: str) -> None:
    assert said in refused(scored, row)


def test_a_zero_of_what_nobody_saw_needs_every_step(scored: Path) -> None:
    with opened(scored) as store:
        unseen = Finding(Outcome.UNKNOWN, "首页没有读到", Cause.SITE_DOWN)
        store.put_findings("r", "caiju", {**store.findings("r")["caiju"], "foi_guide": unseen})
    row, more = "caiju,foi_guide,未公开,没有找到,甲,,", f"{HEADER},确认步骤"
    assert "第 2 行：核查没有看全" in refused(scored, row)
    assert f"请做完各确认步骤，并在“确认步骤”列写明：{STEPS}" in refused(
        scored, f"{row},换时间重访;换浏览器", more
    )
    assert "确认步骤“看过”无效" in refused(scored, f"{row},看过", more)
    (scored / "judged.csv").write_text(f"{more}\n{row},{STEPS}\n", encoding="utf-8")
    assert gkc(scored, "judge", "r", "judged.csv").code == 0
    with opened(scored) as store:
        (kept,) = store.judgements("r")
    assert kept.reason == f"没有找到（已{STEPS.replace(';', '、')}核实）"


def test_a_reviewer_with_an_account_is_held_to_it(scored: Path) -> None:
    with opened(scored) as store:
        for account in (
            Account("zhang", "张三", Role.EVALUATOR, tied=frozenset({"caiju"})),
            Account("lead", "李四", Role.LEADER),
        ):
            store.add_account(account, "", at=AT, by="test")
    tied = "评审人“张三”与该单位有关联，须回避"
    assert tied in refused(scored, "caiju,wording,符合,好,张三,,")
    assert tied.replace("张三", "zhang") in refused(scored, "caiju,wording,符合,好,zhang,,")
    assert "评审人“李四”的账号不能评审" in refused(scored, "jiaoju,wording,符合,好,李四,,")
    judged(scored, "jiaoju,wording,符合,好,张三,,")
    with opened(scored) as store:
        assert [j.by for j in store.judgements("r")] == ["zhang"]


def test_after_a_second_look_the_first_is_not_said_again_and_the_row_is_named(scored: Path) -> None:
    second = Judgement("caiju", "wording", Outcome.MET, "好", "rita", AT, mark=Mark.SECOND)
    with opened(scored) as store:
        store.add_judgements("r", [second])
    (scored / "judged.csv").write_text(f"{HEADER}\ncaiju,wording,符合,好,甲,,\n", encoding="utf-8")
    done = gkc(scored, "judge", "r", "judged.csv")
    assert (done.code, "judged.csv 第 2 行：这一项已有复核意见（rita）" in done.err) == (1, True)


def test_what_a_file_brought_is_in_the_trail(scored: Path) -> None:
    judged(scored, "caiju,wording,未公开,错敏词 12 处,甲,,")
    with opened(scored) as store:
        *_, said, brought, scored_ = store.trail(round_id="r")
    assert (said.by, said.action, said.what) == ("甲", "judge", "wording first #1 missing")
    assert (brought.action, brought.what) == ("import_judgements", "导入评审意见 1 条")
    assert brought.by.startswith("gkc:")
    assert scored_.action == "score"
