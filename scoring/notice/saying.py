"""Times, figures and names of a task as people read them, in Chinese. Pure."""

from collections.abc import Iterable

from data.marked import number_text
from scoring.notice.deadlines import Deadline
from scoring.notice.quantities import Quantity
from scoring.notice.text import Quoted

ADDED = "人工补充"  # a task that a person pointed at
_COMPARED = {">=": "不少于", "<=": "不超过", "=": ""}


def names_said(quotes: Iterable[Quoted]) -> str:
    return "、".join(quote.text for quote in quotes)


def times_said(times: Iterable[Deadline]) -> str:
    return "；".join(map(_time, times))


def _time(deadline: Deadline) -> str:
    if deadline.standing:
        return "长期"
    if deadline.every:
        return f"每{deadline.every}"
    return f"{deadline.begins} 起" if deadline.begins else f"{deadline.due} 前"


def figures_said(figures: Iterable[Quantity]) -> str:
    return "；".join(map(figure_said, figures))


def figure_said(quantity: Quantity) -> str:
    low = f"{number_text(quantity.low)}至" if quantity.low is not None else ""
    every = f"每{quantity.every}" if quantity.every else ""
    if every in quantity.what:
        every = ""
    value = f"{low}{number_text(quantity.value)}{quantity.unit}"
    return f"{every}{quantity.what}{_COMPARED[quantity.comparator]}{value}"
