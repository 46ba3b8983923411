"""The polite asker: redirects, second tries, pauses, and one outcome for every request."""

import asyncio
import gzip
from dataclasses import replace
from datetime import time, timedelta
from hashlib import sha256
from socket import AF_INET, SOCK_STREAM, AddressFamily, socket

import pytest

from crawlers.fetch import Fetcher
from crawlers.loop import run as run_loop
from crawlers.network.pace import Paces
from crawlers.network.resolver import Resolver
from crawlers.network.wire import Limits
from data.archive import Archive
from data.rows import capture_row
from data.types import FetchOutcome, Traffic
from data.warc import records
from tests.raw import (
    NOW,
    PAGE,
    Dns,
    Time,
    asked_for,
    ended,
    ended_of_name,
    http,
    local,
    never_taken,
    robots,
    say_nothing,
    server,
    stop_half_way,
    with_certificate,
)

# --- what came home ---------------------------------------------------------------------------


def test_a_page_comes_home_with_everything_a_row_needs():
    url = "HTTP://A.localhost:80/zwgk/1.html#top"
    [response] = asked_for(url, answers={"/zwgk/1.html": http(PAGE, X_Sent="1")})
    row = response.fetch
    assert response.body == PAGE.encode()
    assert row.outcome is FetchOutcome.OK
    assert row.url == row.final_url == "http://a.localhost/zwgk/1.html"
    assert (row.status, row.media_type, row.fetched_at) == (200, "text/html", NOW)
    assert row.size_bytes == len(PAGE.encode())
    assert row.sha256 == sha256(PAGE.encode()).hexdigest()
    assert ("X-Sent", "1") in response.headers


def test_redirects_are_followed_and_the_row_keeps_both_addresses():
    answers = {"/1": http(status=302, Location="/%E6%94%BF/2"), "/%E6%94%BF/2": http(PAGE)}
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.OK
    assert response.fetch.url == "http://a.localhost/1"
    assert response.fetch.final_url == "http://a.localhost/%E6%94%BF/2"


def test_a_front_door_that_only_sends_on_is_a_redirect():
    door = "<html><script>window.location.href='/zwgk/'</script></html>"
    [response] = asked_for("http://a.localhost/", answers={"/": http(door), "/zwgk/": http(PAGE)})
    assert response.fetch.outcome is FetchOutcome.OK
    assert response.fetch.final_url == "http://a.localhost/zwgk/"


def test_a_location_in_raw_bytes_is_followed():
    moved = "HTTP/1.1 302 X\r\nLocation: /政.html\r\nContent-Length: 0\r\n\r\n".encode()
    [response] = asked_for(
        "http://a.localhost/1", answers={"/1": moved, "/%E6%94%BF.html": http(PAGE)}
    )
    assert response.fetch.outcome is FetchOutcome.OK


def test_a_cookie_set_by_a_redirect_is_shown_to_the_next_page():
    gate = [http(status=302, Location="/1", Set_Cookie="seen=1; Path=/"), http(PAGE)]
    [response] = asked_for("http://a.localhost/1", answers={"/1": gate})
    assert response.fetch.outcome is FetchOutcome.OK
    assert ("Cookie", "seen=1") in response.asked


def test_what_has_not_changed_since_is_not_sent_again():
    asked = []

    async def unless_known(reader, writer):
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        asked.append(request)
        known = 'If-None-Match: "v1"' in request
        writer.write(http(status=304, Content_Length="") if known else http(PAGE))
        writer.close()

    async def run():
        listening = await asyncio.start_server(unless_known, "127.0.0.1", 0)
        async with listening, local(listening.sockets[0].getsockname()[1]) as fetcher:
            day = "Fri, 15 Dec 2023 02:01:00 GMT"
            same = await fetcher.fetch("http://a.localhost/1", etag='"v1"', modified=day)
            other = await fetcher.fetch("http://a.localhost/1", etag='"v2"')
            return same, other

    same, other = run_loop(run())
    assert same.fetch.outcome is FetchOutcome.NOT_MODIFIED
    assert (same.fetch.status, same.fetch.sha256, same.body) == (304, "", b"")
    assert "If-Modified-Since: Fri, 15 Dec 2023 02:01:00 GMT" in asked[1]
    assert other.fetch.outcome is FetchOutcome.OK
    assert "If-None-Match" not in asked[0]  # robots.txt


