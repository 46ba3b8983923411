"""What every page family needs: addresses, breadcrumbs, text as HTML, the marks of the footer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from posixpath import relpath

from data.demo.content.model import Article, Block, Body, Cell, Column, Content, File, Table

PLATFORM = "政府信息公开"
HOME_NEWS = 6  # entries of each kind on the home page


@dataclass(frozen=True, slots=True)
class Family:
    """How pages look and where they lie.

    Paths start with a slash; one that ends with a slash is a folder's index page. Texts are whole
    files.
    """

    encoding: str
    index: str  # path of the home page
    platform_path: str
    column_path: Callable[[int, Column], str]  # number of the column on the site
    article_path: Callable[[int, int, Column, Article], str]  # numbers of column and article
    home: Callable[["View"], str]
    platform: Callable[["View"], Iterator[tuple[str, str]]]
    column: Callable[["View", Column], Iterator[tuple[str, str]]]
    article: Callable[["View", Column, Article], str]


@dataclass(frozen=True, slots=True)
class View:
    """A content under a family's addresses."""

    content: Content
    family: Family
    columns: Mapping[str, str]  # key -> path
    articles: Mapping[str, str]  # key -> path
    trails: Mapping[str, tuple[Column, ...]]  # key -> columns from the outermost to itself

    @property
    def body(self) -> Body:
        return self.content.body

    @property
    def home(self) -> str:
        return self.body.folder + self.family.index

    @property
    def platform(self) -> str:
        return self.body.folder + self.family.platform_path

    def crumbs(self, column: Column) -> tuple[tuple[str, str], ...]:
        """(name, path) of every step below the home page, the column itself last."""
        steps = tuple((step.name, self.columns[step.key]) for step in self.trails[column.key])
        under = self.trails[column.key][0] in self.content.platform
        return ((PLATFORM, self.platform), *steps) if under else steps

    def file_path(self, article: Article, file: File) -> str:
        """Beside the article, as TRS keeps them: t20230512_101.html -> P20230512_101_1.pdf."""
        base = self.articles[article.key].rpartition(".")[0]
        folder, _, name = base.rpartition("/")
        number = article.files.index(file) + 1
        return f"{folder}/P{name.lstrip('t')}_{number}.{file.format}"

    def newest(self, keys: tuple[str, ...]) -> tuple[Article, ...]:
        """Entries of these columns for the home page, newest first."""
        found = [a for key in keys for a in self.content.column(key).articles]
        return newest_first(found)[:HOME_NEWS]


def view_of(content: Content, family: Family) -> View:
    """Give every column and article of a content its address."""
    folder = content.body.folder
    columns: dict[str, str] = {}
    articles: dict[str, str] = {}
    trails: dict[str, tuple[Column, ...]] = {}

    def visit(column: Column, above: tuple[Column, ...]) -> None:
        number = 101 + len(columns)
        trail = (*above, column)
        trails[column.key] = trail
        columns[column.key] = folder + family.column_path(number, column)
        for article in column.articles:
            serial = content.body.seed * 1000 + len(articles) + 1
            articles[article.key] = folder + family.article_path(number, serial, column, article)
        for child in column.columns:
            visit(child, trail)

    for column in (*content.menu, *content.platform):
        visit(column, ())
    return View(content, family, columns, articles, trails)


def render(view: View) -> dict[str, bytes]:
    """Every page and data file of a site by its path, in the family's encoding."""
    family, content = view.family, view.content
    pages = {view.home: family.home(view), **dict(family.platform(view))}
    for column in content.columns():
        pages |= dict(family.column(view, column))
        for article in column.articles:
            pages[view.articles[article.key]] = family.article(view, column, article)
    return {path: text.encode(family.encoding) for path, text in pages.items()}


def newest_first(articles: list[Article] | tuple[Article, ...]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda a: a.on, reverse=True))


def chunks(articles: tuple[Article, ...], size: int) -> list[tuple[Article, ...]]:
    """List pages: newest first, at least one page."""
    ordered = newest_first(articles)
    return [ordered[i : i + size] for i in range(0, len(ordered), size)] or [()]


def relative(source: str, target: str) -> str:
    """A path as written on the page at `source`; a folder keeps its last slash."""
    path = relpath(target, source.rpartition("/")[0] or "/")
    return f"{path}/" if target.endswith("/") else path


def source_of(view: View, article: Article) -> str:
    return article.source or view.body.organ


