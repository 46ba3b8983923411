"""A farm of sites to measure crawlers on: the same pages on every machine, from a seed.

Every page is shaped like a government site's: scripts and styles in the head, a menu, a breadcrumb,
a list of dated links or an article with paragraphs, neighbours beside it, a footer. What a crawler
must bring home is known: `Site.truth`.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from random import Random

SEED = 20240520
LEAST_BYTES, MOST_BYTES = 25_500, 39_000  # drawn for every page, about; most end near the middle
ENTRIES = 40  # of one list page
BESIDE = 34  # links to neighbours beside an article
RELATED = 19  # and below it, relative
GBK_HOSTS = 3  # the last ones

_COLUMNS = (
    ("zcwj", "政策文件"), ("zcjd", "政策解读"), ("jgzn", "机构职能"), ("ldzc", "领导之窗"),
    ("ghjh", "规划计划"), ("czyjs", "财政预决算"), ("tjxx", "统计信息"), ("rsxx", "人事信息"),
    ("yjgl", "应急管理"), ("zdxm", "重大项目"), ("gsgg", "公示公告"), ("gzdt", "工作动态"),
)  # fmt: skip
_PLACES = (
    "清河", "临江", "望山", "平川", "东阳", "南屏", "西岭", "北原", "安平", "永宁",
    "长丰", "新华", "凤台", "龙泉", "石门", "白水",
)  # fmt: skip
_WHO = (
    "人民政府", "教育局", "财政局", "民政局", "水利局", "审计局", "统计局", "卫生健康局",
)  # fmt: skip
_DID = ("印发", "公布", "部署", "推进", "调整", "完善", "开展", "落实")
_WHAT = (
    "农村饮水安全工程", "义务教育阶段招生工作", "城乡居民养老保险", "老旧小区改造",
    "高标准农田建设", "政务服务事项清单", "防汛抗旱应急预案", "部门预算执行情况",
    "公共卫生服务项目", "道路交通安全整治", "行政执法公示制度", "小微企业扶持资金",
    "生态环境保护规划", "困难群众救助标准", "重点建设项目进展",
)  # fmt: skip
_FORM = ("的通知", "的意见", "实施方案", "情况通报", "工作要点", "的公示", "办理结果")
_SAID = (
    "各有关单位要按照职责分工抓好落实",
    "切实加强组织领导，健全工作机制",
    "坚持以人民为中心，着力解决群众关心的问题",
    "所需资金列入年度预算，专款专用",
    "对工作推进不力的单位予以通报",
    "实施过程中的情况和建议请及时反馈",
    "进一步优化办事流程，压缩办理时限",
    "定期开展督促检查，确保按期完成",
    "有关标准自公布之日起执行",
    "加强政策宣传和业务培训，提高服务水平",
)

# As long as what such sites really carry in their heads.
_STYLE = "".join(
    f".c{n}{{width:{n + 180}px;height:{n % 40 + 20}px;line-height:{n % 40 + 20}px;float:left;"
    f"margin:0 {n % 9}px;color:#{n * 4099 % 0xFFFFFF:06x};border-bottom:1px solid #dcdfe6}}\n"
    for n in range(34)
)
_SCRIPT = "".join(
    f"function tab{n}(a,b){{for(var i=0;i<b;i++){{var t=$('#t{n}_'+i);"
    f"if(i==a){{t.addClass('on').siblings().removeClass('on');}}else{{t.hide();}}}}}}\n"
    for n in range(16)
)


Row = tuple[str, str, str, str]  # address, title, day, column of a page


@dataclass(frozen=True, slots=True)
class Truth:
    """What is on a page. Lists have no day, and are themselves the column."""

    path: str
    title: str
    day: str = ""  # of publication, ISO
    column: str = ""  # of an article


@dataclass(frozen=True, slots=True)
class _Article:
    path: str
    title: str
    day: str
    number: int


@dataclass(frozen=True, slots=True)
class _Column:
    folder: str
    name: str
    articles: tuple[_Article, ...]
    lists: int  # pages that the list is spread over

    def address(self, page: int) -> str:
        return f"/zwgk/{self.folder}/index{f'_{page}' if page else ''}.html"

    def entries(self, page: int) -> tuple[_Article, ...]:
        """An even share, so that no list page is left without entries."""
        count = len(self.articles)
        return self.articles[page * count // self.lists : (page + 1) * count // self.lists]


class Site:
    """One site: exactly `pages` pages, all in reach of `/`."""

    def __init__(self, number: int, pages: int, encoding: str = "utf-8", seed: int = SEED) -> None:
        self.encoding = encoding
        self._seed = f"{seed}/{number}"
        rng = Random(self._seed)
        self.name = f"{_PLACES[number % len(_PLACES)]}县人民政府"
        self._columns = tuple(self._draw_columns(pages, rng))
        self._articles = tuple(a for column in self._columns for a in column.articles)

    def _draw_columns(self, pages: int, rng: Random) -> Iterator[_Column]:
        many = max(1, min(len(_COLUMNS), (pages - 1) // 3))
        for n, (folder, name) in enumerate(_COLUMNS[:many]):
            share = (pages - 1) // many + (n < (pages - 1) % many)
            lists = max(1, -(-share // (ENTRIES + 1)))
            days = sorted((_day(rng) for _ in range(share - lists)), reverse=True)
            articles = tuple(
                _Article(
                    f"/zwgk/{folder}/{day[:4]}{day[5:7]}/t{day.replace('-', '')}_{n:02}{i:04}.html",
                    _title(rng, i),
                    day,
                    i,
                )
                for i, day in enumerate(days)
            )
            yield _Column(folder, name, articles, lists)

    @cached_property
    def truth(self) -> tuple[Truth, ...]:
        """Every page once, in the order of `pages`."""
        found = [Truth("/", self.name)]
        for column in self._columns:
            found += (Truth(column.address(page), column.name) for page in range(column.lists))
            found += (Truth(a.path, a.title, a.day, column.name) for a in column.articles)
        return tuple(found)

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Every page once, as (path, body)."""
        yield "/", self._home()
        for column in self._columns:
            for page in range(column.lists):
                yield column.address(page), self._list(column, page)
            for position in range(len(column.articles)):
                yield column.articles[position].path, self._article(column, position)

    # --- pages ---------------------------------------------------------------------------------

    def _home(self) -> bytes:
        rng = Random(f"{self._seed}/home")
        blocks = "".join(
            f'<div class="block"><h2><a href="{column.address(0)}">{column.name}</a></h2>'
            f'<ul class="list">{_entries(column.articles[:4])}</ul></div>\n'
            for column in self._columns
        )
        metas = {"SiteName": self.name, "ColumnName": "首页"}
        return self._page(rng, self.name, metas, [], blocks)

    def _list(self, column: _Column, page: int) -> bytes:
        rng = Random(f"{self._seed}/{column.folder}/{page}")
        numbers = range(max(0, page - 4), min(column.lists, page + 5))
        pager = "".join(f'<a href="{column.address(n)}">{n + 1}</a> ' for n in numbers if n != page)
        if page + 1 < column.lists:
            pager += f'<a href="{column.address(page + 1)}">下一页</a>'
        body = (
            f'<div class="list_box"><ul class="list">{_entries(column.entries(page))}</ul>'
            f'<div class="page">{pager}</div></div>{self._beside(rng, 18)}'
        )
        metas = {"SiteName": self.name, "ColumnName": column.name, "ColumnType": "信息列表"}
        return self._page(rng, column.name, metas, [column], body)

    def _article(self, column: _Column, position: int) -> bytes:
        article = column.articles[position]
        rng = Random(f"{self._seed}/{article.path}")
        near = [
            f'<p>{word}：<a href="../{_below(column, other)}">{other.title}</a></p>'
            for word, n in (("上一篇", position - 1), ("下一篇", position + 1))
            if 0 <= n < len(column.articles)
            for other in (column.articles[n],)
        ]
        related = "".join(
            f'<li><a href="../{_below(column, other)}">{other.title}</a></li>\n'
            for other in rng.choices(column.articles, k=RELATED)
        )
        source = f"{self.name}办公室"
        before = (
            f'<div class="article"><h1>{article.title}</h1><div class="info"><span class="date">'
            f"发布时间：{article.day}</span><span>来源：{source}</span></div>"
            '<div class="TRS_Editor" id="zoom">'
        )
        after = (
            f'</div><div class="near">{"".join(near)}</div>'
            f'<div class="related"><h3>相关阅读</h3><ul>{related}</ul></div></div>'
            f"{self._beside(rng, BESIDE)}"
        )
        metas = {
            "SiteName": self.name,
            "ColumnName": column.name,
            "ArticleTitle": article.title,
            "PubDate": f"{article.day} {8 + article.number % 10:02}:{article.number % 60:02}",
            "ContentSource": source,
        }
        return self._page(rng, article.title, metas, [column], before, after)

    def _beside(self, rng: Random, many: int) -> str:
        chosen = rng.choices(self._articles, k=many)
        return f'<div class="side"><h3>最新信息</h3><ul>{_entries(chosen)}</ul></div>'

    def _page(
        self,
        rng: Random,
        title: str,
        metas: dict[str, str],
        trail: list[_Column],
        before: str,
        after: str | None = None,
    ) -> bytes:
        """Paragraphs fill the page up to its size, between `before` and `after`.

        A page without `after` has no text of its own: its size is made up in the head, where such
        sites keep their data and templates.
        """
        menu = "".join(
            f'<li class="c{n}"><a href="{column.address(0)}" target="_self">{column.name}</a></li>'
            for n, column in enumerate(self._columns)
        )
        crumbs = " &gt; ".join(
            f'<a href="{column.address(0)}">{column.name}</a>' for column in trail
        )
        where = f'<div class="position">当前位置：<a href="/">首页</a> &gt; {crumbs}</div>'
        foot = "".join(
            f'<a href="{address}">{name}</a>'
            for address, name in (
                *((column.address(0), column.name) for column in self._columns[:8]),
                ("http://www.province.invalid/", "省人民政府"),
                ("http://www.city.invalid/", "市人民政府"),
            )
        )
        head = "".join(f'<meta name="{k}" content="{v}"/>\n' for k, v in metas.items())
        start = (
            "<!DOCTYPE html>\n<html><head>"
            f'<meta http-equiv="Content-Type" content="text/html; charset={self.encoding}"/>\n'
            f"<title>{title}</title>\n{head}<style>\n{_STYLE}</style>\n<script>\n{_SCRIPT}"
        )
        middle = (
            f'</script></head><body><div class="header"><a href="/">{self.name}</a></div>'
            f'<div class="nav"><ul>{menu}</ul></div>{where if trail else ""}{before}'
        )
        end = (
            f'{after or ""}<div class="footer">{foot}<p>主办：{self.name}办公室　'
            "网站标识码：1234567890</p></div></body></html>\n"
        )
        wanted = rng.randint(LEAST_BYTES, MOST_BYTES)
        short = wanted - sum(len(part.encode(self.encoding)) for part in (start, middle, end))
        filling = _paragraphs(rng, short, self.encoding) if after else _templates(rng, short)
        parts = (start, middle, filling, end) if after else (start, filling, middle, end)
        return "".join(parts).encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Farm:
    """`hosts` sites of `pages` pages; the last few speak GBK."""

    hosts: int = 20
    pages: int = 300
    seed: int = SEED

    def site(self, number: int) -> Site:
        few = min(GBK_HOSTS, self.hosts // 2)
        encoding = "gbk" if number >= self.hosts - few else "utf-8"
        return Site(number, self.pages, encoding, self.seed)

    def write(self, folder: Path) -> None:
        """One folder per address with every page, plain and packed, as a static server wants them.

        A farm that is there already, whole, is left as it is.
        """
        marker = folder / "farm.json"
        said = json.dumps([self.hosts, self.pages, self.seed, _recipe()])
        if marker.is_file() and marker.read_text() == said:
            return
        for number in range(self.hosts):
            root = folder / address(number)
            root.mkdir(parents=True, exist_ok=True)
            (root / "robots.txt").write_text("User-agent: *\nDisallow: /admin/\n")
            for path, body in self.site(number).pages():
                file = root / (path.lstrip("/") or "index.html")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(body)
                packed = gzip.compress(body, compresslevel=6, mtime=0)
                file.with_name(f"{file.name}.gz").write_bytes(packed)
        marker.write_text(said)


def address(number: int) -> str:
    """Where a site is served: every one has an address of its own on loopback."""
    return f"127.0.1.{number + 1}"


def digest(rows: Iterable[Row]) -> str:
    """One short value for everything that was read."""
    lines = "".join(
        f"{url}\t{title}\t{day}\t{column if day else ''}\n"  # crawlers differ on a list's column
        for url, title, day, column in sorted(rows)
    )
    return sha256(lines.encode()).hexdigest()[:16]


def _recipe() -> str:
    """Changes with the code above, so that no farm of an older recipe is used again."""
    return sha256(Path(__file__).read_bytes()).hexdigest()[:16]


def _day(rng: Random) -> str:
    return f"{rng.randint(2019, 2023)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _title(rng: Random, number: int) -> str:
    what = f"{rng.choice(_DID)}{rng.choice(_WHAT)}{rng.choice(_FORM)}"
    return f"{rng.choice(_PLACES)}县{rng.choice(_WHO)}关于{what}（第{number + 1}号）"


def _entries(articles: tuple[_Article, ...] | list[_Article]) -> str:
    return "".join(
        f'<li><a href="{a.path}" title="{a.title}" target="_blank">{a.title}</a>'
        f"<span>{a.day}</span></li>\n"
        for a in articles
    )


def _below(column: _Column, article: _Article) -> str:
    return article.path.removeprefix(f"/zwgk/{column.folder}/")


def _paragraphs(rng: Random, size_bytes: int, encoding: str) -> str:
    made: list[str] = []
    while size_bytes > 0:
        said = "；".join(rng.sample(_SAID, k=6))
        one = f"<p>{rng.choice(_DID)}{rng.choice(_WHAT)}。{said}。</p>\n"
        made.append(one)
        size_bytes -= len(one.encode(encoding))
    return "".join(made)


def _templates(rng: Random, size_bytes: int) -> str:
    made: list[str] = []
    while size_bytes > 0:
        one = f"tpl[{rng.randint(0, 999)}]='/images/{rng.getrandbits(64):016x}.png';\n"
        made.append(one)
        size_bytes -= len(one)
    return "".join(made)
