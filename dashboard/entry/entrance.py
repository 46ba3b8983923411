"""The pages where people sign in and change their password: plain HTML forms, no script.

Not a screen of Streamlit: a screen cannot set a cookie that scripts cannot read, and a password
typed there would pass through the state of its widgets.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from crawlers.clock import now
from dashboard.entry.first import FIRST
from dashboard.entry.tongue import of_the_request
from dashboard.wording.language import CODES, N_, _, language, spoken
from dashboard.wording.markup import Html, esc
from data.accounts import Account, AccountError, may_be_id
from data.passwords import (
    PasswordError,
    demand_good,
    hashed,
    matches,
    new_token,
    password_rules,
    token_key,
)
from data.storage.database import database_url
from data.store import Store

COOKIE = "gkc_session"
OPEN = "GKC_OPEN"  # set to 1 by the server: who looks from this machine need not sign in
WRONG = N_("用户名或密码不对。连续输错会锁定一段时间，忘记密码请找管理员重置。")
_MOST_BYTES = 4096  # of a form
_HASHING = BoundedSemaphore(2)  # a hash takes 64 MiB: many guesses at once must not take all
_STYLE = Path(__file__).with_name("entrance.css").read_text(encoding="utf-8")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


# --- what is done -------------------------------------------------------------------------------


def sign_in(store: Store, account_id: str, password: str) -> str | None:
    """The token of a new session; None for a wrong name, a wrong password or a locked account.

    All three take the same time.
    """
    name = account_id.strip().casefold()
    # What can be no name is not asked for: PostgreSQL would fail on some of it, such as a NUL.
    kept = store.begin_attempt(name, now()) if may_be_id(name) else ""
    with _HASHING:
        right = matches(kept, password)
    if not right:
        if kept:
            store.refused(name, now())
        return None
    token = new_token()
    store.signed_in(name, token_key(token), now())
    return token


def change_password(store: Store, account: Account, old: str, new: str, again: str) -> str:
    """Change the own password and sign in with it; the token of the new session.

    Raises:
        PasswordError: the old one is wrong, or the new one is not good.
    """
    if new != again:
        raise PasswordError(_("两次输入的新密码不一致。"))
    if new == old:
        raise PasswordError(_("新密码不能与原密码相同。"))
    demand_good(new, account.id, account.name)
    kept = store.begin_attempt(account.id, now())
    with _HASHING:
        right = matches(kept, old)
    if not right:
        if kept:
            store.refused(account.id, now())
        raise PasswordError(_("原密码不对。连续输错会锁定一段时间。"))
    store.set_password(account.id, hashed(new), at=now(), by=account.id, must_change=False)
    token = new_token()
    store.signed_in(account.id, token_key(token), now())
    return token


# --- the pages ----------------------------------------------------------------------------------


def _signin(method: str, form: Mapping[str, str], token: str) -> Response:
    with Store(database_url()) as store:
        if not store.accounts():
            said = esc(_("还没有账号。请在服务器上建立第一个管理员："))
            text = Html(f"<p>{said}</p><pre>{esc(FIRST)}</pre>")
            return _page(_("登录"), text)
        if method == "GET":
            return _page(_("登录"), _signin_form())
        made = sign_in(store, form.get("name", ""), form.get("password", ""))
        if made is None:
            return _page(_("登录"), _signin_form(_(WRONG)), status=403)
        if token:  # who signs in anew in this browser leaves no way in behind
            store.end_session(token_key(token), now())
        account = store.session(token_key(made), now(), seen=False)
        return _entered(made, "password" if account and account.must_change else "./")


def _password(method: str, form: Mapping[str, str], token: str) -> Response:
    with Store(database_url()) as store:
        account = store.session(token_key(token), now(), seen=True)
        if account is None:
            return RedirectResponse("signin", 303)
        if method == "GET":
            return _page(_("修改密码"), _password_form(account))
        try:
            made = change_password(
                store, account, form.get("old", ""), form.get("new", ""), form.get("again", "")
            )
        except (PasswordError, AccountError) as error:
            return _page(_("修改密码"), _password_form(account, str(error)), status=403)
        return _entered(made, "./")


def _entered(token: str, to: str) -> Response:
    answer = RedirectResponse(to, 303, headers=_HEADERS)
    # Gone with the browser; whoever keeps it open is signed out by the clock of the session.
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
    return answer


def _signin_form(said: str = "") -> Html:
    return _form(
        "signin",
        [
            ("name", _("用户名"), "text", "username"),
            ("password", _("密码"), "password", "current-password"),
        ],
        _("登录"),
        said,
        Html(f'<p class="also"><a href="./">{_("不登录，看已公布的结果")}</a></p>'),
    )


def _password_form(account: Account, said: str = "") -> Html:
    why = _("密码由他人设定，请先改成自己的密码。") if account.must_change else ""
    rules = _("至少 {least} 个字符，不能只有数字和符号，不要用常见的密码。").format(
        least=password_rules().least
    )
    return _form(
        "password",
        [
            ("old", _("原密码"), "password", "current-password"),
            ("new", _("新密码"), "password", "new-password"),
            ("again", _("再输一次新密码"), "password", "new-password"),
        ],
        _("修改"),
        said,
        Html(f'<p class="also">{esc(why)}{esc(rules)}</p>'),
    )


def _form(
    action: str, fields: list[tuple[str, str, str, str]], button: str, said: str, below: Html
) -> Html:
    inputs = "".join(
        f'<label>{label}<input name="{name}" type="{kind}" autocomplete="{fill}" required'
        f' maxlength="{password_rules().most}"{" autofocus" if not place else ""}></label>'
        for place, (name, label, kind, fill) in enumerate(fields)
    )
    wrong = f'<p class="wrong" role="alert">{esc(said)}</p>' if said else ""
    return Html(
        f'{wrong}<form method="post" action="{action}">{inputs}<button>{button}</button></form>'
        f"{below}"
    )


def _said(text: str) -> Html:
    return Html(f"<p>{esc(text)}</p>")


def _page(title: str, body: Html, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="{CODES[language()]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · {_('公开尺')}</title><style>{_STYLE}</style></head>"
        f'<body><main><p class="name">{_("公开尺")}</p><h1>{title}</h1>{body}</main></body></html>',
        status,
        _HEADERS,
    )


def is_loopback(host: str) -> bool:
    """Whether an address to listen on, or the name that was asked for, is this machine alone."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


