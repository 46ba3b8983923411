"""信息公开 in frames: a tree on the left, the chosen list on the right; news outside as usual."""

from collections.abc import Iterator
from html import escape

from data.demo.content.model import Article, Column
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


def _page(view: View, title: str, tags: str, main: str) -> str:
    menu = " | ".join(
        f'<a href="{path}">{escape(name)}</a>'
        for name, path in (
            ("首页", view.home),
            *((column.name, view.columns[column.key]) for column in view.content.menu),
            (PLATFORM, view.platform),
        )
    )
    foot = "\n".join(f"<p>{line}</p>" for line in footer_lines(view.body))
    return _bare(
        view,
        title,
        tags,
        f'<div id="top"><strong>{view.body.name}门户网站</strong> {ACCESS}</div>\n'
        f'<div id="menu">{menu}</div>\n<div id="main">\n{main}\n</div>\n'
        f'<div id="footer">\n{foot}\n</div>',
    )


def _bare(view: View, title: str, tags: str, main: str) -> str:
    """A page inside a frame has no menu and no footer of its own."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
{site_tags(view.body)}
{tags}
<title>{escape(title)}</title>
</head>
<body>
{main}
</body>
</html>
"""


def _crumbs(view: View, column: Column) -> str:
    steps = (("首页", view.home), *view.crumbs(column))
    links = " → ".join(f'<a href="{path}" target="_top">{escape(n)}</a>' for n, path in steps)
    return f'<div id="location">您的位置：{links}</div>'


def _entries(view: View, articles: tuple[Article, ...]) -> str:
    return "\n".join(
        f"<dd><span>{a.on.year}年{a.on.month:02d}月{a.on.day:02d}日</span>"
        f'<a href="{view.articles[a.key]}" target="_blank">{escape(a.title)}</a></dd>'
        for a in articles
    )


def _home(view: View) -> str:
    boxes = "\n".join(
        f'<dl><dt><a href="{view.columns[column.key]}">{column.name}</a></dt>\n'
        f"{_entries(view, view.newest((column.key,)))}</dl>"
        for column in view.content.menu[:2]
    )
    return _page(view, f"{view.body.name}门户网站", column_tags("首页", "首页"), boxes)


def _tree(view: View, columns: tuple[Column, ...]) -> str:
    nodes = "".join(
        f'<li><a href="{view.columns[column.key]}" target="list">{column.name}</a>'
        f"{_tree(view, column.columns) if column.columns else ''}</li>\n"
        for column in columns
    )
    return f"<ul>{nodes}</ul>"


def _platform(view: View) -> Iterator[tuple[str, str]]:
    tags = column_tags(PLATFORM, "信息公开目录")
    title = f"{PLATFORM}_{view.body.name}门户网站"
    folder = view.platform
    first = view.columns[view.content.platform[0].key]
    yield (
        folder,
        _page(
            view,
            title,
            tags,
            f"<h1>{PLATFORM}</h1>\n"
            f'<iframe name="tree" src="{folder}tree.html" width="220" height="800"></iframe>\n'
            f'<iframe name="list" src="{first}" width="760" height="800"></iframe>',
        ),
    )
    tree = _tree(view, view.content.platform)
    yield f"{folder}tree.html", _bare(view, f"{PLATFORM}目录", tags, f"<h3>公开目录</h3>\n{tree}")


def _column(view: View, column: Column) -> Iterator[tuple[str, str]]:
    if column.columns:
        entries = "\n".join(
            f'<dd><a href="{view.columns[child.key]}">{child.name}</a></dd>'
            for child in column.columns
        )
    else:
        entries = _entries(view, newest_first(column.articles)) or "<dd>暂无内容</dd>"
    main = f"{_crumbs(view, column)}\n<h2>{column.name}</h2>\n<dl>\n{entries}\n</dl>"
    tags = column_tags(column.name, column.kind)
    framed = view.trails[column.key][0] in view.content.platform
    shape = _bare if framed else _page
    yield view.columns[column.key], shape(view, column.name, tags, main)


def _article(view: View, column: Column, article: Article) -> str:
    rows = "\n".join(
        f"<tr><td><b>{name}:</b></td><td>{escape(value)}</td></tr>"
        for name, value in article.fields.items()
    )
    block = f'<table id="headInfo">{rows}</table>' if rows else ""
    main = (
        f"{_crumbs(view, column)}\n{block}\n<h2>{escape(article.title)}</h2>\n"
        f"<p>日期：{printed_time(article)} 来源：{escape(source_of(view, article))}</p>\n"
        f'<div id="zoom">\n{text_html(view, article)}\n</div>'
    )
    tags = f"{column_tags(column.name, column.kind)}\n{article_tags(view, article)}"
    return _page(view, article.title, tags, main)


def _column_path(number: int, column: Column) -> str:
    return f"/xxgk/lm{number}.html"


def _article_path(number: int, serial: int, column: Column, article: Article) -> str:
    return f"/xxgk/{article.on.year}/{serial}.html"


FRAMES = Family(
    "utf-8", "/", "/xxgk/", _column_path, _article_path, _home, _platform, _column, _article
)
