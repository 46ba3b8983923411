from dataclasses import replace
from datetime import timedelta

import pytest

from data.archive import Archive
from data.audit import audit
from data.problems import Problem, sentences
from data.types import FetchOutcome
from tests.test_archive import AT, DOWN, URL, put

OTHER = "http://www.qinghe.gov.cn/other"


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


@pytest.fixture
def rows(archive):
    """A look: two answers with the same payload, one more, and a request without an answer."""
    with archive.write("qinghe") as writer:
        found = [put(writer, b"one"), put(writer, b"one", url=OTHER)]
        found.append(put(writer, b"two", url=f"{URL}&n=2"))
        writer.note(DOWN)
    return [*found, DOWN]


def test_a_sound_look_is_accounted_for(archive, rows):
    found = audit(archive, rows)
    assert (found.files, found.rows, found.sound, found.problems) == (
        *(("qinghe.warc.gz",), 3, 3, ()),
    )
    (held,) = found.accounts
    assert (held.requests, held.notes, held.known, held.earlier, held.unknown, held.fault) == (
        *(3, 4, 3, 0, (), None),
    )


def test_nothing_collected_is_nothing_wrong(archive):
    found = audit(archive, [DOWN])
    assert (found.files, found.rows, found.problems) == ((), 0, ())


def test_an_answer_that_a_later_one_took_the_place_of_is_an_earlier_one(archive):
    moved = replace(DOWN, url=OTHER, fetched_at=AT + timedelta(seconds=1))
    with archive.write("qinghe") as writer:
        put(writer, b"busy", status=503)
        writer.append(replace(put(writer, b"away", url=URL), url=OTHER), (), b"away")
        last = put(writer, b"now")
    found = audit(archive, [last, moved])
    assert found.problems == ()
    assert (found.accounts[0].known, found.accounts[0].earlier) == (1, 3)


def test_an_answer_that_was_led_elsewhere_before_is_known_by_what_was_asked_for(archive):
    with archive.write("qinghe") as writer:
        gone = put(writer, b"x", url="http://www.qinghe.gov.cn/led-here")
    with archive.write("linshan") as writer:
        there = replace(gone, url=OTHER)
        warc, _, _ = writer.append(there, (), b"x")
        last = put(writer, b"now", url=OTHER)
    found = audit(archive, [last])
    assert (warc, found.accounts[0].earlier, found.problems) == ("linshan.warc.gz", 1, ())


def test_an_answer_that_no_row_knows_is_reported(archive, rows):
    found = audit(archive, rows[1:])
    assert found.accounts[0].unknown == (URL,)
    assert sentences(found.problems) == [
        f"答复没有采集记录：qinghe.warc.gz 里 1 条（如 {URL}）；"
        "采集若曾中断，请先运行 gkc collect 接着采集再核验，否则请查明文件来源"
    ]


def test_a_missing_file_is_said_once(archive, rows):
    (archive.folder / "qinghe.warc.gz").unlink()
    found = audit(archive, rows)
    assert (found.rows, found.sound) == (3, 0)
    assert sentences(found.problems) == [
        "缺少证据文件：qinghe.warc.gz（3 条采集记录指向它）；请从备份恢复到证据目录；"
        "没有备份的，用 gkc collect 轮次 --unit 单位 --afresh 重新采集"
    ]


def test_a_flipped_byte_names_the_address(archive, rows):
    path = archive.folder / "qinghe.warc.gz"
    content = bytearray(path.read_bytes())
    content[rows[2].offset + rows[2].length - 10] ^= 1  # in the payload's end, before the CRC
    path.write_bytes(content)
    found = audit(archive, rows)
    assert (found.rows, found.sound) == (3, 2)
    row, file = found.problems
    place = f"{rows[2].offset} 字节处"
    assert row.what.startswith("存证无法读取：")
    assert row.place == f"{rows[2].url}（qinghe.warc.gz 第 {place}）"
    assert file.what == "证据文件读不完整"
    assert file.place.startswith(f"qinghe.warc.gz 第 {place}")
    assert all("请从备份恢复" in problem.remedy for problem in found.problems)


