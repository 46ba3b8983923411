"""Facts that only an article has: dates, 文号, 索引号, 来源, 效力.

Each has its rules in their order, and the first that gives something decides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from crawlers.reading import labels
from crawlers.reading.dates import chinese_date, dates_in, first_date
from crawlers.reading.flat import Markup
from crawlers.reading.found import Found
from crawlers.reading.layout import Layout
from crawlers.reading.title import plain
from data.types import Validity

T = TypeVar("T")

_PUBLISHED = (
    "发布日期", "发布时间", "发表于", "发表时间", "发布于", "公开日期", "公开时间", "公布日期",
)  # fmt: skip
_DATED = ("日期", "时间", "更新时间", "更新日期", "录入时间", "上传时间", "添加时间", "生成日期")
_WRITTEN = (
    "成文日期", "成文时间", "发文日期", "发文时间", "签发日期", "制发日期", "印发日期",
    "生成日期",
)  # fmt: skip
_NUMBER = ("发文字号", "发文文号", "发布文号", "文号", "文件编号")
_SOURCE = (
    "来源", "信息来源", "文章来源", "稿源", "发布机构", "发布机关", "发文机关", "发文机构",
    "发文单位", "发文部门", "公开机构", "公开单位", "公开部门", "发布单位", "发布部门",
    "制发机关", "制发单位", "稿件来源", "制定机关", "文章作者",
)  # fmt: skip
_VALIDITY = ("有效性", "效力状态", "时效状态", "时效性", "信息时效", "是否有效", "时效", "文件状态")
_TAGS = ("pubdate", "publishdate", "article:published_time")
_CLOCK = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?\s+\d{1,2}:\d\d")
_SCRIPT_DATE = re.compile(
    r"""(?:pub(?:lish)?_?(?:date|time)|fbsj|docreltime|发布(?:时间|日期))["']?\s*[:=]\s*["']([^"']{8,30})["']""",
    re.I,
)

_OTHER_DATE = re.compile(
    r"(?:成文|发文|签发|制发|印发|实施|施行|生效|失效|废止|截止|开始|结束|征集|访谈|来信|办理|至|到)"
    r"(?:日期|时间)?[\s：:\]】—~-]*$"
)
_LITERAL = re.compile(r"""["']([^"'\n]{8,60})["']""")
_LONGEST_CODE = 3000  # characters of a script that writes a date
_OPENING = 6  # lines in which a document's number may stand alone
_TITLE_END = 12  # characters by which a line is known to end the title
_LONGEST_LINE = 200
_BRACKETED = re.compile(r"^[（(](.*)[）)]$|^(?:发文字号|文号)\s*(.+)$")
_ORDER_IN_TITLE = re.compile(r"[（(](?:\d{4}年)?([^（()]*?第\d+号)[）)]\s*$")
_NUMBER_IN_TITLE = re.compile(
    r"[（(]([^（()]*?[〔\[（(﹝【]\d{4}[〕\]）)﹞】]\s*\d+\s*号)[）)]\s*$"
)


@dataclass(slots=True)
class Article:
    """What the rules look at."""

    page: Markup
    layout: Layout
    metas: Mapping[str, str]
    info: int  # the line that gives 来源 and 发布时间, -1 when there is none
    title: str
    text: str  # main content
    zone: str  # where labelled facts stand: all of the article but its long paragraphs


def article_of(
    page: Markup, layout: Layout, metas: Mapping[str, str], info: int, title: str, text: str
) -> Article:
    lines = page.lines[layout.head : layout.foot]
    zone = "\n".join([line.text for line in lines if len(line.text) <= 400])
    return Article(page, layout, metas, info, title, text, zone)


# A rule gives a value and the words it was read from.
_Rules = Sequence[tuple[str, Callable[[Article], tuple[T, str] | None]]]


def _first(rules: _Rules[T], article: Article, nothing: T) -> Found[T]:
    for name, read in rules:
        if found := read(article):
            return Found(found[0], name, found[1])
    return Found(nothing)


