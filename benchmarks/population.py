"""A population of invented units with several scored rounds: what the views, the reports and the
API are measured on.

    python -m benchmarks.population var/gkc.db                            # 200 units, 5 rounds
    python -m benchmarks.population var/gkc.db --units 13000 --rounds 1   # a province, minutes

150 indicators in 6 × 5 × 5. Everything goes through the store, as checking and scoring do, and the
same arguments make the same findings. Units differ in how much they do, indicators in how hard
they are, sites in how well they can be read; a quarter of the units keeps its pages on one of six
shared platforms, and one of these can hardly be read. In the last round units get lists of what
they lost, which fall due in turn (up to 1,000 units).
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from data.card import TiedCard
from data.feedback import Feedback, Line
from data.storage.currency import Checked
from data.store import Store
from data.types import Cause, Evidence, Finding, Looked, Outcome, Round, Unit

TOPS = (
    "平台与栏目",
    "法定主动公开",
    "决策与政策解读",
    "依申请与年度报告",
    "政务服务",
    "保障与监督",
)
SUBJECTS = (
    "首页", "公开专栏", "公开目录", "站内检索", "移动端",
    "机构职能", "部门预算", "部门决算", "行政许可", "行政处罚",
    "规范性文件", "政策解读", "意见征集", "会议公开", "决策目录",
    "公开指南", "申请渠道", "答复规范", "年度报告", "公开制度",
    "办事指南", "服务事项", "办理结果", "投诉建议", "好差评",
    "组织领导", "业务培训", "考核评议", "责任追究", "公众参与",
)  # fmt: skip
ASPECTS = ("按期公布", "要素齐全", "及时更新", "附件可用", "格式规范")
GROUPS = ("县市区政府", "市直部门", "国有企业", "公共事业单位")
PLACES = ("云岭", "青石", "白沙", "金溪", "长坪", "东湾", "北塘", "南桥", "西岭", "龙泉")
OFFICES = ("教育局", "民政局", "财政局", "水利局", "交通局", "卫健委", "住建局", "商务局", "文旅局",
           "农业农村局", "应急局", "审计局", "统计局", "医保局", "林业局", "城管局", "司法局",
           "人社局", "市场监管局", "自然资源局")  # fmt: skip
PLATFORMS = 6
SCHEME = "population-1"
SEED = 20240520
TOLD = 1000  # units; findings of a province do not fit into memory, so of more nobody gets a list
REASONS = (
    "栏目最新一条发布于{day}，已超过更新期限",
    "没有找到本年度应公开的内容",
    "公开的内容缺少规定的要素{n}项",
    "附件{n}个打不开",
)


def scheme_text() -> str:
    """150 indicators of 0.5 to 0.8 points, 100 in all; every seventh may not apply."""
    lines = [
        "scheme:", f"  id: {SCHEME}", "  title: 政务公开评估指标体系（测量用）",
        "  kind: department", "  total: 100", "  coverage_floor: 0.6",
        "  grades: [{name: 优秀, min: 85}, {name: 良好, min: 75}, {name: 合格, min: 60},"
        " {name: 不合格, min: 0}]",
        "sources: {law: 《中华人民共和国政府信息公开条例》}", "indicators:",
    ]  # fmt: skip
    number = 0
    for top, name in enumerate(TOPS):
        inside = range(top * 5, top * 5 + 5)
        worth = sum(34 if n % 3 == 0 else 33 for n in inside) / 10
        lines += [f"  - id: t{top}", f"    name: {name}", f"    points: {worth}", "    children:"]
        for n in inside:
            tenths = (6, 6, 7, 7, 8) if n % 3 == 0 else (5, 6, 7, 7, 8)
            lines += [f"      - id: m{n}", f"        name: {SUBJECTS[n]}",
                      f"        points: {sum(tenths) / 10}", "        children:"]  # fmt: skip
            for aspect, points in zip(ASPECTS, tenths, strict=True):
                na = "exclude" if number % 7 == 6 else "none"
                lines.append(
                    f"          - {{id: c{number:03}, name: {SUBJECTS[n]}{aspect}, "
                    f"points: {points / 10}, method: manual, "
                    f"rule: {SUBJECTS[n]}{aspect}得满分，部分符合得一半。, basis: [law], "
                    f"remedy: 对照目录补齐{SUBJECTS[n]}，做到{aspect}。, na: {na}, "
                    "scoring: {rule: presence, partial: 0.5}}"
                )
                number += 1
    return "\n".join(lines) + "\n"


def units(size: int) -> list[Unit]:
    """Invented units in four groups, a quarter of them on six shared platforms."""
    made = []
    for n in range(size):
        name = f"{PLACES[n // 20 % 10]}{OFFICES[n % 20]}"
        own = f"http://u{n:05}.localhost/"
        shared = n % 4 == 0
        host = f"http://p{n // 4 % PLATFORMS}.localhost/"
        made.append(
            Unit(
                id=f"u{n:05}",
                name=name if size <= 200 else f"{name}（{n // 200 + 1}）",
                kind="department",
                group=GROUPS[n * 7 % 13 % len(GROUPS)],
                portal=host if shared else own,
                columns=(f"{host}u{n:05}/",) if shared else (),
            )
        )
    return made


@dataclass(frozen=True, slots=True)
class Drawn:
    """What chance says of units and indicators, the same for every round."""

    does: np.ndarray  # units: how much of it all they do
    hard: np.ndarray  # indicators
    hidden: np.ndarray  # units: share that cannot be read
    whim: np.ndarray  # units × indicators: what stays as it is from round to round


def drawn(size: int, leaves: int) -> Drawn:
    rng = np.random.default_rng(SEED)
    hidden = rng.uniform(0.02, 0.12, size)
    hidden[[n for n in range(size) if n % 4 == 0 and n // 4 % PLATFORMS == 0]] += 0.3
    return Drawn(
        rng.normal(0.8, 0.75, size), rng.normal(0, 0.9, leaves), hidden,
        rng.normal(0, 0.6, (size, leaves)),
    )  # fmt: skip


def findings(
    unit: Unit, at: int, chance: Drawn, ids: list[str], turn: int, on: date
) -> dict[str, Finding]:
    """What was found of one unit in one round."""
    rng = np.random.default_rng((SEED, turn, at))
    pull = chance.does[at] + 0.12 * turn + rng.normal(0, 0.18)
    good = pull - chance.hard + chance.whim[at] + rng.normal(0, 0.35, len(ids))
    unread = rng.random(len(ids)) < chance.hidden[at]
    made: dict[str, Finding] = {}
    for n, (id_, level, blind) in enumerate(zip(ids, good.tolist(), unread.tolist(), strict=True)):
        if blind:
            made[id_] = Finding(Outcome.UNKNOWN, "有页面没有读到，待人工核查", Cause.NOT_READ)
        elif n % 7 == 6 and (at + n) % 5 == 0:
            made[id_] = Finding(Outcome.NOT_APPLICABLE, "单位没有这项职责")
        else:
            made[id_] = _judged(unit, n, level, on)
    return made


def _judged(unit: Unit, n: int, level: float, on: date) -> Finding:
    day = on - timedelta(days=200 + n)
    reason = REASONS[n % len(REASONS)].format(day=day, n=n % 3 + 1)
    url = f"{(unit.columns or (unit.portal,))[0]}zwgk/{n:03}/t{day:%Y%m%d}.html"
    seen = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    proof = Evidence(
        url, f"发布日期 {day}", seen, f"{n:064x}", f"{unit.id}-000001.warc.gz", n * 997
    )
    if level > 0:
        return Finding(Outcome.MET, "内容齐全，按期公布", evidence=(proof,))
    if level > -0.45:
        return Finding(Outcome.PARTIAL, reason, evidence=(proof,))
    looked = Looked(("政府信息公开", "通知公告"), 40 + n, (SUBJECTS[n // 5],))
    return Finding(Outcome.MISSING, reason, looked=looked)


def fill(
    store: Store, *, size: int = 200, rounds: int = 5, last: date = date(2023, 12, 15)
) -> Iterator[str]:
    """Make the population in an empty store; the name of every round when it is scored.

    Args:
        last: cut-off of the last round; the others lie 91 days apart before it.
    """
    from dashboard.rounds.steps import round_scheme, score_round

    everybody = units(size)
    store.put_units(everybody)
    store.put_scheme(SCHEME, scheme_text())
    members = tuple(unit.id for unit in everybody)
    for turn in range(rounds):
        on = last - timedelta(days=91 * (rounds - 1 - turn))
        at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        new = Round(f"p{turn + 1}", f"{on:%Y年%m月}评估", SCHEME, on, on.year, members, at)
        store.create_round(new)
        store.set_card(new.id, TiedCard("0" * 12, frozenset()), at)
        ids = [leaf.id for leaf in round_scheme(store, new).leaves()]
        chance = drawn(size, len(ids))
        for n, unit in enumerate(everybody):
            store.start_site(new.id, unit.id, at)
            store.finish_site(new.id, unit.id, at, exhausted=True)
            found = findings(unit, n, chance, ids, turn, on)
            store.put_reading(new.id, unit.id, [], [], found, Checked(1, at))
        score_round(store, new.id)
        if turn == rounds - 1 and size <= TOLD:
            store.tell(new.id, _lists(store, new, everybody, at))
        yield new.name


def _lists(store: Store, told: Round, some: list[Unit], at: datetime) -> Iterator[Feedback]:
    """Lists of the five heaviest losses of some units; they fall due in turn."""
    scores = store.scores(told.id)
    found = store.findings(told.id)
    for n, unit in enumerate(some):
        lost = sorted(
            ((id_, points) for id_, points in scores[unit.id].leaves.items() if points.lost),
            key=lambda pair: (-pair[1].lost, pair[0]),
        )
        lines = tuple(
            Line(id_, id_, id_, str(points.full), str(points.lost),
                 found[unit.id][id_].reason, "补齐内容。", "", ())
            for id_, points in lost[:5]
        )  # fmt: skip
        due = told.as_of + timedelta(days=7 + n % 30)
        yield Feedback(unit.id, "office", at, told.as_of + timedelta(days=5), due, lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.population",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("database", type=Path, help="an SQLite file that is not there yet")
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if asked.database.exists():
        raise SystemExit(f"{asked.database} is there already; name another file")
    asked.database.parent.mkdir(parents=True, exist_ok=True)
    with Store(f"sqlite:///{asked.database}") as store:
        for name in fill(store, size=asked.units, rounds=asked.rounds):
            sys.stderr.write(f"{name}\n")


if __name__ == "__main__":
    main()
