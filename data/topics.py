"""Disclosure topics as data: names, legal basis, column words and title rules of topics.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

TOPICS_FILE = Path(__file__).with_name("topics.yaml")


class TopicsError(ValueError):
    """A topics file that cannot be used; the message is a Chinese sentence with file and place."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A 公开事项: `columns` are regular expressions searched in column names."""

    id: str
    name: str
    basis: str  # article of the 条例, or another act; empty where none asks for it
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitleRule:
    """`match` found in a title and `unless` not found: the entry is about `topic`."""

    topic: str
    match: str
    unless: str = ""
    weak: bool = False  # a clear column goes first


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics by id, in the file's order, and the title rules in order of precedence."""

    by_id: Mapping[str, Topic]
    titles: tuple[TitleRule, ...]


def load_topics(path: Path = TOPICS_FILE) -> Topics:
    """Read and validate a topics file. Raises TopicsError naming file and entry."""
    if not path.is_file():
        raise TopicsError(f"找不到公开事项文件 {path.name}，请确认它与程序一起安装。")
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise TopicsError(f"{path.name} 不是有效的 YAML：{error}。请改正后重试。") from error
    if not isinstance(raw, dict) or not {"topics", "titles"} <= raw.keys():
        raise TopicsError(f"{path.name} 缺少 topics 或 titles 一节，请补上。")
    topics = {id_: _topic(path, id_, entry) for id_, entry in raw["topics"].items()}
    rules = tuple(_rule(path, n, entry, topics) for n, entry in enumerate(raw["titles"], start=1))
    return Topics(MappingProxyType(topics), rules)


@cache
def known_topics() -> Topics:
    """The topics that come with the program, read once."""
    return load_topics()


def _topic(path: Path, id_: str, entry: object) -> Topic:
    if not isinstance(entry, dict) or not entry.get("name"):
        raise TopicsError(f"{path.name} 的事项 {id_} 没有名称（name），请补上。")
    columns = tuple(str(word) for word in entry.get("columns") or ())
    return Topic(id_, str(entry["name"]), str(entry.get("basis") or ""), columns)


def _rule(path: Path, number: int, entry: object, topics: Mapping[str, Topic]) -> TitleRule:
    if not isinstance(entry, dict) or not entry.get("match"):
        raise TopicsError(f"{path.name} 的第 {number} 条标题规则没有 match，请补上。")
    if entry.get("topic") not in topics:
        raise TopicsError(
            f"{path.name} 的第 {number} 条标题规则用了未列出的事项 {entry.get('topic')}，请改正。"
        )
    return TitleRule(
        entry["topic"], str(entry["match"]), str(entry.get("unless") or ""), bool(entry.get("weak"))
    )
