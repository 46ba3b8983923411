"""Every document, in the order of lists. A new one: a file beside these, and its line here."""

import hashlib
from collections.abc import Mapping, Sequence

from dashboard.reports import (
    circular,
    evidence_pack,
    fix_ledger,
    fix_notice,
    general_report,
    open_data,
    problem_list,
    score_sheet,
    unit_report,
)
from dashboard.reports.book import Book
from dashboard.reports.errors import ReportError
from dashboard.reports.kind import Kind, Scope

_LONGEST = 200  # bytes of a file name; file systems take 255, and copies get more on the way

KINDS: Mapping[str, Kind] = {
    module.KIND.id: module.KIND
    for module in (
        unit_report, general_report, circular, fix_notice, score_sheet, problem_list, fix_ledger,
        evidence_pack, open_data,
    )
}  # fmt: skip


def kind_of(name: str) -> Kind:
    """A document by its id or title.

    Raises:
        ReportError: there is none.
    """
    for kind in KINDS.values():
        if name in {kind.id, kind.title}:
            return kind
    known = "、".join(f"{kind.id}（{kind.title}）" for kind in KINDS.values())
    raise ReportError(f"没有叫“{name}”的报告；可用：{known}")


def made(kind: Kind, book: Book, unit_id: str, ending: str) -> bytes:
    """A document; `book` has the evidence read where the kind needs it.

    Raises:
        ReportError: the unit or the format does not fit, or there is nothing to report.
    """
    if kind.scope is Scope.UNIT and not unit_id:
        raise ReportError(f"{kind.title}是一个单位的，请用 --unit 写明单位")
    if kind.scope is Scope.ROUND and unit_id:
        raise ReportError(f"{kind.title}是全轮的，不能指定单位")
    if ending not in kind.formats:
        raise ReportError(f"{kind.title}没有 {ending} 格式；可用：{'、'.join(kind.formats)}")
    return kind.formats[ending](book, unit_id)


def file_name(kind: Kind, book: Book, unit_id: str, ending: str) -> str:
    """What a document is called when it is taken away."""
    whose = [book.unit(unit_id).name] if unit_id else []
    return document_name([book.result.round.name, *whose], kind, ending)


def document_name(of: Sequence[str], kind: Kind, ending: str) -> str:
    """The name of a file from the names of what it is of; where these are too long together, each
    is cut, so that every one of them can be told.
    """
    last = f"{kind.title}.{ending}"
    whole = "_".join((*of, last))
    if len(whole.encode(errors="replace")) <= _LONGEST:
        return safe_name(whole)
    room = (_LONGEST - len(f"_{last}".encode())) // len(of) - 1
    return "_".join((*(safe_name(each, most=room) for each in of), last))


def safe_name(name: str, most: int = _LONGEST) -> str:
    """A name that every file system takes, and that leads nowhere else.

    Args:
        most: bytes in UTF-8. What is longer is cut, and ends with what tells it from others that
            begin alike.
    """
    kept = "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in name)
    kept = kept.strip(" .") or "_"
    if len(kept.encode()) <= most:
        return kept
    tail = f"~{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:8]}"
    return kept.encode()[: most - len(tail)].decode(errors="ignore") + tail
