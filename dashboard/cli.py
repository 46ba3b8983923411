"""The `gkc` command: reads arguments, calls one function, prints. Never imports Streamlit."""

import logging
import sys

import typer

from crawlers.accuracy import LabelsError
from dashboard.commands import (
    annual,
    archive,
    cluster,
    documents,
    ledger,
    oneshot,
    registers,
    results,
    rounds,
    survey,
    tools,
    topics,
    work,
)
from dashboard.commands.options import CommandError
from dashboard.printing import say
from dashboard.stopping import STOPPED, sigterm_as_ctrl_c
from dashboard.usage import in_chinese, mistake
from data.calendar import CalendarError
from data.judgements import JudgementError
from data.schemes import SchemeError
from data.storage.database import DatabaseError, StoreError
from data.storage.faults import explained
from data.training import TopicModelError, TrainingError
from data.units import UnitError
from data.writer import ArchiveError

# Mistakes of a user or of their files; each message is a sentence with the remedy.
USER_ERRORS = (
    LabelsError,
    ArchiveError,
    CalendarError,
    CommandError,
    JudgementError,
    SchemeError,
    StoreError,
    TopicModelError,
    TrainingError,
    UnitError,
)

log = logging.getLogger(__name__)

INTERRUPTED = 130  # what Typer answers to Ctrl+C, as shells do

app = typer.Typer(
    name="gkc",
    help="公开尺：政务公开第三方评估工具。采集网站、核查公开事项、计分排名、列出失分点。",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
PARTS = (
    registers.app,
    survey.app,
    work.app,
    cluster.app,
    ledger.app,
    results.app,
    oneshot.app,
    tools.app,
    annual.app,
    documents.app,
)
for part in PARTS:
    app.registered_commands += part.registered_commands
    app.registered_groups += part.registered_groups
app.add_typer(rounds.app, name="rounds")
app.add_typer(archive.app, name="archive")
app.add_typer(topics.app, name="topics")
in_chinese(app)


def main() -> None:
    """Run the command line.

    Exit 0 done, 1 failed or interrupted with a sentence, 2 wrong usage, 143 ended by SIGTERM.
    """
    with sigterm_as_ctrl_c() as stopped:
        code = _run()
    if code == INTERRUPTED:
        say("已中断；再次运行会接着做")
        code = STOPPED if stopped() else 1
    sys.exit(code)


def _run() -> int:
    """What the command answers; what went wrong is said."""
    try:
        return int(app(prog_name="gkc", standalone_mode=False) or 0)
    except USER_ERRORS as error:
        say(f"错误：{error}", style="red")
    except (OSError, DatabaseError) as error:  # a full disk, a folder that nobody may write
        log.debug("the command failed", exc_info=error)
        say(f"错误：{explained(error)}后再次运行，会接着做", style="red")
    except typer.TyperException as error:
        typer.echo(mistake(error), err=True)
        return error.exit_code
    return 1
