"""What kind of page this is: front page, list, article, platform, form.

The rules stand in their order, and the first that holds decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from crawlers.reading.flat import Markup
from crawlers.reading.found import Found
from crawlers.reading.layout import Layout
from crawlers.reading.shape import Shape
from crawlers.reading.title import SITE_END, all_segments, meta_title, plain, segments
from data.types import PageKind

_HOME_PATH = re.compile(r"^/?(?:(?:index|default|main|home)\.\w+)?$", re.I)
_FORM_TITLE = re.compile(
    r"查询$|检索|搜索|我要(?:写信|留言|咨询|投诉|申请|建议)|提建议|在线(?:申请|提交|咨询)|申请(?:表|公开)$|写信"
)
_PLATFORM = re.compile(r"(?:政府)?信息公开(?:平台|目录|专栏|专网)?$|政务公开$|公开目录$|信息公开")
_PLATFORM_NAME = re.compile(
    r"^(?:.{0,14}(?:政府|局|委|厅|办))?(?:政府|政务)?(?:信息|政务)公开(?:平台|目录|专栏|专网|网|导航)?$"
)


_COMMENTED = 120  # characters of running text above a form for comments


@dataclass(slots=True)
class _Seen:
    """What the rules look at, beside the counts."""

    page: Markup
    layout: Layout
    url: str
    crumbs: tuple[str, ...]
    tagged: str  # the ArticleTitle tag
    column: str  # the ColumnName tag
    name: str  # what <title> names first


class _Rule(NamedTuple):
    name: str
    kind: PageKind
    holds: Callable[[_Seen, Shape], object]


def kind_of(
    page: Markup, layout: Layout, url: str, shape: Shape, crumbs: tuple[str, ...]
) -> Found[PageKind]:
    seen = _Seen(
        page,
        layout,
        url,
        crumbs,
        meta_title(page),
        page.metas.get("columnname", ""),
        (segments(page) or [page.title])[0],
    )
    for rule in _RULES:
        if reason := rule.holds(seen, shape):
            return Found(rule.kind, rule.name, _words(reason, shape))
    return Found(PageKind.OTHER, "各条规则都不符合", _words(None, shape))


def _words(reason: object, n: Shape) -> str:
    """The words that decided, else the counts that did."""
    if isinstance(reason, str):
        return reason
    if isinstance(reason, re.Match):
        return str(reason.string)
    return f"正文 {n.text} 字，条目 {n.entries} 个，其中带日期 {n.dated} 个"


def _framed_home(s: _Seen, _: Shape) -> object:
    return s.page.frameset and _HOME_PATH.match(urlsplit(s.url).path)


def _form(s: _Seen, n: Shape) -> object:
    """Several fields to fill in, or one under a title that says what for."""
    if not n.fields or n.text >= 1500 or n.dated >= 5:
        return False
    last = s.crumbs[-1] if s.crumbs else ""
    if named := _FORM_TITLE.search(s.page.title) or _FORM_TITLE.search(last):
        return named
    # Under a text with its own heading they are for comments on it: a draft out for consultation.
    return n.fields >= 3 and not (n.headed and n.strong and n.text >= _COMMENTED)


def _named_form(s: _Seen, n: Shape) -> object:
    return s.page.inputs and not n.dated and n.text < 400 and _FORM_TITLE.search(s.name)


def _platform(s: _Seen, n: Shape) -> object:
    return not n.dated and (name := _PLATFORM_NAME.match(s.name)) and n.links >= 8 and name


def _home_address(s: _Seen, _: Shape) -> object:
    parts = urlsplit(s.url)
    web = parts.scheme in {"http", "https"}
    return web and not parts.query and _HOME_PATH.match(parts.path)


def _says_home(s: _Seen) -> bool:
    return s.page.metas.get("ishome") == "true" or s.column in {"首页", "网站首页"}


def _site_title(s: _Seen, n: Shape) -> object:
    if _says_home(s) or s.layout.crumb >= 0:
        return False
    site = plain(s.page.metas.get("sitename", ""))
    titled = site and plain(s.page.title) == site
    return titled and n.groups >= 3 and (n.dated or not s.column) and s.page.title


def _blocks(s: _Seen, n: Shape) -> object:
    """Many blocks of links under a title that names no column."""
    if _says_home(s) or s.layout.crumb >= 0 or s.column:
        return False
    names = all_segments(s.page)
    of_site = len(names) <= 1 or SITE_END.search(names[0])
    return of_site and n.groups >= 4 and n.links >= 20 and n.info < 0


def _longer(_: _Seen, n: Shape) -> object:
    return n.text >= 400 and n.text > n.entries * 40 and n.dated < 4


def _own_name(s: _Seen) -> bool:
    """<title> names something long that is not the column."""
    return bool(s.crumbs) and len(s.name) >= 8 and plain(s.name) != plain(s.crumbs[-1])


def _hardly_listed(s: _Seen, n: Shape) -> object:
    return n.text >= 30 and n.entries <= 2 and not n.dated and _own_name(s)


def _beside_lists(s: _Seen, n: Shape) -> object:
    """The column's name is no part of the title either, and there is text."""
    few = n.text >= 60 and n.dated <= 2
    return few and _own_name(s) and plain(s.crumbs[-1]) not in plain(s.name)


