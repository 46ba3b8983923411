"""指标体系, 要点编译, 年报校验, 预决算校验: opened without a round, used, and given rubbish."""

import io
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from crawlers.subjects.annual.opening import ReportError
from crawlers.subjects.budget.opening import BudgetError
from dashboard.desk.desk import Desk
from dashboard.panels.tools import budgetscreen
from dashboard.panels.tools.annualscreen import Asked, read
from dashboard.panels.tools.taken import TakenError, fetched, may_give_addresses
from dashboard.proofreading.annualbook import annual_book
from dashboard.schemefiles import reading
from dashboard.schemefiles.exchange import exported
from dashboard.schemefiles.reading import read_file
from dashboard.terminal.sources import Source
from data.people import Person, Role
from data.schemes import SchemeError, bundled, parse_scheme
from data.store import Store
from tests import rounds, visitors
from tests.annual_reports import FIGURES, LEFT, MADE, html, pdf
from tests.test_dashboard import ENTRY, words

WRONG = html(replace(MADE, figures={**FIGURES, LEFT: (4, 0, 0, 0, 0, 0)}))
NOTICE = """清河市2025年政务公开工作要点

一、公开财政信息。各部门于2025年3月底前公开部门预算，公开率达到100%。（市财政局牵头，各部门配合）
二、开展培训。每季度举办培训不少于2次。（责任单位：市政府办公室、市司法局）
"""


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    return address


def opened(view):
    app = AppTest.from_file(ENTRY, default_timeout=120)
    app.run()
    app.switch_page(f"dashboard/views/{view}").run()
    assert [error.value for error in app.exception] == []
    return app


def pressed(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert [error.value for error in app.exception] == []
    return app


def given(app, place, name, body):
    app.get("file_uploader")[place].upload(name, body)
    return app.run()


# --- the views ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("annual.py", "选择一份年度报告"),
        ("budget.py", "选择一份预算或决算"),
        ("notice.py", "上传政务公开工作要点或实施方案"),
        ("scheme.py", "打开一个版本，或导入自己的指标表"),
    ],
)
def test_a_tool_opens_without_any_round_and_says_what_to_do(url, monkeypatch, view, said):
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    app = opened(view)
    assert any(said in info.value for info in app.info)


@pytest.mark.parametrize("view", ["annual.py", "budget.py", "notice.py"])
def test_only_who_is_signed_in_is_asked_for_an_address(url, monkeypatch, view):
    visitors.without_signing_in(monkeypatch)
    labels = [field.label for field in opened(view).text_input]
    assert "或填写网址" not in labels
    visitors.signed_in(monkeypatch, url, Role.LEADER)
    labels = [field.label for field in opened(view).text_input]
    assert "或填写网址" in labels


