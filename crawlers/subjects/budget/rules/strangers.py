"""Sentences that were copied from another organ's document."""

import re
from collections.abc import Iterator

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.issues import Issue, Severity, issue

_ORGAN = "局|委员会|办公室|办公厅|厅|委|法院|检察院|联合会|总工会|街道办事处|镇人民政府|乡人民政府"
_SPEAKS = re.compile(
    rf"(?:^(?:第[一二三四五六]部分)?|(?<=[。;；:：,，)）])|纳入)(?!纳入)(?P<name>[\u4e00-\u9fa5]{{4,24}}?(?:{_ORGAN}))(?=(?:20\d\d年度?|本年度?)?"
    r"(?:部门|单位)?(?:收入|支出|收支|财政拨款|一般公共预算|“?三公|政府采购|机关运行|没有|无(?:政府性|国有)|"
    r"预算|决算|所有收入|共有车辆))"
)
_MOST_CLAIMS = 100  # a book that speaks so often of organs holds the documents of many
_NO_NAME = re.compile("根据|按照|关于|纳入|包括|由|经|向|从|对|及|与|各|其中|上级|财政[厅局]$")
_PLACE = re.compile(r"^[\u4e00-\u9fa5]{1,7}?(?:省|自治区|市|自治州|盟|县|区|旗)(?=.{2})")


def strangers(book: Book) -> Iterator[Issue]:
    """说自己的收支、说没有某项支出的句子，主语却是别的单位（多为套用别家文本未改）。

    简称、内设和所属机构不算；本单位全称不能确定、那个名称在别处也出现的不核对。
    """
    own = _organ(book.unit)
    if len(own) < 3:
        return
    texts = [passage.text for passage in book.passages]
    claims = [(p, m) for p in book.prose for m in _SPEAKS.finditer(p.text)]
    if len(claims) > _MOST_CLAIMS:
        return
    for passage, found in claims:
        name = found["name"]
        said = sum(text.count(name) for text in texts)
        mine = sum(m["name"] == name for _, m in claims)
        if _NO_NAME.search(name) or _is_part(_organ(name), own) or said > mine or mine > 1:
            continue
        yield issue(
            Severity.CERTAIN if _place(name) == _place(book.unit) else Severity.ASK,
            [passage.page_at(found.start())],
            passage.around(found.start(), found.end(), 40),
            f"“{name}”，本文件的单位是“{book.unit}”",
            "核对是否套用了别的单位的文字。",
        )


def _place(name: str) -> str:
    """The places that a name begins with."""
    return name[: len(name) - len(_organ(name))]


def _organ(name: str) -> str:
    while found := _PLACE.match(name):
        name = name[found.end() :]
    return name


def _is_part(one: str, other: str) -> bool:
    """One is short for the other, or names a part of it: its characters stand there in order."""
    return _stands_in(one, other) or _stands_in(other, one)


def _stands_in(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
