"""Who may take which document away: one place, asked by commands and screens alike."""

from dashboard.reports.book import Book
from dashboard.reports.kind import Kind, Reader
from data.people import ACTION_NAMES, Action, NotAllowed, Person, may


def may_make(kind: Kind, person: Person | None, unit_id: str, *, published: bool) -> bool:
    """Whether somebody may have a document made now, of a unit or, without one, of the round.

    `person` is None for the public. What is of all units tells places, so it is for those who may
    see them.
    """
    if kind.reader is Reader.PUBLIC and published:
        return True
    if person is None:
        return False
    match kind.reader:
        case Reader.OFFICE:
            return may(person, Action.PUBLISH)
        case Reader.OWN if unit_id:
            return may(person, Action.READ_RESULTS, unit_id)
        case _:
            return may(person, Action.READ_RANKS)


def demand_make(kind: Kind, person: Person | None, book: Book, unit_id: str) -> None:
    """
    Raises:
        NotAllowed: the person may not.
    """
    if not may_make(kind, person, unit_id, published=book.published):
        who = person.name if person else "未登录的访问者"
        raise NotAllowed(f"{who}没有这项权限：取得{kind.title}")


def may_read_issued(kind: Kind, person: Person | None, unit_id: str, *, published: bool) -> bool:
    """Whether somebody may have what was issued: a unit what is about it, everybody what is of the
    round once that is public.
    """
    if may_make(kind, person, unit_id, published=published):
        return True
    if unit_id:
        return person is not None and may(person, Action.READ_RESULTS, unit_id)
    return published and kind.announced


def demand_issue(person: Person) -> None:
    """
    Raises:
        NotAllowed: the person may not.
    """
    if not may(person, Action.PUBLISH):
        raise NotAllowed(f"{person.name}没有这项权限：{ACTION_NAMES[Action.PUBLISH]}")
