"""Help and usage mistakes in Chinese: Typer words both in English and aligns by letters.

The English reference, docs/cli.en.md, is the same help through a catalogue of its own.
"""

import inspect
import re
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

import typer
from rich.cells import cell_len
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from dashboard.wording.language import CHINESE, help_in, language

HELP = "显示帮助"
USAGE, ARGUMENTS, OPTIONS, COMMANDS = "用法：", "参数：", "选项：", "命令："
SOME_OPTIONS, SOME_COMMAND, VALUE = "[选项]", "命令 …", "值"
EXAMPLES = "示例："
REQUIRED, DEFAULT = "（必填）", "（默认 {value}）"
FRAME = (
    HELP, USAGE, ARGUMENTS, OPTIONS, COMMANDS, SOME_OPTIONS, SOME_COMMAND, VALUE, EXAMPLES,
    REQUIRED, DEFAULT,
)  # fmt: skip
_COMMENT = re.compile(r"(.* # +)(.*)")  # behind an example
_WIDE = 96  # characters of a line of English

# What Typer says of a mistake -> what we say. Words in quotes are the user's own.
_MISTAKES = (
    (r"Missing (?:argument|option|parameter) '?([^']+)'?\..*", r"缺少 \1"),
    (r"Missing command\.", "缺少命令"),
    (r"No such command '(.*?)'\. Did you mean (.*)\?", r"没有命令 \1，是不是 \2"),
    (r"No such command '(.*?)'\.", r"没有命令 \1"),
    (r"No such option: (\S+) \(Possible options: (.*)\)", r"没有选项 \1，是不是 \2"),
    (r"No such option: (\S+)", r"没有选项 \1"),
    (r"Option '(.*?)' requires .*", r"选项 \1 需要一个值"),
    (r"Option '(.*?)' does not take a value\.", r"选项 \1 不带值"),
    (r"Got unexpected extra argument\S* \((.*)\)", r"多了 \1"),
    (r"Invalid value for '(.*?)': .*'(.*?)' is not one of (.*)\.", r"\1 没有“\2”，可用 \3"),
    (r"Invalid value for '(.*?)': .* valid integer.*", r"\1 应是整数"),
    (r"Invalid value for '(.*?)': .* valid number.*", r"\1 应是数"),
    (r"Invalid value for '(.*?)': .* greater than or equal to ([\d.]+)", r"\1 不能小于 \2"),
    (r"Invalid value for '(.*?)': .* less than or equal to ([\d.]+)", r"\1 不能大于 \2"),
)


class Command(TyperCommand):
    """A command with Chinese help."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _help(self, ctx)


class Group(TyperGroup):
    """A group of commands with Chinese help."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        rows = [(name, self.line_of(name)) for name in self.list_commands(ctx)]
        return _help(self, ctx, rows)

    def line_of(self, name: str) -> str:
        """What a command does, in one line: the first sentence of its help."""
        first = _paragraphs(self.commands[name].help or "")[0]
        if language() == CHINESE:
            return first.partition("。")[0]
        return help_in(first).partition(". ")[0].rstrip(".")


def in_chinese(app: typer.Typer) -> None:
    """Give every command of an app, at any depth, Chinese help."""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            in_chinese(group.typer_instance)


def mistake(error: typer.TyperException) -> str:
    """What was wrong with a command line, in Chinese, and where to read how it is right.

    A command called without anything answers with its help.
    """
    said = error.format_message()
    ctx = getattr(error, "ctx", None)
    if ctx is not None and said == ctx.get_help():
        return said
    for pattern, words in _MISTAKES:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            said = found.expand(words).replace("'", "")
            break
    return f"用法错误：{said}；用法见 {ctx.command_path if ctx else 'gkc'} -h"


def texts_of(command: Any) -> Iterator[str]:
    """Every text that the help of a command is made of, in Chinese."""
    for paragraph in _paragraphs(command.help or ""):
        if not paragraph.startswith(EXAMPLES):
            yield paragraph
            continue
        for line in paragraph.splitlines():
            if found := _COMMENT.fullmatch(line):
                yield found[2]
    for each in command.params:
        yield each.help or ""
        yield each.metavar or ("" if isinstance(each, TyperOption) else each.name)


def _help(command: Any, ctx: typer.Context, rows: Iterable[tuple[str, str]] = ()) -> str:
    """Usage, description, arguments, options, commands. Lines are left to the terminal to fold."""
    rows = list(rows)
    arguments = [p for p in command.params if isinstance(p, TyperArgument)]
    options = [p for p in command.params if isinstance(p, TyperOption)]
    pieces = [ctx.command_path, help_in(SOME_OPTIONS), *(_argument(p) for p in arguments)]
    pieces += [help_in(SOME_COMMAND)] if rows else []
    told = (", ".join(ctx.help_option_names), help_in(HELP))
    parts = [
        help_in(USAGE) + " ".join(pieces),
        "\n\n".join(map(_shown, _paragraphs(command.help or ""))),
        _section(ARGUMENTS, [(_argument(p), help_in(p.help or "")) for p in arguments]),
        _section(OPTIONS, [*map(_option, options), told]),
        _section(COMMANDS, rows),
    ]
    return "\n\n".join(filter(None, parts))


def _paragraphs(said: str) -> list[str]:
    return inspect.cleandoc(said).replace("\b\n", "").split("\n\n")


def _shown(paragraph: str) -> str:
    """A paragraph of a description, set in by two; of examples only the comments are words."""
    lines = paragraph.splitlines()
    if paragraph.startswith(EXAMPLES):
        lines = [help_in(EXAMPLES), *map(_example, lines[1:])]
    elif language() != CHINESE:
        lines = wrap(help_in(paragraph), _WIDE, break_on_hyphens=False)
    return "\n".join(f"  {line}".rstrip() for line in lines)


def _example(line: str) -> str:
    found = _COMMENT.fullmatch(line)
    return found[1] + help_in(found[2]) if found else line


def _section(title: str, rows: Iterable[tuple[str, str]]) -> str:
    rows = list(rows)
    if not rows:
        return ""
    width = max(cell_len(first) for first, _ in rows)
    lines = [f"  {first}{' ' * (width - cell_len(first))}  {second}" for first, second in rows]
    return "\n".join([help_in(title), *lines])


def _argument(argument: TyperArgument) -> str:
    name = help_in(argument.metavar or argument.name or "")
    return name if argument.required else f"[{name}]"


def _option(option: TyperOption) -> tuple[str, str]:
    names = " / ".join(filter(None, [", ".join(option.opts), ", ".join(option.secondary_opts)]))
    value = "" if option.is_flag else f" {help_in(option.metavar or VALUE)}"
    said = [help_in(option.help or "")]
    if option.required:
        said.append(help_in(REQUIRED))
    elif not option.is_flag and option.default not in (None, "", ()):
        said.append(help_in(DEFAULT).format(value=option.default))
    return names + value, "".join(said)
