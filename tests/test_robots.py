"""robots.txt: read once, obeyed, and no denial while it cannot be read."""

import gzip
from urllib.parse import quote

import pytest

from crawlers.fetch import Fetcher
from crawlers.loop import run as run_loop
from crawlers.network.resolver import Resolver
from data.types import FetchOutcome
from tests.raw import PAGE, Dns, Time, asked_for, http, robots, server


def test_robots_txt_is_read_once_and_obeyed():
    asked = []
    answers = {
        "/robots.txt": robots("User-agent: *\nDisallow: /nb/"),
        "/1": http(PAGE),
        "/nb/2": http(PAGE),
    }
    first, second = asked_for(
        "http://a.localhost/1", "http://a.localhost/nb/2", answers=answers, asked=asked
    )
    assert first.fetch.outcome is FetchOutcome.OK
    assert second.fetch.outcome is FetchOutcome.ROBOTS_DENIED
    assert asked == ["/robots.txt", "/1"]


def test_a_byte_order_mark_hides_no_rule():
    rules = "\ufeffUser-agent: *\r\nDisallow: /"
    [response] = asked_for(
        "http://a.localhost/1", answers={"/robots.txt": robots(rules), "/1": http(PAGE)}
    )
    assert response.fetch.outcome is FetchOutcome.ROBOTS_DENIED


def test_rules_for_our_name_go_before_rules_for_all():
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: Gongkaichi\nAllow: /"
    [response] = asked_for(
        "http://a.localhost/1", answers={"/robots.txt": robots(rules), "/1": http(PAGE)}
    )
    assert response.fetch.outcome is FetchOutcome.OK


@pytest.mark.parametrize("status", [404, 403, 412])
def test_without_robots_txt_everything_is_allowed(status):
    answers = {"/robots.txt": robots(status=status), "/1": http(PAGE)}
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.OK


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(robots(status=503), FetchOutcome.SERVER_ERROR, id="503"),
        pytest.param(robots(status=429), FetchOutcome.RATE_LIMITED, id="429"),
        pytest.param(http("x", Content_Length="9"), FetchOutcome.TRUNCATED, id="cut short"),
    ],
)
def test_while_robots_txt_cannot_be_read_nothing_is_asked_for(answer, outcome):
    asked = []
    answers = {"/robots.txt": answer, "/1": http(PAGE)}
    [response] = asked_for("http://a.localhost/1", answers=answers, asked=asked)
    # Nobody denied anything: another time the rules may be read.
    assert response.fetch.outcome is outcome
    assert "robots.txt 没有读到" in response.fetch.note
    assert "/1" not in asked


def test_a_wall_before_everything_says_nothing_about_robots():
    answers = {"/robots.txt": http("", status=521), "/1": http("", status=521)}
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.CHALLENGE


def test_robots_txt_that_could_not_be_read_is_asked_for_again_another_time():
    failing = [robots(status=503)] * 3
    answers = {"/robots.txt": [*failing, robots()], "/1": http(PAGE)}
    time, asked = Time(), []

    async def run():
        async with server(answers, asked) as port:
            hosts = Resolver({"a.localhost": ("127.0.0.1", port)})
            clock = {"clock": time.clock, "sleep": time.sleep}
            async with Fetcher(resolver=hosts, **clock) as fetcher:
                first = await fetcher.fetch("http://a.localhost/1")
                time.at += 60.0
                return first, await fetcher.fetch("http://a.localhost/1")

    first, later = run_loop(run())
    assert first.fetch.outcome is FetchOutcome.SERVER_ERROR
    assert later.fetch.outcome is FetchOutcome.OK
    assert asked == ["/robots.txt"] * 4 + ["/1"]


def test_robots_txt_behind_a_redirect_counts():
    answers = {
        "/robots.txt": http(status=301, Location="http://www.a.localhost/r.txt"),
        "/r.txt": robots("User-agent: *\nDisallow: /"),
    }
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.ROBOTS_DENIED


def test_every_hop_of_a_redirect_asks_robots_txt():
    answers = {
        "/robots.txt": robots("User-agent: *\nDisallow: /nb/"),
        "/1": http(status=302, Location="/nb/2"),
    }
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.ROBOTS_DENIED


