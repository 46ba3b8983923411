"""What a link promises before anybody has followed it: by its words, and by its address. Pure."""

import re
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from crawlers.topics import topic_of, topics_named
from data.topics import known_topics

PATHS_FILE = Path(__file__).parents[1] / "data" / "paths.yaml"
# An everyday column promises a topic too, but nothing that a look would miss first.
EVERYDAY = frozenset({"news", "notice", "other"})
LONG_TITLE = 12  # characters: from here on a title says what its page is about

_A_WORD = re.compile(r"[\u4e00-\u9fff]{2}")


def says_something(words: str) -> bool:
    """The words of a link are words: 更多 and 县财政局, not >>, 2 or a file's number."""
    return _A_WORD.search(words) is not None


def named(words: str) -> frozenset[str]:
    """Topics that the words of a link name: a title has one, the name of a column may have more."""
    topic = frozenset({topic_of(words)} - {""})
    return topic if len(words) >= LONG_TITLE else topic | topics_named(words)


def disclosures(words: str) -> frozenset[str]:
    """Topics named that the law asks to disclose."""
    return named(words) - EVERYDAY


@cache
def search_words() -> dict[str, str]:
    """The disclosure topics with what a site's own search is asked for them, in the file's order.

    The first name in a topic's name: 预算 of “预算（含“三公”经费预算、绩效）”.
    """
    topics = known_topics().by_id.values()
    first = ((topic.id, re.split(r"[（、，与和及]", topic.name)[0]) for topic in topics)
    return {id_: words for id_, words in first if id_ not in EVERYDAY}


@lru_cache(maxsize=4096)
def folder_promises(folder: str) -> str:
    """`disclosure`, `everyday` or nothing: what the folders of a path promise, innermost first."""
    patterns = _path_patterns()
    for piece in reversed(folder.lower().split("/")):
        piece = re.sub(r"\.\w+$|[\d_-]+$", "", piece)
        for promise, pattern in patterns:
            if piece and pattern.fullmatch(piece):
                return promise
    return ""


def path_promises(url: str) -> str:
    """What the address promises, by its folders and by its file where that has a name."""
    folder, _, file = urlsplit(url).path.rpartition("/")
    name = "" if any(map(str.isdigit, file)) else file
    return folder_promises(f"{folder}/{name}")


@cache
def _path_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = yaml.safe_load(PATHS_FILE.read_text(encoding="utf-8"))
    return tuple((promise, re.compile("|".join(rules))) for promise, rules in table.items())
