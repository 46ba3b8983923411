"""What a tool has read, kept for the session of who read it: a click reads nothing again."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

Made = TypeVar("Made")


def kept(key: str, kind: type[Made]) -> Made | None:
    """What was kept under a key; None where nothing of that kind was."""
    found = st.session_state.get(key)
    return found if isinstance(found, kind) else None


def keep(key: str, make: Callable[[], Made], doing: str) -> Made:
    """Make something, say so meanwhile, and keep it in place of what was there.

    Whatever `make` raises leaves nothing behind.
    """
    st.session_state.pop(key, None)
    with st.spinner(doing, show_time=True):
        made = make()
    st.session_state[key] = made
    return made
