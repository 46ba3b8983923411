"""A document as PDF: typst lays it out from JSON; no text of anybody is ever typst code."""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from dashboard.reports.fonts import fonts
from dashboard.reports.paper import Paper, sheet_of
from data.calendar import CHINA

_TEMPLATES = Path(__file__).parent / "templates"
_one_at_a_time = Lock()  # of the compiler, which keeps what it has loaded


def pdf(paper: Paper) -> bytes:
    """The same bytes for the same document and the same fonts.

    Raises:
        ReportError: no font of this machine has Chinese.
    """
    said = {**sheet_of(paper), "fonts": fonts()}
    made = datetime.combine(paper.day, time(), CHINA).astimezone(UTC)
    with _one_at_a_time:
        body: bytes = _compiler().compile(
            format="pdf",
            sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
            timestamp=int(made.timestamp()),
        )
    return body


@cache
def _compiler() -> Any:
    """Loading the fonts takes a third of a second: once a process."""
    import typst

    return typst.Compiler(str(_TEMPLATES / "paper.typ"), root=str(_TEMPLATES))
