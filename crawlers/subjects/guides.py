"""What service guides (办事指南) say, label by label: time limits, trips, depth, elements. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from crawlers.registry import Ask
from crawlers.site import Item, Site, once_a_site
from crawlers.subjects.contents import my_items, read_item, readable
from data.matters import elements

ELEMENTS = elements("guide", "elements_services")
_FEWEST_HEADS = 3  # elements in the head of a table of guides
_FEWEST = 4  # elements; a page with fewer is no guide
_INLINE = re.compile(r"^[\s　【\[]*+([^：:\t，。；]{2,24}?)[】\]\s　]*+[：:]\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its entry and what stands behind each label, by id of the element."""

    item: Item
    values: Mapping[str, str]  # not empty; white space taken out


@once_a_site
def guides(site: Site, ask: Ask) -> tuple[Guide, ...]:
    """The unit's guides that were read, by address; every row of a table headed by elements is one.

    A notice or a report that only names some elements is none.
    """
    found = []
    for item in sorted(my_items(site, ask), key=lambda item: item.url):
        page = item.page
        if not readable(site, item) or (page is not None and item.topic == "news"):
            continue
        likely = item.topic == "service_guide" or "指南" in item.title
        if not likely and (page is None or "时限" not in page.text):
            continue
        text = read_item(site, item).text
        if rows := tabled(text):
            found += [Guide(item, row) for row in rows]
        elif len(values := labelled(text)) >= _FEWEST:
            found.append(Guide(item, values))
    return tuple(found)


def tabled(text: str) -> list[dict[str, str]]:
    """Rows of tables whose head names the matter and other elements, by id of the element."""
    rows: list[dict[str, str]] = []
    head: list[str | None] = []
    for line in text.splitlines():
        cells = line.split("\t")
        named = [_element(cell) for cell in cells]
        if sum(map(bool, named)) >= _FEWEST_HEADS and "title" in named:
            head = named
        elif len(cells) != len(head):
            head = []
        else:
            pairs = (
                (id_, re.sub(r"\s+", "", c)) for id_, c in zip(head, cells, strict=True) if id_
            )
            row = {id_: value for id_, value in pairs if value}
            rows += [row] if "title" in row else []
    return rows


def labelled(text: str) -> dict[str, str]:
    """What stands behind each label, by id of the element; the first value that is not empty.

    A label is a cell of a table whose value is the next cell, the head of a line before a colon,
    or a line of its own above its value.
    """
    values: dict[str, str] = {}
    for label, value in _pairs(text.splitlines()):
        id_ = _element(label)
        value = re.sub(r"\s+", "", value)
        if id_ and value and id_ not in values and _element(value) is None:
            values[id_] = value
    return values


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        cells = [cell for cell in line.split("\t") if cell.strip()]
        if len(cells) > 1:
            yield from pairwise(cells)
        elif match := _INLINE.match(line):
            yield match[1], match[2] or below
        else:
            yield line, below


def _element(label: str) -> str | None:
    found = _ANY_ELEMENT.fullmatch(_AROUND_LABEL.sub("", label))
    return found.lastgroup if found else None


_AROUND_LABEL = re.compile(
    r"^[\s　（(【\[]*(?:[一二三四五六七八九十\d]+[、.．）)])?|"
    r"(?<![\s　：:】\])）])[\s　：:】\])）]+$"
)
# The first alternative that fits is the first element that does.
_ANY_ELEMENT = re.compile("|".join(f"(?P<{id_}>{e.match.pattern})" for id_, e in ELEMENTS.items()))


# --- figures --------------------------------------------------------------------------------------

