"""The certificate of a round: sealed, carried elsewhere, scored again; a change is named."""

import hashlib
import io
import json
import signal
import struct
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from dashboard.certificates.sealing import seal_round
from dashboard.certificates.verifying import verify
from dashboard.rounds.steps import score_round
from data.archive import evidence_of
from data.canonical import dumps
from data.certificate import MANIFEST, CertificateError, Packer, identity
from data.certificate_lines import (
    csv_head,
    csv_row,
    plain,
    read_table,
    sealed_line,
    unit_of,
    unit_row,
)
from data.metrics.types import Figure, Period, Reported
from data.storage.currency import Checked
from data.storage.database import StoreError
from data.store import Store
from data.types import (
    Evidence,
    Fetch,
    FetchOutcome,
    Finding,
    Judgement,
    Outcome,
    Round,
    Unit,
)
from tests.commands import gkc
from tests.conftest import ROOT
from tests.rounds import SCHEME

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)
GOOD = Unit("good", "甲局", "department", "市直部门", "http://good.localhost/")
POOR = Unit(
    "poor", "=乙局", "department", "市直部门", "http://poor.localhost/",
    columns=("http://poor.localhost/a/",), aliases=("乙,局",), duties=frozenset(),
)  # fmt: skip
PHONE = "http://good.localhost/list?tel=13812345678"
BUDGET = Finding(
    Outcome.MET, "已公开部门预算", evidence=(Evidence(PHONE, "部门预算", AT, "ab" * 32, "x", 7),)
)
JUDGED = Judgement("good", "quality", Outcome.MET, "解读到位", "张三", AT)


def fill(store):
    """A scored round of two units; nobody says anything of the other leaves."""
    store.put_units([GOOD, POOR])
    store.put_scheme("small-1", SCHEME)
    store.create_round(
        Round("r", "小轮", "small-1", date(2023, 12, 15), 2023, ("good", "poor"), AT)
    )
    report = Finding(
        Outcome.PARTIAL,
        "缺一项",
        items={"on_time": Outcome.MET, "structure": Outcome.MISSING},
        counts={"share": Fraction(1, 3)},
    )
    store.put_findings("r", "good", {"report": report, "budget": BUDGET}, Checked(0, AT))
    store.put_findings("r", "poor", {"budget": Finding(Outcome.MISSING, "没有")}, Checked(0, AT))
    store.add_judgements("r", [JUDGED])
    score_round(store, "r")


