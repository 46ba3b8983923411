"""A site in memory for the tests of the browser: what `send` asks for, and a record of it."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from crawlers.network.answers import by_status
from crawlers.network.response import Response
from data.types import Fetch, FetchOutcome

HOME = "http://qinghe.localhost/"
CAPTURED = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)


class Answer:
    def __init__(self, body="", status=200, kind="text/html; charset=utf-8", headers=()):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status, self.headers = status, (("Content-Type", kind), *headers)


class Ask:
    """One request as it would have gone out."""

    def __init__(self, url, method, headers, body):
        self.url, self.method, self.body = url, method, body
        self.headers = {name.lower(): value for name, value in headers}


class Scripted:
    """Answers by path (with query), else by full address; what is not there answers 404.

    An answer is HTML, anything else as JSON, an `Answer`, an outcome that `send` refuses with, or
    a function of the request, also a coroutine, that gives one of these.
    """

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    @property
    def paths(self):
        return [urlsplit(ask.url).path for ask in self.asked]

    async def send(self, url, *, method="GET", headers=(), body=b""):
        ask = Ask(url, method, headers, body)
        self.asked.append(ask)
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = self.answers.get(url, self.answers.get(path, Answer("404 Not Found", 404)))
        if callable(answer):
            answer = answer(ask)
        if hasattr(answer, "__await__"):
            answer = await answer
        if isinstance(answer, FetchOutcome):
            return Response(Fetch(url, answer, CAPTURED, final_url=url, note="没有发出"))
        if isinstance(answer, str):
            answer = Answer(answer)
        if not isinstance(answer, Answer):
            answer = Answer(json.dumps(answer), kind="application/json")
        row = Fetch(
            url,
            by_status(answer.status) or FetchOutcome.OK,
            CAPTURED,
            answer.status,
            url,
            size_bytes=len(answer.body),
            media_type=answer.headers[0][1],
            sha256=sha256(answer.body).hexdigest(),
        )
        return Response(row, answer.body, answer.headers)
