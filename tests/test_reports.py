"""Documents of a round: what they say, to whom, and that the same round makes the same bytes."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from python_calamine import CalamineWorkbook

import dashboard.reports
from dashboard.casework.telling import tell_units
from dashboard.reports import circular, evidence_pack, fix_notice, general_report, unit_report
from dashboard.reports.book import read_book, with_evidence
from dashboard.reports.errors import ReportError
from dashboard.reports.kind import Scope
from dashboard.reports.paper import clean, words_of
from dashboard.reports.registry import KINDS, kind_of, made, safe_name
from dashboard.wording.searched import where_looked
from data.indicators import Publish, Publishing
from data.store import Store
from data.types import Finding, Looked, Outcome
from data.uploads import accepted, keep
from tests.people import OFFICE
from tests.rounds import AT, GOOD, POOR, archived_page, fill, poor_findings

DAY = date(2023, 12, 20)
OFFICE_NAME = "青川市政务公开办公室"
HOSTILE = '=HYPERLINK("http://evil.invalid","看") <script>1</script> #set page()\x0b\uffff'


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    return f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"


@pytest.fixture
def book(url):
    """The small round, told and scored."""
    fill(url, page=archived_page(Path("var")))
    with Store(url) as store:
        tell_units(store, OFFICE, "r1", (GOOD, POOR), at=AT)
        return read_book(store, "r1", DAY, OFFICE_NAME)


def publishing(book, mode, n=0):
    """The same round, made public in this way."""
    scheme = replace(book.scheme, publish=Publish(mode, n))
    return replace(book, published=True, result=replace(book.result, scheme=scheme))


def every(book):
    """Every document of every kind in every format, of the unit that lost points."""
    whole = with_evidence(book, Path("var"), "poor")
    for kind in KINDS.values():
        units = {Scope.UNIT: ["poor"], Scope.ROUND: [""], Scope.EITHER: ["", "poor"]}[kind.scope]
        for unit_id in units:
            for ending in kind.formats:
                yield kind, unit_id, ending, made(kind, whole, unit_id, ending)


def texts(ending, body):
    """Everything that a file holds as text, markup included."""
    if ending == "pdf":
        return ""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_every_document_beside_the_registry_is_in_it():
    folder = Path(next(iter(dashboard.reports.__path__)))
    found = {
        module.KIND.id
        for path in folder.glob("*.py")
        if hasattr(module := import_module(f"dashboard.reports.{path.stem}"), "KIND")
    }
    assert found == KINDS.keys()


def test_every_document_is_what_its_ending_says_and_the_same_twice(book):
    first = list(every(book))
    for kind, _, ending, body in first:
        assert body.startswith(b"%PDF-" if ending == "pdf" else b"PK"), kind.id
    assert [body for *_, body in first] == [body for *_, body in every(book)]


def test_no_document_holds_what_xml_cannot_or_a_whole_identity_number(url):
    found = poor_findings(archived_page(Path("var"))) | {
        "budget": Finding(Outcome.MISSING, f"{HOSTILE} 430102199003071234")
    }
    fill(url, found=found)
    with Store(url) as store:
        tell_units(store, OFFICE, "r1", (POOR,), at=AT)
        wicked = read_book(store, "r1", DAY, OFFICE_NAME)
    for kind, _, ending, body in every(wicked):
        text = texts(ending, body)
        assert "430102199003071234" not in text, kind.id
        assert "<script" not in text, kind.id
        if ending == "docx":
            Document(io.BytesIO(body))
        if ending == "xlsx":
            assert "<f>" not in text
            assert "<hyperlink" not in text


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("unit", lambda book: unit_report.unit_report(book, "poor")),
        ("general", general_report.general_report),
        ("circular", circular.circular),
        ("notice", lambda book: fix_notice.fix_notice(book, "poor")),
    ],
)
def test_what_a_document_says(book, golden, name, paper):
    public = replace(publishing(book, Publishing.FULL), number="青政公开办〔2023〕3号")
    golden(f"reports/{name}.txt", words_of(paper(public)))


def test_a_draft_says_so_and_has_no_number(book):
    said = words_of(unit_report.unit_report(book, "poor"))
    assert "（草稿）" in said
    assert "〔2" not in said


def test_before_publication_a_unit_reads_no_place_and_nothing_of_others(book):
    said = words_of(unit_report.unit_report(book, "poor"))
    assert "通报前不列名次" in said
    assert not re.search("第[0-9]+[名位]|组平均|组内最高|甲局|100.00", said)


def test_two_placed_units_are_too_few_for_a_mean_where_values_stay_secret(book):
    """With two of them, twice the mean less the own value is the other's."""
    said = words_of(unit_report.unit_report(publishing(book, Publishing.GRADES), "poor"))
    assert "组平均" not in said
    assert "名次按公布方式不列" in said


