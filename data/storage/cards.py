"""The accuracy card that each round is tied to. Part of `Store`."""

import json
from datetime import datetime

from data.canonical import dumps
from data.card import TiedCard
from data.storage.database import Database
from data.storage.seals import demand_open
from data.tables import RoundCardRow


class Cards:
    """Queries about which checks may say "missing" by themselves, round by round."""

    _database: Database

    def card(self, round_id: str) -> TiedCard | None:
        """What a round keeps of its card; None before its first check."""
        with self._database.read() as session:
            row = session.get(RoundCardRow, round_id)
            return TiedCard(row.version, frozenset(json.loads(row.decides))) if row else None

    def set_card(self, round_id: str, card: TiedCard, at: datetime) -> None:
        """Judge a round by this card from now on.

        The round must exist.
        """
        new = {
            "round_id": round_id,
            "version": card.version,
            "decides": dumps(sorted(card.decides)),
            "set_at": at,
        }
        with self._database.write() as session:
            demand_open(session, round_id)
            self._database.upsert(session, RoundCardRow, [new])
