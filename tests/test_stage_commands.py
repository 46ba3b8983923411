"""`gkc stage`, `gkc appeal`, `gkc excuse` as people use them."""

import pytest

from data.store import Store
from tests.commands import gkc
from tests.people import add_accounts
from tests.rounds import fill

LINK = "http://10.0.0.1/a.html"


@pytest.fixture
def office(tmp_path):
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    fill(url)
    add_accounts(url)
    return tmp_path


def test_a_round_is_moved_and_then_freezes_what_its_time_is_over_for(office):
    shown = gkc(office, "stage", "r1")
    assert "现处“方案”阶段（还没有推进过，各步骤不受阶段限制）" in shown.err
    assert gkc(office, "stage", "r1", "--skip", "自查", "--as", "office").code == 0
    refused = gkc(office, "stage", "r1", "--to", "采集与机评", "--as", "eva")
    assert (refused.code, "没有这项权限：推进评估阶段" in refused.err) == (1, True)
    moved = gkc(office, "stage", "r1", "--to", "采集与机评", "--as", "office")
    assert "已由“方案”转到“采集与机评”" in moved.err
    back = gkc(office, "stage", "r1", "--to", "方案", "--as", "office")
    assert (back.code, "退回上一阶段须写明理由" in back.err) == (1, True)
    back = gkc(office, "stage", "r1", "--to", "draft", "--reason", "重拟", "--as", "office")
    assert back.code == 0
    frozen = gkc(office, "score", "r1")
    assert (frozen.code, "现处“方案”阶段，不能计分" in frozen.err) == (1, True)
    listed = gkc(office, "stage", "r1", "--format", "csv").out.splitlines()
    assert [line.split(",")[1:] for line in listed[1:]] == [
        ["方案", "采集与机评", "office", ""], ["采集与机评", "方案", "office", "重拟"],
    ]  # fmt: skip


def test_an_appeal_with_a_file_is_decided_on_it(office):
    (office / "职责.pdf").write_bytes("%PDF-1.4 三定方案：本局无此职责".encode())
    (office / "a.html").write_text("<html><script>alert(1)</script></html>", encoding="utf-8")
    add = ("appeal", "add", "r1", "--indicator", "budget", "--ground", "非本单位职责",
           "--text", "归财政局", "--as", "poor-1")  # fmt: skip
    assert "申诉须附佐证" in gkc(office, *add).err
    assert "“a.html”的内容不是可以接收的文件" in gkc(office, *add, "--file", "a.html").err
    assert "已收到第 1 号申诉" in gkc(office, *add, "--file", "职责.pdf").err
    shown = gkc(office, "appeal", "show", "r1", "1")
    digest = shown.err.split("裁定可引用：")[1].split()[0].split("、")[0]
    kept = [path.name for path in (office / "var" / "uploads").glob("*/*")]
    assert kept == [digest]
    decide = ("appeal", "decide", "r1", "1", "--decision", "成立", "--reason", "属实",
              "--cite", digest[:12], "--as")  # fmt: skip
    assert gkc(office, *decide, "poor-1").code == 1
    assert "第 1 号申诉：成立；请再运行 gkc score r1" in gkc(office, *decide, "rev").err
    assert "已经裁定" in gkc(office, *decide, "rev").err
    assert gkc(office, "appeal", "list", "r1", "--open", "--format", "json").out == "[]\n"
    with Store(f"sqlite:///{office / 'var' / 'gkc.db'}") as store:
        assert [j.outcome for j in store.judgements("r1")] == ["not_applicable"]


def test_an_excuse_is_asked_and_granted(office):
    add = ("excuse", "add", "r1", "--indicator", "fresh", "--sort", "情况说明", "--reason", "改版",
           "--until", "2999-01-01", "--as", "poor-1")  # fmt: skip
    assert "已收到第 1 号情况说明" in gkc(office, *add).err
    decide = ("excuse", "decide", "r1", "1", "--grant", "--reason", "属实", "--as")
    assert gkc(office, *decide, "rev").code == 1
    assert "第 1 号：已批准" in gkc(office, *decide, "office").err
    assert "已批准" in gkc(office, "excuse", "list", "r1", "--format", "csv").out
    assert "没有到期的" in gkc(office, "excuse", "expire", "r1", "--as", "office").err


def test_nobody_acts_without_an_account(office):
    done = gkc(office, "excuse", "expire", "r1", "--as", "ghost")
    assert (done.code, "没有可用的账号“ghost”" in done.err) == (1, True)