@pytest.fixture
def filled(store):
    fill(store)
    return store


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A certificate to be copied and damaged."""
    folder = tmp_path_factory.mktemp("sealed")
    with Store(f"sqlite:///{folder / 'gkc.db'}") as store:
        fill(store)
        seal_round(store, "r", folder / "r.zip", folder)
    return folder / "r.zip"


def members(path):
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(path, files, head=None):
    """A certificate of these files; with a manifest made for them when `head` is given."""
    manifest = json.loads(files[MANIFEST])
    with path.open("wb") as file:
        packer = Packer(file)
        for name, body in files.items():
            if name != MANIFEST:
                packer.add(name, [body], packed=not name.startswith("evidence/"))
        if head is None:
            head, packer._files = manifest, manifest["files"]
        packer.finish({key: head[key] for key in head if key not in {"files", "id", "format"}})
    return path


def repaired(path, files):
    return packed(path, files, json.loads(files[MANIFEST]))


def said(path):
    with pytest.raises(CertificateError) as caught:
        verify(path)
    return "\n".join(caught.value.sentences)


# --- sealed, carried, verified ------------------------------------------------------------------


def test_a_certificate_is_scored_again_without_a_database(tmp_path, filled):
    done = seal_round(filled, "r", tmp_path / "r.zip", tmp_path)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shown = gkc(folder, "verify", tmp_path / "r.zip")
    assert (shown.code, shown.out) == (0, f"{filled.digest('r')}\n")
    assert done.digest == filled.digest("r")
    assert done.certificate in shown.err
    assert list(folder.iterdir()) == []


def test_sealed_twice_it_has_the_same_bytes(tmp_path, filled):
    first = seal_round(filled, "r", tmp_path / "a.zip", tmp_path)
    second = seal_round(filled, "r", tmp_path / "b.zip", tmp_path)
    assert (first.again, second.again) == (False, True)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_people_can_read_it(sealed):
    files = members(sealed)
    assert list(files) == [
        "说明.txt", "scheme.yaml", "units.csv", "findings.jsonl", "judgements.jsonl",
        "evidence.csv", "scores.csv", "ranking.csv", "manifest.json",
    ]  # fmt: skip
    assert "轮次：小轮（r）" in files["说明.txt"].decode()
    assert files["scheme.yaml"].decode() == SCHEME
    # good: report 10 of 40 known 20, budget 20, quality 10: 40 of 50 known.
    assert "good,甲局,A1,report,年度报告,40,20,10\n" in files["scores.csv"].decode()
    assert "市直部门,,good,甲局,80.00,,80,40,90,0.5,0,0,\n" in files["ranking.csv"].decode()
    assert "poor,'=乙局,department" in files["units.csv"].decode()


def test_numbers_of_persons_stay_at_home(tmp_path, sealed):
    everything = b"".join(members(sealed).values())
    assert b"13812345678" not in everything
    assert b"tel=138******78" in everything
    verify(sealed)


def test_a_reason_with_a_number_is_not_sealed(tmp_path, filled):
    filled.add_judgements("r", [replace(JUDGED, reason="见 13812345678 来信")])
    score_round(filled, "r")
    with pytest.raises(CertificateError, match="good 的指标 quality 的评审理由里有个人号码"):
        seal_round(filled, "r", tmp_path / "r.zip", tmp_path)
    filled.add_judgements("r", [JUDGED])
    score_round(filled, "r")
    seal_round(filled, "r", tmp_path / "r.zip", tmp_path)
    assert b"13812345678" not in members(tmp_path / "r.zip")["judgements.jsonl"]


# --- when -------------------------------------------------------------------------------------


def test_only_a_scored_round_is_sealed(tmp_path, store):
    store.put_units([GOOD])
    store.put_scheme("small-1", SCHEME)
    store.create_round(Round("r", "小轮", "small-1", date(2023, 12, 15), 2023, ("good",), AT))
    with pytest.raises(CertificateError, match="还没有计分，不能封存；请先运行 gkc score r"):
        seal_round(store, "r", tmp_path / "r.zip", tmp_path)
    assert list(tmp_path.glob("*.zip")) == []


def test_what_came_after_the_scoring_must_be_scored_first(tmp_path, filled):
    filled.add_judgements("r", [replace(JUDGED, unit_id="poor")])
    with pytest.raises(CertificateError, match=r"计分之后又导入了评审意见或数据.*gkc score r"):
        seal_round(filled, "r", tmp_path / "r.zip", tmp_path)
    assert filled.seal("r") is None


def test_what_was_collected_after_the_check_must_be_checked_first(tmp_path, filled):
    filled.start_site("r", "good", AT)
    with pytest.raises(CertificateError, match="还有 1 个网站没有采集完"):
        seal_round(filled, "r", tmp_path / "r.zip", tmp_path)
    filled.finish_site("r", "good", AT, exhausted=True)
    with pytest.raises(
        CertificateError, match=r"甲局最近一次采集之后还没有核查.*gkc check r --unit good"
    ):
        seal_round(filled, "r", tmp_path / "r.zip", tmp_path)


def test_a_sealed_round_is_frozen(tmp_path, filled):
    seal_round(filled, "r", tmp_path / "r.zip", tmp_path)
    figure = Figure(
        Reported("good", "m", Period(2023, 1, 6), Fraction(1), "第 2 行"), "a.xlsx", "", "张三", AT
    )
    for write in (
        lambda: filled.start_site("r", "good", AT),
        lambda: filled.add_fetches("r", "good", []),
        lambda: filled.put_steps("r", "good", []),
        lambda: filled.put_findings("r", "good", {}),
        lambda: filled.put_reading("r", "good", [], [], {}),
        lambda: filled.add_judgements("r", [JUDGED]),
        lambda: filled.add_metrics("r", [figure]),
        lambda: filled.lay_findings("r", {}),
        lambda: filled.put_scores("r", [], [], "", AT),
        lambda: filled.set_topic_model("r", "", AT),
        lambda: score_round(filled, "r"),
    ):
        with pytest.raises(StoreError, match="“r”已经封存"):
            write()
    verify(tmp_path / "r.zip")


def test_commands_say_that_a_round_is_sealed(tmp_path):
    (tmp_path / "var").mkdir()
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        fill(store)
    (listed,) = json.loads(gkc(tmp_path, "rounds", "list", "--format", "json").out)
    assert listed["sealed"] == ""
    assert "封存" not in gkc(tmp_path, "rounds", "show", "r").err
    made = gkc(tmp_path, "rounds", "seal", "r")
    (listed,) = json.loads(gkc(tmp_path, "rounds", "list", "--format", "json").out)
    assert date.fromisoformat(listed["sealed"])
    assert f"已于 {listed['sealed']} 封存，证书编号 " in gkc(tmp_path, "rounds", "show", "r").err
    assert (made.code, (tmp_path / "r.zip").is_file()) == (0, True)
    (tmp_path / "j.csv").write_text("单位,指标,结论,理由,评审人\n甲局,quality,符合,好,张三\n")
    for words in (("collect", "r"), ("check", "r"), ("judge", "r", "j.csv"), ("score", "r")):
        done = gkc(tmp_path, *words)
        assert done.code == 1
        assert "已经封存，不能再采集、核查、评审、导入数据和计分" in done.err
    again = gkc(tmp_path, "rounds", "seal", "r")
    assert (again.code, "文件 r.zip 已存在" in again.err) == (1, True)
    assert gkc(tmp_path, "verify", "r.zip").out == made.out


def test_killed_while_sealing_it_leaves_no_half_file(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        fill(store)
    code = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "import dashboard.certificates.sealing as sealing\nfrom data.store import Store\n"
        "folder, moment = Path(sys.argv[1]), sys.argv[2]\n"
        "die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "if moment == 'written': sealing.verify = die\n"
        "if moment == 'sealed': sealing.Path.replace = die\n"
        "store = Store(f\"sqlite:///{folder / 'gkc.db'}\")\n"
        "sealing.seal_round(store, 'r', folder / 'r.zip', folder)\n"
    )
    for moment, is_sealed in (("written", False), ("sealed", True)):
        run = [sys.executable, "-c", code, str(tmp_path), moment]
        assert subprocess.run(run, cwd=ROOT, check=False).returncode == -signal.SIGKILL
        assert not (tmp_path / "r.zip").exists()
        with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
            assert (store.seal("r") is not None) is is_sealed
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        assert seal_round(store, "r", tmp_path / "r.zip", tmp_path).again
    verify(tmp_path / "r.zip")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


# --- changed ------------------------------------------------------------------------------------


def test_a_changed_byte_of_any_file_is_named(tmp_path, sealed):
    whole = members(sealed)
    for name, body in whole.items():
        if not body:
            continue
        middle = len(body) // 2
        changed = body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
        path = tmp_path / "changed.zip"
        if name == MANIFEST:
            raw = sealed.read_bytes()
            at = raw.rindex(b"PK\x03\x04")  # the manifest is the last file
            path.write_bytes(raw[: at + 90] + bytes([raw[at + 90] ^ 1]) + raw[at + 91 :])
        else:
            packed(path, whole | {name: changed})
        assert name in said(path)


def test_what_was_edited_is_named_when_an_ordinary_tool_packed_it_again(tmp_path, sealed):
    def again(**changed):
        path = tmp_path / "again.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, body in (members(sealed) | changed).items():
                file.writestr(name, body)
        return said(path)

    rows = members(sealed)["findings.jsonl"]
    edited = rows.replace("已公开部门预算".encode(), "未公开部门预算".encode())
    assert "findings.jsonl 的内容" in again(**{"findings.jsonl": edited})
    assert "里的 “findings.jsonl” 与" in again(**{"findings.jsonl": rows + b"{}\n"})
    assert "文件头被改动过" in again()


def test_a_changed_finding_is_named_with_unit_and_indicator(tmp_path, sealed):
    whole = members(sealed)
    changed = whole["findings.jsonl"].replace("已公开部门预算".encode(), "未公开部门预算".encode())
    told = said(packed(tmp_path / "a.zip", whole | {"findings.jsonl": changed}))
    assert "findings.jsonl" in told
    assert "第 1 行（单位 good，指标 budget）被改动过" in told


def test_every_byte_of_the_zip_counts(tmp_path, sealed):
    """A changed one is refused, or it changed nothing: deflate has bits that say nothing."""
    whole, raw = members(sealed), sealed.read_bytes()
    digest = verify(sealed).manifest
    path = tmp_path / "r.zip"
    passed = 0
    for at in range(0, len(raw), 23):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :])
        with suppress(CertificateError):
            assert verify(path).manifest == digest
            assert members(path) == whole
            passed += 1
    assert passed <= 8


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("scores.csv", "report,年度报告,40,20,10", "report,年度报告,40,20,20",
         "scores.csv 里单位 good 的指标 report 的内容与重算的不同"),
        ("ranking.csv", "甲局,80.00", "甲局,90.00", "ranking.csv 里单位 good 的内容与重算的不同"),
        ("units.csv", "市直部门,http://good", "县直部门,http://good", "ranking.csv 里单位 good"),
        ("scheme.yaml", "name: 合格, min: 60", "name: 合格, min: 50", "重算的结果摘要值是"),
        ("scheme.yaml", "points: 70", "points: 71", "证书里的指标体系不能用"),
        ("evidence.csv", "ab" * 32, "cd" * 32, "没有单位 good 的指标 budget 所引用的证据"),
    ],
)  # fmt: skip
def test_a_forger_who_repairs_the_manifest_is_found_by_scoring_again(
    tmp_path, sealed, name, before, after, told
):
    whole = members(sealed)
    text = whole[name].decode()
    assert before in text
    changed = {name: text.replace(before, after, 1).encode()}
    assert told in said(repaired(tmp_path / "forged.zip", whole | changed))


def test_a_forged_digest_is_found_by_scoring_again(tmp_path, sealed):
    whole = members(sealed)
    head = json.loads(whole[MANIFEST]) | {"digest": "0" * 64}
    assert "重算的结果摘要值是" in said(packed(tmp_path / "a.zip", whole, head))


def test_figures_that_do_not_make_the_findings_are_found(tmp_path):
    """The forger repairs check sum and manifest; the figures do not make those points."""
    register = "编号,名称,类型,组别,网址,栏目,别名,职责\njyj,清河县教育局,部门,组,http://a.cn/,,,\n"
    (tmp_path / "units.csv").write_text(register, encoding="utf-8")
    (tmp_path / "红黄牌.csv").write_text(
        "单位,时期,红牌,黄牌\n清河县教育局,2023年1-11月,1,2\n", encoding="utf-8"
    )
    for words in (
        ("units", "import", "units.csv"),
        ("rounds", "create", "r1", "--scheme", "department-2023-v2", "--as-of", "2023-12-15"),
        ("metrics", "import", "红黄牌.csv", "--round", "r1", "--by", "张三"),
        ("score", "r1"),
        ("rounds", "seal", "r1"),
    ):
        done = gkc(tmp_path, *words)
        assert done.code == 0, done.err
    whole = members(tmp_path / "r1.zip")
    first, *others = whole["metrics.jsonl"].decode().splitlines()
    raw = json.loads(first)
    assert raw["metric"]["value"] == "1/1"
    raw["metric"]["value"] = "0/1"
    changed = sealed_line(dumps({"metric": raw["metric"]})) + "\n".join([*others, ""]).encode()
    told = said(repaired(tmp_path / "forged.zip", whole | {"metrics.jsonl": changed}))
    assert "单位 jyj 的指标" in told
    assert "按 metrics.jsonl 重算的结果与 findings.jsonl 里的不同" in told


def test_a_figure_that_is_a_bomb_is_not_computed(tmp_path, sealed):
    whole = members(sealed)
    text = whole["findings.jsonl"].decode().replace('"1/3"', '"1e999999999"')
    raw = [json.loads(line) for line in text.splitlines()]
    for each in raw:
        del each["crc32"]
    body = b"".join(sealed_line(dumps(each)) for each in raw)
    told = said(repaired(tmp_path / "a.zip", whole | {"findings.jsonl": body}))
    assert "findings.jsonl 数字的写法不对" in told


# --- evidence -----------------------------------------------------------------------------------


@pytest.fixture
def archived(tmp_path):
    """A round with a page in its archive, sealed with the evidence."""
    url = "http://good.localhost/"
    row = Fetch(url, FetchOutcome.OK, AT, 200, url, sha256=hashlib.sha256(b"hello").hexdigest())
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        fill(store)
        archive = evidence_of(tmp_path, "r")
        archive.make_ready()
        with archive.write("good") as out:
            warc, offset, length = out.append(row, (("Content-Type", "text/plain"),), b"hello")
            out.sync()
        kept = replace(row, warc=warc, offset=offset, length=length)
        store.add_fetches("r", "good", [kept])
        store.put_findings("r", "good", {}, Checked(0, AT))
        score_round(store, "r")
        seal_round(store, "r", tmp_path / "plain.zip", tmp_path)
        seal_round(store, "r", tmp_path / "r.zip", tmp_path, evidence=True)
    return tmp_path / "r.zip"


def test_evidence_in_the_certificate_is_read_back(archived):
    done, plain_one = verify(archived), verify(archived.with_name("plain.zip"))
    assert (done.payloads, plain_one.payloads) == (1, 0)
    assert done.manifest["id"] == plain_one.manifest["id"]


def test_changed_evidence_is_named(tmp_path, archived):
    whole = members(archived)
    name = "evidence/good.warc.gz"
    at = len(whole[name]) - 12  # in the last record, that of the answer
    changed = whole[name][:at] + bytes([whole[name][at] ^ 1]) + whole[name][at + 1 :]
    assert name in said(packed(tmp_path / "a.zip", whole | {name: changed}))
    told = said(repaired(tmp_path / "b.zip", whole | {name: changed}))
    assert "单位 good 的证据 http://good.localhost/：存证文件 good.warc.gz" in told


def test_evidence_that_is_left_out_is_missed(tmp_path, archived):
    whole = members(archived)
    other = whole | {"evidence/other.warc.gz": whole.pop("evidence/good.warc.gz")}
    other.pop("evidence/good.warc.gz", None)
    assert "缺少单位 good 的存证文件 good.warc.gz" in said(repaired(tmp_path / "a.zip", other))


# --- hostile ------------------------------------------------------------------------------------


def foreign(path, files, **marks):
    """A zip as other programs write it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in files:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr, info.create_system = 0o100644 << 16, 3
            info.compress_type = marks.get("method", zipfile.ZIP_DEFLATED)
            out.writestr(info, body)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("a.txt", b"")], "里没有 manifest.json，不是评估证书"),
        ([("manifest.json", b"{}"), ("../../etc/passwd", b"")], "不该有的文件 “../../etc/passwd”"),
        ([("manifest.json", b"{}"), ("/abs.csv", b"")], "不该有的文件 “/abs.csv”"),
        ([("manifest.json", b"{}"), ("evidence/../x.warc.gz", b"")], "不该有的文件"),
        ([("manifest.json", b"{}"), ("evidence/a\\b.warc.gz", b"")], "不该有的文件"),
        ([("manifest.json", b"{}"), ("manifest.json", b"{}")], "重名的文件 “manifest.json”"),
        ([("manifest.json", b"{}"), ("findings.jsonl", bytes(1 << 26))], "解开后大得不正常"),
        ([("manifest.json", b"{}")], "缺少 说明.txt、scheme.yaml"),
    ],
)
def test_a_hostile_zip_is_refused_in_one_sentence(tmp_path, files, told):
    path = foreign(tmp_path / "bad.zip", files)
    done = gkc(tmp_path, "verify", path.name)
    assert done.code == 1
    assert told in done.err
    assert done.err.count("\n") == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bad.zip"]


