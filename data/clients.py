"""Programs of other systems that read through the API. The token of one is no part of it."""

import re
from dataclasses import dataclass
from datetime import datetime

from data.people import Person, Role

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
MOST_A_MINUTE = 6000
# What no program may be: it would manage or judge, and the API only reads.
READERS = (Role.ORGANISER, Role.LEADER, Role.REVIEWER, Role.UNIT)


class ClientError(Exception):
    """What cannot be done with a client of the API, as one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Client:
    """A program with a token. Without a role it reads what the public reads."""

    id: str
    name: str  # of the system and its office
    role: Role | None
    unit_id: str = ""
    a_minute: int = 120  # requests, 1 to MOST_A_MINUTE
    active: bool = True
    added_at: datetime | None = None

    @property
    def person(self) -> Person | None:
        """As whom the desk sees it."""
        if self.role is None:
            return None
        return Person(f"api:{self.id}", self.name, self.role, self.unit_id)


def demand_whole(client: Client) -> None:
    """Says what is wrong with a client as written.

    Raises:
        ClientError: its id, name, role or rate, or a unit where none belongs or the reverse.
    """
    if not _ID.fullmatch(client.id):
        raise ClientError(
            f"接口用户编号“{client.id}”无效：2 至 64 个小写字母、数字或 . _ -，以字母或数字开头"
        )
    if not client.name.strip():
        raise ClientError("请写明使用接口的系统和单位名称")
    if client.role is not None and client.role not in READERS:
        raise ClientError(f"接口只供读取，不能用角色 {client.role}")
    if (client.role is Role.UNIT) != bool(client.unit_id):
        raise ClientError("被评估单位的接口用户要写明单位，其他角色的不写")
    if not 1 <= client.a_minute <= MOST_A_MINUTE:
        raise ClientError(f"每分钟请求次数应在 1 到 {MOST_A_MINUTE} 之间")
