"""Killed with -9 at fifty moments, a look ends as one that nobody disturbed."""

import json
import random
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from aiohttp import web

from crawlers.frontier import Budget
from crawlers.loopback import serve
from crawlers.settings import Settings
from dashboard.rounds.steps import check_round
from data.archive import evidence_of
from data.audit import audit
from data.schemes import bundled
from data.store import Store
from data.types import FetchOutcome, Outcome, Round, Rung, Unit
from tests.sites import article, entries, page

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
ROUND, SEED, CHAINS, KILLS = "r", 20231215, 10, 5
HOME = "http://qinghe.localhost:8700/"
UNIT = Unit("qinghe", "清河县教育局", "department", "市直部门", HOME)
COLUMNS = {"ysjs": "预算决算", "zcwj": "政策文件", "gzdt": "工作动态"}
SITEMAP = "<urlset>{}</urlset>".format(
    "".join(f"<url><loc>{HOME}{path}</loc></url>" for path in ("hidden/1.html", "ysjs/index.html"))
)
SHELL = (
    '<html><head><title>应急预案</title></head><body><div id="app"></div>'
    '<script src="/js/chunk-vendors.js"></script><script>new Vue({el:"#app"})</script>'
    '<a href="/app/1.html">1</a></body></html>'
)


def site():
    """Bodies by path; what is not here answers 404, or 500 below /broken/."""
    menu = "".join(f'<a href="/{c}/index.html">{name}</a> ' for c, name in COLUMNS.items())
    menu += (
        '<a href="/app/">应急预案</a><a href="/gone/">财政预决算</a><a href="/broken/">机构职能</a>'
    )
    files = {"/": page("清河县教育局", menu + '<a href="/map.html">网站地图</a>')}
    files["/map.html"] = page("网站地图", '<a href="/zcwj/3.html">旧文件</a>')
    files["/app/"] = SHELL
    files["/sitemap.xml"] = SITEMAP
    files["/hidden/1.html"] = article("2023年政府信息公开工作年度报告", "正文" * 30)
    for n in (1, 2):
        files[f"/app/{n}.html"] = article(f"清河县应急预案第{n}号", "正文" * 30)
    for column, name in COLUMNS.items():
        for part in range(2):
            rows = [
                (f"/{column}/{part}_{n}.html", f"2023年{name}第{part}{n}号", f"2023-0{n + 1}-10")
                for n in range(4)
            ]
            for path, title, day in rows:
                files[path] = article(title, "正文" * 30, day=day)
            more = '<div class="page"><a href="index_1.html">下一页</a></div>' if not part else ""
            rows.append((f"/{column}/lost.html", f"2022年{name}", "2022-03-01"))
            files[f"/{column}/index{'_1' if part else ''}.html"] = page(
                name, entries(*rows) + more, crumbs=(name,)
            )
    return files


def server(files):
    async def answer(request):
        body = files.get(request.path)
        if body is None:
            return web.Response(status=500 if request.path.startswith("/broken/") else 404)
        kind = "application/xml" if request.path.endswith("xml") else "text/html"
        return web.Response(body=body.encode(), content_type=kind)

    return answer


class Killer:
    """Runs looks in processes that kill themselves."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.killed_look"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def look(self, folder, allow, when=None):
        """How a look ended: a signal, or 0."""
        job = {
            "store": url(folder),
            "var": str(folder),
            "round": ROUND,
            "unit": UNIT.id,
            "settings": Settings(Budget(pages=500), allow).to_json(),
            "when": when,
        }
        self._process.stdin.write(f"{json.dumps(job)}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


@pytest.fixture(scope="module")
def killer():
    made = Killer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def allow():
    with serve({"qinghe.localhost": server(site())}) as places:
        yield places


def url(folder):
    return f"sqlite:///{folder / 'gkc.db'}"


def begin(folder):
    with Store(url(folder)) as store:
        store.put_units([UNIT])
        store.put_scheme("department-2023", bundled()["department-2023"].read_text("utf-8"))
        at = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
        new = Round(ROUND, "测试", "department-2023", date(2023, 12, 15), 2023, (UNIT.id,), at)
        store.create_round(replace(new, web_only=True))


@dataclass(frozen=True, slots=True)
class Result:
    """All that must not depend on when a look was killed."""

    fetches: frozenset
    read: tuple  # facts of pages as the look left them
    steps: tuple
    pages: tuple
    columns: tuple
    findings: dict
    ended: tuple


def result(folder):
    with Store(url(folder)) as store:
        rows = store.fetches(ROUND, UNIT.id)
        read = tuple(store.pages(ROUND, UNIT.id))
        check_round(store, ROUND, folder)
        state = store.site_states(ROUND)[UNIT.id]
        assert audit(evidence_of(folder, ROUND), rows).problems == ()
        return Result(
            frozenset(
                (r.url, r.outcome, r.sha256, r.final_url, r.via, r.hint, r.depth, r.rendered)
                for r in rows
            ),
            read,
            tuple(store.steps(ROUND, UNIT.id)),
            tuple(store.pages(ROUND, UNIT.id)),
            tuple(store.columns(ROUND, UNIT.id)),
            {id_: placeless(found) for id_, found in store.findings(ROUND)[UNIT.id].items()},
            (state.status, state.exhausted),
        )


def placeless(finding):
    """Without the place in the archive: records lie elsewhere after a kill."""
    pieces = tuple(replace(p, warc="", offset=0) for p in finding.evidence)
    return replace(finding, evidence=pieces)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, killer, allow):
    folder = tmp_path_factory.mktemp("whole")
    begin(folder)
    assert killer.look(folder, allow) == 0
    return result(folder)


def moments():
    """Fifty points at which to die, in chains of five: the same ones in every run."""
    chosen = random.Random(SEED)
    kinds = [*["page"] * 5, "saved", "steps", "torn"]
    for _ in range(CHAINS):
        chain = []
        for _ in range(KILLS):
            kind = chosen.choice(kinds)
            most = {"page": 60, "saved": 4, "steps": 2, "torn": 12}[kind]
            number = chosen.randint(1, most)
            chain.append(number if kind == "page" else f"{kind} {number}")
        yield chain


@pytest.mark.parametrize("chain", list(moments()), ids=str)
def test_a_look_killed_five_times_ends_as_an_undisturbed_one(
    tmp_path, killer, allow, undisturbed, chain
):
    begin(tmp_path)
    killed = sum(killer.look(tmp_path, allow, when) == signal.SIGKILL for when in chain)
    assert killed
    assert killer.look(tmp_path, allow) == 0
    assert result(tmp_path) == undisturbed


def test_the_undisturbed_look_is_worth_comparing_with(undisturbed):
    outcomes = {row[1] for row in undisturbed.fetches}
    assert outcomes == {FetchOutcome.OK, FetchOutcome.NOT_FOUND, FetchOutcome.SERVER_ERROR}
    assert any(row[-1] for row in undisturbed.fetches)
    assert {step.rung for step in undisturbed.steps} == {
        Rung.LATER, Rung.BROWSER, Rung.SITEMAP, Rung.SEARCH
    }  # fmt: skip
    assert len(undisturbed.read) > 30
    assert {f.outcome for f in undisturbed.findings.values()} >= {Outcome.MET, Outcome.UNKNOWN}
