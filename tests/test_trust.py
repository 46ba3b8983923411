"""Could not look is not missing, and a name is not a disclosure: through the whole pipeline."""

import asyncio
import mimetypes
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from aiohttp import web

from crawlers.loopback import CHALLENGE, Always, Behaviour, Down, Folder, Handler
from crawlers.network.wire import Limits
from crawlers.pages import read_page
from data.demo.content.model import unit_of
from data.demo.decoy import write_decoy
from data.demo.generate import address, views_of_all, write_site
from data.store import Store
from data.types import Cause, FetchOutcome, Outcome, Unit
from tests.pipeline import ROUND, findings, leaves, run_round, unit
from tests.sites import article, entries, page

pytestmark = pytest.mark.long

SOFT_404 = (
    "<html><head><title>页面不存在</title></head>"
    '<body><p>抱歉，您访问的页面不存在或已删除！</p><a href="/">返回首页</a></body></html>'
)


def outcomes(store: Store, unit_id: str) -> set[Outcome]:
    """Outcomes of all findings of a unit and of their items."""
    found = findings(store, unit_id).values()
    return {o for finding in found for o in (finding.outcome, *finding.items.values())}


def lost(store: Store, unit_id: str) -> dict[str, object]:
    """Points lost, by indicator; those that lost none are left out."""
    points = store.scores(ROUND)[unit_id].leaves
    return {id_: p.lost for id_, p in points.items() if p.lost}


def small_site(folder: Path) -> Folder:
    """A home page and one column of news, all of it there."""
    days = [f"2023-12-1{n}" for n in range(5)]
    news = [(f"/gzdt/t_{n}.html", f"某市召开第{n}次推进会", day) for n, day in enumerate(days)]
    files = {
        "index.html": page("测试网站", '<div class="nav"><a href="/gzdt/">工作动态</a></div>'),
        "gzdt/index.html": page("工作动态", entries(*news), crumbs=("工作动态",)),
    }
    for path, title, day in news:
        files[path[1:]] = article(title, "会议研究了年度重点工作。", day=day, crumbs=("工作动态",))
    return Folder(written(folder, files))


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


# --- a name is not a disclosure -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["county", "department"])
def test_a_menu_of_dead_links_meets_nothing(tmp_path: Path, kind: str) -> None:
    named = write_decoy(tmp_path / "site")
    store = run_round(tmp_path, {"x.localhost": Folder(tmp_path / "site")}, [unit("x", kind)])
    assert len(named) > 100
    assert store.fetch_tally(ROUND)["x"][FetchOutcome.NOT_FOUND] > 100
    assert not outcomes(store, "x") & {Outcome.MET, Outcome.PARTIAL}
    assert store.ranked(ROUND)[0].place is None


def test_a_menu_of_dead_links_beside_living_news_meets_no_disclosure(tmp_path: Path) -> None:
    write_decoy(tmp_path / "site")
    news = small_site(tmp_path / "news").path
    menu = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    living = (news / "index.html").read_text(encoding="utf-8").partition("<body>")[2]
    (news / "index.html").write_text(menu.replace("</body>", living), encoding="utf-8")
    store = run_round(tmp_path, {"x.localhost": Folder(news)}, [unit("x")])
    asked = leaves(store)
    met = {
        asked[id_].check
        for id_, finding in findings(store, "x").items()
        if finding.outcome is Outcome.MET
    }
    # What was read is judged: the news, the look of the pages, the links. No disclosure is.
    assert met <= {
        "columns_fresh", "columns_filled", "home_fresh", "page_fields", "identity_marks",
        "foreign_links", "privacy_leaks",
    }  # fmt: skip


def echo_of(home: str, body: str) -> Handler:
    """Serves `home`, and behind each of its links `body` with the words of the link for {name}."""
    page_of = read_page("http://x.localhost:8700/", home.encode())
    names = {urlsplit(link.url).path: link.text for link in page_of.links}

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        name = names.get(request.path)
        if request.path != "/" and name is None:
            return web.Response(status=404)
        text = home if request.path == "/" else body.replace("{name}", str(name))
        return web.Response(body=text.encode(), content_type="text/html")

    return answer


@pytest.mark.parametrize("kind", ["county", "department"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<html><head><title>{name}</title></head><body></body></html>", id="title"),
        pytest.param(page("{name}", "<h1>{name}</h1>"), id="heading"),
        pytest.param(page("{name}", "<h1>{name}</h1><table><tr><td></td></tr></table>"), id="form"),
    ],
)
def test_no_check_breaks_on_pages_that_hold_nothing(tmp_path: Path, kind: str, body: str) -> None:
    write_decoy(tmp_path / "site")
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    store = run_round(tmp_path, {"x.localhost": echo_of(home, body)}, [unit("x", kind)])
    assert store.fetch_tally(ROUND)["x"][FetchOutcome.OK] > 100
    broken = [id_ for id_, f in findings(store, "x").items() if f.cause is Cause.CHECK_FAILED]
    assert broken == []


