import asyncio
import re
from socket import AddressFamily

import pytest
from aiohttp.abc import AbstractResolver
from hypothesis import given
from hypothesis import strategies as st

from crawlers import guard
from crawlers.guard import BlockedAddress, normalise_url, public, refusal
from crawlers.network.resolver import Resolver


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2400:3200::1", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.0.8", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::808:808", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("100.127.255.255", False),
        ("172.31.255.255", False),
        ("2002:7f00:1::", False),
        ("not an address", False),
        # Of IANA's registries, what Python 3.11 takes for public.
        ("192.31.196.1", False),
        ("192.52.193.1", False),
        ("192.88.99.1", False),
        ("192.175.48.1", False),
        ("192.0.0.9", False),
        ("100::1", False),
        ("100:0:0:1::1", False),
        ("2001:1::1", False),
        ("2001:3::1", False),
        ("2001:4:112::1", False),
        ("2001:20::1", False),
        ("2001:30::1", False),
        ("2001:db8::1", False),
        ("2620:4f:8000::1", False),
        ("3fff::1", False),
        ("3fff:fff::1", False),
        ("5f00::1", False),
        ("::ffff:0:808:808", False),
        ("192.31.197.1", True),
        ("2001:200::1", True),
        ("2620:4f:8001::1", True),
        ("3fff:1000::1", True),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address, expected):
    assert public(address) is expected


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://１２７.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1.:8080/",
        "http://10.0.0.1../",
        "http://127。0。0。1/",
        "http://0/",
        "http://0x0/",
        "http://017700000001/",
        "http://127.0x1/",
        "http://134744072/",
        "http://8.8.2056/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/",
        "http://[fe80::1]/",
    ],
)
def test_a_literal_address_that_is_not_public_is_refused_however_it_is_written(url):
    assert "公网地址" in refusal(normalise_url(url), {})


def test_names_and_public_literals_pass_the_guard():
    assert refusal("http://www.qinghe.gov.cn/", {}) == ""
    assert refusal("http://8.8.8.8/", {}) == ""


def test_an_allowed_literal_may_be_visited_on_its_own_port_only():
    allow = {"127.0.0.1": ("127.0.0.1", 8700)}
    assert refusal("http://127.0.0.1:8700/", allow) == ""
    assert refusal("http://127.0.0.1:22/", allow) != ""


class Answers(AbstractResolver):
    def __init__(self, *addresses):
        self.addresses = addresses

    async def resolve(self, host, port=0, family=AddressFamily.AF_INET):
        rest = {"hostname": host, "port": port, "family": family, "proto": 0, "flags": 0}
        return [{"host": address, **rest} for address in self.addresses]

    async def close(self):
        pass


def resolved(resolver, host, port=80):
    return [(one["host"], one["port"]) for one in asyncio.run(resolver.resolve(host, port))]


def test_a_name_is_pinned_to_its_public_addresses():
    resolver = Resolver({}, Answers("10.0.0.1", "8.8.8.8"))
    assert resolved(resolver, "www.qinghe.gov.cn") == [("8.8.8.8", 80)]


def test_a_name_with_private_addresses_only_is_blocked():
    resolver = Resolver({}, Answers("10.0.0.1", "::1"))
    with pytest.raises(BlockedAddress):
        resolved(resolver, "www.qinghe.gov.cn")


