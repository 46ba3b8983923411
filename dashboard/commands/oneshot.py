"""The whole job in one command, on given folders or addresses."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from crawlers.clock import now
from crawlers.frontier import Budget
from crawlers.guard import Allow, normalise_url
from crawlers.loopback import INDEXES, Behaviour, Folder, serve
from crawlers.network.response import Response
from crawlers.pages import read_page
from crawlers.settings import Settings
from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import (
    AllowOption,
    AsOfOption,
    CommandError,
    ContactOption,
    FormatOption,
    SchemeOption,
    YearOption,
    open_store,
    parse_day,
    parse_hosts,
    parse_kind,
)
from dashboard.commands.results import print_gaps, print_ranking
from dashboard.commands.rounds import ONE_SHOT, create_round
from dashboard.commands.work import run_check, run_collect
from dashboard.fetching import fetch_pages
from dashboard.printing import Format, say
from dashboard.steps import score_round
from data.demo.units import PORT
from data.types import Page, Unit

app = typer.Typer()

COPIES = (
    "文件夹按网站副本评估：链接指向而没有存下来的页面不算死链，可能在那里的事项记“待核查”；"
    "读全了的栏目里没有的记“不符合”。副本本身可能缺页，采用“不符合”之前请对照原网站"
)
LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|::1)$")


@dataclass(frozen=True, slots=True)
class Target:
    """A site to assess: a saved folder, served on loopback, or an address."""

    unit: Unit
    folder: Path | None


@app.command()
def assess(
    targets: Annotated[list[str], typer.Argument(metavar="文件夹或网址…", help="要评估的网站")],
    scheme: SchemeOption,
    kind: Annotated[str, typer.Option("--kind", help="单位类型：county、department 等")],
    as_of: AsOfOption = None,
    year: YearOption = None,
    round_id: Annotated[str, typer.Option("--round", help="轮次编号；默认按时间取名")] = "",
    top: Annotated[int, typer.Option("--top", min=0, help="每个单位列几条失分点；0 不列")] = 0,
    pages: Annotated[int, typer.Option(help="每个网站最多采集的页数")] = Budget().pages,
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """一次做完：对给出的网站或保存的网站文件夹采集、核查、计分并输出排名。

    只评网站能看到的指标。文件夹作为网站副本评估，只凭存下来的页面判断：链接指向而没有存下来的页面不算
    死链，可能在那些页面里的事项记“待核查”；应当载有某事项的栏目都读全了、仍然没有的，才记“不符合”。

    \b
    示例：
        gkc assess saved/* --scheme department-2023 --kind department --as-of 2020-12-31
    """
    loaded, text = load_scheme(scheme)
    day = parse_day(as_of)
    wanted = parse_kind(kind)
    if wanted != loaded.kind:
        raise CommandError(
            f"指标体系 {loaded.id} 适用于 {loaded.kind}，不能用于 {wanted}；请换指标体系或 --kind"
        )
    sites = _targets(targets, wanted)
    hosts: dict[str, Behaviour] = {
        f"{site.unit.id}.localhost": Folder(site.folder) for site in sites if site.folder
    }
    # An address that the operator typed is explicitly allowed, loopback or not; a redirect to
    # another private address is still refused.
    typed = {**_loopback(targets), **parse_hosts(allow)}
    with open_store() as store, _served(hosts) as served:
        name = round_id or f"assess-{now():%Y%m%d-%H%M%S}"
        units = [site.unit for site in _named(sites, {**served, **typed}, contact)]
        create_round(
            store,
            name,
            loaded,
            text,
            units,
            as_of=day,
            year=year,
            copies=frozenset(site.unit.id for site in sites if site.folder),
            web_only=True,
        )
        if any(site.folder for site in sites):
            say(COPIES)
        run_collect(store, name, Settings(Budget(pages=pages), {**served, **typed}, contact))
        run_check(store, name)
        score_round(store, name)
        print_ranking(store, name, fmt)
        if top:
            print_gaps(store, name, fmt, top=top)
    say(f"结果已存为轮次 {name}；失分点和证据见 gkc gaps {name}")


@contextmanager
def _served(hosts: Mapping[str, Behaviour]) -> Iterator[Allow]:
    if not hosts:
        yield {}
        return
    with serve(hosts, PORT) as allow:
        yield allow


def _loopback(targets: list[str]) -> Allow:
    """Loopback addresses among the targets, each with its port, as an allow map."""
    allow = {}
    for target in targets:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port or 80
        if parts.scheme and LOOPBACK.fullmatch(host):
            allow[f"{host}:{port}"] = ("127.0.0.1" if host == "localhost" else host, port)
    return allow


def _targets(texts: list[str], kind: str) -> list[Target]:
    """Targets with a unit each; ids come from folder or host names, and never clash.

    Raises:
        CommandError: a folder is missing or holds no site, or an address is broken.
    """
    found: dict[str, Target] = {}
    for text in texts:
        is_url = "://" in text
        base = _slug(_valid_host(text) if is_url else Path(text).resolve().name)
        unit_id, number = base, 1
        while unit_id in found:
            number += 1
            unit_id = f"{base}-{number}"
        found[unit_id] = _url(text, unit_id, kind) if is_url else _folder(text, unit_id, kind)
    return list(found.values())


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "site"


def _valid_host(text: str) -> str:
    url = normalise_url(text)
    if url is None or re.search(r"\s", text):
        raise CommandError(f"网址“{text}”无效，请写成 https://www.example.gov.cn/ 这样的形式")
    return urlsplit(url).netloc


def _url(text: str, unit_id: str, kind: str) -> Target:
    return Target(Unit(unit_id, _valid_host(text), kind, ONE_SHOT, text), None)


def _named(sites: list[Target], allow: Allow, contact: str) -> list[Target]:
    """Sites at addresses under the names their home pages give; which body it is matters.

    A site whose home page cannot be read keeps its host as its name.
    """
    urls = [site.unit.portal for site in sites if site.folder is None]
    fetched = fetch_pages(urls, allow, contact) if urls else {}
    return [_under_its_name(site, fetched.get(site.unit.portal)) for site in sites]


def _under_its_name(site: Target, home: Response | None) -> Target:
    if home is None or not home.fetch.outcome.read:
        return site
    page = read_page(home.fetch.final_url, home.body, home.fetch.media_type)
    return replace(site, unit=replace(site.unit, name=_name(page) or site.unit.name))


_NOT_THE_NAME = re.compile(r"(政府)?(门户)?(官方)?网站$|官网$|^欢迎(访问|光临)|[-_|—].*$|首页$")


def _name(page: Page) -> str:
    """The name of the body whose home page this is: 清河县教育局 of 清河县教育局门户网站."""
    said = (page.meta.get("sitename") or page.title).strip()
    return _NOT_THE_NAME.sub("", said).strip() or said


def _folder(text: str, unit_id: str, kind: str) -> Target:
    path = Path(text)
    if path.is_file():
        raise CommandError(
            f"“{text}”是文件；请给出保存网站的文件夹，单个文件用 gkc extract 或 gkc read"
        )
    if not path.is_dir():
        raise CommandError(f"文件夹“{text}”不存在；请检查路径，网址请以 http:// 或 https:// 开头")
    home = next((path / name for name in INDEXES if (path / name).is_file()), None)
    if home is None:
        raise CommandError(f"文件夹“{text}”里没有首页（{INDEXES[0]}），不像一个保存的网站")
    portal = f"http://{unit_id}.localhost:{PORT}/"
    name = _name(read_page(portal, home.read_bytes())) or path.resolve().name
    return Target(Unit(unit_id, name, kind, ONE_SHOT, portal), path)
