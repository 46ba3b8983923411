"""Whose document it is and of which year: names and years that do not fit."""

import re
from collections.abc import Iterator

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage

_TITLED = re.compile(
    r"(?:第[一二三四五六七八九十]部分)?(?P<name>[\u4e00-\u9fa5]{4,30})20\d\d年?度?(?:部门|单位)(?:预算|决算)"
)
_PLACE = re.compile(r"[\u4e00-\u9fa5]{2,7}?(?:省|自治区|市|自治州|盟|县|区|旗)")
_ALIKE = (
    "和与及",
    "规归",
    "部布",
    "己已",
    "账帐",
    "备配",
    "象像",
    "做作",
    "的得地",
    "土士",
    "育肓",
    "未末",
)


def unit_name(book: Book) -> Iterator[Issue]:
    """单位名称前后不一：标题里的名称少了地名而成了上级机关，或全称中“和”“与”等一字之差。

    简称（省略“江苏省”“人大常委会”等字的）不算；单位全称不能确定的不核对。
    """
    name = book.unit
    if len(name) < 6:
        return
    wrong: dict[str, list[tuple[int, str]]] = {}
    for passage in book.passages:
        if (found := _TITLED.match(passage.text)) and _is_upper(found["name"], name):
            said = found["name"]
            wrong.setdefault(said, []).append((passage.page, passage.text[:60]))
        for said, place in _one_off(passage, name):
            quote = passage.around(place, place + len(said), 30)
            wrong.setdefault(said, []).append((passage.page_at(place), quote))
    for said, places in wrong.items():
        yield issue(
            Severity.CERTAIN,
            [page for page, _ in places],
            places[0][1],
            f"“{said}”{len(places)}处，单位全称是“{name}”",
            "统一为单位全称。",
        )


def _is_upper(said: str, name: str) -> bool:
    """The name without its own place but with the one above: 上海市××局 for 上海市普陀区××局."""
    outer = _PLACE.match(name)
    inner = _PLACE.match(name, outer.end()) if outer else None
    return bool(outer and inner and said == outer.group() + name[inner.end() :])


def _one_off(passage: Passage, name: str) -> Iterator[tuple[str, int]]:
    """Places where one character of the full name was taken for one like it."""
    for at, char in enumerate(name[:-1]):
        others = "".join(set("".join(group for group in _ALIKE if char in group)) - {char})
        if not others:
            continue
        before, after = re.escape(name[max(at - 6, 0) : at]), re.escape(name[at + 1 :][:6])
        if len(name[at + 1 :]) < 2 or at < 2:
            continue
        for found in re.finditer(f"{before}[{others}]{after}", passage.text):
            yield found.group(), found.start()


_MEMBERS = re.compile(
    r"(?:下属|所属|直属)(?:事业)?单位(?:包括|有|为)?[:：]?(?P<names>[^。;；]{6,300})"
)
_ORGAN = re.compile(
    r"[\u4e00-\u9fa5]{2,24}(?:俱乐部|中心|编辑部|学院|研究院|研究所|博物馆|图书馆|档案馆|杂志社|出版社|宾馆|工程队|办公室)"
)


def member_names(book: Book) -> Iterator[Issue]:
    """所属单位的名称前后不一：别处提到的名称比“下属单位包括……”中的少了中间几个字，其余完全相同。"""
    members = {
        re.sub(r"等$", "", part)
        for passage in book.prose
        for found in _MEMBERS.finditer(passage.text)
        for part in re.split("[、,，和]", found["names"])
        if _ORGAN.fullmatch(re.sub(r"等$", "", part))
    }
    wrong: dict[tuple[str, str], tuple[int, str]] = {}
    for member in members:
        for short in _shortened(member) - members:
            for passage in book.prose:
                if (at := passage.text.find(short)) >= 0:
                    quote = passage.around(at, at + len(short), 30)
                    wrong.setdefault((short, member), (passage.page_at(at), quote))
    for (said, member), (page, quote) in wrong.items():
        yield issue(
            Severity.CERTAIN,
            [page],
            quote,
            f"“{said}”，别处为“{member}”",
            "统一单位名称。",
        )


def _shortened(name: str) -> set[str]:
    """The name without two to four characters behind the place, five or more left at the end."""
    place = _PLACE.match(name)
    start = place.end() if place else 0
    if not start:
        return set()
    return {
        name[:start] + name[start + cut :]
        for cut in (2, 3, 4)
        if len(name) - start - cut >= 5 and name[start + cut - 1] not in "省市县区镇乡"
    }


_OWN_YEAR = (
    re.compile(
        r"纳入(?:本部门|我部门|本单位|[\u4e00-\u9fa5]{4,24}?)(?P<year>20\d\d)年?度?[^,，。;；]{0,16}编制范围"
    ),
    re.compile(
        r"^(?:\d{1,2}[.、．]|[(（][一二三四五六七八九十][)）])?(?P<year>20\d\d)年度?(?:本部门|我部门|本单位)[^,，。;；]{0,24}(?:预算|决算)"
    ),
    re.compile(
        r"第[二三]部分[\u4e00-\u9fa5]{0,30}(?P<year>20\d\d)年?度?(?:部门|单位)(?:预算|决算)"
    ),
)


# Accounts count what is there at the end of their year.
_AS_OF = re.compile(r"截[至止](?P<year>20\d\d)年12月31日[^。;；]{0,40}(?:车辆|资产|设备)")


def wrong_year(book: Book) -> Iterator[Issue]:
    """写本年度的地方写成了别的年度（多为沿用上年文本未改）。与上年比较、说明往年情况的不算。"""
    if book.year is None:
        return
    patterns = (*_OWN_YEAR, _AS_OF) if book.sort.accounts else _OWN_YEAR
    places = [
        (passage, found)
        for passage in book.passages
        for pattern in patterns
        for found in pattern.finditer(passage.text)
        if int(found["year"]) != book.year
    ]
    if len(places) > 3:  # then it is the year of the document that was misread
        return
    for passage, found in places:
        yield issue(
            Severity.CERTAIN,
            [passage.page_at(found.start("year"))],
            passage.around(found.start(), found.end(), 20),
            f"“{found['year']}年”应为“{book.year}年”",
            "改正年度。",
            figures=(found["year"],),
        )
