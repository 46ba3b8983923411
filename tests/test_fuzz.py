"""Ten thousand malformed inputs to everything that reads what strangers send; nothing is raised.

Two kinds: mutations of real-looking pages, headers and files by a seeded chance, for the volume,
and Hypothesis, which makes what nobody would think of and shrinks what fails.
"""

import asyncio
import json
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.documents import is_openable, promised, sniff
from crawlers.fetch import Fetcher
from crawlers.formats.extract import extract
from crawlers.frontier import Frontier, Target
from crawlers.guard import normalise_url, public, refusal
from crawlers.network.answers import judge, outcome
from crawlers.network.pace import retry_after_s
from crawlers.network.robots import _delay_s, _understood
from crawlers.network.wire import PRODUCT, Answer, escaped
from crawlers.pages import facts, read_page
from crawlers.reading.charset import decode
from crawlers.reading.feeds import json_links, records, xml_links
from crawlers.reading.urls import absolute, extension, from_code, from_refresh, in_code
from data.types import Fetch, FetchOutcome, Unit
from tests.hostile import FILES, SITE, Host, http, serving

BASE = "http://hostile.localhost:8700/zwgk/index.html"
UNIT = Unit("x", "清河市教育局", "department", "市直部门", BASE)

# --- material ---------------------------------------------------------------------------------

_PAGES = [
    answer.partition(b"\r\n\r\n")[2]
    for answer in SITE.values()
    if isinstance(answer, bytes) and answer.startswith(b"HTTP/1.1 200") and len(answer) < 20_000
]
_URLS = [
    "http://www.qinghe.gov.cn/zwgk/t20230506_1.html",
    "https://user:pass@a.gov.cn:8443/a/../b/./c;jsessionid=1A?x=1&y=%E6%94%BF#top",
    "http://[2001:db8::1%25eth0]:80/",
    "//cdn.gov.cn\\a\\b",
    "javascript:void(window.open('/a.html'))",
    "http://政务.中国/公开?栏目=预算",
    "http://0x7f.1/..%2f..%2fetc/passwd",
    "?p=1&p=2&&=;",
    "data:text/html;base64,PGE+",
    "http://xn--fiq228c.xn--fiqs8s:080/",
]
_HEADERS = [
    b"Location: /zwgk/../\xb2\xc6\xd5\xfe/?lm=\xd4\xa4\xcb\xe3#x",
    "Location: //www.qinghe.gov.cn/公开/".encode(),
    b"Refresh: 0;url='/zwgk/index.html'",
    b"Refresh: 5, /index.html",
    b"Retry-After: 0000000120",
    b"Retry-After: Fri, 15 Dec 2023 02:03:04 GMT",
    b"User-agent: *|Disallow: /zwgk/*.html$|Crawl-delay: 1e3|Sitemap: /sitemap.xml",
    "User-agent: Gongkaichi/0.1|Disallow: /ys/|Allow: /".encode("utf-16"),
]
_TOKENS = [
    b"<", b">", b"&", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<script>", b"</script>", b"<table><tr><td>", b"<a href=", b"'", b'"', b"<base href='//'>",
    b"<meta charset=utf-16>", b"<meta http-equiv=refresh content='0;url=", b"<frameset><frame src=",
    b"createPageHTML(99999999999, 0, 'a', 'b')", b"<record>", b"<datastore>", b"&#x110000;",
    b"&#0;", b"2023-02-30", "二〇二三年十三月".encode(), "附件：".encode(),
    "共99999999999999页".encode(), b"%", b"%zz", b"://", b"[", b"]", b"@", b":99999", b"\\",
    b"\r\n", b"\t", b";", b"=", b",", b"\x80", b"\x81\x30\x81\x30", b"\xed\xa0\x80", b"9" * 400,
    "²".encode(), b"<div>" * 50, b"{", b"[" * 200,
]  # fmt: skip


def mutated(chance: random.Random, seed: bytes) -> bytes:
    """`seed` with a few pieces cut, doubled, moved, overwritten or replaced by tokens."""
    body = bytearray(seed)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(body) + 1)
        end = min(len(body), at + chance.randrange(1, 40))
        match chance.randrange(6):
            case 0:
                del body[at:end]
            case 1:
                body[at:at] = body[at:end] * chance.randrange(1, 5)
            case 2:
                body[at:end] = chance.randbytes(end - at)
            case 3:
                body[at:at] = chance.choice(_TOKENS)
            case 4:
                body[at:end] = chance.choice(_TOKENS)
            case _:
                other = chance.randrange(len(body) + 1)
                body[at:end], body[other:other] = b"", bytes(body[at:end])
    return bytes(body)


