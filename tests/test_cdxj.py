import json

import pytest

from data import cdxj
from data.cdxj import REVISIT, in_order, line, surt

LIFE = "a1" * 16  # as long as a session number is


# Expected: what surt 0.3.1, which pywb and cdxj-indexer use, gives; noted 2026-11-22.
@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Qinghe.gov.cn:80/Zwgk/?b=2&a=1#top", "cn,gov,qinghe)/zwgk?a=1&b=2"),
        ("https://www2.qinghe.gov.cn:443/", "cn,gov,qinghe)/"),
        ("http://qinghe.gov.cn:443", "cn,gov,qinghe:443)/"),
        ("http://wwwa.cn/", "cn,wwwa)/"),
        ("http://user:word@a.cn/", "cn,a)/"),
        ("http://127.0.0.1:8000/x", "1,0,0,127:8000)/x"),
        ("http://a.cn/a//b/../c/./d/", "cn,a)/a/c/d"),
        ("http://a.cn/../x", "cn,a)/../x"),
        ("http://a.cn/%E6%94%BF.HTML", "cn,a)/%e6%94%bf.html"),
        ("http://a.cn/%252561", "cn,a)/a"),
        ("http://a.cn/%ff%23", "cn,a)/%ff%23"),
        ("http://a.cn/?", "cn,a)/"),
        ("http://a.cn/a?b=1&b=0&a", "cn,a)/a?a&b=0&b=1"),
        (f"http://a.cn/?jsessionid={LIFE}&b=1", "cn,a)/?b=1"),
        (f"http://a.cn/?b=1&PHPSESSID={LIFE}", "cn,a)/?&b=1"),
        ("http://a.cn/?id=1&CFID=2&CFTOKEN=3&b=4", "cn,a)/?b=4&id=1"),
    ],
)
def test_the_key_of_an_address(url, key):
    assert surt(url) == key


@pytest.mark.parametrize("odd", ["http://[bad/", "http:///x", "dns:a.cn", "", "http://a.cn:99999/"])
def test_what_is_no_address_is_its_own_key(odd):
    assert surt(odd) == odd


def made(**given):
    known = {
        "mime": "text/html; charset=gbk", "status": 200, "sha256": "ab" * 32,
        "length": 7, "offset": 9, "filename": "q.warc.gz",
    }  # fmt: skip
    return line("http://a.cn/政\u2028 b", "2023-12-15T02:03:04.567000Z", **known | given)


def test_a_line_is_key_time_and_json():
    key, time, said = made().rstrip("\n").split(" ", 2)
    assert (key, time) == ("cn,a)/%e6%94%bf%e2%80%a8%20b", "20231215020304")
    assert list(json.loads(said).items()) == [
        ("url", "http://a.cn/政\u2028 b"),
        ("mime", "text/html"),
        ("status", "200"),
        ("digest", f"sha256:{'ab' * 32}"),
        ("length", "7"),
        ("offset", "9"),
        ("filename", "q.warc.gz"),
    ]
    assert made().isascii()
    assert made().count("\n") == 1


def test_what_is_not_known_is_left_out():
    assert '"mime"' not in made(mime="")
    assert '"status"' not in made(status=None)
    assert '"mime": "warc/revisit"' in made(mime=REVISIT)


def test_an_index_is_in_the_order_of_bytes():
    lines = [b"b 1\n", b"a,b 2\n", b"a) 3\n", b"a 1\n"]
    assert list(in_order(lines)) == [b"a 1\n", b"a) 3\n", b"a,b 2\n", b"b 1\n"]


@pytest.mark.parametrize("held", [1, 3, 7, 100])
def test_lines_too_many_to_hold_come_in_the_same_order(tmp_path, monkeypatch, held):
    monkeypatch.setattr(cdxj, "_HELD", held)
    lines = [f"{n * 37 % 100:02}\n".encode() for n in range(100)]
    assert list(in_order(lines, tmp_path)) == sorted(lines)
