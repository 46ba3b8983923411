"""What collecting says when nothing came home, and how it ends."""

import json
from pathlib import Path

import pytest

from crawlers.loopback import CHALLENGE, Always, Behaviour, Down, serve
from dashboard.wording.collected import no_sheet
from data.facts import SiteStatus
from data.types import Unit
from tests.commands import Done, gkc
from tests.sites import page
from tests.test_crew import ROUND, begin

FINE = Always(200, page("首页", "<p>欢迎访问本局网站</p>"))


def collected(folder: Path, hosts: dict[str, Behaviour]) -> Done:
    units = [
        Unit(host, f"{host}局", "department", "测试", f"http://{host}.localhost:8700/")
        for host in hosts
    ]
    begin(folder, units)
    with serve({f"{host}.localhost": what for host, what in hosts.items()}) as allow:
        places = [
            word
            for host, (ip, port) in allow.items()
            for word in ("--allow-host", f"{host}={ip}:{port}")
        ]
        return gkc(folder, "collect", ROUND, "--no-browser", *places)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        pytest.param(Down(), "首页连接被拒绝或中断", id="down"),
        pytest.param(CHALLENGE, "首页返回访问验证页面（防护墙拦截采集程序）", id="wall"),
    ],
)
def test_a_site_of_which_nothing_was_read_is_named_with_the_reason(
    tmp_path: Path, what: Behaviour, why: str
) -> None:
    done = collected(tmp_path, {"a": FINE, "b": what})
    assert (done.code, done.out) == (0, "")
    assert f"b局（b）读到 0 页：{why}\n" in done.err
    assert "a局（a）" not in done.err
    assert "采集完成：2 个单位，" in done.err
    assert "，读到 2 页\n" in done.err  # the site map is a page there, too
    rows = json.loads(gkc(tmp_path, "rounds", "show", ROUND, "--format", "json").out)
    assert [row["status"] for row in rows] == [
        "已采集，尚未核查", f"已采集，读到 0 页：{why}，尚未核查",
    ]  # fmt: skip


def test_a_site_that_does_not_open_is_a_result(tmp_path: Path) -> None:
    done = collected(tmp_path, {"a": Down(), "b": Down()})
    assert done.code == 0
    assert done.err.count("读到 0 页：") == 2


def test_several_sites_none_of_which_opens_look_like_our_own_network(tmp_path: Path) -> None:
    done = collected(tmp_path, {"a": Down(), "b": Down(), "c": Down()})
    assert done.code == 1
    assert "多半是本机的网络不通" in done.err


def again(folder: Path, hosts: dict[str, Behaviour], *options: str) -> Done:
    """Collect once more, the sites being as they are now."""
    with serve({f"{host}.localhost": what for host, what in hosts.items()}) as allow:
        places = [
            word
            for host, (ip, port) in allow.items()
            for word in ("--allow-host", f"{host}={ip}:{port}")
        ]
        return gkc(folder, "collect", ROUND, "--no-browser", *options, *places)


def test_a_round_that_nobody_could_reach_is_not_collected_and_is_tried_again(
    tmp_path: Path,
) -> None:
    down: dict[str, Behaviour] = {host: Down() for host in "abc"}
    assert collected(tmp_path, down).code == 1
    done = again(tmp_path, dict.fromkeys("abc", FINE))
    assert (done.code, "采集完成：3 个单位" in done.err) == (0, True), done.err
    done = again(tmp_path, down)
    assert (done.code, "本轮网站均已采集完" in done.err) == (0, True), done.err


