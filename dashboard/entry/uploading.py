"""Files are taken from people who are signed in, and from nobody else.

Streamlit keeps in memory whatever anybody sends who has a page of it open, whether or not a box for
files is on it: a visitor without an account could fill the machine.
"""

import asyncio

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from crawlers.clock import now
from dashboard.entry.entrance import COOKIE
from data.passwords import token_key
from data.storage.database import database_url
from data.store import Store

_SENDS = frozenset({"PUT", "POST"})
_BY_OPENID = "_streamlit_user"  # signed by Streamlit, which alone can tell whether it is forged


class OnlyKnown:
    """Refuses a file from somebody who is not signed in, before any of it is read."""

    def __init__(self, app: ASGIApp, *, openid: bool = False) -> None:
        """
        Args:
            openid: people may have signed in through OpenID Connect, and are known to Streamlit.
        """
        self._app = app
        self._openid = openid

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _brings(scope) and not await self._knows(scope):
            await PlainTextResponse("请先登录", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _knows(self, scope: Scope) -> bool:
        cookies = HTTPConnection(scope).cookies
        if self._openid and any(name.startswith(_BY_OPENID) for name in cookies):
            return True
        token = cookies.get(COOKIE, "")
        return bool(token) and await asyncio.to_thread(_signed_in, token)


def _brings(scope: Scope) -> bool:
    return scope["method"] in _SENDS and "/_stcore/upload_file/" in scope["path"]


def _signed_in(token: str) -> bool:
    with Store(database_url()) as store:
        return store.session(token_key(token), now(), seen=False) is not None
