"""Which accuracy card a round is judged by.

A round keeps the card of its first check, so that checking again gives the same findings whatever
was measured since; `gkc card use` changes it.
"""

from crawlers.clock import now
from data.card import Card, TiedCard, bundled_card
from data.store import Store


def of_round(store: Store, round_id: str) -> TiedCard:
    """The card that a round is tied to; from now on the bundled one, if it is tied to none."""
    return store.card(round_id) or tie(store, round_id, bundled_card())


def tie(store: Store, round_id: str, card: Card, *, on_demo: bool = False) -> TiedCard:
    """Judge a round by this card from now on.

    Args:
        on_demo: the round is of the demo sites, so a check decides that was right on them.
    """
    tied = TiedCard(card.version, card.decides_on_demo if on_demo else card.decides)
    store.set_card(round_id, tied, now())
    return tied
