"""An old site: GBK, tables for layout, no tags, numbered pages: /show_123.htm, /list_101.htm."""

from collections.abc import Iterator
from html import escape

from data.demo.content.model import Article, Column
from data.demo.families.parts import (
    ACCESS,
    PLATFORM,
    Family,
    View,
    chunks,
    footer_lines,
    printed_time,
    source_of,
    text_html,
)

PAGE = 6  # entries a list page


def _page(view: View, title: str, main: str) -> str:
    menu = "\n".join(
        f'<TD align=center><A href="{path}"><FONT color=white>{escape(name)}</FONT></A></TD>'
        for name, path in (
            ("首页", view.home),
            *((column.name, view.columns[column.key]) for column in view.content.menu),
            (PLATFORM, view.platform),
        )
    )
    foot = "<BR>\n".join(footer_lines(view.body))
    return f"""<HTML>
<HEAD>
<META http-equiv="Content-Type" content="text/html; charset=gb2312">
<TITLE>{escape(title)}</TITLE>
</HEAD>
<BODY topmargin=0 bgcolor="#ffffff">
<TABLE width=1000 align=center border=0 id=top><TR><TD><B>{view.body.name}门户网站</B></TD>
<TD align=right>{ACCESS}</TD></TR></TABLE>
<TABLE width=1000 align=center border=0 bgcolor="#b01e23" id=menu><TR>
{menu}
</TR></TABLE>
<TABLE width=1000 align=center border=0 cellpadding=4 id=body><TR><TD valign=top>
{main}
</TD></TR></TABLE>
<TABLE width=1000 align=center border=0 id=bottom><TR><TD align=center>
{foot}
</TD></TR></TABLE>
</BODY>
</HTML>
"""


def _crumbs(view: View, column: Column) -> str:
    steps = (("首页", view.home), *view.crumbs(column))
    links = "&nbsp;>>&nbsp;".join(f'<A href="{path}">{escape(name)}</A>' for name, path in steps)
    return f"<TABLE width=100%><TR><TD>您现在的位置：{links}</TD></TR></TABLE>"


def _entries(view: View, articles: tuple[Article, ...]) -> str:
    return "\n".join(
        f'<TR><TD>·<A href="{view.articles[a.key]}" target=_blank>{escape(a.title)}</A></TD>'
        f"<TD width=100>[{a.on.isoformat()}]</TD></TR>"
        for a in articles
    )


def _home(view: View) -> str:
    boxes = "\n".join(
        f"<TABLE width=100%><TR><TD><B>{column.name}</B></TD><TD align=right>"
        f'<A href="{view.columns[column.key]}">更多</A></TD></TR>\n'
        f"{_entries(view, view.newest((column.key,)))}</TABLE>"
        for column in view.content.menu[:2]
    )
    return _page(view, f"{view.body.name}门户网站", boxes)


def _children(view: View, column: Column) -> str:
    return "\n".join(
        f'<TR><TD>　·<A href="{view.columns[child.key]}">{child.name}</A></TD></TR>'
        for child in column.columns
    )


def _platform(view: View) -> Iterator[tuple[str, str]]:
    rows = "\n".join(
        f'<TR><TD><B><A href="{view.columns[column.key]}">{column.name}</A></B></TD></TR>\n'
        f"{_children(view, column)}"
        for column in view.content.platform
    )
    main = (
        f'<TABLE width=100%><TR><TD>您现在的位置：<A href="{view.home}">首页</A>&nbsp;>>&nbsp;'
        f"{PLATFORM}</TD></TR></TABLE>\n<H2>{PLATFORM}</H2>\n<TABLE width=100%>{rows}</TABLE>"
    )
    yield view.platform, _page(view, f"{PLATFORM}_{view.body.name}门户网站", main)


def _column(view: View, column: Column) -> Iterator[tuple[str, str]]:
    first = view.columns[column.key]
    pages = chunks(column.articles, PAGE)
    paths = [first, *(first.replace(".htm", f"_{n}.htm") for n in range(2, len(pages) + 1))]
    for here, articles in zip(paths, pages, strict=True):
        if column.columns:
            rows = _children(view, column)
        else:
            rows = _entries(view, articles) or "<TR><TD>暂无信息</TD></TR>"
        numbers = "&nbsp;".join(
            str(n) if path == here else f'<A href="{path}">{n}</A>'
            for n, path in enumerate(paths, 1)
        )
        pager = (
            f"<TABLE width=100%><TR><TD align=center>共{len(pages)}页&nbsp;{numbers}&nbsp;"
            f'<A href="{paths[-1]}">尾页</A></TD></TR></TABLE>'
            if len(pages) > 1
            else ""
        )
        main = (
            f"{_crumbs(view, column)}\n<H2>{column.name}</H2>\n"
            f"<TABLE width=100%>\n{rows}\n</TABLE>\n{pager}"
        )
        yield here, _page(view, f"{column.name}_{view.body.name}门户网站", main)


def _article(view: View, column: Column, article: Article) -> str:
    pairs = [f"<TD>{name}</TD><TD>{escape(value)}</TD>" for name, value in article.fields.items()]
    rows = "\n".join(f"<TR>{''.join(pairs[i : i + 2])}</TR>" for i in range(0, len(pairs), 2))
    block = f"<TABLE width=100% border=1>{rows}</TABLE>" if rows else ""
    main = (
        f"{_crumbs(view, column)}\n{block}\n"
        f"<TABLE width=100%><TR><TD align=center><FONT size=5><B>{escape(article.title)}</B></FONT>"
        f"</TD></TR>\n<TR><TD align=center>来源：{escape(source_of(view, article))}&nbsp;&nbsp;"
        f"发布时间：{printed_time(article)}</TD></TR>\n"
        f"<TR><TD id=zoom>\n{text_html(view, article)}\n</TD></TR></TABLE>"
    )
    return _page(view, f"{article.title}_{view.body.name}门户网站", main)


def _column_path(number: int, column: Column) -> str:
    return f"/list_{number}.htm"


def _article_path(number: int, serial: int, column: Column, article: Article) -> str:
    return f"/show_{serial}.htm"


TABLE = Family(
    "gbk", "/", "/xxgk.htm", _column_path, _article_path, _home, _platform, _column, _article
)