# --- one hop ------------------------------------------------------------------------------------


def sent(url, *, answers, asked=None, **request):
    """The response to one hop, and what it cost."""

    async def run():
        async with server(answers, asked) as port:
            options = {"allow": {"a.localhost": ("127.0.0.1", port)}, "contact": "gk@example.cn"}
            async with Fetcher(now=lambda: NOW, **options) as fetcher:
                return await fetcher.send(url, **request), fetcher.spent()

    return run_loop(run())


def test_a_hop_is_sent_as_it_is_asked_for_under_our_own_name():
    asked = []
    response, _ = sent(
        "http://a.localhost/1",
        answers={"/1": http('{"total": 3}', Content_Type="application/json")},
        asked=asked,
        method="POST",
        headers=(("X-Requested-With", "XMLHttpRequest"), ("User-Agent", "Mozilla/5.0")),
        body=b"page=2",
    )
    assert response.fetch.outcome is FetchOutcome.OK
    assert response.body == b'{"total": 3}'
    assert (response.method, response.sent) == ("POST", b"page=2")
    assert ("X-Requested-With", "XMLHttpRequest") in response.asked
    assert [v for k, v in response.asked if k == "User-Agent"] == [
        "Gongkaichi/0.1 (+gk@example.cn)"
    ]
    assert asked == ["/robots.txt", "/1"]


def test_a_hop_follows_nothing_and_tries_nothing_twice():
    asked = []
    answers = {"/1": http(status=302, Location="/2"), "/2": http(PAGE)}
    moved, _ = sent("http://a.localhost/1", answers=answers, asked=asked)
    assert (moved.fetch.outcome, moved.fetch.status) == (FetchOutcome.OK, 302)
    assert ("Location", "/2") in moved.headers
    assert asked == ["/robots.txt", "/1"]
    asked.clear()
    broken, _ = sent("http://a.localhost/1", answers={"/1": http(status=500)}, asked=asked)
    assert broken.fetch.outcome is FetchOutcome.SERVER_ERROR
    assert asked == ["/robots.txt", "/1"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.localhost/nb/1", FetchOutcome.ROBOTS_DENIED),
        ("http://10.0.0.1/", FetchOutcome.BLOCKED_ADDRESS),
        ("data:text/plain,x", FetchOutcome.BAD_URL),
    ],
)
def test_a_hop_may_go_where_any_request_may_go(url, expected):
    asked = []
    answers = {"/robots.txt": robots("User-agent: *\nDisallow: /nb/")}
    response, _ = sent(url, answers=answers, asked=asked)
    assert response.fetch.outcome is expected
    assert set(asked) <= {"/robots.txt"}


# --- what was spent -----------------------------------------------------------------------------


def test_every_request_on_the_wire_is_counted_with_the_bytes_that_came():
    packed = gzip.compress(PAGE.encode())
    answers = {
        "/robots.txt": robots("User-agent: *\nDisallow: /nb/"),  # 28 bytes
        "/1": http("moved", status=302, Location="/2"),  # 5
        "/2": [http("busy", status=500), http(packed, Content_Encoding="gzip")],  # 4 and the page
        "/4": http("x" * 10, Content_Length="100"),  # 10, three times: it may have been a whim
    }

    async def run():
        async with server(answers) as port:
            clock = iter([NOW] * 6 + [NOW + timedelta(hours=1)] * 99)
            allow = {"a.localhost": ("127.0.0.1", port)}
            async with Fetcher(allow=allow, now=lambda: next(clock)) as fetcher:
                await fetcher.fetch("http://a.localhost/1")
                await fetcher.fetch("http://a.localhost/nb/3")  # never asked for
                first = fetcher.spent()
                await fetcher.fetch("http://a.localhost/4")
                return first, fetcher.spent(), fetcher.spent()

    first, second, third = run_loop(run())
    size = 28 + 5 + 4 + 5 + len(packed)  # the redirect twice: the second try begins with it
    assert first == (Traffic("a.localhost", NOW, 5, size),)
    assert second == (Traffic("a.localhost", NOW + timedelta(hours=1), 3, 30),)
    assert third == ()


