"""People of a review desk, and one of them at it in a real browser."""

import re
from contextlib import contextmanager, suppress

from playwright.sync_api import TimeoutError

from crawlers.clock import now
from dashboard.entry.entrance import COOKIE
from data.accounts import Account
from data.passwords import new_token, token_key
from data.people import Role
from data.store import Store
from tests.test_screens import WIDE, serve, settled, stop

PEOPLE = (
    Account("anna", "安", Role.EVALUATOR),
    Account("bo", "柏", Role.EVALUATOR, tied=frozenset({"poor"})),
    Account("rita", "芮", Role.REVIEWER),
    Account("lena", "莱", Role.LEADER),
    Account("oda", "欧", Role.ORGANISER),
    Account("una", "吴", Role.UNIT, "poor"),
)


@contextmanager
def served_desk(folder, fill):
    """Address of a dashboard on what `fill(url)` makes, with these people; and its database."""
    url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
    fill(url)
    with Store(url) as store:
        for account in PEOPLE:
            store.add_account(account, "", at=now(), by="test")
    process, address = serve(folder, url, open_=False)
    try:
        yield address, url
    finally:
        stop(process)


def at_desk(browser, served, person, size=WIDE, until="评审备注", **context):
    """A tab of somebody signed in, on the desk of the small round."""
    address, url = served
    token = new_token()
    with Store(url) as store:
        store.signed_in(person, token_key(token), now())
    room = browser.new_context(viewport=size, **context)
    room.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    tab = room.new_page()
    tab.set_default_timeout(60_000)
    tab.dialogs = []
    tab.on("dialog", lambda dialog: (tab.dialogs.append(dialog.message), dialog.dismiss()))
    tab.goto(f"{address}/review?round=r1")
    tab.get_by_text(until).first.wait_for()
    settled(tab)
    return tab


def choose(tab, label, option):
    """An option of a box; a list that closes when the view is drawn anew is opened again."""
    settled(tab)
    box = tab.get_by_role("combobox", name=label, exact=True).first
    _pick(tab, box, option)


def choose_several(tab, label, *options):
    """Options of a box that takes many."""
    box = tab.get_by_test_id("stMultiSelect").filter(has_text=label).locator("input")
    for option in options:
        settled(tab)
        _pick(tab, box, option)


def _pick(tab, box, option):
    found = tab.get_by_role("option", name=option).first
    if not found.is_visible():
        box.click()
    try:
        found.wait_for(timeout=5_000)
    except TimeoutError:
        box.click()
    found.click()
    settled(tab)


def press(tab, name, until):
    """Press a button until what it leads to is seen: while the view is drawn anew, as it is after
    something was typed, a press may be lost.
    """
    for _ in range(3):
        settled(tab)
        tab.get_by_role("button", name=name).click()
        with suppress(TimeoutError):
            until.wait_for(timeout=20_000)
            return
    until.wait_for()


def narrowed(tab, **asked):
    """Choose in the filter: by the label of the box, an option."""
    tab.get_by_role("button", name="筛选").click()
    for label, option in asked.items():
        choose(tab, label, re.compile(f"^{re.escape(option)}$"))
    tab.keyboard.press("Escape")
    settled(tab)
