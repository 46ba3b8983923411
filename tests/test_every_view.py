"""Every view in a real browser, as each role, with a round and without, wide and on a phone.

The views are those that the navigation offers: a new one is opened here without being named.
"""

import json
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from crawlers.clock import now
from dashboard.entry.entrance import COOKIE
from data.accounts import Account
from data.passwords import new_token, token_key
from data.people import Role
from data.store import Store
from tests import rounds
from tests.processes import FLAGS
from tests.test_screens import PHONE, WIDE, serve, settled, sticks_out, stop

PUBLIC = "public"
WHO = [PUBLIC, *(role.value for role in Role)]
# What Streamlit draws itself and lets nobody change.
NOT_OURS = [
    ["[data-testid=stHeader]"],
    ["[data-testid=stSidebarNav]"],
    ["[data-testid=stSidebarCollapseButton]"],
    ["[data-testid=stElementToolbar]"],
    ["[data-testid=stDataFrame]"],
    [".js-plotly-plot"],
    ["[data-baseweb]"],
    ["iframe"],
]
SERIOUS = {"serious", "critical"}


class Served(NamedTuple):
    """A dashboard in service."""

    address: str
    url: str  # of its database
    read: set[str]  # views that axe-core has read


@pytest.fixture(scope="module")
def chrome(chromium):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        # One visitor for all: what the browser has loaded and compiled once it keeps.
        yield opened.new_context(viewport=WIDE)
        opened.close()


@pytest.fixture(scope="module", params=["filled", "empty"])
def served(request, tmp_path_factory):
    """A dashboard with an account of each role: on the small round, or on no round at all."""
    folder = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
    if request.param == "filled":
        rounds.fill(url, rounds.archived_page(folder / "var"))
    with Store(url) as store:
        store.put_units([rounds.POOR])
        for role in Role:
            unit = rounds.POOR.id if role is Role.UNIT else ""
            store.add_account(Account(role.value, "李四", role, unit), "", at=now(), by="test")
    process, address = serve(folder, url, open_=False)
    yield Served(address, url, set())
    stop(process)


def tab_of(chrome, served, who):
    """A tab of somebody signed in, or of the public."""
    chrome.clear_cookies()
    if who != PUBLIC:
        token = new_token()
        with Store(served.url) as store:
            store.signed_in(who, token_key(token), now())
        chrome.add_cookies([{"name": COOKIE, "value": token, "url": served.address}])
    tab = chrome.new_page()
    tab.set_default_timeout(60_000)
    tab.goto(served.address)
    tab.get_by_test_id("stSidebarNavLink").first.wait_for(state="attached")
    settled(tab)
    return tab


def serious(tab):
    """What axe-core finds seriously wrong in what is ours: rule and places."""
    found = Axe().run(tab, {"include": [["[data-testid=stMain]"]], "exclude": NOT_OURS})
    return [
        (each["id"], [node["html"][:120] for node in each["nodes"]][:3])
        for each in found.response["violations"]
        if each["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("who", WHO)
def test_every_view_opens_fits_and_can_be_read_by_all(chrome, served, who):
    tab = tab_of(chrome, served, who)
    wrong, seen = [], []
    links = tab.get_by_test_id("stSidebarNavLink")
    for number in range(links.count()):
        tab.set_viewport_size(WIDE)
        name = links.nth(number).inner_text()
        links.nth(number).click()
        tab.locator("h1").first.wait_for()
        settled(tab)
        seen.append(name)
        if tab.get_by_test_id("stException").count():
            wrong.append((name, "exception"))
        if name not in served.read:  # what axe-core reads does not differ by role
            served.read.add(name)
            wrong += [(name, *each) for each in serious(tab)]
        for size in (WIDE, PHONE):
            tab.set_viewport_size(size)
            settled(tab)
            if sticks_out(tab):
                wrong.append((name, size["width"], "sticks out"))
    tab.close()
    assert seen
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
