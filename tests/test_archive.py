import gzip
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from warcio.archiveiterator import ArchiveIterator

from data.archive import Archive, ArchiveError
from data.types import Fetch, FetchOutcome

AT = datetime(2023, 12, 15, 2, 3, 4, 567000, tzinfo=UTC)
URL = "http://www.qinghe.gov.cn/zwgk/%E6%94%BF.html?id=1"
HEADERS = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Server", "政"))


def put(writer, body, url=URL, status=200):
    """A row as the collector makes it."""
    warc, offset, length = writer.append(
        url, AT, status, HEADERS, body, asked=(("Host", "www.qinghe.gov.cn"),)
    )
    digest = sha256(body).hexdigest()
    ok = FetchOutcome.OK
    return Fetch(url, ok, AT, status, sha256=digest, warc=warc, offset=offset, length=length)


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


def test_headers_are_kept_and_true_of_the_decoded_payload(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    headers = dict(archive.record(row.warc, row.offset).headers)
    assert headers["Content-Type"] == "text/html"
    assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == "3"


def test_line_breaks_in_a_header_do_not_break_a_record(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        warc, offset, _ = writer.append(URL, AT, 200, [("X-Odd", "a\r\n\r\nb\udcff")], b"one")
    record = archive.record(warc, offset)
    assert record.payload == b"one"
    assert record.headers[0] == ("X-Odd", "a b?")


def test_the_file_is_a_warc_1_1_with_a_gzip_member_a_record(tmp_path):
    with Archive(tmp_path).write("qinghe") as writer:
        row = put(writer, b"one")
    whole = (tmp_path / row.warc).read_bytes()
    assert gzip.decompress(whole[row.offset :]).startswith(b"WARC/1.1\r\n")
    assert row.offset + row.length == len(whole)
    with (tmp_path / row.warc).open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Date"))
            for r in ArchiveIterator(file, check_digests="raise")
            if r.content_stream().read() is not None
        ]
    stamp = "2023-12-15T02:03:04.567000Z"
    assert records[0][0] == "warcinfo"
    assert records[1:] == [("request", stamp), ("response", stamp)]


def test_a_look_goes_on_behind_its_last_saved_row(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        first = put(writer, b"one")
        put(writer, b"never saved")
    with archive.write("qinghe", known=[first]) as writer:
        second = put(writer, b"two")
    assert first.warc == second.warc
    assert [archive.read(r.warc, r.offset) for r in (first, second)] == [b"one", b"two"]
    with (tmp_path / first.warc).open("rb") as file:
        kinds = [r.rec_type for r in ArchiveIterator(file)]
    assert kinds == ["warcinfo", "request", "response", "request", "response"]


@pytest.mark.parametrize("torn", [1, 10, 200])
def test_a_torn_tail_is_cut_off(tmp_path, torn):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        first = put(writer, b"one")
        second = put(writer, b"torn" * 1000)
    path = tmp_path / first.warc
    path.write_bytes(path.read_bytes()[: second.offset + second.length - torn])
    with archive.write("qinghe", known=[first]) as writer:
        third = put(writer, b"three")
    assert archive.read(first.warc, first.offset) == b"one"
    assert archive.read(third.warc, third.offset) == b"three"


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


def test_changed_evidence_is_found(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        good, bad = put(writer, b"one"), put(writer, b"two")
    with archive.write("linshan") as writer:
        forged = put(writer, b"forged")
    forged = Fetch(
        URL, FetchOutcome.OK, AT, sha256=good.sha256, warc=forged.warc, offset=forged.offset
    )
    path = tmp_path / bad.warc
    path.write_bytes(path.read_bytes()[: bad.offset + 20])
    gone = Fetch(URL, FetchOutcome.OK, AT, warc="gone.warc.gz")
    nothing = Fetch(URL, FetchOutcome.DNS_FAILED, AT)
    faults = list(archive.verify([good, bad, forged, gone, nothing]))
    assert len(faults) == 3
    assert "无法读取" in faults[0] or "不是一条响应记录" in faults[0] or "不符" in faults[0]
    assert "SHA-256 不符" in faults[1]
    assert "缺少证据文件" in faults[2]


def test_an_offset_inside_a_record_is_no_evidence(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
    for offset in (0, row.offset + 1, row.offset + row.length):
        with pytest.raises(ArchiveError):
            archive.read(row.warc, offset)


def test_synced_rows_are_on_disk_while_the_look_goes_on(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as writer:
        row = put(writer, b"one")
        writer.sync()
        assert archive.read(row.warc, row.offset, row.sha256) == b"one"


def test_two_writers_never_share_an_evidence_file(tmp_path):
    archive = Archive(tmp_path)
    with archive.write("qinghe") as first:
        row = put(first, b"one")
        with pytest.raises(ArchiveError, match="另一个采集"):
            archive.write("qinghe", known=[row])
    assert archive.read(row.warc, row.offset) == b"one"