def test_an_allowed_name_goes_where_it_is_mapped_whatever_port_was_asked_for():
    resolver = Resolver({"qinghe.localhost": ("127.0.0.1", 40001)}, Answers("8.8.8.8"))
    assert resolved(resolver, "Qinghe.localhost.", 8700) == [("127.0.0.1", 40001)]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Qinghe.GOV.cn:80/A/b.html#top", "http://www.qinghe.gov.cn/A/b.html"),
        ("https://a.gov.cn:443", "https://a.gov.cn/"),
        ("https://a.gov.cn:80/", "https://a.gov.cn:80/"),
        ("http://a.gov.cn/x/../y/./z", "http://a.gov.cn/y/z"),
        ("http://a.gov.cn/../../x/..", "http://a.gov.cn/"),
        ("http://a.gov.cn/l.do;jsessionid=8F2A!1?id=3", "http://a.gov.cn/l.do?id=3"),
        ("http://a.gov.cn/l.do?b=2&JSESSIONID=1&a=1", "http://a.gov.cn/l.do?b=2&a=1"),
        ("http://a.gov.cn/l.php?PHPSESSID=1", "http://a.gov.cn/l.php"),
        ("http://a.gov.cn/l.jsp?cfid=7", "http://a.gov.cn/l.jsp?cfid=7"),
        ("http://a.gov.cn/l.jsp?cftoken=7", "http://a.gov.cn/l.jsp?cftoken=7"),
        ("http://a.gov.cn/l.cfm?CFID=7&id=2&CFTOKEN=8", "http://a.gov.cn/l.cfm?id=2"),
        ("http://a.gov.cn/政策 1.html", "http://a.gov.cn/%E6%94%BF%E7%AD%96%201.html"),
        ("http://a.gov.cn/%e6%94%bf%41%2f", "http://a.gov.cn/%E6%94%BFA%2F"),
        ("http://a.gov.cn/%B0%B2.html", "http://a.gov.cn/%B0%B2.html"),
        ("http://a.gov.cn/100%.html", "http://a.gov.cn/100%25.html"),
        ("http://a.gov.cn\\zwgk\\1.html", "http://a.gov.cn/zwgk/1.html"),
        ("http://政务.cn/", "http://xn--zfr164b.cn/"),
        (" http://a.gov.cn/\n x ", "http://a.gov.cn/%20x"),
        ("http://a.gov.cn/?", "http://a.gov.cn/"),
        ("http://[2400:3200:0::1]:80/", "http://[2400:3200::1]/"),
    ],
)
def test_an_address_has_one_spelling(url, expected):
    assert normalise_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/zwgk/",
        "javascript:void(0)",
        "mailto:a@b.cn",
        "ftp://a.gov.cn/",
        "http://",
        "http:///x",
        "http://u:p@a.gov.cn/",
        "http://a.gov.cn:99999/",
        "http://a.gov.cn:0/",
        "http://a..cn/",
        "http://%31.cn/",
        "http://%31%32%37.0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://[2400:3200::1%eth0]/",
        "http://user@a.gov.cn/",
        "http://[::1/",
        "http://a.gov.cn/\ud800",
        "http://a.gov.cn/" + "x" * 2001,
    ],
)
def test_what_is_no_web_address_is_refused(url):
    assert normalise_url(url) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_spelling_an_address_twice_changes_nothing(path, query):
    once = normalise_url(f"http://a.gov.cn/{path}?{query}")
    assert once is None or normalise_url(once) == once
    assert once is None or once.isascii()


def test_one_address_may_be_allowed_on_several_ports():
    allow = {"127.0.0.1:9911": ("127.0.0.1", 9911), "127.0.0.1:9912": ("127.0.0.1", 9912)}
    assert refusal("http://127.0.0.1:9911/", allow) == ""
    assert refusal("http://127.0.0.1:9912/a", allow) == ""
    assert refusal("http://127.0.0.1:9913/", allow) != ""


def test_a_refusal_says_how_to_allow_the_address():
    assert refusal("http://10.0.0.1:8080/", {}).endswith("加 --allow-host 10.0.0.1:8080")
    assert refusal("http://127.0.0.1/", {"127.0.0.1": ("127.0.0.1", 81)}) == (
        "127.0.0.1 只允许访问指定端口；确需访问时加 --allow-host 127.0.0.1:80"
    )
    with pytest.raises(BlockedAddress, match=r"--allow-host a\.gov\.cn=IP:80"):
        resolved(Resolver({}, Answers("10.0.0.1")), "a.gov.cn")


PIECES = st.sampled_from([
    "http://", "https://", "a.gov.cn", "A", "1", ":80", ":443", ":8080", ":0", "/", "//", ".", "..",
    "/./", "?", "a=1", "&", "JSESSIONID=1", "aspsessionidx=1", "cfid=2", ";jsessionid=1", "#x",
    "%41", "%e6", "%", "-", "_", "~", "政", " ", "@", "[::1]", "x.html", "index.jsp", "+", "*",
])  # fmt: skip


@given(st.lists(PIECES, max_size=9).map("".join))
def test_an_address_that_is_taken_as_it_is_would_be_spelled_the_same(tail):
    spell = normalise_url.__wrapped__
    for url in (tail, f"http://a.gov.cn{tail}", f"https://a.gov.cn/{tail}"):
        quick = spell(url)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(guard, "_SPELLED", re.compile(r"(?!)"))
            assert spell(url) == quick
