"""What a look has is saved as it comes: steps before rows, and never all of them again."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.job import _Saving, collect_site
from crawlers.loopback import Down, serve
from crawlers.settings import Settings
from data.archive import evidence_of
from data.store import Store
from data.types import Rung, Step
from data.writer import ArchiveBusy
from tests import rounds

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)


def step(n: int, found: int = 0) -> Step:
    return Step(Rung.SITEMAP, f"http://good.localhost/{n}.xml", AT, found=found)


def test_only_steps_from_the_first_new_one_on_are_written(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[int, int]] = []
    put = Store.put_steps

    def put_steps(
        self: Store, round_id: str, unit_id: str, steps: list[Step], since: int = 0
    ) -> None:
        written.append((since, len(steps)))
        put(self, round_id, unit_id, steps, since)

    monkeypatch.setattr(Store, "put_steps", put_steps)
    with Store(database) as store:
        rounds.create(store)
        saving = _Saving(store, "r1", "good", [])
        many = [step(n) for n in range(50)]
        for ladder in (many, many, [*many, step(50)], [*many, step(50, found=3)], many[:49]):
            saving.save([], [], [], ladder)
            assert store.steps("r1", "good") == ladder
        assert written == [(0, 50), (50, 1), (50, 1), (49, 0)]

        gone_on = _Saving(store, "r1", "good", store.steps("r1", "good"))
        gone_on.save([], [], [], [*many[:49], step(99)])
        assert written[4:] == [(49, 1)]
        assert store.steps("r1", "good") == [*many[:49], step(99)]


def test_steps_of_other_sites_stay(database: str) -> None:
    with Store(database) as store:
        rounds.create(store)
        store.put_steps("r1", "good", [step(1), step(2)])
        store.put_steps("r1", "poor", [step(3)])
        store.put_steps("r1", "good", [], 1)
        assert (store.steps("r1", "good"), store.steps("r1", "poor")) == ([step(1)], [step(3)])


def collect(store: Store, var: Path) -> None:
    with serve({"good.localhost": Down()}) as allow:
        settings = Settings(allow=allow, browser=False)
        asyncio.run(collect_site(store, "r1", rounds.GOOD, var, settings))


def test_what_is_known_of_a_site_is_read_and_noted_while_nobody_else_looks_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing, another process could save rows, or set evidence aside."""
    called: list[str] = []

    def guarded(name: str) -> None:
        method = getattr(Store, name)

        def call(*args: object, **named: object) -> object:
            with pytest.raises(ArchiveBusy):
                evidence_of(tmp_path, "r1").hold("good")
            called.append(name)
            return method(*args, **named)

        monkeypatch.setattr(Store, name, call)

    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        rounds.create(store)
        for name in ("site", "steps", "fetches", "start_site", "add_fetches", "finish_site"):
            guarded(name)
        collect(store, tmp_path)
    assert set(called) == {
        "site", "steps", "fetches", "start_site", "add_fetches", "finish_site"
    }  # fmt: skip
    evidence_of(tmp_path, "r1").hold("good").close()  # free again


def test_a_site_that_somebody_else_looks_at_is_left_as_it_is(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        rounds.create(store)
        before = store.site("r1", "good")
        with evidence_of(tmp_path, "r1").hold("good"), pytest.raises(ArchiveBusy):
            collect(store, tmp_path)
        assert store.site("r1", "good") == before
