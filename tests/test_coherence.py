"""Evidence changed by hand, with all that points into it changed along: every change is told."""

import gzip
import re
import zlib
from dataclasses import replace
from hashlib import sha256

import pytest

from data.archive import Archive
from data.audit import audit
from data.cdxj import index_of
from data.types import Fetch, FetchOutcome
from data.writer import Beside
from tests.test_archive import ASKED, AT, DOWN, URL, put

ROBOTS = "http://www.qinghe.gov.cn/robots.txt"
OLD = "http://www.qinghe.gov.cn/old"
CHANGED = "存证的内容与写入时的 SHA-256 不符，证据可能被改动"
APART = "存证的请求、元数据与响应的时间或网址不一致，证据可能被改动"
TOLD = "存证的时间、网址或状态码与采集记录不符"
DOUBLED = "存证的记录重复"
OTHERWISE = "采集记录的结果、网址、来源、说明或类型与存证所记不符"
LACKING = "存证缺少请求记录或元数据记录"


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


@pytest.fixture
def rows(archive):
    """A look: a robots.txt, a redirect, a page, the same page elsewhere, a failure."""
    with archive.write("qinghe") as writer:
        rules = b"User-agent: *\nDisallow: /secret/"
        told = Fetch(ROBOTS, FetchOutcome.OK, AT, 200, ROBOTS, sha256=sha256(rules).hexdigest())
        writer.append(told, (), rules, asked=ASKED, beside=Beside.ROBOTS)
        led = Fetch(URL, FetchOutcome.OK, AT, 302, OLD)
        writer.append(led, (("Location", "/zwgk/1.html"),), b"", beside=Beside.REDIRECT)
        found = [put(writer, b"page" * 99), put(writer, b"page" * 99, url=f"{URL}&n=2")]
        writer.note(DOWN)
    return [*found, DOWN]


def members(path):
    """Every record of a file: as it lies there, and unpacked."""
    rest, found = path.read_bytes(), []
    while rest:
        unpack = zlib.decompressobj(31)
        whole = unpack.decompress(rest)
        found.append((rest[: len(rest) - len(unpack.unused_data)], whole))
        rest = unpack.unused_data
    return found


def rewrite(archive, rows, changed):
    """Write every record as `changed` gives it; rows and index follow, as far as one can reach."""
    path = archive.folder / rows[0].warc
    before = hits = 0
    places, out = {}, b""
    for member, whole in members(path):
        record = changed(whole)
        hits += record != whole
        record = re.sub(
            rb"(Refers-To-File-Offset: )(\d+)",
            lambda found: found[1] + str(places[int(found[2])][0]).encode(),
            record,
        )
        places[before] = len(out), len(new := gzip.compress(record, mtime=0))
        before, out = before + len(member), out + new
    assert hits
    path.write_bytes(out)
    archive.index(path.name)
    moved = {row.url: places[row.offset] for row in rows if row.warc}
    return [
        replace(row, offset=moved[row.url][0], length=moved[row.url][1]) if row.warc else row
        for row in rows
    ]


def change(archive, rows, kind, uri, old, new):
    """Change one record of this kind and address."""

    def changed(whole):
        mine = f"WARC-Type: {kind}\r\n".encode() in whole
        mine &= not uri or f"WARC-Target-URI: {uri}\r\n".encode() in whole
        return re.sub(old, new, whole, count=1) if mine else whole

    return rewrite(archive, rows, changed)


def said(archive, rows):
    return {problem.what for problem in audit(archive, rows).problems}


def test_a_sound_file_is_sound(archive, rows):
    assert audit(archive, rows).problems == ()


@pytest.mark.parametrize(
    ("kind", "uri", "old", "new", "expected"),
    [
        ("response", ROBOTS, rb"/secret/", b"/hidden/", {CHANGED}),
        ("response", OLD, rb"/zwgk/1", b"/zwgk/2", {CHANGED}),
        ("response", URL, rb"text/html", b"text/xxxx", {CHANGED}),
        ("response", URL, rb"Date: 2023-12-15", b"Date: 2023-11-15", {APART, TOLD}),
        ("response", ROBOTS, rb"Date: 2023-12-15", b"Date: 2023-11-15", {APART}),
        ("metadata", ROBOTS, rb"Date: 2023-12-15", b"Date: 2023-11-15", {APART}),
        ("request", URL, rb"GET", b"PUT", {CHANGED}),
        ("request", URL, rb"Host: www", b"Host: ww2", {CHANGED}),
        ("metadata", URL, rb"outcome: ok", b"outcome: no", {CHANGED, OTHERWISE}),
        ("warcinfo", "", rb"Gongkaichi", b"Gongkaicha", {CHANGED}),
        ("metadata", DOWN.url, rb"dns_failed", b"robot_deny", {CHANGED, OTHERWISE}),
        ("response", URL, rb"WARC-Block-Digest: sha256:\w+\r\n", b"", {CHANGED}),
        ("revisit", f"{URL}&n=2", rb"200 OK", b"404 No", {CHANGED, TOLD}),
        ("request", URL, rb"Type: request", b"Type: metadata", {DOUBLED, LACKING}),
    ],
)
def test_what_is_changed_is_told(archive, rows, kind, uri, old, new, expected):
    assert said(archive, change(archive, rows, kind, uri, old, new)) == expected


