"""Signs that scripts bring a page's content later, so that its HTML has none."""

import re

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
_HOLLOW = re.compile(
    r"<(div|ul|ol|dl|table|tbody|section)\b([^<>]{1,400})>(?:\s|<!--[^<>]{0,300}-->)*</\1\s*>", re.I
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
    return any(_MOUNT.match(id_) for id_ in _hollow(html))


def filled_later(page: Markup, html: str) -> bool:
    """A script file of the site's own has a place to put entries, or markup names their source or
    keeps them in a template.

    A file that every page loads fills only a place that is named for entries.
    """
    if _SOURCE.search(html) or _STORED.search(html):
        return True
    files = [source.rpartition("/")[2] for source in page.sources]
    own = [name for name in files if not LIBRARY.search(name)]
    places = [id_ for id_ in _hollow(html) if not _FURNITURE.search(id_)]
    if not all(_SITEWIDE.match(name) for name in own):
        return bool(places)
    return bool(own) and any(_ENTRIES.search(id_) for id_ in places)


def _hollow(html: str) -> list[str]:
    """The ids of containers without content."""
    return [found[1] for tag in _HOLLOW.finditer(html) if (found := _ID.search(tag[2]))]
