"""Who wrote what a page shows: the site's own body, or another that it passes on.

The body is known by names: of a page alone those that its site gives itself, of an assessed unit
those of the register. Rules stand in their order; where none is sure, nothing is said.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crawlers.reading.flat import Markup
from crawlers.reading.found import Found
from crawlers.reading.layout import Layout
from crawlers.reading.organs import ORGAN, Names, belongs, foreign, of_own_level, same_place
from data.types import Origin

PRESS = re.compile(
    r"日报|晚报|早报|晨报|新华社|新华网|人民网|央视|电视台|融媒体|客户端|公众号|通讯社"
)
# In front of the name of the thing explained: 【图解】, 一图读懂.
_FORM = re.compile(
    r"^(?:【[^】]*】|\[[^\]]*\]|(?:一图|一文|图解|视频)?(?:读懂|看懂|了解)|图解|[:：])+"
)
_HEAD = r"^(?:关于)?(?:印发|发布|公布|转发|批转)?[《“〈]*"
_TITLE_ORGAN = re.compile(
    rf"^[“《]?({ORGAN}(?:[ 　、等]+{ORGAN})*)[ 　]?(?:等.{{0,6}}部门)?"
    r"(?=关于|印发|转发|批转|发布|公布|令|办法|公告|通告)"
)
_HEAD_ORGAN = re.compile(
    rf"{_HEAD}({ORGAN}|[\u4e00-\u9fa5]{{1,12}}?政府)"
    r"(?=关于|印发|转发|批转|发布|公布|20\d\d|年度|政府信息|信息公开|主动公开|重大|工作|召开|第|[《〈])"
)
_HEAD_PLACE = re.compile(
    rf"{_HEAD}([\u4e00-\u9fa5]{{2,4}}(?<!全|我|本|各|城|超)[省市县])"
    r"(?=20\d\d|年度|国民经济|国土空间|土地利用|城市总体|“?十[一二三四五六七八九]五|第十|重大行政决策)"
)
_NAMED_PLACE = re.compile(r"(?:关于)?(?:印发|发布|公布)?[《“]([\u4e00-\u9fa5]{1,8}?[省市县区州])")
_ISSUED_PLACE = re.compile(
    r"^关于(?:印发|发布|公布|转发)《([\u4e00-\u9fa5]{2,8}?[省市县区州])(?=.{4})"
)
_LOCAL_LAW = re.compile(
    r"^《?([\u4e00-\u9fa5]{2,7}?(?:[省市县]|自治区|自治州|自治县))"
    r"(?:实施《|[\u4e00-\u9fa5]{2,24}(?:条例|规定|办法)》?(?:[（(].{1,12}[）)])?$)"
)
_LAW = re.compile(
    r"^《?(中华人民共和国)[\u4e00-\u9fa5]{2,30}(?:法|条例|细则)》?(?:[（(].{1,12}[）)])?$"
)
_CENTRAL = re.compile(r"^(中|国)(发|办|函|令|法|市监|税|资|家|卫|能|铁|市)|^中(办|共|央)|^国办")
_CENTRAL_ORGANS: Mapping[str, str] = {
    "国办": "国务院办公厅", "国发": "国务院", "国函": "国务院", "国令": "国务院",
    "中办": "中共中央办公厅", "中发": "中共中央",
}  # fmt: skip
_DATE_BELOW = re.compile(r"\n[ 　\n]{0,60}(?:\d{4}|[二〇○零O一三四五六七八九]{4})年")
_LONGEST_SIGNATURE = 40  # characters
_ONLY_ORGAN = re.compile(ORGAN)
_MARKED = re.compile(r"^\s*[\[【（(]?\s*(?:转载|转发|转)\s*(?:[\]】）)]|[：:])\s*")
_PASSED_ON = re.compile(r"(?:转载自|转自|摘自)[：:\s“《]*([^\s，。；、）)”》]{2,30})")
_LONGEST_MARK = 80  # characters of a line that says where the text comes from
_OWN_SOURCE = re.compile(r"^本(?:站|网|单位|局|厅|委|部门|办)|原创")
_SITE_TAIL = re.compile(r"(?:门户网站|官方网站|网站|官网)群?\W*$")
_SITE_BORDER = re.compile(r"[_|｜\s—-]+")
_BODY = re.compile(
    r"(?:政府|委员会|管委会|[局厅委部院署所站馆校处]|办公[厅室]|中心|银行|学院|大学|中学|协会)$"
)
_HOST = re.compile(
    r"(?:主办单位?|版权所有)\s*[：:©]?\s*([\u4e00-\u9fa5（）()]{4,30}?(?:政府(?:办公[厅室])?|委员会|管委会"
    r"|[局厅委部院所]|中心))(?![\u4e00-\u9fa5])"
)
_MEETING = re.compile("暨|会议|全会")
_OFFICE = re.compile(r"(?<=政府)办公[厅室]$")


@dataclass(slots=True)
class _Claims:
    """What the rules look at."""

    names: Names
    title: str
    text: str
    doc_no: str
    issuer: str


def origin_of(
    names: Names, title: str, text: str, doc_no: str = "", issuer: str = ""
) -> Found[tuple[Origin | None, str]]:
    """Own or passed on, and who is credited, "" where nobody is named.

    A government answers for its departments: what they wrote is its own.
    """
    if not names and not PRESS.search(issuer):  # nobody to compare with
        organ = title_organ(title) or next(signatures(text), "")
        return Found((None, organ), "标题或落款的机关", organ) if organ else Found((None, ""))
    claims = _Claims(names, title, text, doc_no, issuer)
    for rule, read in _RULES:
        if found := read(claims):
            origin, organ, words = found
            return Found((origin, organ), rule, words)
    return Found((None, ""))


def publisher(page: Markup, layout: Layout) -> Names:
    """What the site calls its own body: in its name, and in its footer (主办单位)."""
    foot = "\n".join([line.text for line in page.lines[layout.foot :]])
    return _publisher(page.metas.get("sitename", ""), foot)


@lru_cache(maxsize=256)  # the pages of a site have it in common
def _publisher(site: str, foot: str) -> Names:
    named = [_SITE_TAIL.sub("", part) for part in (site, *_SITE_BORDER.split(site)) if part]
    named += [_OFFICE.sub("", host) for host in _HOST.findall(foot)]
    named += [name.removeprefix("中华人民共和国") for name in named]
    bodies = [name for name in named if len(name) >= 4 and _BODY.search(name)]
    return tuple(dict.fromkeys([*bodies, site] if site else bodies))


# --- what a title and a text say ----------------------------------------------------------------


def title_organ(title: str) -> str:
    """The organ, or organs, that a document's title begins with; "" when it names none."""
    found = _TITLE_ORGAN.search(title)
    return found[1] if found else ""


