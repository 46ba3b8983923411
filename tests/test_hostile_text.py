"""Pages that repeat the same words without end: no check takes more than time in proportion."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from crawlers.checks.meetings import meetings
from crawlers.personal import find_leaks
from crawlers.registry import all_checks
from crawlers.site import Site
from crawlers.subjects.consultation_period import period
from data.types import Document, Outcome
from tests.sites import BASE, article, ask, entries, page, site

CHECKS = all_checks()

# What is repeated; each once made a pattern look at the rest of the text from every place in it.
HOSTILE = {
    "days": "征求意见截止2023年5月1日，",
    "digits": "1",
    "thousands": "1,234",
    "brackets": "（《〔",
    "titles": "《清河县停车管理办法》",
    "organs": "县财政局",
    "meetings": "学习贯彻第12次常务会议，",
    "mobiles": "13812345678 ",
    "letters": "a",
    "spaces": " ",
    "lines": "\n",
    "cells": "\t1",
}
TITLES = {
    "规范性文件": "关于印发《清河县停车管理办法》的通知",
    "政策解读": "《清河县停车管理办法》解读",
    "政府常务会议": "县政府召开第12次常务会议",
    "意见征集": "关于《清河县停车管理办法（征求意见稿）》公开征求社会公众意见的通知",
    "重大行政决策": "清河县2023年度重大行政决策事项目录",
    "政府信息公开年报": "清河县人民政府2022年政府信息公开工作年度报告",
    "政府信息公开指南": "清河县人民政府政府信息公开指南",
    "政府预算": "清河县2023年财政预算报告",
    "部门决算": "清河县财政局2022年部门决算公开",
    "规划计划": "清河县2023年政府工作要点",
    "行政处罚": "清河县行政处罚决定书（清罚〔2023〕1号）",
    "行政事业性收费": "清河县行政事业性收费目录清单（2023年）",
    "政府采购": "清河县中学设备采购项目中标公告",
    "征地信息": "清河县征地补偿安置公告",
    "城乡规划": "清河县控制性详细规划批前公示",
    "办事指南": "教师资格认定办事指南",
    "领导信息": "县长张三",
    "机构职能": "清河县财政局机构职能",
    "社会救助": "2023年城乡低保对象名单公示",
    "主动公开目录": "清河县主动公开事项目录",
}
SHORT = 2000  # characters; the longer text has twice as many
FLOOR_S = 0.2  # of CPU; less says nothing about growth
MOST = 3.2  # times the CPU of half the text; in proportion it is 2, quadratic 4


def hostile_site(words: str, length: int) -> Site:
    """A column for each title with an article and a file that say nothing but `words`."""
    text = (words * (length // len(words) + 1))[:length]
    menu = "".join(f'<a href="/c{n}/">{name}</a>' for n, name in enumerate(TITLES))
    pages, files = {"/": page("清河县人民政府", menu)}, {}
    for n, (name, title) in enumerate(TITLES.items()):
        rows = ((f"/c{n}/1.html", title, "2023-06-01"), (f"/c{n}/2.pdf", title, "2023-06-02"))
        pages[f"/c{n}/"] = page(name, entries(*rows), crumbs=(name,))
        pages[f"/c{n}/1.html"] = article(title, f"{title}的正文。" * 5, crumbs=(name,))
        files[f"/c{n}/2.pdf"] = Document(f"{BASE}c{n}/2.pdf", "pdf", "ok", (text,))
    built = site(pages, files=files)
    said = {
        url: replace(it, text=f"{it.title}\n{text}", whole_text=f"{it.title}\n{text}")
        if url.endswith(".html")
        else it
        for url, it in built.pages.items()
    }
    return replace(built, pages=said)


def cpu_s(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def grows(short: float, long: float) -> bool:
    return long > FLOOR_S and long > MOST * short


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_no_check_takes_four_times_as_long_over_twice_the_text(words):
    less, more = hostile_site(words, SHORT), hostile_site(words, 2 * SHORT)
    slow = {}
    for name, check in CHECKS.items():
        spent = [cpu_s(lambda s=seen, c=check: c(s, ask())) for seen in (less, more)]
        if grows(*spent):  # once more with nothing kept, so that a busy moment is not to blame
            fresh = [replace(seen) for seen in (less, more)]
            again = [cpu_s(lambda s=seen, c=check: c(s, ask())) for seen in fresh]
            if grows(*again):
                slow[name] = again
    assert slow == {}


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda text: period(text, None), "征求意见截止2023年5月1日印发，"),
        (lambda text: period(text, None), "征求意见自2023年5月1日至2023年4月1日，"),
        (lambda text: find_leaks(text), "13812345678 "),
        (lambda text: find_leaks(text), "咨询13812345678，11010519491231002X，"),
    ],
    ids=["last days", "pairs of days", "mobiles", "mobiles and identity numbers"],
)
def test_one_sentence_of_200_000_characters_is_read_in_proportion(work, words):
    def spent(length: int) -> float:
        text = words * (length // len(words))
        return min(cpu_s(lambda: work(text)) for _ in range(2))

    assert not grows(spent(100_000), spent(200_000))


def test_a_day_at_the_end_of_a_very_long_sentence_is_still_read():
    end, _, _ = period("征求意见" + "于2022年3月1日印发，" * 2000 + "截止2023年5月1日", None)
    assert end is not None
    assert end.isoformat() == "2023-05-01"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("张三 11010519491231002X 13812345678", {"id_number", "mobile"}),
        ("张三 13812345678", set()),
        ("张三 11010519491231002X 咨询电话13812345678", {"id_number"}),
    ],
)
def test_a_mobile_is_private_beside_an_identity_number(line, found):
    assert {leak.kind for leak in find_leaks(line)} == found


def test_a_meeting_numbered_999999_is_not_a_million_missing_ones():
    numbers = [*range(1, 100), 999_999]
    heads = {f"/c/{n}.html": f"县政府召开第{n}次常务会议" for n in numbers}
    rows = ((url, title, "2023-06-01") for url, title in heads.items())
    listed = page("政府常务会议", entries(*rows), crumbs=("政府常务会议",))
    menu = page("清河县人民政府", '<a href="/c/">政府常务会议</a>')
    articles = {url: article(title, "会议审议通过《办法》。") for url, title in heads.items()}
    seen = site({"/": menu, "/c/": listed, **articles})
    begun = time.process_time()
    finding = meetings(seen, ask())
    assert time.process_time() - begun < 2  # a million names: 5 s and more
    assert finding.outcome is Outcome.UNKNOWN
    assert "公开会议100次，会次相差过大" in finding.reason
