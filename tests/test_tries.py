"""The confirmation ladder in words."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard.wording.tries import tried, tried_in_short
from data.types import FetchOutcome, Looked, Rung, Step
from tests import rounds
from tests.commands import gkc

AT = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
GONE, OK, DOWN = FetchOutcome.NOT_FOUND, FetchOutcome.OK, FetchOutcome.TIMEOUT_CONNECT


def step(rung, outcome=None, *, url="http://a.gov.cn/x", **more):
    return Step(rung, url, AT, outcome, **more)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            [step(Rung.LATER, GONE), step(Rung.LATER, GONE), step(Rung.LATER, OK)],
            "稍后重访 3 个网址（页面不存在（404） 2 个、正常 1 个）",
        ),
        (
            [step(Rung.VARIANT, DOWN), step(Rung.VARIANT, OK, url="https://a.gov.cn/")],
            "换网址写法，https://a.gov.cn/ 可以打开",
        ),
        (
            [step(Rung.VARIANT, DOWN, url="https://a.gov.cn/")],
            "换网址写法 https://a.gov.cn/（连接超时 1 个）",
        ),
        (
            [step(Rung.BROWSER, OK), step(Rung.BROWSER, FetchOutcome.JS_SHELL, note="没有画出")],
            "用浏览器打开 2 个页面，读到 1 个（没有画出）",
        ),
        (
            [
                step(Rung.BROWSER, OK),
                step(Rung.BROWSER, OK, words="翻页"),
                step(Rung.BROWSER, FetchOutcome.TRUNCATED, words="翻页", note="等待过久"),
            ],
            "用浏览器打开 1 个页面，读到 1 个，翻页 2 个列表，翻完 1 个（等待过久）",
        ),
        ([step(Rung.BROWSER, url="", note="请安装 Chromium")], "浏览器：请安装 Chromium"),
        ([step(Rung.SITEMAP, OK, found=120)], "读取网站地图文件 1 份，新增 120 个网址"),
        ([step(Rung.SITEMAP, OK)], "读取网站地图文件 1 份，没有新的网址"),
        ([step(Rung.SITEMAP, GONE)], "网站没有网站地图文件"),
        (
            [step(Rung.SEARCH, OK, words="预算"), step(Rung.SEARCH, OK, words="决算", found=2)],
            "站内搜索“预算”没有新的结果，“决算”新增 2 个网址",
        ),
        ([step(Rung.SEARCH, url="", note="网站副本")], "站内搜索：网站副本"),
    ],
)
def test_every_rung_is_said(steps, said):
    assert tried(steps) == f"又试了：{said}"


def test_rungs_are_said_in_their_order_and_nothing_is_said_of_none():
    steps = [step(Rung.SITEMAP, GONE), step(Rung.LATER, GONE)]
    assert (
        tried(steps) == "又试了：稍后重访 1 个网址（页面不存在（404） 1 个）；网站没有网站地图文件"
    )
    assert tried([]) == ""


def test_what_our_own_guard_refused_was_not_tried():
    refused = step(Rung.VARIANT, FetchOutcome.BLOCKED_ADDRESS, url="http://www.a.localhost:8700/")
    assert tried([refused]) == tried_in_short([refused]) == ""
    assert tried([refused, step(Rung.VARIANT, DOWN, url="https://a.gov.cn/")]) == (
        "又试了：换网址写法 https://a.gov.cn/（连接超时 1 个）"
    )


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], ""),
        ([step(Rung.SEARCH, url="", note="网站副本")], ""),
        ([step(Rung.SITEMAP, GONE)], "另经网站地图核对"),
        (
            [step(Rung.SEARCH, OK, words="预算"), *[step(Rung.LATER, GONE)] * 9],
            "另经稍后重访、站内搜索核对",
        ),
    ],
)
def test_in_short_only_the_rungs_that_were_gone_are_named(steps, said):
    assert tried_in_short(steps) == said


def test_numbers_of_persons_in_addresses_are_starred():
    asked = step(Rung.VARIANT, DOWN, url="https://a.gov.cn/?sj=13812345678")
    assert tried([asked]) == "又试了：换网址写法 https://a.gov.cn/?sj=138******78（连接超时 1 个）"


def test_gaps_say_all_that_was_tried_only_where_it_is_the_proof(tmp_path):
    steps = (step(Rung.SITEMAP, GONE), step(Rung.SEARCH, OK, words="预算"))
    found = {
        id_: replace(finding, looked=Looked(("通知公告",), 41, (), steps))
        for id_, finding in rounds.poor_findings(rounds.LATE).items()
        if id_ in {"report", "budget"}  # partly there, with evidence; not there at all
    }
    rounds.fill(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}", found=found)
    gaps = ("gaps", "r1", "--unit", "poor", "--format")
    rows = csv.DictReader(io.StringIO(gkc(tmp_path, *gaps, "csv").out))
    said = {row["指标编号"]: row["原因"] for row in rows}
    assert said["report"] == "年报迟于 1 月 31 日。另经网站地图、站内搜索核对"
    assert said["budget"] == (
        "没有找到2023年部门预算。又试了：网站没有网站地图文件；站内搜索“预算”没有新的结果"
    )
    listed = {row["indicator_id"]: row for row in json.loads(gkc(tmp_path, *gaps, "json").out)}
    for id_ in found:
        assert [each["rung"] for each in listed[id_]["looked"]["steps"]] == ["sitemap", "search"]
        assert "又试了" not in listed[id_]["reason"]
