"""What scoring a province costs: 13,000 units × 150 indicators, on three levels, with vetoes, caps
and indicators that do not apply.

    python -m benchmarks.score                  # all figures, ~5 minutes
    python -m benchmarks.score --units 1000     # smaller
    python -m benchmarks.score --profile        # where a whole re-score spends its time

The engine does its arithmetic beside a bare numpy version of the same, pandas (long table and
merge) and SQL in SQLite, on the same outcomes; all must come to the same values. The re-score is
`gkc score` from the database to stored ranks, in a process of its own.
"""

import argparse
import cProfile
import json
import pstats
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.crawl import machine
from benchmarks.measure import spend
from data.canonical import finding_text
from data.indicators import Node, Scheme
from data.schemes import parse_scheme
from data.store import Store
from data.types import Cause, Evidence, Finding, Looked, Outcome, Round, Unit
from data.verdicts import sheet_of
from scoring.engine.cells import Cells, cells
from scoring.engine.finals import finals
from scoring.engine.sums import Scaled, scaled, sums
from scoring.engine.worth import Worth, worth
from scoring.robustness import firmness
from scoring.score import score

UNITS, TOPS, MIDDLES, LEAVES = 13_000, 5, 6, 5  # 5 × 6 × 5 = 150 indicators
SEED = 20240520
ROUND = "province"
AT = datetime(2023, 12, 15, tzinfo=UTC)
OUTCOMES = (*Outcome,)
# Of 100 cells; what cannot apply is unknown instead.
SHARES = {Outcome.MET: 55, Outcome.PARTIAL: 12, Outcome.MISSING: 18,
          Outcome.NOT_APPLICABLE: 5, Outcome.UNKNOWN: 10}  # fmt: skip
VETOED = 0.02  # of the units, by each of the two vetoes

Values = np.ndarray[Any, np.dtype[np.float64]]


# --- the province ---------------------------------------------------------------------------------


def scheme_text() -> str:
    """150 indicators with points such as 0.4 and 1.1; every seventh may not apply."""
    lines = [
        "scheme:", "  id: province", "  title: 全省", "  kind: county", "  total: 100",
        "  coverage_floor: 0.6", "  grades:", "    - {name: 优秀, min: 90}",
        "    - {name: 良好, min: 80}", "    - {name: 合格, min: 60}",
        "    - {name: 不合格, min: 0}",
        "  vetoes:", "    - {id: forged, name: 造假, effect: cap_at, value: 59}",
        "    - {id: leaked, name: 泄密, effect: cap_at, value: 40}",
        "sources: {law: 《条例》}", "indicators:",
    ]  # fmt: skip
    tenths = (4, 5, 7, 8, 9)  # of a point
    number = 0
    for top in range(TOPS):
        lines += [f"  - id: t{top}", f"    name: t{top}", "    points: 20", "    children:"]
        for middle in range(MIDDLES):
            more = 2 if middle == 0 else 0  # 6 × 33 + 2 = 200 tenths
            lines += [f"      - id: m{top}_{middle}", f"        name: m{top}_{middle}",
                      f"        points: {(33 + more) / 10}", "        children:"]  # fmt: skip
            for n, worth_ in enumerate(tenths):
                na = "exclude" if number % 7 == 0 else "none"
                points = (worth_ + (more if n == 0 else 0)) / 10
                lines.append(
                    f"          - {{id: c{number:03}, name: c{number:03}, points: {points}, "
                    f"method: manual, rule: 要求。, basis: [law], remedy: 整改。, na: {na}, "
                    "scoring: {rule: presence}}"
                )
                number += 1
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Province:
    scheme: Scheme
    units: tuple[Unit, ...]
    outcomes: np.ndarray[Any, np.dtype[np.int8]]  # units × leaves, positions in OUTCOMES
    vetoes: np.ndarray[Any, np.dtype[np.bool_]]  # units × vetoes, in force