def with_others(book, number, *, of_them_unseen=0):
    """The same with so many more placed units beside the poor one; of some nothing was judged in
    the part 公开内容."""
    good = next(line for line in book.result.ranked if line.unit_id == "good")
    poor = next(line for line in book.result.ranked if line.unit_id == "poor")
    score, more = book.result.scores["good"], [f"u{n}" for n in range(number)]
    unseen = {id_: p for id_, p in score.nodes.items() if id_ != book.scheme.nodes[0].id}
    scores = {
        id_: replace(score, unit_id=id_, nodes=unseen if n < of_them_unseen else score.nodes)
        for n, id_ in enumerate(more)
    }
    ranked = [*(replace(good, unit_id=id_) for id_ in more), replace(poor, place=number + 1)]
    result = replace(book.result, ranked=ranked, scores=book.result.scores | scores)
    return replace(book, result=result)


@pytest.mark.parametrize("mode", Publishing)
@pytest.mark.parametrize(
    ("others", "unseen", "told"), [(2, 0, False), (3, 0, True), (4, 2, False), (5, 2, True)]
)
def test_a_part_s_mean_is_told_with_three_other_units_in_it(book, mode, others, unseen, told):
    """Two of four that were judged there: their mean would be read off by each other."""
    public = publishing(with_others(book, others, of_them_unseen=unseen), mode, 2)
    said = words_of(unit_report.unit_report(public, "poor"))
    row = next(line for line in said.splitlines() if line.startswith("公开内容 | 70.00"))
    assert ("组平均" in said.split("各一级指标得分表")[1].splitlines()[1]) is told
    assert row.startswith("公开内容 | 70.00 | 39.00 | 31.00 | 0.00 | 55.7%")
    assert (" | 88.9%" in row) is told  # (3 × 100 + 55.7) ÷ 4


def test_the_mean_of_the_group_takes_three_others_where_values_stay_secret(book):
    for others, told in ((2, False), (3, True)):
        public = publishing(with_others(book, others), Publishing.GRADES)
        said = words_of(unit_report.unit_report(public, "poor"))
        assert ("低于组平均分" in said) is told


@pytest.mark.parametrize("mode", [Publishing.GRADES, Publishing.COUNTS, Publishing.ENDS])
@pytest.mark.parametrize("paper", [circular.circular, general_report.general_report])
def test_values_stay_secret_where_the_scheme_does_not_publish_them(book, mode, paper):
    said = words_of(paper(publishing(book, mode, 1)))
    assert "55.71" not in said
    assert "最高的是" not in said
    assert "77.86" not in said  # the mean
    if mode is Publishing.COUNTS:
        assert "甲局" not in said
        assert "乙局" not in said


@pytest.mark.parametrize(
    ("mode", "columns"),
    [
        (Publishing.FULL, "组别,名次,单位,得分,等级"),
        (Publishing.GRADES, "组别,等级,单位"),
        (Publishing.COUNTS, "组别,等级,单位数"),
        (Publishing.ENDS, "组别,榜,单位"),
    ],
)
def test_open_data_are_what_the_scheme_publishes(book, mode, columns):
    body = made(KINDS["open-data"], publishing(book, mode, 1), "", "zip")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        results = packed.read("results.csv").decode("utf-8-sig")
        data = json.loads(packed.read("data.json"))
        named = packed.read("dictionary.csv").decode("utf-8-sig")
    assert results.splitlines()[0] == columns
    assert all(column in named for column in columns.split(","))
    assert ("55.71" in results) is (mode is Publishing.FULL)
    assert data["about"]["as_of"] == "2023-12-15"


