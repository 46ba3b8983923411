"""Which disclosure topic a title or a column name is about. The rules are data/topics.yaml."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from data.topics import known_topics
from data.types import Page

# A page as read -> with the topic that a text model is sure of.
Retopic = Callable[[Page], Page]

# A column name is short; anything longer is an entry's title and promises nothing.
_LONGEST_NAME = 22
_LONGEST_COLUMN = 12  # characters of a title that is a column's name itself
_KNOWN = 8_192  # words remembered: the menus of the sites under way, and the newest titles
# They say what form the entries have, not what they are about, so any other promise goes first.
_FORMS = frozenset({"news", "notice"})
_DECORATION = re.compile(r"[\s　>＞»·•|｜]+|^[\[【（(]+|[\]】）)]+$|^第?\d+[、.．]")


# Somebody did something: a report of an event, whatever column it stands in.
# The name of a body: everything may stand there.
_BODY = re.compile(r"(?:..局|委员会|.[健改建]委|.厅|人民政府|街道办事处|街道|.[镇乡])$")
_OFFICE = re.compile(r"^\S{1,16}(?:中心|处|科|室|办|院|站|局|所|队|馆|会|社|股|校)$")
_DESK = re.compile(r"^[^的关]{2,14}(?:处|科|办公室)(?:（.{2,12}）)?$")
# Letters are about anything; where they stand says what they are.
_LETTERS = re.compile(
    r"信箱|来信|信件|留言|(?:网上|在线)?咨询(?:投诉|建议|回复|$)|投诉(?:举报|建议|$)|我要写信"
)
_FORMAL = re.compile(r"公告|公示|通知|须知|指南|办法|报告|制度|规定|开通|公布|统计|情况$")
_EVENT = re.compile(
    r"召开|举办|举行|开展|参加|出席|会见|赴.{2,}(?:调研|考察|检查)|深入.{2,}(?:调研|指导)|入选|荣获|喜获|带队|圆满|启动$|揭牌|签约|走访|听取"
)


def topic_of(title: str, columns: Sequence[str] = ()) -> str:
    """The best topic id for an entry, or "" when neither title nor columns decide.

    The title decides; where its wording only shows a form (通知, 公告, news verbs), a column with
    a clear meaning goes first, innermost column before outer ones.
    """
    return _topic_of(title, tuple(columns))


def as_read(page: Page) -> Page:
    """No text model: the rules alone decide."""
    return page


def only_hinted(title: str, columns: Sequence[str], topic: str) -> bool:
    """`topic_of` says this topic, but for a column or the form of the title, not for its words."""
    return topic_of(title, columns) == topic and _by_title(_plain(title), False) != topic


@lru_cache(maxsize=_KNOWN)
def topics_named(name: str) -> frozenset[str]:
    """Topic ids that a column or link name promises; empty when the name promises nothing clear."""
    name = _DECORATION.sub("", name)
    if not 0 < len(name) <= _LONGEST_NAME or _BODY.search(name):
        return frozenset()
    found = {topic for topic, pattern in _column_patterns() if pattern.search(name)}
    return frozenset(found - _FORMS or found)


@lru_cache(maxsize=_KNOWN)
def _topic_of(title: str, columns: tuple[str, ...]) -> str:
    title = _plain(title)
    if columns and _OFFICE.match(title) and "organisation" in topics_named(columns[-1]):
        return "organisation"
    if columns and _LETTERS.search(columns[-1]) and not _FORMAL.search(title):
        return "interaction"
    strong = _by_title(title, False)
    if strong:
        return strong
    from_form = _by_title(title, True)
    if from_form in ("news", "policy_document") and _EVENT.search(title) and "关于" not in title:
        return "news"
    if _DESK.match(title):
        return "organisation"
    own = topics_named(title)
    if not from_form and own and len(title) <= _LONGEST_COLUMN:
        return _one(own)
    for column in reversed(columns):
        promised = topics_named(column) - _FORMS
        if from_form == "notice":  # a 公示 filed under 政策文件 is still no policy document
            promised -= {"policy_document"}
        if promised:
            return _one(promised)
    if from_form == "policy_document" and any("notice" in topics_named(c) for c in columns):
        return "notice"
    if from_form:
        return from_form
    for column in reversed(columns):
        if promised := topics_named(column):
            return _one(promised)
    return ""


@lru_cache(maxsize=_KNOWN)  # the words of a link are the title of the page behind it
def _by_title(title: str, weak: bool) -> str:
    for topic, match, unless in _title_patterns(weak):
        if match.search(title) and not (unless and unless.search(title)):
            return topic
    return ""


def _one(topics: frozenset[str]) -> str:
    """The first in the file's order, so that the answer never depends on hashing."""
    return next(topic for topic in known_topics().by_id if topic in topics)


def _plain(title: str) -> str:
    """One line, and without the 《》 around a title that is nothing else."""
    title = " ".join(title.split()).strip("[]")
    return re.sub(r"^((?:【[^】]*】)?)《([^《》]*)》$", r"\1\2", title)


@cache
def _column_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    topics = known_topics().by_id.values()
    return tuple((t.id, re.compile("|".join(t.columns))) for t in topics if t.columns)


@cache
def _title_patterns(
    weak: bool,
) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (rule.topic, re.compile(rule.match), re.compile(rule.unless) if rule.unless else None)
        for rule in known_topics().titles
        if rule.weak is weak
    )
