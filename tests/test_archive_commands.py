"""`gkc archive`: whole evidence, what was seen at an address, the indexes."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from data.archive import evidence_of
from data.store import Store
from data.types import Fetch, FetchOutcome
from tests.commands import gkc
from tests.rounds import AT, GOOD, POOR, ROUND, create

PAGE = "http://good.localhost/zwgk/1.html"
OLD = (
    "<html><title>旧通知\x1b[31m</title><body><h1>旧通知</h1>"
    "<p>联系人 430102199003071234</p></body></html>"
).encode()
NEW = "<html><title>新通知</title><body><h1>新通知</h1><p>全文如下</p></body></html>".encode()
HTML = [("Content-Type", "text/html; charset=utf-8")]


def look(folder, round_id, unit, answers, at):
    """Keep answers (address, body, status) as a look does, and a request that failed."""
    rows = []
    with (
        Store(f"sqlite:///{folder / 'var' / 'gkc.db'}") as store,
        evidence_of(folder / "var", round_id).write(unit.id) as writer,
    ):
        for url, body, status in answers:
            row = Fetch(url, FetchOutcome.OK, at, status, url, sha256=sha256(body).hexdigest())
            warc, offset, length = writer.append(row, HTML, body)
            rows.append(replace(row, warc=warc, offset=offset, length=length))
        down = Fetch(f"{unit.portal}down", FetchOutcome.DNS_FAILED, at)
        led = Fetch(
            f"{unit.portal}led", FetchOutcome.OK, at, rows[0].status, rows[0].url,
            sha256=rows[0].sha256,
            warc=rows[0].warc, offset=rows[0].offset, length=rows[0].length,
        )  # fmt: skip
        writer.note(down)
        store.add_fetches(round_id, unit.id, [*rows, down, led])
    return rows


@pytest.fixture
def seen(tmp_path):
    """Two rounds: one page changed between them, another did not."""
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        create(store)
        store.create_round(replace(ROUND, id="r2", created_at=AT + timedelta(days=90)))
    same = ("http://good.localhost/same", "一样".encode() * 50, 200)
    first = look(tmp_path, "r1", GOOD, [(PAGE, OLD, 200), same], AT)
    look(tmp_path, "r1", POOR, [("http://poor.localhost/", b"<p>poor", 521)], AT)
    second = look(tmp_path, "r2", GOOD, [(PAGE, NEW, 200), same], AT + timedelta(days=90))
    return first, second


def test_verify_counts_what_is_sound(tmp_path, seen):
    done = gkc(tmp_path, "archive", "verify", "r1", "--format", "csv")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "轮次,单位,文件,采集记录,另存首见,完好,有问题,请求,元数据,答复,旧答复,附带答复,来历不明",
        "r1,甲局,1,3,0,3,0,2,3,2,0,0,0",
        "r1,乙局,1,2,0,2,0,1,2,1,0,0,0",
        "r1,丙局,0,0,0,0,0,0,0,0,0,0,0",
    ]


def test_verify_without_a_round_takes_all_and_with_a_unit_only_it(tmp_path, seen):
    done = gkc(tmp_path, "archive", "verify", "--unit", "甲局", "--format", "json")
    assert done.code == 0
    assert [(row["round"], row["unit"], row["sound"]) for row in json.loads(done.out)] == [
        ("r2", "甲局", 3),
        ("r1", "甲局", 3),
    ]


def test_verify_names_the_address_of_a_changed_page(tmp_path, seen):
    (row, _), _ = seen
    path = evidence_of(tmp_path / "var", "r1").folder / row.warc
    content = bytearray(path.read_bytes())
    content[row.offset + row.length - 10] ^= 1
    path.write_bytes(content)
    done = gkc(tmp_path, "archive", "verify", "r1", "--unit", "good")
    assert done.code == 1
    assert re.search(
        "错误：r1：存证无法读取：.*，共 2 处：甲局 http://good.localhost/led", done.err
    )
    assert f"甲局 {PAGE}（good.warc.gz 第 {row.offset} 字节处）；" in done.err
    assert "请从备份恢复" in done.err


def test_verify_says_once_what_is_wrong_with_many_units(tmp_path, seen):
    for path in evidence_of(tmp_path / "var", "r1").folder.glob("*.warc.gz"):
        path.unlink()
    done = gkc(tmp_path, "archive", "verify", "r1")
    assert done.code == 1
    assert done.err == (
        "错误：r1：缺少证据文件，共 2 处：甲局 good.warc.gz（3 条采集记录指向它）、"
        "乙局 poor.warc.gz（2 条采集记录指向它）；请从备份恢复到证据目录；"
        "没有备份的，用 gkc collect 轮次 --unit 单位 --afresh 重新采集\n"
    )


def test_verify_tells_of_answers_nobody_uses(tmp_path, seen):
    archive = evidence_of(tmp_path / "var", "r1")
    with archive.write("good") as writer:
        writer.append(Fetch(PAGE, FetchOutcome.OK, AT, 200), HTML, OLD)
    with archive.write("down") as writer:  # nobody could reach it: nothing to tell
        writer.note(Fetch(PAGE, FetchOutcome.DNS_FAILED, AT))
    done = gkc(tmp_path, "archive", "verify", "r1")
    assert done.code == 0
    assert done.err == (
        "提示：r1 的采集记录没有用到证据文件 good-002.warc.gz，采集若已完成可将它移走\n"
    )


def test_verify_of_a_unit_that_is_not_there(tmp_path, seen):
    for names in (("r1", "--unit", "丁局"), ("--unit", "丁局")):
        done = gkc(tmp_path, "archive", "verify", *names)
        assert done.code == 1
        assert "丁局" in done.err


def test_show_lists_every_content_with_its_first_time(tmp_path, seen):
    (old, _), (new, _) = seen
    done = gkc(tmp_path, "archive", "show", PAGE, "--format", "json")
    assert done.code == 0
    assert json.loads(done.out) == [
        {
            "first_at": "2023-12-15 16:30:00", "round": "r1", "unit": "good", "status": 200,
            "size": len(OLD), "title": "旧通知[31m", "sha256": old.sha256,
            "place": f"good.warc.gz @ {old.offset}",
        },
        {
            "first_at": "2024-03-14 16:30:00", "round": "r2", "unit": "good", "status": 200,
            "size": len(NEW), "title": "新通知", "sha256": new.sha256,
            "place": f"good.warc.gz @ {new.offset}",
        },
    ]  # fmt: skip


def test_show_masks_numbers_and_control_characters(tmp_path, seen):
    done = gkc(tmp_path, "archive", "show", PAGE)
    assert done.code == 0
    assert "430*************34" in done.out
    assert "430102199003071234" not in done.out
    assert "\x1b" not in done.out
    assert "正文：\n  " in done.out


def test_show_of_one_round_keeps_the_first_time(tmp_path, seen):
    show = ("archive", "show", "http://good.localhost/same", "--format", "json")
    done = gkc(tmp_path, *show, "--round", "r2")
    (row,) = json.loads(done.out)
    assert done.code == 0
    said = "提示：2023-12-15 16:30:00 首次看到时的存证在轮次 r1 的 good.warc.gz @ "
    assert done.err.startswith(said)
    assert (row["round"], row["first_at"]) == ("r2", "2023-12-15 16:30:00")
    (row,) = json.loads(gkc(tmp_path, *show).out)
    assert row["round"] == "r1"


def test_show_saves_the_newest_content_and_overwrites_nothing(tmp_path, seen):
    done = gkc(tmp_path, "archive", "show", PAGE, "--save", "page.html")
    assert done.code == 0
    assert (tmp_path / "page.html").read_bytes() == NEW
    again = gkc(tmp_path, "archive", "show", PAGE, "--save", "page.html", "--round", "r1")
    assert (again.code, "已存在" in again.err) == (1, True)
    assert (tmp_path / "page.html").read_bytes() == NEW


@pytest.mark.parametrize(
    ("args", "said"),
    [
        pytest.param(
            ("http://good.localhost/down",), "轮次 r2 采集甲局时（2024-03-14", id="failed"
        ),
        pytest.param(("http://good.localhost/led",), f"转到 {PAGE}", id="led elsewhere"),
        pytest.param(("http://good.localhost/no",), "各轮次都没有采集过", id="unknown"),
        pytest.param(
            ("http://good.localhost/no", "--round", "r1"), "轮次 r1 没有采集过", id="round"
        ),
        pytest.param((PAGE, "--round", "r9"), "没有编号为“r9”的评估轮次", id="no such round"),
        pytest.param(("甲局",), "不是网址", id="no address"),
    ],
)
def test_show_says_why_there_is_nothing(tmp_path, seen, args, said):
    done = gkc(tmp_path, "archive", "show", *args)
    assert done.code == 1
    assert said in done.err
    assert done.out == ""


def test_show_goes_on_when_one_content_is_lost(tmp_path, seen):
    (evidence_of(tmp_path / "var", "r1").folder / "good.warc.gz").unlink()
    done = gkc(tmp_path, "archive", "show", PAGE, "--format", "json")
    assert done.code == 1
    assert "缺少证据文件 good.warc.gz" in done.err
    assert "--afresh" not in done.err  # it would see the content later, not then
    assert [row["size"] for row in json.loads(done.out)] == [None, len(NEW)]


def test_show_reads_the_same_content_where_it_was_seen_again_and_says_so(tmp_path, seen):
    _, (_, again) = seen
    (evidence_of(tmp_path / "var", "r1").folder / "good.warc.gz").unlink()
    same = "http://good.localhost/same"
    done = gkc(tmp_path, "archive", "show", same, "--format", "json")
    assert (done.code, done.err) == (
        1,
        "错误：2023-12-15 16:30:00 首次看到时的存证读不出：缺少证据文件 good.warc.gz；"
        "请从备份恢复到证据目录；首次看到时的存证重新采集也补不回来。"
        f"下面列的是同一内容再次看到时的存证：轮次 r2 的 good.warc.gz @ {again.offset}\n",
    )
    (row,) = json.loads(done.out)
    assert (row["round"], row["first_at"], row["size"]) == ("r2", "2023-12-15 16:30:00", 300)


def test_index_makes_the_same_files_anew(tmp_path, seen):
    folder = evidence_of(tmp_path / "var", "r1").folder
    before = {path.name: path.read_bytes() for path in folder.glob("*.cdxj")}
    assert set(before) == {"good.cdxj", "poor.cdxj"}
    for name in before:
        (folder / name).unlink()
    done = gkc(tmp_path, "archive", "index", "r1")
    assert (done.code, done.err) == (0, "已为 2 个证据文件建立索引，共 3 条\n")
    assert {path.name: path.read_bytes() for path in folder.glob("*.cdxj")} == before


def test_index_tells_of_a_file_that_is_gone(tmp_path, seen):
    folder = evidence_of(tmp_path / "var", "r1").folder
    (folder / "good.warc.gz").unlink()
    done = gkc(tmp_path, "archive", "index", "r1")
    assert done.code == 1
    assert done.err.startswith("错误：缺少证据文件：甲局 good.warc.gz；请从备份恢复到证据目录")
    assert done.err.endswith("已为 1 个证据文件建立索引，共 1 条\n")


def test_index_leaves_out_what_cannot_be_read(tmp_path, seen):
    path = evidence_of(tmp_path / "var", "r1").folder / "good.warc.gz"
    path.write_bytes(path.read_bytes()[:-1])
    done = gkc(tmp_path, "archive", "index", "r1")
    assert done.code == 1
    assert "证据文件 good.warc.gz 读不完整" in done.err
    assert "已为 1 个证据文件建立索引" in done.err
    assert gkc(tmp_path, "archive", "index", "r9").code == 1