# --- dates --------------------------------------------------------------------------------------


def published(article: Article) -> Found[date | None]:
    return _first(_PUBLISHED_RULES, article, None)


def written(article: Article) -> Found[date | None]:
    return _first(_WRITTEN_RULES, article, None)


def _in_info(a: Article) -> tuple[date, str] | None:
    if a.info < 0:
        return None
    near = "\n".join([line.text for line in a.page.lines[a.layout.head : a.info + 4]])
    return labels.labelled_date(near, *_PUBLISHED)


def _scripted(a: Article) -> tuple[date, str] | None:
    """The date that a script inside the info line writes there: a reader sees it."""
    if a.info < 0:
        return None
    for code, line in zip(a.page.scripts, a.page.script_lines, strict=True):
        if line == a.info:
            for literal in _LITERAL.findall(code[:_LONGEST_CODE]):
                if day := first_date(literal):
                    return day, literal
    return None


def _beside_source(a: Article) -> tuple[date, str] | None:
    """2023-05-12 10:00 来源：…: the info line's own date, if no label says that it is another."""
    if a.info < 0:
        return None
    text = a.page.lines[a.info].text
    above = a.page.lines[a.info - 1].text if a.info else ""  # a label may have its own line
    for place, day in dates_in(text):
        if not _OTHER_DATE.search(text[:place] or above):
            return day, text
    return None


def _tagged(a: Article) -> tuple[date, str] | None:
    tag = next((tag for tag in _TAGS if a.metas.get(tag)), None)
    day = first_date(a.metas[tag]) if tag else None
    return (day, f"{tag}={a.metas[tag]}") if tag and day else None


def _short_lines(a: Article) -> list[str]:
    lines = a.page.lines[a.layout.head : a.layout.foot]
    return [line.text for line in lines if len(line.text) <= 60 and not line.linked]


def _bare(a: Article) -> tuple[date, str] | None:
    near = (text for text in _short_lines(a)[:12] if len(text) < 40)
    return next(((day, text) for text in near if (day := first_date(text))), None)


def _with_clock(a: Article) -> tuple[date, str] | None:
    for line in a.page.lines[a.layout.head : a.layout.foot]:
        if len(line.text) <= 40 and not line.linked and _CLOCK.search(line.text):
            day = first_date(line.text)
            return (day, line.text) if day else None
    return None


def _in_code(a: Article) -> tuple[date, str] | None:
    for code in a.page.scripts:
        if match := _SCRIPT_DATE.search(code):
            day = first_date(match[1])
            return (day, match[0]) if day else None
    return None


def _at_end(a: Article) -> tuple[date, str] | None:
    ends = [text for text in _short_lines(a)[-4:] if len(text) < 30]
    days = [(day, text) for text in ends for _, day in dates_in(text)]
    return days[-1] if days else None


def _signed(a: Article) -> tuple[date, str] | None:
    day = chinese_date(a.text[-400:])
    return (day, a.text[-400:].rstrip().rsplit("\n", 1)[-1]) if day else None


_PUBLISHED_RULES: _Rules[date | None] = (
    ("信息栏的发布日期", _in_info),
    ("标注的发布日期", lambda a: labels.labelled_date(a.zone, *_PUBLISHED)),
    ("标注的日期", lambda a: labels.labelled_date(a.zone, *_DATED)),
    ("信息栏的脚本写出的日期", _scripted),
    ("信息栏里的日期", _beside_source),
    ("标签 PubDate", _tagged),
    ("标题附近单独的日期", _bare),
    ("带钟点的日期", _with_clock),
    ("脚本里的发布日期", _in_code),
    ("文末的日期", _at_end),
)
_WRITTEN_RULES: _Rules[date | None] = (
    ("标注的成文日期", lambda a: labels.labelled_date(a.zone, *_WRITTEN)),
    ("文末汉字日期", _signed),
)


# --- numbers --------------------------------------------------------------------------------------


