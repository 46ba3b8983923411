"""What a command is pointed at: files and addresses, read one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers.documents import LARGEST, read_document, sniff
from crawlers.formats.states import STATE_WORDS
from crawlers.network.outcomes import describe
from data.types import Document

if TYPE_CHECKING:
    from crawlers.guard import Allow
    from crawlers.network.response import Response


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes of a file or an address; `error` says in Chinese why there are none."""

    name: str  # as given
    body: bytes = b""
    media_type: str = ""
    error: str = ""

    @property
    def is_address(self) -> bool:
        return _is_address(self.name)


def sources_of(places: Sequence[str], allow: "Allow", contact: str = "") -> Iterator[Source]:
    """What each place holds, in the order given; addresses are fetched politely, first of all."""
    urls = [place for place in places if _is_address(place)]
    fetched = _fetched(urls, allow, contact) if urls else {}
    for place in places:
        if place not in fetched:
            yield _file(place)
        elif fetched[place].fetch.outcome.read:
            yield Source(place, fetched[place].body, fetched[place].fetch.media_type)
        else:
            yield Source(place, error=f"没有读到 {place}：{describe(fetched[place].fetch)}")


def document_of(source: Source, *, tables: bool = False) -> tuple[Document | None, str]:
    """What a source holds as text and tables, and in Chinese why it cannot be read; empty if it
    can."""
    if source.error:
        return None, source.error
    name = "page.html" if sniff(source.body) == "html" and source.is_address else source.name
    document = read_document(source.name, source.body, name, tables=tables)
    if document.state in {"ok", "listed"}:
        return document, ""
    return document, f"读不了 {source.name}：{STATE_WORDS.get(document.state, '无法读取')}"


def _fetched(urls: Sequence[str], allow: "Allow", contact: str) -> "dict[str, Response]":
    from dashboard.terminal.fetching import fetch_pages  # the network takes half a second to load

    return fetch_pages(dict.fromkeys(urls), allow, contact)


def _is_address(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def _file(name: str) -> Source:
    try:
        with Path(name).open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError:
        error = f"读不了文件 {name}；请检查路径和权限，网址请以 http 开头"
        return Source(name, error=error)
    if not body:
        return Source(name, error=f"{name} 是空文件；请重新下载或核对文件")
    return Source(name, body)
