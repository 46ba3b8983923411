"""How soon one view in Chromium can be read, and answers a click."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, TimeoutError

# When something useful stood on the screen, and when the last thing there changed.
WATCH = """
(() => {
  const gk = (window.gk = {useful: 0, last: 0, clicked: 0, ran: false, ended: false, left: '',
                           shown: new Map()});
  const heading = () => document.querySelector('[data-testid=stMain] :is(h1, h2)')?.textContent;
  const SOMETHING = 'td, p, li, label, summary, .main-svg, small';
  const drawn = () => [...document.querySelectorAll(`[data-testid=stMain] :is(${SOMETHING})`)];
  // What the view that was left had drawn says nothing of the new one.
  const fresh = (each) => gk.shown.get(each) !== each.textContent
    && !each.closest('[data-stale=true]');
  const useful = () => {
    if (!heading() || heading() === gk.left) return false;
    const n = drawn().filter(fresh).length;
    return n >= 3 || (gk.ended && n > 0);  // some views have less to say
  };
  const state = () => document.querySelector('[data-testid=stApp]')
    ?.getAttribute('data-test-script-state');
  new MutationObserver((changes) => {
    gk.last = performance.now();
    const is = state();
    // A short run begins and ends between two calls.
    gk.ran ||= is === 'running' || changes.some((each) => each.oldValue === 'running');
    gk.ended = is === 'notRunning';
    if (!gk.useful && useful())
      requestAnimationFrame(() => { gk.useful ||= performance.now(); });
  }).observe(document, {childList: true, subtree: true, characterData: true,
                        attributeFilter: ['data-test-script-state'], attributeOldValue: true});
  document.addEventListener('click', (event) => {
    gk.clicked = performance.now(); gk.ran = false; gk.ended = false;
    if (event.target.closest('[data-testid=stSidebarNavLink]')) {
      gk.useful = 0; gk.left = heading();
      gk.shown = new Map(drawn().map((each) => [each, each.textContent]));
    }
  }, {capture: true});
})();
"""
QUIET = 300  # ms without a change: then everything is drawn
LOADED = f"gk.useful && gk.ended && performance.now() - gk.last > {QUIET}"
ANSWERED = f"gk.ran && gk.ended && performance.now() - gk.last > {QUIET}"


@dataclass
class Timed:
    """Seconds of one view, a lap each."""

    useful: list[float] = field(default_factory=list)  # from the address to something to read
    whole: list[float] = field(default_factory=list)  # to the last change on the screen
    menu: list[float] = field(default_factory=list)  # from the menu to something to read
    clicks: list[float] = field(default_factory=list)  # from a click to the last change
    clicked: str = "—"  # what was clicked
    cpu: list[float] = field(default_factory=list)  # of the server for the address
    cpu_of_click: list[float] = field(default_factory=list)


def loaded(tab: Page, url: str, into: Timed) -> None:
    """Open an address as somebody does who follows a link."""
    tab.goto(url, wait_until="commit")
    tab.wait_for_function(LOADED, timeout=60_000, polling=50)
    into.useful.append(tab.evaluate("gk.useful") / 1000)
    into.whole.append(tab.evaluate("gk.last") / 1000)


# The link of a view in the menu.
LINK = """name => [...document.querySelectorAll('[data-testid=stSidebarNavLink]')]
  .find((each) => new URL(each.href).pathname === '/' + name).click()"""


def turned_to(tab: Page, name: str, into: Timed) -> None:
    """Choose a view in the menu, as somebody does who is there already."""
    tab.evaluate(LINK, name)
    tab.wait_for_function(LOADED, timeout=60_000, polling=50)
    into.menu.append(tab.evaluate("(gk.useful - gk.clicked) / 1000"))


NO_ANSWER = "each => !!each.closest('[data-testid=stForm], details:not([open])')"


def to_click(tab: Page) -> tuple[str, Locator] | None:
    """Something that makes the server work: another part, a switch, a page, another choice. What
    stands in a form waits for its button, what is folded away for who unfolds it.
    """
    main = tab.get_by_test_id("stMain")
    kinds = [
        ("part", main.get_by_role("radio", checked=False)),
        ("switch", main.locator("label[data-baseweb=checkbox]")),
        ("page", main.get_by_test_id("stNumberInputStepUp")),
        ("choice", main.get_by_test_id("stSelectbox")),
    ]
    for name, found in kinds:
        for each in found.all():
            if each.is_enabled() and not each.evaluate(NO_ANSWER):
                return name, each
    return None


def clicked(tab: Page, into: Timed) -> None:
    """One interaction, where the view has any."""
    found = to_click(tab)
    if found is None:
        return
    into.clicked, target = found
    try:
        if into.clicked == "choice":
            target.locator("input").click(timeout=5_000)
            target = tab.locator("[role=option][aria-selected=false]").first
            target.click(timeout=5_000)
        else:  # a radio's own box is hidden under its label
            target.evaluate("each => each.click()")
        tab.wait_for_function(ANSWERED, timeout=10_000, polling=50)
    except TimeoutError:
        into.clicked += ", not answered"
        return
    into.clicks.append(tab.evaluate("(gk.last - gk.clicked) / 1000"))
