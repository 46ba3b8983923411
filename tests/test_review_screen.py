"""The review desk in a real browser: two people, the keyboard, undo, nothing sticks out."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dashboard.commands.serve import dashboard_command
from data.store import Store
from data.types import Outcome
from scoring.rounds import in_force
from tests import rounds
from tests.test_screens import FLAGS, PHONE, STICKS_OUT, WIDE, settled

APP = Path(__file__).with_name("desk_app.py")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Address of a desk on the small round, and the URL of its database."""
    folder = tmp_path_factory.mktemp("desk")
    url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
    rounds.fill(url, rounds.archived_page(folder / "var"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(APP) if part.endswith("streamlit_app.py") else part
        for part in dashboard_command(port, "127.0.0.1")
    ]
    paths = os.pathsep.join([str(APP.parents[1]), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "GKC_DATABASE_URL": url, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert any("URL:" in line for line in process.stdout), "the dashboard did not start"
    yield f"http://127.0.0.1:{port}/review?round=r1", url
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


def desk(browser, served, person, size=WIDE, until="评审备注"):
    tab = browser.new_context(viewport=size).new_page()
    tab.set_default_timeout(15_000)
    tab.goto(f"{served[0]}&as={person}")
    tab.get_by_text(until).first.wait_for()
    settled(tab)
    return tab


def pressed(tab, key, until):
    tab.keyboard.press(key)
    tab.get_by_text(until).first.wait_for()
    settled(tab)


def standing(served, leaf):
    with Store(served[1]) as store:
        return in_force(store.on_cell("r1", ("good", leaf))).get(leaf)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_the_desk_opens_and_fits(browser, served, size):
    tab = desk(browser, served, "anna", size)
    assert tab.get_by_test_id("stException").count() == 0
    assert tab.evaluate(STICKS_OUT) <= 0


def test_who_is_not_signed_in_or_may_not_review_sees_no_form(browser, served):
    tab = desk(browser, served, "nobody", until="请先登录")
    assert tab.get_by_text("保存并下一项").count() == 0
    tab = desk(browser, served, "lena", until="没有可以评审的单位")
    assert tab.get_by_text("保存并下一项").count() == 0


def test_by_keyboard_alone_and_two_people_never_overwrite_each_other(browser, served):
    first, second = (desk(browser, served, who) for who in ("anna", "bo"))
    for tab in (first, second):
        tab.get_by_role("heading", name="甲局 · B2 解读质量").click()
        pressed(tab, "1", "10.00 ÷ 10.00 分")
    first.keyboard.press("s")
    first.get_by_role("heading", name="乙局 · B1 个人隐私").wait_for()
    assert standing(served, "quality").outcome is Outcome.MET
    reason = second.get_by_role("textbox", name="理由")
    reason.fill("解读有背景和措施。")
    second.get_by_role("button", name="保存并下一项").click()
    second.get_by_text("anna 已于").wait_for()
    assert reason.input_value() == "解读有背景和措施。"
    assert standing(served, "quality").by == "anna"
    settled(second)
    second.get_by_role("button", name="我已看过最新意见").click()
    second.get_by_text("anna 已于").wait_for(state="detached")
    settled(second)
    second.get_by_role("button", name="保存并下一项").click()
    second.get_by_role("heading", name="乙局 · B1 个人隐私").wait_for()
    assert standing(served, "quality").reason == "解读有背景和措施。"
