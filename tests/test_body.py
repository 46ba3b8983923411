import asyncio
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.network.body import Body, NotWhole
from data.types import FetchOutcome

PACK = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
}


async def pieces(payload, size):
    for start in range(0, len(payload), size):
        yield payload[start : start + size]


def unpacked(payload, coding="", *, size=7, declared=0, most_bytes=1000):
    return asyncio.run(Body(most_bytes).read(pieces(payload, size), coding, declared=declared))


@given(st.binary(max_size=300), st.sampled_from(sorted(PACK)), st.integers(2, 50))
def test_a_body_is_the_same_however_it_was_packed_and_cut_into_chunks(body, coding, size):
    assert unpacked(PACK[coding](body), coding, size=size) == body


@given(st.binary(min_size=1, max_size=300), st.integers(1, 200))
def test_a_packed_body_without_its_end_is_truncated(body, missing):
    packed = gzip.compress(body, mtime=0)
    kept = packed[: max(2, len(packed) - missing)]
    with pytest.raises(NotWhole) as caught:
        unpacked(kept, "gzip")
    assert caught.value.outcome is FetchOutcome.TRUNCATED


@pytest.mark.parametrize(
    ("payload", "coding", "declared", "expected"),
    [
        (b"x" * 1001, "", 0, FetchOutcome.TOO_LARGE),
        (b"", "", 1001, FetchOutcome.TOO_LARGE),
        (gzip.compress(b"0" * 1001, mtime=0), "gzip", 0, FetchOutcome.TOO_LARGE),
        (b"not packed", "gzip", 0, FetchOutcome.DECODE_FAILED),
        (b"anything", "br", 0, FetchOutcome.DECODE_FAILED),
    ],
    ids=["too long", "announced too long", "bomb", "not gzip", "unknown coding"],
)
def test_a_body_that_is_not_whole_says_why(payload, coding, declared, expected):
    with pytest.raises(NotWhole) as caught:
        unpacked(payload, coding, declared=declared)
    assert caught.value.outcome is expected


def test_a_body_of_exactly_the_limit_is_whole():
    assert len(unpacked(gzip.compress(b"0" * 1000, mtime=0), "gzip", size=1000)) == 1000


@given(st.lists(st.binary(max_size=100), min_size=1, max_size=5), st.integers(1, 60))
def test_all_members_of_a_gzip_stream_are_one_body(parts, size):
    packed = b"".join(map(gzip.compress, parts))
    assert unpacked(packed, "gzip", size=size) == b"".join(parts)


@pytest.mark.parametrize(
    "behind", [b"\0" * 20, b"\x1f", b"\r\n", b"--" + gzip.compress(b"z", mtime=0)]
)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_bytes_behind_the_last_member_that_are_no_member_are_left_out(behind, size):
    assert unpacked(gzip.compress(b"body", mtime=0) + behind, "gzip", size=size) == b"body"


def test_a_second_member_without_its_end_is_truncated():
    with pytest.raises(NotWhole) as caught:
        unpacked(gzip.compress(b"one", mtime=0) + gzip.compress(b"two", mtime=0)[:-3], "gzip")
    assert caught.value.outcome is FetchOutcome.TRUNCATED


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"0" * 600, mtime=0) * 2, gzip.compress(b"", mtime=0) * 200],
    ids=["two halves", "endless members without content"],
)
def test_the_limit_holds_over_all_members(packed):
    with pytest.raises(NotWhole) as caught:
        unpacked(packed, "gzip")
    assert caught.value.outcome is FetchOutcome.TOO_LARGE


PAGE = "<html><head><title>财政预决算</title></head><body>暂无信息</body></html>".encode()


@pytest.mark.parametrize("wraps", [1, 2])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_page_that_came_packed_though_no_header_says_so_is_unpacked(wraps, coding):
    body = PACK[coding](gzip.compress(PAGE) if wraps == 1 else gzip.compress(gzip.compress(PAGE)))
    assert unpacked(body, coding, size=50) == PAGE


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"\x00\x01\x02" * 50, mtime=0),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
    ],
    ids=["a packed file", "a picture"],
)
def test_what_is_no_packed_page_stays_as_it_is(body):
    assert unpacked(body, size=50) == body


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (gzip.compress(PAGE, mtime=0)[:-9], FetchOutcome.TRUNCATED),
        (gzip.compress(bytes(200_000_000), 9), FetchOutcome.TOO_LARGE),
        (b"\x1f\x8bnothing of the kind", FetchOutcome.DECODE_FAILED),
        (b"\x28\xb5\x2f\xfd" + bytes(50), FetchOutcome.DECODE_FAILED),
    ],
    ids=["cut short", "a bomb", "only the mark", "zstd"],
)
def test_what_was_packed_without_saying_so_and_does_not_unpack_is_not_whole(body, outcome):
    with pytest.raises(NotWhole) as found:
        unpacked(body, size=50)
    assert found.value.outcome is outcome