def test_what_never_left_this_machine_costs_nothing():
    _, spent = sent("http://10.0.0.1/", answers={})
    assert spent == ()


# --- every other way to end -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, FetchOutcome.LOGIN_WALL),
        (403, FetchOutcome.FORBIDDEN),
        (404, FetchOutcome.NOT_FOUND),
        (410, FetchOutcome.GONE),
        (412, FetchOutcome.CHALLENGE),
        (418, FetchOutcome.CLIENT_ERROR),
        (429, FetchOutcome.RATE_LIMITED),
        (500, FetchOutcome.SERVER_ERROR),
        (503, FetchOutcome.SERVER_ERROR),
        (521, FetchOutcome.CHALLENGE),
        (302, FetchOutcome.SERVER_ERROR),
    ],
)
def test_status_codes_have_their_outcome(status, expected):
    assert ended(http("<html><body>x</body></html>", status)) is expected


def test_what_is_no_address_is_never_asked_for():
    [response] = asked_for("http://a:b@a.localhost/", answers={})
    assert response.fetch.outcome is FetchOutcome.BAD_URL


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://0x7f.1/"])
def test_a_private_address_is_never_asked_for(url):
    [response] = asked_for(url, answers={})
    assert response.fetch.outcome is FetchOutcome.BLOCKED_ADDRESS


@pytest.mark.parametrize(
    ("address", "expected"),
    [(None, FetchOutcome.DNS_FAILED), ("10.0.0.1", FetchOutcome.BLOCKED_ADDRESS)],
)
def test_a_name_without_a_public_address_ends_in_its_own_way(address, expected):
    assert ended_of_name(address) is expected


def test_a_redirect_to_a_private_address_is_not_taken():
    asked = []
    answers = {"/zwgk/1.html": http(status=302, Location="http://169.254.169.254/latest/")}
    [response] = asked_for("http://a.localhost/zwgk/1.html", answers=answers, asked=asked)
    assert response.fetch.outcome is FetchOutcome.REDIRECTED_OFF_SITE
    assert asked == ["/robots.txt", "/zwgk/1.html"]


def test_a_refused_address_says_how_to_allow_it():
    [response] = asked_for("http://10.0.0.1:8080/", answers={})
    assert response.fetch.note.startswith("10.0.0.1 不是公网地址；")
    assert "--allow-host 10.0.0.1:8080" in response.fetch.note


def test_a_name_with_a_password_is_refused_and_says_why():
    [response] = asked_for("http://user:secret@a.localhost/", answers={})
    assert response.fetch.outcome is FetchOutcome.BAD_URL
    assert "用户名或密码" in response.fetch.note


def test_a_name_that_turns_private_after_it_was_judged_is_not_connected_to():
    asked = []

    async def run():
        async with server({"/": http(PAGE)}, asked) as port:
            resolver = Resolver({}, Dns("8.8.8.8", "127.0.0.1"))
            async with Fetcher(resolver=resolver) as fetcher:
                return (await fetcher.fetch(f"http://www.qinghe.gov.cn:{port}/")).fetch

    fetch = run_loop(run())
    assert fetch.outcome is FetchOutcome.BLOCKED_ADDRESS
    assert "127.0.0.1" in fetch.note
    assert "--allow-host www.qinghe.gov.cn=" in fetch.note
    assert asked == []


