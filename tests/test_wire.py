"""One request on the wire: what comes home whole, and every way in which it does not."""

import asyncio
import errno
import gzip
import zlib
from urllib.parse import quote

import pytest

from crawlers.fetch import Fetcher
from crawlers.loop import run as run_loop
from crawlers.network.body import LARGE_BYTES
from crawlers.network.outcomes import describe
from crawlers.network.pace import Paces
from crawlers.network.wire import Client, Limits, _Turn
from data.types import FetchOutcome
from tests.raw import PAGE, asked_for, ended, http, local, say_nothing, server, stop_half_way


def test_the_user_agent_says_who_asks_and_whom_to_write_to():
    [response] = asked_for(
        "http://a.localhost/", answers={"/": http(PAGE)}, contact="gk@example.cn"
    )
    assert ("User-Agent", "Gongkaichi/0.1 (+gk@example.cn)") in response.asked


@pytest.mark.parametrize(
    ("coding", "payload"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())[2:-4]),
    ],
    ids=["gzip", "deflate", "deflate without its header"],
)
def test_compressed_answers_are_unpacked(coding, payload):
    answer = http(payload, Content_Encoding=coding)
    [response] = asked_for("http://a.localhost/", answers={"/": answer})
    assert response.body == PAGE.encode()


def test_cookies_of_a_browser_are_its_own():
    cookies = []

    async def answer(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        cookies.append([x for x in head.splitlines() if x.startswith("cookie")])
        writer.write(http(PAGE, Set_Cookie="wall=1"))
        await writer.drain()
        writer.close()

    async def run():
        listening = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with listening, local(listening.sockets[0].getsockname()[1]) as fetcher:
            for ask in (fetcher.fetch, fetcher.fetch, fetcher.send):
                await ask("http://a.localhost/1")

    run_loop(run())
    robots_txt, _first, second, sent = cookies
    assert (robots_txt, sent) == ([], [])
    assert second == ["cookie: wall=1"]


async def hang_up(writer):
    writer.transport.abort()


def test_a_connection_closed_without_an_answer_counts_as_refused():
    assert ended(hang_up) is FetchOutcome.REFUSED


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (say_nothing, FetchOutcome.TIMEOUT_FIRST_BYTE),
        (stop_half_way, FetchOutcome.TIMEOUT_BODY),
    ],
)
def test_silence_is_told_apart_by_when_it_begins(answer, expected):
    assert ended(answer, limits=Limits(first_byte_s=0.05, body_s=0.05)) is expected