@pytest.mark.parametrize("options", [(), ("--unit", "a")])
def test_an_address_that_was_not_allowed_is_gone_to_once_it_is(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    begin(tmp_path, [Unit("a", "a局", "department", "测试", "http://a.localhost:8700/")])
    done = gkc(tmp_path, "collect", ROUND, "--no-browser")
    assert (done.code, done.out) == (1, "")
    assert "a局（a）读到 0 页：首页地址不允许访问（" in done.err
    assert "1 个网站的地址不允许访问，还没有采集" in done.err
    assert "共 0 次请求，读到 0 页" in done.err  # none was sent
    assert "网络不通" not in done.err
    done = again(tmp_path, {"a": FINE}, *options)
    assert (done.code, "，读到 2 页\n" in done.err) == (0, True), done.err
    done = gkc(tmp_path, "collect", ROUND, "--no-browser")
    assert "本轮网站均已采集完" in done.err


def test_an_address_that_stays_refused_is_not_tried_at_every_collection(tmp_path: Path) -> None:
    units = [
        Unit("a", "a局", "department", "测试", "http://a.localhost:8700/"),
        Unit("b", "b局", "department", "测试", "http://10.1.2.3/"),
    ]
    begin(tmp_path, units)
    assert again(tmp_path, {"a": FINE}).code == 0
    done = again(tmp_path, {"a": Down()})
    assert done.code == 0
    assert "b局（b）没有再试，地址仍不允许访问：10.1.2.3 不是公网地址；" in done.err
    assert "其余网站均已采集完" in done.err
    assert "采集完成" not in done.err
    done = gkc(tmp_path, "collect", ROUND, "--unit", "b")  # who names it has it tried
    assert (done.code, "采集完成：1 个单位" in done.err) == (1, True)


def test_a_round_of_refused_addresses_is_no_success(tmp_path: Path) -> None:
    begin(tmp_path, [Unit("b", "b局", "department", "测试", "http://10.1.2.3/")])
    assert [gkc(tmp_path, "collect", ROUND, "--no-browser").code for _ in range(2)] == [1, 1]


def test_walls_everywhere_are_not_our_network(tmp_path: Path) -> None:
    done = collected(tmp_path, dict.fromkeys("abc", CHALLENGE))
    assert (done.code, "所有网站都没有读到" in done.err) == (1, True)
    assert "网络不通" not in done.err
    assert "本轮网站均已采集完" in gkc(tmp_path, "collect", ROUND, "--no-browser").err


def test_a_ledger_of_nothing_says_so(tmp_path: Path) -> None:
    begin(tmp_path, [Unit("a", "a局", "department", "测试", "http://a.localhost:8700/")])
    done = gkc(tmp_path, "ledger", ROUND)
    assert (done.code, "还没有采集过" in done.err) == (0, True)


def test_a_survey_speaks_chinese_of_what_does_not_answer(tmp_path: Path) -> None:
    with serve({"a.localhost": Down()}) as allow:
        [(host, (ip, port))] = allow.items()
        url, why = f"http://{host}:8700/", "robots.txt 没有读到，不能采集"
        done = gkc(tmp_path, "survey", url, "--allow-host", f"{host}={ip}:{port}")
    assert (done.code, done.out) == (1, f"{url}  连接被拒绝或中断  0  {why}\n")
    assert "没有读到任何网页" in done.err


@pytest.mark.parametrize(
    ("status", "checked", "why", "said"),
    [
        (SiteStatus.WAITING, False, "", ["gkc collect r --unit a", "gkc check r --unit a"]),
        (SiteStatus.FAILED, False, "", ["gkc collect r --unit a", "gkc check r --unit a"]),
        (SiteStatus.RUNNING, False, "", ["gkc check r --unit a"]),
        (SiteStatus.DONE, False, "", ["gkc check r --unit a"]),
        (SiteStatus.DONE, False, "首页拒绝访问（403）", ["首页拒绝访问（403）", "gkc collect r"]),
        (SiteStatus.DONE, True, "", ["没有认出栏目"]),
    ],
)
def test_no_column_sheet_says_only_what_is_lacking(
    status: SiteStatus, checked: bool, why: str, said: list[str]
) -> None:
    words = no_sheet("r", "a", status, checked=checked, why=why)
    assert all(each in words for each in said)
    assert ("gkc collect" in words) is any("gkc collect" in each for each in said)
    assert ("gkc check" in words) or checked
