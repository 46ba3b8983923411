"""Indicator systems as frozen values: the scheme, its tree, vetoes, bonus, grades, composition.

Dates and year of a scheme are what a round made from it takes where nobody says otherwise; the
round's own are the ones that count.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from data.canonical import dumps, fraction_text
from data.rules import ADDED, ONE, Rule


class Method(StrEnum):
    """Who decides a leaf."""

    AUTO = "auto"  # the check; a person may change it
    SEMI = "semi"  # the check collects, a person confirms
    MANUAL = "manual"  # a person, from material
    METRIC = "metric"  # figures imported from another system


class Absent(StrEnum):
    """What a leaf is worth to a unit that it does not apply to (不涉及)."""

    NONE = "none"  # it applies to everybody
    EXCLUDE = "exclude"  # it leaves both sums, so that the others grow in proportion
    REDISTRIBUTE = "redistribute"  # its points go in equal parts to those beside it
    STATEMENT_SHARE = "statement_share"  # a share, for a published 情况说明
    FLAT_SHARE = "flat_share"  # a share, for everybody without the task
    FULL = "full"  # all of it


class Effect(StrEnum):
    """What a veto does to a result."""

    CAP_AT = "cap_at"  # no more than its value
    CAP_GRADE = "cap_grade"  # no better grade than its grade
    FAIL = "fail"  # the lowest grade, whatever the value


class Source(StrEnum):
    """Where a part of the final value comes from."""

    OWN = "own"  # the round itself
    ROUND = "round"  # another round of the same units
    METRIC = "metric"  # a table that people bring
    MEAN_OF_GROUP = "mean_of_group"  # the mean of the units that stand under the unit


class Publishing(StrEnum):
    """What the public sees of a ranking."""

    FULL = "full"  # places and values
    GRADES = "grades"  # who has which grade, no places and no values
    COUNTS = "counts"  # how many have which grade
    ENDS = "ends"  # the first and the last few, without values


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator that gets points."""

    id: str  # stable for ever
    code: str  # by position: "C5"
    name: str
    path: tuple[str, ...]  # names of the nodes above, outermost first
    points: Fraction
    method: Method
    rule: str  # one sentence: what is asked and what a fault costs
    scoring: Rule
    basis: tuple[str, ...]
    remedy: str  # how a unit wins the points back
    typical_failure: str = ""
    evidence: str = ""  # what a reviewer or an import has to show
    check: str | None = None  # set exactly for auto and semi
    params: Mapping[str, object] = field(default_factory=dict)
    person_gives: tuple[str, ...] = ()  # counts of a semi leaf that only a reviewer can give
    absent: Absent = Absent.NONE
    absent_share: Fraction = ONE  # used by the two shares
    requires: frozenset[str] = frozenset()  # duties; a unit without any of them is not asked
    sampling: str = field(default="", metadata=ADDED)  # 采样方式: how what is looked at is drawn
    responsible: str = field(default="", metadata=ADDED)  # 责任单位: who puts it right
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Node:
    """A group of indicators worth what its children are worth together."""

    id: str
    code: str
    name: str
    points: Fraction
    children: tuple["Node | Leaf", ...]
    extra: bool = False  # on top of the total, only for units with the duty (重点领域加挂)
    # Points below which the whole is of the lowest grade (网站低于 21 分的为不合格).
    least: Fraction | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True)
class Veto:
    """单项否决. In force only when a person said so."""

    id: str
    code: str
    name: str
    effect: Effect
    value: Fraction  # the cap, on the scheme's total; used by `cap_at` only
    grade: str = ""  # the best grade left; used by `cap_grade` only
    watch: tuple[str, ...] = ()  # leaves whose loss makes it worth a reviewer's look


@dataclass(frozen=True, slots=True)
class BonusItem:
    id: str
    code: str
    name: str
    points: Fraction
    evidence: str


@dataclass(frozen=True, slots=True)
class Bonus:
    """加分: `cap` is on the scheme's total, and so is `gate` unless it is one of a part."""

    cap: Fraction
    gate: Fraction  # the value before bonus must reach it
    items: tuple[BonusItem, ...]
    part: str = field(default="", metadata=ADDED)  # id of the node whose points have to reach it


