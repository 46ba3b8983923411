import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator as FastIterator
from fastwarc import WarcRecordType
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from data.archive import Archive, last_end
from data.types import Fetch, FetchOutcome
from data.writer import ArchiveBusy, ArchiveError

AT = datetime(2023, 12, 15, 2, 3, 4, 567000, tzinfo=UTC)
STAMP = "2023-12-15T02:03:04.567000Z"
URL = "http://www.qinghe.gov.cn/zwgk/%E6%94%BF.html?id=1"
HEADERS = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Server", "政"))
ASKED = (("Host", "www.qinghe.gov.cn"),)
DOWN = Fetch("http://www.qinghe.gov.cn/x", FetchOutcome.DNS_FAILED, AT, elapsed_ms=9, note="查不到")


def answered(body=b"", url=URL, status=200, **known):
    """A row before it is archived."""
    digest = sha256(body).hexdigest()
    return Fetch(url, FetchOutcome.OK, AT, status, url, sha256=digest, **known)


def put(writer, body, url=URL, status=200, headers=HEADERS, **known):
    """A row as the collector makes it."""
    row = answered(body, url, status, **known)
    warc, offset, length = writer.append(row, headers, body, asked=ASKED)
    return replace(row, warc=warc, offset=offset, length=length)


def records(path):
    """What warcio reads: kind, headers, whole content, of every record."""
    with path.open("rb") as file:
        return [
            (r.rec_type, dict(r.rec_headers.headers), r.content_stream().read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]


def kinds(path):
    return [kind for kind, _, _ in records(path)]


def whole(path):
    """`warcio check`, as its command line runs it."""

    class Asked:
        inputs, verbose = (str(path),), False

    return Checker(Asked).process_all() == 0


# --- what is written is read back ---------------------------------------------------------------


def test_what_was_archived_is_read_back(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        two = put(writer, "二".encode() * 9000, status=521)
        rows = [two, put(writer, b"one"), put(writer, b"")]
    assert [archive.read(r.warc, r.offset, r.sha256) for r in rows] == [
        "二".encode() * 9000,
        b"one",
        b"",
    ]
    record = archive.record(two.warc, two.offset)
    assert (record.url, record.at, record.status) == (URL, AT, 521)
    assert rows[0].warc == "qinghe.warc.gz"


def test_thirty_megabytes_are_read_back(tmp_path):
    body = bytes(range(256)) * (30 * 1024 * 4)
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, body)
    assert len(body) == 30 * 1024 * 1024
    assert archive.read(row.warc, row.offset) == body
    assert whole(tmp_path / row.warc)


def test_headers_are_kept_and_true_of_the_decoded_payload(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    headers = dict(archive.record(row.warc, row.offset).headers)
    assert headers["Content-Type"] == "text/html"
    assert headers["Server"] == "政"
    assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == "3"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param(("X-Odd", "a\r\n\r\nb\udcff"), ("X-Odd", "a b?"), id="line breaks"),
        pytest.param(("X-Odd", "a\x00b\x1b[31m"), ("X-Odd", "a b [31m"), id="control characters"),
        pytest.param(("X-Odd", "z" * 100_000), ("X-Odd", "z" * 100_000), id="100 KB"),
        pytest.param(("X: y\r\nSet", "a: b"), ("X--y-Set", "a: b"), id="a name that breaks out"),
        pytest.param(("", ""), ("-", ""), id="empty"),
        pytest.param(("X-政", "府\u2028门户"), ("X-政", "府 门户"), id="Chinese"),
    ],
)
def test_a_hostile_header_does_not_break_a_record(tmp_path, sent, kept):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one", headers=[sent])
    record = archive.record(row.warc, row.offset)
    assert record.payload == b"one"
    assert record.headers == (kept, ("Content-Length", "3"))
    assert whole(tmp_path / row.warc)
    assert records(tmp_path / row.warc)[-1][2] == b"one"


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("http://a.gov.cn/a b", "http://a.gov.cn/a%20b"),
        ("http://a.gov.cn/政务?年=1", "http://a.gov.cn/%E6%94%BF%E5%8A%A1?%E5%B9%B4=1"),
        ("http://a.gov.cn/a\r\nWARC-Type: x", "http://a.gov.cn/a%0D%0AWARC-Type:%20x"),
        ("http://[bad/", "http://[bad/"),
    ],
)
def test_an_address_is_written_as_ascii(tmp_path, url, uri):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one", url=url, via="http://a.gov.cn/从这里")
    assert archive.record(row.warc, row.offset).url == uri
    _, (_, request, _), (_, _, about), _ = records(tmp_path / row.warc)
    assert request["WARC-Target-URI"] == uri
    assert b"via: http://a.gov.cn/%E4%BB%8E%E8%BF%99%E9%87%8C" in about
    assert whole(tmp_path / row.warc)


