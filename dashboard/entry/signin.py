"""Who is here: asked of the session's cookie, or of OpenID Connect, at every run of a screen.

The cookie is set by `entrance` and cannot be read by scripts. Streamlit hands over the cookies of
the connection, which a browser opens anew with every page it loads: who signs out, is locked or
gets another role is out at the next click, in every window.

With OpenID Connect (`[auth]` in .streamlit/secrets.toml) Streamlit keeps a cookie of its own for 30
days, which we cannot end; so its claims count for a day from when they were issued, and only while
the account they name is active.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import streamlit as st

from crawlers.clock import now
from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.entry.entrance import COOKIE, OPEN, is_loopback
from data.accounts import Account, subjects_of
from data.passwords import password_rules, token_key
from data.people import NotAllowed, Person, Role

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
ANYBODY_HERE = Person("open", "本机查看", Role.LEADER)


def who() -> Person | None:
    """Who looks at the screen; None for the public, and until a given password was changed."""
    if found := here(seen=False):
        return None if found.must_change else found.person
    return ANYBODY_HERE if open_here() else None


def here(*, seen: bool) -> Account | None:
    """The account that is signed in.

    Args:
        seen: somebody did something: the session goes on for its idle minutes.
    """
    if token := _cookie():
        found = load.store().session(token_key(token), now(), seen=seen)
        if found:
            return found
    claims = _claims()
    return load.store().account_of(subjects_of(claims)) if fresh(claims, now()) else None


def demand_still(person: Person | None) -> None:
    """To be asked by what a button calls before the screen is drawn anew, for it holds the person
    that the last drawing was for.

    Raises:
        NotAllowed: somebody signed out, was locked or became somebody else meanwhile.
    """
    if who() != person:
        raise NotAllowed("登录已经结束，或账号刚有变动，没有保存；请重新登录后再操作")


def leave() -> None:
    """Sign out, here and in every window of this browser."""
    if token := _cookie():
        load.store().end_session(token_key(token), now())
    if _claims():
        st.logout()


def desk() -> Desk:
    """The desk of whoever looks at the screen."""
    return Desk(load.store(), who(), load.sources())


def offers_openid() -> bool:
    """Whether this installation has OpenID Connect set up."""
    return "is_logged_in" in st.user


def fresh(claims: Mapping[str, object], at: datetime) -> bool:
    """Whether claims were issued within the longest time of a session."""
    issued = claims.get("iat")
    if not isinstance(issued, int):
        return False
    age = at - datetime.fromtimestamp(issued, UTC)
    return timedelta(minutes=-5) <= age < timedelta(hours=password_rules().longest_hours)


def open_here() -> bool:
    """Whether everybody may look without signing in: `gkc serve --open`, asked from this machine.

    What a proxy hands on, or came by another name (DNS rebinding), is not from this machine.
    """
    headers = st.context.headers
    return (
        os.environ.get(OPEN) == "1"
        and not any(name in headers for name in _FORWARDED)
        and is_loopback(_without_port(headers.get("host", "")))
    )


def _without_port(host: str) -> str:
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def _cookie() -> str:
    return st.context.cookies.get(COOKIE, "")


def _claims() -> Mapping[str, object]:
    """What the provider said of who is signed in through it; empty for nobody."""
    claims: Mapping[str, object] = st.user.to_dict()
    return claims if claims.get("is_logged_in") is True else {}