@pytest.mark.parametrize(
    "door",
    [
        http(status=302, Location="http://intern.a.localhost/secret"),
        http("<meta http-equiv=refresh content='0;url=http://intern.a.localhost/secret'>"),
        http("<script>location.href='http://intern.a.localhost/secret'</script>"),
    ],
    ids=["redirect", "meta refresh", "script"],
)
def test_no_hop_leads_past_the_guard(door):
    asked = []

    async def run():
        async with server({"/1": door, "/secret": http(PAGE)}, asked) as port:
            allow = {"a.localhost": ("127.0.0.1", port)}
            resolver = Resolver(allow, Dns("127.0.0.1"))
            async with Fetcher(allow=allow, resolver=resolver) as fetcher:
                return (await fetcher.fetch("http://a.localhost/1")).fetch.outcome

    assert run_loop(run()) is FetchOutcome.BLOCKED_ADDRESS
    assert asked == ["/robots.txt", "/1"]


def test_an_allowed_name_opens_no_other_port_and_not_its_address():
    asked = []

    async def run():
        async with server({"/": http(PAGE)}, asked) as port, local(port) as fetcher:
            urls = [f"http://127.0.0.1:{port}/", "http://127.0.0.1/", "http://[::1]/"]
            return [(await fetcher.fetch(url)).fetch.outcome for url in urls]

    assert set(run_loop(run())) == {FetchOutcome.BLOCKED_ADDRESS}
    assert asked == []


def test_a_redirect_to_another_body_is_noted_and_not_taken():
    answers = {"/zwgk/1.html": http(status=302, Location="http://b.localhost/2")}
    asked = []
    [response] = asked_for("http://a.localhost/zwgk/1.html", answers=answers, asked=asked)
    row = response.fetch
    assert row.outcome is FetchOutcome.REDIRECTED_OFF_SITE
    assert (row.final_url, row.note) == (row.url, "跳转到 http://b.localhost/2")
    assert "/2" not in asked


def test_a_redirect_to_another_body_is_evidence_of_the_address_that_gave_it(tmp_path):
    """The archive must not say that a stranger was asked, and answered."""
    answers = {
        "/old": http(status=301, Location="/new"),
        "/new": http("gone", status=302, Location="http://b.localhost/2"),
    }
    [response] = asked_for("http://a.localhost/old", answers=answers)
    with Archive(tmp_path).write("a") as writer:
        place = writer.append(response.fetch, response.headers, response.body, asked=response.asked)
    assert Archive(tmp_path).record(*place[:2]).url == "http://a.localhost/new"
    with (tmp_path / "a.warc.gz").open("rb") as file:
        spoken = {raw.uri for _, _, raw in records(file, sum(place[1:])) if raw.uri}
    assert spoken == {"http://a.localhost/new"}
    captured = capture_row(replace(response.fetch, warc=place[0], offset=place[1]))
    assert captured["url"] == "http://a.localhost/new"


def test_a_redirect_within_the_registered_name_is_taken():
    answers = {"/1": http(status=301, Location="http://www.a.localhost/2"), "/2": http(PAGE)}
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.OK


def test_a_deep_link_that_leads_home_is_not_the_page_it_promised():
    answers = {"/zwgk/1.html": http(status=302, Location="/"), "/": http(PAGE)}
    [response] = asked_for("http://a.localhost/zwgk/1.html", answers=answers)
    assert response.fetch.outcome is FetchOutcome.REDIRECTED_HOME


def test_redirects_without_an_end_are_given_up():
    assert ended(http(status=302, Location="/zwgk/1.html")) is FetchOutcome.REDIRECT_LOOP


def test_a_redirect_to_no_address_is_a_bad_url():
    assert ended(http(status=302, Location="http://a:b@c/")) is FetchOutcome.BAD_URL


