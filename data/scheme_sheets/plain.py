"""A scheme file as a plain tree, and back to YAML text. Keys that nobody here knows come through.

A tree holds texts, whole numbers, fractions, true/false, None, tuples and mappings, in the order
of the file. Comments and layout of a file are not part of it.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from data.marked import number_text, read_marked

Plain = object  # a text, a number, True, False, None, a tuple or a mapping of such
Tree = dict[str, Plain]

# Texts that need no quotes: they begin with a letter, hold nothing that means something in YAML.
_BARE = re.compile(r"[A-Za-z_《“〔（㐀-鿿][\w%()./《》“”‘’〔〕（）、，。；：！？·—…-]*")
_WORDS = {"true", "false", "null"}
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def read_plain(text: str) -> Plain:
    """The tree in a YAML text.

    Raises:
        data.marked.Fault: not YAML, or YAML beyond the plain part that schemes are written in.
    """
    return read_marked(text).plain()


def flow(value: Plain) -> str:
    """A value in one line of YAML: `{rule: deduct, each: {late: 0.2}}`.

    Raises:
        ValueError: a number without a finite decimal, such as 1/3, which YAML cannot write.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(str(k))}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(entry) for entry in value) + "]"
    return _scalar(value)


@dataclass(slots=True)
class Written:
    """YAML text being written; `rows` says which line came from which row of a sheet."""

    lines: list[str] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict)  # line, from 1 -> where it came from

    def line(self, text: str, where: str) -> None:
        self.lines.append(text)
        if where:
            self.rows[len(self.lines)] = where

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


# Keys of a row of the indicator table that are about the table, not about the scheme.
WHERE, NOTES = "\0where", "\0notes"


def write_scheme(tree: Mapping[str, Plain], head: Sequence[str] = ()) -> Written:
    """A scheme as YAML: one key a line, nested values in one line.

    Args:
        tree: `scheme`, `sources`, `indicators` and whatever else stands beside them. A row may
            say with `WHERE` where it came from, and with `NOTES` what is to stand above it.
        head: comment lines for the top of the file.

    Raises:
        ValueError: a number that YAML cannot write.
    """
    written = Written()
    for comment in head:
        written.line(f"# {_one_line(comment)}".rstrip(), "")
    for key, value in tree.items():
        if key == "indicators" and isinstance(value, Sequence):
            written.line("indicators:", "")
            for node in value:
                _node(written, node, 2)
        elif key in {"scheme", "sources"} and isinstance(value, Mapping) and value:
            written.line(f"{key}:", _where(value))
            for name, entry in value.items():
                if name != WHERE:
                    written.line(f"  {_scalar(name)}: {flow(_bare(entry))}", _where(entry, value))
        else:
            written.line(f"{_scalar(key)}: {flow(_bare(value))}", "")
    return written


def _node(written: Written, node: Plain, indent: int) -> None:
    if not isinstance(node, Mapping):
        raise ValueError(f"a row of the indicators is {node!r}")
    where = _where(node)
    notes = node.get(NOTES)
    for note in notes if isinstance(notes, tuple) else ():
        written.line(f"{' ' * indent}# {_one_line(str(note))}", "")
    for n, (key, value) in enumerate((k, v) for k, v in node.items() if k not in {WHERE, NOTES}):
        mark = " " * indent + ("  " if n else "- ")
        if key == "children" and isinstance(value, Sequence) and value:
            written.line(f"{mark}children:", where)
            for child in value:
                _node(written, child, indent + 4)
        else:
            written.line(f"{mark}{_scalar(key)}: {flow(value)}", where)


def leaf_rows(
    nodes: Plain, above: tuple[Tree, ...] = ()
) -> Iterator[tuple[tuple[Tree, ...], Tree]]:
    """Every leaf of `indicators` with the nodes above it, outermost first, in the file's order."""
    for node in nodes if isinstance(nodes, Sequence) and not isinstance(nodes, str) else ():
        if isinstance(node, dict) and "children" in node:
            yield from leaf_rows(node["children"], (*above, node))
        elif isinstance(node, dict):
            yield above, node


def _where(*values: Plain) -> str:
    """Where the first of the values that knows came from."""
    for value in values:
        if isinstance(value, Mapping) and WHERE in value:
            return str(value[WHERE])
    return ""


def _bare(value: Plain) -> Plain:
    if isinstance(value, Mapping):
        return {key: _bare(entry) for key, entry in value.items() if key != WHERE}
    return tuple(map(_bare, value)) if isinstance(value, tuple | list) else value


def _one_line(text: str) -> str:
    return " ".join(_ESCAPED.sub(" ", text).split())


def _scalar(value: Plain) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        text = number_text(value)
        if "/" in text:
            raise ValueError(f"{text} has no finite decimal")
        return text
    said = str(value)
    if _BARE.fullmatch(said) and said not in _WORDS:
        return said
    quoted = json.dumps(said, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
