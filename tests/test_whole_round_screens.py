"""The same round on the real screens: every person signs in and does what is done on screen."""

import csv
import io
import os
import re
import socket
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from dashboard.certificates.verifying import verify
from dashboard.entry.entrance import COOKIE
from dashboard.schemefiles.exchange import names
from data.accounts import Account
from data.passwords import hashed, new_token, token_key
from data.scheme_sheets.plain import read_plain
from data.scheme_sheets.writing import workbook
from data.store import Store
from data.types import Mark, Outcome
from tests import whole_round as six
from tests.desks import choose, choose_several
from tests.processes import FLAGS
from tests.test_screens import PASSWORD, PHONE, WIDE, settled, sticks_out, stop
from tests.whole_round import at

UNIT = six.OF_UNIT.unit_id
NAME = "玉衡市住房和城乡建设局"
OWN = "own correct horse"
PATHS = {
    "新建轮次": "setup",
    "轮次进程": "course",
    "采集": "collection",
    "自查": "selfcheck",
    "清单和申诉": "appeals",
    "整改": "rectification",
}
SERVER = Path(__file__).with_name("round_server.py")


class House:
    """A served round: its store, its clock, its sites, and the tabs of those who look."""

    def __init__(self, folder, views, folders, allow, browser):
        self.folder, self.views, self.folders, self.allow = folder, views, folders, allow
        self.browser, self.passwords, self.known = browser, {}, set()
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
        """A tab of somebody signed in: by the form the first time, later by a session of the store,
        which saves a page. Nobody: the public.
        """
        room = self.browser.new_context(viewport=size, **more)
        new = bool(who) and who not in self.known
        if who and not new:
            token = new_token()
            self.store.signed_in(who, token_key(token), at(self.day))
            room.add_cookies([{"name": COOKIE, "value": token, "url": self.address}])
        tab = room.new_page()
        tab.set_default_timeout(60_000)
        tab.goto(f"{self.address}/signin" if new else self.address)
        if new:
            self.known.add(who)
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
        _people(made)
        made.serve()
        yield made
        for number, tab in enumerate(tab for each in browser.contexts for tab in each.pages):
            tab.screenshot(path=tmp_path / f"last-{number}.png", full_page=True)
        stop(made.process)
        made.store.close()
        browser.close()


def _people(house):
    """The accounts of all but the unit; nothing else is there."""
    kept = hashed(PASSWORD)
    for who in six.SIX[:-1]:
        house.store.add_account(
            Account(who.id, who.name, who.role), kept, at=at(1), by="gkc people"
        )


def register(units):
    """As an office would hand it in."""
    made = io.StringIO()
    lines = csv.writer(made)
    lines.writerow(("编号", "名称", "类型", "组别", "网址", "栏目", "别名", "职责"))
    for unit in units:
        more = (unit.columns, unit.aliases, sorted(unit.duties or ()))
        row = (unit.id, unit.name, unit.kind, unit.group, unit.portal)
        lines.writerow((*row, *(";".join(each) for each in more)))
    return made.getvalue().encode("utf-8-sig")


def scheme_book():
    """The scheme of the round as a workbook, with its cut-off."""
    dated = six.SCHEME.replace("  total: 100\n", "  total: 100\n  dates: {cut_off: 2023-12-15}\n")
    return workbook(read_plain(dated), names())


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


def bring(tab, number, name, content):
    """A file for one of the places that take one."""
    settled(tab)
    kind = "application/octet-stream"
    tab.locator("input[type=file]").nth(number).set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )


def run(tab, what, said):
    """A job of the round from its start to its end."""
    settled(tab)
    tab.get_by_role("radiogroup", name="要做什么").get_by_text(what, exact=True).click()
    press(tab, "开始", "已开始")
    tab.get_by_text(said).first.wait_for(timeout=240_000)
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


def judge(house, tab, unit, key, worth, done):
    """A verdict by its key and what it would be worth; the reason is the phrase that fits."""
    if "/review" not in tab.url:
        view(tab, "评审台")
    tab.get_by_role("heading", name=f"{unit} · ").filter(has_text="解读质量").click()
    tab.keyboard.press(key)
    tab.get_by_text(worth).first.wait_for()
    settled(tab)
    shot(house, tab, f"04-review-{done}")
    tab.keyboard.press("s")
    tab.get_by_text(f"已评 {done} 项").first.wait_for()
    settled(tab)


def menu(tab):
    settled(tab)
    return tab.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()


def shot(house, tab, name):
    settled(tab)
    tab.screenshot(path=house.folder / f"{name}.png", full_page=True)


