"""Accounts: people who may sign in. The hash of a password is no part of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.people import Person, Role

_ID = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class AccountError(Exception):
    """What cannot be done with an account, as one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, or once might: who leaves is deactivated, never removed."""

    id: str
    name: str
    role: Role
    unit_id: str = ""
    tied: frozenset[str] = frozenset()
    subject: str = ""  # the e-mail or `sub` that OpenID Connect gives; empty: password only
    active: bool = True
    must_change: bool = False  # the password was given by somebody else
    has_password: bool = False
    failures: int = 0  # wrong passwords in a row
    locked_until: datetime | None = None
    password_changed_at: datetime | None = None

    @property
    def person(self) -> Person:
        return Person(self.id, self.name, self.role, self.unit_id, self.tied)


def may_be_id(text: str) -> bool:
    """Whether an account could have this id."""
    return _ID.fullmatch(text) is not None


def demand_whole(account: Account) -> None:
    """Says what is wrong with an account as written.

    Raises:
        AccountError: its id, its name, or a unit where none belongs or the reverse.
    """
    if not may_be_id(account.id):
        raise AccountError(
            f"用户名“{account.id}”无效：2 至 64 个小写字母、数字或 . _ @ -，以字母或数字开头"
        )
    if not account.name.strip():
        raise AccountError("请写明姓名")
    if (account.role is Role.UNIT) != bool(account.unit_id):
        raise AccountError("被评估单位的账号要写明单位，其他角色的不写")


def subjects_of(claims: Mapping[str, object]) -> tuple[str, ...]:
    """By which subjects of accounts a person signed in through OpenID Connect may be known.

    `sub` is the provider's own name of the person. An e-mail address counts only when the provider
    says that it was verified: else anybody could write down somebody's. What has an "@" is an
    e-mail address and no `sub`. Source: OpenID Connect Core 1.0, sections 5.1 and 5.7,
    https://openid.net/specs/openid-connect-core-1_0.html.
    """
    sub, email = claims.get("sub"), claims.get("email")
    found = [sub] if isinstance(sub, str) and "@" not in sub else []
    if isinstance(email, str) and "@" in email and claims.get("email_verified") is True:
        found.append(email.casefold())
    return tuple(filter(None, found))