def test_a_pasted_notice_is_confirmed_line_by_line_and_becomes_a_scheme(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    app = opened("notice.py")
    app.text_area(key="notice text").set_value(NOTICE).run()
    app = pressed(app, "读出任务")
    shown = words(app)
    assert "已确认 0/2 项任务" in [bar.proto.text for bar in app.get("progress")]
    for said in ("市财政局", "2025-03-31 前", "公开率不少于100%"):
        assert said in shown
    heading = next(field for field in app.text_input if field.label == "任务")
    heading.set_value("公开预算")
    app = pressed(app, "确认，看下一项")
    assert "✓ 已确认 1 公开预算" in " ".join(words(app).split()) or "公开预算" in words(app)
    assert "已确认 1/2 项任务" in [bar.proto.text for bar in app.get("progress")]
    # A time that means nothing changes nothing.
    next(field for field in app.text_input if field.label == "期限").set_value("尽快")
    app = pressed(app, "确认，看下一项")
    assert any("期限“尽快”看不懂" in error.value for error in app.error)
    assert "已确认 1/2 项任务" in [bar.proto.text for bar in app.get("progress")]


def test_a_version_is_opened_edited_and_kept_under_another_id(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    rounds.fill(url)
    app = opened("scheme.py")
    box = next(each for each in app.selectbox if each.label == "打开一个版本")
    box.set_value("kept:small-1").run()
    app = pressed(app, "打开")
    assert any("6 项指标，没有差错" in done.value for done in app.success)
    app = pressed(app, "增加指标")
    assert "下级合计 71 分，应为 70 分，多 1 分" in words(app)
    app = pressed(app, "撤销")
    assert any("没有差错" in done.value for done in app.success)
    app.session_state["scheme part"] = "take"
    app.run()
    assert "“small-1”已经发布，不能改动" in words(app)
    app = pressed(app, "换成 small\\-1\\-v2")
    app = pressed(app, "保存为 small\\-1\\-v2")
    with Store(url) as store:
        assert list(store.schemes()) == ["small-1", "small-1-v2"]
    app.session_state["scheme part"] = "try"
    app.run()
    assert "该轮的指标都适用于所有单位" in words(app)


# --- what is handed in --------------------------------------------------------------------------


def desk_of(store, person):
    return Desk(store, person, None)


def test_an_address_needs_an_account_and_passes_the_guard(url):
    signed = Person("o", "欧", Role.ORGANISER)
    with Store(url) as store:
        for nobody in (None, Person("open", "本机查看", Role.LEADER)):
            assert not may_give_addresses(desk_of(store, nobody))
            with pytest.raises(TakenError, match="登录后才能填写网址"):
                fetched(desk_of(store, nobody), ["http://example.org/"])
        for private in ("http://127.0.0.1:8508/", "http://10.0.0.1/a", "http://169.254.169.254/"):
            (source,) = fetched(desk_of(store, signed), [private])
            assert source.error == f"没有读到 {private}：地址不允许访问"
        with pytest.raises(TakenError, match="网址应以 http"):
            fetched(desk_of(store, signed), ["file:///etc/passwd"])


def test_an_annual_report_is_read_with_both_sides_and_taken_away(url):
    with Store(url) as store:
        desk = desk_of(store, None)
        made = read(desk, Source("a.html", WRONG), Asked(), None, ())
        assert [remark.rule for remark in made.found.remarks] == ["I1", "I1", "I6"]
        book = CalamineWorkbook.from_filelike(
            io.BytesIO(annual_book(made.report, made.found, made.last))
        )
        assert book.sheet_names == ["概况", "问题", "勾稽关系", "读到的数"]
        sums = book.get_sheet_by_name("勾稽关系").to_python()
        assert sums[1][1:5] == ["表三“自然人”列", 11, 12, "不符"]
        assert len(book.get_sheet_by_name("读到的数").to_python()) == 1 + 200
        same = read(desk, Source("a.html", html(MADE)), Asked(), Source("b.pdf", pdf(MADE)), ())
        assert same.last is not None


@pytest.mark.parametrize(
    "body", [b"", b"\0" * 99, b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"<html>404</html>"]
)
def test_rubbish_is_a_sentence(url, body):
    with Store(url) as store, pytest.raises(ReportError) as told:
        read(desk_of(store, None), Source("a.pdf", body), Asked(), None, ())
    assert "a.pdf" in str(told.value)
    with pytest.raises(BudgetError):
        budgetscreen.read(Source("a.pdf", body), ())


# --- scheme files in a child --------------------------------------------------------------------


def test_a_scheme_goes_to_excel_and_comes_back_through_the_child():
    text = bundled()["department-2023"].read_text(encoding="utf-8")
    made = read_file("a.xlsx", exported(text), "x")
    assert parse_scheme(made.text, "a").digest == parse_scheme(text, "a").digest
    assert made.notes


def test_yaml_is_read_in_the_child_too_and_refused_with_its_line():
    assert read_file("a.yaml", rounds.SCHEME.encode(), "x").text == rounds.SCHEME
    wrong = rounds.SCHEME.replace("points: 70", "points: 71")
    with pytest.raises(SchemeError, match=r"^a.yaml 第 \d+ 行：“公开内容”的下级指标分值合计 70"):
        read_file("a.yaml", wrong.encode(), "x")
    with pytest.raises(SchemeError, match="不是 UTF-8 文本"):
        read_file("a.yaml", "指标".encode("gbk"), "x")


def sparse():
    """A workbook of a few hundred bytes that claims seventeen billion cells."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r" Type="{kind}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        f'main" xmlns:r="{kind}"><sheets><sheet name="a" sheetId="1" r:id="r"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships"><Relationship Id="r" Type="{kind}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return body.getvalue()


@pytest.mark.parametrize(
    ("name", "body"), [("a.xlsx", sparse()), ("a.xlsx", b"PK\x03\x04"), ("a.csv", b"\xff\xfe\x00")]
)
def test_a_hostile_workbook_is_a_sentence(name, body):
    with pytest.raises(SchemeError, match=f"^{name}"):
        read_file(name, body, "x")


def test_a_file_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(reading, "WALL_S", 0.01)
    with pytest.raises(SchemeError, match=r"^a\.yaml：读取时间过长"):
        read_file("../../a.yaml", b"x", "x")
