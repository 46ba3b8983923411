"""What the stand-alone tools share: one document to check, a button, and what was found of it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.panels.tools.kept import keep, kept
from dashboard.panels.tools.taken import MOST_FILES, TakenError, address, fetched, upload
from dashboard.terminal.sources import Source
from dashboard.wording.language import _
from dashboard.wording.markup import plain

Made = TypeVar("Made")
Document = Callable[[], Source]  # raises TakenError


def document(desk: Desk, label: str, kinds: Sequence[str], name: str) -> Document | None:
    """Fields for the document, a file or an address; how to come by it, None while none is given.

    Args:
        kinds: endings that may be chosen.
        name: of the tool, for its fields.
    """
    given = upload(label, kinds, f"{name} file")
    url = address(desk, f"{name} address")
    if given:
        return lambda: given[0]
    return (lambda: fetched(desk, [url])[0]) if url else None


def demand_few(others: Sequence[Source], refusal: str) -> None:
    """
    Raises:
        TakenError: more files beside the document than are read at once; `refusal` says so.
    """
    if len(others) > MOST_FILES:
        raise TakenError(refusal)


def checked(
    key: str,
    kind: type[Made],
    make: Callable[[], Made],
    show: Callable[[Made], None],
    *,
    go: bool,
    refusals: tuple[type[Exception], ...],
    hint: str,
) -> None:
    """Check when asked to, and show what was found, this time or before; else what to do first.

    Args:
        refusals: what `make` raises with a sentence for the person.
    """
    if go:
        try:
            keep(key, make, _("正在读取和核对，大的文件要一两分钟…"))
        except refusals as error:
            st.error(plain(str(error)))
    if (made := kept(key, kind)) is not None:
        show(made)
    elif not go:
        st.info(hint)
