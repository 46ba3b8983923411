"""Issuing: numbers, frozen bytes, who may; the commands; all documents at once."""

import csv
import hashlib
import threading
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crawlers.clock import now
from dashboard.casework.telling import tell_units
from dashboard.reports import writing
from dashboard.reports.book import read_book
from dashboard.reports.errors import ReportError
from dashboard.reports.issuing import issue, issued_bytes, written_mark
from dashboard.reports.kind import Scope
from dashboard.reports.permitted import may_make, may_read_issued
from dashboard.reports.registry import KINDS
from data.issued import Issue, IssuedBefore, NumberTaken, number_text
from data.people import NotAllowed, Person, Role
from data.storage.currency import Checked
from data.store import Store
from data.workflow import STAGE_NAMES, Stage, StageMove
from tests.commands import gkc, start
from tests.people import EVALUATOR, OF_GOOD, OF_POOR, OFFICE, add_accounts
from tests.rounds import AT, GOOD, LATE, POOR, create, fill, poor_findings

VAR = Path("var")
ORG = "青川市政务公开办公室"
LEADER = Person("li", "李四", Role.LEADER)


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    VAR.mkdir()
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    fill(address)
    add_accounts(address)
    with Store(address) as store:
        tell_units(store, OFFICE, "r1", (GOOD, POOR), at=AT)
    return address


def issued(store, name, unit_id="", person=OFFICE, **more):
    book = read_book(store, "r1", date(2023, 12, 20), ORG)
    more = {"mark": "青政公开办", "at": AT, "var": VAR} | more
    return issue(store, person, book, KINDS[name], unit_id, **more)


def test_numbers_run_by_office_and_year(url):
    with Store(url) as store:
        assert issued(store, "circular").text == "青政公开办〔2023〕1号"
        assert issued(store, "notice", "poor").text == "青政公开办〔2023〕2号"
        assert issued(store, "unit", "poor", mark="青公开函").text == "青公开函〔2023〕1号"
        later = AT.replace(year=2024)
        assert issued(store, "unit", "good", at=later).text == "青政公开办〔2024〕1号"


def test_what_was_issued_stays_the_same_bytes(url):
    with Store(url) as store:
        done = issued(store, "notice", "poor")
        assert store.issues("r1") == [done]
    for file in done.files:
        body = issued_bytes(VAR, file)
        assert hashlib.sha256(body).hexdigest() == file.sha256
        assert len(body) == file.size_bytes
    with zipfile.ZipFile(VAR / "uploads" / done.files[0].sha256[:2] / done.files[0].sha256) as made:
        assert "青政公开办〔2023〕1号" in made.read("word/document.xml").decode()


def test_changed_bytes_are_not_handed_out(url):
    with Store(url) as store:
        file = issued(store, "circular").files[0]
    (VAR / "uploads" / file.sha256[:2] / file.sha256).write_bytes(b"another")
    with pytest.raises(ReportError, match="请从备份恢复"):
        issued_bytes(VAR, file)


def test_the_same_document_is_issued_again_only_when_asked_for(url):
    with Store(url) as store:
        issued(store, "circular")
        with pytest.raises(ReportError, match="已以青政公开办〔2023〕1号制发"):
            issued(store, "circular")
        assert issued(store, "circular", again=True).number == 2


