"""The scheme that somebody works on: in the session, until it is kept or downloaded."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.rounds.steps import checks
from dashboard.schemefiles.editing import Place
from dashboard.schemefiles.faults import Examined, examined
from dashboard.wording.language import _
from data.marked import Fault
from data.scheme_sheets.plain import Tree, read_plain
from data.schemes import SchemeError

BENCH = "scheme on the bench"
PLACE = "scheme row"  # the row that is being edited
_MOST_UNDO = 20


@dataclass(frozen=True)
class Bench:
    """An edited tree, what it began as, and the way back."""

    tree: Tree
    origin: str  # what it began as, for people
    base: str  # the file it began as; "" when it is all new
    revision: int = 0  # with every change another: fields begin anew
    before: tuple[Tree, ...] = ()  # latest last
    notes: tuple[str, ...] = ()  # what the reading of a file had to tell

    @property
    def touched(self) -> bool:
        return bool(self.before)


def begin(text: str, origin: str, notes: tuple[str, ...] = ()) -> None:
    """Put a scheme on the bench in place of what is there.

    Raises:
        SchemeError: the text is not even YAML.
    """
    try:
        tree = read_plain(text)
    except Fault as fault:
        raise SchemeError(
            _("{origin} 第 {line} 行：{fault}。").format(
                origin=origin, line=fault.line, fault=fault
            )
        ) from fault
    if not isinstance(tree, dict):
        raise SchemeError(_("{origin}：不是指标体系文件，请核对。").format(origin=origin))
    last = bench()
    st.session_state[BENCH] = Bench(
        tree, origin, text, revision=last.revision + 1 if last else 0, notes=notes
    )
    st.session_state.pop(PLACE, None)


def bench() -> Bench | None:
    """What is being edited; None before somebody has chosen."""
    found = st.session_state.get(BENCH)
    return found if isinstance(found, Bench) else None


def edit(tree: Tree, place: Place | None = None) -> None:
    """Go on with another tree, its row at `place` chosen, and draw the screen anew."""
    now = bench()
    assert now is not None  # somebody edits
    if tree != now.tree:
        st.session_state[BENCH] = replace(
            now,
            tree=tree,
            revision=now.revision + 1,
            before=(*now.before, now.tree)[-_MOST_UNDO:],
        )
    if place is not None:
        st.session_state[PLACE] = place
    st.rerun()


def undo() -> None:
    """Back to the tree before the last change."""
    now = bench()
    if now is not None and now.before:
        st.session_state[BENCH] = replace(
            now, tree=now.before[-1], before=now.before[:-1], revision=now.revision + 1
        )


def saved(text: str, origin: str) -> None:
    """What is on the bench was kept: it begins anew from there, its row and fields as they are."""
    now = bench()
    assert now is not None  # somebody kept it
    st.session_state[BENCH] = replace(now, base=text, origin=origin, before=(), notes=())


def look(now: Bench) -> Examined:
    """The tree as a file and everything wrong in it; found once for every change."""
    key = "scheme examined"
    kept = st.session_state.get(key)
    if isinstance(kept, tuple) and kept[0] is now.tree and isinstance(kept[1], Examined):
        return kept[1]
    made = examined(now.tree, checks())
    st.session_state[key] = (now.tree, made)
    return made
