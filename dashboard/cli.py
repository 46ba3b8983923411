"""The `gkc` command: reads arguments, calls one function, prints. Never imports Streamlit."""

import logging
import os
import sys
from time import monotonic

import typer

from dashboard.terminal.menu import MENU, menu
from dashboard.terminal.stopping import STOPPED, sigterm_as_ctrl_c
from dashboard.terminal.usage import mistake

# Mistakes of a user or of their files; each message is a sentence with the remedy.
USER_ERRORS = (
    ("crawlers.accuracy.pages", "LabelsError"),
    ("dashboard.commands.options", "CommandError"),
    ("dashboard.reports.errors", "ReportError"),
    ("data.accounts", "AccountError"),
    ("data.clients", "ClientError"),
    ("data.calendar", "CalendarError"),
    ("data.check_limits", "LimitError"),
    ("data.judgements", "JudgementError"),
    ("data.passwords", "PasswordError"),
    ("data.people", "NotAllowed"),
    ("data.schemes", "SchemeError"),
    ("data.storage.database", "StoreError"),
    ("data.training", "TopicModelError"),
    ("data.training", "TrainingError"),
    ("data.units", "UnitError"),
    ("data.workflow", "WorkflowError"),
    ("data.writer", "ArchiveError"),
)
# A full disk, a folder that nobody may write, a database server that is gone.
FAULTS = (("builtins", "OSError"), ("data.storage.database", "DatabaseError"))

log = logging.getLogger(__name__)

INTERRUPTED = 130  # what Typer answers to Ctrl+C, as shells do

app = menu("公开尺：政务公开第三方评估工具。采集网站、核查公开事项、计分排名、列出失分点。")


def main() -> None:
    """Run the command line.

    Exit 0 done, 1 failed or interrupted with a sentence, 2 wrong usage, 143 ended by SIGTERM.
    """
    with sigterm_as_ctrl_c() as stopped:
        code = _logged() if os.environ.get("GKC_LOG") else _run()
    if code == INTERRUPTED:
        _say("已中断；再次运行会接着做")
        code = STOPPED if stopped() else 1
    sys.exit(code)


def _logged() -> int:
    """The same, with the log for machines: which command, how it ended, how long it took."""
    from crawlers import logs

    try:
        lines = logs.set_up()
    except logs.LogError as error:
        _say(f"错误：{error}", style="red")
        return 1
    began, code = monotonic(), 1
    try:
        code = _run()
        return code
    finally:
        # Of the words only the command: the others may name somebody.
        command = next((word for word in sys.argv[1:2] if word in MENU), "")
        facts = {"command": command, "code": code, "seconds": round(monotonic() - began, 3)}
        # By its name, which it has not when run with `python -m`.
        logging.getLogger("dashboard.cli").info("command ended", extra={"facts": facts})
        logs.take_down(lines)


def _run() -> int:
    """What the command answers; what went wrong is said."""
    try:
        return int(app(prog_name="gkc", standalone_mode=False) or 0)
    except typer.TyperException as error:
        typer.echo(mistake(error), err=True)
        return error.exit_code
    except _loaded(USER_ERRORS) as error:
        _say(f"错误：{error}", style="red")
    except _loaded(FAULTS) as error:
        from data.faults import explained

        log.debug("the command failed", exc_info=error)
        _say(f"错误：{explained(error)}后再次运行，会接着做", style="red")
    return 1


def _loaded(names: tuple[tuple[str, str], ...]) -> tuple[type[Exception], ...]:
    """Those of the errors whose modules a command has loaded; the others cannot have happened."""
    found = (getattr(sys.modules.get(home), name, None) for home, name in names)
    return tuple(error for error in found if error is not None)


def _say(text: str, style: str = "") -> None:
    from dashboard.wording.printing import say  # help needs none of what it loads

    say(text, style=style)


if __name__ == "__main__":
    main()