# --- requests -----------------------------------------------------------------------------------

Page = Callable[[str, Mapping[str, str], str], Response]


def from_here(headers: Mapping[str, str]) -> bool:
    """Whether a form was sent from a page of ours: no other site may sign somebody in or out."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc == headers.get("host")


async def _form_of(request: Request) -> dict[str, str] | None:
    """The fields of a form; None when it is too large, or has more of them than any of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    try:
        read = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return None
    return {name: values[0] for name, values in read.items()}


def _answering(page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        with spoken(of_the_request(request)):
            return await spoken_to(request)

    async def spoken_to(request: Request) -> Response:
        form: dict[str, str] = {}
        if request.method == "POST":
            if not from_here(request.headers):
                return _page(_("登录"), _said(_("这个请求不是从本站页面发出的，未予处理。")), 403)
            sent = await _form_of(request)
            if sent is None:
                return _page(_("登录"), _said(_("提交的内容过长，未予处理。")), 413)
            form = sent
        token = request.cookies.get(COOKIE, "")
        method = "POST" if request.method == "POST" else "GET"
        made = await asyncio.to_thread(page, method, form, token)
        if request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https":
            cookies = made.headers.getlist("set-cookie")
            del made.headers["set-cookie"]
            for cookie in cookies:
                made.headers.append("set-cookie", f"{cookie}; Secure")
        return made

    return answer


ROUTES = [
    Route("/signin", _answering(_signin), methods=["GET", "POST"]),
    Route("/password", _answering(_password), methods=["GET", "POST"]),
]
