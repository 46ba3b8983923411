"""`gkc collect` killed with -9 and run again ends as an undisturbed run does.

The server does the killing, so that the process dies at a known request: before its answer.
"""

import csv
import mimetypes
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from crawlers.loopback import Handler, serve
from data.archive import evidence_of
from data.audit import audit
from data.demo.content.model import unit_of
from data.demo.generate import address, views_of_all, write_site
from data.facts import SiteStatus
from data.store import Store
from data.types import FetchOutcome, Finding, Unit
from tests.commands import environment, gkc
from tests.pipeline import ROUND

pytestmark = pytest.mark.long

UNITS = ("zhujian", "yingji")  # a site of its own, and columns of a portal; both with faults


@dataclass
class Sites:
    """Demo hosts, what was asked of them, and the request at which a process has to die."""

    units: tuple[Unit, ...]
    folders: Mapping[str, Path]
    asked: Counter[str] = field(default_factory=Counter)
    victim: subprocess.Popen[str] | None = None
    last_request: int = 0

    def handler(self, host: str) -> Handler:
        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            self.asked[host + request.path] += 1
            if self.victim and self.asked.total() == self.last_request:
                self.victim.kill()
                self.victim.wait()
            path = self.folders[host] / request.path.lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                return web.Response(status=404)
            media_type = mimetypes.guess_type(path.name)[0] or "text/html"
            return web.Response(body=path.read_bytes(), content_type=media_type)

        return answer

    @contextmanager
    def served(self) -> Iterator[list[str]]:
        """The options of `gkc collect` that lead to the hosts."""
        with serve({host: self.handler(host) for host in self.folders}) as allow:
            places = (f"{host}={ip}:{port}" for host, (ip, port) in allow.items())
            yield [word for place in places for word in ("--allow-host", place)]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    root = tmp_path_factory.mktemp("sites")
    views = [view for view in views_of_all() if view.body.id in UNITS]
    for view in views:
        write_site(view, root / view.body.host)
    units = tuple(unit_of(view.body, address(view, view.home)) for view in views)
    return Sites(units, {view.body.host: root / view.body.host for view in views})


@dataclass(frozen=True, slots=True)
class Result:
    """All that must not depend on when a process was killed."""

    fetches: frozenset[tuple[object, ...]]
    pages: tuple[object, ...]
    findings: Mapping[str, Mapping[str, Finding]]
    ended: Mapping[str, tuple[SiteStatus, bool]]


def begin(folder: Path, units: tuple[Unit, ...]) -> None:
    """A round over the units, nothing collected."""
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("编号", "名称", "类型", "组别", "网址", "栏目"))
        for u in units:
            writer.writerow((u.id, u.name, u.kind, u.group, u.portal, " ".join(u.columns)))
    create = ("rounds", "create", ROUND, "--scheme", "department-2023", "--as-of", "2023-12-15")
    for command in (("units", "import", "units.csv"), create):
        done = gkc(folder, *command)
        assert done.code == 0, done.err


def opened(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'var' / 'gkc.db'}")


def result(folder: Path) -> Result:
    """Check what was collected, and read all of it."""
    checked = gkc(folder, "check", ROUND)
    assert checked.code == 0, checked.err
    with opened(folder) as store:
        rows = [(unit, row) for unit in UNITS for row in store.fetches(ROUND, unit)]
        for unit in UNITS:
            found = audit(evidence_of(folder / "var", ROUND), store.fetches(ROUND, unit))
            assert (found.problems, found.rows) == ((), found.sound)
        return Result(
            fetches=frozenset(
                (unit, r.url, r.outcome, r.sha256, r.final_url, r.via, r.hint, r.depth)
                for unit, r in rows
            ),
            pages=tuple(page for unit in UNITS for page in store.pages(ROUND, unit)),
            findings={
                unit: {id_: _placeless(finding) for id_, finding in found.items()}
                for unit, found in store.findings(ROUND).items()
            },
            ended={
                unit: (state.status, state.exhausted)
                for unit, state in store.site_states(ROUND).items()
            },
        )


def _placeless(finding: Finding) -> Finding:
    """Without the time of the look and the place in the archive."""
    pieces = tuple(replace(p, captured_at=None, warc="", offset=0) for p in finding.evidence)
    looked = finding.looked
    if looked:
        steps = tuple(replace(step, at=datetime.min) for step in looked.steps)  # noqa: DTZ901
        looked = replace(looked, steps=steps)
    return replace(finding, evidence=pieces, looked=looked)


@pytest.fixture(scope="module")
def whole(sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a collection that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    begin(folder, sites.units)
    with sites.served() as options:
        assert gkc(folder, "collect", ROUND, *options).code == 0
    return folder


@pytest.fixture(scope="module")
def undisturbed(whole: Path) -> Result:
    return result(whole)


def in_small_batches(folder: Path, *args: object) -> subprocess.Popen[str]:
    """`gkc` that saves after every twenty rows: these sites are smaller than a batch."""
    run = (
        "import crawlers.looks.keeper as keeper; keeper.BATCH = 20;"
        "import dashboard.cli as cli; cli.main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", run, *map(str, args)],
        cwd=folder,
        env={**environment(), "PYTHONPATH": os.pathsep.join(map(str, sys.path))},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def collect_until(folder: Path, sites: Sites, request: int) -> None:
    """Run `gkc collect` and kill it at its n-th request, before it has the answer."""
    with sites.served() as options:
        sites.asked.clear()
        sites.last_request = request
        sites.victim = in_small_batches(folder, "collect", ROUND, *options)
        _, err = sites.victim.communicate()
        assert sites.victim.returncode == -signal.SIGKILL, err
        sites.victim = None


def saved(folder: Path) -> set[str]:
    """Host and path of every address that a row tells of, robots.txt aside."""
    with opened(folder) as store:
        rows = [row for unit in UNITS for row in store.fetches(ROUND, unit)]
    assert all(row.outcome in {FetchOutcome.OK, FetchOutcome.NOT_FOUND} for row in rows)
    return {f"{parts.hostname}{parts.path}" for parts in (urlsplit(row.url) for row in rows)}


@pytest.mark.parametrize("kills", [(1,), (80,), (45, 60)], ids=str)
def test_a_killed_collection_goes_on_and_ends_as_an_undisturbed_one(
    tmp_path: Path, sites: Sites, undisturbed: Result, kills: tuple[int, ...]
) -> None:
    begin(tmp_path, sites.units)
    for request in kills:
        collect_until(tmp_path, sites, request)
        with opened(tmp_path) as store:
            states = store.site_states(ROUND).values()
        assert SiteStatus.RUNNING in {state.status for state in states}
    before = saved(tmp_path)
    assert bool(before) is (sum(kills) > 50)
    with sites.served() as options:
        sites.asked.clear()
        done = gkc(tmp_path, "collect", ROUND, *options)
    assert done.code == 0, done.err
    assert not before & set(sites.asked)  # what was saved is not asked for again
    assert result(tmp_path) == undisturbed


def test_a_finished_round_is_left_alone(sites: Sites, whole: Path) -> None:
    with sites.served() as options:
        sites.asked.clear()
        again = gkc(whole, "collect", ROUND, *options)
    assert again.code == 0
    assert "均已采集完" in again.err
    assert sites.asked == {}


def test_the_undisturbed_run_is_worth_comparing_with(undisturbed: Result) -> None:
    assert len(undisturbed.fetches) > 120
    assert undisturbed.ended == dict.fromkeys(UNITS, (SiteStatus.DONE, True))
    assert {f.outcome.value for f in undisturbed.findings["yingji"].values()} >= {"met", "missing"}
