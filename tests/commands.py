"""Running `gkc` for tests: in this process, or as a process of its own that can be killed."""

import contextlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from typer.core import TyperGroup

from dashboard.cli import app, main

SCRIPT = Path(sys.executable).with_name("gkc")


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def gkc(folder: Path, *args: object, url: str = "") -> Done:
    """Run the command in this process, in `folder`, on its own `var/` unless `url` names another
    database.
    """
    out, err = io.StringIO(), io.StringIO()
    argv = ["gkc", *map(str, args)]
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, environment(url), clear=True),
        mock.patch.object(sys, "argv", argv),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as done:
            code = int(done.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def heed_ctrl_c() -> None:
    """A shell that runs the tests in the background ignores the signal, and so would its heirs."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(
    folder: Path, *args: object, before: Callable[[], object] = heed_ctrl_c
) -> subprocess.Popen[str]:
    """The same as a process of its own; `before` runs in it first."""
    return subprocess.Popen(
        [SCRIPT, *map(str, args)],
        cwd=folder,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,
    )


def environment(url: str = "") -> Mapping[str, str]:
    """This environment with the database at `url`, by default the one in `var/`."""
    rest = {key: value for key, value in os.environ.items() if key != "GKC_DATABASE_URL"}
    return rest | {"GKC_DATABASE_URL": url} if url else rest


def command_paths() -> list[tuple[str, ...]]:
    """Words of every command and group, in the order of the help: (), ("init",), …"""

    def below(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        if isinstance(command, TyperGroup):
            for name, child in command.commands.items():
                yield from below(child, (*path, name))

    return list(below(app, ()))