def test_two_who_issue_one_document_at_once_get_one_number(url):
    together = threading.Barrier(2)

    def slowly(book, unit_id):
        together.wait(30)  # both have asked by now whether it was issued before
        return b"a circular"

    kind, said = replace(KINDS["circular"], formats={"docx": slowly}), []

    def clerk():
        with Store(url) as store:
            book = read_book(store, "r1", date(2023, 12, 20), ORG)
            try:
                done = issue(store, OFFICE, book, kind, "", mark="青政公开办", at=AT, var=VAR)
                said.append(done.text)
            except ReportError as error:
                said.append(str(error))

    clerks = [threading.Thread(target=clerk) for _ in range(2)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    assert sorted(said) == [
        "排名通报已以青政公开办〔2023〕1号制发；内容有改动需要重新制发的，请加 --again",
        "青政公开办〔2023〕1号",
    ]
    with Store(url) as store:
        assert len(store.issues("r1")) == 1


@pytest.mark.parametrize(
    ("name", "unit_id", "first"),
    [
        ("circular", "", Stage.FINAL),
        ("general", "", Stage.FINAL),
        ("notice", "poor", Stage.FEEDBACK),
        ("unit", "poor", Stage.FEEDBACK),
    ],
)
def test_a_number_waits_for_the_stage(url, name, unit_id, first):
    early = list(Stage)[list(Stage).index(first) - 1]
    with Store(url) as store:
        store.move_stage("r1", StageMove(Stage.DRAFT, early, "office", AT))
        with pytest.raises(ReportError) as refused:
            issued(store, name, unit_id)
        assert f"本轮现处“{STAGE_NAMES[early]}”阶段，不能" in str(refused.value)
        assert f"“{STAGE_NAMES[first]}”到“归档”阶段才可以" in str(refused.value)
        assert str(refused.value).endswith("请先用 gkc stage r1 推进轮次，或导出未编号的草稿")
        store.move_stage("r1", StageMove(early, first, "office", AT))
        assert issued(store, name, unit_id).number == 1


def test_a_round_moved_back_while_a_document_is_made_gives_no_number(url):
    with Store(url) as store:
        store.move_stage("r1", StageMove(Stage.DRAFT, Stage.FINAL, "office", AT))

        def moved(book, unit_id):
            store.move_stage("r1", StageMove(Stage.FINAL, Stage.RECHECK, "office", AT, "漏项"))
            return b"a circular"

        kind = replace(KINDS["circular"], formats={"docx": moved})
        book = read_book(store, "r1", date(2023, 12, 20), ORG)
        with pytest.raises(ReportError, match="本轮现处“复查”阶段，不能制发排名通报或总报告"):
            issue(store, OFFICE, book, kind, "", mark="青政公开办", at=AT, var=VAR)
        assert store.issues("r1") == []


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        (" 某政办 ", "某政办"),
        ("某\n政办", "某政办"),
        ("某　政 办", "某政办"),
        ("某政办ＺＦ", "某政办ZF"),
    ],
)
def test_numbers_run_by_one_spelling_of_a_mark(typed, mark):
    assert written_mark(typed) == mark


@pytest.mark.parametrize("typed", ["", " \n　", "某\u200b政办", "某\u202e政办", "办" * 21])
def test_a_mark_that_nobody_can_read_is_refused(typed):
    with pytest.raises(ReportError, match="--mark 写明发文机关代字"):
        written_mark(typed)


def test_a_number_taken_meanwhile_is_not_given_twice(url, monkeypatch):
    with Store(url) as store:
        first = issued(store, "circular")
        with pytest.raises(NumberTaken):
            store.put_issue(first, again=True)
        asked = iter([1, 2])  # the first answer is out of date
        monkeypatch.setattr(store, "next_number", lambda mark, year: next(asked))
        assert issued(store, "notice", "poor").number == 2


def test_only_the_office_issues_and_only_what_has_a_number(url):
    with Store(url) as store:
        for person in (EVALUATOR, OF_POOR, LEADER):
            with pytest.raises(NotAllowed):
                issued(store, "circular", person=person)
        with pytest.raises(ReportError, match="直接导出"):
            issued(store, "scores")
        with pytest.raises(ReportError, match="--mark"):
            issued(store, "circular", mark=" ")


def test_issues_are_kept_on_both_databases(store):
    create(store)
    one = Issue("r1", "circular", "", ORG, "青政公开办", 2023, 1, "office", AT, ())
    store.put_issue(one)
    assert store.issues("r1") == [one]
    assert store.next_number("青政公开办", 2023) == 2
    assert store.next_number("青政公开办", 2024) == 1
    with pytest.raises(NumberTaken):
        store.put_issue(one, again=True)
    with pytest.raises(IssuedBefore, match="青政公开办〔2023〕1号"):
        store.put_issue(replace(one, number=2))
    [entry] = [each for each in store.trail() if each.action == "issue_report"]
    assert "青政公开办〔2023〕1号" in entry.what


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_who_may_have_what_before_publication(kind):
    asked = {Scope.UNIT: ["poor"], Scope.ROUND: [""], Scope.EITHER: ["poor", ""]}[kind.scope]
    for unit_id in asked:
        own = may_make(kind, OF_POOR, unit_id, published=False)
        # Its own and nothing else: no notice that is not issued, nothing of all units.
        assert own is (unit_id == "poor" and kind.id != "notice")
        assert not may_make(kind, OF_GOOD, unit_id, published=False)
        assert not may_make(kind, None, unit_id, published=False)
        assert may_make(kind, OFFICE, unit_id, published=False)
        inside = may_make(kind, EVALUATOR, unit_id, published=False)
        assert inside is (unit_id == "poor" and kind.id != "notice")