def mutations(kind: str, seeds: list[bytes], times: int) -> Iterator[bytes]:
    """Every seed in turn, mutated; the same ones every time."""
    chance = random.Random(f"{kind} 2023")
    for n in range(times):
        yield mutated(chance, seeds[n % len(seeds)])


def text(raw: bytes) -> str:
    """As a header or an attribute comes: bytes that are no UTF-8 stay visible."""
    return raw.decode("utf-8", "surrogateescape")


# --- what must hold -------------------------------------------------------------------------------


def url_holds(url: str) -> None:
    once = normalise_url(url)
    if once is not None:
        parts = urlsplit(once)
        assert normalise_url(once) == once
        assert once.isascii()
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert "@" not in parts.netloc
        assert parts.port != 0
        assert isinstance(refusal(once, {}), str)
        extension(once)
    public(url)
    promised(url)
    joined = absolute(BASE, url)
    assert joined == "" or joined.startswith(("http://", "https://"))
    if joined:
        assert normalise_url(joined) == joined
    from_code(url)
    from_refresh(url)


def charset_holds(body: bytes, media_type: str) -> None:
    words = decode(body, media_type)
    assert isinstance(words, str)
    assert decode(body, media_type) == words


def page_holds(body: bytes, media_type: str) -> None:
    page = read_page(BASE, body, media_type)
    assert json.dumps(facts(page))
    links = [link.url for link in page.links] + [file.url for file in page.attachments if file.url]
    for url in links:
        assert url.startswith(("http://", "https://"))
        assert normalise_url(url) == url
    assert all("\x00" not in words for words in (page.title, page.text, page.whole_text))
    ended = outcome(BASE, BASE, 200, media_type, body)
    assert isinstance(ended, FetchOutcome)
    frontier = Frontier(UNIT)
    frontier.add(page, Target(BASE))


_NOW = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)


def header_holds(raw: bytes) -> None:
    """A header's value, or the lines of a robots.txt."""
    _, _, value = raw.partition(b": ")
    assert escaped(value).isascii()
    assert retry_after_s(text(value), _NOW) >= 0
    _, target = judge(BASE, BASE, 200, "text/html", b"x", escaped(value))
    for address in (target, escaped(value)):
        url_holds(address)
    said = _understood(Answer(BASE, status=200, body=raw.replace(b"|", b"\n")))
    if said.rules:
        assert isinstance(said.rules.can_fetch(BASE, PRODUCT), bool)
        assert math.isfinite(_delay_s(said.rules))
    spelt = in_code(text(value).encode("utf-8", "replace").decode(), "gb18030")
    assert in_code(spelt, "gb18030") == spelt


def data_holds(body: bytes) -> None:
    words = decode(body)
    for found in (json_links(words, BASE) or [], xml_links(words, BASE)):
        assert all(link.url.startswith("http") for link in found)
    assert all(isinstance(record, str) for record in records(words))


def file_holds(body: bytes) -> None:
    assert sniff(body) == sniff(body)
    is_openable(body, "附件.pdf")


# --- volume ---------------------------------------------------------------------------------------

VOLUME: dict[str, tuple[int, list[bytes], Callable[[bytes], None]]] = {
    "url": (4400, [url.encode() for url in _URLS], lambda raw: url_holds(text(raw))),
    "charset": (1500, _PAGES, lambda raw: charset_holds(raw, text(raw[:40]))),
    "media type": (
        1000,
        [b"text/html; charset=gb2312", b'text/html;charset="utf-8"', b"a/b; x=y; CHARSET = gbk"],
        lambda raw: charset_holds(_PAGES[len(raw) % len(_PAGES)], text(raw)),
    ),
    "header": (1600, _HEADERS, header_holds),
    "html": (1800, _PAGES, lambda raw: page_holds(raw, "text/html")),
    "data": (700, [p for p in _PAGES if p[:1] in b"{<["], data_holds),
    "file": (600, list(FILES.values()), file_holds),
}
RAW_ANSWERS = 400
GENERATED = 150  # examples of each Hypothesis test


def test_ten_thousand_mutations_of_what_sites_send_raise_nothing():
    held = Counter[str]()
    for kind, (times, seeds, holds) in VOLUME.items():
        for raw in mutations(kind, seeds, times):
            try:
                holds(raw)
            except Exception as error:
                raise AssertionError(f"{kind}: {raw!r}") from error
            held[kind] += 1
    assert sum(held[kind] for kind in ("url", "header", "charset", "media type", "html")) >= 10_000


