"""Matters to be disclosed and elements to be shown, as data: data/disclosures/*.yaml.

A matter is known by the titles and columns of its entries, an element by words in a text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from data.topics import known_topics

FOLDER = Path(__file__).with_name("disclosures")
_MATTER = {
    "name",
    "topics",
    "title",
    "unless",
    "also",
    "column",
    "outside",
    "near",
    "news",
    "optional",
}
_ELEMENT = {"name", "match"}

Pattern = re.Pattern[str]
Entry = Mapping[str, object]


class MattersError(ValueError):
    """A file of matters that cannot be used; the message is Chinese and names file and entry."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One 公开事项 that an assessment asks for by name. Patterns are searched."""

    id: str
    name: str
    topics: tuple[str, ...]  # under which it may be filed: all must be read before it is missing
    title: Pattern  # in the title of an entry
    unless: Pattern | None = None  # in the title: takes it back
    also: Pattern | None = None  # in title, column or the head of the text: needed besides
    column: Pattern | None = None  # in a column's name: whatever is listed there belongs
    outside: Pattern | None = None  # in an entrance to another website, where it may stand too
    near: Pattern | None = None  # in a title that may mean it: nobody says then that it is missing
    news: bool = False  # reports of events count too
    optional: bool = False  # may not exist at all, so that its absence proves nothing


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a page, a document or the head of a table must show."""

    id: str
    name: str
    match: Pattern


@cache
def matters(file: str) -> Mapping[str, Matter]:
    """Matters of `<file>.yaml` by id, in the file's order.

    Raises:
        MattersError: naming the file and the entry that is wrong.
    """
    topics = known_topics().by_id
    found = {}
    for id_, entry in _entries(file, _MATTER):
        asked = entry.get("topics")
        listed = asked if isinstance(asked, list) else []
        named = tuple(str(topic) for topic in listed)
        if not named or not set(named) <= set(topics):
            raise MattersError(f"{file}.yaml 的 {id_} 没有 topics，或有未列出的公开事项，请改正。")
        title, unless, also, column, outside, near = (
            _pattern(file, id_, entry, key)
            for key in ("title", "unless", "also", "column", "outside", "near")
        )
        if title is None:
            raise MattersError(f"{file}.yaml 的 {id_} 没有写 title，请补上。")
        flags = bool(entry.get("news")), bool(entry.get("optional"))
        found[id_] = Matter(
            id_, str(entry["name"]), named, title, unless, also, column, outside, near, *flags
        )
    return MappingProxyType(found)


@cache
def elements(group: str, file: str = "elements") -> Mapping[str, Element]:
    """Elements of one group of `<file>.yaml` by id, in the file's order.

    Raises:
        KeyError: the file has no such group.
        MattersError: naming the file and the entry that is wrong.
    """
    found = {}
    for id_, entry in _entries(file, _ELEMENT, group):
        match = _pattern(file, id_, entry, "match")
        if match is None:
            raise MattersError(f"{file}.yaml 的 {group}.{id_} 没有写 match，请补上。")
        found[id_] = Element(id_, str(entry["name"]), match)
    return MappingProxyType(found)


def names(wanted: Mapping[str, Matter] | Mapping[str, Element]) -> dict[str, str]:
    """Chinese names by id, as a check declares its items."""
    return {id_: thing.name for id_, thing in wanted.items()}


def _entries(file: str, keys: set[str], group: str = "") -> Iterator[tuple[str, Entry]]:
    path = FOLDER / f"{file}.yaml"
    raw = _read(path)
    for id_, entry in (raw[group] if group else raw).items():
        if not isinstance(entry, dict) or not entry.get("name"):
            raise MattersError(f"{path.name} 的 {id_} 没有名称（name），请补上。")
        if strange := set(entry) - keys:
            said = "、".join(sorted(map(str, strange)))
            raise MattersError(f"{path.name} 的 {id_} 写了不认识的 {said}，请改正。")
        yield str(id_), entry


@cache
def _read(path: Path) -> Mapping[str, Any]:
    """The file as it stands; a file holds many groups, and each is asked for by itself."""
    try:
        raw: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise MattersError(f"{path.name} 不是有效的 YAML：{error}。请改正后重试。") from error
    return raw


def _pattern(file: str, id_: str, entry: Entry, key: str) -> Pattern | None:
    words = entry.get(key)
    if not words:
        return None
    try:
        return re.compile(str(words))
    except re.error as error:
        raise MattersError(f"{file}.yaml 的 {id_} 的 {key} 不是正则表达式：{error}。") from error