def signatures(text: str) -> Iterator[str]:
    """Organs that stand alone on a line above a line with a date."""
    for below in _DATE_BELOW.finditer(text):
        start = text.rfind("\n", 0, below.start()) + 1
        line = text[start : below.start()].strip(" 　")
        if len(line) <= _LONGEST_SIGNATURE and _ONLY_ORGAN.fullmatch(line):
            yield line


def names_other_place(names: Names, title: str) -> bool:
    """《玉泉市停车管理办法》 in the title, for a body of another place."""
    place = _NAMED_PLACE.search(title)
    return place is not None and not same_place(names, place[1])


def headed_by_other(names: Names, title: str) -> str:
    """The organ, or the place, at the head of the title that is certainly another; "" when none."""
    title = _FORM.sub("", "".join(title.split()))
    place = _HEAD_PLACE.search(title)
    if place and not same_place(names, place[1]):
        return place[1] if not any(_core(name) in title for name in names) else ""
    head = _HEAD_ORGAN.search(title)
    return head[1] if head and foreign(names, head[1]) else ""


def central(doc_no: str) -> bool:
    """The 文号 is of the State Council, the Central Committee or a national office."""
    return _CENTRAL.search(doc_no) is not None


def _core(name: str) -> str:
    return re.sub("(人民政府|管理委员会|管委会|政府)$", "", name)


# --- rules --------------------------------------------------------------------------------------

