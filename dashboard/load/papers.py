"""What documents of a round are made of."""

import os
from datetime import datetime, timedelta

import streamlit as st

from dashboard.casework.rectifying import fixes
from dashboard.load.opened import open_at
from dashboard.reports.book import Book, read_book
from dashboard.reports.kind import Kind
from dashboard.rounds.result import Result
from data.calendar import CHINA
from data.storage.database import database_url
from data.var import VAR
from scoring.rectification import Fix


@st.cache_data(ttl=timedelta(seconds=5), max_entries=16, show_spinner=False)
def _fixes(url: str, round_id: str) -> dict[str, list[Fix]]:
    found: dict[str, list[Fix]] = {}
    for fix in fixes(open_at(url).store, round_id):
        found.setdefault(fix.unit_id, []).append(fix)
    return found


def fixes_of(shown: Result, unit_id: str) -> list[Fix]:
    """Lost points that a unit was told of, and how far they are mended."""
    return _fixes(database_url(), shown.round.id).get(unit_id, [])


def book_of(url: str, round_id: str, unit_id: str, kind: Kind) -> Book:
    """A round as a document of a unit needs it.

    Whoever asks may be on a thread of its own, where nothing of the screen is known.
    """
    book = read_book(open_at(url).store, round_id, datetime.now(CHINA).date(), organisation())
    return kind.ready(book, VAR, unit_id)


def organisation() -> str:
    """Who issues documents here, as GKC_ORGANISATION says; empty when nobody said."""
    return os.environ.get("GKC_ORGANISATION", "")