def test_no_certificate_at_all(tmp_path, sealed):
    whole = sealed.read_bytes()
    bodies = {
        "empty.zip": b"",
        "text.zip": b"PK no",
        "cut.zip": whole[: len(whole) // 2],
        "short.zip": whole[:-1],
        "long.zip": whole + b"x",
        "shifted.zip": b"#!/bin/sh\n" + whole,
    }
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)
        done = gkc(tmp_path, "verify", name)
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1), name
        assert "证书没有通过核验" in done.err
    absent = gkc(tmp_path, "verify", "none.zip")
    assert (absent.code, "读不了证书 none.zip" in absent.err) == (1, True)


def test_an_encrypted_certificate_is_refused(tmp_path, sealed):
    raw = bytearray(sealed.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    (tmp_path / "a.zip").write_bytes(raw)
    assert "“说明.txt” 是加密的" in said(tmp_path / "a.zip")


def test_overlapping_files_are_refused(tmp_path, sealed):
    """Of two entries that share their bytes a small zip can make a huge one."""
    raw = bytearray(sealed.read_bytes())
    entry = raw.index(b"PK\x01\x02", raw.index(b"PK\x01\x02") + 4)
    raw[entry + 42 : entry + 46] = struct.pack("<L", 0)
    (tmp_path / "a.zip").write_bytes(raw)
    assert "藏有别的内容" in said(tmp_path / "a.zip")


def test_a_table_that_is_a_bomb_is_not_read(tmp_path):
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 0, 0, 0)
    (tmp_path / "a.zip").write_bytes(bytes(100) + end)
    assert "不是完整的 zip 文件" in said(tmp_path / "a.zip")


