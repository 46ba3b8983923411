"""A phone in the dark: words can be read, choices and tables are whole."""

from itertools import pairwise

import pytest

from tests.desks import at_desk, served_desk
from tests.rounds import fill
from tests.test_screens import PHONE, WIDE, settled

# The least contrast of words with what is behind them (WCAG 2.2), over all that a selector finds.
CONTRAST = """found => Math.min(...found.map(each => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const of = getComputedStyle(each)
  const [dark, bright] = [light(of.color), light(of.backgroundColor)].sort((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}))"""
# Choices that stick out of their row, where nobody sees them without scrolling it.
CUT_OFF = "found => found.filter(each => each.scrollWidth > each.clientWidth).length"
# How far the heading of the first column is from the left edge of a table scrolled to its end.
AWAY = """table => {
  table.scrollLeft = table.scrollWidth
  const first = table.querySelector('th:first-child')
  return [table.scrollLeft, first.getBoundingClientRect().left - table.getBoundingClientRect().left]
}"""

EDGES = "found => found.map(e => e.getBoundingClientRect()).map(box => [box.left, box.right])"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with served_desk(tmp_path_factory.mktemp("dark"), fill) as desk:
        yield desk


@pytest.fixture(scope="module", params=["dark", "light"])
def tab(request, browser, served):
    """The organiser on a phone."""
    opened = at_desk(browser, served, "oda", PHONE, color_scheme=request.param)
    yield opened
    opened.context.close()


def to(tab, served, view, heading):
    tab.goto(f"{served[0]}/{view}?round=r1&unit=poor")
    tab.get_by_role("heading", name=heading, exact=True).wait_for()
    settled(tab)


def test_what_was_chosen_can_be_read(tab, served):
    to(tab, served, "setup", "新建轮次")
    tags = tab.locator(".stMultiSelect [data-tag]")
    tags.first.wait_for()
    assert tags.evaluate_all(CONTRAST) >= 4.5


def test_no_choice_is_cut_off(tab, served):
    to(tab, served, "scheme", "指标体系")
    rows = tab.get_by_role("radiogroup")
    rows.first.wait_for()
    assert rows.evaluate_all(CUT_OFF) == 0


def test_a_wide_table_keeps_its_first_column(tab, served):
    to(tab, served, "overview", "总览")
    wide = tab.locator(".gk-roomy").first
    wide.wait_for()
    scrolled, away = wide.evaluate(AWAY)
    assert scrolled > 0
    assert away == pytest.approx(0, abs=1)


def test_words_of_charts_are_no_faint_grey(tab, served):
    to(tab, served, "", "排名")
    words = tab.locator(".stPlotlyChart text:not(.bartext)")
    words.first.wait_for()
    dark = tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    said = {words.nth(n).evaluate("each => getComputedStyle(each).fill") for n in range(3)}
    assert said == {"rgb(237, 235, 232)" if dark else "rgb(74, 77, 84)"}


def test_on_a_desk_choices_stand_in_one_frame(browser, served):
    tab = at_desk(browser, served, "oda", WIDE)
    to(tab, served, "gaps", "差距")
    choices = tab.get_by_test_id("stMain").locator("[data-variant=segmented_control]")
    choices.first.wait_for()
    edges = choices.evaluate_all(EDGES)
    assert len(edges) > 1
    for (_, right), (left, _) in pairwise(edges):
        assert left == pytest.approx(right, abs=1.5)
    tab.context.close()
