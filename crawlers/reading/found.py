"""A fact with the rule that gave it and the words it was read from."""

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """`rule` is Chinese and shown to users; `words` are the page's own, "" when there are none.

    Both are empty when no rule gave anything.
    """

    value: T
    rule: str = ""
    words: str = ""
