"""Who has been here before, by role: kept in a cookie of the visitor and nowhere else.

A cookie, because a link to another screen opens a new session of Streamlit, which knows nothing of
the one before. By role, because one browser may show the demo as several people.
"""

import streamlit as st
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data.people import Role

COOKIE = "gkc_visited"
_BETWEEN = "."
_A_YEAR = 365 * 24 * 3600


def visited(kept: str) -> frozenset[Role]:
    """The roles named in the cookie; what is no role is left out."""
    named = set(kept.split(_BETWEEN))
    return frozenset(role for role in Role if role.value in named)


def of_the_screen() -> frozenset[Role]:
    """The roles in which whoever looks at the screen has put the first help away."""
    return visited(str(st.context.cookies.get(COOKIE, "")))


async def put_away(request: Request) -> Response:
    """Keep that the first help of a role was read, and go to where that role begins."""
    answer = RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})
    known = visited(request.cookies.get(COOKIE, ""))
    now = known | visited(request.path_params["role"])
    kept = _BETWEEN.join(role.value for role in Role if role in now)
    answer.set_cookie(COOKIE, kept, max_age=_A_YEAR, httponly=True, samesite="lax", path="/")
    return answer


ROUTES = [Route("/visited/{role}", put_away, methods=["GET"])]
