"""The `gkc` command: reads arguments, calls one function, prints. Never imports Streamlit."""

import logging
import sys

import typer

from crawlers.accuracy import LabelsError
from dashboard.commands import (
    archive,
    cluster,
    ledger,
    oneshot,
    registers,
    results,
    rounds,
    survey,
    tools,
    work,
)
from dashboard.commands.options import CommandError
from dashboard.printing import say
from dashboard.usage import in_chinese, mistake
from data.calendar import CalendarError
from data.database import DatabaseError, StoreError, first_line
from data.judgements import JudgementError
from data.schemes import SchemeError
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
)
for part in PARTS:
    app.registered_commands += part.registered_commands
    app.registered_groups += part.registered_groups
app.add_typer(rounds.app, name="rounds")
app.add_typer(archive.app, name="archive")
in_chinese(app)


def main() -> None:
    """Run the command line. Exit 0 done, 1 failed with a sentence, 2 wrong usage."""
    try:
        code = app(standalone_mode=False)
    except USER_ERRORS as error:
        say(f"错误：{error}", style="red")
        sys.exit(1)
    except (OSError, DatabaseError) as error:  # a full disk, a folder that nobody may write
        log.debug("the command failed", exc_info=error)
        say(
            f"错误：文件或数据库无法读写（{first_line(error)}）；"
            "请检查磁盘空间和权限后再次运行，会接着做",
            style="red",
        )
        sys.exit(1)
    except typer.TyperException as error:
        typer.echo(mistake(error), err=True)
        sys.exit(error.exit_code)
    if code == INTERRUPTED:
        say("已中断；再次运行会接着做")
        sys.exit(1)
    sys.exit(code)