def test_the_score_sheet_of_a_unit_adds_up(book):
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(made(KINDS["scores"], book, "poor", "xlsx")))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert rows[0][0] == "乙局得分表（2023年小评估）"
    # 30 + 0 + 9 of 40 + 20 + 10 that could be judged
    assert "得分÷已核查分值×100.00＝39.00÷70.00×100.00" in rows[1][0]
    body = [row for row in rows[3:] if row[1]]
    assert [row[4] for row in body] == [10, 20, 1, 0, 0, 0]
    assert sum(row[5] for row in body) == 30
    assert body[3][6] == "待核查"


def test_the_score_sheet_of_the_round_tells_who_has_no_place(book):
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(made(KINDS["scores"], book, "", "xlsx")))
    assert sheets.sheet_names == ["总表", "总表（可筛选）", "逐项得分"]
    rows = sheets.get_sheet_by_name("总表（可筛选）").to_python()[3:]
    assert [(row[1], row[2]) for row in rows] == [(1, "甲局"), (2, "乙局"), ("—", "丙局")]


def test_the_ledger_counts_days_left_and_says_who_is_late(book):
    late = replace(book, day=date(2024, 3, 1))
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(made(KINDS["ledger"], late, "poor", "xlsx")))
        .get_sheet_by_name("整改台账（可筛选）")
        .to_python()[3:]
    )
    assert len(rows) == 3
    assert {row[10] for row in rows} == {"待整改（逾期）"}
    assert all(row[9] < 0 for row in rows)


@pytest.mark.parametrize("name", ["ledger", "problems"])
def test_what_a_workbook_of_lost_points_says(book, golden, name):
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(made(KINDS[name], book, "poor", "xlsx")))
    rows = sheets.get_sheet_by_index(0).to_python()
    heads = rows[2]
    said = [rows[0][0], rows[1][0]]
    for row in rows[3:]:
        cells = (f"{head}：{cell}" for head, cell in zip(heads, row, strict=True) if cell != "")
        said.append("\n".join(cells))
    golden(f"reports/{name}.txt", "\n\n".join(said) + "\n")


def test_where_it_was_looked_for_stays_readable_however_many_columns_a_site_has():
    looked = Looked(tuple(f"栏目{n}" for n in range(1, 41)), 0, ("=部门预算",))
    assert where_looked(looked).splitlines() == [
        f"查过的栏目：{'、'.join(f'栏目{n}' for n in range(1, 31))}等40个",
        "查找的词：=部门预算",
    ]
    assert where_looked(None) == where_looked(Looked()) == ""


def test_the_pack_has_no_script_and_its_hashes_hold(book):
    import hashlib

    body = made(KINDS["pack"], with_evidence(book, Path("var"), "poor"), "poor", "zip")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        index = packed.read("index.html").decode()
        assert "default-src 'none'" in index
        assert "evidence/001.html" in index
        assert "迟到的年报 430*************34" in packed.read("evidence/001.html").decode()
        for line in packed.read("SHA256SUMS.txt").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(packed.read(name)).hexdigest() == digest


def picture(kind="PNG"):
    """A screenshot of 2000 × 500 pixels."""
    body = io.BytesIO()
    Image.new("RGB", (2000, 500), "#cc3311").save(body, kind)
    return body.getvalue()


@pytest.fixture
def shown(url, book):
    """The small round with screenshots brought on a lost, a broken and a private point."""
    with Store(url) as store:
        for cell, name, body in (
            (("poor", "report"), "截图.png", picture()),
            (("poor", "budget"), "坏图.png", picture()[:200]),
            (("poor", "privacy"), "身份证.png", picture()),
            (("good", "report"), "别家.png", picture()),
        ):
            file = accepted(name, body)
            keep(Path("var"), file, body)
            store.add_upload("r1", cell, file, OFFICE, AT)
        return read_book(store, "r1", DAY, OFFICE_NAME)


