"""Issuing a document: numbered, made, kept by its hash, noted; later downloads are those bytes."""

import hashlib
import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dashboard.reports.book import Book
from dashboard.reports.errors import ReportError
from dashboard.reports.kind import Kind
from dashboard.reports.permitted import demand_issue
from dashboard.reports.registry import file_name, made
from data.calendar import CHINA
from data.issued import Issue, IssuedBefore, IssuedFile, NumberTaken, number_text
from data.people import Person
from data.reviews import Upload
from data.store import Store
from data.uploads import UploadError, keep, read
from data.workflow import Refuse, Stage, WorkflowError
from scoring.stages import refusal

_TRIES = 5  # when others issue at the same time
_LONGEST_MARK = 20
_MARK = re.compile(rf"[A-Za-z0-9\u3007\u3400-\u9fff\uf900-\ufaff]{{1,{_LONGEST_MARK}}}")


def issue(
    store: Store,
    person: Person,
    book: Book,
    kind: Kind,
    unit_id: str,
    *,
    mark: str,
    at: datetime,
    var: Path,
    again: bool = False,
) -> Issue:
    """Issue a document in all its formats under the next number of the office in this year.

    Args:
        mark: 发文机关代字.
        again: although the same document was issued before; it gets a new number.

    Raises:
        NotAllowed: the person may not.
        ReportError: the document cannot be issued or made, or was issued before.
        OSError: its bytes cannot be kept.
    """
    demand_issue(person)
    if not kind.official:
        raise ReportError(f"{kind.title}不编号制发，直接导出即可")
    mark = written_mark(mark)
    round_id, day = book.result.round.id, at.astimezone(CHINA).date()
    refuse = _refusing(kind, round_id)
    if why := refuse(store.stage(round_id)):
        raise ReportError(why)
    before = [
        one for one in store.issues(round_id) if (one.kind, one.unit_id) == (kind.id, unit_id)
    ]
    if before and not again:
        raise ReportError(_once(kind, before[-1].text))
    whole = kind.ready(book, var, unit_id)
    for _ in range(_TRIES):
        number = store.next_number(mark, day.year)
        numbered = replace(whole, number=number_text(mark, day.year, number), day=day)
        files = []
        for ending in kind.formats:
            body = made(kind, numbered, unit_id, ending)
            digest = hashlib.sha256(body).hexdigest()
            name = file_name(kind, numbered, unit_id, ending)
            keep(var, Upload(digest, name, ending, len(body)), body)
            files.append(IssuedFile(ending, name, digest, len(body)))
        issued = Issue(
            round_id, kind.id, unit_id, book.organisation, mark, day.year, number, person.id, at,
            tuple(files),
        )  # fmt: skip
        try:
            store.put_issue(issued, again=again, refuse=refuse)
        except NumberTaken:
            continue
        except IssuedBefore as error:
            raise ReportError(_once(kind, str(error))) from error
        except WorkflowError as error:
            raise ReportError(str(error)) from error
        return issued
    raise ReportError("同时制发的人太多，没有取得文号；请稍后再试")


def written_mark(mark: str) -> str:
    """A 发文机关代字 in one spelling, since numbers run by it: full width as half, no white space.

    Raises:
        ReportError: there is none, it is too long, or it holds other signs, some of which nobody
            sees.
    """
    one = "".join(unicodedata.normalize("NFKC", mark).split())
    if not _MARK.fullmatch(one):
        raise ReportError(
            f"请用 --mark 写明发文机关代字，不超过 {_LONGEST_MARK} 字，只用汉字、字母和数字"
        )
    return one


def _refusing(kind: Kind, round_id: str) -> Refuse:
    """Why a document may not be issued in a stage, and what to do."""

    def refuse(stage: Stage | None) -> str:
        why = refusal(kind.issuing, stage) if kind.issuing else ""
        return why and f"{why}；请先用 gkc stage {round_id} 推进轮次，或导出未编号的草稿"

    return refuse


def _once(kind: Kind, number: str) -> str:
    return f"{kind.title}已以{number}制发；内容有改动需要重新制发的，请加 --again"


def issued_bytes(var: Path, file: IssuedFile) -> bytes:
    """An issued document, the very bytes.

    Raises:
        ReportError: they are gone or were changed.
    """
    try:
        return read(var, Upload(file.sha256, file.name, file.format, file.size_bytes))
    except UploadError as error:
        raise ReportError(f"已制发的文件“{file.name}”不在或者被改动；请从备份恢复") from error
