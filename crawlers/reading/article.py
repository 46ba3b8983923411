"""Facts that only an article has: dates, 文号, 索引号, 来源, 效力."""

import re
from collections.abc import Mapping
from datetime import date

from crawlers.reading import labels
from crawlers.reading.dates import chinese_date, dates_in, first_date
from crawlers.reading.flat import Markup
from crawlers.reading.layout import Layout
from crawlers.reading.title import plain
from data.types import Validity

_PUBLISHED = (
    "发布日期",
    "发布时间",
    "发表于",
    "发表时间",
    "发布于",
    "公开日期",
    "公开时间",
    "公布日期",
)
_DATED = ("日期", "时间", "更新时间", "更新日期", "录入时间", "上传时间", "添加时间", "生成日期")
_WRITTEN = (
    "成文日期",
    "成文时间",
    "发文日期",
    "发文时间",
    "签发日期",
    "制发日期",
    "印发日期",
    "生成日期",
)
_NUMBER = ("发文字号", "发文文号", "发布文号", "文号", "文件编号")
_SOURCE = (
    "来源",
    "信息来源",
    "文章来源",
    "稿源",
    "发布机构",
    "发布机关",
    "发文机关",
    "发文单位",
    "公开机构",
    "发布单位",
    "制发机关",
    "制定机关",
    "文章作者",
)
_VALIDITY = ("有效性", "效力状态", "时效性", "信息时效", "是否有效", "时效", "文件状态")
_CLOCK = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?\s+\d{1,2}:\d\d")
_SCRIPT_DATE = re.compile(
    r"""(?:pub(?:lish)?_?(?:date|time)|fbsj|docreltime|发布(?:时间|日期))["']?\s*[:=]\s*["']([^"']{8,30})["']""",
    re.I,
)

_LITERAL = re.compile(r"""["']([^"'\n]{8,60})["']""")
_LONGEST_CODE = 3000  # characters of a script that writes a date


def zone_of(page: Markup, layout: Layout) -> str:
    """Text in which labelled facts stand: all of the article but its long paragraphs."""
    kept = [
        line.text
        for n, line in enumerate(page.lines)
        if layout.head <= n < layout.foot and len(line.text) <= 400
    ]
    return "\n".join(kept)


def published(
    page: Markup, layout: Layout, zone: str, metas: Mapping[str, str], info: int
) -> date | None:
    if info >= 0:
        near = "\n".join(line.text for line in page.lines[layout.head : info + 4])
        if day := labels.labelled_date(near, *_PUBLISHED):
            return day
    if day := labels.labelled_date(zone, *_PUBLISHED):
        return day
    if day := labels.labelled_date(zone, *_DATED):
        return day
    if info >= 0 and (day := _scripted(page, info)):
        return day
    tagged = first_date(
        metas.get("pubdate", "")
        or metas.get("publishdate", "")
        or metas.get("article:published_time", "")
    )
    lines = [
        line.text
        for n, line in enumerate(page.lines[: layout.foot])
        if n >= layout.head and len(line.text) <= 60 and not line.linked
    ]
    bare = [day for text in lines[:12] for _, day in dates_in(text) if len(text) < 40]
    if tagged:
        return tagged
    if bare:
        return bare[0]
    for n, line in enumerate(page.lines[: layout.foot]):
        if (
            n >= layout.head
            and len(line.text) <= 40
            and not line.linked
            and _CLOCK.search(line.text)
        ):
            return first_date(line.text)
    for code in page.scripts:
        if match := _SCRIPT_DATE.search(code):
            return first_date(match[1])
    ends = [day for text in lines[-4:] for _, day in dates_in(text) if len(text) < 30]
    return ends[-1] if ends else None


def _scripted(page: Markup, info: int) -> date | None:
    """The date that a script inside the info line writes there: a reader sees it."""
    for code, line in zip(page.scripts, page.script_lines, strict=True):
        if line == info:
            for literal in _LITERAL.findall(code[:_LONGEST_CODE]):
                if day := first_date(literal):
                    return day
    return None


def written(zone: str, content: str) -> date | None:
    """成文日期 from its label, else the date in Chinese numerals that signs the text."""
    return labels.labelled_date(zone, *_WRITTEN) or chinese_date(content[-400:])


def doc_no(zone: str, name: str, content: str) -> str:
    value = labels.labelled(zone, *_NUMBER)
    if value and re.search(r"\d", value):
        return (
            labels.normal_number(value) or labels.order_number(value) or re.sub(r"\s+", "", value)
        )
    first = content.split("\n", 6)[:6]
    for line in first:
        if "号" not in line:
            continue
        bare = re.sub(r"^[（(]|[）)]$|\s*\d{4}年\d+月\d+日[）)]?$", "", line)
        number = labels.normal_number(bare)
        if number and "\t" not in line and len(plain(bare)) - len(number) <= 2:
            return number
    for line in first:
        # （2021年7月27日国务院令第746号公布）, 发文字号中华人民共和国国务院令第711号
        if len(line) <= 60 and (
            match := re.match(r"^[（(](.*)[）)]$|^(?:发文字号|文号)\s*(.+)$", line)
        ):
            inner = re.sub(r"^.*?\d日|\s(?:19|20)\d\d年.*$", "", match[1] or match[2])
            if number := labels.normal_number(inner) or labels.order_number(inner):
                return number if match[2] else number.removeprefix("中华人民共和国")
    if match := re.search(r"[（(](?:\d{4}年)?([^（()]*?第\d+号)[）)]\s*$", name):
        return labels.order_number(match[1])
    if match := re.search(
        r"[（(]([^（()]*?[〔\[（(﹝【]\d{4}[〕\]）)﹞】]\s*\d+\s*号)[）)]\s*$", name
    ):
        return labels.normal_number(match[1])
    return ""


def index_no(zone: str) -> str:
    """索引号; it always has figures, a title that slipped into its field has none."""
    value = labels.labelled(zone, "索引号", "信息索引")
    return value if re.search(r"\d", value) else ""


def issuer(zone: str, metas: Mapping[str, str]) -> str:
    """来源 as printed; a cut one in full from the tag, and the tag's where none is printed."""
    # 凡注明“来源：某网”的文章… is a sentence of a disclaimer, so long lines do not count.
    value = labels.labelled("\n".join([x for x in zone.split("\n") if len(x) <= 150]), *_SOURCE)
    tagged = metas.get("contentsource", "") or metas.get("source", "")
    cut = value.rstrip(".…")
    if cut != value and tagged.startswith(cut):
        return tagged
    return value or tagged


def validity(zone: str) -> Validity | None:
    """效力状态 as labelled, or None."""
    value = labels.labelled(zone, *_VALIDITY)
    return labels.validity_of(value) if value else None