TEXT = st.text(max_size=60)


@given(
    headers=st.lists(st.tuples(TEXT, TEXT), max_size=6),
    payload=st.binary(max_size=3000),
    path=TEXT,
    status=st.integers(100, 999),
    method=st.sampled_from(["GET", "POST"]),
)
def test_anything_is_read_back_by_us_and_by_others(headers, payload, path, status, method):
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        fetch = answered(payload, f"http://a.cn/{path}", status)
        with archive.write("any") as writer:
            warc, offset, _ = writer.append(fetch, headers, payload, asked=headers, method=method)
            again, later, _ = writer.append(fetch, headers, payload)
        record = archive.record(warc, offset)
        assert (record.status, record.payload) == (status, payload)
        assert len(record.headers) == len(headers) + 1
        assert archive.read(again, later, fetch.sha256) == payload
        path = Path(folder) / warc
        assert whole(path)
        second = "revisit" if payload else "response"
        assert kinds(path) == [
            *("warcinfo", "request", "metadata", "response"),
            *("request", "metadata", second),
        ]
        assert records(path)[3][2] == payload


# --- the format ---------------------------------------------------------------------------------


def test_the_file_is_a_warc_1_1_with_a_gzip_member_a_record(tmp_path):
    with Archive(tmp_path).write("qinghe") as writer:
        row = put(writer, b"one", via="http://www.qinghe.gov.cn/", depth=3, elapsed_ms=41)
        writer.note(DOWN)
    path = tmp_path / row.warc
    whole_file = path.read_bytes()
    inflate = zlib.decompressobj(31)
    assert inflate.decompress(whole_file[row.offset :]).startswith(b"WARC/1.1\r\n")
    assert len(whole_file) - len(inflate.unused_data) == row.offset + row.length
    found = records(path)
    assert [kind for kind, _, _ in found] == [
        *("warcinfo", "request", "metadata", "response", "metadata")
    ]
    (_, info, software), (_, request, _), (_, about, how), (_, answer, _), (_, note, why) = found
    assert info["WARC-Filename"] == "qinghe.warc.gz"
    assert b"format: WARC File Format 1.1" in software
    assert request["WARC-Concurrent-To"] == about["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
    assert {part["WARC-Date"] for part in (request, about, answer, note)} == {STAMP}
    assert len({part["WARC-Record-ID"] for _, part, _ in found}) == len(found)
    assert about["Content-Type"] == "application/warc-fields"
    assert how == (
        b"via: http://www.qinghe.gov.cn/\r\nhopsFromSeed: LLL\r\nfetchTimeMs: 41\r\noutcome: ok\r\n"
    )
    assert answer["WARC-Payload-Digest"] == f"sha256:{row.sha256}"
    assert note["WARC-Target-URI"] == DOWN.url
    assert "WARC-Concurrent-To" not in note
    assert why.decode() == (
        "via: \r\nhopsFromSeed: \r\nfetchTimeMs: 9\r\noutcome: dns_failed\r\nnote: 查不到\r\n"
    )


def test_the_request_is_kept_with_its_method_and_headers(tmp_path):
    with Archive(tmp_path).write("qinghe") as writer:
        writer.append(answered(b"one"), HEADERS, b"one", asked=ASKED, method="POST")
    with (tmp_path / "qinghe.warc.gz").open("rb") as file:
        (request,) = [
            (r.http_headers.protocol, r.http_headers.statusline, r.http_headers.headers)
            for r in ArchiveIterator(file)
            if r.rec_type == "request"
        ]
    assert request == ("POST", "/zwgk/%E6%94%BF.html?id=1 HTTP/1.1", [*ASKED])


def test_a_redirect_is_told_of(tmp_path):
    with Archive(tmp_path).write("qinghe") as writer:
        row = replace(answered(b"one"), url="http://www.qinghe.gov.cn/old")
        writer.append(row, HEADERS, b"one")
    _, _, (_, _, about), (_, answer, _) = records(tmp_path / "qinghe.warc.gz")
    assert answer["WARC-Target-URI"] == URL
    assert b"requested: http://www.qinghe.gov.cn/old\r\n" in about


def test_what_a_browser_drew_is_a_resource(tmp_path):
    archive, html = Archive(tmp_path), "<p>画出来的".encode()
    with archive.write("qinghe") as writer:
        sent = put(writer, b"<script>")
        drawn = writer.append_drawn(replace(sent, rendered=True), html)
        again = writer.append_drawn(replace(sent, rendered=True), html)
    for name, offset, _ in (drawn, again):
        record = archive.record(name, offset)
        assert (record.status, record.payload) == (None, html)
        assert record.headers == (("Content-Type", "text/html; charset=utf-8"),)
        assert archive.read(name, offset, sha256(html).hexdigest()) == html
    assert again[1] + again[2] == (tmp_path / name).stat().st_size
    assert kinds(tmp_path / name)[4:] == ["metadata", "resource", "metadata", "revisit"]
    assert whole(tmp_path / name)


def test_what_was_drawn_never_stands_for_what_was_sent(tmp_path):
    """The same bytes, but a browser gives UTF-8 and the server may say otherwise."""
    archive, body = Archive(tmp_path), b"<p>the same"
    with archive.write("qinghe") as writer:
        sent = put(writer, body, headers=[("Content-Type", "text/html; charset=gbk")])
        name, offset, _ = writer.append_drawn(sent, body)
    assert kinds(tmp_path / name)[-1] == "resource"
    assert archive.record(name, offset).headers[0][1] == "text/html; charset=utf-8"
    assert archive.record(sent.warc, sent.offset).headers[0][1] == "text/html; charset=gbk"


def test_another_tool_reads_it_too(tmp_path):
    body = "公开".encode() * 5000
    with Archive(tmp_path).write("qinghe") as writer:
        row = put(writer, body)
        put(writer, body)
        writer.append_drawn(row, b"<p>drawn")
    with (tmp_path / row.warc).open("rb") as file:
        found = [(r.record_type, r.reader.read()) for r in FastIterator(file, parse_http=True)]
    assert [kind for kind, _ in found] == [
        WarcRecordType.warcinfo,
        *(WarcRecordType.request, WarcRecordType.metadata, WarcRecordType.response),
        *(WarcRecordType.request, WarcRecordType.metadata, WarcRecordType.revisit),
        *(WarcRecordType.metadata, WarcRecordType.resource),
    ]
    assert (found[3][1], found[6][1], found[8][1]) == (body, b"", b"<p>drawn")


# --- identical payloads -------------------------------------------------------------------------


def test_an_identical_payload_is_stored_once(tmp_path):
    archive, body = Archive(tmp_path), os.urandom(50_000)
    other = "http://www.qinghe.gov.cn/copy"
    with archive.write("qinghe") as writer:
        first = put(writer, body)
        second = put(writer, body, url=other, status=404, headers=[("X-Which", "second")])
    assert second.offset + second.length == (tmp_path / first.warc).stat().st_size < 53_000
    record = archive.record(second.warc, second.offset)
    assert (record.url, record.status, record.payload) == (other, 404, body)
    assert record.headers[0] == ("X-Which", "second")
    kind, said, _ = records(tmp_path / first.warc)[-1]
    assert kind == "revisit"
    assert said["WARC-Profile"].endswith("/warc/1.1/revisit/identical-payload-digest")
    assert said["WARC-Refers-To-Target-URI"] == URL
    assert said["WARC-Refers-To-Date"] == STAMP
    assert said["WARC-Refers-To-File-Offset"] == str(first.offset)
    assert said["WARC-Payload-Digest"] == f"sha256:{first.sha256}"


def test_a_look_that_goes_on_knows_the_payloads_it_has(tmp_path):
    archive, body = Archive(tmp_path), os.urandom(50_000)
    with archive.write("qinghe") as writer:
        first = put(writer, body)
    with archive.write("qinghe", known=[first]) as writer:
        second = put(writer, body)
        third = put(writer, body)
    with archive.write("qinghe", known=[first, second, third]) as writer:
        fourth = put(writer, body)
    assert kinds(tmp_path / first.warc).count("response") == 1
    assert (tmp_path / first.warc).stat().st_size < 56_000
    for row in (second, third, fourth):
        assert archive.read(row.warc, row.offset, row.sha256) == body


def test_a_payload_whose_row_was_never_saved_is_known_too(tmp_path):
    archive, body = Archive(tmp_path), os.urandom(50_000)
    with archive.write("qinghe") as writer:
        first = put(writer, b"one")
        put(writer, body)
    with archive.write("qinghe", known=[first]) as writer:
        second = put(writer, body)
    assert archive.read(second.warc, second.offset, second.sha256) == body
    assert kinds(tmp_path / first.warc)[-1] == "revisit"


# --- cut off and gone on with -------------------------------------------------------------------


def test_a_look_goes_on_behind_its_last_whole_record(tmp_path):
    """Whether or not a row tells of it: what was brought home is evidence."""
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        first = put(writer, b"one")
        unsaved = put(writer, b"its row was never saved")
    with archive.write("qinghe", known=[first]) as writer:
        second = put(writer, b"two")
    rows = (first, unsaved, second)
    assert {row.warc for row in rows} == {"qinghe.warc.gz"}
    assert list(archive.verify(rows)) == []
    asked = ["request", "metadata", "response"]
    assert kinds(tmp_path / first.warc) == ["warcinfo", *asked, *asked, *asked]


def test_evidence_whose_row_another_took_the_place_of_is_not_cut_off(tmp_path):
    """What was first seen at an address still points to it."""
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        first = put(writer, b"one")
        seen = put(writer, b"under repair", url=DOWN.url, status=503)
    later = replace(DOWN, fetched_at=AT + timedelta(hours=1))
    with archive.write("qinghe", known=[first, later]):
        pass
    assert list(archive.verify([first, seen])) == []
    assert kinds(tmp_path / first.warc)[-2:] == ["response", "metadata"]


@pytest.mark.parametrize("torn", [1, 10, 200])
def test_a_torn_tail_is_cut_off(tmp_path, torn):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        first = put(writer, b"one")
        second = put(writer, os.urandom(1000))
    path = tmp_path / first.warc
    path.write_bytes(path.read_bytes()[: second.offset + second.length - torn])
    with archive.write("qinghe", known=[first]) as writer:
        third = put(writer, b"three")
    assert archive.read(first.warc, first.offset) == b"one"
    assert archive.read(third.warc, third.offset) == b"three"
    assert whole(path)
    asked = ["request", "metadata", "response"]  # the request whose answer was torn was made
    assert kinds(path) == ["warcinfo", *asked, *asked[:2], *asked]
    assert not list(tmp_path.glob("*.damaged-*"))


def test_damage_behind_the_last_row_costs_no_whole_record(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        first, second, third = (put(writer, text) for text in (b"one", b"two", b"three"))
    path = tmp_path / first.warc
    content = bytearray(path.read_bytes())
    content[second.offset + second.length - 4] ^= 1
    path.write_bytes(content)
    with archive.write("qinghe", known=[first]) as writer:
        fourth = put(writer, b"four")
    assert list(archive.verify([first, fourth])) == []
    (aside,) = tmp_path.glob("qinghe.warc.gz.damaged-*")
    assert aside.name.endswith(f"-{second.offset}")
    assert aside.read_bytes() == content[second.offset :]
    assert archive.read(aside.name, third.offset - second.offset) == b"three"


def test_a_note_that_was_torn_is_made_again_once(tmp_path):
    """Rows of requests that brought nothing home have no place; their notes are not lost."""
    archive = Archive(tmp_path)
    over = replace(DOWN, url="http://www.qinghe.gov.cn/y", outcome=FetchOutcome.OUT_OF_BUDGET)
    earlier = replace(DOWN, url="http://www.qinghe.gov.cn/z")
    with archive.write("qinghe") as writer:
        writer.note(earlier)
        first = put(writer, b"one")
        writer.note(DOWN)
    path = tmp_path / first.warc
    path.write_bytes(path.read_bytes()[:-1])
    for _ in range(2):
        with archive.write("qinghe", known=[earlier, first, DOWN, over]):
            pass
    noted = [
        said["WARC-Target-URI"]
        for kind, said, _ in records(tmp_path / first.warc)
        if kind == "metadata"
    ]
    assert noted == [earlier.url, URL, DOWN.url]


def test_evidence_that_no_row_of_the_look_knows_is_left_alone(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        old = put(writer, b"an earlier look")
    with archive.write("qinghe") as writer:
        new = put(writer, b"a new look")
    assert (old.warc, new.warc) == ("qinghe.warc.gz", "qinghe-002.warc.gz")
    assert archive.read(old.warc, old.offset) == b"an earlier look"


def test_a_file_shorter_than_its_rows_is_refused(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    (tmp_path / row.warc).write_bytes(b"")
    with pytest.raises(ArchiveError, match="请从备份恢复"):
        archive.write("qinghe", known=[row])


def test_a_damaged_file_is_not_written_on(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    path = tmp_path / row.warc
    before = path.read_bytes()
    path.write_bytes(before[:-8] + b"\0" * 8)
    with pytest.raises(ArchiveError, match=f"第 {row.offset} 字节处压缩数据已损坏"):
        archive.write("qinghe", known=[row])
    path.write_bytes(before)  # the lock is free again
    with archive.write("qinghe", known=[row]) as writer:
        put(writer, b"two")
    assert whole(path)


def test_synced_rows_are_on_disk_while_the_look_goes_on(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
        writer.sync()
        assert archive.read(row.warc, row.offset, row.sha256) == b"one"


def test_two_never_write_about_the_same_unit(tmp_path):
    """Not even before the first row is saved, when the second knows of no file."""
    archive = Archive(tmp_path)
    with archive.write("qinghe") as first, archive.write("linshan"):
        row = put(first, b"one")
        first.sync()
        for known in ([], [row]):
            with pytest.raises(ArchiveBusy, match="qinghe 正由另一个采集写入"):
                archive.write("qinghe", known=known)
    assert archive.read(row.warc, row.offset) == b"one"
    assert archive.files() == ["linshan.warc.gz", "qinghe.warc.gz"]
    with archive.write("qinghe", known=[row]) as second:
        put(second, b"two")


def test_a_new_file_is_found_after_a_crash_of_the_machine(tmp_path, monkeypatch):
    synced = []

    def fsync(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").resolve())

    monkeypatch.setattr(os, "fsync", fsync)
    folder = tmp_path / "evidence" / "r"
    with Archive(folder).write("qinghe") as writer:
        row = put(writer, b"one")
        assert set(synced) == {tmp_path, tmp_path / "evidence", folder}
        writer.sync()
    synced.clear()
    with Archive(folder).write("qinghe", known=[row]) as writer:
        writer.sync()
    assert synced == [folder / "qinghe.warc.gz"]


# --- damage -------------------------------------------------------------------------------------


def test_changed_evidence_is_found(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        good, bad = put(writer, b"one"), put(writer, b"two")
    with archive.write("linshan") as writer:
        forged = replace(put(writer, b"forged"), sha256=good.sha256)
    path = tmp_path / bad.warc
    path.write_bytes(path.read_bytes()[: bad.offset + 20])
    gone = Fetch(URL, FetchOutcome.OK, AT, warc="gone.warc.gz")
    nothing = Fetch(URL, FetchOutcome.DNS_FAILED, AT)
    faults = list(archive.verify([good, bad, forged, gone, nothing]))
    assert len(faults) == 3
    assert "文件在此中断；请从备份恢复" in faults[0]
    assert "SHA-256 不符" in faults[1]
    assert "缺少证据文件 gone.warc.gz，请从备份恢复" in faults[2]


def test_one_changed_byte_is_found_wherever_it_is(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"<p>published 2023-01-31")
    path = tmp_path / row.warc
    before = path.read_bytes()
    unseen = []
    for position in range(row.offset, row.offset + row.length):
        path.write_bytes(before[:position] + bytes([before[position] ^ 1]) + before[position + 1 :])
        if not list(archive.verify([row])):
            unseen.append(position - row.offset)
    # Bytes of the gzip header that say nothing of the content: flags of time, level and system.
    assert set(unseen) <= {3, 4, 5, 6, 7, 8, 9}


def test_a_payload_changed_by_somebody_who_packs_it_again_is_found(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"published 2023-03-02")
        same = put(writer, b"published 2023-03-02", url="http://www.qinghe.gov.cn/same")
    path = tmp_path / row.warc
    before = path.read_bytes()
    plain = gzip.decompress(before[row.offset : row.offset + row.length])
    packed = gzip.compress(plain.replace(b"03-02", b"01-31"))
    path.write_bytes(before[: row.offset] + packed + before[row.offset + row.length :])
    moved = replace(same, offset=same.offset + len(packed) - row.length)
    for changed in (row, moved):
        (fault,) = archive.verify([changed])
        assert fault.startswith(f"{changed.url}：")
        assert "SHA-256 不符" in fault
    with pytest.raises(ArchiveError, match="SHA-256 不符"):
        archive.record(moved.warc, moved.offset)


@pytest.mark.parametrize("change", [b"one more", b"on", b""])
def test_a_record_that_is_longer_or_shorter_than_it_says_is_no_evidence(tmp_path, change):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    path = tmp_path / row.warc
    before = path.read_bytes()
    plain = gzip.decompress(before[row.offset :])
    path.write_bytes(before[: row.offset] + gzip.compress(plain.replace(b"one\r", change + b"\r")))
    with pytest.raises(ArchiveError, match="记录的长度不对"):
        archive.record(row.warc, row.offset)


def test_an_offset_inside_a_record_is_no_evidence(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    for offset in (0, row.offset + 1, row.offset + row.length):
        with pytest.raises(ArchiveError):
            archive.read(row.warc, offset)


def test_a_revisit_of_another_tool_says_what_it_lacks(tmp_path):
    text = (
        "WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Target-URI: http://a.cn/\r\n"
        f"WARC-Date: {STAMP}\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(text.encode()))
    with pytest.raises(ArchiveError, match="没有说明内容在哪一条记录"):
        Archive(tmp_path).record("a.warc.gz", 0)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_record_or_an_archive_error(rubbish):
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        for content in (rubbish, gzip.compress(rubbish), gzip.compress(b"WARC/1.1\r\n" + rubbish)):
            (Path(folder) / "a.warc.gz").write_bytes(content)
            with pytest.raises(ArchiveError):
                archive.record("a.warc.gz", 0)


# --- the index ----------------------------------------------------------------------------------


def index_of(folder, name="qinghe"):
    return (folder / f"{name}.cdxj").read_text()


def test_the_index_lists_every_answer_in_order(tmp_path):
    with Archive(tmp_path).write("qinghe") as writer:
        one = put(writer, b"one", url="http://www.qinghe.gov.cn/b")
        two = put(writer, b"one", url="http://www.qinghe.gov.cn/A?x=2&a=1")
        writer.note(DOWN)
        drawn = writer.append_drawn(one, b"<p>")
    lines = index_of(tmp_path).splitlines()
    assert [line.split(" {")[0] for line in lines] == [
        "cn,gov,qinghe)/a?a=1&x=2 20231215020304",
        "cn,gov,qinghe)/b 20231215020304",
        "cn,gov,qinghe)/b 20231215020304",
    ]
    assert lines == sorted(lines)
    said = {json.loads(line.split(" ", 2)[2])["offset"]: line for line in lines}
    assert json.loads(said[str(one.offset)].split(" ", 2)[2]) == {
        "url": one.url,
        "mime": "text/html",
        "status": "200",
        "digest": f"sha256:{one.sha256}",
        "length": str(one.length),
        "offset": str(one.offset),
        "filename": "qinghe.warc.gz",
    }
    assert '"mime": "warc/revisit", "status": "200"' in said[str(two.offset)]
    assert '"mime": "text/html", "digest"' in said[str(drawn[1])]


def test_the_index_made_anew_is_the_same_also_after_a_look_was_cut_off(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        rows = [put(writer, str(n % 7).encode(), url=f"{URL}&n={n}") for n in range(30)]
        put(writer, b"never saved")
    with archive.write("qinghe", known=rows) as writer:
        put(writer, b"", headers=[("Content-Type", "a/b;c"), ("content-type", "x")])
        put(writer, b"3", headers=[])
        put(writer, b"none", headers=[("Content-Type", "")])
        writer.append_drawn(rows[0], b"<p>")
        writer.append_drawn(rows[1], b"<p>")
        writer.append_drawn(rows[2], b"")
    made = index_of(tmp_path)
    (tmp_path / "qinghe.cdxj").unlink()
    assert archive.index("qinghe.warc.gz") == made.count("\n") == 37
    assert index_of(tmp_path) == made


def test_a_killed_look_leaves_no_index_and_no_rubbish(tmp_path):
    work = (
        "import os, sys; from tests.test_archive import *\n"
        "with Archive(Path(sys.argv[1])).write('qinghe') as writer:\n"
        "    put(writer, b'one'); writer.sync(); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", work, tmp_path], check=False)
    assert done.returncode == -signal.SIGKILL
    assert {path.name for path in tmp_path.iterdir()} == {".qinghe.lock", "qinghe.warc.gz"}
    assert Archive(tmp_path).index("qinghe.warc.gz") == 1


def test_a_torn_file_gets_no_index(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    path = tmp_path / row.warc
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(ArchiveError, match=f"第 {row.offset} 字节处文件在此中断"):
        archive.index(row.warc)


def test_the_newest_file_is_told_by_its_number():
    names = ["u.warc.gz", "u-002.warc.gz", "u-010.warc.gz", "u-1000.warc.gz"]
    rows = [replace(DOWN, warc=name, offset=n, length=5) for n, name in enumerate(names)]
    assert [last_end(rows[: n + 1]) for n in range(4)] == [(names[n], n + 5) for n in range(4)]
    assert last_end([DOWN]) == ("", 0)


def test_who_asks_whether_a_look_is_under_way_stops_none(tmp_path):
    archive, ended = Archive(tmp_path), threading.Event()
    archive.hold("qinghe").close()

    def ask():
        while not ended.is_set():
            archive.busy("qinghe.warc.gz")

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(300):
            archive.hold("qinghe").close()
    finally:
        ended.set()
        asking.join()


def test_a_look_under_way_is_busy(tmp_path):
    archive = Archive(tmp_path)
    with archive.hold("qinghe"):
        assert archive.busy("qinghe.warc.gz")
        assert archive.busy("qinghe-002.warc.gz")
        with pytest.raises(ArchiveBusy):
            archive.hold("qinghe")
    assert not archive.busy("qinghe.warc.gz")


def test_a_writer_that_cannot_begin_leaves_no_file(tmp_path, monkeypatch):
    def full(**options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.writer.TemporaryFile", full)
    with pytest.raises(OSError, match="No space"), Archive(tmp_path).write("qinghe"):
        pass
    assert not list(tmp_path.glob("*.warc.gz"))
