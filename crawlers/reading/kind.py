"""What kind of page this is: front page, list, article, platform, form."""

import re
from urllib.parse import urlsplit

from crawlers.reading.flat import Markup
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


def kind_of(
    page: Markup, layout: Layout, url: str, shape: Shape, columns: tuple[str, ...]
) -> PageKind:
    title = page.title
    named = meta_title(page)
    column = page.metas.get("columnname", "")
    first_part = (segments(page) or [title])[0]
    if page.frameset:
        return PageKind.PLATFORM if _PLATFORM.search(title) else _frameset_kind(url)
    if named and (shape.text >= 60 or not shape.fields):
        return PageKind.ARTICLE
    if (
        (
            shape.fields >= 3
            or (
                shape.fields
                and (
                    _FORM_TITLE.search(title) or _FORM_TITLE.search(columns[-1] if columns else "")
                )
            )
        )
        and shape.text < 1500
        and shape.dated < 5
    ):
        return PageKind.SEARCH
    if named:
        return PageKind.ARTICLE
    if _FORM_TITLE.search(first_part) and page.inputs and not shape.dated and shape.text < 400:
        return PageKind.SEARCH
    if shape.dated == 0 and _PLATFORM_NAME.match(first_part) and shape.links >= 8:
        return PageKind.PLATFORM
    if _is_home(page, layout, url, shape, column):
        return PageKind.HOME
    if shape.infos >= 3 and columns:
        return PageKind.LIST
    if shape.strong and shape.dated <= 2:
        return PageKind.ARTICLE
    if shape.info >= 0 and shape.text >= 60 and (shape.dated <= 8 or shape.apart):
        return PageKind.ARTICLE
    if shape.text >= 400 and shape.text > shape.entries * 40 and shape.dated < 4:
        return PageKind.ARTICLE
    if shape.apart and shape.text >= (300 if shape.dated else 120):
        return PageKind.ARTICLE
    named_apart = columns and len(first_part) >= 8 and plain(first_part) != plain(columns[-1])
    if named_apart and shape.text >= 30 and shape.entries <= 2 and not shape.dated:
        return PageKind.ARTICLE
    # <title> names something that is not the column, and there is text: an article beside lists.
    unlike = named_apart and plain(columns[-1]) not in plain(first_part)
    if unlike and shape.text >= 60 and shape.dated <= 2:
        return PageKind.ARTICLE
    if shape.text >= 100 and not shape.entries:
        return PageKind.ARTICLE
    if shape.headed and shape.entries <= 2 and not shape.dated:
        return PageKind.ARTICLE
    if shape.dated or column or shape.entries:
        return PageKind.LIST
    if shape.info >= 0 or shape.text >= 80:
        return PageKind.ARTICLE
    headed = any(
        line.tag in ("h1", "h2", "h3") and not layout.nav_lines[n]
        for n, line in enumerate(page.lines)
    )  # fmt: skip
    return PageKind.LIST if columns or headed else PageKind.OTHER


def _frameset_kind(url: str) -> PageKind:
    return PageKind.HOME if _HOME_PATH.match(urlsplit(url).path) else PageKind.PLATFORM


def _is_home(page: Markup, layout: Layout, url: str, shape: Shape, column: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and _HOME_PATH.match(parts.path) and not parts.query:
        return True
    if page.metas.get("ishome") == "true" or column in {"首页", "网站首页"}:
        return shape.entries >= 10
    if layout.crumb >= 0:
        return False
    site = plain(page.metas.get("sitename", ""))
    if site and plain(page.title) == site and shape.groups >= 3:
        return shape.dated > 0 or not column
    names = all_segments(page)
    if column or (len(names) > 1 and not SITE_END.search(names[0])):
        return False
    return shape.groups >= 4 and shape.links >= 20 and shape.info < 0