def province(size: int) -> Province:
    scheme = parse_scheme(scheme_text(), "province.yaml")
    rng = np.random.default_rng(SEED)
    leaves = scheme.leaves()
    chances = np.array([SHARES[each] for each in OUTCOMES]) / 100
    drawn = rng.choice(len(OUTCOMES), (size, len(leaves)), p=chances).astype(np.int8)
    must = np.array([leaf.absent == "none" for leaf in leaves])
    drawn[(drawn == OUTCOMES.index(Outcome.NOT_APPLICABLE)) & must] = OUTCOMES.index(
        Outcome.UNKNOWN
    )
    units = tuple(
        Unit(f"u{n:05}", f"单位{n}", "county", f"第{n % 14}组", f"http://u{n}.localhost/")
        for n in range(size)
    )
    return Province(scheme, units, drawn, rng.random((size, len(scheme.vetoes))) < VETOED)


def findings(of: Province, at: int, texts: Mapping[Outcome, Finding]) -> dict[str, Finding]:
    leaves = of.scheme.leaves()
    found = {
        leaf.id: texts[OUTCOMES[k]]
        for leaf, k in zip(leaves, of.outcomes[at].tolist(), strict=True)
    }
    vetoes = zip(of.scheme.vetoes, of.vetoes[at].tolist(), strict=True)
    return found | {veto.id: texts[Outcome.MISSING] for veto, holds in vetoes if holds}


def samples() -> dict[Outcome, Finding]:
    """A finding of every outcome, as long as real ones are."""
    evidence = Evidence("http://u.localhost/zwgk/fdzdgknr/202303/t20230302_12345.html",
                        "索引号 000014349/2023-00012 发布日期 2023-03-02", AT, "ab" * 32,
                        "u-000001.warc.gz", 123456)  # fmt: skip
    looked = Looked(("财政预决算", "通知公告"), 641, ("部门预算", "预算公开"))
    plain = {each: Finding(each, "本年度部门预算已按时公开，表格齐全", evidence=(evidence,))
             for each in Outcome if each is not Outcome.UNKNOWN}  # fmt: skip
    missing = replace(plain[Outcome.MISSING], evidence=(), looked=looked)
    unknown = Finding(Outcome.UNKNOWN, "网站未采集完", Cause.OUT_OF_BUDGET)
    return plain | {Outcome.MISSING: missing, Outcome.UNKNOWN: unknown}


# --- the same arithmetic, four times --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tables:
    """What every version is given: outcomes in its own form, and what they earn."""

    credit: Values  # outcomes -> share of the points, got
    known: Values  # outcomes -> 1 where it was judged
    full: Values  # outcomes -> 1 where it applies
    points: Values
    caps: Values  # by veto


def tables(scheme: Scheme) -> Tables:
    share = {Outcome.MET: 1.0, Outcome.PARTIAL: 0.5}
    gone = Outcome.NOT_APPLICABLE
    return Tables(
        credit=np.array([share.get(each, 0.0) for each in OUTCOMES]),
        known=np.array([float(each not in {gone, Outcome.UNKNOWN}) for each in OUTCOMES]),
        full=np.array([float(each is not gone) for each in OUTCOMES]),
        points=np.array([float(leaf.points) for leaf in scheme.leaves()]),
        caps=np.array([float(veto.value) for veto in scheme.vetoes]),
    )


def with_engine(of: Province, table: Cells, made: Worth, points: Scaled) -> Values:
    """What every verdict is worth is given, as it is to the others."""
    return finals(of.scheme, table, sums(of.scheme.nodes, made, points).whole).value.floats()


def with_numpy(given: Tables, outcomes: Any, vetoes: Any) -> Values:
    """Floats: points by table, sums by level, share, interval, coverage, caps, grades."""
    ends = np.arange(0, len(outcomes), LEAVES)
    summed = []
    for earned in (given.full, given.known, given.credit):
        leaves = earned[outcomes] * given.points[:, None]
        middles = np.add.reduceat(leaves, ends, axis=0)
        tops = np.add.reduceat(middles, np.arange(0, len(middles), MIDDLES), axis=0)
        summed.append(tops.sum(axis=0))
    full, known, got = summed
    cap = np.where(vetoes, given.caps[:, None], np.inf).min(axis=0)
    value = np.minimum(100 * np.divide(got, known, out=np.zeros_like(got), where=known > 0), cap)
    low = np.minimum(100 * got / full, cap)
    high = np.minimum(100 * (got + full - known) / full, cap)
    grade = np.where(known / full >= 0.6, np.digitize(value, [60, 80, 90]), -1)
    assert (low <= high).all()
    assert grade.max() <= 3
    return value


