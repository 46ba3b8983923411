"""Who may sign in, and who is signed in. Part of `Store`.

Who asks is not asked here: `dashboard.desk.desk` is for people, the commands for whoever has the
machine.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.accounts import Account, AccountError, demand_whole
from data.calendar import CHINA
from data.canonical import dumps
from data.passwords import locked_for, password_rules, session_over
from data.people import ROLE_NAMES, Role
from data.storage.audit import note
from data.storage.database import Database
from data.tables import AccountRow, SessionRow, UnitRow

_SEEN_EVERY = timedelta(minutes=1)  # a session is not written at every look


class Accounts:
    """Queries about accounts and sessions. All it needs is a database."""

    _database: Database

    # --- accounts --------------------------------------------------------------------------

    def accounts(self) -> list[Account]:
        """Everybody, by id; those who left too."""
        with self._database.read() as session:
            found = [_account(row) for row in session.scalars(select(AccountRow))]
        return sorted(found, key=lambda account: account.id)

    def account(self, account_id: str) -> Account | None:
        with self._database.read() as session:
            row = session.get(AccountRow, account_id)
            return _account(row) if row else None

    def account_of(self, subjects: Iterable[str]) -> Account | None:
        """The active account that OpenID Connect names by one of these subjects; None when there is
        none, or more than one.
        """
        wanted = {subject for subject in subjects if subject}
        with self._database.read() as session:
            found = session.scalars(
                select(AccountRow).where(AccountRow.active, AccountRow.subject.in_(wanted))
            ).all()
            return _account(found[0]) if len(found) == 1 else None

    def add_account(self, new: Account, password: str, *, at: datetime, by: str) -> None:
        """Add an account; `password` is a hash, or empty for OpenID Connect alone.

        Raises:
            AccountError: the id is taken, or the account is not whole.
        """
        demand_whole(new)
        with self._database.write() as session:
            if session.get(AccountRow, new.id):
                raise AccountError(f"用户名 {new.id} 已经有了，请换一个")
            row = AccountRow(
                id=new.id, password=password, failures=0, added_at=at, active=True,
                must_change=new.must_change, password_changed_at=at if password else None,
            )  # fmt: skip
            _write(session, row, new)
            session.add(row)
            _note(session, at, by, new.id, f"建立账号，角色{ROLE_NAMES[new.role]}")

    def change_account(self, new: Account, *, at: datetime, by: str) -> None:
        """Write name, role, unit, ties and subject of a known account.

        Its sessions end when the role or the unit changes.

        Raises:
            AccountError: it is unknown, not whole, or the last administrator's.
        """
        demand_whole(new)
        with self._database.write() as session:
            row = _row(session, new.id)
            old = _account(row)
            if new.role is not Role.ADMINISTRATOR:
                _not_the_last(session, row)
            if (old.role, old.unit_id) != (new.role, new.unit_id):
                _end_all(session, new.id)
            _write(session, row, new)
            changed = "；".join(
                f"{what}由“{before}”改为“{after}”"
                for what, before, after in (
                    ("角色", ROLE_NAMES[old.role], ROLE_NAMES[new.role]),
                    ("单位", old.unit_id, new.unit_id),
                    ("关联单位", "、".join(sorted(old.tied)), "、".join(sorted(new.tied))),
                )
                if before != after
            )
            _note(session, at, by, new.id, f"修改账号：{changed or '姓名或统一身份标识'}")

    def tie(self, account_id: str, units: Iterable[str], *, at: datetime, by: str) -> None:
        """The units that a person is tied to are these from now on.

        Raises:
            AccountError: the account or one of the units is unknown.
        """
        account = self.account(account_id)
        if account is None:
            raise _unknown(account_id)
        self.change_account(replace(account, tied=frozenset(units)), at=at, by=by)

    def set_password(
        self, account_id: str, password: str, *, at: datetime, by: str, must_change: bool
    ) -> None:
        """Keep a new hash, lift a lock, and end every session of the account.

        Raises:
            AccountError: it is unknown.
        """
        with self._database.write() as session:
            row = _row(session, account_id)
            row.password, row.must_change, row.password_changed_at = password, must_change, at
            row.failures, row.locked_until = 0, None
            _end_all(session, account_id)
            _note(session, at, by, account_id, "重置密码" if must_change else "修改密码")

    def lock(self, account_id: str, *, at: datetime, by: str) -> None:
        """Nobody signs in with the account any more, and who is in is out.

        Raises:
            AccountError: it is unknown, or the last administrator's.
        """
        with self._database.write() as session:
            row = _row(session, account_id)
            _not_the_last(session, row)
            row.active = False
            _end_all(session, account_id)
            _note(session, at, by, account_id, "停用账号")

    def unlock(self, account_id: str, *, at: datetime, by: str) -> None:
        """The account may be used, and wrong passwords are forgotten.

        Raises:
            AccountError: it is unknown.
        """
        with self._database.write() as session:
            row = _row(session, account_id)
            row.active, row.failures, row.locked_until = True, 0, None
            _note(session, at, by, account_id, "启用账号，解除锁定")

    # --- signing in ------------------------------------------------------------------------

    def begin_attempt(self, account_id: str, at: datetime) -> str:
        """The hash to compare a password with; empty where no password is right: no such account,
        one that is not active, has no password or is locked.

        The attempt counts as a failure at once, until `signed_in`: else many guesses at the same
        time would count as one.
        """
        with self._database.write() as session:
            row = session.get(AccountRow, account_id, with_for_update=True)
            if row is None or not row.active or not row.password:
                return ""
            if row.locked_until and at < row.locked_until:
                return ""
            row.failures += 1
            lasts = locked_for(row.failures)
            row.locked_until = at + lasts if lasts else None
            return row.password

    def refused(self, account_id: str, at: datetime) -> None:
        """Note in the audit chain that the password of an attempt was wrong.

        Only of an attempt that `begin_attempt` counted: what is typed in vain at a locked account,
        or with a name that is none, says nothing and could fill the chain.
        """
        with self._database.write() as session:
            row = session.get(AccountRow, account_id, with_for_update=True)
            if row is None or not row.failures:  # signed in meanwhile, at another place
                return
            what = f"密码不对（连续第 {row.failures} 次）"
            if row.locked_until:
                what += (
                    f"，锁定到 {row.locked_until.astimezone(CHINA):%Y-%m-%d %H:%M:%S}（北京时间）"
                )
            note(session, at=at, by=account_id, action="sign_in_refused", what=what)

    def signed_in(self, account_id: str, token: str, at: datetime) -> None:
        """Open a session; `token` is the hash of one. Failures are forgotten, old sessions swept.

        Raises:
            AccountError: the account is unknown or no longer active.
        """
        with self._database.write() as session:
            row = _row(session, account_id)
            if not row.active:
                raise _unknown(account_id)
            row.failures, row.locked_until = 0, None
            longest = timedelta(hours=password_rules().longest_hours)
            session.execute(delete(SessionRow).where(SessionRow.opened_at <= at - longest))
            session.add(SessionRow(token=token, account_id=account_id, opened_at=at, seen_at=at))
            _note(session, at, account_id, account_id, "登录")

    def session(self, token: str, at: datetime, *, seen: bool) -> Account | None:
        """Whose session it is; None for one that is unknown, over, or of an account not active.

        Args:
            token: the hash of a token.
            seen: the person did something; else the session only is looked at.
        """
        with self._database.read() as session:
            row = session.get(SessionRow, token)
            if row is None or session_over(row.opened_at, row.seen_at, at):
                return None
            found, seen_at = _account(session.get_one(AccountRow, row.account_id)), row.seen_at
        if seen and at - seen_at >= _SEEN_EVERY:
            with self._database.write() as session:
                row = session.get(SessionRow, token)
                if row is None:
                    return None
                row.seen_at = max(row.seen_at, at)
        return found if found.active else None

    def end_session(self, token: str, at: datetime) -> None:
        """Sign out; an unknown session is over already."""
        with self._database.write() as session:
            if row := session.get(SessionRow, token):
                session.delete(row)
                _note(session, at, row.account_id, row.account_id, "退出")


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        unit_id=row.unit_id,
        tied=frozenset(json.loads(row.tied)),
        subject=row.subject,
        active=row.active,
        must_change=row.must_change,
        has_password=bool(row.password),
        failures=row.failures,
        locked_until=row.locked_until,
        password_changed_at=row.password_changed_at,
    )


def _write(session: Session, row: AccountRow, new: Account) -> None:
    """What a person may change of an account."""
    for unit_id in sorted({*new.tied, new.unit_id} - {""}):
        if not session.get(UnitRow, unit_id):
            raise AccountError(f"名册里没有编号为“{unit_id}”的单位，可用 gkc units list 查看")
    subject = new.subject.casefold() if "@" in new.subject else new.subject
    query = select(AccountRow.id).where(AccountRow.subject == subject, AccountRow.id != new.id)
    if subject and (taken := session.scalar(query)):
        raise AccountError(f"统一身份标识 {subject} 已用于账号 {taken}")
    row.name, row.role, row.unit_id = new.name.strip(), new.role.value, new.unit_id
    row.tied, row.subject = dumps(sorted(new.tied)), subject


def _row(session: Session, account_id: str) -> AccountRow:
    row = session.get(AccountRow, account_id, with_for_update=True)
    if row is None:
        raise _unknown(account_id)
    return row


def _unknown(account_id: str) -> AccountError:
    return AccountError(f"没有用户名为“{account_id}”的账号，可用 gkc people list 查看")


def _not_the_last(session: Session, row: AccountRow) -> None:
    """Without an administrator nobody could let anybody in."""
    if row.role != Role.ADMINISTRATOR or not row.active:
        return
    query = select(func.count()).where(
        AccountRow.role == Role.ADMINISTRATOR.value, AccountRow.active, AccountRow.id != row.id
    )
    if not session.scalar(query):
        raise AccountError(f"{row.id} 是唯一的管理员，请先增加另一个管理员")


def _end_all(session: Session, account_id: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))


def _note(session: Session, at: datetime, by: str, account_id: str, what: str) -> None:
    """Into the audit chain, in the same transaction."""
    note(session, at=at, by=by, action="account", what=f"{account_id}：{what}")
