"""Schemes of rounds, read once: what a round is judged by never changes (`Store.put_scheme`)."""

from threading import Lock
from weakref import WeakKeyDictionary

from dashboard.rounds.steps import round_scheme
from data.indicators import Scheme
from data.store import Store

_READING = Lock()
_KNOWN: WeakKeyDictionary[Store, dict[str, Scheme]] = WeakKeyDictionary()


def scheme_of(store: Store, round_id: str) -> Scheme:
    """
    Raises:
        StoreError: there is no such round.
        SchemeError: a check that the scheme names no longer exists.
    """
    with _READING:  # thirty who begin at once do not read it thirty times
        known = _KNOWN.setdefault(store, {})
        if round_id not in known:
            known[round_id] = round_scheme(store, store.round(round_id))
        return known[round_id]