def with_pandas(long: pd.DataFrame, indicators: pd.DataFrame, earns: pd.DataFrame,
                vetoed: pd.DataFrame) -> pd.Series:  # fmt: skip
    """A row a unit and indicator, merged with what indicators and outcomes are worth."""
    wide = long.merge(indicators, on="leaf").merge(earns, on="outcome")
    for part in ("full", "known", "got"):
        wide[part] *= wide["points"]
    middles = wide.groupby(["unit", "top", "middle"])[["full", "known", "got"]].sum()
    whole = middles.groupby(["unit", "top"]).sum().groupby("unit").sum()
    value = 100 * whole["got"] / whole["known"]
    caps = vetoed.groupby("unit")["cap"].min().reindex(value.index)
    caps = caps.fillna(100)
    low = 100 * whole["got"] / whole["full"]
    high = 100 - 100 * (whole["known"] - whole["got"]) / whole["full"]
    assert (low.clip(upper=caps) <= high.clip(upper=caps) + 1e-9).all()
    return value.clip(upper=caps)


SQL = """
with middles as (
  select f.unit, l.top, l.middle, sum(l.points * e.full) as full, sum(l.points * e.known) as known,
         sum(l.points * e.got) as got
  from found f join leaf l on l.id = f.leaf join earns e on e.outcome = f.outcome
  group by f.unit, l.top, l.middle
), whole as (
  select unit, sum(full) as full, sum(known) as known, sum(got) as got from (
    select unit, top, sum(full) as full, sum(known) as known, sum(got) as got
    from middles group by unit, top
  ) group by unit
), capped as (select unit, min(cap) as cap from vetoed group by unit)
select w.unit, min(100.0 * got / known, coalesce(c.cap, 100)) as value,
       min(100.0 * got / full, coalesce(c.cap, 100)) as low,
       min(100.0 * (got + full - known) / full, coalesce(c.cap, 100)) as high,
       known / full as coverage
from whole w left join capped c on c.unit = w.unit order by w.unit
"""


def in_sqlite(of: Province, given: Tables) -> sqlite3.Connection:
    """The outcomes as rows, keyed by unit and indicator."""
    opened = sqlite3.connect(":memory:")
    opened.executescript(
        "create table found (unit text, leaf text, outcome text, primary key (unit, leaf))"
        " without rowid;"
        "create table leaf (id text primary key, top text, middle text, points real);"
        "create table earns (outcome text primary key, full real, known real, got real);"
        "create table vetoed (unit text, cap real);"
    )
    leaves = [leaf.id for leaf in of.scheme.leaves()]
    names = [each.value for each in OUTCOMES]
    for unit, row in zip(of.units, of.outcomes.tolist(), strict=True):
        opened.executemany(
            "insert into found values (?, ?, ?)",
            [(unit.id, id_, names[k]) for id_, k in zip(leaves, row, strict=True)],
        )
    opened.executemany("insert into leaf values (?, ?, ?, ?)", _indicators(of, given))
    earns = zip(
        names, given.full.tolist(), given.known.tolist(), given.credit.tolist(), strict=True
    )
    opened.executemany("insert into earns values (?, ?, ?, ?)", earns)
    opened.executemany("insert into vetoed values (?, ?)", _vetoed(of, given))
    opened.commit()
    return opened


def _indicators(of: Province, given: Tables) -> list[tuple[str, str, str, float]]:
    rows = []
    for top in of.scheme.nodes:
        assert isinstance(top, Node)
        for middle in top.children:
            assert isinstance(middle, Node)
            rows += [(leaf.id, top.id, middle.id) for leaf in middle.children]
    return [(*row, points) for row, points in zip(rows, given.points.tolist(), strict=True)]


def _vetoed(of: Province, given: Tables) -> list[tuple[str, float]]:
    return [(of.units[n].id, float(given.caps[k])) for n, k in np.argwhere(of.vetoes).tolist()]


