"""Help and usage mistakes in Chinese: Typer words both in English and aligns by letters."""

import inspect
import re
from collections.abc import Iterable
from typing import Any

import typer
from rich.cells import cell_len
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

HELP = "显示帮助"

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
        return _help(self, ctx, "命令", rows)

    def line_of(self, name: str) -> str:
        """What a command does, in one line: the first sentence of its help."""
        return (self.commands[name].help or "").partition("。")[0]


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


def _help(
    command: Any, ctx: typer.Context, title: str = "", rows: Iterable[tuple[str, str]] = ()
) -> str:
    """Usage, description, arguments, options, commands. Lines are left to the terminal to fold."""
    arguments = [p for p in command.params if isinstance(p, TyperArgument)]
    options = [p for p in command.params if isinstance(p, TyperOption)]
    pieces = [ctx.command_path, "[选项]", *(_argument(p) for p in arguments)]
    about = inspect.cleandoc(command.help or "").replace("\b\n", "")
    parts = [
        f"用法：{' '.join(pieces)}{' 命令 …' if title else ''}",
        "\n".join(f"  {line}".rstrip() for line in about.splitlines()),
        _section("参数", [(_argument(p), p.help or "") for p in arguments]),
        _section("选项", [*map(_option, options), (", ".join(ctx.help_option_names), HELP)]),
        _section(title, rows),
    ]
    return "\n\n".join(filter(None, parts))


def _section(title: str, rows: Iterable[tuple[str, str]]) -> str:
    rows = list(rows)
    if not rows:
        return ""
    width = max(cell_len(first) for first, _ in rows)
    lines = [f"  {first}{' ' * (width - cell_len(first))}  {second}" for first, second in rows]
    return "\n".join([f"{title}：", *lines])


def _argument(argument: TyperArgument) -> str:
    name = argument.metavar or argument.name or ""
    return name if argument.required else f"[{name}]"


def _option(option: TyperOption) -> tuple[str, str]:
    names = " / ".join(filter(None, [", ".join(option.opts), ", ".join(option.secondary_opts)]))
    value = "" if option.is_flag else f" {option.metavar or '值'}"
    said = [option.help or ""]
    if option.required:
        said.append("（必填）")
    elif not option.is_flag and option.default not in (None, "", ()):
        said.append(f"（默认 {option.default}）")
    return names + value, "".join(said)
