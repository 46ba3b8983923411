"""The dashboard in a real browser, wide and on a phone: nothing breaks, nothing sticks out."""

import os
import socket
import subprocess

import pytest
from playwright.sync_api import TimeoutError

from crawlers.clock import now
from dashboard.commands.serve import dashboard_command
from data.accounts import Account
from data.passwords import hashed
from data.people import Role
from data.store import Store
from tests import rounds
from tests.test_dashboard import HOSTILE, hostile_round

PASSWORD = "correct horse"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
VIEWS = {
    "": ("排名", ["市直部门", "甲局", "55.71", "70.00–100.00"]),
    "overview": ("总览", ["平均覆盖率", "77.86", "最普遍的失分点", "A2 部门预算"]),
    "gaps": ("差距", ["热力表", "44%", "平均失分率"]),
    "robustness": ("稳健性与公平性", ["名次牢不牢", "1–1"]),
    "unit": ("乙局", ["失 20.00 分", "没有找到2023年部门预算", "补发部门预算。", "得分构成"]),
    "collection": ("采集", ["读到 0 页", "连接超时 1", "栏目台账"]),
    "method": ("方法", ["计分", "A1 年度报告", "覆盖率"]),
}
# How far the page reaches beyond the window; what scrolls inside its own frame does not count.
_FITS = """() => {
  const main = document.querySelector('[data-testid=stMain]')
  return main.scrollWidth <= main.clientWidth
    && document.documentElement.scrollWidth <= window.innerWidth
}"""


def serve(folder, url, *, open_=True):
    """Start the dashboard on a free port; returns the process and the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        dashboard_command(port, "127.0.0.1", open_=open_),
        cwd=folder,
        env={**os.environ, "GKC_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert any("URL:" in line for line in process.stdout), "the dashboard did not start"
    return process, f"http://127.0.0.1:{port}"


def stop(process):
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture(scope="module")
def browser(browser):
    """One visitor for all tests: what the browser has loaded once it keeps."""
    return browser.new_context()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of a dashboard on the small round."""
    folder = tmp_path_factory.mktemp("served")
    url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
    rounds.fill(url, rounds.archived_page(folder / "var"))
    process, address = serve(folder, url)
    yield address
    stop(process)


@pytest.fixture
def page(browser, request):
    """A tab of 1280 pixels, or as the test says; nothing may be asked of another machine."""
    tab = browser.new_page()
    tab.set_viewport_size(getattr(request, "param", WIDE))
    tab.set_default_timeout(60_000)
    asked = []
    tab.on("request", lambda r: asked.append(r.url))
    yield tab
    tab.close()
    here = ("http://127.0.0.1:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(here)] == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_opens_and_fits(site, page, view):
    title, texts = VIEWS[view]
    page.goto(f"{site}/{view}?round=r1&unit=poor")
    page.get_by_role("heading", name=title, exact=True).wait_for()
    for text in texts:
        page.get_by_text(text).first.wait_for()
    assert page.get_by_test_id("stException").count() == 0
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        settled(page)
        assert not sticks_out(page), size


@pytest.mark.parametrize("view", ["", "overview", "unit"])
def test_paper_has_neither_menu_nor_buttons_and_dark_words_on_white(site, page, view):
    title, texts = VIEWS[view]
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{site}/{view}?round=r1&unit=poor")
    page.get_by_role("heading", name=title, exact=True).wait_for()
    page.get_by_text(texts[0]).first.wait_for()
    settled(page)
    for gone in ("stSidebar", "stHeader", "stSelectbox", "stDownloadButton"):
        for each in page.get_by_test_id(gone).all():
            each.wait_for(state="hidden")
    words = page.get_by_role("heading", name=title, exact=True)
    assert words.evaluate("e => getComputedStyle(e).color") == "rgb(28, 27, 25)"
    whole = page.get_by_test_id("stMain").evaluate("e => getComputedStyle(e).overflow")
    assert whole == "visible"  # else the first page is all there is


def settled(page):
    """A click while the script still runs may be lost with what it draws anew."""
    page.locator("[data-test-script-state='notRunning']").first.wait_for(state="attached")


def sticks_out(page):
    """Whether something stays wider than the screen: a table is drawn anew a moment after it."""
    try:
        page.wait_for_function(_FITS, timeout=10_000)
    except TimeoutError:
        return True
    return False


def test_from_the_ranking_to_the_archived_page(site, page):
    page.goto(site)
    page.get_by_role("link", name="乙局").first.click()
    page.get_by_role("heading", name="乙局", exact=True).wait_for()
    settled(page)
    page.get_by_text("失 10.00 分").click()
    settled(page)
    page.get_by_role("radio", name="证据 1").first.click()
    page.get_by_text("迟到的年报").wait_for()
    assert "unit=poor" in page.url


@pytest.fixture(scope="module")
def behind_a_door(tmp_path_factory):
    """Address of a dashboard that asks who is there, with an account of a unit and of an
    administrator.
    """
    folder = tmp_path_factory.mktemp("door")
    url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
    rounds.fill(url)
    with Store(url) as store:
        for role, unit_id in ((Role.UNIT, "poor"), (Role.ADMINISTRATOR, "")):
            account = Account(role.value, "李四", role, unit_id)
            store.add_account(account, hashed(PASSWORD), at=now(), by="test")
    process, address = serve(folder, url, open_=False)
    yield address
    stop(process)


@pytest.mark.parametrize("page", [WIDE, PHONE], ids=["1280", "390"], indirect=True)
@pytest.mark.parametrize(("name", "heading"), [("unit", "乙局"), ("administrator", "账号")])
def test_people_come_in_see_what_is_theirs_and_go(behind_a_door, page, name, heading):
    page.goto(behind_a_door)
    page.get_by_text("目前没有可以查看的评估结果。").wait_for()
    page.locator("[data-testid=stMain]").get_by_role("link", name="登录").click()
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    settled(page)
    assert page.get_by_test_id("stException").count() == 0
    assert not sticks_out(page)
    assert page.get_by_text("甲局").count() == 0
    assert page.evaluate("document.cookie").count("gkc_session") == 0
    page.goto(f"{behind_a_door}/robustness?round=r1")
    page.get_by_text("你的角色不用这一页。").wait_for()
    page.context.clear_cookies(name="gkc_session")
    page.goto(f"{behind_a_door}/unit?round=r1&unit=poor")
    page.get_by_text("这一页要登录才能看。").wait_for()
    assert page.get_by_role("dialog").count() == 0  # Streamlit's own word on a page not found
    assert page.get_by_text("乙局").count() == 0


def test_strangers_markup_does_nothing_in_a_browser(page, tmp_path):
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    hostile_round(url)
    process, address = serve(tmp_path, url)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    try:
        for view, heading in (("", "排名"), ("unit", HOSTILE.replace(":", ":\u2060"))):
            page.goto(f"{address}/{view}?round=r1&unit=poor")
            page.get_by_role("heading", name=heading, exact=True).wait_for()
            page.get_by_text(HOSTILE, exact=True).first.wait_for()
            assert page.locator("a[href^=javascript]").count() == 0
            assert page.locator("img[src*=evil], img[src=x]").count() == 0
    finally:
        stop(process)
    assert dialogs == []
