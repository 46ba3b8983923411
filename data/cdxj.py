"""The index beside an evidence file: CDXJ, as pywb and other web archives read it.

One line an answer: sort key of the address (SURT), time, and where the record lies.
"""

import heapq
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from data.warc import ENDING, Raw

ANSWERS = frozenset({"response", "revisit", "resource"})  # kinds of records that are indexed
REVISIT = "warc/revisit"
_HELD = 10_000  # lines sorted at one time: of a large look they are too many for that

_NO_MARKS = dict.fromkeys(map(ord, "-T:"))
_WWW = re.compile(r"^www\d*\.")
_PORTS = {"http": 80, "https": 443}
_AS_IT_IS = re.compile(r"[\w!$&'()*+,\-./:;=?@~]*", re.ASCII)
_KEPT = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"  # not percent-encoded in a key
# Session numbers make one page many: keys go without them.
_SESSION = re.compile(
    r"(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}(?:&|$)"
    r"|aspsessionid[a-z]{8}=[a-z]{24}(?:&|$)"
    r"|cfid=[^&]+&cftoken=[^&]+(?:&|$)",
    re.I,
)


def surt(url: str) -> str:
    """The sort key of an address: host back to front, without what does not tell pages apart.

    `http://www.Qinghe.gov.cn:80/Zwgk/?b=2&a=1#top` -> `cn,gov,qinghe)/zwgk?a=1&b=2`.
    Source: the rules of the Internet Archive's indexes (IAURLCanonicalizer), read 2026-11-21.
    """
    try:
        parts = urlsplit(url)
        place = _place(parts.scheme, parts.netloc)
    except ValueError:
        return url
    if not place:
        return url
    path = _plain(_escaped(parts.path)).lower()
    if not parts.query:
        return place + path
    query = _SESSION.sub("", _escaped(parts.query)).lower()
    pairs = sorted(tuple(pair.split("=", 1)) for pair in query.split("&"))
    query = "&".join("=".join(pair) for pair in pairs)
    return f"{place}{path}?{query}" if query else place + path


def line(
    url: str,
    date: str,
    *,
    mime: str,
    status: int | None,
    sha256: str,
    length: int,
    offset: int,
    filename: str,
) -> str:
    """One line of an index, with its line break.

    Args:
        date: as in the record, `2023-12-15T02:03:04.567000Z`.
        mime: as the answer's header says, or REVISIT.
        status: None: the record is not an answer over HTTP.
    """
    said: dict[str, str] = {"url": url}
    if kind := mime.partition(";")[0].strip().partition(" ")[0]:
        said["mime"] = kind
    if status is not None:
        said["status"] = str(status)
    said |= {
        "digest": f"sha256:{sha256}",
        "length": str(length),
        "offset": str(offset),
        "filename": filename,
    }
    key = surt(url).replace(" ", "%20")
    time = date[:19].translate(_NO_MARKS)
    return f"{key} {time} {json.dumps(said)}\n"


def line_of(raw: Raw, offset: int, length: int, filename: str) -> str:
    """The line of a record as it lies in a file; empty for one that is not indexed.

    Raises:
        WarcError: an answer without a status line.
    """
    if raw.kind not in ANSWERS:
        return ""
    status, headers, _ = raw.http()
    kinds = (value for name, value in headers if name.lower() == "content-type")
    return line(
        raw.uri,
        raw.fields.get("warc-date", ""),
        mime=REVISIT if raw.kind == "revisit" else next(kinds, ""),
        status=status,
        sha256=raw.digest,
        length=length,
        offset=offset,
        filename=filename,
    )


def index_of(path: Path) -> Path:
    """Where the index of an evidence file lies."""
    return path.with_name(path.name.removesuffix(ENDING) + ".cdxj")


def write_index(path: Path, lines: Iterable[bytes]) -> None:
    """Put an index beside its evidence file; at any moment there is a whole one or none."""
    place = index_of(path)
    new = place.with_name(f"{place.name}.new")
    with new.open("wb") as file:
        file.writelines(in_order(lines, place.parent))
    new.replace(place)


def in_order(lines: Iterable[bytes], folder: Path | None = None) -> Iterator[bytes]:
    """The lines of a whole index: in the order of bytes, so that it can be searched by halves.

    Args:
        folder: where lines wait that are too many to hold; not given: where this machine says.
    """
    waiting, runs = iter(lines), list[IO[bytes]]()
    with ExitStack() as stack:
        while held := sorted(islice(waiting, _HELD)):
            if not runs and len(held) < _HELD:
                yield from held
                return
            run = stack.enter_context(TemporaryFile(dir=folder))
            run.writelines(held)
            run.seek(0)
            runs.append(run)
        yield from heapq.merge(*runs)


@lru_cache(maxsize=256)  # a look asks few hosts
def _place(scheme: str, netloc: str) -> str:
    """The host back to front, with its port when that is not the usual one."""
    parts = urlsplit(f"{scheme}://{netloc}")
    host, port = (parts.hostname or "").strip("."), parts.port
    usual = port in {None, _PORTS.get(scheme)}
    back = ",".join(reversed(_WWW.sub("", host).split(".")))
    return f"{back}{'' if usual else f':{port}'})" if host else ""


def _escaped(text: str) -> str:
    """Percent-encoded once, however often it was."""
    if _AS_IT_IS.fullmatch(text):
        return text
    raw = text.encode()
    while (less := unquote_to_bytes(raw)) != raw:
        raw = less
    return quote_from_bytes(raw, safe=_KEPT)


def _plain(path: str) -> str:
    """A path without empty, `.` and `..` steps, and without a slash at its end."""
    if "//" not in path and "/." not in path:
        return path.removesuffix("/") or "/"
    kept: list[str] = []
    for step in path.split("/"):
        if step == ".." and kept:
            kept.pop()
        elif step not in {"", "."}:
            kept.append(step)
    return "/" + "/".join(kept)
