"""What evaluators confirmed of topics, and the text model of each round. Part of `Store`."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from data.storage.database import Database, insert
from data.storage.seals import demand_open
from data.tables import ConfirmedTopicRow, RoundModelRow
from data.training import Confirmed, Example


class Confirmations:
    """Queries about what the text model of topics learns and where it is used."""

    _database: Database

    def confirm_topics(self, new: Iterable[Confirmed]) -> None:
        """Append confirmations, all or nothing; earlier ones stay."""
        rows = [
            {
                "url": each.url,
                "title": each.example.title,
                "opening": each.example.opening,
                "topic": each.example.topic,
                "confirmed_by": each.by,
                "confirmed_at": each.at,
            }
            for each in new
        ]
        with self._database.write() as session:
            insert(session, ConfirmedTopicRow, rows)

    def confirmed_topics(self) -> list[Confirmed]:
        """All confirmations, oldest first: the last on an address is the one in force."""
        query = select(ConfirmedTopicRow).order_by(ConfirmedTopicRow.id)
        with self._database.read() as session:
            return [
                Confirmed(
                    url=row.url,
                    example=Example(row.topic, row.title, row.opening),
                    by=row.confirmed_by,
                    at=row.confirmed_at,
                )
                for row in session.scalars(query)
            ]

    def topic_model(self, round_id: str) -> str | None:
        """Version of the text model that a round's pages are read with; "" for rules alone, None
        before anybody decided.
        """
        with self._database.read() as session:
            row = session.get(RoundModelRow, round_id)
            return row.version if row else None

    def set_topic_model(self, round_id: str, version: str, at: datetime) -> None:
        """Read a round's pages with this text model from now on.

        The round must exist.
        """
        new = {"round_id": round_id, "version": version, "set_at": at}
        with self._database.write() as session:
            demand_open(session, round_id)
            self._database.upsert(session, RoundModelRow, [new])
