"""A request and what came home, as it leaves the network: the row, the body, the way to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from crawlers.network.answers import by_status, judge, unended
from crawlers.network.outcomes import UNENDED
from crawlers.network.wire import REDIRECTS, Answer, Headers
from data.types import Fetch, FetchOutcome


@dataclass(frozen=True, slots=True)
class Response:
    """A request and what came home. `body` is decoded, and empty unless it is complete."""

    fetch: Fetch
    body: bytes = b""
    headers: Headers = ()  # as received: they may speak of a Content-Encoding that is gone
    asked: Headers = ()  # headers of the request
    method: str = "GET"
    sent: bytes = b""  # body of the request
    hops: tuple[Answer, ...] = ()  # complete answers that led to this one, large ones left out
    made_of: tuple["Response", ...] = ()  # of a page that a browser drew: what it was drawn from


@dataclass(slots=True)
class End:
    """The last answer on a way, what it is, and the answers that led to it."""

    answer: Answer
    outcome: FetchOutcome
    hops: Sequence[Answer] = ()


def judged(asked: str, answer: Answer) -> tuple[FetchOutcome, str]:
    """What a complete answer is, and where it sends on to: by its header, or by a page that
    does nothing else.

    Args:
        asked: the address that redirects may have led away from.
    """
    status = answer.status or 0
    if status in REDIRECTS and (target := answer.header("location")):
        return FetchOutcome.OK, target
    refresh = answer.header("refresh")
    return judge(asked, answer.url, status, answer.media_type, answer.body, refresh)


def by_itself(answer: Answer, hops: Sequence[Answer] = ()) -> End:
    """What an answer is by its status alone; one that sends on is OK."""
    status = answer.status or 0
    said = None if 300 <= status < 400 else by_status(status)
    return End(answer, answer.failed or said or FetchOutcome.OK, hops)


def response_of(url: str, end: End, at: datetime, seconds: float = 0.0) -> Response:
    """The response to a request.

    Args:
        url: asked for first.
        at: when; aware, UTC.
        seconds: from then until the answer was home.
    """
    answer = end.answer
    whole = answer.complete and end.outcome is not FetchOutcome.NOT_MODIFIED
    row = Fetch(
        url=url,
        outcome=end.outcome,
        fetched_at=at,
        status=answer.status,
        final_url=answer.url,
        elapsed_ms=round(seconds * 1000),
        size_bytes=answer.size_bytes,
        media_type=answer.media_type,
        sha256=sha256(answer.body).hexdigest() if whole else "",
        note=answer.note or (UNENDED if end.outcome.read and _unended(answer) else ""),
    )
    body = answer.body if whole else b""
    return Response(row, body, answer.headers, answer.asked, hops=tuple(end.hops))


def _unended(answer: Answer) -> bool:
    length, coding = answer.header("content-length"), answer.header("transfer-encoding")
    return unended(answer.media_type, length, coding, answer.body)


def no_address(url: str, at: datetime) -> Response:
    """What cannot be asked for, and why."""
    secret = "@" in url.partition("://")[2].partition("/")[0]
    note = "网址里带有用户名或密码，不访问" if secret else "不是有效的 http 网址"
    return Response(Fetch(url, FetchOutcome.BAD_URL, at, final_url=url, note=note))