async def close_half(writer):
    """Says that nothing more comes, and stays."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>")
    writer.write_eof()
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (close_half, FetchOutcome.TRUNCATED),
        (http("<html>", Content_Length="100"), FetchOutcome.TRUNCATED),
        (
            http(b"5\r\nabcde\r\n", Content_Length="", Transfer_Encoding="chunked"),
            FetchOutcome.TRUNCATED,
        ),
        (http(gzip.compress(PAGE.encode())[:-9], Content_Encoding="gzip"), FetchOutcome.TRUNCATED),
        (http(b"no gzip at all", Content_Encoding="gzip"), FetchOutcome.DECODE_FAILED),
        (http(b"?", Content_Encoding="br"), FetchOutcome.DECODE_FAILED),
        (b"SSH-2.0-OpenSSH_9\r\n\r\n", FetchOutcome.DECODE_FAILED),
        (http("x" * 101), FetchOutcome.TOO_LARGE),
        (http("x" * 101, Content_Length=""), FetchOutcome.TOO_LARGE),
        (http(gzip.compress(b"0" * 10_000_000), Content_Encoding="gzip"), FetchOutcome.TOO_LARGE),
    ],
    ids=[
        "half closed",
        "cut short",
        "chunks cut short",
        "gzip cut short",
        "no gzip",
        "unknown coding",
        "no HTTP",
        "too large by its header",
        "too large without a header",
        "bomb",
    ],
)
def test_an_answer_that_is_not_whole_is_not_kept(answer, expected):
    limits = Limits(body_bytes=100)
    [response] = asked_for("http://a.localhost/1", answers={"/1": answer}, limits=limits)
    assert response.fetch.outcome is expected
    assert (response.body, response.fetch.sha256) == (b"", "")


def test_an_error_nobody_foresaw_is_logged_and_still_one_outcome(monkeypatch, caplog):
    async def broken(self, *request):
        raise KeyError("odd")

    monkeypatch.setattr(Client, "_request", broken)
    assert ended(http(PAGE)) is FetchOutcome.INTERNAL
    assert "unforeseen" in caplog.text


@pytest.mark.parametrize("error", [TypeError("x"), ValueError("x"), MemoryError()])
@pytest.mark.parametrize("where", ["Client._tell", "_coding", "_header"])
def test_a_fault_of_our_own_is_never_told_as_the_sites(monkeypatch, where, error):
    def broken(*args):
        raise error

    monkeypatch.setattr(f"crawlers.network.wire.{where}", broken)
    [response] = asked_for("http://a.localhost/1", answers={"/1": http(PAGE)})
    fetch = response.fetch
    assert (fetch.outcome, fetch.sha256) == (FetchOutcome.INTERNAL, "")
    assert fetch.outcome.retryable
    assert (fetch.outcome.answered_no, fetch.outcome.refused_us) == (False, False)
    assert describe(fetch) == "本程序或本机出错，没有取得结果"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EMFILE, FetchOutcome.INTERNAL),
        (errno.ENOBUFS, FetchOutcome.INTERNAL),
        (errno.ECONNREFUSED, FetchOutcome.REFUSED),
        (errno.EHOSTUNREACH, FetchOutcome.REFUSED),
    ],
)
def test_a_machine_out_of_files_or_ports_says_nothing_of_the_site(monkeypatch, number, expected):
    async def connect(*args, **more):
        raise OSError(number, "x")

    monkeypatch.setattr("aiohttp.connector.TCPConnector._wrap_create_connection", connect)
    assert ended(http(PAGE)) is expected


def test_a_name_that_is_too_long_is_one_that_does_not_resolve():
    [response] = asked_for(f"http://{'a' * 64}.gov.cn/1", answers={})
    assert response.fetch.outcome is FetchOutcome.DNS_FAILED


# --- large bodies -------------------------------------------------------------------------------

LARGE = b"x" * (3 * LARGE_BYTES)


def test_so_many_large_bodies_are_read_at_one_time_and_small_ones_pass():
    reading, go_on = asyncio.Event(), asyncio.Event()

    async def slow(writer):
        writer.write(http(LARGE)[: 2 * LARGE_BYTES])
        await writer.drain()
        reading.set()
        await go_on.wait()
        writer.write(http(LARGE)[2 * LARGE_BYTES :])
        await writer.drain()

    async def run():
        paces = Paces(large=asyncio.Semaphore(1))
        answers = {"/slow": slow, "/large": http(LARGE), "/small": http(PAGE)}
        async with server(answers) as port:
            allow = {f"{name}.localhost": ("127.0.0.1", port) for name in "abc"}
            async with asyncio.timeout(30), Fetcher(allow=allow, paces=paces) as fetcher:
                first = asyncio.create_task(fetcher.fetch("http://a.localhost/slow"))
                await reading.wait()
                while not paces.large.locked():
                    await asyncio.sleep(0)
                second = asyncio.create_task(fetcher.fetch("http://b.localhost/large"))
                small = await fetcher.fetch("http://c.localhost/small")
                waits = not first.done() and not second.done()
                go_on.set()
                return small, waits, await first, await second, paces.large.locked()

    small, waits, first, second, locked = run_loop(run())
    assert (small.fetch.outcome, waits, locked) == (FetchOutcome.OK, True, False)
    assert first.body == second.body == LARGE


def test_waiting_for_a_turn_is_not_held_against_the_site():
    async def run():
        turns = asyncio.Semaphore(1)
        await turns.acquire()
        async with asyncio.timeout(60) as patience, _Turn(turns, patience) as turn:
            ends = patience.when()
            waiting = asyncio.create_task(turn.take())
            await asyncio.sleep(0)
            assert (patience.when(), waiting.done()) == (None, False)
            turns.release()
            await waiting
            assert patience.when() >= ends
            assert turns.locked()
        assert not turns.locked()

    run_loop(run())


def test_a_body_that_breaks_off_gives_its_turn_back():
    paces = Paces(large=asyncio.Semaphore(1))
    cut = http(LARGE, Content_Length=str(9 * LARGE_BYTES))
    [response] = asked_for("http://a.localhost/1", answers={"/1": cut}, paces=paces)
    assert response.fetch.outcome is FetchOutcome.TRUNCATED
    assert not paces.large.locked()


# --- odd headers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["none", "utf-8", "identity", "8bit", "GBK", "identity, none"])
def test_what_names_no_coding_packs_nothing(coding):
    answer = http(PAGE, Content_Encoding=coding)
    [response] = asked_for("http://a.localhost/1", answers={"/1": answer})
    assert (response.fetch.outcome, response.body) == (FetchOutcome.OK, PAGE.encode())


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Encoding": "gzip, identity"},
        {"Transfer_Encoding": "gzip", "Content_Length": ""},
    ],
)
def test_a_coding_is_found_among_words_that_are_none(headers):
    answer = http(gzip.compress(PAGE.encode()), **headers)
    [response] = asked_for("http://a.localhost/1", answers={"/1": answer})
    assert response.body == PAGE.encode()


@pytest.mark.parametrize("code", ["gbk", "utf-8"])
def test_a_location_is_followed_as_the_bytes_that_it_is(code):
    raw = "/财政/?lm=预算".encode(code)
    there = quote(raw, safe="/?=")
    head = b"HTTP/1.1 302 X\r\nLocation: " + raw + b"\r\nContent-Length: 0\r\n\r\n"
    asked = []
    [response] = asked_for(
        "http://a.localhost/1", answers={"/1": head, there: http(PAGE)}, asked=asked
    )
    assert response.fetch.final_url == f"http://a.localhost{there}"
    assert asked[-1] == there
    assert response.hops[0].header("location") == there


def test_a_name_of_a_file_in_gbk_is_readable():
    head = b'HTTP/1.1 200 X\r\nContent-Disposition: attachment; filename="' + "预算".encode("gbk")
    [response] = asked_for(
        "http://a.localhost/1", answers={"/1": head + b'"\r\nContent-Length: 0\r\n\r\n'}
    )
    assert ("Content-Disposition", 'attachment; filename="预算"') in response.headers


@pytest.mark.parametrize(
    "lines",
    [
        "X Y: 1\r\nContent-Length: 1",
        "no colon\r\nContent-Length: 1",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 1\r\nContent-Length: 1",
        "Content-Length: 1, 1",
        "Content-Length: -1",
    ],
)
def test_a_head_that_is_no_http_is_said_in_chinese(lines):
    head = f"HTTP/1.1 200 OK\r\n{lines}\r\n\r\nx".encode()
    [response] = asked_for("http://a.localhost/1", answers={"/1": head})
    assert response.fetch.outcome is FetchOutcome.DECODE_FAILED
    assert response.fetch.note.startswith("响应头不合 HTTP 规范（")
    assert describe(response.fetch) == "服务器的答复读不懂"


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (302, {}, "服务器要求跳转，却没有写明地址（302）"),
        (302, {"Location": " "}, "服务器要求跳转，却没有写明地址（302）"),
        (300, {}, "服务器要求跳转，却没有写明地址（300）"),
        (304, {}, "服务器的答复不合 HTTP 规范（304）"),
        (999, {}, "服务器的答复不合 HTTP 规范（999）"),
        (503, {}, "服务器出错（5xx）"),
    ],
)
def test_a_status_that_leads_nowhere_is_said_as_it_is(status, headers, said):
    answers = {"/1": http("", status, **headers)}
    [response] = asked_for("http://a.localhost/1", answers=answers)
    assert response.fetch.outcome is FetchOutcome.SERVER_ERROR
    assert describe(response.fetch) == said


@pytest.mark.parametrize(
    "answer", [http("", 300, Location="/2"), http("x", Refresh="0; url=/2")], ids=["300", "refresh"]
)
def test_a_preferred_choice_and_a_refresh_are_followed(answer):
    [response] = asked_for("http://a.localhost/1", answers={"/1": answer, "/2": http(PAGE)})
    assert (response.fetch.outcome, response.fetch.final_url) == (
        *(FetchOutcome.OK, "http://a.localhost/2"),
    )
