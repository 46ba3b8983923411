"""Which check a rule is about: one with confidence, or suggestions for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.check_words import WANTED_ITEMS, RuleWords

_SHARED = 0.5  # of the pairs of letters of a check's title, more must be in the rule
_MOST = 2  # suggestions for one rule


@dataclass(frozen=True, slots=True)
class Match:
    """The check for a rule, and what of it the rule asks for."""

    check: str
    items: tuple[str, ...] = ()  # in the order of the words list
    params: Mapping[str, object] = field(default_factory=dict)
    words: RuleWords | None = None


def match(text: str, rows: Iterable[RuleWords]) -> tuple[Match | None, tuple[str, ...]]:
    """The one check that a rule is surely about, and those that it may be about.

    Sure is a check whose row has all its patterns in the rule, when no row of another check has as
    many: the more patterns agree, the more special the row. Where two are level, both are only
    suggested.
    """
    found = [row for row in rows if row.says(text)]
    if not found:
        return None, ()
    most = max(len(row.when) for row in found)
    best = [row for row in found if len(row.when) == most]
    others = tuple(dict.fromkeys(row.check for row in found))
    if len({row.check for row in best}) > 1 or len(best) > 1:
        return None, others
    row = best[0]
    items = tuple(key for key, words in row.items.items() if words.search(text))
    params = {key: (items if value == WANTED_ITEMS else value) for key, value in row.params.items()}
    return (
        Match(row.check, items, {k: v for k, v in params.items() if v != ()}, row),
        tuple(check for check in others if check != row.check),
    )


def suggestions(text: str, titles: Mapping[str, str], known: Sequence[str] = ()) -> tuple[str, ...]:
    """Checks worth a person's look, best first: those `known`, then titles that share words.

    A title shares as many of its pairs of neighbouring letters as the rule holds.
    """
    ranked = sorted(
        ((_shared(title, text), name) for name, title in titles.items() if name not in known),
        key=lambda pair: (-pair[0], pair[1]),
    )
    near = [name for share, name in ranked if share > _SHARED]
    return tuple([*known, *near][:_MOST])


def _shared(title: str, text: str) -> float:
    pairs = {title[n : n + 2] for n in range(len(title) - 1)} - {
        "公开",
        "依申",
        "申请",
        "信息",
        "公布",
        "政府",
        "情况",
    }
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
