"""Every text of the screens that has to be translated: what `_()` and `N_()` mark in dashboard/,
and the closed lists of the layers below, which know nothing of screens.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from data.people import ACTION_NAMES, ROLE_NAMES
from data.reviews import MARK_NAMES
from data.units import KINDS
from data.workflow import STAGE_NAMES
from scoring.appeals import DECISION_NAMES, GROUND_NAMES, STANDING_NAMES
from scoring.excuses import SORT_NAMES, STATE_NAMES
from scoring.notice.saying import ADDED
from scoring.rectification import STATUS_NAMES

ROOT = Path(__file__).parents[2]
# Shown by screens as `_(LIST[key])`.
LISTS = (
    ACTION_NAMES,
    DECISION_NAMES,
    GROUND_NAMES,
    MARK_NAMES,
    ROLE_NAMES,
    SORT_NAMES,
    STAGE_NAMES,
    STANDING_NAMES,
    STATE_NAMES,
    STATUS_NAMES,
)
HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKS = {"_", "N_"}


def sources() -> Iterator[Path]:
    """The modules that may mark texts."""
    yield ROOT / "streamlit_app.py"
    yield from sorted((ROOT / "dashboard").rglob("*.py"))


def marked(source: str) -> Iterator[tuple[str, int]]:
    """The marked texts of a module, each with its line.

    Raises:
        ValueError: something else than one plain text is marked; the catalogue cannot hold it.
    """
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in _MARKS:
            continue
        match node.args:
            case [ast.Constant(value=str(text))]:
                yield text, node.lineno
            case [ast.JoinedStr()]:
                raise ValueError(f"line {node.lineno}: fill in after translation, not before")
            case _:  # a text of a list, marked where the list is made
                continue


def texts() -> set[str]:
    """All texts that a complete catalogue translates."""
    found = {text for names in LISTS for text in names.values()} | KINDS.keys() | {ADDED}
    for path in sources():
        found |= {text for text, _line in marked(path.read_text(encoding="utf-8"))}
    return {text for text in found if not text.isascii()}
