"""The accuracy card in words, for the command and for the method view."""

from collections.abc import Collection, Iterator
from fractions import Fraction

from dashboard.rounds.steps import checks
from dashboard.wording.words import OUTCOME
from data.card import Card, Kind, Source, Subject, Tally
from data.topics import known_topics
from data.types import Outcome
from scoring.score import round_half_up

KIND = {Kind.CHECK: "核查方法", Kind.TOPIC: "公开事项"}
SOURCE = {Source.DEMO: "演示网站", Source.SITES: "真实网站", Source.PAGES: "标注网页"}
WHOLE = "各种结论"
DECIDES, SUGGESTS = "可自行认定“未公开”", "“未公开”只作建议，由人确认"


def rows(card: Card) -> Iterator[dict[str, object]]:
    """One row a line of the card, in its order."""
    for subject, tally in sorted(card.tallies.items(), key=lambda pair: _order(pair[0])):
        check = subject.kind is Kind.CHECK
        yield {
            "kind": KIND[subject.kind],
            "name": name_of(subject.kind, subject.name),
            "said": OUTCOME[Outcome(subject.said)] if subject.said else (WHOLE if check else ""),
            "source": SOURCE[subject.source],
            "right": tally.right,
            "defensible": tally.defensible,
            "wrong": tally.wrong,
            "missed": tally.missed,
            "precision": share(tally.precision),
            "recall": share(tally.recall),
            "decides": standing(card.decides, subject.name) if check else "",
            "rests": rests(card, subject.name) if check else "",
        }


def name_of(kind: Kind, name: str) -> str:
    """The Chinese name of a check or a topic; one that is no more keeps its id."""
    if kind is Kind.TOPIC:
        topics = known_topics().by_id
        return topics[name].name if name in topics else name
    return checks()[name].title if name in checks() else name


def standing(decides: Collection[str], check: str) -> str:
    """What a check's "missing" is worth."""
    return DECIDES if check in decides else SUGGESTS


def accusing(card: Card, decides: Collection[str], check: str) -> str:
    """What a check's "missing" is worth, and on what that rests."""
    return f"{standing(decides, check)}（{rests(card, check)}）"


def rests(card: Card, check: str) -> str:
    """What a check's "missing" was measured on: so many labels of real sites, and the demo."""
    labels = card.of(Kind.CHECK, check, "", Source.SITES).compared
    real, demo = (
        counted(card.of(Kind.CHECK, check, Outcome.MISSING.value, source))
        for source in (Source.SITES, Source.DEMO)
    )
    on_sites = f"真实网站标注{labels}项，“未公开”{real or '没有测到'}" if labels else "没有真实标注"
    return f"{on_sites}；演示网站“未公开”{demo or '没有测到'}"


def share(value: Fraction | None) -> str:
    """A share 0-1 as a percentage; a dash when nothing was seen."""
    return "—" if value is None else f"{round_half_up(value * 100, 1)}%"


def counted(tally: Tally) -> str:
    """How often it was right, and the rest where there is any; empty when nothing was seen."""
    parts = (
        ("对", tally.right),
        ("可辩解", tally.defensible),
        ("错", tally.wrong),
        ("漏", tally.missed),
    )
    return "、".join(f"{word} {number}" for word, number in parts if number)


def _order(subject: Subject) -> tuple[str, ...]:
    return subject.kind, subject.name, subject.said, subject.source