def _column_shown(s: _Seen, _: Shape) -> object:
    return s.crumbs or any(
        line.tag in ("h1", "h2", "h3") and not nav
        for line, nav in zip(s.page.lines, s.layout.nav_lines, strict=True)
    )


_HOME, _LIST, _ARTICLE = PageKind.HOME, PageKind.LIST, PageKind.ARTICLE
_SEARCH, _TREE = PageKind.SEARCH, PageKind.PLATFORM
# fmt: off
_RULES = (
    _Rule("框架页，标题是信息公开", _TREE,
          lambda s, n: s.page.frameset and _PLATFORM.search(s.page.title)),
    _Rule("框架页，网址是首页", _HOME, _framed_home),
    _Rule("框架页", _TREE, lambda s, n: s.page.frameset),
    _Rule("有 ArticleTitle 标签和正文", _ARTICLE,
          lambda s, n: (n.text >= 60 or not n.fields) and s.tagged),
    _Rule("有要填写的表单", _SEARCH, _form),
    _Rule("有 ArticleTitle 标签", _ARTICLE, lambda s, n: s.tagged),
    _Rule("标题是查询或写信，有填写项", _SEARCH, _named_form),
    _Rule("标题是信息公开平台，没有带日期的条目", _TREE, _platform),
    _Rule("网址是首页", _HOME, _home_address),
    _Rule("标签说是首页", _HOME, lambda s, n: n.entries >= 10 and _says_home(s)),
    _Rule("标题就是网站名称", _HOME, _site_title),
    _Rule("多组链接，标题不是栏目名", _HOME, _blocks),
    _Rule("多条标注日期的信息", _LIST, lambda s, n: s.crumbs and n.infos >= 3),
    _Rule("信息栏标注日期", _ARTICLE, lambda s, n: n.strong and n.dated <= 2),
    _Rule("信息栏下有正文", _ARTICLE,
          lambda s, n: n.info >= 0 and n.text >= 60 and (n.dated <= 8 or n.apart)),
    _Rule("信息栏下只有文件", _ARTICLE, lambda s, n: n.info >= 0 and n.titled and n.filed),
    _Rule("正文远多于条目", _ARTICLE, _longer),
    _Rule("正文不在条目之间", _ARTICLE,
          lambda s, n: n.apart and n.text >= (300 if n.dated else 120)),
    _Rule("正文上有自己的标题，不在条目之间", _ARTICLE,
          lambda s, n: n.titled and n.apart and n.text >= 40 and not n.dated),
    _Rule("标题不是栏目名，几乎没有条目", _ARTICLE, _hardly_listed),
    _Rule("标题与栏目名无关，有正文", _ARTICLE, _beside_lists),
    _Rule("有正文，没有条目", _ARTICLE, lambda s, n: n.text >= 100 and not n.entries),
    _Rule("有自己的标题，几乎没有条目", _ARTICLE,
          lambda s, n: n.headed and n.entries <= 2 and not n.dated),
    _Rule("有条目或栏目名标签", _LIST, lambda s, n: n.dated or n.entries or s.column),
    _Rule("有信息栏或短文", _ARTICLE, lambda s, n: n.info >= 0 or n.text >= 80),
    _Rule("有位置导航或小标题", _LIST, _column_shown),
)
# fmt: on