def long_table(of: Province) -> pd.DataFrame:
    ids = np.array([unit.id for unit in of.units], object)
    leaves = np.array([leaf.id for leaf in of.scheme.leaves()], object)
    names = np.array([each.value for each in OUTCOMES], object)
    return pd.DataFrame(
        {
            "unit": np.repeat(ids, len(leaves)),
            "leaf": np.tile(leaves, len(ids)),
            "outcome": names[of.outcomes.ravel()],
        }
    )


def compared(of: Province, laps: int) -> dict[str, float]:
    """Median wall seconds of every version, in turns; all values agree to 1e-9."""
    given = tables(of.scheme)
    texts = samples()
    sheets = {u.id: sheet_of(findings(of, n, texts)).lines for n, u in enumerate(of.units)}
    table = cells(of.scheme, of.units, sheets)
    made = worth(of.scheme, table)
    points = scaled(made)
    by_leaf, by_veto = np.ascontiguousarray(of.outcomes.T), np.ascontiguousarray(of.vetoes.T)
    long = long_table(of)
    indicators = pd.DataFrame(_indicators(of, given), columns=["leaf", "top", "middle", "points"])
    earns = pd.DataFrame({"outcome": [each.value for each in OUTCOMES], "full": given.full,
                          "known": given.known, "got": given.credit})  # fmt: skip
    vetoed = pd.DataFrame(_vetoed(of, given), columns=["unit", "cap"])
    with closing(in_sqlite(of, given)) as opened:
        versions: dict[str, Callable[[], Any]] = {
            "engine": lambda: with_engine(of, table, made, points),
            "bare numpy": lambda: with_numpy(given, by_leaf, by_veto),
            "pandas long + merge": lambda: with_pandas(long, indicators, earns, vetoed).to_numpy(),
            "SQL in SQLite": lambda: np.array([row[1] for row in opened.execute(SQL)]),
        }
        right = versions["engine"]()
        spent: dict[str, list[float]] = {name: [] for name in versions}
        for _ in range(laps):
            for name, version in versions.items():
                begun = time.perf_counter()
                values = version()
                spent[name].append(time.perf_counter() - begun)
                if np.abs(values - right).max() > 1e-9:
                    raise SystemExit(f"{name} does not come to the values of the engine")
    return {name: statistics.median(times) for name, times in spent.items()}


# --- from the database to stored ranks ------------------------------------------------------------


def fill(path: Path, of: Province) -> None:
    """A round with all findings in full and their sheets, as checking leaves it."""
    texts = samples()
    payload = {each: finding_text(finding) for each, finding in texts.items()}
    leaves = [leaf.id for leaf in of.scheme.leaves()]
    with Store(f"sqlite:///{path}") as store:
        store.put_units(of.units)
        store.put_scheme(of.scheme.id, scheme_text())
        ids = tuple(unit.id for unit in of.units)
        store.create_round(Round(ROUND, "全省", of.scheme.id, date(2023, 12, 15), 2023, ids, AT))
    with closing(sqlite3.connect(path)) as opened:
        for n, unit in enumerate(of.units):
            drawn = [OUTCOMES[k] for k in of.outcomes[n].tolist()]
            opened.executemany(
                "insert into finding (round_id, unit_id, indicator_id, outcome, cause, payload)"
                " values (?, ?, ?, ?, ?, ?)",
                [
                    (ROUND, unit.id, id_, each.value, texts[each].cause, payload[each])
                    for id_, each in zip(leaves, drawn, strict=True)
                ],
            )
            sheet = sheet_of(findings(of, n, texts))
            opened.execute(
                "insert into verdict_sheet (round_id, unit_id, lines, digest) values (?, ?, ?, ?)",
                (ROUND, unit.id, sheet.lines, sheet.digest),
            )
        for n, k in np.argwhere(of.vetoes).tolist():
            opened.execute(
                "insert into judgement (round_id, unit_id, indicator_id, outcome, reason,"
                " judged_by, judged_at, items, counts)"
                " values (?, ?, ?, 'missing', '查实', '评审', ?, '{}', '{}')",
                (ROUND, of.units[n].id, of.scheme.vetoes[k].id, "2023-12-20 00:00:00.000000"),
            )
        opened.commit()
        opened.execute("pragma wal_checkpoint(truncate)")


