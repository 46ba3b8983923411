"""One portal for several departments: each is a column with its own front page, tree and lists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from data.demo.content.model import Article, Body, Column
from data.demo.families.parts import (
    ACCESS,
    PLATFORM,
    Family,
    View,
    article_tags,
    column_tags,
    footer_lines,
    newest_first,
    printed_time,
    site_tags,
    source_of,
    text_html,
)


def _page(body: Body, title: str, tags: str, main: str) -> str:
    foot = "\n".join(f"<li>{line}</li>" for line in footer_lines(body))
    return f"""<!DOCTYPE html>
<html>
<head>
<meta charset="UTF-8">
<title>{escape(title)}</title>
{site_tags(body)}
{tags}
</head>
<body>
<div class="top-bar"><a href="/">{body.place}政务公开平台</a> <span>{ACCESS}</span></div>
{main}
<div class="foot"><ul>
{foot}
</ul></div>
</body>
</html>
"""


def _framed(view: View, title: str, tags: str, main: str) -> str:
    """A department's page: its own menu above, its tree on the left."""
    menu = "".join(
        f'<li><a href="{path}">{escape(name)}</a></li>'
        for name, path in (
            (view.body.name, view.home),
            *((column.name, view.columns[column.key]) for column in view.content.menu),
            (PLATFORM, view.platform),
        )
    )
    tree = _tree(view, view.content.platform)
    return _page(
        view.body,
        f"{title}-{view.body.name}",
        tags,
        f'<ul class="menu">{menu}</ul>\n<div class="left tree">{tree}</div>\n'
        f'<div class="right">\n{main}\n</div>',
    )


def _tree(view: View, columns: tuple[Column, ...]) -> str:
    nodes = "".join(
        f'<li><a href="{view.columns[column.key]}">{column.name}</a>'
        f"{_tree(view, column.columns) if column.columns else ''}</li>\n"
        for column in columns
    )
    return f"<ul>{nodes}</ul>"


def _crumbs(view: View, column: Column, here: str) -> str:
    steps = (("首页", "/"), (view.body.name, view.home), *view.crumbs(column))
    links = " / ".join(
        escape(name) if path == here else f'<a href="{path}">{escape(name)}</a>'
        for name, path in steps
    )
    return f'<div class="breadcrumb">当前位置：{links}</div>'


def _entries(view: View, articles: tuple[Article, ...]) -> str:
    return "\n".join(
        f'<tr><td><a href="{view.articles[a.key]}">{escape(a.title)}</a></td>'
        f"<td>{a.on.isoformat()}</td></tr>"
        for a in articles
    )


def _home(view: View) -> str:
    boxes = "\n".join(
        f'<h3><a href="{view.columns[column.key]}">{column.name}</a></h3>\n'
        f'<table class="list">{_entries(view, view.newest((column.key,)))}</table>'
        for column in view.content.menu[:2]
    )
    crumbs = f'<div class="breadcrumb">当前位置：<a href="/">首页</a> / {view.body.name}</div>'
    main = f"{crumbs}\n<h1>{view.body.name}</h1>\n{boxes}"
    return _framed(view, "部门信息公开", column_tags("首页", "首页"), main)


def _platform(view: View) -> Iterator[tuple[str, str]]:
    crumbs = (
        f'<div class="breadcrumb">当前位置：<a href="/">首页</a> / '
        f'<a href="{view.home}">{view.body.name}</a> / {PLATFORM}</div>'
    )
    main = f"{crumbs}\n<h1>{PLATFORM}</h1>\n{_tree(view, view.content.platform)}"
    yield view.platform, _framed(view, PLATFORM, column_tags(PLATFORM, "信息公开目录"), main)


def _column(view: View, column: Column) -> Iterator[tuple[str, str]]:
    if column.columns:
        rows = "\n".join(
            f'<tr><td><a href="{view.columns[child.key]}">{child.name}</a></td></tr>'
            for child in column.columns
        )
    else:
        rows = _entries(view, newest_first(column.articles)) or "<tr><td>暂无数据</td></tr>"
    main = (
        f"{_crumbs(view, column, view.columns[column.key])}\n<h1>{column.name}</h1>\n"
        f'<table class="list">\n{rows}\n</table>'
    )
    yield (
        view.columns[column.key],
        _framed(view, column.name, column_tags(column.name, column.kind), main),
    )


def _article(view: View, column: Column, article: Article) -> str:
    fields = "".join(
        f"<tr><td>{name}</td><td>{escape(value)}</td></tr>"
        for name, value in article.fields.items()
    )
    block = f'<table class="xxgk-fields">{fields}</table>' if fields else ""
    main = (
        f'{_crumbs(view, column, "")}\n{block}\n<h1 class="title">{escape(article.title)}</h1>\n'
        f'<div class="source">发布日期：{printed_time(article)} | '
        f"发布机构：{escape(source_of(view, article))}</div>\n"
        f'<div class="detail">\n{text_html(view, article)}\n</div>'
    )
    tags = f"{column_tags(column.name, column.kind)}\n{article_tags(view, article)}"
    return _framed(view, article.title, tags, main)


def portal_page(views: Sequence[View]) -> bytes:
    """The portal's own home page: newest notices of all departments and the way to each."""
    some = views[0].body
    body = replace(some, name=f"{some.place}人民政府", folder="")
    listed = sorted(
        ((view, article) for view in views for article in view.newest(("gzdt", "tzgg"))),
        key=lambda pair: pair[1].on,
        reverse=True,
    )
    news = "\n".join(
        f'<tr><td><a href="{view.articles[a.key]}">{escape(a.title)}</a></td>'
        f"<td>{a.on.isoformat()}</td></tr>"
        for view, a in listed
    )
    organs = "".join(f'<li><a href="{view.home}">{view.body.name}</a></li>' for view in views)
    title = f"{body.place}政务公开平台"
    main = (
        f'<h3>最新公开</h3>\n<table class="list">{news}</table>\n'
        f"<h3>部门信息公开</h3>\n<ul>{organs}</ul>"
    )
    return _page(body, title, column_tags("首页", "首页"), main).encode()


def _column_path(number: int, column: Column) -> str:
    return f"/{column.key}/"


def _article_path(number: int, serial: int, column: Column, article: Article) -> str:
    return f"/{column.key}/{article.on:%Y-%m}/{serial}.html"


PORTAL = Family(
    "utf-8", "/", "/zfxxgk/", _column_path, _article_path, _home, _platform, _column, _article
)
