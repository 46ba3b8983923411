"""Programs that read through the API. Part of `Store`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.clients import Client, ClientError, demand_whole
from data.people import Role
from data.storage.audit import note
from data.storage.database import Database
from data.tables import ApiClientRow, UnitRow


class Clients:
    """Queries about clients of the API. All it needs is a database."""

    _database: Database

    def clients(self) -> list[Client]:
        """All of them, by id; those that were revoked too."""
        with self._database.read() as session:
            found = [_client(row) for row in session.scalars(select(ApiClientRow))]
        return sorted(found, key=lambda client: client.id)

    def client_of(self, token_key: str) -> Client | None:
        """The active client whose token has that key."""
        with self._database.read() as session:
            row = session.scalars(
                select(ApiClientRow).where(ApiClientRow.active, ApiClientRow.token == token_key)
            ).one_or_none()
            return _client(row) if row else None

    def add_client(self, new: Client, token_key: str, *, at: datetime, by: str) -> None:
        """Add a client.

        Raises:
            ClientError: it is not whole, its id is taken, or its unit is unknown.
        """
        demand_whole(new)
        with self._database.write() as session:
            if session.get(ApiClientRow, new.id):
                raise ClientError(f"接口用户 {new.id} 已经有了，请换一个编号")
            if new.unit_id and session.get(UnitRow, new.unit_id) is None:
                raise ClientError(f"名册里没有编号为“{new.unit_id}”的单位")
            session.add(
                ApiClientRow(
                    id=new.id,
                    name=new.name,
                    role=new.role or "",
                    unit_id=new.unit_id,
                    a_minute=new.a_minute,
                    token=token_key,
                    active=True,
                    added_at=at,
                )
            )
            session.flush()
            _note(session, at, by, f"开通接口用户 {new.id}，角色 {new.role or '公众'}")

    def revoke_client(self, client_id: str, *, at: datetime, by: str) -> None:
        """End a client's token for good.

        Raises:
            ClientError: it is unknown.
        """
        with self._database.write() as session:
            row = session.get(ApiClientRow, client_id)
            if row is None:
                raise ClientError(f"没有接口用户“{client_id}”，可用 gkc api list 查看")
            if row.active:
                row.active = False
                session.flush()
                _note(session, at, by, f"停用接口用户 {client_id}")


def _client(row: ApiClientRow) -> Client:
    return Client(
        row.id, row.name, Role(row.role) if row.role else None, row.unit_id, row.a_minute,
        row.active, row.added_at,
    )  # fmt: skip


def _note(session: Session, at: datetime, by: str, what: str) -> None:
    note(session, at=at, by=by, action="api_client", what=what)
