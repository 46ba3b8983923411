"""A notice read for the commands: its text, its tasks, and what could assess each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.terminal.sources import Source, document_of
from data.check_words import in_notices
from data.schemes import bundled, read_scheme
from data.task_checks import names_of_checks
from scoring.notice.compiling import compiled
from scoring.notice.drafting import Form
from scoring.notice.indicators import Indicator, Kind, indicator
from scoring.notice.matching import Described, Matcher
from scoring.notice.tables import tables_of
from scoring.notice.tasks import Notice, Task

_WITH_TITLES = ("named_documents", "local_standards")  # checks that look for documents by name


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice and a draft indicator for every task."""

    name: str  # of the source, as given
    raw: str
    notice: Notice
    indicators: tuple[Indicator, ...]


def read_notice(source: Source, *, empty: bool = False) -> tuple[ReadNotice | None, str]:
    """A notice of a file or an address; else in Chinese why there is none.

    Args:
        empty: a text in which no task was read is a notice too, for a person to point at them.
    """
    document, why = document_of(source, tables=True)
    if document is None or why:
        return None, why
    raw = "\n".join(document.pages)
    if document.format == "pdf":
        # A page's text runs through the cells of its tables; the blocks keep them apart.
        blocks = "\n".join(
            "\n".join("\t".join(row) for row in block.rows)
            if block.rows
            else block.text.replace("\f", "")
            for block in document.blocks
        )
        raw = blocks if any(tables_of(blocks)) else raw
    notice = compiled(raw)
    if not notice.tasks and not (empty and raw.strip()):
        return None, f"{source.name} 中没有编号的任务；请核对是不是工作要点或实施方案"
    indicators = tuple(proposed(task, raw) for task in notice.tasks)
    return ReadNotice(source.name, raw, notice, indicators), ""


def proposed(task: Task, raw: str) -> Indicator:
    """The draft indicator of a task of a notice."""
    return indicator(task, matcher().matches(task, raw))


@cache
def matcher() -> Matcher:
    """Every check, ready to be recognised in a task."""
    names = names_of_checks()
    return Matcher(
        tuple(
            Described(
                each.check,
                each.title,
                each.words,
                tuple(name for _, name in names.get(each.check, ())),
            )
            for each in in_notices()
        )
    )


def forms(indicators: Sequence[Indicator]) -> dict[str, Form]:
    """How the checks of some indicators stand in the schemes that come with the program."""
    wanted = {each.match.check for each in indicators if each.match and each.kind is Kind.CHECK}
    found: dict[str, Form] = {}
    for path in reversed(bundled().values()):  # the newer versions last in name, so first here
        for leaf in read_scheme(path).leaves():
            if leaf.check in wanted and leaf.check not in found:
                titles = leaf.check in _WITH_TITLES
                found[leaf.check] = Form(
                    leaf.method.value, "", leaf.remedy, leaf.typical_failure, titles
                )
    return found
