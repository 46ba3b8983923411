"""The database of this installation, and rounds as last scored: kept while nothing changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from dashboard.rounds.currency import out_of_date
from dashboard.rounds.permitted import is_published
from dashboard.rounds.places import read_places
from dashboard.rounds.result import Result, read_result
from dashboard.stages.course import waiting_in
from data.indicators import Scheme
from data.schemes import bundled, read_scheme
from data.storage.database import Database, database_url
from data.store import Store


@dataclass(frozen=True)
class _Opened:
    store: Store
    database: Database
    file: tuple[int, int] | None  # which file an SQLite database is; None for a server

    def close(self) -> None:
        self.store.close()
        self.database.close()


@st.cache_resource(
    max_entries=4,
    show_spinner=False,
    validate=lambda opened: opened.file == _file_of(opened.store.url),
    on_release=lambda opened: opened.close(),
)
def open_at(url: str) -> _Opened:
    return _Opened(Store(url), Database(url), _file_of(url))


def _file_of(url: str) -> tuple[int, int] | None:
    """Which file the database is: one that was deleted and made anew is another."""
    parts = urlsplit(url)
    if parts.scheme.partition("+")[0] != "sqlite":
        return None
    path = Path(parts.path.removeprefix("/"))
    if not path.exists():
        return (0, 0)
    found = path.stat()
    return (found.st_dev, found.st_ino)


def store() -> Store:
    """The database of this installation, opened once and opened again when its file was re-made.

    Raises:
        StoreError: it cannot be opened, and why.
    """
    return open_at(database_url()).store


def result_of(round_id: str) -> Result:
    """A round as last scored; findings without scores before that.

    Raises:
        StoreError: there is no such round.
        SchemeError: its scheme names a check that no longer exists.
    """
    opened = store()
    digest = opened.digest(round_id)
    if digest is None:  # findings still come in: nothing to keep
        return read_result(opened, round_id, "")
    return _result(opened.url, round_id, digest, opened.round(round_id).created_at)


@st.cache_resource(max_entries=16, show_spinner="读取结果…")
def _result(url: str, round_id: str, digest: str, created_at: datetime) -> Result:
    return read_result(open_at(url).store, round_id, digest)


@st.cache_data(ttl=timedelta(seconds=5), max_entries=16, show_spinner=False)
def _out_of_date(url: str, round_id: str) -> str:
    return out_of_date(open_at(url).store, round_id)


def old(shown: Result) -> str:
    """What the results shown do not take in yet, in Chinese; empty when they are up to date."""
    return _out_of_date(database_url(), shown.round.id)


def places_of(round_id: str) -> Result:
    """A round as last scored, its places alone.

    Raises:
        StoreError: there is no such round.
        SchemeError: its scheme names a check that no longer exists.
    """
    opened = store()
    digest = opened.digest(round_id)
    if digest is None:
        return read_places(opened, round_id, "")
    return _places(opened.url, round_id, digest, opened.round(round_id).created_at)


@st.cache_resource(max_entries=16, show_spinner="读取名次…")
def _places(url: str, round_id: str, digest: str, created_at: datetime) -> Result:
    return read_places(open_at(url).store, round_id, digest)


def waiting_of(round_id: str) -> tuple[int, int]:
    """Points of a round that wait for a person: see `dashboard.stages.course.waiting`.

    Raises:
        StoreError: there is no such round.
    """
    opened = store()
    made, digest = opened.round(round_id).created_at, opened.digest(round_id)
    return _waiting(opened.url, round_id, (made, digest, *opened.review_stamp(round_id)))


@st.cache_data(max_entries=16, show_spinner=False)
def _waiting(url: str, round_id: str, stamp: tuple[object, ...]) -> tuple[int, int]:
    return waiting_in(open_at(url).store, round_id)


def is_public(shown: Result) -> bool:
    """Whether the round's results were made public."""
    return is_published(store(), shown.round.id)


@st.cache_resource
def bundled_schemes() -> dict[str, Scheme]:
    """The schemes that come with the program, by id: what the method is shown by where no round is
    seen.
    """
    return {id_: read_scheme(path) for id_, path in bundled().items()}