def test_a_redirect_to_a_login_page_is_a_login_wall():
    answers = {"/1": http(status=302, Location="/sso/login?to=1"), "/sso/login?to=1": http(PAGE)}
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.LOGIN_WALL


# --- politeness -------------------------------------------------------------------------------


def test_a_host_is_asked_once_a_second():
    time = Time()
    answers = {"/1": http(PAGE), "/2": http(PAGE)}
    asked_for(
        "http://a.localhost/1", "http://a.localhost/2", answers=answers, local=False, time=time
    )
    assert time.at == 2.0  # robots.txt at 0, the pages at 1 and 2


def test_a_host_has_one_pace_with_www_and_without():
    time = Time()
    urls = ("http://a.localhost/1", "http://www.a.localhost/1")
    asked_for(*urls, answers={"/1": http(PAGE)}, local=False, time=time)
    assert time.at == 3.0  # two robots.txt and two pages


def test_fetchers_of_one_process_can_share_their_paces():
    time, paces = Time(), Paces()
    answers = {"/1": http(PAGE)}
    for _ in range(2):
        asked_for("http://a.localhost/1", answers=answers, local=False, time=time, paces=paces)
    assert time.at == 3.0


def test_an_allowed_host_on_loopback_is_asked_without_a_pause():
    time = Time()
    answers = {"/1": [http(status=500), http(status=500), http(PAGE)]}
    [response] = asked_for(
        "http://a.localhost/1", answers=answers, clock=time.clock, sleep=time.sleep
    )
    assert response.fetch.outcome is FetchOutcome.OK
    assert time.slept == []


def test_what_may_pass_is_tried_twice_more_with_growing_pauses():
    time, asked = Time(), []
    [response] = asked_for(
        "http://a.localhost/1",
        answers={"/1": http(status=500)},
        asked=asked,
        local=False,
        time=time,
    )
    assert response.fetch.outcome is FetchOutcome.SERVER_ERROR
    assert asked == ["/robots.txt", "/1", "/1", "/1"]
    assert time.at == 1.0 + 1.0 + 4.0


def test_an_answer_that_is_final_is_not_asked_for_again():
    asked = []
    asked_for("http://a.localhost/1", answers={"/1": http(status=404)}, asked=asked)
    assert asked == ["/robots.txt", "/1"]


def test_retry_after_is_waited_for():
    time = Time()
    answers = {"/1": [http(status=429, Retry_After="60"), http(PAGE)]}
    [response] = asked_for("http://a.localhost/1", answers=answers, local=False, time=time)
    assert response.fetch.outcome is FetchOutcome.OK
    assert time.at == 1.0 + 60.0


def test_a_date_in_retry_after_is_waited_for():
    time = Time()
    later = "Fri, 15 Dec 2023 02:01:00 GMT"
    answers = {"/1": [http(status=503, Retry_After=later), http(PAGE)]}
    asked_for("http://a.localhost/1", answers=answers, local=False, time=time)
    assert time.at == 1.0 + 60.0


def test_a_host_that_wants_a_long_break_is_left_alone():
    asked = []
    answers = {"/1": http(status=429, Retry_After="3600"), "/2": http(PAGE)}
    first, second = asked_for(
        "http://a.localhost/1",
        "http://a.localhost/2",
        answers=answers,
        asked=asked,
        local=False,
        time=Time(),
    )
    assert first.fetch.outcome is second.fetch.outcome is FetchOutcome.RATE_LIMITED
    assert "Retry-After" in second.fetch.note
    assert asked == ["/robots.txt", "/1"]


class Crowd:
    """A page that waits until two are asked for at once; the most that were under way together."""

    def __init__(self):
        self.under_way = self.most = 0
        self.both = asyncio.Event()

    async def answer(self, writer):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        if self.under_way == 2:
            self.both.set()
        await self.both.wait()
        writer.write(http(PAGE))
        await writer.drain()
        self.under_way -= 1


