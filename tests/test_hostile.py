"""One whole look at a server that does everything wrong, and what must come out of each wrong.

The look is shared, the statements are not: a row of a table is a behaviour and a test of its own.
"""

import asyncio
import logging
import resource
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import crawlers.fetch
from crawlers.collect import entry_of
from crawlers.documents import Reader
from crawlers.endless import CALENDAR_PAGES, PAGER_PAGES, REPEATS
from crawlers.frontier import DEEPEST, Budget
from crawlers.job import collect_site
from crawlers.network.wire import Limits
from crawlers.registry import Ask
from crawlers.run import judge, read_site
from crawlers.settings import Settings
from crawlers.site import Site
from dashboard.rounds.steps import checks, round_scheme
from data.archive import evidence_of
from data.schemes import bundled
from data.store import Store
from data.types import (
    Cause,
    Fetch,
    FetchOutcome,
    Finding,
    Outcome,
    Place,
    Round,
    Unit,
    UnitScore,
)
from scoring.rounds import effective
from scoring.score import score
from tests.hostile import FILES, HOSTS, SITE, serving

pytestmark = pytest.mark.long

ROUND = "r"
SCHEME = "department-2023"
AT = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
# Where waiting is the point. Long enough for a page of the same host on a machine that is busy.
SHORT = Limits(connect_s=1.5, first_byte_s=1.5, body_s=1.5)
SLOW = ("silent", "slow-headers", "slow-body", "stalled", "robots-silent")
NO_SITES = ("other", "duchang")  # only there to be led to
MEMORY = 600 * 1024 * 1024  # bytes that the process may grow; the bombs unpack to 60 MB each

OK = FetchOutcome.OK
LATE = FetchOutcome.OUT_OF_BUDGET


# Host -> how its home page ended, and why nothing can be said; None: it was seen.
WHOLE = {
    "robots-html": (OK, None),
    "robots-403": (OK, None),
    "robots-moved": (OK, None),
    "robots-loop": (OK, None),
    "robots-away": (OK, None),
    "robots-binary": (OK, None),
    "robots-odd": (OK, None),
    "robots-huge": (OK, None),
    "robots-500": (FetchOutcome.SERVER_ERROR, Cause.SITE_DOWN),
    "robots-silent": (FetchOutcome.TIMEOUT_FIRST_BYTE, Cause.SITE_DOWN),
    "robots-all": (FetchOutcome.ROBOTS_DENIED, Cause.BLOCKED),
    "silent": (FetchOutcome.TIMEOUT_FIRST_BYTE, Cause.SITE_DOWN),
    "slow-headers": (FetchOutcome.TIMEOUT_FIRST_BYTE, Cause.SITE_DOWN),
    "wall": (FetchOutcome.CHALLENGE, Cause.BLOCKED),
    "captcha": (FetchOutcome.CHALLENGE, Cause.BLOCKED),
    "broken": (FetchOutcome.SERVER_ERROR, Cause.SITE_DOWN),
    "garbage": (FetchOutcome.DECODE_FAILED, Cause.SITE_DOWN),
    "gone-away": (FetchOutcome.REDIRECTED_OFF_SITE, Cause.SITE_DOWN),
    "hijacked": (FetchOutcome.REDIRECTED_OFF_SITE, Cause.SITE_DOWN),
    "to-private": (FetchOutcome.REDIRECTED_OFF_SITE, Cause.SITE_DOWN),
    "looping": (FetchOutcome.REDIRECT_LOOP, Cause.SITE_DOWN),
    "bomb": (FetchOutcome.TOO_LARGE, Cause.SITE_DOWN),
    "down": (FetchOutcome.REFUSED, Cause.SITE_DOWN),
    "nowhere": (FetchOutcome.DNS_FAILED, Cause.SITE_DOWN),
    "soft": (OK, Cause.NOT_READ),
    "same": (OK, Cause.NOT_READ),
    "lost": (OK, Cause.NOT_READ),
    "limited": (OK, Cause.BLOCKED),
    "limited-odd": (OK, None),
    "limited-date": (OK, None),
    "limited-ever": (OK, None),
    "boasting": (OK, None),
    "slow-body": (OK, None),
    "stalled": (OK, None),
}
# Odd, but seen whole: what is not there is missing.
SOUND = {name for name in WHOLE if name.startswith("robots-") and WHOLE[name][1] is None}