@dataclass(frozen=True, slots=True)
class Penalty:
    """倒扣: what its rule loses of `points` comes off the total, once somebody established it."""

    id: str
    code: str
    name: str
    points: Fraction  # the most that it takes off
    scoring: Rule
    evidence: str


@dataclass(frozen=True, slots=True)
class Band:
    """A grade: for a value of `minimum` or more, unrounded, among the `top` of its group."""

    name: str
    minimum: Fraction
    top: Fraction | None = field(
        default=None, metadata=ADDED
    )  # share 0-1 of the placed units; None: everybody


@dataclass(frozen=True, slots=True)
class Dates:
    """Three times that are never the same thing; None or empty where the scheme does not say."""

    cut_off: date | None = None  # nothing published later counts
    capture: tuple[date, date] | None = None  # when sites are looked at
    recheck: tuple[date, date] | None = None  # when they are looked at again


NO_DATES = Dates()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number with a name, so that a region changes it in one place."""

    id: str
    name: str
    value: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A source of the final value."""

    id: str
    name: str
    share: Fraction  # 0-1; those of a composition add up to 1
    source: Source


@dataclass(frozen=True, slots=True)
class Composition:
    """合成: what the final value is made of."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Publish:
    mode: Publishing = Publishing.FULL
    n: int = 0  # units at each end; used by `ends` only


EVERYTHING = Publish()


class Ties(StrEnum):
    """What comes after units that share a place."""

    SKIP = "skip"  # 1, 1, 3
    DENSE = "dense"  # 1, 1, 2


@dataclass(frozen=True)
class Scheme:
    """An indicator system, as published."""

    id: str
    title: str
    kind: str  # kind of unit it fits: "county", "department", …
    total: Fraction
    coverage_floor: Fraction  # share 0-1 below which no place and no grade is given
    grades: tuple[Band, ...]  # best first; the last begins at 0
    nodes: tuple[Node | Leaf, ...]
    groups: tuple[str, ...] = ()
    duties: Mapping[str, str] = field(default_factory=dict)
    vetoes: tuple[Veto, ...] = ()
    bonus: Bonus | None = None
    penalties: tuple[Penalty, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    performance_points: Fraction | None = None  # what the total is worth in the 绩效考核
    version: str = field(default="", metadata=ADDED)
    region: str = field(default="", metadata=ADDED)
    year: int | None = field(default=None, metadata=ADDED)
    dates: Dates = field(default=NO_DATES, metadata=ADDED)
    composition: Composition | None = field(default=None, metadata=ADDED)
    publish: Publish = field(default=EVERYTHING, metadata=ADDED)
    ties: Ties = field(default=Ties.SKIP, metadata=ADDED)
    # The digest counts the values where they are used, so that a name more or less changes nothing.
    parameters: tuple[Parameter, ...] = field(default=(), compare=False)
    origin: str = field(default="", compare=False)  # file name, for messages

    def leaves(self) -> tuple[Leaf, ...]:
        """Every indicator, in the order of the file."""
        return tuple(leaves_of(self.nodes))

    @cached_property
    def digest(self) -> str:
        """SHA-256, hex, of everything said here; layout and comments of the file do not count."""
        return hashlib.sha256(dumps(_plain(self)).encode()).hexdigest()

    @property
    def heavy(self) -> frozenset[str]:
        """Ids whose verdict only a person may give."""
        return frozenset(veto.id for veto in self.vetoes)


def groups_of(nodes: Iterable[Node | Leaf]) -> Iterator[Node]:
    """Every group of indicators, those above first."""
    for node in nodes:
        if isinstance(node, Node):
            yield node
            yield from groups_of(node.children)


def leaves_of(nodes: Iterable[Node | Leaf]) -> Iterator[Leaf]:
    for node in nodes:
        if isinstance(node, Node):
            yield from leaves_of(node.children)
        else:
            yield node


def _plain(value: object) -> object:
    """Values as plain JSON, without fields that do not count or came later and say nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        told = [f for f in fields(value) if f.compare and not _silent(f, getattr(value, f.name))]
        named = {f.name: _plain(getattr(value, f.name)) for f in told}
        return {**named, "rule_name": value.name} if isinstance(value, Rule) else named
    if isinstance(value, Fraction):
        return fraction_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(entry) for entry in value)
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value


def _silent(named: Field[object], value: object) -> bool:
    return named.metadata == ADDED and value == named.default
