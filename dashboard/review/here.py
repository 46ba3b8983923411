"""Who sits at the review desk, and the chain that is told what they write."""

from importlib import import_module
from importlib.util import find_spec

from data.people import Person
from data.storage.reviews import Note


def who() -> Person | None:
    """Who is signed in; None for the public, and while nobody can sign in."""
    if find_spec("dashboard.signin") is None:
        return None
    found: Person | None = import_module("dashboard.signin").who()
    return found


def chain() -> Note:
    """The audit chain; every write is told to it in its own transaction."""
    told: Note = import_module("data.storage.audit").note
    return told