def test_a_whole_round_on_screen(house):
    store = house.store

    # The office sets up the round: a register, an Excel scheme, the dates.
    office = house.enter("office")
    office.get_by_role("heading", name="总览", exact=True).wait_for()
    view(office, "新建轮次")
    bring(office, 0, "名册.csv", register(six.units(house.views)))
    office.get_by_text("读到 2 个单位：新增 2 个").wait_for()
    shot(house, office, "00-register")
    press(office, "导入名册", "已导入名册，2 个单位")
    unfold(office, "导入指标体系")
    bring(office, 1, "小体系.xlsx", scheme_book())
    office.get_by_text("小体系（whole-1）").wait_for()
    press(office, "存入指标体系", "已存入指标体系 whole-1")
    choose(office, "指标体系", re.compile("whole-1"))
    write(office, "轮次名称", "2023年评估")
    write(office, "轮次编号（字母、数字、汉字和 . - _）", "r")
    office.keyboard.press("Enter")
    shot(house, office, "00-setup")
    press(office, "建立轮次", "已建立轮次 2023年评估：2 个单位，截止 2023-12-15")

    # The administrator makes the account of the unit; its given password is changed first.
    admin = house.enter("admin")
    admin.get_by_role("heading", name="账号", exact=True).wait_for()
    assert [each.strip().split("\n")[-1] for each in menu(admin)] == [
        "账号",
        "总览",
        "排名",
        "方法",
    ]
    write(admin, "用户名", "zj")
    write(admin, "姓名", "住建局专干")
    choose(admin, "角色", "被评估单位")
    choose(admin, "单位（只有被评估单位的账号要选）", NAME)
    press(admin, "增加", "只显示这一次")
    given = admin.locator("[data-testid=stCode] code").first
    expect(given).to_be_in_viewport()  # shown once, where the button was pressed
    house.passwords["zj"] = given.inner_text().strip()
    shot(house, admin, "01-account")
    unit = house.enter("zj")
    unit.get_by_role("heading", name="修改密码").wait_for()
    unit.fill("[name=old]", house.passwords["zj"])
    unit.fill("[name=new]", OWN)
    unit.fill("[name=again]", OWN)
    unit.get_by_role("button", name="修改").click()
    house.passwords["zj"] = OWN

    # The office leads the round into the self-check.
    view(office, "排名")
    view(office, "轮次进程")
    go_on(office, "自查")
    shot(house, office, "02-course")

    # The unit looks at itself, and shows it.
    view(unit, "自查")
    names = [each.strip().split("\n")[-1] for each in menu(unit)]
    assert names == [
        "总览", "排名", "单位", "自查", "清单和申诉", "整改", "采集", "年报校验", "预决算校验",
        "方法",
    ]  # fmt: skip
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
    run(office, "采集，随后核查、计分", "采集、核查、计分已完成")
    shot(house, office, "03-job")
    view(office, "采集")
    office.get_by_text("请求结果：共").wait_for()
    shot(house, office, "03-collection")
    view(office, "轮次进程")
    go_on(office, "初评")
    # The office shares out the work: a unit to each, and one point drawn to be judged blind.
    view(office, "评审台")
    unfold(office, "分派任务")
    choose_several(office, "评审人", "评估员甲（eva）", "评估员乙（evan）")
    office.keyboard.press("Escape")
    office.get_by_role("spinbutton", name="由另一人背靠背再评的比例").fill("12")  # 1 of 8
    write(office, "抽签种子", "20231201")
    shot(house, office, "04-shared-out")
    press(office, "分派", "评估员甲 背靠背复评 1 项")
    eva, evan = house.enter("eva"), house.enter("evan")
    judge(house, evan, NAME, "1", "20.00 ÷ 20.00 分", 1)
    # Of what he said she sees nothing.
    view(eva, "评审台")
    judge(house, eva, "玉衡市教育局", "1", "20.00 ÷ 20.00 分", 1)
    eva.get_by_text("以“背靠背复评”身份评审").wait_for()
    assert "evan · " not in eva.get_by_test_id("stMain").inner_text()
    judge(house, eva, NAME, "3", "失 20.00 分", 2)
    names = [each.strip().split("\n")[-1] for each in menu(eva)]
    assert names == [
        "总览",
        "排名",
        "差距",
        "单位",
        "评审台",
        "采集",
        "要点编译",
        "年报校验",
        "预决算校验",
        "方法",
    ]
    # They differ; the reviewer sees both words and settles it.
    rev = house.enter("rev")
    view(rev, "评审台")
    rev.get_by_text("以“仲裁”身份评审").wait_for()
    said = rev.get_by_test_id("stMain").inner_text()
    assert said.count("eva · ") == said.count("evan · ") == 1
    judge(house, rev, NAME, "3", "失 20.00 分", 2)
    assert [(j.by, j.mark, j.outcome) for j in store.on_cell("r", (UNIT, "quality"))] == [
        ("evan", Mark.FIRST, Outcome.MET),
        ("eva", Mark.BLIND, Outcome.MISSING),
        ("rev", Mark.ARBITRATION, Outcome.MISSING),
    ]
    house.on(18)

    # 反馈.
    office = house.enter("office")
    view(office, "轮次进程")
    run(office, "计分", re.compile("^计分已完成（2023-12-18"))
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
    last = date.today() + timedelta(days=30)  # noqa: DTZ011 - the day of this machine, as the screen
    unit.get_by_test_id("stDateInput").last.get_by_role("spinbutton").first.click()
    unit.keyboard.type(f"{last:%Y%m%d}")
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
    # What the appeal won back is not to be mended any more.
    view(unit, "整改")
    row = unit.get_by_role("row").filter(has_text="部门预算")
    assert "申诉成立" in row.inner_text()

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
    view(office, "排名")
    view(office, "轮次进程")
    run(office, "计分", re.compile("^计分已完成（2023-12-26"))
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
    office.get_by_text("确认封存本轮，不能撤销").click()
    press(office, "封存本轮", "已开始封存")
    office.get_by_role("button", name="下载证书").wait_for()
    shot(house, office, "15-sealed")
    with office.expect_download() as brought:
        office.get_by_role("button", name="下载证书").click()
    brought.value.save_as(house.folder / "r.zip")
    assert verify(house.folder / "r.zip").units == 2
    go_on(office, "归档")
    shot(house, office, "15-archived")
    assert store.verify_trail().fault == ""
    for who, views in (("office", 6), ("zj", 3)):
        tab = house.enter(who, color_scheme="dark")
        for name in list(PATHS)[-views:]:
            view(tab, name)
            for size in (PHONE, WIDE):
                tab.set_viewport_size(size)
                shot(house, tab, f"dark-{size['width']}-{who}-{PATHS[name]}")
                assert not sticks_out(tab)
