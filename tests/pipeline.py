"""A whole round in the test process: serve, collect, check, score."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from crawlers.loopback import Behaviour, serve
from crawlers.settings import Settings
from dashboard.rounds.steps import check_round, collect_round, round_scheme, score_round
from data.indicators import Leaf
from data.schemes import bundled
from data.store import Store
from data.types import Finding, Round, Unit

AS_OF = date(2023, 12, 15)
ROUND = "r"


def unit(id: str, kind: str = "department") -> Unit:
    """A unit whose site is `http://<id>.localhost:8700/`."""
    return Unit(id, f"{id}局", kind, "测试", f"http://{id}.localhost:8700/")


def run_round(folder: Path, hosts: Mapping[str, Behaviour], units: Sequence[Unit]) -> Store:
    """An open store with one round "r" of these units, scored under the bundled scheme of their
    kind; only what a website can show is in scope.
    """
    scheme_id = f"{units[0].kind}-2023"
    store = Store(f"sqlite:///{folder / 'gkc.db'}")
    store.put_units(units)
    store.put_scheme(scheme_id, bundled()[scheme_id].read_text(encoding="utf-8"))
    ids = tuple(unit.id for unit in units)
    at = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
    store.create_round(Round(ROUND, "测试", scheme_id, AS_OF, 2023, ids, at, web_only=True))
    with serve(hosts) as allow:
        collect_round(store, ROUND, folder, Settings(allow=allow, browser=False))
    check_round(store, ROUND, folder)
    score_round(store, ROUND)
    return store


def leaves(store: Store) -> dict[str, Leaf]:
    """The indicators of the round, by id."""
    return {leaf.id: leaf for leaf in round_scheme(store, store.round(ROUND)).leaves()}


def findings(store: Store, unit_id: str) -> dict[str, Finding]:
    return store.findings(ROUND)[unit_id]
