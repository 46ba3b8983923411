"""Screens in two languages: one catalogue, complete, and no text that passes it by."""

import ast
import gettext
import re
import string
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.entry import entrance, tongue
from dashboard.locale.__main__ import HELP_PO, PO, brought_up
from dashboard.locale.helps import help_texts
from dashboard.locale.texts import HAN, ROOT, marked, texts
from dashboard.wording.language import ENGLISH, _, spoken
from data.accounts import Account
from data.people import Role
from data.store import Store

# Rooms whose every Chinese text is seen on a screen. `key=` names a widget and is never seen.
SCREENS = ("cases", "panels", "review", "screen", "views")
AT = datetime(2023, 12, 1, tzinfo=UTC)
NAMES = ("公开尺",)  # stay as they are


CATALOGUES = {PO: texts, HELP_PO: help_texts}
# In the help of a command a word that is typed in Chinese stands in quotation marks.
TYPED = re.compile(r"“[^”]*”")


def held(path):
    with path.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module", params=CATALOGUES, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture(scope="module")
def catalogue(path):
    return held(path)


def fields(text):
    return sorted(name for _text, name, _spec, _conv in string.Formatter().parse(text) if name)


def test_the_english_catalogue_holds_every_text_and_no_other(path, catalogue):
    known, wanted = {message.id for message in catalogue if message.id}, CATALOGUES[path]()
    assert sorted(wanted - known) == []  # `make texts`, then translate
    assert sorted(known - wanted) == []


def test_every_text_is_translated_with_the_same_placeholders(catalogue):
    for message in catalogue:
        if message.id:
            assert message.string, message.id
            assert fields(message.string) == fields(message.id), message.id


def test_no_chinese_is_left_in_english(path, catalogue):
    for message in catalogue:
        left = str(message.string)
        if path == HELP_PO:
            left = TYPED.sub("", left)
        for name in NAMES:
            left = left.replace(name, "")
        assert not HAN.search(left) or not message.id, message.string


def test_what_is_shipped_is_what_is_written(path, catalogue):
    with path.with_suffix(".mo").open("rb") as file:
        shipped = gettext.GNUTranslations(file)
    for message in catalogue:
        if message.id:
            assert shipped.gettext(message.id) == message.string


def test_texts_are_asked_for_in_the_language_of_the_visitor():
    assert _("名次") == "名次"
    with spoken(ENGLISH):
        assert _("名次") == "Rank"
    with spoken("tlh"):
        assert _("名次") == "名次"
    assert _("") == ""  # the head of the catalogue is nobody's text


def test_a_marked_text_is_one_plain_text():
    assert [text for text, _line in marked('_("甲" "乙"); N_("丙"); _(LIST[key])')] == [
        "甲乙",
        "丙",
    ]
    with pytest.raises(ValueError, match="line 1"):
        list(marked('_(f"{n} 个")'))


def test_bringing_up_keeps_what_was_translated_and_drops_what_is_gone():
    new = brought_up(held(PO), {"名次", "没有这样的文字"})
    assert {m.id: m.string for m in new if m.id} == {"名次": "Rank", "没有这样的文字": ""}


def unmarked(source):
    """Chinese texts of a module that no mark stands around, with their lines."""
    tree = ast.parse(source)
    passed = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
                passed |= {id(part) for part in ast.walk(node)}
            for word in node.keywords:
                if word.arg == "key":
                    passed |= {id(part) for part in ast.walk(word)}
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            passed.add(id(body[0].value))  # a docstring
        if isinstance(node, ast.Compare):
            passed |= {id(part) for part in ast.walk(node)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in passed and HAN.search(node.value)
    ]


def test_no_text_of_a_screen_passes_the_catalogue_by():
    assert unmarked('"""说明"""\nf(key="键", word="字")') == [(2, "字")]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for room in SCREENS
        for path in sorted((ROOT / "dashboard" / room).rglob("*.py"))
        for line, text in unmarked(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/unit?round=a&unit=b", "/unit?round=a&unit=b"),
        ("http://elsewhere/unit", "/"),
        ("http://testserver//elsewhere/x", "/elsewhere/x?"),
        ("", "/"),
    ],
)
def test_choosing_a_language_leads_back_and_never_elsewhere(referer, back):
    visitor = TestClient(Starlette(routes=tongue.ROUTES), follow_redirects=False)
    answer = visitor.get(f"/language/{ENGLISH}", headers={"referer": referer})
    assert (answer.status_code, answer.headers["location"].rstrip("?")) == (303, back.rstrip("?"))
    assert f"{tongue.COOKIE}={ENGLISH};" in answer.headers["set-cookie"]


def test_an_unknown_language_is_not_kept():
    visitor = TestClient(Starlette(routes=tongue.ROUTES), follow_redirects=False)
    assert "set-cookie" not in visitor.get("/language/tlh").headers


def test_the_entrance_speaks_the_language_of_the_visitor(tmp_path, monkeypatch):
    monkeypatch.setenv("GKC_DATABASE_URL", f"sqlite:///{tmp_path / 'gkc.db'}")
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        store.add_account(Account("li", "李", Role.LEADER), "", at=AT, by="test")
    visitor = TestClient(Starlette(routes=entrance.ROUTES))
    assert "用户名" in visitor.get("/signin").text
    visitor.cookies.set(tongue.COOKIE, ENGLISH)
    said = visitor.get("/signin").text
    assert '<html lang="en">' in said
    assert ("User name" in said, "用户名" in said) == (True, False)