def test_what_was_issued_reaches_whom_it_is_for():
    notice, circular, general = KINDS["notice"], KINDS["circular"], KINDS["general"]
    assert may_read_issued(notice, OF_POOR, "poor", published=False)
    assert not may_read_issued(notice, OF_GOOD, "poor", published=True)
    assert not may_read_issued(notice, None, "poor", published=True)
    assert not may_read_issued(circular, OF_POOR, "", published=False)
    assert may_read_issued(circular, None, "", published=True)
    assert not may_read_issued(general, OF_POOR, "", published=True)
    assert may_read_issued(general, LEADER, "", published=True)


def test_a_number_is_written_as_offices_do():
    assert number_text("青政公开办", 2026, 3) == "青政公开办〔2026〕3号"


def test_the_commands_write_issue_and_fetch(url):
    assert "circular" in gkc(Path(), "report", "list-kinds").out
    draft = gkc(Path(), "report", "unit", "r1", "--unit", "乙局", "-o", "甲.docx", "--as", "poor-1")
    assert draft.code == 0, draft.err
    assert Path("甲.docx").read_bytes().startswith(b"PK")
    other = gkc(Path(), "report", "unit", "r1", "--unit", "甲局", "--as", "poor-1")
    assert other.code == 1
    assert "没有这项权限：取得一单位一报告" in other.err
    done = gkc(Path(), "report", "issue", "circular", "r1", "--mark", "青政公开办", "--org", ORG,
        "--as", "office", "-o", "发",
    )  # fmt: skip
    assert done.code == 0, done.err
    number = done.out.split()[-1]
    assert number.startswith("青政公开办〔")
    assert number in gkc(Path(), "report", "issued", "r1", "--format", "csv").out
    assert gkc(Path(), "report", "fetch", "r1", number, "-o", "取").code == 0
    sent = {path.name: path.read_bytes() for path in Path("发").iterdir()}
    assert sent == {path.name: path.read_bytes() for path in Path("取").iterdir()}
    secret = gkc(Path(), "report", "fetch", "r1", number, "--as", "poor-1")  # not public yet
    assert secret.code == 1
    assert not list(Path().glob("*.pdf"))


def test_all_documents_at_once_are_whole_and_listed(url):
    # A process of its own: those that it starts begin where this one was when it was loaded.
    done = start(Path(), "report", "all", "r1", "-o", "全", "--org", ORG, "--processes", "2")
    said = done.communicate(timeout=120)
    assert done.returncode == 0, said
    with Path("全/目录.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {row["文件"]: row for row in csv.DictReader(file)}
    there = {p.relative_to("全").as_posix(): p for p in Path("全").rglob("*") if p.is_file()}
    written = {name for name, row in listed.items() if row["SHA-256"]}
    assert there.keys() == written | {"目录.csv"}
    for name in written:
        assert hashlib.sha256(there[name].read_bytes()).hexdigest() == listed[name]["SHA-256"]
    assert "单位/poor 乙局/2023年小评估_乙局_整改通知书.pdf" in written
    # Nobody has to mend what was not looked at.
    lacking = listed["单位/down 丙局/2023年小评估_丙局_整改通知书.docx"]
    assert "还没有向丙局反馈过" in lacking["没有写出的原因"]


def test_a_file_that_cannot_be_finished_is_not_there(tmp_path, monkeypatch):
    def full(self, body):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        writing.write_whole(tmp_path / "a.pdf", b"1")
    assert list(tmp_path.iterdir()) == []


def test_scores_out_of_date_make_no_document(url):
    with Store(url) as store:
        # Checked again after the scoring.
        checked = Checked(1, now() + timedelta(days=1))
        store.put_reading("r1", "poor", [], [], poor_findings(LATE), checked)
        with pytest.raises(ReportError, match=r"不能出报告.*gkc score r1"):
            read_book(store, "r1", date(2023, 12, 20))
        new = replace(store.round("r1"), id="r2")
        store.create_round(new)
        with pytest.raises(ReportError, match="还没有计分"):
            read_book(store, "r2", date(2023, 12, 20))
