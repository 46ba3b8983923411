"""An organiser sets up a round on screen: register, scheme, dates; nobody else does."""

import io
from datetime import date

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from data.people import Role
from data.store import Store
from tests import rounds, visitors
from tests.test_dashboard import ENTRY
from tests.test_dashboard import words as texts


def words(app):
    return texts(app) + "\n".join(each.value for each in app.success)


HEAD = ["编号", "名称", "类型", "组别", "网址"]
GOOD = ["good", "甲局", "部门", "市直部门", "http://good.localhost/"]


def book(*rows):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as file:
        sheet = file.add_worksheet("名册")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    return address


def opened(monkeypatch, url, role="organiser"):
    visitors.signed_in(monkeypatch, url, Role(role))
    app = AppTest.from_file(ENTRY, default_timeout=60).run()
    app.switch_page("dashboard/views/setup.py").run()
    assert [error.value for error in app.exception] == []
    return app


def test_from_an_empty_database_to_a_round(monkeypatch, url):
    app = opened(monkeypatch, url)
    assert "名册还是空的" in words(app)
    app.file_uploader[0].upload("名册.xlsx", book(["某市名册"], HEAD, GOOD), "").run()
    assert "读到 1 个单位：新增 1 个，更新 0 个，没有变化 0 个。" in words(app)
    next(b for b in app.button if b.label == "导入名册").click().run()
    assert "已导入名册，1 个单位" in app.success[0].value
    app.file_uploader[1].upload("small.yaml", rounds.SCHEME.encode(), "").run()
    assert "小体系" in words(app)
    next(b for b in app.button if b.label == "存入指标体系").click().run()
    assert "已存入指标体系 small" in app.success[0].value
    next(s for s in app.selectbox if s.label == "指标体系").set_value("small-1").run()
    next(d for d in app.date_input).set_value(date(2023, 12, 15)).run()
    named = {each.label.partition("（")[0]: each for each in app.text_input}
    named["轮次编号"].set_value("2023-q4")
    named["轮次名称"].set_value("2023年四季度")
    app.number_input[0].set_value(2023).run()
    next(b for b in app.button if b.label == "建立轮次").click().run()
    assert "已建立轮次" in app.success[0].value
    with Store(url) as store:
        made = store.round("2023-q4")
        assert (made.name, made.as_of, made.year) == ("2023年四季度", date(2023, 12, 15), 2023)
        assert made.unit_ids == ("good",)
        assert store.stage("2023-q4") is None
        assert [(e.by, e.action) for e in store.trail()][-3:] == [
            ("organiser", "put_units"), ("organiser", "put_scheme"), ("organiser", "create_round"),
        ]  # fmt: skip
        assert store.verify_trail().fault == ""


def test_every_row_that_is_wrong_is_named_and_nothing_is_taken(monkeypatch, url):
    app = opened(monkeypatch, url)
    bad = book(
        HEAD, GOOD, ["", "乙局", "部门", "市直部门", "http://b.localhost/"],
        ["c", "丙局", "公司", "市直部门", "http://c.localhost/"],
    )  # fmt: skip
    app.file_uploader[0].upload("名册.xlsx", bad, "").run()
    said = words(app)
    assert "有 2 处要改，没有导入" in said
    assert "第 3 行“编号”列为空；请填写" in said
    assert "第 4 行“类型”列：不认识“公司”" in said
    assert not [b for b in app.button if b.label == "导入名册"]
    with Store(url) as store:
        assert store.units() == []


def test_a_round_that_is_there_is_not_made_again(monkeypatch, url):
    with Store(url) as store:
        rounds.create(store)
    app = opened(monkeypatch, url)
    next(s for s in app.selectbox if s.label == "指标体系").set_value("small-1").run()
    named = {each.label.partition("（")[0]: each for each in app.text_input}
    named["轮次编号"].set_value("r1")
    next(b for b in app.button if b.label == "建立轮次").click().run()
    assert "已经存在；请换一个编号" in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize("role", ["leader", "reviewer", "administrator"])
def test_others_are_not_offered_it(monkeypatch, url, role):
    from dashboard.desk.desk import Desk
    from data.people import NotAllowed, Person

    with Store(url) as store:
        desk = Desk(store, Person("x", "某人", Role(role)), None)
        with pytest.raises(NotAllowed):
            desk.keep_scheme(rounds.SCHEME, rounds.AT)
