"""A site looked at for its own unit: the engine and the scheme of an assessment, kept in a folder
of its own that is gone afterwards. Nothing of it enters a round.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from crawlers.clock import now
from crawlers.personal import masked_urls
from crawlers.settings import Settings
from dashboard.rounds.steps import (
    check_round,
    collect_round,
    counted_findings,
    round_scheme,
    score_round,
    unit_gaps,
)
from dashboard.wording.collected import why_nothing
from dashboard.wording.printing import shown
from dashboard.wording.words import outcome_in_words
from data.calendar import CHINA
from data.canonical import fraction_text
from data.card import TiedCard
from data.selfchecks import SelfCheck, SelfLine
from data.store import Store
from data.training import CURRENT
from data.types import Round, Unit
from data.workflow import WorkflowError
from scoring.gaps import Gap, merged
from scoring.rounds import suspicions

ROUND = "self-check"  # in a database that nobody else opens
# Shows how a look comes along; what it gives shows it once more.
Watched = Callable[[Store, str, Sequence[str]], AbstractContextManager[Callable[[], None]]]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a unit measures itself by."""

    scheme_id: str
    scheme_text: str
    as_of: date
    year: int
    card: TiedCard | None = None  # None: the bundled one
    topic_model: str = ""  # version; empty: rules alone


def yardstick_of(store: Store, round_id: str, today: date) -> Yardstick:
    """That of a round, as of today while its cut-off has not come.

    Raises:
        StoreError: there is no such round.
    """
    of = store.round(round_id)
    text = store.scheme_text(of.scheme_id)
    model = store.topic_model(round_id) or ""
    return Yardstick(of.scheme_id, text, min(of.as_of, today), of.year, store.card(round_id), model)


def self_check(
    unit: Unit,
    by: Yardstick,
    settings: Settings,
    watched: Watched,
    *,
    var: Path,
    copy: bool = False,
) -> SelfCheck:
    """Look at a site now, check and score it: what a website can show, and nothing else.

    Args:
        var: folder of the run-time files, where text models lie.
        copy: the site is a saved copy.

    Raises:
        SchemeError: the scheme names a check that no longer exists.
        TopicModelError: the text model is gone or damaged.
    """
    with TemporaryDirectory(prefix="gkc-self-check-") as name:
        folder = Path(name)
        (folder / CURRENT.parent).symlink_to((var / CURRENT.parent).resolve())
        with Store(f"sqlite:///{folder / 'gkc.db'}") as store:
            _create(store, unit, by, copy=copy)
            with watched(store, ROUND, [unit.id]) as glance:
                failed = collect_round(store, ROUND, folder, settings)
                glance()
            check_round(store, ROUND, folder)
            score_round(store, ROUND)
            return _found(store, unit, by.as_of, failed.get(unit.id, ""))


def _create(store: Store, unit: Unit, by: Yardstick, *, copy: bool) -> None:
    store.put_units([unit])
    store.put_scheme(by.scheme_id, by.scheme_text)
    copies = frozenset({unit.id} if copy else ())
    store.create_round(
        Round(
            ROUND, ROUND, by.scheme_id, by.as_of, by.year, (unit.id,), now(), copies, web_only=True
        )
    )
    store.set_topic_model(ROUND, by.topic_model, now())
    if by.card:
        store.set_card(ROUND, by.card, now())


def _found(store: Store, unit: Unit, as_of: date, failed: str) -> SelfCheck:
    scheme = round_scheme(store, store.round(ROUND))
    score = store.scores(ROUND)[unit.id]
    found = merged(unit_gaps(store, ROUND, unit.id))
    doubts = suspicions(scheme, counted_findings(store, scheme, ROUND, unit.id))
    read = sum(n for how, n in store.fetch_tally(ROUND).get(unit.id, {}).items() if how.read)
    fault = f"程序出错：{failed}" if failed else "" if read else why_nothing(store, ROUND, unit)
    return SelfCheck(
        as_of=as_of,
        pages=read,
        value="" if score.value is None else fraction_text(score.value),
        low=fraction_text(score.low),
        high=fraction_text(score.high),
        coverage=fraction_text(score.coverage),
        total=fraction_text(scheme.total),
        lines=tuple(map(_line, found)),
        doubts=tuple(veto.name for veto in doubts),
        fault=fault,
    )


def _line(gap: Gap) -> SelfLine:
    return SelfLine(
        indicator_id=gap.indicator_id,
        code=gap.code,
        name=gap.name,
        points=fraction_text(gap.points),
        lost=fraction_text(gap.lost),
        open=fraction_text(gap.open),
        outcome=outcome_in_words(gap.outcome, gap.cause),
        reason=shown(gap.reason),
        remedy=gap.remedy,
        url=masked_urls(gap.evidence[0].url) if gap.evidence else "",
    )


def keep_self_check(
    store: Store,
    round_id: str,
    unit_id: str,
    by: str,
    settings: Settings,
    watched: Watched,
    *,
    var: Path,
    clock: Callable[[], datetime] = now,
) -> SelfCheck:
    """Look at a unit of a round by the round's own measure, and keep the result for the unit.

    Raises:
        WorkflowError: the unit is not in the round.
        StoreError: there is no such round.
    """
    unit = next((each for each in store.round_units(round_id) if each.id == unit_id), None)
    if unit is None:
        raise WorkflowError(f"轮次 {round_id} 中没有单位“{unit_id}”")
    measure = yardstick_of(store, round_id, clock().astimezone(CHINA).date())
    found = self_check(unit, measure, settings, watched, var=var)
    store.add_self_check(round_id, unit_id, found, at=clock(), by=by)
    return found