def test_damaged_archives_and_packages_raise_nothing():
    """In this process: the readers of whole files, but those whose library may kill it."""
    kept = [body for name, body in FILES.items() if name.endswith((".zip", ".rar", ".ofd", ".doc"))]
    for raw in mutations("archive", [body for body in kept if len(body) < 100_000], 300):
        _, content = extract(raw)
        assert content.state in {
            "ok", "listed", "scan", "encrypted", "broken", "unsupported", "too_large"
        }  # fmt: skip


_HEADS = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nContent-Length: 4\r\n\r\n<p>a",
    b"HTTP/1.1 302 Found\r\nLocation: /a/../%E6%94%BF.html?x=1#y\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 X\r\nRetry-After: 0\r\nContent-Length: 1\r\n\r\nx",
    b"HTTP/1.1 429 X\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\nContent-Length: 1\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/; Max-Age=9\r\nContent-Length: 1\r\n\r\nx",
    b'HTTP/1.1 304 Not Modified\r\nETag: W/"1"\r\nLast-Modified: x\r\n\r\n',
    b"HTTP/1.0 200\r\n\r\n<html><meta http-equiv=refresh content='0; url=/b.html'></html>",
]


def test_mutated_answers_end_in_an_outcome():
    """Through a raw server: headers, codings and lengths that no library would send."""
    answers = {f"/{n}.html": raw for n, raw in enumerate(mutations("answer", _HEADS, RAW_ANSWERS))}

    async def ask(allow) -> list[Fetch]:
        found = []
        for path in answers:  # a fetcher each: one answer may close its host for the others
            async with Fetcher(allow=allow) as fetcher:
                response = await fetcher.fetch(f"http://fuzz.localhost:8700{path}")
                found.append(response.fetch)
        return found

    with serving({"fuzz": Host(dict(answers), rest=http("x"))}) as served:
        rows = asyncio.run(ask(served.allow))
    assert len(rows) == RAW_ANSWERS
    assert all(row.outcome in FetchOutcome for row in rows)
    assert not [row for row in rows if "Error(" in row.note and row.outcome is FetchOutcome.OK]
    assert len({row.outcome for row in rows}) > 4


# --- what nobody would think of -------------------------------------------------------------------

_quick = settings(
    max_examples=GENERATED,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_token = st.sampled_from([text(token) for token in _TOKENS])
_words = st.text(max_size=20)
_url = st.builds(
    "".join,
    st.lists(
        st.one_of(_token, _words, st.sampled_from(_URLS), st.sampled_from("/:?#&=@[]%.")),
        max_size=12,
    ),
)
_names = st.sampled_from(
    ["a", "base", "div", "p", "li", "td", "tr", "table", "script", "style", "meta", "title", "h1",
     "frame", "iframe", "area", "option", "form", "input", "select", "record", "svg", "math",
     "template"]
)  # fmt: skip
_attributes = st.dictionaries(
    st.sampled_from(
        ["href", "src", "onclick", "content", "http-equiv", "name", "class", "id", "value", "title"]
    ),
    st.one_of(_url, _words),
    max_size=4,
)


@st.composite
def _element(draw, inner):
    name, attributes = draw(_names), draw(_attributes)
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    closed = draw(st.sampled_from([f"</{name}>", "", f"</{name}", "/>"]))
    return f"<{name}{said}>{draw(inner)}{closed}"


_markup = st.recursive(
    st.one_of(_words, _token),
    lambda inner: st.one_of(_element(inner), st.lists(inner, max_size=4).map("".join)),
    max_leaves=20,
)


@_quick
@given(_url)
def test_no_address_raises(url):
    url_holds(url)


@_quick
@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_bytes_fail_to_decode(body, media_type):
    charset_holds(body, media_type)


@_quick
@given(_markup, st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-be"]))
def test_no_markup_raises(markup, code):
    page_holds(markup.encode(code, "ignore"), "text/html")


@_quick
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _words, _url),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(st.sampled_from(["title", "url", "pubDate", "x"]), inner, max_size=4),
        ),
        max_leaves=20,
    )
)
def test_no_data_file_raises(data):
    data_holds(json.dumps(data).encode())


@_quick
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=80))
def test_no_file_raises(name, tail):
    file_holds(FILES[name][:60] + tail)
