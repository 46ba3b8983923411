"""The review desk in a real browser: keyboard, undo, files, bulk, items, vetoes, sharing out."""

import pytest

from data.store import Store
from data.types import Mark, Outcome
from scoring.rounds import in_force
from tests import rounds
from tests.desks import at_desk, choose_several, narrowed, press, served_desk
from tests.test_screens import PHONE, WIDE, settled, sticks_out
from tests.test_uploads import PNG


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Address of a desk on the small round with vetoes, and the URL of its database."""
    folder = tmp_path_factory.mktemp("desk")
    page = rounds.archived_page(folder / "var")
    with served_desk(folder, lambda url: rounds.fill_heavy(url, page)) as opened:
        yield opened


def pressed(tab, key, until):
    tab.keyboard.press(key)
    tab.get_by_text(until).first.wait_for()
    settled(tab)


def heading(tab, text):
    tab.get_by_role("heading", name=text, exact=True).wait_for()
    settled(tab)


def standing(served, unit, leaf):
    with Store(served[1]) as store:
        return in_force(store.on_cell("r1", (unit, leaf))).get(leaf)


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "dark"), (PHONE, "light")], ids=["1280", "390"]
)
def test_the_desk_opens_and_fits(browser, served, size, scheme):
    tab = at_desk(browser, served, "anna", size, color_scheme=scheme)
    assert tab.get_by_test_id("stException").count() == 0
    assert not sticks_out(tab)
    tab.get_by_role("radio", name="同一指标比较").click()
    tab.get_by_role("button", name="打开这一项").wait_for()
    settled(tab)
    assert not sticks_out(tab)


def test_who_may_not_review_sees_no_form(browser, served):
    tab = at_desk(browser, served, "lena", until="没有你可以评审的单位")
    assert tab.get_by_text("保存并下一项").count() == 0
    tab = at_desk(browser, served, "una", until="你的角色不用这一页")
    assert tab.get_by_text("保存并下一项").count() == 0


def test_by_keyboard_alone_and_two_people_never_overwrite_each_other(browser, served):
    first, second = (at_desk(browser, served, who) for who in ("anna", "bo"))
    for tab in (first, second):
        tab.get_by_role("heading", name="甲局 · B2 解读质量").click()
        pressed(tab, "1", "10.00 ÷ 10.00 分")
    first.keyboard.press("s")
    heading(first, "乙局 · B1 个人隐私")
    assert standing(served, "good", "quality").outcome is Outcome.MET
    reason = second.get_by_role("textbox", name="理由")
    reason.fill("解读有背景和措施。")
    press(second, "保存并下一项", second.get_by_text("anna 已于"))
    assert reason.input_value() == "解读有背景和措施。"
    assert standing(served, "good", "quality").by == "anna"
    settled(second)
    second.get_by_role("button", name="我已看过最新意见").click()
    second.get_by_text("anna 已于").wait_for(state="detached")
    settled(second)
    press(second, "保存并下一项", second.get_by_role("heading", name="乙局 · B1 个人隐私"))
    assert standing(served, "good", "quality").reason == "解读有背景和措施。"


def test_an_item_changed_is_worth_what_the_rule_says_and_undone_the_check_speaks(browser, served):
    tab = at_desk(browser, served, "anna")
    narrowed(tab, 状态="全部", 单位="乙局", 指标="A1 年度报告")
    heading(tab, "乙局 · A1 年度报告")
    tab.get_by_text("30.00 ÷ 40.00 分").wait_for()
    # The first of the four items: 10 of 40 points.
    tab.get_by_role("radio", name="符合", exact=True).first.click()
    tab.get_by_text("40.00 ÷ 40.00 分").wait_for()
    settled(tab)
    tab.get_by_role("textbox", name="理由").fill("年报 1 月 20 日已发布。")
    press(tab, "保存并下一项", tab.get_by_role("button", name="撤销我的意见"))
    settled(tab)
    assert standing(served, "poor", "report").items["on_time"] is Outcome.MET
    tab.get_by_role("button", name="撤销我的意见").click()
    tab.get_by_text("撤回意见").wait_for()
    assert standing(served, "poor", "report") is None


def test_the_queue_is_a_list_and_any_point_of_it_can_be_opened(browser, served):
    tab = at_desk(browser, served, "rita")
    narrowed(tab, 状态="失分待确认", 单位="乙局")
    heading(tab, "乙局 · A1 年度报告")
    tab.get_by_text("队列（3 项）").click()
    grid = tab.get_by_test_id("stDataFrame")
    grid.locator("tr").nth(2).wait_for(state="attached")
    settled(tab)
    box = grid.bounding_box()  # a picture: rows of 35 pixels under a head of as many
    tab.mouse.click(box["x"] + 15, box["y"] + 2 * 35 + 17)
    heading(tab, "乙局 · A2 部门预算")
    tab.get_by_text("第 2 / 3 项").wait_for()


def test_a_veto_is_shown_with_its_reasons_and_confirmed_with_a_file(browser, served):
    tab = at_desk(browser, served, "anna")
    tab.get_by_role("button", name="筛选").click()
    for label, words in (("状态", "全部"), ("单位", "乙局"), ("指标", "泄露国家秘密")):
        tab.get_by_role("combobox", name=label).click()
        tab.get_by_role("option").filter(has_text=words).click()
        settled(tab)
    tab.keyboard.press("Escape")
    tab.get_by_text("程序不核查这一项").wait_for()
    settled(tab)
    tab.get_by_role("button", name="确认", exact=False).first.click()
    tab.get_by_text("等级最高“合格”").last.wait_for()
    settled(tab)
    tab.get_by_role("textbox", name="理由").fill("保密部门已认定。")
    press(tab, "保存并下一项", tab.get_by_text("须有证据"))
    assert standing(served, "poor", "veto_i_secret") is None
    settled(tab)
    tab.locator("input[type=file]").set_input_files(
        {"name": "认定书.png", "mimeType": "image/png", "buffer": PNG}
    )
    tab.get_by_text("证据文件（1）").wait_for()
    settled(tab)
    tab.get_by_role("textbox", name="理由").fill("保密部门已认定。")
    press(tab, "保存并下一项", tab.get_by_role("button", name="撤销我的意见"))
    assert standing(served, "poor", "veto_i_secret").outcome is Outcome.MISSING


def test_many_are_confirmed_at_once_where_the_rounds_card_vouches(browser, served):
    tab = at_desk(browser, served, "rita")
    tab.get_by_role("radio", name="同一指标比较").click()
    tab.get_by_role("button", name="打开这一项").wait_for()
    settled(tab)
    tab.get_by_role("combobox", name="指标").click()
    tab.get_by_role("option", name="A2 部门预算").click()
    tab.get_by_text("（版本 000000000000）允许成批确认这一指标的“不符合”").wait_for()
    settled(tab)
    # The table is a picture: the box that chooses all rows stands in its head.
    box = tab.get_by_test_id("stDataFrame").bounding_box()
    tab.mouse.click(box["x"] + 15, box["y"] + 18)
    tab.get_by_role("button", name="按机评结果确认所选 1 项").click()
    tab.get_by_text("已确认 1 项。").wait_for()
    assert standing(served, "poor", "budget").reason == "没有找到2023年部门预算"
    assert standing(served, "good", "budget") is None


def test_the_office_shares_out_the_work(browser, served):
    tab = at_desk(browser, served, "oda")
    tab.get_by_text("分派任务").click()
    choose_several(tab, "评审人", "安（anna）", "柏（bo）")
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="分派", exact=True).click()
    tab.get_by_text("已分派：").wait_for()
    with Store(served[1]) as store:
        given = store.assignments("r1")
    assert {a.mark for a in given} == {Mark.FIRST}
    assert {a.person for a in given if a.unit_id == "poor"} == {"anna"}  # bo is tied to it