def test_a_row_whose_headers_were_changed_is_not_sound(archive, rows):
    found = audit(archive, change(archive, rows, "response", URL, rb"text/html", b"text/xxxx"))
    assert (found.rows, found.sound) == (2, 1)
    assert URL in found.problems[0].place


def test_a_record_doubled_behind_the_others_is_told(archive, rows):
    path = archive.folder / rows[0].warc
    about = next(m for m, whole in members(path) if b"Type: metadata" in whole)
    path.write_bytes(path.read_bytes() + about)
    assert said(archive, rows) == {DOUBLED}


def test_a_second_account_of_an_answer_is_told_although_its_name_is_new(archive, rows):
    path = archive.folder / rows[0].warc
    about = next(whole for _, whole in members(path) if b"Type: metadata" in whole)
    another = re.sub(rb"Record-ID: <urn:uuid:........", b"Record-ID: <urn:uuid:00000000", about)
    path.write_bytes(path.read_bytes() + gzip.compress(another))
    assert said(archive, rows) == {DOUBLED}


def test_what_a_cut_off_look_left_behind_is_nothing_wrong(archive, rows):
    """A request and no answer: the process ended between two records."""
    path = archive.folder / rows[0].warc
    with archive.write("qinghe", known=rows) as writer:
        end = writer._end
        put(writer, b"lost")
    left, kept = path.read_bytes(), []
    for member, whole in members(path):
        kept.append(member)
        if sum(map(len, kept)) > end and b"Type: request" in whole:
            break
    path.write_bytes(left[: sum(map(len, kept))])
    with archive.write("qinghe", known=rows) as writer:
        rows.append(put(writer, b"again", url=OLD))
    assert audit(archive, rows).problems == ()


def test_files_from_before_there_were_block_digests_are_verified_by_payload(archive, rows):
    digest = re.compile(rb"WARC-Block-Digest: sha256:\w+\r\n")
    rows = rewrite(archive, rows, lambda whole: digest.sub(b"", whole))
    assert audit(archive, rows).problems == ()
    with archive.write("qinghe", known=rows) as writer:  # and may be gone on with
        rows.append(put(writer, b"page" * 99, url=f"{URL}&n=3"))
    assert audit(archive, rows).problems == ()
    changed = change(archive, rows, "response", ROBOTS, rb"/secret/", b"/hidden/")
    assert said(archive, changed) == {CHANGED}


# --- the index ----------------------------------------------------------------------------------


def shifted(content):
    return re.sub(rb'"offset": "(\d)', rb'"offset": "9\1', content, count=1)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda place: place.unlink(), "缺少索引"),
        (lambda place: place.write_bytes(b""), "索引与证据文件不符"),
        (lambda place: place.write_bytes(place.read_bytes()[:-200]), "索引与证据文件不符"),
        (lambda place: place.write_bytes(shifted(place.read_bytes())), "索引与证据文件不符"),
    ],
    ids=["missing", "empty", "short", "shifted"],
)
def test_an_index_that_is_not_that_of_its_file_is_told(archive, rows, spoil, expected):
    spoil(index_of(archive.folder / rows[0].warc))
    found = audit(archive, rows)
    assert [(p.what, p.place) for p in found.problems] == [(expected, "qinghe.warc.gz")]
    assert "gkc archive index" in found.problems[0].remedy
    assert found.sound == found.rows
    archive.index(rows[0].warc)
    assert audit(archive, rows).problems == ()


def test_while_a_look_writes_its_index_is_not_expected(archive, rows):
    place = index_of(archive.folder / rows[0].warc)
    with archive.write("qinghe", known=rows):
        place.unlink()
        assert audit(archive, rows).problems == ()