def test_rubbish_behind_the_records_is_reported(archive, rows):
    path = archive.folder / "qinghe.warc.gz"
    end = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08 half a record")
    found = audit(archive, rows)
    assert (found.rows, found.sound) == (3, 3)
    (problem,) = found.problems
    assert f"第 {end} 字节处" in problem.place
    assert "gkc collect 接着采集" in problem.remedy


def test_a_row_that_lost_its_place_is_reported(archive):
    row = replace(DOWN, outcome=FetchOutcome.OK, sha256="ab" * 32)
    found = audit(archive, [row])
    assert (found.rows, found.sound) == (1, 0)
    (sentence,) = sentences(found.problems)
    assert sentence.startswith(f"采集记录有 SHA-256 却没有存证：{row.url}；")
    assert "--afresh" in sentence


def test_every_row_of_a_file_cut_short_is_said_in_one_sentence(archive):
    with archive.write("qinghe") as writer:
        rows = [put(writer, f"{n}".encode(), url=f"{OTHER}/{n}") for n in range(5)]
    path = archive.folder / "qinghe.warc.gz"
    path.write_bytes(path.read_bytes()[: rows[0].offset])
    found = audit(archive, rows)
    assert (found.rows, found.sound) == (5, 0)
    (sentence,) = sentences(found.problems)
    assert sentence.startswith("存证无法读取：文件到此为止，共 5 处：")
    assert sentence.count(OTHER) == 3
    assert " 等；请从备份恢复" in sentence


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ([], []),
        ([Problem("甲", "a", "修")], ["甲：a；修"]),
        ([Problem("甲", "a", "修"), Problem("乙", "b", "修")], ["甲：a；修", "乙：b；修"]),
        ([Problem("甲", place, "修") for place in "abc"], ["甲，共 3 处：a、b、c；修"]),
        ([Problem("甲", place, "修") for place in "abcd"], ["甲，共 4 处：a、b、c 等；修"]),
    ],
)
def test_what_is_alike_is_said_once(problems, said):
    assert sentences(problems) == said


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": FetchOutcome.SOFT_NOT_FOUND},
        {"note": "x"},
        {"via": OTHER},
        {"media_type": "application/octet-stream"},
        {"url": OTHER + "9", "final_url": f"{URL}&n=2"},
    ],
    ids=["outcome", "note", "via", "media type", "address asked for"],
)
def test_a_row_that_says_otherwise_than_its_record_is_reported(archive, rows, change):
    found = audit(archive, [*rows[:2], replace(rows[2], **change), DOWN])
    assert (found.rows, found.sound) == (3, 2)
    assert sentences(found.problems)[0].startswith(
        "采集记录的结果、网址、来源、说明或类型与存证所记不符"
    )


def test_a_row_without_an_answer_that_says_otherwise_than_its_note_is_reported(archive, rows):
    found = audit(archive, [*rows[:3], replace(DOWN, outcome=FetchOutcome.NOT_FOUND)])
    assert sentences(found.problems)[0].startswith(
        "采集记录的结果、网址、来源、说明或类型与存证所记不符"
    )


def test_a_row_whose_evidence_was_taken_from_it_is_reported(archive, rows):
    bare = replace(rows[2], sha256="", warc="", offset=0, length=0)
    found = audit(archive, [*rows[:2], bare, DOWN])
    assert sentences(found.problems)[0].startswith("存证里有该次请求的答复，采集记录却没有指向它")


def test_the_status_000_is_a_status(archive):
    with archive.write("qinghe") as writer:
        row = put(writer, b"x", status=0)
    assert audit(archive, [row]).problems == ()
    assert audit(archive, [replace(row, status=404)]).problems != ()