@dataclass
class Seen:
    """What the look brought home, by unit."""

    rows: dict[str, dict[str, Fetch]] = field(default_factory=dict)  # by path and query
    exhausted: dict[str, bool] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    crashed: dict[str, BaseException] = field(default_factory=dict)
    findings: dict[str, dict[str, Finding]] = field(default_factory=dict)
    scores: dict[str, UnitScore] = field(default_factory=dict)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    logged: list[str] = field(default_factory=list)
    grown: int = 0  # bytes

    def row(self, name: str, path: str) -> Fetch:
        assert name not in self.crashed, f"the look ended with {self.crashed[name]!r}"
        assert path in self.rows[name], f"{path} was never heard of"
        return self.rows[name][path]

    def page(self, path: str):
        found = self.sites["hostile"].page(address("hostile", path))
        assert found is not None
        return found


def address(name: str, path: str) -> str:
    return f"http://{name}.localhost:8700{path}"


class Listener(logging.Handler):
    """Errors, and whatever carries a traceback: what nobody caught."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or record.exc_info:
            self.heard.append(self.format(record))


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> Seen:
    """The look, its reading and its scores."""
    folder = tmp_path_factory.mktemp("hostile")
    listener = Listener()
    logging.getLogger().addHandler(listener)
    before = _peak()
    try:
        with Store(f"sqlite:///{folder / 'gkc.db'}") as store:
            found = _looked(store, folder)
    finally:
        logging.getLogger().removeHandler(listener)
    found.grown = _peak() - before
    found.logged = listener.heard
    return found


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _looked(store: Store, folder: Path) -> Seen:
    names = [name for name in HOSTS if name not in NO_SITES] + ["down", "nowhere"]
    places = {"nowhere": "http://nowhere.invalid/"}
    units = [
        Unit(n, "清河市教育局", "department", "测试", places.get(n, address(n, "/"))) for n in names
    ]
    store.put_units(units)
    store.put_scheme(SCHEME, bundled()[SCHEME].read_text(encoding="utf-8"))
    store.create_round(
        Round(ROUND, "测试", SCHEME, AT.date(), 2023, tuple(names), AT, web_only=True)
    )
    seen = Seen()
    with serving(HOSTS) as served:
        served.allow["down.localhost"] = ("127.0.0.1", 1)
        slow = [unit for unit in units if unit.id in SLOW]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(crawlers.fetch, "Limits", lambda: SHORT)
            asyncio.run(_collect(store, folder, served.allow, slow, seen))
        # One that keeps the process busy for long comes alone, or it would cost others their time.
        large = [unit for unit in units if unit.id == "many"]
        rest = [unit for unit in units if unit not in slow + large]
        asyncio.run(_collect(store, folder, served.allow, rest, seen))
        asyncio.run(_collect(store, folder, served.allow, large, seen))
        seen.asked = served.asked
    with Reader() as reader:
        for unit in units:
            rows, state = store.fetches(ROUND, unit.id), store.site_states(ROUND)[unit.id]
            start = unit.portal.rstrip("/")
            seen.rows[unit.id] = {row.url.removeprefix(start): row for row in rows}
            seen.exhausted[unit.id] = state.exhausted
            seen.sites[unit.id] = read_site(
                unit,
                entry_of(unit),
                rows,
                evidence_of(folder, ROUND),
                reader.read_all,
                exhausted=state.exhausted,
            )
    scheme, ask = round_scheme(store, store.round(ROUND)), Ask(AT.date(), 2023)
    for unit in units:
        found = judge(seen.sites[unit.id], ask, scheme.leaves(), checks())
        seen.findings[unit.id] = found
        seen.scores[unit.id] = score(scheme, unit, effective(found, [], scheme.heavy))
    return seen


async def _collect(store: Store, folder: Path, allow, units, seen: Seen) -> None:
    """All of them side by side, as a round does; the crash of one is told of, and ends only it."""
    jobs = (
        collect_site(
            store,
            ROUND,
            unit,
            folder,
            Settings(
                allow=allow,
                budget=Budget(pages=60 if unit.id == "many" else 1000),
                delay_s=0,  # www.… of a host here is no allowed host, and would be spared
                browser=False,
            ),
        )
        for unit in units
    )
    for unit, result in zip(
        units, await asyncio.gather(*jobs, return_exceptions=True), strict=True
    ):
        if isinstance(result, BaseException):
            seen.crashed[unit.id] = result


# --- the look as a whole ------------------------------------------------------------------------


def test_no_look_ends_in_an_error(seen):
    assert seen.crashed == {}


def test_nothing_uncaught_is_logged(seen):
    assert seen.logged == []


def test_memory_stays_bounded(seen):
    assert seen.grown < MEMORY


def test_every_address_of_the_site_has_a_row(seen):
    asked = {path for path, _ in seen.rows["hostile"].items()}
    # The script of the redirect loop is only reached by redirects; its rows are the first hop's.
    unlisted = {"/loop-2.html", "/refreshed.html", "/session/3.html"}
    assert set(SITE) - asked <= unlisted


def test_no_other_host_was_ever_asked(seen):
    assert [key for key in seen.asked if key[0] in NO_SITES] == []


@pytest.mark.parametrize("name", sorted(set(HOSTS) - set(NO_SITES) - SOUND))
def test_nothing_is_missing_where_something_could_not_be_seen(seen, name):
    accused = [
        (leaf, finding.reason)
        for leaf, finding in seen.findings[name].items()
        if leaf != "meta_tags"  # speaks of nothing but the pages that were read
        and Outcome.MISSING in {finding.outcome, *finding.items.values()}
    ]
    assert accused == []


@pytest.mark.parametrize("name", sorted(name for name, (_, cause) in WHOLE.items() if cause))
def test_a_site_that_could_not_be_seen_loses_nothing(seen, name):
    assert sum(points.lost for points in seen.scores[name].leaves.values()) == 0


# --- how each address ended -----------------------------------------------------------------------

OUTCOMES = {
    "/": OK,
    "/cookie-wall.html": OK,
    "/script-wall.html": FetchOutcome.CHALLENGE,
    "/412.html": FetchOutcome.CHALLENGE,
    "/521.html": FetchOutcome.CHALLENGE,
    "/captcha.html": FetchOutcome.CHALLENGE,
    "/members.html": FetchOutcome.LOGIN_WALL,
    "/401.html": FetchOutcome.LOGIN_WALL,
    "/403.html": FetchOutcome.FORBIDDEN,
    "/404.html": FetchOutcome.NOT_FOUND,
    "/410.html": FetchOutcome.GONE,
    "/418.html": FetchOutcome.CLIENT_ERROR,
    "/500.html": FetchOutcome.SERVER_ERROR,
    "/soft-404.html": FetchOutcome.SOFT_NOT_FOUND,
    "/soft-500.html": FetchOutcome.SERVER_ERROR,
    "/home-again/1.html": FetchOutcome.REDIRECTED_HOME,
    "/denied/1.html": FetchOutcome.ROBOTS_DENIED,
    "/loop-1.html": FetchOutcome.REDIRECT_LOOP,
    "/round-about": FetchOutcome.REDIRECT_LOOP,
    "/off-site.html": FetchOutcome.REDIRECTED_OFF_SITE,
    "/hijacked.html": FetchOutcome.REDIRECTED_OFF_SITE,
    "/private.html": FetchOutcome.REDIRECTED_OFF_SITE,
    "/loopback.html": FetchOutcome.REDIRECTED_OFF_SITE,
    "/mapped.html": FetchOutcome.REDIRECTED_OFF_SITE,
    "/no-url.html": FetchOutcome.BAD_URL,
    "/no-scheme.html": FetchOutcome.BAD_URL,
    "/bad-port.html": FetchOutcome.BAD_URL,
    "/bad-bytes.html": FetchOutcome.NOT_FOUND,
    "/packed.html": OK,
    "/packed-cut.html": FetchOutcome.TRUNCATED,
    "/packed-lie.html": FetchOutcome.DECODE_FAILED,
    "/packed-odd.html": FetchOutcome.DECODE_FAILED,
    "/bomb.html": FetchOutcome.TOO_LARGE,
    "/deflate-bomb.html": FetchOutcome.TOO_LARGE,
    "/endless-body.html": FetchOutcome.TOO_LARGE,
    "/half-closed.html": FetchOutcome.TRUNCATED,
    "/reset.html": FetchOutcome.REFUSED,
    "/short.html": FetchOutcome.DECODE_FAILED,
    "/long.html": FetchOutcome.TRUNCATED,
    "/negative.html": FetchOutcome.DECODE_FAILED,
    "/no-number.html": FetchOutcome.DECODE_FAILED,
    "/two-lengths.html": FetchOutcome.DECODE_FAILED,
    "/chunked.html": OK,
    "/chunked-lie.html": FetchOutcome.DECODE_FAILED,
    "/chunked-cut.html": FetchOutcome.TRUNCATED,
    "/chunked-huge.html": FetchOutcome.DECODE_FAILED,
    "/http09.html": FetchOutcome.DECODE_FAILED,
    "/garbage.html": FetchOutcome.DECODE_FAILED,
    "/nothing.html": FetchOutcome.REFUSED,
    "/no-status.html": FetchOutcome.DECODE_FAILED,
    "/status-999.html": FetchOutcome.SERVER_ERROR,
    "/status-0.html": FetchOutcome.DECODE_FAILED,
    "/many-headers.html": FetchOutcome.DECODE_FAILED,
    "/large-header.html": FetchOutcome.DECODE_FAILED,
    "/nul-header.html": FetchOutcome.DECODE_FAILED,
    "/304.html": FetchOutcome.SERVER_ERROR,  # nothing was asked for on a condition
    "/204.html": OK,
    "/binary.html": OK,
    "/deep.json": OK,
    "/laughs.xml": OK,
}


@pytest.mark.parametrize(("path", "outcome"), OUTCOMES.items())
def test_every_answer_has_its_outcome(seen, path, outcome):
    row = seen.row("hostile", path)
    assert row.outcome is outcome
    assert bool(row.warc) == (row.status is not None and bool(row.sha256))


@pytest.mark.parametrize("path", ["/denied/1.html", "/bad-port.html"])
def test_what_may_not_be_asked_for_is_not(seen, path):
    wanted = 0 if path.startswith("/denied") else 1
    assert (seen.asked["hostile", path] > 0) is bool(wanted)


# --- what was read --------------------------------------------------------------------------------

TITLES = {
    "/gb2312.html": "关于教育经费的通知",
    "/gbk.html": "关于朱镕学校的通知",
    "/gb18030.html": "关于㐀村小学的通知",
    "/utf16.html": "关于双字节的通知",
    "/utf16be.html": "关于无标记的通知",
    "/says-utf8.html": "关于谎称统一码的通知",
    "/says-gbk.html": "关于谎称国标码的通知",
    "/says-latin.html": "关于两种说法的通知",
    "/says-nonsense.html": "关于不知所云的通知",
    "/says-utf7.html": "关于七位编码的通知",
    "/base/deep/a.html": "关于基址的通知",
    "/refresh.html": "关于自动跳转的通知",
    "/frame-left.html": "关于左框架的通知",
    "/frame-right.html": "关于右框架的通知",
    "/inner.html": "关于内嵌框架的通知",
    "/clicked.html": "关于点击进入的通知",
    "/opened.html": "关于新开窗口的通知",
    "/area.html": "关于图片热区的通知",
    "/stored/2.html": "关于第2类教材选用的通知",
    "/json/2.html": "关于接口乙的通知",
    "/pages/c2.html": "关于c2的通知",
    "/numbers/b2.html": "关于b2的通知",
    "/cookie-wall.html": "关于持证入内的通知",
    "/packed.html": "关于压缩传输的通知",
    "/odd-type.html": "关于怪类型的通知",
    "/no-type.html": "关于无类型的通知",
    "/odd-cookie.html": "关于怪标记的通知",
    "/nul.html": "关于空字节的通知",
    "/large.html": "关于三兆标记的通知",
    "/nested.html": "关于嵌套的通知",
    "/tags.html": "关于残缺标记的通知",
    "/comment.html": "关于注释的通知",
    "/good-link.html": "唯一有效的通知",
    "/%E6%94%BF.html": "中文地址的通知",
    "/session/1.html": "关于会话甲的通知",
}


@pytest.mark.parametrize(("path", "title"), TITLES.items())
def test_every_page_says_its_title(seen, path, title):
    assert seen.row("hostile", path).outcome is OK
    assert seen.page(path).title == title


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/gb2312.html", date(2023, 5, 6)),
        ("/utf16.html", date(2023, 5, 6)),
        ("/script-date.html", date(2023, 4, 5)),
    ],
)
def test_every_page_says_its_day(seen, path, day):
    assert seen.page(path).published_on == day


LINKS = {
    "/base/index.html": {"/base/deep/a.html"},
    "/frames.html": {"/frame-left.html", "/frame-right.html"},
    "/iframe.html": {"/inner.html"},
    "/onclick.html": {"/clicked.html", "/opened.html"},
    "/map.html": {"/area.html"},
    "/datastore.html": {f"/stored/{n}.html" for n in range(3)},
    "/json.html": {"/list.json"},
    "/list.json": {"/json/1.html", "/json/2.html"},
    "/pages/index.html": {"/pages/index_1.html", "/pages/index_2.html"},
    "/numbers/": {"/numbers/2.html"},
    "/session/": {"/session/1.html", "/session/2.html", "/session/3.html?id=7", "/session/"},
    "/bad-links.html": {"/good-link.html", "/%E6%94%BF.html"},
}


@pytest.mark.parametrize(("path", "links"), LINKS.items())
def test_every_way_to_link_is_found(seen, path, links):
    found = {
        link.url.removeprefix("http://hostile.localhost:8700") for link in seen.page(path).links
    }
    assert links <= found


@pytest.mark.parametrize("path", ["/a.html", "/base/a.html"])
def test_a_relative_link_is_read_by_its_base_alone(seen, path):
    assert seen.asked["hostile", path] == 0


def test_links_that_lead_nowhere_are_left_alone(seen):
    for link in seen.page("/bad-links.html").links:
        assert link.url.startswith(("http://", "https://"))
        assert "secret" not in link.url
    assert not {key for key in seen.asked if "secret" in key[1] or "alert" in key[1]}


def test_a_data_file_that_laughs_is_not_unfolded(seen):
    assert len(seen.page("/laughs.xml").whole_text) < 10_000


# --- lists and addresses without an end -----------------------------------------------------------


def rows_below(seen, start):
    return {path: row for path, row in seen.rows["hostile"].items() if path.startswith(start)}


def test_a_session_is_no_address_of_its_own(seen):
    assert set(rows_below(seen, "/session/")) == {
        "/session/",
        "/session/1.html",
        "/session/2.html",
        "/session/3.html?id=7",
    }


def test_an_endless_list_is_read_in_part_and_says_so(seen):
    rows = rows_below(seen, "/endless?p=")
    read = {f"/endless?p={n}" for n in range(2, 2 + PAGER_PAGES)}
    assert {path for path, row in rows.items() if row.outcome is OK} == read
    beyond = {path: row.outcome for path, row in rows.items() if path not in read}
    assert beyond == {f"/endless?p={2 + PAGER_PAGES}": LATE}


def test_an_endless_calendar_is_left_after_some_months(seen):
    """It only shows again what the site holds, so that no row tells of what was left."""
    rows = rows_below(seen, "/calendar?")
    assert [row.outcome for row in rows.values()] == [OK] * CALENDAR_PAGES


def test_an_endless_chain_of_articles_is_left_after_some_links_and_says_so(seen):
    rows = rows_below(seen, "/numbered?")
    assert sorted((row.depth, row.outcome) for row in rows.values()) == [
        *((depth, OK) for depth in range(2, DEEPEST + 1)),
        (DEEPEST + 1, LATE),
    ]


def test_folders_that_repeat_themselves_are_not_entered_for_ever_and_that_is_said(seen):
    rows = rows_below(seen, "/deeper/")
    read = {path for path, row in rows.items() if row.outcome is OK}
    assert "/deeper/a/b/a/b/" in read
    assert all(max(Counter(path.split("/")[1:-1]).values()) < REPEATS for path in read)
    assert [row.outcome for path, row in rows.items() if path not in read] == [LATE]


@pytest.mark.parametrize(
    ("column", "finished"),
    [("分页栏目", True), ("编号栏目", True), ("提交栏目", False)],
)
def test_a_list_says_whether_it_was_read_to_its_end(seen, column, finished):
    site = seen.sites["hostile"]
    [found] = [each for each in site.columns if each.name == column]
    pages = [page for page in site.pages.values() if page.title == column]
    assert len(found.items) == {"分页栏目": 9, "编号栏目": 6, "提交栏目": 3}[column]
    unfinished = {page.url for page in site.spots.unfinished()}
    assert (not unfinished & {page.url for page in pages}) is finished
    assert finished or any(link.place is Place.PAGER for page in pages for link in page.lost)


def test_a_page_with_a_hundred_thousand_links_ends_with_the_budget(seen):
    outcomes = Counter(row.outcome for row in seen.rows["many"].values())
    assert not seen.exhausted["many"]
    assert 40 <= outcomes[OK] <= 61
    assert 0 < outcomes[LATE] <= 5000


# --- attachments ----------------------------------------------------------------------------------

STATES = {
    "a.pdf": ("pdf", "ok"),
    "a.doc": ("doc", "ok"),
    "a.docx": ("docx", "ok"),
    "a.wps": ("doc", "ok"),
    "a.xls": ("xls", "ok"),
    "a.xlsx": ("xlsx", "ok"),
    "a.et": ("xls", "ok"),
    "a.ofd": ("ofd", "ok"),
    "a.zip": ("zip", "listed"),
    "a.rar": ("rar", "listed"),
    "scan.pdf": ("pdf", "scan"),
    "bomb.zip": ("zip", "too_large"),
    "cut.docx": ("docx", "broken"),
    "lie.doc": ("zip", "listed"),
    "lie.pdf": ("html", "broken"),
    "laughs.docx": ("docx", "too_large"),
}


def test_every_file_is_in_the_table():
    assert set(STATES) == set(FILES)


@pytest.mark.parametrize(("name", "expected"), STATES.items())
def test_every_file_says_what_it_is(seen, name, expected):
    document = seen.sites["hostile"].documents[address("hostile", f"/f/{name}")]
    assert (document.format, document.state) == expected


def test_a_file_under_the_name_of_a_page_is_a_file(seen):
    document = seen.sites["hostile"].documents[address("hostile", "/lie.html")]
    assert (document.format, document.state) == ("pdf", "ok")


# --- whole hosts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "outcome", "cause"), [(n, *w) for n, w in WHOLE.items()])
def test_a_whole_host_ends_in_its_own_way(seen, name, outcome, cause):
    row = seen.row(name, "/")
    trouble = seen.sites[name].trouble
    assert row.outcome is outcome
    assert (trouble and trouble[0]) == cause
    if cause:
        causes = {finding.cause for finding in seen.findings[name].values()}
        assert causes - {None, Cause.NEEDS_PERSON, Cause.NEEDS_METRIC} == {cause}


# The second page of a host, which the odd one must not take along.
BESIDE = {
    "robots-html": ("/b.html", OK),
    "robots-binary": ("/b.html", OK),
    "robots-huge": ("/b.html", FetchOutcome.ROBOTS_DENIED),  # said in the first 500 KiB
    "boasting": ("/b.html", OK),
    "limited": ("/h.html", FetchOutcome.RATE_LIMITED),
    "limited-odd": ("/b.html", OK),
    "limited-date": ("/b.html", OK),
    "slow-body": ("/b.html", OK),
    "stalled": ("/b.html", OK),
}


@pytest.mark.parametrize(("name", "path", "outcome"), [(n, *w) for n, w in BESIDE.items()])
def test_one_odd_answer_does_not_spoil_the_next(seen, name, path, outcome):
    assert seen.row(name, path).outcome is outcome


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("boasting", FetchOutcome.TOO_LARGE),
        ("slow-body", FetchOutcome.TIMEOUT_BODY),
        ("stalled", FetchOutcome.TIMEOUT_BODY),
        ("limited-odd", FetchOutcome.SERVER_ERROR),
        ("limited-date", FetchOutcome.SERVER_ERROR),
        ("limited-ever", FetchOutcome.RATE_LIMITED),
    ],
)
def test_the_odd_answer_itself_has_its_outcome(seen, name, outcome):
    assert seen.row(name, "/a.html").outcome is outcome


def test_a_host_that_wants_an_hour_of_peace_gets_it(seen):
    assert sum(n for (host, path), n in seen.asked.items() if host == "limited") <= 8
    assert seen.asked["limited", "/h.html"] == 0
