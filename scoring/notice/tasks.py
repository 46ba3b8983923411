"""A task of a notice, and what every way of writing one has in common."""

import re
from dataclasses import dataclass

from scoring.notice.deadlines import Deadline
from scoring.notice.duties import Responsible
from scoring.notice.outline import Item
from scoring.notice.quantities import Quantity
from scoring.notice.text import Quoted, Text

_LONGEST_HEADING = 50
# Where the public gets to see it; the longer name first, so that it is taken whole.
_CHANNELS = re.compile(
    r"政府门户网站|门户网站|政府网站|政务新媒体|政府公报|政务服务(?:移动端|平台|大厅|网)|一体化(?:政务服务)?平台|"
    r"信息公开(?:统一)?(?:发布)?平台|政府信息公开(?:专栏|平台|网)|新闻发布会|在线访谈|政务公开(?:窗口|专区|专栏|栏)|"
    r"“?\d{0,3}12345”?(?:政务服务便民)?热线|“[^”]{1,10}”(?:超级服务端|APP|小程序)|公共查阅(?:点|场所)|"
    r"(?:收费|办公|经营)场所|微信公众号|政务微博|政务微信|公示栏|公告栏|村务公开栏"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a notice: a numbered paragraph, an unnumbered section, a row of a table."""

    number: str  # markers from the outside in: "三(三)1(2)"; empty where it has none
    part: str  # title of the document it stands in
    headings: tuple[Quoted, ...]  # of the items above it, outermost first
    heading: Quoted
    text: Quoted  # all of it, heading and brackets included
    units: Responsible
    deadlines: tuple[Deadline, ...]
    quantities: tuple[Quantity, ...]
    channels: tuple[Quoted, ...]
    added: bool = False  # a person pointed at its words, which the compiler had passed over


@dataclass(frozen=True, slots=True)
class Notice:
    """What a 工作要点 or 实施方案 asks for."""

    title: str
    doc_no: Quoted | None
    year: int | None  # the year it plans: of its title, else of its date
    tasks: tuple[Task, ...]


def heading_of(text: Text, item: Item) -> Quoted:
    """The heading of an item that may have others below it."""
    end = item.children[0].start if item.children else item.end
    return heading_in(text, item.body, end)


def heading_in(text: Text, start: int, end: int) -> Quoted:
    """The first sentence where it is short; else its first clause; never the bracket of units."""
    words = text.even[start:end]
    sentence = re.match(r"(?:(?!;[(〔【])[^。\n:])*", words)
    stop = sentence.end() if sentence else 0
    if stop > _LONGEST_HEADING:
        stop = len(re.split("[,;]", words, maxsplit=1)[0])
    said = words[: min(stop, 2 * _LONGEST_HEADING)].rstrip(";,、 ")
    return text.quoted(start, start + len(said))


def channels_in(text: Text, start: int, end: int) -> tuple[Quoted, ...]:
    """Where a task is to be made public, each channel once."""
    found: dict[str, Quoted] = {}
    for match in _CHANNELS.finditer(text.even, start, end):
        found.setdefault(match.group(), text.quoted(match.start(), match.end()))
    return tuple(found.values())
