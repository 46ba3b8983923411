"""Signs that scripts bring a page's content later, so that its HTML has none."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from crawlers.reading.flat import Markup

LOADS = re.compile(
    r"\.ajax\(|fetch\(|axios|\$\.(?:get|post|getJSON)|XMLHttpRequest|new Vue|createApp|ReactDOM"
    r"|v-for|ng-repeat|\.load\(|template\(",
    re.I,
)
FILLS = re.compile(
    r"\.append\(|\.html\(|innerHTML|insertAdjacent|new Vue|createApp|v-for|template", re.I
)
# Bounded repeats: in broken markup an open-ended one would be tried from every tag to the end.
# These three look at every tag of a page, so the letters a name may begin with come first, and no
# character is given back.
_HOLLOW = re.compile(
    r"<(?=[dDuUoOtTsS])((?i:div|ul|ol|dl|table|tbody|section))\b([^<>]{1,400}+)>"
    r"(?:\s++|<!--[^<>]{0,300}-->)*+</(?i:\1)\s*+>"
)
_ID = re.compile(r"\bid\s*=\s*[\"']?([\w-]+)", re.I)
_MOUNT = re.compile(r"(?:app|root|container|__nuxt|main-app)$", re.I)
_FURNITURE = re.compile(
    r"page|foot|top|head|nav|menu|search|share|float|code|weather|time|date|clear|banner|back|mask"
    r"|layer|dialog|modal|popup|tip|logo|login|user|count|visit|stat|map|play|video|swiper|slid"
    r"|elder|wza|access|lang|copyright|bottom|left|right",
    re.I,
)
_SOURCE = re.compile(r"\sdata-(?:api|url|action|source|remote|load)\s*=\s*[\"']?[^\s\"'<>]", re.I)
# Entries that a script is to take out of a template; browsers show nothing of it.
_STORED = re.compile(r"<template\b[^<>]{0,200}>[^<>]{0,100}<(?:ul|ol|li|dl|table|tr|div|a)\b", re.I)
# A list that carries data for a script: its number, its source, how many entries a page has.
_HOLDER = re.compile(r"<(?=[dDuUoOtT])(?i:ul|ol|dl|table|tbody)\b([^<>]{1,400}+)>")
_DATA = re.compile(
    r"\bdata-(?!v-|aos|toggle|target|spy|role|ride|slide|wow|theme|effect|color|bs-|tab\b)[\w-]+"
    r"\s*=\s*[\"']?[\w/.:?&=%#-]{1,200}[\"'\s>]",
    re.I,
)
_TAGS_WITHIN = (
    r"(?:\s|<!--[^<>]{0,300}-->|<(?:li|tr|td|dd|dt|p|div|span|tbody|em)\b[^<>]{0,200}>){0,8}"
)
_NONE = r"(?:暂无|没有|尚无|无(?:数据|记录|内容)|(?i:no data))"
# 暂无 in the place of the entries, from where a script would take it away.
_PLACEHOLDER = re.compile(rf"<(?:ul|ol|dl|table|tbody|div)\b([^<>]{{1,400}})>{_TAGS_WITHIN}$", re.I)
# 暂无 that is not shown, until a script finds nothing.
_SAYS_NONE = re.compile(rf">\s*+(?=[暂没尚无nN]){_NONE}")
_HIDDEN_TAG = re.compile(
    rf"<\w[^<>]*?(?:display\s*:\s*none|visibility\s*:\s*hidden|\shidden\b)[^<>]*>{_TAGS_WITHIN}$",
    re.I,
)
_MOST_SAID = 50  # places; no page says so often that it has nothing
_BEFORE = 600  # characters in which the tag stands that hides it, or the list
LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|echarts|highcharts|d3\.|vue|react|angular|axios|lodash|moment|require"
    r"|layui|layer|laydate|easyui|element-ui|superslide|slick|owl|wow|animate|carousel|scroll|marquee"
    r"|video|player|qrcode|share|jiathis|weather|calendar|date|time|lunar|clock|search|tab|menu|nav"
    r"|banner|slide|fontsize|font-?size|elder|wza|barrier|a11y|access|login|cookie|md5|base64|crypto"
    r"|html5|respond|modernizr|polyfill|shim|mobile|browser|ie\d|pngfix|hm\.js|cnzz|analytics|gtag"
    r"|count|visit|stat|trace|busuanzi|bszs|jiucuo|dcs\.conac|conac|zfwzgl|pucha|min\.js",
    re.I,
)
_SITEWIDE = re.compile(
    r"(?:main|utils?|common|comm|global|base|public|script|function|index)s?\.", re.I
)
_ENTRIES = re.compile(r"list|data|news|item|table|result|record|rows?$", re.I)
WAITING = re.compile(r"加载中|正在加载|loading|\{\{[^{}]{1,60}\}\}", re.I)


def mounts(html: str) -> bool:
    """An application draws the whole page into one element without content."""
    return any(_MOUNT.match(id_) for id_ in _ids(_HOLLOW.finditer(html)))


def filled_later(page: Markup, html: str) -> bool:
    """A script file of the site's own has a place to put entries, or markup names their source or
    keeps them in a template.

    A file that every page loads fills only a place that is named for entries.
    """
    if _SOURCE.search(html) or _STORED.search(html):
        return True
    files = [source.rpartition("/")[2] for source in page.sources]
    own = [name for name in files if not LIBRARY.search(name)]
    places = [id_ for id_ in _ids(_HOLLOW.finditer(html)) if not _FURNITURE.search(id_)]
    if not all(_SITEWIDE.match(name) for name in own):
        return bool(places)
    return bool(own) and any(_ENTRIES.search(id_) for id_ in places)


def holders(html: str) -> Iterator[str]:
    """What the page's lists show of being filled by a script: an `empty` one, one with a
    `placeholder` in place of entries or a `hidden` one beside it, one with `data` for a script.
    """
    hollow = list(_HOLLOW.finditer(html))
    lists = (tag[2] for tag in hollow if tag[1].lower() not in {"div", "section"})
    ids = (id_ for id_ in _ids(hollow) if _ENTRIES.search(id_) and not _FURNITURE.search(id_))
    if any(map(_marked, lists)) or any(ids):
        yield "empty"
    for said in islice(_SAYS_NONE.finditer(html), _MOST_SAID):
        before = html[max(0, said.start() - _BEFORE) : said.start() + 1]
        if _HIDDEN_TAG.search(before):
            yield "hidden"
        elif (tag := _PLACEHOLDER.search(before)) and _marked(tag[1]):
            yield "placeholder"
    if any(_marked(tag[1]) and _DATA.search(f"{tag[1]} ") for tag in _HOLDER.finditer(html)):
        yield "data"


def _marked(attributes: str) -> bool:
    """A script can find the element by its id or its data."""
    found = _ID.search(attributes)
    if found is not None:
        return not _FURNITURE.search(found[1])
    return _DATA.search(f"{attributes} ") is not None


def _ids(hollow: Iterable[re.Match[str]]) -> Iterator[str]:
    """The ids of containers without content."""
    return (found[1] for tag in hollow if (found := _ID.search(tag[2])))
