"""Appeals in 迎检资料包: the unit's own with what it handed in, whatever strangers called it."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.loopback import Folder, serve
from crawlers.settings import Settings
from dashboard.casework.appealing import Plea, decide_appeal, leaf_named, raise_appeal
from dashboard.casework.telling import tell_units
from dashboard.reports import pleas
from dashboard.reports.book import read_book, with_evidence
from dashboard.reports.permitted import may_make
from dashboard.reports.registry import KINDS, made
from dashboard.rounds.steps import score_round
from data.cases import Event, Subject
from data.people import Person, Role
from data.store import Store
from data.uploads import accepted, keep, place
from scoring.appeals import DECIDED, RAISED, Decision, Ground, Ruling
from tests.people import OF_GOOD, OF_POOR, OFFICE, REVIEWER
from tests.rounds import AT, GOOD, POOR, archived_page, fill

LATER = datetime(2023, 12, 20, 2, tzinfo=UTC)
PAGE = """<html><head><title>部门预算</title><meta name="PubDate" content="2023-02-10"></head>
<body><h1>2023年部门预算</h1><p>发布日期：2023-02-10</p><p>预算如下。</p></body></html>""".encode()
PROOF, OTHER = b"%PDF-1.7 the proof", b"%PDF-1.7 of another unit"
HOSTILE = '../../=HYPERLINK("http://evil.invalid")<script>1</script>.pdf'


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The small round, told; the evidence of one finding is archived."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    fill(url, page=archived_page(Path("var")))
    with Store(url) as opened:
        tell_units(opened, OFFICE, "r1", (GOOD, POOR), at=AT)
        yield opened


def handed_in(body, name="佐证.pdf"):
    """A file as it lies in store: its hash."""
    file = accepted(name, body)
    keep(Path("var"), file, body)
    return file.sha256


def raised(store, digest="", name="佐证.pdf", unit="poor", indicator="budget", text="另有职责"):
    """An appeal as it stands in the database, past the form that takes hostile names off."""
    said = {"ground": "not_our_duty", "text": text, "file": digest, "file_name": name}
    event = Event(unit, indicator, RAISED, f"{unit}-1", AT, said)
    before = [e for e in store.events(Subject.APPEAL, "r1") if e.indicator_id == indicator]
    return store.add_event(
        Subject.APPEAL, "r1", event, seen=len([e for e in before if e.unit_id == unit])
    )


def pack(store, unit_id="poor"):
    """The files of a pack by name."""
    book = with_evidence(read_book(store, "r1", LATER.date(), "办公室"), Path("var"), unit_id)
    with zipfile.ZipFile(io.BytesIO(made(KINDS["pack"], book, unit_id, "zip"))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def chapter(files):
    """The chapter of appeals as its reader sees it."""
    page = files["index.html"].decode().partition('<h2 id="appeals">')[2]
    text = re.sub(
        r"<(?:h2|h3|p|dt|dd|section|blockquote)[^>]*>", "\n", page.partition("</main>")[0]
    )
    return re.sub(r"\n{2,}", "\n", re.sub(r"<[^>]+>", "", text)).strip() + "\n"


def listed(files):
    rows = csv.reader(io.StringIO(files["files.csv"].decode("utf-8-sig")))
    return {row[0]: row[1:] for row in rows}


def test_a_pack_tells_of_the_units_appeals_with_files_and_what_the_decision_cites(
    store, tmp_path, golden
):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "budget.html").write_bytes(PAGE)
    link = "http://poor.localhost:8704/budget.html"
    plea = Plea(Ground.PUBLISHED_ALREADY, "二月已公开", link, ("预算截图.pdf", PROOF))
    with serve({"poor.localhost": Folder(tmp_path / "site")}, 8704) as allow:
        number, kept = raise_appeal(
            store, OF_POOR, "r1", leaf_named(store, "r1", "budget"), plea,
            var=Path("var"), settings=Settings(allow=allow), now=lambda: LATER,
        )  # fmt: skip
    names = frozenset({REVIEWER.id, REVIEWER.name})
    ruling = Ruling(Decision.UPHELD, "截止日前已公开", kept.sha256, names)
    decide_appeal(store, REVIEWER, "r1", number, ruling, at=LATER)
    raised(store, handed_in(OTHER), indicator="fresh", text="栏目已移交")
    score_round(store, "r1")
    files = pack(store)
    golden("reports/pack_appeals.txt", chapter(files))
    assert (files["appeals/001.pdf"], files["appeals/002.pdf"]) == (PROOF, OTHER)
    index = files["index.html"].decode()
    assert '<a href="appeals/001.pdf">' in index
    assert '<dt>申诉</dt><dd><a href="#appeal-1">第1号：成立</a></dd>' in index
    assert listed(files)["appeals/001.pdf"] == [
        "预算截图.pdf", str(len(PROOF)), hashlib.sha256(PROOF).hexdigest(),
    ]  # fmt: skip
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS.txt"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(body).hexdigest()
        for name, body in files.items()
        if name != "SHA256SUMS.txt"
    }
    captured = next(body.decode() for name, body in files.items() if "预算如下" in body.decode())
    assert kept.sha256 in captured


def test_names_of_strangers_lead_nowhere_and_run_nothing(store):
    raised(store, handed_in(PROOF), HOSTILE, text="<script>1</script>=1+1")
    raised(store, handed_in(OTHER), "=1+1", indicator="fresh")
    files = pack(store)
    assert [name for name in files if name.startswith("appeals")] == [
        "appeals/001.pdf", "appeals/002.bin",
    ]  # fmt: skip
    assert not any(".." in name or name.startswith("/") for name in files)
    index = files["index.html"].decode()
    assert "<script" not in index
    assert "&lt;script&gt;1&lt;/script&gt;=1+1" in index
    assert listed(files)["appeals/002.bin"][0] == "'=1+1"


def test_a_pack_holds_no_appeal_of_another_unit(store):
    raised(store, handed_in(OTHER), "别家.pdf", unit="good", text="别家的理由")
    files = pack(store)
    assert "申诉" not in files["index.html"].decode()
    assert OTHER not in files.values()
    assert "别家的理由" in pack(store, "good")["index.html"].decode()


def test_a_file_that_is_gone_changed_or_none_is_said_and_the_pack_is_made(store):
    gone, changed = handed_in(PROOF), handed_in(OTHER)
    raised(store, gone, "没了.pdf")
    raised(store, changed, "改了.pdf", indicator="fresh")
    raised(store, "../../../etc/passwd", "外面.pdf", indicator="report")
    place(Path("var"), gone).unlink()
    place(Path("var"), changed).write_bytes(b"%PDF-1.7 forged")
    files = pack(store)
    assert not [name for name in files if name.startswith("appeals")]
    said = chapter(files)
    assert "证据文件“没了.pdf”已不在；请从备份恢复" in said
    assert "证据文件“改了.pdf”与上传时不符，可能被改动；请从备份恢复" in said
    assert "登记的摘要值无效，找不到文件" in said


def test_files_about_personal_data_and_files_beyond_the_room_stay_out(store, monkeypatch):
    monkeypatch.setattr(pleas, "_MOST_BYTES", len(OTHER))
    raised(store, handed_in(PROOF), "身份证.pdf", indicator="privacy")
    raised(store, handed_in(OTHER), "一.pdf")
    raised(store, handed_in(OTHER), "同一份.pdf", indicator="fresh")  # needs no room again
    raised(store, handed_in(PROOF), "二.pdf", indicator="report")
    files = pack(store)
    assert [name for name in files if name.startswith("appeals")] == ["appeals/001.pdf"]
    said = chapter(files)
    assert said.count("appeals/001.pdf") == 2
    assert "涉及个人信息，文件不收入资料包" in said
    assert "资料包容量有限，没有收入" in said


def test_a_decision_on_the_file_names_it_and_one_on_what_nobody_knows_its_hash(store):
    digest = handed_in(PROOF)
    for indicator, cites in (("budget", digest), ("fresh", "cd" * 32)):
        number = raised(store, digest, indicator=indicator)
        said = {"decision": "refused", "reason": "无据", "cites": cites}
        ruled = Event("poor", indicator, DECIDED, "rev", LATER, said, number)
        store.add_event(Subject.APPEAL, "r1", ruled, seen=1)
    said = chapter(pack(store))
    assert "所引存证\n申诉所附文件 appeals/001.pdf" in said
    assert "cd" * 32 in said


@pytest.mark.parametrize(
    ("person", "may"),
    [(OF_POOR, True), (OFFICE, True), (OF_GOOD, False), (None, False),
     (Person("lea", "领导", Role.LEADER), True)],
)  # fmt: skip
def test_who_may_have_a_pack_does_not_change_when_the_round_is_public(person, may):
    assert may_make(KINDS["pack"], person, "poor", published=True) is may
