"""A process that writes what people do, tells each write once it is done, and is killed meanwhile.

    python -m tests.killed_writes URL SEED

Random by seed: judgements and notes through the review desk, appeals, steps of the round. Goes on
where the database stands, without end.
"""

import json
import random
import sys
from datetime import datetime, timedelta

from dashboard.casework.appealing import about
from dashboard.review.desk import ReviewDesk
from data.cases import Event, Subject
from data.people import Person, Role
from data.storage.judging import last_number
from data.store import Store
from data.types import Judgement, Mark, Outcome
from data.workflow import Stage, StageMove
from scoring.appeals import RAISED
from tests import rounds

LEAVES = ("report", "budget", "fresh", "quality")
STEPS = {Stage.DRAFT: Stage.FIRST_REVIEW, Stage.FIRST_REVIEW: Stage.SECOND_REVIEW}
ANNA = Person("anna", "安", Role.EVALUATOR)


def judge(store: Store, text: str, cell: tuple[str, str], at: datetime) -> None:
    desk = ReviewDesk(store, ANNA)
    seen = last_number(desk.on_cell("r1", cell), Mark.FIRST)
    desk.judge("r1", [(Judgement(*cell, Outcome.MET, text, "anna", at), seen)])


def note(store: Store, text: str, cell: tuple[str, str], at: datetime) -> None:
    ReviewDesk(store, ANNA).add_note("r1", cell, text, at)


def appeal(store: Store, text: str, cell: tuple[str, str], at: datetime) -> None:
    said = {"ground": "published_already", "text": text, "link": "http://a.localhost/"}
    known = len(about(store.events(Subject.APPEAL, "r1"), *cell))
    store.add_event(Subject.APPEAL, "r1", Event(*cell, RAISED, "unit", at, said), seen=known)


def move(store: Store, text: str, cell: tuple[str, str], at: datetime) -> None:
    stands = store.stage("r1") or Stage.DRAFT
    to = STEPS.get(stands, Stage.FIRST_REVIEW)
    store.move_stage("r1", StageMove(stands, to, "office", at, text))


WRITES = {"judge": judge, "note": note, "appeal": appeal, "move": move}


def main(url: str, seed: str) -> None:
    chance, at = random.Random(seed), rounds.AT
    with Store(url) as store:
        number = 0
        while True:
            number += 1
            at += timedelta(seconds=1)
            kind = chance.choice([*WRITES])
            cell = (chance.choice(["good", "poor"]), chance.choice(LEAVES))
            text = f"{seed}-{number}"
            WRITES[kind](store, text, cell, at)
            print(json.dumps([kind, text]), flush=True)  # noqa: T201  # acknowledged


if __name__ == "__main__":
    main(*sys.argv[1:])
