"""What every screen about the course and the cases of a round begins with, and how it acts."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from crawlers.settings import Settings
from dashboard.commands.options import CommandError, parse_hosts
from dashboard.desk.desk import Desk
from dashboard.entry import signin
from dashboard.rounds.result import Result
from dashboard.screen.parts import current, head
from dashboard.wording.markup import Html, esc, plain, small
from data.calendar import CalendarError
from data.indicators import Leaf
from data.people import NotAllowed, Role
from data.storage.database import StoreError
from data.workflow import WorkflowError
from data.writer import ArchiveError

_SAID = "case said"
REFUSALS = (
    WorkflowError,
    NotAllowed,
    StoreError,
    CalendarError,
    ArchiveError,
    CommandError,
)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Room:
    """A round as the person here may handle it."""

    desk: Desk
    shown: Result
    leaves: Mapping[str, Leaf]

    @property
    def id(self) -> str:
        return self.shown.round.id

    @property
    def of_unit(self) -> bool:
        """Somebody of a unit is here, and sees nothing of the others."""
        return self.desk.person is not None and self.desk.person.role is Role.UNIT

    def unit(self, unit_id: str) -> str:
        return self.shown.units[unit_id].name

    def point(self, unit_id: str, indicator_id: str) -> Html:
        """An indicator, and below it whose; of a unit's own nobody needs to be told."""
        return Html(
            esc(self.leaf(indicator_id)) + small("" if self.of_unit else self.unit(unit_id))
        )

    def leaf(self, indicator_id: str) -> str:
        leaf = self.leaves.get(indicator_id)
        return f"{leaf.code} {leaf.name}" if leaf else indicator_id


def room() -> Room:
    """The chosen round, its head on screen, and what was said of the last thing done."""
    shown = current()
    head(shown)
    said()
    return Room(signin.desk(), shown, {leaf.id: leaf for leaf in shown.scheme.leaves()})


def said() -> None:
    """What was said of the last thing done.

    Its place is there always: what moved up below it would fold and forget what was typed.
    """
    place = st.container()
    if words := st.session_state.pop(_SAID, ""):
        place.success(plain(words))


def act(do: Callable[[], Made], said: Callable[[Made], str] | str) -> None:
    """Do something and draw the screen anew; what speaks against it is shown, and nothing typed is
    lost.
    """
    try:
        made = do()
    except REFUSALS as error:
        st.error(plain(str(error)), icon=":material/block:")
        return
    st.session_state[_SAID] = said if isinstance(said, str) else said(made)
    st.rerun()


def settings() -> Settings:
    """How this installation asks for addresses: hosts allowed, and whom to write to."""
    allow = parse_hosts(os.environ.get("GKC_ALLOW_HOST", "").split())
    return Settings(allow=allow, contact=os.environ.get("GKC_CONTACT", ""))