def rescore(path: Path, laps: int, *, profile: bool) -> list[tuple[float, float]]:
    """Wall and CPU seconds of `score_round`, first and again."""
    from dashboard.rounds.steps import checks, score_round

    checks()  # imports are no part of it
    spent = []
    profiler = cProfile.Profile()
    with Store(f"sqlite:///{path}") as store:
        for _ in range(laps):
            if profile:
                profiler.enable()
            begun, cpu = time.perf_counter(), time.process_time()
            score_round(store, ROUND)
            spent.append((time.perf_counter() - begun, time.process_time() - cpu))
            profiler.disable()
    if profile:
        stats = pstats.Stats(profiler, stream=sys.stderr)
        stats.sort_stats("tottime").print_stats(30)
    return spent


def drawn(of: Province) -> float:
    """Seconds for 1,000 draws of weights over 200 units."""
    texts = samples()
    scores = [score(of.scheme, of.units[n], findings(of, n, texts)) for n in range(200)]
    scores = [each for each in scores if each.value is not None]
    begun = time.perf_counter()
    firmness(scores, of.scheme.total)
    return time.perf_counter() - begun


# --- report ---------------------------------------------------------------------------------------


def ratios(
    spent: Mapping[str, float], again: Sequence[Sequence[float]], draws: float, peak: float
) -> str:
    engine = spent["engine"]
    (first, first_cpu), *others = again
    slowest = max(wall for wall, _ in others)
    rows: list[tuple[str, float, str, bool]] = [
        ("engine : bare numpy, time", engine / spent["bare numpy"], "≤ 1.5",
         engine <= 1.5 * spent["bare numpy"]),
        ("pandas long + merge : engine, time", spent["pandas long + merge"] / engine, "≥ 3",
         spent["pandas long + merge"] >= 3 * engine),
        ("SQL in SQLite : engine, time", spent["SQL in SQLite"] / engine, "≥ 30",
         spent["SQL in SQLite"] >= 30 * engine),
        ("database to stored ranks, first time, s", first, "≤ 5", first <= 5),
        ("of it CPU time, s", first_cpu, "reported", True),
        ("the same again, slowest, s", slowest, "≤ 5", slowest <= 5),
        ("1,000 draws of weights, 200 units, s", draws, "≤ 1", draws <= 1),
        ("peak memory of the re-score, MB", peak, "reported", True),
    ]  # fmt: skip
    lines = ["| figure | measured | asked | met |", "|---|--:|--:|---|"]
    lines += [f"| {a} | {b:.2f} | {c} | {'yes' if met else '**no**'} |" for a, b, c, met in rows]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.score",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--laps", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--rescore", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.rescore:
        spent = rescore(given.rescore, 3, profile=given.profile)
        sys.stdout.write(json.dumps(spent))
        return
    of = province(given.units)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gkc.db"
        fill(path, of)
        again, peak = _apart(path, profile=given.profile)
    spent = compared(of, given.laps)
    draws = drawn(of)
    lines = [f"{machine()}\n", f"{given.units:,} units × {len(of.scheme.leaves())} indicators.\n"]
    lines += ["| version | ms | ratio to the engine |", "|---|--:|--:|"]
    lines += [f"| {n} | {1000 * s:,.1f} | {s / spent['engine']:.2f} |" for n, s in spent.items()]
    sys.stdout.write("\n".join([*lines, "", ratios(spent, again, draws, peak)]) + "\n")


def _apart(path: Path, *, profile: bool) -> tuple[list[list[float]], float]:
    """Seconds and peak MB of a process that does nothing else."""
    out = path.with_name("spent.json")
    more = ["--profile"] if profile else []
    call = [sys.executable, "-m", "benchmarks.score", "--rescore", str(path), *more]
    cost = spend(["sh", "-c", '"$@" > "$0"', str(out), *call])
    return json.loads(out.read_text()), cost.peak_mb


if __name__ == "__main__":
    main()