def doc_no(article: Article) -> Found[str]:
    return _first(_NUMBER_RULES, article, "")


def index_no(article: Article) -> Found[str]:
    """索引号; it always has figures, a title that slipped into its field has none."""
    found = labels.labelled(article.zone, "索引号", "信息索引", "索取号")
    return Found(found[0], "标注的索引号", found[1]) if found and _figures(found[0]) else Found("")


def _figures(value: str) -> bool:
    return re.search(r"\d", value) is not None


def _labelled_number(a: Article) -> tuple[str, str] | None:
    found = labels.labelled(a.zone, *_NUMBER)
    if not found or not _figures(found[0]):
        return None
    value, words = found
    return labels.normal_number(value) or labels.order_number(value) or plain(value), words


def _opening(a: Article) -> list[str]:
    """The first lines of the text, and those between it and the title."""
    text = a.text.split("\n", _OPENING)[:_OPENING]
    end = plain(a.title)[-_TITLE_END:]
    lines = a.page.lines[a.layout.head : a.layout.foot]
    for n, line in enumerate(lines):
        if end and line.text.endswith(end[-1]) and plain(line.text[-_LONGEST_LINE:]).endswith(end):
            below = [row.text for row in lines[n + 1 : n + 1 + _OPENING] if not row.linked]
            return text + [row for row in below if row not in text]
    return text


def _number_line(a: Article) -> tuple[str, str] | None:
    """A line near the top that holds a number and nothing else."""
    for line in _opening(a):
        if "号" in line and "\t" not in line:
            bare = re.sub(r"^[（(]|[）)]$|\s*\d{4}年\d+月\d+日[）)]?$", "", line)
            number = labels.normal_number(bare)
            if number and len(plain(bare)) - len(number) <= 2:
                return number, line
    return None


def _order_line(a: Article) -> tuple[str, str] | None:
    """（2021年7月27日国务院令第746号公布）, 发文字号中华人民共和国国务院令第711号"""
    for line in _opening(a):
        if len(line) <= 60 and (match := _BRACKETED.match(line)):
            inner = re.sub(r"^.*?\d日|\s(?:19|20)\d\d年.*$", "", match[1] or match[2])
            if number := labels.normal_number(inner) or labels.order_number(inner):
                return number if match[2] else number.removeprefix("中华人民共和国"), line
    return None


def _in_title(a: Article) -> tuple[str, str] | None:
    if match := _ORDER_IN_TITLE.search(a.title):
        number = labels.order_number(match[1])
    elif match := _NUMBER_IN_TITLE.search(a.title):
        number = labels.normal_number(match[1])
    else:
        return None
    return (number, match[1]) if number else None


_NUMBER_RULES: _Rules[str] = (
    ("标注的文号", _labelled_number),
    ("正文开头单独一行的文号", _number_line),
    ("正文开头的令号", _order_line),
    ("标题末尾的文号", _in_title),
)


# --- who, and whether it is in force --------------------------------------------------------------


def issuer(article: Article) -> Found[str]:
    """来源 as printed; a cut one in full from the tag, and the tag's where none is printed."""
    # 凡注明“来源：某网”的文章… is a sentence of a disclaimer, so long lines do not count.
    short = "\n".join([line for line in article.zone.split("\n") if len(line) <= 150])
    found = labels.labelled(short, *_SOURCE)
    tag = article.metas.get("contentsource", "") or article.metas.get("source", "")
    if found:
        cut = found[0].rstrip(".…")
        if cut == found[0] or not tag.startswith(cut):
            return Found(found[0], "标注的来源", found[1])
    return Found(tag, "标签 ContentSource", tag) if tag else Found("")


def validity(article: Article) -> Found[Validity | None]:
    """效力状态 as labelled, or None."""
    found = labels.labelled(article.zone, *_VALIDITY)
    value = labels.validity_of(found[0]) if found else None
    return Found(value, "标注的效力状态", found[1]) if found and value else Found(None)
