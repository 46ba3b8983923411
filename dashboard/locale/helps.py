"""Every text of the help of `gkc` that has to be translated, from the commands themselves."""

from collections.abc import Iterator
from typing import Any

from dashboard.cli import app
from dashboard.terminal.usage import FRAME, texts_of


def help_texts() -> set[str]:
    """All texts that a complete catalogue of the help translates."""
    found = {text for command in _every(app) for text in texts_of(command)}
    return {text for text in {*found, *FRAME} if not text.isascii()}


def _every(command: Any) -> Iterator[Any]:
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from _every(below)
