"""Lists filled by a script from a JSON data file, or an XML datastore in or beside the page."""

import json
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

INLINE = 5  # more records than these lie in a file of their own


def _page(view: View, title: str, tags: str, main: str) -> str:
    menu = "\n".join(
        f'<a class="nav-item" href="{path}">{escape(name)}</a>'
        for name, path in (
            ("首页", view.home),
            *((column.name, view.columns[column.key]) for column in view.content.menu),
            (PLATFORM, view.platform),
        )
    )
    foot = "\n".join(f"<div>{line}</div>" for line in footer_lines(view.body))
    return f"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
{site_tags(view.body)}
{tags}
<title>{escape(title)}</title>
</head>
<body>
<header><span class="site-name">{view.body.name}门户网站</span><span>{ACCESS}</span></header>
<nav>
{menu}
</nav>
<div id="container">
{main}
</div>
<footer>
{foot}
</footer>
</body>
</html>
"""


def _crumbs(view: View, column: Column, here: str) -> str:
    steps = (("首页", view.home), *view.crumbs(column))
    links = "<i>&gt;</i>".join(
        f"<span>{escape(name)}</span>" if path == here else f'<a href="{path}">{escape(name)}</a>'
        for name, path in steps
    )
    return f'<div class="position">所在位置：{links}</div>'


def _item(view: View, article: Article) -> str:
    return (
        f'<li><a href="{view.articles[article.key]}" target="_blank">{escape(article.title)}</a>'
        f'<span class="date">{article.on.isoformat()}</span></li>'
    )


def _home(view: View) -> str:
    boxes = "\n".join(
        f'<div class="panel"><div class="panel-head"><a href="{view.columns[column.key]}">'
        f"{column.name}</a></div><ul>"
        f"{''.join(_item(view, a) for a in view.newest((column.key,)))}</ul></div>"
        for column in view.content.menu[:2]
    )
    return _page(view, f"{view.body.name}门户网站", column_tags("首页", "首页"), boxes)


def _children(view: View, column: Column) -> str:
    return "".join(
        f'<li><a href="{view.columns[child.key]}">{child.name}</a></li>' for child in column.columns
    )


def _platform(view: View) -> Iterator[tuple[str, str]]:
    sections = "\n".join(
        f'<dl><dt><a href="{view.columns[column.key]}">{column.name}</a></dt>'
        f"<dd><ul>{_children(view, column)}</ul></dd></dl>"
        for column in view.content.platform
    )
    main = (
        f'<div class="position">所在位置：<a href="{view.home}">首页</a><i>&gt;</i>{PLATFORM}</div>'
        f"\n<h1>{PLATFORM}</h1>\n{sections}"
    )
    tags = column_tags(PLATFORM, "信息公开目录")
    yield view.platform, _page(view, f"{PLATFORM} - {view.body.name}门户网站", tags, main)


def _json_list(view: View, column: Column) -> tuple[str, Iterator[tuple[str, str]]]:
    """The element a script fills, and the data file that it reads."""
    path = view.columns[column.key].replace("/index.html", "/list.json")
    rows = [
        {
            "id": number,
            "title": article.title,
            "url": view.articles[article.key],
            "publishDate": f"{article.on.isoformat()} 09:00:00",
        }
        for number, article in enumerate(newest_first(column.articles), 1)
    ]
    data = json.dumps({"total": len(rows), "rows": rows}, ensure_ascii=False, indent=1)
    markup = (
        '<ul id="list"></ul>\n<script>\n'
        f'$.getJSON("{path}", function (data) {{\n'
        "  $.each(data.rows, function (i, row) {\n"
        "    $('#list').append('<li><a href=' + row.url + '>' + row.title + '</a></li>');\n"
        "  });\n});\n</script>"
    )
    return markup, iter([(path, data)])


def _xml_list(view: View, column: Column) -> tuple[str, Iterator[tuple[str, str]]]:
    """A datastore inside the page; one with many records in a file of its own."""
    records = "".join(
        f"<record><![CDATA[{_item(view, article)}]]></record>\n"
        for article in newest_first(column.articles)
    )
    total = len(column.articles)
    store = (
        f"<datastore><totalrecord>{total}</totalrecord>"
        f"<recordset>\n{records}</recordset></datastore>"
    )
    if total <= INLINE:
        return f'<div id="list"><script type="text/xml">{store}</script></div>', iter([])
    path = view.columns[column.key].replace("/index.html", "/datastore.xml")
    call = f'<div id="list"></div>\n<script>loadRecords("list", "{path}", 15);</script>'
    return call, iter([(path, f'<?xml version="1.0" encoding="utf-8"?>\n{store}')])


def _column(view: View, column: Column) -> Iterator[tuple[str, str]]:
    files: Iterator[tuple[str, str]] = iter(())
    if column.columns:
        markup = f'<ul class="child">{_children(view, column)}</ul>'
    elif view.body.family == "json":
        markup, files = _json_list(view, column)
    else:
        markup, files = _xml_list(view, column)
    yield from files
    main = f"{_crumbs(view, column, view.columns[column.key])}\n<h1>{column.name}</h1>\n{markup}"
    tags = column_tags(column.name, column.kind)
    title = f"{column.name} - {view.body.name}门户网站"
    yield view.columns[column.key], _page(view, title, tags, main)


def _article(view: View, column: Column, article: Article) -> str:
    fields = "".join(
        f"<li><b>【{name}】</b><span>{escape(value)}</span></li>"
        for name, value in article.fields.items()
    )
    block = f'<ul class="fields">{fields}</ul>' if fields else ""
    main = (
        f'{_crumbs(view, column, "")}\n<div class="article">\n'
        f'<div class="title">{escape(article.title)}</div>\n'
        f'<div class="meta">发布时间：{printed_time(article)}&emsp;'
        f"信息来源：{escape(source_of(view, article))}</div>\n{block}\n"
        f'<div class="content">\n{text_html(view, article)}\n</div>\n</div>'
    )
    tags = f"{column_tags(column.name, column.kind)}\n{article_tags(view, article)}"
    return _page(view, f"{article.title} - {view.body.name}门户网站", tags, main)


def _column_path(number: int, column: Column) -> str:
    return f"/col/col{number}/index.html"


def _article_path(number: int, serial: int, column: Column, article: Article) -> str:
    return f"/art/{article.on.year}/{article.on.month}/{article.on.day}/art_{number}_{serial}.html"


SCRIPT = Family(
    "utf-8", "/", "/col/xxgk/index.html", _column_path, _article_path,
    _home, _platform, _column, _article,
)  # fmt: skip