def test_robots_txt_leads_nobody_past_the_guard():
    asked = []
    moved = http(status=302, Location="http://intern.a.localhost/secret")

    async def run():
        answers = {"/robots.txt": moved, "/1": http(PAGE), "/secret": http(PAGE)}
        async with server(answers, asked) as port:
            allow = {"a.localhost": ("127.0.0.1", port)}
            resolver = Resolver(allow, Dns("127.0.0.1"))
            async with Fetcher(allow=allow, resolver=resolver) as fetcher:
                return (await fetcher.fetch("http://a.localhost/1")).fetch.outcome

    assert run_loop(run()) is FetchOutcome.BLOCKED_ADDRESS
    assert asked == ["/robots.txt"]


def test_crawl_delay_slows_us_down():
    time = Time()
    answers = {"/robots.txt": robots("User-agent: *\nCrawl-delay: 7"), "/1": http(PAGE)}
    asked_for(*["http://a.localhost/1"] * 2, answers=answers, local=False, time=time)
    assert time.at == 1.0 + 7.0


def test_a_crawl_delay_beyond_reason_means_that_we_are_not_wanted():
    answers = {"/robots.txt": robots("User-agent: *\nCrawl-delay: 86400"), "/1": http(PAGE)}
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.ROBOTS_DENIED
    assert "86400" in response.fetch.note


def denied(rules, url="http://a.localhost/ys/1"):
    """How a request ends under a robots.txt of these bytes, or this answer."""
    answer = rules if rules.startswith(b"HTTP/") else http(rules, Content_Type="text/plain")
    answers = {"/robots.txt": answer, "/ys/1": http(PAGE), url[18:]: http(PAGE)}
    [response] = asked_for(url, answers=answers)
    return response.fetch.outcome is FetchOutcome.ROBOTS_DENIED


RULES = "User-agent: *\nDisallow: /ys/\n"


@pytest.mark.parametrize(
    "rules",
    [
        RULES.encode("utf-16"),
        RULES.encode("utf-16-be"),
        gzip.compress(RULES.encode()),
        RULES.replace("\n", "\r").encode(),
        ("# 禁止\n" + RULES).encode("gbk"),
        http(RULES, Content_Encoding="none"),
        http(RULES, 206),
    ],
    ids=["utf-16", "utf-16 without a mark", "packed", "cr", "gbk", "no coding", "206"],
)
def test_rules_hold_however_they_are_saved(rules):
    assert denied(rules)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("Gongkaichi", True),
        ("gongkaichi/0.1", True),
        ("Gongkaichi/9 (any)  # that is us", True),
        ("Gong", False),
        ("Kaichi", False),
        ("Gongkaichi-Image", False),
        ("Baiduspider", False),
    ],
)
def test_a_group_is_ours_by_its_product_token(group, expected):
    assert denied(f"User-agent: {group}\nDisallow: /".encode()) is expected


@pytest.mark.parametrize("code", ["utf-8", "gbk"])
def test_a_path_in_another_code_names_the_same_bytes(code):
    path = quote("/财政/", encoding=code)
    rules = "User-agent: *\nDisallow: /财政/".encode(code)
    assert denied(rules, f"http://a.localhost{path}")
    assert not denied(rules)


@pytest.mark.parametrize(
    "answer",
    [
        http(RULES, 300),
        http("", 304),
        http(RULES, 302),
        http("", 302, Location="http://elsewhere.example/robots.txt"),
    ],
    ids=["300", "304", "302 without an address", "off the site"],
)
def test_a_redirect_that_leads_nowhere_leaves_no_rules(answer):
    """RFC 9309 2.3.1.2 and 2.3.1.3: a file that cannot be had, and no server that fails."""
    assert not denied(answer)


@pytest.mark.parametrize("delay", ["inf", "nan", "-5", "1e999", "x", "１"])
def test_a_crawl_delay_that_is_no_number_of_seconds_is_none(delay):
    time = Time()
    rules = robots(f"User-agent: *\nCrawl-delay: {delay}")
    [first, _] = asked_for(
        *["http://a.localhost/1"] * 2,
        answers={"/robots.txt": rules, "/1": http(PAGE)},
        local=False,
        time=time,
    )
    assert first.fetch.outcome is FetchOutcome.OK
    assert time.at == 2.0