_Given = tuple[Origin, str, str] | None  # the third are the words


def _ours(names: Names, organ: str) -> bool:
    return belongs(names, organ) or of_own_level(names, organ)


def _marked(c: _Claims) -> _Given:
    mark = _MARKED.match(c.title)
    if not mark:
        return None
    organ = title_organ(c.title[mark.end() :]) or c.issuer
    return Origin.REPOST, "" if _ours(c.names, organ) else organ, c.title


def _said_in_text(c: _Claims) -> _Given:
    if "转载自" not in c.text and "转自" not in c.text and "摘自" not in c.text:
        return None
    lines = c.text.split("\n")
    for line in (*lines[:2], *lines[-3:]):
        if len(line) <= _LONGEST_MARK and (said := _PASSED_ON.search(line)):
            return None if _ours(c.names, said[1]) else (Origin.REPOST, said[1], said[0])
    return None


def _titled(c: _Claims) -> _Given:
    organ = title_organ(c.title)
    first = re.split(r"[ 　、]", organ)[0]
    if first and _ours(c.names, first):
        return Origin.ORIGINAL, first, c.title
    if first and foreign(c.names, first):
        return Origin.REPOST, organ, c.title
    if own := next((name for name in c.names if c.title.startswith(name)), ""):
        return Origin.ORIGINAL, own, c.title
    other = headed_by_other(c.names, c.title)
    sure = other and _BODY.search(other) and not _MEETING.search(other)
    return (Origin.REPOST, other, c.title) if sure else None


def _law(c: _Claims) -> _Given:
    if law := _LAW.match(c.title):
        return Origin.REPOST, law[1], law[0]
    if (local := _LOCAL_LAW.match(c.title)) and not same_place(c.names, local[1]):
        return Origin.REPOST, local[1], local[0]
    return None


def _signed(c: _Claims) -> _Given:
    organ = next(signatures(c.text), "")
    if organ and _ours(c.names, organ):
        return Origin.ORIGINAL, organ, organ
    return (Origin.REPOST, organ, organ) if organ and foreign(c.names, organ) else None


def _numbered(c: _Claims) -> _Given:
    if not central(c.doc_no):
        return None
    return Origin.REPOST, _CENTRAL_ORGANS.get(c.doc_no[:2], ""), c.doc_no


def _placed(c: _Claims) -> _Given:
    place = _ISSUED_PLACE.search(c.title)
    if place and not same_place(c.names, place[1]) and foreign(c.names, f"{place[1]}人民政府"):
        return Origin.REPOST, place[1], place[0]
    return None


def _headed_place(c: _Claims) -> _Given:
    place = headed_by_other(c.names, c.title)
    named = place and not _BODY.search(place) and not _MEETING.search(place)
    return (Origin.REPOST, place, c.title) if named else None


def _own_source(c: _Claims) -> _Given:
    source = _SITE_TAIL.sub("", c.issuer)
    if source and c.names and _OWN_SOURCE.search(source):  # 本站原创
        return Origin.ORIGINAL, c.names[0], c.issuer
    return (Origin.ORIGINAL, source, c.issuer) if source and _ours(c.names, source) else None


def _press(c: _Claims) -> _Given:
    return (Origin.REPOST, c.issuer, c.issuer) if PRESS.search(c.issuer) else None


def _other_source(c: _Claims) -> _Given:
    source = _SITE_TAIL.sub("", c.issuer)
    central_ = source in {"中国政府网", "中国政府"}
    other = source and (central_ or foreign(c.names, source))
    return (Origin.REPOST, c.issuer, c.issuer) if other else None


_RULES: tuple[tuple[str, Callable[[_Claims], _Given]], ...] = (
    ("标题写明转载", _marked),
    ("正文写明转载", _said_in_text),
    ("标题是国家或其他地方的法规", _law),
    ("标题开头的机关", _titled),
    ("落款的机关", _signed),
    ("文号是中央机关的", _numbered),
    ("标题中的地方", _placed),
    ("来源是本单位", _own_source),
    ("标题开头的地方", _headed_place),
    ("来源是新闻单位", _press),
    ("来源是其他机关", _other_source),
)
