"""Static pages with the national tags and TRS-like paths: /zwgk/…/202305/t20230512_123.html."""

from collections.abc import Iterator
from html import escape

from data.demo.content.model import Article, Column
from data.demo.families.parts import (
    ACCESS,
    PLATFORM,
    Family,
    View,
    article_tags,
    chunks,
    column_tags,
    footer_lines,
    printed_time,
    relative,
    site_tags,
    source_of,
    text_html,
)

PAGE = 5  # entries a list page


def _page(view: View, here: str, title: str, tags: str, main: str) -> str:
    menu = "\n".join(
        f'<li><a href="{relative(here, path)}">{escape(name)}</a></li>'
        for name, path in (
            ("首页", view.home),
            *((column.name, view.columns[column.key]) for column in view.content.menu),
            (PLATFORM, view.platform),
        )
    )
    foot = "\n".join(f"<p>{line}</p>" for line in footer_lines(view.body))
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
{site_tags(view.body)}
{tags}
</head>
<body>
<div class="header">
<h2 class="logo">{view.body.name}门户网站</h2>
<p class="tools">{ACCESS}</p>
<form class="search" action="/search"><input name="q" placeholder="请输入关键词"></form>
<ul class="nav">
{menu}
</ul>
</div>
<div class="main">
{main}
</div>
<div class="footer">
{foot}
</div>
</body>
</html>
"""


def _crumbs(view: View, here: str, column: Column) -> str:
    """The way here; a column's own page names itself without a link."""
    steps = (("首页", view.home), *view.crumbs(column))
    links = " &gt; ".join(
        escape(name) if path == here else f'<a href="{relative(here, path)}">{escape(name)}</a>'
        for name, path in steps
    )
    return f'<div class="crumbs">当前位置：{links}</div>'


def _entries(here: str, view: View, articles: tuple[Article, ...]) -> str:
    return "\n".join(
        f'<li><a href="{relative(here, view.articles[a.key])}" title="{escape(a.title)}">'
        f"{escape(a.title)}</a><span>{a.on.isoformat()}</span></li>"
        for a in articles
    )


def _home(view: View) -> str:
    here = view.home
    dead = "".join(
        f'<li><a href="{view.body.folder}/zt/home-{n}.html">{escape(words)}</a></li>'
        for n, words in enumerate(view.content.home_dead, 1)
    )
    boxes = "\n".join(
        f'<div class="box"><h3><a href="{relative(here, view.columns[column.key])}">'
        f"{column.name}</a></h3>\n"
        f"<ul>{_entries(here, view, view.newest((column.key,)))}{more}</ul></div>"
        for column, more in zip(view.content.menu[:2], ("", dead), strict=True)
    )
    tags = column_tags("首页", "首页")
    return _page(view, here, f"{view.body.name}门户网站", tags, boxes)


def _platform(view: View) -> Iterator[tuple[str, str]]:
    here = view.platform
    parts = []
    for column in view.content.platform:
        parts.append(
            f'<h3><a href="{relative(here, view.columns[column.key])}">{column.name}</a></h3>'
        )
        children = "".join(
            f'<li><a href="{relative(here, view.columns[child.key])}">{child.name}</a></li>'
            for child in column.columns
        )
        parts.append(f"<ul>{children}</ul>" if children else "")
    main = (
        f'<div class="crumbs">当前位置：<a href="{relative(here, view.home)}">首页</a>'
        f" &gt; {PLATFORM}</div>\n<h1>{PLATFORM}</h1>\n"
        f'<div class="catalogue">{"".join(parts)}</div>'
    )
    tags = column_tags(PLATFORM, "信息公开目录")
    yield here, _page(view, here, f"{PLATFORM}-{view.body.name}门户网站", tags, main)


def _column(view: View, column: Column) -> Iterator[tuple[str, str]]:
    first = view.columns[column.key]
    tags = column_tags(column.name, column.kind)
    title = f"{column.name}-{view.body.name}门户网站"
    pages = chunks(column.articles, PAGE)
    for number, articles in enumerate(pages):
        here = first if number == 0 else f"{first}index_{number}.html"
        entries = _entries(here, view, articles)
        if column.columns:
            entries = "\n".join(
                f'<li><a href="{relative(here, view.columns[child.key])}">{child.name}</a></li>'
                for child in column.columns
            )
        elif not articles:
            entries = "<li>暂无信息</li>"
        pager = (
            f'<div class="page"><script>createPageHTML({len(pages)}, {number}, "index", "html");'
            "</script></div>"
            if len(pages) > 1
            else ""
        )
        main = (
            f"{_crumbs(view, here, column)}\n<h1>{column.name}</h1>\n"
            f'<ul class="list">\n{entries}\n</ul>\n{pager}'
        )
        yield here, _page(view, here, title, tags, main)


def _article(view: View, column: Column, article: Article) -> str:
    here = view.articles[article.key]
    tags = f"{column_tags(column.name, column.kind)}\n{article_tags(view, article)}"
    fields = "".join(
        f"<tr><th>{name}：</th><td>{escape(value)}</td></tr>"
        for name, value in article.fields.items()
    )
    block = f'<table class="fields">{fields}</table>' if fields else ""
    main = (
        f"{_crumbs(view, here, column)}\n{block}\n<h1>{escape(article.title)}</h1>\n"
        f'<div class="info"><span>发布时间：{printed_time(article)}</span>　'
        f"<span>来源：{escape(source_of(view, article))}</span></div>\n"
        f'<div class="TRS_Editor">\n{text_html(view, article)}\n</div>'
    )
    return _page(view, here, f"{article.title}-{view.body.name}门户网站", tags, main)


def _column_path(number: int, column: Column) -> str:
    return f"/zwgk/{column.key}/"


def _article_path(number: int, serial: int, column: Column, article: Article) -> str:
    return f"/zwgk/{column.key}/{article.on:%Y%m}/t{article.on:%Y%m%d}_{serial}.html"


STATIC = Family(
    "utf-8", "/", "/zwgk/", _column_path, _article_path,
    _home, _platform, _column, _article,
)  # fmt: skip