_AT_ONCE = re.compile(r"即[时办]|当[场日即]|立[即等]|现场办结|马上|^0(?:个|\D|$)")
_DAYS = re.compile(r"(?<!\d)(\d{1,6}(?:\.\d{1,6})?)[（(]?个?(工作日|自然日|日|天|个月|月|年|小时)")
_IN_DAYS = {"工作日": 1, "自然日": 1, "日": 1, "天": 1}  # compared only with the same word
_TRIPS = re.compile(r"(?<!\d)(\d{1,6})(?!\d)[次趟]?")
_NO_TRIP = re.compile(r"零跑|不(?:用|需要?)?(?:到|跑)|无需|0次")
_DEPTHS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5}
_DEPTH = re.compile(r"([一二三四五ⅠⅡⅢⅣⅤ1-5])级|(IV|I{1,3}|V)级")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_WHOLLY_ONLINE = re.compile("全程网办|全流程(?:网上|在线)|全程在线|全网通办")


def limits(guide: Guide) -> tuple[Fraction, Fraction] | None:
    """(days allowed by law, days promised), both in the same kind of days; None where one is not
    given, or the law sets none.
    """
    legal = _days(guide.values.get("legal", ""))
    promised = guide.values.get("promised", "")
    if legal is None or legal[0] == 0:
        return None
    if _AT_ONCE.search(promised):
        return legal[0], Fraction(0)
    days = _days(promised)
    if days is None or days[1] != legal[1]:
        return None
    return legal[0], days[0]


def _days(words: str) -> tuple[Fraction, str] | None:
    match = _DAYS.search(words)
    if match is None or match[2] not in _IN_DAYS:
        return None
    return Fraction(match[1]), "日" if match[2] == "天" else match[2]


def instant(guide: Guide) -> bool | None:
    """办件类型 is 即办件; None when the guide does not say."""
    said = guide.values.get("sort_of_case", "")
    return "即办" in said if "即办" in said or "承诺" in said else None


def is_licence(guide: Guide) -> bool | None:
    """事项类型 is 行政许可; None when the guide does not say."""
    said = guide.values.get("sort", "")
    return "许可" in said if said else None


def trips(guide: Guide) -> int | None:
    """How often an applicant must come; None when the guide does not say."""
    said = guide.values.get("visits", "")
    if _NO_TRIP.search(said):
        return 0
    match = _TRIPS.search(said)
    return int(match[1]) if match else None


def depth(guide: Guide) -> int | None:
    """网办深度 as 1 to 5, the highest that the guide names; None when it does not say."""
    said = guide.values.get("depth", "")
    if _WHOLLY_ONLINE.search(said + guide.values.get("form", "")):
        return 4
    found = [_level(match) for match in _DEPTH.finditer(said)]
    return max(found, default=None)


def _level(match: re.Match[str]) -> int:
    sign = match[1] or match[2]
    return _DEPTHS.get(sign) or _ROMAN.get(sign) or int(sign)


# --- the same matter at several levels -----------------------------------------------------------

_PLACE = re.compile(
    r"[\u4e00-\u9fa5]{1,6}?(?:省|市|县|区|州|旗|镇|乡|街道|村|社区)(?=[\u4e00-\u9fa5（(])"
)
_DECOR = re.compile(r"[《》“”\s]|[（(][^（）()]*[）)]|(?:办事|服务|办理)?指南$|^关于")


def by_matter(found: Iterable[Guide]) -> dict[str, list[Guide]]:
    """Guides of the same matter by its name, without places, brackets and 办事指南."""
    groups: dict[str, list[Guide]] = {}
    for guide in found:
        name = guide.values.get("title") or guide.item.title
        groups.setdefault(_DECOR.sub("", _PLACE.sub("", name)), []).append(guide)
    return groups


def levels(group: Iterable[Guide]) -> set[str]:
    """The levels or organs that the guides of a matter belong to, as they say."""
    said = (g.values.get("level") or g.values.get("organ") or "" for g in group)
    return set(filter(None, said))


def plain(value: str) -> str:
    """A value as it is compared: without names of places, punctuation and brackets."""
    return re.sub(r"[\W_]+", "", _PLACE.sub("", value))
