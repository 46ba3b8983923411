"""What waits on disk comes back as it was, and in the same order as from memory."""

from pathlib import Path

from crawlers.aside import Aside
from crawlers.frontier import Frontier, Target
from data.types import Link, Page, PageKind, PageState, Place, Unit

UNIT = Unit("u1", "清河县人民政府", "county", "县市区政府", "http://www.qinghe.gov.cn/")
WORDS = "关于“停车”的通知\n第2页 \ud800"  # line breaks and broken characters of a page's own


def _filled(frontier: Frontier) -> Frontier:
    start = frontier.pop()
    assert start is not None
    links = [
        Link(f"http://www.qinghe.gov.cn/zwgk/{n}.html", WORDS, Place.CONTENT) for n in range(5)
    ]
    links.append(Link("http://www.qinghe.gov.cn/list_2.html", "下一页", Place.PAGER))
    page = Page(start.url, PageKind.LIST, PageState.OK, "通知公告", links=tuple(links))
    assert frontier.add(page, start) == 6
    return frontier


def _all(frontier: Frontier) -> list[Target]:
    found = []
    while (target := frontier.pop()) is not None:
        found.append(target)
    return found


def test_fields_come_back_as_they_were_in_any_order(tmp_path: Path) -> None:
    first = ("http://a.cn/", "", WORDS, 0, "nav", "", 0)
    second = ("http://a.cn/2", "http://a.cn/", "", 3, "pager", "http://a.cn/", 2)
    with Aside(tmp_path) as aside:
        places = [aside.put(first), aside.put(second)]
        assert aside.get(places[1]) == second
        third = aside.put(first)
        assert aside.get(places[0]) == aside.get(third) == first


def test_addresses_on_disk_are_taken_in_the_same_order_as_those_in_memory(tmp_path: Path) -> None:
    with Aside(tmp_path) as aside:
        on_disk = _filled(Frontier(UNIT, aside=aside))
        in_memory = _filled(Frontier(UNIT))
        assert list(on_disk.left()) == list(in_memory.left())
        taken = _all(on_disk)
    assert taken == _all(in_memory)
    assert taken[0].hint == WORDS
    assert {target.place for target in taken} == {Place.CONTENT, Place.PAGER}


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    with Aside(tmp_path) as aside:
        aside.put(("http://a.cn/", "", "", 0, "nav", "", 0))
    assert not list(tmp_path.iterdir())