def printed_time(article: Article) -> str:
    length = len(article.title)
    return f"{article.on.isoformat()} {9 + length % 8:02d}:{length % 60:02d}"


# --- text ---------------------------------------------------------------------------------------


def table_html(table: Table) -> str:
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return (
        f'<p align="center"><strong>{escape(table.caption)}</strong></p>\n'
        f'<table border="1" cellspacing="0" width="100%">{rows}</table>'
    )


def _cell(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return f"<td>{escape(cell)}</td>"
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f"<td{rows}{columns}>{escape(cell.text)}</td>"


def _block(block: Block) -> str:
    return f"<p>{escape(block)}</p>" if isinstance(block, str) else table_html(block)


def text_html(view: View, article: Article) -> str:
    """The article's text with photo, form, dead links, attachments and related entries."""
    parts = []
    if article.photo:
        name = article.title.split()[-1]
        parts.append(f'<p><img src="{view.body.folder}/images/{article.key}.png" alt="{name}"></p>')
    parts += map(_block, article.blocks)
    for number, words in enumerate(article.dead, 1):
        gone = f"{view.body.folder}/zt/{article.key}-{number}.html"
        parts.append(f'<p>相关链接：<a href="{gone}">{escape(words)}</a></p>')
    if article.form:
        parts.append(_FORM)
    if article.files:
        links = "".join(
            f'<li><a href="{view.file_path(article, file)}">'
            f"{escape(file.name)}.{file.format}</a></li>"
            for file in article.files
        )
        parts.append(f"<p>附件：</p><ul>{links}</ul>")
    for key in article.related:
        if key in view.articles:
            word = "相关解读" if key.startswith("interpretation") else "相关文件"
            title = escape(view.content.article(key).title)
            parts.append(f'<p>{word}：<a href="{view.articles[key]}">{title}</a></p>')
    return "\n".join(parts)


_FORM = (
    '<form action="/apply/submit" method="post"><table>'
    '<tr><td>申请人姓名或者名称</td><td><input type="text" name="applicant"></td></tr>'
    '<tr><td>证件号码</td><td><input type="text" name="paper"></td></tr>'
    '<tr><td>联系电话</td><td><input type="text" name="phone"></td></tr>'
    '<tr><td>通信地址</td><td><input type="text" name="address"></td></tr>'
    '<tr><td>所需政府信息描述</td><td><textarea name="content"></textarea></td></tr>'
    '</table><input type="submit" value="提交申请"></form>'
)


# --- head and foot ------------------------------------------------------------------------------


def site_tags(body: Body) -> str:
    return (
        f'<meta name="SiteName" content="{body.name}门户网站">\n'
        f'<meta name="SiteDomain" content="{body.host}">\n'
        f'<meta name="SiteIDCode" content="{body.site_code}">'
    )


def column_tags(name: str, kind: str) -> str:
    return (
        f'<meta name="ColumnName" content="{escape(name)}">\n'
        f'<meta name="ColumnDescription" content="{escape(name)}栏目发布{escape(name)}有关信息">\n'
        f'<meta name="ColumnKeywords" content="{escape(name)}">\n'
        f'<meta name="ColumnType" content="{escape(kind)}">'
    )


def article_tags(view: View, article: Article) -> str:
    return (
        f'<meta name="ArticleTitle" content="{escape(article.title)}">\n'
        f'<meta name="PubDate" content="{printed_time(article)}">\n'
        f'<meta name="ContentSource" content="{escape(source_of(view, article))}">'
    )


def footer_lines(body: Body) -> tuple[str, ...]:
    """Lines of the footer as HTML: organ, code, filings, mark, and the two entries for people."""
    organ = body.organ
    code = body.site_code
    return (
        f"主办单位：{organ}　联系电话：{body.phone}　地址：{body.address}",
        f'网站标识码：{code}　<a href="https://beian.miit.gov.cn/">玉ICP备{code[:8]}号-1</a>　'
        f'<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={code}0001">'
        f"玉公网安备 {code}0001号</a>",
        f'<a href="http://bszs.conac.cn/sitename?method=show&amp;id={code}" title="党政机关">'
        f'<img src="{body.folder}/images/party.png" alt="党政机关网站标识"></a>　'
        f'<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={code}">'
        f'<img src="{body.folder}/images/jiucuo.png" alt="我为政府网站找错"></a>',
    )


ACCESS = '<a href="javascript:void(0)" onclick="openAccess()">无障碍浏览</a>　长者模式'