def test_a_host_has_at_most_two_requests_under_way():
    crowd = Crowd()

    async def run():
        answers = {f"/{n}": crowd.answer for n in range(6)}
        async with server(answers) as port, local(port) as fetcher:
            urls = [f"http://a.localhost/{n}" for n in range(6)]
            await asyncio.gather(*(fetcher.fetch(url) for url in urls))

    run_loop(run())
    assert crowd.most == 2


def test_a_machine_that_serves_many_hosts_has_at_most_two_requests_under_way():
    crowd = Crowd()

    class Shared(Resolver):
        """Two names at one public address, which is played by this machine."""

        async def resolve(self, host, port=0, family=AddressFamily.AF_INET):
            [place] = await super().resolve("a.localhost", port, family)
            return [place]

    async def run():
        async with server({f"/{n}": crowd.answer for n in range(6)}) as port:
            options = {"resolver": Shared({"a.localhost": ("127.0.0.1", port)}), "delay_s": 0.0}
            async with Fetcher(**options) as fetcher:
                urls = [f"http://{'ab'[n % 2]}.example.gov.cn/{n}" for n in range(6)]
                await asyncio.gather(*(fetcher.fetch(url) for url in urls))

    run_loop(run())
    assert crowd.most == 2


def test_outside_the_hours_requests_wait_and_the_wait_is_told():
    passed = Time()

    async def run():
        async with server({"/1": http(PAGE), "/2": http(PAGE)}) as port:
            options = {
                "allow": {"a.localhost": ("127.0.0.1", port)},
                "hours": (time(22), time(6)),
                "now": lambda: NOW + timedelta(seconds=passed.at),  # 10:00 in China
                "clock": passed.clock,
                "sleep": passed.sleep,
            }
            async with Fetcher(**options) as fetcher:
                urls = ["http://a.localhost/1", "http://a.localhost/2"]
                await asyncio.gather(*(fetcher.fetch(url) for url in urls))
                return fetcher.waited_s

    assert run_loop(run()) == 12 * 3600
    assert passed.slept == [12 * 3600]


def test_a_site_that_struggles_is_asked_more_slowly():
    pauses = Time()
    answers = {"/1": http(status=500), "/2": http(PAGE)}
    urls = ["http://a.localhost/1", *["http://a.localhost/2"] * 4]
    asked_for(*urls, answers=answers, local=False, time=pauses)
    # After three errors the strain is 8: the pauses shrink from 8 s by a tenth a page.
    assert [round(each, 2) for each in pauses.slept[-3:]] == [8.0, 7.2, 6.48]


def test_cancelling_is_the_only_way_to_interrupt():
    async def run():
        reached = asyncio.Event()

        async def never(writer):
            reached.set()
            await asyncio.Event().wait()

        async with server({"/1": never}) as port, local(port) as fetcher:
            task = asyncio.create_task(fetcher.fetch("http://a.localhost/1"))
            await reached.wait()
            task.cancel()
            await task

    with pytest.raises(asyncio.CancelledError):
        run_loop(run())


# --- the closed list ----------------------------------------------------------------------------

LOGIN = "<title>用户登录</title><form><input type=password name=p></form>"
LOST = "<title>提示</title><p>对不起，您访问的页面不存在！</p>"
CUT = http("<html>", Content_Length="100")
HOME = {"/zwgk/1.html": http(status=302, Location="/"), "/": http(PAGE)}


def of(answer, **options):
    return lambda tmp_path: ended(answer, **options)


def of_address(url):
    return lambda tmp_path: asked_for(url, answers={})[0].fetch.outcome


def not_modified(tmp_path):
    async def run():
        async with server({"/1": http(status=304)}) as port, local(port) as fetcher:
            return (await fetcher.fetch("http://a.localhost/1", etag="1")).fetch.outcome

    return run_loop(run())


