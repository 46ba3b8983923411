"""The language of a visitor: kept in a cookie of its own, for screens and for the entrance alike.

A cookie, because a link to another screen opens a new session of Streamlit, which knows nothing of
the one before.
"""

from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.wording.language import CHINESE, LANGUAGES

COOKIE = "gkc_language"
_A_YEAR = 365 * 24 * 3600


def of_the_screen() -> str:
    """The language of whoever looks at the screen."""
    return str(st.context.cookies.get(COOKIE, CHINESE))


def of_the_request(request: Request) -> str:
    """The language of whoever asks for a page that is no screen."""
    return request.cookies.get(COOKIE, CHINESE)


async def choose(request: Request) -> Response:
    """Keep the chosen language and go back to where the link stood; never to another site."""
    to = request.path_params["to"]
    came = urlsplit(request.headers.get("referer", ""))
    here = came.netloc == request.headers.get("host")
    back = f"{came.path}?{came.query}" if here else "/"
    # `//host` after the host is a path for us and another host for the browser.
    answer = RedirectResponse("/" + back.lstrip("/\\"), 303, headers={"Cache-Control": "no-store"})
    if to in LANGUAGES:
        answer.set_cookie(COOKIE, to, max_age=_A_YEAR, httponly=True, samesite="lax", path="/")
    return answer


ROUTES = [Route("/language/{to}", choose, methods=["GET"])]
