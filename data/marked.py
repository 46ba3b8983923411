"""YAML as typed entries that know their line; numbers exact, every mistake a `Fault`.

Plainer than YAML 1.1: no dates, no yes/no, no octal or base-60 numbers, no anchors, no repeated
keys. What looks like a date stays text.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

import yaml

Choice = TypeVar("Choice", bound=StrEnum)
Plain = str | int | Fraction | bool | None


class Fault(ValueError):
    """What is wrong in a text and in which line; the message is a Chinese sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way of giving a loader its resolvers

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            line = self.line + 1
            raise Fault(line, "不支持 YAML 引用（*），请把内容写全")
        return super().compose_node(parent, index)


_INT = "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"
_BOOL = "tag:yaml.org,2002:bool"
_NULL = "tag:yaml.org,2002:null"
_DIGITS = list("-0123456789")
_Loader.add_implicit_resolver(_INT, re.compile(r"-?(0|[1-9][0-9]{0,17})$"), _DIGITS)
_Loader.add_implicit_resolver(_FLOAT, re.compile(r"-?[0-9]{1,17}\.[0-9]{1,17}$"), _DIGITS)
_Loader.add_implicit_resolver(_BOOL, re.compile(r"(true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(_NULL, re.compile(r"(null|~|)$"), ["n", "~", ""])


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and the line (from 1) where it begins."""

    line: int
    value: "Plain | list[Entry] | dict[str, Entry]"

    def text(self, what: str) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise Fault(self.line, f"{what}应为文字；数字或 true、null 作文字时请加引号")
        return self.value.strip()

    def number(self, what: str) -> Fraction:
        if isinstance(self.value, bool) or not isinstance(self.value, int | Fraction):
            raise Fault(self.line, f"{what}应为数字，如 2 或 0.5")
        return Fraction(self.value)

    def whole(self, what: str) -> int:
        number = self.number(what)
        if number.denominator != 1:
            raise Fault(self.line, f"{what}应为整数")
        return int(number)

    def flag(self, what: str) -> bool:
        if not isinstance(self.value, bool):
            raise Fault(self.line, f"{what}应为 true 或 false")
        return self.value

    def entries(self, what: str) -> "list[Entry]":
        if not isinstance(self.value, list):
            raise Fault(self.line, f"{what}应为列表，每项以“- ”开头或写在 [ ] 内")
        return self.value

    def mapping(self, what: str) -> "dict[str, Entry]":
        if not isinstance(self.value, dict):
            raise Fault(self.line, f"{what}应为“键: 值”形式")
        return self.value

    def texts(self, what: str) -> tuple[str, ...]:
        return tuple(entry.text(what) for entry in self.entries(what))

    def numbers(self, what: str) -> dict[str, Fraction]:
        """Keys and their numbers, in the file's order."""
        return {key: entry.number(f"{what}“{key}”") for key, entry in self.mapping(what).items()}

    def plain(self) -> object:
        """The value without its lines; lists as tuples."""
        if isinstance(self.value, list):
            return tuple(entry.plain() for entry in self.value)
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        return self.value


class Fields:
    """A mapping that may hold only the keys named; `need` insists, `get` does not.

    Args:
        needed: keys that must be there, told in this order.
    """

    def __init__(
        self, entry: Entry, what: str, keys: Collection[str], needed: Collection[str] = ()
    ) -> None:
        self.line = entry.line
        self.what = what
        self._entries = entry.mapping(what)
        for key, value in self._entries.items():
            if key not in keys:
                raise Fault(value.line, f"{what}不认识“{key}”{did_you_mean(key, keys)}")
        for key in needed:
            self.need(key)

    def need(self, key: str) -> Entry:
        if key not in self._entries:
            raise Fault(self.line, f"{self.what}缺少 {key}，请补上")
        return self._entries[key]

    def get(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        if default is not None and key not in self._entries:
            return default
        return self.need(key).text(f"{self.what}的 {key} ")

    def number(self, key: str, default: Fraction | None = None) -> Fraction:
        if default is not None and key not in self._entries:
            return default
        return self.need(key).number(f"{self.what}的 {key} ")

    def within(self, key: str, low: Fraction, high: Fraction, default: Fraction) -> Fraction:
        """A number from `low` to `high`, both included."""
        number = self.number(key, default)
        if not low <= number <= high:
            raise Fault(
                self.need(key).line,
                f"{self.what}的 {key} 应在 {number_text(low)} 到 {number_text(high)} 之间",
            )
        return number

    def share(self, key: str, default: Fraction, low: Fraction = Fraction(0)) -> Fraction:
        """A share from `low` to 1, both included: 0.8, or 80%."""
        entry = self._entries.get(key)
        said = percent(entry) if entry else None
        if said is None:
            return self.within(key, low, Fraction(1), default)
        if not low <= said <= 1:
            raise Fault(
                self.need(key).line,
                f"{self.what}的 {key} 应在 {number_text(low * 100)}% 到 100% 之间",
            )
        return said

    def positive(self, key: str) -> Fraction:
        number = self.number(key)
        if number <= 0:
            raise Fault(self.need(key).line, f"{self.what}的 {key} 应大于 0")
        return number

    def flag(self, key: str, *, default: bool) -> bool:
        entry = self._entries.get(key)
        return default if entry is None else entry.flag(f"{self.what}的 {key} ")

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        said = self.text(key)
        known = [member.value for member in kind]
        if said not in known:
            hint = did_you_mean(said, known)
            raise Fault(self.need(key).line, f"{self.what}的 {key} 不能是“{said}”{hint}")
        return kind(said)

    def texts_by_key(self, key: str) -> dict[str, str]:
        """Texts of a mapping by their keys; empty when the key is absent."""
        entry = self._entries.get(key)
        pairs = entry.mapping(f"{self.what}的 {key} ") if entry else {}
        return {name: value.text(f"{key} 的“{name}”") for name, value in pairs.items()}

    def entries(self, key: str) -> list[Entry]:
        """A list; empty when the key is absent."""
        entry = self._entries.get(key)
        return entry.entries(f"{self.what}的 {key} ") if entry else []

    def texts(self, key: str) -> tuple[str, ...]:
        entry = self._entries.get(key)
        return entry.texts(f"{self.what}的 {key} ") if entry else ()


_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)%")


def percent(entry: Entry) -> Fraction | None:
    """`40%` as 2/5; None for whatever is no such text."""
    found = _PERCENT.fullmatch(entry.value.strip()) if isinstance(entry.value, str) else None
    return Fraction(found[1]) / 100 if found else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence about an unknown word: the nearest known one, or all of them."""
    near = get_close_matches(word, list(known), n=1)
    if near:
        return f"，是否想写“{near[0]}”"
    return f"，可用：{'、'.join(known)}" if known else ""


_SECOND = "一个文件只能写一份内容，请删去“---”及其后的部分"
_MALFORMED = "YAML 格式有误，请检查缩进（只用空格）、冒号后的空格以及引号、括号是否成对"
_TOO_DEEP = re.compile(r"(?:[\[{]\s*){50}|(?:- ){50}")


def read_marked(text: str) -> Entry:
    """The one document in `text`.

    Raises:
        Fault: not YAML, more than one document, or YAML beyond the plain part read here.
    """
    if match := _TOO_DEEP.search(text):  # the library takes minutes over such a text
        raise Fault(text.count("\n", 0, match.start()) + 1, "嵌套过深，请检查括号和缩进")
    try:
        loader = _Loader(text.removeprefix("\ufeff"))
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        more = "single document" in (error.context or "")
        raise Fault(mark.line + 1 if mark else 1, _SECOND if more else _MALFORMED) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Fault(line, "含有不可显示的控制字符，请删去") from error
    except RecursionError as error:
        raise Fault(1, "嵌套过深，请检查括号和缩进") from error
    return _entry(node) if node else Entry(1, None)


def _entry(node: yaml.Node) -> Entry:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Entry(line, [_entry(child) for child in node.value])
    if isinstance(node, yaml.MappingNode):
        return Entry(line, _pairs(node))
    return Entry(line, _scalar(str(node.value), node.tag, line))


def _pairs(node: yaml.MappingNode) -> dict[str, Entry]:
    pairs: dict[str, Entry] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise Fault(line, "键应为文字")
        if key.value in pairs:
            raise Fault(line, f"“{key.value}”重复出现，请删去一处")
        # A mistake in a block value is seen best at its key.
        entry = _entry(value)
        pairs[key.value] = Entry(line, entry.value)
    return pairs


def _scalar(text: str, tag: str, line: int) -> Plain:
    if tag == _INT:
        return int(text)
    if tag == _FLOAT:
        return Fraction(text)
    if tag == _BOOL:
        return text == "true"
    if tag == _NULL:
        return None
    if tag == "tag:yaml.org,2002:str":
        return text
    raise Fault(line, f"不支持 YAML 标记“{tag}”，请删去")


def number_text(number: Fraction) -> str:
    """A number as a scheme writes it: `3`, `0.25`; one without a finite decimal as a fraction."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(number)
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")
