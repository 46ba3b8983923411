"""The same round on the real screens: every person signs in and does what is done on screen."""

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, sync_playwright

from crawlers.settings import Settings
from dashboard.review.desk import ReviewDesk
from dashboard.sealing import seal_round
from dashboard.steps import check_round, collect_round, score_round
from dashboard.verifying import verify
from data.accounts import Account
from data.passwords import hashed
from data.reviews import Assignment
from data.storage.reviews import last_number
from data.store import Store
from data.types import Judgement, Mark, Outcome, Round
from tests import whole_round as six
from tests.test_screens import FLAGS, PASSWORD, PHONE, STICKS_OUT, WIDE, settled, stop
from tests.whole_round import EVAN, REV, at

UNIT = six.OF_UNIT.unit_id
NAME = "玉衡市住房和城乡建设局"
OWN = "own correct horse"
SERVER = Path(__file__).with_name("round_server.py")


class House:
    """A served round: its store, its clock, its sites, and the tabs of those who look."""

    def __init__(self, folder, views, folders, allow, browser):
        self.folder, self.views, self.folders, self.allow = folder, views, folders, allow
        self.browser, self.passwords = browser, {}
        self.day = 1
        (folder / "clock").write_text(at(1).isoformat())
        self.url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
        self.store = Store(self.url)

    def serve(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        hosts = " ".join(f"{host}={ip}:{port}" for host, (ip, port) in self.allow.items())
        paths = os.pathsep.join([str(SERVER.parents[1]), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, SERVER, str(port)],
            cwd=self.folder,
            env={
                **os.environ,
                "GKC_DATABASE_URL": self.url,
                "GKC_TEST_CLOCK": str(self.folder / "clock"),
                "GKC_ALLOW_HOST": hosts,
                "PYTHONPATH": paths,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert any("URL:" in line for line in self.process.stdout), "the dashboard did not start"
        self.address = f"http://127.0.0.1:{port}"

    def on(self, day):
        """Another day; whoever was signed in is not any more."""
        self.day = day
        (self.folder / "clock").write_text(at(day).isoformat())

    def enter(self, who, size=WIDE, **more):
        """A tab of somebody who has signed in; nobody for the public."""
        tab = self.browser.new_context(viewport=size, **more).new_page()
        tab.set_default_timeout(60_000)
        tab.goto(f"{self.address}/signin" if who else self.address)
        if who:
            tab.fill("[name=name]", who)
            tab.fill("[name=password]", self.passwords.get(who, PASSWORD))
            tab.get_by_role("button", name="登录").click()
        return tab


@pytest.fixture
def house(tmp_path, chromium, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with (
        six.sites(tmp_path / "sites") as (views, folders, allow),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        made = House(tmp_path, views, folders, allow, browser)
        for module in ("steps", "sealing"):
            monkeypatch.setattr(f"dashboard.{module}.now", lambda: at(made.day))
        _found(made)
        made.serve()
        yield made
        stop(made.process)
        made.store.close()
        browser.close()


def _found(house):
    """Register, round, and the accounts of all but the unit."""
    house.store.put_units(six.units(house.views))
    kept = hashed(PASSWORD)
    for who in six.SIX[:-1]:
        house.store.add_account(
            Account(who.id, who.name, who.role), kept, at=at(1), by="gkc people"
        )
    house.store.put_scheme("whole-1", six.SCHEME)
    house.store.create_round(
        Round("r", "2023年评估", "whole-1", six.AS_OF, 2023, tuple(house.views), at(1))
    )


def view(tab, name):
    """Another view, by the menu."""
    settled(tab)
    tab.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    tab.get_by_role("heading", name=name, exact=True).wait_for()
    settled(tab)
    assert tab.get_by_test_id("stException").count() == 0


def press(tab, name, said):
    """A button, and what is said when it was done."""
    settled(tab)
    tab.get_by_role("button", name=name, exact=True).click()
    tab.get_by_text(said).first.wait_for()
    settled(tab)


def write(tab, label, text):
    settled(tab)
    tab.get_by_role("textbox", name=label, exact=True).first.fill(text)


def go_on(tab, to):
    """The round moved to a stage."""
    settled(tab)
    tab.get_by_role("button", name=f"转到“{to}”阶段", exact=True).click()
    tab.get_by_text(re.compile(f"^已由“.*”转到“{to}”$")).wait_for()
    settled(tab)


def choose(tab, label, option):
    settled(tab)
    box = tab.get_by_role("combobox", name=label, exact=True).first
    found = tab.get_by_role("option", name=option).first
    box.click()
    try:
        found.wait_for(timeout=5_000)
    except TimeoutError:  # drawn anew meanwhile, which closes the list
        box.click()
    found.click()
    settled(tab)


def unfold(tab, name):
    """What is folded, if it is."""
    settled(tab)
    fold = tab.locator("details", has_text=name).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    settled(tab)


def part(tab, name):
    settled(tab)
    tab.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()
    settled(tab)


def menu(tab):
    settled(tab)
    return tab.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()


def shot(house, tab, name):
    settled(tab)
    tab.screenshot(path=house.folder / f"{name}.png", full_page=True)


def test_a_whole_round_on_screen(house):
    store = house.store

    # The administrator makes the account of the unit; its given password is changed first.
    admin = house.enter("admin")
    admin.get_by_role("heading", name="账号", exact=True).wait_for()
    assert [each.strip().split("\n")[-1] for each in menu(admin)] == ["账号", "排名", "方法"]
    write(admin, "用户名", "zj")
    write(admin, "姓名", "住建局专干")
    choose(admin, "角色", "被评估单位")
    choose(admin, "单位（只有被评估单位的账号要选）", NAME)
    press(admin, "增加", "只显示这一次")
    house.passwords["zj"] = admin.locator("[data-testid=stCode] code").first.inner_text().strip()
    shot(house, admin, "01-account")
    unit = house.enter("zj")
    unit.get_by_role("heading", name="修改密码").wait_for()
    unit.fill("[name=old]", house.passwords["zj"])
    unit.fill("[name=new]", OWN)
    unit.fill("[name=again]", OWN)
    unit.get_by_role("button", name="修改").click()
    house.passwords["zj"] = OWN

    # The office leads the round into the self-check.
    office = house.enter("office")
    view(office, "轮次进程")
    go_on(office, "自查")
    shot(house, office, "02-course")

    # The unit looks at itself, and shows it.
    view(unit, "自查")
    names = [each.strip().split("\n")[-1] for each in menu(unit)]
    assert names == ["排名", "单位", "自查", "清单和申诉", "整改", "采集", "方法"]
    press(unit, "开始自查", "已开始自查")
    unit.get_by_text("查清部分的得分").wait_for(timeout=120_000)
    assert unit.get_by_text("62.50–62.50").count() == 1
    shot(house, unit, "03-self-check")
    view(office, "自查")
    assert office.get_by_text("还没有单位提交自查结果").count() == 1
    press(unit, "提交这次自查结果", "已提交")
    view(office, "排名")
    view(office, "自查")
    office.get_by_text("62.50–62.50").wait_for()

    # The machine's part; then the first judgement.
    view(office, "轮次进程")
    go_on(office, "采集与机评")
    with ThreadPoolExecutor(1) as beside:  # playwright has a loop of its own in this thread
        settings = Settings(allow=house.allow, browser=False)
        assert beside.submit(collect_round, store, "r", Path("var"), settings).result() == {}
    check_round(store, "r", Path("var"))
    view(office, "排名")
    view(office, "轮次进程")
    go_on(office, "初评")
    eva = house.enter("eva")
    view(eva, "评审台")
    for number in (1, 2):
        eva.get_by_role("heading", name=re.compile("解读质量")).first.click()
        eva.keyboard.press("1")
        eva.get_by_text("20.00 ÷ 20.00 分").first.wait_for()
        settled(eva)
        shot(house, eva, "04-review")
        eva.keyboard.press("s")
        eva.get_by_text(f"已评 {number} 项").first.wait_for()
        settled(eva)
    names = [each.strip().split("\n")[-1] for each in menu(eva)]
    assert names == ["排名", "单位", "评审台", "采集", "方法"]
    # Blind marking, arbitration: the review desk's own test plays them on screen.
    blind = Assignment(UNIT, "quality", "evan", Mark.BLIND)
    store.assign("r", [blind], at(1), "office")
    for who, mark in ((EVAN, Mark.BLIND), (REV, Mark.ARBITRATION)):
        cell = (UNIT, "quality")
        said = Judgement(*cell, Outcome.MISSING, "没有解读", who.id, at(1), mark=mark)
        seen = last_number(store.on_cell("r", cell), mark)
        ReviewDesk(store, who).judge("r", [(said, seen)], confirmed=True)
    house.on(18)
    score_round(store, "r")

    # 反馈.
    office = house.enter("office")
    view(office, "轮次进程")
    go_on(office, "复核")
    go_on(office, "反馈")
    press(office, "向各单位反馈问题清单", "已反馈 2 个单位")
    shot(house, office, "05-feedback")
    go_on(office, "申诉整改")

    # The unit's list, two appeals, an excuse, a fix.
    unit = house.enter("zj")
    view(unit, "清单和申诉")
    unit.get_by_text("批复后二十日内公开部门预算。").first.wait_for()
    assert "教育局" not in unit.locator("body").inner_text()
    shot(house, unit, "06-list")
    part(unit, "申诉")
    unfold(unit, "提出申诉")
    choose(unit, "申诉的指标", "部门预算")
    write(unit, "申诉理由", "批复二十日内已公开 <script>alert(1)</script>")
    budget = six.address(house.views[UNIT], house.views[UNIT].articles["budget"])
    write(unit, "网页链接", budget)
    press(unit, "提交申诉", "已收到第 1 号申诉，链接已存证")
    unfold(unit, "提出申诉")
    choose(unit, "申诉的指标", "栏目更新")
    unit.get_by_test_id("stMain").get_by_text("非本单位职责", exact=True).click()
    write(unit, "申诉理由", "另有单位负责")
    unit.locator("input[type=file]").set_input_files(
        {"name": "三定方案.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 duties"}
    )
    unit.get_by_text("三定方案.pdf").first.wait_for()
    press(unit, "提交申诉", "已收到第 2 号申诉")
    shot(house, unit, "07-appeal")
    part(unit, "不涉及和情况说明")
    unfold(unit, "申报不涉及或情况说明")
    choose(unit, "指标", "解读质量")
    unit.get_by_test_id("stMain").get_by_text("情况说明", exact=True).click()
    write(unit, "理由", "机构调整")
    press(unit, "提交", "已收到第 1 号，待审批")
    shot(house, unit, "08-excuse")
    column = six.newly_posted(house.views[UNIT], house.folders[UNIT])
    view(unit, "整改")
    choose(unit, "办理哪一项", "栏目更新")
    unit.get_by_text("更新停更的栏目。").wait_for()
    settled(unit)
    write(unit, "整改后的网页链接", column)
    press(unit, "提交", "已登记，等待复核")
    shot(house, unit, "09-fix")

    # One upheld by the reviewer on what was captured, one refused by the office; the excuse.
    rev = house.enter("rev")
    view(rev, "清单和申诉")
    part(rev, "申诉")
    shot(house, rev, "10-appeals")
    choose(rev, "引用哪一件存证", "首次采集")
    choose(rev, "改为符合的要素", re.compile("日"))
    rev.keyboard.press("Escape")
    write(rev, "裁定理由", "存证显示按时公开")
    press(rev, "裁定", "第 1 号申诉：成立")
    view(office, "清单和申诉")
    part(office, "申诉")
    part(office, "不成立")
    choose(office, "引用哪一件存证", "申诉所附文件")
    write(office, "裁定理由", "三定方案写明归该单位")
    press(office, "裁定", "第 2 号申诉：不成立")
    part(office, "不涉及和情况说明")
    write(office, "审批意见", "属实")
    press(office, "批准", "第 1 号：已批准")
    view(unit, "清单和申诉")
    part(unit, "申诉")
    unit.get_by_text("存证显示按时公开").wait_for()
    shot(house, unit, "11-decided")

    # 复查: the fix is looked at again and passes; 终评; 通报.
    house.on(26)
    office = house.enter("office")
    view(office, "轮次进程")
    go_on(office, "复查")
    rev = house.enter("rev")
    view(rev, "整改")
    choose(rev, "办理哪一项", "栏目更新")
    rev.get_by_text("更新停更的栏目。").wait_for()
    settled(rev)
    rev.get_by_test_id("stMain").get_by_text("链接是栏目，反馈之后应有更新").click()
    press(rev, "采集并存证", "反馈以来已更新")
    shot(house, rev, "12-recheck")
    press(rev, "复核通过", "已登记：复核通过")
    score_round(store, "r")
    view(office, "排名")
    view(office, "轮次进程")
    go_on(office, "终评")
    public = house.enter("")
    public.get_by_text("目前没有可以查看的评估结果。").wait_for()
    office.get_by_text("确认通报").click()
    shot(house, office, "13-publish")
    go_on(office, "通报")
    public = house.enter("")
    public.get_by_role("table").first.wait_for()
    said = public.get_by_test_id("stMain").inner_text()
    assert NAME in said
    assert "优秀" in said
    assert not re.search(r"\d\d\.\d\d", said)  # grades alone, as the scheme says
    shot(house, public, "14-public")

    # 归档.
    seal_round(store, "r", house.folder / "r.zip", Path("var"))
    assert verify(house.folder / "r.zip").units == 2
    go_on(office, "归档")
    shot(house, office, "15-archived")
    assert store.verify_trail().fault == ""
    for size in (WIDE, PHONE):
        for who, views in (("office", 4), ("zj", 3)):
            tab = house.enter(who, size, color_scheme="dark")
            for name in ("轮次进程", "自查", "清单和申诉", "整改")[-views:]:
                path = {"轮次进程": "course", "自查": "selfcheck", "清单和申诉": "appeals"}
                tab.goto(f"{house.address}/{path.get(name, 'rectification')}?round=r")
                tab.get_by_role("heading", name=name, exact=True).wait_for()
                settled(tab)
                assert tab.get_by_test_id("stException").count() == 0
                assert tab.evaluate(STICKS_OUT) <= 0
                shot(house, tab, f"dark-{size['width']}-{who}-{path.get(name, 'fix')}")