def test_nested_json_is_no_certificate(tmp_path, sealed):
    whole = members(sealed)
    files = [(name, body) for name, body in whole.items() if name != MANIFEST]
    for body in (b"[" * 100_000, b"[]", b"{}", b'{"format":1}', b"\xff", b"null"):
        path = foreign(tmp_path / "a.zip", [*files, (MANIFEST, body)])
        assert said(path)


# --- lines --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "'=1", "'甲", "-", "+86", "", "@a", 'a,b\n"c"'])
def test_a_cell_comes_back_as_it_was_and_is_no_formula(text):
    row = csv_row([text, "x"])
    [(_, cells)] = read_table(io.BytesIO(csv_head(["a", "b"]) + row), ["a", "b"])
    assert cells == [text, "x"]
    assert not row.startswith((b"=", b"+", b"-", b"@"))
    assert plain("'甲") == "'甲"


@pytest.mark.parametrize("unit", [GOOD, POOR, replace(GOOD, duties=frozenset({"b", "a"}))])
def test_a_unit_comes_back_as_it_was(unit):
    head = csv_head(["x"] * 9)
    [(_, cells)] = read_table(io.BytesIO(head + unit_row(unit, copy=True)), ["x"] * 9)
    assert unit_of(cells) == unit


def test_the_identity_does_not_depend_on_evidence_files():
    one = {"files": {"a": 1}, "digest": "d"}
    assert identity(one) == identity({"files": {"a": 1, "evidence/x": 2}, "digest": "d", "id": "i"})
    assert identity(one) != identity({"files": {"a": 2}, "digest": "d"})