def test_the_pack_has_the_pictures_that_reviewers_brought_drawn_anew(shown):
    body = made(KINDS["pack"], with_evidence(shown, Path("var"), "poor"), "poor", "zip")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = [name for name in packed.namelist() if name.startswith("pictures/")]
        assert names == ["pictures/001.jpg"]
        with Image.open(io.BytesIO(packed.read(names[0]))) as drawn:
            assert (drawn.format, drawn.size) == ("JPEG", (1000, 250))
        index = packed.read("index.html").decode()
        assert '<img src="pictures/001.jpg" alt="截图.png">' in index
        assert "坏图.png" in index
        assert "图片无法显示" in index
        assert "涉及个人信息" in index  # of the identity card nothing but its name and hash
        assert "别家" not in index
        assert "pictures/001.jpg" in packed.read("SHA256SUMS.txt").decode()


def test_the_report_of_a_unit_shows_pictures_of_what_it_lost(shown):
    ready = KINDS["unit"].ready(shown, Path("var"), "poor")
    said = words_of(unit_report.unit_report(ready, "poor"))
    assert "〔图片〕A1 年度报告：截图.png" in said
    assert "另有1幅图片未列入" in said  # the broken one; nothing was lost on the private point
    word = made(KINDS["unit"], ready, "poor", "docx")
    with zipfile.ZipFile(io.BytesIO(word)) as packed:
        assert any(name.startswith("word/media/") for name in packed.namelist())
    drawn = len(made(KINDS["unit"], ready, "poor", "pdf"))
    assert drawn > len(made(KINDS["unit"], shown, "poor", "pdf"))


def test_a_pack_grows_no_larger_than_an_office_mails(shown, monkeypatch):
    monkeypatch.setattr(evidence_pack, "_MOST_BYTES", 100)
    body = made(KINDS["pack"], with_evidence(shown, Path("var"), "poor"), "poor", "zip")
    text = texts("zip", body)
    assert "资料包容量有限，没有收入" in text
    assert "pictures/" not in text


def test_evidence_that_cannot_be_read_back_is_said(url):
    fill(url, page=replace(archived_page(Path("var")), warc="gone.warc.gz"))
    with Store(url) as store:
        book = read_book(store, "r1", DAY)
    body = made(KINDS["pack"], with_evidence(book, Path("var"), "poor"), "poor", "zip")
    assert "缺少证据文件 gone.warc.gz" in texts("zip", body)


def test_without_feedback_there_is_no_notice_and_no_ledger(url):
    fill(url)
    with Store(url) as store:
        book = read_book(store, "r1", DAY)
    for name in ("notice", "ledger"):
        with pytest.raises(ReportError, match="gkc feedback r1"):
            made(KINDS[name], book, "poor", next(iter(KINDS[name].formats)))


def test_a_unit_that_could_not_be_looked_at_lost_nothing(book):
    said = words_of(unit_report.unit_report(book, "down"))
    assert "没有看到不等于没有公开，不扣分" in said
    assert "没有失分项" in said


@pytest.mark.parametrize(
    ("name", "unit_id", "ending", "why"),
    [
        ("unit", "", "pdf", "--unit"),
        ("general", "poor", "pdf", "不能指定单位"),
        ("scores", "", "pdf", "可用：xlsx"),
        ("unit", "nobody", "pdf", "没有计过分的单位"),
    ],
)
def test_a_wrong_wish_is_refused_in_a_sentence(book, name, unit_id, ending, why):
    with pytest.raises(ReportError, match=why):
        made(kind_of(name), book, unit_id, ending)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("SHA-256 " + "12345678901a" * 5 + "abcd", "SHA-256 " + "12345678901a" * 5 + "abcd"),
        ("见http://a.gov.cn/art/202312150001.html，电话 13812345678",
         "见http://a.gov.cn/art/202312150001.html，电话 138******78"),
        ("http://a.gov.cn/名单430102199003071234.xls", "http://a.gov.cn/名单430*************34.xls"),
        ("http://a.gov.cn/13812345678", "http://a.gov.cn/138******78"),
    ],
)  # fmt: skip
def test_addresses_and_hashes_are_proof_and_no_number_of_a_person(text, printed):
    assert clean(text) == printed


def test_texts_are_cleaned_for_word_and_names_for_files():
    assert clean("甲\x00\x0b乙\ud800\uffff") == "甲乙\ufffd\ufffd"
    assert clean("王某13812345678") == "王某138******78"
    said = "合计12345678.90元，见 http://a.gov.cn/t20230512.html"
    assert clean(said) == said
    assert safe_name("../a:b*?.pdf") == "_a_b__.pdf"