def sent_home(tmp_path):
    [response] = asked_for("http://a.localhost/zwgk/1.html", answers=HOME)
    return response.fetch.outcome


def denied_by_robots(tmp_path):
    answers = {"/robots.txt": robots("User-agent: *\nDisallow: /")}
    return asked_for("http://a.localhost/1", answers=answers)[0].fetch.outcome


def refused(tmp_path):
    async def run():
        closed = socket(AF_INET, SOCK_STREAM)
        closed.bind(("127.0.0.1", 0))
        with closed:
            async with Fetcher(allow={"a.localhost": closed.getsockname()}) as fetcher:
                return (await fetcher.fetch("http://a.localhost/")).fetch.outcome

    return run_loop(run())


# Outcome: whether another time may give another answer, and one way to it.
HOW = {
    FetchOutcome.OK: (False, of(http(PAGE))),
    FetchOutcome.NOT_MODIFIED: (False, not_modified),
    FetchOutcome.REDIRECTED_OFF_SITE: (False, of(http(status=302, Location="http://b.localhost/"))),
    FetchOutcome.REDIRECTED_HOME: (False, sent_home),
    FetchOutcome.NOT_FOUND: (False, of(http(status=404))),
    FetchOutcome.GONE: (False, of(http(status=410))),
    FetchOutcome.SOFT_NOT_FOUND: (False, of(http(LOST))),
    FetchOutcome.FORBIDDEN: (False, of(http(status=403))),
    FetchOutcome.ROBOTS_DENIED: (False, denied_by_robots),
    FetchOutcome.LOGIN_WALL: (False, of(http(LOGIN))),
    FetchOutcome.CHALLENGE: (False, of(http("<script>document.cookie='k='+x</script>"))),
    FetchOutcome.RATE_LIMITED: (True, of(http(status=429))),
    FetchOutcome.SERVER_ERROR: (True, of(http(status=502))),
    FetchOutcome.CLIENT_ERROR: (False, of(http(status=400))),
    FetchOutcome.DNS_FAILED: (True, lambda tmp_path: ended_of_name(None)),
    FetchOutcome.REFUSED: (True, refused),
    FetchOutcome.TLS_INVALID: (False, lambda tmp_path: with_certificate(tmp_path)),
    FetchOutcome.TIMEOUT_CONNECT: (True, lambda tmp_path: never_taken()),
    FetchOutcome.TIMEOUT_FIRST_BYTE: (True, of(say_nothing, limits=Limits(first_byte_s=0.05))),
    FetchOutcome.TIMEOUT_BODY: (True, of(stop_half_way, limits=Limits(body_s=0.05))),
    FetchOutcome.TOO_LARGE: (False, of(http("x" * 101), limits=Limits(body_bytes=100))),
    FetchOutcome.TRUNCATED: (True, of(CUT)),
    FetchOutcome.DECODE_FAILED: (False, of(http("?", Content_Encoding="br"))),
    FetchOutcome.REDIRECT_LOOP: (False, of(http(status=302, Location="/zwgk/1.html"))),
    FetchOutcome.BLOCKED_ADDRESS: (False, of_address("http://10.0.0.1/")),
    FetchOutcome.BAD_URL: (False, of_address("http://a:b@a.localhost/")),
}
ELSEWHERE = {
    FetchOutcome.JS_SHELL,  # crawlers/render.py: the page needs a browser
    FetchOutcome.OUT_OF_BUDGET,  # crawlers/collect.py: nobody asked
    FetchOutcome.INTERNAL,  # tests/test_wire.py: our own fault
}


@pytest.mark.parametrize("outcome", HOW)
def test_every_outcome_is_reached_and_is_final_or_not(outcome, tmp_path):
    retryable, reach = HOW[outcome]
    assert reach(tmp_path) is outcome
    assert outcome.retryable is retryable


def test_no_outcome_is_left_out():
    assert set(HOW) | ELSEWHERE == set(FetchOutcome)
