"""Which titles speak of the same document, and that many are compared without trying them all."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.subjects.titles import (
    TitleIndex,
    draft_name,
    figures,
    names_document,
    one_matter,
    same_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("清河县2023年地质灾害防治方案", "清河县2023年地质灾害防治方案", id="the same"),
        pytest.param(
            "清河县停车管理办法",
            "清河县人民政府关于印发《清河县停车管理办法》的通知",
            id="inside 《》",
        ),
        pytest.param(
            "《停车管理办法》政策解读",
            "清河县人民政府关于印发《清河县停车管理办法》的通知",
            id="without the place",
        ),
        pytest.param(
            "一图读懂清河县停车管理办法",
            "清河县人民政府办公室关于印发《清河县停车管理办法（试行）》的通知",
            id="words of form",
        ),
        pytest.param(
            "关于公开征求《清河县停车管理办法（征求意见稿）》意见的公告",
            "《清河县停车管理办法（征求意见稿）》意见采纳情况的公告",
            id="draft and answer",
        ),
        pytest.param(
            "清河县城市停车管理办法", "清河县城区停车管理办法", id="one character differs"
        ),
        pytest.param(
            "地质灾害防治方案", "清河县2023年地质灾害防治方案", id="silent about the year"
        ),
        pytest.param(
            "清河县第三批非遗名录管理办法", "清河县第3批非遗名录管理办法", id="either notation"
        ),
        pytest.param(
            "清河县二〇二三年防汛方案", "清河县2023年防汛方案", id="a year in Chinese numerals"
        ),
        pytest.param(
            "清河县停车管理办法（清政发〔2023〕5号）",
            "清河县停车管理办法（清政发〔2021〕7号）",
            id="the number of issue is no part of the name",
        ),
        pytest.param(
            "《A区停车管理办法》《A区物业管理办法》政策解读",
            "A区停车管理办法",
            id="any of two names",
        ),
    ],
)
def test_titles_of_one_document(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "清河县2023年地质灾害防治方案", "清河县2022年地质灾害防治方案", id="another year"
        ),
        pytest.param(
            "《清河县2023年地质灾害防治方案》政策解读",
            "清河县人民政府关于印发《清河县2022年地质灾害防治方案》的通知",
            id="another year inside 《》",
        ),
        pytest.param(
            "清河县二〇二三年防汛方案", "清河县2022年防汛方案", id="another year in numerals"
        ),
        pytest.param(
            "三年行动方案（2021—2023年）", "三年行动方案（2023—2025年）", id="periods that meet"
        ),
        pytest.param(
            "清河县第一批保护建筑管理办法", "清河县第二批保护建筑管理办法", id="another batch"
        ),
        pytest.param("清河县十四五养老规划", "清河县十三五养老规划", id="another five-year plan"),
        pytest.param("清河县停车管理办法", "清河县物业管理办法", id="another matter"),
        pytest.param("政策解读", "清河县停车管理办法", id="nothing but form"),
        pytest.param(
            "《工作实施方案》解读", "清河县停车工作实施方案", id="only a kind of document"
        ),
        pytest.param(
            "清河县人民政府政策解读",
            "清河县人民政府办公室关于加强停车管理的意见",
            id="only the name of an organ",
        ),
        pytest.param(
            "清河县人民政府办公室关于印发《停车管理办法》的通知",
            "清河县人民政府办公室关于印发《物业收费细则》的通知",
            id="alike only outside 《》",
        ),
        pytest.param("", "", id="empty"),
    ],
)
def test_titles_of_different_documents(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("清河县2021—2023年第二批项目", {"2021", "2023", "2"}),
        ("清河县“十四五”规划", {"十四五"}),
        ("二〇二三年第十二次会议", {"2023", "12"}),
        ("停车管理办法（2022年修订）", set()),
        ("停车管理办法 清政办发〔2023〕5号", set()),
        ("２０２３年方案", {"2023"}),
        ("三亚市停车管理办法", set()),
    ],
)
def test_figures_of_a_name(name: str, given: set[str]) -> None:
    assert figures(name) == given


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于公开征求《清河县停车管理办法（征求意见稿）》意见的公告", "清河县停车管理办法"),
        ("关于征求南门广场命名意见的公告", "南门广场命名"),
        ("清河县停车管理办法", "清河县停车管理办法"),
    ],
)
def test_the_name_of_a_draft(title: str, name: str) -> None:
    assert draft_name(title) == name


def test_a_name_in_marks_is_a_name_of_four_characters_or_more() -> None:
    assert names_document("《停车办法》解读")
    assert not names_document("《办法》解读")


@pytest.mark.parametrize(
    ("explaining", "document", "shared"),
    [
        ("农村供水有了新规矩", "清河县农村供水管理办法", True),
        ("政策解读", "清河县农村供水管理办法", True),
        ("养老服务补贴新规定", "清河县农村供水管理办法", False),
        ("清河县人民政府养老服务补贴", "清河县人民政府农村供水管理办法", False),
    ],
)
def test_titles_about_one_matter(explaining: str, document: str, shared: bool) -> None:
    assert one_matter(["清河县人民政府", "清河县"], explaining, document) is shared


# --- many titles ----------------------------------------------------------------------------------

WORDS = [
    "清河县",
    "停车",
    "供水",
    "物业",
    "管理",
    "办法",
    "方案",
    "2022年",
    "2023年",
    "第一批",
    "《",
    "》",
]
TITLES = st.lists(st.sampled_from(WORDS), max_size=9).map("".join)


@given(st.lists(TITLES, max_size=12), TITLES)
def test_the_index_finds_what_comparing_each_finds(titles: list[str], asked: str) -> None:
    index = TitleIndex(titles)
    wanted = tuple(n for n, title in enumerate(titles) if same_name(asked, title))
    found = index.of_same_name(asked)
    assert set(found) <= set(wanted)
    assert bool(found) is bool(wanted)
    assert list(found) == sorted(found)
    assert index.first(asked) == (found[0] if found else None)


def test_the_name_itself_is_found_before_one_that_is_only_alike() -> None:
    north, south = "清河县城北片区停车管理办法", "清河县城南片区停车管理办法"
    assert TitleIndex([f"《{south}》", f"《{north}》"]).of_same_name(north) == (1,)
    assert TitleIndex([f"《{south}》"]).of_same_name(north) == (0,)


def test_a_thousand_titles_are_compared_with_a_thousand_in_a_moment() -> None:
    characters = [chr(0x4E00 + 7 * n) for n in range(100)]
    names = [f"清河县{a}{b}路停车管理办法" for a in characters[:10] for b in characters]
    started = process_time()
    index = TitleIndex(f"清河县人民政府关于印发《{name}》的通知" for name in names)
    found = [index.of_same_name(f"《{name}》政策解读") for name in names]
    assert all(n in places for n, places in enumerate(found))
    assert process_time() - started < 5


@pytest.mark.parametrize(
    "part", ["的", "清河县管理", "《〈", "（(", "意见公告", "征求公众意见结果"]
)
def test_a_title_of_a_thousand_characters_is_compared_by_its_head(part: str) -> None:
    title = (part * 1000)[:1000]
    started = process_time()
    for n in range(20):
        same_name(f"{n}{title}", f"{title}{n}")
    assert process_time() - started < 4
