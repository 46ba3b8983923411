"""Files that stand in place of a column, and lists whose titles say more than the pages do."""

import pytest

from crawlers.checks.budget import department_budget
from crawlers.checks.foi import foi_guide
from crawlers.findings import absent
from data.types import Document, Outcome
from tests.sites import BASE, DEPARTMENT, article, ask, entries, page, site

TITLE = "清河市教育局2023年部门预算公开"
TEXT = "本部门2023年部门预算情况说明如下，收入预算总额一百万元。" * 20
MENU = '<a href="/ys/">财政预决算</a><a href="/zc/">政策文件</a>'
NEWS = entries(("/zc/1.html", "关于政策文件有关工作的通知", "2023-05-01"))
OTHERS = {"/zc/": page("政策文件", NEWS), "/zc/1.html": article("关于有关工作的通知", TEXT)}


def seen(column, menu=MENU, **more):
    pages = {"/": page("清河市教育局", menu), "/ys/": page("财政预决算", column)} | OTHERS
    return site(pages | more.pop("pages", {}), unit=DEPARTMENT, **more)


def behind_the_menu(document):
    """The menu leads to the file itself."""
    menu = '<a href="/ys.pdf">财政预决算</a><a href="/zc/">政策文件</a>'
    pages = {"/": page("清河市教育局", menu)} | OTHERS
    return site(pages, unit=DEPARTMENT, files={"/ys.pdf": document})


SHOWN = [
    '<embed src="/a.pdf">',
    '<object data="/a.pdf" type="application/pdf"></object>',
    '<iframe src="/a.pdf"></iframe>',
    '<iframe src="/pdfjs/viewer.html?file=%2Fa.pdf"></iframe>',
]


@pytest.mark.parametrize("column", SHOWN)
def test_a_file_shown_in_a_column_is_judged(column):
    found = department_budget(seen(column, files={"/a.pdf": f"{TITLE}\n{TEXT}"}), ask())
    assert found.items["published"] is Outcome.MET


def test_a_file_behind_the_menu_is_judged():
    found = department_budget(behind_the_menu(f"清河市教育局\n2023年部门预算\n{TEXT}"), ask())
    assert found.items["published"] is Outcome.MET


def test_the_title_of_such_a_file_is_the_words_of_the_link_and_its_opening():
    (item,) = (
        i for i in behind_the_menu("清河市教育局\n2023年部门预算\n目录\n一").items if i.loose
    )
    assert item.title == "财政预决算 清河市教育局2023年部门预算"
    assert item.topic == "budget"


def test_what_a_form_asks_its_reader_to_do_is_not_its_title():
    text = (
        "政府信息公开申请表\n填写说明：请在选定的项目后打勾，所需信息描述应当便于检索。\n申请人信息"
    )
    (item,) = (i for i in behind_the_menu(text).items if i.loose)
    assert item.title == "财政预决算 政府信息公开申请表"


def test_last_years_file_in_place_of_the_column_does_not_hide_this_years():
    text = TEXT.replace("2023", "2021")
    found = department_budget(behind_the_menu(f"清河市教育局2021年部门预算\n{text}"), ask())
    assert found.outcome is Outcome.MISSING


@pytest.mark.parametrize("state", ["scan", "broken", "encrypted", "ok"])
def test_a_file_that_nobody_could_use_forbids_missing(state):
    document = Document(f"{BASE}ys.pdf", "pdf", state)
    shown = behind_the_menu(document)
    assert department_budget(shown, ask()).outcome is Outcome.UNKNOWN
    assert absent(shown, ["meeting"], "会议公开").outcome is Outcome.MISSING


def test_a_guide_that_is_a_file_forbids_missing():
    menu = '<a href="/zn.pdf">政府信息公开指南</a><a href="/zc/">政策文件</a>'
    shown = site(
        {"/": page("清河市教育局", menu)} | OTHERS,
        unit=DEPARTMENT,
        files={"/zn.pdf": "清河市教育局政府信息公开指南\n依申请公开受理机构：办公室"},
    )
    assert foi_guide(shown, ask()).outcome is Outcome.UNKNOWN


def test_files_without_a_name_in_the_column_forbid_missing():
    column = '<p><a href="/1.doc">附件1</a></p><p><a href="/2.doc">附件2</a></p>'
    files = {f"/{n}.doc": Document(f"{BASE}{n}.doc", "doc", "broken") for n in (1, 2)}
    assert department_budget(seen(column, files=files), ask()).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("own", ["清河市教育局", "财政预决算", "部门预算公开", "信息浏览"])
def test_the_title_in_the_list_counts_where_the_pages_own_says_less(own):
    listed = entries(("/ys/1.html", TITLE, "2023-02-10"))
    shown = seen(listed, pages={"/ys/1.html": article(own, TEXT.replace("2023年", ""))})
    assert department_budget(shown, ask()).items["published"] is Outcome.MET


def test_an_entry_that_is_nothing_but_a_broken_file_is_not_missing():
    listed = entries(("/ys/1.html", TITLE, "2023-02-10"))
    entry = page("清河市教育局", '<a href="/ys/1.xls">下载</a>')
    broken = Document(f"{BASE}ys/1.xls", "xls", "broken")
    shown = seen(listed, pages={"/ys/1.html": entry}, files={"/ys/1.xls": broken})
    assert department_budget(shown, ask()).outcome is not Outcome.MISSING