# --- could not look is not missing --------------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "cause"),
    [
        pytest.param(Down(), Cause.SITE_DOWN, id="does not answer"),
        pytest.param(Always(404), Cause.SITE_DOWN, id="404"),
        pytest.param(Always(200), Cause.SITE_DOWN, id="404 page with status 200"),
        pytest.param(Always(200, SOFT_404), Cause.SITE_DOWN, id="Chinese 404 page, status 200"),
        pytest.param(Always(410), Cause.SITE_DOWN, id="410"),
        pytest.param(Always(403), Cause.BLOCKED, id="403"),
        pytest.param(CHALLENGE, Cause.BLOCKED, id="challenge"),
        pytest.param(Always(200, ""), Cause.SITE_DOWN, id="nothing at all"),
    ],
)
def test_a_site_that_shows_nothing_is_unknown_throughout(
    tmp_path: Path, behaviour: Behaviour, cause: Cause
) -> None:
    store = run_round(tmp_path, {"x.localhost": behaviour}, [unit("x")])
    found = findings(store, "x")
    score, line = store.scores(ROUND)["x"], store.ranked(ROUND)[0]
    assert found.keys() == leaves(store).keys()
    assert {finding.cause for finding in found.values()} == {cause}
    assert lost(store, "x") == {}
    assert (score.coverage, score.value, line.place, line.value) == (0, None, None, None)
    assert line.why_not


def test_one_blocked_site_among_eight_leaves_seven_results(tmp_path: Path) -> None:
    units = [unit(f"u{n}", "county") for n in range(8)]
    hosts: dict[str, Behaviour] = {
        f"{u.id}.localhost": small_site(tmp_path / u.id) for u in units
    } | {"u3.localhost": CHALLENGE}
    store = run_round(tmp_path, hosts, units)
    ranked = {line.unit_id: line for line in store.ranked(ROUND)}
    blocked = ranked.pop("u3")
    assert len(ranked) == 7
    assert all(line.value is not None for line in ranked.values())
    assert len({(line.place, line.value, line.coverage) for line in ranked.values()}) == 1
    assert (blocked.place, blocked.value, blocked.coverage) == (None, None, 0)
    assert {finding.cause for finding in findings(store, "u3").values()} == {Cause.BLOCKED}


@pytest.mark.parametrize("kind", ["county", "department"])
def test_a_site_that_answers_everything_with_its_home_page_was_not_read(
    tmp_path: Path, kind: str
) -> None:
    write_decoy(tmp_path / "site")
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    store = run_round(tmp_path, {"x.localhost": Always(200, home)}, [unit("x", kind)])
    assert {finding.outcome for finding in findings(store, "x").values()} == {Outcome.UNKNOWN}
    assert store.ranked(ROUND)[0].place is None


# --- half of a site -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> tuple[Unit, Path]:
    """A demo department without a fault, and its files."""
    root = tmp_path_factory.mktemp("faultless")
    view = next(view for view in views_of_all() if view.body.id == "caizheng")
    write_site(view, root)
    return unit_of(view.body, address(view, view.home)), root


def half_of(root: Path, half: int, how: str) -> Handler:
    """Serves the home page, and of all other addresses those on one side of a coin."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        path = root / request.path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return web.Response(status=404)
        if request.path != "/" and crc32(request.path.encode()) % 2 == half:
            if how == "5xx":
                return web.Response(status=503)
            assert request.transport
            request.transport.abort()
        media_type = mimetypes.guess_type(path.name)[0] or "text/html"
        return web.Response(body=path.read_bytes(), content_type=media_type)

    return answer


@pytest.mark.parametrize("how", ["5xx", "cut off"])
@pytest.mark.parametrize("half", [0, 1])
def test_nothing_is_missing_because_half_of_the_pages_failed(
    tmp_path: Path, faultless: tuple[Unit, Path], half: int, how: str
) -> None:
    whole, root = faultless
    host = "caizheng-yuheng.localhost"
    store = run_round(tmp_path, {host: half_of(root, half, how)}, [whole])
    tally = store.fetch_tally(ROUND)[whole.id]
    failed = FetchOutcome.SERVER_ERROR if how == "5xx" else FetchOutcome.REFUSED
    assert tally[failed] > 5
    assert Outcome.MISSING not in outcomes(store, whole.id)
    assert not lost(store, whole.id)


def test_nothing_is_missing_because_a_column_never_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience_s = 0.5
    monkeypatch.setattr("crawlers.fetch.Limits", partial(Limits, first_byte_s=patience_s))
    site = small_site(tmp_path / "site").path
    home = (site / "index.html").read_text(encoding="utf-8")
    menu = '<div class="nav"><a href="/ysjs/">预算决算</a>'
    (site / "index.html").write_text(home.replace('<div class="nav">', menu), encoding="utf-8")
    served = half_of(site, 2, "")  # everything

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/ysjs/"):
            with suppress(TimeoutError):
                async with asyncio.timeout(2 * patience_s):
                    await asyncio.Event().wait()
        return await served(request)

    store = run_round(tmp_path, {"x.localhost": answer}, [unit("x")])
    silent = {f.outcome for f in store.fetches(ROUND, "x") if f.url.endswith("/ysjs/")}
    assert silent == {FetchOutcome.TIMEOUT_FIRST_BYTE}
    asked = leaves(store)
    found = {asked[id_].check: finding for id_, finding in findings(store, "x").items()}
    for name in ("department_budget", "department_accounts"):
        assert found[name].cause is Cause.NOT_READ
        assert "预算决算" in found[name].reason


# What may be met on a site whose pages hold nothing but their titles: the look of the pages.
LOOKS = {"identity_marks", "foreign_links", "privacy_leaks", "links_alive", "site_reachable"}


@pytest.mark.parametrize("kind", ["county", "department"])
def test_a_page_that_holds_only_its_title_discloses_nothing(tmp_path: Path, kind: str) -> None:
    write_decoy(tmp_path / "site")
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    served = echo_of(home, page("{name}", "<h1>{name}</h1>"))
    store = run_round(tmp_path, {"x.localhost": served}, [unit("x", kind)])
    asked = leaves(store)
    met = {
        asked[id_].check
        for id_, finding in findings(store, "x").items()
        if Outcome.MET in {finding.outcome, *finding.items.values()}
    }
    assert met <= LOOKS
