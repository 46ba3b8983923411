"""Default limits of the checks: how many days are a year, how large a share is enough.

They stand in `check_limits.yaml` with where each comes from, so that a place changes a line and no
code. What a scheme row says as a parameter comes before them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

_FILE = Path(__file__).with_name("check_limits.yaml")


class LimitError(Exception):
    """A limit that cannot be used: which and why, in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One number. `checked`: its basis was compared with the text of the law."""

    name: str
    value: object
    basis: str
    checked: bool


def read_limits(text: str) -> Mapping[str, Limit]:
    """The limits of a file by id.

    Raises:
        LimitError: it is no such file, or an entry lacks something.
    """
    try:
        rows = yaml.safe_load(text)
        return MappingProxyType({id_: Limit(**row) for id_, row in rows.items()})
    except (yaml.YAMLError, TypeError, AttributeError) as error:
        raise LimitError(
            f"{_FILE.name} 写得不对（{error}）；每项应有 name、value、basis、checked"
        ) from error


@cache
def known_limits() -> Mapping[str, Limit]:
    """The limits in force."""
    return read_limits(_FILE.read_text(encoding="utf-8"))


def days(id_: str, limits: Mapping[str, Limit] | None = None) -> int:
    """A number of days, at least 1. Raises LimitError."""
    value = _value(id_, limits)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise LimitError(f"{_FILE.name} 的 {id_} 应是正整数，不是“{value}”")
    return value


def share(id_: str, limits: Mapping[str, Limit] | None = None) -> float:
    """A share above 0, at most 1. Raises LimitError."""
    value = _value(id_, limits)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise LimitError(f"{_FILE.name} 的 {id_} 应大于 0、不大于 1，不是“{value}”")
    return value


def month_and_day(id_: str, limits: Mapping[str, Limit] | None = None) -> tuple[int, int]:
    """A day of every year, (month 1-12, day 1-28 or more where the month has it).

    29 February is refused, as most years lack it. Raises LimitError.
    """
    value = _value(id_, limits)
    try:
        day = date.fromisoformat(f"2001-{value}")
    except ValueError as error:
        raise LimitError(
            f"{_FILE.name} 的 {id_} 应写成 03-31 这样的月-日，不是“{value}”"
        ) from error
    return day.month, day.day


def _value(id_: str, limits: Mapping[str, Limit] | None) -> object:
    known = known_limits() if limits is None else limits
    if id_ not in known:
        raise LimitError(f"{_FILE.name} 里没有 {id_}；请从原文件恢复这一项")
    return known[id_].value
