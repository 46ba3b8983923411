"""Sites that a user names: addresses, or saved folders that are served on loopback meanwhile."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.guard import Allow, normalise_url
from crawlers.loopback import INDEXES, Behaviour, Folder, serve
from crawlers.network.response import Response
from crawlers.pages import read_page
from dashboard.commands.options import CommandError
from dashboard.rounds.creating import ONE_SHOT
from dashboard.terminal.fetching import fetch_pages
from data.demo.units import PORT
from data.types import Page, Unit

LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|::1)$")


@dataclass(frozen=True, slots=True)
class Target:
    """A site to assess: a saved folder, served on loopback, or an address."""

    unit: Unit
    folder: Path | None


@contextmanager
def ready(
    texts: Sequence[str], kind: str, allowed: Allow, contact: str
) -> Iterator[tuple[list[Target], Allow]]:
    """Sites under their names, folders among them served until the block ends.

    Yields:
        The sites, and the hosts that may be asked: an address that the operator typed is
        explicitly allowed, loopback or not; a redirect to another private address is refused.

    Raises:
        CommandError: a folder is missing or holds no site, or an address is broken.
    """
    sites = _targets(texts, kind)
    hosts: dict[str, Behaviour] = {
        f"{site.unit.id}.localhost": Folder(site.folder) for site in sites if site.folder
    }
    typed = {**_loopback(texts), **allowed}
    with _served(hosts) as served:
        allow = {**served, **typed}
        yield _named(sites, allow, contact), allow


@contextmanager
def _served(hosts: Mapping[str, Behaviour]) -> Iterator[Allow]:
    if not hosts:
        yield {}
        return
    with serve(hosts, PORT) as allow:
        yield allow


def _loopback(targets: Sequence[str]) -> Allow:
    """Loopback addresses among the targets, each with its port, as an allow map."""
    allow = {}
    for target in targets:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port or 80
        if parts.scheme and LOOPBACK.fullmatch(host):
            allow[f"{host}:{port}"] = ("127.0.0.1" if host == "localhost" else host, port)
    return allow


def _targets(texts: Sequence[str], kind: str) -> list[Target]:
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
